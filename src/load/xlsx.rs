//! xlsx and xlsm: cells streamed from calamine, so that memory follows the data and not the declared size of a sheet.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;

use calamine::{DataRef, Reader as _, SheetType, Xlsx, XlsxError};

use super::convert;
use super::problem::{Fault, Limit, Problem, cell_name};
use super::seam::Seam;
use super::{Value, shield};

type Book = Xlsx<BufReader<File>>;

/// Reads every sheet that has cells. A sheet that breaks is ended with a problem; the others go on.
pub(super) fn read(file: File, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let mut book = Xlsx::new(BufReader::new(file)).map_err(|e| problem(&e))?;
    let sheets = sheet_names(book.sheets_metadata(), seam.limits().max_sheets)?;
    let is_1904 = book.has_1904_epoch();
    let mut seen = BTreeSet::new();
    for name in sheets {
        seam.begin_sheet(&name);
        // The library finds sheets by name: of two with one name it would hand the first over twice.
        if !seen.insert(name.clone()) {
            seam.end_sheet(Some(Problem::new(Fault::Corrupt, "two sheets have this name")));
            continue;
        }
        let end = match shield::parse(|| sheet(&mut book, &name, is_1904, seam)) {
            Ok(end) => end.err(),
            Err(message) => Some(Problem::new(Fault::ParserFailed, message)),
        };
        seam.end_sheet(end);
    }
    Ok(())
}

/// The sheets that have cells, in the order of the workbook. Hidden ones are read like the others.
pub(super) fn sheet_names(sheets: &[calamine::Sheet], max_sheets: u64) -> Result<Vec<String>, Problem> {
    let found = sheets.len() as u64;
    if found > max_sheets {
        return Err(Problem::new(Fault::TooLarge { limit: Limit::Sheets, allowed: max_sheets, found }, ""));
    }
    let with_cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    Ok(with_cells.map(|sheet| sheet.name.clone()).collect())
}

fn sheet(book: &mut Book, name: &str, is_1904: bool, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(problem(&error)),
    };
    let mut last = None;
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
