//! The sheet of a table: the header row with the required columns marked, the rules of each column, the example rows.

use rust_xlsxwriter::{Format, IgnoreError, Worksheet, XlsxError};

use super::entry::{message, validation, write};
use super::looks::{Looks, is_figure};
use crate::draw::style::points;
use crate::templates::{Column, Entry, Value};

/// The last row of a sheet: rules hold for a whole column, they cost nothing by the row.
const LAST_ROW: u32 = 1_048_575;

pub(super) fn draw(sheet: &mut Worksheet, looks: &Looks, columns: &[Column], rows: &[Vec<Value>]) -> Result<(), XlsxError> {
    let mut total = 0;
    for (col, column) in (0u16..).zip(columns) {
        let width = width(looks, column, rows.iter().filter_map(|row| row.get(usize::from(col))));
        total += width;
        sheet.set_column_width_pixels(col, width)?.set_column_format(col, &looks.entry(&column.entry))?;
        sheet.write_string_with_format(
            0,
            col,
            marked(column),
            &looks.header(column.need.is_marked(), is_figure(&column.entry)),
        )?;
        sheet.add_data_validation(0, col, 0, col, &message(column)?)?;
        sheet.add_data_validation(1, col, LAST_ROW, col, &validation(column)?)?;
        if column.entry == Entry::Id {
            // Digits that are text are meant to be: no warning triangle in each cell.
            sheet.ignore_error_range(1, col, LAST_ROW, col, IgnoreError::NumberStoredAsText)?;
        }
    }
    sheet.set_row_height_pixels(0, 36)?;
    let formats: Vec<Format> = columns.iter().map(|column| looks.example(&column.entry)).collect();
    for (row, values) in (1u32..).zip(rows) {
        sheet.set_row_height_pixels(row, 22)?;
        for ((col, value), format) in (0u16..).zip(values).zip(&formats) {
            write(sheet, row, col, value, format)?;
        }
    }
    let last_row = u32::try_from(rows.len()).unwrap_or(0);
    let last_col = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    sheet.autofilter(0, 0, last_row, last_col)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_repeat_rows(0, 0)?;
    super::paper(sheet, looks, total, true)
}

/// The header with the mark that a required column bears.
pub(super) fn marked(column: &Column) -> String {
    if column.need.is_marked() { format!("{} *", column.header) } else { column.header.clone() }
}

/// Wide enough for the header with its filter button and for what is usually entered.
fn width<'a>(looks: &Looks, column: &Column, values: impl Iterator<Item = &'a Value>) -> u32 {
    const BUTTON: u32 = 38;
    let header = looks.pixels(&marked(column), points::BODY) + BUTTON;
    let texts = values.filter_map(|v| if let Value::Text(text) = v { Some(looks.pixels(text, points::BODY) + 16) } else { None });
    let (least, most) = match &column.entry {
        Entry::Text => (130, 200),
        Entry::Name => (76, 220),
        Entry::Id => (96, 150),
        Entry::Date => (96, 130),
        Entry::Moment => (134, 140),
        Entry::Amount => (104, 140),
        Entry::Choice { .. } => (76, 130),
        Entry::Time | Entry::Number | Entry::Count => (70, 130),
    };
    header.min(most).max(texts.max().unwrap_or(0).min(most)).max(least)
}
