//! Tables laid on their side: fields down, records across. Two such tables on one sheet may speak of the same records, as a
//! visit table and the opinions of those visited do: what they share joins them.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{Block, FORM_FIELDS, LABEL_COLUMNS, in_column_order, lacking, loose, reads_whole, title};
use crate::clean::LayoutKind;
use crate::clean::header::{Header, key};
use crate::clean::held::{Held, HeldCell, HeldRow, LooseRecord};
use crate::clean::lens::Lens;
use crate::clean::row::Terms;
use crate::tables::{TableId, normalise_word};

/// A value with its place: row as Excel numbers it, and column.
type Placed = (Held, (u32, u32));

/// A label and the values beside it.
#[derive(Debug, Clone)]
struct Line {
    label: String,
    /// Position of its row, and of the last row it takes.
    at: usize,
    last: usize,
    row: u32,
    /// By the column of the record, in rising order.
    values: Vec<(u32, Placed)>,
}

impl Line {
    fn at(&self, col: u32) -> Option<&Placed> {
        self.values.binary_search_by_key(&col, |(c, _)| *c).ok().map(|at| &self.values[at].1)
    }
}

/// Lines that belong together: no label comes twice.
#[derive(Debug, Default)]
struct Group {
    lines: Vec<Line>,
}

/// Every table on its side, in the order of the sheet.
pub(super) fn blocks(rows: &[HeldRow], lens: Lens<'_>, terms: Terms<'_>) -> Vec<Block> {
    let mut best: (usize, Vec<Block>, usize) = (0, Vec::new(), 0);
    for label_col in 0..LABEL_COLUMNS {
        let lines = lines(rows, label_col, lens);
        if lines.len() < 2 {
            continue;
        }
        for titles_part in [true, false] {
            let (found, last) = assemble(&groups(&lines, rows, titles_part), rows, lens, terms);
            let weight = found.iter().map(|b| if let Block::Loose { header, .. } = b { header.mapped.len() } else { 0 }).sum();
            if weight > best.0 {
                best = (weight, found, last);
            }
        }
    }
    let (_, mut found, last) = best;
    if !found.is_empty() {
        found.extend(loose(rows.get(last + 1..).unwrap_or_default(), lens, terms));
    }
    found
}

/// The same for a text that was pasted line by line into one column: the words of a line are its cells.
pub(super) fn pasted(rows: &[HeldRow], lens: Lens<'_>, terms: Terms<'_>) -> Vec<Block> {
    let mut column = 0;
    let mut words = Vec::with_capacity(rows.len());
    for row in rows {
        let [HeldCell { col, value: Held::Text(line) }] = row.cells.as_slice() else { return Vec::new() };
        column = *col;
        let cells = line.split_whitespace().zip(0..).map(|(word, col)| HeldCell { col, value: Held::Text(word.to_owned()) });
        words.push(HeldRow { row: row.row, cells: cells.collect() });
    }
    let mut found = blocks(&words, lens, terms);
    for block in &mut found {
        if let Block::Loose { records, .. } = block {
            // On the sheet they all stand in the one column.
            records.iter_mut().flat_map(|r| &mut r.places).for_each(|(_, place)| place.1 = column);
        }
    }
    found
}

/// Whether any table knows the label.
fn is_known(text: &str, lens: Lens<'_>) -> bool {
    lens.tables().any(|table| lens.find(table, text).is_some())
}

/// The labels of a column with the values to their right, or in the rows below a label that stands alone.
fn lines(rows: &[HeldRow], label_col: u32, lens: Lens<'_>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let row = &rows[at];
        // Bullets of a list are no labels.
        let label = row.at(label_col).and_then(HeldCell::text).filter(|text| text.contains(char::is_alphanumeric));
        let beside: Vec<(u32, Placed)> =
            row.cells.iter().filter(|c| c.col > label_col).map(|c| (c.col, (c.value.clone(), (row.row, c.col)))).collect();
        let mut last = at;
        let line = label.and_then(|label| {
            let values = match (beside.is_empty(), is_known(label, lens)) {
                (false, _) => beside,
                (true, true) => {
                    let (values, end) = below(rows, at, &lines, lens);
                    last = end;
                    values
                }
                (true, false) => return None,
            };
            let shown = label.split_whitespace().collect::<Vec<_>>().join(" ");
            Some(Line { label: shown, at, last, row: row.row, values })
        });
        lines.extend(line);
        at = last + 1;
    }
    lines
}

/// Values that were typed into the rows below their label: as many as the lines before it have.
fn below(rows: &[HeldRow], at: usize, before: &[Line], lens: Lens<'_>) -> (Vec<(u32, Placed)>, usize) {
    let Some(across) = before.iter().map(|l| l.values.iter().map(|(col, _)| *col).collect::<Vec<_>>()).max_by_key(Vec::len)
    else {
        return (Vec::new(), at);
    };
    let mut values: Vec<Placed> = Vec::new();
    let mut last = at;
    for (i, row) in rows.iter().enumerate().skip(at + 1) {
        let begins_line = row.cells.first().and_then(HeldCell::text).is_some_and(|text| is_known(text, lens));
        if begins_line || values.len() >= across.len() {
            break;
        }
        values.extend(row.cells.iter().map(|c| (c.value.clone(), (row.row, c.col))));
        last = i;
    }
    if last == at + 1 && values.iter().all(|(_, (_, col))| across.contains(col)) {
        return (values.into_iter().map(|v| (v.1.1, v)).collect(), last);
    }
    if values.len() < across.len() {
        values = values.into_iter().flat_map(repeated).collect();
    }
    // Values that cannot be told apart belong to nobody: the label stays, empty and listed.
    if values.len() == across.len() { (across.into_iter().zip(values).collect(), last) } else { (Vec::new(), at) }
}

/// Cells that were merged when they were copied say their sentence once for each: `价高。价高。` is two times `价高。`.
fn repeated((value, place): Placed) -> Vec<Placed> {
    if let Held::Text(text) = &value {
        let ends = text.char_indices().map(|(i, c)| i + c.len_utf8()).filter(|end| *end >= 6 && *end * 2 <= text.len());
        for end in ends {
            if text.len() % end == 0 && text.as_bytes().chunks(end).all(|chunk| chunk == &text.as_bytes()[..end]) {
                return vec![(Held::Text(text[..end].to_owned()), place); text.len() / end];
            }
        }
    }
    vec![(value, place)]
}

/// Lines into groups: a label that comes again begins a new one, and so does a title where `titles_part`.
fn groups(lines: &[Line], rows: &[HeldRow], titles_part: bool) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        let again = |group: &Group| group.lines.iter().any(|l| key(&l.label) == key(&line.label));
        let titled = |group: &Group| {
            let from = group.lines.last().map_or(0, |l| l.last + 1);
            titles_part && rows[from..line.at].iter().any(|row| row.cells.len() == 1)
        };
        match groups.last_mut() {
            Some(group) if !again(group) && !titled(group) => group.lines.push(line.clone()),
            _ => groups.push(Group { lines: vec![line.clone()] }),
        }
    }
    groups
}

/// The groups that name a whole table, each joined by those after it that only add to it; and the last row they take.
fn assemble(groups: &[Group], rows: &[HeldRow], lens: Lens<'_>, terms: Terms<'_>) -> (Vec<Block>, usize) {
    let mut found: Vec<(Header, Vec<LooseRecord>, Option<chrono::NaiveDate>)> = Vec::new();
    let mut last = 0;
    for group in groups {
        let first = group.lines.first().map_or(0, |l| l.at);
        let taken = match whole(group, lens) {
            Some(table) => {
                let (header, records) = records(group, table, lens);
                found.push((header, records, title::day_above(&rows[..first], terms.dates)));
                true
            }
            None => found.last_mut().is_some_and(|(header, records, _)| join(group, header, records, lens)),
        };
        if taken {
            last = group.lines.last().map_or(last, |l| l.last);
        }
    }
    let block = |(mut header, records, title_day): (Header, Vec<LooseRecord>, _)| {
        in_column_order(&mut header);
        let header_row = records.first().map_or(0, |r: &LooseRecord| r.row);
        Block::Loose { kind: LayoutKind::Transposed, header, header_row, records, title_day }
    };
    (found.into_iter().map(block).filter(|b| reads_whole(b, terms) || is_grid(b, lens)).collect(), last)
}

/// Whether records that cannot be read are records all the same: every one fills most of the fields, and none of the values
/// is a label itself, as in a form.
fn is_grid(block: &Block, lens: Lens<'_>) -> bool {
    let Block::Loose { header, records, .. } = block else { return false };
    let is_label = |cell: &HeldCell| cell.text().is_some_and(|text| is_known(text.trim_end_matches([':', '：']), lens));
    let full = |record: &LooseRecord| record.cells.len() * 2 > header.mapped.len() && !record.cells.iter().any(is_label);
    header.mapped.len() >= FORM_FIELDS && records.iter().all(full)
}

/// The table that a group names whole, with the most fields; at least two records stand across.
fn whole(group: &Group, lens: Lens<'_>) -> Option<TableId> {
    if across(group).len() < 2 {
        return None;
    }
    let mut best: Option<(usize, TableId)> = None;
    for table in lens.tables() {
        let header = records(group, table, lens).0;
        let weight = header.mapped.len();
        if lacking(&header, lens).is_empty() && best.is_none_or(|b| weight > b.0) {
            best = Some((weight, table));
        }
    }
    best.map(|(_, table)| table)
}

fn across(group: &Group) -> Vec<u32> {
    let mut columns: Vec<u32> = group.lines.iter().flat_map(|l| l.values.iter().map(|(col, _)| *col)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// A group as records of a table: each line is a field, each column a record.
fn records(group: &Group, table: TableId, lens: Lens<'_>) -> (Header, Vec<LooseRecord>) {
    let mut header = Header::new(table);
    let row = group.lines.iter().filter(|l| is_known(&l.label, lens)).map(|l| l.row).min().unwrap_or(0);
    let columns = across(group);
    let mut records: Vec<LooseRecord> =
        columns.iter().map(|_| LooseRecord { row, cells: Vec::new(), places: Vec::new() }).collect();
    for line in &group.lines {
        let col = u32::try_from(header.cells.len()).unwrap_or(u32::MAX);
        if add_field(&mut header, line, col, lens) {
            for (record, across) in records.iter_mut().zip(&columns) {
                put(record, col, line.at(*across), (line.row, *across));
            }
        }
    }
    (header, records)
}

/// Puts a line's label into the header; whether it is a field the table did not have yet.
fn add_field(header: &mut Header, line: &Line, col: u32, lens: Lens<'_>) -> bool {
    match lens.find(header.table, &line.label) {
        Some(field) if !header.mapped.iter().any(|m| m.field.column == field.column) => {
            header.know(col, line.label.clone(), field);
            true
        }
        Some(_) => false,
        None => {
            header.pass(col, line.label.clone(), lens.is_left_out(&line.label));
            false
        }
    }
}

fn put(record: &mut LooseRecord, col: u32, value: Option<&Placed>, expected: (u32, u32)) {
    record.places.push((col, value.map_or(expected, |(_, place)| *place)));
    if let Some((value, _)) = value {
        record.cells.push(HeldCell { col, value: value.clone() });
    }
}

/// Adds what a group says to the records it speaks of; they are found by the fields both have. Whether it says anything.
fn join(group: &Group, header: &mut Header, records: &mut Vec<LooseRecord>, lens: Lens<'_>) -> bool {
    let table = header.table;
    let known =
        |line: &&Line| lens.find(table, &line.label).is_some_and(|f| header.mapped.iter().any(|m| m.field.column == f.column));
    let shared: Vec<&Line> = group.lines.iter().filter(known).collect();
    let columns = across(group);
    if shared.is_empty() || columns.len() < 2 {
        return false;
    }
    let mut owner = owners(&columns, &shared, header, records, lens);
    let row = group.lines.first().map_or(0, |l| l.row);
    let before = records.len();
    for at in &mut owner {
        // Somebody the first table does not name: a record of its own, which says what it lacks.
        at.get_or_insert_with(|| {
            records.push(LooseRecord { row, cells: Vec::new(), places: Vec::new() });
            records.len() - 1
        });
    }
    for line in &group.lines {
        let field = lens.find(table, &line.label).map(|f| f.column);
        let old = header.mapped.iter().find(|m| Some(m.field.column) == field).map(|m| m.col);
        let col = old.unwrap_or_else(|| u32::try_from(header.cells.len()).unwrap_or(u32::MAX));
        let new = old.is_none() && add_field(header, line, col, lens);
        for (across, at) in columns.iter().zip(&owner) {
            let Some(record) = at.and_then(|at| records.get_mut(at).filter(|_| new || at >= before)) else { continue };
            if new || old.is_some() {
                put(record, col, line.at(*across), (line.row, *across));
            }
        }
    }
    for record in records.iter_mut() {
        record.cells.sort_by_key(|c| c.col);
    }
    true
}

/// Which record each column speaks of, by what it shares with it; each record is spoken of once.
fn owners(columns: &[u32], shared: &[&Line], header: &Header, records: &[LooseRecord], lens: Lens<'_>) -> Vec<Option<usize>> {
    let col_of = |line: &&Line| {
        let field = lens.find(header.table, &line.label).map(|f| f.column);
        header.mapped.iter().find(|m| Some(m.field.column) == field).map(|m| m.col)
    };
    let cols: Vec<Option<u32>> = shared.iter().map(col_of).collect();
    let there = |record: &LooseRecord| -> Vec<Option<String>> {
        cols.iter().map(|col| record.cells.iter().find(|c| Some(c.col) == *col).map(|c| word(&c.value))).collect()
    };
    let told: Vec<Vec<Option<String>>> = records.iter().map(there).collect();
    let mut free: FxHashMap<&[Option<String>], BTreeSet<usize>> = FxHashMap::default();
    for (at, words) in told.iter().enumerate() {
        free.entry(words).or_default().insert(at);
    }
    let mut owner = Vec::with_capacity(columns.len());
    for (nth, across) in columns.iter().enumerate() {
        let here: Vec<Option<String>> = shared.iter().map(|line| line.at(*across).map(|(value, _)| word(value))).collect();
        // The one in the same place comes first: two visits to one person on one day stay apart.
        owner.push(free.get_mut(here.as_slice()).and_then(|same| same.take(&nth).or_else(|| same.pop_first())));
    }
    owner
}

/// A value as it is compared.
fn word(value: &Held) -> String {
    match value {
        Held::Text(text) => normalise_word(text),
        Held::Number(x) | Held::Date(x) => x.to_string(),
        Held::Bool(b) => b.to_string(),
        Held::Error(code) => (*code).to_owned(),
        Held::Uncalculated => String::new(),
    }
}
