//! Which customers bring the sales: the largest, and how fast they add up.

use super::quadrant::{short_name, tone_of};
use super::{drawn, nothing};
use crate::labels::fill;
use crate::report::Input;
use crate::report::cells::by_sales;
use crate::report::model::{Chart, ChartKind, Unit};
use crate::units::Money;

/// So many customers are drawn; the line runs over all.
const DRAWN: usize = 10;

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, review) = (input.labels, input.review);
    let order: Vec<usize> = by_sales(input).into_iter().filter(|&i| review.customers[i].sales_window.is_positive()).collect();
    let total: Money = order.iter().map(|&i| review.customers[i].sales_window).sum();
    if !total.is_positive() {
        return nothing("pareto_customers", l.chart_pareto, l.chart_pareto_empty);
    }
    let mut sum = Money::ZERO;
    let cumulative: Vec<f64> = order
        .iter()
        .map(|&i| {
            sum += review.customers[i].sales_window;
            sum.ratio_of(total).unwrap_or_default()
        })
        .collect();
    let cut = input.config.classify.abc_a;
    let to_cut = cumulative.iter().position(|c| *c >= cut).map_or(order.len(), |at| at + 1);
    let shown = &order[..order.len().min(DRAWN)];
    let title =
        fill(l.chart_pareto_insight, &[("n", to_cut.to_string()), ("of", order.len().to_string()), ("share", l.percent(cut))]);
    Chart {
        id: "pareto_customers",
        alt: title.clone(),
        title,
        insight: fill(l.chart_pareto, &[]),
        x_axis: String::new(),
        y_axis: l.chart_pareto_y.to_owned(),
        unit: Unit::Money,
        kind: ChartKind::Pareto {
            categories: shown.iter().map(|&i| short_name(input.tables.parties.name(review.customers[i].party))).collect(),
            values: shown.iter().map(|&i| drawn(review.customers[i].sales_window)).collect(),
            cumulative: cumulative[..shown.len()].to_vec(),
            cut,
            tones: shown.iter().map(|&i| tone_of(&review.customers[i])).collect(),
        },
        empty: None,
    }
}
