//! Who changed segment since last month: from where to where.

use super::{last_year_missing, nothing};
use crate::analyse::{CustomerReview, Segment};
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::cells::capital;
use crate::report::model::{Chart, ChartKind, HeatCell, Target, Tone, Unit};

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, review) = (input.labels, input.review);
    let t = insights::texts(l);
    if review.customers.iter().all(|c| c.class.demand.is_none()) {
        return nothing("movement", t.movement_what, l.chart_quadrant_empty);
    }
    if !review.before_known {
        return nothing("movement", t.movement_what, l.no_month_before);
    }
    let moved = |from: Segment, to: Segment| {
        review.customers.iter().filter(|c| (c.class_before.segment, c.class.segment) == (from, to)).count()
    };
    #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
    let cell =
        |from: Segment, to: Segment| HeatCell { value: Some(moved(from, to) as f64).filter(|n| *n > 0.0), quiet: from == to };
    let names: Vec<String> = Segment::ALL.iter().map(|s| l.word(s.code()).to_owned()).collect();
    let movers = review.movement.movers();
    let from_or_to = |was: bool| {
        let core = |c: &&CustomerReview| (c.class_before.segment == Segment::Core, c.class.segment == Segment::Core);
        review.customers.iter().filter(|c| core(c) == (was, !was)).count()
    };
    Chart {
        id: "movement",
        title: match movers {
            0 => t.movement_none.to_owned(),
            n => fill(
                t.movement_title,
                &[("n", n.to_string()), ("lost", from_or_to(true).to_string()), ("won", from_or_to(false).to_string())],
            ),
        },
        what: t.movement_what.to_owned(),
        insight: half_of_last_year(input),
        pointer: String::new(),
        see: Some(Target::Sheet("segments")),
        alt: String::new(),
        x_axis: t.movement_to.to_owned(),
        y_axis: t.movement_from.to_owned(),
        unit: Unit::Count,
        kind: ChartKind::Heat {
            cells: Segment::ALL.iter().map(|from| Segment::ALL.iter().map(|to| cell(*from, *to)).collect()).collect(),
            columns: names.clone(),
            rows: names,
            tone: Tone::Watch,
        },
        empty: None,
    }
}

/// Core customers whose window came to less than half of the one before. Who bought nothing then cannot have fallen.
fn half_of_last_year(input: &Input<'_>) -> String {
    let t = insights::texts(input.labels);
    // A year is compared with a year only where the orders reach back that far.
    if let Some(missing) = last_year_missing(input) {
        return capital(&missing);
    }
    let months = ("months", input.review.period.window_months().to_string());
    let core = || input.review.core_before().filter(|c| c.sales_before.is_positive());
    let fallen = core().filter(|c| c.sales_window.times(2) < c.sales_before).count();
    let of = ("of", core().count().to_string());
    if fallen > 0 { fill(t.movement, &[("n", fallen.to_string()), of, months]) } else { fill(t.movement_steady, &[of, months]) }
}
