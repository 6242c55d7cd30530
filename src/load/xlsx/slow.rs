//! The library's lane: cells streamed from calamine, so that memory follows the data and not the declared size of a sheet.

use std::collections::{BTreeMap, BTreeSet};
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

/// Errors of formulas that the library does not know, by the number of their cell in the sheet: where they stand and what they say.
type Strange = BTreeMap<u64, (u32, u32, &'static str)>;

fn cells(book: &mut Book, name: &str, from_row: u32, seam: &mut Seam<'_>) -> Result<(), Problem> {
    match stream(book, name, from_row, &Strange::new(), seam) {
        Err(Break::Strange) => {
            let row = seam.drop_row().max(from_row);
            let strange = strange_errors(book, name)?;
            stream(book, name, row, &strange, seam).map_err(Break::into_problem)
        }
        end => end.map_err(Break::into_problem),
    }
}

/// Why a sheet is not read on.
enum Break {
    /// An error of a formula that the library does not know, and of which nobody knows yet where it stands.
    Strange,
    Problem(Problem),
}

impl Break {
    fn into_problem(self) -> Problem {
        match self {
            Break::Strange => Problem::new(Fault::Corrupt, "an error of a formula that stands nowhere"),
            Break::Problem(problem) => problem,
        }
    }
}

impl From<Problem> for Break {
    fn from(problem: Problem) -> Self {
        Break::Problem(problem)
    }
}

/// Finds the errors that the library does not know: it says what they are and not where, and where every cell is and not what.
fn strange_errors(book: &mut Book, name: &str) -> Result<Strange, Problem> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|e| problem(&e))?;
    let mut found: Vec<(u64, &'static str)> = Vec::new();
    for nth in 0_u64.. {
        match cells.next_cell_with_formula_metadata() {
            Ok(Some(_)) => {}
            Err(XlsxError::CellError(text)) => found.push((nth, convert::any_error(&text))),
            // Whatever else is wrong is told where the cells are handed over.
            Ok(None) | Err(_) => break,
        }
    }
    drop(cells);
    let mut cells = book.worksheet_cells_reader(name).map_err(|e| problem(&e))?;
    let (mut strange, mut nth) = (Strange::new(), 0_u64);
    for (at, error) in found {
        while let Ok(Some(cell)) = cells.next_formula() {
            nth += 1;
            if nth > at {
                let (row, col) = cell.get_position();
                strange.insert(at, (row + 1, col, error));
                break;
            }
        }
    }
    Ok(strange)
}

fn stream(book: &mut Book, name: &str, from_row: u32, strange: &Strange, seam: &mut Seam<'_>) -> Result<(), Break> {
    let is_1904 = book.has_1904_epoch();
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(problem(&error).into()),
    };
    let (mut last, mut begun, mut after_strange) = (None, false, false);
    for nth in 0_u64.. {
        // Formulas are looked at in the same pass; sheets without any are not slower for it.
        let cell = match cells.next_cell_with_formula_metadata() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(()),
            Err(XlsxError::CellError(_)) => {
                let &(row, col, error) = strange.get(&nth).ok_or(Break::Strange)?;
                (last, after_strange) = (Some((row, col)), true);
                begun |= row >= from_row;
                if begun {
                    seam.cell(row, col, Value::Error(error))?;
                }
                continue;
            }
            Err(error) => {
                let mut problem = problem(&error);
                if let Some((row, col)) = last {
                    problem.detail = format!("after {}: {}", cell_name(row, col), problem.detail);
                }
                return Err(problem.into());
            }
        };
        let (row, col) = (cell.pos.0 + 1, cell.pos.1);
        // The library does not count the cell it stumbled over: one after it that does not say where it stands is misplaced.
        if std::mem::take(&mut after_strange) && last.is_some_and(|(above, left)| above == row && left >= col) {
            return Err(Problem::new(Fault::Corrupt, format!("after {}", cell_name(row, col))).into());
        }
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
    Ok(())
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
