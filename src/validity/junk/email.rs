//! Mail addresses that nobody reads.
//!
//! Domains that are reserved are those of RFC 2606 and RFC 6761. Mailboxes of departments are those of RFC 2142 and the ones
//! that are in use beside them.

use super::patterns::{is_mash, pattern};
use super::placeholders::{is_for_any, placeholder};
use super::{JunkKind, JunkLists, letters, reasons};
use crate::validity::Finding;
use crate::words::Words;

const RESERVED_ENDINGS: [&str; 8] =
    ["example.com", "example.net", "example.org", "example", "test", "invalid", "localhost", "localdomain"];

/// Domains in which there is nobody to write to.
static MADE_UP_DOMAINS: Words = Words::new(
    " test.com test.cn test.net test.org test.de test.co.uk noemail.com nomail.com none.com no.com fake.com fakeemail.com asdf.com asd.com \
qwe.com qwerty.com domain.com yourdomain.com mydomain.com youremail.com nowhere.com noreply.com xxx.com xx.com aaa.com a.com aa.com abc.xyz \
invalid.com dummy.com nothing.com nobody.com notreal.com sample.com foo.com bar.com foobar.com null.com na.com company.com yourcompany.com \
emailaddress.com email.email test.test tester.com testing.com xyz.com abcd.com 123.com 111.com 1.com 1234.com 12345.com ",
);

static MADE_UP_LOCALS: Words = Words::new(
    " test tests tester testing test-user test_user testuser noemail no-email no_email nomail none null na noname no nobody nothing unknown fake dummy \
example sample asdf anonymous email youremail your-email your.email yourname your.name name someone somebody donotcall xxx ceshi wu meiyou ",
);

static NO_REPLY: Words = Words::new(
    " noreply no-reply no_reply no.reply donotreply do-not-reply do_not_reply do.not.reply dontreply nichtantworten mailer-daemon bounce bounces ",
);

static ROLES: Words = Words::new(
    " info information sales admin administrator administration service services support contact contacts contactus hello hi office mail post \
webmaster postmaster hostmaster abuse help helpdesk marketing hr jobs job career careers recruiting recruitment billing account accounts accounting finance \
enquiries enquiry inquiries inquiry team press media news newsletter order orders purchasing purchase procurement reception root security privacy legal \
customerservice customer-service customercare feedback general business export it ops noc usenet www ftp all everyone staff management director secretary \
kontakt vertrieb buchhaltung rechnung verkauf bewerbung personal presse buero contacto ventas administracion contabilidad compras commercial comptabilite \
kefu shouhou xiaoshou caiwu zhaopin renshi shichang xingzheng bangong ",
);

/// What shows that an address is nobody's.
pub(super) fn junk(folded: &str, lists: &JunkLists) -> Option<Finding> {
    let Some((local, domain)) = folded.rsplit_once('@') else {
        return without_at(folded);
    };
    let (local, domain) = (local.trim().trim_matches('"'), domain.trim().trim_end_matches('.'));
    let local = local.split_once('+').map_or(local, |(local, _)| local);
    if parents(domain).any(|parent| lists.throw_away_domains.contains(parent)) {
        return reasons::EMAIL_THROW_AWAY.certain();
    }
    if parents(domain).any(|parent| RESERVED_ENDINGS.contains(&parent)) {
        return reasons::EMAIL_RESERVED.certain();
    }
    if NO_REPLY.has(local) {
        return reasons::EMAIL_NO_REPLY.certain();
    }
    let label = domain.split('.').next().unwrap_or_default();
    let (is_local, is_domain) = (is_made_up(local), MADE_UP_DOMAINS.has(domain));
    // One character, or the same few, on both sides: a@a.com, 123@123.com.
    let is_same =
        local == label && (local.chars().count() <= 2 || local.bytes().all(|it| it.is_ascii_digit()) || is_local);
    if MADE_UP_LOCALS.has(local) || is_domain || is_same || is_local && is_made_up(label) {
        return reasons::EMAIL_MADE_UP.certain();
    }
    if is_local || is_mash(&letters(local)) {
        return reasons::EMAIL_MADE_UP.likely();
    }
    (lists.role_mailboxes && ROLES.has(local)).then(|| reasons::EMAIL_ROLE.likely()).flatten()
}

/// A text that is no address: a placeholder, or keys.
fn without_at(folded: &str) -> Option<Finding> {
    if placeholder(folded, JunkKind::Email, false).is_some() {
        return reasons::PLACEHOLDER.certain();
    }
    pattern(&letters(folded)).and_then(|_| reasons::EMAIL_MADE_UP.certain())
}

/// The domain, and those above it: mail.a.com, a.com, com.
fn parents(domain: &str) -> impl Iterator<Item = &str> {
    core::iter::successors(Some(domain), |domain| domain.split_once('.').map(|(_, parent)| parent))
}

/// Whether a part of an address is keys, characters in their order, or a placeholder.
fn is_made_up(part: &str) -> bool {
    let letters = letters(part);
    let is_number = letters.iter().all(char::is_ascii_digit);
    // Numbers are mailboxes at qq.com and 163.com.
    let is_pattern = pattern(&letters).is_some() && !(is_number && letters.len() < 5);
    let is_number_name = is_number && letters.len() <= 3;
    is_pattern || MADE_UP_LOCALS.has(part) || (is_for_any(part) && !is_number_name)
}
