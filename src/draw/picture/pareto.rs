//! Columns falling, with the cumulative share as a line on a second axis and the cut-off on it.

use super::axis::{Axis, Slots, title_below};
use super::frame::{Frame, Mark, px};
use super::scene::{Anchor, Area, Scene};
use crate::draw::reach;
use crate::draw::style::{Rgb, Scale, colour};
use crate::report::model::{Tone, Unit};

pub(crate) struct Data<'a> {
    pub(crate) categories: &'a [String],
    pub(crate) values: &'a [f64],
    pub(crate) cumulative: &'a [f64],
    pub(crate) cut: f64,
    pub(crate) tones: &'a [Tone],
}

pub(crate) fn draw(scene: &mut Scene, frame: &Frame, data: &Data) {
    let (low, high) = reach::with_zero(data.values.iter().copied());
    let axis = Axis::round(frame.scale(frame.chart.unit, high), low, high, 5);
    let share = Axis { scale: Scale::of(Unit::Share, 1.0, frame.report), low: 0.0, high: 1.0, step: 0.2 };
    let left = axis.text_width(frame) + 14.0;
    let right = frame.face.width("100%", px::AXIS) + 14.0;
    let words = &frame.report.words;
    let key = [(words.cumulative.clone(), Mark::Line, colour(Tone::Target))];
    let key = frame.key(scene, &key);

    let slots = Slots::new(frame, data.categories, frame.room.left + left, frame.room.right - right);
    let below = if frame.chart.x_axis.is_empty() { 0.0 } else { 34.0 };
    let plot = frame.inside(left, key + 52.0, right, slots.height() + below);
    axis.draw_left(scene, frame, &plot, &frame.chart.y_axis);
    let cut = share.y(&plot, data.cut);
    for tick in share.ticks() {
        let y = share.y(&plot, tick);
        if (y - cut).abs() > px::AXIS {
            scene.text(&share.text(tick), (plot.right + 12.0, y), Anchor::Start, px::AXIS, Rgb::MUTED);
        }
    }
    // The cut-off is named on the axis, where no column and no line can run through it.
    scene.bold(&share.text(data.cut), (plot.right + 12.0, cut), Anchor::Start, px::AXIS, colour(Tone::Bad));
    columns(scene, frame, data, &axis, &plot, &slots);
    cumulative(scene, data, &share, &plot, &slots);
    slots.draw(scene, plot.bottom);
    title_below(scene, frame, &plot, &frame.chart.x_axis);
}

fn columns(scene: &mut Scene, frame: &Frame, data: &Data, axis: &Axis, plot: &Area, slots: &Slots) {
    let each = (slots.width() * 0.78).min(150.0);
    let largest = axis.high;
    for (at, value) in data.values.iter().enumerate() {
        let tone = data.tones.get(at).copied().unwrap_or(Tone::Accent);
        let (from, to) = (axis.y(plot, 0.0), axis.y(plot, *value));
        let x = slots.middle(at);
        scene.rect(x - each / 2.0, from.min(to), x + each / 2.0, from.max(to), colour(tone));
        let text = axis.scale.label(axis.scale.shown(*value), largest);
        // Inside the column, where the cumulative line does not run through it.
        if frame.face.width(&text, px::AXIS) < each - 6.0 && from - to > 34.0 {
            scene.text(&text, (x, from - 18.0), Anchor::Middle, px::AXIS, super::columns::text_on(tone));
        }
    }
}

fn cumulative(scene: &mut Scene, data: &Data, share: &Axis, plot: &Area, slots: &Slots) {
    let cut = share.y(plot, data.cut);
    scene.dashed(&[(plot.left, cut), (plot.right, cut)], 2.5, colour(Tone::Bad));
    let points: Vec<(f64, f64)> =
        data.cumulative.iter().enumerate().map(|(at, v)| (slots.middle(at), share.y(plot, *v))).collect();
    scene.line(&points, 4.0, colour(Tone::Target));
    if points.len() <= 24 {
        points.iter().for_each(|p| scene.dot(*p, 6.0, colour(Tone::Target)));
    }
}
