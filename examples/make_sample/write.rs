//! Books to bytes on disk: xlsx with a fixed creation date, csv in the encoding asked for.

use std::error::Error;
use std::fs;
use std::path::Path;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format as Look, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::sheet::{Book, Cell, Encoding, Format, Kind, Sheet};

pub(crate) type Done = Result<(), Box<dyn Error>>;

/// Writes the book below `root`.
pub(crate) fn book(root: &Path, book: &Book) -> Done {
    let path = root.join(&book.path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match book.format {
        Format::Xlsx => {
            let mut workbook = workbook()?;
            for sheet in &book.sheets {
                write_sheet(workbook.add_worksheet(), sheet)?;
            }
            workbook.save(&path)?;
        }
        Format::Csv(encoding) => fs::write(&path, csv_bytes(&book.sheets[0], encoding)?)?,
    }
    Ok(())
}

/// A workbook whose bytes do not depend on the clock.
pub(crate) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_company("宁波澜衡流控技术有限公司")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2026, 11, 10)?);
    workbook.set_properties(&properties);
    Ok(workbook)
}

/// The looks of a table; made once for each sheet.
struct Looks {
    title: Look,
    header: Look,
    plain: [Look; 2],
    money: [Look; 2],
    date: Look,
    stamp: Look,
}

impl Looks {
    fn new() -> Self {
        let base = Look::new()
            .set_font_name("宋体")
            .set_font_size(10)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0xBF_BF_BF))
            .set_align(FormatAlign::VerticalCenter);
        let sum = base.clone().set_bold().set_background_color(Color::RGB(0xF2_F2_F2));
        Self {
            title: Look::new()
                .set_font_name("黑体")
                .set_font_size(14)
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            header: base
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0xDD_EB_F7)),
            plain: [base.clone(), sum.clone()],
            money: [base.clone().set_num_format("#,##0.00"), sum.set_num_format("#,##0.00")],
            date: base.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            stamp: base.set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Center),
        }
    }
}

fn write_sheet(out: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let looks = Looks::new();
    out.set_name(&sheet.name)?;
    let width = u16::try_from(sheet.columns.len()).unwrap_or(1);
    if let Some(title) = &sheet.title {
        out.merge_range(0, 0, 0, width - 1, title, &looks.title)?;
        out.set_row_height(0, 26)?;
    }
    let header = sheet.header_row();
    out.set_row_height(header, 30)?;
    for (column, (text, chars)) in (0_u16..).zip(&sheet.columns) {
        out.set_column_width(column, *chars)?;
        out.write_string_with_format(header, column, *text, &looks.header)?;
    }
    out.set_freeze_panes(header + 1, 0)?;
    out.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (row, line) in (header + 1..).zip(&sheet.lines) {
        let strong = usize::from(line.kind == Kind::Subtotal);
        if line.kind == Kind::RepeatedHeader {
            out.set_row_height(row, 30)?;
        }
        for (column, cell) in (0_u16..).zip(&line.cells) {
            match cell {
                Cell::Text(text) if line.kind == Kind::RepeatedHeader => {
                    out.write_string_with_format(row, column, text, &looks.header)?;
                }
                _ => write_cell(out, row, column, cell, &looks, strong)?,
            }
        }
    }
    Ok(())
}

fn write_cell(out: &mut Worksheet, row: u32, column: u16, cell: &Cell, looks: &Looks, strong: usize) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => out.write_blank(row, column, &looks.plain[strong])?,
        Cell::Text(text) => out.write_string_with_format(row, column, text, &looks.plain[strong])?,
        Cell::Num(value) => out.write_number_with_format(row, column, *value, &looks.plain[strong])?,
        Cell::Money(cents) => {
            let value = *cents as f64 / 100.0;
            out.write_number_with_format(row, column, value, &looks.money[strong])?
        }
        Cell::Date(date) => out.write_datetime_with_format(row, column, date, &looks.date)?,
        Cell::Stamp(stamp) => out.write_datetime_with_format(row, column, stamp, &looks.stamp)?,
        Cell::Error(error) => {
            let formula = Formula::new("=#REF!*1").set_result(*error);
            out.write_formula_with_format(row, column, formula, &looks.plain[strong])?
        }
    };
    Ok(())
}

fn csv_bytes(sheet: &Sheet, encoding: Encoding) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    writer.write_record(sheet.columns.iter().map(|(header, _)| *header))?;
    for line in &sheet.lines {
        let mut record: Vec<String> = line.cells.iter().map(cell_text).collect();
        record.resize(sheet.columns.len(), String::new());
        writer.write_record(&record)?;
    }
    let text = String::from_utf8(writer.into_inner()?)?;
    Ok(match encoding {
        Encoding::Utf8Bom => [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
        Encoding::Gb18030 => encoding_rs::GB18030.encode(&text).0.into_owned(),
    })
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Num(value) => value.to_string(),
        Cell::Money(cents) => money_text(*cents),
        Cell::Date(date) => date.format("%Y-%m-%d").to_string(),
        Cell::Stamp(stamp) => stamp.format("%Y-%m-%d %H:%M").to_string(),
        Cell::Error(error) => (*error).to_owned(),
    }
}

/// `-1234.50`
pub(crate) fn money_text(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let whole = cents.unsigned_abs();
    format!("{sign}{}.{:02}", whole / 100, whole % 100)
}
