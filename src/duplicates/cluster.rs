//! Clusters: which records are one and the same, when pairs do not agree with each other about it.
//!
//! Connected components of the pairs at or above the threshold would let one wrong pair join two large clusters. Each component
//! is therefore put together anew, by average linkage (Sokal and Michener 1958): the two clusters whose records have the greatest
//! match weight on average are joined, over all pairs between them, also those that were never candidates, for as long as that
//! average is at or above the threshold. Weights beyond ±[`LIMIT`] count as that much, so that no single pair outvotes the others.

use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::stats::order::sorted_by_key;

/// A pair of records with its match weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) weight: f64,
}

/// The weight beyond which more makes no difference.
const LIMIT: f64 = 12.0;
/// Components of more records than this fall apart at a higher threshold first.
const LARGEST_COMPONENT: usize = 400;
/// By how much it is higher, each time.
const STEP: f64 = 2.0;

/// The clusters of two or more records. `weight` gives the match weight of any two.
pub(super) fn clusters(
    records: usize,
    edges: &[Edge],
    threshold: f64,
    weight: &mut dyn FnMut(u32, u32) -> f64,
) -> Result<Vec<Vec<u32>>> {
    let mut done = Vec::new();
    let mut parents: Vec<u32> = try_collect(0..records as u32)?;
    let mut waiting = vec![(try_collect(edges.iter().copied())?, threshold)];
    while let Some((edges, least)) = waiting.pop() {
        for component in components(&mut parents, &edges)? {
            if component.records.len() <= LARGEST_COMPONENT {
                average_linkage(&component.records, threshold, weight, &mut done)?;
                continue;
            }
            let least = least + STEP;
            let mut kept = component.edges;
            kept.retain(|edge| edge.weight >= least);
            // Those that no weight tells apart are one.
            if kept.iter().all(|edge| edge.weight >= least + 100.0) && !kept.is_empty() {
                done.push(component.records);
            } else {
                waiting.push((kept, least));
            }
        }
    }
    Ok(done)
}

struct Component {
    records: Vec<u32>,
    edges: Vec<Edge>,
}

/// The connected components of some edges, with their records in order.
fn components(parents: &mut [u32], edges: &[Edge]) -> Result<Vec<Component>> {
    for edge in edges {
        for record in [edge.a, edge.b] {
            set(parents, record, record);
        }
    }
    for edge in edges {
        let (a, b) = (root(parents, edge.a), root(parents, edge.b));
        set(parents, a.max(b), a.min(b));
    }
    let mut found: Vec<Component> = Vec::new();
    let mut before = None;
    for (of, place) in sorted_by_key(edges.iter().map(|edge| i64::from(root(parents, edge.a))))? {
        if before != Some(of) {
            before = Some(of);
            found.push(Component { records: Vec::new(), edges: Vec::new() });
        }
        if let (Some(component), Some(&edge)) = (found.last_mut(), edges.get(place as usize)) {
            component.edges.try_reserve(1)?;
            component.edges.push(edge);
        }
    }
    for component in &mut found {
        let ends = component.edges.iter().flat_map(|edge| [edge.a, edge.b]);
        let mut records = try_vec(component.edges.len() * 2)?;
        records.extend(ends);
        records.sort_unstable();
        records.dedup();
        component.records = records;
    }
    Ok(found)
}

fn set(parents: &mut [u32], record: u32, parent: u32) {
    if let Some(own) = parents.get_mut(record as usize) {
        *own = parent;
    }
}

fn root(parents: &mut [u32], mut record: u32) -> u32 {
    loop {
        let parent = parents.get(record as usize).copied().unwrap_or(record);
        if parent == record {
            return record;
        }
        let above = parents.get(parent as usize).copied().unwrap_or(parent);
        set(parents, record, above);
        record = above;
    }
}

fn average_linkage(
    records: &[u32],
    threshold: f64,
    weight: &mut dyn FnMut(u32, u32) -> f64,
    done: &mut Vec<Vec<u32>>,
) -> Result<()> {
    let size = records.len();
    let mut sums = try_filled(size * size, 0.0)?;
    for (i, &a) in records.iter().enumerate() {
        for (j, &b) in records.iter().enumerate().skip(i + 1) {
            let own = weight(a, b).clamp(-LIMIT, LIMIT) - threshold.clamp(-LIMIT, LIMIT);
            for place in [i * size + j, j * size + i] {
                if let Some(sum) = sums.get_mut(place) {
                    *sum = own;
                }
            }
        }
    }
    let mut clusters: Vec<Vec<u32>> = records.iter().map(|&record| vec![record]).collect();
    let members = |clusters: &[Vec<u32>], at: usize| clusters.get(at).map_or(0, Vec::len);
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for i in 0..size {
            for j in i + 1..size {
                let pairs = members(&clusters, i) * members(&clusters, j);
                let mean = sums.get(i * size + j).copied().unwrap_or_default() / pairs as f64;
                if pairs > 0 && mean >= 0.0 && best.is_none_or(|(most, _, _)| mean > most) {
                    best = Some((mean, i, j));
                }
            }
        }
        let Some((_, i, j)) = best else { break };
        for k in (0..size).filter(|&k| k != i && k != j) {
            let sum = sums.get(i * size + k).copied().unwrap_or_default()
                + sums.get(j * size + k).copied().unwrap_or_default();
            for place in [i * size + k, k * size + i] {
                if let Some(own) = sums.get_mut(place) {
                    *own = sum;
                }
            }
        }
        let joined = clusters.get_mut(j).map(std::mem::take).unwrap_or_default();
        if let Some(cluster) = clusters.get_mut(i) {
            cluster.extend(joined);
        }
    }
    done.extend(clusters.into_iter().filter(|cluster| cluster.len() > 1));
    Ok(())
}
