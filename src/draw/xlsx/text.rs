//! Titles on top of each tab, headings, paragraphs.

use super::grid::Span;
use super::page::Page;
use super::plan::TOP;
use crate::draw::error::DrawError;
use crate::draw::style::{Rgb, is_outlined, points};
use crate::report::model::{Line, Target, Tone};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Image};

/// Title, subtitle, and the way to the other tabs.
pub(crate) fn top(page: &mut Page) -> Result<(), DrawError> {
    if page.tab.dashboard {
        band(page)
    } else {
        title(page)?;
        page.row_height(TOP - 1, 10)
    }
}

/// The head of the dashboard: what this is, whose, and of which month, over a line of the accent. White, so that it prints
/// without a flood of ink and any logo can stand on it.
fn band(page: &mut Page) -> Result<(), DrawError> {
    let report = page.report;
    let (left, right) = halves(page.tab.grid.content(), 0.72);
    let title = page.formats.text(points::TITLE).set_bold();
    let month = page.formats.coloured(points::TITLE, page.formats.palette.link()).set_bold().set_align(FormatAlign::Right);
    let ruled = |format: Format| {
        let accent = page.formats.palette.accent();
        format.set_border_bottom(FormatBorder::Thick).set_border_bottom_color(accent.hex())
    };
    let below = ruled(page.formats.muted(points::BODY)).set_align(FormatAlign::Top);
    let company = ruled(page.formats.text(points::BODY)).set_align(FormatAlign::Right).set_align(FormatAlign::Top);
    page.row_height(0, 38)?;
    page.text(0, left, &page.tab.sheet.title, &title)?;
    page.text(0, right, &report.month, &month)?;
    page.row_height(1, 24)?;
    page.text(1, left, &page.tab.sheet.subtitle, &below)?;
    page.text(1, right, &report.company, &company)?;
    logo(page, left)?;
    navigation(page)
}

/// The logo, at the right end of the title's columns, as high as title and subtitle.
fn logo(page: &mut Page, span: Span) -> Result<(), DrawError> {
    const HIGH: f64 = 54.0;
    const WIDE: f64 = 260.0;
    let Some(logo) = &page.report.brand.logo else { return Ok(()) };
    let (width, height) = (f64::from(logo.width), f64::from(logo.height));
    let scale = (HIGH / height).min(WIDE / width);
    let name = if page.report.company.is_empty() { &page.report.title } else { &page.report.company };
    // The picture states its own resolution, which Excel would take for its size; pixels are what was measured.
    let mut image = Image::new_from_buffer(&logo.bytes)?.set_alt_text(name);
    image = image.set_scale_to_size((width * scale).round(), (height * scale).round(), true);
    let from = page.tab.grid.pixels(span).saturating_sub((width * scale).ceil() as u32);
    page.sheet.insert_image_with_offset(0, span.first, &image, from, 5)?;
    Ok(())
}

fn navigation(page: &mut Page) -> Result<(), DrawError> {
    let others: Vec<(String, &'static str)> =
        page.tabs().filter(|t| !t.dashboard).map(|t| (t.sheet.name.clone(), t.sheet.id)).collect();
    let format = page.formats.link(points::BODY).set_align(FormatAlign::Left).set_indent(1);
    // On one line as far as names find room, otherwise on two; the first row below belongs to the blocks.
    let per_line = if others.len() > 9 { others.len().div_ceil(2) } else { others.len().max(1) };
    let lines = others.chunks(per_line);
    let gap = if lines.len() < 2 { 10 } else { 28 };
    page.row_height(2, 24)?;
    page.row_height(TOP - 1, gap)?;
    let spans = page.tab.grid.spans(super::grid::MODULES.into());
    let spans = if page.tab.grid.is_modular() && per_line < spans.len() { spans } else { page.tab.grid.spans(per_line) };
    for (row, names) in (2..TOP).zip(lines) {
        for ((name, id), span) in names.iter().zip(&spans) {
            page.link(row, *span, name, &Target::Sheet(id), &format)?;
        }
    }
    match (spans.get(per_line), spans.last()) {
        (Some(first), Some(last)) => key(page, Span { first: first.first, last: last.last }),
        _ => Ok(()),
    }
}

/// What the colours of figures mean, to the right of the names.
fn key(page: &mut Page, span: Span) -> Result<(), DrawError> {
    let entries = &page.report.words.key;
    for (row, entries) in (2..TOP).zip(entries.chunks(entries.len().div_ceil(2).max(1))) {
        let right = page.formats.muted(points::SMALL).set_align(FormatAlign::Right);
        let words: Vec<String> = entries.iter().map(|(word, _)| format!(" {word}   ")).collect();
        let muted = page.formats.muted(points::SMALL);
        let marks: Vec<Format> =
            entries.iter().map(|(_, tone)| page.formats.coloured(points::SMALL, page.formats.palette.colour(*tone))).collect();
        let mut pieces = Vec::new();
        for ((mark, word), (_, tone)) in marks.iter().zip(&words).zip(entries) {
            pieces.push((mark, if is_outlined(*tone) { "□" } else { "■" }));
            pieces.push((&muted, word.as_str()));
        }
        page.merge(row, span, &right)?;
        if pieces.len() > 2 {
            page.sheet.write_rich_string_with_format(row, span.first, &pieces, &right)?;
        }
    }
    Ok(())
}

fn title(page: &mut Page) -> Result<(), DrawError> {
    let content = page.tab.grid.content();
    let part = if page.tab.first { String::new() } else { format!(" ({})", page.report.words.continued) };
    let title = page.formats.text(points::TITLE).set_bold();
    page.row_height(0, 36)?;
    page.text(0, content, &format!("{}{part}", page.tab.sheet.title), &title)?;
    let muted = page.formats.muted(points::BODY).set_text_wrap();
    let subtitle = &page.tab.sheet.subtitle;
    let count = page.lines(subtitle, page.tab.grid.pixels(content), points::BODY);
    page.row_height(1, 20 * count)?;
    page.text(1, content, subtitle, &muted)?;
    let rule = page.formats.link(points::BODY).set_border_top(FormatBorder::Thin).set_border_top_color(Rgb::LINE.hex());
    page.row_height(2, 24)?;
    let first = page.tabs().next().map(|t| t.sheet.id);
    let back = format!("‹ {}", page.report.words.back);
    // From everywhere to the page of one customer, as far right as the text of the way back leaves room.
    let picker = page.tabs().find(|t| t.sheet.picks() && t.sheet.id != page.tab.sheet.id);
    let picker = picker.map(|t| (t.sheet.id, format!("{} ›", t.sheet.name)));
    let (left, right) = match picker {
        Some(_) if content.last > content.first => halves(content, 0.5),
        _ => (content, content),
    };
    if let Some(id) = first {
        page.link(2, left, &back, &Target::Sheet(id), &rule)?;
    }
    match picker {
        Some((id, name)) if right.first > left.first => {
            page.link(2, right, &name, &Target::Sheet(id), &rule.set_align(FormatAlign::Right))
        }
        _ => Ok(()),
    }
}

pub(crate) fn heading(page: &mut Page, row: u32, text: &str) -> Result<(), DrawError> {
    let format = page.formats.text(points::HEADING).set_bold();
    page.row_height(row, 30)?;
    page.text(row, page.tab.grid.content(), text, &format)
}

/// Paragraphs beside each other, as high as the highest.
pub(crate) fn lines(page: &mut Page, row: u32, lines: &[Line]) -> Result<(), DrawError> {
    let content = page.tab.grid.content();
    let spans = if page.tab.dashboard { page.tab.grid.spans(2) } else { vec![content] };
    let mut most = 1;
    for (line, span) in lines.iter().zip(&spans) {
        most = most.max(one(page, row, *span, line)?);
    }
    page.row_height(row, 18 * most + 4)
}

/// A paragraph; its tone is a small square before it, and never only that: the words say it too. Returns its lines.
fn one(page: &mut Page, row: u32, span: Span, line: &Line) -> Result<u32, DrawError> {
    let marked = matches!(line.tone, Tone::Good | Tone::Watch | Tone::Bad | Tone::Accent);
    let format = match line.tone {
        Tone::Muted => page.formats.muted(points::BODY),
        _ => page.formats.text(points::BODY),
    };
    let format = format.set_text_wrap().set_align(FormatAlign::Left).set_indent(1);
    let leads = page.leads(line.link.as_ref());
    let text = if leads { format!("{} ›", line.text) } else { line.text.clone() };
    let count = page.lines(&text, page.tab.grid.pixels(span).saturating_sub(40), points::BODY);
    let short = text.encode_utf16().count() < 30_000;
    match &line.link {
        Some(target) if leads => page.link(row, span, &text, target, &format)?,
        _ => page.text(row, span, &text, &format)?,
    }
    if marked && short && !line.text.is_empty() {
        let mark = page.formats.coloured(points::BODY, page.formats.palette.colour(line.tone));
        let ink = page.formats.text(points::BODY);
        let end = page.formats.link(points::BODY);
        let mut pieces = vec![(&mark, "■  "), (&ink, line.text.as_str())];
        if leads {
            pieces.push((&end, " ›"));
        }
        // Written over the plain text of the same cell; a link stays.
        page.sheet.write_rich_string_with_format(row, span.first, &pieces, &format)?;
    }
    Ok(count)
}

/// A span in two parts, the left one taking about `part` of the columns.
pub(crate) fn halves(span: Span, part: f64) -> (Span, Span) {
    let count = f64::from(span.last - span.first + 1);
    let middle = span.first + ((count * part).round() as u16).clamp(1, (span.last - span.first).max(1)) - 1;
    (Span { first: span.first, last: middle }, Span { first: (middle + 1).min(span.last), last: span.last })
}
