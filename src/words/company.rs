//! What a company is called without its legal form.
//!
//! Legal forms and their abbreviations are those of the list of ISO 20275 (Entity Legal Forms, kept by GLEIF) that stand in names of
//! companies, with the spellings that are in use; a line of `legal_forms.txt` is one form. Chinese ones are those of the PRC's
//! Company Law and Partnership Enterprise Law, of Taiwan's Company Act and of Japan's Companies Act. Places are the provinces, the
//! cities of prefectures, and some of counties (GB/T 2260), in `places.txt`.

use super::fold::{fold, simplified_character};
use super::lookup::Words;
use super::pinyin::is_han;
use std::sync::OnceLock;

/// What a company is called, and what it is in law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanyName {
    /// The name, folded, without legal form, article and punctuation: `acme`, of `The ACME Co., Ltd.`; `北京小米科技`, of
    /// `北京小米科技有限责任公司`. Never empty where the name is not.
    pub core: String,
    /// The legal form in one way of writing, such as `gmbh` or `有限公司`; several with a space between; empty where there is none.
    pub form: String,
    /// The place that a Chinese name begins with, without 省 and 市, as it stands at the beginning of `core`: `北京`; empty where there is none.
    pub place: String,
    /// The branch that a Chinese name ends with, as it stands at the end of `core`: `上海分公司`; empty where there is none. Two
    /// branches of a company are two customers.
    pub branch: String,
}

/// The legal forms of Chinese, Japanese and Korean names, the longer before those that they end with.
const EASTERN_FORMS: [&str; 32] = [
    "集团股份有限公司",
    "集团有限责任公司",
    "股份有限责任公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "股份合作公司",
    "特殊普通合伙",
    "普通合伙",
    "有限合伙",
    "合伙企业",
    "个人独资企业",
    "有限公司",
    "股份公司",
    "集团公司",
    "无限公司",
    "总公司",
    "公司",
    "集团",
    "株式会社",
    "有限会社",
    "合同会社",
    "合名会社",
    "合资会社",
    "(株)",
    "(有)",
    "(合)",
    "주식회사",
    "유한회사",
    "유한책임회사",
    "(주)",
    "(유)",
];

/// How branches end.
const BRANCHES: [&str; 9] = ["分公司", "分行", "支行", "支公司", "分店", "办事处", "营业部", "代表处", "子公司"];

/// The name of a company without its legal form.
///
/// ```
/// use custometry::words::company_core;
///
/// let name = company_core("The Acme Widget Co., Ltd.");
/// assert_eq!((name.core.as_str(), name.form.as_str()), ("acme widget", "co ltd"));
/// assert_eq!(company_core("ACME Widget L.L.C.").core, "acme widget");
/// assert_eq!(company_core("Müller & Söhne GmbH & Co. KG").core, "muller and sohne");
/// let name = company_core("北京小米科技有限责任公司");
/// assert_eq!((name.core.as_str(), name.form.as_str(), name.place.as_str()), ("北京小米科技", "有限责任公司", "北京"));
/// ```
pub fn company_core(text: &str) -> CompanyName {
    let folded = fold(text);
    let is_eastern = folded
        .chars()
        .any(|it| is_han(it) || matches!(it, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' | '㈱' | '㈜'));
    if is_eastern { eastern(&folded) } else { western(text, &folded) }
}

fn eastern(folded: &str) -> CompanyName {
    let mut rest: String = folded.chars().map(simplified_character).collect();
    if rest.contains(['㈱', '㈲', '㈜', '(', '[']) {
        for (sign, written) in [("㈱", "(株)"), ("㈲", "(有)"), ("㈜", "(주)"), ("(中国)", ""), ("[", "("), ("]", ")")]
        {
            rest = rest.replace(sign, written);
        }
    }
    let mut forms = Vec::new();
    let mut name = rest.as_str();
    // A form before the name, as in Japanese and Korean.
    for form in EASTERN_FORMS.iter().skip(19) {
        if let Some(after) = name.strip_prefix(form).filter(|after| !after.trim().is_empty()) {
            forms.push(bare(form).to_owned());
            name = after.trim();
            break;
        }
    }
    let mut branch = String::new();
    if let Some((before, form, after)) = form_before_branch(name) {
        (name, branch) = (before, after.trim_matches(['(', ')', ' ', '-']).to_owned());
        forms.push(form.to_owned());
    }
    let mut at_end = Vec::new();
    while let Some((before, form)) = form_at_end(name) {
        name = before;
        at_end.push(form);
    }
    // The words of 集团有限公司 belong together.
    if !at_end.is_empty() {
        at_end.reverse();
        forms.push(at_end.concat());
    }
    // 深圳市 and 深圳 are one place.
    let (places, rest) = places_at_beginning(name);
    let place: String = places.into_iter().flatten().collect();
    let core = joined(&[&place, rest, &branch].concat());
    CompanyName { core, form: forms.join(" "), place, branch }
}

/// A legal form that the name ends with, in brackets or not, without the brackets, and what is before it.
fn form_at_end(name: &str) -> Option<(&str, &'static str)> {
    let name = name.trim_end_matches(['.', ' ', ',']);
    if !name.ends_with(['司', '伙', '业', '团', '社', ')', '사']) {
        return None;
    }
    EASTERN_FORMS.iter().find_map(|form| {
        let in_brackets = || name.strip_suffix(')')?.strip_suffix(form)?.strip_suffix('(');
        let before = name.strip_suffix(form).or_else(in_brackets)?.trim_end();
        // A name remains, of more than a place: 北京公司 is no name without what it ends with.
        let remains = places_at_beginning(before).1.chars().any(char::is_alphanumeric);
        remains.then(|| (before, bare(form)))
    })
}

/// The parts of a name of a branch: before the legal form of the company, that form, and the branch.
fn form_before_branch(name: &str) -> Option<(&str, &'static str, &str)> {
    BRANCHES.iter().find(|branch| name.ends_with(**branch))?;
    EASTERN_FORMS.iter().take(17).find_map(|form| {
        let (before, after) = name.rsplit_once(form)?;
        (!before.is_empty() && !after.is_empty()).then_some((before, *form, after))
    })
}

fn bare(form: &'static str) -> &'static str {
    match form {
        "(株)" => "株式会社",
        "(有)" => "有限会社",
        "(合)" => "合同会社",
        "(주)" => "주식회사",
        "(유)" => "유한회사",
        form => form,
    }
}

/// Letters and digits, with a space only where Latin words meet.
fn joined(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split(|it: char| !it.is_alphanumeric() && it != '&' && it != '+') {
        if out.ends_with(|it: char| it.is_ascii()) && word.starts_with(|it: char| it.is_ascii()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether a legal form, in its one way of writing, is nothing else in a name of a person: `Co`, `Vos` and `Sia` are surnames too.
pub(super) fn is_sure_form(form: &str) -> bool {
    static SURE: Words = Words::new(
        "ltd inc corp llc llp plc pty pte pvt bhd sdn gmbh gmbh-co-kg gmbh-co-kgaa ag-co-kg ug ag kg kgaa ohg gbr sarl eurl sasu srl \
         sa-de-cv sapi-de-cv sab-de-cv s-de-rl-de-cv ltda bv bvba oyj aps spzoo spzoospk sro kft zrt nyrt ooo oao zao pao jsc pjsc \
         ojsc cjsc tbk wll",
    );
    !form.is_empty() && (!form.is_ascii() || SURE.has(form))
}

/// The province and the city that a Chinese text begins with, without 省 and 市, and what comes after them.
pub(super) fn places_at_beginning(text: &str) -> ([Option<&'static str>; 2], &str) {
    static PROVINCES: Words = Words::new(
        "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门",
    );
    static CITIES: Words = Words::new(include_str!("places.txt").trim_ascii_end());
    let (mut places, mut rest) = ([None; 2], text);
    for (found, (list, kinds)) in places.iter_mut().zip([(&PROVINCES, ["省", "市"]), (&CITIES, ["市", "地区"])]) {
        // No name of a place has more than four characters.
        let ends = rest.char_indices().map(|(at, it)| at + it.len_utf8()).take(4).skip(1);
        let longest = ends.filter_map(|end| list.first(rest.get(..end)?)).last();
        let Some((place, after)) = longest.and_then(|place| Some((place, rest.strip_prefix(place)?))) else { continue };
        // 朝阳区 is a district; 南京路 is a street.
        if after.starts_with(['区', '县', '路', '街', '镇', '乡'])
            || after.starts_with("大道")
            || after.starts_with("新区")
        {
            break;
        }
        (*found, rest) = (Some(place), kinds.iter().find_map(|kind| after.strip_prefix(kind)).unwrap_or(after));
        // These provinces are cities.
        if matches!(place, "北京" | "天津" | "上海" | "重庆" | "香港" | "澳门") {
            break;
        }
    }
    (places, rest)
}

/// A word of a name: folded without full stops, and whether it was written with them or with capital letters after the first.
struct Word {
    text: String,
    is_abbreviation: bool,
}

fn western(text: &str, folded: &str) -> CompanyName {
    let mut words = words(text);
    let mut forms: Vec<&str> = Vec::new();
    if words.len() > 1 && words.first().is_some_and(|word| word.text == "the") {
        words.remove(0);
    }
    // A form before the name, as in PT, OOO, UAB.
    let begins = words.first().and_then(|word| legal_form(&word.text, word.is_abbreviation));
    let begins = begins.filter(|form| {
        matches!(*form, "pt" | "ooo" | "oao" | "zao" | "pao" | "ao" | "tov" | "too" | "uab" | "sia" | "ab")
    });
    if let Some(form) = begins.filter(|_| words.len() > 1) {
        forms.push(form);
        words.remove(0);
    }
    let mut at_end = Vec::new();
    while let Some((form, count)) = western_form_at_end(&words, at_end.last().copied()) {
        at_end.push(form);
        words.truncate(words.len() - count);
        while words.len() > 1 && words.last().is_some_and(|word| word.text == "and") {
            words.pop();
        }
    }
    at_end.reverse();
    forms.extend(at_end);
    let mut core = String::new();
    let mut after_letter = false;
    for word in &words {
        // Letters by themselves are one abbreviation: J. P. Morgan and JP Morgan.
        let is_letter = word.text.len() == 1 && word.text.bytes().all(|it| it.is_ascii_alphabetic());
        if !(core.is_empty() || is_letter && after_letter) {
            core.push(' ');
        }
        core.push_str(&word.text);
        after_letter = is_letter;
    }
    if core.is_empty() {
        core = folded.to_owned();
    }
    CompanyName { core, form: forms.join(" "), ..CompanyName::default() }
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for part in text.split(|it: char| {
        it.is_whitespace()
            || matches!(
                it,
                ',' | ';'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '"'
                    | '–'
                    | '—'
                    | '-'
                    | '·'
                    | '|'
                    | '_'
                    | ':'
                    | '!'
                    | '?'
                    | '*'
                    | '#'
            )
    }) {
        let folded = fold(part);
        let is_dotted = folded.contains('.');
        let is_abbreviation = is_dotted || folded.contains('/') || part.chars().skip(1).any(char::is_uppercase);
        // The slash of A/S belongs to it.
        let keeps_slash = folded.len() <= 4;
        for (at, piece) in folded.split(['&', '+']).enumerate() {
            if at > 0 {
                words.push(Word { text: "and".into(), is_abbreviation: false });
            }
            for piece in piece.split(|it| it == '/' && !keeps_slash) {
                let text: String = piece.chars().filter(|&it| it.is_alphanumeric() || it == '/').collect();
                let text = match text.as_str() {
                    "und" | "et" | "og" | "och" => "and".into(),
                    _ => text,
                };
                if !text.is_empty() && text != "/" {
                    words.push(Word { text, is_abbreviation });
                }
            }
        }
    }
    words
}

/// The legal form of the most words at the end, and of how many. Something of the name remains.
fn western_form_at_end(words: &[Word], after: Option<&str>) -> Option<(&'static str, usize)> {
    if !words.last().is_some_and(|last| ends_a_form(&last.text)) {
        return None;
    }
    (1..=words.len().saturating_sub(1).min(8)).rev().find_map(|count| {
        let end = words.get(words.len() - count..)?;
        // A private company is called so before the word limited only.
        let private = matches!(end, [word] if word.text == "private") && after == Some("ltd");
        let joined: String = end.iter().flat_map(|word| word.text.chars()).filter(|it| *it != '/').collect();
        let is_abbreviation = end.iter().all(|word| word.is_abbreviation || word.text.len() == 1);
        // Small words by themselves are the name's: only letters, or words that are one form together, are joined.
        let form = if private { Some("pvt") } else { legal_form(&joined, is_abbreviation) };
        form.map(|form| (form, count))
    })
}

/// Whether a folded name may have a legal form: the quick part of the answer.
pub(super) fn may_have_form(folded: &str) -> bool {
    let last = folded.rsplit(|it: char| it.is_whitespace() || it == '-').next().unwrap_or_default();
    let last: String = last.chars().filter(|it| it.is_alphanumeric()).collect();
    !folded.is_ascii()
        || ends_a_form(&last)
        || ["pt ", "ooo ", "oao ", "zao ", "pao "].iter().any(|form| folded.starts_with(form))
}

/// Whether a legal form ends with a word.
fn ends_a_form(word: &str) -> bool {
    static BACKWARDS: OnceLock<Vec<String>> = OnceLock::new();
    let backwards = |text: &str| text.chars().rev().filter(|it| *it != '/').collect::<String>();
    let all = BACKWARDS.get_or_init(|| {
        let mut all: Vec<String> = legal_forms().iter().map(|(spelling, ..)| backwards(spelling)).collect();
        all.push(backwards("private"));
        all.sort_unstable();
        all
    });
    let word = backwards(word);
    all.get(all.partition_point(|other| *other < word)).is_some_and(|other| other.starts_with(&word))
}

/// The legal form that is written so. Those that are also words are only meant where they are written as abbreviations.
fn legal_form(joined: &str, is_abbreviation: bool) -> Option<&'static str> {
    let forms = legal_forms();
    let at = forms.binary_search_by(|(spelling, ..)| (*spelling).cmp(joined)).ok()?;
    let &(_, canonical, needs_capitals) = forms.get(at)?;
    (is_abbreviation || !needs_capitals).then_some(canonical)
}

/// The spellings in their order, each with the one way to write the form, and whether it is also a word.
fn legal_forms() -> &'static [(&'static str, &'static str, bool)] {
    static FORMS: OnceLock<Vec<(&str, &str, bool)>> = OnceLock::new();
    FORMS.get_or_init(|| {
        let mut forms = Vec::new();
        for line in include_str!("legal_forms.txt").lines() {
            let canonical = line.split([' ', '?']).next().unwrap_or_default();
            for spelling in line.split(' ') {
                let sure = spelling.strip_suffix('?');
                forms.push((sure.unwrap_or(spelling), canonical, sure.is_some()));
            }
        }
        forms.sort_unstable();
        forms
    })
}
