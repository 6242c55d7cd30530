//! Whether a report holds together, looked at once before anything is drawn: a fault here is one of the program.

use super::error::DrawError;
use crate::report::model::{Block, Chart, ChartKind, Report, Series, Table};

/// Tables are rectangular and named once, and every chart shown exists and is complete.
pub(crate) fn report(report: &Report) -> Result<(), DrawError> {
    report.charts.iter().try_for_each(chart)?;
    let mut tables: Vec<&str> = Vec::new();
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
                Block::Cards(_) | Block::Text { .. } | Block::Leaf(_) => {}
            }
        }
    }
    Ok(())
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
