//! Travel cost: each trip's claims over its visits, this customer's part, and the ratio to its sales.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::view::{Item, View, step};
use super::{Section, SourceList, Step};
use crate::analyse::travel::Split;
use crate::labels::fill;

pub(super) fn section(v: &View<'_>) -> Section {
    let t = v.t;
    let available = v.input.review.available;
    let section = |steps, sources| Section { id: "travel", heading: t.travel.to_owned(), steps, sources };
    if !(available.visits && available.expenses) {
        return section(vec![v.of("travel_cost", t.no_travel, v.l.unknown)], Vec::new());
    }
    let trips = trips(v);
    let mut steps: Vec<Step> = trips.iter().take(v.rows).map(|trip| trip_step(v, trip)).collect();
    if let Some(rest) = trips.get(v.rows..).filter(|rest| !rest.is_empty()) {
        let sum: Decimal = rest.iter().map(Trip::part).sum();
        let more = [("n", rest.len().to_string()), ("sum", decimals(sum))];
        steps.push(step("", fill(t.source_more, &more), ""));
    }
    let travel = &v.c.travel;
    let sum = if trips.is_empty() { t.travel_none } else { t.travel_sum };
    steps.push(v.figure("travel_cost", "travel_cost_window", sum, travel.cost.grouped()));
    let ratio = match v.c.sales_window.is_positive() {
        true => fill(t.ratio_of, &[("cost", travel.cost.grouped()), ("sales", v.c.sales_window.grouped())]),
        false => t.ratio_none.to_owned(),
    };
    steps.push(v.figure("travel_ratio", "travel_cost_ratio", ratio, v.share_or(travel.ratio)));
    section(steps, sources(v, &trips))
}

/// A trip with visits here in the window.
struct Trip<'a> {
    id: &'a str,
    split: Split,
    /// Its visits here.
    own: usize,
}

impl Trip<'_> {
    /// This customer's part, not rounded.
    fn part(&self) -> Decimal {
        self.split.each() * Decimal::from(self.own)
    }
}

/// The largest parts first.
fn trips<'a>(v: &View<'a>) -> Vec<Trip<'a>> {
    let (tables, period) = (v.input.tables, v.input.review.period);
    let visits = v.trace.visits.iter().map(|&i| &tables.visits[i]).filter(|x| period.in_window(x.date));
    let ids: BTreeSet<&str> = visits.filter_map(|x| x.trip_id.as_deref()).collect();
    let mut trips: Vec<Trip<'_>> = ids
        .into_iter()
        .filter_map(|id| v.input.review.travel.trip(Some(id)))
        .map(|trip| {
            let split = trip.split(tables, period);
            let own = split.visits.iter().filter(|&&i| tables.visits[i].party == v.c.party).count();
            Trip { id: &trip.id, split, own }
        })
        .collect();
    trips.sort_by(|a, b| b.part().cmp(&a.part()).then(a.id.cmp(b.id)));
    trips
}

fn trip_step(v: &View<'_>, trip: &Trip<'_>) -> Step {
    let values =
        [("cost", trip.split.cost.grouped()), ("visits", trip.split.visits.len().to_string()), ("own", trip.own.to_string())];
    let what = fill(v.t.trip, &[("id", trip.id.to_owned())]);
    step(what, fill(v.t.trip_share, &values), decimals(trip.part()))
}

/// Four decimals: parts are rounded only once they are added up.
fn decimals(part: Decimal) -> String {
    format!("{:.4}", part.round_dp(4))
}

fn sources(v: &View<'_>, trips: &[Trip<'_>]) -> Vec<SourceList> {
    let (t, tables) = (v.t, v.input.tables);
    let claims = trips.iter().flat_map(|trip| trip.split.claims.iter().map(move |&i| (trip.id, i)));
    let claims = claims.map(|of| Item::money(tables.expenses[of.1].source, tables.expenses[of.1].amount, of)).collect();
    let claims = v.list("claim", t.rows_claims, claims, |&(trip, i)| {
        let claim = &tables.expenses[i];
        let values = [
            ("trip", trip.to_owned()),
            ("day", claim.date.to_string()),
            ("who", claim.employee.clone()),
            ("category", v.l.word(&claim.category).to_owned()),
        ];
        fill(t.row_claim, &values)
    });
    let visits = trips.iter().flat_map(|trip| trip.split.visits.iter().map(move |&i| (trip.id, i)));
    let visits = visits.map(|of| Item::day(tables.visits[of.1].source, tables.visits[of.1].date, of)).collect();
    let visits = v.list("trip_visit", t.rows_trip_visits, visits, |&(trip, i)| {
        let visit = &tables.visits[i];
        let values = [
            ("trip", trip.to_owned()),
            ("day", visit.date.to_string()),
            ("who", visit.salesperson.clone()),
            ("customer", tables.parties.name(visit.party).to_owned()),
        ];
        fill(t.row_trip_visit, &values)
    });
    claims.into_iter().chain(visits).collect()
}
