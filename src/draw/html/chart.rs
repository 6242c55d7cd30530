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
mod interval;
mod pareto;
mod scatter;

use std::fmt::Write as _;

use super::Pen;
use super::table;
use super::write::escaped;
use crate::draw::error::DrawError;
use crate::report::model::{Chart, ChartKind};
use canvas::Canvas;

/// A chart with its finding as heading, its insight, and its figures.
pub(crate) fn figure<'a>(pen: &mut Pen<'a>, out: &mut String, chart: &'a Chart) -> Result<(), DrawError> {
    let nth = pen.charts.iter().filter(|id| **id == chart.id).count();
    pen.charts.push(chart.id);
    let id = if nth == 0 { format!("c-{}", chart.id) } else { format!("c-{}-{}", chart.id, nth + 1) };
    let id = escaped(&id);
    let _ = write!(out, "<figure id=\"{id}\"><figcaption><h3>{}</h3>", escaped(&chart.title));
    if !chart.insight.is_empty() {
        let _ = write!(out, "<p class=cap>{}</p>", escaped(&chart.insight));
    }
    out.push_str("</figcaption>");
    if let Some(reason) = crate::draw::check::empty(chart) {
        let _ = writeln!(out, "<p class=empty>{}</p></figure>", escaped(reason));
        return Ok(());
    }
    for (class, width, height) in [("w", 560.0, 310.0), ("n", 360.0, 300.0)] {
        let Some(canvas) = drawn(pen, chart, width, height) else {
            picture(pen, out, chart)?;
            break;
        };
        canvas.write(out, class, &id, chart);
    }
    let (header, rows) = figures::of(pen, chart);
    if !rows.is_empty() {
        let _ = write!(out, "<details class=figures><summary>{}</summary>", escaped(pen.words.figures));
        table::small(out, &chart.title, &header, &rows);
        out.push_str("</details>");
    }
    out.push_str("</figure>\n");
    Ok(())
}

/// The chart on a canvas of this size; nothing for a kind that this room does not know.
fn drawn<'a>(pen: &mut Pen<'a>, chart: &'a Chart, width: f64, height: f64) -> Option<Canvas<'a>> {
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
        ChartKind::Interval { categories, value, low, high, target, name, interval_name, target_name, .. } => {
            let data = interval::Data { categories, value, low, high, target, name, interval_name, target_name };
            interval::draw(&mut canvas, pen, &data);
        }
        #[allow(unreachable_patterns, reason = "a kind that the pictures learn first is shown as its picture")]
        _ => return None,
    }
    Some(canvas)
}

/// The picture of the chart as it is on slides.
fn picture(pen: &Pen<'_>, out: &mut String, chart: &Chart) -> Result<(), DrawError> {
    out.push_str("<div class=picture>");
    out.push_str(&crate::draw::svg(chart, pen.report)?);
    out.push_str("</div>");
    Ok(())
}
