//! Pseudonyms: HMAC-SHA-256 of each value under a key that the user keeps.
//!
//! A plain hash of a telephone number can be undone by hashing all telephone numbers; without the key of an HMAC nobody can try.
//! HMAC is that of RFC 2104 with the SHA-256 of FIPS 180-4; test vectors are in RFC 4231.

use super::column::rewritten;
use crate::error::{Error, Result};
use crate::table::{Table, TableBuilder};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// The fewest bytes that a key may have.
const SHORTEST_KEY: usize = 16;

/// A key of 16 bytes or more; 32 random ones are best. It is written over with zeros when it is dropped, and shows itself nowhere.
pub struct Key(Zeroizing<Vec<u8>>);

impl Key {
    /// Takes the bytes, which are wiped also when they are too few.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`](crate::ErrorKind::InvalidOption) for fewer than 16 bytes.
    pub fn new(bytes: Vec<u8>) -> Result<Key> {
        let bytes = Zeroizing::new(bytes);
        if bytes.len() < SHORTEST_KEY {
            let message = format!("the key has {} bytes, at least {SHORTEST_KEY} are needed", bytes.len());
            return Err(Error::invalid_option(message).with_help(
                "Make one of 32 random bytes, crypto.getRandomValues(new Uint8Array(32)), and keep it where the data does not go.",
            ));
        }
        Ok(Key(bytes))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// What [`pseudonymize`] can be told.
#[derive(Clone, Debug, Default)]
pub struct PseudonymOptions {
    /// The columns whose values are replaced.
    pub columns: Vec<String>,
    /// What the pseudonyms are for. Under another context the same value has another pseudonym, so that two recipients cannot put their
    /// tables together.
    pub context: Option<String>,
}

/// The table with pseudonyms in the place of the values of some columns.
///
/// The pseudonym of a value is HMAC-SHA-256(key, value) in 64 hexadecimal digits; with a context, HMAC-SHA-256(k, value) with
/// k = HMAC-SHA-256(key, context), 32 bytes. The value is its UTF-8, as it is: nothing is trimmed, folded or normalised. Numbers, dates and booleans
/// are taken as they stand in a CSV file, so that the number 42 and the text `42` have the same pseudonym. Equal values have equal
/// pseudonyms, in all columns and tables of the same key and context; null stays null.
///
/// # Errors
///
/// [`ErrorKind::MissingColumn`](crate::ErrorKind::MissingColumn), [`ErrorKind::InvalidOption`](crate::ErrorKind::InvalidOption) when no columns are named.
///
/// ```
/// use custometry::privacy::{Key, PseudonymOptions, pseudonymize};
/// use custometry::table::Table;
///
/// let customers = Table::from_csv(b"id,amount\nHi There,5\n,7\n", &Default::default())?;
/// let options = PseudonymOptions { columns: vec!["id".to_owned()], ..Default::default() };
/// let shared = pseudonymize(&customers, &options, &Key::new(vec![0x0b; 20])?)?;
/// // The first test case of RFC 4231.
/// assert_eq!(shared.column("id")?.text(0), Some("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
/// assert_eq!(shared.column("id")?.text(1), None);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn pseudonymize(table: &Table, options: &PseudonymOptions, key: &Key) -> Result<Table> {
    if options.columns.is_empty() {
        return Err(Error::invalid_option("no columns are named, so that nothing would be replaced")
            .with_help("Name the columns that say who somebody is: columns: [\"email\", \"phone\"]."));
    }
    for name in &options.columns {
        table.column(name)?;
    }
    let keyed = match &options.context {
        None => keyed(&key.0)?,
        Some(context) => keyed(&*digest(&keyed(&key.0)?, context))?,
    };
    let mut shared = TableBuilder::new(table.num_rows());
    for column in table.columns() {
        if options.columns.iter().any(|name| name == column.name()) {
            let write = &mut |value: &str, pseudonym: &mut String| hexadecimal(&*digest(&keyed, value), pseudonym);
            shared.add(column.name(), rewritten(column, write)?)?;
        } else {
            shared.share(column)?;
        }
    }
    Ok(shared.finish())
}

/// HMAC with the key taken in, to be copied for each value.
fn keyed(key: &[u8]) -> Result<Hmac<Sha256>> {
    Hmac::new_from_slice(key).map_err(|_| Error::internal("HMAC takes keys of any length"))
}

fn digest(keyed: &Hmac<Sha256>, text: &str) -> Zeroizing<[u8; 32]> {
    let mut mac = keyed.clone();
    mac.update(text.as_bytes());
    Zeroizing::new(mac.finalize().into_bytes().into())
}

fn hexadecimal(bytes: &[u8], text: &mut String) {
    for digit in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        text.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // A test may panic.

    use super::{digest, hexadecimal, keyed};

    fn hmac(key: &[u8], text: &str) -> String {
        let mut found = String::new();
        hexadecimal(&*digest(&keyed(key).unwrap(), text), &mut found);
        found
    }

    /// Test cases 1, 2, 6 and 7 of RFC 4231; the data of the others is no text.
    #[test]
    fn test_vectors_of_rfc_4231() {
        assert_eq!(hmac(&[0x0b; 20], "Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assert_eq!(
            hmac(b"Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hmac(&[0xaa; 131], "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
        let long = "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed \
            before being used by the HMAC algorithm.";
        assert_eq!(hmac(&[0xaa; 131], long), "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
    }
}
