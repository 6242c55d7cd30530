//! Forms: labels and values in cells, the value to the right of its label, below it, or behind a colon in the same cell.
//! One form a sheet, or several below each other.

use std::collections::BTreeSet;

use super::choice::{self, Choice};
use super::{Block, FORM_FIELDS, LOOK_AHEAD, in_column_order, lacking, title};
use crate::clean::LayoutKind;
use crate::clean::header::{Header, Match, key};
use crate::clean::held::{Held, HeldCell, HeldRow, LooseRecord};
use crate::clean::lens::Lens;
use crate::clean::row::{self, Terms};
use crate::tables::TableId;

/// Longer texts are no label.
const LABEL_BYTES: usize = 120;
/// Longer cells are no labels with values behind colons.
const CELL_BYTES: usize = 4_000;

/// A label that was found, with its value.
struct Entry {
    label: String,
    field: Match,
    /// Where the label stands: row as Excel numbers it, and column.
    label_at: (u32, u32),
    value: Option<Held>,
    /// Where the value stands, or would be written.
    value_at: (u32, u32),
}

/// The forms of the table that most labels speak of.
pub(super) fn block(rows: &[HeldRow], lens: Lens<'_>, terms: Terms<'_>) -> Option<Block> {
    if rows.len() >= LOOK_AHEAD {
        return None;
    }
    let mut best: Option<(Header, Vec<LooseRecord>)> = None;
    for table in lens.tables() {
        let Some((header, records)) = records(table, rows, lens, terms) else { continue };
        let whole = lacking(&header, lens).is_empty() && header.mapped.len() >= FORM_FIELDS;
        if whole && best.as_ref().is_none_or(|(b, _)| header.mapped.len() > b.mapped.len()) {
            best = Some((header, records));
        }
    }
    let (mut header, records) = best?;
    unknown_labels(rows, &mut header, &records, lens);
    in_column_order(&mut header);
    let header_row = records.first()?.row;
    let above: Vec<HeldRow> = rows.iter().take_while(|r| r.row < header_row).cloned().collect();
    let title_day = title::day_above(&above, terms.dates);
    Some(Block::Loose { kind: LayoutKind::Form, header, header_row, records, title_day })
}

/// Every form of a table: the label that began the first one begins each.
fn records(table: TableId, rows: &[HeldRow], lens: Lens<'_>, terms: Terms<'_>) -> Option<(Header, Vec<LooseRecord>)> {
    let entries = entries(table, rows, lens, terms);
    let (first, column) = entries.first().map(|e| (key(&e.label), e.label_at.1))?;
    let mut header = Header::new(table);
    let mut records: Vec<LooseRecord> = Vec::new();
    for entry in entries {
        let begins = entry.label_at.1 == column && key(&entry.label) == first;
        if records.is_empty() || (begins && records.last().is_some_and(|r| r.row < entry.label_at.0)) {
            records.push(LooseRecord { row: entry.label_at.0, cells: Vec::new(), places: Vec::new() });
        }
        // Each field gets a column of its own, so that the record reads like a row.
        let known = header.mapped.iter().find(|m| m.field.column == entry.field.column).map(|m| m.col);
        let col = known.unwrap_or_else(|| {
            let col = u32::try_from(header.mapped.len()).unwrap_or(u32::MAX);
            header.know(col, entry.label.trim().to_owned(), entry.field);
            col
        });
        let Some(record) = records.last_mut() else { continue };
        // A form may ask the same twice, for example a date above and one beside the signature: the first answer counts.
        if record.cells.iter().any(|c| c.col == col) {
            continue;
        }
        if !record.places.iter().any(|(c, _)| *c == col) || entry.value.is_some() {
            record.places.retain(|(c, _)| *c != col);
            record.places.push((col, entry.value_at));
        }
        if let Some(value) = entry.value {
            record.cells.push(HeldCell { col, value });
        }
    }
    for record in &mut records {
        record.cells.sort_by_key(|c| c.col);
    }
    Some((header, records))
}

fn entries(table: TableId, rows: &[HeldRow], lens: Lens<'_>, terms: Terms<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let Some(text) = cell.text() else { continue };
            for (label, inline) in labels(text, table, lens) {
                let Some(field) = lens.find(table, label) else { continue };
                let label_at = (row.row, cell.col);
                let (value, value_at) = match inline {
                    Some(text) => (ticked(Held::Text(text.to_owned())), label_at),
                    None => beside(rows, at, cell.col, (table, field), lens, terms),
                };
                entries.push(Entry { label: label.to_owned(), field, label_at, value, value_at });
            }
        }
    }
    entries
}

/// `客户名称：上海华辰  回访日期：3月8日` in one cell: each known label with what follows it. A label alone has no value yet.
fn labels<'a>(text: &'a str, table: TableId, lens: Lens<'_>) -> Vec<(&'a str, Option<&'a str>)> {
    let colon = |c: char| matches!(c, ':' | '：');
    let known = |label: &str| !label.trim().is_empty() && label.len() <= LABEL_BYTES && lens.find(table, label).is_some();
    // Pages of text are no labels, and each of their colons would ask for a look at all that precedes it.
    if text.len() > CELL_BYTES {
        return Vec::new();
    }
    let whole = text.trim().trim_end_matches(colon);
    if known(whole) {
        return vec![(whole, None)];
    }
    // Where labels begin, and where their colons stand.
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices(colon) {
        let before = text[..at].trim_end();
        let begin = before.rfind(char::is_whitespace).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        let from = found.last().map_or(0, |(_, colon)| colon + 1);
        // A label may have a space in it: the whole of what precedes is tried as well.
        if let Some(begin) = [begin, from].into_iter().find(|b| *b <= at && text.is_char_boundary(*b) && known(&text[*b..at])) {
            found.push((begin, at));
        }
    }
    let ends = found.iter().skip(1).map(|(begin, _)| *begin).chain([text.len()]);
    let pairs = found.iter().zip(ends).map(|(&(begin, at), end)| {
        let value = text[at..end].trim_start_matches(colon).trim();
        (text[begin..at].trim(), Some(value).filter(|v| !v.is_empty()))
    });
    pairs.collect()
}

fn is_label(cell: &HeldCell, table: TableId, lens: Lens<'_>) -> bool {
    cell.text().is_some_and(|text| !labels(text, table, lens).is_empty())
}

/// The value of a label: the cells to its right up to the next label, or the cell below, whichever the field can read.
fn beside(
    rows: &[HeldRow],
    at: usize,
    col: u32,
    (table, field): (TableId, Match),
    lens: Lens<'_>,
    terms: Terms<'_>,
) -> (Option<Held>, (u32, u32)) {
    let row = &rows[at];
    let after = row.cells.iter().filter(|c| c.col > col).take_while(|c| !is_label(c, table, lens));
    let right = of_several(&after.collect::<Vec<_>>());
    let under = rows.get(at + 1).filter(|next| next.row == row.row + 1).map(|next| (next.row, next.at(col)));
    let below = under.and_then(|(row, cell)| Some((row, cell.filter(|c| !is_label(c, table, lens))?)));
    let fits = |value: &Held| row::fits(table, field, value, terms);
    match (right, below) {
        (Some((value, _)), Some((row, cell))) if !fits(&value) && fits(&cell.value) => {
            (ticked(cell.value.clone()), (row, cell.col))
        }
        (Some((value, first)), _) => (ticked(value), (row.row, first)),
        (None, Some((row, cell))) => (ticked(cell.value.clone()), (row, cell.col)),
        (None, None) => (None, (row.row, col + 1)),
    }
}

/// One value out of the cells beside a label: boxes may be spread over several, anything else stands in the first.
fn of_several(cells: &[&HeldCell]) -> Option<(Held, u32)> {
    let first = cells.first()?;
    let texts: Vec<&str> = cells.iter().filter_map(|c| c.text()).collect();
    let joined = texts.join(" ");
    if cells.len() > 1 && texts.len() == cells.len() && choice::read(&joined) != Choice::Plain {
        return Some((Held::Text(joined), first.col));
    }
    Some((first.value.clone(), first.col))
}

/// What is ticked, where there are boxes; nothing where none is.
fn ticked(value: Held) -> Option<Held> {
    let Held::Text(text) = &value else { return Some(value) };
    match choice::read(text) {
        Choice::Plain => Some(value),
        Choice::Open => None,
        Choice::Ticked(word) => Some(Held::Text(word)),
    }
}

/// Texts that end like a label or stand before a value nobody asked for, and are no label that is known.
fn unknown_labels(rows: &[HeldRow], header: &mut Header, records: &[LooseRecord], lens: Lens<'_>) {
    let table = header.table;
    let taken: BTreeSet<(u32, u32)> = records.iter().flat_map(|r| r.places.iter().map(|(_, place)| *place)).collect();
    let first = records.first().map_or(0, |r| r.row);
    let is_left = |row: u32, cell: &HeldCell| !taken.contains(&(row, cell.col)) && !is_label(cell, table, lens);
    let mut found: Vec<&str> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let below = rows.get(at + 1).filter(|next| next.row == row.row + 1);
        let named = row.cells.iter().any(|cell| is_label(cell, table, lens));
        let mut value_of_last = false;
        for (i, cell) in row.cells.iter().enumerate() {
            let is_value = std::mem::take(&mut value_of_last);
            let Some(text) = cell.text().map(str::trim).filter(|_| is_left(row.row, cell) && !is_value) else { continue };
            let label = text.trim_end_matches([':', '：']);
            let beside = row.cells.get(i + 1).is_some_and(|next| is_left(row.row, next));
            let under = named && below.and_then(|b| Some((b.row, b.at(cell.col)?))).is_some_and(|(row, cell)| is_left(row, cell));
            let asks = row.row >= first && (beside || under) && choice::read(text) == Choice::Plain;
            if (asks || label.len() < text.len()) && is_short(label) {
                value_of_last = beside;
                found.push(label);
            }
        }
    }
    for label in found {
        if !header.unknown.iter().any(|u| u == label) {
            let col = u32::try_from(header.cells.len()).unwrap_or(u32::MAX);
            header.pass(col, label.to_owned(), lens.is_left_out(label));
        }
    }
}

/// No sentence: a label is a few words at most.
fn is_short(label: &str) -> bool {
    const LONGEST: usize = 16;
    label.contains(char::is_alphabetic) && label.chars().count() <= LONGEST
}
