//! Where is the table? Decides from the first rows of a sheet what it holds: a table with a header row, a table laid on
//! its side, a form with one record, or nothing of ours.

use super::builder::RowBuffer;
use super::header::{Header, HeaderIndex};
use super::held::{Held, HeldCell, HeldRow, LooseRecord};
use super::plan::Plan;
use super::row::{self, Mapped};
use crate::config::Config;
use crate::load::Cell;
use crate::tables::{TableId, TableSpec};

/// So many rows are looked at before a sheet is given up; a form is no longer than that.
pub(crate) const LOOK_AHEAD: usize = 200;
/// Forms and tables on their side have their labels within these columns.
const LABEL_COLUMNS: u32 = 4;
/// A form names at least so many fields; fewer agree with a letter or a notice by chance.
const FORM_FIELDS: usize = 4;

/// What a sheet holds.
#[derive(Debug)]
pub(crate) enum Layout {
    Table { header: Header, header_row: u32, first: usize },
    Transposed { header: Header, header_row: u32, records: Vec<LooseRecord> },
    Form { header: Header, header_row: u32, record: LooseRecord },
    None(Why),
}

/// Why a sheet was taken for none of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    Empty,
    /// The configuration says to pass over it.
    Skipped,
    /// No row names what any table needs; the nearest table and what it lacks.
    NoHeader {
        nearest: Option<(TableId, Vec<&'static str>)>,
    },
}

/// Looks at the first rows of a sheet.
pub(crate) fn decide(rows: &[HeldRow], index: &HeaderIndex, config: &Config) -> Layout {
    if rows.is_empty() {
        return Layout::None(Why::Empty);
    }
    let mut nearest: Option<(usize, TableId, Vec<&'static str>)> = None;
    for (at, row) in rows.iter().enumerate() {
        match best_header(row, index) {
            Ok(header) if holds_records(&header, &rows[at + 1..], config) => {
                return Layout::Table { header, header_row: row.row, first: at + 1 };
            }
            Ok(_) => {}
            Err(miss) => {
                if let Some(miss) = miss
                    && nearest.as_ref().is_none_or(|n| miss.0 > n.0)
                {
                    nearest = Some(miss);
                }
            }
        }
    }
    transposed(rows, index, config)
        .or_else(|| form(rows, index))
        .unwrap_or(Layout::None(Why::NoHeader { nearest: nearest.map(|(_, table, lacks)| (table, lacks)) }))
}

type Miss = (usize, TableId, Vec<&'static str>);

/// The table whose needs a row's texts meet with the most fields; otherwise the one that came nearest.
fn best_header(row: &HeldRow, index: &HeaderIndex) -> Result<Header, Option<Miss>> {
    let mut best: Option<Header> = None;
    let mut miss: Option<Miss> = None;
    for table in index.tables() {
        let header = read_header(table, row.cells.iter().filter_map(|c| Some((c.col, c.text()?))), index);
        if header.mapped.len() < 2 || interleaved(row, &header) {
            continue;
        }
        let lacks = lacking(table.spec(), &header);
        if lacks.is_empty() {
            if best.as_ref().is_none_or(|b| header.mapped.len() > b.mapped.len()) {
                best = Some(header);
            }
        } else if header.mapped.len() >= 3 && miss.as_ref().is_none_or(|m| header.mapped.len() > m.0) {
            miss = Some((header.mapped.len(), table, lacks));
        }
    }
    best.ok_or(miss)
}

/// What a table needs and a header does not name.
fn lacking(spec: &TableSpec, header: &Header) -> Vec<&'static str> {
    let has = |name: &&'static str| header.named.iter().any(|(_, field)| field == name);
    let mut lacks: Vec<&'static str> =
        spec.required.iter().filter(|group| !group.iter().any(&has)).map(|group| group[0]).collect();
    if lacks.is_empty() && !spec.distinctive.iter().any(has) {
        lacks.push(spec.distinctive[0]);
    }
    lacks
}

/// Reads header texts for one table; a field named twice keeps its first column, the second is unknown.
fn read_header<'a>(table: TableId, texts: impl Iterator<Item = (u32, &'a str)>, index: &HeaderIndex) -> Header {
    let spec = table.spec();
    let mut header = Header { table, mapped: Vec::new(), named: Vec::new(), unknown: Vec::new() };
    for (col, text) in texts {
        let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if shown.is_empty() {
            continue;
        }
        match index.find(table, text) {
            Some(field) if !header.mapped.iter().any(|m| m.field.column == field.column) => {
                header.mapped.push(Mapped { col, field });
                header.named.push((shown, spec.columns[field.column].name));
            }
            _ => header.unknown.push(shown),
        }
    }
    header.mapped.sort_by_key(|m| m.col);
    header
}

/// In a form labels and values take turns: a known label with a value of another kind right after it, more than once.
fn interleaved(row: &HeldRow, header: &Header) -> bool {
    let is_label = |col: u32| header.mapped.iter().any(|m| m.col == col);
    let followed =
        header.mapped.iter().filter(|m| row.cells.iter().find(|c| c.col > m.col).is_some_and(|next| !is_label(next.col))).count();
    header.mapped.len() * 2 <= row.cells.len() + 1 && followed == header.mapped.len() && row.cells.len() >= 3
}

/// Whether the rows below look like records of the header: one of the next rows can be read whole, or there are none at all.
fn holds_records(header: &Header, below: &[HeldRow], config: &Config) -> bool {
    let mut buffer = RowBuffer::default();
    let plan = Plan::new(header, &[]);
    let mut seen = 0;
    for row in below.iter().take(40) {
        let reading = row::read(header, &plan, &row.view(), config, &mut buffer);
        if reading.fault.is_none() {
            return true;
        }
        seen += usize::from(row.cells.len() >= 2);
    }
    // Nothing below but notes: an export without records. Rows below that cannot be read, under a header that names most
    // of its cells: a table whose records are all faulty, which must be said row by row.
    seen == 0 || header.mapped.len() > header.unknown.len()
}

/// Fields down, records across.
fn transposed(rows: &[HeldRow], index: &HeaderIndex, config: &Config) -> Option<Layout> {
    let mut best: Option<(Header, u32)> = None;
    for label_col in 0..LABEL_COLUMNS {
        for table in index.tables() {
            // Positions of rows stand in for columns, so that the header reads like any other.
            // A label has a record beside it; a title stands alone.
            let labelled = (0u32..).zip(rows).filter(|(_, r)| r.cells.len() > 1);
            let labels = labelled.filter_map(|(i, r)| Some((i, r.at(label_col)?.text()?)));
            let header = read_header(table, labels, index);
            if lacking(table.spec(), &header).is_empty()
                && best.as_ref().is_none_or(|(b, _)| header.mapped.len() > b.mapped.len())
            {
                best = Some((header, label_col));
            }
        }
    }
    let (header, label_col) = best?;
    let lines: Vec<&HeldRow> = header.mapped.iter().filter_map(|m| rows.get(m.col as usize)).collect();
    let mut across: Vec<u32> = lines.iter().flat_map(|l| l.cells.iter().map(|c| c.col)).filter(|c| *c > label_col).collect();
    across.sort_unstable();
    across.dedup();
    if across.len() < 2 {
        return None;
    }
    let header_row = lines.iter().map(|l| l.row).min()?;
    let records: Vec<LooseRecord> = across
        .into_iter()
        .map(|col| {
            let cells = header
                .mapped
                .iter()
                .zip(&lines)
                .filter_map(|(m, line)| Some(HeldCell { col: m.col, value: line.at(col)?.value.clone() }))
                .collect();
            LooseRecord { row: header_row, cells }
        })
        .collect();
    let mut buffer = RowBuffer::default();
    let plan = Plan::new(&header, &[]);
    let readable = records.iter().any(|r| {
        let cells: Vec<Cell<'_>> = r.cells.iter().map(HeldCell::view).collect();
        row::read(&header, &plan, &cells, config, &mut buffer).fault.is_none()
    });
    let header = Header { unknown: header.unknown, ..header };
    readable.then_some(Layout::Transposed { header, header_row, records })
}

/// One record: each label with its value to the right, below, or behind a colon in the same cell.
fn form(rows: &[HeldRow], index: &HeaderIndex) -> Option<Layout> {
    if rows.len() >= LOOK_AHEAD {
        return None;
    }
    let mut best: Option<(Header, LooseRecord)> = None;
    for table in index.tables() {
        let (header, record) = read_form(table, rows, index);
        let whole = lacking(table.spec(), &header).is_empty() && header.mapped.len() >= FORM_FIELDS;
        if whole && best.as_ref().is_none_or(|(b, _)| header.mapped.len() > b.mapped.len()) {
            best = Some((header, record));
        }
    }
    let (header, record) = best?;
    Some(Layout::Form { header_row: record.row, header, record })
}

fn read_form(table: TableId, rows: &[HeldRow], index: &HeaderIndex) -> (Header, LooseRecord) {
    let spec = table.spec();
    let mut header = Header { table, mapped: Vec::new(), named: Vec::new(), unknown: Vec::new() };
    let mut record = LooseRecord { row: 0, cells: Vec::new() };
    for (at, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let Some(text) = cell.text() else { continue };
            let (label, inline) = split_label(text, table, index);
            let Some(field) = index.find(table, label) else { continue };
            if header.mapped.iter().any(|m| m.field.column == field.column) {
                continue;
            }
            // Each field gets a column of its own, so that the record reads like a row.
            let col = u32::try_from(header.mapped.len()).unwrap_or(u32::MAX);
            let value = inline.map(|v| Held::Text(v.to_owned())).or_else(|| beside(rows, at, cell.col, table, index));
            header.mapped.push(Mapped { col, field });
            header.named.push((label.trim().to_owned(), spec.columns[field.column].name));
            if record.row == 0 {
                record.row = row.row;
            }
            if let Some(value) = value {
                record.cells.push(HeldCell { col, value: ticked(value) });
            }
        }
    }
    (header, record)
}

/// `客户名称：上海华辰` in one cell is a label with its value.
fn split_label<'a>(text: &'a str, table: TableId, index: &HeaderIndex) -> (&'a str, Option<&'a str>) {
    if let Some(at) = text.find([':', '：']) {
        let (label, rest) = text.split_at(at);
        let rest = rest.trim_start_matches([':', '：']).trim();
        if !rest.is_empty() && index.find(table, label).is_some() {
            return (label, Some(rest));
        }
    }
    (text, None)
}

/// The value of a label: the next cell to the right, unless that is a label itself; then the cell below.
fn beside(rows: &[HeldRow], at: usize, col: u32, table: TableId, index: &HeaderIndex) -> Option<Held> {
    let is_label = |cell: &HeldCell| cell.text().is_some_and(|t| index.find(table, split_label(t, table, index).0).is_some());
    let row = &rows[at];
    if let Some(right) = row.cells.iter().find(|c| c.col > col)
        && !is_label(right)
    {
        return Some(right.value.clone());
    }
    let below = rows.get(at + 1).filter(|next| next.row == row.row + 1)?;
    below.at(col).filter(|cell| !is_label(cell)).map(|cell| cell.value.clone())
}

/// `☑电话 □邮件` says what is ticked.
fn ticked(value: Held) -> Held {
    const TICKS: [char; 6] = ['☑', '√', '■', '✓', '✔', '☒'];
    const BOXES: [char; 3] = ['□', '☐', '○'];
    let Held::Text(text) = &value else { return value };
    if text.chars().count() < 3 || !text.contains(TICKS) || !text.contains(BOXES) {
        return value;
    }
    let Some(start) = text.find(TICKS) else { return value };
    let chosen: String = text[start..]
        .chars()
        .skip(1)
        .skip_while(|c| c.is_whitespace())
        .take_while(|c| !c.is_whitespace() && !TICKS.contains(c) && !BOXES.contains(c))
        .collect();
    if chosen.is_empty() { value } else { Held::Text(chosen) }
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
