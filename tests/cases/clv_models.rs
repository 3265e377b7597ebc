//! Models of purchases against published estimates.

use super::clv_summary::cdnow;
use super::{assert_close, table};
use crate::case;
use custometry::OnInvalid;
use custometry::clv::{
    FitOptions, GammaGamma, PurchaseModel, PurchaseModelKind, PurchaseSummaryOptions, SpendModel, TimeUnit,
};
use custometry::table::Table;

/// The 11,104 donors of Fader, Hardie & Shang (2010), grouped; from lifetimes/datasets/donations.csv of the Python package
/// lifetimes 0.11.3 (MIT).
const DONATIONS: &str = include_str!("../golden/clv-donations.csv");

pub(super) fn calibration() -> Table {
    cdnow(PurchaseSummaryOptions::new("1997-09-30", TimeUnit::Week))
}

fn fitted(kind: PurchaseModelKind, summary: &Table) -> PurchaseModel {
    let model = PurchaseModel::fit(kind, summary, &FitOptions::default()).unwrap();
    let report = model.report().unwrap();
    assert!(report.converged && !report.boundary, "{report:?}");
    assert!(report.gradient_norm < 1e-6, "{report:?}");
    assert!(model.standard_errors().unwrap().iter().all(|error| *error > 0.0));
    model
}

#[track_caller]
fn rounds_to(found: f64, printed: f64, digits: i32) {
    assert!((found - printed).abs() <= 0.5001 * 10_f64.powi(-digits), "{found} does not round to {printed}");
}

#[case]
fn bg_nbd_of_cdnow() {
    // Fader, Hardie & Lee (2005), table 2.
    let model = fitted(PurchaseModelKind::BgNbd, &calibration());
    for (found, printed) in model.params().into_iter().zip([0.243, 4.414, 0.793, 2.426]) {
        rounds_to(found, printed, 3);
    }
    rounds_to(model.log_likelihood().unwrap(), -9582.4, 1);
    let report = model.report().unwrap();
    assert_eq!((report.observations, report.distinct_patterns), (2357.0, 1016));
    eprintln!("{:?} {:?} {:?}", model.params(), model.standard_errors(), report);
    let customer = table("frequency,recency,T\n2,30.43,38.86\n");
    rounds_to(model.expected_purchases(&customer, 39.0).unwrap()[0], 1.226, 3);
    rounds_to(model.probability_alive(&customer).unwrap()[0], 0.7266, 4);
}

#[case]
fn pareto_nbd_of_cdnow() {
    // Fader, Hardie & Lee (2005), table 2.
    let model = fitted(PurchaseModelKind::ParetoNbd, &calibration());
    for (found, printed) in model.params().into_iter().zip([0.553, 10.578, 0.606, 11.669]) {
        rounds_to(found, printed, 3);
    }
    rounds_to(model.log_likelihood().unwrap(), -9595.0, 1);
    eprintln!("{:?} {:?} {:?}", model.params(), model.standard_errors(), model.report());
}

#[case]
fn mbg_nbd_of_cdnow() {
    let model = fitted(PurchaseModelKind::MbgNbd, &calibration());
    eprintln!("{:?} {:?} {:?} {:?}", model.params(), model.standard_errors(), model.log_likelihood(), model.report());
    for (found, printed) in model.params().into_iter().zip([0.525, 6.183, 0.891, 1.614]) {
        rounds_to(found, printed, 3);
    }
}

#[case]
fn bg_bb_of_donations() {
    // Fader, Hardie & Shang (2010), table 3.
    let model = fitted(PurchaseModelKind::BgBb, &table(DONATIONS));
    for (found, printed) in model.params().into_iter().zip([1.204, 0.750, 0.657, 2.783]) {
        rounds_to(found, printed, 3);
    }
    rounds_to(model.log_likelihood().unwrap(), -33225.58, 2);
    assert_eq!(model.report().unwrap().observations, 11_104.0);
    // Table 6: P(alive in 2002) of those who never gave again, gave up to 1999 twice, gave each year to 2001.
    let donors = table("frequency,recency,T\n0,0,6\n2,4,6\n6,6,6\n");
    for (found, printed) in model.probability_alive(&donors).unwrap().into_iter().zip([0.11, 0.59, 0.93]) {
        assert_close(found, printed, 0.005);
    }
    eprintln!("{:?} {:?} {:?}", model.params(), model.standard_errors(), model.report());
    eprintln!("{:?}", model.expected_purchases(&donors, 5.0));
}

#[case]
fn gamma_gamma_of_cdnow() {
    // Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value": the 946 repeat buyers.
    let model = SpendModel::fit(&calibration(), &FitOptions::default()).unwrap();
    let params = model.params();
    eprintln!("{params:?} {:?} {:?} {:?}", model.standard_errors(), model.log_likelihood(), model.report());
    rounds_to(params.p, 6.25, 2);
    rounds_to(params.q, 3.74, 2);
    rounds_to(params.v, 15.44, 2);
    rounds_to(model.log_likelihood().unwrap(), -4055.92, 2);
    let report = model.report().unwrap();
    assert!(report.converged && report.gradient_norm < 1e-6, "{report:?}");
    assert_eq!(report.observations, 946.0);
}

#[case]
fn nothing_spent_is_no_reason_to_say_nothing() {
    let summary =
        table("frequency,recency,T,monetary\n2,5,30,0\n3,8,30,20\n1,9,30,31\n4,25,30,25\n0,0,30,0\n2,6,30,60\n");
    let error = SpendModel::fit(&summary, &FitOptions::default()).unwrap_err();
    assert_eq!((error.row(), error.column()), (Some(0), Some("monetary")));
    let skip = FitOptions { on_non_positive: Some(OnInvalid::Skip), ..FitOptions::default() };
    let fitted = SpendModel::fit(&summary, &skip).unwrap();
    assert_eq!(fitted.report().unwrap().observations, 4.0);
    let GammaGamma { p, q, v } = fitted.params();
    assert_close(fitted.expected_spend(&summary).unwrap()[0], p * v / (2.0 * p + q - 1.0), 1e-12);
    let negative = table("frequency,monetary\n2,-1\n");
    assert_eq!(fitted.expected_spend(&negative).unwrap_err().row(), Some(0));
}
