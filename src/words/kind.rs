//! Whether a name is one of a company or of a person, in English and Chinese and some of the languages beside them.
//!
//! What is not sure is not said: a name is a company's where a legal form or a word of business shows it, and a person's where a
//! given name or a Chinese surname with characters that given names are made of shows it (`surnames.txt`; the characters are the
//! commonest ones in the counts of given names of PyPI `ngender`, MIT).

use super::company::{company_core, is_sure_form, may_have_form};
use super::fold::{fold, simplified_character};
use super::lookup::Words;
use super::nicknames::nickname_groups;
use super::pinyin::{compound_surnames, is_han, is_in_given_names, is_surname};

/// Words that names of companies have and names of persons do not.
static BUSINESS: Words = Words::new(
    " solutions technologies technology consulting consultants holdings industries industrial enterprises logistics software \
systems services group insurance university college school hospital hotel hotels restaurant pharmacy foundation institute association ministry \
laboratories labs studios ventures trading imports exports motors airlines airways pharmaceuticals pharma electronics manufacturing agency \
gesellschaft versicherung stiftung verein universitat werke company corporation international global networks communications telecom \
engineering construction properties realty investments investment partners associates supplies products foods bakery brewery salon \
supermarket clinic dental legal marketing advertising media digital energy power tech bank credit capital financial finance automotive \
textiles plastics chemicals steel mining oil gas petroleum shipping freight transport travel tours garage cafe bar pizza kitchen grill \
store shop stores market outlet boutique museum church council department committee society club team office center centre design designs \
garden gardens farm farms press books news apparel clothing cosmetics beauty fitness gym spa security cleaning plumbing electric electrical roofing ",
);

/// Those of them that are surnames too: Charlotte Church, Tyrone Power.
static SURNAMES_OF_BUSINESS: Words = Words::new(
    " bank power church farm garden gardens grill market press books steel bar store shop tech club house group \
capital center office design dental legal mining gas ",
);

/// The same in Chinese.
static CHINESE_BUSINESS: Words = Words::new(
    "科技 技术 贸易 商贸 实业 银行 保险 证券 传媒 广告 餐饮 酒店 医院 学校 大学 中学 小学 幼儿园 研究院 研究所 工厂 制造 物流 建材 装饰 咨询 事务所 超市 商店 百货 药房 药店 饭店 宾馆 中心 协会 委员会 政府 管理局 工作室 \
     合作社 网络 信息 电子 机械 化工 投资 基金 控股 集团 企业 公司 有限 服饰 食品 医药 制药 汽车 电器 地产 置业 建筑 工程 设计 教育 培训 文化 旅行社 运输 快递 农业 能源 环保 株式会社",
);

/// What follows a surname where the given name is not said.
const CHINESE_TITLES: [&str; 12] =
    ["先生", "女士", "小姐", "太太", "经理", "总监", "主任", "老师", "老板", "师傅", "总", "工"];

/// Given names that are also words, places and makes; by themselves they show no person.
static AMBIGUOUS_GIVEN: Words = Words::new(
    " virginia carolina georgia victoria mercedes may rose rosa dolly charlotte sydney florence lincoln austin rich \
grace ginger daisy lily penny max star lotte mo di ed al si val sol sandy rusty dot art ray rob drew chuck cat gene dick bill mark pat kit bell \
belle will win chester chris mary marge prudence sky trish jack morgan frank dolores constance joy jean mac guy don earl tina bob jay jo alex \
vera clint carol cliff clare mina mia ally ",
);

/// Surnames that common words of names of companies begin with.
const AMBIGUOUS_SURNAMES: &str = "金万方石江高康易白龙雷常文向武黄";

/// What shows that a name is a company's: its legal form or a word of business; `None` where nothing does.
///
/// ```
/// use custometry::words::looks_like_company;
///
/// assert_eq!(looks_like_company("Acme Widgets GmbH").as_deref(), Some("gmbh"));
/// assert_eq!(looks_like_company("深圳市腾讯计算机系统有限公司").as_deref(), Some("有限公司"));
/// assert_eq!(looks_like_company("Vincent Co"), None);
/// ```
pub fn looks_like_company(text: &str) -> Option<String> {
    let folded: String = fold(text).chars().map(simplified_character).collect();
    if may_have_form(&folded) {
        let name = company_core(text);
        if let Some(form) = name.form.split(' ').find(|form| is_sure_form(form)) {
            return Some(form.to_owned());
        }
    }
    let han = folded.chars().filter(|&it| is_han(it)).count();
    if han > 0 {
        let starts = folded.char_indices().map(|(at, _)| folded.get(at..).unwrap_or_default());
        let word_at = |rest: &str| {
            // A word of business has two characters to four.
            let ends = rest.char_indices().map(|(at, it)| at + it.len_utf8()).take(4).skip(1);
            ends.filter_map(|end| CHINESE_BUSINESS.first(rest.get(..end)?)).next()
        };
        return if han >= 4 { starts.filter_map(word_at).next().map(str::to_owned) } else { None };
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let is_business = |word: &&&str| BUSINESS.has(word.trim_matches(|it: char| !it.is_alphanumeric()));
    let found = words
        .iter()
        .skip(1)
        .find(is_business)
        .or_else(|| words.first().filter(|first| words.len() > 1 && is_business(first) && first.len() > 5));
    // Two or three words may be given names and a surname.
    let found = found.filter(|word| words.len() > 3 || !SURNAMES_OF_BUSINESS.has(word));
    found.map(|word| word.trim_matches(|it: char| !it.is_alphanumeric()).to_owned())
}

/// What shows that a name is a person's: a given name, a Chinese surname or a title; `None` where nothing does, or where it may as well be a
/// company's.
///
/// ```
/// use custometry::words::looks_like_person;
///
/// assert_eq!(looks_like_person("Elizabeth Taylor").as_deref(), Some("elizabeth"));
/// assert_eq!(looks_like_person("王晓明").as_deref(), Some("王"));
/// assert_eq!(looks_like_person("华为"), None);
/// ```
pub fn looks_like_person(text: &str) -> Option<String> {
    let folded: String = fold(text).chars().map(simplified_character).collect();
    if folded.chars().any(is_han) {
        return looks_like_chinese_person(&folded);
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let is_name = |word: &&str| word.chars().all(|it| it.is_alphabetic() || matches!(it, '\'' | '-' | '.'));
    let (first, last) = (words.first()?, words.last()?);
    let is_alike =
        (2..=3).contains(&words.len()) && words.iter().all(is_name) && last.trim_end_matches('.').chars().count() > 1;
    let is_business = SURNAMES_OF_BUSINESS.has(last);
    let is_given = !is_business
        && nickname_groups(first).iter().next().is_some()
        && first.len() > 2
        && !AMBIGUOUS_GIVEN.has(first);
    // Between them is an initial or another given name, and not `and`.
    let is_initial = || text.split_whitespace().nth(1).is_some_and(|it| it.starts_with(char::is_uppercase));
    let middle = words.get(1).filter(|_| words.len() == 3);
    let is_middle = middle.is_none_or(|middle| {
        (middle.trim_end_matches('.').len() == 1 && is_initial()) || !nickname_groups(middle).is_empty()
    });
    (is_alike && is_given && is_middle && looks_like_company(text).is_none()).then(|| (*first).to_owned())
}

fn looks_like_chinese_person(folded: &str) -> Option<String> {
    let name: String = folded.chars().filter(|it| *it != ' ').collect();
    let mut characters = name.chars();
    let surname = characters.next()?;
    let rest = characters.as_str();
    let is_common = is_surname(surname);
    if is_common == Some(true) && CHINESE_TITLES.contains(&rest) {
        return Some(rest.to_owned());
    }
    let given_is_usual = |given: &str| !given.is_empty() && given.chars().all(is_in_given_names);
    for compound in compound_surnames() {
        if let Some(given) = name.strip_prefix(compound)
            && given.chars().count() <= 2
            && given_is_usual(given)
        {
            return Some(compound.to_owned());
        }
    }
    // Of the surnames that begin other words too, no name of two characters is sure.
    let count = name.chars().count();
    let is_sure = is_common == Some(true) && (count == 3 || count == 2) && !AMBIGUOUS_SURNAMES.contains(surname);
    (is_sure && given_is_usual(rest)).then(|| surname.to_string())
}
