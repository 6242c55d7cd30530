//! Columns falling, with the cumulative share as a line over them. Both stand on one axis of shares, so that the line begins on
//! top of the first column and one can be compared with the other; the figures stand at the columns.

use super::axis::{Axis, Slots, title_below};
use super::frame::{Frame, Mark, px};
use super::scene::{Anchor, Area, Scene};
use crate::draw::reach;
use crate::draw::style::{Rgb, Scale};
use crate::report::model::{Tone, Unit};

pub(crate) struct Data<'a> {
    pub(crate) categories: &'a [String],
    pub(crate) values: &'a [f64],
    pub(crate) cumulative: &'a [f64],
    pub(crate) cut: f64,
    pub(crate) tones: &'a [Tone],
}

pub(crate) fn draw(scene: &mut Scene, frame: &Frame, data: &Data) {
    let share = Axis { scale: Scale::of(Unit::Share, 1.0, frame.report), low: 0.0, high: 1.0, step: 0.2 };
    let left = share.text_width(frame) + 14.0;
    let tone = data.tones.first().copied().unwrap_or(Tone::Accent);
    let columns = (frame.chart.y_axis.clone(), Mark::Patch, frame.colour(tone));
    let line = (frame.report.words.cumulative.clone(), Mark::Line, frame.colour(Tone::Target));
    let key = frame.key(scene, &[columns, line]);
    let right = frame.face.width("100%", px::AXIS) + 14.0;
    let slots = Slots::new(frame, data.categories, frame.room.left + left, frame.room.right - right);
    let below = if frame.chart.x_axis.is_empty() { 0.0 } else { 34.0 };
    let plot = frame.inside(left, key + 26.0, right, slots.height() + below);
    share.draw_left(scene, frame, &plot, "");
    let cut = share.y(&plot, data.cut);
    scene.dashed(&[(plot.left, cut), (plot.right, cut)], 2.5, frame.colour(Tone::Target));
    let named = (share.text(data.cut), (plot.right + 12.0, cut));
    scene.bold(&named.0, named.1, Anchor::Start, px::AXIS, frame.colour(Tone::Target));
    draw_columns(scene, frame, data, &share, &plot, &slots);
    cumulative(scene, frame, data, &share, &plot, &slots);
    slots.draw(scene, plot.bottom);
    title_below(scene, frame, &plot, &frame.chart.x_axis);
}

fn draw_columns(scene: &mut Scene, frame: &Frame, data: &Data, share: &Axis, plot: &Area, slots: &Slots) {
    let each = (slots.width() * 0.78).min(150.0);
    let total = reach::pareto_total(data.values, data.cumulative);
    let largest = data.values.iter().copied().fold(0.0, f64::max);
    let scale = frame.scale(frame.chart.unit, largest);
    for (at, value) in data.values.iter().enumerate() {
        let tone = data.tones.get(at).copied().unwrap_or(Tone::Accent);
        let (from, to) = (share.y(plot, 0.0), share.y(plot, value / total));
        let x = slots.middle(at);
        frame.bar(scene, Area { left: x - each / 2.0, top: to, right: x + each / 2.0, bottom: from }, tone);
        let text = scale.label(scale.shown(*value), scale.shown(largest));
        if from - to > 34.0 {
            // Inside the column, where the cumulative line does not run through it.
            scene.text(&text, (x, from - 18.0), Anchor::Middle, px::AXIS, frame.text_on(tone));
        } else {
            scene.text(&text, (x, to - 16.0), Anchor::Middle, px::AXIS, Rgb::INK);
        }
    }
}

fn cumulative(scene: &mut Scene, frame: &Frame, data: &Data, share: &Axis, plot: &Area, slots: &Slots) {
    let points: Vec<(f64, f64)> =
        data.cumulative.iter().enumerate().map(|(at, v)| (slots.middle(at), share.y(plot, *v))).collect();
    scene.line(&points, 4.0, frame.colour(Tone::Target));
    if points.len() <= 24 {
        points.iter().for_each(|p| scene.dot(*p, 6.0, frame.colour(Tone::Target)));
    }
}
