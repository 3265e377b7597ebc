//! Telephone numbers: the prefixes of China one by one, formats as people write them, examples of numbering plans, and each fault.

use crate::case;
use custometry::validity::{normalized_phone, phone, phone_region};

/// The number, or the code of the finding, with a ? after that of a warning.
fn verdict(text: &str, region: &str) -> String {
    match phone(text, Some(region).filter(|region| !region.is_empty())) {
        Ok(phone) => phone.e164,
        Err(finding) => format!("{}{}", finding.code(), if finding.is_warning() { "?" } else { "" }),
    }
}

#[track_caller]
fn all(expected: &str, region: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(verdict(text, region), expected, "{text}");
    }
}

#[case]
fn prefixes_of_chinese_mobile_numbers() {
    // Prefixes that have been given out: 1(3x|4[57]|5[0-35-9]|6[25-7]|7[0-35-8]|8x|9[0-35-9]).
    let given = "130 131 132 133 134 135 136 137 138 139 145 147 150 151 152 153 155 156 157 158 159 162 165 166 167 170 171 172 \
        173 175 176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 192 193 195 196 197 198 199";
    for prefix in 130..200 {
        let number = format!("{prefix}12345678");
        let is_given = given.split_whitespace().any(|known| known == prefix.to_string());
        let expected = if is_given { format!("+86{number}") } else { "phone-unallocated?".to_owned() };
        for region in ["", "CN", "cn"] {
            assert_eq!(verdict(&number, region), expected, "{number}");
            assert_eq!(verdict(&format!("+86 {number}"), region), expected);
            assert_eq!(verdict(&format!("0086{number}"), region), expected);
            assert_eq!(verdict(&format!("86-{number}"), region), expected);
            // Short or long by one.
            assert_eq!(verdict(&number[..10], region).trim_end_matches('?'), "phone-too-short");
            assert_eq!(verdict(&format!("{number}0"), region), "phone-too-long");
        }
        assert_eq!(normalized_phone(&number, None), Some(format!("+86{number}")));
    }
}

#[case]
fn one_number_in_many_forms() {
    all(
        "+8613812345678",
        "",
        &[
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "138.1234.5678",
            "+8613812345678",
            "+86 138 1234 5678",
            "+86-138-1234-5678",
            "(+86)13812345678",
            "(86)13812345678",
            "8613812345678",
            "86 138 1234 5678",
            "0086 138 1234 5678",
            "００８６１３８１２３４５６７８",
            "＋８６ １３８－１２３４－５６７８",
            "138\u{A0}1234\u{3000}5678",
            "138–1234–5678",
            "tel:+86-138-1234-5678",
            "TEL:13812345678",
            "013812345678",
        ],
    );
    all(
        "+861012345678",
        "",
        &[
            "010-12345678",
            "(010)12345678",
            "（010）12345678",
            "010 1234 5678",
            "+86 10 1234 5678",
            "86-10-12345678",
            "+86 (0)10 12345678",
            "+86 010 12345678",
            "01012345678",
        ],
    );
    all("+867551234567", "", &["0755-1234567", "+86 755 1234567"]);
    all(
        "+8675523456789",
        "CN",
        &["0755-23456789", "0755 2345 6789", "(0755) 2345-6789", "+86 (755) 23456789", "075523456789"],
    );
    all("+864008001234", "", &["400-800-1234", "4008001234", "400 8001 234"]);
    all("+868008101234", "", &["800-810-1234"]);
    all(
        "+442079460958",
        "GB",
        &[
            "020 7946 0958",
            "+44 20 7946 0958",
            "+44 (0)20 7946 0958",
            "+44(0)2079460958",
            "0044 20 7946 0958",
            "(020) 7946 0958",
            "44 20 7946 0958",
        ],
    );
    all(
        "+14155552671",
        "US",
        &[
            "(415) 555-2671",
            "415-555-2671",
            "415.555.2671",
            "+1 415 555 2671",
            "1-415-555-2671",
            "14155552671",
            "011 1 415 555 2671",
        ],
    );
    all("+14155552671", "", &["(415) 555-2671", "1-415-555-2671", "+1 (415) 555-2671", "1 (415) 555-2671"]);
}

#[case]
fn extensions() {
    let extension = |text| phone(text, None).map(|phone| (phone.e164, phone.extension)).unwrap();
    let expected = ("+861012345678".to_owned(), Some("801".to_owned()));
    for text in [
        "010-12345678转801",
        "010-12345678 转 801",
        "010-12345678-801",
        "010-12345678 ext. 801",
        "010-12345678x801",
        "+86 10 12345678 #801",
        "010-12345678分机801",
        "010-12345678 (转801)",
        "tel:+86-10-12345678;ext=801",
        "010-12345678, ext 801",
    ] {
        assert_eq!(extension(text), expected, "{text}");
    }
    assert_eq!(extension("010-12345678"), ("+861012345678".to_owned(), None));
    assert_eq!(extension("400-800-1234转5"), ("+864008001234".to_owned(), Some("5".to_owned())));
    all("phone-letters", "", &["010-12345678转", "010-12345678 ext", "010-12345678转12345678", "转801"]);
}

#[case]
fn numbers_of_many_countries() {
    // From the documentation of numbering plans (ITU-T, national regulators) and example numbers of libphonenumber's metadata.
    let numbers = [
        ("HK", "2123 4567", "+85221234567"),
        ("HK", "9123 4567", "+85291234567"),
        ("MO", "2882 1234", "+85328821234"),
        ("MO", "6612 3456", "+85366123456"),
        ("TW", "02-2720-8889", "+886227208889"),
        ("TW", "0912-345-678", "+886912345678"),
        ("TW", "07-123-4567", "+88671234567"),
        ("TW", "04 2228 9111", "+886422289111"),
        ("SG", "8123 4567", "+6581234567"),
        ("JP", "090-1234-5678", "+819012345678"),
        ("JP", "03-1234-5678", "+81312345678"),
        ("KR", "010-2000-1234", "+821020001234"),
        ("KR", "02-312-3456", "+8223123456"),
        ("IN", "81234 56789", "+918123456789"),
        ("AU", "0412 345 678", "+61412345678"),
        ("NZ", "021 123 4567", "+64211234567"),
        ("GB", "07400 123456", "+447400123456"),
        ("UK", "0121 234 5678", "+441212345678"),
        ("DE", "01512 3456789", "+4915123456789"),
        ("DE", "030/123456", "+4930123456"),
        ("FR", "06 12 34 56 78", "+33612345678"),
        ("IT", "02 1234 5678", "+390212345678"),
        ("IT", "312 345 6789", "+393123456789"),
        ("ES", "612 34 56 78", "+34612345678"),
        ("NL", "06 12345678", "+31612345678"),
        ("CH", "078 123 45 67", "+41781234567"),
        ("AT", "0664 123456", "+43664123456"),
        ("SE", "070 123 45 67", "+46701234567"),
        ("PL", "512 345 678", "+48512345678"),
        ("RU", "8 (912) 345-67-89", "+79123456789"),
        ("BY", "8 029 491-19-11", "+375294911911"),
        ("LT", "(8-612) 34567", "+37061234567"),
        ("BR", "(11) 96123-4567", "+5511961234567"),
        ("MX", "55 1234 5678", "+525512345678"),
        ("ZA", "071 123 4567", "+27711234567"),
        ("AE", "050 123 4567", "+971501234567"),
        ("CA", "506-234-5678", "+15062345678"),
        ("JM", "876 210 1234", "+18762101234"),
    ];
    for (region, text, e164) in numbers {
        assert_eq!(verdict(text, region), e164, "{region} {text}");
        assert_eq!(verdict(e164, ""), e164);
        assert_eq!(phone(e164, None).unwrap().region, if region == "UK" { "GB" } else { region });
    }
    // Of no country, and without a region those of Hong Kong, Macao and Taiwan.
    assert_eq!(phone("+800 1234 5678", None).unwrap().region, "001");
    all("+85291234567", "", &["9123 4567", "852 9123 4567"]);
    all("+85328821234", "", &["853 2882 1234", "+853 2882 1234"]);
    all("+886912345678", "", &["0912-345-678", "886 912 345 678", "+886 0912345678"]);
    all("+886227208889", "", &["02-2720-8889", "(02) 2720 8889"]);
}

#[case]
fn rules_of_north_america() {
    for region in ["US", "CA", ""] {
        all("phone-area", region, &["112-555-1234", "911-555-2671", "291-555-2671"]);
        all("phone-exchange", region, &["212-155-2671", "212-055-2671", "212-911-2671", "+1 212 411 2671"]);
        all("phone-fiction?", region, &["212-555-0100", "+1 212-555-0199", "(212) 555-0123"]);
        all("phone-unallocated?", region, &["555-234-5678", "+1 237 234 5678"]);
        all("+12125552671", region, &["212-555-2671"]);
        all("+18009112671", region, &["+1 800 911 2671"]);
    }
    all("phone-area", "US", &["012-555-1234"]);
    all("phone-no-area", "US", &["555-1234", "5551234"]);
    all("phone-no-plus?", "", &["12125552671"]);
    all("phone-unknown-plan", "", &["11111111111"]);
}

#[case]
fn each_fault_has_its_own_finding() {
    let faults: [(&str, &[&str]); 18] = [
        ("empty", &["", " "]),
        ("outer-space", &[" 13812345678", "13812345678\n"]),
        ("invisible-character", &["\u{202A}13812345678", "138\u{200B}12345678"]),
        ("phone-no-digits", &["none", "+", "-", "无", "()"]),
        ("phone-letters", &["138-1234-567a", "1800-FLOWERS", "电话13812345678", "13812345678王", "O1012345678"]),
        (
            "phone-character",
            &["++8613812345678", "138_1234_5678", "13812345678-", "-13812345678", "138!12345678", "138+12345678"],
        ),
        ("phone-masked", &["138****5678", "138＊＊＊＊5678", "138••••5678"]),
        ("phone-scientific", &["1.38E+10", "1.38123E10", "1e+10"]),
        ("phone-float", &["13812345678.0"]),
        ("phone-brackets", &["(010 12345678", "010) 12345678", "((010))12345678"]),
        (
            "phone-several",
            &[
                "13812345678/13912345678",
                "13812345678 13912345678",
                "13812345678,13912345678",
                "13812345678、13912345678",
                "010-12345678; 13812345678",
            ],
        ),
        ("phone-too-short", &["123", "12345", "1381234567", "+86 138123456", "+44 7911 12345", "+1 415 555 267"]),
        (
            "phone-too-long",
            &["138123456789", "+86 138123456789", "+852 9123 45678", "+1 415 555 26711", "1381234567812345678"],
        ),
        ("phone-no-country", &["+999 12345678", "+0 13812345678", "00000000000", "+210 1234567"]),
        ("phone-start", &["+852 1234 5678", "+853 1234 5678"]),
        ("phone-no-plus", &["447911123456", "4915123456789", "33612345678"]),
        ("phone-unknown-plan", &["23812345678", "99999999999999"]),
        ("phone-service?", &["95588", "955880", "10086", "96110"]),
    ];
    for (code, texts) in faults {
        all(code, "", texts);
    }
    all("phone-no-area", "CN", &["62345678", "6234567"]);
    all("phone-too-short", "CN", &["1381234567", "110", "12345"]);
    all("phone-too-long", "CN", &["138123456789", "010-123456789"]);
    all("phone-start", "CN", &["12345678901", "11111111111", "12012345678"]);
    all("phone-too-short", "", &["138123456", "1381234"]);
    all("phone-area", "US", &["1234567890", "123-456-7890"]);
    all("phone-too-short", "HK", &["9123 456"]);
    assert_eq!(
        phone("+44 7911 12345", None).unwrap_err().text(custometry::Locale::English),
        "has 9 digits, and a number of GB that starts so has 10"
    );
}

#[case]
fn regions_are_checked_by_themselves() {
    assert_eq!(phone_region("gb").unwrap(), "GB");
    assert_eq!(phone_region("UK").unwrap(), "GB");
    for wrong in ["", "ZZ", "001", "CHN", "China", "é"] {
        assert_eq!(phone_region(wrong).unwrap_err().kind().code(), "invalid-option");
    }
    // As none.
    assert_eq!(verdict("13812345678", "ZZ"), "+8613812345678");
}

#[case]
fn long_texts_end() {
    for part in ["1", "+", "138 ", "-", "(", "ext1", "转", "1/", "１", "x1", ";", "e", "1e", "*", " 1"] {
        let long = part.repeat(100_000 / part.len());
        for text in [long.clone(), format!("+86{long}"), format!("{long}13812345678"), format!("13812345678x{long}")] {
            for region in [None, Some("CN"), Some("US")] {
                assert!(phone(&text, region).is_err());
                assert!(normalized_phone(&text, region).is_none());
            }
        }
    }
}
