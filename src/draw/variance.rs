//! The notation of management reports, decided once for workbook and pictures: which columns are a comparison with the year
//! before, which bars stand inside what was planned.

use crate::report::model::{Series, Tone};

/// What was actual against the year before, as a part of it, where the columns are just these two. A year before of nothing, or
/// of returns, has no relation.
pub(crate) fn on_previous(columns: &[&Series]) -> Option<Vec<Option<f64>>> {
    let [previous, actual] = columns else { return None };
    if (previous.tone, actual.tone) != (Tone::Previous, Tone::Accent) {
        return None;
    }
    let relation = |(now, before): (&Option<f64>, &Option<f64>)| {
        let (now, before) = now.zip(*before)?;
        (before > 0.0).then(|| now / before - 1.0)
    };
    let all: Vec<Option<f64>> = actual.values.iter().zip(&previous.values).map(relation).collect();
    all.iter().any(Option::is_some).then_some(all)
}

/// What was planned and what became of it, where the series are just these two.
pub(crate) fn in_plan<'s>(series: &[&'s Series]) -> Option<(&'s Series, &'s Series)> {
    match series {
        [plan, actual] if plan.tone == Tone::Plan && actual.tone != Tone::Plan => Some((plan, actual)),
        _ => None,
    }
}

/// Whether no category has a figure in more than one series: then the series only colour the categories.
pub(crate) fn exclusive(series: &[&Series]) -> bool {
    let count = series.iter().map(|s| s.values.len()).max().unwrap_or(0);
    let in_category = |at: usize| series.iter().filter(|s| s.values.get(at).copied().flatten().is_some()).count();
    (0..count).all(|at| in_category(at) <= 1)
}

/// The sums of stacked series by category.
pub(crate) fn totals(series: &[&Series]) -> Vec<f64> {
    let count = series.iter().map(|s| s.values.len()).max().unwrap_or(0);
    (0..count).map(|at| series.iter().filter_map(|s| s.values.get(at).copied().flatten()).sum()).collect()
}

/// A signed percentage without places: `+23%`, `−5%`; a jump beyond ten times is only said to be one.
pub(crate) fn signed(relation: f64) -> String {
    let percent = (relation * 100.0).round();
    match percent {
        p if p > 999.0 => ">+999%".to_owned(),
        p if p > 0.0 => format!("+{p:.0}%"),
        p if p < 0.0 => format!("−{:.0}%", p.abs()),
        _ => "0%".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(tone: Tone, values: &[Option<f64>]) -> Series {
        Series { name: String::new(), values: values.to_vec(), tone, line: false }
    }

    #[test]
    fn a_variance_needs_a_year_before_with_sales() {
        let before = series(Tone::Previous, &[Some(50.0), Some(0.0), None, Some(-5.0), Some(80.0)]);
        let now = series(Tone::Accent, &[Some(60.0), Some(1.0), Some(1.0), Some(1.0), Some(60.0)]);
        let found = on_previous(&[&before, &now]).unwrap();
        let text: Vec<String> = found.iter().map(|v| v.map_or_else(String::new, signed)).collect();
        assert_eq!(text, ["+20%", "", "", "", "−25%"]);
        assert_eq!(on_previous(&[&now, &before]), None);
        assert_eq!(signed(99.0), ">+999%");
        assert_eq!(signed(0.001), "0%");
    }

    #[test]
    fn series_that_only_colour_have_one_figure_a_category() {
        let (a, b) = (series(Tone::Core, &[Some(1.0), None]), series(Tone::Support, &[None, Some(2.0)]));
        assert!(exclusive(&[&a, &b]) && !exclusive(&[&a, &a]));
        assert_eq!(totals(&[&a, &b, &a]), [2.0, 2.0]);
    }
}
