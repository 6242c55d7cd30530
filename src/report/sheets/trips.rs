//! Trips: one line each, with who, where, what was claimed and what would have been allowed.

use crate::report::Input;
use crate::report::cells::{column, count, money, money_or, part, text, wrapped};
use crate::report::model::{Block, Cell, Sheet, Table, Target};
use crate::workpaper::TripLine;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    super::sheet("trips", l.sheet_trips, l.sub_trips, vec![Block::Table(trips(input))])
}

fn trips(input: &Input<'_>) -> Table {
    let l = input.labels;
    let known = input.review.available.visits || input.review.available.expenses;
    Table {
        id: "trips",
        heading: None,
        caption: Some(l.caption_trips.to_owned()),
        columns: vec![
            column(l, "trip_id", 15),
            wrapped(l, "travellers", 26),
            column(l, "first_day", 11),
            column(l, "last_day", 11),
            column(l, "days", 6),
            wrapped(l, "cities", 24),
            column(l, "customers_n", 9),
            column(l, "visits_n", 7),
            part(column(l, "cost_living", 10)),
            part(column(l, "cost_train", 10)),
            part(column(l, "cost_flight", 10)),
            part(column(l, "cost_hospitality", 10)),
            part(column(l, "cost_other", 10)),
            column(l, "claimed", 10),
            column(l, "allowed", 10),
            column(l, "excess_net", 10),
            column(l, "findings", 8),
        ],
        rows: input.paper.trips.iter().map(|trip| trip_row(input, trip)).collect(),
        total: None,
        main: true,
        empty: if known { l.no_trips } else { l.recon_unknown }.to_owned(),
    }
}

fn trip_row(input: &Input<'_>, trip: &TripLine) -> Vec<Cell> {
    let l = input.labels;
    let travellers: Vec<String> = trip
        .employees
        .iter()
        .map(|t| match &t.grade {
            Some(grade) => l.in_brackets(&t.name, l.word(grade)),
            None => t.name.clone(),
        })
        .collect();
    let claims = input.review.available.expenses;
    // What nobody claimed is left blank, so that the eye finds what was.
    let part = |m: crate::units::Money| {
        if !claims {
            Cell::Unknown
        } else if m.is_zero() {
            Cell::Empty
        } else {
            money(m)
        }
    };
    let first = input.audit.findings.iter().position(|f| f.draft.trip_id.as_deref() == Some(trip.trip_id.as_str()));
    vec![
        text(&trip.trip_id),
        text(l.listed(&travellers)),
        Cell::Date(trip.first_day),
        Cell::Date(trip.last_day),
        count(trip.days),
        text(l.listed(&trip.cities)),
        count(trip.customers),
        count(trip.visits),
        part(trip.claims.living),
        part(trip.claims.train),
        part(trip.claims.flight),
        part(trip.claims.hospitality),
        part(trip.claims.other),
        if claims { money(trip.claimed) } else { Cell::Unknown },
        if claims { money_or(trip.allowed) } else { Cell::Unknown },
        part(trip.figures.excess),
        match (trip.figures.findings, first) {
            (0, _) => Cell::Empty,
            (n, Some(at)) => Cell::Link(n.to_string(), Target::Row("findings", at)),
            (n, None) => count(n),
        },
    ]
}
