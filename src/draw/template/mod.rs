//! Workbooks to fill in: the sheet for the records first, the sheet that explains it second.

mod entry;
mod form;
mod looks;
mod notes;
mod table;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::error::DrawError;
use crate::templates::{Body, Template};
use looks::Looks;

/// The workbook as bytes. The same template gives the same bytes.
///
/// # Errors
/// When the template does not fit into a workbook: a fault of the program.
pub fn template(template: &Template) -> Result<Vec<u8>, DrawError> {
    let looks = Looks::of(template.script);
    let mut book = Workbook::new();
    // The clock must not show in the bytes.
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    let properties = DocProperties::new().set_title(template.title).set_author("keyaccount").set_creation_datetime(&created);
    book.set_properties(&properties);
    let sheet = book.add_worksheet().set_name(template.title)?;
    match &template.body {
        Body::Table { rows } => table::draw(sheet, &looks, &template.columns, rows)?,
        Body::Form { values, hint, signatures } => {
            form::draw(sheet, &looks, template, values, (*hint, *signatures))?;
        }
    }
    let sheet = book.add_worksheet().set_name(template.notes.sheet)?;
    notes::draw(sheet, &looks, &template.notes)?;
    Ok(book.save_to_buffer()?)
}

/// A4 or, where the columns would get too small to read, A3; one page wide in any case.
fn paper(sheet: &mut rust_xlsxwriter::Worksheet, looks: &Looks, pixels: u32, landscape: bool) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    const A3: u8 = 8;
    // Twice what an A4 page holds at full size still prints at about five points.
    sheet.set_paper_size(if pixels > 1700 { A3 } else { A4 });
    if landscape {
        sheet.set_landscape();
    }
    sheet.set_margins(0.4, 0.4, 0.55, 0.6, 0.3, 0.3).set_print_center_horizontally(true).set_print_fit_to_pages(1, 0);
    sheet.set_footer(format!("&R&\"{},Regular\"&8 &P / &N", looks.font));
    Ok(())
}
