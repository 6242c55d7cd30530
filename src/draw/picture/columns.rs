//! Columns per category, clustered or stacked, with lines over them.

use super::axis::{Axis, Slots, spread, title_below};
use super::frame::{Frame, Mark, px};
use super::scene::{Anchor, Area, Scene};
use crate::draw::reach;
use crate::draw::style::{Rgb, colour};
use crate::report::model::{Series, Tone};

pub(crate) fn draw(scene: &mut Scene, frame: &Frame, categories: &[String], series: &[Series], stacked: bool) {
    let (columns, lines): (Vec<&Series>, Vec<&Series>) = series.iter().partition(|s| !s.line);
    let (low, high) = reach::of_series(&columns, &lines, stacked);
    let scale = frame.scale(frame.chart.unit, high.abs().max(low.abs()));
    let axis = Axis::round(scale, low, high, 5);

    // Lines carry their names at their right end; columns need a key where there are several kinds.
    let names = lines.iter().map(|s| frame.face.width(&s.name, px::LABEL)).fold(0.0, f64::max);
    let right = if lines.is_empty() { 0.0 } else { names.min(260.0) + 20.0 };
    let key = if columns.len() + lines.len() > 1 { key_of(&columns) } else { Vec::new() };
    let key = frame.key(scene, &key);
    let left = axis.text_width(frame) + 14.0;
    let slots = Slots::new(frame, categories, frame.room.left + left, frame.room.right - right);
    let below = if frame.chart.x_axis.is_empty() { 0.0 } else { 34.0 };
    let plot = frame.inside(left, key + 52.0, right, slots.height() + below);

    axis.draw_left(scene, frame, &plot, &frame.chart.y_axis);
    if stacked {
        stack(scene, frame, &axis, &plot, &slots, &columns);
    } else {
        cluster(scene, frame, &axis, &plot, &slots, &columns);
    }
    draw_lines(scene, frame, &axis, &plot, &slots, &lines);
    slots.draw(scene, plot.bottom);
    title_below(scene, frame, &plot, &frame.chart.x_axis);
}

pub(crate) fn key_of(series: &[&Series]) -> Vec<(String, Mark, Rgb)> {
    series.iter().map(|s| (s.name.clone(), Mark::Patch, colour(s.tone))).collect()
}

fn cluster(scene: &mut Scene, frame: &Frame, axis: &Axis, plot: &Area, slots: &Slots, columns: &[&Series]) {
    let each = (slots.width() * 0.7 / columns.len().max(1) as f64).min(120.0);
    let largest = columns.iter().flat_map(|s| s.values.iter().flatten()).fold(0.0f64, |m, v| m.max(v.abs()));
    let text = |v: f64| axis.scale.label(axis.scale.shown(v), axis.scale.shown(largest));
    // Figures on the columns only where all of them fit side by side.
    let widest = columns.iter().flat_map(|s| s.values.iter().flatten()).map(|v| frame.face.width(&text(*v), px::AXIS));
    let labelled = widest.fold(0.0, f64::max) <= each + if columns.len() == 1 { slots.width() * 0.26 } else { 2.0 };
    for (nth, one) in columns.iter().enumerate() {
        for (at, value) in one.values.iter().enumerate() {
            let Some(value) = *value else { continue };
            let left = slots.middle(at) + each * (nth as f64 - columns.len() as f64 / 2.0);
            let (from, to) = (axis.y(plot, 0.0), axis.y(plot, value));
            scene.rect(left + 1.5, from.min(to), left + each - 1.5, from.max(to), colour(one.tone));
            if labelled {
                let y = if value < 0.0 { to + 16.0 } else { to - 16.0 };
                scene.text(&text(value), (left + each / 2.0, y), Anchor::Middle, px::AXIS, Rgb::INK);
            }
        }
    }
}

fn stack(scene: &mut Scene, frame: &Frame, axis: &Axis, plot: &Area, slots: &Slots, columns: &[&Series]) {
    let each = (slots.width() * 0.68).min(150.0);
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
            scene.rect(left, top + 1.0, left + each, bottom, colour(one.tone));
            let text = axis.scale.label(axis.scale.shown(value), axis.high);
            if bottom - top > 30.0 && frame.face.width(&text, px::AXIS) < each - 8.0 {
                let middle = (slots.middle(at), (top + bottom) / 2.0);
                scene.text(&text, middle, Anchor::Middle, px::AXIS, text_on(one.tone));
            }
        }
    }
}

/// Black or white text, whichever is easier to read on this colour.
pub(crate) fn text_on(tone: Tone) -> Rgb {
    let Rgb(r, g, b) = colour(tone);
    let light = 0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b);
    if light > 145.0 { Rgb::INK } else { Rgb::WHITE }
}

fn draw_lines(scene: &mut Scene, frame: &Frame, axis: &Axis, plot: &Area, slots: &Slots, lines: &[&Series]) {
    let mut ends = Vec::new();
    for (nth, one) in lines.iter().enumerate() {
        let place = |(at, v): (usize, &Option<f64>)| v.map(|v| (slots.middle(at), axis.y(plot, v)));
        let points: Vec<Option<(f64, f64)>> = one.values.iter().enumerate().map(place).collect();
        for run in points.split(Option::is_none) {
            let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
            match one.tone {
                Tone::Target => scene.dashed(&run, 3.0, colour(one.tone)),
                _ => scene.line(&run, 4.5, colour(one.tone)),
            }
            if one.tone != Tone::Target && (points.len() <= 24 || run.len() == 1) {
                run.iter().for_each(|p| scene.dot(*p, 6.0, colour(one.tone)));
            }
        }
        if let Some((_, y)) = points.iter().rev().find_map(|p| *p) {
            ends.push((y, nth));
        }
    }
    spread(&mut ends, px::LABEL * 1.2, plot.top, plot.bottom);
    for (y, nth) in ends {
        let name = frame.face.clipped(&lines[nth].name, 262.0, px::LABEL);
        scene.text(&name, (plot.right + 14.0, y), Anchor::Start, px::LABEL, colour(lines[nth].tone).readable());
    }
}
