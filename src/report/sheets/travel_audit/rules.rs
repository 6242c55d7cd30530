//! The rules in force: what each looked at, what it found, what it came to, and how often it was right.

use super::precision;
use crate::labels::problems::field;
use crate::labels::{Labels, fill};
use crate::report::Input;
use crate::report::cells::{column, count, money, text, wrapped};
use crate::report::model::{Cell, Table, Target, Tone};
use crate::rules::{Lack, Outcome, Status};
use crate::tables::TableId;

/// Why a rule was not checked, in words.
fn status_reason(l: &Labels, status: &Status) -> String {
    match status {
        Status::Checked | Status::Off => String::new(),
        Status::NotChecked(Lack::Table(table)) => fill(l.lacks_table, &[("table", l.word(table.name()).to_owned())]),
        Status::NotChecked(Lack::Columns(columns)) => {
            let named =
                |(table, column): &(TableId, &'static str)| format!("{}: {}", l.word(table.name()), field(l, *table, column));
            let names: Vec<String> = columns.iter().map(named).collect();
            fill(l.lacks_columns, &[("columns", l.listed(&names))])
        }
        Status::NotChecked(Lack::Setting(key)) => fill(l.lacks_setting, &[("key", (*key).to_owned())]),
        Status::NotChecked(Lack::Claims(n)) => fill(l.lacks_claims, &[("n", n.to_string())]),
        Status::NotChecked(Lack::Column(table, column)) => {
            fill(l.lacks_column, &[("table", l.word(table.name()).to_owned()), ("column", field(l, *table, column))])
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

pub(super) fn table(input: &Input<'_>) -> Table {
    let l = input.labels;
    let rows = input.audit.outcomes.iter().map(|outcome| row(input, outcome)).collect();
    let total = &input.paper.exposure.total;
    // Without claims nobody knows what is in excess.
    let claims = input.review.available.expenses;
    let amount = |m| if claims { money(m) } else { Cell::Unknown };
    let unjudged: u64 = input.audit.outcomes.iter().map(|o| o.unjudged).sum();
    Table {
        id: "rules",
        heading: Some(l.table_rules.to_owned()),
        caption: Some(fill(
            l.caption_rules,
            &[("net", if claims { total.excess.grouped() } else { l.unknown.to_owned() }), ("unjudged", unjudged.to_string())],
        )),
        columns: vec![
            column(l, "rule", 9),
            wrapped(l, "rule_title", 34),
            column(l, "status", 11),
            column(l, "tested", 9),
            column(l, "unjudged", 9),
            column(l, "findings", 9),
            column(l, "open", 9),
            column(l, "excess_net", 13),
            column(l, "in_question", 13),
            column(l, "precision", 12),
        ],
        rows,
        total: Some(vec![
            text(l.total),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            count(total.findings),
            count(total.open),
            amount(total.excess),
            amount(total.in_question),
            Cell::Empty,
        ]),
        main: false,
        empty: l.no_findings.to_owned(),
    }
}

fn row(input: &Input<'_>, outcome: &Outcome) -> Vec<Cell> {
    let l = input.labels;
    let title = l.rule(outcome.rule).map_or("", |r| r.title);
    let reason = status_reason(l, &outcome.status);
    let checked = outcome.status == Status::Checked;
    let named = if reason.is_empty() { title.to_owned() } else { format!("{title} ({reason})") };
    let figures = input.paper.exposure.by_rule.iter().find(|line| line.key == Some(outcome.rule)).map(|line| line.figures);
    let figures = figures.unwrap_or_default();
    // A rule that is not about money shows no zeroes.
    let amount = |m: crate::units::Money| if m.is_zero() { Cell::Empty } else { money(m) };
    let first = input.audit.findings.iter().position(|f| f.rule == outcome.rule);
    vec![
        match first {
            Some(at) => Cell::Link(outcome.rule.to_owned(), Target::Row("findings", at)),
            None => text(outcome.rule),
        },
        text(named),
        status(l, &outcome.status),
        if checked { count(outcome.tested) } else { Cell::Unknown },
        if checked { count(outcome.unjudged) } else { Cell::Unknown },
        if checked { count(outcome.findings) } else { Cell::Unknown },
        if checked { count(figures.open) } else { Cell::Unknown },
        if checked { amount(figures.excess) } else { Cell::Unknown },
        if checked { amount(figures.in_question) } else { Cell::Unknown },
        precision(input, outcome.rule),
    ]
}
