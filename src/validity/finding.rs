//! What is wrong with a value, in both languages.

use crate::options::Locale;
use std::borrow::Cow;

/// A finding that is always said in the same words: its code, and the words in English and Chinese.
pub(super) type Fault = &'static [&'static str; 3];

/// What is wrong with a value. Its words never contain the value, so that they can go where the value must not; at most they
/// name one character that is out of place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    code: &'static str,
    is_warning: bool,
    english: Cow<'static, str>,
    chinese: Cow<'static, str>,
}

impl Finding {
    pub(crate) fn new(
        code: &'static str,
        english: impl Into<Cow<'static, str>>,
        chinese: impl Into<Cow<'static, str>>,
    ) -> Finding {
        Finding(Box::new(Inner { code, is_warning: false, english: english.into(), chinese: chinese.into() }))
    }

    /// The finding of a fault.
    #[cold]
    pub(super) fn of(&[code, english, chinese]: Fault) -> Finding {
        Finding::new(code, english, chinese)
    }

    /// The finding of a fault whose words have `{}` in the place of `detail`.
    #[cold]
    pub(super) fn with(&[code, english, chinese]: Fault, detail: &str) -> Finding {
        Finding::new(code, english.replacen("{}", detail, 1), chinese.replacen("{}", detail, 1))
    }

    /// The same, as something that is unlikely and not impossible.
    #[allow(clippy::wrong_self_convention)] // It reads as what it does.
    pub(crate) fn as_warning(mut self) -> Finding {
        self.0.is_warning = true;
        self
    }

    /// What is wrong, as a word that stays the same: `email-no-at`.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// Whether the value is only unlikely, such as a telephone number with a prefix that has not been given out.
    pub fn is_warning(&self) -> bool {
        self.0.is_warning
    }

    /// What is wrong, in words.
    pub fn text(&self, locale: Locale) -> &str {
        match locale {
            Locale::English => &self.0.english,
            Locale::Chinese => &self.0.chinese,
        }
    }
}
