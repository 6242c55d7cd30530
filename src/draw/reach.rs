//! How far the figures of a chart reach: the same for workbook and pictures, so that both show the same axis.

use crate::report::model::{Series, Unit};

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

/// The reach of the upright axis of a scatter: shares up to the whole, so that there is room above the highest point for its name.
pub(crate) fn of_scatter(unit: Unit, values: impl Iterator<Item = f64>) -> (f64, f64) {
    match (unit, with_zero(values)) {
        (Unit::Share, (low, high)) => (low, high.max(1.0)),
        (_, reach) => reach,
    }
}

/// The variance that is drawn at full length: one that jumps must not flatten the others, its label says how far it goes.
pub(crate) fn of_variances(relations: &[Option<f64>]) -> f64 {
    let mut sizes: Vec<f64> = relations.iter().flatten().map(|v| v.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let typical = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
    sizes.last().copied().unwrap_or(0.0).min(typical * 4.0).max(0.05)
}

/// The reach of a line with its interval. Rates do not begin at zero: a rate of 90 % and its interval would be a flat line on
/// top; amounts do, since one compares their heights.
pub(crate) fn of_interval(unit: Unit, all: &[&Vec<Option<f64>>]) -> (f64, f64) {
    let figures = || all.iter().flat_map(|s| s.iter().flatten().copied()).filter(|v| v.is_finite());
    let (low, high) = figures().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
    if low > high {
        return (0.0, 1.0);
    }
    let room = ((high - low) * 0.08).max(f64::EPSILON);
    match unit {
        Unit::Share => ((low - room).max(0.0), (high + room).min(1.0)),
        Unit::Money => with_zero(figures()),
        _ => ((low - room).max(0.0), high + room),
    }
}

/// What the columns of a Pareto chart are shares of: all categories, those that are not drawn too.
pub(crate) fn pareto_total(values: &[f64], cumulative: &[f64]) -> f64 {
    let (drawn, share) = (values.iter().sum::<f64>(), cumulative.last().copied().unwrap_or(1.0));
    if drawn > 0.0 && share > 0.0 { drawn / share } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::Tone;

    #[test]
    fn a_variance_that_jumps_does_not_flatten_the_others() {
        assert_eq!(of_variances(&[Some(0.1), None, Some(-0.2), Some(9.0)]), 0.8);
        assert_eq!(of_variances(&[Some(0.1), Some(-0.3), Some(0.2)]), 0.3);
        assert_eq!(of_variances(&[]), 0.05);
    }

    #[test]
    fn a_pareto_is_a_share_of_all_categories() {
        // 60 and 30 are nine tenths: all are 100.
        assert!((pareto_total(&[60.0, 30.0], &[0.6, 0.9]) - 100.0).abs() < 1e-9);
        assert_eq!(pareto_total(&[0.0], &[0.0]), 1.0);
    }

    #[test]
    fn stacks_reach_as_far_as_their_sum_and_always_to_zero() {
        let series = |v: f64| Series { name: String::new(), values: vec![Some(v), None], tone: Tone::Accent, line: false };
        let (a, b, c) = (series(3.0), series(4.0), series(-2.0));
        assert_eq!(of_series(&[&a, &b, &c], &[], true), (-2.0, 7.0));
        assert_eq!(of_series(&[&a, &b], &[], false), (0.0, 4.0));
        assert_eq!(with_zero([f64::NAN].into_iter()), (0.0, 1.0));
    }
}
