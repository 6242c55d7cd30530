//! Month by month: a table of formulas, and beside it the chart that reads it.

use super::formula::Value;
use super::head::figures;
use super::places::{CHART, MONTHS, over};
use super::store::MonthPlace;
use super::{Sight, note, tags};
use crate::draw::error::DrawError;
use crate::draw::style::{number, points};
use crate::draw::xlsx::behind::Behind;
use crate::draw::xlsx::native::{PickedChart, picked};
use crate::draw::xlsx::page::Page;
use crate::report::model::{Cell, PickColumn};
use rust_xlsxwriter::{ChartRange, Format, FormatAlign};

const HEIGHT: u32 = 24;

pub(super) fn draw(page: &mut Page, sight: &Sight, behind: &mut Behind) -> Result<(), DrawError> {
    let months = &sight.picker.months;
    let top = sight.rows.months;
    page.row_height(top, 28)?;
    let heading = page.formats.text(points::HEADING).set_bold();
    page.text(top, over(&MONTHS), &months.heading, &heading)?;
    page.row_height(top + 1, 26)?;
    let mut spans = MONTHS.into_iter();
    let first = spans.next().unwrap_or(CHART);
    header(page, top + 1, first, &months.month, false)?;
    let label = page.formats.body().set_align(FormatAlign::Left).set_indent(1);
    for (row, month) in (top + 2..).zip(&months.months) {
        page.row_height(row, HEIGHT)?;
        page.text(row, first, month, &label)?;
    }
    for (at, (column, span)) in months.columns.iter().zip(spans).enumerate() {
        let Some(place) = sight.places.months.get(at) else { break };
        header(page, top + 1, span, column, matches!(place, MonthPlace::Cells(_)))?;
        self::column(page, sight, at, place)?;
    }
    let last = sight.rows.lists - 1;
    let filled = top + 2 + u32::try_from(months.months.len()).unwrap_or(0);
    for row in filled..last {
        page.row_height(row, HEIGHT)?;
    }
    page.row_height(last, 10)?;
    chart(page, sight, behind, last)
}

fn header(
    page: &mut Page,
    row: u32,
    span: crate::draw::xlsx::grid::Span,
    column: &PickColumn,
    figures: bool,
) -> Result<(), DrawError> {
    let format = page.formats.header(figures, false);
    page.text(row, span, &column.header, &format)?;
    note(page, row, span.first, column)
}

/// One column: a formula a month.
fn column(page: &mut Page, sight: &Sight, at: usize, place: &MonthPlace) -> Result<(), DrawError> {
    let span = MONTHS[at + 1];
    let top = sight.rows.months + 2;
    let all = || sight.picker.items.iter().filter_map(|item| item.months.get(at)).flatten();
    let body = page.formats.body();
    let format: Format = match place {
        MonthPlace::Cells(_) => figures(&body, all()).set_align(FormatAlign::Right).set_shrink(),
        MonthPlace::Coded { .. } => body.set_align(FormatAlign::Left).set_indent(1).set_shrink(),
    };
    let none = Vec::new();
    let own: &Vec<Cell> = sight.item.months.get(at).unwrap_or(&none);
    for (nth, row) in (0..sight.picker.months.months.len()).zip(top..) {
        let formula = match place {
            MonthPlace::Cells(first) => sight.places.picked(first + nth as u16),
            MonthPlace::Coded { column, words, coded } => {
                let words = sight.places.column(*words, coded.tones().len() as u32);
                format!("IFERROR(INDEX({words},CODE(MID({},{},1))-64),\"\")", sight.places.picked(*column), nth + 1)
            }
        };
        let result = own.get(nth).map(|cell| Value::of(cell, &page.report.words).result());
        page.formula(row, span, &formula, &result.unwrap_or_default(), &format)?;
    }
    if let MonthPlace::Coded { coded, .. } = place {
        let last = top + sight.picker.months.months.len().max(1) as u32 - 1;
        tags::colour(page, (top, last), span, coded.tones())?;
    }
    Ok(())
}

/// The chart beside the rows of the table, under its finding: a cell, since not every program follows a formula in the title of
/// a chart.
fn chart(page: &mut Page, sight: &Sight, behind: &mut Behind, end: u32) -> Result<(), DrawError> {
    let top = sight.rows.months;
    let title = page.formats.text(points::CHART_TITLE).set_bold().set_shrink();
    page.formula(top, CHART, &sight.places.picked(sight.places.title), &Value::text(&sight.item.title).result(), &title)?;
    let months = &sight.picker.months;
    let last = top + 1 + months.months.len().max(1) as u32;
    let tab = page.tab.name.clone();
    let range = |at: usize| {
        let column = MONTHS[at].first;
        (
            ChartRange::new_from_range(&tab, top + 1, column, top + 1, column),
            ChartRange::new_from_range(&tab, top + 2, column, last, column),
        )
    };
    let below = |cell: &Cell| matches!(cell, Cell::Money(minor) if *minor < 0);
    let returns = sight.picker.items.iter().flat_map(|item| item.months.iter().take(2)).flatten().any(below);
    let height = 26 + HEIGHT * (end - top - 2);
    let drawn = picked(
        &PickedChart {
            alt: &months.alt,
            axis: &months.axis,
            format: number::money_axis(page.report),
            months: &months.short,
            actual: range(1),
            previous: range(2),
            returns,
            size: (page.tab.grid.pixels(CHART), height),
        },
        page.report,
        &mut behind.data,
    )?;
    page.sheet.insert_chart(top + 1, CHART.first, &drawn)?;
    Ok(())
}
