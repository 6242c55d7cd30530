//! Words that have a colour: as letters on the hidden tab, and coloured on the page by what the formula shows.

use crate::draw::error::DrawError;
use crate::draw::xlsx::grid::Span;
use crate::draw::xlsx::page::Page;
use crate::report::model::{Cell, Picker, Tone};
use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Format};

/// More words than these are no code.
const MOST: usize = 26;

/// The few words of a column of the months, in the order in which they are met.
#[derive(Debug, Clone, Default)]
pub(super) struct Coded {
    words: Vec<(String, Tone)>,
}

/// The code of a column of the months, where all its cells are few words.
pub(super) fn coded(picker: &Picker, at: usize) -> Option<Coded> {
    let mut code = Coded::default();
    for cell in picker.items.iter().filter_map(|item| item.months.get(at)).flatten() {
        let word = match cell {
            Cell::Empty => continue,
            _ => word(cell)?,
        };
        if code.words.iter().all(|(known, _)| known != word.0) {
            code.words.push((word.0.to_owned(), word.1));
        }
    }
    (!code.words.is_empty() && code.words.len() <= MOST).then_some(code)
}

fn word(cell: &Cell) -> Option<(&str, Tone)> {
    match cell {
        Cell::Unknown => Some(("–", Tone::Muted)),
        Cell::Tag(word, tone) => Some((word, *tone)),
        _ => None,
    }
}

impl Coded {
    /// A letter a month: `A` for the first word.
    pub(super) fn text(&self, cells: &[Cell]) -> String {
        let letter = |cell: &Cell| {
            let at = word(cell).and_then(|(word, _)| self.words.iter().position(|(known, _)| known == word));
            at.and_then(|at| u8::try_from(at).ok()).map_or(' ', |at| char::from(b'A' + at))
        };
        cells.iter().map(letter).collect()
    }

    pub(super) fn tones(&self) -> &[(String, Tone)] {
        &self.words
    }
}

/// The coloured words among cells, once each.
pub(super) fn tones<'c>(cells: impl Iterator<Item = &'c Cell>) -> Vec<(String, Tone)> {
    let mut found: Vec<(String, Tone)> = Vec::new();
    for cell in cells {
        if let Cell::Tag(word, tone) = cell
            && found.iter().all(|(known, _)| known != word)
        {
            found.push((word.clone(), *tone));
        }
    }
    found
}

/// Colours the words of some rows.
pub(super) fn colour(page: &mut Page, rows: (u32, u32), span: Span, words: &[(String, Tone)]) -> Result<(), DrawError> {
    for (word, tone) in words.iter().filter(|(_, tone)| *tone != Tone::Muted) {
        let colour = page.formats.palette.colour(*tone);
        let format = Format::new().set_font_color(colour.readable().hex());
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(word.as_str())).set_format(format);
        page.sheet.add_conditional_format(rows.0, span.first, rows.1, span.last, &rule)?;
    }
    Ok(())
}
