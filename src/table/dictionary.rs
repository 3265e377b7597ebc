//! Distinct texts, each stored once and known by its code.

use crate::error::{Error, ErrorKind, Result, out_of_memory};
use crate::state::{Reader, Writer, damaged};
use hashbrown::HashTable;
use std::sync::Arc;

/// A list of distinct texts. A text's code is its place in the list.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    text: String,
    /// Where each value ends in `text`; it begins where the one before it ends.
    ends: Vec<u32>,
}

impl Dictionary {
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a code; none when the code is negative (a null) or not in use.
    pub fn get(&self, code: i32) -> Option<&str> {
        self.text.get(self.range(usize::try_from(code).ok()?)?)
    }

    /// The texts in the order of their codes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        let mut begin = 0;
        self.ends.iter().map(move |&end| {
            let range = begin..end as usize;
            begin = end as usize;
            self.text.get(range).unwrap_or_default()
        })
    }

    /// All texts one after the other.
    pub fn concatenated(&self) -> &str {
        &self.text
    }

    /// Writes the texts into a state.
    pub(crate) fn write(&self, state: &mut Writer) -> Result<()> {
        state.text(&self.text)?;
        state.u32s(self.ends.iter().copied())
    }

    /// Reads the texts from a state.
    pub(crate) fn read(state: &mut Reader<'_>) -> Result<Dictionary> {
        let text = state.text()?;
        let ends = state.u32s()?;
        let fit = ends.is_sorted() && ends.iter().all(|&end| text.is_char_boundary(end as usize));
        if !fit || ends.len() > i32::MAX as usize || ends.last().copied().unwrap_or(0) as usize != text.len() {
            return Err(damaged());
        }
        let mut dictionary = Dictionary { text: String::new(), ends };
        dictionary.text.try_reserve_exact(text.len())?;
        dictionary.text.push_str(text);
        Ok(dictionary)
    }

    fn range(&self, index: usize) -> Option<std::ops::Range<usize>> {
        let end = *self.ends.get(index)? as usize;
        let begin = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        Some(begin..end)
    }
}

/// Collects distinct texts.
#[derive(Clone, Debug, Default)]
pub struct DictionaryBuilder {
    dictionary: Dictionary,
    /// For each text the low half of its hash and its code.
    index: HashTable<(u32, u32)>,
}

impl DictionaryBuilder {
    /// Goes on from a dictionary.
    pub(crate) fn from_dictionary(dictionary: Dictionary) -> Result<DictionaryBuilder> {
        let mut builder = DictionaryBuilder::default();
        builder.reserve(dictionary.len())?;
        for (text, code) in dictionary.iter().zip(0..) {
            let hash = hash(text.as_bytes());
            builder.index.insert_unique(spread(hash), (hash, code), |&(hash, _)| spread(hash));
        }
        builder.dictionary = dictionary;
        Ok(builder)
    }

    /// Makes room for more texts of that many bytes in all.
    pub(crate) fn reserve_with_text(&mut self, more: usize, bytes: usize) -> Result<()> {
        self.dictionary.text.try_reserve(bytes)?;
        self.reserve(more)
    }

    fn reserve(&mut self, more: usize) -> Result<()> {
        self.dictionary.ends.try_reserve(more)?;
        self.index.try_reserve(more, |&(hash, _)| spread(hash)).map_err(|_| out_of_memory())
    }

    /// The code of a text, which is added if it is new.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfMemory`], also when the texts together are larger than 4 GiB.
    pub fn intern(&mut self, text: &str) -> Result<i32> {
        self.find_or_insert(text.as_bytes(), || Ok(text))
    }

    /// The code of a text that is given as UTF-8, which is checked when the text is new.
    pub(crate) fn intern_bytes(&mut self, bytes: &[u8]) -> Result<i32> {
        self.find_or_insert(bytes, || {
            std::str::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::WrongType, "a text is not UTF-8"))
        })
    }

    #[inline]
    fn find_or_insert<'a>(&mut self, bytes: &[u8], text: impl FnOnce() -> Result<&'a str>) -> Result<i32> {
        let hash = hash(bytes);
        let dictionary = &self.dictionary;
        let same = |&(known, code): &(u32, u32)| {
            known == hash
                && dictionary.range(code as usize).and_then(|range| dictionary.text.as_bytes().get(range))
                    == Some(bytes)
        };
        if let Some(&(_, code)) = self.index.find(spread(hash), same) {
            return Ok(code as i32);
        }
        let text = text()?;
        let code = i32::try_from(self.dictionary.len()).map_err(|_| out_of_memory())?;
        let end = u32::try_from(self.dictionary.text.len() + text.len()).map_err(|_| out_of_memory())?;
        if self.dictionary.text.capacity() - self.dictionary.text.len() < text.len() {
            self.dictionary.text.try_reserve(text.len())?;
        }
        if self.index.len() == self.index.capacity() || self.dictionary.ends.len() == self.dictionary.ends.capacity() {
            self.reserve(1)?;
        }
        self.dictionary.text.push_str(text);
        self.dictionary.ends.push(end);
        self.index.insert_unique(spread(hash), (hash, code as u32), |&(hash, _)| spread(hash));
        Ok(code)
    }

    /// The code of a text, if it is known.
    pub(crate) fn find(&self, text: &str) -> Option<i32> {
        let hash = hash(text.as_bytes());
        let same = |&(known, code): &(u32, u32)| known == hash && self.dictionary.get(code as i32) == Some(text);
        self.index.find(spread(hash), same).map(|&(_, code)| code as i32)
    }

    /// The dictionary as it is now.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The dictionary, shared.
    pub fn finish(self) -> Arc<Dictionary> {
        Arc::new(self.dictionary)
    }
}

/// A fast hash of short texts: eight bytes at a time, multiplied and folded. Not for hostile input from a network; here
/// whoever brings the data waits for the result.
#[inline]
fn hash(bytes: &[u8]) -> u32 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let (chunks, tail) = bytes.as_chunks::<8>();
    let mut state = (bytes.len() as u64).wrapping_mul(K);
    for chunk in chunks {
        state = (state.rotate_left(23) ^ u64::from_le_bytes(*chunk)).wrapping_mul(K);
    }
    if !tail.is_empty() {
        let word = tail.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        state = (state.rotate_left(23) ^ word).wrapping_mul(K);
    }
    state ^= state >> 32;
    state = state.wrapping_mul(K);
    (state >> 32) as u32
}

/// The table uses the top bits of a hash as well as the low ones.
#[inline]
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}
