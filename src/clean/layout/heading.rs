//! Header rows: one row or two merged ones, for one table or for several side by side.

use std::ops::Range;

use super::{Miss, Part, lacking};
use crate::clean::header::{Header, key};
use crate::clean::held::{HeldCell, HeldRow};
use crate::clean::lens::Lens;
use crate::load::{Cell, Value};
use crate::tables::{TableId, dispositions};

/// What a header cell may mean, the likeliest first: of two merged rows both texts together
/// (客户 over 名称, 金额 over 含税), then the lower one.
#[derive(Debug, Clone)]
struct Wording {
    col: u32,
    shown: String,
    readings: Vec<String>,
}

/// The tables whose header ends in row `at` or, where that row is the upper one of two, in the next; and its last row.
pub(super) fn at(rows: &[HeldRow], at: usize, lens: Lens<'_>) -> Result<(Vec<Part>, usize), Option<Miss>> {
    let row = &rows[at];
    let single = parts(&worded(row), &occupied(row), lens);
    let Some(lower) = rows.get(at + 1).filter(|lower| lower.row == row.row + 1 && all_text(lower)) else {
        return single.map(|parts| (parts, at));
    };
    let weight = |found: &Result<Vec<Part>, Option<Miss>>| {
        found.as_ref().map_or(0, |parts| parts.iter().map(|p| p.header.mapped.len()).sum::<usize>())
    };
    let mut columns = occupied(row);
    columns.extend(occupied(lower));
    columns.sort_unstable();
    columns.dedup();
    let both = parts(&merged(row, lower), &columns, lens);
    // Two rows are one header only where together they say more than either does alone.
    let alone = weight(&single).max(weight(&parts(&worded(lower), &occupied(lower), lens)));
    if weight(&both) > alone { both.map(|parts| (parts, at + 1)) } else { single.map(|parts| (parts, at)) }
}

/// Whether a row below a table begins another one: it names what that table needs, and hardly anything else.
pub(crate) fn begins_table(cells: &[Cell<'_>], lens: Lens<'_>) -> Option<Vec<Part>> {
    if cells.len() < 3 || cells.iter().any(|c| !matches!(c.value, Value::Text(_))) {
        return None;
    }
    let row = HeldRow { row: 0, cells: cells.iter().map(HeldCell::hold).collect() };
    let found = parts(&worded(&row), &occupied(&row), lens).ok()?;
    found.iter().all(|p| p.header.mapped.len() >= 3 && p.header.mapped.len() > p.header.unknown.len()).then_some(found)
}

fn occupied(row: &HeldRow) -> Vec<u32> {
    row.cells.iter().map(|c| c.col).collect()
}

fn all_text(row: &HeldRow) -> bool {
    row.cells.iter().all(|c| c.text().is_some())
}

fn shown(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a cell as far as a header may be long: a page of text is none, and is not copied about for each table.
fn words(cell: &HeldCell) -> Option<&str> {
    const LONGEST: usize = 500;
    let text = cell.text()?;
    Some(text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text))
}

fn worded(row: &HeldRow) -> Vec<Wording> {
    let texts = row.cells.iter().filter_map(|c| Some((c.col, words(c)?)));
    texts.map(|(col, text)| Wording { col, shown: shown(text), readings: vec![text.to_owned()] }).collect()
}

/// Two rows as one: a text of the upper row stands over the columns up to the next one, as a merged cell does.
fn merged(upper: &HeldRow, lower: &HeldRow) -> Vec<Wording> {
    let mut columns = occupied(upper);
    columns.extend(occupied(lower));
    columns.sort_unstable();
    columns.dedup();
    let wording = |col: u32| {
        let own = upper.at(col).and_then(words);
        let over = upper.up_to(col).and_then(words);
        let below = lower.at(col).and_then(words);
        let (shown, readings) = match (below, over, own) {
            (Some(below), Some(over), _) => {
                let group = over.trim_end_matches(['信', '息', '资', '料', '情', '况']);
                let readings =
                    vec![format!("{over}{below}"), format!("{group}{below}"), format!("{below}{over}"), below.to_owned()];
                (format!("{} {}", shown(over), shown(below)), readings)
            }
            (Some(below), None, _) => (shown(below), vec![below.to_owned()]),
            (None, _, Some(own)) => (shown(own), vec![own.to_owned()]),
            (None, _, None) => return None,
        };
        Some(Wording { col, shown, readings })
    };
    columns.into_iter().filter_map(wording).collect()
}

/// One table, or several side by side where each part of the row names a whole one.
fn parts(wordings: &[Wording], occupied: &[u32], lens: Lens<'_>) -> Result<Vec<Part>, Option<Miss>> {
    let mut best: Vec<Part> = Vec::new();
    for starts in [after_gaps(occupied), at_repeats(wordings)] {
        let found = side_by_side(wordings, &starts, lens);
        if found.len() > best.len() {
            best = found;
        }
    }
    if best.len() > 1 {
        return Ok(best);
    }
    whole(wordings, occupied, lens).map(|header| vec![Part { header, columns: 0..u32::MAX }])
}

/// Columns that begin a run after an empty column.
fn after_gaps(occupied: &[u32]) -> Vec<u32> {
    let after = occupied.windows(2).filter(|pair| pair[1] > pair[0] + 1).map(|pair| pair[1]);
    occupied.first().copied().into_iter().chain(after).collect()
}

/// Columns whose header is the first one again: the same table once more.
fn at_repeats(wordings: &[Wording]) -> Vec<u32> {
    let Some(first) = wordings.first() else { return Vec::new() };
    let first = key(&first.shown);
    wordings.iter().filter(|w| key(&w.shown) == first).map(|w| w.col).collect()
}

/// The parts that name whole tables; what lies between them belongs to the part before it.
fn side_by_side(wordings: &[Wording], starts: &[u32], lens: Lens<'_>) -> Vec<Part> {
    // Nobody sets more tables beside each other; a row that says the same in each of its columns begins none.
    const MOST: usize = 100;
    if !(2..=MOST).contains(&starts.len()) {
        return Vec::new();
    }
    // By position and not by search: a hostile row repeats its first header in each of 16,384 columns.
    let position = |col: u32| wordings.partition_point(|w| w.col < col);
    let within = |range: &Range<u32>| &wordings[position(range.start)..position(range.end)];
    let ends = starts.iter().skip(1).copied().chain([u32::MAX]);
    let is_whole = |range: &Range<u32>| whole(within(range), &[], lens).is_ok();
    let firsts: Vec<u32> = starts.iter().copied().zip(ends).map(|(a, b)| a..b).filter(is_whole).map(|r| r.start).collect();
    let ends = firsts.iter().skip(1).copied().chain([u32::MAX]);
    let ranges = firsts.iter().enumerate().map(|(i, &start)| if i == 0 { 0 } else { start }).zip(ends).map(|(a, b)| a..b);
    ranges.filter_map(|columns| Some(Part { header: whole(within(&columns), &[], lens).ok()?, columns })).collect()
}

/// The table whose needs the texts meet with the most fields; otherwise the one that came nearest.
fn whole(wordings: &[Wording], occupied: &[u32], lens: Lens<'_>) -> Result<Header, Option<Miss>> {
    let mut best: Option<Header> = None;
    let mut miss: Option<Miss> = None;
    let ours = names_findings(wordings, lens);
    for table in lens.tables().filter(|table| !ours || *table == TableId::Dispositions) {
        let header = read(table, wordings, lens);
        if header.mapped.len() < 2 || interleaved(occupied, &header) {
            continue;
        }
        let lacks = lacking(&header, lens);
        if lacks.is_empty() {
            if best.as_ref().is_none_or(|b| header.mapped.len() > b.mapped.len()) {
                best = Some(header);
            }
        } else if (header.mapped.len() >= 3 || lens.is_pinned())
            && miss.as_ref().is_none_or(|m| header.mapped.len() > m.0.mapped.len())
        {
            miss = Some(Box::new((header, lacks)));
        }
    }
    best.ok_or(miss)
}

/// Our own list of findings speaks of employees, customers and amounts as the tables do: what names findings by their id
/// is about findings, whatever else it names.
fn names_findings(wordings: &[Wording], lens: Lens<'_>) -> bool {
    let named = |header: Header| header.has(dispositions::FINDING_ID);
    lens.tables().any(|t| t == TableId::Dispositions) && named(read(TableId::Dispositions, wordings, lens))
}

/// Whether a row is the header of a list of findings. Without decisions it is no table of ours, and nothing else either.
pub(super) fn lists_findings(row: &HeldRow, lens: Lens<'_>) -> bool {
    row.cells.len() >= 3 && names_findings(&worded(row), lens)
}

/// Reads header texts for one table; of two columns for one field only one is read.
fn read(table: TableId, wordings: &[Wording], lens: Lens<'_>) -> Header {
    let mut header = Header::new(table);
    for w in wordings.iter().filter(|w| !w.shown.is_empty()) {
        match w.readings.iter().find_map(|text| lens.find(table, text)) {
            Some(field) => header.know_best(w.col, w.shown.clone(), field),
            None => header.pass(w.col, w.shown.clone(), lens.is_left_out(&w.shown)),
        }
    }
    header
}

/// In a form labels and values take turns: a known label with a value of another kind right after it, more than once.
fn interleaved(occupied: &[u32], header: &Header) -> bool {
    let is_label = |col: u32| header.mapped.iter().any(|m| m.col == col);
    let followed =
        header.mapped.iter().filter(|m| occupied.iter().find(|c| **c > m.col).is_some_and(|next| !is_label(*next))).count();
    header.mapped.len() * 2 <= occupied.len() + 1 && followed == header.mapped.len() && occupied.len() >= 3
}
