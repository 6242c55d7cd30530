//! Columns falling, with the cumulative share as a line on a second axis and the cut-off on it.

use super::super::Pen;
use super::axis::{Axis, Slots};
use super::canvas::{Anchor, Canvas, Key, LETTER, Plot, class};
use crate::draw::reach;
use crate::report::model::{Tone, Unit};

pub(crate) struct Data<'a> {
    pub(crate) categories: &'a [String],
    pub(crate) values: &'a [f64],
    pub(crate) cumulative: &'a [f64],
    pub(crate) cut: f64,
    pub(crate) tones: &'a [Tone],
}

pub(crate) fn draw(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, data: &Data<'_>) {
    let (low, high) = reach::with_zero(data.values.iter().copied());
    let axis = Axis::round(canvas.scale(canvas.chart.unit, high), low, high, 5);
    let share = Axis::shares(canvas.scale(Unit::Share, 1.0));
    let line = class(pen, Tone::Target);
    let key = canvas.key(&[(canvas.report.words.cumulative.clone(), Key::Line, line.clone())]);
    let left = axis.text_width(canvas) + 8.0;
    let right = canvas.width - canvas.text_width("100%") - 10.0;
    let slots = Slots::new(canvas, data.categories, left, right);
    let below = if canvas.chart.x_axis.is_empty() { 0.0 } else { 18.0 };
    let plot = Plot { left, top: key + 28.0, right, bottom: canvas.height - slots.height() - below };

    let title = axis.titled(canvas, &canvas.chart.y_axis);
    canvas.text("a", &title, (0.0, key + 9.0), Anchor::Start);
    axis.draw_left(canvas, &plot);
    let cut = share.y(&plot, data.cut);
    for (part, text) in share.ticks() {
        let y = plot.bottom - part * plot.height();
        if (y - cut).abs() > LETTER {
            canvas.text("a", &text, (plot.right + 6.0, y), Anchor::Start);
        }
    }
    columns(canvas, pen, data, &axis, &plot, &slots);
    let bad = class(pen, Tone::Bad);
    canvas.line(&format!("l d thin {bad}"), &[(plot.left, cut), (plot.right, cut)]);
    let text = share.scale.tick(data.cut, 0.2);
    canvas.text(&format!("n strong {bad}"), &text, (plot.right + 6.0, cut), Anchor::Start);
    let points: Vec<(f64, f64)> =
        data.cumulative.iter().enumerate().map(|(at, v)| (slots.middle(at), share.y(&plot, *v))).collect();
    canvas.line(&format!("l {line}"), &points);
    if points.len() <= 24 {
        points.iter().for_each(|p| canvas.dot(&line, *p, 3.0));
    }
    slots.draw(canvas, plot.bottom);
    canvas.text("a", &canvas.chart.x_axis, (plot.right, canvas.height - 8.0), Anchor::End);
    marks(canvas, data, &plot, &slots);
}

fn columns(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, data: &Data<'_>, axis: &Axis, plot: &Plot, slots: &Slots) {
    let each = (slots.width * 0.78).min(72.0);
    for (at, value) in data.values.iter().enumerate() {
        let tone = data.tones.get(at).copied().unwrap_or(Tone::Accent);
        let class = class(pen, tone);
        let (from, to) = (axis.y(plot, 0.0), axis.y(plot, *value));
        let x = slots.middle(at);
        canvas.rect(&class, x - each / 2.0, from.min(to), x + each / 2.0, from.max(to));
        let text = axis.scale.label(axis.scale.shown(*value), axis.high);
        // At the foot of the column, where the cumulative line does not run through it.
        if canvas.text_width(&text) < each - 2.0 && from - to > LETTER + 6.0 {
            canvas.text(&format!("on {class}"), &text, (x, from - 9.0), Anchor::Middle);
        }
    }
}

fn marks(canvas: &mut Canvas<'_>, data: &Data<'_>, plot: &Plot, slots: &Slots) {
    let words = &canvas.report.words.cumulative;
    for (at, category) in data.categories.iter().enumerate() {
        let value = data.values.get(at).map_or_else(String::new, |v| canvas.exact(canvas.chart.unit, *v));
        let share = data.cumulative.get(at).map_or_else(String::new, |v| canvas.exact(Unit::Share, *v));
        canvas.mark_band(&format!("{category}\n{value}\n{words}: {share}"), &slots.band(at, plot));
    }
}
