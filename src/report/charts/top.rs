//! Which customers bring the sales: the largest ones, each in the colour of its segment.

use super::{drawn, names, nothing};
use crate::analyse::Segment;
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::cells::{by_sales, segment_tone};
use crate::report::model::{Chart, ChartKind, Series, Target, Unit};
use crate::tables::PartyIx;
use crate::units::Money;

/// So many customers are drawn.
const DRAWN: usize = 10;

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, review) = (input.labels, input.review);
    let t = insights::texts(l);
    let order: Vec<usize> = by_sales(input).into_iter().filter(|&i| review.customers[i].sales_window.is_positive()).collect();
    let total: Money = order.iter().map(|&i| review.customers[i].sales_window).sum();
    if !total.is_positive() {
        return nothing("top_customers", l.chart_pareto, l.chart_pareto_empty);
    }
    let share = |count: usize| -> f64 {
        order[..count].iter().map(|&i| review.customers[i].sales_window).sum::<Money>().ratio_of(total).unwrap_or_default()
    };
    let cut = input.config.classify.abc_a;
    let to_cut = (1..=order.len()).find(|n| share(*n) >= cut).unwrap_or(order.len());
    let shown = &order[..order.len().min(DRAWN)];
    let parties: Vec<PartyIx> = shown.iter().map(|&i| review.customers[i].party).collect();
    let of_segment = |segment: Segment| Series {
        name: l.word(segment.code()).to_owned(),
        values: shown
            .iter()
            .map(|&i| &review.customers[i])
            .map(|c| (c.class.segment == segment).then(|| drawn(c.sales_window)))
            .collect(),
        tone: segment_tone(segment),
        line: false,
    };
    let series = Segment::ALL.into_iter().map(of_segment).filter(|s| s.values.iter().any(Option::is_some)).collect();
    Chart {
        id: "top_customers",
        title: fill(
            l.chart_pareto_insight,
            &[("n", to_cut.to_string()), ("of", order.len().to_string()), ("share", l.percent(share(to_cut)))],
        ),
        what: t.top_what.to_owned(),
        insight: fill(
            t.top,
            &[
                ("name", names::in_sentence(input, parties[0])),
                ("first", l.percent(share(1))),
                ("shown", l.percent(share(shown.len()))),
            ],
        ),
        pointer: String::new(),
        see: Some(Target::Sheet("customers")),
        alt: String::new(),
        x_axis: String::new(),
        y_axis: t.top_sales.to_owned(),
        unit: Unit::Money,
        kind: ChartKind::Bars { categories: names::labels(input, &parties), series, stacked: true },
        empty: None,
    }
}
