//! The figures of a chart as a table, for whoever reads rather than looks.

use super::super::Pen;
use super::canvas::exact;
use super::scatter;
use crate::report::model::{Chart, ChartKind, HeatCell, Series, Unit};

type Figures = (Vec<String>, Vec<Vec<String>>);

/// Header and rows of the figures of a chart.
pub(crate) fn of(pen: &Pen<'_>, chart: &Chart) -> Figures {
    let show = |unit: Unit, v: Option<f64>| v.map_or_else(|| "–".to_owned(), |v| exact(pen.report, unit, v));
    match &chart.kind {
        ChartKind::Columns { categories, series, .. } | ChartKind::Bars { categories, series, .. } => {
            let cells = |at: usize| series.iter().map(move |s: &Series| s.values.get(at).copied().flatten());
            let rows = categories.iter().enumerate();
            let rows = rows.map(|(at, name)| row(name, cells(at).map(|v| show(chart.unit, v)))).collect();
            (row("", series.iter().map(|s| s.name.clone())), rows)
        }
        ChartKind::Pareto { categories, values, cumulative, .. } => {
            let both = values.iter().zip(cumulative).map(|(v, c)| [show(chart.unit, Some(*v)), show(Unit::Share, Some(*c))]);
            let rows = categories.iter().zip(both).map(|(name, cells)| row(name, cells.into_iter())).collect();
            (row("", [chart.y_axis.clone(), pen.report.words.cumulative.clone()].into_iter()), rows)
        }
        ChartKind::Interval { categories, value, low, high, target, name, interval_name, target_name, .. } => {
            let line = |at: usize| {
                let show = |values: &[Option<f64>]| show(chart.unit, values.get(at).copied().flatten());
                [show(value), format!("{} – {}", show(low), show(high)), show(target)]
            };
            let rows = categories.iter().enumerate().map(|(at, name)| row(name, line(at).into_iter())).collect();
            (row("", [name, interval_name, target_name].into_iter().cloned()), rows)
        }
        ChartKind::Scatter { points, x_unit, .. } => {
            let told = scatter::order(points).into_iter().take(scatter::TOLD);
            let mut rows: Vec<Vec<String>> =
                told.map(|p| row(&p.name, [show(*x_unit, Some(p.x)), show(chart.unit, Some(p.y))].into_iter())).collect();
            if let Some(left) = points.len().checked_sub(scatter::TOLD).filter(|left| *left > 0) {
                rows.push(row(
                    &pen.words.points_left.replace("{n}", &left.to_string()),
                    [String::new(), String::new()].into_iter(),
                ));
            }
            (row(pen.words.item, [chart.x_axis.clone(), chart.y_axis.clone()].into_iter()), rows)
        }
        ChartKind::Heat { columns, rows, cells, .. } => {
            let line = |cells: &Vec<HeatCell>| cells.iter().map(|c| show(chart.unit, c.value)).collect::<Vec<_>>();
            let rows = rows.iter().zip(cells).map(|(name, cells)| row(name, line(cells).into_iter())).collect();
            (row("", columns.iter().cloned()), rows)
        }
    }
}

fn row(name: &str, cells: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(cells).collect()
}
