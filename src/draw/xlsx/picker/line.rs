//! One line of a list: its texts are as long as their places on the page hold.

use super::formula::Value;
use super::places::LISTS;
use crate::draw::style::{points, text_pixels};
use crate::draw::xlsx::page::Page;
use crate::report::model::PickLine;
use std::borrow::Cow;

/// The values of a line of list `at`: texts as long as their places hold.
pub(super) fn cells<'a>(page: &'a Page, at: usize, line: &'a PickLine) -> impl Iterator<Item = Value<'a>> {
    let spans = LISTS.get(at).copied().unwrap_or_default();
    let words = &page.report.words;
    line.cells.iter().enumerate().map(move |(nth, cell)| match Value::of(cell, words) {
        Value::Text(text) => {
            let room = spans.get(nth).map_or(u32::MAX / 4, |span| page.tab.grid.pixels(*span));
            Value::Text(fitted(page, text, room))
        }
        value => value,
    })
}

/// A text on two lines of so many pixels; its end gives way to a mark where it does not fit.
fn fitted<'a>(page: &Page, text: Cow<'a, str>, pixels: u32) -> Cow<'a, str> {
    let script = page.formats.script;
    // What words lose at the end of a line.
    let room = f64::from(pixels.saturating_sub(14)) * 2.0 * 0.93;
    if text_pixels(script, &text, points::SMALL) <= room {
        return text;
    }
    let mut kept = String::new();
    let mut used = text_pixels(script, "…", points::SMALL);
    for c in text.chars() {
        used += text_pixels(script, c.encode_utf8(&mut [0; 4]), points::SMALL);
        if used > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end()).into()
}
