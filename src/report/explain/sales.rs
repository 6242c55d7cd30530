//! Sales: the window by month, returns, and the orders that weigh most.

use super::Section;
use super::view::{Item, View, step};
use crate::labels::fill;
use crate::units::{Money, Month};

pub(super) fn section(v: &View<'_>) -> Section {
    let (t, period) = (v.t, v.input.review.period);
    let window: Vec<_> = v.trace.orders.iter().filter(|o| period.in_window(o.date)).collect();
    let mut steps = Vec::new();
    for month in period.months() {
        let of = || window.iter().filter(|o| Month::of(o.date) == month);
        let returns = of().filter(|o| o.amount < Money::ZERO).count();
        let orders = of().count() - returns;
        if orders + returns > 0 {
            let counted = [("orders", orders.to_string()), ("returns", returns.to_string())];
            let template = if returns > 0 { t.month_orders } else { t.month_only_orders };
            let sum = v.input.review.sales.in_months(v.c.party, month, month);
            steps.push(step(month.to_string(), fill(template, &counted), sum.grouped()));
        }
    }
    steps.push(v.figure("sales_window", "sales_window", t.sales_sum, v.c.sales_window.grouped()));
    let returned: Vec<Money> = window.iter().map(|o| o.amount).filter(|a| *a < Money::ZERO).collect();
    if !returned.is_empty() {
        let n = fill(t.returns_of, &[("n", returned.len().to_string())]);
        steps.push(step(t.returns, n, returned.iter().copied().sum::<Money>().grouped()));
    }
    let month = fill(t.month_of_window, &[("month", period.month.to_string())]);
    steps.push(v.figure("sales_month", "sales_month", month, v.c.sales_month.grouped()));
    let items = window.iter().map(|o| Item::money(o.source, o.amount, *o)).collect();
    let list = v.list("order", t.rows_orders, items, |o| {
        let template = if o.amount < Money::ZERO { t.row_return } else { t.row_order };
        fill(template, &[("id", o.order_id.clone()), ("day", o.date.to_string())])
    });
    Section { id: "sales", heading: t.sales.to_owned(), steps, sources: list.into_iter().collect() }
}
