//! Points with names beside some of them, and cut-off lines that make quadrants.

use super::super::places::Across;
use super::axis::{Axis, title_below};
use super::frame::{Frame, px};
use super::scene::{Anchor, Area, Label, Scene};
use crate::draw::reach;
use crate::draw::style::Rgb;
use crate::report::model::{Point, Quadrants, Tone, Unit};

pub(crate) struct Data<'a> {
    pub(crate) points: &'a [Point],
    pub(crate) cuts: (Option<f64>, Option<f64>),
    pub(crate) x_unit: Unit,
    pub(crate) quadrants: Option<&'a Quadrants>,
    pub(crate) log_x: bool,
}

const RADIUS: f64 = 8.0;
/// Height of the strips with the names of the quadrants.
const STRIP: f64 = 38.0;

pub(crate) fn draw(scene: &mut Scene, frame: &Frame, data: &Data) {
    let x = across(frame, data);
    let ys = data.points.iter().map(|p| p.y).chain(data.cuts.1);
    let (low, high) = reach::of_scatter(frame.chart.unit, ys);
    let y = Axis::round(frame.scale(frame.chart.unit, high), low, high, 5);
    let left = y.text_width(frame) + 14.0;
    // The quadrants are named in strips of their own above and below the points.
    let strip = if data.quadrants.is_some() { STRIP } else { 0.0 };
    let whole = frame.inside(left, 52.0, 24.0, 72.0);
    let plot = Area { top: whole.top + strip, bottom: whole.bottom - strip, ..whole };

    y.draw_left(scene, frame, &plot, "");
    y.title_above(scene, frame, &whole, &frame.chart.y_axis);
    draw_across(&x, scene, &whole);
    title_below(scene, frame, &whole, &x.scale.titled(&frame.chart.x_axis, frame.report.script));

    let x_at = |value: f64| x.x((plot.left, plot.width()), value);
    let at = |p: &Point| (x_at(p.x), y.y(&plot, p.y));
    let cut = (data.cuts.0.map(x_at), data.cuts.1.map(|v| y.y(&plot, v)));
    let mut taken = data.quadrants.map(|q| name_quadrants(scene, frame, &whole, q)).unwrap_or_default();
    if let Some(cut) = cut.0 {
        scene.dashed(&[(cut, whole.top), (cut, whole.bottom)], 2.5, frame.colour(Tone::Target));
        taken.push(Area { left: cut - 2.0, right: cut + 2.0, ..whole });
    }
    if let Some(cut) = cut.1 {
        scene.dashed(&[(plot.left, cut), (plot.right, cut)], 2.5, frame.colour(Tone::Target));
        taken.push(Area { top: cut - 2.0, bottom: cut + 2.0, ..plot });
    }
    data.points.iter().for_each(|p| scene.dot(at(p), RADIUS, frame.colour(p.tone)));
    let dots: Vec<Area> = data.points.iter().map(|p| square(at(p), RADIUS + 1.0)).collect();
    for point in data.points.iter().filter(|p| p.named) {
        name(scene, frame, &plot, point, at(point), &dots, &mut taken);
    }
}

/// The axis of the points.
fn across(frame: &Frame, data: &Data) -> Across {
    let all = || data.points.iter().map(|p| p.x).chain(data.cuts.0).filter(|x| x.is_finite());
    let high = all().fold(0.0, f64::max);
    let scale = frame.scale(data.x_unit, high);
    let least = all().filter(|x| *x > 0.0).fold(f64::MAX, f64::min);
    if data.log_x && least <= high {
        return Across::logarithmic(scale, least, high);
    }
    let axis = Axis::round(scale, all().fold(0.0, f64::min), if high > 0.0 { high } else { 1.0 }, 6);
    let ticks = axis.ticks().map(|t| (t, axis.text(t))).collect();
    Across { low: axis.low, high: axis.high, scale: axis.scale, ticks, log: false }
}

/// Its grid lines with their figures.
fn draw_across(across: &Across, scene: &mut Scene, plot: &Area) {
    for (tick, text) in &across.ticks {
        let x = across.place((plot.left, plot.width()), *tick);
        scene.line(&[(x, plot.top), (x, plot.bottom)], 1.0, Rgb::LINE);
        scene.text(text, (x, plot.bottom + 22.0), Anchor::Middle, px::AXIS, Rgb::MUTED);
    }
}

fn square((x, y): (f64, f64), half: f64) -> Area {
    Area { left: x - half, top: y - half, right: x + half, bottom: y + half }
}

/// The names of the quadrants in the corners of the plot; returns the room they take.
fn name_quadrants(scene: &mut Scene, frame: &Frame, plot: &Area, names: &Quadrants) -> Vec<Area> {
    let (left, right) = (plot.left + 14.0, plot.right - 14.0);
    let (top, bottom) = (plot.top + 20.0, plot.bottom - 20.0);
    let corners = [
        (&names.low_high, (left, top), Anchor::Start),
        (&names.high_high, (right, top), Anchor::End),
        (&names.low_low, (left, bottom), Anchor::Start),
        (&names.high_low, (right, bottom), Anchor::End),
    ];
    let mut taken = Vec::new();
    for ((name, tone), at, anchor) in corners {
        let name = frame.face.clipped(name, plot.width() * 0.4, px::LABEL);
        let colour = frame.colour(*tone).readable();
        let label = Label { text: name, at, anchor, size: px::LABEL, colour, bold: true };
        taken.push(frame.face.area(&label));
        scene.labels.push(label);
    }
    taken
}

/// Writes the name of a point at the first place beside it where it covers no other name and no other point; further
/// off it gets a thin line to its point.
fn name(scene: &mut Scene, frame: &Frame, plot: &Area, point: &Point, (x, y): (f64, f64), dots: &[Area], taken: &mut Vec<Area>) {
    let text = frame.face.clipped(&point.name, plot.width() * 0.3, px::AXIS);
    let try_at = |at: (f64, f64), anchor: Anchor| {
        let label = Label { text: text.clone(), at, anchor, size: px::AXIS, colour: Rgb::INK, bold: false };
        let area = frame.face.area(&label);
        let covered = dots.iter().filter(|d| d.overlaps(&area)).count();
        let free = plot.holds(&area) && taken.iter().all(|t| !t.overlaps(&area));
        (free && covered == 0).then_some((label, area))
    };
    let near = RADIUS + 7.0;
    let beside = [
        ((x + near, y), Anchor::Start),
        ((x - near, y), Anchor::End),
        ((x, y - near - 10.0), Anchor::Middle),
        ((x, y + near + 10.0), Anchor::Middle),
        ((x + 8.0, y - near - 8.0), Anchor::Start),
        ((x + 8.0, y + near + 8.0), Anchor::Start),
        ((x - 8.0, y - near - 8.0), Anchor::End),
        ((x - 8.0, y + near + 8.0), Anchor::End),
    ];
    let mut found = beside.into_iter().find_map(|(at, anchor)| try_at(at, anchor));
    if found.is_none() {
        let rings = [40.0, 60.0, 80.0, 110.0, 140.0, 180.0];
        let around = rings.iter().flat_map(|r| (0..16).map(move |step| (*r, f64::from(step) * std::f64::consts::TAU / 16.0)));
        found = around.into_iter().find_map(|(r, turn)| {
            let at = (x + r * turn.cos() * 1.3, y + r * turn.sin());
            let anchor = if turn.cos() >= 0.0 { Anchor::Start } else { Anchor::End };
            try_at(at, anchor)
        });
        if let Some((label, _)) = &found {
            let end = (label.at.0 - if label.anchor == Anchor::Start { 4.0 } else { -4.0 }, label.at.1);
            scene.line(&[(x, y), end], 1.3, Rgb::RULE);
        }
    }
    if let Some((label, area)) = found {
        taken.push(area);
        scene.labels.push(label);
    }
}
