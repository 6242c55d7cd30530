//! The hidden tab behind the page: a row each with what is said of it, their lists beside them, and on top the row picked.

use super::formula::{Value, shown};
use super::line::cells;
use super::tags::{Coded, coded};
use crate::draw::error::DrawError;
use crate::draw::xlsx::page::Page;
use crate::draw::xlsx::raw::{RawCell, RawRows};
use crate::report::model::{PickItem, PickLine, Picker};
use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{Formula, Worksheet};

/// The row with the formulas of the one picked, the row of headers, and the first of all.
const PICKED: u32 = 1;
const HEADER: u32 = 3;
const FIRST: u32 = 4;

/// Where what is on the hidden tab.
pub(super) struct Places {
    /// The tab as formulas spell it.
    tab: String,
    /// The names, as a range.
    pub(super) names: String,
    pub(super) about: u16,
    /// Values and notes take turns.
    pub(super) cards: u16,
    pub(super) title: u16,
    pub(super) scores: u16,
    pub(super) ways: u16,
    pub(super) months: Vec<MonthPlace>,
    pub(super) lists: Vec<ListPlace>,
}

/// A column of the months: cells side by side, or one text with a letter a month.
pub(super) enum MonthPlace {
    Cells(u16),
    Coded { column: u16, words: u16, coded: Coded },
}

/// A list: the first line of each and how many it has, then the lines of all.
pub(super) struct ListPlace {
    first: u16,
    pub(super) count: u16,
    lines: u16,
    /// The column with the links, where lines have any.
    pub(super) links: Option<u16>,
    rows: u32,
}

impl Places {
    /// The cell that holds a column of the one picked.
    pub(super) fn picked(&self, column: u16) -> String {
        format!("{}!{}", self.tab, row_col_to_cell_absolute(PICKED, column))
    }

    /// The cell that tells which row is picked; 0: none.
    pub(super) fn which(&self) -> String {
        self.picked(0)
    }

    /// The rows `0..rows` of a column.
    pub(super) fn column(&self, column: u16, rows: u32) -> String {
        let last = FIRST + rows.max(1) - 1;
        format!("{}!{}:{}", self.tab, row_col_to_cell_absolute(FIRST, column), row_col_to_cell_absolute(last, column))
    }

    /// Column `at` of line `nth` (from 1) of a list of the one picked; an error where it has no such line.
    pub(super) fn line(&self, list: &ListPlace, nth: usize, column: u16) -> String {
        format!("INDEX({},{}+{})", self.column(column, list.rows), self.picked(list.first), nth - 1)
    }

    pub(super) fn line_column(list: &ListPlace, at: usize) -> u16 {
        list.lines + at as u16
    }
}

/// Writes the tab: its head, and the rows below it.
pub(super) fn write(page: &Page, picker: &Picker) -> Result<(Worksheet, RawRows, Places), DrawError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(&page.plan.store_name)?.set_hidden(true);
    sheet.set_formula_result_default("");
    let places = plan(page, picker);
    sheet.write_string(0, 0, &picker.label)?;
    let columns = headers(&mut sheet, picker, &places)?;
    picked(&mut sheet, page, picker, &places, columns)?;
    Ok((sheet, below(page, picker, &places), places))
}

/// The rows of the items, with the lines of the lists and the words of the months beside them.
fn below(page: &Page, picker: &Picker, places: &Places) -> RawRows {
    let lines: Vec<Vec<&PickLine>> = (0..places.lists.len())
        .map(|at| picker.items.iter().filter_map(|item| item.lists.get(at)).flat_map(|own| &own.lines).collect())
        .collect();
    let coded = || {
        places
            .months
            .iter()
            .filter_map(|m| if let MonthPlace::Coded { words, coded, .. } = m { Some((*words, coded)) } else { None })
    };
    let most = lines.iter().map(Vec::len).chain(coded().map(|(_, code)| code.tones().len())).max().unwrap_or(0);
    let mut rows = RawRows::default();
    let mut firsts = vec![1; places.lists.len()];
    let mut cells: Vec<(u16, Value)> = Vec::new();
    for (at, row) in (0..picker.items.len().max(most)).zip(FIRST..) {
        if let Some(item) = picker.items.get(at) {
            cells.push((0, Value::text(&item.name)));
            values(page, item, places, &firsts, &mut |column, value| cells.push((column, value)));
            firsts.iter_mut().zip(&item.lists).for_each(|(first, list)| *first += list.lines.len());
        }
        for ((nth, place), all) in places.lists.iter().enumerate().zip(&lines) {
            cells.extend(all.get(at).into_iter().flat_map(|line| line_of(page, nth, place, line)));
        }
        cells.extend(coded().filter_map(|(column, code)| Some((column, Value::text(&code.tones().get(at)?.0)))));
        // The months' words stand between other columns; all others come in their order.
        cells.sort_by_key(|(column, _)| *column);
        rows.begin(row, None);
        for (column, value) in cells.drain(..) {
            match value {
                Value::Blank => {}
                Value::Number(number) | Value::Day(number) => rows.cell(column, &RawCell::Number(number), None),
                Value::Text(text) => rows.cell(column, &RawCell::Text(&text), None),
            }
        }
        rows.end();
    }
    rows
}

/// One line of a list, with its link.
fn line_of<'a>(page: &'a Page, nth: usize, place: &ListPlace, line: &'a PickLine) -> Vec<(u16, Value<'a>)> {
    let mut found: Vec<(u16, Value)> = (place.lines..).zip(cells(page, nth, line)).collect();
    let link = line.link.as_ref().and_then(|target| page.plan.links.cell(target));
    found.extend(place.links.zip(link).map(|(column, cell)| (column, Value::Text(cell.into()))));
    found
}

fn plan(page: &Page, picker: &Picker) -> Places {
    let count = |n: usize| n as u16;
    let about = 1;
    let cards = about + count(picker.about.len());
    let title = cards + 2 * count(picker.cards.len());
    let scores = title + 1;
    let ways = scores + 2 * count(picker.scores.iter().map(|part| part.rows.len()).sum());
    let mut next = ways + count(picker.own_ways.len());
    let mut months = Vec::new();
    for at in 0..picker.months.columns.len() {
        let coded = coded(picker, at);
        let column = next;
        next += if coded.is_some() { 2 } else { count(picker.months.months.len()) };
        months.push(match coded {
            Some(coded) => MonthPlace::Coded { column, words: column + 1, coded },
            None => MonthPlace::Cells(column),
        });
    }
    let firsts = next;
    next += 2 * count(picker.lists.len());
    let mut lists = Vec::new();
    for (at, list) in picker.lists.iter().enumerate() {
        let all = || picker.items.iter().filter_map(|item| item.lists.get(at)).flat_map(|own| &own.lines);
        let links = all().any(|line| line.link.is_some());
        let (first, lines) = (firsts + 2 * count(at), next);
        next += count(list.columns.len()) + u16::from(links);
        let rows = u32::try_from(all().count()).unwrap_or(u32::MAX / 4);
        lists.push(ListPlace { first, count: first + 1, lines, links: links.then(|| next - 1), rows });
    }
    let tab = format!("'{}'", page.plan.store_name.replace('\'', "''"));
    let mut places = Places { tab, names: String::new(), about, cards, title, scores, ways, months, lists };
    places.names = places.column(0, u32::try_from(picker.items.len()).unwrap_or(1));
    places
}

/// Names of the columns; returns how many belong to the rows of the items.
fn headers(sheet: &mut Worksheet, picker: &Picker, places: &Places) -> Result<u16, DrawError> {
    let mut names = vec![picker.label.as_str()];
    names.extend(picker.about.iter().map(|c| c.header.as_str()));
    names.extend(picker.cards.iter().flat_map(|c| [c.header.as_str(), ""]));
    names.push("");
    names.extend(picker.scores.iter().flat_map(|part| &part.rows).flat_map(|row| [row.label.header.as_str(), ""]));
    names.extend(picker.own_ways.iter().map(String::as_str));
    for (column, place) in picker.months.columns.iter().zip(&places.months) {
        names.push(&column.header);
        let more = if let MonthPlace::Cells(_) = place { picker.months.months.len().max(1) } else { 2 };
        names.resize(names.len() + more - 1, "");
    }
    names.resize(names.len() + 2 * picker.lists.len(), "");
    let columns = names.len() as u16;
    for list in picker.lists.iter().zip(&places.lists) {
        names.extend(list.0.columns.iter().map(|c| c.header.as_str()));
        names.extend(list.1.links.map(|_| ""));
    }
    for (column, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        sheet.write_string(HEADER, column as u16, *name)?;
    }
    Ok(columns)
}

/// The row of the one picked: first which it is, then a formula for each column.
fn picked(sheet: &mut Worksheet, page: &Page, picker: &Picker, places: &Places, columns: u16) -> Result<(), DrawError> {
    let Some(item) = picker.items.get(picker.picked) else { return Ok(()) };
    // What is picked is looked up as it is spelled: the signs that stand for others are marked.
    let name =
        ["~", "*", "?"].iter().fold("ka_customer".to_owned(), |name, sign| format!("SUBSTITUTE({name},\"{sign}\",\"~{sign}\")"));
    let which = Formula::new(format!("IFERROR(MATCH({name},ka_customer_names,0),0)"));
    sheet.write_formula(PICKED, 0, which.set_result((picker.picked + 1).to_string()))?;
    let rows = u32::try_from(picker.items.len()).unwrap_or(1);
    let own = row_col_to_cell_absolute(PICKED, 0);
    let mut firsts = vec![1; places.lists.len()];
    let before = picker.items.iter().take(picker.picked);
    for other in before {
        firsts.iter_mut().zip(&other.lists).for_each(|(first, list)| *first += list.lines.len());
    }
    let mut results = vec![String::new(); usize::from(columns)];
    values(page, item, places, &firsts, &mut |column, value| {
        if let Some(result) = results.get_mut(usize::from(column)) {
            *result = value.result().replace(super::formula::TEXT, "\u{200B}");
        }
    });
    for column in 1..columns {
        let range = format!("{}:{}", row_col_to_cell_absolute(FIRST, column), row_col_to_cell_absolute(FIRST + rows - 1, column));
        let formula = format!("IF({own}=0,\"\",{})", shown(&format!("INDEX({range},{own})")));
        let result = std::mem::take(&mut results[usize::from(column)]);
        sheet.write_formula(PICKED, column, Formula::new(formula).set_result(result))?;
    }
    Ok(())
}

/// Every value of an item but its name, with its column; `firsts` are the first lines of its lists, from 1.
fn values<'a>(page: &'a Page, item: &'a PickItem, places: &'a Places, firsts: &[usize], put: &mut dyn FnMut(u16, Value<'a>)) {
    let words = &page.report.words;
    for (column, cell) in (places.about..).zip(&item.about) {
        put(column, Value::of(cell, words));
    }
    for (column, (cell, note)) in (places.cards..).step_by(2).zip(&item.cards) {
        put(column, Value::of(cell, words));
        put(column + 1, Value::text(note));
    }
    put(places.title, Value::text(&item.title));
    for (column, cell) in (places.scores..).zip(item.scores.iter().flatten()) {
        put(column, Value::of(cell, words));
    }
    for (column, way) in (places.ways..).zip(&item.ways) {
        if let Some(cell) = way.as_ref().and_then(|target| page.plan.links.cell(target)) {
            put(column, Value::Text(cell.into()));
        }
    }
    for (cells, place) in item.months.iter().zip(&places.months) {
        match place {
            MonthPlace::Cells(first) => {
                for (column, cell) in (*first..).zip(cells) {
                    put(column, Value::of(cell, words));
                }
            }
            MonthPlace::Coded { column, coded, .. } => put(*column, Value::Text(coded.text(cells).into())),
        }
    }
    for ((place, first), own) in places.lists.iter().zip(firsts).zip(&item.lists) {
        put(place.first, Value::Number(*first as f64));
        put(place.count, Value::Number(own.of as f64));
    }
}
