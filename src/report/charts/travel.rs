//! Travel claimed in the month by employee: what is within the policy and what is above it.

use super::{drawn, nothing};
use crate::labels::{Labels, fill, insights};
use crate::report::Input;
use crate::report::model::{Chart, ChartKind, Series, Target, Tone, Unit};
use crate::report::tables::employees;
use crate::units::Money;

/// So many employees are drawn, the largest claims first.
const DRAWN: usize = 10;

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let l = input.labels;
    let mut rows: Vec<_> = employees::rows(input).into_iter().filter(|r| r.claimed.is_positive()).collect();
    if rows.is_empty() {
        let why = if input.review.available.expenses { l.chart_travel_empty } else { l.chart_trend_empty };
        return nothing("travel_claims", l.chart_travel, why);
    }
    let claimed: Money = rows.iter().map(|r| r.claimed).sum();
    let excess: Money = rows.iter().map(|r| r.excess).sum();
    let with_excess = rows.iter().filter(|r| r.excess.is_positive()).count();
    rows.sort_by(|a, b| b.claimed.cmp(&a.claimed).then_with(|| a.employee.cmp(&b.employee)));
    let insight = insight(l, &rows, excess);
    rows.truncate(DRAWN);
    let title = if excess.is_positive() {
        fill(
            l.chart_travel_insight,
            &[("excess", l.short(excess)), ("claimed", l.short(claimed)), ("n", with_excess.to_string())],
        )
    } else {
        fill(l.chart_travel_clean, &[("claimed", l.short(claimed))])
    };
    Chart {
        id: "travel_claims",
        alt: String::new(),
        title,
        what: l.chart_travel.to_owned(),
        insight,
        pointer: String::new(),
        see: Some(Target::Sheet("travel_audit")),
        x_axis: String::new(),
        y_axis: l.chart_travel_x.to_owned(),
        unit: Unit::Money,
        kind: ChartKind::Bars {
            categories: rows.iter().map(|r| r.employee.clone()).collect(),
            series: vec![
                Series {
                    name: l.chart_travel_allowed.to_owned(),
                    values: rows.iter().map(|r| Some(drawn(r.claimed - r.excess))).collect(),
                    tone: Tone::Accent,
                    line: false,
                },
                Series {
                    name: l.chart_travel_excess.to_owned(),
                    values: rows.iter().map(|r| Some(drawn(r.excess))).collect(),
                    tone: Tone::Bad,
                    line: false,
                },
            ],
            stacked: true,
        },
        empty: None,
    }
}

/// Whose claims make up most of the excess; without any, the largest claim. `rows` begin with the largest claim.
fn insight(l: &Labels, rows: &[employees::EmployeeMonth], excess: Money) -> String {
    let t = insights::texts(l);
    let worst = rows.iter().max_by(|a, b| a.excess.cmp(&b.excess).then_with(|| b.employee.cmp(&a.employee)));
    match worst.and_then(|r| Some((r, r.excess.ratio_of(excess).filter(|_| excess.is_positive())?))) {
        Some((row, share)) => {
            fill(t.travel, &[("name", row.employee.clone()), ("share", l.percent(share)), ("amount", l.short(row.excess))])
        }
        None => fill(t.travel_clean, &[("name", rows[0].employee.clone()), ("amount", l.short(rows[0].claimed))]),
    }
}
