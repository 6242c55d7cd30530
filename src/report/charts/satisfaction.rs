//! The share of satisfied answers by month, with its interval and the target.

use super::{nothing, short_month};
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::model::{Chart, ChartKind, Target, Tone, Unit};

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, s) = (input.labels, &input.review.satisfaction);
    let Some((csat, (low, high))) = s.ratings.csat().zip(s.ratings.interval()) else {
        return nothing("satisfaction", l.chart_csat, l.chart_csat_empty);
    };
    let target = input.config.satisfaction.target_in(input.review.period.month.year());
    let title = fill(
        l.chart_csat_insight,
        &[("csat", l.percent(csat)), ("low", l.percent(low)), ("high", l.percent(high)), ("target", l.percent(target))],
    );
    Chart {
        id: "satisfaction",
        alt: String::new(),
        title,
        what: l.chart_csat.to_owned(),
        insight: insight(input),
        pointer: String::new(),
        see: Some(Target::Sheet("satisfaction")),
        x_axis: String::new(),
        y_axis: l.chart_csat_y.to_owned(),
        unit: Unit::Share,
        kind: ChartKind::Interval {
            joined: true,
            categories: s.months.iter().map(|m| short_month(m.month)).collect(),
            value: s.months.iter().map(|m| m.ratings.csat()).collect(),
            low: s.months.iter().map(|m| m.ratings.interval().map(|i| i.0)).collect(),
            high: s.months.iter().map(|m| m.ratings.interval().map(|i| i.1)).collect(),
            target: s.months.iter().map(|m| Some(input.config.satisfaction.target_in(m.month.year()))).collect(),
            target_tone: Tone::Target,
            name: l.chart_csat_value.to_owned(),
            interval_name: l.chart_csat_interval.to_owned(),
            target_name: l.chart_csat_target.to_owned(),
        },
        empty: None,
    }
}

/// Months that missed the target for certain.
fn insight(input: &Input<'_>) -> String {
    let months = || input.review.satisfaction.months.iter().filter_map(|m| Some((m.month, m.ratings.interval()?)));
    let missed = months().filter(|(month, (_, high))| *high < input.config.satisfaction.target_in(month.year())).count();
    let values = [("n", missed.to_string()), ("of", months().count().to_string())];
    fill(insights::texts(input.labels).csat, &values)
}
