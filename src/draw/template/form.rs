//! The sheet of a form: labels with their blanks, two to a line, long texts over the whole width; one page on paper.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::entry::{validation, write};
use super::looks::Looks;
use super::table::marked;
use crate::draw::style::{Rgb, points};
use crate::templates::{Column, Entry, Template, Value};

/// Label and blank, twice.
const WIDTHS: [u32; 4] = [150, 230, 150, 230];
const FIRST_LINE: u32 = 2;

type Field<'a> = (&'a Column, &'a Value);

pub(super) fn draw(
    sheet: &mut Worksheet,
    looks: &Looks,
    template: &Template,
    values: &[Value],
    (hint, signatures): (&str, [&str; 2]),
) -> Result<(), XlsxError> {
    for (col, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width_pixels(col, width)?;
    }
    let title = looks.text(points::TITLE, Rgb::BAND).set_bold().set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, 3, template.title, &title)?.set_row_height_pixels(0, 46)?;
    let small = looks.text(points::SMALL, Rgb::MUTED).set_align(FormatAlign::Center);
    sheet.merge_range(1, 0, 1, 3, hint, &small)?.set_row_height_pixels(1, 24)?;

    let fields: Vec<Field<'_>> = template.columns.iter().zip(values).collect();
    let mut row = FIRST_LINE;
    let mut rest = fields.as_slice();
    while let [first, others @ ..] = rest {
        let partner = others.first().filter(|second| !long(first) && !long(second));
        field(sheet, looks, (row, 0), *first, if partner.is_some() { 1 } else { 3 })?;
        if let Some(second) = partner {
            field(sheet, looks, (row, 2), *second, 3)?;
        }
        sheet.set_row_height_pixels(row, if long(first) { 84 } else { 38 })?;
        rest = if partner.is_some() { &others[1..] } else { others };
        row += 1;
    }

    sheet.set_screen_gridlines(false);
    super::paper(sheet, looks, WIDTHS.iter().sum(), false)?;
    sheet.set_print_fit_to_pages(1, 1).set_print_area(0, 0, row - 1, 3)?;
    // Signatures are for paper: in cells they would be read as labels.
    let [left, right] = signatures.map(|who| format!("&\"{},Regular\"&10 {who}: ______________", looks.font));
    sheet.set_footer(format!("&L{left}&R{right}"));
    Ok(())
}

/// A text that wants the whole width.
fn long((column, _): &Field<'_>) -> bool {
    column.entry == Entry::Text
}

/// A label, and its blank from the next column up to `last`.
fn field(
    sheet: &mut Worksheet,
    looks: &Looks,
    (row, col): (u32, u16),
    (column, value): Field<'_>,
    last: u16,
) -> Result<(), XlsxError> {
    let label = framed(looks.text(points::BODY, if column.need.is_marked() { Rgb::WHITE } else { Rgb::INK }))
        .set_bold()
        .set_text_wrap()
        .set_indent(1)
        .set_background_color(if column.need.is_marked() { Rgb::BAND } else { Rgb::PANEL }.hex());
    sheet.write_string_with_format(row, col, marked(column), &label)?;
    let blank = framed(looks.entry(&column.entry)).set_align(FormatAlign::Left).set_indent(1).set_text_wrap();
    if last > col + 1 {
        sheet.merge_range(row, col + 1, row, last, "", &blank)?;
    }
    write(sheet, row, col + 1, value, &blank)?;
    sheet.add_data_validation(row, col + 1, row, col + 1, &validation(column)?)?;
    Ok(())
}

fn framed(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(Rgb::RULE.hex())
}
