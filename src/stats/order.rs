//! Sorting. All sorting in the crate comes down to sorting whole-number keys, so that the module holds one sort and not one
//! for every kind of thing that is sorted.

use crate::error::{Result, try_collect, try_filled};

/// Pairs of each key and its place, sorted by key, equal keys by place.
pub(crate) fn sorted_by_key(keys: impl ExactSizeIterator<Item = i64>) -> Result<Vec<(i64, i32)>> {
    let places = 0..keys.len() as i32;
    let mut pairs = try_collect(keys.zip(places))?;
    if pairs.len() < FEW {
        pairs.sort_unstable();
        return Ok(pairs);
    }
    // Many are first put into buckets by the leading bits of their keys. Within a bucket they stay in the order of their places,
    // so that one of equal keys is sorted.
    let range = pairs.iter().fold((i64::MAX, i64::MIN), |(least, most), &(key, _)| (least.min(key), most.max(key)));
    let distance = |key: i64| key.wrapping_sub(range.0) as u64;
    let shift = (u64::BITS - distance(range.1).leading_zeros()).saturating_sub(BUCKET_BITS);
    let bucket = |key: i64| (distance(key) >> shift) as usize;
    let mut ends = try_filled(1 << BUCKET_BITS, 0_u32)?;
    for &(key, _) in &pairs {
        if let Some(end) = ends.get_mut(bucket(key)) {
            *end += 1;
        }
    }
    let mut begin = 0;
    ends.iter_mut().for_each(|end| begin += std::mem::replace(end, begin));
    let mut sorted = try_filled(pairs.len(), (0, 0))?;
    for &pair in &pairs {
        let Some(next) = ends.get_mut(bucket(pair.0)) else { continue };
        if let Some(place) = sorted.get_mut(*next as usize) {
            *place = pair;
        }
        *next += 1;
    }
    let mut begin = 0;
    for end in ends {
        let run = sorted.get_mut(begin..end as usize).unwrap_or_default();
        if !run.is_sorted_by_key(|&(key, _)| key) {
            run.sort_unstable();
        }
        begin = end as usize;
    }
    Ok(sorted)
}

/// So few keys are sorted faster as they are.
const FEW: usize = 1 << 14;
const BUCKET_BITS: u32 = 16;

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
