//! Columns per category, clustered or stacked, with lines over them.

use super::super::Pen;
use super::axis::{Axis, Slots};
use super::canvas::{Anchor, Canvas, Key, LETTER, Plot, class};
use crate::draw::places::spread;
use crate::draw::reach;
use crate::report::model::{Series, Tone};

pub(crate) fn draw(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, categories: &[String], series: &[Series], stacked: bool) {
    let (columns, lines): (Vec<&Series>, Vec<&Series>) = series.iter().partition(|s| !s.line);
    let (low, high) = reach::of_series(&columns, &lines, stacked);
    let axis = Axis::round(canvas.scale(canvas.chart.unit, high.abs().max(low.abs())), low, high, 5);
    let key = if columns.len() + lines.len() > 1 || stacked { entries(pen, &columns) } else { Vec::new() };
    let key = canvas.key(&key);
    let names = lines.iter().map(|s| canvas.text_width(&s.name)).fold(0.0, f64::max);
    let right = if lines.is_empty() { 2.0 } else { names.min(canvas.width * 0.25) + 10.0 };
    let left = axis.text_width(canvas) + 8.0;
    let slots = Slots::new(canvas, categories, left, canvas.width - right);
    let below = if canvas.chart.x_axis.is_empty() { 0.0 } else { 18.0 };
    let plot = Plot { left, top: key + 28.0, right: canvas.width - right, bottom: canvas.height - slots.height() - below };

    let title = axis.titled(canvas, &canvas.chart.y_axis);
    canvas.text("a", &title, (0.0, key + 9.0), Anchor::Start);
    axis.draw_left(canvas, &plot);
    let draw = if stacked { stack } else { cluster };
    draw(canvas, pen, &axis, &plot, &slots, &columns);
    over(canvas, pen, &axis, &plot, &slots, &lines);
    slots.draw(canvas, plot.bottom);
    canvas.text("a", &canvas.chart.x_axis, (plot.right, canvas.height - 8.0), Anchor::End);
    for (at, category) in categories.iter().enumerate() {
        let tip = tip(canvas, category, series, at);
        canvas.mark_band(&tip, &slots.band(at, &plot));
    }
}

/// The figures of a category: a line for its name, and one for each series.
pub(crate) fn tip(canvas: &Canvas<'_>, category: &str, series: &[Series], at: usize) -> String {
    let mut lines = vec![category.to_owned()];
    let alone = series.len() == 1;
    for one in series {
        let value = one.values.get(at).copied().flatten();
        let value = value.map_or_else(|| "–".to_owned(), |v| canvas.exact(canvas.chart.unit, v));
        lines.push(if alone { value } else { format!("{}: {value}", one.name) });
    }
    lines.join("\n")
}

pub(crate) fn entries(pen: &mut Pen<'_>, series: &[&Series]) -> Vec<(String, Key, String)> {
    series.iter().map(|s| (s.name.clone(), Key::Patch, class(pen, s.tone))).collect()
}

fn cluster(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, axis: &Axis, plot: &Plot, slots: &Slots, columns: &[&Series]) {
    let each = (slots.width * 0.72 / columns.len().max(1) as f64).min(56.0);
    let largest = columns.iter().flat_map(|s| s.values.iter().flatten()).fold(0.0f64, |m, v| m.max(v.abs()));
    let label = |v: f64| axis.scale.label(axis.scale.shown(v), axis.scale.shown(largest));
    // Figures on the columns only where all of them fit side by side.
    let widest = columns.iter().flat_map(|s| s.values.iter().flatten()).map(|v| canvas.text_width(&label(*v)));
    let labelled = widest.fold(0.0, f64::max) <= each + if columns.len() == 1 { slots.width * 0.2 } else { 1.0 };
    for (nth, one) in columns.iter().enumerate() {
        let class = class(pen, one.tone);
        for (at, value) in one.values.iter().enumerate() {
            let Some(value) = *value else { continue };
            let left = slots.middle(at) + each * (nth as f64 - columns.len() as f64 / 2.0);
            let (from, to) = (axis.y(plot, 0.0), axis.y(plot, value));
            canvas.rect(&class, left + 0.75, from.min(to), left + each - 0.75, from.max(to));
            if labelled {
                let y = if value < 0.0 { to + 9.0 } else { to - 8.0 };
                canvas.text("i", &label(value), (left + each / 2.0, y), Anchor::Middle);
            }
        }
    }
}

fn stack(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, axis: &Axis, plot: &Plot, slots: &Slots, columns: &[&Series]) {
    let each = (slots.width * 0.68).min(72.0);
    let count = columns.iter().map(|s| s.values.len()).max().unwrap_or(0);
    for at in 0..count {
        let (mut up, mut down) = (0.0, 0.0);
        for one in columns {
            let Some(value) = one.values.get(at).copied().flatten() else { continue };
            let base = if value < 0.0 { &mut down } else { &mut up };
            let (from, to) = (axis.y(plot, *base), axis.y(plot, *base + value));
            *base += value;
            let (top, bottom) = (from.min(to), from.max(to));
            let left = slots.middle(at) - each / 2.0;
            let class = class(pen, one.tone);
            canvas.rect(&class, left, top + 0.5, left + each, bottom);
            let text = axis.scale.label(axis.scale.shown(value), axis.high);
            if bottom - top > LETTER + 5.0 && canvas.text_width(&text) < each - 4.0 {
                canvas.text(&format!("on {class}"), &text, (slots.middle(at), (top + bottom) / 2.0), Anchor::Middle);
            }
        }
    }
}

/// Lines carry their names at their right end.
fn over(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, axis: &Axis, plot: &Plot, slots: &Slots, lines: &[&Series]) {
    let mut ends = Vec::new();
    for (nth, one) in lines.iter().enumerate() {
        let class = class(pen, one.tone);
        let place = |(at, v): (usize, &Option<f64>)| v.map(|v| (slots.middle(at), axis.y(plot, v)));
        let points: Vec<Option<(f64, f64)>> = one.values.iter().enumerate().map(place).collect();
        for run in points.split(Option::is_none) {
            let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
            let kind = if one.tone == Tone::Target { "l d" } else { "l" };
            canvas.line(&format!("{kind} {class}"), &run);
            if one.tone != Tone::Target && (points.len() <= 24 || run.len() == 1) {
                run.iter().for_each(|p| canvas.dot(&class, *p, 3.0));
            }
        }
        if let Some((_, y)) = points.iter().rev().find_map(|p| *p) {
            ends.push((y, nth));
        }
    }
    spread(&mut ends, LETTER * 1.2, plot.top, plot.bottom);
    for (y, nth) in ends {
        let name = canvas.clipped(&lines[nth].name, canvas.width - plot.right - 8.0);
        let class = class(pen, lines[nth].tone);
        canvas.text(&format!("n {class}"), &name, (plot.right + 8.0, y), Anchor::Start);
    }
}
