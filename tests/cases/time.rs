use crate::case;
use custometry::time::{Moment, UtcOffset};

fn day(text: &str) -> i32 {
    match Moment::parse(text).unwrap() {
        Moment::Day(day) => day,
        Moment::Instant(_) => panic!("{text} is not a day"),
    }
}

fn instant(text: &str) -> f64 {
    match Moment::parse(text).unwrap() {
        Moment::Instant(ms) => ms,
        Moment::Day(_) => panic!("{text} is not an instant"),
    }
}

#[case]
fn days_count_from_1970() {
    // From GNU date: date -u -d DAY +%s, divided by 86400.
    for (text, days) in [
        ("1970-01-01", 0),
        ("1969-12-31", -1),
        ("2000-02-29", 11_016),
        ("2024-02-29", 19_782),
        ("2026-01-31", 20_484),
        ("9999-12-31", 2_932_896),
        ("0001-01-01", -719_162),
    ] {
        assert_eq!(day(text), days, "{text}");
    }
}

#[case]
fn instants_are_what_javascript_says() {
    // From Date.parse in Node 20.
    for (text, ms) in [
        ("2026-01-31T08:00:00+08:00", 1_769_817_600_000.0),
        ("2026-01-31T08:00:00.125Z", 1_769_846_400_125.0),
        ("2026-01-31T08:00Z", 1_769_846_400_000.0),
        ("2026-01-31T08:00:00.1239Z", 1_769_846_400_123.0),
        ("2025-12-31T23:59:59.999-05:30", 1_767_245_399_999.0),
    ] {
        assert_eq!(instant(text), ms, "{text}");
    }
    assert_eq!(instant("2026-01-31 08:00:00+0800"), instant("2026-01-31T00:00:00Z"));
}

#[case]
fn what_leaves_a_doubt_is_refused() {
    for text in [
        "",
        "2025-02-30",
        "2023-02-29",
        "2025-13-01",
        "2025-00-10",
        "0000-01-01",
        "01/02/2026",
        "2026-1-2",
        "20260102",
        "2026-01",
        "2026-01-31T08:00:00",
        "2026-01-31T24:00:00Z",
        "2026-01-31T08:60:00Z",
        "2026-01-31T08:00:00+19:00",
        "2026-01-31T08:00:00+08:60",
        "2026-01-31T08:00:00 CET",
        "2026-01-31Z",
        "2026-01-31T08:00:00.Z",
        " 2026-01-31",
        "２０２６-01-31",
        "2026-01-3é",
    ] {
        let error = Moment::parse(text).unwrap_err();
        assert_eq!(error.kind().code(), "bad-date", "{text:?}");
        assert!(error.help().is_some());
    }
}

#[case]
fn an_offset_moves_instants_and_leaves_days() {
    let plus = UtcOffset::parse("+08:00").unwrap();
    let minus = UtcOffset::parse("-05:30").unwrap();
    let evening = Moment::parse("2025-12-31T20:00:00Z").unwrap();
    assert_eq!(evening.day(plus), day("2026-01-01"));
    assert_eq!(evening.day(minus), day("2025-12-31"));
    assert_eq!(Moment::parse("2025-12-31").unwrap().day(minus), day("2025-12-31"));
    let before_1970 = Moment::parse("1969-12-31T23:59:59.999Z").unwrap();
    assert_eq!(before_1970.day(UtcOffset::default()), -1);
    for text in ["8", "+8:00", "08:00", "+08:61", "+18:01", "Asia/Shanghai", "", "+08:00 "] {
        assert_eq!(UtcOffset::parse(text).unwrap_err().kind().code(), "invalid-option", "{text:?}");
    }
}

#[case]
fn milliseconds_beyond_year_9999_are_another_unit() {
    assert!(Moment::from_epoch_ms(253_402_300_799_999.0).is_ok());
    for ms in [253_402_300_800_000.0, -62_135_596_800_001.0, f64::NAN, f64::INFINITY, 1_769_846_400_000_000.0] {
        assert_eq!(Moment::from_epoch_ms(ms).unwrap_err().kind().code(), "bad-date", "{ms}");
    }
}
