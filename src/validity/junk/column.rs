//! What a column holds, by its name.

use super::JunkKind;
use crate::words::{fold, simplified};

/// Words of names of columns that say something about a value and not the value: an e-mail status is no mail address.
const ABOUT: &str = " id ids type kind status state flag count number_of date time at on opt optin optout in sent verified valid is has size \
revenue industry website url domain code user product city country file campaign event brand plan stage street table column field category \
segment source score rate tag tags color bounce bounced opened clicks subject body template consent preference format verification \
length region ";

/// The words, and in Chinese the parts, that say what a column holds.
const KINDS: [(JunkKind, &str, &str); 4] = [
    (JunkKind::Email, " email emails mail e-mail courriel correo ", "邮箱 邮件 电邮 电子邮"),
    (
        JunkKind::Phone,
        " phone phones telephone tel mobile cell cellphone fax handy telefon telefono telephon mobil msisdn whatsapp ",
        "手机 电话 传真 座机 移动电话 联系方式",
    ),
    (
        JunkKind::Company,
        " company companies organisation organization org employer firm firma business vendor supplier account corporation enterprise unternehmen \
        entreprise empresa societe ",
        "公司 企业 单位 供应商 厂商 机构 雇主 商户",
    ),
    (
        JunkKind::Person,
        " name names fullname firstname lastname surname forename given family first last middle maiden contact person owner vorname nachname prenom \
        nom nombre apellido customer client lead recipient addressee ",
        "姓名 名字 联系人 收件人 收货人 负责人 客户名 用户名称 姓 名",
    ),
];

/// What is meant where nothing but this says it in Chinese.
const CHINESE_ABOUT: [&str; 16] = [
    "数量", "类型", "状态", "日期", "时间", "次数", "编号", "产品", "商品", "城市", "国家", "规模", "行业", "网址",
    "标题", "品牌",
];

pub(super) fn kind_of(name: &str) -> JunkKind {
    let words = words(name);
    let folded = simplified(&fold(name));
    let about = words.iter().any(|word| is_in(ABOUT, word));
    // An account that is not named is a number or a person.
    let is_named = words.iter().any(|word| word == "name");
    let found = KINDS.iter().find(|(kind, english, chinese)| {
        let by_word = words.iter().any(|word| match (kind, word.as_str()) {
            (
                JunkKind::Person,
                "customer" | "client" | "lead" | "owner" | "contact" | "person" | "recipient" | "first" | "last"
                | "given" | "family" | "middle" | "maiden",
            ) => is_named || words.len() == 1,
            (JunkKind::Company, "account" | "business" | "org") => is_named || words.len() == 1,
            (_, word) => is_in(english, word),
        });
        by_word
            || chinese
                .split(' ')
                .any(|part| if part.chars().count() > 1 { folded.contains(part) } else { folded == part })
    });
    let is_about = about || CHINESE_ABOUT.iter().any(|part| folded.contains(part));
    match found {
        Some((kind, ..)) if !is_about => *kind,
        _ => JunkKind::Text,
    }
}

fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|other| !other.is_empty() && other == word)
}

/// The words of a name of a column: contactEmail, contact_email, Contact E-Mail 1.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    for character in name.chars() {
        let begins = character.is_uppercase() && before.is_lowercase();
        if begins || !character.is_alphabetic() {
            words.push(fold(&word));
            word.clear();
        }
        if character.is_alphabetic() {
            word.push(character);
        }
        before = character;
    }
    words.push(fold(&word));
    words.retain(|word| !word.is_empty());
    // E-Mail is one word.
    if let Some(at) = words.windows(2).position(|two| matches!(two, [e, mail] if e == "e" && mail == "mail")) {
        words.remove(at);
    }
    words
}
