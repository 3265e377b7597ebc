//! Merging: every rule against cases worked out by hand, and what holds for any clusters: nothing is lost unsaid.

use super::{cells, integers, place, table};
use crate::case;
use custometry::Locale;
use custometry::merge::{
    MergeChoice, MergeOptions, MergeRule, SourcePriority, SuggestedMerge, ValueKind, suggest_merge,
};
use custometry::table::{Cell, ColumnData, TableBuilder};

const RECORDS: &str = "id,name,email,city,source,updatedAt,spent\n\
    1,ann lee,ann@x.com,Bonn,web,2025-01-01,10\n\
    2,Ann Lee,ann.lee@y.com,,ERP,2024-01-01,5\n\
    3,Ann Lee,ann@x.com,Köln,web,2026-01-01,\n\
    4,Bo Ek,,Kiel,ERP,2025-05-05,7\n\
    5,Cy Oh,cy@z.com,Ulm,web,,1\n\
    6,CY OH,cy@z.com,Ulm,web,,2\n";
const CLUSTERS: &str = "row,cluster\n0,0\n1,0\n2,0\n4,1\n5,1\n";

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn keyed() -> MergeOptions {
    MergeOptions { key: Some("id".to_owned()), ..MergeOptions::default() }
}

fn merge(records: &str, clusters: &str, options: &MergeOptions) -> SuggestedMerge {
    suggest_merge(&table(records), &table(clusters), options).unwrap()
}

fn fails(records: &str, clusters: &str, options: &MergeOptions) -> custometry::Error {
    suggest_merge(&table(records), &table(clusters), options).unwrap_err()
}

fn preview(merge: &SuggestedMerge, column: &str) -> Vec<String> {
    cells(merge.preview.column(column).unwrap())
}

/// The rule that decided on a column of the first cluster.
fn rule(merge: &SuggestedMerge, column: &str) -> &'static str {
    let suggestion = merge.suggestion(&Cell::Number(0.0)).unwrap();
    suggestion.fields.iter().find(|field| field.column == column).unwrap().rule
}

fn rules(column: &str, rules: &[MergeRule]) -> MergeOptions {
    MergeOptions { rules: Some(vec![(column.to_owned(), rules.to_vec())]), ..keyed() }
}

#[case]
fn the_most_recent_value_survives_and_gaps_are_filled() {
    let found = merge(RECORDS, CLUSTERS, &keyed());
    // Row 0 has all columns filled, row 1 no city, row 2 no amount.
    assert_eq!(integers(&found.survivors, "row"), [0, 4]);
    assert_eq!(preview(&found, "id"), ["1", "5"]);
    assert_eq!(cells(found.survivors.column("key").unwrap()), ["1", "5"]);
    assert_eq!(integers(&found.survivors, "records"), [3, 2]);
    assert_eq!(cells(found.survivors.column("reason").unwrap()), ["most columns filled", "the first record"]);
    assert_eq!(preview(&found, "name"), ["Ann Lee", "Cy Oh"]);
    assert_eq!(preview(&found, "email"), ["ann@x.com", "cy@z.com"]);
    assert_eq!(preview(&found, "city"), ["Köln", "Ulm"]);
    assert_eq!(preview(&found, "updatedAt"), ["2026-01-01", ""]);
    // The most recent record has no amount, so that of the one before it is taken.
    assert_eq!(preview(&found, "spent"), ["10", "1"]);
    let decided = ["id", "name", "email", "city", "source", "updatedAt", "spent"].map(|column| rule(&found, column));
    assert_eq!(decided, ["survivor", "spelling", "recent", "recent", "recent", "recent", "recent"]);
    assert_eq!(cells(found.merged.column("id").unwrap()), ["1", "4", "5"]);
    assert_eq!(cells(found.merged.column("name").unwrap()), ["Ann Lee", "Bo Ek", "Cy Oh"]);
    assert_eq!(cells(found.mapping.column("key").unwrap()), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(cells(found.mapping.column("survivorKey").unwrap()), ["1", "1", "1", "4", "5", "5"]);
    assert_eq!(cells(found.mapping.column("cluster").unwrap()), ["0", "0", "0", "", "1", "1"]);
    assert_eq!(integers(&found.mapping, "mergedRow"), [0, 0, 0, 1, 2, 2]);
    let counts = (found.summary.records, found.summary.merged, found.summary.clusters, found.summary.absorbed);
    assert_eq!(counts, (6, 3, 2, 3));
}

#[case]
fn what_is_given_up_is_listed() {
    let found = merge(RECORDS, CLUSTERS, &keyed());
    let list: Vec<String> = (0..found.conflicts.num_rows())
        .map(|row| {
            let names = ["cluster", "row", "key", "column", "value", "kept", "keptRow", "records", "kind", "rule"];
            names.map(|name| found.conflicts.column(name).unwrap().cell(row).display().unwrap_or_default()).join(" ")
        })
        .collect();
    let expected = [
        "0 0 1 name ann lee Ann Lee 2 1 spelling spelling",
        "0 1 2 email ann.lee@y.com ann@x.com 2 1 different recent",
        "0 0 1 city Bonn Köln 2 1 different recent",
        "0 1 2 source ERP web 2 1 different recent",
        "0 1 2 spent 5 10 0 1 different recent",
        "1 5 6 name CY OH Cy Oh 4 1 spelling spelling",
        "1 5 6 spent 2 1 4 1 different survivor",
    ];
    assert_eq!(list, expected);
    assert_eq!(found.summary.conflicts, 5);
    assert_eq!(integers(&found.survivors, "conflicts"), [4, 1]);
    let suggestion = found.suggestion(&Cell::Number(0.0)).unwrap();
    assert_eq!((suggestion.rows, suggestion.survivor), (vec![0, 1, 2], 0));
    let city = &suggestion.fields[3];
    assert_eq!(
        (&city.value, city.row, city.reason.as_str()),
        (&text("Köln"), Some(2), "the most recent, of 2026-01-01")
    );
    assert_eq!((&city.others[0].value, city.others[0].row, city.others[0].kind), (&text("Bonn"), 0, "different"));
}

#[case]
fn each_rule_by_hand() {
    let records = "id,name,size,joined,tags,source,changed\n\
        1,Al,2,2024-05-01,a;b,web,2026-03-01\n2,Albert,9,2023-05-01,b; c,crm,2025-03-01\n\
        3,Bo,9,2025-05-01,C,erp,\n4,Bo,1,2022-01-01,,web,2024-03-01\n";
    let clusters = "row,cluster\n0,9\n1,9\n2,9\n3,9\n";
    let all = |column: &str, rule: MergeRule| {
        let options = MergeOptions {
            updated_at: Some("changed".to_owned()),
            priority: Some(SourcePriority { column: "source".to_owned(), values: vec![text("ERP"), text("CRM")] }),
            survivor: Some(vec![MergeRule::First]),
            ..rules(column, &[rule])
        };
        let found = merge(records, clusters, &options);
        let suggestion = found.suggestion(&Cell::Number(9.0)).unwrap();
        let field = suggestion.fields.iter().find(|field| field.column == column).unwrap().clone();
        (preview(&found, column).remove(0), field.row, field.rule, field.reason)
    };
    let expected = [
        ("name", MergeRule::Priority, "Bo", Some(2), "source \"erp\" comes first"),
        ("name", MergeRule::Recent, "Al", Some(0), "the most recent, of 2026-03-01"),
        ("name", MergeRule::Oldest, "Bo", Some(3), "the oldest, of 2024-03-01"),
        // Of the two, the one that changed last writes it; an unknown date is none.
        ("name", MergeRule::Frequent, "Bo", Some(3), "the most frequent: 2 of 4 records"),
        ("name", MergeRule::Longest, "Albert", Some(1), "the most complete"),
        ("name", MergeRule::Survivor, "Al", Some(0), "as the surviving record has it"),
        ("name", MergeRule::First, "Al", Some(0), "as the first record has it"),
        ("size", MergeRule::Min, "1", Some(3), "the least"),
        ("joined", MergeRule::Min, "2022-01-01", Some(3), "the least"),
        ("joined", MergeRule::Max, "2025-05-01", Some(2), "the greatest"),
        ("size", MergeRule::Sum, "21", None, "the sum of all records"),
        ("tags", MergeRule::Join, "a; b; c", None, "the values of all records"),
    ];
    for (column, rule, value, row, reason) in expected {
        assert_eq!(
            all(column, rule),
            (value.to_owned(), row, rule.name(), reason.to_owned()),
            "{column} {}",
            rule.name()
        );
    }
    // Two have the greatest size; one of them changed at a date that is known.
    assert_eq!(all("size", MergeRule::Max).1, Some(1));
}

#[case]
fn rules_follow_each_other_until_one_value_is_left() {
    let records = "id,name,source,n\n1,A,web,1\n2,B,erp,2\n3,C,erp,3\n4,C,web,4\n5,B,erp,5\n";
    let clusters = "row,cluster\n0,x\n1,x\n2,x\n3,x\n4,x\n";
    let options = MergeOptions {
        priority: Some(SourcePriority { column: "source".to_owned(), values: vec![text("erp")] }),
        ..rules("name", &[MergeRule::Priority, MergeRule::Frequent])
    };
    let found = merge(records, clusters, &options);
    // Of the three of the ERP system two say B.
    assert_eq!(preview(&found, "name"), ["B"]);
    assert_eq!(found.suggestion(&text("x")).unwrap().fields[1].rule, "frequent");
    // The default begins with the priority, too, and the survivor with it.
    assert_eq!(integers(&found.survivors, "row"), [1]);
    assert_eq!(cells(found.survivors.column("cluster").unwrap()), ["x"]);
}

#[case]
fn columns_that_belong_together_come_from_one_record() {
    let records = "id,street,city,zip,updatedAt\n1,Ring 1,Bonn,,2026-01-01\n2,Weg 2,Köln,50667,2025-01-01\n3,,,53111,2026-02-01\n";
    let clusters = "row,cluster\n0,0\n1,0\n2,0\n";
    let together = vec![["street", "city", "zip"].map(str::to_owned).to_vec()];
    let found = merge(records, clusters, &MergeOptions { together: Some(together.clone()), ..keyed() });
    let line = ["street", "city", "zip"].map(|column| preview(&found, column).remove(0));
    assert_eq!(line, ["Weg 2", "Köln", "50667"]);
    assert_eq!(found.suggestion(&Cell::Number(0.0)).unwrap().fields[2].reason, "the most complete");
    // Each by itself, they would make an address that nobody lives at.
    let apart = merge(records, clusters, &keyed());
    assert_eq!(["street", "zip"].map(|column| preview(&apart, column).remove(0)), ["Ring 1", "53111"]);
    let twice = MergeOptions { together: Some(vec![together[0].clone(), vec!["zip".to_owned()]]), ..keyed() };
    assert_eq!(place(&fails(records, clusters, &twice)), ("invalid-option", None, None));
    let sum = MergeOptions { together: Some(together), ..rules("zip", &[MergeRule::Sum]) };
    assert_eq!(place(&fails(records, clusters, &sum)), ("invalid-option", None, Some("zip")));
}

#[case]
fn what_is_chosen_by_hand_goes_before_all_rules() {
    let choice = |row, column: Option<&str>| MergeChoice { row, column: column.map(str::to_owned) };
    let choices = vec![choice(1, Some("email")), choice(2, None), choice(1, Some("city"))];
    let found = merge(RECORDS, CLUSTERS, &MergeOptions { choices: Some(choices), ..keyed() });
    assert_eq!(preview(&found, "email"), ["ann.lee@y.com", "cy@z.com"]);
    // What is chosen may be nothing.
    assert_eq!(preview(&found, "city"), ["", "Ulm"]);
    assert_eq!(preview(&found, "id"), ["3", "5"]);
    assert_eq!(cells(found.survivors.column("rule").unwrap()), ["chosen", "first"]);
    // The record that survives keeps its place.
    assert_eq!(cells(found.merged.column("id").unwrap()), ["3", "4", "5"]);
    // Also where all others are added up.
    let by_sum = MergeOptions { choices: Some(vec![choice(1, Some("spent"))]), ..rules("spent", &[MergeRule::Sum]) };
    assert_eq!(preview(&merge(RECORDS, CLUSTERS, &by_sum), "spent"), ["5", "3"]);
    let lost = |choice| fails(RECORDS, CLUSTERS, &MergeOptions { choices: Some(vec![choice]), ..keyed() });
    assert_eq!(lost(choice(3, None)).message(), "choices[0]: the record 3 is in no cluster");
    assert_eq!(place(&lost(choice(0, Some("nope")))), ("missing-column", None, Some("nope")));
}

#[case]
fn reasons_are_in_chinese_too() {
    let options = MergeOptions { locale: Some(Locale::Chinese), ..keyed() };
    let found = merge(RECORDS, CLUSTERS, &options);
    assert_eq!(cells(found.survivors.column("reason").unwrap()), ["填写的列最多", "第一条记录"]);
    let reasons = cells(found.conflicts.column("reason").unwrap());
    assert_eq!(reasons[2], "最近更新（2026-01-01）");
    assert!(reasons.iter().all(|reason| !reason.contains(|c: char| c.is_ascii_lowercase())), "{reasons:?}");
}

#[case]
fn what_is_not_valid_yields_and_spellings_are_one_value() {
    let records = "id,mail,mobile,name,updatedAt\n\
        1,ann@lee-corp.de,+86 138 6135 7924,Zoë Lee,2024-01-01\n\
        2,ANN@LEE-CORP.DE,13861357924,ZOE LEE,2025-01-01\n\
        3,ann(at)lee-corp.de,1386,zoe  lee,2026-01-01\n";
    let clusters = "row,cluster\n0,0\n1,0\n2,0\n";
    let fields = vec![("mail".to_owned(), ValueKind::Email), ("mobile".to_owned(), ValueKind::Phone)];
    let found = merge(records, clusters, &MergeOptions { fields: Some(fields), ..keyed() });
    let line = ["mail", "mobile", "name"].map(|column| preview(&found, column).remove(0));
    assert_eq!(line, ["ann@lee-corp.de", "+86 138 6135 7924", "Zoë Lee"]);
    assert_eq!(["mail", "mobile", "name"].map(|column| rule(&found, column)), ["valid", "valid", "spelling"]);
    let kinds = cells(found.conflicts.column("kind").unwrap());
    assert_eq!(kinds, ["spelling", "invalid", "spelling", "invalid", "spelling", "spelling"]);
    assert_eq!(found.summary.conflicts, 0);
    let region = MergeOptions { region: Some("XX".to_owned()), ..keyed() };
    assert_eq!(place(&fails(records, clusters, &region)).0, "invalid-option");
}

#[case]
fn placeholders_yield_to_anything() {
    let records =
        "id,name,city,note,updatedAt\n1,王芳,上海,,2024-01-01\n2,test,未知,n/a,2025-01-01\n3,王芳,N/A,-,2026-01-01\n";
    let found = merge(records, "row,cluster\n0,0\n1,0\n2,0\n", &keyed());
    assert_eq!(["name", "city"].map(|column| preview(&found, column).remove(0)), ["王芳", "上海"]);
    let kinds = ["name", "city"].map(|column| {
        let field =
            found.suggestion(&Cell::Number(0.0)).unwrap().fields.into_iter().find(|field| field.column == column);
        field.unwrap().others.iter().map(|other| other.kind).collect::<Vec<_>>()
    });
    assert_eq!(kinds, [vec!["placeholder"], vec!["placeholder"; 2]]);
    // Where there is nothing else, one stays, as it would without merging.
    assert_eq!(preview(&found, "note"), ["-"]);
    assert_eq!(found.summary.conflicts, 0);
}

#[case]
fn a_name_in_characters_is_no_shorter_than_in_pinyin() {
    let found = merge("id,name\n1,Zhuang Wei\n2,庄伟\n", "row,cluster\n0,0\n1,0\n", &keyed());
    assert_eq!(preview(&found, "name"), ["庄伟"]);
}

#[case]
fn records_may_stand_alone_and_clusters_may_be_of_one() {
    let found = merge(RECORDS, "row,cluster\n3,a\n", &keyed());
    assert_eq!((found.preview.num_rows(), found.merged.num_rows(), found.conflicts.num_rows()), (1, 6, 0));
    assert_eq!(cells(found.survivors.column("reason").unwrap()), ["the only record"]);
    for column in found.merged.columns() {
        assert_eq!(cells(column), cells(table(RECORDS).column(column.name()).unwrap()));
    }
    // A record that is named twice, and records of which it is said that they are in no cluster.
    let found = merge(RECORDS, "row,cluster\n0,a\n1,a\n0,a\n4,\n", &keyed());
    assert_eq!(found.summary.absorbed, 1);
    let none = TableBuilder::new(0);
    let mut no_clusters = TableBuilder::new(0);
    no_clusters.add("row", ColumnData::Integers(Vec::new())).unwrap();
    no_clusters.add("cluster", ColumnData::Integers(Vec::new())).unwrap();
    let found = suggest_merge(&none.finish(), &no_clusters.finish(), &MergeOptions::default()).unwrap();
    assert_eq!((found.merged.num_rows(), found.mapping.num_rows()), (0, 0));
}

#[case]
fn pairs_make_clusters() {
    // 0-2-1 and 5-4, in any order and either way.
    for pairs in ["rowA,rowB\n0,2\n1,2\n4,5\n", "rowB,rowA\n4,5\n2,1\n0,2\n2,1\n"] {
        let found = merge(RECORDS, pairs, &keyed());
        assert_eq!(cells(found.mapping.column("cluster").unwrap()), ["0", "0", "0", "", "1", "1"]);
        let same = merge(RECORDS, CLUSTERS, &keyed());
        assert_eq!(found.merged.to_csv().unwrap(), same.merged.to_csv().unwrap());
    }
    assert_eq!(merge(RECORDS, "rowA,rowB\n", &keyed()).summary.absorbed, 0);
    assert_eq!(place(&fails(RECORDS, "rowA,rowB\n0,6\n", &keyed())), ("invalid-option", Some(0), Some("rowB")));
    // A long chain, from its end to its beginning.
    let records = format!("n\n{}", "1\n".repeat(2000));
    let chain: String = (1..2000).rev().map(|row| format!("{row},{}\n", row - 1)).collect();
    let found = merge(&records, &format!("rowA,rowB\n{chain}"), &MergeOptions::default());
    assert_eq!((found.summary.merged, found.summary.clusters), (1, 1));
}

#[case]
fn what_cannot_be_is_an_error_that_says_where() {
    let twice = fails(RECORDS, "row,cluster\n0,a\n1,a\n1,b\n2,b\n", &keyed());
    assert_eq!(
        (place(&twice), twice.message()),
        (("invalid-option", Some(2), Some("row")), "clusters: the record 1 is in two clusters")
    );
    for row in ["6", "-1", "1.5", "", "9e99"] {
        let error = fails(RECORDS, &format!("row,cluster\n0,a\n{row},a\n"), &keyed());
        assert_eq!(place(&error), ("invalid-option", Some(1), Some("row")), "{row}");
    }
    assert_eq!(place(&fails(RECORDS, "row,group\n0,a\n", &keyed())), ("missing-column", None, Some("cluster")));
    let option = |options: MergeOptions| place(&fails(RECORDS, CLUSTERS, &options)).0;
    let key = |key: &str| MergeOptions { key: Some(key.to_owned()), ..MergeOptions::default() };
    assert_eq!(option(key("nope")), "missing-column");
    assert_eq!(option(rules("name", &[])), "invalid-option");
    assert_eq!(option(rules("name", &[MergeRule::Priority])), "invalid-option");
    assert_eq!(option(rules("name", &[MergeRule::Sum, MergeRule::First])), "invalid-option");
    assert_eq!(option(rules("nope", &[MergeRule::First])), "missing-column");
    assert_eq!(option(rules("name", &[MergeRule::Sum])), "wrong-type");
    assert_eq!(option(rules("spent", &[MergeRule::Join])), "wrong-type");
    // A text among the numbers would be lost, also where nothing is merged.
    let text_among = fails("id,n\n1,1\n2,2\n3,two\n", "row,cluster\n0,0\n1,0\n", &rules("n", &[MergeRule::Sum]));
    assert_eq!(place(&text_among), ("wrong-type", Some(2), Some("n")));
    assert_eq!(option(rules("email", &[MergeRule::Max])), "wrong-type");
    assert_eq!(option(MergeOptions { survivor: Some(vec![MergeRule::Max]), ..keyed() }), "invalid-option");
    assert_eq!(option(MergeOptions { updated_at: Some("name".to_owned()), ..keyed() }), "bad-date");
    let fields = Some(vec![("nope".to_owned(), ValueKind::Email)]);
    assert_eq!(option(MergeOptions { fields, ..keyed() }), "missing-column");
    let found = merge(RECORDS, CLUSTERS, &keyed());
    assert_eq!(found.suggestion(&Cell::Number(2.0)).unwrap_err().kind().code(), "invalid-option");
}

/// Whatever the clusters are: every value of every record is in the merged table or in the list of conflicts.
#[case]
fn nothing_is_lost_unsaid() {
    let mut state = 7_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut csv = "id,name,city,n\n".to_owned();
    let mut clusters = "row,cluster\n".to_owned();
    for row in 0..400 {
        let pick = |values: &[&str], place: u64| values[place as usize].to_owned();
        let name = pick(&["Ann", "ann", "", "Bo", "n/a"], random(5));
        let city = pick(&["Bonn", "Köln", "koeln", ""], random(4));
        csv += &format!("r{row},{name},{city},{}\n", random(3));
        if random(4) > 0 {
            clusters += &format!("{row},{}\n", random(100));
        }
    }
    let records = table(&csv);
    let found = suggest_merge(&records, &table(&clusters), &keyed()).unwrap();
    let mapped = integers(&found.mapping, "mergedRow");
    let [lost_rows, lost_columns] = ["row", "column"].map(|name| cells(found.conflicts.column(name).unwrap()));
    let lost_values = cells(found.conflicts.column("value").unwrap());
    let cluster_of = cells(found.mapping.column("cluster").unwrap());
    for name in ["name", "city", "n"] {
        let (before, after) = (cells(records.column(name).unwrap()), cells(found.merged.column(name).unwrap()));
        for (row, value) in before.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            let is_kept = after[mapped[row] as usize] == *value;
            let is_said = (0..lost_rows.len()).any(|at| {
                let same_cluster = cluster_of[lost_rows[at].parse::<usize>().unwrap()] == cluster_of[row];
                lost_columns[at] == name && lost_values[at] == *value && same_cluster
            });
            assert!(is_kept || is_said, "row {row}, {name} {value}");
        }
    }
    // Merging what has been merged changes nothing.
    let none = table("row,cluster\n0,0\n");
    let again = suggest_merge(&found.merged, &none, &keyed()).unwrap();
    assert_eq!(again.merged.to_csv().unwrap(), found.merged.to_csv().unwrap());
    // The order of the clusters' rows makes no difference to what survives.
    let mut lines: Vec<&str> = clusters.lines().skip(1).collect();
    lines.reverse();
    let reversed = table(&format!("row,cluster\n{}\n", lines.join("\n")));
    let other = suggest_merge(&records, &reversed, &keyed()).unwrap();
    assert_eq!(other.merged.to_csv().unwrap(), found.merged.to_csv().unwrap());
}
