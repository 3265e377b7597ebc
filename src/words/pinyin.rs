//! Chinese names in Latin letters.
//!
//! `pinyin.txt` lists characters by the syllable they are read as, without tones: those of the first level of GB 2312 (3,755), and
//! those besides that stand in given names and surnames. The readings are the first ones of Unicode's Unihan database
//! (kMandarin), as pypinyin (MIT) has them, and the usual ones in names where these differ. Which surnames are read otherwise
//! is in the tables below. Korean follows the Revised Romanization of 2000, each syllable by itself, with the usual spelling of
//! the commonest surnames.

use super::fold::{fold, simplified_character};
use super::lookup::Words;
use std::sync::OnceLock;

/// The first characters of Chinese in Unicode; the table has a place for each from here on.
const FIRST: u32 = 0x4e00;
const COUNT: usize = 0x9fff - 0x4e00 + 1;

/// Surnames that are read otherwise than the character is elsewhere, with the compound ones before the single.
const SURNAMES: &str = "万俟moqi 尉迟yuchi 澹台tantai 长孙zhangsun 单于chanyu 令狐linghu 万wan 单shan 曾zeng 解xie 仇qiu 区ou 查zha 盖ge \
朴piao 任ren 覃qin 翟zhai 尉wei 冼xian 员yun 缪miao 秘bi 召shao 种chong 折she 繁po 乜nie 乐yue 祭zhai 黑he 隗wei 洗xian 佴nai 郗xi 车che \
句gou 撒sa 晟cheng 重chong 朝chao 长chang 都du 过guo 那na 缑gou 宓mi 谌chen 能nai 相xiang 应ying 纪ji 宁ning 卜bu 薄bo 柏bai 曲qu 藏zang \
谷gu 粘nian 呙guo 逄pang 行xing 莘shen 眭sui 阚kan 幺yao 哈ha 占zhan 干gan 钭tou 葛ge 钻zuan 费fei 俞yu 燕yan 华hua 庹tuo 郇xun 郄qie \
仉zhang 訾zi 晁chao 子车ziju 漆雕qidiao 夹谷jiagu";

/// Surnames in other spellings than pinyin: Wade-Giles as in Taiwan, Cantonese as in Hong Kong, Hokkien and Teochew as in Singapore and
/// Malaysia; each followed by what it may be in pinyin.
static SPELLINGS: Words = Words::by_first(
    "\
ang hong;au ou;auyeung ouyang;auyong ouyang;boey mei;chai cai;chan chen;chang zhang;chao zhao;chau zhou;cheah xie;chee xu;chen chen;cheng zheng \
cheng;cheong zhang;cheuk zhuo;cheung zhang;chew zhou;chi ji qi;chia xie jia;chiang jiang;chiao jiao;chien qian jian;chin qin jin;ching cheng;\
chiou qiu;chiu zhao qiu;chong zhuang zhang;choi cai;chou zhou;chow zhou;choy cai;chu zhu chu;chua cai;chuang zhuang;chui xu;chung zhong;\
fok huo;fong fang;foo fu hu;fung feng;gan yan;goh wu;hau hou;heng wang;ho he;hon han;hong kang;hsia xia;hsiao xiao;hsieh xie;hsing xing;\
hsiung xiong;hsu xu;hsueh xue;hui xu;hung hong;ip ye;jen ren;jung rong;kam jin gan;kan jian;kao gao;kei ji;khoo qiu;kho xu;ko gao ke;koh xu gao;\
kong jiang;ku gu;kuan guan;kuek guo;kung gong kong;kuo guo;kwan guan;kwek guo;kwok guo;kwong kuang;lai li lai;lam lin;lau liu;law luo;lee li;\
leong liang;leung liang;liew liu;lim lin;liou liu;lo luo lu;loh luo;lok luo;loo lu;louie lei;low liu;lui lv lei;luk lu;lung long;lyu lv;lu lv lu;\
mak mai;man wen;mok mo;moy mei;mui mei;neo liang;ng wu huang;ngai wei ni;ngan yan;oh hu;ong wang;ou ou;pai bai;pang peng pang;pao bao;\
phua pan;poh fu;poon pan;pun pan;quah ke;quek guo;seah xie;see shi xue;seet xue;shek shi;shen shen;shih shi;shum shen cen;shyu xu;sim shen;sin xian;\
siow xiao;sit xue;siu xiao;so su;soh su;soo su;sung song;szeto situ;sze shi;tai dai;tam tan;tan chen tan;tang deng tang;tay zheng;teh zheng;teng deng;\
teo zhang;teoh zhang;thio zhang;tien tian;tin tian;ting ding;tiong zhang zhong;to du;toh zhuo du;tong tang;tsai cai;tsang zeng;tsao cao;tse xie;\
tseng zeng;tsoi cai;tsou zou;tsui cui xu;tsung zong;tu du;tuan duan;tung dong;wai wei;wan wen yun wan;wee huang;wong wang huang;woo hu wu;wu wu hu;\
yap ye;yau qiu you;yee yu;yeh ye;yen yan;yeo yang;yeoh yang;yeung yang;yim yan;yip ye;yiu yao;yong yang;young yang;yu yu;yuen yuan ruan;yueh yue;\
yung rong weng",
);

/// A name with Chinese characters or Hangul in Latin letters: small, without tones, a space between syllables, `v` for ü. A
/// surname at the beginning is read as one, and a compound surname is one word. What else the name holds is folded and stays.
/// A character that the table does not have stays too. `None` where there is nothing to read. Japanese names in Chinese characters
/// cannot be told from Chinese ones, and are read as these.
///
/// ```
/// use custometry::words::pinyin;
///
/// assert_eq!(pinyin("张伟").as_deref(), Some("zhang wei"));
/// assert_eq!(pinyin("張偉"), pinyin("张伟"));
/// assert_eq!(pinyin("单雄信").as_deref(), Some("shan xiong xin"));
/// assert_eq!(pinyin("欧阳修").as_deref(), Some("ouyang xiu"));
/// assert_eq!(pinyin("김민준").as_deref(), Some("kim min jun"));
/// assert_eq!(pinyin("Zhang Wei"), None);
/// ```
pub fn pinyin(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let characters: Vec<char> = fold(text).chars().map(simplified_character).collect();
    let mut out = String::new();
    let mut is_read = false;
    // Whether a space is due before what comes next.
    let mut apart = false;
    let mut rest = characters.as_slice();
    let mut begins = true;
    while let Some((&character, after)) = rest.split_first() {
        let surname = if begins && is_han(character) { read_surname(rest) } else { None };
        let mut taken = 1;
        let length = out.len();
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        let start = out.len();
        if let Some((reading, count)) = surname {
            out.push_str(&reading);
            taken = count;
        } else if let Some(syllable) = syllable(character) {
            out.push_str(syllable);
        } else {
            push_hangul(&mut out, character, begins);
        }
        if out.len() > start {
            (is_read, apart, begins) = (true, true, false);
        } else {
            out.truncate(length);
            if apart && character != ' ' {
                out.push(' ');
            }
            // Dots between the parts of a name written in Chinese.
            if character != '·' && !(character == ' ' && out.ends_with(' ')) {
                out.push(character);
            }
            apart = is_han(character);
            begins &= !character.is_alphanumeric();
        }
        rest = if taken == 1 { after } else { rest.get(taken..).unwrap_or_default() };
    }
    is_read.then(|| out.trim().to_owned())
}

/// What a folded surname in Latin letters may be in pinyin: `wang` and `huang`, of `wong`. Two surnames that share one may be the same.
/// What is no other spelling is only itself.
///
/// ```
/// assert_eq!(custometry::words::surname_groups("wong").collect::<Vec<_>>(), ["wong", "wang", "huang"]);
/// ```
pub fn surname_groups(folded: &str) -> impl Iterator<Item = &str> {
    let others = SPELLINGS.line(folded).unwrap_or_default().split(' ');
    core::iter::once(folded).chain(others.filter(move |other| !other.is_empty() && *other != folded))
}

/// Whether two folded surnames in Latin letters may be one in Chinese: `wong` and `wang`.
///
/// ```
/// assert!(custometry::words::same_surname("cheung", "zhang"));
/// assert!(!custometry::words::same_surname("cheung", "chen"));
/// ```
pub fn same_surname(a: &str, b: &str) -> bool {
    a == b || surname_groups(a).any(|group| surname_groups(b).any(|other| group == other))
}

/// The surname that characters begin with, where it has a reading of its own or is a compound one, and how many characters it has.
fn read_surname(characters: &[char]) -> Option<(String, usize)> {
    let begins = |surname: &str| {
        let count = surname.chars().count();
        surname.chars().eq(characters.iter().take(count).copied()).then_some(count)
    };
    let first = *characters.first()?;
    let may_begin = |surnames: &str| surnames.contains(first);
    let listed = SURNAMES.split(' ').filter(|line| may_begin(line)).find_map(|line| {
        let (surname, reading) = line.split_at(line.find(|it: char| it.is_ascii())?);
        Some((reading.to_owned(), begins(surname)?))
    });
    listed.or_else(|| {
        let count = compound_surnames().filter(|line| may_begin(line)).find_map(begins)?;
        let syllables = characters.iter().take(count).map(|&character| syllable(character));
        Some((syllables.collect::<Option<String>>()?, count))
    })
}

/// A line of `surnames.txt`: the hundred commonest surnames, the others, those of two and more characters, and what given names
/// are made of.
fn line_of_surnames(at: usize) -> &'static str {
    static LINES: OnceLock<Vec<&str>> = OnceLock::new();
    LINES.get_or_init(|| include_str!("surnames.txt").lines().collect()).get(at).copied().unwrap_or_default()
}

/// Surnames of two and more characters.
pub(crate) fn compound_surnames() -> impl Iterator<Item = &'static str> {
    line_of_surnames(2).split(' ')
}

/// Whether a character is a surname; whether it is one of the hundred commonest.
pub(super) fn is_surname(character: char) -> Option<bool> {
    match (line_of_surnames(0).contains(character), line_of_surnames(1).contains(character)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// Whether a character is one that given names are made of.
pub(super) fn is_in_given_names(character: char) -> bool {
    line_of_surnames(3).contains(character)
}

/// What a character is read as.
fn syllable(character: char) -> Option<&'static str> {
    let at = (character as u32).checked_sub(FIRST)?;
    let (syllables, table) = readings();
    let syllable = table.get(at as usize)?.checked_sub(1)?;
    syllables.get(usize::from(syllable)).copied()
}

/// The syllables, and for each character from `FIRST` on the number of its syllable, from 1.
fn readings() -> &'static (Vec<&'static str>, Vec<u16>) {
    static READINGS: OnceLock<(Vec<&'static str>, Vec<u16>)> = OnceLock::new();
    READINGS.get_or_init(|| {
        let mut table = vec![0; COUNT];
        let mut syllables = Vec::new();
        for (number, line) in (1..).zip(include_str!("pinyin.txt").lines()) {
            let (syllable, characters) = line.split_once(' ').unwrap_or_default();
            syllables.push(syllable);
            for character in characters.chars() {
                if let Some(place) = table.get_mut((character as u32).wrapping_sub(FIRST) as usize) {
                    *place = number;
                }
            }
        }
        (syllables, table)
    })
}

/// Whether it is a Chinese character.
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇' | '々')
}

/// A syllable of Hangul in Latin letters: its beginning, its vowel and its end are counted through in Unicode.
fn push_hangul(out: &mut String, character: char, is_surname: bool) {
    const SURNAMES: [(char, &str); 12] = [
        ('김', "kim"),
        ('이', "lee"),
        ('박', "park"),
        ('최', "choi"),
        ('강', "kang"),
        ('조', "cho"),
        ('임', "lim"),
        ('권', "kwon"),
        ('고', "ko"),
        ('구', "koo"),
        ('노', "noh"),
        ('우', "woo"),
    ];
    const BEGINNINGS: &str = "g kk n d tt r m b pp s ss  j jj ch k t p h";
    const VOWELS: &str = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i";
    const ENDS: &str = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t";
    let Some(at) = (character as usize).checked_sub(0xac00).filter(|&at| at < 11_172) else { return };
    if is_surname && let Some((_, written)) = SURNAMES.iter().find(|(surname, _)| *surname == character) {
        out.push_str(written);
        return;
    }
    for (table, at) in [(BEGINNINGS, at / 588), (VOWELS, at / 28 % 21), (ENDS, at % 28)] {
        out.push_str(table.split(' ').nth(at).unwrap_or_default());
    }
}
