//! RFM of the CDNOW sample against the calculation of `tests/golden/rfm_cdnow.py`, customer by customer.

use super::{assert_close, cells, integers, table};
use crate::case;
use custometry::rfm::{RfmOptions, RfmResult, segment};
use custometry::table::{ColumnData, ColumnType, CsvOptions, Table, TableBuilder};

const PURCHASES: &str = include_str!("../../data/cdnow-sample.csv");
const CUSTOMERS: &str = include_str!("../golden/rfm-cdnow.csv");
const SEGMENTS: &str = include_str!("../golden/rfm-cdnow-segments.csv");

fn options() -> RfmOptions {
    RfmOptions { customer_id: Some("customer_id".to_owned()), ..RfmOptions::new("1998-07-01") }
}

fn result() -> RfmResult {
    segment(&table(PURCHASES), &options()).unwrap()
}

#[case]
fn every_customer_agrees_with_pandas() {
    let expected = table(CUSTOMERS);
    let found = result().customers;
    assert_eq!(found.num_rows(), 2357);
    assert_eq!(found.columns().len(), expected.columns().len());
    for (found, expected) in found.columns().iter().zip(expected.columns()).skip(1) {
        assert_eq!(found.name(), expected.name());
        if found.name() == "segment" {
            assert_eq!(cells(found), cells(expected));
        } else {
            assert!(found.numbers().unwrap() == expected.numbers().unwrap(), "{}", found.name());
        }
    }
    assert_eq!(cells(found.column("customerId").unwrap()), cells(expected.column("customer_id").unwrap()));
}

#[case]
fn every_segment_agrees_with_pandas() {
    let expected = table(SEGMENTS);
    let names = cells(expected.column("segment").unwrap());
    let number = |column: &str, row: usize| expected.column(column).unwrap().numbers().unwrap()[row];
    let result = result();
    assert_eq!(result.segments.len(), names.len());
    for summary in &result.segments {
        let row = names.iter().position(|name| *name == summary.segment).unwrap();
        assert_eq!(summary.customers as f64, number("customers", row));
        assert_close(summary.revenue, number("revenue", row), 1e-14);
        assert_eq!(summary.median_recency_days, number("medianRecencyDays", row));
        assert_eq!(summary.median_frequency, number("medianFrequency", row));
        assert_close(summary.median_monetary, number("medianMonetary", row), 1e-14);
        assert_close(summary.customer_share, number("customers", row) / 2357.0, 1e-15);
    }
    assert_close(result.segments.iter().map(|s| s.revenue_share.unwrap()).sum(), 1.0, 1e-14);
}

#[case]
fn the_cut_points_are_those_of_pandas() {
    // As printed by rfm_cdnow.py.
    let thresholds = result().thresholds;
    assert_eq!(thresholds.recency, [153.0, 443.0, 487.0, 513.0]);
    assert_eq!(thresholds.frequency, [1.0, 1.0, 2.0, 4.0]);
    for (found, expected) in thresholds.monetary.into_iter().zip([15.36, 31.958, 59.25, 130.436]) {
        assert_close(found, expected, 1e-14);
    }
}

#[case]
fn identifiers_as_numbers_and_dates_as_milliseconds_make_no_difference() {
    let text = table(PURCHASES);
    let numeric =
        CsvOptions { types: [("customer_id".to_owned(), ColumnType::Number)].into(), ..CsvOptions::default() };
    let numeric = Table::from_csv(PURCHASES.as_bytes(), &numeric).unwrap();
    let mut builder = TableBuilder::new(text.num_rows());
    builder.add("customer_id", numeric.column("customer_id").unwrap().data().clone()).unwrap();
    let ColumnData::Dates { values, .. } = text.column("date").unwrap().data() else { panic!("not dates") };
    builder.add("date", ColumnData::Floats(values.clone())).unwrap();
    builder.add("amount", text.column("amount").unwrap().data().clone()).unwrap();
    let found = segment(&builder.finish(), &options()).unwrap();
    let expected = result();
    assert_eq!(found.segments, expected.segments);
    for (found, expected) in found.customers.columns().iter().zip(expected.customers.columns()).skip(1) {
        assert_eq!(cells(found), cells(expected), "{}", found.name());
    }
    assert_eq!(integers(&found.customers, "customerId")[..3], [4, 18, 21]);
}
