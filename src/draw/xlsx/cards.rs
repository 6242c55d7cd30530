//! Figures on cards: label, value, change and the figure before, a note.

use super::data::DataSheet;
use super::formats::{Digits, figure, number_format, shown, too_long};
use super::grid::Span;
use super::native;
use super::page::Page;
use super::text::halves;
use crate::draw::error::DrawError;
use crate::draw::style::{Rgb, arrow, number, points};
use crate::report::model::{Card, Cell};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// One line of cards; `per_row` keeps cards of several lines equally wide.
pub(crate) fn draw(page: &mut Page, row: u32, cards: &[Card], per_row: usize, data: &mut DataSheet) -> Result<(), DrawError> {
    let spans = page.tab.grid.spans(per_row);
    let notes = cards
        .iter()
        .zip(&spans)
        .map(|(card, span)| page.lines(&card.note, page.tab.grid.pixels(*span).saturating_sub(12), points::SMALL));
    let note_lines = notes.max().unwrap_or(1).min(4);
    for (at, height) in [22, 32, 19, 17 * note_lines + 4, 10].into_iter().enumerate() {
        page.row_height(row + at as u32, height)?;
    }
    for (card, span) in cards.iter().zip(spans) {
        one(page, row, span, card, data)?;
    }
    Ok(())
}

fn one(page: &mut Page, row: u32, span: Span, card: &Card, data: &mut DataSheet) -> Result<(), DrawError> {
    let modular = page.tab.grid.is_modular();
    // Where the grid has no gutters, a thick white edge keeps cards apart.
    let on_card = |format: Format| {
        let format = format.set_background_color(Rgb::PANEL.hex());
        if modular { format } else { format.set_border_right(FormatBorder::Thick).set_border_right_color(0xFFFFFF) }
    };
    let ruled = |f: Format| on_card(f).set_border_top(FormatBorder::Thin).set_border_top_color(Rgb::RULE.hex());
    let leads = page.leads(card.link.as_ref());
    match &card.link {
        Some(target) if leads => {
            let format = ruled(page.formats.link(points::BODY)).set_indent(1);
            page.link(row, span, &format!("{} ›", card.label), target, &format)?;
        }
        _ => {
            let format = ruled(page.formats.muted(points::BODY)).set_indent(1);
            page.text(row, span, &card.label, &format)?;
        }
    }
    let figure = match card.value {
        Cell::Unknown | Cell::Empty => page.formats.muted(points::FIGURE),
        _ => page.formats.text(points::FIGURE).set_bold(),
    };
    let figure = on_card(figure).set_indent(1).set_align(FormatAlign::Left);
    if modular && span.last > span.first && card.trend.iter().flatten().count() > 1 {
        let (left, right) = halves(span, 0.5);
        value(page, row + 1, left, &card.value, &figure, "")?;
        page.text(row + 1, right, "", &on_card(page.formats.muted(points::SMALL)))?;
        let size = (page.tab.grid.pixels(right).saturating_sub(12), 28);
        let small = native::small_line(card, page.report, data, size)?;
        page.sheet.insert_chart_with_offset(row + 1, right.first, &small, 0, 2)?;
    } else {
        value(page, row + 1, span, &card.value, &figure, "")?;
    }
    comparison(page, row + 2, span, card, &on_card)?;
    let note = on_card(page.formats.muted(points::SMALL))
        .set_indent(1)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_align(FormatAlign::Left);
    page.text(row + 3, span, &card.note, &note)
}

/// The change with its arrow on the left, the figure before on the right.
fn comparison(page: &mut Page, row: u32, span: Span, card: &Card, on_card: &dyn Fn(Format) -> Format) -> Result<(), DrawError> {
    let before = on_card(page.formats.muted(points::SMALL));
    let (text, tone) = match &card.change {
        Some(change) => (format!("{} {}", arrow(change.up), change.text), page.formats.palette.colour(change.tone).readable()),
        None => (String::new(), Rgb::MUTED),
    };
    let format = on_card(page.formats.coloured(points::BODY, tone).set_bold()).set_indent(1);
    let prefix = format!("{} ", page.report.words.previous);
    if !page.tab.grid.is_modular() {
        // The columns of a table cannot be halved at will: one text says both.
        let before = card.previous.as_ref().map(|p| plain(page, p)).unwrap_or_default();
        let text = if before.is_empty() { text } else { format!("{text}   {prefix}{before}") };
        return page.text(row, span, &text, &format);
    }
    // The figure before has a word before it: in too narrow a cell Excel would show hashes.
    let (left, right) = halves(span, 0.4);
    page.text(row, left, &text, &format)?;
    let before = before.set_align(FormatAlign::Right).set_indent(1);
    match &card.previous {
        Some(previous) => value(page, row, right, previous, &before, &prefix),
        None => page.text(row, right, "", &before),
    }
}

/// A value as text, shortened as on a card.
fn plain(page: &Page, cell: &Cell) -> String {
    let words = &page.report.words;
    match cell {
        Cell::Empty => String::new(),
        Cell::Unknown => "–".to_owned(),
        Cell::Text(text) | Cell::Tag(text, _) | Cell::Link(text, _) => text.clone(),
        Cell::Linked(inner, _) | Cell::Quiet(inner) => plain(page, inner),
        Cell::Bool(true) => words.yes.clone(),
        Cell::Bool(false) => words.no.clone(),
        Cell::Date(day) => day.format("%Y-%m-%d").to_string(),
        _ => match (figure(cell), too_long(cell), cell) {
            (_, Some(digits), _) => digits,
            (Some(value), _, Cell::Money(_)) => number::money_text(page.report, value),
            (Some(_), _, _) => shown(cell, Digits::SHORT),
            (None, _, _) => "–".to_owned(),
        },
    }
}

/// A value as a real figure; a prefix becomes part of the number format, so that the cell stays a number.
fn value(page: &mut Page, row: u32, span: Span, cell: &Cell, format: &Format, prefix: &str) -> Result<(), DrawError> {
    let Some(figure) = figure(cell).filter(|_| too_long(cell).is_none()) else {
        let text = plain(page, cell);
        let text = if text.is_empty() { text } else { format!("{prefix}{text}") };
        return page.text(row, span, &text, format);
    };
    let mut code = match cell {
        Cell::Money(_) => number::money_short(page.report, figure).code.to_owned(),
        _ => number_format(cell, Digits::SHORT).unwrap_or_default(),
    };
    if !prefix.is_empty() {
        // Each sign of the number gets the prefix, or a loss would lose its minus.
        let prefix = prefix.replace('"', "");
        code = format!("\"{prefix}\"{code};\"{prefix}\"-{code}");
    }
    page.number(row, span, figure, &format.clone().set_num_format(code))
}
