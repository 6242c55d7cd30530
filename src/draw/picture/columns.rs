//! Columns per category, clustered or stacked, with lines over them; against the year before also how far it is from it.

use super::super::places::spread;
use super::axis::{Axis, Slots, title_below};
use super::frame::{Frame, Mark, px};
use super::scene::{Anchor, Area, Scene};
use crate::draw::style::{Rgb, is_outlined};
use crate::draw::{reach, variance};
use crate::report::model::{Series, Tone};

/// Height of the strip with the variances.
const STRIP: f64 = 132.0;

pub(crate) fn draw(scene: &mut Scene, frame: &Frame, categories: &[String], series: &[Series], stacked: bool) {
    let (columns, lines): (Vec<&Series>, Vec<&Series>) = series.iter().partition(|s| !s.line);
    let (low, high) = reach::of_series(&columns, &lines, stacked);
    let scale = frame.scale(frame.chart.unit, high.abs().max(low.abs()));
    let axis = Axis::round(scale, low, high, 5);
    let relations = variance::on_previous(&columns).filter(|_| !stacked);

    // Lines carry their names at their right end; columns need a key where there are several kinds.
    let names = lines.iter().map(|s| frame.face.width(&s.name, px::LABEL)).fold(0.0, f64::max);
    let right = if lines.is_empty() { 0.0 } else { names.min(260.0) + 20.0 };
    // The colours of a stack have a meaning, also where there is only one.
    let key = if columns.len() + lines.len() > 1 || stacked { key_of(frame, &columns) } else { Vec::new() };
    let key = frame.key(scene, &key);
    let left = axis.text_width(frame) + 14.0;
    let slots = Slots::new(frame, categories, frame.room.left + left, frame.room.right - right);
    let below = if frame.chart.x_axis.is_empty() { 0.0 } else { 34.0 };
    let strip = if relations.is_some() { STRIP } else { 0.0 };
    let plot = frame.inside(left, key + strip + 52.0, right, slots.height() + below);

    axis.draw_left(scene, frame, &plot, &frame.chart.y_axis);
    if let Some(relations) = &relations {
        let strip = Area { top: frame.room.top + key, bottom: frame.room.top + key + strip - 30.0, ..plot };
        draw_variances(scene, frame, relations, &strip, &slots);
    }
    if stacked {
        stack(scene, frame, &axis, &plot, &slots, &columns);
    } else {
        cluster(scene, frame, &axis, &plot, &slots, &columns);
    }
    draw_lines(scene, frame, &axis, &plot, &slots, &lines);
    slots.draw(scene, plot.bottom);
    title_below(scene, frame, &plot, &frame.chart.x_axis);
}

pub(crate) fn key_of(frame: &Frame, series: &[&Series]) -> Vec<(String, Mark, Rgb)> {
    let mark = |tone| if is_outlined(tone) { Mark::Outline } else { Mark::Patch };
    series.iter().map(|s| (s.name.clone(), mark(s.tone), frame.colour(s.tone))).collect()
}

/// How far each column is from the one of the year before: bars up and down from a line of their own, with sign.
fn draw_variances(scene: &mut Scene, frame: &Frame, relations: &[Option<f64>], strip: &Area, slots: &Slots) {
    let known = || relations.iter().flatten().copied();
    let most = reach::of_variances(relations);
    let (up, down) = (known().any(|v| v > 0.0), known().any(|v| v < 0.0));
    // Labels need their room above the highest and below the lowest bar.
    let (above, under) = (if up { 24.0 } else { 0.0 }, if down { 24.0 } else { 0.0 });
    let part = if up && down {
        0.5
    } else if up {
        1.0
    } else {
        0.0
    };
    let inner = strip.height() - above - under;
    let zero = strip.top + above + inner * part;
    let reach = if up && down { inner / 2.0 } else { inner };
    let each = (slots.width() * 0.34).min(60.0);
    let words = frame.face.clipped(&frame.report.words.variance, frame.room.width() * 0.4, px::AXIS);
    scene.text(&words, (frame.room.right, frame.room.top + 12.0), Anchor::End, px::AXIS, Rgb::MUTED);
    for (at, relation) in relations.iter().enumerate() {
        let Some(relation) = *relation else { continue };
        let tip = zero - (relation / most).clamp(-1.0, 1.0) * reach;
        let tone = if relation < 0.0 { Tone::Bad } else { Tone::Good };
        let x = slots.middle(at);
        scene.rect(x - each / 2.0, zero.min(tip), x + each / 2.0, zero.max(tip), frame.colour(tone));
        let y = if relation < 0.0 { tip + 15.0 } else { tip - 14.0 };
        let text = variance::signed(relation);
        let size = (px::AXIS * slots.width() / frame.face.width(&text, px::AXIS).max(1.0) * 0.95).min(px::AXIS);
        scene.text(&text, (x, y), Anchor::Middle, size, frame.colour(tone).readable());
    }
    scene.line(&[(strip.left, zero), (strip.right, zero)], 2.0, Rgb::RULE);
}

fn cluster(scene: &mut Scene, frame: &Frame, axis: &Axis, plot: &Area, slots: &Slots, columns: &[&Series]) {
    if let Some((plan, actual)) = variance::in_plan(columns) {
        return inside(scene, frame, axis, plot, slots, plan, actual);
    }
    let compared = variance::on_previous(columns).is_some();
    // What is compared stands half behind the figure itself.
    let (each, step) = if compared {
        let each = (slots.width() * 0.52).min(130.0);
        (each, each * 0.36)
    } else {
        let each = (slots.width() * 0.7 / columns.len().max(1) as f64).min(120.0);
        (each, each)
    };
    let whole = step * (columns.len().max(1) - 1) as f64 + each;
    let largest = columns.iter().flat_map(|s| s.values.iter().flatten()).fold(0.0f64, |m, v| m.max(v.abs()));
    let text = |v: f64| axis.scale.label(axis.scale.shown(v), axis.scale.shown(largest));
    // Figures on the columns only where all of them fit side by side; of a comparison, those of the last series.
    let labelled = |nth: usize| !compared || nth + 1 == columns.len();
    let written = columns.iter().enumerate().filter(|(nth, _)| labelled(*nth)).flat_map(|(_, s)| s.values.iter().flatten());
    let widest = written.map(|v| frame.face.width(&text(*v), px::AXIS)).fold(0.0, f64::max);
    let room = if compared {
        slots.width() - 4.0
    } else if columns.len() == 1 {
        each + slots.width() * 0.26
    } else {
        each + 2.0
    };
    for (nth, one) in columns.iter().enumerate() {
        for (at, value) in one.values.iter().enumerate() {
            let Some(value) = *value else { continue };
            let left = slots.middle(at) - whole / 2.0 + step * nth as f64;
            let (from, to) = (axis.y(plot, 0.0), axis.y(plot, value));
            let area = Area { left: left + 1.5, top: from.min(to), right: left + each - 1.5, bottom: from.max(to) };
            frame.bar(scene, area, one.tone);
            if labelled(nth) && widest <= room {
                let (size, middle) = (px::AXIS, left + each / 2.0);
                let inside = compared && (from - to).abs() > 40.0 && frame.face.width(&text(value), size) < each - 6.0;
                let (y, ink) = match (inside, value < 0.0) {
                    (true, true) => (to - 18.0, frame.text_on(one.tone)),
                    (true, false) => (to + 18.0, frame.text_on(one.tone)),
                    (false, true) => (to + 16.0, Rgb::INK),
                    (false, false) => (to - 16.0, Rgb::INK),
                };
                scene.text(&text(value), (middle, y), Anchor::Middle, size, ink);
            }
        }
    }
}

/// What became of a plan, inside its outline.
fn inside(scene: &mut Scene, frame: &Frame, axis: &Axis, plot: &Area, slots: &Slots, plan: &Series, actual: &Series) {
    let each = (slots.width() * 0.6).min(170.0);
    for at in 0..plan.values.len().max(actual.values.len()) {
        let value = |s: &Series| s.values.get(at).copied().flatten();
        let (x, from) = (slots.middle(at), axis.y(plot, 0.0));
        let mut top = from;
        for (one, wide) in [(plan, each), (actual, each * 0.56)] {
            let Some(value) = value(one) else { continue };
            let to = axis.y(plot, value);
            top = top.min(to);
            let area = Area { left: x - wide / 2.0, top: from.min(to), right: x + wide / 2.0, bottom: from.max(to) };
            frame.bar(scene, area, one.tone);
        }
        let text = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), |v| axis.scale.label(axis.scale.shown(v), axis.high));
        let figures = [text(value(actual)), text(value(plan))].join(" / ");
        if frame.face.width(&figures, px::LABEL) < slots.width() {
            scene.bold(&figures, (x, top - 18.0), Anchor::Middle, px::LABEL, Rgb::INK);
        }
    }
}

fn stack(scene: &mut Scene, frame: &Frame, axis: &Axis, plot: &Area, slots: &Slots, columns: &[&Series]) {
    let each = (slots.width() * 0.68).min(150.0);
    let totals = variance::totals(columns);
    let largest = axis.scale.shown(totals.iter().copied().fold(0.0, f64::max));
    for (at, total) in totals.iter().enumerate() {
        let (mut up, mut down) = (0.0, 0.0);
        for one in columns {
            let Some(value) = one.values.get(at).copied().flatten() else { continue };
            let base = if value < 0.0 { &mut down } else { &mut up };
            let (from, to) = (axis.y(plot, *base), axis.y(plot, *base + value));
            *base += value;
            let (top, bottom) = (from.min(to), from.max(to));
            let left = slots.middle(at) - each / 2.0;
            if bottom - top >= 1.0 {
                frame.bar(scene, Area { left, top: top + 1.0, right: left + each, bottom }, one.tone);
            }
            let text = axis.scale.label(axis.scale.shown(value), largest);
            let alone = value == *total;
            if !alone && bottom - top > 30.0 && frame.face.width(&text, px::AXIS) < each - 8.0 {
                let middle = (slots.middle(at), (top + bottom) / 2.0);
                scene.text(&text, middle, Anchor::Middle, px::AXIS, frame.text_on(one.tone));
            }
        }
        let text = axis.scale.label(axis.scale.shown(*total), largest);
        if *total > 0.0 && frame.face.width(&text, px::AXIS) < slots.width() - 4.0 {
            scene.bold(&text, (slots.middle(at), axis.y(plot, up) - 16.0), Anchor::Middle, px::AXIS, Rgb::INK);
        }
    }
}

fn draw_lines(scene: &mut Scene, frame: &Frame, axis: &Axis, plot: &Area, slots: &Slots, lines: &[&Series]) {
    let mut ends = Vec::new();
    for (nth, one) in lines.iter().enumerate() {
        let place = |(at, v): (usize, &Option<f64>)| v.map(|v| (slots.middle(at), axis.y(plot, v)));
        let points: Vec<Option<(f64, f64)>> = one.values.iter().enumerate().map(place).collect();
        for run in points.split(Option::is_none) {
            let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
            match one.tone {
                Tone::Target => scene.dashed(&run, 3.0, frame.colour(one.tone)),
                _ => scene.line(&run, 4.5, frame.colour(one.tone)),
            }
            if one.tone != Tone::Target && (points.len() <= 24 || run.len() == 1) {
                run.iter().for_each(|p| scene.dot(*p, 6.0, frame.colour(one.tone)));
            }
        }
        if let Some((_, y)) = points.iter().rev().find_map(|p| *p) {
            ends.push((y, nth));
        }
    }
    spread(&mut ends, px::LABEL * 1.2, plot.top, plot.bottom);
    for (y, nth) in ends {
        let name = frame.face.clipped(&lines[nth].name, 262.0, px::LABEL);
        scene.text(&name, (plot.right + 14.0, y), Anchor::Start, px::LABEL, frame.colour(lines[nth].tone).readable());
    }
}
