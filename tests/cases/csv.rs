use super::{cells, place, table};
use crate::case;
use custometry::Error;
use custometry::table::{ColumnType, CsvOptions, Table};

fn types(csv: &str) -> Vec<&'static str> {
    table(csv).columns().iter().map(|column| column.column_type().name()).collect()
}

fn error(csv: &[u8]) -> Error {
    Table::from_csv(csv, &CsvOptions::default()).unwrap_err()
}

#[case]
fn types_are_inferred_by_the_whole_column() {
    assert_eq!(
        types("a,b,c,d,e\n1,x,true,2026-01-31,2026-01-31T08:00:00Z\n-2.5e3,,FALSE,,\n"),
        ["number", "string", "boolean", "date", "date"]
    );
    assert_eq!(types("a\n007\n"), ["string"]);
    assert_eq!(types("a\n7\n007\n"), ["string"]);
    assert_eq!(types("a\n+5\n"), ["string"]);
    assert_eq!(types("a\n9007199254740992\n"), ["number"]);
    assert_eq!(types("a\n9007199254740993\n"), ["string"]);
    assert_eq!(types("a\n0.30000000000000004\n"), ["number"]);
    for text in ["NaN", "Infinity", "1.", ".5", "1e", "0x10", "1_000", "--1", "1 ", "1e999", "２"] {
        assert_eq!(types(&format!("a\n{text}\n")), ["string"], "{text}");
    }
    for text in ["0", "-0", "1e5", "1E-5", "-1.25e+10", "0.0"] {
        assert_eq!(types(&format!("a\n{text}\n")), ["number"], "{text}");
    }
    assert_eq!(types("a\n2026-01-31\n2026-01-31T08:00:00Z\n"), ["string"]);
    assert_eq!(types("a\n2025-02-30\n"), ["string"]);
    assert_eq!(types("a\ntrue\n1\n"), ["string"]);
    assert_eq!(types("a,b\n,1\n,2\n"), ["string", "number"]);
}

#[case]
fn rfc_4180_and_its_relatives() {
    let quoted = table("name,note\r\n\"Ada, the first\",\"said \"\"hi\"\"\nand left\"\r\n王小明,\r\n");
    assert_eq!(cells(quoted.column("name").unwrap()), ["Ada, the first", "王小明"]);
    assert_eq!(cells(quoted.column("note").unwrap()), ["said \"hi\"\nand left", ""]);
    assert_eq!(quoted.column("note").unwrap().null_count(), 1);
    assert_eq!(table("\u{feff}a;b\n1;2\n").column("a").unwrap().len(), 1);
    assert_eq!(cells(table("a\tb\n1\t2,5\n").column("b").unwrap()), ["2,5"]);
    assert_eq!(table("a,b\n1,2").num_rows(), 1);
    assert_eq!(table("a,b\n").num_rows(), 0);
    assert_eq!(table("a,b\n\n1,2\n\n").num_rows(), 1);
    assert_eq!(table("a\n\"x\"").num_rows(), 1);
    let pipe = CsvOptions { delimiter: Some(b'|'), ..CsvOptions::default() };
    assert_eq!(Table::from_csv(b"a|b\n1|2\n", &pipe).unwrap().columns().len(), 2);
}

#[case]
fn faults_are_named() {
    assert_eq!(place(&error(b"")), ("empty-input", None, None));
    assert_eq!(place(&error(b"\xef\xbb\xbf")), ("empty-input", None, None));
    assert_eq!(place(&error(b"a,b\n1,2\n3\n")), ("bad-csv", Some(1), None));
    assert_eq!(place(&error(b"a,b\n1,2,3\n")), ("bad-csv", Some(0), None));
    assert_eq!(place(&error(b"a,b\n1,2\n\"3,4\n5,6\n")), ("bad-csv", Some(1), None));
    assert_eq!(place(&error(b"a,a\n1,2\n")), ("bad-csv", None, Some("a")));
    let gbk = error(b"\xbf\xcd\xbb\xa7,b\n1,2\n");
    assert_eq!(gbk.kind().code(), "bad-csv");
    assert!(gbk.help().unwrap().contains("UTF-8"));
    assert_eq!(place(&error(b"a,b\n1,2\n3,\xff\n")), ("bad-csv", Some(1), None));
}

#[case]
fn types_can_be_set() {
    let typed = |csv: &str, name: &str, to| {
        Table::from_csv(csv.as_bytes(), &CsvOptions { types: [(name.to_owned(), to)].into(), ..CsvOptions::default() })
    };
    assert_eq!(typed("a\n7\n", "a", ColumnType::String).unwrap().column("a").unwrap().text(0), Some("7"));
    assert_eq!(typed("a\n1.50\n", "a", ColumnType::String).unwrap().column("a").unwrap().text(0), Some("1.50"));
    assert_eq!(typed("a\n007\n", "a", ColumnType::Number).unwrap().column("a").unwrap().numbers().unwrap()[0], 7.0);
    assert_eq!(place(&typed("a\n7\nx\n", "a", ColumnType::Number).unwrap_err()), ("bad-number", Some(1), Some("a")));
    assert_eq!(
        place(&typed("a\n2026-01-01\n\n2025-02-30\n", "a", ColumnType::Date).unwrap_err()),
        ("bad-date", Some(1), Some("a"))
    );
    assert_eq!(place(&typed("a\nyes\n", "a", ColumnType::Boolean).unwrap_err()), ("wrong-type", Some(0), Some("a")));
    assert_eq!(place(&typed("a\n1\n", "b", ColumnType::Number).unwrap_err()), ("missing-column", None, Some("b")));
    assert_eq!(
        place(&typed("a\n2026-01-01\n2026-01-01T00:00Z\n", "a", ColumnType::Date).unwrap_err()),
        ("wrong-type", Some(1), Some("a"))
    );
}

#[case]
fn what_is_written_can_be_read() {
    let csv = "id,amount,when,at,ok,note\r\n007,-1.5,2026-01-31,2026-01-31T08:00:00.000Z,true,\"a \"\"b\"\", c\"\r\n,,,,,\r\n";
    let first = table(csv);
    assert_eq!(first.to_csv().unwrap(), csv);
    assert_eq!(table(&first.to_csv().unwrap()).to_csv().unwrap(), csv);
    assert_eq!(table("a\n\"\"\nx\n").to_csv().unwrap(), "a\r\n\"\"\r\nx\r\n");
    assert_eq!(table("a\n0.1\n1e21\n").to_csv().unwrap(), "a\r\n0.1\r\n1000000000000000000000\r\n");
}

#[case]
fn formulas_are_made_harmless() {
    let written = table("=name,b\n=1+1,-5\n+86 138,-3\n-x,1\n@SUM,2\n\tx,3\n＝1,4\n").to_csv().unwrap();
    assert_eq!(written, "'=name,b\r\n'=1+1,-5\r\n'+86 138,-3\r\n'-x,1\r\n'@SUM,2\r\n'\tx,3\r\n'＝1,4\r\n");
}

#[case]
fn long_and_wide() {
    let long_field = "x".repeat(100_000);
    assert_eq!(table(&format!("a\n{long_field}\n")).column("a").unwrap().text(0), Some(long_field.as_str()));
    let header: Vec<String> = (0..10_000).map(|i| format!("c{i}")).collect();
    let row: Vec<String> = (0..10_000).map(|i| i.to_string()).collect();
    let wide = table(&format!("{}\n{}\n", header.join(","), row.join(",")));
    assert_eq!(wide.column("c9999").unwrap().numbers().unwrap()[0], 9999.0);
}
