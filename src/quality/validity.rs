//! Stand-ins.
#![allow(missing_docs)]
pub(super) use crate::validity::{Finding, email, junk};

pub(super) fn url(text: &str) -> Result<(), Finding> {
    if text.contains("://") { Ok(()) } else { Err(Finding::new("url-no-scheme", "no scheme", "缺少协议")) }
}
pub(super) fn phone(text: &str, _: Option<&str>) -> Result<(), Finding> {
    let finding = Finding::new("phone", "too short", "过短");
    if text.len() > 6 { if text.starts_with("19") { Err(finding.as_warning()) } else { Ok(()) } } else { Err(finding) }
}
pub(super) fn phone_region(_: &str) -> crate::Result<()> {
    Ok(())
}
pub(super) fn resident_id(text: &str) -> Result<(), Finding> {
    if text.len() == 18 { Ok(()) } else { Err(Finding::new("length", "is not 18 characters", "长度不是 18")) }
}
pub(super) fn social_credit_code(text: &str) -> Result<(), Finding> {
    if text.len() == 18 { Ok(()) } else { Err(Finding::new("length", "is not 18 characters", "长度不是 18")) }
}
pub(super) fn country_code(text: &str) -> Result<(), Finding> {
    if text.len() == 18 { Ok(()) } else { Err(Finding::new("length", "is not 18 characters", "长度不是 18")) }
}
pub(super) fn currency_code(text: &str) -> Result<(), Finding> {
    if text.len() == 18 { Ok(()) } else { Err(Finding::new("length", "is not 18 characters", "长度不是 18")) }
}
