//! Tables of a web page that is named like a spreadsheet, as many programs export: each becomes a sheet, one inside
//! another table's cell the sheet after it. Merged cells take their room; the values are what a reader sees, as text.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;

use html5gum::{DefaultEmitter, HtmlString, IoReader, StartTag, Token, Tokenizer};

use super::Value;
use super::problem::{Fault, Found, Limit, Problem};
use super::seam::{MAX_COLS, MAX_ROWS, Seam};
use super::source::Decoded;

/// Tables inside tables: more than any page has.
const MAX_DEPTH: usize = 32;
/// From here on a double no longer holds every digit: what is shown is truer.
const EXACT_BELOW: f64 = 1e15;

/// Reads every table of the page.
pub(super) fn read(file: File, stem: &str, claimed: &str, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let mut text = Decoded::open(file, seam.limits().max_file_bytes)?;
    let mut page = Page { seam, stem, sheets: 0, open: Vec::new(), waiting: Vec::new(), held: 0, skipping: None, closed: false };
    let end = walk(&mut text, &mut page);
    if let Err(error) = end {
        return Err(text.take_problem().unwrap_or(error));
    }
    let (sheets, complete) = (page.sheets, page.finish()?);
    match (sheets, complete) {
        // A page without a table is most often a log-in or an error message.
        (0, _) => Err(Problem::new(Fault::WrongFormat { claimed: claimed.to_owned(), found: Found::Html }, "no table in it")),
        (_, true) => Ok(()),
        (_, false) => Err(Problem::new(Fault::Truncated, "the page ends inside a table")),
    }
}

fn walk(text: &mut Decoded, page: &mut Page<'_, '_>) -> Result<(), Problem> {
    let mut emitter = DefaultEmitter::default();
    // Scripts and styles hold what looks like tags.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(IoReader::new(text), emitter) {
        match token.map_err(|error: io::Error| Problem::from_io(&error))? {
            Token::StartTag(tag) => page.start(&tag)?,
            Token::EndTag(tag) => page.end(&tag.name)?,
            Token::String(text) => page.text(&text.value)?,
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    Ok(())
}

/// A cell's content: the text shown, and the number behind it where the page states one (Excel does).
#[derive(Default)]
struct Content {
    text: String,
    number: Option<f64>,
}

#[derive(Default)]
struct Table {
    /// The row that is open or was last, 1-based.
    row: u32,
    /// The next column of the open row.
    col: Option<u32>,
    /// The cell that is open: its column and content.
    cell: Option<(u32, Content)>,
    /// Cells that reach into later rows: first column, column after the last, last row.
    spans: BTreeMap<u32, (u32, u32)>,
    /// Cells read, for a table that has to wait until the one around it is over.
    held: Vec<(u32, u32, Content)>,
}

struct Page<'s, 'c> {
    seam: &'s mut Seam<'c>,
    stem: &'s str,
    sheets: u64,
    /// The open tables, the outermost first.
    open: Vec<Table>,
    /// Inner tables that are over.
    waiting: Vec<Table>,
    /// Bytes of text that wait.
    held: u64,
    /// The element whose text is none of the page's.
    skipping: Option<&'static str>,
    /// The page said that it is over.
    closed: bool,
}

impl Page<'_, '_> {
    fn start(&mut self, tag: &StartTag<()>) -> Result<(), Problem> {
        match tag.name.as_slice() {
            b"script" if !tag.self_closing => self.skipping = Some("script"),
            b"style" if !tag.self_closing => self.skipping = Some("style"),
            b"table" => self.open_table()?,
            b"tr" => {
                self.close_row()?;
                self.open_row();
            }
            b"td" | b"th" => self.open_cell(tag)?,
            b"thead" | b"tbody" | b"tfoot" => self.close_row()?,
            b"br" | b"p" | b"div" | b"li" => self.line_break(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &HtmlString) -> Result<(), Problem> {
        match name.as_slice() {
            b"script" | b"style" => self.skipping = None,
            b"table" => self.close_table()?,
            b"tr" | b"thead" | b"tbody" | b"tfoot" => self.close_row()?,
            b"td" | b"th" => self.close_cell()?,
            b"body" | b"html" => self.closed = true,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &[u8]) -> Result<(), Problem> {
        let limit = self.seam.limits().max_cell_bytes;
        let Some(table) = self.open.last_mut().filter(|_| self.skipping.is_none()) else { return Ok(()) };
        let Some((col, content)) = &mut table.cell else { return Ok(()) };
        // Valid UTF-8 went in; a tokenizer cuts it between characters.
        push_collapsed(&mut content.text, &String::from_utf8_lossy(text));
        let found = content.text.len() as u64;
        if found > limit {
            let fault = Fault::TooLarge { limit: Limit::CellBytes, allowed: limit, found };
            return Err(Problem::new(fault, "").at_cell(table.row, *col));
        }
        Ok(())
    }

    fn line_break(&mut self) {
        if let Some((_, content)) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            let end = content.text.trim_end_matches(' ').len();
            content.text.truncate(end);
            if !content.text.is_empty() {
                content.text.push('\n');
            }
        }
    }

    fn open_table(&mut self) -> Result<(), Problem> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Problem::new(Fault::Corrupt, "tables inside tables without end"));
        }
        if self.open.is_empty() {
            self.begin_sheet()?;
        }
        self.open.push(Table::default());
        Ok(())
    }

    fn begin_sheet(&mut self) -> Result<(), Problem> {
        self.sheets += 1;
        let allowed = self.seam.limits().max_sheets;
        if self.sheets > allowed {
            return Err(Problem::new(Fault::TooLarge { limit: Limit::Sheets, allowed, found: self.sheets }, ""));
        }
        match self.sheets {
            1 => self.seam.begin_sheet(self.stem),
            number => self.seam.begin_sheet(&format!("{} ({number})", self.stem)),
        }
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), Problem> {
        self.close_row()?;
        let Some(table) = self.open.pop() else { return Ok(()) };
        if !self.open.is_empty() {
            self.waiting.push(table);
            return Ok(());
        }
        self.seam.end_sheet(None);
        for table in std::mem::take(&mut self.waiting) {
            self.begin_sheet()?;
            for (row, col, content) in &table.held {
                hand(self.seam, *row, *col, content)?;
            }
            self.seam.end_sheet(None);
        }
        self.held = 0;
        Ok(())
    }

    fn open_row(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.row = table.row.saturating_add(1);
            table.col = Some(0);
            let row = table.row;
            table.spans.retain(|_, (_, last)| *last >= row);
        }
    }

    fn close_row(&mut self) -> Result<(), Problem> {
        self.close_cell()?;
        if let Some(table) = self.open.last_mut() {
            table.col = None;
        }
        if self.open.len() == 1 { self.seam.end_row() } else { Ok(()) }
    }

    fn open_cell(&mut self, tag: &StartTag<()>) -> Result<(), Problem> {
        self.close_cell()?;
        if self.open.last().is_some_and(|table| table.col.is_none()) {
            self.open_row();
        }
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let mut col = table.col.unwrap_or(0);
        while let Some((_, (after, _))) = table.spans.range(..=col).next_back().filter(|(_, (after, _))| *after > col) {
            col = *after;
        }
        if col >= MAX_COLS || table.row > MAX_ROWS {
            return Err(Problem::new(Fault::Corrupt, "a cell beyond the last one").at_cell(table.row, col));
        }
        let after = col.saturating_add(span(tag, b"colspan", MAX_COLS)).min(MAX_COLS);
        let last = table.row.saturating_add(span(tag, b"rowspan", MAX_ROWS) - 1);
        if last > table.row {
            table.spans.insert(col, (after, last));
        }
        table.col = Some(after);
        let number = attribute(tag, b"x:num").and_then(|text| text.trim().parse().ok());
        table.cell = Some((col, Content { text: String::new(), number }));
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Problem> {
        let outermost = self.open.len() == 1;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let Some((col, content)) = table.cell.take() else { return Ok(()) };
        if outermost {
            return hand(self.seam, table.row, col, &content);
        }
        self.held += content.text.len() as u64;
        let allowed = self.seam.limits().max_part_bytes;
        if self.held > allowed {
            return Err(Problem::new(Fault::TooLarge { limit: Limit::PartBytes, allowed, found: self.held }, "inner tables"));
        }
        table.held.push((table.row, col, content));
        Ok(())
    }

    /// The page is over; whether it was whole. One that says it is over may leave tables open, as browsers allow.
    fn finish(mut self) -> Result<bool, Problem> {
        let complete = self.open.is_empty() || self.closed;
        while complete && !self.open.is_empty() {
            self.close_table()?;
        }
        Ok(complete)
    }
}

fn hand(seam: &mut Seam<'_>, row: u32, col: u32, content: &Content) -> Result<(), Problem> {
    let text = content.text.trim_end_matches([' ', '\n']);
    match content.number.filter(|number| shows(text, *number)) {
        Some(number) => seam.cell(row, col, Value::Number(number)),
        None => seam.cell(row, col, Value::Text(text)),
    }
}

/// Whether the text shows this number, perhaps rounded: then the number is what was meant. A date or a percentage also has
/// a number behind it, and is better understood as it is shown.
fn shows(text: &str, number: f64) -> bool {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
    let plain = plain.trim_start_matches(['￥', '¥', '$', '€']);
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len().min(30));
    let Ok(shown) = plain.parse::<f64>() else { return false };
    let half_a_digit = 0.5 * 0.1_f64.powi(i32::try_from(decimals).unwrap_or(30));
    number.abs() < EXACT_BELOW && (shown - number).abs() <= half_a_digit * 1.000_001
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|found| String::from_utf8_lossy(&found.value).into_owned())
}

/// How many columns or rows a cell takes.
fn span(tag: &StartTag<()>, name: &[u8], most: u32) -> u32 {
    let text = attribute(tag, name).unwrap_or_default();
    text.trim().parse::<u32>().map_or(1, |count| count.clamp(1, most))
}

/// Appends text as a page shows it: white space of the source is one space, and none at the beginning of a line.
fn push_collapsed(text: &mut String, piece: &str) {
    for c in piece.chars() {
        match c {
            ' ' | '\t' | '\r' | '\n' | '\u{c}' => {
                if !text.is_empty() && !text.ends_with([' ', '\n']) {
                    text.push(' ');
                }
            }
            c => text.push(c),
        }
    }
}
