//! Linkage as people see it: identifiers beside rows, the records that were not found, one partner for each.

use super::{cells, integers, place, table};
use crate::case;
use custometry::Locale;
use custometry::duplicates::{
    DuplicateOptions, Duplicates, Field, FieldKind, find_duplicates, link_records, with_keys, without_pair,
};
use custometry::table::Table;

const LEADS: &str = "lead,name,mail\nL1,Jon Smith,jon.smith@example.com\nL2,Wang Fang,wf@example.cn\nL3,Ann Lee,ann.lee@example.org\n\
    L4,Smith Jon,jon.smith@example.com\n";
const CUSTOMERS: &str =
    "id,name,email\n7,Ann Lee,ann.lee@example.org\n8,John Smith,jon.smith@example.com\n9,Zoe Ek,zoe@example.net\n";

fn link(left: &Table, right: &Table) -> Duplicates {
    let mail = Field { right_column: Some("email".to_owned()), ..Field::new("mail", FieldKind::Email) };
    let fields = vec![Field::new("name", FieldKind::FullName), mail];
    link_records(left, right, &DuplicateOptions { fields, ..DuplicateOptions::default() }, &mut |_, _| Ok(())).unwrap()
}

#[case]
fn links_have_identifiers_and_the_others_are_listed() {
    let (leads, customers) = (table(LEADS), table(CUSTOMERS));
    let found = link(&leads, &customers);
    let pairs = with_keys(&found.pairs, (&leads, Some("lead")), (&customers, Some("id"))).unwrap();
    let names: Vec<&str> = pairs.columns().iter().map(|column| column.name()).collect();
    assert_eq!(names, ["rowA", "rowB", "keyA", "keyB", "probability", "matchWeight"]);
    assert_eq!((integers(&pairs, "rowA"), integers(&pairs, "rowB")), (vec![0, 2, 3], vec![1, 0, 1]));
    assert_eq!(cells(pairs.column("keyA").unwrap()), ["L1", "L3", "L4"]);
    assert_eq!(cells(pairs.column("keyB").unwrap()), ["8", "7", "8"]);
    let left_only = with_keys(&found.pairs, (&leads, Some("lead")), (&customers, None)).unwrap();
    assert!(left_only.find("keyA").is_some() && left_only.find("keyB").is_none());
    let rest = without_pair(&found.pairs, &leads, Some("lead")).unwrap();
    assert_eq!((integers(&rest, "row"), cells(rest.column("key").unwrap())), (vec![1], vec!["L2".to_owned()]));
    // Each customer once: the better of the two leads has it, or else the first.
    let single = integers(&found.one_to_one, "rowB");
    assert_eq!(single.iter().filter(|&&row| row == 1).count(), 1);
    let rest = without_pair(&found.one_to_one, &leads, None).unwrap();
    assert_eq!(integers(&rest, "row").len(), 2);
    assert_eq!(integers(&rest, "key"), integers(&rest, "row"));
    let error = without_pair(&found.pairs, &leads, Some("nope")).unwrap_err();
    assert_eq!(place(&error), ("missing-column", None, Some("nope")));
    assert!(with_keys(&found.pairs, (&leads, None), (&customers, Some("nope"))).is_err());
}

#[case]
fn an_error_of_progress_ends_the_search() {
    let options =
        DuplicateOptions { fields: vec![Field::new("name", FieldKind::FullName)], ..DuplicateOptions::default() };
    let stop = link(&table(LEADS), &table(CUSTOMERS)).explain(9, 0).unwrap_err();
    let error = find_duplicates(&table(LEADS), &options, &mut |_, _| Err(stop.clone())).unwrap_err();
    assert_eq!(error, stop);
}

#[case]
fn kinds_have_names_in_both_languages() {
    for (_, kind) in FieldKind::ALL {
        assert!(kind.label(Locale::English).is_ascii());
        assert!(kind.label(Locale::Chinese).chars().all(|c| !c.is_ascii()), "{kind:?}");
    }
}
