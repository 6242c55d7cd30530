//! Axes: which figure lies where, quiet grid lines, tick labels, category labels.

use super::frame::{Frame, px};
use super::scene::{Anchor, Area, Scene};
use crate::draw::style::{Rgb, Scale};

/// A value axis over the figures `low..high` of the model.
pub(crate) struct Axis {
    pub(crate) scale: Scale,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) step: f64,
}

impl Axis {
    /// An axis with round ends, in the unit of the axis, that holds `low..high` (in the unit of the model).
    pub(crate) fn round(scale: Scale, low: f64, high: f64, count: usize) -> Axis {
        let (low, high, step) = scale.ticks(low, high, count);
        Axis { scale, low, high, step }
    }

    /// Where a figure of the model lies, 0 at the low end and 1 at the high end.
    pub(crate) fn part(&self, value: f64) -> f64 {
        ((self.scale.shown(value) - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Height of a figure in the plot.
    pub(crate) fn y(&self, plot: &Area, value: f64) -> f64 {
        plot.bottom - self.part(value) * plot.height()
    }

    /// Ticks in the unit of the axis.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        let count = ((self.high - self.low) / self.step + 1e-6).floor() as usize;
        (0..=count.min(50)).map(|at| {
            let tick = self.low + self.step * at as f64;
            // Steps add up to a tiny rest beside zero.
            if tick.abs() < self.step * 1e-6 { 0.0 } else { tick }
        })
    }

    pub(crate) fn text(&self, tick: f64) -> String {
        self.scale.tick(tick, self.step)
    }

    /// The widest tick label.
    pub(crate) fn text_width(&self, frame: &Frame) -> f64 {
        self.ticks().map(|t| frame.face.width(&self.text(t), px::AXIS)).fold(0.0, f64::max)
    }

    /// Grid lines with their labels on the left, the zero line stronger, and the axis title above.
    pub(crate) fn draw_left(&self, scene: &mut Scene, frame: &Frame, plot: &Area, title: &str) {
        for tick in self.ticks() {
            let y = plot.bottom - (tick - self.low) / (self.high - self.low) * plot.height();
            let (width, colour) = if tick == 0.0 { (2.0, Rgb::RULE) } else { (1.0, Rgb::LINE) };
            scene.line(&[(plot.left, y), (plot.right, y)], width, colour);
            scene.text(&self.text(tick), (plot.left - 12.0, y), Anchor::End, px::AXIS, Rgb::MUTED);
        }
        if !title.is_empty() {
            self.title_above(scene, frame, plot, title);
        }
    }

    /// The axis title above the plot, with its unit: upright text reads better than text on its side.
    pub(crate) fn title_above(&self, scene: &mut Scene, frame: &Frame, plot: &Area, title: &str) {
        let title = self.scale.titled(title, frame.report.script);
        let title = frame.face.clipped(&title, frame.room.width() * 0.5, px::AXIS);
        scene.text(&title, (frame.room.left, plot.top - 32.0), Anchor::Start, px::AXIS, Rgb::MUTED);
    }
}

/// The axis title under the plot, at its right end.
pub(crate) fn title_below(scene: &mut Scene, frame: &Frame, plot: &Area, title: &str) {
    let title = frame.face.clipped(title, plot.width(), px::AXIS);
    scene.text(&title, (plot.right, frame.room.bottom - 8.0), Anchor::End, px::AXIS, Rgb::MUTED);
}

/// Categories side by side: their labels in at most two lines, or every n-th where they are too many.
pub(crate) struct Slots<'a> {
    categories: &'a [String],
    width: f64,
    left: f64,
    every: usize,
    lines: Vec<Vec<String>>,
}

impl<'a> Slots<'a> {
    pub(crate) fn new(frame: &Frame, categories: &'a [String], left: f64, right: f64) -> Slots<'a> {
        let width = (right - left) / categories.len().max(1) as f64;
        // Below this a label is a stump; then only every n-th is written, in the room of n slots.
        let needed = categories.iter().map(|c| frame.face.width(c, px::AXIS)).fold(0.0, f64::max).clamp(40.0, 112.0);
        let stump = |c: &String| frame.face.wrap(c, width - 10.0, px::AXIS, 2).iter().any(|line| line.ends_with('…'));
        let every = match width >= 64.0 && !categories.iter().any(stump) {
            true => 1,
            false => ((needed + 12.0) / width).ceil().max(1.0) as usize,
        };
        let room = width * every as f64 - 10.0;
        let wrap = |(at, c): (usize, &String)| match at % every {
            0 => frame.face.wrap(c, room, px::AXIS, 2),
            _ => Vec::new(),
        };
        let lines = categories.iter().enumerate().map(wrap).collect();
        Slots { categories, width, left, every, lines }
    }

    /// Height of the labels under the axis.
    pub(crate) fn height(&self) -> f64 {
        let lines = self.lines.iter().map(Vec::len).max().unwrap_or(0);
        14.0 + px::AXIS * 1.25 * lines as f64
    }

    pub(crate) fn width(&self) -> f64 {
        self.width
    }

    pub(crate) fn middle(&self, at: usize) -> f64 {
        self.left + self.width * (at as f64 + 0.5)
    }

    pub(crate) fn draw(&self, scene: &mut Scene, bottom: f64) {
        for at in (0..self.categories.len()).step_by(self.every) {
            for (line, text) in self.lines[at].iter().enumerate() {
                let y = bottom + 14.0 + px::AXIS * (0.55 + 1.25 * line as f64);
                scene.text(text, (self.middle(at), y), Anchor::Middle, px::AXIS, Rgb::MUTED);
            }
        }
    }
}
