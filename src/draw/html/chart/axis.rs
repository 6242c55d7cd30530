//! Axes: which figure lies where, grid lines with their figures, names of categories.

use super::canvas::{Anchor, Canvas, LETTER, Plot};
use crate::draw::style::Scale;

/// A value axis.
pub(crate) struct Axis {
    pub(crate) scale: Scale,
    pub(crate) low: f64,
    pub(crate) high: f64,
    step: f64,
}

impl Axis {
    /// An axis with round ends that holds `low..high` (in the unit of the model).
    pub(crate) fn round(scale: Scale, low: f64, high: f64, count: usize) -> Axis {
        let (low, high, step) = scale.ticks(low, high, count);
        Axis { scale, low, high, step }
    }

    /// An axis of shares from 0 to 1.
    pub(crate) fn shares(scale: Scale) -> Axis {
        Axis { scale, low: 0.0, high: 1.0, step: 0.2 }
    }

    /// Where a figure of the model lies, 0 at the low end and 1 at the high end.
    pub(crate) fn part(&self, value: f64) -> f64 {
        ((self.scale.shown(value) - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    pub(crate) fn y(&self, plot: &Plot, value: f64) -> f64 {
        plot.bottom - self.part(value) * plot.height()
    }

    pub(crate) fn x(&self, plot: &Plot, value: f64) -> f64 {
        plot.left + self.part(value) * plot.width()
    }

    /// Ticks: their place from 0 to 1, and their text.
    pub(crate) fn ticks(&self) -> Vec<(f64, String)> {
        let count = ((self.high - self.low) / self.step + 1e-6).floor().clamp(0.0, 50.0) as usize;
        let tick = |at: usize| {
            let value = self.low + self.step * at as f64;
            // Steps add up to a tiny rest beside zero.
            let value = if value.abs() < self.step * 1e-6 { 0.0 } else { value };
            ((value - self.low) / (self.high - self.low), self.scale.tick(value, self.step))
        };
        (0..=count).map(tick).collect()
    }

    /// The widest figure of the axis.
    pub(crate) fn text_width(&self, canvas: &Canvas<'_>) -> f64 {
        self.ticks().iter().map(|(_, text)| canvas.text_width(text)).fold(0.0, f64::max)
    }

    /// Grid lines with their figures on the left; the zero line is stronger.
    pub(crate) fn draw_left(&self, canvas: &mut Canvas<'_>, plot: &Plot) {
        let zero = self.part(0.0);
        for (part, text) in self.ticks() {
            let y = plot.bottom - part * plot.height();
            let class = if (part - zero).abs() < 1e-9 && self.low <= 0.0 { "z" } else { "r" };
            canvas.line(class, &[(plot.left, y), (plot.right, y)]);
            canvas.text("a", &text, (plot.left - 6.0, y), Anchor::End);
        }
    }

    /// What the axis measures, with its unit.
    pub(crate) fn titled(&self, canvas: &Canvas<'_>, title: &str) -> String {
        self.scale.titled(title, canvas.report.script)
    }
}

/// Categories side by side, named below: in two lines, or every n-th where they are too many.
pub(crate) struct Slots {
    pub(crate) width: f64,
    left: f64,
    /// For each category its lines; none where it is passed over.
    lines: Vec<Vec<String>>,
}

impl Slots {
    pub(crate) fn new(canvas: &Canvas<'_>, categories: &[String], left: f64, right: f64) -> Slots {
        let width = (right - left) / categories.len().max(1) as f64;
        let widest = categories.iter().map(|c| canvas.text_width(c)).fold(0.0, f64::max);
        // Two lines of half a name must fit, or a name takes the room of several.
        let needed = widest.min(36.0f64.max(widest / 2.0 + 8.0)).min(84.0);
        let every = ((needed + 10.0) / width).ceil().max(1.0) as usize;
        let room = width * every as f64 - 10.0;
        let named = |(at, name): (usize, &String)| if at % every == 0 { two_lines(canvas, name, room) } else { Vec::new() };
        Slots { width, left, lines: categories.iter().enumerate().map(named).collect() }
    }

    pub(crate) fn height(&self) -> f64 {
        let lines = self.lines.iter().map(Vec::len).max().unwrap_or(0);
        8.0 + LETTER * 1.2 * lines as f64
    }

    pub(crate) fn middle(&self, at: usize) -> f64 {
        self.left + self.width * (at as f64 + 0.5)
    }

    /// The room of one category over the whole height of the plot.
    pub(crate) fn band(&self, at: usize, plot: &Plot) -> Plot {
        let left = self.left + self.width * at as f64;
        Plot { left, right: left + self.width, ..*plot }
    }

    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, bottom: f64) {
        for (at, lines) in self.lines.iter().enumerate() {
            for (nth, text) in lines.iter().enumerate() {
                canvas.text("a", text, (self.middle(at), bottom + 7.0 + LETTER * (0.6 + 1.2 * nth as f64)), Anchor::Middle);
            }
        }
    }
}

/// A name in at most two lines, broken at a space where it has one, between characters where it has none.
pub(crate) fn two_lines(canvas: &Canvas<'_>, name: &str, room: f64) -> Vec<String> {
    if canvas.text_width(name) <= room {
        return vec![name.to_owned()];
    }
    let fits = |end: usize| canvas.text_width(name[..end].trim_end()) <= room;
    let ends: Vec<usize> = name.char_indices().map(|(at, _)| at).skip(1).filter(|end| fits(*end)).collect();
    let Some(&last) = ends.last() else { return vec![canvas.clipped(name, room)] };
    let space = name[..last].rfind(' ').filter(|at| *at * 2 > last);
    let cut = space.unwrap_or(last);
    vec![name[..cut].trim_end().to_owned(), canvas.clipped(name[cut..].trim_start(), room)]
}
