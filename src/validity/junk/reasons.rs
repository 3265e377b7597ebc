//! What is said of junk, in both languages, without the value itself.

use crate::validity::Finding;

/// A code, and what it says in English and in Chinese.
pub(super) struct Reason(&'static str, &'static str, &'static str);

impl Reason {
    /// Junk.
    pub(super) fn certain(&self) -> Option<Finding> {
        Some(Finding::new(self.0, self.1, self.2))
    }

    /// Something that real values are too, now and then.
    pub(super) fn likely(&self) -> Option<Finding> {
        self.certain().map(Finding::as_warning)
    }

    pub(super) fn either(&self, is_certain: bool) -> Option<Finding> {
        if is_certain { self.certain() } else { self.likely() }
    }
}

pub(super) const PLACEHOLDER: Reason =
    Reason("junk-placeholder", "is a placeholder, not a value", "是占位内容，不是真实的值");
pub(super) const NO_TEXT: Reason = Reason("junk-no-text", "has neither letters nor digits", "既没有文字也没有数字");
pub(super) const KEYBOARD: Reason = Reason("junk-keyboard", "is a run of neighbouring keys", "是键盘上相邻按键的连击");
pub(super) const REPEATED: Reason =
    Reason("junk-repeated", "is the same character again and again", "是同一个字符的重复");
pub(super) const REPEATED_GROUP: Reason =
    Reason("junk-repeated-group", "is the same few characters again and again", "是同几个字符的重复");
pub(super) const SEQUENCE: Reason =
    Reason("junk-sequence", "is characters in their order, such as 12345", "是按顺序排列的字符，如 12345");
pub(super) const UNSPEAKABLE: Reason =
    Reason("junk-unspeakable", "looks typed at random: it cannot be spoken", "像是随意敲击的字母，无法拼读");
pub(super) const TEST: Reason = Reason("junk-test", "looks like a test record", "像是测试记录");

pub(super) const PERSON_DIGITS: Reason =
    Reason("junk-person-digits", "has digits, and is the name of a person", "人名中含有数字");
pub(super) const NAME_EMAIL: Reason =
    Reason("junk-name-email", "is a mail address, not a name", "是邮箱地址，不是名称");
pub(super) const NAME_WEB: Reason = Reason("junk-name-web", "is a web address, not a name", "是网址，不是名称");
pub(super) const PERSON_COMPANY: Reason =
    Reason("junk-person-company", "looks like the name of a company, not of a person", "像是公司名称，不是人名");
pub(super) const PERSON_LETTER: Reason = Reason("junk-single-letter", "is a single letter", "只有一个字母");
pub(super) const PERSON_TITLE: Reason =
    Reason("junk-title-only", "is a title without a full name", "只有称呼，没有完整姓名");
pub(super) const COMPANY_PERSON: Reason =
    Reason("junk-company-person", "looks like the name of a person, not of a company", "像是人名，不是公司名称");

pub(super) const EMAIL_RESERVED: Reason = Reason(
    "junk-email-reserved",
    "is in a domain that is reserved for examples and tests",
    "使用了保留给示例和测试的域名",
);
pub(super) const EMAIL_MADE_UP: Reason = Reason("junk-email-made-up", "looks made up", "像是随意编造的邮箱");
pub(super) const EMAIL_NO_REPLY: Reason =
    Reason("junk-email-no-reply", "is a mailbox that nobody reads", "是无人查看的发信专用邮箱");
pub(super) const EMAIL_ROLE: Reason =
    Reason("junk-email-role", "is a mailbox of a department, not of a person", "是部门邮箱，不是个人邮箱");
pub(super) const EMAIL_THROW_AWAY: Reason = Reason(
    "junk-email-throw-away",
    "is in a domain of addresses that are thrown away after use",
    "使用了一次性邮箱的域名",
);

pub(super) const PHONE_KNOWN: Reason = Reason(
    "junk-phone-well-known",
    "is a number that everybody knows, not the customer's",
    "是众所周知的号码，不是客户的号码",
);
pub(super) const PHONE_FICTION: Reason = Reason(
    "junk-phone-fiction",
    "is one of the numbers that are kept for films and books",
    "是保留给影视作品使用的虚构号码",
);
pub(super) const PHONE_MADE_UP: Reason = Reason("junk-phone-made-up", "looks made up", "像是随意编造的号码");
