//! Reconciliation: claims and visits that do not agree, and what one person cannot have done at once.

use crate::labels::finding_sentence;
use crate::report::Input;
use crate::report::cells::{column, customer_link, customer_rows, money, rule_checked, text, text_or, wrapped};
use crate::report::model::{Block, Cell, Sheet, Table, Target};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let blocks = vec![
        Block::Table(claims(input)),
        Block::Table(visits(input)),
        Block::Table(places(input)),
        Block::Table(receptions(input)),
    ];
    super::sheet("reconciliation", l.sheet_reconciliation, l.caption_reconciliation, blocks)
}

fn claims(input: &Input<'_>) -> Table {
    let l = input.labels;
    let found = input.paper.reconciliation.claims_without_visit.as_deref();
    let rows = found
        .unwrap_or_default()
        .iter()
        .map(|c| {
            vec![
                text_or(c.trip_id.as_deref()),
                text(&c.employee),
                Cell::Date(c.date),
                text(l.word(&c.category)),
                money(c.amount),
                text(l.word(c.why.code())),
                text(input.tables.sources.cite(c.source)),
            ]
        })
        .collect();
    list(input, "claims_without_visit", l.recon_claims, l.caption_claims_without_visit, found.is_some(), rows)
}

fn visits(input: &Input<'_>) -> Table {
    let l = input.labels;
    let links = customer_rows(input);
    let found = input.paper.reconciliation.visits_without_claim.as_deref();
    let rows = found
        .unwrap_or_default()
        .iter()
        .map(|v| {
            vec![
                text_or(v.trip_id.as_deref()),
                text(&v.salesperson),
                Cell::Date(v.date),
                customer_link(input, &links, v.party),
                Cell::Empty,
                text_or(v.place.as_deref()),
                text(input.tables.sources.cite(v.source)),
            ]
        })
        .collect();
    list(input, "visits_without_claim", l.recon_visits, l.caption_visits_without_claim, found.is_some(), rows)
}

fn places(input: &Input<'_>) -> Table {
    let l = input.labels;
    let rows = input
        .paper
        .reconciliation
        .two_places
        .iter()
        .map(|&at| {
            let finding = &input.audit.findings[at];
            let d = &finding.draft;
            vec![
                text_or(d.trip_id.as_deref()),
                text_or(d.employee.as_deref()),
                d.date.map_or(Cell::Empty, Cell::Date),
                Cell::Link(finding.id.clone(), Target::Row("findings", at)),
                d.claimed.map_or(Cell::Empty, money),
                text(finding_sentence(l, finding.rule, d)),
                text(l.in_turn(&d.evidence.iter().map(|s| input.tables.sources.cite(*s)).collect::<Vec<_>>())),
            ]
        })
        .collect();
    list(input, "two_places", l.recon_places, l.caption_two_places, rule_checked(input, "EXP007"), rows)
}

fn receptions(input: &Input<'_>) -> Table {
    let l = input.labels;
    let found = input.paper.reconciliation.receptions_without_customer.as_deref();
    let rows = found
        .unwrap_or_default()
        .iter()
        .map(|r| {
            vec![
                text_or(r.trip_id.as_deref()),
                text(&r.employee),
                Cell::Date(r.date),
                text(l.word("reception")),
                money(r.amount),
                Cell::Empty,
                text(input.tables.sources.cite(r.source)),
            ]
        })
        .collect();
    list(input, "receptions_without_customer", l.recon_receptions, l.caption_receptions, found.is_some(), rows)
}

/// A list of what does not agree: all have the same columns.
fn list(input: &Input<'_>, id: &'static str, heading: &str, caption: &str, known: bool, rows: Vec<Vec<Cell>>) -> Table {
    let l = input.labels;
    Table {
        id,
        heading: Some(heading.to_owned()),
        caption: Some(caption.to_owned()),
        columns: vec![
            column(l, "trip_id", 15),
            column(l, "employee", 12),
            column(l, "date", 12),
            wrapped(l, "what", 28),
            column(l, "amount", 13),
            wrapped(l, "remark", 46),
            wrapped(l, "place", 44),
        ],
        rows,
        total: None,
        main: false,
        empty: if known { l.none_found.to_owned() } else { l.recon_unknown.to_owned() },
    }
}
