//! Time-invariant covariates: what is known of customers besides their purchases, such as the channel they came by.
//!
//! Source: Fader & Hardie (2007), "Incorporating Time-Invariant Covariates into the Pareto/NBD and BG/NBD Models", note 19 at
//! brucehardie.com. With covariates z of a customer and their coefficients g, the customer's own parameters are
//!
//! alpha exp(-g'z) in both, and for the lifetime beta exp(-g'z) in the Pareto/NBD, a exp(g'z) and b exp(g'z) in the BG/NBD.
//!
//! So with a positive coefficient purchases, or in the Pareto/NBD leaving, come exp(g z) times as fast. In logarithms all is
//! linear: the derivatives by coefficients are those by the four parameters, times z.

use super::fit::{Direction, Total};
use super::histories::{Histories, Pattern};
use super::jet::{Jet, MOST};
use super::process::{PurchaseModelKind, add_by_frequency};
use crate::error::{Error, ErrorKind, Result};
use crate::stats::order::sorted_texts;
use crate::table::{Column, ColumnData, Problem, Table};
use std::borrow::Cow;

/// Which columns of a summary the parameters depend on. They hold numbers or booleans, and no cell of them may be empty; what is
/// a category needs a column of 0 and 1 for each value but one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CovariateOptions {
    /// Columns that the rate of purchases depends on; their coefficients are called `purchases.<column>`.
    pub purchases: Option<Vec<String>>,
    /// Columns that leaving depends on; their coefficients are called `lifetime.<column>`.
    pub lifetime: Option<Vec<String>>,
}

/// A covariate: its column, and how the logarithms of the parameters move with it, for a coefficient of 1.
#[derive(Clone, Debug)]
pub(super) struct Effect {
    /// With the part of the model that it belongs to, `purchases.` or `lifetime.`, before it.
    pub(super) name: String,
    pub(super) moves: [f64; MOST],
}

const PARTS: [&str; 2] = ["purchases.", "lifetime."];
const HELP: &str =
    "Covariates are numbers or true and false. For a category, make a column of 0 and 1 for each value but one.";

impl Effect {
    /// Of a name with the part before it; none if there is no such part.
    pub(super) fn named(kind: PurchaseModelKind, name: String) -> Option<Effect> {
        let part = PARTS.iter().position(|part| name.len() > part.len() && name.starts_with(part))?;
        let moves = match (part, kind) {
            (0, _) => [0.0, -1.0, 0.0, 0.0],
            (_, PurchaseModelKind::ParetoNbd) => [0.0, 0.0, 0.0, -1.0],
            _ => [0.0, 0.0, 1.0, 1.0],
        };
        Some(Effect { name, moves })
    }

    /// All that are asked for: those of purchases, then those of the lifetime, each sorted by name.
    pub(super) fn all(kind: PurchaseModelKind, options: Option<&CovariateOptions>) -> Result<Vec<Effect>> {
        let Some(CovariateOptions { purchases, lifetime }) = options else { return Ok(Vec::new()) };
        let mut names: Vec<String> = Vec::new();
        for (part, columns) in PARTS.iter().zip([purchases, lifetime]) {
            let own: Vec<String> = columns.iter().flatten().map(|column| format!("{part}{column}")).collect();
            let order = sorted_texts(own.iter().map(|name| name.as_bytes()).collect())?;
            names.extend(order.into_iter().filter_map(|place| own.get(place as usize).cloned()));
        }
        if let Some([twice, _]) = names.windows(2).find(|pair| matches!(pair, [a, b] if a == b)) {
            return Err(Error::invalid_option(format!("covariates has {twice} twice")).with_help("Name it once."));
        }
        check(kind, names.is_empty())?;
        Ok(names.into_iter().filter_map(|name| Effect::named(kind, name)).collect())
    }

    pub(super) fn column(&self) -> &str {
        self.name.split_once('.').map_or("", |(_, column)| column)
    }
}

/// An error for covariates of a model that has none.
pub(super) fn check(kind: PurchaseModelKind, none: bool) -> Result<()> {
    match none || kind != PurchaseModelKind::BgBb {
        true => Ok(()),
        false => Err(Error::invalid_option("bg-bb has no covariates")
            .with_help("Use bg-nbd, mbg-nbd or pareto-nbd, or fit bg-bb to each group of customers by itself.")),
    }
}

/// The values of covariates by row, one column for each effect.
pub(super) fn read<'a>(table: &'a Table, effects: &[Effect]) -> Result<Vec<Cow<'a, [f64]>>> {
    let one = |effect: &Effect| {
        let column = table.column(effect.column())?;
        let values = numbers(column).map_err(|error| error.with_help(HELP))?;
        match values.iter().position(|value| value.is_nan() || value.abs() > 1e100) {
            None => Ok(values),
            Some(row) => Err(column.number_problem(row).into_error(column.name(), row).with_help(HELP)),
        }
    };
    effects.iter().map(one).collect()
}

fn numbers(column: &Column) -> Result<Cow<'_, [f64]>> {
    match column.data() {
        ColumnData::Booleans(values) => {
            Ok(values.iter().map(|&value| if value > 1 { f64::NAN } else { f64::from(value) }).collect())
        }
        _ => column.numbers(),
    }
}

/// By how much the logarithms of the parameters move with each of what is estimated, of a customer with these covariates.
pub(super) fn rows(effects: &[Effect], covariates: &[f64]) -> Vec<[f64; MOST]> {
    let mut rows = vec![[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]];
    rows.extend(effects.iter().zip(covariates).map(|(effect, value)| effect.moves.map(|part| part * value)));
    rows
}

/// The parameters of a customer. None if they are beyond all bounds.
pub(super) fn params_of(estimates: &[f64], rows: &[[f64; MOST]]) -> Option<[f64; MOST]> {
    let mut logs = [0.0; MOST];
    for (estimate, row) in estimates.iter().zip(rows) {
        logs.iter_mut().zip(row).for_each(|(log, part)| *log += estimate * part);
    }
    logs.iter().all(|log| log.abs() < 200.0).then(|| logs.map(libm::exp))
}

/// Adds the log-likelihood of patterns, which come sorted by their covariates: `values` has those of each group one after the
/// other. Where parameters are beyond all bounds it is NaN.
pub(super) fn add_log_likelihood(
    kind: PurchaseModelKind,
    effects: &[Effect],
    values: &[f64],
    patterns: &[Pattern],
    estimates: &[f64],
    total: &mut Total,
) {
    for group in patterns.chunk_by(|a, b| a.group == b.group) {
        let rows = rows(effects, covariates_of(group, values, effects.len()));
        match params_of(estimates, &rows) {
            Some(params) => {
                let mut jet = Jet::default();
                kind.with(params, |process| add_by_frequency(process, group, &mut jet));
                total.add(&jet, &params, &rows);
            }
            None => total.value = f64::NAN,
        }
    }
}

/// The covariates of a group of patterns.
fn covariates_of<'a>(group: &[Pattern], values: &'a [f64], each: usize) -> &'a [f64] {
    let from = group.first().map_or(0, |pattern| pattern.group as usize * each);
    values.get(from..from + each).unwrap_or_default()
}

/// The coordinates of the search that belong to coefficients, and the names of those that have none: where the covariate is
/// constant, or a sum of multiples of those before it in its part, so that its effect cannot be told from theirs.
///
/// A coordinate is the coefficient times the largest distance of the covariate from its mean, and moves the logarithms of
/// the parameters so that they stay as they are at the mean.
pub(super) fn directions(effects: &[Effect], values: &[f64]) -> (Vec<Direction>, Vec<String>) {
    let each = effects.len();
    let groups = (values.len() / each.max(1)) as f64;
    let (mut directions, mut dependent) = (Vec::new(), Vec::new());
    // Columns less their mean and less their shares of those before, with the square of their length.
    let mut before: Vec<(&Effect, Vec<f64>, f64)> = Vec::new();
    for (place, effect) in effects.iter().enumerate() {
        let own = values.iter().skip(place).step_by(each);
        let mean = own.clone().sum::<f64>() / groups;
        let mut rest: Vec<f64> = own.map(|value| value - mean).collect();
        let distance = rest.iter().fold(0.0_f64, |most, rest| most.max(rest.abs()));
        let square = |rest: &[f64]| rest.iter().map(|rest| (rest / distance) * (rest / distance)).sum::<f64>();
        let whole = square(&rest);
        for (_, other, length) in before.iter().filter(|(other, ..)| other.moves == effect.moves) {
            let share = rest.iter().zip(other).map(|(rest, other)| rest / distance * other).sum::<f64>() / length;
            rest.iter_mut().zip(other).for_each(|(rest, other)| *rest -= share * distance * other);
        }
        let left = square(&rest);
        if distance <= 1e-12 * mean.abs() || left.is_nan() || left <= 1e-16 * whole {
            dependent.push(effect.name.clone());
            continue;
        }
        let mut along: Vec<f64> = effect.moves.iter().map(|part| -part * mean / distance).collect();
        along.extend((0..each).map(|other| if other == place { 1.0 / distance } else { 0.0 }));
        directions.push(Direction { label: effect.name.clone(), is_mean: false, own: MOST + place, along });
        rest.iter_mut().for_each(|rest| *rest /= distance);
        before.push((effect, rest, left));
    }
    (directions, dependent)
}

/// The parameters of a group of customers, or an error that names the first of them.
pub(super) fn params_of_group(
    estimates: &[f64],
    effects: &[Effect],
    group: &[Pattern],
    histories: &Histories,
) -> Result<[f64; MOST]> {
    let own = covariates_of(group, &histories.covariates, effects.len());
    params_of(estimates, &rows(effects, own)).ok_or_else(|| {
        Problem::new(ErrorKind::BadNumber, "with these covariates the parameters are beyond all bounds")
            .into_error(effects.first().map_or("", Effect::column), histories.first_row(group))
            .with_help("Covariates are to be of the size of those that the model was fitted to.")
    })
}
