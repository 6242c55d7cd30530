//! Texts too long for a cell, and the tab that holds their rests.

use super::formats::Formats;
use super::plan::cut;
use crate::draw::error::DrawError;
use crate::draw::style::{Rgb, points};
use rust_xlsxwriter::{Color, Worksheet};
use std::borrow::Cow;

/// Texts too long for a cell: their rest is kept for a tab of its own, and the cell says so.
pub(crate) struct Spill {
    tab: String,
    word: String,
    limit: usize,
    entries: Vec<(String, String)>,
}

impl Spill {
    pub(crate) fn new(tab: &str, word: &str, limit: usize) -> Spill {
        Spill { tab: tab.to_owned(), word: word.to_owned(), limit, entries: Vec::new() }
    }

    /// The text itself where it fits, else its beginning with a mark that says where it goes on.
    pub(crate) fn fit<'t>(&mut self, tab: &str, row: u32, column: u16, text: &'t str) -> Cow<'t, str> {
        if text.len() <= self.limit || text.encode_utf16().count() <= self.limit {
            return Cow::Borrowed(text);
        }
        let address = format!("{tab}!{}", rust_xlsxwriter::utility::row_col_to_cell(row, column));
        let known = self.entries.iter().position(|(at, _)| *at == address);
        let first = known.unwrap_or(self.entries.len());
        let mark = format!(" … ({}: {}!A{})", self.word, self.tab, first + 1);
        let kept = cut(text, self.limit.saturating_sub(mark.encode_utf16().count()));
        if known.is_none() {
            let mut rest = &text[kept.len()..];
            while !rest.is_empty() {
                let part = match cut(rest, self.limit) {
                    "" => rest,
                    part => part,
                };
                self.entries.push((address.clone(), part.to_owned()));
                rest = &rest[part.len()..];
            }
        }
        Cow::Owned(format!("{kept}{mark}"))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn append(&mut self, other: Spill) {
        self.entries.extend(other.entries);
    }

    /// The tab with the rests, where there are any.
    pub(crate) fn sheet(self, formats: &Formats) -> Result<Option<Worksheet>, DrawError> {
        if self.entries.is_empty() {
            return Ok(None);
        }
        let mut sheet = Worksheet::new();
        sheet.set_name(&self.tab)?.set_tab_color(Color::RGB(Rgb::RULE.hex()));
        sheet.set_column_width(0, 24)?.set_column_width(1, 120)?;
        let format = formats.text(points::BODY).set_text_wrap();
        for (row, (address, text)) in self.entries.iter().enumerate() {
            sheet.write_string_with_format(row as u32, 0, address, &formats.muted(points::BODY))?;
            sheet.write_string_with_format(row as u32, 1, text, &format)?;
        }
        Ok(Some(sheet))
    }
}
