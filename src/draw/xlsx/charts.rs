//! A row of charts with the insight under each.

use super::data::DataSheet;
use super::grid::Span;
use super::native;
use super::page::Page;
use super::plan::CHART_ROW;
use crate::draw::error::DrawError;
use crate::draw::picture::Picture;
use crate::draw::style::{Rgb, points, text_pixels};
use crate::report::model::{Chart, ChartKind, Target};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Image};

/// White pixels at the right of a chart, where the grid has no gutter.
const EDGE: u32 = 10;
/// Rows of the frame of a chart with nothing to draw.
const EMPTY_ROWS: u32 = 5;

pub(crate) fn draw(page: &mut Page, row: u32, ids: &[&'static str], height: u32, data: &mut DataSheet) -> Result<(), DrawError> {
    let rows = height / CHART_ROW;
    for at in row + 1..row + rows {
        page.row_height(at, CHART_ROW)?;
    }
    let spans = spans(page, ids.len());
    // The title of a chart with nothing to draw stands in a row, which must hold all its lines.
    let titles = ids.iter().zip(&spans).filter_map(|(id, span)| {
        let chart = page.report.charts.iter().find(|c| c.id == *id).filter(|c| crate::draw::check::empty(c).is_some())?;
        Some(page.lines(&chart.title, page.tab.grid.pixels(*span).saturating_sub(14), points::CHART_TITLE * 1.08))
    });
    let first = titles.max().map_or(CHART_ROW, |lines| 18 * lines.min(4) + 6);
    page.row_height(row, first)?;
    let insight_row = row + rows;
    // Fonts differ between programs: on the one page that is printed as it is, a sentence never loses its end.
    let mut most = if page.tab.dashboard { 2 } else { 1 };
    for (id, span) in ids.iter().zip(spans) {
        let Some(chart) = page.report.charts.iter().find(|c| c.id == *id) else { continue };
        let wide = page.tab.grid.pixels(span).saturating_sub(if page.tab.grid.is_modular() { 0 } else { EDGE });
        match crate::draw::check::empty(chart) {
            // Beside a chart that is drawn the frame needs no more room than its reason.
            Some(reason) => empty(page, row, rows.min(EMPTY_ROWS), span, chart, reason)?,
            None => {
                // A little lower than its rows, so that its frame keeps off the insight.
                let size = (wide, height - 10);
                if matches!(chart.kind, ChartKind::Heat { .. }) {
                    picture(page, row, span, chart, size)?;
                } else {
                    let mut drawn = native::chart(chart, page.report, data, size)?;
                    drawn.set_width(size.0).set_height(size.1);
                    page.sheet.insert_chart(row, span.first, &drawn)?;
                }
            }
        }
        most = most.max(insight(page, insight_row, span, wide, chart)?);
    }
    page.row_height(insight_row, 17 * most.min(4) + 6)
}

/// The sentence under a chart, and at its right end the way to its figures: a link of its own, since a long link is not
/// wrapped by every program. Returns the lines it takes.
fn insight(page: &mut Page, row: u32, span: Span, wide: u32, chart: &Chart) -> Result<u32, DrawError> {
    let format = |format: Format| format.set_text_wrap().set_align(FormatAlign::Top).set_indent(1);
    let plain = format(page.formats.text(points::SMALL)).set_align(FormatAlign::Left);
    // Where one is already, no way leads.
    let here = Target::Sheet(page.tab.sheet.id);
    let see = chart.see.as_ref().filter(|target| !chart.insight.is_empty() && **target != here);
    let name = see.and_then(|target| page.tab_of(target)).map(|name| format!("{name} ›"));
    let (Some(target), Some(name)) = (see, name) else {
        page.text(row, span, &chart.insight, &plain)?;
        return Ok(page.lines(&chart.insight, wide.saturating_sub(14), points::SMALL));
    };
    let room = text_pixels(page.report.script, &name, points::SMALL) as u32 + 18;
    let mut last = span.last;
    while last > span.first + 1 && page.tab.grid.pixels(Span { first: last, last: span.last }) < room {
        last -= 1;
    }
    let (left, right) = (Span { first: span.first, last: last - 1 }, Span { first: last, last: span.last });
    page.text(row, left, &chart.insight, &plain)?;
    let link = format(page.formats.link(points::SMALL)).set_align(FormatAlign::Right);
    page.link(row, right, &name, target, &link)?;
    Ok(page.lines(&chart.insight, page.tab.grid.pixels(left).saturating_sub(14), points::SMALL))
}

/// What Excel has no chart for, as the same picture that stands in the folder.
fn picture(page: &mut Page, row: u32, span: Span, chart: &Chart, (width, height): (u32, u32)) -> Result<(), DrawError> {
    let bytes = Picture::of(chart, page.report)?.png()?;
    let image = Image::new_from_buffer(&bytes)?.set_alt_text(super::plan::cut(&chart.alt, 255));
    page.sheet.insert_image(row, span.first, &image.set_scale_to_size(f64::from(width), f64::from(height), true))?;
    Ok(())
}

/// Two or three charts share the width; one alone takes two thirds, or all of the dashboard.
fn spans(page: &Page, count: usize) -> Vec<Span> {
    let grid = &page.tab.grid;
    match count {
        1 if !page.tab.dashboard => {
            let thirds = grid.spans(3);
            vec![Span { first: thirds[0].first, last: thirds[1].last }]
        }
        n => grid.spans(n),
    }
}

/// A calm frame with the title and the reason, where there is nothing to draw.
fn empty(page: &mut Page, row: u32, rows: u32, span: Span, chart: &Chart, reason: &str) -> Result<(), DrawError> {
    let panel = |format: Format| format.set_background_color(Rgb::PANEL.hex()).set_text_wrap().set_indent(1);
    let title = panel(page.formats.text(points::CHART_TITLE).set_bold());
    page.text(row, span, &chart.title, &title)?;
    let format = panel(page.formats.muted(points::BODY))
        .set_align(FormatAlign::Top)
        .set_align(FormatAlign::Left)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(Rgb::LINE.hex());
    // An empty chart needs less height, unless a drawn one stands beside it.
    page.sheet.merge_range(row + 1, span.first, row + rows - 1, span.last, "", &format)?;
    page.text(row + 1, Span { first: span.first, last: span.first }, reason, &format)
}
