//! Where are the records? Decides from the first rows of a sheet what it holds: tables with a header, tables laid on their
//! side, forms, or nothing of ours.

mod choice;
mod form;
mod heading;
mod side;
mod title;

use std::ops::Range;

use super::builder::RowBuffer;
use super::header::Header;
use super::held::{HeldCell, HeldRow, LooseRecord};
use super::kept::fixed;
use super::lens::Lens;
use super::plan::Plan;
use super::row::{self, Terms};
use super::unit_line::{self, UnitLine};
use super::{HeaderCell, LayoutKind, UnknownColumn};
use crate::config::Dates;
use crate::load::{Cell, cell_name};
use crate::tables::{TableId, TableSpec, dispositions};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub(crate) use heading::begins_table;

/// So many rows are looked at before a sheet is given up; a form is no longer than that.
pub(crate) const LOOK_AHEAD: usize = 200;
/// Forms and tables on their side have their labels within these columns.
const LABEL_COLUMNS: u32 = 4;
/// A form names at least so many fields; fewer agree with a letter or a notice by chance.
const FORM_FIELDS: usize = 4;

/// A table under a header, with the columns of the sheet that are its own.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) header: Header,
    pub(crate) columns: Range<u32>,
}

/// What the lines above a table say of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Above {
    /// The day of a title, for records without one of their own.
    pub(crate) day: Option<NaiveDate>,
    /// The unit of its money.
    pub(crate) unit: Option<UnitLine>,
}

impl Above {
    pub(crate) fn of(rows: &[HeldRow], dates: &Dates) -> Self {
        Above { day: title::day_above(rows, dates), unit: unit_line::above(rows) }
    }
}

/// Something on a sheet that holds records.
#[derive(Debug)]
pub(crate) enum Block {
    /// Tables whose headers stand in one row, side by side; mostly one. It goes on until another header follows.
    Tables { parts: Vec<Part>, header_row: u32, first: usize, above: Above },
    /// Records that are no rows: forms, or a table on its side.
    Loose { kind: LayoutKind, header: Header, header_row: u32, records: Vec<LooseRecord>, title_day: Option<NaiveDate> },
}

/// What a sheet holds.
#[derive(Debug)]
pub(crate) enum Layout {
    /// In the order of the sheet; only the last one can be [`Block::Tables`].
    Blocks(Vec<Block>),
    None(Why),
}

/// Why a sheet was taken for none of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    Empty,
    /// The configuration says to pass over it.
    Skipped,
    /// The explanations that come with a template.
    Guide,
    /// No row names what any table needs; the nearest table and what it lacks.
    NoHeader {
        nearest: Option<NearMiss>,
    },
}

/// A row that names much of what a table has, and not all it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearMiss {
    pub table: TableId,
    /// The fields it has no column for.
    #[serde(with = "fixed::list")]
    pub lacks: Vec<&'static str>,
    /// The row as Excel numbers it.
    pub row: u32,
    /// The headers of that row that nobody knows, each with its cell: what is lacking may be among them.
    pub unknown: Vec<(String, UnknownColumn)>,
}

/// The header that came nearest, and what it lacks.
type Miss = Box<(Header, Vec<&'static str>)>;

/// Looks at the first rows of a sheet.
pub(crate) fn decide(rows: &[HeldRow], lens: Lens<'_>, terms: Terms<'_>) -> Layout {
    if rows.is_empty() {
        return Layout::None(Why::Empty);
    }
    let pinned = lens.pin.and_then(|pin| pin.header_row);
    let mut nearest: Option<(u32, Miss)> = None;
    for at in 0..rows.len() {
        if pinned.is_some_and(|row| row != rows[at].row) {
            continue;
        }
        match heading::at(rows, at, lens) {
            Ok((parts, last)) => {
                let below = &rows[last + 1..];
                if pinned.is_none()
                    && let Some(blocks) = form_in_bands(rows, &parts, below, lens, terms)
                {
                    return Layout::Blocks(blocks);
                }
                if pinned.is_none() && !parts.iter().any(|part| holds_records(part, below, terms)) {
                    continue;
                }
                // What stands above a table is mostly its title, and sometimes a form of its own.
                let mut blocks: Vec<Block> =
                    loose(&rows[..at], lens, terms).into_iter().filter(|block| reads_whole(block, terms)).collect();
                let above = Above::of(&rows[..at], terms.dates);
                blocks.push(Block::Tables { parts, header_row: rows[last].row, first: last + 1, above });
                return Layout::Blocks(blocks);
            }
            Err(_) if heading::lists_findings(&rows[at], lens) => {
                let nearest = Some(NearMiss {
                    table: TableId::Dispositions,
                    lacks: vec![dispositions::DECISION],
                    row: rows[at].row,
                    unknown: Vec::new(),
                });
                return Layout::None(Why::NoHeader { nearest });
            }
            Err(Some(miss)) if nearest.as_ref().is_none_or(|(_, n)| miss.0.mapped.len() > n.0.mapped.len()) => {
                nearest = Some((rows[at].row, miss));
            }
            Err(_) => {}
        }
    }
    let blocks = if pinned.is_none() { loose(rows, lens, terms) } else { Vec::new() };
    if blocks.is_empty() {
        return Layout::None(Why::NoHeader { nearest: nearest.map(|(row, miss)| near_miss(row, &miss, lens)) });
    }
    Layout::Blocks(blocks)
}

fn near_miss(row: u32, (header, lacks): &(Header, Vec<&'static str>), lens: Lens<'_>) -> NearMiss {
    let unknown = header.cells.iter().filter(|cell| cell.field.is_none() && !lens.is_left_out(&cell.text));
    let unknown = unknown.map(|cell| (cell_name(row, cell.col), lens.index.unknown(header.table, &cell.text)));
    NearMiss { table: header.table, lacks: lacks.clone(), row, unknown: unknown.collect() }
}

/// Records that do not stand in rows.
fn loose(rows: &[HeldRow], lens: Lens<'_>, terms: Terms<'_>) -> Vec<Block> {
    if rows.len() < 2 {
        return Vec::new();
    }
    let on_its_side = side::blocks(rows, lens, terms);
    if !on_its_side.is_empty() {
        return on_its_side;
    }
    match form::block(rows, lens, terms) {
        Some(form) => vec![form],
        None => side::pasted(rows, lens, terms),
    }
}

/// What a table needs and a header does not name.
fn lacking(header: &Header, lens: Lens<'_>) -> Vec<&'static str> {
    let spec: &TableSpec = header.table.spec();
    let has = |name: &&'static str| header.has(name);
    let mut lacks: Vec<&'static str> =
        spec.required.iter().filter(|group| !group.iter().any(&has)).map(|group| group[0]).collect();
    if lacks.is_empty() && !lens.is_pinned() && !spec.distinctive.iter().any(has) {
        lacks.push(spec.distinctive[0]);
    }
    lacks
}

/// Whether the rows below look like records of the header: one of the next rows can be read whole, or there are none at all.
fn holds_records(part: &Part, below: &[HeldRow], terms: Terms<'_>) -> bool {
    let header = &part.header;
    let mut buffer = RowBuffer::default();
    let plan = Plan::new(header, &[]);
    let mut seen = 0;
    for row in below.iter().take(40) {
        let cells: Vec<Cell<'_>> = row.view().into_iter().filter(|c| part.columns.contains(&c.col)).collect();
        if row::read(header, &plan, &cells, terms, &mut buffer).is_sound() {
            return true;
        }
        seen += usize::from(cells.len() >= 2);
    }
    // Nothing below but notes: an export without records. Rows below that cannot be read, under a header that names most
    // of its cells: a table whose records are all faulty, which must be said row by row.
    seen == 0 || header.mapped.len() > header.unknown.len()
}

/// A form whose values stand below their labels, band upon band, begins like a table: one row below the header, and then
/// labels again where a table would have its second record.
fn form_in_bands(rows: &[HeldRow], parts: &[Part], below: &[HeldRow], lens: Lens<'_>, terms: Terms<'_>) -> Option<Vec<Block>> {
    let ([part], [_, band, ..]) = (parts, below) else { return None };
    let table = part.header.table;
    let is_mapped = |column: usize| part.header.mapped.iter().any(|m| m.field.column == column);
    let is_new = |cell: &HeldCell| cell.text().and_then(|t| lens.find(table, t)).is_some_and(|m| !is_mapped(m.column));
    let fresh = band.cells.iter().filter(|cell| is_new(cell)).count();
    if fresh < 2 || fresh * 2 < band.cells.len() {
        return None;
    }
    let form = form::block(rows, lens, terms)?;
    let Block::Loose { header, .. } = &form else { return None };
    (header.mapped.len() > part.header.mapped.len() && reads_whole(&form, terms)).then(|| vec![form])
}

/// Whether some record of a block can be read: above a table, the conditions of a query look like a form.
fn reads_whole(block: &Block, terms: Terms<'_>) -> bool {
    let Block::Loose { header, records, title_day, .. } = block else { return false };
    let mut buffer = RowBuffer::default();
    let mut plan = Plan::new(header, &[]);
    plan.title_day = *title_day;
    records.iter().any(|record| {
        let cells: Vec<Cell<'_>> = record.cells.iter().map(HeldCell::view).collect();
        row::read(header, &plan, &cells, terms, &mut buffer).is_sound()
    })
}

/// The labels of loose records come in the order of the sheet; a record is read in the order of its columns.
fn in_column_order(header: &mut Header) {
    header.mapped.sort_by_key(|m| m.col);
    header.cells.sort_by_key(|HeaderCell { col, .. }| *col);
}

#[cfg(test)]
mod tests;
