//! Charts as SVG with real text: small, to be selected and searched, in the colours of the page.
//!
//! Each chart is drawn twice, for a wide and for a narrow place; the style sheet shows the one that fits, so that letters
//! are never too small. `canvas` holds shapes and marks: a mark is the part of a chart that says its figures when it is pointed
//! at, touched, or reached by the arrow keys. The same figures follow as a table.

mod axis;
mod bars;
mod canvas;
mod columns;
mod figures;
mod heat;
mod interval;
mod pareto;
mod scatter;

use std::fmt::Write as _;

use super::Pen;
use super::table;
use super::write::escaped;
use crate::report::model::{Chart, ChartKind};
use canvas::Canvas;

/// A chart with its finding as heading, its insight, and its figures.
pub(crate) fn figure<'a>(pen: &mut Pen<'a>, out: &mut String, chart: &'a Chart) {
    let nth = pen.charts.iter().filter(|id| **id == chart.id).count();
    pen.charts.push(chart.id);
    let id = if nth == 0 { format!("c-{}", chart.id) } else { format!("c-{}-{}", chart.id, nth + 1) };
    let id = escaped(&id);
    let _ = write!(out, "<figure id=\"{id}\"><figcaption><h3>{}</h3>", escaped(&chart.title));
    if !chart.what.is_empty() {
        let _ = write!(out, "<p class=cap>{}</p>", escaped(&chart.what));
    }
    out.push_str("</figcaption>");
    if let Some(reason) = crate::draw::check::empty(chart) {
        let _ = writeln!(out, "<p class=empty>{}</p></figure>", escaped(reason));
        return;
    }
    for (class, width, height) in [("w", 560.0, 310.0), ("n", 360.0, 300.0)] {
        let canvas = drawn(pen, chart, width, height);
        canvas.write(out, class, &id, chart);
    }
    if !chart.insight.is_empty() {
        out.push_str("<p class=insight>");
        match &chart.see {
            Some(target) => super::cell::link(pen, out, target, &chart.insight),
            None => out.push_str(&escaped(&chart.insight)),
        }
        out.push_str("</p>");
    }
    let (header, rows) = figures::of(pen, chart);
    if !rows.is_empty() {
        let _ = write!(out, "<details class=figures><summary>{}</summary>", escaped(pen.words.figures));
        table::small(out, &chart.title, &header, &rows);
        out.push_str("</details>");
    }
    out.push_str("</figure>\n");
}

/// The chart on a canvas of this size.
fn drawn<'a>(pen: &mut Pen<'a>, chart: &'a Chart, width: f64, height: f64) -> Canvas<'a> {
    let mut canvas = Canvas::new(pen, chart, width, height);
    match &chart.kind {
        ChartKind::Columns { categories, series, stacked, .. } => columns::draw(&mut canvas, pen, categories, series, *stacked),
        ChartKind::Bars { categories, series, stacked, .. } => bars::draw(&mut canvas, pen, categories, series, *stacked),
        ChartKind::Pareto { categories, values, cumulative, cut, tones, .. } => {
            pareto::draw(&mut canvas, pen, &pareto::Data { categories, values, cumulative, cut: *cut, tones });
        }
        ChartKind::Scatter { points, cut_x, cut_y, x_unit, quadrants, log_x, .. } => {
            let data =
                scatter::Data { points, cuts: (*cut_x, *cut_y), x_unit: *x_unit, quadrants: quadrants.as_ref(), log_x: *log_x };
            scatter::draw(&mut canvas, pen, &data);
        }
        ChartKind::Heat { columns, rows, cells, tone } => {
            heat::draw(&mut canvas, pen, &heat::Data { columns, rows, cells, tone: *tone });
        }
        ChartKind::Interval { joined, categories, value, low, high, target, target_tone, name, interval_name, target_name } => {
            let (joined, target_tone) = (*joined, *target_tone);
            let data =
                interval::Data { joined, categories, value, low, high, target, target_tone, name, interval_name, target_name };
            interval::draw(&mut canvas, pen, &data);
        }
    }
    canvas
}
