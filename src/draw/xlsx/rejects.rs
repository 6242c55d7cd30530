//! The workbook of rejected rows: an index, and for each sheet of the input its rows under their own headers, with the
//! faulty cells marked. Each of these sheets begins with its header row, so that it can be read again.

use super::formats::Formats;
use super::plan::{Limits, cut};
use super::tab_names::Names;
use crate::draw::error::DrawError;
use crate::draw::style::{Palette, Rgb, colour, number, points, text_pixels};
use crate::report::model::Tone;
use crate::report::rejects::{Fault, Original, RejectBook, RejectRow, RejectSheet};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet};

/// Notes of one sheet: each is a drawing of its own, and thousands make Excel slow. The last column says the same.
const MOST_NOTES: usize = 1_000;
/// Pixels of a column of data.
const NARROWEST: f64 = 64.0;
const WIDEST: f64 = 300.0;
/// Pixels of the column that says what to mend.
const MEND: u32 = 520;
/// Rows that are measured for the width of their columns.
const MEASURED: usize = 200;
/// Excel counts 29 February 1900, which never was: serials below it are another day.
const FIRST_SAFE_DAY: f64 = 61.0;

/// The workbook as bytes. The same model gives the same bytes.
pub fn rejects_workbook(book: &RejectBook) -> Result<Vec<u8>, DrawError> {
    let formats = Formats { script: book.script, palette: Palette::default() };
    let mut names = Names::default();
    let index_name = names.take(&book.index_name);
    let tabs: Vec<String> = book.sheets.iter().map(|sheet| names.take(&sheet.name)).collect();
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(super::mend::LEVEL);
    workbook.set_properties(&super::properties([&book.title, &book.month, &book.company], book.as_of)?);
    index(workbook.add_worksheet(), book, &formats, &index_name, &tabs)?;
    for (sheet, tab) in book.sheets.iter().zip(&tabs) {
        let page = workbook.add_worksheet();
        page.set_name(tab)?;
        rows(page, sheet, book, &formats)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// What is where, how many, why, and how to go about it.
fn index(page: &mut Worksheet, book: &RejectBook, formats: &Formats, name: &str, tabs: &[String]) -> Result<(), DrawError> {
    const WIDTHS: [u32; 8] = [14, 190, 260, 170, 96, 84, 300, 330];
    page.set_name(name)?.set_screen_gridlines(false).set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    page.set_tab_color(Color::RGB(colour(Tone::Bad).hex()));
    for (column, width) in WIDTHS.iter().enumerate() {
        page.set_column_width_pixels(column as u16, *width)?;
    }
    let content: u32 = WIDTHS[1..].iter().sum();
    page.set_row_height_pixels(0, 36)?;
    page.write_string_with_format(0, 1, &book.title, &formats.text(points::TITLE).set_bold())?;
    let subtitle = match book.company.is_empty() {
        true => format!("{} · {}", book.month, book.subtitle),
        false => format!("{} · {} · {}", book.company, book.month, book.subtitle),
    };
    page.set_row_height_pixels(1, 24)?;
    page.write_string_with_format(1, 1, &subtitle, &formats.muted(points::BODY))?;
    let mut row = 3;
    let step = formats.text(points::BODY).set_text_wrap();
    for (at, text) in book.steps.iter().enumerate() {
        let text = format!("{}.  {text}", at + 1);
        page.merge_range(row, 1, row, 7, "", &step)?;
        page.write_string_with_format(row, 1, &text, &step)?;
        page.set_row_height_pixels(row, 18 * super::grid::lines(formats.script, &text, content, points::BODY) + 6)?;
        row += 1;
    }
    row += 1;
    page.set_row_height_pixels(row, 30)?;
    for (at, header) in (1u16..).zip(&book.columns) {
        page.write_string_with_format(row, at, header, &formats.header(at == 5, false))?;
    }
    let wrapped = formats.body().set_text_wrap().set_align(FormatAlign::Left).set_indent(1).set_align(FormatAlign::Top);
    let figure = formats.body().set_num_format(number::INT).set_align(FormatAlign::Top);
    let link = wrapped.clone().set_font_color(colour(Tone::Accent).hex());
    for entry in &book.index {
        row += 1;
        let texts = [(2u16, &entry.file), (3, &entry.sheet), (4, &entry.table), (6, &entry.reasons), (7, &entry.remark)];
        let mut lines = 1;
        for (column, text) in texts {
            let text = cut(text, 2_000);
            lines = lines.max(super::grid::lines(formats.script, text, WIDTHS[usize::from(column)] - 20, points::BODY));
            page.write_string_with_format(row, column, text, &wrapped)?;
        }
        page.write_number_with_format(row, 5, entry.rejected as f64, &figure)?;
        match entry.rows.and_then(|at| tabs.get(at)) {
            Some(tab) => {
                lines = lines.max(super::grid::lines(formats.script, tab, WIDTHS[1] - 20, points::BODY));
                let address = format!("internal:'{}'!A1", tab.replace('\'', "''"));
                page.write_url_with_format(row, 1, Url::new(address).set_text(format!("{tab} ›")), &link)?;
            }
            None => {
                page.write_string_with_format(row, 1, "–", &wrapped)?;
            }
        }
        page.set_row_height_pixels(row, 17 * lines.min(20) + 6)?;
    }
    Ok(())
}

/// The formats of a sheet of rows.
struct Styles {
    header: Format,
    added: Format,
    beside_header: Format,
    plain: Format,
    beside: Format,
    marked: Format,
}

impl Styles {
    fn of(formats: &Formats) -> Styles {
        let header = formats.header(false, false);
        let soft = colour(Tone::Bad).soft().hex();
        let line = |format: Format| format.set_border_bottom(FormatBorder::Hair).set_border_bottom_color(Rgb::RULE.hex());
        let plain = line(formats.text(points::BODY).set_align(FormatAlign::Top));
        Styles {
            added: header.clone().set_background_color(soft),
            beside_header: header.clone().set_font_color(Rgb::MUTED.hex()),
            header,
            beside: line(
                formats
                    .muted(points::BODY)
                    .set_align(FormatAlign::Top)
                    .set_align(FormatAlign::Left)
                    .set_indent(1)
                    .set_text_wrap(),
            ),
            marked: formats
                .coloured(points::BODY, colour(Tone::Bad).readable())
                .set_align(FormatAlign::Top)
                .set_background_color(soft)
                .set_border(FormatBorder::Thin)
                .set_border_color(colour(Tone::Bad).hex()),
            plain,
        }
    }
}

fn rows(page: &mut Worksheet, sheet: &RejectSheet, book: &RejectBook, formats: &Formats) -> Result<(), DrawError> {
    let styles = Styles::of(formats);
    let beside = sheet.headers.len() as u16 + 1;
    for (column, width) in widths(sheet, formats).into_iter().enumerate() {
        page.set_column_width_pixels(column as u16, width)?;
    }
    page.set_column_width_pixels(beside - 1, 20)?
        .set_column_width_pixels(beside, 90)?
        .set_column_width_pixels(beside + 1, MEND)?;
    page.set_row_height_pixels(0, 34)?;
    for (column, header) in sheet.headers.iter().enumerate() {
        let format = if header.added { &styles.added } else { &styles.header };
        page.write_string_with_format(0, column as u16, cut(&header.text, Limits::EXCEL.chars), format)?;
    }
    for (column, header) in (beside..).zip(&sheet.beside) {
        page.write_string_with_format(0, column, header, &styles.beside_header)?;
    }
    let mut notes = 0;
    for (at, row) in (1u32..).zip(&sheet.rows) {
        for (column, cell) in row.cells.iter().enumerate() {
            let fault = row.faults.iter().find(|f| f.column == column);
            let told = value(page, (at, column as u16), cell, fault, &styles, book)?;
            if let (Some(text), true) = (told, notes < MOST_NOTES) {
                page.insert_note(at, column as u16, &super::table::note(formats, &text))?;
                notes += 1;
            }
        }
        aside(page, at, beside, row, &styles, formats)?;
    }
    page.set_freeze_panes(1, 0)?.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// Writes a cell as it was read, and tells what its note is to say.
fn value(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Original,
    fault: Option<&Fault>,
    styles: &Styles,
    book: &RejectBook,
) -> Result<Option<String>, DrawError> {
    let format = if fault.is_some() { &styles.marked } else { &styles.plain };
    let format = if fault.is_some_and(|f| f.keep_text) { format.clone().set_num_format("@") } else { format.clone() };
    let figures = matches!(cell, Original::Number(_) | Original::Bool(_));
    let format = if figures { format } else { format.set_align(FormatAlign::Left).set_indent(1) };
    let mut told = fault.map(|f| f.text.clone());
    match cell {
        Original::Empty => {
            page.write_blank(row, column, &format)?;
        }
        Original::Text(text) => {
            let fits = cut(text, Limits::EXCEL.chars);
            if fits.len() < text.len() {
                told = Some([told.as_deref(), Some(&book.cut)].into_iter().flatten().collect::<Vec<_>>().join("\n"));
            }
            page.write_string_with_format(row, column, fits, &format)?;
        }
        Original::Number(x) => {
            page.write_number_with_format(row, column, *x, &figure(format, *x))?;
        }
        Original::Date(x) if (1.0..FIRST_SAFE_DAY).contains(x) => {
            page.write_number_with_format(row, column, *x, &format)?;
        }
        Original::Date(x) => {
            let code = match x {
                x if *x < 1.0 => "hh:mm",
                x if x.fract() > 0.0 => "yyyy-mm-dd hh:mm",
                _ => number::DATE,
            };
            let format = format.set_num_format(code);
            page.write_number_with_format(row, column, *x, &format)?;
        }
        Original::Bool(b) => {
            page.write_boolean_with_format(row, column, *b, &format)?;
        }
    }
    Ok(told)
}

/// Long whole numbers with all their digits: Excel would shorten them to 1.2E+11.
fn figure(format: Format, x: f64) -> Format {
    if x.fract() == 0.0 && (1e11..1e15).contains(&x.abs()) { format.set_num_format("0") } else { format }
}

/// The row's number in its own file, and what to mend.
fn aside(
    page: &mut Worksheet,
    at: u32,
    beside: u16,
    row: &RejectRow,
    styles: &Styles,
    formats: &Formats,
) -> Result<(), DrawError> {
    let mend = cut(&row.mend, 4_000);
    page.write_number_with_format(at, beside, f64::from(row.row), &styles.beside)?;
    page.write_string_with_format(at, beside + 1, mend, &styles.beside)?;
    let lines = super::grid::lines(formats.script, mend, MEND - 12, points::BODY);
    page.set_row_height_pixels(at, (17 * lines + 6).min(400))?;
    Ok(())
}

/// A width for each column: as wide as its header and its first cells, within reason.
fn widths(sheet: &RejectSheet, formats: &Formats) -> Vec<u32> {
    let pixels = |text: &str| text_pixels(formats.script, cut(text, 200), points::BODY) + 18.0;
    let wide = |cell: &Original| match cell {
        Original::Empty | Original::Bool(_) => 0.0,
        Original::Text(text) => text.lines().map(pixels).fold(0.0, f64::max),
        Original::Number(x) => pixels(&x.to_string()),
        Original::Date(x) => {
            if x.fract() > 0.0 {
                125.0
            } else {
                88.0
            }
        }
    };
    let column = |at: usize| {
        let header = pixels(&sheet.headers[at].text) * 1.06;
        let cells = sheet.rows.iter().take(MEASURED).filter_map(|r| r.cells.get(at)).map(wide);
        cells.fold(header, f64::max).clamp(NARROWEST, WIDEST) as u32
    };
    (0..sheet.headers.len()).map(column).collect()
}
