//! What customers complain of: categories by number, with the cumulative line.

use super::nothing;
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::model::{Chart, ChartKind, Target, Tone, Unit};

/// So many categories are drawn.
const DRAWN: usize = 12;

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, complaints) = (input.labels, &input.review.satisfaction.complaints);
    let total = input.review.satisfaction.complaints_n();
    if total == 0 {
        let why = if input.review.available.complaints { l.no_complaints } else { l.chart_complaints_empty };
        return nothing("complaints", l.chart_complaints, why);
    }
    #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
    let float = |n: u64| n as f64;
    let mut sum = 0;
    let cumulative: Vec<f64> = complaints
        .iter()
        .map(|(_, n)| {
            sum += n;
            float(sum) / float(total)
        })
        .collect();
    let cut = 0.8;
    let to_cut = cumulative.iter().position(|c| *c >= cut - 1e-9).map_or(complaints.len(), |at| at + 1);
    let shown = complaints.len().min(DRAWN);
    let title = fill(
        l.chart_complaints_insight,
        &[
            ("n", to_cut.to_string()),
            ("of", complaints.len().to_string()),
            ("share", l.percent(cumulative.get(to_cut - 1).copied().unwrap_or(1.0))),
            ("total", total.to_string()),
        ],
    );
    Chart {
        id: "complaints",
        alt: String::new(),
        title,
        what: l.chart_complaints.to_owned(),
        insight: fill(
            insights::texts(l).complaints,
            &[("name", complaints[0].0.clone()), ("n", complaints[0].1.to_string()), ("total", total.to_string())],
        ),
        pointer: String::new(),
        see: Some(Target::Sheet("satisfaction")),
        x_axis: String::new(),
        y_axis: l.chart_complaints_y.to_owned(),
        unit: Unit::Count,
        kind: ChartKind::Pareto {
            categories: complaints[..shown].iter().map(|(name, _)| name.clone()).collect(),
            values: complaints[..shown].iter().map(|(_, n)| float(*n)).collect(),
            cumulative: cumulative[..shown].to_vec(),
            cut,
            tones: vec![Tone::Accent; shown],
        },
        empty: None,
    }
}
