//! Horizontal bars per category, the first on top, clustered or stacked.

use super::axis::Axis;
use super::columns::{key_of, text_on};
use super::frame::{Frame, px};
use super::scene::{Anchor, Area, Scene};
use crate::draw::reach;
use crate::draw::style::{Rgb, colour};
use crate::report::model::Series;

pub(crate) fn draw(scene: &mut Scene, frame: &Frame, categories: &[String], series: &[Series], stacked: bool) {
    let series: Vec<&Series> = series.iter().collect();
    let (low, high) = reach::of_series(&series, &[], stacked);
    let scale = frame.scale(frame.chart.unit, high.abs().max(low.abs()));
    let mut axis = Axis::round(scale, low, high, 6);
    if !stacked {
        // Bars with their figure at the end need no round end of the axis: they may use the whole width.
        (axis.low, axis.high) = (axis.scale.shown(low), axis.scale.shown(high));
    }
    let key = if series.len() > 1 { frame.key(scene, &key_of(&series)) } else { 0.0 };
    let names = categories.iter().map(|c| frame.face.width(c, px::LABEL)).fold(0.0, f64::max);
    let left = (names + 18.0).min(frame.room.width() * 0.3);
    let below = if stacked { 66.0 } else { 40.0 };
    let plot = frame.inside(left, key + 6.0, if stacked { 24.0 } else { 120.0 }, below);
    let bars = Bars { frame, axis: &axis, plot: &plot, slot: plot.height() / categories.len().max(1) as f64 };

    if stacked {
        bars.grid(scene);
    }
    bars.names(scene, categories, left - 14.0);
    if stacked {
        bars.stack(scene, &series);
    } else {
        bars.cluster(scene, &series);
    }
    let zero = bars.x(0.0);
    scene.line(&[(zero, plot.top), (zero, plot.bottom)], 2.0, Rgb::RULE);
    let title = axis.scale.titled(&frame.chart.y_axis, frame.report.script);
    let title = frame.face.clipped(&title, plot.width(), px::AXIS);
    scene.text(&title, (plot.left, frame.room.bottom - 8.0), Anchor::Start, px::AXIS, Rgb::MUTED);
}

struct Bars<'a> {
    frame: &'a Frame<'a>,
    axis: &'a Axis,
    plot: &'a Area,
    /// Height of a category.
    slot: f64,
}

impl Bars<'_> {
    fn x(&self, value: f64) -> f64 {
        self.plot.left + self.axis.part(value) * self.plot.width()
    }

    fn middle(&self, at: usize) -> f64 {
        self.plot.top + self.slot * (at as f64 + 0.5)
    }

    fn grid(&self, scene: &mut Scene) {
        let axis = self.axis;
        for tick in axis.ticks() {
            let x = self.plot.left + (tick - axis.low) / (axis.high - axis.low) * self.plot.width();
            scene.line(&[(x, self.plot.top), (x, self.plot.bottom)], 1.0, Rgb::LINE);
            scene.text(&axis.text(tick), (x, self.plot.bottom + 20.0), Anchor::Middle, px::AXIS, Rgb::MUTED);
        }
    }

    fn names(&self, scene: &mut Scene, categories: &[String], width: f64) {
        let size = px::LABEL.min(self.slot * 0.8).max(12.0);
        // Where bars are closer than letters are high, every n-th is named.
        let every = (size * 1.1 / self.slot).ceil().max(1.0) as usize;
        let lines = if self.slot > size * 2.4 { 2 } else { 1 };
        for (at, name) in categories.iter().enumerate().step_by(every) {
            let wrapped = self.frame.face.wrap(name, width, size, lines);
            let mut y = self.middle(at) - size * 0.6 * (wrapped.len() as f64 - 1.0);
            for line in wrapped {
                scene.text(&line, (self.plot.left - 14.0, y), Anchor::End, size, Rgb::INK);
                y += size * 1.2;
            }
        }
    }

    fn cluster(&self, scene: &mut Scene, series: &[&Series]) {
        let each = (self.slot * 0.72 / series.len().max(1) as f64).min(58.0);
        let size = px::LABEL.min(each * 0.95);
        let largest = self.axis.high.abs().max(self.axis.low.abs());
        for (nth, one) in series.iter().enumerate() {
            for (at, value) in one.values.iter().enumerate() {
                let Some(value) = *value else { continue };
                let top = self.middle(at) + each * (nth as f64 - series.len() as f64 / 2.0);
                let (from, to) = (self.x(0.0), self.x(value));
                scene.rect(from.min(to), top + 1.5, from.max(to), top + each - 1.5, colour(one.tone));
                let text = self.axis.scale.label(self.axis.scale.shown(value), largest);
                if size >= 12.0 {
                    let (x, anchor) = if value < 0.0 { (to - 10.0, Anchor::End) } else { (to + 10.0, Anchor::Start) };
                    scene.text(&text, (x, top + each / 2.0), anchor, size, Rgb::INK);
                }
            }
        }
    }

    fn stack(&self, scene: &mut Scene, series: &[&Series]) {
        let each = (self.slot * 0.7).min(64.0);
        let count = series.iter().map(|s| s.values.len()).max().unwrap_or(0);
        for at in 0..count {
            let (mut up, mut down) = (0.0, 0.0);
            let top = self.middle(at) - each / 2.0;
            for one in series {
                let Some(value) = one.values.get(at).copied().flatten() else { continue };
                let base = if value < 0.0 { &mut down } else { &mut up };
                let (from, to) = (self.x(*base), self.x(*base + value));
                *base += value;
                scene.rect(from.min(to), top, from.max(to) - 1.5, top + each, colour(one.tone));
                let text = self.axis.scale.label(self.axis.scale.shown(value), self.axis.high);
                if value != 0.0 && each > 22.0 && self.frame.face.width(&text, px::AXIS) < (to - from).abs() - 10.0 {
                    let middle = ((from + to) / 2.0, top + each / 2.0);
                    scene.text(&text, middle, Anchor::Middle, px::AXIS, text_on(one.tone));
                }
            }
        }
    }
}
