//! Visits due and done in the month, by segment.

use super::nothing;
use crate::analyse::Segment;
use crate::labels::{Labels, fill, insights};
use crate::report::Input;
use crate::report::model::{Chart, ChartKind, Series, Target, Tone, Unit};

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, review) = (input.labels, input.review);
    if !review.available.visits {
        return nothing("coverage", l.chart_coverage, l.chart_coverage_empty);
    }
    let segments = [Segment::Core, Segment::Opportunity, Segment::Support];
    let sums: Vec<(u32, u32)> = segments
        .iter()
        .map(|s| {
            let of = || review.customers.iter().filter(|c| c.class.segment == *s && c.coverage.active).map(|c| c.coverage);
            // More visits than due to one customer do not make up for none to another.
            (of().map(|c| c.visits_due).sum(), of().map(|c| c.visits_month.min(c.visits_due)).sum())
        })
        .collect();
    let (due, done) = sums.iter().fold((0, 0), |(a, b), (due, done)| (a + due, b + done));
    if due == 0 {
        return nothing("coverage", l.chart_coverage, nothing_due(input));
    }
    let title = fill(
        l.chart_coverage_insight,
        &[("done", done.to_string()), ("due", due.to_string()), ("share", l.percent(f64::from(done) / f64::from(due)))],
    );
    let series = |name: &str, tone, pick: fn(&(u32, u32)) -> u32| Series {
        name: name.to_owned(),
        values: sums.iter().map(|s| Some(f64::from(pick(s)))).collect(),
        tone,
        line: false,
    };
    Chart {
        id: "coverage",
        alt: String::new(),
        title,
        what: l.chart_coverage.to_owned(),
        insight: insight(l, &segments, &sums),
        pointer: String::new(),
        see: Some(Target::Sheet("coverage")),
        x_axis: String::new(),
        y_axis: l.chart_coverage_y.to_owned(),
        unit: Unit::Count,
        kind: ChartKind::Columns {
            categories: segments.iter().map(|s| l.word(s.code()).to_owned()).collect(),
            series: vec![series(l.chart_coverage_due, Tone::Plan, |s| s.0), series(l.chart_coverage_done, Tone::Accent, |s| s.1)],
            stacked: false,
        },
        empty: None,
    }
}

/// Why no visit is due to anybody.
pub(in crate::report) fn nothing_due(input: &Input<'_>) -> &'static str {
    let l = input.labels;
    if !input.review.available.visits {
        l.chart_coverage_empty
    } else if input.review.customers.iter().all(|c| c.class.demand.is_none()) {
        l.nothing_due_demand
    } else {
        l.nothing_due
    }
}

/// The segment with the lowest rate; of equal ones the first.
fn insight(l: &Labels, segments: &[Segment], sums: &[(u32, u32)]) -> String {
    let t = insights::texts(l);
    let behind = segments.iter().zip(sums).filter(|(_, (due, done))| done < due);
    let worst = behind.min_by(|(_, (due, done)), (_, (other_due, other_done))| {
        (u64::from(*done) * u64::from(*other_due)).cmp(&(u64::from(*other_done) * u64::from(*due)))
    });
    match worst {
        Some((segment, (due, done))) => fill(
            t.coverage,
            &[("segment", l.word(segment.code()).to_owned()), ("done", done.to_string()), ("due", due.to_string())],
        ),
        None => t.coverage_all.to_owned(),
    }
}
