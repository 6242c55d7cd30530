//! A line with its interval as a band, and a target line.

use super::super::Pen;
use super::axis::{Axis, Slots};
use super::canvas::{Anchor, Canvas, Key, LETTER, Plot, class};
use crate::draw::places::spread;
use crate::report::model::{Tone, Unit};

pub(crate) struct Data<'a> {
    /// Whether the categories follow each other in time; otherwise each is a point with its own interval.
    pub(crate) joined: bool,
    pub(crate) categories: &'a [String],
    pub(crate) value: &'a [Option<f64>],
    pub(crate) low: &'a [Option<f64>],
    pub(crate) high: &'a [Option<f64>],
    pub(crate) target: &'a [Option<f64>],
    pub(crate) target_tone: Tone,
    pub(crate) name: &'a str,
    pub(crate) interval_name: &'a str,
    pub(crate) target_name: &'a str,
}

pub(crate) fn draw(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, data: &Data<'_>) {
    let (low, high) = range(data, canvas.chart.unit);
    let axis = Axis::round(canvas.scale(canvas.chart.unit, high), low, high, 5);
    let (accent, target) = (class(pen, Tone::Accent), class(pen, data.target_tone));
    // On a narrow place the names stand in the key, on a wide one at the end of their line.
    let mut entries = vec![(data.interval_name.to_owned(), Key::Soft, accent.clone())];
    if canvas.narrow() {
        entries.insert(0, (data.name.to_owned(), Key::Line, accent.clone()));
        entries.push((data.target_name.to_owned(), Key::Line, target.clone()));
    }
    let key = canvas.key(&entries);
    let names = [data.name, data.target_name].iter().map(|n| canvas.text_width(n)).fold(0.0, f64::max);
    let right = if canvas.narrow() { 46.0 } else { names.min(130.0) + 56.0 };
    let left = axis.text_width(canvas) + 8.0;
    let slots = Slots::new(canvas, data.categories, left, canvas.width - right);
    let below = if canvas.chart.x_axis.is_empty() { 0.0 } else { 18.0 };
    let plot = Plot { left, top: key + 28.0, right: canvas.width - right, bottom: canvas.height - slots.height() - below };

    let title = axis.titled(canvas, &canvas.chart.y_axis);
    canvas.text("a", &title, (0.0, key + 9.0), Anchor::Start);
    bands(canvas, data, &axis, &plot, &slots, &accent);
    axis.draw_left(canvas, &plot);
    let mut ends = Vec::new();
    for (nth, values) in [data.target, data.value].into_iter().enumerate() {
        let runs = runs(values, |at, v| (slots.middle(at), axis.y(&plot, v)));
        for run in &runs {
            let (class, dots) = if nth == 0 { (format!("l d {target}"), false) } else { (format!("l {accent}"), true) };
            if data.joined || nth == 0 {
                canvas.line(&class, run);
            }
            if dots {
                run.iter().for_each(|p| canvas.dot(&accent, *p, 3.5));
            }
        }
        if let Some((_, y)) = runs.last().and_then(|run| run.last()) {
            ends.push((*y, nth));
        }
    }
    names_at_ends(canvas, data, &axis, &plot, ends, [&target, &accent]);
    slots.draw(canvas, plot.bottom);
    canvas.text("a", &canvas.chart.x_axis, (plot.right, canvas.height - 8.0), Anchor::End);
    for (at, category) in data.categories.iter().enumerate() {
        let tip = tip(canvas, data, category, at);
        canvas.mark_band(&tip, &slots.band(at, &plot));
    }
}

fn tip(canvas: &Canvas<'_>, data: &Data<'_>, category: &str, at: usize) -> String {
    let exact = |v: &Option<f64>| v.map_or_else(|| "–".to_owned(), |v| canvas.exact(canvas.chart.unit, v));
    format!(
        "{category}\n{}: {}\n{}: {} – {}\n{}: {}",
        data.name,
        exact(&data.value[at]),
        data.interval_name,
        exact(&data.low[at]),
        exact(&data.high[at]),
        data.target_name,
        exact(&data.target[at])
    )
}

/// The range of the axis: not from zero, since a rate of 90 % and its interval would be a flat line on top.
fn range(data: &Data<'_>, unit: Unit) -> (f64, f64) {
    let all = [data.value, data.low, data.high, data.target];
    let figures = || all.iter().flat_map(|s| s.iter().flatten().copied()).filter(|v| v.is_finite());
    let (low, high) = figures().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
    if low > high {
        return (0.0, 1.0);
    }
    let room = ((high - low) * 0.08).max(f64::EPSILON);
    match unit {
        Unit::Share => ((low - room).max(0.0), (high + room).min(1.0)),
        _ => ((low - room).max(0.0), high + room),
    }
}

/// Figures without a gap between them, as points.
fn runs(values: &[Option<f64>], place: impl Fn(usize, f64) -> (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let points: Vec<Option<(f64, f64)>> = values.iter().enumerate().map(|(at, v)| v.map(|v| place(at, v))).collect();
    let runs = points.split(Option::is_none).map(|run| run.iter().flatten().copied().collect::<Vec<_>>());
    runs.filter(|run| !run.is_empty()).collect()
}

fn bands(canvas: &mut Canvas<'_>, data: &Data<'_>, axis: &Axis, plot: &Plot, slots: &Slots, class: &str) {
    let both: Vec<Option<(f64, f64)>> = data.low.iter().zip(data.high).map(|(l, h)| Some(((*l)?, (*h)?))).collect();
    let mut from = 0;
    for run in both.split(Option::is_none) {
        let at = |n: usize, v: f64| (slots.middle(from + n), axis.y(plot, v));
        let known: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
        let up = known.iter().enumerate().map(|(n, (_, high))| at(n, *high));
        let down = known.iter().enumerate().rev().map(|(n, (low, _))| at(n, *low));
        let outline: Vec<(f64, f64)> = up.chain(down).collect();
        if !data.joined {
            for (n, (low, high)) in known.iter().enumerate() {
                let ((x, top), (_, bottom)) = (at(n, *high), at(n, *low));
                canvas.rect(&format!("soft {class}"), x - 6.0, top, x + 6.0, bottom);
            }
        } else if known.len() > 1 {
            canvas.area(&format!("band {class}"), &outline);
        } else if let [high, low] = outline[..] {
            canvas.line(&format!("l {class}"), &[high, low]);
        }
        from += run.len() + 1;
    }
}

fn names_at_ends(
    canvas: &mut Canvas<'_>,
    data: &Data<'_>,
    axis: &Axis,
    plot: &Plot,
    ends: Vec<(f64, usize)>,
    classes: [&str; 2],
) {
    let mut ends = ends;
    spread(&mut ends, LETTER * 1.2, plot.top, plot.bottom);
    for (y, nth) in ends {
        let (name, values) = if nth == 0 { (data.target_name, data.target) } else { (data.name, data.value) };
        let Some(last) = values.iter().rev().find_map(|v| *v) else { continue };
        // A rate as its card has it: 91.5 %, not 91 %.
        let figure = match canvas.chart.unit {
            Unit::Share => axis.scale.tick(axis.scale.shown(last), 0.009),
            _ => axis.scale.label(axis.scale.shown(last), axis.high),
        };
        let text = if canvas.narrow() { figure } else { format!("{} {figure}", canvas.clipped(name, 130.0)) };
        canvas.text(&format!("n {}", classes[nth]), &text, (plot.right + 6.0, y), Anchor::Start);
    }
}
