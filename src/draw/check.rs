//! Whether a report holds together, looked at once before anything is drawn: a fault here is one of the program.

use super::error::DrawError;
use crate::report::model::{Block, Chart, ChartKind, PickItem, Picker, Report, Series, Table};

/// Tables are rectangular and named once, and every chart shown exists and is complete.
pub(crate) fn report(report: &Report) -> Result<(), DrawError> {
    report.charts.iter().try_for_each(chart)?;
    let mut tables: Vec<&str> = Vec::new();
    let mut pickers = 0;
    for sheet in &report.sheets {
        for block in &sheet.blocks {
            match block {
                Block::Charts(ids) => {
                    if let Some(id) = ids.iter().find(|id| report.charts.iter().all(|c| c.id != **id)) {
                        return Err(DrawError::UnknownChart { sheet: sheet.id.to_owned(), chart: (*id).to_owned() });
                    }
                }
                Block::Table(table) => {
                    rectangular(table)?;
                    if tables.contains(&table.id) {
                        return Err(DrawError::RepeatedTable { table: table.id.to_owned() });
                    }
                    tables.push(table.id);
                }
                Block::Picker(own) => {
                    picker(own)?;
                    pickers += 1;
                }
                Block::Cards(_) | Block::Text { .. } | Block::Leaf(_) => {}
            }
        }
        if pickers > 1 || (sheet.picks() && sheet.blocks.len() > 1) {
            return Err(DrawError::RaggedPicker { what: sheet.id.to_owned() });
        }
    }
    Ok(())
}

/// Everything that can be picked has all that is shown of it.
fn picker(picker: &Picker) -> Result<(), DrawError> {
    let rows: usize = picker.scores.iter().map(|part| part.rows.len()).sum();
    let whole = |item: &PickItem| {
        item.ways.len() == picker.own_ways.len()
            && item.about.len() == picker.about.len()
            && item.cards.len() == picker.cards.len()
            && item.scores.len() == rows
            && item.months.len() == picker.months.columns.len()
            && item.months.iter().all(|column| column.len() == picker.months.months.len())
            && item.lists.len() == picker.lists.len()
            && item.lists.iter().zip(&picker.lists).all(|(own, list)| {
                let lines = own.lines.iter().all(|line| line.cells.len() == list.columns.len());
                lines && own.lines.len() == own.of.min(list.most)
            })
    };
    match picker.items.iter().find(|item| !whole(item)) {
        Some(item) => Err(DrawError::RaggedPicker { what: item.name.clone() }),
        None => Ok(()),
    }
}

fn rectangular(table: &Table) -> Result<(), DrawError> {
    let columns = table.columns.len();
    let rows = table.rows.iter().chain(&table.total);
    match rows.enumerate().find(|(_, row)| row.len() != columns) {
        Some((row, cells)) => Err(DrawError::RaggedTable { table: table.id.to_owned(), row, cells: cells.len(), columns }),
        None => Ok(()),
    }
}

/// Every series of a chart is as long as its categories.
pub(crate) fn chart(chart: &Chart) -> Result<(), DrawError> {
    let same = |what: &str, found: usize, expected: usize| match found == expected {
        true => Ok(()),
        false => Err(DrawError::RaggedChart { chart: chart.id.to_owned(), what: what.to_owned(), found, expected }),
    };
    match &chart.kind {
        ChartKind::Columns { categories, series, .. } | ChartKind::Bars { categories, series, .. } => {
            series.iter().try_for_each(|s: &Series| same(&s.name, s.values.len(), categories.len()))
        }
        ChartKind::Pareto { categories, values, cumulative, tones, .. } => {
            same("values", values.len(), categories.len())?;
            same("cumulative", cumulative.len(), categories.len())?;
            same("tones", tones.len(), categories.len())
        }
        ChartKind::Scatter { .. } => Ok(()),
        ChartKind::Heat { columns, rows, cells, .. } => {
            same("rows", cells.len(), rows.len())?;
            cells.iter().try_for_each(|row| same("cells", row.len(), columns.len()))
        }
        ChartKind::Interval { categories, value, low, high, target, .. } => {
            let all = [("value", value), ("low", low), ("high", high), ("target", target)];
            all.into_iter().try_for_each(|(what, v)| same(what, v.len(), categories.len()))
        }
    }
}

/// Why there is nothing to draw, where there is nothing: the reason of the report, or its insight where a chart came
/// without any figures.
pub(crate) fn empty(chart: &Chart) -> Option<&str> {
    let figures = match &chart.kind {
        ChartKind::Columns { categories, series, .. } | ChartKind::Bars { categories, series, .. } => {
            !categories.is_empty() && !series.is_empty()
        }
        ChartKind::Pareto { categories, .. } | ChartKind::Interval { categories, .. } => !categories.is_empty(),
        ChartKind::Scatter { points, .. } => !points.is_empty(),
        ChartKind::Heat { columns, rows, .. } => !columns.is_empty() && !rows.is_empty(),
    };
    chart.empty.as_deref().or(if figures { None } else { Some(chart.insight.as_str()) })
}
