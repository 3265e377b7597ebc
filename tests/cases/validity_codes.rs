//! Web addresses, identity numbers of China, and codes of countries and currencies.

use crate::case;
use custometry::Locale;
use custometry::validity::{Finding, country_code, currency_code, resident_id, social_credit_code, url};

#[track_caller]
fn all(check: fn(&str) -> Result<(), Finding>, expected: &str, texts: &[&str]) {
    for text in texts {
        let found = match check(text) {
            Ok(()) => "ok".to_owned(),
            Err(finding) => format!("{}{}", finding.code(), if finding.is_warning() { "?" } else { "" }),
        };
        assert_eq!(found, expected, "{text}");
    }
}

#[case]
fn web_addresses() {
    // From the lists of validator.js and of M. Bynens ("In search of the perfect URL validation regex").
    all(
        url,
        "ok",
        &[
            "http://www.foobar.com/",
            "HTTPS://WWW.FOOBAR.COM/",
            "http://www.foobar.com:65535/",
            "http://www.foobar.com/~foobar",
            "http://127.0.0.1/",
            "http://duckduckgo.com/?q=%2F",
            "http://foobar.com/t$-_.+!*'(),",
            "http://foobar.com?foo=bar",
            "http://foobar.com#baz=qux",
            "http://www.xn--froschgrn-x9a.net/",
            "http://foo--bar.com",
            "http://høyfjellet.no",
            "http://xn--j1aac5a4g.xn--j1amh",
            "http://xn------eddceddeftq7bvv7c4ke4c.xn--p1ai",
            "http://кулік.укр",
            "http://[FEDC:BA98:7654:3210:FEDC:BA98:7654:3210]:80/index.html",
            "http://[1080::8:800:200C:417A]/foo",
            "http://[::FFFF:129.144.52.38]:80/index.html",
            "http://example.com/example.json#/foo/bar",
            "http://1337.com",
            "http://example.com:",
            "http://pr.example_com.294.example.com/",
            "http://example.com.",
            "http://foo.com/blah_(wikipedia)_blah#cite-1",
            "http://✪df.ws/123",
            "http://➡.ws/䨹",
            "http://foo.com/unicode_(✪)_in_parens",
            "http://مثال.إختبار",
            "http://例子.测试",
            "http://उदाहरण.परीक्षा",
            "http://a.b-c.de",
            "https://foo_bar.example.com/",
            "https://例子.中国/路径?问=答",
            "http://j.mp",
        ],
    );
    let faults: [(&str, &[&str]); 16] = [
        (
            "url-no-scheme",
            &["www.example.com", "example.com/path", "//foobar.com", "foo", "example.com:8080/", "192.168.0.1"],
        ),
        (
            "url-scheme",
            &["mailto:foo@bar.com", "ftp://foobar.com", "javascript:alert(1)", "rdar://1234", "data:text/html,x"],
        ),
        ("url-slashes", &["http:/foobar.com", "http:foobar.com", "https:\\\\foobar.com"]),
        ("url-email", &["wang@example.com"]),
        (
            "url-space",
            &["http://foo.bar?q=Spaces should be encoded", "http:// shouldfail.com", "http://lol @foobar.com/"],
        ),
        ("url-no-host", &["http://", "http:///a", "http://?", "http://#", "http:////foobar.com", "http://:80/"]),
        (
            "url-port",
            &["http://www.foobar.com:0/", "http://www.foobar.com:70000/", "https://example.com:abc", "http://[::1]:+8"],
        ),
        (
            "url-address",
            &[
                "http://300.0.0.1/",
                "http://1.1.1.1.1",
                "http://123.123.123",
                "http://3628126748",
                "http://[::1",
                "http://[12]/",
            ],
        ),
        ("url-character", &["https://example.com/<script>", "http://example.com\\x", "http://example.com/\"a\""]),
        ("url-user?", &["http://user:pass@www.foobar.com/", "http://evil-site.com@example.com"]),
        ("full-width", &["https：//example.com", "https://ｅxample.com", "https://example。com"]),
        ("domain-one-label", &["http://localhost:3000/", "http://com/"]),
        ("domain-dots", &["http://.", "http://../", "http://.www.foo.bar/", "http://example..com"]),
        ("domain-hyphen", &["http://www.-foobar.com/", "http://www.foobar-.com/", "http://www.xn--.com/"]),
        ("domain-punycode", &["http://www.xn--0.com/"]),
        ("domain-character", &["http://*.foo.com", "http://www.foo_bar.com/", "https://example.com,"]),
    ];
    for (code, texts) in faults {
        all(url, code, texts);
    }
    all(url, "outer-space", &["https://example.com ", "\nhttps://example.com"]);
}

#[case]
fn social_credit_codes() {
    all(
        social_credit_code,
        "ok",
        &[
            "91350100M000100Y43", // GB 32100-2015, the example
            "91110000600037341L", // python-stdnum, stdnum.cn.uscc
            "91110108717743469K", // published in annual reports
            "9144030071526726XG",
            "91330100799655058B",
        ],
    );
    let faults: [(&str, &[&str]); 9] = [
        ("credit-code-check", &["91110000600037342L", "91110000600037341A", "91350100M000100Y34"]),
        ("credit-code-length", &["91350100M000100Y4", "91350100M000100Y433", "91"]),
        ("credit-code-old", &["110000012345678", "717743469", "71526726X"]),
        ("credit-code-case", &["91350100m000100y43"]),
        ("credit-code-character", &["91350100I000100Y43", "9135010OM000100Y43", "91350100M000100Y4中"]),
        ("credit-code-department", &["B1350100M000100Y43", "01350100M000100Y43"]),
        ("credit-code-region", &["91990100M000100Y43", "9135010AM000100Y43"]),
        ("inner-space", &["91350100 M000100Y43", "91350100-M000100Y43"]),
        ("full-width", &["９1350100M000100Y43"]),
    ];
    for (code, texts) in faults {
        all(social_credit_code, code, texts);
    }
    // Every single wrong character and every swap of neighbours is found.
    let right = "91350100M000100Y43";
    for at in 0..18 {
        for other in "0123456789ABCDEFGHJKLMNPQRTUWXY".chars() {
            let mut changed: Vec<char> = right.chars().collect();
            if std::mem::replace(&mut changed[at], other) != other {
                assert!(social_credit_code(&changed.iter().collect::<String>()).is_err());
            }
        }
    }
}

#[case]
fn resident_ids() {
    // The two of GB 11643-1999, and those of python-stdnum and validator.js.
    all(
        resident_id,
        "ok",
        &["11010519491231002X", "440524188001010014", "360426199101010071", "11010519491231002x", "235407195106112745"],
    );
    let faults: [(&str, &[&str]); 7] = [
        ("resident-id-check", &["110105194912310021", "360426199101010070", "36042619910101007X"]),
        ("resident-id-date", &["110105194913310025", "110105199902290017", "110105000001010012", "11010518001231002X"]),
        ("resident-id-region", &["990105194912310029", "000105194912310029", "17010519491231002X"]),
        ("resident-id-length", &["1101051949123100", "1101051949123100211"]),
        ("resident-id-character", &["1101051949123100A1", "X1010519491231002X", "11010519491231002Y"]),
        ("resident-id-old?", &["110105491231002", "360426910101007"]),
        ("outer-space", &["11010519491231002X "]),
    ];
    for (code, texts) in faults {
        all(resident_id, code, texts);
    }
    all(resident_id, "resident-id-date", &["110105491331002"]);
    // ISO 7064, MOD 11-2 finds every single error and every swap of neighbours.
    let right: Vec<char> = "440524188001010014".chars().collect();
    for at in 0..18 {
        for other in "0123456789".chars().filter(|&c| c != right[at]) {
            let mut changed = right.clone();
            changed[at] = other;
            assert!(resident_id(&changed.iter().collect::<String>()).is_err());
        }
        if at > 0 && right[at] != right[at - 1] {
            let mut changed = right.clone();
            changed.swap(at, at - 1);
            assert!(resident_id(&changed.iter().collect::<String>()).is_err());
        }
    }
}

#[case]
fn codes_of_countries() {
    all(
        country_code,
        "ok",
        &["CN", "CHN", "US", "USA", "DE", "DEU", "TW", "HK", "SS", "SSD", "CW", "ZW", "AFG", "AX", "ALA"],
    );
    let faults: [(&str, &[&str]); 6] = [
        ("country-code", &["ZZ", "C", "CHINA", "China", "156", "中国", "AFAFG", "C N", "XX", "NAF"]),
        ("country-code-case", &["cn", "Cn", "usa"]),
        ("country-code-old", &["SU", "DDR", "YU", "ZR", "AN", "TP", "BU"]),
        ("country-code-other", &["UK", "EL", "GER"]),
        ("country-code-user?", &["XK", "XKX"]),
        ("outer-space", &[" CN"]),
    ];
    for (code, texts) in faults {
        all(country_code, code, texts);
    }
    assert_eq!(country_code("cn").unwrap_err().text(Locale::Chinese), "国家代码须大写：请写作 CN");
    // Two hundred and forty-nine, of two and of three letters (ISO 3166 as of 2026).
    let letters = || 'A'..='Z';
    let pairs: Vec<String> = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))).collect();
    assert_eq!(pairs.iter().filter(|code| country_code(code).is_ok()).count(), 249);
    let triples = pairs.iter().flat_map(|pair| letters().map(move |c| format!("{pair}{c}")));
    assert_eq!(triples.filter(|code| country_code(code).is_ok()).count(), 249);
}

#[case]
fn codes_of_currencies() {
    all(currency_code, "ok", &["CNY", "EUR", "USD", "JPY", "HKD", "MOP", "TWD", "XAU", "CHE", "ZWG", "XCG", "SLE"]);
    let faults: [(&str, &[&str]); 6] = [
        ("currency-code", &["ABC", "EU", "€", "US$", "DOLLAR", "BTC", "人民币", "156"]),
        ("currency-code-case", &["cny", "Usd"]),
        ("currency-code-old", &["DEM", "FRF", "HRK", "SLL", "TRL", "RUR"]),
        ("currency-code-old?", &["BGN", "ANG"]),
        ("currency-code-other", &["RMB", "CNH", "NTD"]),
        ("currency-code-none?", &["XXX", "XTS"]),
    ];
    for (code, texts) in faults {
        all(currency_code, code, texts);
    }
    assert_eq!(currency_code("RMB").unwrap_err().text(Locale::Chinese), "不是 ISO 4217 代码：请写作 CNY");
}

#[case]
fn long_texts_end() {
    for part in ["a", ".", "a.", "http://", "é", "[", ":", "@", "%", "0", "１", "1 "] {
        let long = part.repeat(100_000 / part.len());
        for text in [long.clone(), format!("http://{long}"), format!("https://{long}.com/")] {
            for check in [url, social_credit_code, resident_id, country_code, currency_code] {
                assert!(check(&text).is_err());
            }
        }
        let path = format!("https://example.com/{}", "a/".repeat(50_000));
        assert!(url(&path).is_ok());
    }
}
