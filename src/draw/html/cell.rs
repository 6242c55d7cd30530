//! Values of a table as they are read on the page: figures in the formats of the workbook, words with their colour, links.

use super::Pen;
use super::write::push;
use crate::draw::style::number;
use crate::draw::xlsx::formats::{Digits, bare, figure, shown, too_long};
use crate::report::model::{Cell, Target, Tone};

/// Whether a value is a figure, which stands on the right.
pub(crate) fn is_figure(cell: &Cell) -> bool {
    figure(cell).is_some() && too_long(cell).is_none()
}

/// A value without its markup. Money of cards is short: `7.93m`, `793.0万`.
pub(crate) fn plain(pen: &Pen<'_>, cell: &Cell, digits: Digits, short: bool) -> String {
    let words = &pen.report.words;
    match cell {
        Cell::Empty => String::new(),
        Cell::Unknown => "–".to_owned(),
        Cell::Text(text) | Cell::Tag(text, _) | Cell::Link(text, _) => text.clone(),
        Cell::Linked(inner, _) | Cell::Quiet(inner) => plain(pen, inner, digits, short),
        Cell::Bool(true) => words.yes.clone(),
        Cell::Bool(false) => words.no.clone(),
        Cell::Date(day) => day.to_string(),
        _ => match (figure(cell), too_long(cell)) {
            (_, Some(whole)) => whole,
            (Some(value), _) if short && matches!(bare(cell), Cell::Money(_)) => number::money_text(pen.report, value),
            (Some(_), _) => shown(cell, digits),
            (None, _) => "–".to_owned(),
        },
    }
}

/// A value with its markup, without the element around it.
pub(crate) fn value(pen: &mut Pen<'_>, out: &mut String, cell: &Cell, digits: Digits) {
    match cell {
        Cell::Quiet(inner) => {
            out.push_str("<span class=q>");
            value(pen, out, inner, digits);
            out.push_str("</span>");
        }
        Cell::Tag(text, tone) => tag(pen, out, text, *tone),
        Cell::Link(text, target) => link(pen, out, target, text),
        Cell::Linked(inner, target) => {
            let text = plain(pen, inner, digits, false);
            link(pen, out, target, &text);
        }
        _ => push(out, &plain(pen, cell, digits, false)),
    }
}

fn tag(pen: &mut Pen<'_>, out: &mut String, text: &str, tone: Tone) {
    out.push_str("<span class=\"g ");
    out.push_str(&pen.tones.class(tone));
    out.push_str("\">");
    push(out, text);
    out.push_str("</span>");
}

/// A link to another place of the page; plain text where the page does not have the place.
pub(crate) fn link(pen: &Pen<'_>, out: &mut String, target: &Target, text: &str) {
    match pen.anchors.id(target) {
        Some(id) => {
            out.push_str("<a href=\"#");
            push(out, &id);
            out.push_str("\">");
            push(out, text);
            out.push_str("</a>");
        }
        None => push(out, text),
    }
}
