//! What a cell accepts, and what it says when it is chosen: the data validation of a column; and the value of a cell.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, Worksheet, XlsxError,
};

use crate::draw::style::number;
use crate::templates::{Column, Entry, Value};

/// The largest amount that is taken for one.
const LARGEST: f64 = 1e12;

/// The rule of a column with the message beside the cell.
pub(super) fn validation(column: &Column) -> Result<DataValidation, XlsxError> {
    let rule = accepts(DataValidation::new(), &column.entry)?;
    let (title, text) = &column.refusal;
    rule.set_error_title(cut(title, 32))?
        .set_error_message(cut(text, 255))?
        .set_input_title(cut(&column.header, 32))?
        .set_input_message(cut(&format!("{}\n{}", column.meaning, column.how), 255))
}

/// The message alone, for the header.
pub(super) fn message(column: &Column) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new().allow_any_value();
    rule.set_input_title(cut(&column.header, 32))?.set_input_message(cut(&format!("{}\n{}", column.meaning, column.how), 255))
}

fn accepts(rule: DataValidation, entry: &Entry) -> Result<DataValidation, XlsxError> {
    Ok(match entry {
        Entry::Text | Entry::Name | Entry::Id => rule.allow_any_value(),
        Entry::Date | Entry::Moment => {
            let (first, last) = (ExcelDateTime::from_ymd(1990, 1, 1)?, ExcelDateTime::from_ymd(2099, 12, 31)?);
            rule.allow_date(DataValidationRule::Between(first, last))
        }
        Entry::Time => {
            let (first, last) = (ExcelDateTime::from_hms(0, 0, 0)?, ExcelDateTime::from_hms(23, 59, 59)?);
            rule.allow_time(DataValidationRule::Between(first, last))
        }
        Entry::Amount | Entry::Number => rule.allow_decimal_number(DataValidationRule::Between(-LARGEST, LARGEST)),
        Entry::Count => rule.allow_whole_number(DataValidationRule::Between(0, 1_000_000)),
        Entry::Choice { words, only } => {
            let style = if *only { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Warning };
            rule.allow_list_strings(words)?.set_error_style(style)
        }
    })
}

/// Writes a value. Text stays text, whatever it looks like.
pub(super) fn write(sheet: &mut Worksheet, row: u32, col: u16, value: &Value, format: &Format) -> Result<(), XlsxError> {
    match value {
        Value::Empty => sheet.write_blank(row, col, format)?,
        Value::Text(text) => sheet.write_string_with_format(row, col, text, format)?,
        Value::Number(x) => sheet.write_number_with_format(row, col, *x, format)?,
        // A day alone in a column of moments shows no midnight.
        Value::Day(day) => sheet.write_datetime_with_format(row, col, day, &format.clone().set_num_format(number::DATE))?,
        Value::Moment(moment) => sheet.write_datetime_with_format(row, col, moment, format)?,
        Value::Time(time) => sheet.write_datetime_with_format(row, col, time, format)?,
    };
    Ok(())
}

/// At most so many UTF-16 units, which is how a spreadsheet counts.
fn cut(text: &str, units: usize) -> String {
    if text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut left = units - 1;
    let fits = |c: &char| {
        let room = left >= c.len_utf16();
        left = left.saturating_sub(c.len_utf16());
        room
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_by_the_units_that_count() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("a𠮷b𠮷", 4), "a𠮷…");
    }
}
