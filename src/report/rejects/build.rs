//! Rejected rows put side by side with the sheets they come from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use wildmatch::WildMatch;

use super::{Fault, Header, IndexRow, Original, RejectBook, RejectRow, RejectSheet};
use crate::analyse::Period;
use crate::clean::{Account, FaultyCell, HeaderCell, Held, LayoutKind, Reason, Reject, SheetAccount};
use crate::config::{Config, Mapping};
use crate::labels::problems::{field, mend};
use crate::labels::{Labels, fill};
use crate::tables::{TableId, headers, normalise_word, orders, visits};

/// Excel opens more, but no person does.
const MOST_SHEETS: usize = 200;
/// Columns that a sheet of Excel bears, with room for the ones added.
const MOST_COLUMNS: usize = 16_000;
/// The day a record is dated by; what a sheet's title states in its place.
const DATE: &str = visits::DATE;

/// What the rows are read beside.
#[derive(Clone, Copy)]
struct Reader<'a> {
    labels: &'a Labels,
    config: &'a Config,
}

/// The workbook; none where no row was rejected.
#[must_use]
pub fn build(account: &Account, period: Period, config: &Config, labels: &Labels) -> Option<RejectBook> {
    let (l, reader) = (labels, Reader { labels, config });
    if account.rejects.is_empty() {
        return None;
    }
    let mut of_source: BTreeMap<u32, Vec<&Reject>> = BTreeMap::new();
    for reject in &account.rejects {
        of_source.entry(reject.source).or_default().push(reject);
    }
    let (mut index, mut sheets) = (Vec::new(), Vec::new());
    for (file, sheet) in account.files.iter().flat_map(|f| f.sheets.iter().map(move |s| (f, s))) {
        let Some(rejects) = sheet.source.and_then(|source| of_source.remove(&source)) else { continue };
        part(reader, Some(sheet), &rejects, &mut index, &mut sheets, &file.file);
    }
    // A reject whose sheet is not in the account would be a fault of the program: listed all the same.
    for rejects in of_source.into_values() {
        part(reader, None, &rejects, &mut index, &mut sheets, &rejects[0].file);
    }
    let by_file = |row: &IndexRow| (row.file.clone(), row.rows.unwrap_or(usize::MAX));
    index.sort_by_key(by_file);
    let keys = ["mend_link", "file", "sheet", "table", "rows_rejected", "reason", "mend_remark"];
    Some(RejectBook {
        title: l.mend_title.to_owned(),
        subtitle: fill(l.mend_sub, &[("n", account.rejects.len().to_string())]),
        company: config.company.clone(),
        month: period.month.to_string(),
        as_of: period.as_of,
        script: l.script,
        index_name: l.mend_index.to_owned(),
        steps: [l.mend_how, l.mend_mark, l.mend_back, l.mend_again].map(str::to_owned).to_vec(),
        columns: keys.map(|key| l.column(key).0.to_owned()),
        index,
        sheets,
        cut: l.mend_cut.to_owned(),
    })
}

/// One line of the index, and the sheet with the rows where they were kept.
fn part(
    reader: Reader<'_>,
    sheet: Option<&SheetAccount>,
    rejects: &[&Reject],
    index: &mut Vec<IndexRow>,
    sheets: &mut Vec<RejectSheet>,
    file: &str,
) {
    let l = reader.labels;
    let first = rejects[0];
    let kept: Vec<&Reject> = rejects.iter().copied().filter(|r| !r.cells.is_empty()).collect();
    let room = sheets.len() < MOST_SHEETS && !kept.is_empty();
    let drawn = sheet.filter(|s| room && !s.header_cells.is_empty()).and_then(|s| reject_sheet(reader, file, s, &kept));
    let left_out = rejects.len() - drawn.as_ref().map_or(0, |d| d.rows.len());
    let mut remarks = Vec::new();
    if left_out > 0 {
        remarks.push(fill(l.mend_kept, &[("n", left_out.to_string())]));
    }
    if sheet.is_some_and(|s| is_mapped(reader, file, s)) && drawn.is_some() {
        remarks.push(l.mend_pinned.to_owned());
    }
    index.push(IndexRow {
        file: file.to_owned(),
        sheet: first.sheet.clone(),
        table: l.word(first.table.name()).to_owned(),
        rejected: rejects.len() as u64,
        reasons: reasons(reader, rejects),
        remark: remarks.join(" "),
        rows: drawn.is_some().then_some(sheets.len()),
    });
    sheets.extend(drawn);
}

/// `not a number 3, not a date 1`: rows by their first reason, the most frequent first.
fn reasons(reader: Reader<'_>, rejects: &[&Reject]) -> String {
    let mut counts: BTreeMap<Reason, u64> = BTreeMap::new();
    for reject in rejects {
        *counts.entry(reject.first.reason).or_default() += 1;
    }
    let mut counts: Vec<(Reason, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let words: Vec<String> = counts.iter().map(|(reason, n)| format!("{} {n}", reader.labels.word(reason.code()))).collect();
    reader.labels.listed(&words)
}

/// The columns of one sheet: where each stands, and what it is headed.
struct Columns<'a> {
    sheet: &'a SheetAccount,
    /// Column on the sheet it comes from; `None` for what was added.
    from: Vec<Option<u32>>,
    fields: Vec<Option<&'static str>>,
    headers: Vec<Header>,
    /// The currency that the configuration states for the sheet, where no column does.
    currency: Option<&'a str>,
}

fn reject_sheet<'a>(reader: Reader<'a>, file: &str, sheet: &'a SheetAccount, rejects: &[&Reject]) -> Option<RejectSheet> {
    let table = sheet.table?;
    let mut columns = Columns::of(reader, table, is_mapped(reader, file, sheet), sheet, rejects)?;
    if sheet.title_day.is_some() && !columns.fields.iter().any(|f| f.is_some_and(|f| f == DATE)) {
        columns.add(reader, table, DATE);
    }
    if let Some(code) = currency(reader, file, &sheet.sheet)
        && table.spec().position(orders::CURRENCY).is_some()
        && !columns.fields.contains(&Some(orders::CURRENCY))
    {
        columns.add(reader, table, orders::CURRENCY);
        columns.currency = Some(code);
    }
    let places: Vec<Vec<usize>> =
        rejects.iter().map(|r| r.faults().map(|cell| columns.place(reader, table, r, cell)).collect()).collect();
    let rows = rejects.iter().zip(places).map(|(r, places)| columns.row(reader, table, r, &places)).collect();
    let beside = ["mend_row", "mend_what"].map(|key| reader.labels.column(key).0.to_owned());
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    // A csv file's only sheet has the file's name.
    let name = if stem == sheet.sheet { stem.to_owned() } else { format!("{} {stem}", sheet.sheet) };
    Some(RejectSheet { name, headers: columns.headers, beside, rows })
}

impl<'a> Columns<'a> {
    /// Every column with a header or a cell, in the order of the sheet.
    fn of(reader: Reader<'_>, table: TableId, mapped: bool, sheet: &'a SheetAccount, rejects: &[&Reject]) -> Option<Self> {
        let mut all: BTreeMap<u32, (String, Option<&'static str>)> = BTreeMap::new();
        for cell in &sheet.header_cells {
            let text = if mapped { plain_header(reader, table, cell) } else { cell.text.clone() };
            all.insert(cell.col, (text, cell.field));
        }
        for cell in rejects.iter().flat_map(|r| &r.cells) {
            all.entry(cell.col).or_default();
        }
        let mut columns = Columns { sheet, from: Vec::new(), fields: Vec::new(), headers: Vec::new(), currency: None };
        for (col, (text, field)) in all {
            columns.from.push(Some(col));
            columns.fields.push(field);
            columns.headers.push(Header { text, added: false });
        }
        (columns.from.len() <= MOST_COLUMNS).then_some(columns)
    }

    fn add(&mut self, reader: Reader<'_>, table: TableId, name: &'static str) -> usize {
        self.from.push(None);
        self.fields.push(Some(name));
        self.headers.push(Header { text: field(reader.labels, table, name), added: true });
        self.from.len() - 1
    }

    /// The column in which a faulty cell stands; one is added where the sheet has none.
    fn place(&mut self, reader: Reader<'_>, table: TableId, reject: &Reject, cell: &FaultyCell) -> usize {
        let stands = cell.at.filter(|_| self.sheet.layout == Some(LayoutKind::Table)).map(|(_, col)| col);
        let by_column = stands.and_then(|col| self.from.iter().position(|from| *from == Some(col)));
        let by_field = || self.fields.iter().position(|f| *f == Some(cell.column));
        // One cell may fill several fields, as `11:00-12:00` does: then what it holds tells it.
        let by_value = || {
            let same = |held: &Held| matches!(held, Held::Text(text) if text.trim() == cell.value);
            let col = reject.cells.iter().find(|c| !cell.value.is_empty() && same(&c.value))?.col;
            self.from.iter().position(|from| *from == Some(col))
        };
        by_column.or_else(by_field).or_else(by_value).unwrap_or_else(|| self.add(reader, table, cell.column))
    }

    fn row(&self, reader: Reader<'_>, table: TableId, reject: &Reject, places: &[usize]) -> RejectRow {
        let held = |col: &Option<u32>| reject.cells.iter().find(|c| Some(c.col) == *col).map(|c| &c.value);
        let mut cells: Vec<Original> = self.from.iter().map(|col| held(col).map_or(Original::Empty, original)).collect();
        let at_fault = |at: usize| places.contains(&at);
        if let (Some(day), Some(at)) = (self.sheet.title_day, self.fields.iter().position(|f| *f == Some(DATE)))
            && cells[at] == Original::Empty
            && !at_fault(at)
        {
            cells[at] = Original::Date(serial(day));
        }
        if let (Some(code), Some(at)) = (self.currency, self.fields.iter().position(|f| *f == Some(orders::CURRENCY))) {
            cells[at] = Original::Text(code.to_owned());
        }
        let mut faults: Vec<Fault> = Vec::new();
        for (cell, &column) in reject.faults().zip(places) {
            let text = mend(reader.labels, table, cell);
            let keep_text = cell.reason == Reason::ImpreciseId;
            match faults.iter_mut().find(|f| f.column == column) {
                Some(fault) if fault.text.contains(&text) => {}
                Some(fault) => fault.text = format!("{}\n{text}", fault.text),
                None => faults.push(Fault { column, text, keep_text }),
            }
        }
        let mend = faults.iter().map(|f| f.text.as_str()).collect::<Vec<_>>().join("\n");
        RejectRow { row: reject.row, cells, faults, mend }
    }
}

/// Days since 1899-12-30, as sheets count them.
fn serial(day: NaiveDate) -> f64 {
    let days = NaiveDate::from_ymd_opt(1899, 12, 30).map_or(0, |zero| (day - zero).num_days());
    i32::try_from(days).map_or(0.0, f64::from)
}

fn original(held: &Held) -> Original {
    match held {
        Held::Text(text) => Original::Text(text.clone()),
        Held::Number(x) if x.is_finite() => Original::Number(*x),
        Held::Number(x) => Original::Text(x.to_string()),
        // What Excel cannot show as a date stays a number.
        Held::Date(x) if (0.0..2_958_466.0).contains(x) => Original::Date(*x),
        Held::Date(x) => Original::Number(*x),
        Held::Bool(b) => Original::Bool(*b),
        Held::Error(code) => Original::Text((*code).to_owned()),
        // Excel's own word for a value that is not there: in a column that counts it is a fault until it is mended.
        Held::Uncalculated => Original::Text("#N/A".to_owned()),
    }
}

/// What the configuration decided for a sheet of its own does not hold for this workbook.
fn mappings<'a>(reader: Reader<'a>, file: &str, sheet: &str) -> impl Iterator<Item = &'a Mapping> {
    let fits = |pattern: &str, name: &str| WildMatch::new_case_insensitive(pattern).matches(name);
    reader.config.mapping.iter().filter(move |m| fits(&m.file, file) && fits(&m.sheet, sheet))
}

fn is_mapped(reader: Reader<'_>, file: &str, sheet: &SheetAccount) -> bool {
    sheet.pinned || mappings(reader, file, &sheet.sheet).next().is_some()
}

fn currency<'a>(reader: Reader<'a>, file: &str, sheet: &str) -> Option<&'a str> {
    mappings(reader, file, sheet).filter_map(|m| m.currency.as_deref()).last()
}

/// A header of a mapped sheet as any reader takes it: where only the mapping knows it, the field's own name with the unit
/// that the header states; where the mapping leaves out what anyone would know, a word before it.
fn plain_header(reader: Reader<'_>, table: TableId, cell: &HeaderCell) -> String {
    let text = &cell.text;
    let at = text.find(['(', '（', '[', '【']).unwrap_or(text.len());
    let (base, unit) = text.split_at(at);
    let same = |alias: &str| normalise_word(alias) == normalise_word(base) || normalise_word(alias) == normalise_word(text);
    let shipped = headers();
    let known = |name: &str| {
        let list = shipped.get(table.name()).and_then(|fields| fields.get(name)).and_then(toml::Value::as_array);
        let own = reader.config.aliases.get(table.name()).and_then(|fields| fields.get(name));
        same(name)
            || list.into_iter().flatten().filter_map(toml::Value::as_str).any(same)
            || own.into_iter().flatten().any(|alias| same(alias))
    };
    match cell.field {
        Some(field) if !known(field) => format!("{field}{unit}"),
        None if table.spec().columns.iter().any(|c| known(c.name)) => format!("{} {text}", reader.labels.mend_unread),
        _ => text.clone(),
    }
}
