//! What a chart is drawn on: shapes, labels, and marks that say their figures.

use std::fmt::Write as _;

use super::super::Pen;
use super::super::write::{escaped, num, push};
use crate::draw::style::{Scale, grouped, number, text_pixels};
use crate::report::model::{Chart, Report, Tone, Unit};

/// Size of letters; the style sheet says the same.
pub(crate) const LETTER: f64 = 12.0;

/// A rectangle of the canvas.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plot {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Plot {
    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// Where a label stands relative to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How an entry of the key looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Patch,
    Soft,
    Line,
}

pub(crate) struct Canvas<'a> {
    pub(crate) report: &'a Report,
    pub(crate) chart: &'a Chart,
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// What the arrow keys are for, in words.
    keys: &'static str,
    shapes: String,
    marks: String,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(pen: &Pen<'a>, chart: &'a Chart, width: f64, height: f64) -> Canvas<'a> {
        Canvas { report: pen.report, chart, width, height, keys: pen.words.keys, shapes: String::new(), marks: String::new() }
    }

    pub(crate) fn narrow(&self) -> bool {
        self.width < 500.0
    }

    /// The finished picture, named and described.
    pub(crate) fn write(&self, out: &mut String, class: &str, id: &str, chart: &Chart) {
        let _ = write!(
            out,
            "<svg class={class} viewBox=\"0 0 {} {}\" role=img tabindex=0 aria-labelledby=\"{id}-{class}t {id}-{class}d\">\
             <title id=\"{id}-{class}t\">{}</title><desc id=\"{id}-{class}d\">{} {}</desc>{}<g class=marks>{}</g></svg>",
            num(self.width),
            num(self.height),
            escaped(&chart.title),
            escaped(&chart.alt),
            escaped(self.keys),
            self.shapes,
            self.marks
        );
    }

    /// About how wide a text is.
    pub(crate) fn text_width(&self, text: &str) -> f64 {
        text_pixels(self.report.script, text, LETTER * 0.75)
    }

    /// A text that fits, cut with an ellipsis where it must be.
    pub(crate) fn clipped(&self, text: &str, room: f64) -> String {
        if self.text_width(text) <= room {
            return text.to_owned();
        }
        let mut kept: String = text.to_owned();
        while kept.pop().is_some() {
            let candidate = format!("{}…", kept.trim_end());
            if self.text_width(&candidate) <= room {
                return candidate;
            }
        }
        String::new()
    }

    pub(crate) fn scale(&self, unit: Unit, largest: f64) -> Scale {
        Scale::of(unit, largest, self.report)
    }

    /// A figure as exactly as a reader wants it: in tooltips and in the table of figures.
    pub(crate) fn exact(&self, unit: Unit, value: f64) -> String {
        exact(self.report, unit, value)
    }

    pub(crate) fn rect(&mut self, class: &str, left: f64, top: f64, right: f64, bottom: f64) {
        let (width, height) = ((right - left).max(0.0), (bottom - top).max(0.0));
        let _ = write!(
            self.shapes,
            "<rect class=\"f {class}\" x={} y={} width={} height={} />",
            num(left),
            num(top),
            num(width),
            num(height)
        );
    }

    pub(crate) fn line(&mut self, class: &str, points: &[(f64, f64)]) {
        if points.len() > 1 {
            let _ = write!(self.shapes, "<path class=\"{class}\" d=\"{}\" />", path(points));
        }
    }

    pub(crate) fn area(&mut self, class: &str, points: &[(f64, f64)]) {
        let _ = write!(self.shapes, "<path class=\"{class}\" d=\"{}z\" />", path(points));
    }

    pub(crate) fn dot(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let _ = write!(self.shapes, "<circle class=\"f {class}\" cx={} cy={} r={} />", num(x), num(y), num(radius));
    }

    /// Many dots as one shape.
    pub(crate) fn dots(&mut self, class: &str, points: &[(f64, f64)]) {
        let mut d = String::new();
        for (x, y) in points {
            let _ = write!(d, "M{} {}h0", num(*x), num(*y));
        }
        let _ = write!(self.shapes, "<path class=\"dots {class}\" d=\"{d}\" />");
    }

    /// A text, the middle of its height at `y`.
    pub(crate) fn text(&mut self, class: &str, text: &str, (x, y): (f64, f64), anchor: Anchor) {
        if text.trim().is_empty() {
            return;
        }
        let side = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=middle",
            Anchor::End => " text-anchor=end",
        };
        // The middle of capitals and figures lies so much above the base line.
        let _ = write!(self.shapes, "<text class=\"{class}\" x={} y={}{side}>", num(x), num(y + LETTER * 0.36));
        push(&mut self.shapes, text);
        self.shapes.push_str("</text>");
    }

    /// A part that says its figures: a band or a disc that is seen only while it is pointed at.
    pub(crate) fn mark_band(&mut self, tip: &str, plot: &Plot) {
        let _ = write!(
            self.marks,
            "<rect x={} y={} width={} height={}><title>{}</title></rect>",
            num(plot.left),
            num(plot.top),
            num(plot.width()),
            num(plot.height()),
            escaped(tip)
        );
    }

    pub(crate) fn mark_disc(&mut self, tip: &str, (x, y): (f64, f64), radius: f64) {
        let _ =
            write!(self.marks, "<circle cx={} cy={} r={}><title>{}</title></circle>", num(x), num(y), num(radius), escaped(tip));
    }

    /// The key in rows from the left; returns its height.
    pub(crate) fn key(&mut self, entries: &[(String, Key, String)]) -> f64 {
        let (mut x, mut y) = (0.0, 9.0);
        for (name, kind, class) in entries {
            let name = self.clipped(name, self.width * 0.6);
            let width = 18.0 + self.text_width(&name);
            if x > 0.0 && x + width > self.width {
                (x, y) = (0.0, y + 19.0);
            }
            match kind {
                Key::Patch => self.rect(class, x, y - 6.0, x + 12.0, y + 6.0),
                Key::Soft => self.rect(&format!("soft {class}"), x, y - 6.0, x + 12.0, y + 6.0),
                Key::Line => self.line(&format!("l {class}"), &[(x, y), (x + 12.0, y)]),
            }
            self.text("i", &name, (x + 18.0, y), Anchor::Start);
            x += width + 18.0;
        }
        if entries.is_empty() { 0.0 } else { y + 15.0 }
    }
}

/// A figure as exactly as a reader wants it.
pub(crate) fn exact(report: &Report, unit: Unit, value: f64) -> String {
    match unit {
        Unit::Money => number::money_text(report, value / 100.0),
        Unit::Share => format!("{}%", grouped(value * 100.0, 1)),
        Unit::Count => grouped(value, 0),
        Unit::Score => grouped(value, 1),
    }
}

fn path(points: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let _ = write!(d, "{}{} {}", if at == 0 { 'M' } else { 'L' }, num(*x), num(*y));
    }
    d
}

/// The class of a tone.
pub(crate) fn class(pen: &mut Pen<'_>, tone: Tone) -> String {
    pen.tones.class(tone)
}
