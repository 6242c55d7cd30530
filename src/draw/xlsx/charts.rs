//! A row of charts with the insight under each.

use super::data::DataSheet;
use super::grid::Span;
use super::native;
use super::page::Page;
use super::plan::CHART_ROW;
use crate::draw::error::DrawError;
use crate::draw::style::{Rgb, points};
use crate::report::model::{Chart, ChartKind};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Image};

/// White pixels at the right of a chart, where the grid has no gutter.
const EDGE: u32 = 10;
/// Rows of the frame of a chart with nothing to draw.
const EMPTY_ROWS: u32 = 5;

pub(crate) fn draw(page: &mut Page, row: u32, ids: &[&'static str], height: u32, data: &mut DataSheet) -> Result<(), DrawError> {
    let rows = height / CHART_ROW;
    for at in row..row + rows {
        page.row_height(at, CHART_ROW)?;
    }
    let spans = spans(page, ids.len());
    let insight_row = row + rows;
    let mut most = 1;
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
        let leads = page.leads(chart.see.as_ref());
        let format = if leads { page.formats.link(points::SMALL) } else { page.formats.muted(points::SMALL) };
        let format = format
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_align(FormatAlign::Left)
            .set_indent(1);
        most = most.max(page.lines(&chart.insight, wide.saturating_sub(14), points::SMALL));
        match &chart.see {
            Some(target) if leads && !chart.insight.is_empty() => {
                page.link(insight_row, span, &format!("{} ›", chart.insight), target, &format)?;
            }
            _ => page.text(insight_row, span, &chart.insight, &format)?,
        }
    }
    page.row_height(insight_row, 17 * most.min(4) + 6)
}

/// What Excel has no chart for, as the same picture that stands in the folder.
fn picture(page: &mut Page, row: u32, span: Span, chart: &Chart, (width, height): (u32, u32)) -> Result<(), DrawError> {
    let bytes = crate::draw::picture::png(chart, page.report)?;
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
    page.row_height(row, 24)?;
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
