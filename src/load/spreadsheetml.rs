//! The XML spreadsheet of Excel 2003, often named .xls: streamed cell by cell.

use std::fs::File;
use std::io::{BufRead, BufReader};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::isolate::DOCTYPE;
use super::ods::push_entity;
use super::problem::{Fault, Limit, Problem};
use super::seam::{MAX_ROWS, Seam};
use super::source::Decoded;
use super::{Value, convert};

/// The first day whose number is the same here and in the file: Excel counts 29 February 1900, which never was.
const FIRST_AGREED_DAY: f64 = 61.0;

/// Reads every sheet.
pub(super) fn read(file: File, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let mut text = Decoded::open(file, seam.limits().max_file_bytes)?;
    let mut xml = Reader::from_reader(BufReader::with_capacity(1 << 16, &mut text));
    xml.config_mut().expand_empty_elements = true;
    let end = Book { xml, seam, sheets: 0, row: 0, col: 0 }.walk();
    end.map_err(|error| text.take_problem().unwrap_or(error))
}

fn corrupt(detail: impl Into<String>) -> Problem {
    Problem::new(Fault::Corrupt, detail)
}

/// The kind of value a cell states.
#[derive(Clone, Copy)]
enum Stated {
    Text,
    Number,
    Date,
    Bool,
    Error,
}

struct Book<'s, 'c, B: BufRead> {
    xml: Reader<B>,
    seam: &'s mut Seam<'c>,
    sheets: u64,
    /// The row that was begun last, 1-based, and the next column, 0-based.
    row: u32,
    col: u32,
}

impl<B: BufRead> Book<'_, '_, B> {
    fn walk(&mut self) -> Result<(), Problem> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.next(&mut buffer)? {
                Event::Start(tag) => {
                    let tag = tag.to_owned();
                    match local(tag.name().as_ref()) {
                        "Worksheet" if !self.seam.is_open() => self.begin_sheet(&tag)?,
                        "Row" if self.seam.is_open() => self.read_row(&tag)?,
                        _ => {}
                    }
                }
                Event::End(tag) if local(tag.name().as_ref()) == "Worksheet" => self.seam.end_sheet(None),
                Event::Eof if self.seam.is_open() || self.sheets == 0 => return Err(self.cut_short()),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Problem> {
        match self.xml.read_event_into(buffer).map_err(|e| corrupt(e.to_string()))? {
            // Excel writes none; all it can do is define entities that unfold without end.
            Event::DocType(_) => Err(Problem::new(Fault::Unsupported { what: DOCTYPE }, "")),
            event => Ok(event),
        }
    }

    fn cut_short(&self) -> Problem {
        Problem::new(Fault::Truncated, format!("the document ends after row {}", self.row))
    }

    fn begin_sheet(&mut self, tag: &BytesStart<'_>) -> Result<(), Problem> {
        self.sheets += 1;
        let allowed = self.seam.limits().max_sheets;
        if self.sheets > allowed {
            return Err(Problem::new(Fault::TooLarge { limit: Limit::Sheets, allowed, found: self.sheets }, ""));
        }
        self.row = 0;
        self.seam.begin_sheet(&attribute(tag, "Name")?.unwrap_or_default());
        Ok(())
    }

    fn read_row(&mut self, tag: &BytesStart<'_>) -> Result<(), Problem> {
        self.row = match count(tag, "Index")? {
            Some(row) if row > self.row => row,
            Some(row) => return Err(corrupt(format!("row {row} comes after row {}", self.row))),
            None => self.row.saturating_add(1),
        };
        if self.row > MAX_ROWS {
            return Err(corrupt(format!("row {} is beyond the last one", self.row)));
        }
        self.col = 0;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.next(&mut buffer)? {
                Event::Start(cell) if local(cell.name().as_ref()) == "Cell" => {
                    let cell = cell.to_owned();
                    self.read_cell(&cell)?;
                }
                Event::End(end) if local(end.name().as_ref()) == "Row" => break,
                Event::Eof => return Err(self.cut_short()),
                _ => {}
            }
        }
        // Rows like this one that hold nothing are not written out.
        self.row = self.row.saturating_add(count(tag, "Span")?.unwrap_or(0));
        self.seam.end_row()
    }

    fn read_cell(&mut self, tag: &BytesStart<'_>) -> Result<(), Problem> {
        if let Some(col) = count(tag, "Index")? {
            self.col = col.checked_sub(1).ok_or_else(|| corrupt("column 0"))?;
        }
        let (row, col) = (self.row, self.col);
        self.col = col.saturating_add(1).saturating_add(count(tag, "MergeAcross")?.unwrap_or(0));
        let has_formula = attribute(tag, "Formula")?.is_some();
        match self.data()? {
            Some((stated, text)) => hand(self.seam, row, col, stated, &text),
            None if has_formula => self.seam.cell(row, col, Value::Uncalculated),
            None => Ok(()),
        }
    }

    /// What the cell states, read up to the cell's end.
    fn data(&mut self) -> Result<Option<(Stated, String)>, Problem> {
        let limit = usize::try_from(self.seam.limits().max_cell_bytes).unwrap_or(usize::MAX);
        let mut found: Option<(Stated, String)> = None;
        // A comment has data of its own.
        let (mut in_data, mut in_comment) = (false, false);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let event = self.next(&mut buffer)?;
            let into = found.as_mut().filter(|_| in_data).map(|(_, text)| text);
            match (event, into) {
                (Event::Start(tag), _) => match local(tag.name().as_ref()) {
                    "Comment" => in_comment = true,
                    "Data" if !in_comment => {
                        in_data = true;
                        found = Some((stated(&tag)?, String::new()));
                    }
                    _ => {}
                },
                (Event::End(tag), _) => match local(tag.name().as_ref()) {
                    "Comment" => in_comment = false,
                    "Data" => in_data = false,
                    "Cell" => return Ok(found),
                    _ => {}
                },
                (Event::Text(piece), Some(text)) => text.push_str(&piece.xml10_content()),
                (Event::CData(piece), Some(text)) => text.push_str(&piece.xml10_content()),
                (Event::GeneralRef(entity), Some(text)) => push_entity(&entity, text)?,
                (Event::Eof, _) => return Err(self.cut_short()),
                _ => {}
            }
            if let Some((_, text)) = found.as_ref().filter(|(_, text)| text.len() > limit) {
                let (allowed, found) = (limit as u64, text.len() as u64);
                let fault = Fault::TooLarge { limit: Limit::CellBytes, allowed, found };
                return Err(Problem::new(fault, "").at_cell(self.row, self.col.saturating_sub(1)));
            }
        }
    }
}

fn hand(seam: &mut Seam<'_>, row: u32, col: u32, stated: Stated, text: &str) -> Result<(), Problem> {
    let value = match stated {
        Stated::Text => Value::Text(text),
        Stated::Number => text.trim().parse().map_or(Value::Text(text), Value::Number),
        Stated::Date => convert::iso_days(text.trim()).map_or(Value::Text(text), |days| Value::Date(serial(days))),
        Stated::Bool => match text.trim() {
            "1" | "true" => Value::Bool(true),
            "0" | "false" => Value::Bool(false),
            _ => Value::Text(text),
        },
        Stated::Error => Value::Error(convert::error_from_text(text.trim()).unwrap_or("#VALUE!")),
    };
    seam.cell(row, col, value)
}

/// A time of day is written as one on the last day of 1899, which Excel counts as day 0.
fn serial(days: f64) -> f64 {
    if (1.0..FIRST_AGREED_DAY).contains(&days) { days - 1.0 } else { days }
}

fn stated(tag: &BytesStart<'_>) -> Result<Stated, Problem> {
    Ok(match attribute(tag, "Type")?.as_deref() {
        Some("Number") => Stated::Number,
        Some("DateTime") => Stated::Date,
        Some("Boolean") => Stated::Bool,
        Some("Error") => Stated::Error,
        _ => Stated::Text,
    })
}

/// The name without its prefix, which every writer chooses for itself.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Problem> {
    for found in tag.attributes() {
        let found = found.map_err(|e| corrupt(e.to_string()))?;
        if local(found.key.as_ref()) == name {
            let value = found.normalized_value(XmlVersion::Implicit1_0).map_err(|e| corrupt(e.to_string()))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

fn count(tag: &BytesStart<'_>, name: &str) -> Result<Option<u32>, Problem> {
    attribute(tag, name)?.map(|text| text.trim().parse().map_err(|_| corrupt(format!("{name}={text:?}")))).transpose()
}
