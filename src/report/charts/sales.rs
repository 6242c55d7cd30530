//! Sales by month beside the same month of last year.

use super::{drawn, last_year_missing, nothing, short_month};
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::model::{Chart, ChartKind, Series, Target, Tone, Unit};
use crate::units::Money;

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, review) = (input.labels, input.review);
    let period = review.period;
    let months: Vec<_> = period.months().collect();
    let this: Vec<Money> = months.iter().map(|m| review.sales.total(*m)).collect();
    // A month before the first order of all is unknown, not zero.
    let known = |m: crate::units::Month| review.sales.earliest().is_some_and(|first| m >= first);
    let last: Vec<Option<Money>> = months.iter().map(|m| m.plus(-12)).map(|m| known(m).then(|| review.sales.total(m))).collect();
    if this.iter().all(|m| m.is_zero()) {
        return nothing("sales_by_month", l.chart_sales, l.chart_sales_empty);
    }
    let now = this.last().copied().unwrap_or_default();
    let title = match last.last().copied().flatten().and_then(|before| now.ratio_of(before)) {
        Some(ratio) => fill(
            l.chart_sales_insight,
            &[
                ("now", l.short(now)),
                ("change", format!("{}{}", if ratio >= 1.0 { "+" } else { "−" }, l.percent((ratio - 1.0).abs()))),
            ],
        ),
        None => fill(l.brief().sales, &[("now", l.short(now))]),
    };
    let mut series = Vec::new();
    if last.iter().any(Option::is_some) {
        series.push(Series {
            name: l.chart_sales_last.to_owned(),
            values: last.iter().map(|m| m.map(drawn)).collect(),
            tone: Tone::Previous,
            line: false,
        });
    }
    series.push(Series {
        name: l.chart_sales_this.to_owned(),
        values: months.iter().zip(&this).map(|(m, sales)| known(*m).then(|| drawn(*sales))).collect(),
        tone: Tone::Accent,
        line: false,
    });
    Chart {
        id: "sales_by_month",
        alt: String::new(),
        what: l.chart_sales.to_owned(),
        insight: insight(input, &this, &last),
        pointer: String::new(),
        see: Some(Target::Sheet("customers")),
        title,
        x_axis: String::new(),
        y_axis: l.chart_pareto_y.to_owned(),
        unit: Unit::Money,
        kind: ChartKind::Columns { categories: months.iter().map(|m| short_month(*m)).collect(), series, stacked: false },
        empty: None,
    }
}

/// The window against the one before, and how many months were weaker than last year.
fn insight(input: &Input<'_>, this: &[Money], last: &[Option<Money>]) -> String {
    let l = input.labels;
    let t = insights::texts(l);
    let window: Money = this.iter().copied().sum();
    let before: Option<Money> = last.iter().copied().sum();
    let months = ("months", this.len().to_string());
    let Some(ratio) = before.and_then(|before| window.ratio_of(before)) else {
        let missing = last_year_missing(input).unwrap_or_else(|| l.last_year.to_owned());
        return fill(t.sales_no_last, &[months, ("window", l.short(window)), ("last_year", missing)]);
    };
    let weaker = this.iter().zip(last).filter(|(now, before)| before.is_some_and(|before| **now < before)).count();
    let change = format!("{}{}", if ratio >= 1.0 { "+" } else { "−" }, l.percent((ratio - 1.0).abs()));
    fill(t.sales, &[months, ("window", l.short(window)), ("change", change), ("n", weaker.to_string())])
}
