//! Travel audit: what was checked, what was found, and by whom; each finding leads to the rows that prove it.

use crate::labels::problems::field;
use crate::labels::{Labels, fill, finding_sentence};
use crate::report::Input;
use crate::report::cells::{bar, column, count, customer_link, customer_rows, money, money_or, severity, text, text_or, wrapped};
use crate::report::model::{Block, Cell, Sheet, Table, Target, Tone};
use crate::report::tables::employees;
use crate::rules::{Lack, Outcome, Status};
use crate::units::Money;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let blocks = vec![
        Block::Charts(vec!["travel_claims"]),
        Block::Table(rules(input)),
        Block::Table(people(input)),
        Block::Table(findings(input)),
    ];
    super::sheet("travel_audit", l.sheet_travel_audit, l.sub_travel_audit, blocks)
}

/// Why a rule was not checked, in words.
pub(super) fn status_reason(l: &Labels, status: &Status) -> String {
    match status {
        Status::Checked | Status::Off => String::new(),
        Status::NotChecked(Lack::Table(table)) => fill(l.lacks_table, &[("table", l.word(table.name()).to_owned())]),
        Status::NotChecked(Lack::Columns(columns)) => {
            let names: Vec<String> = columns.iter().map(|(table, column)| field(l, *table, column)).collect();
            fill(l.lacks_columns, &[("columns", names.join(", "))])
        }
        Status::NotChecked(Lack::Setting(key)) => fill(l.lacks_setting, &[("key", (*key).to_owned())]),
        Status::NotChecked(Lack::Claims(n)) => fill(l.lacks_claims, &[("n", n.to_string())]),
        Status::NotChecked(Lack::Column(table, column)) => {
            fill(l.lacks_column, &[("table", l.word(table.name()).to_owned()), ("column", (*column).to_owned())])
        }
    }
}

fn status(l: &Labels, status: &Status) -> Cell {
    match status {
        Status::Checked => Cell::Tag(l.status_checked.to_owned(), Tone::Good),
        Status::NotChecked(_) => Cell::Tag(l.status_not_checked.to_owned(), Tone::Watch),
        Status::Off => Cell::Tag(l.status_off.to_owned(), Tone::Muted),
    }
}

/// The excess of a rule: unknown where its findings put amounts in question that the data cannot say, nothing where it is not
/// about money.
fn excess(input: &Input<'_>, outcome: &Outcome) -> Cell {
    let mut own = input.audit.findings.iter().filter(|f| f.rule == outcome.rule).map(|f| &f.draft).peekable();
    if own.peek().is_none() || own.clone().any(|d| d.excess.is_some()) {
        return money(outcome.excess);
    }
    if own.any(|d| d.claimed.is_some()) { Cell::Unknown } else { Cell::Empty }
}

fn rules(input: &Input<'_>) -> Table {
    let l = input.labels;
    let rows = input
        .audit
        .outcomes
        .iter()
        .map(|o| {
            let checked = o.status == Status::Checked;
            vec![
                text(o.rule),
                text(l.rule(o.rule).map_or("", |r| r.title)),
                status(l, &o.status),
                if checked { count(o.findings) } else { Cell::Unknown },
                if checked { excess(input, o) } else { Cell::Unknown },
                text(status_reason(l, &o.status)),
            ]
        })
        .collect();
    let net: Money = input.audit.findings.iter().map(|f| f.net_excess).sum();
    Table {
        id: "rules",
        heading: Some(l.table_rules.to_owned()),
        caption: Some(fill(l.caption_rules, &[("net", net.grouped())])),
        columns: vec![
            column(l, "rule", 10),
            wrapped(l, "rule_title", 32),
            column(l, "status", 11),
            column(l, "findings", 12),
            column(l, "excess", 13),
            wrapped(l, "reason", 66),
        ],
        rows,
        total: None,
        main: false,
        empty: l.no_findings.to_owned(),
    }
}

fn people(input: &Input<'_>) -> Table {
    let l = input.labels;
    let available = input.review.available;
    let rows = employees::rows(input)
        .into_iter()
        .map(|m| {
            let claims = |amount: Money| if available.expenses { money(amount) } else { Cell::Unknown };
            vec![
                text(&m.employee),
                text_or(m.grade.as_deref().map(|g| l.word(g))),
                if available.visits { count(m.visits) } else { Cell::Unknown },
                count(m.trips),
                claims(m.claimed),
                claims(m.excess),
                count(m.findings),
            ]
        })
        .collect();
    Table {
        id: "employees",
        heading: Some(l.table_employees.to_owned()),
        caption: None,
        columns: vec![
            column(l, "employee", 10),
            column(l, "grade", 32),
            column(l, "visits_month", 11),
            column(l, "trips_month", 12),
            column(l, "claimed", 13),
            bar(l, "excess", 66, Tone::Bad),
            column(l, "findings", 13),
        ],
        rows,
        total: None,
        main: false,
        empty: l.no_employees.to_owned(),
    }
}

fn findings(input: &Input<'_>) -> Table {
    let l = input.labels;
    let links = customer_rows(input);
    let mut evidence_row = 0;
    let rows = input
        .audit
        .findings
        .iter()
        .map(|f| {
            let d = &f.draft;
            let first = evidence_row;
            evidence_row += d.evidence.len();
            let n = d.evidence.len().to_string();
            let evidence = fill(l.claims_of, &[("n", n)]);
            vec![
                text(f.rule),
                d.party.map_or(Cell::Empty, |p| customer_link(input, &links, p)),
                severity(l, d.severity),
                text_or(d.employee.as_deref()),
                d.claimed.map_or(Cell::Empty, money),
                text(finding_sentence(l, f.rule, d)),
                if d.claimed.is_some() { money_or(d.allowed) } else { Cell::Empty },
                if d.claimed.is_some() { money_or(d.excess) } else { Cell::Empty },
                text_or(d.trip_id.as_deref()),
                d.date.map_or(Cell::Empty, Cell::Date),
                if d.evidence.is_empty() { Cell::Empty } else { Cell::Link(evidence, Target::Row("evidence", first)) },
                text(&f.id),
            ]
        })
        .collect();
    Table {
        id: "findings",
        heading: Some(l.table_findings.to_owned()),
        caption: Some(l.caption_findings.to_owned()),
        columns: vec![
            column(l, "rule", 10),
            wrapped(l, "customer", 32),
            column(l, "severity", 11),
            column(l, "employee", 12),
            column(l, "claimed", 13),
            wrapped(l, "finding", 66),
            column(l, "allowed", 13),
            column(l, "excess", 13),
            column(l, "trip_id", 15),
            column(l, "date", 12),
            column(l, "evidence", 12),
            column(l, "finding_id", 20),
        ],
        rows,
        total: None,
        main: true,
        empty: l.no_findings.to_owned(),
    }
}
