//! Stands in for validators that are still to come.

pub(super) fn email(text: &str) -> Result<(), ()> {
    let (local, domain) = text.split_once('@').ok_or(())?;
    let ok = !local.is_empty()
        && domain.contains('.')
        && !domain.contains(['@', ' '])
        && !domain.starts_with('.')
        && !domain.ends_with('.');
    if ok && !local.contains(' ') { Ok(()) } else { Err(()) }
}
pub(super) fn url(text: &str) -> Result<(), ()> {
    if (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(' ') { Ok(()) } else { Err(()) }
}
pub(super) fn phone(text: &str, _region: Option<&str>) -> Result<(), ()> {
    let digits: String = text.chars().filter(|c| !" -().".contains(*c)).collect();
    let national = digits.strip_prefix("+86").unwrap_or(&digits);
    if national.len() == 11 && national.starts_with('1') && national.bytes().all(|c| c.is_ascii_digit()) {
        Ok(())
    } else {
        Err(())
    }
}
pub(super) fn resident_id(_: &str) -> Result<(), ()> {
    Err(())
}
pub(super) fn social_credit_code(_: &str) -> Result<(), ()> {
    Err(())
}
