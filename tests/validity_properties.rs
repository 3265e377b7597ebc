//! Properties of what is said of single values: nothing panics, what is accepted stays accepted in its normal form, and reasons do
//! not give the value away.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // A test may panic.

use custometry::Locale;
use custometry::validity::*;
use proptest::prelude::*;

/// Texts of the characters that mean something to the parsers, and of any others.
fn texts() -> impl Strategy<Value = String> {
    let telling = "[0-9a-cx@.\"\\\\\\-+()\\[\\]<>:;,/ ＠。０１转é中\u{200B}*#]{0,40}";
    prop_oneof![
        telling,
        "\\PC{0,60}",
        ".{0,30}",
        "(\\+|00|)(86|1|44|852|886|7|39|)[ -]?[0-9]{5,13}",
        "[a-c.]{1,9}@([a-cé0-9-]{1,6}\\.){1,3}(com|中国)"
    ]
}

fn findings(text: &str) -> Vec<Finding> {
    let mut all: Vec<Finding> = [url, social_credit_code, resident_id, country_code, currency_code]
        .iter()
        .filter_map(|check| check(text).err())
        .collect();
    all.extend(email(text).err());
    for region in [None, Some("CN"), Some("US"), Some("DE"), Some("by")] {
        all.extend(phone(text, region).err());
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn nothing_panics_and_reasons_keep_the_value_to_themselves(text in texts()) {
        for finding in findings(&text) {
            prop_assert!(finding.code().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
            for locale in [Locale::English, Locale::Chinese] {
                let words = finding.text(locale);
                let is_whole = !words.is_empty() && (!words.contains('{') || text.contains('{'));
                prop_assert!(is_whole);
                prop_assert!(text.chars().count() < 12 || !words.contains(&text));
            }
        }
    }

    #[test]
    fn a_mail_address_in_its_normal_form_is_one(text in texts()) {
        if let Ok(parts) = email(&text) {
            prop_assert_eq!(format!("{}@{}", parts.local, parts.domain), text.clone());
        }
        if let Some(normal) = normalized_email(&text) {
            prop_assert!(email(&normal).map_or_else(|finding| finding.is_warning(), |_| true));
            prop_assert_eq!(normalized_email(&normal), Some(normal.clone()));
            prop_assert_eq!(normalized_email(&format!(" {normal}\t")), Some(normal));
        }
    }

    #[test]
    fn a_telephone_number_as_e164_is_itself(text in texts()) {
        for region in [None, Some("CN"), Some("US"), Some("GB"), Some("IT"), Some("BY")] {
            let Some(e164) = normalized_phone(&text, region) else { continue };
            if !e164.starts_with('+') {
                continue; // A service number.
            }
            prop_assert!(e164.len() <= 16 && e164[1..].bytes().all(|b| b.is_ascii_digit()));
            prop_assert_eq!(normalized_phone(&e164, region), Some(e164.clone()));
            prop_assert_eq!(normalized_phone(&e164, None), Some(e164.clone()));
            // Separators change nothing.
            let spaced: String = e164.char_indices().map(|(at, c)| if at % 3 == 0 { format!("{c} ") } else { c.to_string() }).collect();
            prop_assert_eq!(normalized_phone(&spaced, region), Some(e164.clone()));
            if let Ok(phone) = phone(&text, region) {
                prop_assert_eq!(phone.e164, e164);
            }
        }
    }
}
