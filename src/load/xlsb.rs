//! xlsb: cells streamed from calamine, and beside them the formula errors, which calamine passes over without a word.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use calamine::{Reader as _, Xlsb, XlsbError};
use quick_xml::events::Event;
use zip::ZipArchive;

use super::ole::u32_at;
use super::problem::{Fault, Limit, Problem, cell_name};
use super::seam::Seam;
use super::{Value, convert, shield, xlsx};

type Book = Xlsb<BufReader<File>>;

/// Reads every sheet that has cells. A sheet that breaks is ended with a problem; the others go on.
pub(super) fn read(mut file: File, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let again = file.try_clone().map_err(|e| Problem::from_io(&e))?;
    let mut parts = Parts::open(again)?;
    let mut errors = Vec::new();
    let mut paths = parts.sheets();
    for (name, path) in paths.drain(..) {
        errors.push((name, parts.formula_errors(&path)));
    }
    file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;

    let mut book = Xlsb::new(BufReader::new(file)).map_err(|e| problem(&e))?;
    let sheets = xlsx::sheet_names(book.sheets_metadata(), seam.limits().max_sheets)?;
    let is_1904 = book.has_1904_epoch();
    let mut seen = BTreeSet::new();
    for name in sheets {
        seam.begin_sheet(&name);
        if !seen.insert(name.clone()) {
            seam.end_sheet(Some(Problem::new(Fault::Corrupt, "two sheets have this name")));
            continue;
        }
        let place = errors.iter().position(|(sheet, _)| *sheet == name);
        let errors = place.map_or(Ok(Vec::new()), |place| errors.swap_remove(place).1);
        let end = match errors {
            Ok(errors) => match shield::parse(|| sheet(&mut book, &name, is_1904, &errors, seam)) {
                Ok(end) => end.err(),
                Err(message) => Some(Problem::new(Fault::ParserFailed, message)),
            },
            Err(problem) => Some(problem),
        };
        seam.end_sheet(end);
    }
    Ok(())
}

fn sheet(book: &mut Book, name: &str, is_1904: bool, errors: &[FormulaError], seam: &mut Seam<'_>) -> Result<(), Problem> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|e| problem(&e))?;
    let mut errors = errors.iter().peekable();
    let mut last = None;
    loop {
        let cell = match cells.next_cell() {
            Ok(cell) => cell,
            Err(error) => {
                let mut problem = problem(&error);
                if let Some((row, col)) = last {
                    problem.detail = format!("after {}: {}", cell_name(row, col), problem.detail);
                }
                return Err(problem);
            }
        };
        // Whole rows at a time: the seam puts the cells of one row in order.
        let up_to = cell.as_ref().map_or(u32::MAX, |cell| cell.get_position().0 + 1);
        while let Some(error) = errors.next_if(|error| error.row <= up_to) {
            seam.cell(error.row, error.col, Value::Error(error.name))?;
        }
        let Some(cell) = cell else { return Ok(()) };
        let (row, col) = cell.get_position();
        last = Some((row + 1, col));
        convert::hand(seam, row + 1, col, cell.get_value(), is_1904)?;
    }
}

fn problem(error: &XlsbError) -> Problem {
    let fault = match error {
        XlsbError::Password => Fault::Encrypted,
        XlsbError::Io(error) => return Problem::from_io(error),
        _ => Fault::Corrupt,
    };
    Problem::new(fault, error.to_string())
}

/// A formula whose result is an error: `row` 1-based, `col` 0-based.
struct FormulaError {
    row: u32,
    col: u32,
    name: &'static str,
}

const ROW_HEADER: u16 = 0x0000;
const FORMULA_ERROR: u16 = 0x000B;
const END_SHEET_DATA: u16 = 0x0092;
const BUNDLE_SHEET: u16 = 0x009C;
/// The fields looked at lie at the beginning of a record; sheet names are at most 31 characters.
const RECORD_HEAD_BYTES: usize = 1024;
/// More formula errors than this in one sheet are no table.
const MAX_ERRORS: usize = 1_000_000;

/// The parts of the archive, read as far as the errors need it. What is broken here, calamine tells.
struct Parts {
    archive: ZipArchive<BufReader<File>>,
}

impl Parts {
    fn open(mut file: File) -> Result<Self, Problem> {
        file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
        let archive = ZipArchive::new(BufReader::new(file));
        archive.map(|archive| Self { archive }).map_err(|e| Problem::new(Fault::Corrupt, e.to_string()))
    }

    /// Names of the sheets and the parts they are in.
    fn sheets(&mut self) -> Vec<(String, String)> {
        let targets = self.targets();
        let mut sheets = Vec::new();
        self.each_record("xl/workbook.bin", |kind, data| {
            if kind == BUNDLE_SHEET
                && let Some((id, rest)) = data.get(8..).and_then(wide_text)
                && let Some((name, _)) = wide_text(rest)
                && let Some((_, target)) = targets.iter().find(|(known, _)| *known == id)
            {
                sheets.push((name, format!("xl/{target}")));
            }
            true
        });
        sheets
    }

    fn targets(&mut self) -> Vec<(String, String)> {
        let mut targets = Vec::new();
        let Some(entry) = self.entry("xl/_rels/workbook.bin.rels") else {
            return targets;
        };
        let mut xml = quick_xml::Reader::from_reader(BufReader::new(entry));
        let mut buffer = Vec::new();
        while let Ok(event) = xml.read_event_into(&mut buffer) {
            match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let value = |name| tag.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned());
                    if let (Some(id), Some(target)) = (value("Id"), value("Target")) {
                        targets.push((id, target));
                    }
                }
                Event::Eof => break,
                _ => {}
            }
            buffer.clear();
        }
        targets
    }

    fn formula_errors(&mut self, path: &str) -> Result<Vec<FormulaError>, Problem> {
        let mut errors = Vec::new();
        let mut row = 0_u32;
        self.each_record(path, |kind, data| {
            match kind {
                ROW_HEADER => row = u32_at(data, 0).unwrap_or(row),
                FORMULA_ERROR => {
                    if let (Some(col), Some(code)) = (u32_at(data, 0), data.get(8)) {
                        errors.push(FormulaError { row: row.saturating_add(1), col, name: error_name(*code) });
                    }
                }
                _ => {}
            }
            kind != END_SHEET_DATA && errors.len() <= MAX_ERRORS
        });
        if errors.len() > MAX_ERRORS {
            let (allowed, found) = (MAX_ERRORS as u64, errors.len() as u64);
            return Err(Problem::new(Fault::TooLarge { limit: Limit::Cells, allowed, found }, "formula errors"));
        }
        Ok(errors)
    }

    fn entry(&mut self, path: &str) -> Option<zip::read::ZipFile<'_, BufReader<File>>> {
        let same = |raw: &[u8]| String::from_utf8_lossy(raw).replace('\\', "/").eq_ignore_ascii_case(path);
        let index = self.archive.file_names_raw().position(same)?;
        self.archive.by_index(index).ok()
    }

    /// Calls `each` with the kind and the first bytes of every record of a part, until it answers false.
    fn each_record(&mut self, path: &str, mut each: impl FnMut(u16, &[u8]) -> bool) {
        let Some(entry) = self.entry(path) else {
            return;
        };
        let mut reader = BufReader::with_capacity(1 << 16, entry);
        let mut head = Vec::with_capacity(RECORD_HEAD_BYTES);
        // An error is the end: the same bytes stop the parser at the same place, and it says so.
        while let Ok(Some(kind)) = next_record(&mut reader, &mut head) {
            if !each(kind, &head) {
                return;
            }
        }
    }
}

/// Reads a record: its kind, and the first bytes of its content into `head`.
fn next_record(reader: &mut impl Read, head: &mut Vec<u8>) -> io::Result<Option<u16>> {
    let Some(low) = byte(reader)? else {
        return Ok(None);
    };
    let mut kind = u16::from(low & 0x7F);
    if low & 0x80 != 0 {
        kind |= u16::from(byte(reader)?.unwrap_or(0) & 0x7F) << 7;
    }
    let mut length = 0_u64;
    for shift in [0, 7, 14, 21] {
        let part = byte(reader)?.unwrap_or(0);
        length |= u64::from(part & 0x7F) << shift;
        if part & 0x80 == 0 {
            break;
        }
    }
    head.clear();
    reader.take(length.min(RECORD_HEAD_BYTES as u64)).read_to_end(head)?;
    io::copy(&mut reader.take(length - head.len() as u64), &mut io::sink())?;
    Ok(Some(kind))
}

fn byte(reader: &mut impl Read) -> io::Result<Option<u8>> {
    let mut one = [0];
    Ok((reader.read(&mut one)? == 1).then_some(one[0]))
}

/// A text of two-byte characters with its length before it, and what follows.
fn wide_text(data: &[u8]) -> Option<(String, &[u8])> {
    let bytes = usize::try_from(u32_at(data, 0)?).ok()?.checked_mul(2)?;
    let (text, rest) = data.get(4..)?.split_at_checked(bytes)?;
    let units: Vec<u16> = text.chunks_exact(2).filter_map(|pair| super::ole::u16_at(pair, 0)).collect();
    Some((String::from_utf16_lossy(&units), rest))
}

fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#VALUE!",
    }
}
