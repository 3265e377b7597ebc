//! How well a model fits: how many customers bought how often in calibration, and how many should have.
//!
//! Source: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", *Marketing Science* 24(2), figure 2, and Fader
//! & Hardie's note 14 at brucehardie.com.

use super::histories::{Weights, nobody};
use super::holdout::count;
use super::model::PurchaseModel;
use crate::error::{Result, try_filled};
use crate::stats::chi_square::upper_tail;
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::stats::sum::Total;
use crate::table::Table;
use serde::Serialize;

/// The options of [`frequency_fit`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FrequencyFitOptions {
    /// The frequency from which on customers are put together, up to 1000; default 7.
    pub most: Option<u32>,
    /// How many parameters were estimated from the same customers, each of which costs the test a degree of freedom; default
    /// all: 4, and the coefficients of covariates.
    pub estimated_parameters: Option<u32>,
}

/// Customers who bought equally often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct FrequencyClass {
    /// Their repeat purchases.
    pub frequency: u32,
    /// Whether those with more belong to them too.
    pub open: bool,
    /// How many they are.
    pub actual: f64,
    /// How many they should be: the sum over customers of P(X(T) = frequency).
    pub expected: f64,
}

/// What [`frequency_fit`] finds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FrequencyFit {
    /// The customers by frequency; the last class is open.
    pub classes: Vec<FrequencyClass>,
    /// The sum over classes of (actual - expected)² / expected. From the first class in which fewer than 5 customers are
    /// expected, all are put together, and if these are still fewer than 5, with the class before. None when no degree of
    /// freedom is left.
    pub chi_square: Option<f64>,
    /// The classes that were compared, less 1 and less the parameters that were estimated.
    pub degrees_of_freedom: Option<usize>,
    /// The probability of so great a `chi_square` if the model were true.
    pub p_value: Option<f64>,
}

/// With fewer customers expected in a class the distribution of the statistic is not that of chi-square.
const LEAST_EXPECTED: f64 = 5.0;

/// Compares how many customers of a summary bought 0, 1, 2, ... times after their first purchase with how many should have
/// under a model.
///
/// The summary has the columns `frequency`, `recency` and `T`, the covariates of the model, and for grouped data `weight`.
///
/// # Errors
///
/// As [`PurchaseModel::fit`].
///
/// ```
/// use custometry::clv::*;
/// use custometry::table::Table;
///
/// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
/// let csv = b"frequency,recency,T,weight\n0,0,39,60\n1,20,39,20\n2,30,39,20\n";
/// let found = frequency_fit(&Table::from_csv(csv, &Default::default())?, &model, &Default::default())?;
/// assert!((found.classes[0].expected - 100.0 * model.purchase_count_probability(39.0, 0)?).abs() < 1e-9);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn frequency_fit(summary: &Table, model: &PurchaseModel, options: &FrequencyFitOptions) -> Result<FrequencyFit> {
    let most = count("most", options.most, 7, 1000)?;
    // That checks all rows.
    let times = model.by_row(summary, |_, history| history.t)?;
    let frequencies = summary.column("frequency")?.numbers()?;
    let weights = Weights::of(summary, true)?;
    let mut sums: Vec<[Total; 2]> = try_filled(most as usize + 1, Default::default())?;
    let mut add = |place: u32, which: usize, term: f64| {
        if let Some(sum) = sums.get_mut(place as usize).and_then(|sums| sums.get_mut(which)) {
            sum.add(term);
        }
    };
    for (row, frequency) in frequencies.iter().enumerate() {
        weights.check(row)?;
        add(frequency.min(f64::from(most)) as u32, 0, weights.get(row));
    }
    let mut customers = Total::default();
    (0..times.len()).for_each(|row| customers.add(weights.get(row)));
    if model.covariate_columns().is_empty() {
        // Customers who have been known for the same time are all alike.
        for equals in sorted_by_key(times.iter().map(|t| t.key()))?.chunk_by(|(a, _), (b, _)| a == b) {
            let Some(&(t, _)) = equals.first() else { continue };
            let mut weight = Total::default();
            equals.iter().for_each(|&(_, row)| weight.add(weights.get(row as usize)));
            let (t, weight) = (<f64 as Ranked>::value(t), weight.value());
            for n in 0..most {
                add(n, 1, weight * model.purchase_count_probability(t, u64::from(n))?);
            }
        }
    } else {
        for n in 0..most {
            let probabilities = model.by_row(summary, |process, history| process.probability(history.t, n.into()))?;
            probabilities.iter().enumerate().for_each(|(row, probability)| add(n, 1, weights.get(row) * probability));
        }
    }
    let customers = customers.value();
    if customers <= 0.0 {
        return Err(nobody());
    }
    let fewer: f64 = sums.iter().map(|[_, expected]| expected.value()).sum();
    if let Some([_, last]) = sums.last_mut() {
        last.add((customers - fewer).max(0.0));
    }
    let class = |(frequency, [actual, expected]): (u32, &[Total; 2])| FrequencyClass {
        frequency,
        open: frequency == most,
        actual: actual.value(),
        expected: expected.value(),
    };
    let classes: Vec<FrequencyClass> = (0..).zip(&sums).map(class).collect();
    let (statistic, compared) = chi_square(&classes);
    let estimated = options.estimated_parameters.map_or(model.parameter_values().len(), |given| given as usize);
    let degrees_of_freedom = compared.checked_sub(1).and_then(|classes| classes.checked_sub(estimated));
    let degrees_of_freedom = degrees_of_freedom.filter(|&degrees| degrees > 0);
    let chi_square = degrees_of_freedom.map(|_| statistic);
    let p_value = degrees_of_freedom.map(|degrees| upper_tail(statistic, degrees));
    Ok(FrequencyFit { classes, chi_square, degrees_of_freedom, p_value })
}

/// The statistic, and how many classes it compares.
fn chi_square(classes: &[FrequencyClass]) -> (f64, usize) {
    let enough = classes.iter().take_while(|class| class.expected >= LEAST_EXPECTED).count();
    let pairs = |classes: &[FrequencyClass]| -> Vec<(f64, f64)> {
        classes.iter().map(|class| (class.actual, class.expected)).collect()
    };
    let (kept, rest) = classes.split_at_checked(enough).unwrap_or_default();
    let mut kept = pairs(kept);
    let (actual, expected) = pairs(rest).into_iter().fold((0.0, 0.0), |sum, class| (sum.0 + class.0, sum.1 + class.1));
    match kept.last_mut() {
        Some(last) if expected < LEAST_EXPECTED => *last = (last.0 + actual, last.1 + expected),
        _ => kept.push((actual, expected)),
    }
    let off = |(actual, expected): &(f64, f64)| (actual - expected) * (actual - expected) / expected;
    (kept.iter().map(off).sum(), kept.len())
}
