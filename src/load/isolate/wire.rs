//! What the reading process says to the one that started it: sheets, rows and problems, as bytes.
//!
//! The reader of these bytes believes none of them: the other side parsed a file nobody vouches for. Lengths are held
//! against the limits before anything is reserved, and cells go through the same [`Seam`] as those of any parser.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::super::convert::error_from_text;
use super::super::problem::{Fault, Found, Limit, Problem};
use super::super::seam::{MAX_COLS, MAX_ROWS, Seam};
use super::super::{Cell, Consumer, Value};

/// Said first: whoever does not say it is not the program that was meant.
pub(super) const HELLO: [u8; 8] = *b"kareader";
const BEGIN: u8 = b'B';
const ROW: u8 = b'R';
const END: u8 = b'E';
const DONE: u8 = b'D';
const TEXT: u8 = b't';
const NUMBER: u8 = b'n';
const DATE: u8 = b'd';
const FALSE: u8 = b'0';
const TRUE: u8 = b'1';
const ERROR: u8 = b'e';
const UNCALCULATED: u8 = b'?';
/// Sheet names and problems are short; a cell's text has its own limit.
const MAX_TEXT: u64 = 1 << 20;

/// Why listening ended without an answer.
#[derive(Debug)]
pub(super) enum Broken {
    /// The line is dead, or nothing came in time.
    Line(io::Error),
    /// The bytes make no sense.
    Nonsense(&'static str),
    /// What came is beyond a limit.
    Refused(Problem),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Line(error)
    }
}

impl From<Problem> for Broken {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

/// A problem on its way. The codes of [`Fault`] never change, so that they serve here as well.
#[derive(Serialize, Deserialize)]
struct Told {
    code: String,
    /// The limit reached, or what the file turned out to be.
    #[serde(default)]
    what: String,
    #[serde(default)]
    figures: [u64; 2],
    sheet: Option<String>,
    cell: Option<String>,
    detail: String,
}

impl Told {
    fn new(problem: &Problem) -> Self {
        let (what, figures) = match &problem.fault {
            Fault::TooLarge { limit, allowed, found } => (limit.code().to_owned(), [*allowed, *found]),
            Fault::WrongFormat { found, .. } => (found.code().to_owned(), [0, 0]),
            Fault::Undecodable { encoding, byte, line } => ((*encoding).to_owned(), [*byte, *line]),
            Fault::Unsupported { what } => ((*what).to_owned(), [0, 0]),
            _ => (String::new(), [0, 0]),
        };
        let (sheet, cell) = (problem.sheet.clone(), problem.cell.clone());
        Self { code: problem.fault.code().to_owned(), what, figures, sheet, cell, detail: problem.detail.clone() }
    }

    /// `claimed` is the file's extension, which this side knows by itself.
    fn problem(self, claimed: &str) -> Problem {
        let [one, two] = self.figures;
        let plain = [Fault::Unreadable, Fault::Empty, Fault::Encrypted, Fault::Truncated, Fault::Corrupt];
        let fault = match self.code.as_str() {
            "too_large" => Limit::ALL.into_iter().find(|limit| limit.code() == self.what).map(|limit| Fault::TooLarge {
                limit,
                allowed: one,
                found: two,
            }),
            "wrong_format" => Found::ALL
                .into_iter()
                .find(|found| found.code() == self.what)
                .map(|found| Fault::WrongFormat { claimed: claimed.to_owned(), found }),
            "undecodable" => encoding_rs::Encoding::for_label(self.what.as_bytes()).map(|encoding| Fault::Undecodable {
                encoding: encoding.name(),
                byte: one,
                line: two,
            }),
            "unsupported" => {
                super::UNSUPPORTED.into_iter().find(|what| *what == self.what).map(|what| Fault::Unsupported { what })
            }
            code => plain.into_iter().find(|fault| fault.code() == code),
        };
        let fault = fault.unwrap_or(Fault::ParserFailed);
        Problem { sheet: self.sheet, cell: self.cell, ..Problem::new(fault, self.detail) }
    }
}

/// The speaking side: a consumer that puts every call into bytes. The first error of the line is kept, and nothing more
/// is said after it.
pub(super) struct Speaker<W: Write> {
    line: W,
    buffer: Vec<u8>,
    pub(super) lost: Option<io::Error>,
}

impl<W: Write> Speaker<W> {
    pub(super) fn new(line: W) -> Self {
        Self { line, buffer: Vec::new(), lost: None }
    }

    pub(super) fn hello(&mut self) -> io::Result<()> {
        self.line.write_all(&HELLO)?;
        self.line.flush()
    }

    pub(super) fn done(mut self, outcome: Result<(), Problem>) -> io::Result<()> {
        self.problem(DONE, outcome.err().as_ref());
        match self.lost {
            Some(error) => Err(error),
            None => self.line.flush(),
        }
    }

    fn problem(&mut self, tag: u8, problem: Option<&Problem>) {
        let told = problem.map(Told::new).and_then(|told| serde_json::to_string(&told).ok()).unwrap_or_default();
        self.say(|buffer| {
            buffer.push(tag);
            text(buffer, &told);
        });
    }

    fn say(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        if self.lost.is_none() {
            self.buffer.clear();
            fill(&mut self.buffer);
            self.lost = self.line.write_all(&self.buffer).err();
        }
    }
}

impl<W: Write> Consumer for Speaker<W> {
    fn begin_sheet(&mut self, _: usize, name: &str) {
        self.say(|buffer| {
            buffer.push(BEGIN);
            text(buffer, name);
        });
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        self.say(|buffer| {
            buffer.push(ROW);
            buffer.extend(row.to_le_bytes());
            number(buffer, cells.len());
            cells.iter().for_each(|cell| put(buffer, cell));
        });
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        self.problem(END, problem.as_ref());
    }
}

fn put(buffer: &mut Vec<u8>, cell: &Cell<'_>) {
    buffer.extend(cell.col.to_le_bytes());
    match cell.value {
        Value::Text(value) => {
            buffer.push(TEXT);
            text(buffer, value);
        }
        Value::Number(value) => {
            buffer.push(NUMBER);
            buffer.extend(value.to_le_bytes());
        }
        Value::Date(days) => {
            buffer.push(DATE);
            buffer.extend(days.to_le_bytes());
        }
        Value::Bool(truth) => buffer.push(if truth { TRUE } else { FALSE }),
        Value::Error(name) => {
            buffer.push(ERROR);
            text(buffer, name);
        }
        Value::Uncalculated => buffer.push(UNCALCULATED),
    }
}

fn text(buffer: &mut Vec<u8>, text: &str) {
    number(buffer, text.len());
    buffer.extend(text.as_bytes());
}

/// What is longer than four bytes can say is cut off by the limits long before.
fn number(buffer: &mut Vec<u8>, value: usize) {
    buffer.extend(u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes());
}

/// The listening side: hands everything over to the seam, and gives back how the reading ended.
pub(super) fn listen(line: &mut impl Read, claimed: &str, seam: &mut Seam<'_>) -> Result<Result<(), Problem>, Broken> {
    let mut scratch = Vec::new();
    loop {
        match byte(line)? {
            BEGIN if !seam.is_open() => {
                let name = read_text(line, MAX_TEXT, &mut scratch)?;
                seam.begin_sheet(name);
            }
            ROW if seam.is_open() => row(line, seam, &mut scratch)?,
            END if seam.is_open() => {
                let problem = read_problem(line, claimed, &mut scratch)?;
                seam.end_sheet(problem);
            }
            DONE => return Ok(read_problem(line, claimed, &mut scratch)?.map_or(Ok(()), Err)),
            _ => return Err(Broken::Nonsense("a call out of turn")),
        }
    }
}

fn row(line: &mut impl Read, seam: &mut Seam<'_>, scratch: &mut Vec<u8>) -> Result<(), Broken> {
    let (row, count) = (read_u32(line)?, read_u32(line)?);
    if row == 0 || row > MAX_ROWS || count > MAX_COLS {
        return Err(Broken::Nonsense("a row that cannot be"));
    }
    for _ in 0..count {
        let col = read_u32(line)?;
        let value = match byte(line)? {
            TEXT => {
                let limit = seam.limits().max_cell_bytes;
                Value::Text(read_text(line, limit, scratch)?)
            }
            NUMBER => Value::Number(f64::from_le_bytes(array(line)?)),
            DATE => Value::Date(f64::from_le_bytes(array(line)?)),
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            ERROR => {
                let name = read_text(line, MAX_TEXT, scratch)?;
                Value::Error(error_from_text(name).ok_or(Broken::Nonsense("no error of Excel"))?)
            }
            UNCALCULATED => Value::Uncalculated,
            _ => return Err(Broken::Nonsense("no kind of value")),
        };
        seam.cell(row, col, value)?;
    }
    Ok(seam.end_row()?)
}

fn read_problem(line: &mut impl Read, claimed: &str, scratch: &mut Vec<u8>) -> Result<Option<Problem>, Broken> {
    let told = read_text(line, MAX_TEXT, scratch)?;
    if told.is_empty() {
        return Ok(None);
    }
    let told: Told = serde_json::from_str(told).map_err(|_| Broken::Nonsense("no problem"))?;
    Ok(Some(told.problem(claimed)))
}

fn read_text<'s>(line: &mut impl Read, limit: u64, scratch: &'s mut Vec<u8>) -> Result<&'s str, Broken> {
    let bytes = read_u32(line)?;
    if u64::from(bytes) > limit {
        return Err(Broken::Nonsense("a text that is too long"));
    }
    scratch.clear();
    if line.take(u64::from(bytes)).read_to_end(scratch)? < bytes as usize {
        return Err(Broken::Line(io::ErrorKind::UnexpectedEof.into()));
    }
    std::str::from_utf8(scratch).map_err(|_| Broken::Nonsense("no text"))
}

fn read_u32(line: &mut impl Read) -> io::Result<u32> {
    Ok(u32::from_le_bytes(array(line)?))
}

fn byte(line: &mut impl Read) -> io::Result<u8> {
    let [byte] = array(line)?;
    Ok(byte)
}

pub(super) fn array<const N: usize>(line: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    line.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
