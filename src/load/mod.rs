//! Load: files in, rows of cells out. Knows formats and hostile files; knows nothing of tables, customers or money.
//!
//! The seam is [`Consumer`]: whichever reader stands behind a format, it hands over the same calls in the same order,
//! so that a faster reader can take another's place without anyone noticing.

mod batch;
mod convert;
mod cut;
mod delimiter;
mod digest;
mod discover;
mod encoding;
mod guard;
mod html;
mod isolate;
mod numbers;
mod ods;
mod ole;
mod problem;
mod records;
mod relay;
mod remark;
mod seam;
mod shield;
mod sniff;
mod source;
mod spreadsheetml;
mod stray;
mod text;
mod texts;
mod xls;
mod xlsb;
mod xlsx;

#[cfg(test)]
mod biff_tests;
#[cfg(test)]
mod odd_tests;
#[cfg(test)]
mod quote_tests;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use batch::Rows;
pub use discover::{Discovery, EXTENSIONS, InputFile, discover};
pub use guard::Limits;
pub use isolate::{SUBCOMMAND, serve};
pub use problem::{Fault, Found, Limit, Problem, cell_name};
pub use remark::Remark;

use digest::Digest;
use isolate::{Parser, Task};
use seam::{Direct, Seam, Sink};
use sniff::{Kind, Package};

/// The value of one cell, as the file states it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Number(f64),
    /// A cell formatted as a date or time: days since 1899-12-30 (1904 dates are already shifted), the fraction is the time.
    Date(f64),
    Bool(bool),
    /// A formula error as Excel writes it, for example `#REF!`.
    Error(&'static str),
    /// A formula without a stored result: there is something here, and nobody knows what.
    Uncalculated,
}

/// One cell that is not empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell<'a> {
    /// Column, 0-based (A = 0).
    pub col: u32,
    pub value: Value<'a>,
    /// A number that the same text of the same file always has, where the file itself writes each text down once: what was
    /// found out about one such cell holds for the others.
    pub shared: Option<u32>,
}

impl<'a> Cell<'a> {
    #[must_use]
    pub fn new(col: u32, value: Value<'a>) -> Self {
        Cell { col, value, shared: None }
    }
}

/// Receives the cells of a file: for each sheet one `begin_sheet`, its rows in rising order, one `end_sheet`.
pub trait Consumer {
    /// A sheet begins. `index` counts from 0 within the file. For csv the sheet's name is the file's stem.
    fn begin_sheet(&mut self, index: usize, name: &str);
    /// About so many rows follow, by what the file says of itself: good for making room, and for nothing else.
    fn expect_rows(&mut self, _rows: u32) {}
    /// A row with at least one cell. `row` is the number Excel shows (1-based); cells are in rising column order.
    fn row(&mut self, row: u32, cells: &[Cell<'_>]);
    /// Rows that follow one another. Who can do no better takes them one by one.
    fn rows(&mut self, rows: &Rows<'_>) {
        let mut cells = Vec::new();
        for at in 0..rows.len() {
            rows.row(at, &mut cells);
            self.row(rows.number(at), &cells);
        }
    }
    /// The sheet is over; a problem means that it was read only up to here.
    fn end_sheet(&mut self, problem: Option<Problem>);
}

/// What a file turned out to be, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Format {
    /// Office Open XML (xlsx, xlsm).
    Xlsx,
    /// Office Open XML with binary parts.
    Xlsb,
    /// The workbook of Excel 97 to 2003.
    Xls,
    /// OpenDocument.
    Ods,
    /// Delimited text (csv, tsv).
    Text,
    /// A web page with tables.
    Html,
    /// The XML spreadsheet of Excel 2003.
    SpreadsheetMl,
    /// None of these, or never found out.
    Unknown,
}

impl Format {
    /// The stable code other programs may rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Text => "text",
            Self::Html => "html",
            Self::SpreadsheetMl => "spreadsheetml",
            Self::Unknown => "unknown",
        }
    }
}

/// What is known of a file after it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// SHA-256 of the bytes, in hex; empty where they could not be read.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What the bytes are.
    pub format: Format,
    /// Why the file could not be read, or only up to some point. Problems of one sheet are told at its end.
    /// After one that is [void](Problem::void) nothing that was handed over may be used.
    pub problem: Option<Problem>,
    /// What a person should know of it although it was read.
    pub remarks: Vec<Remark>,
}

impl FileRead {
    /// What the file is, where that is another format than the one its name claims and it was read all the same.
    pub fn misnamed(&self, name: &str) -> Option<Format> {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
        let claimed = match extension.as_str() {
            "xlsx" | "xlsm" => Format::Xlsx,
            "xlsb" => Format::Xlsb,
            "xls" => Format::Xls,
            "ods" => Format::Ods,
            "csv" | "tsv" => Format::Text,
            _ => return None,
        };
        (self.format != claimed && self.format != Format::Unknown).then_some(self.format)
    }
}

/// Above this a file is read on a thread of its own; below, starting one is not worth while.
const RELAY_BYTES: u64 = 1 << 20;

/// Reads a file and hands its cells to the consumer. Never panics over what is in the file, and never fails as a whole:
/// what went wrong is in the answer, and every sheet that was begun is ended.
pub fn read(file: &InputFile, limits: &Limits, consumer: &mut dyn Consumer) -> FileRead {
    if file.bytes > RELAY_BYTES && !limits.one_thread {
        relay::relay(consumer, &|sink| read_here(file, limits, sink))
    } else {
        read_here(file, limits, &mut Direct(consumer))
    }
}

/// The SHA-256 of a file's bytes, in hex, where they can be read and hold still.
pub fn sha256(input: &InputFile, limits: &Limits) -> Option<String> {
    let mut file = File::open(&input.path).ok()?;
    digest::digest(&mut file, input, limits.max_file_bytes).ok().map(|digest| digest.sha256)
}

/// The error of a formula that a text names, as cells hold it.
pub(crate) fn formula_error(text: &str) -> Option<&'static str> {
    convert::error_from_text(text)
}

fn read_here(file: &InputFile, limits: &Limits, sink: &mut dyn Sink) -> FileRead {
    let mut answer =
        FileRead { sha256: String::new(), bytes: file.bytes, format: Format::Unknown, problem: None, remarks: Vec::new() };
    answer.problem = read_into(file, limits, sink, &mut answer).err();
    answer
}

fn read_into(input: &InputFile, limits: &Limits, sink: &mut dyn Sink, answer: &mut FileRead) -> Result<(), Problem> {
    let mut file = File::open(&input.path).map_err(|e| Problem::from_io(&e))?;
    if input.bytes > RELAY_BYTES
        && !limits.one_thread
        && matches!(sniff::sniff(&head(&mut file)?), Kind::Zip)
        && let Some(outcome) = read_beside(&file, input, limits, sink, answer)
    {
        return outcome;
    }
    let digest = digest::digest(&mut file, input, limits.max_file_bytes)?;
    answer.sha256.clone_from(&digest.sha256);
    answer.bytes = digest.bytes;
    if digest.bytes == 0 {
        return Err(Problem::new(Fault::Empty, ""));
    }
    // The same open file is hashed, read and looked at again: another one put in its place is not noticed by either.
    let outcome = parsed(&file, &input.path, Some(&digest), Seam::new(sink, limits), &mut answer.format, &mut answer.remarks);
    digest::still_the_same(&file, digest)?;
    outcome
}

/// A large archive is hashed while it is read: nothing of it needs to be known before.
fn read_beside(
    file: &File,
    input: &InputFile,
    limits: &Limits,
    sink: &mut dyn Sink,
    answer: &mut FileRead,
) -> Option<Result<(), Problem>> {
    let FileRead { format, remarks, .. } = answer;
    let seam = Seam::new(sink, limits);
    let read = digest::beside(file, input, limits.max_file_bytes, || parsed(file, &input.path, None, seam, format, remarks))?;
    Some(read.and_then(|(sha256, bytes, outcome)| {
        (answer.sha256, answer.bytes) = (sha256, bytes);
        outcome
    }))
}

fn parsed(
    file: &File,
    path: &Path,
    digest: Option<&Digest>,
    mut seam: Seam<'_>,
    format: &mut Format,
    remarks: &mut Vec<Remark>,
) -> Result<(), Problem> {
    let reading = file.try_clone().map_err(|e| Problem::from_io(&e))?;
    let outcome = shield::parse(|| dispatch(reading, path, digest, &mut seam, format));
    let outcome = outcome.unwrap_or_else(|message| Err(Problem::new(Fault::ParserFailed, message)));
    if seam.is_open() {
        seam.end_sheet(outcome.as_ref().err().cloned());
    }
    *remarks = seam.take_remarks();
    outcome
}

fn dispatch(
    mut file: File,
    path: &Path,
    digest: Option<&Digest>,
    seam: &mut Seam<'_>,
    format: &mut Format,
) -> Result<(), Problem> {
    let claimed = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (parser, found) = match sniff::sniff(&head(&mut file)?) {
        Kind::Zip => return archive(file, stem, claimed, seam, format),
        Kind::Text(mark) => {
            *format = Format::Text;
            let Some(digest) = digest else { return Err(Problem::new(Fault::ChangedWhileReading, "")) };
            return text::read(file, &stem, claimed == "tsv", mark, &digest.utf8, seam);
        }
        Kind::Compound => (Parser::Xls, Format::Xls),
        Kind::Html => (Parser::Html, Format::Html),
        Kind::SpreadsheetMl => (Parser::SpreadsheetMl, Format::SpreadsheetMl),
        Kind::OldBiff => return Err(Problem::new(Fault::Unsupported { what: isolate::OLD_BIFF }, "")),
        Kind::Other(found) => return Err(Problem::new(Fault::WrongFormat { claimed, found }, "")),
    };
    *format = found;
    Task { parser, stem, claimed }.run(file, seam).inspect_err(|problem| {
        if matches!(problem.fault, Fault::WrongFormat { .. } | Fault::Encrypted) {
            *format = Format::Unknown;
        }
    })
}

fn archive(file: File, stem: String, claimed: String, seam: &mut Seam<'_>, format: &mut Format) -> Result<(), Problem> {
    let limits = seam.limits();
    let damaged = RefCell::new(None);
    // Whoever parses with a library looks first.
    let look = |file: &File| {
        let inspected = guard::inspect(BufReader::new(from_start(file)?), limits, &claimed)?;
        damaged.replace(inspected.damaged);
        Ok(())
    };
    let outcome = match guard::package(BufReader::new(from_start(&file)?), limits, &claimed)? {
        Package::Xlsx => {
            *format = Format::Xlsx;
            xlsx::read(&file, seam, &look)
        }
        Package::Xlsb => {
            *format = Format::Xlsb;
            look(&file)?;
            Task { parser: Parser::Xlsb, stem, claimed: claimed.clone() }.run(file, seam)
        }
        Package::Ods => {
            *format = Format::Ods;
            look(&file)?;
            ods::read(from_start(&file)?, seam)
        }
        // Told by the guard already.
        Package::Other(found) => Err(Problem::new(Fault::WrongFormat { claimed: claimed.clone(), found }, "")),
    };
    outcome.map_err(|mut problem| {
        if let Some(damaged) = damaged.take() {
            problem.detail = format!("{} ({damaged})", problem.detail);
        }
        problem
    })
}

/// The same open file, from its beginning.
fn from_start(file: &File) -> Result<File, Problem> {
    let mut again = file.try_clone().map_err(|e| Problem::from_io(&e))?;
    again.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
    Ok(again)
}

/// The first bytes of the file, which is left at its beginning.
fn head(file: &mut File) -> Result<Vec<u8>, Problem> {
    let mut head = Vec::new();
    let limit = sniff::HEAD_BYTES as u64;
    file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
    file.by_ref().take(limit).read_to_end(&mut head).map_err(|e| Problem::from_io(&e))?;
    file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
    Ok(head)
}
