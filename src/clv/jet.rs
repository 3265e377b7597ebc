//! A number that depends on the parameters of a model, with its first and second derivatives.

/// The most parameters that a model has. One with fewer leaves the others alone.
pub(super) const MOST: usize = 4;

/// A value, its gradient and its Hessian. Where the second derivatives are not asked for, they are 0.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Jet {
    pub(super) value: f64,
    pub(super) slope: [f64; MOST],
    pub(super) bend: [[f64; MOST]; MOST],
}

impl Jet {
    /// Adds a multiple of another.
    pub(super) fn add(&mut self, factor: f64, other: &Jet) {
        self.value += factor * other.value;
        self.slope.iter_mut().zip(&other.slope).for_each(|(own, slope)| *own += factor * slope);
        for (own, bend) in self.bend.iter_mut().zip(&other.bend) {
            own.iter_mut().zip(bend).for_each(|(own, bend)| *own += factor * bend);
        }
    }

    /// Adds ln(1 + e^u).
    pub(super) fn add_ln_1_plus_exp(&mut self, u: &Jet) {
        let small = libm::exp(-u.value.abs());
        let (share, spread) = share_and_spread(u.value, small);
        self.value += u.value.max(0.0) + libm::log1p(small);
        for ((own, &slope), (row, bend)) in self.slope.iter_mut().zip(&u.slope).zip(self.bend.iter_mut().zip(&u.bend)) {
            *own += share * slope;
            let other = u.slope.iter().zip(bend);
            row.iter_mut().zip(other).for_each(|(own, (other, bend))| *own += share * bend + spread * slope * other);
        }
    }
}

/// The first and second derivatives of ln(1 + e^u), p = 1 / (1 + e^-u) and p (1 - p), from u and e^-|u|.
pub(super) fn share_and_spread(u: f64, small: f64) -> (f64, f64) {
    let lesser = small / (1.0 + small);
    (if u > 0.0 { 1.0 - lesser } else { lesser }, lesser * (1.0 - lesser))
}

/// 1 / (1 + e^-u): the probability whose log-odds are u.
pub(super) fn logistic(u: f64) -> f64 {
    match u > 0.0 {
        true => 1.0 / (1.0 + libm::exp(-u)),
        false => {
            let odds = libm::exp(u);
            odds / (1.0 + odds)
        }
    }
}
