//! Names in one form: folded, in Latin letters, with their short forms; and whose they are.

use crate::case;
use custometry::words::{
    fold, looks_like_company, looks_like_person, nickname_groups, pinyin, same_given_name, same_surname, simplified,
};

#[case]
fn texts_fold_to_plain_letters() {
    let folded = [
        ("Zoë Åström", "zoe astrom"),
        ("François Lefèvre-Nuñez", "francois lefevre-nunez"),
        ("Strauß STRAẞE", "strauss strasse"),
        ("Øystein Æbleskiver Þór Ðorđe", "oystein aebleskiver thor dorde"),
        ("Łódź Żółć", "lodz zolc"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("İstanbul Iğdır ıslak", "istanbul igdir islak"),
        ("Dvořák Čapek Ľubica", "dvorak capek lubica"),
        // The mark as a character of its own.
        ("Jose\u{301} Mu\u{308}ller", "jose muller"),
        ("ＡＢＣ－１２３　株式会社", "abc-123 株式会社"),
        ("O’Neill O‘Neill O`Neill O´Neill Oʼneill", "o'neill o'neill o'neill o'neill o'neill"),
        ("a\u{2010}b\u{2013}c\u{2014}d\u{2212}e", "a-b-c-d-e"),
        ("\u{a0} a \t\n\u{3000}\u{2003}b \u{feff}", "a b"),
        ("a\u{200b}b\u{ad}c\u{200e}d", "abcd"),
        ("ﬁnance ﬂow №5", "finance flow no5"),
        ("Παπαδόπουλος Χριστίνα", "papadopoulos christina"),
        ("Алексей Щербаков", "aleksey shcherbakov"),
        ("Євген Ґудзь", "yevgen gudz"),
        ("ﾄﾖﾀ ｶﾞｽ ﾊﾟﾝ", "トヨタ ガス パン"),
        ("٠١٢ ۳۴", "012 34"),
        ("أحمد مُحَمَّد", "احمد محمد"),
        ("", ""),
        ("  ", ""),
    ];
    for (text, expected) in folded {
        assert_eq!(fold(text), expected, "{text:?}");
        assert_eq!(fold(expected), expected, "folded twice: {text:?}");
    }
}

#[case]
fn traditional_characters_are_simplified() {
    assert_eq!(
        simplified("張偉 陳麗華 劉德華 黃曉明 歐陽鋒 葉問 鄭爽 趙薇"),
        "张伟 陈丽华 刘德华 黄晓明 欧阳锋 叶问 郑爽 赵薇"
    );
    assert_eq!(simplified("臺灣積體電路製造 廣東 國際 銀行"), "台湾积体电路制造 广东 国际 银行");
    assert_eq!(simplified("张伟 abc カナ"), "张伟 abc カナ");
}

#[case]
fn characters_read_as_pypinyin_reads_them() {
    // A given name of two: of a character by itself the reading as a surname would be asked for.
    let mut count = 0;
    for line in include_str!("../golden/words-pinyin.csv").lines().skip(1) {
        let (character, reading) = line.split_once(',').unwrap();
        assert_eq!(pinyin(&format!("王{character}")), Some(format!("wang {reading}")), "{character}");
        count += 1;
    }
    assert!(count > 250);
}

#[case]
fn surnames_read_as_surnames() {
    // As pinyin-pro reads them in its mode for surnames.
    let read = [
        ("单田芳", "shan tian fang"),
        ("曾国藩", "zeng guo fan"),
        ("解晓东", "xie xiao dong"),
        ("仇英", "qiu ying"),
        ("查良镛", "zha liang yong"),
        ("任正非", "ren zheng fei"),
        ("区志伟", "ou zhi wei"),
        ("盖叫天", "ge jiao tian"),
        ("朴树", "piao shu"),
        ("缪宗", "miao zong"),
        ("万俟卨", "moqi 卨"),
        ("尉迟恭", "yuchi gong"),
        ("欧阳修", "ouyang xiu"),
        ("司马懿", "sima yi"),
        ("諸葛亮", "zhuge liang"),
        ("吕布", "lv bu"),
    ];
    for (name, expected) in read {
        assert_eq!(pinyin(name).as_deref(), Some(expected), "{name}");
    }
    // Only at the beginning.
    assert_eq!(pinyin("王单").as_deref(), Some("wang dan"));
}

#[case]
fn names_in_part_chinese_and_korean_ones() {
    assert_eq!(pinyin("張 偉").as_deref(), Some("zhang wei"));
    assert_eq!(pinyin("David 张伟").as_deref(), Some("david zhang wei"));
    assert_eq!(pinyin("张伟 (David)").as_deref(), Some("zhang wei (david)"));
    assert_eq!(pinyin("阿依古丽·买买提").as_deref(), Some("a yi gu li mai mai ti"));
    assert_eq!(pinyin("김민준").as_deref(), Some("kim min jun"));
    assert_eq!(pinyin("이서연").as_deref(), Some("lee seo yeon"));
    assert_eq!(pinyin("Müller"), None);
    assert_eq!(pinyin(""), None);
    assert_eq!(pinyin("ひらがな"), None);
}

#[case]
fn surnames_in_other_spellings() {
    for (a, b) in [
        ("wong", "wang"),
        ("wong", "huang"),
        ("chan", "chen"),
        ("cheung", "zhang"),
        ("chang", "zhang"),
        ("lee", "li"),
        ("lau", "liu"),
        ("ng", "wu"),
        ("hsieh", "xie"),
        ("tsai", "cai"),
        ("ouyang", "auyeung"),
        ("cheung", "chang"),
    ] {
        assert!(same_surname(a, b) && same_surname(b, a), "{a} {b}");
    }
    for (a, b) in [("wong", "chan"), ("li", "liu"), ("smith", "schmidt"), ("", "wang")] {
        assert!(!same_surname(a, b), "{a} {b}");
    }
}

#[case]
fn given_names_and_their_short_forms() {
    for (a, b) in [
        ("bob", "robert"),
        ("bill", "william"),
        ("liz", "elizabeth"),
        ("betty", "liz"),
        ("peggy", "margaret"),
        ("jack", "john"),
        ("dick", "richard"),
        ("kate", "catherine"),
        ("hans", "johannes"),
        ("pepe", "jose"),
        ("paco", "francisco"),
        ("sascha", "alexander"),
        ("xyz", "xyz"),
    ] {
        assert!(same_given_name(a, b) && same_given_name(b, a), "{a} {b}");
    }
    for (a, b) in [("bob", "william"), ("anna", "peter"), ("xyz", "abc"), ("", "bob")] {
        assert!(!same_given_name(a, b), "{a} {b}");
    }
    assert_eq!(nickname_groups("xyz"), [0_u16; 0]);
    let alex = nickname_groups("alex");
    assert!(alex.len() > 1 && alex.windows(2).all(|two| two[0] < two[1]), "{alex:?}");
}

#[case]
fn companies_show_in_their_names() {
    for name in [
        "Acme Ltd",
        "Siemens AG",
        "Max Planck Institute",
        "Blue Ocean Solutions",
        "深圳市腾讯计算机系统有限公司",
        "中国工商银行",
        "北京大学",
        "株式会社ソニー",
        "Ferrari S.r.l.",
    ] {
        assert!(looks_like_company(name).is_some(), "{name}");
        assert_eq!(looks_like_person(name), None, "{name}");
    }
    // Surnames that are legal forms or words of business elsewhere.
    for name in [
        "Vincent Co",
        "Cees Vos",
        "Kai Sia",
        "Wei Ou",
        "JOAO DA SILVA SA",
        "Tyrone Power",
        "Charlotte Church",
        "Dieter Bank",
        "Danielle Steel",
        "Felicia Häfliger Bär",
    ] {
        assert_eq!(looks_like_company(name), None, "{name}");
    }
}

#[case]
fn persons_show_in_their_names() {
    for name in ["John Smith", "Elizabeth A. Taylor", "王晓明", "张伟", "歐陽娜娜", "李总", "王女士"] {
        assert!(looks_like_person(name).is_some(), "{name}");
    }
    for name in [
        "华为",
        "小米",
        "金山",
        "万科",
        "王府井",
        "安踏",
        "三一重工",
        "Georgia Power",
        "Mercedes Benz",
        "Booking.com",
        "3M",
        "Virginia Mason",
        "John",
        "IKEA",
    ] {
        assert_eq!(looks_like_person(name), None, "{name}");
    }
}
