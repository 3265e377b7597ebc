//! Mail addresses: lists that others published, and each fault with its own code.

use crate::case;
use custometry::Locale;
use custometry::validity::{email, normalized_email};

/// "ok", or the code of the finding, with a ? after that of a warning.
fn verdict(text: &str) -> String {
    match email(text) {
        Ok(_) => "ok".to_owned(),
        Err(finding) => format!("{}{}", finding.code(), if finding.is_warning() { "?" } else { "" }),
    }
}

#[track_caller]
fn all(expected: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(verdict(text), expected, "{text}");
    }
}

#[case]
fn addresses_that_the_standards_allow() {
    // Those of D. Sayers' isemail tests, version 3.0, that are ISEMAIL_VALID and have a dot in the domain, or are ISEMAIL_RFC5321.
    all(
        "ok",
        &[
            "test@iana.org",
            "test@nominet.org.uk",
            "test@about.museum",
            "a@iana.org",
            "test.test@iana.org",
            "!#$%&`*+/=?^`{|}~@iana.org",
            "123@iana.org",
            "test@123.com",
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm@iana.org",
            "test@mason-dixon.com",
            "test@g--a.com",
            "test@xn--hxajbheg2az3al.xn--jxalpdlp",
            "xn--test@iana.org",
            r#""test"@iana.org"#,
            r#""\a"@iana.org"#,
            r#""\""@iana.org"#,
            r#""\\"@iana.org"#,
            r#""test\ test"@iana.org"#,
        ],
    );
    // Examples of RFC 3696, section 3, and of the article on addresses in Wikipedia.
    all(
        "ok",
        &[
            "user+mailbox@example.com",
            "customer/department=shipping@example.com",
            "$A12345@example.com",
            "!def!xyz%abc@example.com",
            "_somename@example.com",
            r#""Abc\@def"@example.com"#,
            r#""Fred Bloggs"@example.com"#,
            r#""Joe\\Blow"@example.com"#,
            r#""Abc@def"@example.com"#,
            "simple@example.com",
            "very.common@example.com",
            "FirstName.LastName@EasierReading.org",
            "x@example.com",
            "long.email-address-with-hyphens@and.subdomains.example.com",
            "user.name+tag+sorting@example.com",
            "name/surname@example.com",
            "\" \"@example.org",
            r#""john..doe"@example.org"#,
            "mailhost!username@example.org",
            r#""very.(),:;<>[]\".VERY.\"very@\\ \"very\".unusual"@strange.example.com"#,
            "user%example.com@example.org",
            "user-@example.org",
        ],
    );
    // International ones: RFC 6531, and the tests of python-email-validator and validator.js.
    all(
        "ok",
        &[
            "I❤️CHOCOLATE@example.com",
            "jeff@臺網中心.tw",
            "伊昭傑@郵件.商務",
            "राम@मोहन.ईन्फो",
            "юзер@екзампл.ком",
            "θσερ@εχαμπλε.ψομ",
            "葉士豪@臺網中心.台灣",
            "ñoñó@example.tld",
            "чебурашкаящик-с-апельсинами.рф@example.tld",
            "उदाहरण.परीक्ष@domain.with.idn.tld",
            "ιωάννης@εεττ.gr",
            "hans@m端ller.com",
            "王芳@例子.中国",
        ],
    );
}

#[case]
fn addresses_of_machines_are_a_doubt() {
    // Those of isemail that are ISEMAIL_RFC5321_ADDRESSLITERAL or ..._IPV6DEPRECATED.
    all(
        "email-address-literal?",
        &[
            "test@[255.255.255.255]",
            "test@[IPv6:1111:2222:3333:4444:5555:6666:7777:8888]",
            "test@[IPv6:1111:2222:3333:4444:5555:6666::8888]",
            "test@[IPv6:1111:2222:3333:4444:5555::8888]",
            "test@[IPv6:::3333:4444:5555:6666:7777:8888]",
            "test@[IPv6:::]",
            "test@[IPv6:1111:2222:3333:4444:5555:6666:255.255.255.255]",
            "test@[IPv6:1111:2222:3333:4444::255.255.255.255]",
        ],
    );
    // Those that isemail finds to be no address literal.
    all(
        "email-bad-literal",
        &[
            "test@[255.255.255]",
            "test@[255.255.255.255.255]",
            "test@[255.255.255.256]",
            "test@[1111:2222:3333:4444:5555:6666:7777:8888]",
            "test@[IPv6:1111:2222:3333:4444:5555:6666:7777]",
            "test@[IPv6:1111:2222:3333:4444:5555:6666:7777:8888:9999]",
            "test@[IPv6:1111:2222:3333:4444:5555:6666:7777:888G]",
            "test@[IPv6:1111:2222:3333:4444:5555:6666::7777:8888]",
            "test@[IPv6::3333:4444:5555:6666:7777:8888]",
            "test@[IPv6:1111::4444:5555::8888]",
            "test@[IPv6:1111:2222:3333:4444:5555:255.255.255.255]",
            "test@[IPv6:1111:2222:3333:4444:::255.255.255.255]",
            "test@[IPv6::255.255.255.255]",
            "test@[IPv6:1::2:]",
            "test@[1.2.3.4",
            "test@[RFC-5322-domain-literal]",
            "test@[RFC-5322]-domain-literal]",
        ],
    );
}

#[case]
fn each_fault_has_its_own_finding() {
    let faults: [(&str, &[&str]); 34] = [
        ("empty", &["", " ", "\u{3000}"]),
        (
            "outer-space",
            &[" test@iana.org", "test@iana.org ", "test@iana.org\r\n", "\ttest@iana.org", "\u{A0}a@iana.org"],
        ),
        (
            "invisible-character",
            &["a\u{200B}b@iana.org", "\u{FEFF}a@iana.org", "a@ia\u{7}na.org", "\u{202E}a@iana.org"],
        ),
        ("email-no-at", &["test", "test_exa-mple.com", "abc.example.com", "test..iana.org", "none", "\"abc\""]),
        ("email-two-ats", &["a@b@c.com", "A@b@c@example.com", "test@@iana.org", "test\\@test@iana.org"]),
        (
            "email-several",
            &["a@b.com; c@d.com", "a@b.com,c@d.com", "a@b.com c@d.com", "a@b.com/c@d.com", "a@b.com、c@d.com"],
        ),
        (
            "full-width",
            &["wang＠example.com", "ｗang@example.com", "wang@example。com", "somename@ｇｍａｉｌ.com", "a@b.com，"],
        ),
        (
            "email-space",
            &[
                "a b@iana.org",
                "test@ iana.com",
                "test @iana.org",
                "test@iana .org",
                "a\u{A0}b@iana.org",
                "a\nb@iana.org",
            ],
        ),
        (
            "email-display-name",
            &["Wang Fang <wang@example.com>", "<wang@example.com>", "\"Wang, Fang\" <wang@example.com>"],
        ),
        ("email-mailto", &["mailto:wang@example.com", "MAILTO:a@b.com"]),
        (
            "email-comment",
            &["(comment)test@iana.org", "test@iana.org(comment)", "(test@iana.org", "test.(c)test@iana.org"],
        ),
        ("trailing-punctuation", &["test@iana.org.", "a@b.com,", "a@b.com;", "a@b.com、"]),
        ("email-no-local", &["@iana.org", "@", "\"\"@iana.org"]),
        ("email-no-domain", &["test@", "\"a\"@"]),
        ("email-dot-first", &[".test@iana.org"]),
        ("email-dot-before-at", &["test.@iana.org"]),
        ("email-two-dots", &["test..test@iana.org", "a...b@iana.org"]),
        (
            "email-character",
            &["a,b@iana.org", "a:b@iana.org", "a[b@iana.org", "a\\b@iana.org", "a\u{E000}@iana.org", "\u{300}a@b.com"],
        ),
        (
            "email-local-long",
            &[
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklmn@iana.org",
                "\"abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefghj\"@iana.org",
                "甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲@iana.org",
            ],
        ),
        (
            "domain-long",
            // 255 bytes in the domain: isemail 40, which counts to 255; a name of 254 has no form in which it is sent.
            &[
                "a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.hij",
            ],
        ),
        (
            "email-quotes",
            &[
                "test\"@iana.org",
                "\"test@iana.org",
                "\"test\"test@iana.org",
                "test\"text\"@iana.org",
                "\"test\".\"test\"@iana.org",
                r#""\"@iana.org"#,
            ],
        ),
        ("domain-dots", &["test@.iana.org", "test@iana..com", "test@.org"]),
        ("domain-one-label", &["test@io", "test@localhost", "admin@mailserver1"]),
        ("domain-character", &["test@iana/icann.org", "foo@_bar.com", "a@b!c.com", "a@b.com©", "a@b.com~"]),
        (
            "domain-hyphen",
            &["test@-iana.org", "test@iana-.com", "test@iana.org-", "my@baddash.-.com", "my@baddash.b-.com"],
        ),
        ("domain-label-long", &["test@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm.com"]),
        ("domain-number", &["test@1.2.3.4", "a@b.123"]),
        ("domain-top-level", &["z@co.c", "me@bad.tld-2", "a@b.c1"]),
        ("domain-punycode", &["me@xn--0.tld", "a@xn--a.com", "a@xn--99999999999.com"]),
        (
            "domain-character",
            &["a@x[1].com", "test@a[255.255.255.255]", "i.like@under_scores.com", "me@⒈wouldbeinvalid.com"],
        ),
        ("email-character", &["just\u{FFFD}@iana.org"]),
        ("email-two-ats", &["\"a\"@b@c.com"]),
        ("email-space", &["\"a\"@b c.com"]),
        ("email-no-at", &["wang.example.com"]),
    ];
    for (code, texts) in faults {
        all(code, texts);
    }
}

#[case]
fn lengths_are_those_of_the_standard() {
    let domain = |last: usize| format!("{0}.{0}.{0}.{1}.org", "d".repeat(49), "e".repeat(last));
    // 64 + 1 + 189 = 254.
    let longest = format!("{}@{}", "l".repeat(64), domain(35));
    assert_eq!(longest.len(), 254);
    assert_eq!(verdict(&longest), "ok");
    assert_eq!(verdict(&format!("{}@{}", "l".repeat(64), domain(36))), "email-long");
    // A label of 63 in Punycode: xn-- and 59; the letters of a Chinese label take more room than they look.
    assert_eq!(verdict(&format!("a@{}.com", "é".repeat(50))), "ok");
    assert_eq!(verdict(&format!("a@{}.com", "é".repeat(63))), "domain-label-long");
    assert_eq!(verdict(&format!("a@{}.com", "é".repeat(64))), "domain-label-long");
    // 253 and 254 of a name.
    let name = |last: usize| format!("{0}.{0}.{0}.{1}", "d".repeat(63), "e".repeat(last));
    assert_eq!(verdict(&format!("a@{}", name(61))), "email-long");
    assert_eq!(verdict(&format!("a@{}", name(62))), "domain-long");
}

#[case]
fn findings_are_in_both_languages_and_keep_the_value_to_themselves() {
    let finding = email("secret-name.example.com").unwrap_err();
    assert_eq!(finding.text(Locale::English), "there is no @: a mail address is written name@example.com");
    assert_eq!(finding.text(Locale::Chinese), "缺少 @：邮箱应写作 name@example.com");
    let finding = email("a@b!c.com").unwrap_err();
    assert_eq!(finding.text(Locale::English), "\"!\" cannot be in a domain");
    assert_eq!(finding.text(Locale::Chinese), "域名中不能有 \"!\"");
}

#[case]
fn the_parts_of_an_address() {
    let parts = |text| email(text).map(|email| (email.local, email.domain));
    assert_eq!(parts("Wang.Fang+crm@Example.com.cn"), Ok(("Wang.Fang+crm", "Example.com.cn")));
    assert_eq!(parts("\"a@b\"@c.org"), Ok(("\"a@b\"", "c.org")));
    assert_eq!(normalized_email("\tＷang.Fang＠Example。COM ").as_deref(), Some("wang.fang@example.com"));
    assert_eq!(normalized_email("a\u{200B}b@iana.org").as_deref(), Some("ab@iana.org"));
    assert_eq!(normalized_email("test@[1.2.3.4]").as_deref(), Some("test@[1.2.3.4]"));
    assert_eq!(normalized_email("a b@iana.org"), None);
}

#[case]
fn long_texts_end() {
    for part in ["a", "@", ".", "a.", "\"", "\\", "é", "xn--é.", "(", "[", " ", "@[", "＠", "<", "a@b,"] {
        let long = part.repeat(100_000 / part.len());
        for text in [
            long.clone(),
            format!("a@{long}"),
            format!("{long}@iana.org"),
            format!("\"{long}"),
            format!("a@{long}.com"),
        ] {
            assert!(email(&text).is_err());
            assert!(normalized_email(&text).is_none());
        }
    }
}
