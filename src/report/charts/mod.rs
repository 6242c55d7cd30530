//! The charts, one file each: a question, its answer as title, and the figures.

mod ageing;
mod calendar;
mod complaints;
mod coverage;
mod late;
mod movement;
mod names;
mod owners;
mod quadrant;
mod sales;
mod sales_trend;
mod satisfaction;
mod top;
mod travel;
mod trend;

pub(super) use ageing::classes as ageing_classes;
pub(super) use calendar::days;

use super::Input;
use super::model::{Chart, ChartKind, Sheet, Target, Unit};
use crate::labels::{Labels, fill, insights};

/// Every chart, in the order in which a meeting goes through them: sales, customers, money owed, satisfaction, visits, audit.
pub(super) fn all(input: &Input<'_>) -> Vec<Chart> {
    vec![
        sales::chart(input),
        sales_trend::chart(input),
        top::chart(input),
        quadrant::chart(input),
        movement::chart(input),
        ageing::chart(input),
        late::chart(input),
        satisfaction::chart(input),
        complaints::chart(input),
        coverage::chart(input),
        owners::chart(input),
        calendar::chart(input),
        travel::chart(input),
        trend::chart(input),
    ]
}

/// Says where the figures stand in detail, where that sheet is in the review, and all of it in words for who cannot see.
pub(super) fn finish(charts: &mut [Chart], sheets: &[Sheet], labels: &Labels) {
    let t = insights::texts(labels);
    for chart in charts.iter_mut().filter(|c| c.empty.is_none()) {
        let name = match chart.see {
            Some(Target::Sheet(id)) => sheets.iter().find(|s| s.id == id).map(|s| s.name.clone()),
            _ => None,
        };
        let insight = ("insight", chart.insight.clone());
        chart.insight = fill(t.alone, std::slice::from_ref(&insight));
        chart.pointer = match name {
            Some(sheet) => fill(t.see, &[insight, ("sheet", sheet)]),
            None => chart.insight.clone(),
        };
        let values = [("title", chart.title.clone()), ("what", chart.what.clone()), ("insight", chart.pointer.clone())];
        chart.alt = fill(t.alt, &values);
    }
}

/// What is said where the orders do not reach back over the whole year before the window; nothing where they do.
pub(super) fn last_year_missing(input: &Input<'_>) -> Option<String> {
    let (l, period) = (input.labels, input.review.period);
    let months = || period.months().map(|m| m.plus(-period.window_months()));
    let known = months().filter(|m| input.review.sales.earliest().is_some_and(|first| first <= *m)).count();
    match (known, months().count()) {
        (known, of) if known == of => None,
        (0, _) => Some(l.last_year.to_owned()),
        (n, of) => Some(fill(l.last_year_part, &[("n", n.to_string()), ("of", of.to_string())])),
    }
}

/// A chart with nothing to draw says why.
fn nothing(id: &'static str, title: &str, why: &str) -> Chart {
    Chart {
        id,
        title: title.to_owned(),
        what: String::new(),
        insight: String::new(),
        pointer: String::new(),
        see: None,
        alt: format!("{title}: {why}"),
        x_axis: String::new(),
        y_axis: String::new(),
        unit: Unit::Count,
        kind: ChartKind::Columns { categories: Vec::new(), series: Vec::new(), stacked: false },
        empty: Some(why.to_owned()),
    }
}

/// Minor units as a float, for drawing only.
fn drawn(money: crate::units::Money) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a picture shows no sixteenth digit")]
    {
        money.minor() as f64
    }
}

/// `25-11`: short enough to stand upright under a narrow column.
pub(super) fn short_month(month: crate::units::Month) -> String {
    format!("{:02}-{:02}", month.year().rem_euclid(100), month.number())
}
