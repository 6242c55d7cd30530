//! Tables: real Excel tables with clean headers, notes with definitions, quiet bars and tags, totals.

use super::formats::{self, Formats, figure, number_format, too_long};
use super::grid::Span;
use super::page::Page;
use super::plan::Chunk;
use crate::draw::error::DrawError;
use crate::draw::style::{HEAT_LIGHT, Rgb, points, text_pixels};
use crate::report::model::{Cell, Column, Shade, Table, Tone};
use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormatDataBar, ConditionalFormatType, Format, FormatAlign, Note, TableColumn,
    TableStyle,
};

/// Pixels of a first column that may be frozen; a wider one would leave no room to scroll in.
const FROZEN: u32 = 340;

pub(crate) fn draw(page: &mut Page, chunk: &Chunk) -> Result<(), DrawError> {
    let table = chunk.table;
    above(page, chunk)?;
    if table.rows.is_empty() {
        let format = page.formats.muted(points::BODY);
        page.row_height(chunk.header, 24)?;
        return page.text(chunk.header, page.tab.grid.content(), &table.empty, &format);
    }
    let styles: Vec<ColumnStyle> = (0..table.columns.len()).map(|at| ColumnStyle::of(page.formats, table, at)).collect();
    let last = chunk.header + (chunk.to - chunk.from) as u32;
    header(page, chunk, &styles)?;
    rows(page, chunk, &styles)?;
    let real = chunk.columns.iter().all(|c| c.first == c.last);
    if real {
        excel_table(page, chunk, &styles, last)?;
    }
    shades(page, chunk, last)?;
    below(page, chunk, &styles, last)?;
    if table.main && real {
        freeze(page, chunk)?;
    }
    Ok(())
}

fn above(page: &mut Page, chunk: &Chunk) -> Result<(), DrawError> {
    let mut row = chunk.row;
    if chunk.part > 0 {
        return Ok(());
    }
    let content = page.tab.grid.content();
    if let Some(text) = &chunk.table.heading {
        super::text::heading(page, row, text)?;
        row += 1;
    }
    if let Some(text) = &chunk.table.caption {
        let format = page.formats.muted(points::BODY).set_text_wrap();
        let count = page.lines(text, page.tab.grid.pixels(content), points::BODY);
        page.row_height(row, 18 * count + 6)?;
        page.text(row, content, text, &format)?;
    }
    Ok(())
}

/// The formats of one column, made once for all its rows.
struct ColumnStyle {
    figures: bool,
    whole_money: bool,
    /// For one line, and for several.
    text: [Format; 2],
    unknown: Format,
    link: [Format; 2],
    centred: Format,
    figure: Vec<(String, Format)>,
    /// Figures that lead somewhere.
    linked: Vec<(String, Format)>,
    /// The same formats in the colour of second rank, where a value asks for them.
    quiet: Option<Box<ColumnStyle>>,
    tags: Vec<(Tone, Format)>,
}

impl ColumnStyle {
    fn of(formats: &Formats, table: &Table, at: usize) -> ColumnStyle {
        let cells = || table.rows.iter().map(|row| &row[at]);
        let first = cells().find(|c| !matches!(c, Cell::Empty | Cell::Unknown));
        let figures = first.is_some_and(|c| figure(c).is_some());
        let high = table.columns.iter().any(|c| c.wrap);
        let body = if high { formats.body().set_align(FormatAlign::Top) } else { formats.body() };
        let mut style = ColumnStyle::with(formats, &body, figures, formats::whole_money(table, at));
        for cell in cells() {
            style.learn(formats, cell, &body, high);
        }
        style
    }

    fn with(formats: &Formats, body: &Format, figures: bool, whole_money: bool) -> ColumnStyle {
        let side = if figures { FormatAlign::Right } else { FormatAlign::Left };
        ColumnStyle {
            figures,
            whole_money,
            text: one_and_many(inset(body.clone())),
            unknown: body.clone().set_font_color(Rgb::MUTED.hex()).set_align(side).set_indent(u8::from(!figures)),
            link: one_and_many(inset(body.clone().set_font_color(formats.palette.link().hex()))),
            centred: body.clone().set_align(FormatAlign::Center),
            figure: Vec::new(),
            linked: Vec::new(),
            quiet: None,
            tags: Vec::new(),
        }
    }

    /// Makes the format of a kind of value the first time it is met.
    fn learn(&mut self, formats: &Formats, cell: &Cell, body: &Format, high: bool) {
        if let Cell::Quiet(inner) = cell {
            let muted = body.clone().set_font_color(Rgb::MUTED.hex());
            let (figures, whole) = (self.figures, self.whole_money);
            let quiet = self.quiet.get_or_insert_with(|| Box::new(ColumnStyle::with(formats, &muted, figures, whole)));
            quiet.learn(formats, inner, &muted, high);
        } else if let Cell::Linked(_, _) = cell {
            let Some(code) = number_format(cell, self.whole_money) else { return };
            if self.linked.iter().all(|(c, _)| *c != code) {
                let format = body.clone().set_font_color(formats.palette.link().hex()).set_num_format(&code);
                self.linked.push((code, format));
            }
        } else if let Cell::Tag(_, tone) = cell {
            if self.tags.iter().all(|(t, _)| t != tone) {
                let tag = formats.tag(*tone);
                self.tags.push((*tone, if high { tag.set_align(FormatAlign::Top) } else { tag }));
            }
        } else if let Some(code) = number_format(cell, self.whole_money)
            && self.figure.iter().all(|(c, _)| *c != code)
        {
            let format = body.clone().set_num_format(&code);
            let format = if matches!(cell, Cell::Date(_)) { inset(format) } else { format };
            self.figure.push((code, format));
        }
    }

    fn figure_format(&self, cell: &Cell) -> &Format {
        let code = number_format(cell, self.whole_money);
        let known = if matches!(cell, Cell::Linked(..)) { &self.linked } else { &self.figure };
        let found = known.iter().find(|(c, _)| Some(c) == code.as_ref());
        found.map_or(&self.text[0], |(_, format)| format)
    }
}

/// Text a little off its left edge, so that it does not run into the figures of the column before.
fn inset(format: Format) -> Format {
    format.set_align(FormatAlign::Left).set_indent(1)
}

/// A format for one line of text, and the same for several.
fn one_and_many(format: Format) -> [Format; 2] {
    let many = format.clone().set_text_wrap();
    [format, many]
}

fn header(page: &mut Page, chunk: &Chunk, styles: &[ColumnStyle]) -> Result<(), DrawError> {
    let table = chunk.table;
    let grid = &page.tab.grid;
    let room = |span: Span| grid.pixels(span).saturating_sub(if table.filtered() { 24 } else { 0 });
    let names = table.columns.iter().zip(&chunk.columns);
    let most = names.map(|(c, span)| page.lines(&c.header, room(*span), points::BODY * 1.06)).max().unwrap_or(1);
    page.row_height(chunk.header, 18 * most.min(5) + 10)?;
    let names = unique_headers(&table.columns);
    for ((name, style), span) in names.iter().zip(styles).zip(&chunk.columns) {
        let format = page.formats.header(style.figures, table.filtered());
        page.text(chunk.header, *span, name, &format)?;
    }
    for (column, span) in table.columns.iter().zip(&chunk.columns) {
        if let Some(help) = &column.help {
            let note = note(page.formats, &format!("{}\n{help}", column.header));
            page.sheet.insert_note(chunk.header, span.first, &note)?;
        }
    }
    Ok(())
}

/// A note large enough for its text: Excel does not fit notes itself.
pub(crate) fn note(formats: &Formats, text: &str) -> Note {
    const WIDTH: u32 = 260;
    let height = 18 * super::grid::lines(formats.script, text, WIDTH - 16, points::SMALL) + 16;
    Note::new(super::plan::cut(text, 30_000))
        .add_author_prefix(false)
        .set_width(WIDTH)
        .set_height(height)
        .set_font_name(formats.font())
        .set_font_size(points::SMALL)
        .set_background_color(Rgb::PANEL.hex())
}

fn rows(page: &mut Page, chunk: &Chunk, styles: &[ColumnStyle]) -> Result<(), DrawError> {
    for (at, row) in chunk.table.rows[chunk.from..chunk.to].iter().enumerate() {
        let number = chunk.header + 1 + at as u32;
        let mut high = 1;
        for ((cell, style), span) in row.iter().zip(styles).zip(&chunk.columns) {
            high = high.max(value(page, number, *span, cell, style)?);
        }
        page.row_height(number, 17 * high + 5)?;
    }
    Ok(())
}

/// Writes a value and tells how many lines it takes.
fn value(page: &mut Page, row: u32, span: Span, cell: &Cell, style: &ColumnStyle) -> Result<u32, DrawError> {
    match cell {
        Cell::Quiet(inner) => return value(page, row, span, inner, style.quiet.as_deref().unwrap_or(style)),
        Cell::Linked(inner, target) => match figure(inner) {
            Some(number) => page.number_link(row, span, number, target, style.figure_format(cell))?,
            None => return value(page, row, span, inner, style),
        },
        Cell::Empty => page.text(row, span, "", &style.text[0])?,
        Cell::Unknown => page.text(row, span, "–", &style.unknown)?,
        Cell::Text(text) => {
            let lines = lines_of(page, span, text);
            page.text(row, span, text, &style.text[usize::from(lines > 1)])?;
            return Ok(lines);
        }
        Cell::Link(text, target) => {
            let lines = lines_of(page, span, text);
            page.link(row, span, text, target, &style.link[usize::from(lines > 1)])?;
            return Ok(lines);
        }
        Cell::Tag(text, tone) => {
            let format = style.tags.iter().find(|(t, _)| t == tone).map_or(&style.text[0], |(_, f)| f);
            page.text(row, span, text, format)?;
        }
        Cell::Bool(yes) => {
            let words = &page.report.words;
            page.text(row, span, if *yes { &words.yes } else { &words.no }, &style.centred)?;
        }
        Cell::Date(day) => {
            let format = style.figure_format(cell);
            page.merge(row, span, format)?;
            page.sheet.write_datetime_with_format(row, span.first, day, format)?;
        }
        _ => match (figure(cell), too_long(cell)) {
            (_, Some(digits)) => page.text(row, span, &digits, &style.text[0])?,
            (Some(number), None) => page.number(row, span, number, style.figure_format(cell))?,
            (None, None) => page.text(row, span, "–", &style.unknown)?,
        },
    }
    Ok(1)
}

/// Lines of a text in its cell: a name too long for its column is wrapped, never cut by its neighbour.
fn lines_of(page: &Page, span: Span, text: &str) -> u32 {
    let room = page.tab.grid.pixels(span).saturating_sub(12);
    let fits = !text.contains('\n') && text_pixels(page.formats.script, text, points::BODY) <= f64::from(room);
    if fits { 1 } else { page.lines(text, room, points::BODY).max(2) }
}

fn excel_table(page: &mut Page, chunk: &Chunk, styles: &[ColumnStyle], last: u32) -> Result<(), DrawError> {
    let table = chunk.table;
    let column = |(name, style): (String, &ColumnStyle)| {
        TableColumn::new().set_header(name).set_header_format(page.formats.header(style.figures, table.filtered()))
    };
    let columns: Vec<TableColumn> = unique_headers(&table.columns).into_iter().zip(styles).map(column).collect();
    let (Some(first), Some(end)) = (chunk.columns.first(), chunk.columns.last()) else { return Ok(()) };
    let safe: String = table.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let excel = rust_xlsxwriter::Table::new()
        // A name of its own for each part; the ending keeps it from looking like a cell.
        .set_name(format!("t_{safe}_{}", chunk.part + 1))
        .set_style(TableStyle::None)
        .set_autofilter(table.filtered())
        .set_columns(&columns);
    page.sheet.add_table(chunk.header, first.first, last, end.first, &excel)?;
    Ok(())
}

/// Headers as Excel's tables want them: not empty, on one line, no two alike.
fn unique_headers(columns: &[Column]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for column in columns {
        let words: Vec<&str> = column.header.split_whitespace().collect();
        let wanted = if words.is_empty() { "#".to_owned() } else { words.join(" ") };
        let wanted = super::plan::cut(&wanted, 240);
        let mut name = wanted.to_owned();
        let mut nth = 2;
        while taken.contains(&name.to_lowercase()) {
            name = format!("{wanted} {nth}");
            nth += 1;
        }
        taken.push(name.to_lowercase());
        out.push(name);
    }
    out
}

/// Bars and heat inside the columns that ask for them.
fn shades(page: &mut Page, chunk: &Chunk, last: u32) -> Result<(), DrawError> {
    for (at, (column, span)) in chunk.table.columns.iter().zip(&chunk.columns).enumerate() {
        let from = chunk.header + 1;
        match column.shade {
            Shade::None => {}
            Shade::Bar(tone) => {
                let soft = page.formats.palette.colour(tone).mix(Rgb::WHITE, 0.35).hex();
                let mut bar = ConditionalFormatDataBar::new().set_fill_color(soft).set_solid_fill(true);
                let rows = &chunk.table.rows;
                if rows.iter().all(|row| figure(&row[at]).is_none_or(|v| v >= 0.0)) {
                    bar = bar.set_minimum(ConditionalFormatType::Number, 0);
                }
                let bar = bar.set_border_off(true);
                page.sheet.add_conditional_format(from, span.first, last, span.first, &bar)?;
            }
            Shade::Heat(tone) => {
                let strong = page.formats.palette.colour(tone).mix(Rgb::WHITE, 0.4).hex();
                let scale = ConditionalFormat2ColorScale::new().set_minimum_color(Rgb::WHITE.hex()).set_maximum_color(strong);
                page.sheet.add_conditional_format(from, span.first, last, span.first, &scale)?;
            }
            Shade::Days(tone) if first_of_days(chunk.table) == Some(at) => days(page, chunk, at, last, tone)?,
            Shade::Days(_) => {}
            // All its columns at once, with the first of them.
            Shade::Matrix(tone) if at == first_of_matrix(chunk.table) => matrix(page, chunk, at, tone)?,
            Shade::Matrix(_) => {}
        }
    }
    Ok(())
}

fn first_of_matrix(table: &Table) -> usize {
    table.columns.iter().position(|c| matches!(c.shade, Shade::Matrix(_))).unwrap_or(0)
}

fn first_of_days(table: &Table) -> Option<usize> {
    table.columns.iter().position(|c| matches!(c.shade, Shade::Days(_)))
}

/// One scale over all columns of days; they stand side by side.
fn days(page: &mut Page, chunk: &Chunk, first: usize, last: u32, tone: Tone) -> Result<(), DrawError> {
    let count = chunk.table.columns.iter().filter(|c| matches!(c.shade, Shade::Days(_))).count();
    let (Some(left), Some(right)) = (chunk.columns.get(first), chunk.columns.get(first + count - 1)) else { return Ok(()) };
    let cells = chunk.table.rows.iter().flat_map(|row| row[first..first + count].iter());
    let most = cells.filter_map(figure).fold(HEAT_LIGHT, f64::max);
    let colour = page.formats.palette.colour(tone);
    let scale = ConditionalFormat2ColorScale::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_minimum_color(colour.mix(Rgb::WHITE, 0.15).hex())
        .set_maximum(ConditionalFormatType::Number, most)
        .set_maximum_color(colour.mix(Rgb::WHITE, 0.75).hex());
    page.sheet.add_conditional_format(chunk.header + 1, left.first, last, right.last, &scale)?;
    Ok(())
}

/// One scale over a square of figures but its diagonal: those who stayed would outshine everybody who moved.
fn matrix(page: &mut Page, chunk: &Chunk, first: usize, tone: Tone) -> Result<(), DrawError> {
    let columns: Vec<Span> = chunk.columns.iter().skip(first).copied().collect();
    let mut cells = Vec::new();
    let mut most = HEAT_LIGHT;
    for row in chunk.from..chunk.to {
        for (at, span) in columns.iter().enumerate().filter(|(at, _)| *at != row) {
            cells.push((chunk.header + 1 + (row - chunk.from) as u32, span.first));
            most = figure(&chunk.table.rows[row][first + at]).map_or(most, |v| v.max(most));
        }
    }
    let Some(&(row, column)) = cells.first() else { return Ok(()) };
    let named: Vec<String> = cells.iter().map(|(row, column)| rust_xlsxwriter::utility::row_col_to_cell(*row, *column)).collect();
    let strong = page.formats.palette.colour(tone).mix(Rgb::WHITE, 0.4).hex();
    let scale = ConditionalFormat2ColorScale::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_minimum_color(Rgb::WHITE.hex())
        .set_maximum(ConditionalFormatType::Number, most)
        .set_maximum_color(strong)
        .set_multi_range(named.join(" "));
    page.sheet.add_conditional_format(row, column, row, column, &scale)?;
    Ok(())
}

/// The total under the last part, or the way to the next part.
fn below(page: &mut Page, chunk: &Chunk, styles: &[ColumnStyle], last: u32) -> Result<(), DrawError> {
    if let Some(next) = &chunk.next {
        let text = format!("{} › {next}", page.report.words.continued);
        return page.link_to_tab(last + 1, page.tab.grid.content(), &text, next);
    }
    let Some(total) = &chunk.table.total else { return Ok(()) };
    page.row_height(last + 1, 24)?;
    for ((cell, style), span) in total.iter().zip(styles).zip(&chunk.columns) {
        let mut format = page.formats.total();
        if let Some(code) = number_format(cell, style.whole_money) {
            format = format.set_num_format(code);
        }
        let own = ColumnStyle {
            text: one_and_many(inset(format.clone())),
            unknown: format.clone(),
            link: one_and_many(inset(format.clone())),
            centred: format.clone(),
            figure: number_format(cell, style.whole_money).map(|code| (code, format)).into_iter().collect(),
            linked: Vec::new(),
            quiet: None,
            tags: Vec::new(),
            ..*style
        };
        value(page, last + 1, *span, cell, &own)?;
    }
    Ok(())
}

/// Header and first column stay in view, and the header is printed on every page.
fn freeze(page: &mut Page, chunk: &Chunk) -> Result<(), DrawError> {
    // Not where other blocks follow a short table: its header would stand over them on the next page.
    let last = page.tab.last_row <= chunk.header + (chunk.to - chunk.from) as u32 + 4;
    if last || chunk.to - chunk.from > 60 {
        page.sheet.set_repeat_rows(chunk.header, chunk.header)?;
    }
    let high = chunk.header > super::plan::TOP + 3;
    let wide = chunk.columns.first().map_or(0, |c| page.tab.grid.pixels(*c));
    if !high {
        let columns = if wide <= FROZEN && chunk.columns.len() > 6 { 2 } else { 0 };
        page.sheet.set_freeze_panes(chunk.header + 1, columns)?;
    }
    Ok(())
}
