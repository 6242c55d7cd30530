//! Data quality: what was read, where each row went, whether the money adds up, and which cells to mend.

mod card;
mod doubts;

use std::collections::BTreeMap;

use crate::clean::{ControlTotal, FileAccount, SheetAccount};
use crate::labels::fill;
use crate::labels::problems::{field, problem};
use crate::problems::Kind;
use crate::report::Input;
use crate::report::cells::{column, count, severity, text, wide, wrapped};
use crate::report::model::{Block, Cell, Sheet, Table, Tone};
use crate::tables::TableId;

/// So many rejects and problems are listed here; `rejects.csv` has every one.
const LISTED: usize = 1_000;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let blocks = vec![
        Block::Table(card::table(input)),
        Block::Table(files(input)),
        Block::Table(control(input)),
        Block::Table(reasons(input)),
        Block::Table(problems(input)),
        Block::Table(doubts::conflicts(input)),
        Block::Table(doubts::look_alikes(input)),
        Block::Table(doubts::strangers(input)),
        Block::Table(doubts::thin_months(input)),
        Block::Table(rejects(input)),
    ];
    super::sheet("data_quality", l.sheet_data_quality, l.sub_data_quality, blocks)
}

fn files(input: &Input<'_>) -> Table {
    let l = input.labels;
    let mut rows = Vec::new();
    for file in &input.account.files {
        for sheet in &file.sheets {
            rows.push(sheet_row(input, file, sheet));
        }
        if file.sheets.is_empty() {
            let mut row = vec![text(&file.file)];
            row.resize(14, Cell::Empty);
            rows.push(row);
        }
    }
    let all = input.account.rows();
    let total = vec![
        text(l.total),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        count(all.seen),
        count(all.accepted),
        count(all.rejected),
        count(all.repeated_header),
        count(all.subtotal),
        count(all.note),
        count(all.duplicate_export),
        count(all.superseded),
        reconciled(input, all.reconciles()),
    ];
    Table {
        id: "files",
        heading: Some(l.table_files.to_owned()),
        caption: Some(l.caption_files.to_owned()),
        columns: vec![
            wrapped(l, "file", 44),
            wrapped(l, "sheet", 40),
            column(l, "table", 14),
            column(l, "layout", 12),
            column(l, "header_row", 12),
            column(l, "rows_seen", 13),
            column(l, "rows_accepted", 13),
            column(l, "rows_rejected", 13),
            column(l, "repeated_header", 13),
            column(l, "subtotal", 12),
            column(l, "note_rows", 12),
            column(l, "duplicate_export", 13),
            column(l, "superseded", 13),
            column(l, "reconciles", 12),
        ],
        rows,
        total: Some(total),
        main: false,
        empty: l.none_of_input.to_owned(),
    }
}

fn sheet_row(input: &Input<'_>, file: &FileAccount, sheet: &SheetAccount) -> Vec<Cell> {
    let l = input.labels;
    let mut row = vec![
        text(&file.file),
        text(&sheet.sheet),
        sheet.table.map_or(Cell::Unknown, |t| text(l.word(t.name()))),
        sheet.layout.map_or(Cell::Empty, |k| text(l.word(k.name()))),
        sheet.header_row.map_or(Cell::Empty, count),
    ];
    let r = &sheet.rows;
    if sheet.table.is_some() {
        row.extend(
            [r.seen, r.accepted, r.rejected, r.repeated_header, r.subtotal, r.note, r.duplicate_export, r.superseded].map(count),
        );
        row.push(reconciled(input, r.reconciles()));
    } else {
        row.resize(14, Cell::Empty);
    }
    row
}

fn reconciled(input: &Input<'_>, ok: bool) -> Cell {
    if ok { Cell::Tag(input.labels.yes.to_owned(), Tone::Good) } else { Cell::Tag(input.labels.no.to_owned(), Tone::Bad) }
}

fn control(input: &Input<'_>) -> Table {
    let l = input.labels;
    // Sums of millions of amounts may not fit a cell's integer: shown as far as they do.
    let minor = |x: i128| i64::try_from(x).map_or(Cell::Unknown, Cell::Money);
    let row = |t: &ControlTotal| {
        vec![
            text(l.word(t.table.name())),
            text(field(l, t.table, t.column)),
            minor(t.flow.seen),
            minor(t.flow.accepted),
            minor(t.flow.rejected),
            minor(t.flow.skipped),
            reconciled(input, t.reconciles()),
        ]
    };
    Table {
        id: "control_totals",
        heading: Some(l.table_control.to_owned()),
        caption: Some(l.caption_control.to_owned()),
        columns: vec![
            column(l, "table", 44),
            column(l, "column", 40),
            column(l, "money_seen", 16),
            column(l, "money_accepted", 16),
            column(l, "money_rejected", 14),
            column(l, "money_skipped", 16),
            column(l, "reconciles", 13),
        ],
        rows: input.account.stated_totals().map(row).collect(),
        total: None,
        main: false,
        empty: l.none_of_input.to_owned(),
    }
}

fn reasons(input: &Input<'_>) -> Table {
    let l = input.labels;
    let mut counts: BTreeMap<(TableId, &str, &str), u64> = BTreeMap::new();
    for r in &input.account.rejects {
        *counts.entry((r.table, r.first.column, r.first.reason.code())).or_default() += 1;
    }
    Table {
        id: "reject_reasons",
        heading: Some(l.table_reject_reasons.to_owned()),
        caption: None,
        columns: vec![column(l, "table", 44), wrapped(l, "reason", 40), column(l, "rows_rejected", 14), column(l, "column", 12)],
        rows: counts
            .into_iter()
            .map(|((table, name, reason), n)| {
                vec![text(l.word(table.name())), text(l.word(reason)), count(n), text(field(l, table, name))]
            })
            .collect(),
        total: None,
        main: false,
        empty: l.no_rejects.to_owned(),
    }
}

/// What has a table of its own on this sheet.
fn elsewhere(kind: &Kind) -> bool {
    matches!(kind, Kind::Rejected { .. } | Kind::Conflict(_) | Kind::Stranger(_) | Kind::ThinMonth(_))
}

fn problems(input: &Input<'_>) -> Table {
    let l = input.labels;
    let listed: Vec<_> = input.problems.iter().filter(|p| !elsewhere(&p.kind)).collect();
    let rows = listed
        .iter()
        .take(LISTED)
        .map(|p| {
            let said = problem(l, &p.kind);
            let place = [Some(p.file.as_str()), p.sheet.as_deref(), p.cell.as_deref()];
            let place: Vec<&str> = place.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            vec![text(l.sentences(&said.sentence, &said.hint)), text(place.join(" › ")), severity(l, p.severity)]
        })
        .collect();
    Table {
        id: "problems",
        heading: Some(l.table_problems.to_owned()),
        caption: (listed.len() > LISTED).then(|| of_all(input, listed.len())),
        // Sentences take the columns that the tables of figures beside them have.
        columns: vec![wide(l, "problem_text", 44, 2), wide(l, "place", 40, 4), column(l, "severity", 14)],
        rows,
        total: None,
        main: false,
        empty: l.no_problems.to_owned(),
    }
}

fn rejects(input: &Input<'_>) -> Table {
    let l = input.labels;
    let all = &input.account.rejects;
    let rows = all
        .iter()
        .take(LISTED)
        .map(|r| {
            let kind = Kind::Rejected { table: r.table, first: r.first.clone(), also: r.also.clone() };
            let said = problem(l, &kind);
            vec![
                text(format!("{} › {}", r.file, r.sheet)),
                text(l.sentences(&said.sentence, &said.hint)),
                text(r.cell()),
                text(l.word(r.table.name())),
                text(field(l, r.table, r.first.column)),
                text(&r.first.value),
            ]
        })
        .collect();
    let caption = if all.len() > LISTED { more(input, all.len()) } else { l.caption_rejects.to_owned() };
    Table {
        id: "rejects",
        heading: Some(l.table_rejects.to_owned()),
        caption: Some(caption),
        columns: vec![
            wrapped(l, "place", 44),
            wrapped(l, "reason", 40),
            column(l, "cell", 14),
            column(l, "table", 12),
            wrapped(l, "column", 13),
            wrapped(l, "value", 13),
        ],
        rows,
        total: None,
        main: false,
        empty: l.no_rejects.to_owned(),
    }
}

fn more(input: &Input<'_>, all: usize) -> String {
    fill(input.labels.caption_rejects_more, &[("n", LISTED.to_string()), ("all", all.to_string())])
}

fn of_all(input: &Input<'_>, all: usize) -> String {
    fill(input.labels.caption_first, &[("n", LISTED.to_string()), ("all", all.to_string())])
}
