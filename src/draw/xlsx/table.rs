//! Tables: real Excel tables with clean headers, notes with definitions, quiet bars and tags, totals.

use super::formats::{self, Digits, Formats, Look, figure, too_long};
use super::grid::Span;
use super::page::Page;
use super::plan::Chunk;
use super::raw::Pen;
use super::rows::{Content, Shown};
use crate::draw::error::DrawError;
use crate::draw::style::{HEAT_LIGHT, Rgb, points, text_pixels};
use crate::report::model::{Cell, Column, Shade, Table, Tone};
use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormatDataBar, ConditionalFormatType, Format, FormatAlign, Note, TableColumn,
    TableStyle,
};
use std::borrow::Cow;

/// Pixels of a first column that may be frozen; a wider one would leave no room to scroll in.
const FROZEN: u32 = super::grid::LINK;

pub(crate) fn draw(page: &mut Page, chunk: &Chunk) -> Result<(), DrawError> {
    let table = chunk.table;
    above(page, chunk)?;
    if table.rows.is_empty() {
        let format = page.formats.muted(points::BODY);
        page.row_height(chunk.header, 24)?;
        return page.text(chunk.header, page.tab.grid.content(), &table.empty, &format);
    }
    let digits = Digits::of(table);
    let styles: Vec<ColumnStyle> =
        digits.iter().enumerate().map(|(at, digits)| ColumnStyle::of(page, table, at, *digits)).collect();
    let last = chunk.header + (chunk.to - chunk.from) as u32;
    header(page, chunk, &styles)?;
    rows(page, chunk, &styles);
    let real = chunk.columns.iter().all(|c| c.first == c.last);
    if real {
        excel_table(page, chunk, &styles, last)?;
    }
    shades(page, chunk, last)?;
    below(page, chunk, &styles, last)?;
    if real && page.tab.ends_with(chunk) {
        // On paper the header stands on every page that the table goes on to. There is one such row a tab: in the midst of
        // it, the header would stand over other tables.
        page.sheet.set_repeat_rows(chunk.header, chunk.header)?;
        if table.main {
            freeze(page, chunk)?;
        }
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
    /// The days of a calendar.
    centred: bool,
    digits: Digits,
    pens: Pens,
    /// The same in the colour of second rank, where a value asks for it.
    quiet: Option<Pens>,
    tags: Vec<(Tone, Pen)>,
}

/// How the values of a column look.
struct Pens {
    /// For one line, and for several.
    text: [Pen; 2],
    link: [Pen; 2],
    unknown: Pen,
    centred: Pen,
    figure: Vec<(Look, Pen)>,
    /// Figures that lead somewhere.
    linked: Vec<(Look, Pen)>,
}

impl ColumnStyle {
    fn of(page: &mut Page, table: &Table, at: usize, digits: Digits) -> ColumnStyle {
        let cells = || table.rows.iter().map(|row| &row[at]);
        let first = cells().find(|c| !matches!(c, Cell::Empty | Cell::Unknown));
        let figures = first.is_some_and(|c| figure(c).is_some());
        let high = table.columns.iter().any(|c| c.wrap);
        let formats = page.formats;
        let body = if high { formats.body().set_align(FormatAlign::Top) } else { formats.body() };
        let centred = matches!(table.columns[at].shade, Shade::Days(_));
        let body = if centred { body.set_align(FormatAlign::Center) } else { body };
        let pens = Pens::of(page, &body, figures);
        let mut style = ColumnStyle { figures, centred, digits, pens, quiet: None, tags: Vec::new() };
        for cell in cells() {
            style.learn(page, cell, &body, high);
        }
        style
    }

    /// The total's own: one format, whatever it holds.
    fn total(page: &mut Page, cell: &Cell, digits: Digits) -> ColumnStyle {
        let look = Look::of(cell, digits);
        let mut format = page.formats.total();
        if let Some(look) = look {
            format = format.set_num_format(look.code());
        }
        let pen = page.pen(&format);
        let text = one_and_many(inset(format)).map(|format| page.pen(&format));
        let figure: Vec<(Look, Pen)> = look.map(|look| (look, pen)).into_iter().collect();
        let pens = Pens { text, link: text, unknown: pen, centred: pen, linked: figure.clone(), figure };
        ColumnStyle { figures: true, centred: false, digits, pens, quiet: None, tags: Vec::new() }
    }

    /// Makes the format of a kind of value the first time it is met.
    fn learn(&mut self, page: &mut Page, cell: &Cell, body: &Format, high: bool) {
        match cell {
            Cell::Quiet(inner) => {
                let muted = || body.clone().set_font_color(Rgb::MUTED.hex());
                let figures = self.figures;
                let quiet = self.quiet.get_or_insert_with(|| Pens::of(page, &muted(), figures));
                if let Some(look) = Look::of(inner, self.digits) {
                    quiet.learn(page, look, inner, muted);
                }
            }
            Cell::Tag(_, tone) if self.tags.iter().all(|(t, _)| t != tone) => {
                let tag = page.formats.tag(*tone);
                let pen = page.pen(&if high { tag.set_align(FormatAlign::Top) } else { tag });
                self.tags.push((*tone, pen));
            }
            cell => {
                if let Some(look) = Look::of(cell, self.digits) {
                    self.pens.learn(page, look, cell, || body.clone());
                }
            }
        }
    }
}

impl Pens {
    fn of(page: &mut Page, body: &Format, figures: bool) -> Pens {
        let side = if figures { FormatAlign::Right } else { FormatAlign::Left };
        let link = body.clone().set_font_color(page.formats.palette.link().hex());
        let unknown = body.clone().set_font_color(Rgb::MUTED.hex()).set_align(side).set_indent(u8::from(!figures));
        Pens {
            text: one_and_many(inset(body.clone())).map(|format| page.pen(&format)),
            link: one_and_many(inset(link)).map(|format| page.pen(&format)),
            unknown: page.pen(&unknown),
            centred: page.pen(&body.clone().set_align(FormatAlign::Center)),
            figure: Vec::new(),
            linked: Vec::new(),
        }
    }

    fn learn(&mut self, page: &mut Page, look: Look, cell: &Cell, body: impl Fn() -> Format) {
        let leads = matches!(cell, Cell::Linked(..));
        let known = if leads { &mut self.linked } else { &mut self.figure };
        if known.iter().any(|(l, _)| *l == look) {
            return;
        }
        let format = if leads { body().set_font_color(page.formats.palette.link().hex()) } else { body() };
        let format = format.set_num_format(look.code());
        known.push((look, page.pen(&if look == Look::Date { inset(format) } else { format })));
    }

    fn figure(&self, cell: &Cell, digits: Digits) -> Pen {
        let look = Look::of(cell, digits);
        let known = if matches!(cell, Cell::Linked(..)) { &self.linked } else { &self.figure };
        known.iter().find(|(l, _)| Some(*l) == look).map_or(self.text[0], |(_, pen)| *pen)
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
        page.text(chunk.header, *span, name, &header_format(page.formats, table, style))?;
    }
    for (column, span) in table.columns.iter().zip(&chunk.columns) {
        if let Some(help) = &column.help {
            let note = note(page.formats, &format!("{}\n{help}", column.header));
            page.sheet.insert_note(chunk.header, span.first, &note)?;
        }
    }
    Ok(())
}

fn header_format(formats: &Formats, table: &Table, style: &ColumnStyle) -> Format {
    let format = formats.header(style.figures, table.filtered());
    if style.centred { format.set_align(FormatAlign::Center).set_indent(0) } else { format }
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

fn rows(page: &mut Page, chunk: &Chunk, styles: &[ColumnStyle]) {
    let mut cells = Vec::with_capacity(styles.len());
    for (row, number) in chunk.table.rows[chunk.from..chunk.to].iter().zip(chunk.header + 1..) {
        let mut high = 1;
        for ((cell, style), span) in row.iter().zip(styles).zip(&chunk.columns) {
            let (shown, lines) = shown(page, *span, cell, style);
            high = high.max(lines);
            cells.push(shown);
        }
        page.row(number, 17 * high + 5, cells.drain(..));
    }
}

/// What a cell shows of a value, and how many lines that takes.
fn shown<'c>(page: &mut Page, span: Span, cell: &'c Cell, style: &ColumnStyle) -> (Shown<'c>, u32) {
    let (pens, value) = match cell {
        Cell::Quiet(inner) => (style.quiet.as_ref().unwrap_or(&style.pens), &**inner),
        cell => (&style.pens, cell),
    };
    let text = |text: &'c str| Content::Text(Cow::Borrowed(text));
    let (mut link, mut lines) = (None, 1);
    let (content, pen) = match value {
        Cell::Empty => (text(""), pens.text[0]),
        Cell::Unknown => (text("–"), pens.unknown),
        Cell::Text(words) => {
            lines = lines_of(page, span, words);
            (text(words), pens.text[usize::from(lines > 1)])
        }
        Cell::Link(words, target) => {
            lines = lines_of(page, span, words);
            link = if words.is_empty() { None } else { page.way(target) };
            // A sheet that was left out: a text that looks like a link and leads nowhere would be a riddle.
            let pen = if link.is_some() { pens.link } else { pens.text };
            (text(words), pen[usize::from(lines > 1)])
        }
        Cell::Tag(words, tone) => (text(words), style.tags.iter().find(|(t, _)| t == tone).map_or(pens.text[0], |(_, pen)| *pen)),
        Cell::Bool(yes) => {
            let words = &page.report.words;
            (Content::Text(Cow::Owned(if *yes { words.yes.clone() } else { words.no.clone() })), pens.centred)
        }
        Cell::Date(day) => (Content::Number(formats::serial(*day)), pens.figure(value, style.digits)),
        value => match (figure(value), too_long(value)) {
            (_, Some(whole)) => (Content::Text(Cow::Owned(whole)), pens.text[0]),
            (Some(number), None) => {
                link = if let Cell::Linked(_, target) = value { page.way(target) } else { None };
                (Content::Number(number), pens.figure(value, style.digits))
            }
            (None, None) => (text("–"), pens.unknown),
        },
    };
    (Shown { span, content, pen, link }, lines)
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
        TableColumn::new().set_header(name).set_header_format(header_format(page.formats, table, style))
    };
    let columns: Vec<TableColumn> = unique_headers(&table.columns).into_iter().zip(styles).map(column).collect();
    let (Some(first), Some(end)) = (chunk.columns.first(), chunk.columns.last()) else { return Ok(()) };
    let safe: String = table.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    // A name of its own for each part; the ending keeps it from looking like a cell.
    let name = format!("t_{safe}_{}", chunk.part + 1);
    let excel = rust_xlsxwriter::Table::new()
        .set_name(&name)
        .set_style(TableStyle::None)
        .set_autofilter(table.filtered())
        .set_columns(&columns);
    page.sheet.add_table(chunk.header, first.first, chunk.header + 1, end.first, &excel)?;
    page.reach(name, last);
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
    let mut cells = Vec::with_capacity(styles.len());
    for ((cell, style), span) in total.iter().zip(styles).zip(&chunk.columns) {
        let own = ColumnStyle::total(page, cell, style.digits);
        cells.push(shown(page, *span, cell, &own).0);
    }
    page.row(last + 1, 24, cells);
    Ok(())
}

/// Header and first column stay in view, where little stands above: what is frozen cannot be scrolled away.
fn freeze(page: &mut Page, chunk: &Chunk) -> Result<(), DrawError> {
    let high = chunk.header > super::plan::TOP + 3;
    let wide = chunk.columns.first().map_or(0, |c| page.tab.grid.pixels(*c));
    if !high {
        let columns = if wide <= FROZEN && chunk.columns.len() > 6 { 2 } else { 0 };
        page.sheet.set_freeze_panes(chunk.header + 1, columns)?;
    }
    Ok(())
}
