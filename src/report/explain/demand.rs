//! Demand, where it comes from, and our share of the volume.

use super::view::{Item, View, step};
use super::{Section, SourceList};
use crate::labels::fill;

pub(super) fn section(v: &View<'_>) -> Section {
    let (t, class) = (v.t, &v.c.class);
    let (sales, volume) = (class.sales.grouped(), class.volume.grouped());
    let demand = v.money_or(class.demand);
    let (volume_text, share_text) = match class.demand {
        Some(_) => (
            fill(t.volume_larger, &[("demand", demand.clone()), ("sales", sales.clone())]),
            fill(t.share_of, &[("sales", sales), ("volume", volume.clone())]),
        ),
        None => (t.volume_sales.to_owned(), t.share_unknown.to_owned()),
    };
    let mut steps = vec![
        v.figure("demand", "demand", origin(v), demand),
        v.figure("volume", "volume", volume_text, volume),
        v.figure("share", "share", share_text, v.share_or(class.share)),
    ];
    if v.c.stale_demand {
        steps.push(step(t.stale, t.stale_text, ""));
    }
    Section { id: "demand", heading: t.demand.to_owned(), steps, sources: sources(v) }
}

/// Where the demand comes from, and how a year's was brought to the window.
fn origin(v: &View<'_>) -> String {
    let t = v.t;
    let (tables, period) = (v.input.tables, v.input.review.period);
    let stated = v.trace.card.and_then(|i| tables.customers[i].annual_demand);
    let estimated = v.trace.estimate.and_then(|i| tables.visits[i].annual_demand_estimate);
    let from = match (stated, estimated) {
        (Some(_), _) => t.demand_master.to_owned(),
        (None, Some(_)) => fill(t.demand_estimate, &[("day", period.as_of.to_string())]),
        (None, None) => return t.demand_unknown.to_owned(),
    };
    match stated.or(estimated).filter(|_| v.config().window_months != 12) {
        Some(annual) => {
            let months = v.config().window_months.to_string();
            fill(t.demand_scaled, &[("from", from), ("annual", annual.grouped()), ("months", months)])
        }
        None => from,
    }
}

fn sources(v: &View<'_>) -> Vec<SourceList> {
    let (t, tables) = (v.t, v.input.tables);
    let cards = v.trace.card.iter().map(|&i| Item::day(tables.customers[i].source, v.input.review.period.as_of, i)).collect();
    let card = v.list("master", t.rows_master, cards, |&i| {
        let card = &tables.customers[i];
        let stage = card.stage.as_deref().map_or(v.l.unknown, |code| v.l.word(code));
        let (demand, limit) = (v.money_or(card.annual_demand), v.money_or(card.credit_limit));
        fill(t.row_master, &[("demand", demand), ("limit", limit), ("stage", stage.to_owned())])
    });
    let visits = v.trace.estimate.iter().map(|&i| Item::day(tables.visits[i].source, tables.visits[i].date, i)).collect();
    let estimate = v.list("estimate", t.rows_estimate, visits, |&i| {
        let visit = &tables.visits[i];
        let demand = v.money_or(visit.annual_demand_estimate);
        fill(t.row_estimate, &[("day", visit.date.to_string()), ("demand", demand)])
    });
    card.into_iter().chain(estimate).collect()
}
