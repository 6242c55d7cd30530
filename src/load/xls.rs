//! xls: read whole by calamine, after a look at what it would have to allocate.
//!
//! calamine builds a rectangle around the used cells of every sheet and reserves what a sheet declares, so both are
//! checked against [`Limits::max_area_cells`](super::Limits) first. [`read`] is the seam behind which the
//! parser can be moved into a process of its own: bytes in, cells out.

use std::io::Cursor;

use calamine::{Data, DataRef, Range, Reader as _, Xls, XlsError, XlsOptions};

use super::ole::{Compound, u16_at, u32_at};
use super::problem::{Fault, Limit, Problem};
use super::seam::Seam;
use super::{Limits, Value, convert, sniff, xlsx};

/// Reads every sheet that has cells from the bytes of an xls file.
pub(super) fn read(bytes: &[u8], claimed: &str, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let compound = Compound::parse(bytes)?;
    sniff::check_compound(&compound, claimed)?;
    let stream = compound.stream("Workbook").or_else(|_| compound.stream("Book"))?;
    check_areas(&stream, seam.limits())?;
    let mut options = XlsOptions::default();
    // The newer format is always in Unicode. Some writers name the code page of their machine all the same, and the parser
    // would believe it.
    options.force_codepage = is_biff8(&stream).then_some(UNICODE);
    drop((stream, compound));

    let mut book = Xls::new_with_options(Cursor::new(bytes), options).map_err(|e| problem(&e))?;
    let is_1904 = book.has_1904_epoch();
    for name in xlsx::sheet_names(book.sheets_metadata(), seam.limits().max_sheets)? {
        seam.begin_sheet(&name);
        let end = sheet(&mut book, &name, is_1904, seam);
        seam.end_sheet(end.err());
    }
    Ok(())
}

fn sheet(book: &mut Xls<Cursor<&[u8]>>, name: &str, is_1904: bool, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let values = book.worksheet_range(name).map_err(|e| problem(&e))?;
    let formulas = book.worksheet_formula(name).map_err(|e| problem(&e))?;
    let Some((first, last)) = union(values.start().zip(values.end()), formulas.start().zip(formulas.end())) else {
        return Ok(());
    };
    for row in first.0..=last.0 {
        for col in first.1..=last.1 {
            match value_at(&values, row, col) {
                Some(value) => convert::hand(seam, row + 1, col, &borrowed(value), is_1904)?,
                None if formulas.get_value((row, col)).is_some_and(|formula| !formula.is_empty()) => {
                    seam.cell(row + 1, col, Value::Uncalculated)?;
                }
                None => {}
            }
        }
    }
    Ok(())
}

fn value_at(values: &Range<Data>, row: u32, col: u32) -> Option<&Data> {
    values.get_value((row, col)).filter(|value| **value != Data::Empty)
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

type Corner = (u32, u32);

fn union(a: Option<(Corner, Corner)>, b: Option<(Corner, Corner)>) -> Option<(Corner, Corner)> {
    let Some((a, b)) = a.zip(b) else {
        return a.or(b);
    };
    let low = (a.0.0.min(b.0.0), a.0.1.min(b.0.1));
    let high = (a.1.0.max(b.1.0), a.1.1.max(b.1.1));
    Some((low, high))
}

fn problem(error: &XlsError) -> Problem {
    let fault = match error {
        XlsError::Password => Fault::Encrypted,
        XlsError::Io(error) => return Problem::from_io(error),
        XlsError::EoStream(_) => Fault::Truncated,
        _ => Fault::Corrupt,
    };
    Problem::new(fault, error.to_string())
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const FILE_PASS: u16 = 0x002F;
const DIMENSIONS: u16 = 0x0200;
const MUL_RK: u16 = 0x00BD;
/// The version in a BOF record from Excel 97 on, and the code page of Unicode.
const BIFF8: u16 = 0x0600;
const UNICODE: u16 = 1200;
/// Records that begin with the row and the column of one cell.
const CELL_RECORDS: [u16; 7] = [0x0006, 0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD];

fn is_biff8(stream: &[u8]) -> bool {
    records(stream).next().is_some_and(|(kind, data)| kind == BOF && u16_at(data, 0) == Some(BIFF8))
}

/// Adds up the rectangles the parser is going to allocate for the sheets of a workbook stream.
fn check_areas(stream: &[u8], limits: &Limits) -> Result<(), Problem> {
    let mut sheets = Vec::new();
    for (kind, data) in records(stream) {
        match kind {
            // All that follows is ciphered: no record after this one says what it seems to say.
            FILE_PASS => {
                return Err(Problem::new(Fault::Encrypted, "the workbook stream is ciphered"));
            }
            BOUND_SHEET => sheets.push(u32_at(data, 0).unwrap_or(u32::MAX)),
            EOF => break,
            _ => {}
        }
    }
    let found = sheets.len() as u64;
    if found > limits.max_sheets {
        return Err(Problem::new(Fault::TooLarge { limit: Limit::Sheets, allowed: limits.max_sheets, found }, ""));
    }
    let mut total = 0_u64;
    for start in sheets {
        let Some(sheet) = stream.get(start as usize..) else {
            return Err(Problem::new(Fault::Truncated, "a sheet lies beyond the end of the workbook stream"));
        };
        total = total.saturating_add(area(sheet)?);
        if total > limits.max_area_cells {
            let fault = Fault::TooLarge { limit: Limit::AreaCells, allowed: limits.max_area_cells, found: total };
            return Err(Problem::new(fault, ""));
        }
    }
    Ok(())
}

/// The larger of the declared and the used rectangle of a sheet, in cells.
fn area(sheet: &[u8]) -> Result<u64, Problem> {
    let mut declared = 0;
    let mut used: Option<(Corner, Corner)> = None;
    let mut depth = 0_usize;
    for (kind, data) in records(sheet) {
        let cell = |col_at| Some((u32::from(u16_at(data, 0)?), u32::from(u16_at(data, col_at)?)));
        let corners = match kind {
            BOF => {
                depth += 1;
                None
            }
            EOF if depth <= 1 => break,
            EOF => {
                depth -= 1;
                None
            }
            DIMENSIONS => {
                declared = declared.max(declared_area(data)?);
                None
            }
            MUL_RK => cell(2).zip(cell(data.len().saturating_sub(2))),
            kind if CELL_RECORDS.contains(&kind) => cell(2).zip(cell(2)),
            _ => None,
        };
        used = union(used, corners);
    }
    let used = used.map_or(0, |(low, high)| u64::from(high.0 - low.0 + 1) * u64::from(high.1.saturating_sub(low.1) + 1));
    Ok(declared.max(used))
}

/// The rectangle a DIMENSIONS record declares: rows and columns up to but not including the last.
fn declared_area(data: &[u8]) -> Result<u64, Problem> {
    let wide = data.len() >= 14;
    let row = |at: usize| {
        if wide { u32_at(data, 2 * at) } else { u16_at(data, at).map(u32::from) }
    };
    let col = |at: usize| u16_at(data, if wide { 8 + at } else { 4 + at }).map(u64::from);
    let (Some(first_row), Some(last_row), Some(first_col), Some(last_col)) = (row(0), row(2), col(0), col(2)) else {
        return Ok(0);
    };
    if last_row == 0 || last_col == 0 {
        return Ok(0);
    }
    if last_row < first_row {
        return Err(Problem::new(Fault::Corrupt, "a sheet declares its last row before its first"));
    }
    // Excel has no more than 256 columns here; the parser begins at column 0 where the first is nonsense.
    let first_col = if first_col > 0xFF || last_col < first_col { 0 } else { first_col };
    Ok((u64::from(last_row - first_row) + 1).saturating_mul(last_col - first_col + 1))
}

/// The records of a stream: their kind and their bytes. Ends at the first that is not whole.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let kind = u16_at(stream, 0)?;
        let end = 4 + usize::from(u16_at(stream, 2)?);
        let data = stream.get(4..end)?;
        stream = stream.get(end..)?;
        Some((kind, data))
    })
}
