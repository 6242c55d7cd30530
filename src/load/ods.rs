//! ods: the content streamed row by row. calamine would build every sheet as a rectangle, and a repeat attribute of a few
//! bytes can make that rectangle as large as memory.

use std::fs::File;
use std::io::{BufRead, BufReader};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::problem::{Fault, Limit, Problem, cell_name};
use super::seam::{MAX_COLS, MAX_ROWS, Seam};
use super::{Value, convert};

/// Reads every sheet.
pub(super) fn read(file: File, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|e| corrupt(e.to_string()))?;
    let content = archive.by_name("content.xml").map_err(|e| corrupt(format!("content.xml: {e}")))?;
    let mut xml = Reader::from_reader(BufReader::with_capacity(1 << 16, content));
    xml.config_mut().expand_empty_elements = true;
    let mut content = Content::new(xml, seam);
    let end = content.walk();
    // What went wrong inside a sheet is told there, and all that comes after it is lost with it.
    match end {
        Err(problem) if content.seam.is_open() => {
            content.seam.end_sheet(Some(problem));
            Ok(())
        }
        end => end,
    }
}

/// The part of the cells in rectangles that may be made by repetition: rows that are all alike are no records.
const REPEATED_PART: u64 = 20;
/// Equal cells side by side are ordinary up to here (the months of years without sales) and not counted.
const ORDINARY_REPEAT: u64 = 256;

/// Cells, and cells that another one is merged over.
const CELL_TAGS: [&str; 2] = ["table:table-cell", "table:covered-table-cell"];

fn corrupt(detail: impl Into<String>) -> Problem {
    Problem::new(Fault::Corrupt, detail)
}

/// The value a cell's attributes state, before its text is known.
#[derive(Debug, Clone, PartialEq)]
enum Stated {
    Nothing,
    Number(f64),
    Date(f64),
    Bool(bool),
    /// The text is in an attribute.
    Text(String),
    /// The text is the cell's content.
    Content,
}

/// One cell of the row being read, repeated over a number of columns.
struct Held {
    col: u32,
    repeat: u32,
    value: HeldValue,
}

enum HeldValue {
    Stated(Stated),
    Error(&'static str),
    Uncalculated,
}

struct Content<'a, 'c, B: BufRead> {
    xml: Reader<B>,
    seam: &'a mut Seam<'c>,
    sheets: u64,
    /// Rows of the open sheet so far.
    row: u32,
    held: Vec<Held>,
    repeated: u64,
}

impl<'a, 'c, B: BufRead> Content<'a, 'c, B> {
    fn new(xml: Reader<B>, seam: &'a mut Seam<'c>) -> Self {
        Self { xml, seam, sheets: 0, row: 0, held: Vec::new(), repeated: 0 }
    }

    fn walk(&mut self) -> Result<(), Problem> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.next(&mut buffer)? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "table:table" if !self.seam.is_open() => {
                        let name = attribute(&tag, "table:name")?.unwrap_or_default();
                        self.begin_sheet(&name)?;
                    }
                    "table:table-row" if self.seam.is_open() => {
                        let repeat = repeat(&tag, "table:number-rows-repeated")?;
                        self.read_row(repeat)?;
                    }
                    // Drawn objects of the sheet can hold tables of their own, changes tracked hold old values.
                    "table:shapes" | "table:tracked-changes" | "office:forms" => {
                        let name = tag.name().as_ref().to_owned();
                        self.skip(&name)?;
                    }
                    _ => {}
                },
                Event::End(tag) if tag.name().as_ref() == "table:table" => self.seam.end_sheet(None),
                Event::Eof if self.seam.is_open() => return Err(self.cut_short()),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Problem> {
        self.xml.read_event_into(buffer).map_err(|e| corrupt(e.to_string()))
    }

    fn cut_short(&self) -> Problem {
        Problem::new(Fault::Truncated, format!("content.xml ends after row {}", self.row))
    }

    fn begin_sheet(&mut self, name: &str) -> Result<(), Problem> {
        self.sheets += 1;
        let allowed = self.seam.limits().max_sheets;
        if self.sheets > allowed {
            return Err(Problem::new(Fault::TooLarge { limit: Limit::Sheets, allowed, found: self.sheets }, ""));
        }
        self.row = 0;
        self.seam.begin_sheet(name);
        Ok(())
    }

    /// Passes over everything up to the end of an element whose start has been read.
    fn skip(&mut self, name: &str) -> Result<(), Problem> {
        let mut buffer = Vec::new();
        let mut depth = 1_u32;
        while depth > 0 {
            buffer.clear();
            match self.next(&mut buffer)? {
                Event::Start(tag) if tag.name().as_ref() == name => depth = depth.saturating_add(1),
                Event::End(tag) if tag.name().as_ref() == name => depth -= 1,
                Event::Eof => return Err(self.cut_short()),
                _ => {}
            }
        }
        Ok(())
    }

    fn read_row(&mut self, repeat_rows: u32) -> Result<(), Problem> {
        self.held.clear();
        let mut col = 0_u32;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.next(&mut buffer)? {
                Event::Start(tag) if CELL_TAGS.contains(&tag.name().as_ref()) => {
                    let (name, tag) = (tag.name().as_ref().to_owned(), tag.to_owned());
                    let count = repeat(&tag, "table:number-columns-repeated")?;
                    self.read_cell(&name, &tag, col, count)?;
                    col = col.saturating_add(count);
                }
                Event::End(tag) if tag.name().as_ref() == "table:table-row" => break,
                Event::Eof => return Err(self.cut_short()),
                _ => {}
            }
        }
        self.hand_over(repeat_rows)
    }

    fn read_cell(&mut self, name: &str, tag: &BytesStart<'_>, col: u32, repeat: u32) -> Result<(), Problem> {
        let stated = stated(tag)?;
        let has_formula = attribute(tag, "table:formula")?.is_some();
        let is_error = attribute(tag, "calcext:value-type")?.as_deref() == Some("error");
        let (text, is_there) = self.cell_text(name)?;
        let value = match stated {
            Stated::Content | Stated::Text(_) if has_formula || is_error => {
                match convert::error_from_text(&text) {
                    Some(error) => HeldValue::Error(error),
                    // LibreOffice numbers the errors that Excel does not know: Err:502.
                    None if is_error || text.starts_with("Err:") => HeldValue::Error("#VALUE!"),
                    None if stated == Stated::Content => HeldValue::Stated(Stated::Text(text)),
                    None => HeldValue::Stated(stated),
                }
            }
            Stated::Content => HeldValue::Stated(Stated::Text(text)),
            // A text that is there and empty is what the formula came to: nothing.
            Stated::Nothing if has_formula && !is_there => HeldValue::Uncalculated,
            Stated::Nothing => return Ok(()),
            stated => HeldValue::Stated(stated),
        };
        if matches!(&value, HeldValue::Stated(Stated::Text(text)) if text.is_empty()) {
            return Ok(());
        }
        self.held.push(Held { col, repeat, value });
        Ok(())
    }

    /// The text of a cell whose start tag has been read, and whether there is one at all; reads up to its end.
    fn cell_text(&mut self, cell: &str) -> Result<(String, bool), Problem> {
        let limit = usize::try_from(self.seam.limits().max_cell_bytes).unwrap_or(usize::MAX);
        let mut buffer = Vec::new();
        let mut text = String::new();
        let mut paragraphs = 0_u32;
        loop {
            buffer.clear();
            match self.next(&mut buffer)? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "text:s" => {
                        let count = repeat(&tag, "text:c")? as usize;
                        text.extend(std::iter::repeat_n(' ', count.min(limit)));
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    // Comments and drawn objects have texts that are none of the cell's.
                    name if name == "office:annotation" || name.starts_with("draw:") || name.starts_with("dr3d:") => {
                        let name = name.to_owned();
                        self.skip(&name)?;
                    }
                    _ => {}
                },
                Event::Text(piece) if paragraphs > 0 => text.push_str(&piece.xml10_content()),
                Event::CData(piece) if paragraphs > 0 => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(entity) => push_entity(&entity, &mut text)?,
                Event::End(tag) if tag.name().as_ref() == cell => return Ok((text, paragraphs > 0)),
                Event::Eof => return Err(self.cut_short()),
                _ => {}
            }
            if text.len() > limit {
                let (allowed, found) = (limit as u64, text.len() as u64);
                return Err(Problem::new(Fault::TooLarge { limit: Limit::CellBytes, allowed, found }, ""));
            }
        }
    }

    fn hand_over(&mut self, repeat_rows: u32) -> Result<(), Problem> {
        if self.held.is_empty() {
            self.row = self.row.saturating_add(repeat_rows);
            return Ok(());
        }
        for _ in 0..repeat_rows {
            self.row = self.row.saturating_add(1);
            if self.row > MAX_ROWS {
                return Err(corrupt(format!("row {} is beyond the last one", self.row)));
            }
            for held in &self.held {
                let end = held.col.saturating_add(held.repeat).min(MAX_COLS);
                let made = u64::from(end.saturating_sub(held.col));
                self.repeated += if repeat_rows > 1 || made > ORDINARY_REPEAT { made } else { 0 };
                check_repeated(self.repeated, self.seam.limits().max_area_cells / REPEATED_PART, self.row, held.col)?;
                for col in held.col..end {
                    hand_cell(self.seam, self.row, col, &held.value)?;
                }
            }
        }
        Ok(())
    }
}

fn check_repeated(found: u64, allowed: u64, row: u32, col: u32) -> Result<(), Problem> {
    if found <= allowed {
        return Ok(());
    }
    let detail = format!("cells made by repetition, up to {}", cell_name(row, col));
    Err(Problem::new(Fault::TooLarge { limit: Limit::AreaCells, allowed, found }, detail))
}

fn hand_cell(seam: &mut Seam<'_>, row: u32, col: u32, value: &HeldValue) -> Result<(), Problem> {
    let value = match value {
        HeldValue::Stated(Stated::Number(number)) => Value::Number(*number),
        HeldValue::Stated(Stated::Date(days)) => Value::Date(*days),
        HeldValue::Stated(Stated::Bool(truth)) => Value::Bool(*truth),
        HeldValue::Stated(Stated::Text(text)) => Value::Text(text),
        HeldValue::Stated(Stated::Nothing | Stated::Content) => return Ok(()),
        HeldValue::Error(name) => Value::Error(name),
        HeldValue::Uncalculated => Value::Uncalculated,
    };
    seam.cell(row, col, value)
}

fn stated(tag: &BytesStart<'_>) -> Result<Stated, Problem> {
    let Some(kind) = attribute(tag, "office:value-type")? else {
        return Ok(Stated::Nothing);
    };
    let value = |name: &str| Ok(attribute(tag, name)?.unwrap_or_default());
    Ok(match kind.as_str() {
        "float" | "percentage" | "currency" => {
            let text: String = value("office:value")?;
            text.trim().parse().map(Stated::Number).unwrap_or(Stated::Text(text))
        }
        "date" => {
            let text: String = value("office:date-value")?;
            convert::iso_days(&text).map_or(Stated::Text(text), Stated::Date)
        }
        "time" => {
            let text: String = value("office:time-value")?;
            match convert::iso_duration_days(&text) {
                // A time of day and a length of time look alike here; within a day it is taken for the former.
                Some(days) if (0.0..1.0).contains(&days) => Stated::Date(days),
                Some(days) => Stated::Number(days),
                None => Stated::Text(text),
            }
        }
        "boolean" => Stated::Bool(value("office:boolean-value")? == "true"),
        "string" => match attribute(tag, "office:string-value")? {
            Some(text) => Stated::Text(text),
            None => Stated::Content,
        },
        _ => Stated::Content,
    })
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Problem> {
    let found = tag.try_get_attribute(name).map_err(|e| corrupt(e.to_string()))?;
    let Some(found) = found else { return Ok(None) };
    let value = found.normalized_value(XmlVersion::Implicit1_0).map_err(|e| corrupt(e.to_string()))?;
    Ok(Some(value.into_owned()))
}

fn repeat(tag: &BytesStart<'_>, name: &str) -> Result<u32, Problem> {
    match attribute(tag, name)? {
        None => Ok(1),
        Some(text) => text.parse().map_err(|_| corrupt(format!("{name}={text:?}"))),
    }
}

/// Appends what an entity stands for; only those every XML document knows.
pub(super) fn push_entity(entity: &BytesRef<'_>, text: &mut String) -> Result<(), Problem> {
    if let Some(c) = entity.resolve_char_ref().map_err(|e| corrupt(e.to_string()))? {
        text.push(c);
        return Ok(());
    }
    let name = entity.xml10_content();
    match quick_xml::escape::resolve_predefined_entity(&name) {
        Some(piece) => text.push_str(piece),
        None => return Err(corrupt(format!("unknown entity &{name};"))),
    }
    Ok(())
}
