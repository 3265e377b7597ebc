//! Sorting. All sorting in the crate comes down to sorting whole-number keys, so that the module holds one sort and not one
//! for every kind of thing that is sorted.

use crate::error::{Result, try_collect};

/// Pairs of each key and its place, sorted by key, equal keys by place.
pub(crate) fn sorted_by_key(keys: impl ExactSizeIterator<Item = i64>) -> Result<Vec<(i64, i32)>> {
    let places = 0..keys.len() as i32;
    let mut pairs = try_collect(keys.zip(places))?;
    pairs.sort_unstable();
    Ok(pairs)
}

/// The places of texts in their order by code point, which is that of their bytes.
pub(crate) fn sorted_texts(texts: Vec<&[u8]>) -> Result<Vec<i32>> {
    let mut pairs: Vec<(i64, i32)> = try_collect((0..texts.len() as i32).map(|place| (0, place)))?;
    // Eight bytes at a time are compared as one number. What is left to do are runs of texts that are equal so far.
    let mut runs = vec![(0..pairs.len(), 0)];
    while let Some((range, known)) = runs.pop() {
        let Some(run) = pairs.get_mut(range.clone()) else { continue };
        let rest =
            |place: i32, from: usize| texts.get(place as usize).and_then(|text| text.get(from..)).unwrap_or_default();
        let from = known + shared_prefix(run.iter().map(|&(_, place)| rest(place, known)));
        let ended = run.iter().all(|&(_, place)| rest(place, from).is_empty());
        for (key, place) in run.iter_mut() {
            // Texts that differ only in how many zero bytes they end with are in the order of their lengths.
            *key = if ended { rest(*place, 0).len() as i64 } else { first_eight(rest(*place, from)) };
        }
        run.sort_unstable();
        if !ended {
            let mut begin = range.start;
            for equal in run.chunk_by(|(a, _), (b, _)| a == b) {
                if equal.len() > 1 {
                    runs.push((begin..begin + equal.len(), from + 8));
                }
                begin += equal.len();
            }
        }
    }
    try_collect(pairs.into_iter().map(|(_, place)| place))
}

/// How many bytes all texts begin with.
fn shared_prefix<'a>(mut texts: impl Iterator<Item = &'a [u8]>) -> usize {
    let Some(first) = texts.next() else { return 0 };
    texts.fold(first.len(), |shared, text| first.iter().zip(text).take(shared).take_while(|(a, b)| a == b).count())
}

/// The first eight bytes, as a number in whose order they lie.
fn first_eight(text: &[u8]) -> i64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
    (u64::from_be_bytes(bytes) ^ 1 << 63) as i64
}
