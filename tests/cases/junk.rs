//! What people type to get past a form, and what only looks like it: people and companies with odd names are real.

use crate::case;
use JunkKind::{Company, Email, Person, Phone, Text};
use custometry::Locale;
use custometry::validity::{JunkKind, JunkLists, junk};

fn lists() -> JunkLists {
    JunkLists::new(&["mailinator.com", "TempMail.org"], false)
}

/// The code of what is found, and whether it is a warning.
fn found(text: &str, kind: JunkKind) -> Option<(&'static str, bool)> {
    junk(text, kind, &lists()).map(|finding| (finding.code(), finding.is_warning()))
}

#[track_caller]
fn assert_junk(kind: JunkKind, texts: &[&str]) {
    for text in texts {
        assert_eq!(found(text, kind).map(|(_, is_warning)| is_warning), Some(false), "{text}");
    }
}

#[track_caller]
fn assert_unlikely(kind: JunkKind, texts: &[&str]) {
    for text in texts {
        assert_eq!(found(text, kind).map(|(_, is_warning)| is_warning), Some(true), "{text}");
    }
}

#[track_caller]
fn assert_real(kind: JunkKind, texts: &[&str]) {
    for text in texts {
        assert_eq!(found(text, kind), None, "{text}");
    }
}

#[case]
fn junk_among_names_of_persons() {
    assert_junk(
        Person,
        &[
            "test",
            "Test Test",
            "asdf",
            "asdfgh",
            "ASDFGHJKL",
            "qwerty",
            "qwertz",
            "azerty",
            "1qaz2wsx",
            "zxcv",
            "poiuy",
            "lkjhg",
            "asdasd",
            "asdasdasd",
            "qweqwe",
            "aaaa",
            "xxx",
            "1111",
            "哈哈哈哈",
            "abcabc",
            "abcdef",
            "123456",
            "一二三四",
            "n/a",
            "N/A",
            "none",
            "NULL",
            "unknown",
            "-",
            ".",
            "???",
            "TBD",
            "foo bar",
            "John Doe",
            "Jane Doe",
            "JOHN DOE",
            "测试",
            "测试用户",
            "测试123",
            "test123",
            "test1",
            "无",
            "未知",
            "不详",
            "待定",
            "张三",
            "李四",
            "王五",
            "某某",
            "先生",
            "女士",
            "Mr",
            "Acme GmbH",
            "北京小米科技有限公司",
            "john@acme.com",
            "12345",
            "J0hn123",
            "x",
            "sdfkjh",
            "dfgdfg",
            "jkljkl",
            "First Name",
            "Mickey Mouse",
            "asdf asdf",
            "aaa bbb",
            "张三测试",
            "Max Mustermann",
            "hjkl",
            "fdsa",
            "ｔｅｓｔ",
            "測試",
            "無",
            "asdfjkl",
            "sdfsdfsdf",
            "lkjlkj",
            "weqweqwe",
            "qwe",
            "asd",
            "zzzz",
            "1",
            "12",
            "www.spam.com",
            "http://x.y",
        ],
    );
    assert_unlikely(Person, &["王先生"]);
}

#[case]
fn real_names_of_persons() {
    assert_real(
        Person,
        &[
            "Jennifer Null",
            "Christopher Null",
            "Ng",
            "Hrvst",
            "Krzysztof",
            "Krzysztof Brzęczyszczykiewicz",
            "伟",
            "丽丽",
            "娜娜",
            "欧阳娜娜",
            "Aa",
            "Pieter van der Aa",
            "Oo",
            "Aung Oo",
            "U Thant",
            "Ii",
            "Mstislav",
            "Schwartz",
            "Hirschsprung",
            "Knightsbridge",
            "Dijkstra",
            "Nguyễn Thị Minh Khai",
            "O'Brien",
            "Jean-Luc",
            "D'Arcy Wretzky",
            "Henry 8th",
            "John Smith 3rd",
            "Sammy Davis Jr.",
            "Graham-Cumming",
            "Asda",
            "Werther",
            "Stu",
            "Fred",
            "Drew Barrymore",
            "Zsa Zsa Gabor",
            "Bora Bora",
            "Thomas Thomas",
            "Boutros Boutros-Ghali",
            "Duran Duran",
            "Gigi",
            "Coco Chanel",
            "Mimi",
            "Lulu",
            "Yo-Yo Ma",
            "曾志伟",
            "司马懿",
            "无忌",
            "张无忌",
            "古力娜扎尔·拜合提亚尔",
            "王小明",
            "Srb",
            "Vlk",
            "Smrž",
            "Hjalmar",
            "Kjell",
            "Fjodor",
            "Siegfried",
            "Bradford",
            "Tisdale",
            "Charlotte Church",
            "Tyrone Power",
            "Dieter Bank",
            "Vincent Co",
            "Danielle Steel",
            "Muhammad",
            "Xi",
            "Wu",
            "Lo",
            "Li",
            "Bo",
            "Iolanthe",
            "MARIA DA SILVA SA",
            "Rasputin",
            "Αλέξης Τσίπρας",
            "Владимир Путин",
            "محمد علي",
            "山田花子",
            "김민수",
            "Aaliyah",
            "Aaron",
            "Lloyd",
            "Hannah",
            "Anna",
            "Otto",
            "Bob",
            "Ana",
            "Sidney Poitier",
            "Ashley Testa",
            "Testino",
            "Mario Testino",
            "Attest",
            "Noh",
            "Fu",
            "Sassafras",
            "Saul Dadsad",
            "Rhys",
            "Lynn",
            "Flynn",
            "Ffion",
            "Llyr",
            "Strč",
            "Brynhildr",
            "Wyvern",
            "Tyrrhyn",
            "von Schlippenbach",
            "Weltsch",
            "van 't Hoff",
            "Li Si",
            "马云",
            "东方红",
            "单田芳",
            "佟大为",
            "何无忌",
            "白石",
        ],
    );
    assert_unlikely(Person, &["O", "Hans Test-Meyer", "E", "Abcde", "Wert", "No", "Na"]);
}

#[case]
fn junk_among_names_of_companies() {
    assert_junk(
        Company,
        &[
            "test",
            "n/a",
            "none",
            "asdf",
            "123456",
            "个人",
            "无",
            "测试公司",
            "Test Company",
            "self employed",
            "xxx",
            "XXX公司",
            "某某有限公司",
            "-",
            "qwerty",
            "aaaa",
            "无公司",
            "john@x.com",
            "Company Name",
            "personal",
            "asdasd",
        ],
    );
    assert_unlikely(Company, &["John Smith", "张伟", "Test GmbH"]);
}

#[case]
fn real_names_of_companies() {
    assert_real(
        Company,
        &[
            "AAA",
            "3M",
            "123Inkt",
            "ABC Learning",
            "7-Eleven",
            "1&1",
            "Booking.com",
            "HSBC",
            "KPMG",
            "BMW",
            "LVMH",
            "IKEA",
            "REWE",
            "Asda",
            "Xxu",
            "华为",
            "小米",
            "阿里巴巴",
            "京东",
            "58同城",
            "360",
            "4711",
            "21Vianet",
            "20th Century Fox",
            "Yahoo!",
            "Acme Inc",
            "Tata",
            "Coca-Cola",
            "BBB",
            "CCC",
            "Bain & Company",
            "McKinsey & Company",
            "The Company Store",
            "TÜV Rheinland",
            "北京软件测试有限公司",
            "华测检测认证集团股份有限公司",
            "无印良品",
            "未来科技有限公司",
            "三一重工",
            "一汽大众",
            "百度",
            "金山办公",
            "万科",
            "安踏",
            "中国平安",
            "Georgia Power",
            "Virginia Mason",
            "Mercedes Benz",
            "Wells Fargo",
            "Jack Daniel's",
            "BTRFS",
            "WPP",
            "DLF",
            "NVDA",
            "Schlumberger",
            "Szczecin Shipyard",
            "Personal Capital",
            "Anonymous Content",
            "Unknown Worlds",
            "TBD Media",
            "周大福",
            "Home Depot",
            "None of the Above",
            "No Fear",
            "Ten",
            "H&M",
            "O2",
            "P&G",
            "Q8",
            "G4S",
            "Seven & i",
            "Nothing Technology Limited",
            "Fake Bakery",
        ],
    );
    assert_unlikely(
        Company,
        &[
            "X",
            "Test Achats",
            "Oscar Mayer",
            "John Deere",
            "Laura Ashley",
            "Null Corp",
            "Dummy Ltd",
            "QWERTY Ltd",
            "ABCD Ltd",
            "Default Inc",
            "Independent",
            "Self",
            "Blank",
            "Sample Inc",
            "李宁",
            "陈克明",
        ],
    );
}

#[case]
fn junk_among_mail_addresses() {
    assert_junk(
        Email,
        &[
            "test@test.com",
            "a@a.com",
            "asdf@asdf.com",
            "foo@example.com",
            "foo@mail.example.org",
            "noreply@acme.com",
            "no-reply@acme.com",
            "test@gmail.com",
            "aaa@aaa.com",
            "123@123.com",
            "123456@123.com",
            "none@none.com",
            "n/a",
            "none",
            "无",
            "abc@abc.com",
            "qwerty@qwerty.com",
            "x@mailinator.com",
            "x@eu.mailinator.com",
            "xxx@xxx.com",
            "asdf@gmail.com",
            "noemail@noemail.com",
            "user@localhost",
            "user@foo.test",
            "fake@fake.com",
            "1@1.com",
            "qwe@qwe.com",
            "john.doe@example.com",
            "na@na.com",
            "no@no.com",
            "noemail@acme.com",
            "asdasd@asdasd.com",
        ],
    );
    assert_unlikely(Email, &["111111@qq.com", "abc@qq.com", "jkhsdf@sdf.com", "123456789@163.com"]);
}

#[case]
fn real_mail_addresses() {
    assert_real(
        Email,
        &[
            "info@acme.com",
            "sales@acme.com",
            "john@john.com",
            "j@doe.com",
            "88123456@qq.com",
            "testa@gmail.com",
            "mario.testino@gmail.com",
            "asdrubal@gmail.com",
            "null.jennifer@gmail.com",
            "ng@ibm.com",
            "kj@hp.com",
            "noel@acme.com",
            "nora@x.com",
            "contest@acme.com",
            "attester@latest.com",
            "zhangsan@acme.cn",
            "hello@mailinator.company.com",
            "anna@anna.de",
            "wangwu1985@163.com",
            "a.b@c.de",
            "abba@abba.se",
            "13812341234@139.com",
            "nonesuch@nonesuch.com",
            "alex@example-shop.com",
        ],
    );
    assert_unlikely(Email, &["12345678@qq.com", "user@test-valley.gov.uk"]);
}

#[case]
fn junk_among_telephone_numbers() {
    assert_junk(
        Phone,
        &[
            "13000000000",
            "11111111111",
            "12345678901",
            "13800138000",
            "+8613800138000",
            "138-0013-8000",
            "13812345678",
            "13888888888",
            "555-0100",
            "(212) 555-0123",
            "+1 415 555 0199",
            "0000000000",
            "000-000-0000",
            "123-456-7890",
            "1234567890",
            "123456789",
            "999-999-9999",
            "+44 7700 900123",
            "020 0000 0000",
            "n/a",
            "无",
            "123",
            "0",
            "110",
            "test",
            "+86 111 1111 1111",
            "9876543210",
            "0123456789",
            "(555) 555-5555",
            "15555555555",
            "13111111111",
            "12345678",
            "1111111",
            "+1 111 111 1111",
            "10000000000",
            "010-00000000",
            "010-12345678",
            "asdf",
            "+8613000000000",
        ],
    );
    assert_unlikely(Phone, &["1212121212"]);
}

#[case]
fn real_telephone_numbers() {
    assert_real(
        Phone,
        &[
            "13512345679",
            "13812340987",
            "+86 139 1234 0000",
            "13800138123",
            "+1 212 664 7665",
            "(650) 253-0000",
            "+44 20 7946 1234",
            "+44 20 7031 3000",
            "010-82345679",
            "0755-26786666",
            "400-810-8888",
            "95588",
            "+33 1 42 68 53 00",
            "02 9374 4000",
            "+81 3-3502-8111",
            "13800008888",
            "13900001234",
        ],
    );
    assert_unlikely(Phone, &["+49 30 123456", "800-555-1212", "2125551234", "+852 2123 4567"]);
}

#[case]
fn junk_among_texts() {
    assert_junk(Text, &["asdf", "test@test.com", "11111111111", "n/a", "测试", "哈哈哈"]);
}

#[case]
fn real_texts() {
    assert_real(
        Text,
        &[
            "none of the above applies",
            "active",
            "Berlin",
            "12345",
            "Hello world",
            "AB-1234567",
            "www.acme.com",
            "https://acme.com",
            "2024-01-01",
            "hmm",
            "tsk",
            "psst",
            "5551234",
        ],
    );
}

#[case]
fn what_is_found_has_a_name() {
    let named = [
        ("asdfgh", Person, "junk-keyboard"),
        ("aaaa", Person, "junk-repeated"),
        ("123456", Person, "junk-sequence"),
        ("n/a", Person, "junk-placeholder"),
        ("测试", Company, "junk-placeholder"),
        ("--", Text, "junk-no-text"),
        ("Wqxzgk", Person, "junk-unspeakable"),
        ("John2345", Person, "junk-person-digits"),
        ("Acme GmbH", Person, "junk-person-company"),
        ("王先生", Person, "junk-title-only"),
        ("John Smith", Company, "junk-company-person"),
        ("a@b.cn", Company, "junk-name-email"),
        ("x@example.com", Email, "junk-email-reserved"),
        ("test@test.com", Email, "junk-email-made-up"),
        ("no-reply@acme.com", Email, "junk-email-no-reply"),
        ("x@mailinator.com", Email, "junk-email-throw-away"),
        ("13800138000", Phone, "junk-phone-well-known"),
        ("13812345678", Phone, "junk-phone-made-up"),
        ("+1 212 555 0123", Phone, "junk-phone-fiction"),
        ("11111111111", Phone, "junk-repeated"),
    ];
    for (text, kind, code) in named {
        assert_eq!(found(text, kind).map(|(code, _)| code), Some(code), "{text}");
    }
}

#[case]
fn reasons_stand_in_both_languages_without_the_value() {
    let finding = junk("asdfgh", Person, &lists()).unwrap();
    assert_eq!(finding.text(Locale::English), "is a run of neighbouring keys");
    assert_eq!(finding.text(Locale::Chinese), "是键盘上相邻按键的连击");
}

#[case]
fn an_empty_text_is_nothing_typed() {
    for kind in [Person, Company, Email, Phone, Text] {
        for text in ["", "  ", "\u{3000}", "\u{200b}"] {
            assert_eq!(found(text, kind), None, "{text:?}");
        }
    }
}

#[case]
fn width_case_and_script_make_no_difference() {
    for text in ["ＡＳＤＦＧＨ", "AsDfGh", " asdfgh ", "a s d f g h"] {
        assert_eq!(found(text, Person).map(|(code, _)| code), Some("junk-keyboard"), "{text}");
    }
    assert_eq!(found("１３８００１３８０００", Phone), Some(("junk-phone-well-known", false)));
    assert_eq!(found("測試", Person), found("测试", Person));
    assert_eq!(found("ｔｅｓｔ＠ｔｅｓｔ．ｃｏｍ", Email), Some(("junk-email-made-up", false)));
}

#[case]
fn throw_away_domains_are_those_of_the_list_and_below_them() {
    for address in ["a.real.name@mailinator.com", "a.real.name@eu.mailinator.com", "a.real.name@TEMPMAIL.ORG"] {
        assert_eq!(found(address, Email), Some(("junk-email-throw-away", false)), "{address}");
    }
    assert_real(Email, &["a.real.name@notmailinator.com", "a.real.name@mailinator.com.cn"]);
}

#[case]
fn mailboxes_of_departments_are_found_when_asked_for() {
    let asked = JunkLists::new::<&str>(&[], true);
    for address in
        ["info@acme.com", "Sales@acme.com", "service@acme.cn", "admin@acme.com", "kefu@acme.cn", "info+web@acme.com"]
    {
        let finding = junk(address, Email, &asked).unwrap();
        assert_eq!((finding.code(), finding.is_warning()), ("junk-email-role", true), "{address}");
        assert_eq!(junk(address, Email, &lists()), None, "{address}");
    }
    assert_eq!(junk("informatica.perez@acme.com", Email, &asked), None);
}

#[case]
fn columns_say_what_they_hold() {
    let kinds: [(JunkKind, &[&str]); 5] = [
        (
            Email,
            &[
                "email",
                "E-Mail",
                "contactEmail",
                "email_address",
                "Work Email 2",
                "邮箱",
                "电子邮箱",
                "電子郵件",
                "mail",
                "company_email",
            ],
        ),
        (
            Phone,
            &[
                "phone",
                "Mobile",
                "mobile_phone",
                "Telephone",
                "tel",
                "fax",
                "phone1",
                "手机",
                "手机号",
                "联系电话",
                "座机",
                "phoneNumber",
            ],
        ),
        (
            Company,
            &[
                "company",
                "Company Name",
                "organisation",
                "account_name",
                "employer",
                "公司",
                "公司名称",
                "企业名称",
                "单位",
            ],
        ),
        (
            Person,
            &[
                "name",
                "Full Name",
                "first_name",
                "lastName",
                "surname",
                "given_name",
                "contact",
                "Contact Name",
                "姓名",
                "联系人",
                "客户姓名",
                "customer_name",
                "Nachname",
            ],
        ),
        (
            Text,
            &[
                "id",
                "notes",
                "product_name",
                "city",
                "email_status",
                "email_opt_in",
                "phone_type",
                "username",
                "file name",
                "company_size",
                "last_login_date",
                "客户编号",
                "公司规模",
                "产品名称",
                "status",
                "customer",
                "created_at",
                "",
            ],
        ),
    ];
    for (kind, columns) in kinds {
        for column in columns {
            let found = JunkKind::of_column(column);
            // A column of customers may hold anything.
            assert!(found == kind || *column == "customer", "{column}: {found:?}");
        }
    }
}

#[case]
fn nothing_that_is_typed_breaks_it() {
    // Every beginning of texts with all kinds of characters, and long ones.
    let texts = [
        "a@b@c..d@",
        "+86 (0)10-1234 ext 5",
        "王·a1ß\u{301}@㈱#٣",
        "🙂🙂🙂🙂",
        "((((",
        "\u{0}\u{1}",
        "０１２３４５",
        "@@@@",
        ".@.",
        "1@1",
    ];
    for text in texts {
        let characters: Vec<char> = text.chars().collect();
        for end in 0..=characters.len() {
            let text: String = characters[..end].iter().collect();
            for kind in [Person, Company, Email, Phone, Text] {
                let _ = junk(&text, kind, &lists());
            }
        }
    }
    for unit in ["a", "1", "ab ", "测试", "a@", "x.", "9 "] {
        let long = unit.repeat(20_000);
        for kind in [Person, Company, Email, Phone, Text] {
            let _ = junk(&long, kind, &lists());
        }
    }
}
