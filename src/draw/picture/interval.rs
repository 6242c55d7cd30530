//! A line, or points, with the interval as a band, and a target line.

use super::super::places::spread;
use super::axis::{Axis, Slots, title_below};
use super::frame::{Frame, Mark, px};
use super::scene::{Anchor, Area, Scene};
use crate::draw::reach;
use crate::draw::style::Rgb;
use crate::report::model::{Tone, Unit};

pub(crate) struct Data<'a> {
    pub(crate) joined: bool,
    pub(crate) categories: &'a [String],
    pub(crate) value: &'a Vec<Option<f64>>,
    pub(crate) low: &'a Vec<Option<f64>>,
    pub(crate) high: &'a Vec<Option<f64>>,
    pub(crate) target: &'a Vec<Option<f64>>,
    pub(crate) target_tone: Tone,
    pub(crate) name: &'a str,
    pub(crate) interval_name: &'a str,
    pub(crate) target_name: &'a str,
}

pub(crate) fn draw(scene: &mut Scene, frame: &Frame, data: &Data) {
    let (low, high) = reach::of_interval(frame.chart.unit, &[data.value, data.low, data.high, data.target]);
    let axis = Axis::round(frame.scale(frame.chart.unit, high), low, high, 5);
    let names = [data.name, data.target_name].iter().map(|n| frame.face.width(n, px::LABEL)).fold(0.0, f64::max);
    let (left, right) = (axis.text_width(frame) + 14.0, names.min(300.0) + 110.0);
    let band = frame.palette.band(data.target_tone);
    let key = frame.key(scene, &[(data.interval_name.to_owned(), Mark::Patch, band)]);
    let slots = Slots::new(frame, data.categories, frame.room.left + left, frame.room.right - right);
    let below = if frame.chart.x_axis.is_empty() { 0.0 } else { 34.0 };
    let plot = frame.inside(left, key + 52.0, right, slots.height() + below);

    bands(scene, data, &axis, &plot, &slots, band);
    axis.draw_left(scene, frame, &plot, &frame.chart.y_axis);
    let mut ends = Vec::new();
    for (nth, values) in [data.value, data.target].into_iter().enumerate().rev() {
        let runs = runs(values, |at, v| (slots.middle(at), axis.y(&plot, v)));
        for run in &runs {
            if nth == 0 {
                if data.joined {
                    scene.line(run, 4.5, frame.colour(Tone::Accent));
                }
                run.iter().for_each(|p| scene.dot(*p, 7.0, frame.colour(Tone::Accent)));
            } else {
                match data.target_tone {
                    Tone::Target => scene.dashed(run, 3.0, frame.colour(Tone::Target)),
                    tone => scene.line(run, 3.5, frame.colour(tone).mix(Rgb::INK, 0.7)),
                }
            }
        }
        if let Some((_, y)) = runs.last().and_then(|run| run.last()) {
            ends.push((*y, nth));
        }
    }
    name_ends(scene, frame, data, &axis, &plot, ends);
    slots.draw(scene, plot.bottom);
    title_below(scene, frame, &plot, &frame.chart.x_axis);
}

/// The stretches without gaps, as points.
fn runs(values: &[Option<f64>], place: impl Fn(usize, f64) -> (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let points: Vec<Option<(f64, f64)>> = values.iter().enumerate().map(|(at, v)| v.map(|v| place(at, v))).collect();
    let runs = points.split(Option::is_none).map(|run| run.iter().flatten().copied().collect::<Vec<_>>());
    runs.filter(|run| !run.is_empty()).collect()
}

fn bands(scene: &mut Scene, data: &Data, axis: &Axis, plot: &Area, slots: &Slots, band: Rgb) {
    let both: Vec<Option<(usize, f64, f64)>> = data
        .low
        .iter()
        .zip(data.high)
        .enumerate()
        .map(|(at, (low, high))| low.zip(*high).map(|(low, high)| (at, low, high)))
        .collect();
    for run in both.split(Option::is_none) {
        let run: Vec<(usize, f64, f64)> = run.iter().flatten().copied().collect();
        if run.len() == 1 || !data.joined {
            for (at, low, high) in run {
                let x = slots.middle(at);
                scene.rect(x - 14.0, axis.y(plot, high), x + 14.0, axis.y(plot, low), band);
            }
        } else if run.len() > 1 {
            let upper = run.iter().map(|(at, _, high)| (slots.middle(*at), axis.y(plot, *high)));
            let lower = run.iter().rev().map(|(at, low, _)| (slots.middle(*at), axis.y(plot, *low)));
            scene.polygon(upper.chain(lower).collect(), band);
        }
    }
}

/// The names of line and target at their right ends, with the newest figure.
fn name_ends(scene: &mut Scene, frame: &Frame, data: &Data, axis: &Axis, plot: &Area, mut ends: Vec<(f64, usize)>) {
    spread(&mut ends, px::LABEL * 1.3, plot.top, plot.bottom);
    for (y, nth) in ends {
        let (name, values, tone) = match nth {
            0 => (data.name, data.value, Tone::Accent),
            _ => (data.target_name, data.target, data.target_tone),
        };
        let newest = values.iter().rev().find_map(|v| *v).unwrap_or_default();
        let figure = axis.scale.tick(axis.scale.shown(newest), axis.step.min(0.009));
        let figure = if frame.chart.unit == Unit::Share { figure } else { axis.scale.label(axis.scale.shown(newest), axis.high) };
        let name = frame.face.clipped(name, 300.0, px::LABEL);
        let text = format!("{name} {figure}");
        scene.bold(&text, (plot.right + 6.0, y), Anchor::Start, px::LABEL, frame.colour(tone).readable());
    }
}
