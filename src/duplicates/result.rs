//! What a search for duplicates returns.

use super::cluster::Edge;
use super::levels::missing;
use super::model::{Model, Weight, agreed, probability, units};
use super::pattern::EXACT;
use super::records::{NONE, RecordField, Records};
use super::search::Scorer;
use crate::error::{Error, Result, try_collect, try_filled, try_vec};
use crate::options::Locale;
use crate::stats::order::sorted_by_key;
use crate::table::{Column, ColumnData, Table, TableBuilder};

/// What a search for duplicates found. It keeps what is needed to explain every pair of rows.
#[derive(Clone, Debug)]
pub struct Duplicates {
    /// A row for each pair that is probably one and the same, in the order of the rows: `rowA`, `rowB` (`rowA` < `rowB`; in a linkage
    /// a row of the left table and one of the right), `probability`, `matchWeight`.
    pub pairs: Table,
    /// A row for each record that has duplicates: `row`, `key`, `cluster`, in the order of clusters, which are counted from 0. Without
    /// rows in a linkage.
    pub clusters: Table,
    /// In a linkage, the pairs that remain when each row is used once, the best first: `rowA`, `rowB`, `probability`, `matchWeight`, in
    /// the order of `rowA`. Without rows otherwise.
    pub one_to_one: Table,
    /// How many pairs of rows were compared.
    pub candidate_pairs: u64,
    /// How many pairs at or above the threshold are not in [`pairs`](Duplicates::pairs), because there are more than `max_pairs`.
    pub pairs_dropped: u64,
    /// Groups of rows that were too large to be compared by the rule that made them.
    pub blocks_skipped: Vec<SkippedBlock>,
    /// What was learned about the fields.
    pub model: ModelReport,
    records: Records,
    learned: Model,
    locale: Locale,
}

/// Rows that agree on the key of a blocking rule, and are too many to be compared with each other.
#[derive(Clone, Debug, PartialEq)]
pub struct SkippedBlock {
    /// The columns that the rule looks at, as in `surname + given_name`.
    pub rule: String,
    /// What the rows have in common.
    pub value: String,
    /// How many rows there are.
    pub rows: u64,
}

/// The model of Fellegi and Sunter as it was estimated.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ModelReport {
    /// The share of all pairs of rows that are matches.
    pub match_share: f64,
    /// log2 of the odds that two rows taken at random match, with which every match weight begins.
    pub prior: f64,
    /// The share of pairs that are of one household or company and do not match; 0 where no field tells its members apart.
    pub household_share: f64,
    /// The share of pairs that are of namesakes with similar mail addresses; 0 where no field tells them from matches.
    pub namesake_share: f64,
    /// Rounds of estimation.
    pub iterations: u64,
    /// The fields, in the order of the options.
    pub fields: Vec<FieldReport>,
}

/// What was learned about a field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldReport {
    /// The column.
    pub field: String,
    /// Its levels of agreement, the closest first.
    pub levels: Vec<LevelReport>,
}

/// A level of agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelReport {
    /// What it means, in the language of the options.
    pub level: String,
    /// The share of matches whose values agree so far, of those that both have one.
    pub m: f64,
    /// The same among pairs that do not match.
    pub u: f64,
    /// log2(m / u).
    pub match_weight: f64,
}

/// How the match weight of a pair comes about.
#[derive(Clone, Debug, PartialEq)]
pub struct PairExplanation {
    /// log2 of the odds that two rows taken at random match.
    pub prior: f64,
    /// What each field adds.
    pub contributions: Vec<PairContribution>,
    /// The sum of prior and contributions, exactly.
    pub match_weight: f64,
    /// 1 / (1 + 2^-matchWeight)
    pub probability: f64,
}

/// What a field adds to the match weight of a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct PairContribution {
    /// The column.
    pub field: String,
    /// How far the values agree, in the language of the options.
    pub level: String,
    /// What it adds; 0 where a value is missing.
    pub match_weight: f64,
    /// How much of that is there because the value is rarer (or, below 0, more frequent) than others, or follows from another field.
    pub frequency_adjustment: f64,
    /// The value of the first row, as it stands in the table.
    pub value_a: Option<String>,
    /// The value of the second row.
    pub value_b: Option<String>,
}

/// Pairs at or above the threshold, while they are found: not many more than there may be in the result.
pub(super) struct Found {
    edges: Vec<Edge>,
    most: usize,
    pub(super) dropped: u64,
}

/// A weight as a whole number, in whose order it lies.
fn key(weight: f64) -> i64 {
    (weight * (1 << 24) as f64) as i64
}

impl Found {
    pub(super) fn new(most: usize) -> Found {
        Found { edges: Vec::new(), most, dropped: 0 }
    }

    pub(super) fn add(&mut self, records: &Records, edge: Edge) -> Result<()> {
        if self.edges.len() >= 2 * self.most {
            self.keep_best(records)?;
        }
        self.edges.try_reserve(1)?;
        self.edges.push(edge);
        Ok(())
    }

    /// Keeps as many pairs of records as there may be, those of the greatest weights.
    fn keep_best(&mut self, records: &Records) -> Result<()> {
        let order = sorted_by_key(self.edges.iter().map(|edge| -key(edge.weight)))?;
        let edges = |places: &[(i64, i32)]| {
            try_collect(places.iter().map(|&(_, place)| self.edges.get(place as usize).copied().unwrap_or(NO_EDGE)))
        };
        let (kept, rest) = order.split_at(self.most.min(order.len()));
        let (kept, rest) = (edges(kept)?, edges(rest)?);
        self.dropped += rest.iter().map(|edge| records.pairs_between(edge.a, edge.b)).sum::<u64>();
        self.edges = kept;
        Ok(())
    }

    /// The pairs of records so far.
    pub(super) fn edges(&mut self, records: &Records) -> Result<&[Edge]> {
        if self.edges.len() > self.most {
            self.keep_best(records)?;
        }
        Ok(&self.edges)
    }

    /// The pairs of records.
    pub(super) fn finish(&mut self, records: &Records) -> Result<Vec<Edge>> {
        if self.edges.len() > self.most {
            self.keep_best(records)?;
        }
        Ok(std::mem::take(&mut self.edges))
    }
}

const NO_EDGE: Edge = Edge { a: 0, b: 0, weight: 0.0 };

impl Duplicates {
    #[allow(clippy::too_many_arguments)] // It is called once.
    pub(super) fn new(
        records: Records,
        learned: Model,
        edges: Vec<Edge>,
        groups: Vec<Vec<u32>>,
        key: Option<Column>,
        locale: Locale,
        dropped: u64,
        candidate_pairs: u64,
        blocks_skipped: Vec<SkippedBlock>,
        most: usize,
    ) -> Result<Duplicates> {
        let mut rows = RowPairs::new(&records, &edges, most)?;
        let one_to_one = match records.is_linkage {
            true => rows.one_to_one(&records)?.table(&records)?,
            false => RowPairs::default().table(&records)?,
        };
        let clusters = cluster_table(&records, &edges, groups, key.as_ref())?;
        let pairs_dropped = dropped + rows.dropped;
        let pairs = rows.table(&records)?;
        let model = report(&records, &learned, locale);
        Ok(Duplicates {
            pairs,
            clusters,
            one_to_one,
            candidate_pairs,
            pairs_dropped,
            blocks_skipped,
            model,
            records,
            learned,
            locale,
        })
    }

    /// Why two rows have their match weight; any two, whether they were compared or not. In a linkage the first is a row of the left
    /// table and the second one of the right.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) for a row that is not there, or the same row twice.
    pub fn explain(&self, row_a: usize, row_b: usize) -> Result<PairExplanation> {
        let (left, all) = (self.records.left, self.records.num_rows());
        let (last_b, row_b) = if self.records.is_linkage { (all - left, row_b + left) } else { (all, row_b) };
        for (row, within) in [(row_a, row_a < left), (row_b, row_b < left.max(all))] {
            if !within {
                let rows = if row == row_a { left } else { last_b };
                return Err(Error::invalid_option(format!("there is no such row: the table has {rows}"))
                    .with_row(row)
                    .with_help("Rows are counted from 0."));
            }
        }
        if row_a == row_b {
            return Err(Error::invalid_option("the two rows are the same").with_row(row_a).with_help("Give two rows."));
        }
        let width = self.records.fields.len();
        let nothing = try_filled(width, -1)?;
        let record = |row| match self.records.of_row(row) {
            NONE => None,
            record => Some(record),
        };
        let mut scorer = Scorer::new(&self.records, &self.learned, 0.0)?;
        let (codes, levels) = match (record(row_a), record(row_b)) {
            (Some(a), Some(b)) => {
                scorer.weight(a, b);
                (self.records.codes(a), try_collect(scorer.levels().iter().copied())?)
            }
            _ => (&nothing[..], try_filled(width, super::pattern::MISSING)?),
        };
        let agreed = agreed(&levels);
        let mut contributions = try_vec(width)?;
        let mut parts = Weight::default();
        let mut meant = try_vec(width)?;
        let fields = self.records.fields.iter().zip(&self.learned.fields);
        for (at, ((field, own), (&level, &code))) in fields.zip(levels.iter().zip(codes)).enumerate() {
            let group = self.records.spaces.get(field.space).map_or(0, |space| space.group(code));
            let term = own.term(level, code, if level == EXACT { 0 } else { group }, agreed);
            parts.add(own, level, term.weight, field.common);
            meant.push(field.common.map(|common| own.related(level, term.weight, common) > 0.0));
            let known = field.kind.properties().levels.get(usize::from(level));
            contributions.push(PairContribution {
                field: field.name.clone(),
                level: known.map_or(missing(self.locale), |level| level.agreement.name(self.locale)).to_owned(),
                match_weight: term.weight,
                frequency_adjustment: term.adjustment,
                value_a: self.records.value(at, row_a),
                value_b: self.records.value(at, row_b),
            });
        }
        let surplus = self.learned.surplus(parts);
        // It is taken from what the relation shares that the pair is most likely of.
        let odds = self.learned.related_odds(parts);
        let likely = (0..).zip(odds).fold((0, 0.0), |best, (at, odds)| if odds > best.1 { (at, odds) } else { best }).0;
        let meant: Vec<bool> = meant.iter().map(|meant| meant.get(likely) == Some(&true)).collect();
        take_off(surplus, &mut contributions, &meant);
        let match_weight = self.learned.prior + parts.alone - surplus;
        let (prior, probability) = (self.learned.prior, probability(match_weight));
        Ok(PairExplanation { prior, contributions, match_weight, probability })
    }
}

/// Takes off what fields say too much that related pairs may have in common, from each in proportion.
fn take_off(surplus: f64, contributions: &mut [PairContribution], meant: &[bool]) {
    let all: f64 = contributions.iter().zip(meant).filter(|(_, meant)| **meant).map(|(own, _)| own.match_weight).sum();
    let (mut left, mut rest) = (surplus, all);
    for (own, _) in contributions.iter_mut().zip(meant).filter(|(_, meant)| **meant) {
        // The last takes what is left, so that nothing is lost to rounding.
        let part = if own.match_weight >= rest { left } else { units(surplus * (own.match_weight / all)) };
        rest -= own.match_weight;
        left -= part;
        own.match_weight -= part;
        own.frequency_adjustment -= part;
    }
}

/// Pairs of rows.
#[derive(Default)]
struct RowPairs {
    a: Vec<i32>,
    b: Vec<i32>,
    weights: Vec<f64>,
    dropped: u64,
}

impl RowPairs {
    /// The pairs of rows that pairs of records stand for, in the order of the rows; those of the greatest weights, if there are more
    /// than `most`.
    fn new(records: &Records, edges: &[Edge], most: usize) -> Result<RowPairs> {
        let mut all = RowPairs::default();
        let left = records.left as u32;
        for (_, place) in sorted_by_key(edges.iter().map(|edge| -key(edge.weight)))? {
            let Some(&Edge { a, b, weight }) = edges.get(place as usize) else { continue };
            let (of_a, of_b) = (records.rows(a), records.rows(b));
            for (at, &one) in of_a.iter().enumerate() {
                for &other in of_b.get(if a == b { at + 1 } else { 0 }..).unwrap_or_default() {
                    let (first, second) = (one.min(other), one.max(other));
                    if records.is_linkage && (first >= left || second < left) {
                        continue;
                    }
                    if all.a.len() == most {
                        all.dropped += 1;
                        continue;
                    }
                    all.push(first, second, weight)?;
                }
            }
        }
        let order = sorted_by_key(all.a.iter().zip(&all.b).map(|(&a, &b)| i64::from(a) << 32 | i64::from(b)))?;
        let dropped = all.dropped;
        Ok(RowPairs { dropped, ..all.take(order.iter().map(|&(_, place)| place as usize))? })
    }

    fn push(&mut self, a: u32, b: u32, weight: f64) -> Result<()> {
        self.a.try_reserve(1)?;
        self.b.try_reserve(1)?;
        self.weights.try_reserve(1)?;
        self.a.push(a as i32);
        self.b.push(b as i32);
        self.weights.push(weight);
        Ok(())
    }

    fn take(&self, places: impl ExactSizeIterator<Item = usize>) -> Result<RowPairs> {
        let mut taken = RowPairs::default();
        for place in places {
            if let (Some(&a), Some(&b), Some(&weight)) = (self.a.get(place), self.b.get(place), self.weights.get(place))
            {
                taken.push(a as u32, b as u32, weight)?;
            }
        }
        Ok(taken)
    }

    /// The pairs that remain when each row is used once, the best first.
    fn one_to_one(&mut self, records: &Records) -> Result<RowPairs> {
        let mut used = try_filled(records.num_rows(), false)?;
        let mut chosen = try_filled(self.a.len(), false)?;
        for (_, place) in sorted_by_key(self.weights.iter().map(|&weight| -key(weight)))? {
            let place = place as usize;
            let (Some(&a), Some(&b)) = (self.a.get(place), self.b.get(place)) else { continue };
            let is_free = |row: i32| used.get(row as usize) == Some(&false);
            if is_free(a) && is_free(b) {
                for row in [a, b] {
                    if let Some(used) = used.get_mut(row as usize) {
                        *used = true;
                    }
                }
                if let Some(chosen) = chosen.get_mut(place) {
                    *chosen = true;
                }
            }
        }
        let places: Vec<usize> =
            chosen.iter().enumerate().filter(|(_, chosen)| **chosen).map(|(place, _)| place).collect();
        self.take(places.into_iter())
    }

    fn table(self, records: &Records) -> Result<Table> {
        let left = if records.is_linkage { records.left as i32 } else { 0 };
        let mut table = TableBuilder::new(self.a.len());
        let probabilities = try_collect(self.weights.iter().map(|&weight| probability(weight)))?;
        table.add("rowA", ColumnData::Integers(self.a))?;
        table.add("rowB", ColumnData::Integers(try_collect(self.b.iter().map(|row| row - left))?))?;
        table.add("probability", ColumnData::Floats(probabilities))?;
        table.add("matchWeight", ColumnData::Floats(self.weights))?;
        Ok(table.finish())
    }
}

/// The rows of each cluster. Clusters are in the order of their first rows.
fn cluster_table(records: &Records, edges: &[Edge], groups: Vec<Vec<u32>>, key: Option<&Column>) -> Result<Table> {
    let mut cluster_of = try_filled(records.len(), NONE)?;
    let mut all: Vec<Vec<u32>> = Vec::new();
    for group in groups {
        for &record in &group {
            if let Some(own) = cluster_of.get_mut(record as usize) {
                *own = all.len() as u32;
            }
        }
        all.push(group);
    }
    if !records.is_linkage {
        // Rows that are the same, and like no other.
        for edge in edges.iter().filter(|edge| edge.a == edge.b) {
            if cluster_of.get(edge.a as usize) == Some(&NONE) {
                all.push(vec![edge.a]);
            }
        }
    }
    let mut rows_of = try_vec(all.len())?;
    for group in &all {
        let mut rows: Vec<u32> = group.iter().flat_map(|&record| records.rows(record)).copied().collect();
        rows.sort_unstable();
        rows_of.push(rows);
    }
    let first = |rows: &Vec<u32>| rows.first().map_or(0, |&row| i64::from(row));
    let (mut rows, mut clusters) = (Vec::new(), Vec::new());
    for (cluster, (_, place)) in (0..).zip(sorted_by_key(rows_of.iter().map(first))?) {
        for &row in rows_of.get(place as usize).map_or(&[][..], |rows| rows) {
            rows.try_reserve(1)?;
            rows.push(row as i32);
            clusters.try_reserve(1)?;
            clusters.push(cluster);
        }
    }
    let keys = match key {
        Some(key) => key.take(&rows)?,
        None => ColumnData::Integers(try_collect(rows.iter().copied())?),
    };
    let mut table = TableBuilder::new(rows.len());
    table.add("row", ColumnData::Integers(rows))?;
    table.add("key", keys)?;
    table.add("cluster", ColumnData::Integers(clusters))?;
    Ok(table.finish())
}

fn report(records: &Records, model: &Model, locale: Locale) -> ModelReport {
    let field = |(field, own): (&RecordField, &super::model::FieldModel)| {
        let levels = field.kind.properties().levels.iter().zip(own.m.iter().zip(&own.u).zip(&own.weights));
        FieldReport {
            field: field.name.clone(),
            levels: levels
                .map(|(level, ((&m, &u), &match_weight))| LevelReport {
                    level: level.agreement.name(locale).to_owned(),
                    m,
                    u,
                    match_weight,
                })
                .collect(),
        }
    };
    let [household_share, namesake_share] = model.related;
    ModelReport {
        match_share: model.share,
        prior: model.prior,
        household_share,
        namesake_share,
        iterations: model.iterations,
        fields: records.fields.iter().zip(&model.fields).map(field).collect(),
    }
}
