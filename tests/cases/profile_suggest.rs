//! Suggested checks: what fits a table is suggested, what does not is not, and faults do not hide what is meant.

use super::{place, table};
use crate::case;
use custometry::Locale;
use custometry::profile::{Parameter, SuggestOptions, Suggestion, suggest_checks};

fn suggested(csv: &str, options: &SuggestOptions) -> Vec<Suggestion> {
    suggest_checks(&table(csv), options).unwrap()
}

/// The checks of a table of one column.
fn of(name: &str, values: impl IntoIterator<Item = String>) -> Vec<Suggestion> {
    let cells: String = values.into_iter().map(|value| format!("\"{value}\"\n")).collect();
    suggested(&format!("{name}\n{cells}"), &SuggestOptions::default())
}

fn kinds(found: &[Suggestion]) -> Vec<&str> {
    found.iter().map(|suggestion| suggestion.check).collect()
}

fn find<'a>(found: &'a [Suggestion], check: &str) -> &'a Suggestion {
    found.iter().find(|suggestion| suggestion.check == check).unwrap_or_else(|| panic!("no {check} in {found:?}"))
}

fn text<'a>(suggestion: &'a Suggestion, name: &str) -> &'a str {
    match suggestion.parameters.iter().find(|(known, _)| *known == name) {
        Some((_, Parameter::Text(text))) => text,
        other => panic!("{name} is {other:?}"),
    }
}

fn number(suggestion: &Suggestion, name: &str) -> Option<f64> {
    suggestion.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| match value {
        Parameter::Number(value) => *value,
        other => panic!("{name} is {other:?}"),
    })
}

#[case]
fn nothing_is_said_of_few_rows() {
    assert_eq!(of("id", (0..9).map(|i| format!("C-{i}"))).len(), 0);
    assert!(!of("id", (0..10).map(|i| format!("C-{i}"))).is_empty());
    assert_eq!(suggested("a,b\n", &SuggestOptions::default()).len(), 0);
}

#[case]
fn fill_rates_become_what_is_asked_for() {
    let filled = |empty: usize, name: &str| {
        of(name, (0..200).map(|i| if i < empty { String::new() } else { format!("x{}", i % 3) }))
    };
    assert_eq!(find(&filled(0, "note"), "required").mostly, None);
    // Wilson, 180 of 200 at 95 %: 0.8506 to 0.9343
    assert_eq!(find(&filled(20, "note"), "required").mostly, Some(0.85));
    assert!(!kinds(&filled(101, "note")).contains(&"required"));
    // What identifies a row is missing by a fault.
    assert_eq!(find(&filled(4, "customerId"), "required").mostly, None);
    assert!(find(&filled(4, "note"), "required").mostly.is_some());
}

#[case]
fn mail_addresses_are_asked_for_also_where_some_are_wrong() {
    let mails = |wrong: usize| {
        of("contact", (0..100).map(move |i| if i < wrong { format!("user{i}") } else { format!("user{i}@mail.com") }))
    };
    let few = mails(3);
    let check = find(&few, "email");
    assert_eq!((check.mostly, check.severity, check.evidence.passing, check.evidence.rows), (None, None, 97, 100));
    assert_eq!(check.evidence.failing, ["user0", "user1", "user2"]);
    assert_eq!(check.evidence.sentence, "97 of 100 values are valid mail addresses. 3 do not, such as \"user0\".");
    assert_eq!(find(&mails(13), "email").mostly, Some(0.87));
    assert!(!kinds(&mails(21)).contains(&"email"));
}

#[case]
fn names_are_asked_for_where_there_are_names() {
    let names = ["Ann Lee", "王芳", "Zoë Weiß", "asdf"];
    let found = of("owner", (0..40).map(|i| names[i % 4 * usize::from(i < 8)].to_owned()));
    assert_eq!(find(&found, "notJunk").evidence.failing, ["asdf"]);
    assert!(!kinds(&of("owner", (0..40).map(|i| format!("owner-{}", i % 4)))).contains(&"notJunk"));
}

#[case]
fn few_values_are_categories_and_slips_are_not_among_them() {
    let countries = ["Germany", "France", "Italy"];
    let of_rows = |slips: &'static [&'static str]| {
        let rows = (0..120).map(move |i| slips.get(i).copied().unwrap_or(countries[i % 3]).to_owned());
        of("market", rows)
    };
    let found = of_rows(&["Germny", "france", "Frnace"]);
    let check = find(&found, "oneOf");
    assert_eq!(
        check.parameters,
        [("values", Parameter::Texts(vec!["Germany".into(), "France".into(), "Italy".into()]))]
    );
    assert_eq!((check.evidence.passing, check.mostly, check.severity), (117, None, Some("warning")));
    // A rare value that is like no other is one of them.
    let found = of_rows(&["Malta"]);
    assert!(find(&found, "oneOf").evidence.passing == 120);
    // What goes on bringing new values is no category.
    assert!(
        !kinds(&of("market", (0..120).map(|i| format!("town{}", ["a", "b", "c"].repeat(i % 40).concat()))))
            .contains(&"oneOf")
    );
}

#[case]
fn codes_have_a_pattern_and_are_unique() {
    let found = of("code", (0..60).map(|i| format!("AB-{:04}/x", i * 7)));
    assert_eq!(kinds(&found), ["required", "matches", "unique"]);
    assert_eq!(text(find(&found, "matches"), "pattern"), r"^AB-[0-9]{4}\/[a-z]$");
    // Of any length, behind what all begin with.
    let found =
        of("code", (0..200).map(|i| format!("CUST{}", "1234567890123"[..i % 13 + 1].to_owned() + &"0".repeat(i / 13))));
    assert_eq!(text(find(&found, "matches"), "pattern"), "^CUST[0-9]+$");
    // Letters that differ are letters.
    let found = of(
        "code",
        (0..60).map(|i| format!("{}{}-{i:03}", (b'A' + i as u8 % 26) as char, (b'A' + i as u8 % 7) as char)),
    );
    assert_eq!(text(find(&found, "matches"), "pattern"), "^[A-Z]{2}-[0-9]{3}$");
    let found = of("code", (0..60).map(|i| format!("单号{i:03}")));
    assert_eq!(text(find(&found, "matches"), "pattern"), "^单号[0-9]{3}$");
    // Names have no pattern worth a check.
    let found = of("title", (0..60).map(|i| format!("Ann{} Smith", "a".repeat(i))));
    assert_eq!(kinds(&found), ["required"]);
}

#[case]
fn a_few_duplicates_of_a_key_are_faults() {
    let found = of("orderNo", (0..100).map(|i| format!("{}{}", ["x", "yy", "zzz"][i % 3], if i < 2 { 99 } else { i })));
    let check = find(&found, "unique");
    assert_eq!((check.mostly, check.evidence.rows), (None, 100));
    // Without such a name, all have to be different.
    let found = of("remark", (0..100).map(|i| format!("{}{}", ["x", "yy", "zzz"][i % 3], if i < 2 { 99 } else { i })));
    assert!(!kinds(&found).contains(&"unique"));
}

#[case]
fn numbers_and_dates_stored_as_text_are_told() {
    let found = of("weight", (0..60).map(|i| if i == 7 { "n/a".into() } else { format!("{i}.5") }));
    assert_eq!(text(find(&found, "type"), "type"), "number");
    assert_eq!(find(&found, "type").evidence.failing, ["n/a"]);
    let found = of("joined", (0..60).map(|i| if i == 7 { "?".into() } else { format!("2026-01-{:02}", i % 28 + 1) }));
    assert_eq!(text(find(&found, "type"), "type"), "date");
    // Digits that are no numbers.
    for (name, form) in [("zip", ""), ("part", "0")] {
        let found = of(name, (0..60).map(|i| if i == 7 { "n/a".into() } else { format!("{form}{}", 10_000 + i) }));
        assert!(!kinds(&found).contains(&"type"), "{name}");
    }
}

#[case]
fn numbers_have_a_range() {
    let range = |name: &str, values: &[f64]| {
        let found = of(name, values.iter().map(|value| value.to_string()));
        let check = found.into_iter().find(|suggestion| suggestion.check == "between");
        check.map(|check| (number(&check, "min"), number(&check, "max"), check.mostly))
    };
    let values: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 60) + 18.0).collect();
    assert_eq!(range("age", &values), Some((Some(0.0), Some(120.0), None)));
    assert_eq!(range("weight", &values), Some((Some(0.0), None, None)));
    let mut faulty = values.clone();
    faulty[3] = -5.0;
    assert_eq!(range("weight", &faulty), Some((Some(0.0), None, None)));
    faulty[4] = 999.0;
    assert_eq!(range("age", &faulty), Some((Some(0.0), Some(120.0), None)));
    let balances: Vec<f64> = values.iter().map(|value| value - 40.0).collect();
    assert_eq!(range("balance", &balances), None);
    let shares: Vec<f64> = values.iter().map(|value| value / 100.0).collect();
    assert_eq!(range("discountRate", &shares), Some((Some(0.0), Some(1.0), None)));
    assert_eq!(range("discount_percent", &values), Some((Some(0.0), Some(100.0), None)));
}

#[case]
fn what_lies_far_out_depends_on_the_numbers() {
    let values = |far: f64| (0..200).map(move |i| if i == 5 { far } else { f64::from(i * 37 % 101) }.to_string());
    let found = of("weight", values(1e6));
    let check = find(&found, "outlier");
    assert_eq!((number(check, "deviations"), check.evidence.passing, check.mostly), (Some(3.5), 199, None));
    // Skewed numbers are allowed more.
    let skewed = (0..200).map(|i| (2.0_f64.powi(i % 12)).to_string() + &format!("{:03}", i));
    assert!(number(find(&of("revenue", skewed), "outlier"), "deviations").unwrap() > 3.5);
    assert!(!kinds(&of("level", (0..200).map(|i| (i % 5).to_string()))).contains(&"outlier"));
}

#[case]
fn whole_numbers_that_are_counted_through_are_a_key() {
    let found = of("row", (0..50).map(|i| (1000 - i).to_string()));
    assert_eq!(kinds(&found), ["required", "unique"]);
    let found = of("leadId", (0..50).map(|i| (i * i * 31 + 7).to_string()));
    assert_eq!(kinds(&found), ["required", "unique"]);
    let found = of("revenue", (0..50).map(|i| (i * i * 31 + 7).to_string()));
    assert!(!kinds(&found).contains(&"unique"));
}

#[case]
fn dates_lie_in_the_past_and_in_order() {
    let rows: String =
        (0..60).map(|i| format!("2025-{:02}-{:02},2025-12-{:02}\n", i % 12 + 1, i % 25 + 1, i % 6 + 26)).collect();
    let csv = format!("ordered,delivered\n{rows}");
    let found = suggested(&csv, &SuggestOptions::default());
    assert_eq!(kinds(&found), ["required", "between", "required", "between", "compare"]);
    let order = find(&found, "compare");
    assert_eq!((order.column.as_str(), text(order, "operator"), text(order, "right")), ("ordered", "<=", "delivered"));
    assert_eq!(order.evidence.sentence, "In 60 of 60 rows ordered <= delivered.");
    // Whether a date lies in the future, only a given day can tell.
    let options = SuggestOptions { as_of: Some("2026-01-01".into()), ..SuggestOptions::default() };
    assert_eq!(kinds(&suggested(&csv, &options)).iter().filter(|kind| **kind == "notFuture").count(), 2);
    let options = SuggestOptions { as_of: Some("2025-06-01".into()), ..SuggestOptions::default() };
    assert!(!kinds(&suggested(&csv, &options)).contains(&"notFuture"));
}

#[case]
fn sentences_are_in_both_languages() {
    let csv: String = (0..40).map(|i| format!("{}\n", ["新客", "老客"][i % 2])).collect();
    let options = SuggestOptions { locale: Some(Locale::Chinese), ..SuggestOptions::default() };
    let found = suggested(&format!("类型\n{csv}"), &options);
    assert_eq!(find(&found, "required").evidence.sentence, "40 行中有 40 行有值。");
    assert_eq!(find(&found, "oneOf").evidence.sentence, "40 个值中有 40 个属于 2 种取值。");
}

#[case]
fn options_that_cannot_be_used_are_errors() {
    let error = |options: SuggestOptions| suggest_checks(&table("a\n1\n"), &options).unwrap_err();
    let options = SuggestOptions { as_of: Some("01/02/2026".into()), ..SuggestOptions::default() };
    assert_eq!(place(&error(options)).0, "bad-date");
    let options = SuggestOptions { utc_offset: Some("Beijing".into()), ..SuggestOptions::default() };
    assert_eq!(place(&error(options)).0, "invalid-option");
}
