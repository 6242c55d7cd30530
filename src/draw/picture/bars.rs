//! Horizontal bars per category, the first on top: clustered, stacked, or inside what was planned. Their figures stand at
//! their ends, so that no grid is needed to read them.

use super::axis::Axis;
use super::columns::key_of;
use super::frame::{Frame, px};
use super::scene::{Anchor, Area, Scene};
use crate::draw::style::Rgb;
use crate::draw::{reach, variance};
use crate::report::model::{Series, Tone};

pub(crate) fn draw(scene: &mut Scene, frame: &Frame, categories: &[String], series: &[Series], stacked: bool) {
    let series: Vec<&Series> = series.iter().collect();
    let (low, high) = reach::of_series(&series, &[], stacked);
    let scale = frame.scale(frame.chart.unit, high.abs().max(low.abs()));
    let mut axis = Axis::round(scale, low, high, 6);
    // Bars with their figure at the end need no round end of the axis: they may use the whole width.
    (axis.low, axis.high) = (axis.scale.shown(low), axis.scale.shown(high));
    // One series in a colour that means something is named too.
    let key = if series.len() > 1 || series.iter().any(|s| s.tone != Tone::Accent) {
        frame.key(scene, &key_of(frame, &series))
    } else {
        0.0
    };
    let names = categories.iter().map(|c| frame.face.width(c, px::LABEL)).fold(0.0, f64::max);
    let left = (names + 18.0).min(frame.room.width() * 0.3);
    let title = axis.scale.titled(&frame.chart.y_axis, frame.report.script);
    let head = if title.is_empty() { 6.0 } else { 40.0 };
    let plot = frame.inside(left, key + head, 130.0, 0.0);
    let bars = Bars { frame, axis: &axis, plot: &plot, slot: plot.height() / categories.len().max(1) as f64 };

    bars.names(scene, categories, left - 14.0);
    match variance::in_plan(&series) {
        Some((plan, actual)) => bars.bullets(scene, plan, actual),
        None if stacked => bars.stack(scene, &series),
        None => bars.cluster(scene, &series),
    }
    let zero = bars.x(0.0);
    scene.line(&[(zero, plot.top), (zero, plot.bottom)], 2.0, Rgb::RULE);
    let title = frame.face.clipped(&title, plot.width(), px::AXIS);
    scene.text(&title, (plot.left, plot.top - 22.0), Anchor::Start, px::AXIS, Rgb::MUTED);
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

    fn largest(&self) -> f64 {
        self.axis.high.abs().max(self.axis.low.abs())
    }

    fn text(&self, value: f64) -> String {
        self.axis.scale.label(self.axis.scale.shown(value), self.largest())
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

    /// The figure at the end of a bar.
    fn end(&self, scene: &mut Scene, text: &str, (to, y): (f64, f64), size: f64, left: bool) {
        if size >= 12.0 {
            let (x, anchor) = if left { (to - 10.0, Anchor::End) } else { (to + 10.0, Anchor::Start) };
            scene.text(text, (x, y), anchor, size, Rgb::INK);
        }
    }

    fn cluster(&self, scene: &mut Scene, series: &[&Series]) {
        let each = (self.slot * 0.72 / series.len().max(1) as f64).min(58.0);
        for (nth, one) in series.iter().enumerate() {
            for (at, value) in one.values.iter().enumerate() {
                let Some(value) = *value else { continue };
                let top = self.middle(at) + each * (nth as f64 - series.len() as f64 / 2.0);
                let (from, to) = (self.x(0.0), self.x(value));
                let area = Area { left: from.min(to), top: top + 1.5, right: from.max(to), bottom: top + each - 1.5 };
                self.frame.bar(scene, area, one.tone);
                let size = px::LABEL.min(each * 0.95);
                self.end(scene, &self.text(value), (to, top + each / 2.0), size, value < 0.0);
            }
        }
    }

    /// What became of a plan, inside its outline.
    fn bullets(&self, scene: &mut Scene, plan: &Series, actual: &Series) {
        let outer = (self.slot * 0.74).min(60.0);
        let inner = outer * 0.5;
        let count = plan.values.len().max(actual.values.len());
        for at in 0..count {
            let value = |s: &Series| s.values.get(at).copied().flatten();
            let (y, from) = (self.middle(at), self.x(0.0));
            let mut far = from;
            for (one, high) in [(plan, outer), (actual, inner)] {
                let Some(value) = value(one) else { continue };
                let to = self.x(value);
                far = far.max(to);
                let area = Area { left: from.min(to), top: y - high / 2.0, right: from.max(to), bottom: y + high / 2.0 };
                self.frame.bar(scene, area, one.tone);
            }
            let figures = [value(actual), value(plan)].map(|v| v.map_or_else(|| "–".to_owned(), |v| self.text(v)));
            self.end(scene, &figures.join(" / "), (far, y), px::LABEL.min(outer * 0.9), false);
        }
    }

    fn stack(&self, scene: &mut Scene, series: &[&Series]) {
        let each = (self.slot * 0.7).min(64.0);
        for (at, total) in variance::totals(series).into_iter().enumerate() {
            let (mut up, mut down) = (0.0, 0.0);
            let top = self.middle(at) - each / 2.0;
            for one in series {
                let Some(value) = one.values.get(at).copied().flatten() else { continue };
                let base = if value < 0.0 { &mut down } else { &mut up };
                let (from, to) = (self.x(*base), self.x(*base + value));
                *base += value;
                let area = Area { left: from.min(to), top, right: (from.max(to) - 1.5).max(from.min(to)), bottom: top + each };
                if value != 0.0 {
                    self.frame.bar(scene, area, one.tone);
                }
                let text = self.text(value);
                let alone = value == total;
                if !alone && value != 0.0 && each > 22.0 && self.frame.face.width(&text, px::AXIS) < (to - from).abs() - 10.0 {
                    let middle = ((from + to) / 2.0, top + each / 2.0);
                    scene.text(&text, middle, Anchor::Middle, px::AXIS, self.frame.text_on(one.tone));
                }
            }
            let size = px::LABEL.min(each * 0.95);
            self.end(scene, &self.text(total), (self.x(up), top + each / 2.0), size, false);
        }
    }
}
