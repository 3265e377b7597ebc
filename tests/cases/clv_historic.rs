//! Value without a model: historic value, contribution, and the formulas. Figures from tests/golden/, from the ineq package of
//! R, and by hand.

use super::clv_summary::{CDNOW, numbers};
use super::{assert_close, cells, integers, place, table};
use crate::case;
use custometry::clv::*;
use custometry::table::Table;
use custometry::{OnInvalid, Period, Refunds};

const CUSTOMERS: &str = include_str!("../golden/rfm-cdnow.csv");
const COHORTS: &str = include_str!("../golden/cohorts-cdnow.csv");
const CONTRIBUTION: &str = include_str!("../golden/clv-value.csv");

fn cdnow(period: Option<Period>) -> HistoricValue {
    let options = HistoricValueOptions {
        customer_id: Some("customer_id".to_owned()),
        margin: Some(0.3),
        period,
        ..HistoricValueOptions::new("1998-06-30")
    };
    historic_value(&table(CDNOW), &options).unwrap()
}

/// A table as CSV with plain line ends.
fn text(table: &Table) -> String {
    table.to_csv().unwrap().replace('\r', "")
}

#[case]
fn every_customer_agrees_with_pandas() {
    let expected = table(CUSTOMERS);
    let found = cdnow(None);
    assert_eq!(cells(found.customers.column("customerId").unwrap()), cells(expected.column("customer_id").unwrap()));
    let orders: Vec<f64> = integers(&found.customers, "orders").into_iter().map(f64::from).collect();
    assert_eq!(orders, numbers(&expected, "frequency"));
    let (revenue, value) = (numbers(&found.customers, "revenue"), numbers(&found.customers, "value"));
    assert_eq!(revenue, numbers(&expected, "monetary"));
    assert!(revenue.iter().zip(&value).all(|(revenue, value)| *value == 0.3 * revenue));
    assert!(found.customers.find("cost").is_none() && found.warnings.is_empty());
    assert_eq!(cells(found.customers.column("firstPurchase").unwrap())[0], "1997-01-01");
    assert_eq!(cells(found.customers.column("lastPurchase").unwrap())[0], "1997-12-12");
    assert_eq!((found.totals.customers, found.totals.orders), (2357, 6919));
    assert_close(found.totals.revenue, revenue.iter().sum(), 1e-13);
    assert_close(found.totals.value, value.iter().sum(), 1e-13);
}

#[case]
fn every_cohort_agrees_with_pandas() {
    let expected = table(COHORTS);
    let names = cells(expected.column("period").unwrap());
    for (period, name) in [(Period::Week, "week"), (Period::Month, "month"), (Period::Quarter, "quarter")] {
        let rows: Vec<usize> = (0..names.len()).filter(|&row| names[row] == name).collect();
        let cohorts = cells(expected.column("cohort").unwrap());
        let (ages, revenue) = (numbers(&expected, "age"), numbers(&expected, "revenue"));
        let active = numbers(&expected, "customers");
        let found = cdnow(Some(period)).cohorts;
        assert_eq!(found.num_rows(), rows.len());
        assert_eq!(
            cells(found.column("cohort").unwrap()),
            rows.iter().map(|&row| cohorts[row].clone()).collect::<Vec<_>>()
        );
        assert_eq!(numbers(&found, "age"), rows.iter().map(|&row| ages[row]).collect::<Vec<_>>());
        let [size, value, cumulative] =
            ["customers", "value", "cumulativePerCustomer"].map(|name| numbers(&found, name));
        let (mut sum, mut customers) = (0.0, 0.0);
        for (place, &row) in rows.iter().enumerate() {
            if ages[row] == 0.0 {
                // All of a cohort are active at age 0.
                (sum, customers) = (0.0, active[row]);
            }
            sum += 0.3 * revenue[row];
            assert_eq!(size[place], customers);
            assert_close(value[place], 0.3 * revenue[row], 1e-13);
            assert_close(cumulative[place], sum / customers, 1e-13);
        }
    }
    assert!(cdnow(None).last_period_complete);
}

#[case]
fn costs_orders_and_margin_count() {
    let purchases = table(
        "customerId,date,amount,orderId,cost\nb,2026-01-05,20,x,5\nb,2026-01-06,10,x,2\nb,2026-01-31,30,,4\na,2026-02-01,50,y,60\na,2026-02-09,8,z,\n",
    );
    let options = HistoricValueOptions {
        cost: Some("cost".to_owned()),
        margin: Some(0.5),
        on_invalid: Some(OnInvalid::Skip),
        ..HistoricValueOptions::new("2026-02-15")
    };
    let found = historic_value(&purchases, &options).unwrap();
    assert_eq!(
        text(&found.customers),
        "customerId,firstPurchase,lastPurchase,orders,revenue,cost,value\na,2026-02-01,2026-02-01,1,50,60,-35\nb,2026-01-05,2026-01-31,2,60,11,19\n"
    );
    assert_eq!(
        text(&found.cohorts),
        "cohort,age,customers,value,cumulativePerCustomer\n2026-01,0,1,19,19\n2026-01,1,1,0,19\n2026-02,0,1,-35,-35\n"
    );
    assert_eq!(found.totals, HistoricTotals { customers: 2, orders: 3, revenue: 110.0, cost: 71.0, value: -16.0 });
    assert!(!found.last_period_complete && found.warnings.is_empty());
    let skipped = &found.skipped.rows[0];
    assert_eq!((skipped.row, skipped.column.as_str(), found.skipped.count), (4, "cost", 1));
    let strict = HistoricValueOptions { on_invalid: None, ..options.clone() };
    assert_eq!(place(&historic_value(&purchases, &strict).unwrap_err()), ("bad-number", Some(4), Some("cost")));
    // Without a margin and costs all is value, and said to be.
    let all = HistoricValueOptions::new("2026-02-15");
    let found = historic_value(&purchases, &all).unwrap();
    assert_eq!((found.totals.value, found.warnings.len()), (118.0, 1));
}

#[case]
fn refunds_are_a_choice() {
    let purchases = table(
        "customerId,date,amount\na,2026-01-01,10\na,2026-02-02,-4\nb,2026-01-03,-5\nb,2026-01-04,20\nc,2026-01-01,-8\nd,2026-03-01,7\n",
    );
    let value = |refunds| {
        let options = HistoricValueOptions { refunds: Some(refunds), ..HistoricValueOptions::new("2026-02-28") };
        let found = historic_value(&purchases, &options).unwrap();
        let last = numbers(&found.cohorts, "cumulativePerCustomer");
        (
            numbers(&found.customers, "value"),
            integers(&found.customers, "orders"),
            last,
            found.refunds,
            found.skipped.count,
        )
    };
    let (values, orders, cohorts, refunds, skipped) = value(Refunds::Count);
    assert_eq!((values, orders, skipped), (vec![6.0, 15.0, -8.0], vec![2, 2, 1], 1));
    assert_eq!(cohorts, [17.0 / 3.0, 13.0 / 3.0]);
    assert_eq!((refunds.rows, refunds.amount, refunds.unassigned), (3, -17.0, 0.0));
    let (values, orders, cohorts, refunds, skipped) = value(Refunds::Net);
    assert_eq!((values, orders, skipped), (vec![6.0, 20.0], vec![1, 1], 1));
    assert_eq!(cohorts, [15.0, 13.0]);
    assert_eq!((refunds.rows, refunds.amount, refunds.unassigned), (3, -17.0, -13.0));
    let (values, _, cohorts, refunds, skipped) = value(Refunds::Exclude);
    assert_eq!((values, cohorts, skipped), (vec![10.0, 20.0], vec![15.0, 15.0], 4));
    assert_eq!(refunds.unassigned, -17.0);
}

#[case]
fn what_has_no_historic_value_is_an_error() {
    let purchases = table("customerId,date,amount\na,0001-01-01,10\n");
    let fault = |options: HistoricValueOptions| historic_value(&purchases, &options).unwrap_err();
    assert_eq!(fault(HistoricValueOptions::default()).message(), "asOf is missing");
    let good = HistoricValueOptions::new("2026-02-28");
    assert_eq!(fault(good.clone()).message(), "there would be 24302 cohorts");
    assert_eq!(fault(HistoricValueOptions { margin: Some(1.5), ..good.clone() }).message(), "margin is 1.5");
    assert_eq!(fault(HistoricValueOptions { margin: Some(-2.0), ..good.clone() }).message(), "margin is -2");
    let cost = HistoricValueOptions { cost: Some("cost".to_owned()), ..good.clone() };
    assert_eq!(place(&fault(cost)), ("missing-column", None, Some("cost")));
    let early = table("customerId,date,amount\na,2026-03-01,10\n");
    assert_eq!(historic_value(&early, &good).unwrap_err().kind().code(), "empty-input");
    let amounts = table("customerId,date\na,2026-01-01\n");
    assert_eq!(place(&historic_value(&amounts, &good).unwrap_err()), ("missing-column", None, Some("amount")));
}

#[case]
fn the_gini_coefficient_of_the_ineq_package() {
    // Its example: ineq(c(541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261)) is 0.462091130267624.
    let values = table("value\n541\n22261\n1463\n2445\n11904\n3438\n4437\n5401\n8304\n6392\n");
    let found = value_contribution(&values, &Default::default()).unwrap();
    assert_close(found.summary.gini.unwrap(), 0.462091130267624, 1e-15);
    assert_eq!((found.summary.customers, found.summary.total), (10, 66586.0));
    assert_close(found.summary.top_20_share.unwrap(), (22261.0 + 11904.0) / 66586.0, 1e-15);
    assert_eq!(integers(&found.customers, "rank"), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
}

#[case]
fn the_contribution_agrees_with_numpy() {
    let found = value_contribution(&cdnow(None).customers, &Default::default()).unwrap();
    let golden = table(CONTRIBUTION);
    let (what, values) = (cells(golden.column("what").unwrap()), numbers(&golden, "value"));
    let of = |name: &str| -> Vec<f64> {
        what.iter().zip(&values).filter(|(what, _)| *what == name).map(|(_, value)| *value).collect()
    };
    assert_eq!(of("customers"), [2357.0]);
    assert_close(found.summary.total, 0.3 * of("total")[0], 1e-13);
    assert_close(found.summary.gini.unwrap(), of("gini")[0], 1e-13);
    let curve = found.summary.curve.unwrap();
    assert_eq!(curve.len(), 101);
    curve.iter().zip(of("curve")).for_each(|(found, expected)| assert_close(*found, expected, 1e-13));
    assert_eq!((curve[0], curve[100], found.summary.top_20_share), (0.0, 1.0, Some(curve[20])));
}

#[case]
fn ranks_shares_and_rows_that_have_no_value() {
    let values = table("who,amount\nx,5\ny,\nz,20\nw,5\nv,-10\n");
    let options = ValueContributionOptions {
        value: Some("amount".to_owned()),
        customer_id: Some("who".to_owned()),
        on_invalid: Some(OnInvalid::Skip),
    };
    let found = value_contribution(&values, &options).unwrap();
    assert_eq!(
        text(&found.customers),
        "who,rank,value,share,cumulativeShare\nz,1,20,1,1\nx,2,5,0.25,1.25\nw,2,5,0.25,1.5\nv,4,-10,-0.5,1\n"
    );
    assert_eq!((found.skipped.count, found.skipped.rows[0].row, found.summary.warnings.len()), (1, 1, 1));
    // The pairs differ by 15 (twice), 30, 0, 15 (twice): twice 90 of 16 pairs, over twice a mean of 5.
    assert_close(found.summary.gini.unwrap(), 180.0 / 16.0 / 10.0, 1e-15);
    let strict = ValueContributionOptions { on_invalid: None, ..options };
    assert_eq!(place(&value_contribution(&values, &strict).unwrap_err()), ("bad-number", Some(1), Some("amount")));
}

#[case]
fn a_total_that_is_not_above_0_has_no_shares() {
    let found = value_contribution(&table("value\n1\n-1\n"), &Default::default()).unwrap();
    assert_eq!((found.summary.gini, found.summary.top_20_share, found.summary.curve), (None, None, None));
    assert_eq!(found.summary.warnings.len(), 2);
    assert!(numbers(&found.customers, "share").iter().all(|share| share.is_nan()));
    let zeros = value_contribution(&table("value\n0\n0\n"), &Default::default()).unwrap();
    assert_eq!((zeros.summary.total, zeros.summary.gini), (0.0, None));
    let empty = value_contribution(&table("value\n"), &Default::default()).unwrap_err();
    assert_eq!(empty.kind().code(), "empty-input");
}

const CHURN: ChurnInputs = ChurnInputs {
    average_order_value: Some(50.0),
    purchase_frequency: Some(4.0),
    churn: Some(0.25),
    gross_margin: Some(0.5),
    discount_rate: None,
    horizon: None,
    acquisition_cost: None,
    observed_periods: None,
};

/// The sum that the documentation of `clv_from_churn` has.
fn summed(churn: f64, discount: f64, periods: i32) -> f64 {
    (0..periods).map(|k| 100.0 * ((1.0 - churn) / (1.0 + discount)).powi(k)).sum()
}

#[case]
fn value_under_churn_is_the_sum_over_periods() {
    for (churn, discount) in [(0.25, 0.1), (0.25, 0.0), (1e-9, 0.0), (0.0, 0.1), (0.0, 0.0), (1.0, 0.1), (1.0, 0.0)] {
        let inputs = ChurnInputs { churn: Some(churn), discount_rate: Some(discount), ..CHURN };
        for periods in [0, 1, 2, 12, 1000] {
            let found = clv_from_churn(&ChurnInputs { horizon: Some(f64::from(periods)), ..inputs }).unwrap();
            assert_close(found.margin.unwrap(), summed(churn, discount, periods), 1e-13);
        }
        let found = clv_from_churn(&inputs).unwrap();
        if churn + discount > 0.0 {
            let later = clv_retention(100.0, 1.0 - churn, discount).unwrap();
            // 1 - churn has lost digits of a small churn.
            assert_close(found.margin.unwrap(), 100.0 + later, 1e-15 / (churn + discount));
        } else {
            assert_eq!(found.margin, None);
        }
        assert_eq!(found.lifespan, (churn > 0.0).then(|| 1.0 / churn));
    }
}

#[case]
fn without_discounting_it_is_the_formula_with_the_mean_lifespan() {
    let found = clv_from_churn(&ChurnInputs { acquisition_cost: Some(80.0), ..CHURN }).unwrap();
    let formula = clv_formula(&ClvInputs {
        average_order_value: Some(50.0),
        purchase_frequency: Some(4.0),
        lifespan: Some(4.0),
        gross_margin: Some(0.5),
        acquisition_cost: Some(80.0),
        observed_periods: None,
    });
    let formula = formula.unwrap();
    assert_eq!((found.margin, found.net), (Some(formula.margin), Some(formula.net)));
    assert_eq!(found.ltv_to_cac, formula.ltv_to_cac);
    // 100 (1 - .75^n) / .25 is 80 for n = ln .8 / ln .75.
    assert_close(found.payback_periods.unwrap(), 0.8_f64.ln() / 0.75_f64.ln(), 1e-15);
    let never = clv_from_churn(&ChurnInputs { acquisition_cost: Some(401.0), ..CHURN }).unwrap();
    assert_eq!((never.payback_periods, never.net), (None, Some(-1.0)));
    assert_eq!(never.warnings, ["the acquisition costs more than the customer is worth."]);
}

#[case]
fn assumptions_that_do_not_hold_are_warned_of() {
    let warned = |inputs: ChurnInputs| -> Vec<String> {
        let found = clv_from_churn(&inputs).unwrap().warnings;
        found.iter().map(|warning| warning.split([':', ',']).next().unwrap().to_owned()).collect()
    };
    assert!(warned(CHURN).is_empty());
    assert_eq!(warned(ChurnInputs { churn: Some(0.0), discount_rate: Some(0.1), ..CHURN }), ["churn is 0"]);
    assert_eq!(warned(ChurnInputs { churn: Some(0.0), ..CHURN }), ["churn is 0", "without churn"]);
    assert_eq!(warned(ChurnInputs { gross_margin: None, ..CHURN }), ["grossMargin is not given"]);
    let past = "this looks further ahead than customers have been observed";
    assert_eq!(warned(ChurnInputs { observed_periods: Some(3.0), ..CHURN }), [past]);
    assert!(warned(ChurnInputs { observed_periods: Some(3.0), horizon: Some(3.0), ..CHURN }).is_empty());
    assert_eq!(warned(ChurnInputs { observed_periods: Some(30.0), horizon: Some(31.0), ..CHURN }), [past]);
    let formula = ClvInputs {
        average_order_value: Some(50.0),
        purchase_frequency: Some(4.0),
        lifespan: Some(4.0),
        gross_margin: Some(0.5),
        acquisition_cost: None,
        observed_periods: Some(3.0),
    };
    assert!(clv_formula(&formula).unwrap().warnings[0].starts_with(past));
    assert!(clv_formula(&ClvInputs { observed_periods: Some(4.0), ..formula }).unwrap().warnings.is_empty());
}

#[case]
fn inputs_that_cannot_be_used_are_named() {
    let fault = |inputs: ChurnInputs| clv_from_churn(&inputs).unwrap_err().message().to_owned();
    assert_eq!(fault(ChurnInputs { churn: None, ..CHURN }), "churn is missing");
    assert_eq!(fault(ChurnInputs { churn: Some(1.1), ..CHURN }), "churn is 1.1");
    assert_eq!(fault(ChurnInputs { churn: Some(f64::NAN), ..CHURN }), "churn is NaN");
    assert_eq!(fault(ChurnInputs { horizon: Some(1.5), ..CHURN }), "horizon is not whole");
    assert_eq!(fault(ChurnInputs { discount_rate: Some(-0.1), ..CHURN }), "discountRate is -0.1");
    assert_eq!(fault(ChurnInputs { observed_periods: Some(-1.0), ..CHURN }), "observedPeriods is -1");
    let fault = |inputs| acquisition_cost(&inputs).unwrap_err().message().to_owned();
    let good = AcquisitionInputs { marketing_cost: Some(10.0), new_customers: Some(2.0), ..Default::default() };
    assert_eq!(fault(AcquisitionInputs { marketing_cost: None, ..good }), "marketingCost is missing");
    assert_eq!(fault(AcquisitionInputs { new_customers: Some(-2.0), ..good }), "newCustomers is -2");
    assert_eq!(fault(AcquisitionInputs { lifetime_value: Some(f64::INFINITY), ..good }), "lifetimeValue is inf");
}

#[case]
fn acquisition_without_customers_or_margin_has_no_ratios() {
    let inputs = AcquisitionInputs {
        marketing_cost: Some(100.0),
        sales_cost: None,
        new_customers: Some(0.0),
        lifetime_value: Some(5.0),
        margin_per_period: Some(1.0),
    };
    let nobody = acquisition_cost(&inputs).unwrap();
    assert_eq!((nobody.cac, nobody.ltv_to_cac, nobody.payback_periods), (None, None, None));
    assert_eq!(nobody.warnings.len(), 2);
    let found =
        acquisition_cost(&AcquisitionInputs { new_customers: Some(10.0), margin_per_period: Some(0.0), ..inputs });
    let found = found.unwrap();
    assert_eq!((found.cac, found.ltv_to_cac, found.payback_periods), (Some(10.0), Some(0.5), None));
    assert_eq!(found.warnings[1], "a customer is worth less than winning one costs.");
    let free = acquisition_cost(&AcquisitionInputs {
        marketing_cost: Some(0.0),
        sales_cost: Some(0.0),
        new_customers: Some(1.0),
        ..inputs
    });
    let free = free.unwrap();
    assert_eq!((free.cac, free.ltv_to_cac, free.payback_periods), (Some(0.0), None, Some(0.0)));
    assert!(free.warnings.is_empty());
}
