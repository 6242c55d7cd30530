//! Cells in rows and columns, darker the larger the figure: who moved from where to where, who was out on which day.

use super::super::Pen;
use super::canvas::{Anchor, Canvas, LETTER, Plot, class};
use crate::draw::style::HEAT_LIGHT;
use crate::report::model::{HeatCell, Tone};

/// Cells are no larger than this: a small matrix is not blown up.
const WIDEST: f64 = 110.0;
const HIGHEST: f64 = 36.0;
const LOWEST: f64 = 19.0;
/// Steps from light to strong; the style sheet has as many.
const STEPS: f64 = 10.0;

pub(crate) struct Data<'a> {
    pub(crate) columns: &'a [String],
    pub(crate) rows: &'a [String],
    pub(crate) cells: &'a [Vec<HeatCell>],
    pub(crate) tone: Tone,
}

pub(crate) fn draw(canvas: &mut Canvas<'_>, pen: &mut Pen<'_>, data: &Data<'_>) {
    let tone = class(pen, data.tone);
    let names = data.rows.iter().map(|r| canvas.text_width(r)).fold(0.0, f64::max).min(canvas.width * 0.3);
    let (left, top) = (names + 10.0, if canvas.chart.x_axis.is_empty() { 20.0 } else { 38.0 });
    let wide = ((canvas.width - left) / data.columns.len().max(1) as f64).min(WIDEST);
    let high = ((canvas.height - top) / data.rows.len().max(1) as f64).clamp(LOWEST, HIGHEST);
    canvas.height = top + high * data.rows.len() as f64 + 4.0;
    let most = data.cells.iter().flatten().filter(|c| !c.quiet).filter_map(|c| c.value).fold(HEAT_LIGHT, f64::max);

    canvas.text("a", &canvas.chart.x_axis, (left, 8.0), Anchor::Start);
    let title = canvas.clipped(&canvas.chart.y_axis, left + wide);
    canvas.text("a", &title, (0.0, if canvas.chart.x_axis.is_empty() { 8.0 } else { top - 10.0 }), Anchor::Start);
    // Where columns are closer than their names are wide, every n-th is named.
    let widest = data.columns.iter().map(|c| canvas.text_width(c)).fold(0.0, f64::max).min(WIDEST);
    let every = ((widest.min(26.0) + 3.0) / wide).ceil().max(1.0) as usize;
    for (at, name) in data.columns.iter().enumerate().step_by(every) {
        let name = canvas.clipped(name, wide * every as f64 - 2.0);
        canvas.text("a", &name, (left + wide * (at as f64 + 0.5), top - 9.0), Anchor::Middle);
    }
    for (row, (name, cells)) in data.rows.iter().zip(data.cells).enumerate() {
        let y = top + high * row as f64;
        let shown = canvas.clipped(name, names);
        canvas.text("i", &shown, (left - 7.0, y + high / 2.0), Anchor::End);
        for (at, (cell, column)) in cells.iter().zip(data.columns).enumerate() {
            let x = left + wide * at as f64;
            let place = Plot { left: x, top: y, right: x + wide, bottom: y + high };
            one(canvas, cell, &place, &tone, most);
            if let Some(value) = cell.value {
                let value = canvas.exact(canvas.chart.unit, value);
                canvas.mark_band(&format!("{name} · {column}\n{value}"), &place);
            }
        }
    }
}

fn one(canvas: &mut Canvas<'_>, cell: &HeatCell, place: &Plot, tone: &str, most: f64) {
    let figure = cell.value.filter(|v| v.is_finite());
    let step = figure.map_or(0.0, |v| (v / most * STEPS).ceil().clamp(0.0, STEPS));
    let class = match (cell.quiet, step > 0.0) {
        (true, _) => "quiet".to_owned(),
        // The least that there is must be seen beside nothing at all.
        (false, true) => format!("heat s{step} {tone}"),
        (false, false) => "none".to_owned(),
    };
    canvas.rect(&class, place.left + 0.75, place.top + 0.75, place.right - 0.75, place.bottom - 0.75);
    let Some(value) = figure else { return };
    let text = canvas.exact(canvas.chart.unit, value);
    if canvas.text_width(&text) <= place.right - place.left - 1.0 && place.bottom - place.top >= LETTER {
        let middle = ((place.left + place.right) / 2.0, (place.top + place.bottom) / 2.0);
        canvas.text(if cell.quiet { "a" } else { "i" }, &text, middle, Anchor::Middle);
    }
}
