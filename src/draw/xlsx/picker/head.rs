//! The head of the page: the cell to pick in with its list, the ways elsewhere, who it is, and the cards.

use super::formula::{Value, literal};
use super::places::{CARDS, HINT, LABEL, PICK, WAYS};
use super::{Sight, note, tags};
use crate::draw::error::DrawError;
use crate::draw::style::{Rgb, number, points};
use crate::draw::xlsx::formats::{Digits, number_format};
use crate::draw::xlsx::page::Page;
use crate::report::model::Cell;
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, FormatBorder, Formula};

pub(super) fn draw(page: &mut Page, sight: &Sight) -> Result<(), DrawError> {
    pick(page, sight)?;
    ways(page, sight)?;
    page.row_height(sight.rows.pick + 1, 8)?;
    about(page, sight)?;
    page.row_height(sight.rows.about + 2, 8)?;
    cards(page, sight)?;
    page.row_height(sight.rows.cards + 3, 10)
}

/// The cell to pick in, framed in the accent and as text: what is typed into it never becomes a figure or a formula.
fn pick(page: &mut Page, sight: &Sight) -> Result<(), DrawError> {
    let row = sight.rows.pick;
    page.row_height(row, 36)?;
    let label = page.formats.text(points::HEADING).set_bold();
    page.text(row, LABEL, &sight.picker.label, &label)?;
    let accent = page.formats.palette.accent();
    let format = page.formats.text(points::HEADING).set_bold().set_num_format("@").set_shrink();
    let format = format.set_align(FormatAlign::Left).set_indent(1).set_background_color(accent.mix(Rgb::WHITE, 0.08).hex());
    let format = format.set_border(FormatBorder::Medium).set_border_color(accent.hex()).set_unlocked();
    page.text(row, PICK, &sight.item.name, &format)?;
    let message = |text: &str| crate::draw::xlsx::plan::cut(text, 250).to_owned();
    let list = DataValidation::new()
        .allow_list_formula(Formula::new("ka_customer_names"))
        .set_input_message(message(&sight.picker.hint))?
        .set_error_message(message(&sight.picker.refusal))?;
    page.sheet.add_data_validation(row, PICK.first, row, PICK.first, &list)?;
    let hint = page.formats.muted(points::SMALL).set_text_wrap().set_align(FormatAlign::Left);
    let formula = format!("IF({}=0,{},{})", sight.places.which(), literal(&sight.picker.refusal), literal(&sight.picker.hint));
    page.formula(row, HINT, &formula, &Value::text(&sight.picker.hint).result(), &hint)
}

/// Ways to the sheets behind: those of the one picked by formula, since they differ.
fn ways(page: &mut Page, sight: &Sight) -> Result<(), DrawError> {
    let row = sight.rows.pick;
    let format = page.formats.link(points::BODY).set_align(FormatAlign::Right);
    let mut spans = WAYS.into_iter();
    for ((column, text), way) in (sight.places.ways..).zip(&sight.picker.own_ways).zip(&sight.item.ways) {
        let Some(span) = spans.next() else { break };
        let cell = sight.places.picked(column);
        let formula = format!("IF({cell}=\"\",\"\",HYPERLINK(\"#\"&{cell},{}))", literal(text));
        let leads = page.leads(way.as_ref());
        page.formula(row, span, &formula, if leads { text } else { "" }, &format)?;
    }
    for (line, span) in sight.picker.ways.iter().zip(spans) {
        match line.link.as_ref().filter(|target| page.leads(Some(target))) {
            Some(target) => page.link(row, span, &line.text, target, &format)?,
            None => page.text(row, span, "", &format)?,
        }
    }
    Ok(())
}

/// Small labels with the values under them.
fn about(page: &mut Page, sight: &Sight) -> Result<(), DrawError> {
    let row = sight.rows.about;
    page.row_height(row, 18)?;
    page.row_height(row + 1, 22)?;
    let (label, value) = (page.formats.muted(points::SMALL).set_indent(1), page.formats.text(points::BODY));
    let value = value.set_align(FormatAlign::Left).set_indent(1).set_shrink();
    for (at, ((column, said), span)) in (sight.places.about..).zip(&sight.picker.about).zip(CARDS).enumerate() {
        page.text(row, span, &said.header, &label)?;
        note(page, row, span.first, said)?;
        let format = figures(&value, sight.picker.items.iter().filter_map(|item| item.about.get(at)));
        let result = sight.item.about.get(at).map(|cell| Value::of(cell, &page.report.words).result());
        page.formula(row + 1, span, &sight.places.picked(column), &result.unwrap_or_default(), &format)?;
    }
    Ok(())
}

fn cards(page: &mut Page, sight: &Sight) -> Result<(), DrawError> {
    let row = sight.rows.cards;
    for (at, height) in [22, 32, 34].into_iter().enumerate() {
        page.row_height(row + at as u32, height)?;
    }
    let panel = |format: Format| format.set_background_color(Rgb::PANEL.hex()).set_align(FormatAlign::Left).set_indent(1);
    let ruled = |format: Format| panel(format).set_border_top(FormatBorder::Thin).set_border_top_color(Rgb::RULE.hex());
    let label = ruled(page.formats.muted(points::BODY));
    let value = panel(page.formats.text(points::FIGURE).set_bold()).set_shrink();
    let below = panel(page.formats.muted(points::SMALL)).set_text_wrap().set_align(FormatAlign::Top);
    for (at, (said, span)) in sight.picker.cards.iter().zip(CARDS).enumerate() {
        let column = sight.places.cards + 2 * at as u16;
        page.text(row, span, &said.header, &label)?;
        note(page, row, span.first, said)?;
        let cells = || sight.picker.items.iter().filter_map(|item| item.cards.get(at)).map(|(cell, _)| cell);
        let format = match cells().any(|cell| matches!(cell, Cell::Money(_))) {
            true => value.clone().set_num_format(number::money_any(page.report)),
            false => figures(&value, cells()),
        };
        let (result, said) = match sight.item.cards.get(at) {
            Some((cell, said)) => (Value::of(cell, &page.report.words).result(), Value::text(said).result()),
            None => (String::new(), String::new()),
        };
        page.formula(row + 1, span, &sight.places.picked(column), &result, &format)?;
        page.formula(row + 2, span, &sight.places.picked(column + 1), &said, &below)?;
        tags::colour(page, (row + 1, row + 1), span, &tags::tones(cells()))?;
    }
    Ok(())
}

/// The format with the number format of the first figure among the cells.
pub(super) fn figures<'c>(format: &Format, mut cells: impl Iterator<Item = &'c Cell>) -> Format {
    match cells.find_map(|cell| number_format(cell, Digits::SHORT)) {
        Some(code) => format.clone().set_num_format(code),
        None => format.clone(),
    }
}
