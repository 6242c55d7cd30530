//! Restatement: last month's figures from today's input beside those published then, and the files and rows behind the change.

use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::analyse::restatement::{Behind, Change, Comparison, CustomerChange, Difference, FileState};
use crate::analyse::{Grade, Segment};
use crate::labels::{Labels, fill};
use crate::published::Kind;
use crate::report::Input;
use crate::report::cells::{
    CustomerRows, column, count, customer_link, customer_rows, grade, line, money, segment, text, text_or, wrapped,
};
use crate::report::model::{Block, Cell, Line, Script, Sheet, Table, Target, Tone};
use crate::units::Money;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let mut blocks = vec![Block::Text { heading: None, lines: lines(input) }];
    if let Some(compared) = &input.restatement.compared {
        blocks.extend([
            Block::Table(company(input, compared)),
            Block::Table(customers(input, compared)),
            Block::Table(files(input, compared)),
            Block::Table(rows(input, compared)),
        ]);
    }
    super::sheet("restatement", l.sheet_restatement, l.sub_restatement, blocks)
}

/// The line of the dashboard, where anything changed.
pub(super) fn attention(input: &Input<'_>) -> Option<Line> {
    let compared = input.restatement.compared.as_ref().filter(|c| c.is_change())?;
    let sales = compared.total("sales_month")?;
    let values = [
        ("month", input.restatement.month.to_string()),
        ("n", compared.customers.len().to_string()),
        ("then", grouped(sales.then.as_deref())),
        ("now", grouped(sales.now.as_deref())),
    ];
    Some(line(fill(input.labels.attention_restated, &values), Tone::Watch, Some(Target::Sheet("restatement"))))
}

/// What was compared and what came of it; what may mislead comes first.
fn lines(input: &Input<'_>) -> Vec<Line> {
    let (l, r) = (input.labels, input.restatement);
    let month = || ("month", r.month.to_string());
    let Some(compared) = &r.compared else {
        let (sentence, tone) = match r.state {
            "not_published" => (l.restated_absent, Tone::Muted),
            "changed_since" => (l.restated_tampered, Tone::Watch),
            _ => (l.restated_unreadable, Tone::Watch),
        };
        return vec![line(fill(sentence, &[month()]), tone, None)];
    };
    let mut lines = Vec::new();
    if !compared.config_same {
        lines.push(line(fill(l.restated_config, &[month()]), Tone::Watch, Some(Target::Table("thresholds"))));
    }
    if let Some(then) = &compared.tool_then {
        let values = [month(), ("then", then.clone()), ("now", env!("CARGO_PKG_VERSION").to_owned())];
        lines.push(line(fill(l.restated_tool, &values), Tone::Watch, None));
    }
    if !compared.is_change() {
        lines.push(line(fill(l.restated_none, &[month()]), Tone::Good, None));
        return lines;
    }
    let n = |change| compared.count(change).to_string();
    let values = [
        month(),
        ("n", n(Change::Changed)),
        ("of", compared.customers_then.to_string()),
        ("new", n(Change::Appeared)),
        ("gone", n(Change::Gone)),
    ];
    lines.push(line(fill(l.restated_summary, &values), Tone::Neutral, Some(Target::Table("restated_customers"))));
    if compared.config_same && compared.tool_then.is_none() {
        lines.push(line(fill(l.restated_same_basis, &[month()]), Tone::Muted, None));
    }
    if compared.files.iter().any(|f| matches!(f.state, FileState::Changed | FileState::Gone)) {
        lines.push(line(l.restated_not_kept, Tone::Muted, None));
    }
    lines
}

fn company(input: &Input<'_>, compared: &Comparison) -> Table {
    let l = input.labels;
    let rows = compared.company.iter().map(|d| {
        let key = if d.column == "customers" { "customers_n" } else { d.column };
        let mut row = vec![text(l.column(key).0)];
        row.extend(then_now(l, d));
        row
    });
    Table {
        id: "restated_company",
        heading: Some(fill(l.table_restated_company, &[("month", input.restatement.month.to_string())])),
        caption: None,
        columns: vec![
            column(l, "figure", 30),
            column(l, "published_then", 28),
            column(l, "recomputed_now", 20),
            column(l, "difference", 20),
        ],
        rows: rows.collect(),
        total: None,
        main: false,
        empty: l.none_of_input.to_owned(),
    }
}

fn customers(input: &Input<'_>, compared: &Comparison) -> Table {
    let l = input.labels;
    let links = customer_rows(input);
    let all: Vec<(&CustomerChange, &Difference)> =
        compared.customers.iter().flat_map(|c| c.differences.iter().map(move |d| (c, d))).collect();
    let limit = input.config.restatement.listed as usize;
    let rows = all.iter().take(limit).map(|(c, d)| {
        let mut row = vec![name(input, &links, c), text(figure_name(l, d))];
        row.extend(then_now(l, d));
        row.push(change(l, c.change));
        row
    });
    Table {
        id: "restated_customers",
        heading: Some(l.table_restated_customers.to_owned()),
        caption: Some(capped(l, l.caption_restated_customers.to_owned(), limit, all.len() as u64)),
        columns: vec![
            column(l, "customer", 30),
            column(l, "figure", 28),
            column(l, "published_then", 20),
            column(l, "recomputed_now", 20),
            column(l, "difference", 16),
            column(l, "restated_what", 14),
        ],
        rows: rows.collect(),
        total: None,
        main: true,
        empty: l.no_restated_customers.to_owned(),
    }
}

fn files(input: &Input<'_>, compared: &Comparison) -> Table {
    let l = input.labels;
    let rows = compared.files.iter().map(|f| vec![text(&f.file), text_or(f.was.as_deref()), file_state(l, f.state)]);
    Table {
        id: "restated_files",
        heading: Some(fill(l.table_restated_files, &[("month", input.restatement.month.to_string())])),
        caption: Some(fill(l.caption_restated_files, &[("same", compared.files_same.to_string())])),
        columns: vec![wrapped(l, "file", 30), wrapped(l, "file_before", 28), column(l, "file_state", 20)],
        rows: rows.collect(),
        total: None,
        main: false,
        empty: l.no_restated_files.to_owned(),
    }
}

fn rows(input: &Input<'_>, compared: &Comparison) -> Table {
    let l = input.labels;
    let links = customer_rows(input);
    let row = |b: &Behind| {
        let sheet = input.tables.sources.sheet(b.source);
        vec![
            customer_link(input, &links, b.party),
            text_or(sheet.map(|s| s.file.as_str())),
            text_or(sheet.map(|s| s.sheet.as_str())),
            count(b.source.row),
            b.date.map_or(Cell::Empty, Cell::Date),
            money(b.amount),
            text(l.word(b.table.name())),
            file_state(l, b.file),
        ]
    };
    let day = input.restatement.month.last_day().to_string();
    let caption = fill(l.caption_restated_rows, &[("day", day)]);
    Table {
        id: "restated_rows",
        heading: Some(l.table_restated_rows.to_owned()),
        caption: Some(capped(l, caption, input.config.restatement.listed as usize, compared.rows.all)),
        columns: vec![
            column(l, "customer", 30),
            wrapped(l, "file", 28),
            wrapped(l, "sheet", 20),
            column(l, "row", 20),
            column(l, "date", 16),
            column(l, "restated_amount", 16),
            column(l, "table", 12),
            column(l, "file_state", 14),
        ],
        rows: compared.rows.listed.iter().map(row).collect(),
        total: None,
        main: false,
        empty: l.no_restated_rows.to_owned(),
    }
}

/// A caption that says so where not all is listed.
fn capped(l: &Labels, caption: String, limit: usize, all: u64) -> String {
    if all <= limit as u64 {
        return caption;
    }
    let more = fill(l.caption_first, &[("n", limit.to_string()), ("all", all.to_string())]);
    match l.script {
        Script::Han => format!("{more}{caption}"),
        Script::Latin => format!("{more} {caption}"),
    }
}

fn name(input: &Input<'_>, links: &CustomerRows, c: &CustomerChange) -> Cell {
    c.party.map_or_else(|| text(&c.name), |party| customer_link(input, links, party))
}

fn figure_name(l: &Labels, d: &Difference) -> String {
    let header = l.column(d.column).0;
    match d.kind {
        Kind::Share => fill(l.figure_percent, &[("figure", header.to_owned())]),
        _ => header.to_owned(),
    }
}

/// Then, now, difference.
fn then_now(l: &Labels, d: &Difference) -> [Cell; 3] {
    let side = |stated: &Option<String>| stated.as_deref().map_or(Cell::Unknown, |text| stated_cell(l, d, text));
    let by = match d.kind {
        Kind::Word => Cell::Empty,
        _ => d.by().map_or(Cell::Empty, |by| figure(d.kind, by)),
    };
    [side(&d.then), side(&d.now), by]
}

fn stated_cell(l: &Labels, d: &Difference, stated: &str) -> Cell {
    if let Some(known) = Segment::ALL.iter().find(|s| d.column == "segment" && s.code() == stated) {
        return segment(l, *known);
    }
    if let Some(known) = Grade::ALL.iter().find(|g| d.column == "credit_grade" && g.code() == stated) {
        return grade(l, *known);
    }
    let parsed = Decimal::from_str(stated).ok().filter(|_| d.kind != Kind::Word);
    parsed.map_or_else(|| Cell::Tag(l.word(stated).to_owned(), Tone::Muted), |x| figure(d.kind, x))
}

/// Shares in per cent with two decimals: exactly what the table for programs shows.
fn figure(kind: Kind, x: Decimal) -> Cell {
    let float = |x: Decimal| x.to_f64().unwrap_or_default();
    match kind {
        Kind::Count => x.to_i64().map_or(Cell::Unknown, Cell::Int),
        Kind::Money => Money::from_decimal(x).map_or(Cell::Unknown, money),
        Kind::Share => Cell::Number(float(x * Decimal::ONE_HUNDRED), 2),
        Kind::Score | Kind::Word => Cell::Number(float(x), 2),
    }
}

fn grouped(stated: Option<&str>) -> String {
    stated.and_then(|s| Money::from_decimal(s.parse().ok()?)).map_or_else(String::new, Money::grouped)
}

fn change(l: &Labels, change: Change) -> Cell {
    let (code, tone) = match change {
        Change::Changed => ("figures_changed", Tone::Muted),
        Change::Appeared => ("figures_appeared", Tone::Accent),
        Change::Gone => ("figures_gone", Tone::Watch),
    };
    Cell::Tag(l.word(code).to_owned(), tone)
}

fn file_state(l: &Labels, state: FileState) -> Cell {
    let tone = match state {
        FileState::New => Tone::Accent,
        FileState::Changed | FileState::Gone => Tone::Watch,
        FileState::Renamed => Tone::Muted,
    };
    Cell::Tag(l.word(state.code()).to_owned(), tone)
}
