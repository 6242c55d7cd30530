//! Whether sales run as they did last year: each month against the range of the same season of the year before.

use super::{drawn, nothing, short_month};
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::model::{Chart, ChartKind, Target, Tone, Unit};
use crate::units::{Money, Month};

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, review) = (input.labels, input.review);
    let t = insights::texts(l);
    let months: Vec<Month> = review.period.months().collect();
    let earliest = review.sales.earliest();
    // The same month last year and its two neighbours, as far as they were known and are over.
    let season = |month: Month| -> Option<(Money, Money)> {
        let around = [-13, -12, -11].map(|back| month.plus(back));
        let sales = around.into_iter().filter(|m| earliest.is_some_and(|first| *m >= first) && *m < review.period.month);
        sales
            .map(|m| review.sales.total(m))
            .fold(None, |range: Option<(Money, Money)>, v| Some(range.map_or((v, v), |(low, high)| (low.min(v), high.max(v)))))
    };
    let seasons: Vec<Option<(Money, Money)>> = months.iter().map(|m| season(*m)).collect();
    let Some((low, high)) = seasons.last().copied().flatten() else {
        return nothing("sales_trend", t.trend_what, t.sales_no_last_empty);
    };
    let sales = |m: &Month| review.sales.total(*m);
    let now = sales(&review.period.month);
    let title = match now {
        now if now < low => t.trend_title_below,
        now if now > high => t.trend_title_above,
        _ => t.trend_title_within,
    };
    let known = || months.iter().zip(&seasons).filter_map(|(m, range)| range.map(|range| (sales(m), range)));
    let above = known().filter(|(sales, (_, high))| sales > high).count();
    let below = known().filter(|(sales, (low, _))| sales < low).count();
    let before = |m: &Month| {
        let month = m.plus(-12);
        earliest.is_some_and(|first| month >= first).then(|| drawn(review.sales.total(month)))
    };
    Chart {
        id: "sales_trend",
        title: fill(title, &[("now", l.short(now)), ("low", l.short(low)), ("high", l.short(high))]),
        what: t.trend_what.to_owned(),
        insight: fill(t.trend, &[("above", above.to_string()), ("below", below.to_string()), ("n", known().count().to_string())]),
        pointer: String::new(),
        see: Some(Target::Sheet("segments")),
        alt: String::new(),
        x_axis: String::new(),
        y_axis: l.chart_pareto_y.to_owned(),
        unit: Unit::Money,
        kind: ChartKind::Interval {
            joined: true,
            categories: months.iter().map(|m| short_month(*m)).collect(),
            value: months.iter().map(|m| earliest.is_some_and(|first| *m >= first).then(|| drawn(sales(m)))).collect(),
            low: seasons.iter().map(|s| s.map(|(low, _)| drawn(low))).collect(),
            high: seasons.iter().map(|s| s.map(|(_, high)| drawn(high))).collect(),
            target: months.iter().map(before).collect(),
            target_tone: Tone::Previous,
            name: t.trend_now.to_owned(),
            interval_name: t.trend_range.to_owned(),
            target_name: t.trend_mean.to_owned(),
        },
        empty: None,
    }
}
