//! Duplicates: the FEBRL data with its known clusters (`tests/golden/duplicates.md`), explanations that add up, and tables that have
//! little or nothing to compare.

use super::{cells, integers, place, table};
use crate::case;
use custometry::duplicates::{DuplicateOptions, Duplicates, Field, FieldKind, find_duplicates, link_records};
use custometry::table::{ColumnData, ColumnType, CsvOptions, Table};
use custometry::{Locale, Result};

const FEBRL: &str = include_str!("../golden/duplicates-febrl3.csv");

const FEBRL_FIELDS: [(&str, FieldKind); 9] = [
    ("given_name", FieldKind::GivenName),
    ("surname", FieldKind::Surname),
    ("street_number", FieldKind::Code),
    ("address_1", FieldKind::Address),
    ("address_2", FieldKind::Address),
    ("suburb", FieldKind::City),
    ("postcode", FieldKind::Code),
    ("state", FieldKind::Code),
    ("date_of_birth", FieldKind::Date),
];

fn options(fields: &[(&str, FieldKind)]) -> DuplicateOptions {
    let fields = fields.iter().map(|&(column, kind)| Field::new(column, kind)).collect();
    DuplicateOptions { fields, ..DuplicateOptions::default() }
}

fn search(records: &Table, options: &DuplicateOptions) -> Result<Duplicates> {
    find_duplicates(records, options, &mut |_, _| Ok(()))
}

fn texts(csv: &str) -> Table {
    let header = csv.lines().next().unwrap();
    let types = header.split(',').map(|name| (name.to_owned(), ColumnType::String)).collect();
    Table::from_csv(csv.as_bytes(), &CsvOptions { types, ..CsvOptions::default() }).unwrap()
}

fn pairs(found: &Table) -> Vec<(i32, i32)> {
    integers(found, "rowA").into_iter().zip(integers(found, "rowB")).collect()
}

fn numbers(table: &Table, name: &str) -> Vec<f64> {
    match table.column(name).unwrap().data() {
        ColumnData::Floats(values) => values.clone(),
        other => panic!("{name} is {other:?}"),
    }
}

/// Clusters as lists of rows.
fn clusters(found: &Duplicates) -> Vec<Vec<i32>> {
    let mut all: Vec<Vec<i32>> = Vec::new();
    for (row, cluster) in integers(&found.clusters, "row").into_iter().zip(integers(&found.clusters, "cluster")) {
        all.resize(all.len().max(cluster as usize + 1), Vec::new());
        all[cluster as usize].push(row);
    }
    all
}

/// F1 of pairs of rows, against pairs of rows with the same truth.
fn f1(found: &[(i32, i32)], truth: &[String]) -> f64 {
    let same = |&(a, b): &(i32, i32)| truth[a as usize] == truth[b as usize];
    let right = found.iter().filter(|pair| same(pair)).count() as f64;
    let rows = truth.len() as i32;
    let all = (0..rows).flat_map(|a| (a + 1..rows).map(move |b| (a, b))).filter(same).count() as f64;
    2.0 * right / (found.len() as f64 + all)
}

fn pairs_within(clusters: &[Vec<i32>]) -> Vec<(i32, i32)> {
    let of = |rows: &Vec<i32>| {
        let rows = rows.clone();
        (0..rows.len())
            .flat_map(move |a| (a + 1..rows.len()).map(|b| (rows[a], rows[b])).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    clusters.iter().flat_map(of).collect()
}

#[case]
fn people_of_febrl_are_found_without_a_label() {
    let records = texts(FEBRL);
    let truth = cells(records.column("truth").unwrap());
    let found = search(&records, &options(&FEBRL_FIELDS)).unwrap();
    // Splink reaches .968 by pairs and .985 by clusters on the whole of it.
    assert!(f1(&pairs(&found.pairs), &truth) > 0.985, "{}", f1(&pairs(&found.pairs), &truth));
    let within = pairs_within(&clusters(&found));
    assert!(f1(&within, &truth) > 0.985, "{}", f1(&within, &truth));

    let mut fields = FEBRL_FIELDS.to_vec();
    fields.push(("soc_sec_id", FieldKind::Identifier));
    let found = search(&records, &options(&fields)).unwrap();
    assert!(f1(&pairs(&found.pairs), &truth) > 0.995, "{}", f1(&pairs(&found.pairs), &truth));
}

#[case]
fn an_explanation_adds_up_to_the_weight_exactly() {
    let records = texts(FEBRL);
    let found = search(&records, &options(&FEBRL_FIELDS)).unwrap();
    let weights = numbers(&found.pairs, "matchWeight");
    let probabilities = numbers(&found.pairs, "probability");
    for ((&(a, b), &weight), &probability) in pairs(&found.pairs).iter().zip(&weights).zip(&probabilities).step_by(7) {
        assert!(a < b && probability >= 0.5);
        for (a, b) in [(a, b), (b, a)] {
            let why = found.explain(a as usize, b as usize).unwrap();
            assert_eq!(why.match_weight, weight);
            assert_eq!(why.probability, probability);
            assert_eq!(why.contributions.iter().fold(why.prior, |sum, own| sum + own.match_weight), weight);
            let backwards = why.contributions.iter().rev().map(|own| own.match_weight).sum::<f64>();
            assert_eq!(backwards + why.prior, weight);
        }
    }
    // A pair that is none.
    let why = found.explain(0, 1).unwrap();
    assert_eq!(why.contributions.iter().fold(why.prior, |sum, own| sum + own.match_weight), why.match_weight);
    assert_eq!(why.contributions.len(), 9);
    assert!(why.probability < 0.5);
    assert_eq!(place(&found.explain(3, 3).unwrap_err()), ("invalid-option", Some(3), None));
    assert_eq!(place(&found.explain(3, 100_000).unwrap_err()), ("invalid-option", Some(100_000), None));
}

#[case]
fn the_order_of_the_rows_makes_no_difference() {
    let records = texts(FEBRL);
    let rows = records.num_rows();
    let lines: Vec<&str> = FEBRL.lines().skip(1).collect();
    let place = |row: usize| (row * 389 + 17) % rows; // 389 has no divisor in common with the number of rows
    let mut moved = String::from(FEBRL.lines().next().unwrap());
    for row in 0..rows {
        moved.push('\n');
        moved.push_str(lines[place(row)]);
    }
    let options = options(&FEBRL_FIELDS);
    let (one, other) = (search(&records, &options).unwrap(), search(&texts(&moved), &options).unwrap());
    assert_eq!(one.model, other.model);
    let mut there: Vec<(i32, i32)> = pairs(&other.pairs)
        .into_iter()
        .map(|(a, b)| (place(a as usize) as i32, place(b as usize) as i32))
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    there.sort_unstable();
    assert_eq!(pairs(&one.pairs), there);
    let sorted = |clusters: Vec<Vec<i32>>| {
        let mut clusters = clusters;
        clusters.iter_mut().for_each(|rows| rows.sort_unstable());
        clusters.sort_unstable();
        clusters
    };
    let moved =
        clusters(&other).into_iter().map(|rows| rows.into_iter().map(|row| place(row as usize) as i32).collect());
    assert_eq!(sorted(clusters(&one)), sorted(moved.collect()));
}

#[case]
fn few_rows_have_a_model_too() {
    let records = table(
        "id,name,mail,phone\n\
         a,Anna Schmidt,anna.schmidt@example.com,+49 170 1234567\n\
         b,Bernd Vogel,b.vogel@example.org,+49 151 5550123\n\
         c,\"Schmidt, Anna\",anna.schmidt@example.com,0170 1234567\n\
         d,Carla Neumann,carla@example.net,+49 160 9876543\n",
    );
    let fields = [("name", FieldKind::FullName), ("mail", FieldKind::Email), ("phone", FieldKind::Phone)];
    let found = search(&records, &DuplicateOptions { key: Some("id".into()), ..options(&fields) }).unwrap();
    assert_eq!(pairs(&found.pairs), [(0, 2)]);
    assert_eq!(cells(found.clusters.column("key").unwrap()), ["a", "c"]);
    assert_eq!(integers(&found.clusters, "cluster"), [0, 0]);
    assert_eq!(found.candidate_pairs, 6);
    let why = found.explain(0, 2).unwrap();
    assert_eq!(why.contributions[0].level, "the same");
    assert_eq!(why.contributions[2].level, "the same without country or area code");
    assert_eq!(why.contributions[2].value_b.as_deref(), Some("0170 1234567"));
}

#[case]
fn names_are_the_same_in_chinese_characters_and_latin_letters() {
    let records = table(
        "name,phone\n张伟,13912345678\nZhang Wei,+86 139 1234 5678\n張偉,139-1234-5678\n李娜,13800001111\n王芳,13700002222\n",
    );
    let fields = [("name", FieldKind::FullName), ("phone", FieldKind::Phone)];
    let options = DuplicateOptions { locale: Some(Locale::Chinese), ..options(&fields) };
    let found = search(&records, &options).unwrap();
    assert_eq!(pairs(&found.pairs), [(0, 1), (0, 2), (1, 2)]);
    assert_eq!(clusters(&found), [[0, 1, 2]]);
    assert_eq!(found.explain(0, 2).unwrap().contributions[0].level, "相同");
    assert_eq!(found.explain(0, 1).unwrap().contributions[0].level, "相同，写法不同");
}

#[case]
fn members_of_a_household_are_not_one() {
    // 40 couples that share surname, street and telephone; three people are there twice.
    let given = "Anna Bruno Clara David Emma Felix Gina Henry Irma Jonas Klara Lukas Maria Niklas Olga Peter Quentin Rosa Stefan Tilda \
                 Ulrich Vera Walter Xenia Yannick Zoe Arthur Berta Christoph Dora Erik Frieda Gregor Hanna Ingo Jutta Konrad Luise Moritz Nora";
    let given: Vec<&str> = given.split(' ').collect();
    let surnames = ["Adler", "Brecht", "Conrad", "Dorn", "Eichel", "Fontane", "Grass", "Hauff"];
    let mut csv = String::from("given,surname,street,phone\n");
    for household in 0..40 {
        for name in given.iter().skip(2 * household % 40).take(2) {
            let surname = surnames[household % 8];
            let phone = 301_000_000 + household * 7_919;
            csv += &format!("{name},{surname},Lindenweg {},{phone}\n", 3 * household + 1);
        }
    }
    csv += "Ana,Adler,Lindenweg 1,\nBruno,Adler,,301000000\nClara,Brecht,Lindenweg 4,301007918\n";
    let fields = [
        ("given", FieldKind::GivenName),
        ("surname", FieldKind::Surname),
        ("street", FieldKind::Address),
        ("phone", FieldKind::Phone),
    ];
    let found = search(&table(&csv), &options(&fields)).unwrap();
    assert_eq!(pairs(&found.pairs), [(0, 80), (1, 81), (2, 82)]);
    assert!(found.model.household_share > found.model.match_share);
}

#[case]
fn rows_that_are_the_same_are_compared_once() {
    let row = "test,test@example.com\n";
    let csv = String::from("name,mail\n") + &row.repeat(3_000) + "Anna Schmidt,anna@example.org\n";
    let fields = [("name", FieldKind::FullName), ("mail", FieldKind::Email)];
    let found = search(&table(&csv), &DuplicateOptions { max_pairs: Some(1_000.0), ..options(&fields) }).unwrap();
    let all = 3_000_u64 * 2_999 / 2;
    assert_eq!(found.pairs.num_rows(), 1_000);
    assert_eq!(found.pairs_dropped, all - 1_000);
    assert_eq!(found.clusters.num_rows(), 3_000);
    assert_eq!(found.candidate_pairs, all + 3_000);
}

#[case]
fn a_block_that_is_too_large_is_reported_and_divided() {
    let mut csv = String::from("mail,name,code\n");
    for row in 0..1_500 {
        csv += &format!("info@example.com,Company {},{}\n", row * 7_919 % 100_003, row);
    }
    csv += "info@example.com,Company 77777,x1\ninfo@example.com,Company 77777,x2\n";
    let fields = [("mail", FieldKind::Email), ("name", FieldKind::Company), ("code", FieldKind::Identifier)];
    let found =
        search(&table(&csv), &DuplicateOptions { blocking: Some(vec![vec!["mail".into()]]), ..options(&fields) });
    assert_eq!(found.unwrap().blocks_skipped, []);
    let mut large = csv.clone();
    for row in 0..4_000 {
        large += &format!("info@example.com,Firm {},y{row}\n", row * 7_919 % 100_003);
    }
    let chosen = DuplicateOptions { blocking: Some(vec![vec!["mail".into()]]), ..options(&fields) };
    let found = search(&table(&large), &chosen).unwrap();
    let skipped = &found.blocks_skipped;
    assert_eq!((skipped.len(), skipped[0].rule.as_str(), skipped[0].rows), (1, "mail", 5_502));
    assert_eq!(skipped[0].value, "info@example.com");
    // What has its name in common besides is compared all the same.
    assert_eq!(found.candidate_pairs, 1);
}

#[case]
fn tables_with_nothing_to_compare_have_no_duplicates() {
    let fields = [("name", FieldKind::FullName), ("mail", FieldKind::Email)];
    for csv in ["name,mail\n", "name,mail\nAnna,anna@example.com\n", "name,mail\n,\n,\n,\n", "name,mail\n-,?\n--,!\n"] {
        let found = search(&texts(csv), &options(&fields)).unwrap();
        assert_eq!(found.pairs.num_rows(), 0, "{csv}");
        assert_eq!(found.clusters.num_rows(), 0, "{csv}");
    }
    let empty = search(&texts("name,mail\n,\nAnna,\n"), &options(&fields)).unwrap();
    let why = empty.explain(0, 1).unwrap();
    assert_eq!(why.match_weight, why.prior);
    assert_eq!(why.contributions[0].level, "missing");
    // One column is enough.
    let found =
        search(&texts("mail\na.b@example.com\nc@example.com\nA.B@Example.com\n"), &options(&fields[1..])).unwrap();
    assert_eq!(pairs(&found.pairs), [(0, 2)]);
    // Numbers and dates can be compared.
    let found = search(
        &table("name,tax\nAnna,12345678\nAna,12345678\nOtto,87654321\n"),
        &options(&[("tax", FieldKind::Identifier), ("name", FieldKind::GivenName)]),
    );
    assert_eq!(pairs(&found.unwrap().pairs), [(0, 1)]);
}

#[case]
fn two_tables_are_linked() {
    let customers = texts(
        "id,name,mail\n1,Anna Schmidt,anna@example.com\n2,Bernd Vogel,vogel@example.org\n3,Carla Neumann,carla@example.net\n",
    );
    let leads = texts(
        "contact,address\nB. Vogel,vogel@example.org\nDora Klein,dora@example.com\nAnna Schmidt,anna@example.com\nanna schmidt,anna@example.com\n",
    );
    let mut options = options(&[("name", FieldKind::FullName), ("mail", FieldKind::Email)]);
    options.fields[0].right_column = Some("contact".into());
    options.fields[1].right_column = Some("address".into());
    let found = link_records(&customers, &leads, &options, &mut |_, _| Ok(())).unwrap();
    // The two rows of one right record are not a pair.
    assert_eq!(pairs(&found.pairs), [(0, 2), (0, 3), (1, 0)]);
    assert_eq!(pairs(&found.one_to_one), [(0, 2), (1, 0)]);
    assert_eq!(found.clusters.num_rows(), 0);
    let why = found.explain(1, 0).unwrap();
    assert_eq!(why.contributions[0].value_a.as_deref(), Some("Bernd Vogel"));
    assert_eq!(why.contributions[0].value_b.as_deref(), Some("B. Vogel"));
    assert_eq!(why.match_weight, numbers(&found.pairs, "matchWeight")[2]);
    assert_eq!(place(&found.explain(3, 0).unwrap_err()), ("invalid-option", Some(3), None));
}

#[case]
fn options_that_cannot_be_used_are_refused() {
    let records = texts("name,mail\nAnna,a@example.com\n");
    let fields = options(&[("name", FieldKind::FullName)]);
    let refused = |options: &DuplicateOptions| search(&records, options).unwrap_err().kind().code();
    assert_eq!(refused(&DuplicateOptions::default()), "invalid-option");
    assert_eq!(refused(&options(&[("nmae", FieldKind::FullName)])), "missing-column");
    assert_eq!(refused(&options(&[("name", FieldKind::FullName), ("name", FieldKind::Surname)])), "invalid-option");
    for threshold in [0.0, 1.0, -1.0, f64::NAN] {
        assert_eq!(refused(&DuplicateOptions { threshold: Some(threshold), ..fields.clone() }), "invalid-option");
    }
    for most in [0.0, 1.5, f64::INFINITY, f64::NAN] {
        assert_eq!(refused(&DuplicateOptions { max_pairs: Some(most), ..fields.clone() }), "invalid-option");
    }
    assert_eq!(refused(&DuplicateOptions { key: Some("id".into()), ..fields.clone() }), "missing-column");
    for rule in [vec![], vec!["mail".to_owned()]] {
        assert_eq!(refused(&DuplicateOptions { blocking: Some(vec![rule]), ..fields.clone() }), "invalid-option");
    }
    // Whoever watches can end it.
    let stopped =
        find_duplicates(&records, &fields, &mut |_, _| Table::from_csv(b"a\n1,2\n", &Default::default()).map(|_| ()));
    assert_eq!(stopped.unwrap_err().kind().code(), "bad-csv");
}
