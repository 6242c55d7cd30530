//! The scores: parts one below the other, each with its header and rows of two values.

use super::formula::Value;
use super::head::figures;
use super::places::SCORES;
use super::{Sight, note};
use crate::draw::error::DrawError;
use crate::draw::xlsx::page::Page;
use crate::report::model::PickColumn;
use rust_xlsxwriter::{Format, FormatAlign};

pub(super) fn draw(page: &mut Page, sight: &Sight) -> Result<(), DrawError> {
    let mut row = sight.rows.months + 1;
    let mut at = 0;
    for part in &sight.picker.scores {
        for (span, (said, figures)) in SCORES.into_iter().zip([(&part.heading, false), (&part.first, true), (&part.second, true)])
        {
            let format = page.formats.header(figures, false);
            page.text(row, span, &said.header, &format)?;
            note(page, row, span.first, said)?;
        }
        row += 1;
        for own in &part.rows {
            line(page, sight, row, at, &own.label, own.strong)?;
            row += 1;
            at += 1;
        }
    }
    Ok(())
}

/// A row: what it is, and its two values.
fn line(page: &mut Page, sight: &Sight, row: u32, at: usize, label: &PickColumn, strong: bool) -> Result<(), DrawError> {
    let [name, values @ ..] = SCORES;
    let body = page.formats.body();
    let body = if strong { body.set_bold() } else { body };
    let left: Format = body.clone().set_align(FormatAlign::Left).set_indent(1).set_shrink();
    page.text(row, name, &label.header, &left)?;
    note(page, row, name.first, label)?;
    for (nth, span) in values.into_iter().enumerate() {
        let all = sight.picker.items.iter().filter_map(|item| item.scores.get(at)).map(|pair| &pair[nth]);
        let format = figures(&body, all).set_align(FormatAlign::Right);
        let column = sight.places.scores + (2 * at + nth) as u16;
        let result = sight.item.scores.get(at).map(|pair| Value::of(&pair[nth], &page.report.words).result());
        page.formula(row, span, &sight.places.picked(column), &result.unwrap_or_default(), &format)?;
    }
    Ok(())
}
