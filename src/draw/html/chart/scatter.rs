//! Points with names beside some of them, and cut-off lines that make quadrants.

use super::super::Pen;
use super::axis::Axis;
use super::canvas::{Anchor, Canvas, LETTER, Plot, class};
use crate::draw::places::Across;
use crate::draw::reach;
use crate::report::model::{Point, Quadrants, Tone, Unit};

pub(crate) struct Data<'a> {
    pub(crate) points: &'a [Point],
    pub(crate) cuts: (Option<f64>, Option<f64>),
    pub(crate) x_unit: Unit,
    pub(crate) quadrants: Option<&'a Quadrants>,
    pub(crate) log_x: bool,
}

/// Points that say their name and figures; of more than these the rest is drawn as bare dots, and the page says how many.
pub(crate) const TOLD: usize = 400;
const RADIUS: f64 = 4.5;
/// Height of the strips with the names of the quadrants.
const STRIP: f64 = 18.0;

pub(crate) fn draw(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, data: &Data<'_>) {
    let across = across(canvas, data);
    let (low, high) = reach::with_zero(data.points.iter().map(|p| p.y).chain(data.cuts.1));
    let axis = Axis::round(canvas.scale(canvas.chart.unit, high), low, high, 5);
    let left = axis.text_width(canvas) + 8.0;
    let strip = if data.quadrants.is_some() { STRIP } else { 0.0 };
    let whole = Plot { left, top: 22.0, right: canvas.width - 8.0, bottom: canvas.height - 38.0 };
    let plot = Plot { top: whole.top + strip, bottom: whole.bottom - strip, ..whole };

    let title = axis.titled(canvas, &canvas.chart.y_axis);
    canvas.text("a", &title, (0.0, 8.0), Anchor::Start);
    axis.draw_left(canvas, &plot);
    draw_across(&across, canvas, &whole);
    let title = across.scale.titled(&canvas.chart.x_axis, canvas.report.script);
    canvas.text("a", &title, (whole.right, canvas.height - 7.0), Anchor::End);

    let mut taken = quadrants(canvas, pen, data, &whole);
    cuts(canvas, pen, data, &across, &axis, &plot, &whole, &mut taken);
    let at = |p: &Point| (across.x((plot.left, plot.width()), p.x), axis.y(&plot, p.y));
    dots(canvas, pen, data, &at);
    let dots: Vec<Plot> = data.points.iter().map(|p| square(at(p), RADIUS)).collect();
    for point in data.points.iter().filter(|p| p.named) {
        name(canvas, &plot, point, at(point), &dots, &mut taken);
    }
    for point in order(data.points).into_iter().take(TOLD) {
        let (x, y) = (canvas.exact(data.x_unit, point.x), canvas.exact(canvas.chart.unit, point.y));
        let tip = format!("{}\n{}: {x}\n{}: {y}", point.name, canvas.chart.x_axis, canvas.chart.y_axis);
        canvas.mark_disc(&tip, at(point), RADIUS + 3.5);
    }
}

/// Points in the order in which they are told: the named ones first, then the largest.
pub(crate) fn order(points: &[Point]) -> Vec<&Point> {
    let mut order: Vec<&Point> = points.iter().collect();
    order.sort_by(|a, b| b.named.cmp(&a.named).then(b.x.total_cmp(&a.x)).then(b.y.total_cmp(&a.y)));
    order
}

/// All points: single dots where they are few, one shape for each tone where they are many.
fn dots(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, data: &Data<'_>, at: &impl Fn(&Point) -> (f64, f64)) {
    if data.points.len() <= TOLD {
        for point in data.points {
            let class = class(pen, point.tone);
            canvas.dot(&class, at(point), RADIUS);
        }
        return;
    }
    let mut tones: Vec<(Tone, Vec<(f64, f64)>)> = Vec::new();
    for point in data.points {
        match tones.iter_mut().find(|(tone, _)| *tone == point.tone) {
            Some((_, places)) => places.push(at(point)),
            None => tones.push((point.tone, vec![at(point)])),
        }
    }
    for (tone, places) in tones {
        let class = class(pen, tone);
        canvas.dots(&class, &places);
    }
}

#[allow(clippy::too_many_arguments, reason = "all of it is one picture")]
fn cuts(
    canvas: &mut Canvas<'_>,
    pen: &mut Pen<'_>,
    data: &Data<'_>,
    across: &Across,
    axis: &Axis,
    plot: &Plot,
    whole: &Plot,
    taken: &mut Vec<Plot>,
) {
    let line = format!("l d thin {}", class(pen, Tone::Target));
    if let Some(cut) = data.cuts.0.map(|v| across.x((plot.left, plot.width()), v)) {
        canvas.line(&line, &[(cut, whole.top), (cut, whole.bottom)]);
        taken.push(Plot { left: cut - 1.0, right: cut + 1.0, ..*whole });
    }
    if let Some(cut) = data.cuts.1.map(|v| axis.y(plot, v)) {
        canvas.line(&line, &[(plot.left, cut), (plot.right, cut)]);
        taken.push(Plot { top: cut - 1.0, bottom: cut + 1.0, ..*plot });
    }
}

/// The axis of the points.
fn across(canvas: &Canvas<'_>, data: &Data<'_>) -> Across {
    let all = || data.points.iter().map(|p| p.x).chain(data.cuts.0).filter(|x| x.is_finite());
    let high = all().fold(0.0, f64::max);
    let scale = canvas.scale(data.x_unit, high);
    let least = all().filter(|x| *x > 0.0).fold(f64::MAX, f64::min);
    if data.log_x && least <= high {
        return Across::logarithmic(scale, least, high);
    }
    let axis = Axis::round(scale, all().fold(0.0, f64::min), if high > 0.0 { high } else { 1.0 }, 5);
    let (low, high) = (axis.low, axis.high);
    let ticks = axis.ticks().into_iter().map(|(part, text)| (low + part * (high - low), text)).collect();
    Across { low, high, scale: axis.scale, ticks, log: false }
}

/// Its grid lines with their figures.
fn draw_across(across: &Across, canvas: &mut Canvas<'_>, plot: &Plot) {
    for (tick, text) in &across.ticks {
        let x = across.place((plot.left, plot.width()), *tick);
        canvas.line("r", &[(x, plot.top), (x, plot.bottom)]);
        canvas.text("a", text, (x, plot.bottom + 10.0), Anchor::Middle);
    }
}

fn square((x, y): (f64, f64), half: f64) -> Plot {
    Plot { left: x - half, top: y - half, right: x + half, bottom: y + half }
}

fn overlaps(a: &Plot, b: &Plot) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/// The names of the quadrants in the corners; returns the room they take.
fn quadrants(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, data: &Data<'_>, plot: &Plot) -> Vec<Plot> {
    let Some(names) = data.quadrants else { return Vec::new() };
    let (top, bottom) = (plot.top + 8.0, plot.bottom - 8.0);
    let corners = [
        (&names.low_high, top, Anchor::Start),
        (&names.high_high, top, Anchor::End),
        (&names.low_low, bottom, Anchor::Start),
        (&names.high_low, bottom, Anchor::End),
    ];
    let mut taken = Vec::new();
    for ((name, tone), y, anchor) in corners {
        let name = canvas.clipped(name, plot.width() * 0.4);
        let x = if anchor == Anchor::Start { plot.left + 6.0 } else { plot.right - 6.0 };
        let class = class(pen, *tone);
        taken.push(room(canvas, &name, (x, y), anchor));
        canvas.text(&format!("n strong {class}"), &name, (x, y), anchor);
    }
    taken
}

fn room(canvas: &Canvas<'_>, text: &str, (x, y): (f64, f64), anchor: Anchor) -> Plot {
    let width = canvas.text_width(text);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    Plot { left, right: left + width, top: y - LETTER * 0.6, bottom: y + LETTER * 0.6 }
}

/// Writes the name of a point at the first place beside it where it covers no other name and no point; further off it gets a
/// thin line to its point. Where there is no place the point keeps its name for its tooltip.
fn name(canvas: &mut Canvas<'_>, plot: &Plot, point: &Point, (x, y): (f64, f64), dots: &[Plot], taken: &mut Vec<Plot>) {
    let text = canvas.clipped(&point.name, plot.width() * 0.32);
    let near = RADIUS + 3.0;
    let places = [
        ((x + near, y), Anchor::Start),
        ((x - near, y), Anchor::End),
        ((x, y - near - 6.0), Anchor::Middle),
        ((x, y + near + 6.0), Anchor::Middle),
        ((x + 4.0, y - near - 5.0), Anchor::Start),
        ((x + 4.0, y + near + 5.0), Anchor::Start),
        ((x - 4.0, y - near - 5.0), Anchor::End),
        ((x - 4.0, y + near + 5.0), Anchor::End),
    ];
    let free = |at: (f64, f64), anchor: Anchor| {
        let area = room(canvas, &text, at, anchor);
        let inside = area.left >= plot.left && area.right <= plot.right && area.top >= plot.top && area.bottom <= plot.bottom;
        let covers = taken.iter().chain(dots).any(|other| overlaps(other, &area));
        (inside && !covers).then_some((at, anchor, area))
    };
    let beside = places.into_iter().find_map(|(at, anchor)| free(at, anchor).map(|found| (found, false)));
    let around = || {
        let turns = [18.0, 28.0, 40.0, 54.0, 70.0].into_iter().flat_map(|r| (0..16).map(move |turn| (r, f64::from(turn))));
        turns.into_iter().find_map(|(r, turn)| {
            let (sin, cos) = (turn * std::f64::consts::TAU / 16.0).sin_cos();
            let anchor = if cos >= 0.0 { Anchor::Start } else { Anchor::End };
            free((x + r * cos * 1.3, y + r * sin), anchor).map(|found| (found, true))
        })
    };
    let Some(((at, anchor, area), far)) = beside.or_else(around) else { return };
    taken.push(area);
    if far {
        canvas.line("z", &[(x, y), (at.0 - if anchor == Anchor::Start { 2.0 } else { -2.0 }, at.1)]);
    }
    canvas.text("i", &text, at, anchor);
}
