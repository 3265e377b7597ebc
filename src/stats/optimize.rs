//! The maximum of a smooth function of few variables, inside a box.
//!
//! Newton's method with the safeguards that log-likelihoods need (Nocedal & Wright, *Numerical Optimization*, 2nd ed.,
//! chapters 3 and 16.7): where the function is not concave the Hessian is shifted until it is negative definite
//! (Levenberg-Marquardt), steps are limited and halved until the function increases enough (Armijo), and variables at an edge
//! of the box towards which the function still increases stay there. A maximum that runs off to infinity or zero ends at such
//! an edge and is reported as such.
//!
//! The end is decided by the length of the last full Newton step, not by the gradient: along a ridge that rises for ever
//! the gradient becomes as small as one likes, but the steps do not.

/// A function to be maximised. Slices have one entry a variable; a Hessian is given row by row.
pub trait Objective {
    /// The value at a point, and its gradient there. A value that is not finite marks a point that cannot be used.
    fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> f64;

    /// The Hessian at a point: unless a function has a better one, from central differences of the gradient.
    fn hessian(&self, point: &[f64], hessian: &mut [f64]) {
        let mut at = point.to_vec();
        let (mut above, mut below) = (vec![0.0; point.len()], vec![0.0; point.len()]);
        for (variable, row) in hessian.chunks_exact_mut(point.len().max(1)).enumerate() {
            let Some(&here) = point.get(variable) else { continue };
            let distance = 1e-5 * here.abs().max(1.0);
            let mut shift = |to: f64, gradient: &mut [f64]| {
                if let Some(place) = at.get_mut(variable) {
                    *place = to;
                }
                self.gradient(&at, gradient);
            };
            shift(here + distance, &mut above);
            shift(here - distance, &mut below);
            if let Some(place) = at.get_mut(variable) {
                *place = here;
            }
            for ((entry, above), below) in row.iter_mut().zip(&above).zip(&below) {
                *entry = (above - below) / (2.0 * distance);
            }
        }
        symmetrize(hessian, point.len());
    }

    /// An increase that is not worth a step: 0 where the maximum itself is wanted, and not only where about it is.
    fn enough(&self) -> f64 {
        0.0
    }
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// At a maximum inside the box, where the Hessian is negative definite.
    Converged,
    /// At the lower or upper edge of this variable (the first of them, if there are several).
    Edge {
        /// Which variable.
        variable: usize,
        /// Whether it is the upper edge.
        upper: bool,
    },
    /// The steps ran out, or led nowhere.
    Failed,
}

/// Where a search ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Maximum {
    /// The point.
    pub point: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// The gradient there.
    pub gradient: Vec<f64>,
    /// The Hessian there, row by row.
    pub hessian: Vec<f64>,
    /// How many steps were taken.
    pub iterations: u32,
    /// Whether this is a maximum.
    pub outcome: Outcome,
}

impl Maximum {
    /// The Euclidean length of the gradient.
    pub fn gradient_norm(&self) -> f64 {
        libm::sqrt(self.gradient.iter().map(|g| g * g).sum())
    }

    /// The inverse of minus the Hessian, row by row: of a log-likelihood, the covariances of the estimates. None unless the
    /// search converged.
    pub fn covariances(&self) -> Option<Vec<f64>> {
        if self.outcome != Outcome::Converged {
            return None;
        }
        let size = self.point.len();
        let information: Vec<f64> = self.hessian.iter().map(|h| -h).collect();
        let mut inverse = Vec::with_capacity(size * size);
        for row in 0..size {
            let mut unit = vec![0.0; size];
            *unit.get_mut(row)? = 1.0;
            inverse.extend(solve(&information, &unit)?);
        }
        symmetrize(&mut inverse, size);
        Some(inverse)
    }
}

const MOST_STEPS: u32 = 200;
const MOST_HALVINGS: u32 = 60;
/// No step is longer than this in any variable.
const LONGEST_STEP: f64 = 4.0;
/// Full Newton steps shorter than this are taken for as long as they make the gradient smaller ...
const SHORT_STEP: f64 = 1e-5;
/// ... one shorter than this leads to the top as exactly as rounding allows, since the error is about squared by each ...
const LAST_STEP: f64 = 1e-8;
/// ... and one shorter than this is not worth taking.
const NO_STEP: f64 = 1e-10;
/// An increase by less than this share of the value may be rounding ...
const ROUNDING: f64 = 1e-13;
/// ... and by less than this it is not worth a step.
const NOTHING: f64 = 1e-9;
/// The share of the promised increase that a step has to bring.
const ARMIJO: f64 = 1e-4;

/// Looks for a maximum of the function in the box, from a point in it. `edges` holds the lower and the upper edge of each
/// variable. The result has the greatest value that was found, whatever the outcome.
///
/// ```
/// use custometry::stats::optimize::{Objective, Outcome, maximize};
///
/// struct Hill;
/// impl Objective for Hill {
///     fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
///         gradient[0] = -2.0 * (point[0] - 3.0);
///         -(point[0] - 3.0) * (point[0] - 3.0)
///     }
/// }
/// let top = maximize(&Hill, &[0.0], &[(-10.0, 10.0)]);
/// assert_eq!(top.outcome, Outcome::Converged);
/// assert!((top.point[0] - 3.0).abs() < 1e-9);
/// ```
pub fn maximize(objective: &dyn Objective, start: &[f64], edges: &[(f64, f64)]) -> Maximum {
    let size = start.len();
    let mut at = Maximum {
        point: start.to_vec(),
        value: 0.0,
        gradient: vec![0.0; size],
        hessian: vec![0.0; size * size],
        iterations: 0,
        outcome: Outcome::Failed,
    };
    at.value = objective.gradient(&at.point, &mut at.gradient);
    while at.value.is_finite() && at.iterations < MOST_STEPS {
        objective.hessian(&at.point, &mut at.hessian);
        let held = held(&at, edges);
        let Some((step, newton)) = step(&at, &held) else { break };
        let length = longest(&step);
        let edge = held.iter().position(Option::is_some);
        let end = edge.map_or(Outcome::Converged, |variable| Outcome::Edge {
            variable,
            upper: held.get(variable) == Some(&Some(true)),
        });
        let promised: f64 = step.iter().zip(&at.gradient).map(|(part, slope)| part * slope).sum();
        if newton && (length <= NO_STEP || promised <= objective.enough()) {
            at.outcome = end;
            break;
        }
        at.iterations += 1;
        // So close to the top, or on such a flat ridge, the value is lost in rounding, but the gradient still tells whether a
        // step helps.
        if newton && (length <= SHORT_STEP || promised <= ROUNDING * at.value.abs()) {
            let better =
                moved(objective, &at, &step, edges).filter(|next| free_norm(next, &held) < free_norm(&at, &held));
            let last = better.is_none() || length <= LAST_STEP;
            if let Some(next) = better {
                at = next;
            }
            if last {
                objective.hessian(&at.point, &mut at.hessian);
                if length <= SHORT_STEP || edge.is_some() {
                    at.outcome = end;
                }
                break;
            }
        } else {
            let Some(next) = search(objective, &at, step, edges) else {
                // At an edge there may be nothing to gain in the others.
                if edge.is_some() && promised <= NOTHING * at.value.abs().max(1.0) {
                    at.outcome = end;
                }
                break;
            };
            at = next;
        }
    }
    at
}

/// The length of the gradient in the variables that are not held.
fn free_norm(at: &Maximum, held: &[Option<bool>]) -> f64 {
    let free = at.gradient.iter().zip(held).filter(|(_, held)| held.is_none());
    libm::sqrt(free.map(|(slope, _)| slope * slope).sum())
}

/// For each variable, whether it is held at an edge towards which the function increases, and whether it is the upper one.
fn held(at: &Maximum, edges: &[(f64, f64)]) -> Vec<Option<bool>> {
    let variables = at.point.iter().zip(&at.gradient).zip(edges);
    variables
        .map(|((&value, &slope), &(lower, upper))| match () {
            () if value >= upper && slope > 0.0 => Some(true),
            () if value <= lower && slope < 0.0 => Some(false),
            () => None,
        })
        .collect()
}

/// The step to take, 0 for variables that are held, and whether it is the plain Newton step.
fn step(at: &Maximum, held: &[Option<bool>]) -> Option<(Vec<f64>, bool)> {
    let size = at.point.len();
    let mut curvature = vec![0.0; size * size];
    let mut slope = vec![0.0; size];
    let mut largest = 0.0_f64;
    for (i, (row, full)) in curvature.chunks_exact_mut(size).zip(at.hessian.chunks_exact(size)).enumerate() {
        let free = held.get(i) == Some(&None);
        for (j, (entry, &hessian)) in row.iter_mut().zip(full).enumerate() {
            *entry = match (free && held.get(j) == Some(&None), i == j) {
                (true, _) => -hessian,
                (false, diagonal) => f64::from(u8::from(diagonal)),
            };
            if !entry.is_finite() {
                return None;
            }
            largest = largest.max(if free { hessian.abs() } else { 0.0 });
        }
        if let (true, Some(place), Some(&gradient)) = (free, slope.get_mut(i), at.gradient.get(i)) {
            *place = gradient;
        }
    }
    let shifted = |shift: f64| {
        let mut shifted = curvature.clone();
        shifted.iter_mut().step_by(size + 1).for_each(|diagonal| *diagonal += shift);
        solve(&shifted, &slope)
    };
    let mut shift = 0.0;
    for _ in 0..60 {
        // The least shift that does leaves next to no curvature in some direction; a few times that leaves about as much as
        // there is, with the sign that is wanted.
        if let Some(mut step) =
            shifted(shift).and_then(|step| if shift > 0.0 { shifted(4.0 * shift) } else { Some(step) })
        {
            let length = longest(&step);
            if length > LONGEST_STEP {
                step.iter_mut().for_each(|part| *part *= LONGEST_STEP / length);
            }
            return length.is_finite().then_some((step, shift == 0.0 && length <= LONGEST_STEP));
        }
        shift = if shift == 0.0 { 1e-14 * largest.max(f64::MIN_POSITIVE) } else { shift * 4.0 };
    }
    None
}

/// The point that a step leads to, kept inside the box, unless it cannot be used. The Hessian is that of the old point.
fn moved(objective: &dyn Objective, at: &Maximum, step: &[f64], edges: &[(f64, f64)]) -> Option<Maximum> {
    let mut next = at.clone();
    for ((value, part), &(lower, upper)) in next.point.iter_mut().zip(step).zip(edges) {
        let moved = *value + part;
        // As `clamp`, whose panic would bring along the printing of numbers by the standard library.
        *value = if moved < lower {
            lower
        } else if moved > upper {
            upper
        } else {
            moved
        };
    }
    next.value = objective.gradient(&next.point, &mut next.gradient);
    (next.value.is_finite() && next.gradient.iter().all(|g| g.is_finite())).then_some(next)
}

/// The first of the step, half of it, a quarter and so on that brings its share of what the slope promises.
fn search(objective: &dyn Objective, at: &Maximum, step: Vec<f64>, edges: &[(f64, f64)]) -> Option<Maximum> {
    let mut step = step;
    for _ in 0..MOST_HALVINGS {
        if let Some(next) = moved(objective, at, &step, edges) {
            let way = next.point.iter().zip(&at.point).zip(&at.gradient);
            let promised: f64 = way.map(|((to, from), slope)| (to - from) * slope).sum();
            if promised > 0.0 && next.value > at.value && next.value - at.value >= ARMIJO * promised {
                return Some(next);
            }
        }
        step.iter_mut().for_each(|part| *part *= 0.5);
    }
    None
}

fn longest(step: &[f64]) -> f64 {
    step.iter().fold(0.0, |longest, part| if part.abs() <= longest { longest } else { part.abs() })
}

/// Makes a matrix symmetric: each pair of entries becomes its mean.
fn symmetrize(matrix: &mut [f64], size: usize) {
    for i in 0..size {
        for j in 0..i {
            let (Some(&low), Some(&high)) = (matrix.get(i * size + j), matrix.get(j * size + i)) else { continue };
            for place in [i * size + j, j * size + i] {
                if let Some(entry) = matrix.get_mut(place) {
                    *entry = 0.5 * (low + high);
                }
            }
        }
    }
}

/// Solves matrix x = right for a symmetric matrix, by elimination without exchanges; none unless the matrix is positive
/// definite beyond rounding.
fn solve(matrix: &[f64], right: &[f64]) -> Option<Vec<f64>> {
    let size = right.len();
    let mut rows: Vec<Vec<f64>> =
        matrix.chunks_exact(size.max(1)).zip(right).map(|(row, &value)| [row, &[value]].concat()).collect();
    for pivot in 0..size {
        let (above, below) = rows.split_at_mut_checked(pivot + 1)?;
        let own = above.last()?;
        let diagonal = *own.get(pivot)?;
        let whole = matrix.get(pivot * (size + 1))?;
        if diagonal.is_nan() || diagonal <= whole.abs() * 1e-14 {
            return None;
        }
        for row in below {
            let factor = row.get(pivot)? / diagonal;
            // What stands before the pivot is done with.
            let rest = row.iter_mut().zip(own).skip(pivot);
            rest.for_each(|(entry, above)| *entry -= factor * above);
        }
    }
    let mut x = vec![0.0; size];
    for (pivot, row) in rows.iter().enumerate().rev() {
        let later: f64 = row.iter().zip(&x).map(|(entry, x)| entry * x).sum();
        *x.get_mut(pivot)? = (row.last()? - later) / row.get(pivot)?;
    }
    Some(x)
}
