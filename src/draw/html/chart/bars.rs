//! Horizontal bars per category, the first on top, clustered or stacked.

use super::super::Pen;
use super::axis::Axis;
use super::canvas::{Anchor, Canvas, LETTER, Plot, class};
use super::columns::{entries, tip};
use crate::draw::reach;
use crate::report::model::Series;

/// Height of a bar with its air; a chart of many bars grows instead of drawing them thinner.
const BAR: f64 = 15.0;

pub(crate) fn draw(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, categories: &[String], series: &[Series], stacked: bool) {
    let series_of: Vec<&Series> = series.iter().collect();
    let (low, high) = reach::of_series(&series_of, &[], stacked);
    let mut axis = Axis::round(canvas.scale(canvas.chart.unit, high.abs().max(low.abs())), low, high, 5);
    if !stacked {
        // Bars with their figure at the end need no round end of the axis: they may use the whole width.
        (axis.low, axis.high) = (axis.scale.shown(low), axis.scale.shown(high));
    }
    let key = if series.len() > 1 { entries(pen, &series_of) } else { Vec::new() };
    let key = canvas.key(&key);
    let names = categories.iter().map(|c| canvas.text_width(c)).fold(0.0, f64::max);
    let left = (names + 8.0).min(canvas.width * 0.34);
    let rows = categories.len().max(1) as f64;
    let each = if stacked { 1.0 } else { series.len().max(1) as f64 };
    let below = 30.0;
    canvas.height = canvas.height.max(key + below + 4.0 + rows * (each * BAR + 7.0));
    let right = canvas.width - if stacked { 12.0 } else { 52.0 };
    let plot = Plot { left, top: key + 4.0, right, bottom: canvas.height - below };
    let slot = plot.height() / rows;

    let title = axis.titled(canvas, &canvas.chart.y_axis);
    let title = canvas.clipped(&title, plot.width());
    canvas.text("a", &title, (plot.right, canvas.height - 7.0), Anchor::End);
    if stacked {
        for (part, text) in axis.ticks() {
            let x = plot.left + part * plot.width();
            canvas.line("r", &[(x, plot.top), (x, plot.bottom)]);
            canvas.text("a", &text, (x, plot.bottom + 9.0), Anchor::Middle);
        }
    }
    for (at, name) in categories.iter().enumerate() {
        let name = canvas.clipped(name, left - 8.0);
        canvas.text("i", &name, (plot.left - 8.0, plot.top + slot * (at as f64 + 0.5)), Anchor::End);
    }
    let bars = Bars { axis: &axis, plot: &plot, slot };
    if stacked {
        bars.stack(canvas, pen, &series_of)
    } else {
        bars.cluster(canvas, pen, &series_of)
    }
    let zero = axis.x(&plot, 0.0);
    canvas.line("z", &[(zero, plot.top), (zero, plot.bottom)]);
    for (at, category) in categories.iter().enumerate() {
        let tip = tip(canvas, category, series, at);
        let top = plot.top + slot * at as f64;
        canvas.mark_band(&tip, &Plot { left: 0.0, right: canvas.width, top, bottom: top + slot });
    }
}

struct Bars<'a> {
    axis: &'a Axis,
    plot: &'a Plot,
    /// Height of a category.
    slot: f64,
}

impl Bars<'_> {
    fn middle(&self, at: usize) -> f64 {
        self.plot.top + self.slot * (at as f64 + 0.5)
    }

    fn cluster(&self, canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, series: &[&Series]) {
        let each = (self.slot * 0.78 / series.len().max(1) as f64).min(22.0);
        let largest = self.axis.high.abs().max(self.axis.low.abs());
        for (nth, one) in series.iter().enumerate() {
            let class = class(pen, one.tone);
            for (at, value) in one.values.iter().enumerate() {
                let Some(value) = *value else { continue };
                let top = self.middle(at) + each * (nth as f64 - series.len() as f64 / 2.0);
                let (from, to) = (self.axis.x(self.plot, 0.0), self.axis.x(self.plot, value));
                canvas.rect(&class, from.min(to), top + 0.75, from.max(to), top + each - 0.75);
                let text = self.axis.scale.label(self.axis.scale.shown(value), largest);
                let (x, anchor) = if value < 0.0 { (to - 5.0, Anchor::End) } else { (to + 5.0, Anchor::Start) };
                canvas.text("i", &text, (x, top + each / 2.0), anchor);
            }
        }
    }

    fn stack(&self, canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, series: &[&Series]) {
        let each = (self.slot * 0.7).min(26.0);
        let count = series.iter().map(|s| s.values.len()).max().unwrap_or(0);
        for at in 0..count {
            let (mut up, mut down) = (0.0, 0.0);
            let top = self.middle(at) - each / 2.0;
            for one in series {
                let Some(value) = one.values.get(at).copied().flatten() else { continue };
                let base = if value < 0.0 { &mut down } else { &mut up };
                let (from, to) = (self.axis.x(self.plot, *base), self.axis.x(self.plot, *base + value));
                *base += value;
                let class = class(pen, one.tone);
                canvas.rect(&class, from.min(to), top, from.max(to) - 0.75, top + each);
                let text = self.axis.scale.label(self.axis.scale.shown(value), self.axis.high);
                if value != 0.0 && each > LETTER && canvas.text_width(&text) < (to - from).abs() - 5.0 {
                    canvas.text(&format!("on {class}"), &text, ((from + to) / 2.0, top + each / 2.0), Anchor::Middle);
                }
            }
        }
    }
}
