//! What the audit came to, month by month.

use super::{drawn, nothing, short_month};
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::model::{Chart, ChartKind, Series, Target, Tone, Unit};
use crate::units::Money;

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, months) = (input.labels, &input.paper.history.months);
    let Some((now, before)) = months.split_last().filter(|_| input.review.available.expenses) else {
        return nothing("audit_trend", l.chart_trend, l.chart_trend_empty);
    };
    let total: Money = before.iter().map(|m| m.total.excess).sum();
    let mean = total.divided_by(before.len() as u64);
    let title = match mean {
        Some(mean) => fill(
            l.chart_trend_insight,
            &[("now", l.short(now.total.excess)), ("mean", l.short(mean)), ("n", before.len().to_string())],
        ),
        None => fill(l.chart_trend_first, &[("now", l.short(now.total.excess))]),
    };
    let series = |name: &str, tone, pick: fn(&crate::workpaper::Figures) -> Money| Series {
        name: name.to_owned(),
        values: months.iter().map(|m| Some(drawn(pick(&m.total)))).collect(),
        tone,
        line: false,
    };
    Chart {
        id: "audit_trend",
        alt: String::new(),
        title,
        what: l.chart_trend.to_owned(),
        insight: match now.total.in_question {
            none if none.is_zero() => insights::texts(l).audit_trend_none.to_owned(),
            question => fill(insights::texts(l).audit_trend, &[("question", l.short(question))]),
        },
        pointer: String::new(),
        see: Some(Target::Sheet("travel_audit")),
        x_axis: String::new(),
        y_axis: l.column("amount").0.to_owned(),
        unit: Unit::Money,
        kind: ChartKind::Columns {
            categories: months.iter().map(|m| short_month(m.month)).collect(),
            series: vec![
                series(l.chart_trend_excess, Tone::Bad, |f| f.excess),
                series(l.chart_trend_question, Tone::Watch, |f| f.in_question),
            ],
            stacked: true,
        },
        empty: None,
    }
}
