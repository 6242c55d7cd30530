//! The library's lane: cells streamed from calamine, so that memory follows the data and not the declared size of a sheet.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;

use calamine::{DataRef, Reader as _, SheetType, Xlsx, XlsxError};

use crate::load::problem::{Fault, Limit, Problem, cell_name};
use crate::load::seam::Seam;
use crate::load::{Value, convert, shield};

pub(super) type Book = Xlsx<BufReader<File>>;

/// Reads every sheet that has cells. A sheet that breaks is ended with a problem; the others go on.
pub(super) fn read(file: File, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let mut book = open(file)?;
    let sheets = sheet_names(book.sheets_metadata(), seam.limits().max_sheets)?;
    let mut seen = BTreeSet::new();
    for name in sheets {
        seam.begin_sheet(&name);
        let end = if seen.insert(name.clone()) { sheet(&mut book, &name, 0, seam) } else { Some(twice()) };
        seam.end_sheet(end);
    }
    Ok(())
}

pub(super) fn open(file: File) -> Result<Book, Problem> {
    Xlsx::new(BufReader::new(file)).map_err(|e| problem(&e))
}

/// The library finds sheets by name: of two with one name it would hand the first over twice.
pub(super) fn twice() -> Problem {
    Problem::new(Fault::Corrupt, "two sheets have this name")
}

/// Reads a sheet from a row on, and answers why it was read only in part.
pub(super) fn sheet(book: &mut Book, name: &str, from_row: u32, seam: &mut Seam<'_>) -> Option<Problem> {
    match shield::parse(|| cells(book, name, from_row, seam)) {
        Ok(end) => end.err(),
        Err(message) => Some(Problem::new(Fault::ParserFailed, message)),
    }
}

/// The sheets that have cells, in the order of the workbook. Hidden ones are read like the others.
pub(in crate::load) fn sheet_names(sheets: &[calamine::Sheet], max_sheets: u64) -> Result<Vec<String>, Problem> {
    let found = sheets.len() as u64;
    if found > max_sheets {
        return Err(Problem::new(Fault::TooLarge { limit: Limit::Sheets, allowed: max_sheets, found }, ""));
    }
    let with_cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    Ok(with_cells.map(|sheet| sheet.name.clone()).collect())
}

fn cells(book: &mut Book, name: &str, from_row: u32, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let is_1904 = book.has_1904_epoch();
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(problem(&error)),
    };
    let (mut last, mut begun) = (None, false);
    loop {
        // Formulas are looked at in the same pass; sheets without any are not slower for it.
        let cell = match cells.next_cell_with_formula_metadata() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(()),
            Err(error) => {
                let mut problem = problem(&error);
                if let Some((row, col)) = last {
                    problem.detail = format!("after {}: {}", cell_name(row, col), problem.detail);
                }
                return Err(problem);
            }
        };
        let (row, col) = (cell.pos.0 + 1, cell.pos.1);
        last = Some((row, col));
        // Rows that go back later on are no longer those that were read before.
        begun |= row >= from_row;
        if !begun {
            continue;
        }
        if cell.value == DataRef::Empty {
            if cell.formula.is_some() {
                seam.cell(row, col, Value::Uncalculated)?;
            }
        } else {
            convert::hand(seam, row, col, &cell.value, is_1904)?;
        }
    }
}

fn problem(error: &XlsxError) -> Problem {
    let fault = match error {
        XlsxError::Password => Fault::Encrypted,
        XlsxError::XmlEof(_) => Fault::Truncated,
        XlsxError::Io(error) => return Problem::from_io(error),
        XlsxError::Unrecognized { typ: "sheet:type", .. } => Fault::Unsupported { what: "macro sheets" },
        _ => Fault::Corrupt,
    };
    Problem::new(fault, error.to_string())
}
