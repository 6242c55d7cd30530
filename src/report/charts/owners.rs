//! Visits due and made in the month, by who looks after the customers.

use super::nothing;
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::cells::duties_by_owner;
use crate::report::model::{Chart, ChartKind, Series, Target, Tone, Unit};

/// So many owners are drawn, those with the most visits due.
const DRAWN: usize = 12;

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let l = input.labels;
    let mut owners = if input.review.available.visits { duties_by_owner(input) } else { Vec::new() };
    owners.retain(|(_, duty)| duty.visits_due > 0);
    if owners.is_empty() {
        return nothing("visits_by_owner", l.chart_owners, super::coverage::nothing_due(input));
    }
    let due: u32 = owners.iter().map(|(_, duty)| duty.visits_due).sum();
    // The lowest rate; of equal ones who owes the most.
    let lowest = owners.iter().min_by(|(_, a), (_, b)| {
        let rate = |met: u32, other: u32| u64::from(met) * u64::from(other);
        rate(a.visits_met, b.visits_due).cmp(&rate(b.visits_met, a.visits_due)).then(b.visits_due.cmp(&a.visits_due))
    });
    let title = match lowest.filter(|(_, duty)| duty.visits_met < duty.visits_due) {
        Some((name, duty)) => fill(
            l.chart_owners_insight,
            &[
                ("name", name.clone()),
                ("done", duty.visits_met.to_string()),
                ("due", duty.visits_due.to_string()),
                ("n", owners.len().to_string()),
            ],
        ),
        None => fill(l.chart_owners_all, &[("due", due.to_string())]),
    };
    owners.sort_by(|(a, x), (b, y)| y.visits_due.cmp(&x.visits_due).then_with(|| a.cmp(b)));
    let (every, of) = (owners.iter().filter(|(_, d)| d.visits_met >= d.visits_due).count(), owners.len());
    owners.truncate(DRAWN);
    let series = |name: &str, tone, pick: fn(&crate::analyse::Duty) -> u32| Series {
        name: name.to_owned(),
        values: owners.iter().map(|(_, duty)| Some(f64::from(pick(duty)))).collect(),
        tone,
        line: false,
    };
    Chart {
        id: "visits_by_owner",
        alt: String::new(),
        title,
        what: l.chart_owners.to_owned(),
        insight: fill(insights::texts(l).owners, &[("n", every.to_string()), ("of", of.to_string())]),
        pointer: String::new(),
        see: Some(Target::Sheet("coverage")),
        x_axis: String::new(),
        y_axis: l.chart_coverage_y.to_owned(),
        unit: Unit::Count,
        kind: ChartKind::Bars {
            series: vec![
                series(l.chart_coverage_due, Tone::Plan, |d| d.visits_due),
                series(l.chart_coverage_done, Tone::Accent, |d| d.visits_met),
            ],
            categories: owners.iter().map(|(name, _)| name.clone()).collect(),
            stacked: false,
        },
        empty: None,
    }
}
