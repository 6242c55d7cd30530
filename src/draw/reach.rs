//! How far the figures of a chart reach: the same for workbook and pictures, so that both show the same axis.

use crate::report::model::Series;

/// The least and greatest figure, with zero: bars must start there.
pub(crate) fn with_zero(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.filter(|v| v.is_finite()).fold((0.0, 0.0), |(l, h): (f64, f64), v| (l.min(v), h.max(v)));
    if low == high { (0.0, 1.0) } else { (low, high) }
}

/// The reach of columns or bars and the lines over them: stacks reach as far as their sum.
pub(crate) fn of_series(columns: &[&Series], lines: &[&Series], stacked: bool) -> (f64, f64) {
    let single = lines.iter().chain(if stacked { [].iter() } else { columns.iter() });
    let mut reach: Vec<f64> = single.flat_map(|s| s.values.iter().flatten().copied()).collect();
    if stacked {
        let count = columns.iter().map(|s| s.values.len()).max().unwrap_or(0);
        for at in 0..count {
            let values = || columns.iter().filter_map(|s| s.values.get(at).copied().flatten());
            reach.push(values().filter(|v| *v > 0.0).sum());
            reach.push(values().filter(|v| *v < 0.0).sum());
        }
    }
    with_zero(reach.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::Tone;

    #[test]
    fn stacks_reach_as_far_as_their_sum_and_always_to_zero() {
        let series = |v: f64| Series { name: String::new(), values: vec![Some(v), None], tone: Tone::Accent, line: false };
        let (a, b, c) = (series(3.0), series(4.0), series(-2.0));
        assert_eq!(of_series(&[&a, &b, &c], &[], true), (-2.0, 7.0));
        assert_eq!(of_series(&[&a, &b], &[], false), (0.0, 4.0));
        assert_eq!(with_zero([f64::NAN].into_iter()), (0.0, 1.0));
    }
}
