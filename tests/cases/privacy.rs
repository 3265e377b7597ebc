//! Pseudonyms and masks.

use super::{cells, place, table};
use crate::case;
use custometry::privacy::{Key, Mask, PseudonymOptions, mask_table, pseudonymize};
use custometry::table::{ColumnData, ColumnType, Table, TableBuilder};

fn key() -> Key {
    Key::new((0..32).collect()).unwrap()
}

fn options(columns: &[&str], context: Option<&str>) -> PseudonymOptions {
    PseudonymOptions {
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        context: context.map(str::to_owned),
    }
}

fn one(name: &str, data: ColumnData) -> Table {
    let mut builder = TableBuilder::new(match &data {
        ColumnData::Floats(values) => values.len(),
        ColumnData::Integers(values) => values.len(),
        ColumnData::Booleans(values) => values.len(),
        ColumnData::Dates { values, .. } => values.len(),
        ColumnData::Text { codes, .. } => codes.len(),
    });
    builder.add(name, data).unwrap();
    builder.finish()
}

fn pseudonyms(data: ColumnData) -> Vec<String> {
    cells(pseudonymize(&one("id", data), &options(&["id"], None), &key()).unwrap().column("id").unwrap())
}

fn masks(mask: Mask, values: &[&str]) -> Vec<String> {
    let column = ColumnData::text(values.iter().map(|&value| Some(value))).unwrap();
    cells(mask_table(&one("x", column), &[("x".to_owned(), mask)]).unwrap().column("x").unwrap())
}

/// Python 3: hmac.new(bytes(range(32)), text.encode(), "sha256").hexdigest(), with a context
/// hmac.new(hmac.new(key, context.encode(), "sha256").digest(), text.encode(), "sha256").hexdigest()
#[case]
fn pseudonyms_are_those_of_python() {
    let customers = table("id,name,amount\n张三,张三,1\nann@example.com,,2\n,张三,3\n");
    let shared = pseudonymize(&customers, &options(&["id", "name"], None), &key()).unwrap();
    let zhang = "f816bf03f906c81a577a6e55c71fb0f25258befe2deafb9334b12c0a9a74d804";
    let ann = "7fd723e36b1c9108cdb7920372eed4450ff2050f2cda0bd65d71e5d09de0079c";
    assert_eq!(cells(shared.column("id").unwrap()), [zhang, ann, ""]);
    assert_eq!(cells(shared.column("name").unwrap()), [zhang, "", zhang]);
    assert_eq!(cells(shared.column("amount").unwrap()), ["1", "2", "3"]);
    let partner = pseudonymize(&customers, &options(&["id"], Some("partner")), &key()).unwrap();
    assert_eq!(
        cells(partner.column("id").unwrap()).first().map(String::as_str),
        Some("ab328aaa0e7f629699d57e1f9342992da82c230b535a2b67354929e2c1636b90")
    );
    assert_eq!(cells(partner.column("name").unwrap()), ["张三", "", "张三"]);
}

#[case]
fn equal_values_of_every_type_have_equal_pseudonyms() {
    let text =
        pseudonyms(ColumnData::text([Some("42"), Some("0"), None, Some("42.5"), Some("042"), Some(" 42")]).unwrap());
    let floats = pseudonyms(ColumnData::Floats(vec![42.0, -0.0, f64::NAN, 42.5]));
    assert_eq!(floats, text.get(..4).unwrap());
    assert_eq!(pseudonyms(ColumnData::Integers(vec![42, 0])), text.get(..2).unwrap());
    let mut all = text.clone();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 6);
    let day = pseudonyms(ColumnData::Dates { values: vec![0.0], civil: true });
    assert_eq!(day, pseudonyms(ColumnData::text([Some("1970-01-01")]).unwrap()));
    let flags = pseudonyms(ColumnData::Booleans(vec![1, 2]));
    assert_eq!(flags, pseudonyms(ColumnData::text([Some("true"), None]).unwrap()));
}

#[case]
fn keys_and_columns_that_cannot_be_used() {
    let error = Key::new(vec![7; 15]).unwrap_err();
    assert_eq!(place(&error), ("invalid-option", None, None));
    assert!(error.message().contains("15 bytes"));
    assert_eq!(format!("{:?}", key()), "Key(..)");
    let customers = table("id\n1\n");
    let error = |columns: &[&str]| pseudonymize(&customers, &options(columns, None), &key()).unwrap_err();
    assert_eq!(place(&error(&["mail"])), ("missing-column", None, Some("mail")));
    assert_eq!(place(&error(&[])), ("invalid-option", None, None));
    assert_eq!(place(&mask_table(&customers, &[]).unwrap_err()), ("invalid-option", None, None));
    let rules = [("mail".to_owned(), Mask::Remove)];
    assert_eq!(place(&mask_table(&customers, &rules).unwrap_err()), ("missing-column", None, Some("mail")));
}

#[case]
fn names() {
    let given = [
        "张三",
        "张小三",
        "欧阳娜娜",
        "欧阳峰",
        "司马",
        "歐陽修",
        "张",
        "Anna Schmidt",
        "anna-marie o'Neil",
        "J. Smith",
        "Müller, Jürgen",
        "van der Berg",
        "Jose\u{301} E\u{301}va",
        "阿卜杜拉·买买提",
        "김철수",
        "Иван Петров",
        "李 四",
        "  Anna  ",
        "",
    ];
    let expected = [
        "张*",
        "张**",
        "欧阳**",
        "欧阳*",
        "司*",
        "歐陽*",
        "*",
        "A*** S******",
        "a***-m**** o'****",
        "*. S****",
        "M*****, J*****",
        "v** d** B***",
        "J*** E\u{301}**",
        "阿***·买**",
        "김**",
        "И*** П*****",
        "* *",
        "A***",
        "",
    ];
    assert_eq!(masks(Mask::Name, &given), expected);
}

#[case]
fn mail_addresses() {
    let given = [
        "anna@example.com",
        "a@example.com",
        "anna.schmidt+shop@mail.example.co.uk",
        "张三@例子.公司",
        " Anna@X.de ",
        "\"a b\"@x.de",
    ];
    let expected =
        ["a***@example.com", "***@example.com", "a***@mail.example.co.uk", "张***@例子.公司", "A***@X.de", "***"];
    assert_eq!(masks(Mask::Email, &given), expected);
}

#[case]
fn telephone_numbers() {
    let given = [
        "13812345678",
        "138 1234 5678",
        "+86 138-1234-5678",
        "8613812345678",
        "0086 13812345678",
        "１３８１２３４５６７８",
        "010-12345678",
        "+49 170 1234567",
        "0049 170 1234567",
        "030/1234567",
        "(415) 555-2671",
        "+1 (415) 555-2671",
        "+852 9123 4567",
        "+65 6123 4567",
        "555-2671",
    ];
    let expected = [
        "138****5678",
        "138 **** 5678",
        "+86 138-****-5678",
        "86138****5678",
        "0086 138****5678",
        "138****5678",
        "***-****5678",
        "+49 *** ***4567",
        "0049 *** ***4567",
        "***/***4567",
        "(***) ***-2671",
        "+1 (***) ***-2671",
        "+852 **** 4567",
        "+65 **** 4567",
        "***-**71",
    ];
    assert_eq!(masks(Mask::Phone, &given), expected);
    let numbers = one("x", ColumnData::Floats(vec![13_812_345_678.0, f64::NAN]));
    let masked = mask_table(&numbers, &[("x".to_owned(), Mask::Phone)]).unwrap();
    assert_eq!(cells(masked.column("x").unwrap()), ["138****5678", ""]);
}

#[case]
fn identifiers() {
    let given = ["110101199003072316", "DE89 3704 0044 0532 0130 00", "C-001", "AB", "7", "京A12345", "12345678"];
    let expected = ["****2316", "****3000", "****01", "****B", "****", "****345", "****5678"];
    assert_eq!(masks(Mask::Identifier, &given), expected);
}

#[case]
fn what_is_of_another_kind_is_masked_wholly() {
    assert_eq!(masks(Mask::Name, &["anna@example.com", "13812345678", "Anna 2", "<b>"]), ["***"; 4]);
    let mails = [
        "13812345678",
        "anna",
        "anna@",
        "@x.de",
        "anna@localhost",
        "Anna <anna@x.de>",
        "a@b.de;c@d.de",
        "anna@x..de",
        "anna@x.de, 5",
    ];
    assert_eq!(masks(Mask::Email, &mails), ["***"; 9]);
    let phones = [
        "anna@x.de",
        "12345",
        "call 13812345678",
        "13812345678 ext 5",
        "138123456781381234567",
        "+",
        "+49 123",
        "一三八",
        "13812345678/13987654321",
    ];
    assert_eq!(masks(Mask::Phone, &phones), ["***"; 9]);
    assert_eq!(masks(Mask::Identifier, &["anna@x.de", "a, b", "(x)"]), ["***"; 3]);
    let days = one("x", ColumnData::Dates { values: vec![0.0, f64::NAN], civil: true });
    for mask in [Mask::Name, Mask::Email, Mask::Phone, Mask::Identifier] {
        let masked = mask_table(&days, &[("x".to_owned(), mask)]).unwrap();
        assert_eq!(cells(masked.column("x").unwrap()), ["***", ""]);
    }
}

#[case]
fn other_columns_pass_and_removed_ones_go() {
    let customers = table("name,note,amount,day\n张三,secret,1.5,2026-01-31\n张四,,2,\n");
    let rules = [("note".to_owned(), Mask::Remove), ("name".to_owned(), Mask::Name)];
    let masked = mask_table(&customers, &rules).unwrap();
    assert_eq!(masked.to_csv().unwrap(), "name,amount,day\r\n张*,1.5,2026-01-31\r\n张*,2,\r\n");
    assert_eq!(masked.column("day").unwrap().column_type(), ColumnType::Date);
    // The two names have become one, and nothing of them is left in the dictionary.
    let ColumnData::Text { codes, dictionary } = masked.column("name").unwrap().data() else { panic!("no text") };
    assert_eq!((codes.as_slice(), dictionary.concatenated()), ([0, 0].as_slice(), "张*"));
    let nothing =
        mask_table(&customers, &["name", "note", "amount", "day"].map(|name| (name.to_owned(), Mask::Remove)));
    assert_eq!((nothing.as_ref().unwrap().num_rows(), nothing.unwrap().columns().len()), (2, 0));
}
