//! The charts, one file each: a question, its answer as title, and the figures.

mod ageing;
mod complaints;
mod coverage;
mod late;
mod owners;
mod pareto;
mod quadrant;
mod sales;
mod satisfaction;
mod travel;
mod trend;

pub(super) use ageing::classes as ageing_classes;
pub(super) use quadrant::short_name;

use super::Input;
use super::model::{Chart, ChartKind, Unit};

/// Every chart, in the order of the dashboard.
pub(super) fn all(input: &Input<'_>) -> Vec<Chart> {
    vec![
        sales::chart(input),
        quadrant::chart(input),
        pareto::chart(input),
        ageing::chart(input),
        satisfaction::chart(input),
        travel::chart(input),
        complaints::chart(input),
        coverage::chart(input),
        trend::chart(input),
        late::chart(input),
        owners::chart(input),
    ]
}

/// A chart with nothing to draw says why.
fn nothing(id: &'static str, title: &str, why: &str) -> Chart {
    Chart {
        id,
        title: title.to_owned(),
        insight: String::new(),
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
