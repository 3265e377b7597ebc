use crate::{case, cases::assert_close};
use custometry::stats::quantile::{medians, quantiles};

#[case]
fn type_7_of_hyndman_and_fan() {
    // numpy.quantile(values, [k/m], method="linear"), NumPy 2.4.6; R's quantile(type = 7) agrees.
    let values = [3.2, -1.0, 7.5, 7.5, 0.0, 12.25, 4.0, 9.0];
    for (m, expected) in [
        (2, vec![5.75]),
        (3, vec![3.466_666_666_666_666_5, 7.5]),
        (4, vec![2.4, 5.75, 7.875]),
        (5, vec![1.28, 3.84, 7.5, 8.4]),
        (10, vec![-0.3, 1.28, 3.28, 3.84, 5.75, 7.5, 7.5, 8.4, 9.975]),
    ] {
        let found = quantiles(&values, m).unwrap();
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.into_iter().zip(expected) {
            assert_close(found, expected, 1e-15);
        }
    }
}

#[case]
fn a_quantile_that_falls_on_a_value_is_that_value() {
    // Position (n - 1) k / m is whole here, and 0.6 * 5 is not 3 in floating point.
    assert_eq!(quantiles(&[10, 20, 30, 40, 50, 60], 5).unwrap(), [20.0, 30.0, 40.0, 50.0]);
    assert_eq!(quantiles(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 5).unwrap(), [0.2, 0.3, 0.4, 0.5]);
}

#[case]
fn whole_numbers_far_apart_and_close_together_agree() {
    let close: Vec<i32> = (0..1000).map(|i| i * 7919 % 500).collect();
    let far: Vec<i32> = close.iter().map(|v| v * 1_000_003).collect();
    let scaled: Vec<f64> = quantiles(&close, 10).unwrap().into_iter().map(|q| q * 1_000_003.0).collect();
    for (found, expected) in quantiles(&far, 10).unwrap().into_iter().zip(scaled) {
        assert_close(found, expected, 1e-15);
    }
    assert_eq!(quantiles(&[i32::MIN, i32::MAX], 2).unwrap(), [-0.5]);
}

#[case]
fn few_values() {
    assert!(quantiles::<f64>(&[], 5).unwrap().is_empty());
    assert_eq!(quantiles(&[2.5], 5).unwrap(), [2.5; 4]);
    assert_eq!(quantiles(&[7; 100], 3).unwrap(), [7.0, 7.0]);
}

#[case]
fn medians_by_group() {
    let groups = [0, 2, 0, 2, 2, 0];
    assert_eq!(medians(&[5, 1, 3, 9, 2, 4], &groups, 4).unwrap(), [Some(4.0), None, Some(2.0), None]);
    let far = [5_000_000, 1, -3, 9, 2_000_000_000, 4];
    assert_eq!(medians(&far, &groups, 3).unwrap(), [Some(4.0), None, Some(9.0)]);
    assert_eq!(medians(&[1.5, -2.0, 2.5], &[0, 0, 1], 2).unwrap(), [Some(-0.25), Some(2.5)]);
    assert_eq!(medians::<f64>(&[], &[], 1).unwrap(), [None]);
    // Many values close together are counted, and agree with those that are sorted.
    let many: Vec<i32> = (0..2000).map(|i| i * 7919 % 97).collect();
    let halves: Vec<i32> = (0..2000).map(|i| i % 2).collect();
    let as_floats: Vec<f64> = many.iter().map(|&v| f64::from(v)).collect();
    assert_eq!(medians(&many, &halves, 2).unwrap(), medians(&as_floats, &halves, 2).unwrap());
}
