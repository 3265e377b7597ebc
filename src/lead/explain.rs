//! Why a lead has its score, what would improve it, and what it would be if some values were others.

use super::card::{Band, Criterion, Measure};
use super::measure::{INVALID, LISTED, MISSING};
use super::result::LeadScores;
use super::score::{Points, Scorer};
use super::shares::{contributions, points};
use super::words;
use crate::error::{Error, Result};
use crate::number;
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::table::{Cell, Column, Table, TableBuilder, missing_column};

/// Why a lead has its score.
#[derive(Clone, Debug, PartialEq)]
pub struct LeadExplanation {
    /// The score; none when nothing is known that counts.
    pub score: Option<f64>,
    /// The name of its tier.
    pub tier: Option<String>,
    /// Why the lead is disqualified, if it is.
    pub disqualified: Option<String>,
    /// What each criterion adds, in the order of the card. They add up to the score exactly, in any order. Missing ones are not
    /// among them.
    pub contributions: Vec<Contribution>,
    /// The columns of the criteria that are missing.
    pub missing: Vec<String>,
    /// What would raise the score by itself, the most first.
    pub improvements: Vec<Improvement>,
    /// The contributions in words, the largest first; before them, why the lead is disqualified.
    pub reasons: Vec<String>,
}

/// What a criterion adds to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The dimension.
    pub dimension: String,
    /// The column.
    pub column: String,
    /// What people see.
    pub label: String,
    /// The value.
    pub value: Cell,
    /// Its points, 0 to 100.
    pub points: f64,
    /// What they add to the score, which is less by how much the criterion counts.
    pub contribution: f64,
}

/// What would raise a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Improvement {
    /// The dimension.
    pub dimension: String,
    /// The column.
    pub column: String,
    /// The value that there is; null when it is missing.
    pub current: Cell,
    /// The value that has the most points, in words.
    pub best: String,
    /// The points of that value.
    pub points: f64,
    /// By how much the score would rise.
    pub gain: f64,
    /// The same in words: `authority unknown: up to +15`.
    pub text: String,
}

/// A lead as the card sees it.
struct Lead {
    points: Vec<Points>,
    table: Table,
    disqualifier: Option<usize>,
}

impl LeadScores {
    /// Why a lead has its score, or the one that it would have with the values of the first row of `changes`.
    ///
    /// # Errors
    ///
    /// - [`InvalidOption`](crate::ErrorKind::InvalidOption) for a row that is not there, or that was left out,
    /// - [`MissingColumn`](crate::ErrorKind::MissingColumn) for a change of a column that the card does not look at,
    /// - [`WrongType`](crate::ErrorKind::WrongType), [`BadNumber`](crate::ErrorKind::BadNumber) or [`BadDate`](crate::ErrorKind::BadDate) for a change that cannot be used.
    ///
    /// ```
    /// use custometry::lead::{Criterion, Dimension, Measure, Scorecard, score_leads};
    /// use custometry::table::Table;
    ///
    /// let criterion = |column: &str, points| Criterion { column: column.into(), measure: Measure::Linear(points), ..Criterion::default() };
    /// let need = Dimension {
    ///     name: "need".into(),
    ///     weight: 1.0,
    ///     criteria: vec![criterion("pain", vec![(0.0, 0.0), (10.0, 100.0)]), criterion("users", vec![(0.0, 0.0), (200.0, 100.0)])],
    ///     ..Dimension::default()
    /// };
    /// let card = Scorecard { name: "need".into(), dimensions: vec![need], ..Scorecard::default() };
    /// let scores = score_leads(&Table::from_csv(b"pain,users\n8,50\n4,\n", &Default::default())?, &card, &Default::default())?;
    /// let why = scores.explain(0, None)?;
    /// assert_eq!(why.score, Some(52.5));
    /// assert_eq!(why.contributions.iter().map(|part| part.contribution).sum::<f64>(), 52.5);
    /// assert_eq!(scores.explain(1, None)?.improvements[1].text, "users unknown: up to +30");
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn explain(&self, row: usize, changes: Option<&Table>) -> Result<LeadExplanation> {
        let scorer = Scorer::new(&self.card, &self.options)?;
        let lead = self.lead(&scorer, row, changes)?;
        let locale = self.options.locale.unwrap_or_default();
        let terms = scorer.terms(&lead.points);
        let total = |terms: &Vec<i64>| terms.iter().sum::<i64>();
        let units = terms.as_ref().map(total);
        let score = units.map(points);
        let parts = contributions(terms.as_deref().unwrap_or_default());
        let value =
            |criterion: &Criterion| lead.table.find(&criterion.column).map_or(Cell::Null, |column| column.cell(0));
        let dimension = |at: usize| {
            let dimension = scorer.dimensions.get(at).and_then(|&own| self.card.dimensions.get(own));
            dimension.map_or_else(String::new, |dimension| dimension.name.clone())
        };

        let (mut present, mut missing, mut possible) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (rule, own)) in scorer.rules.iter().zip(&lead.points).enumerate() {
            let criterion = rule.criterion;
            match own {
                None => missing.push(criterion.column.clone()),
                Some(points) => present.push(Contribution {
                    dimension: dimension(at),
                    column: criterion.column.clone(),
                    label: words::label(criterion).to_owned(),
                    value: value(criterion),
                    points: *points,
                    contribution: parts.get(at).copied().unwrap_or(0.0),
                }),
            }
            let Some((best, description)) = best(criterion, locale) else { continue };
            let mut better = lead.points.clone();
            if let Some(place) = better.get_mut(at) {
                *place = Some(best);
            }
            let raised = scorer.terms(&better).as_ref().map_or(0, total);
            let gain = points(raised - units.unwrap_or(0));
            if gain > 0.0 {
                let current = if own.is_some() { value(criterion) } else { Cell::Null };
                let text = words::improvement(criterion, &current, &description, gain, locale);
                let column = criterion.column.clone();
                possible.push(Improvement {
                    dimension: dimension(at),
                    column,
                    current,
                    best: description,
                    points: best,
                    gain,
                    text,
                });
            }
        }
        let improvements = descending(possible, |improvement| improvement.gain)?;
        let disqualifiers = self.card.disqualifiers.as_deref().unwrap_or_default();
        let disqualified = lead.disqualifier.and_then(|at| disqualifiers.get(at)).map(|own| own.reason.clone());
        let largest = descending(present.clone(), |part| part.contribution)?;
        let reasons = disqualified.iter().map(|reason| words::disqualified(reason, locale));
        Ok(LeadExplanation {
            tier: score
                .and_then(|score| self.card.tiers.get(scorer.tier(score) as usize))
                .map(|tier| tier.name.clone()),
            reasons: reasons.chain(largest.iter().map(|part| words::reason(part, locale))).collect(),
            score,
            disqualified,
            contributions: present,
            missing,
            improvements,
        })
    }

    /// The score that a lead would have with the values of the first row of `changes`; none when nothing would be known that
    /// counts.
    ///
    /// # Errors
    ///
    /// As [`LeadScores::explain`].
    pub fn what_if(&self, row: usize, changes: &Table) -> Result<Option<f64>> {
        let scorer = Scorer::new(&self.card, &self.options)?;
        let lead = self.lead(&scorer, row, Some(changes))?;
        Ok(scorer.terms(&lead.points).map(|terms| points(terms.iter().sum())))
    }

    /// The lead of a row, with changes.
    fn lead(&self, scorer: &Scorer<'_>, row: usize, changes: Option<&Table>) -> Result<Lead> {
        let rows = self.input.num_rows();
        if row >= rows {
            let message = format!("there is no row {row}");
            return Err(Error::invalid_option(message).with_help(format!("The table has {rows} rows, counted from 0.")));
        }
        let names: Vec<&str> = self.input.columns().iter().map(Column::name).chain(self.absent()).collect();
        for column in changes.iter().flat_map(|changes| changes.columns()) {
            if !names.contains(&column.name()) {
                return Err(missing_column(column.name(), &names));
            }
        }
        let mut table = TableBuilder::new(1);
        for name in names {
            if let Some(changed) = changes.and_then(|changes| changes.find(name)) {
                table.share(changed)?;
            } else if let Some(column) = self.input.find(name) {
                table.share(&Column::of_cell(name, &column.cell(row))?)?;
            }
        }
        let table = table.finish();
        let was_left_out = self.leads.find("completeness").is_some_and(|column| column.cell(row).is_null());
        if was_left_out && changes.is_none() {
            return Err(Error::invalid_option(format!("row {row} was left out"))
                .with_row(row)
                .with_help("`skipped` says why."));
        }
        let mut lead = Vec::new();
        for (reader, rule) in scorer.readers(&table)?.iter().zip(&scorer.rules) {
            let (mut place, mut computed) = ([MISSING], [0.0]);
            reader.fill(0, &mut place, &mut computed);
            let ([place], [computed]) = (place, computed);
            lead.push(match place {
                MISSING => None,
                INVALID => {
                    let (column, problem) =
                        reader.problem(0).ok_or_else(|| Error::internal("a value without a column"))?;
                    return Err(problem.into_final_error(column.name(), row));
                }
                LISTED if rule.is_computed() => Some(computed),
                place => rule.points.get(place as usize).copied(),
            });
        }
        let disqualifier = scorer.disqualified(&table)?.first().and_then(|&code| usize::try_from(code).ok());
        Ok(Lead { points: lead, disqualifier, table })
    }

    /// The columns of the card that the table lacks.
    fn absent(&self) -> impl Iterator<Item = &str> {
        let criteria = self.card.dimensions.iter().flat_map(|dimension| &dimension.criteria);
        criteria.map(|criterion| criterion.column.as_str()).filter(|name| self.input.find(name).is_none())
    }
}

/// The most points that a criterion gives, and for what.
fn best(criterion: &Criterion, locale: crate::options::Locale) -> Option<(f64, String)> {
    let most = |points: &mut dyn Iterator<Item = f64>| {
        points.enumerate().fold(None, |best: Option<(usize, f64)>, (at, points)| match best {
            Some((_, most)) if most >= points => best,
            _ => Some((at, points)),
        })
    };
    let bands = |bands: &[Band], days: bool| {
        let (at, points) = most(&mut bands.iter().map(|band| band.points))?;
        Some((points, words::band(bands.get(at)?, days, locale)))
    };
    match &criterion.measure {
        Measure::Category { points: list, other, .. } => {
            let (at, points) = most(&mut list.iter().map(|&(_, points)| points).chain(*other))?;
            let best = list.get(at).map(|(value, _)| crate::error::quoted(value));
            Some((points, best.unwrap_or_else(|| words::another(locale).to_owned())))
        }
        Measure::Bands(list) => bands(list, false),
        Measure::DaysUntil(list) => bands(list, true),
        Measure::Linear(list) => {
            let (at, points) = most(&mut list.iter().map(|&(_, points)| points))?;
            Some((points, number::text(list.get(at)?.0)))
        }
        Measure::Decay { full, .. } => Some((*full, words::today(locale).to_owned())),
    }
}

/// The items in the order of a number, the largest first, equal ones as they were.
fn descending<T: Clone>(items: Vec<T>, of: impl Fn(&T) -> f64) -> Result<Vec<T>> {
    let order = sorted_by_key(items.iter().map(|item| (-of(item)).key()))?;
    Ok(order.iter().filter_map(|&(_, place)| items.get(place as usize).cloned()).collect())
}
