//! How the parameters of models of purchases are searched: where from, along which coordinates, and what their limits mean.

use super::fit::Direction;
use super::histories::Pattern;
use super::jet::MOST;
use super::process::PurchaseModelKind;

/// The coordinates of the four parameters, besides which there are so many coefficients: the first and the third, and the second
/// and the fourth by these. Together with the first, the second of two parameters makes up a mean.
pub(super) fn coordinates(kind: PurchaseModelKind, coefficients: usize) -> impl Iterator<Item = Direction> {
    let [first, second, third, fourth] = kind.parameters();
    let labels = [first.to_owned(), format!("{second} / {first}"), third.to_owned(), format!("{fourth} / {third}")];
    labels.into_iter().enumerate().map(move |(own, label)| {
        let moves = |i: usize| if i == own || (i == own + 1 && own % 2 == 0) { 1.0 } else { 0.0 };
        let along = (0..MOST + coefficients).map(moves).collect();
        Direction { label, is_mean: own % 2 == 1, own, along }
    })
}

/// Where searches begin: at the purchase rate of the data, with customers who differ much or little. And usual parameters, in
/// the unit of time of the data.
pub(super) fn starts(kind: PurchaseModelKind, patterns: &[Pattern]) -> ([f64; MOST], Vec<[f64; MOST]>) {
    let total =
        |value: &dyn Fn(&Pattern) -> f64| patterns.iter().map(|pattern| pattern.weight * value(pattern)).sum::<f64>();
    let customers = total(&|_| 1.0);
    let purchases = total(&|pattern| pattern.history.frequency).max(0.01 * customers);
    let time = total(&|pattern| pattern.history.t);
    let time = if time > 0.0 { time } else { customers };
    let length = time / customers;
    // The rate of those who buy is higher than the mean over all the time after the last purchase.
    let alpha = |r: f64| r * time / purchases;
    match kind {
        PurchaseModelKind::BgNbd | PurchaseModelKind::MbgNbd => (
            [1.0, length, 1.0, 1.0],
            vec![[0.3, 0.5 * alpha(0.3), 0.8, 2.5], [2.0, alpha(2.0), 0.5, 5.0], [0.7, 0.5 * alpha(0.7), 3.0, 3.0]],
        ),
        PurchaseModelKind::ParetoNbd => (
            [1.0, length, 1.0, length],
            vec![
                [0.5, 0.5 * alpha(0.5), 0.5, 0.5 * length],
                [2.0, alpha(2.0), 0.5, 5.0 * length],
                [0.7, 0.5 * alpha(0.7), 2.0, length],
            ],
        ),
        PurchaseModelKind::BgBb => {
            let share = (purchases / time).clamp(0.01, 0.99);
            let with = |sum: f64| [sum * share, sum * (1.0 - share)];
            let [[a1, b1], [a2, b2]] = [with(2.0), with(0.5)];
            ([1.0; MOST], vec![[a1, b1, 0.7, 2.5], [a2, b2, 0.3, 3.0], [2.0 * a1, b1, 2.0, 8.0]])
        }
    }
}

/// What it means that a coordinate tends to zero or infinity: the first parameter, the second over the first, and so on.
pub(super) fn meaning(variable: usize, upper: bool) -> &'static str {
    match (variable, upper) {
        (0, true) => "customers all buy alike",
        (0, false) => "customers differ beyond all bounds in how often they buy",
        (1, true) => "nobody buys again",
        (1, false) => "customers buy without pause until they leave",
        (2, true) => "customers are all equally likely to leave",
        (2, false) => "customers differ beyond all bounds in how likely they are to leave",
        (_, true) => "nobody leaves",
        (_, false) => "customers leave at once",
    }
}
