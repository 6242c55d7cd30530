//! The sheet that explains the columns, for reading and for print.

use rust_xlsxwriter::{FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::looks::Looks;
use crate::draw::style::{Rgb, points};
use crate::templates::Notes;

/// Where, needed, meaning, how, example.
const WIDTHS: [u32; 5] = [210, 150, 330, 330, 190];
const LINE: u32 = 18;

pub(super) fn draw(sheet: &mut Worksheet, looks: &Looks, notes: &Notes) -> Result<(), XlsxError> {
    for (col, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width_pixels(col, width)?;
    }
    sheet.write_string_with_format(0, 0, &notes.title, &looks.text(points::TITLE, Rgb::BAND).set_bold())?;
    sheet.set_row_height_pixels(0, 44)?;
    let mut row = 1;
    for line in &notes.intro {
        sheet.write_string_with_format(row, 0, line, &looks.text(points::BODY, Rgb::INK))?.set_row_height_pixels(row, 22)?;
        row += 1;
    }
    row += 1;
    for (col, text) in (0u16..).zip(notes.heading) {
        sheet.write_string_with_format(row, col, text, &looks.header(false, false))?;
    }
    sheet.set_row_height_pixels(row, 30)?.set_repeat_rows(row, row)?.set_freeze_panes(row + 1, 0)?;
    for (cells, required) in &notes.rows {
        row += 1;
        line(sheet, looks, row, cells, *required)?;
    }
    sheet.set_screen_gridlines(false);
    super::paper(sheet, looks, WIDTHS.iter().sum(), true)
}

fn line(sheet: &mut Worksheet, looks: &Looks, row: u32, cells: &[String; 5], required: bool) -> Result<(), XlsxError> {
    for (col, text) in (0u16..).zip(cells) {
        let colour = if matches!(col, 1 | 4) && !required { Rgb::MUTED } else { Rgb::INK };
        let format = looks
            .text(points::BODY, colour)
            .set_text_wrap()
            .set_align(FormatAlign::Left)
            .set_indent(1)
            .set_border_bottom(FormatBorder::Hair)
            .set_border_bottom_color(Rgb::RULE.hex());
        let strong = required && col <= 1;
        sheet.write_string_with_format(row, col, text, &if strong { format.set_bold() } else { format })?;
    }
    // Room for the indent and for fonts a little wider than reckoned.
    let lines = cells.iter().zip(WIDTHS).map(|(text, width)| looks.lines(text, points::BODY * 1.05, width - 24)).max();
    sheet.set_row_height_pixels(row, lines.unwrap_or(1) * LINE + 8)?;
    Ok(())
}
