//! Cards, paragraphs and explanations.

use super::Pen;
use super::anchors;
use super::cell::{self, plain};
use super::write::{escaped, num, push};
use crate::draw::style::arrow;
use crate::draw::xlsx::formats::Digits;
use crate::report::model::{Card, Leaf, LeafRow, Line, Tone};

/// Lines from which on a list is set in columns.
const MANY: usize = 10;

/// Figures with their change against the month before, each leading to its sheet.
pub(crate) fn cards(pen: &mut Pen<'_>, out: &mut String, cards: &[Card]) {
    out.push_str("<ul class=cards>");
    for card in cards {
        one(pen, out, card);
    }
    out.push_str("</ul>\n");
}

fn one(pen: &mut Pen<'_>, out: &mut String, card: &Card) {
    out.push_str("<li class=card><p class=label>");
    match &card.link {
        Some(target) => cell::link(pen, out, target, &card.label),
        None => push(out, &card.label),
    }
    out.push_str("</p><p class=value>");
    push(out, &plain(pen, &card.value, Digits::SHORT, true));
    out.push_str("</p><p class=change>");
    if let Some(change) = &card.change {
        let class = pen.tones.class(change.tone);
        out.push_str(&format!("<b class=\"k {class}\"><span aria-hidden=true>{}</span> ", arrow(change.up)));
        push(out, &change.text);
        out.push_str("</b> ");
    }
    if let Some(previous) = &card.previous {
        push(out, &format!("{} {}", pen.report.words.previous, plain(pen, previous, Digits::SHORT, true)));
    }
    out.push_str("</p>");
    trend(pen, out, card);
    out.push_str("<p class=note>");
    push(out, &card.note);
    out.push_str("</p></li>");
}

/// The last months of a figure as a small line with a dot at its end; what it says stands beside it in words already.
fn trend(pen: &mut Pen<'_>, out: &mut String, card: &Card) {
    const WIDTH: f64 = 120.0;
    const HEIGHT: f64 = 28.0;
    let known: Vec<(usize, f64)> = card.trend.iter().enumerate().filter_map(|(at, v)| Some((at, (*v)?))).collect();
    let (low, high) = known.iter().fold((f64::MAX, f64::MIN), |(l, h), (_, v)| (l.min(*v), h.max(*v)));
    let Some((last, _)) = known.last().filter(|_| known.len() > 1) else { return };
    let step = (WIDTH - 8.0) / (card.trend.len() - 1) as f64;
    let span = if high > low { high - low } else { 1.0 };
    let place = |at: usize, v: f64| (4.0 + step * at as f64, HEIGHT - 4.0 - (v - low) / span * (HEIGHT - 8.0));
    let class = pen.tones.class(Tone::Accent);
    let mut d = String::new();
    for (nth, (at, v)) in known.iter().enumerate() {
        let (x, y) = place(*at, *v);
        // A month that is not known is a gap.
        let apart = nth == 0 || known[nth - 1].0 + 1 < *at;
        d.push_str(&format!("{}{} {}", if apart { 'M' } else { 'L' }, num(x), num(y)));
    }
    let (x, y) = known.last().map_or((0.0, 0.0), |(_, v)| place(*last, *v));
    out.push_str(&format!(
        "<svg class=trend viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=true><path class=\"l {class}\" d=\"{d}\" />\
         <circle class=\"f {class}\" cx={} cy={} r=3 /></svg>",
        num(x),
        num(y)
    ));
}

/// Paragraphs under a heading; the tone is a small square before a paragraph, and never only that: the words say it too.
pub(crate) fn text(pen: &mut Pen<'_>, out: &mut String, heading: Option<&str>, lines: &[Line]) {
    out.push_str("<div class=text>");
    if let Some(heading) = heading {
        out.push_str(&format!("<h3>{}</h3>", escaped(heading)));
    }
    self::lines(pen, out, lines);
    out.push_str("</div>\n");
}

fn lines(pen: &mut Pen<'_>, out: &mut String, lines: &[Line]) {
    out.push_str(if lines.len() > MANY { "<ul class=\"lines many\">" } else { "<ul class=lines>" });
    for line in lines {
        let marked = matches!(line.tone, Tone::Good | Tone::Watch | Tone::Bad | Tone::Accent);
        let class = if marked { format!(" class=\"m {}\"", pen.tones.class(line.tone)) } else { String::new() };
        let quiet = if line.tone == Tone::Muted { " class=q" } else { "" };
        out.push_str(&format!("<li{class}><span{quiet}>"));
        match &line.link {
            Some(target) => cell::link(pen, out, target, &line.text),
            None => push(out, &line.text),
        }
        out.push_str("</span></li>");
    }
    out.push_str("</ul>");
}

/// An explanation: closed until it is wanted; a link to it opens it.
pub(crate) fn leaf(pen: &mut Pen<'_>, out: &mut String, sheet: &str, at: usize, leaf: &Leaf) {
    let id = anchors::leaf(sheet, at);
    out.push_str(&format!(
        "<details class=leaf><summary><h3 id=\"{}\">{}</h3></summary><div>",
        escaped(&id),
        escaped(&leaf.title)
    ));
    lines(pen, out, &leaf.lines);
    for part in &leaf.parts {
        let heading = escaped(&part.heading);
        out.push_str(&format!(
            "<h4>{heading}</h4><div class=scroll><table class=steps><caption class=vh>{heading}</caption><tbody>"
        ));
        for row in &part.rows {
            step(out, row);
        }
        out.push_str("</tbody></table></div>");
    }
    out.push_str("</div></details>\n");
}

fn step(out: &mut String, row: &LeafRow) {
    out.push_str(if row.tone == Tone::Muted { "<tr class=q>" } else { "<tr>" });
    out.push_str(if row.what.is_empty() { "<td>" } else { "<th scope=row>" });
    push(out, &row.what);
    out.push_str("<td>");
    push(out, &row.text);
    out.push_str("<td>");
    push(out, &row.result);
}
