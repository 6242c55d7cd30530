//! Tables: header with definitions, rows, total. The first rows are in the page as they are; the rest up to the limit waits in a
//! `<template>`, which browsers read without laying it out, until somebody asks for it; what is beyond is told.

use std::fmt::Write as _;

use super::Pen;
use super::anchors;
use super::cell::{is_figure, value};
use super::write::{escaped, push};
use crate::draw::style::is_wide;
use crate::draw::xlsx::formats::{Digits, figure};
use crate::report::model::{Cell, Shade, Table};

/// Rows that stand in the page as they are.
pub(crate) const OPEN: usize = 200;
/// Rows from which on a table scrolls in its own place, with its header in view.
const HIGH: usize = 30;
/// Widest text, in Latin characters, that is kept on one line.
const LINE: usize = 30;
/// The least figure of a matrix that gets the full colour: a single customer that moved is no alarm.
const LIGHT: f64 = 5.0;
/// Steps of a bar, and of heat.
const BARS: f64 = 20.0;
const HEATS: f64 = 10.0;

/// What is known of a column before its cells are written.
struct Look {
    figures: bool,
    /// Whether its texts are short enough for one line each.
    short: bool,
    digits: Digits,
    /// The figure of a full bar, and of no and full heat.
    bar: Option<f64>,
    heat: Option<(f64, f64)>,
    matrix: bool,
}

/// A table of a sheet, whose name it carries where it has no heading of its own.
pub(crate) fn table(pen: &mut Pen<'_>, out: &mut String, sheet: &str, table: &Table) {
    let id = escaped(&anchors::table(table.id));
    let name = escaped(table.heading.as_deref().unwrap_or(sheet));
    let _ = write!(out, "<div class=table id=\"{id}\" data-name=\"{name}\"><div class=head>");
    if let Some(heading) = &table.heading {
        let _ = write!(out, "<h3>{}</h3>", escaped(heading));
    }
    if let Some(caption) = &table.caption {
        let _ = write!(out, "<p class=cap>{}</p>", escaped(caption));
    }
    out.push_str("</div>");
    if table.rows.is_empty() {
        let _ = writeln!(out, "<p class=empty>{}</p></div>", escaped(&table.empty));
        return;
    }
    let looks = looks(table);
    pen.rules.push_str(&rules(&id, table, &looks));
    shades(pen, table);
    let high = if table.rows.len() > HIGH { " high" } else { "" };
    let _ = write!(
        out,
        "<div class=\"scroll{high}\" tabindex=0 role=group aria-label=\"{name}\"><table><caption class=vh>{name}</caption>"
    );
    header(out, table);
    let held = table.rows.len().min(pen.rows);
    let open = held.min(OPEN);
    out.push_str("<tbody>");
    rows(pen, out, table, &looks, 0..open);
    out.push_str("</tbody>");
    total(pen, out, table, &looks);
    out.push_str("</table></div>");
    if held > open {
        out.push_str("<template><table><tbody>");
        rows(pen, out, table, &looks, open..held);
        out.push_str("</tbody></table></template>");
        let first = pen.words.first.replace("{n}", &open.to_string()).replace("{of}", &held.to_string());
        let _ = write!(out, "<p class=\"cap first\">{}</p>", escaped(&first));
    }
    if table.rows.len() > held {
        let left = (table.rows.len() - held).to_string();
        let more = pen.words.more.replace("{n}", &left).replace("{sheet}", sheet);
        let _ = write!(out, "<p class=\"cap more\" id=\"{}\">{}</p>", escaped(&anchors::more(table.id)), escaped(&more));
    }
    out.push_str("</div>\n");
}

fn header(out: &mut String, table: &Table) {
    out.push_str("<thead><tr>");
    for column in &table.columns {
        match (&column.help, column.header.is_empty()) {
            (_, true) => out.push_str("<td>"),
            (Some(help), _) => {
                let _ = write!(out, "<th scope=col><abbr title=\"{}\">{}</abbr>", escaped(help), escaped(&column.header));
            }
            (None, _) => {
                let _ = write!(out, "<th scope=col>{}", escaped(&column.header));
            }
        }
    }
    out.push_str("</thead>");
}

fn rows(pen: &mut Pen<'_>, out: &mut String, table: &Table, looks: &[Look], range: std::ops::Range<usize>) {
    for at in range {
        match pen.anchors.row(table.id, at) {
            Some(id) => {
                let _ = write!(out, "<tr id=\"{}\">", escaped(&id));
            }
            None => out.push_str("<tr>"),
        }
        cells(pen, out, &table.rows[at], looks, Some(at));
        out.push('\n');
    }
}

fn total(pen: &mut Pen<'_>, out: &mut String, table: &Table, looks: &[Look]) {
    if let Some(total) = &table.total {
        out.push_str("<tfoot><tr>");
        cells(pen, out, total, looks, None);
        out.push_str("</tfoot>");
    }
}

/// The cells of a row; the end tags that HTML can do without are left out.
fn cells(pen: &mut Pen<'_>, out: &mut String, row: &[Cell], looks: &[Look], at: Option<usize>) {
    let first_matrix = looks.iter().position(|l| l.matrix).unwrap_or(0);
    for (nth, (cell, look)) in row.iter().zip(looks).enumerate() {
        let diagonal = look.matrix && at.is_some_and(|row| row + first_matrix == nth);
        let shade = if diagonal || at.is_none() { None } else { shade(cell, look) };
        match (nth, cell, shade) {
            (0, Cell::Empty, _) | (_, Cell::Empty | Cell::Unknown, _) | (1.., _, None) => out.push_str("<td>"),
            (0, _, _) => out.push_str("<th scope=row>"),
            (_, _, Some(class)) => {
                let _ = write!(out, "<td class={class}>");
            }
        }
        value(pen, out, cell, look.digits);
    }
}

/// How strong the shade behind a figure is.
fn shade(cell: &Cell, look: &Look) -> Option<String> {
    let value = figure(cell)?;
    if let Some(most) = look.bar.filter(|most| *most > 0.0) {
        let step = (value / most * BARS).ceil().clamp(0.0, BARS);
        return (step > 0.0).then(|| format!("b{step}"));
    }
    let (least, most) = look.heat.filter(|(least, most)| most > least)?;
    let step = ((value - least) / (most - least) * HEATS).round().clamp(0.0, HEATS);
    (step > 0.0).then(|| format!("h{step}"))
}

fn looks(table: &Table) -> Vec<Look> {
    let matrix: Vec<bool> = table.columns.iter().map(|c| matches!(c.shade, Shade::Matrix(_))).collect();
    let first = matrix.iter().position(|m| *m).unwrap_or(0);
    let moved = table.rows.iter().enumerate().flat_map(|(row, cells)| {
        cells.iter().enumerate().filter(move |(at, _)| *at >= first && *at != row + first).filter_map(|(_, c)| figure(c))
    });
    let most_moved = moved.fold(LIGHT, f64::max);
    let is_day = |at: usize| matches!(table.columns[at].shade, Shade::Days(_));
    let of_days =
        table.rows.iter().flat_map(|row| row.iter().enumerate().filter(|(at, _)| is_day(*at)).filter_map(|(_, c)| figure(c)));
    let most_of_a_day = of_days.fold(LIGHT, f64::max);
    let digits = Digits::of(table);
    let look = |at: usize| {
        let figures = || table.rows.iter().filter_map(|row| figure(&row[at]));
        let (least, most) = figures().fold((f64::MAX, f64::MIN), |(l, m), v| (l.min(v), m.max(v)));
        let known = table.rows.iter().map(|row| &row[at]).find(|c| !matches!(c, Cell::Empty | Cell::Unknown));
        Look {
            figures: known.is_some_and(is_figure),
            short: !table.columns[at].wrap && table.rows.iter().all(|row| characters(&row[at]) <= LINE),
            digits: digits[at],
            // A bar of what is below zero would say the opposite of its figure.
            bar: (matches!(table.columns[at].shade, Shade::Bar(_)) && least >= 0.0).then_some(most),
            heat: match table.columns[at].shade {
                Shade::Heat(_) => Some((least, most)),
                Shade::Days(_) => Some((0.0, most_of_a_day)),
                Shade::Matrix(_) => Some((0.0, most_moved)),
                Shade::Bar(_) | Shade::None => None,
            },
            matrix: matrix[at],
        }
    };
    (0..table.columns.len()).map(look).collect()
}

/// How wide a text is, in Latin characters; a Chinese one counts two.
fn characters(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) | Cell::Tag(text, _) | Cell::Link(text, _) => text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum(),
        Cell::Linked(inner, _) | Cell::Quiet(inner) => characters(inner),
        _ => 0,
    }
}

/// The tones of bars and heat become known to the style sheet.
fn shades(pen: &mut Pen<'_>, table: &Table) {
    for column in &table.columns {
        if let Shade::Bar(tone) | Shade::Heat(tone) | Shade::Matrix(tone) | Shade::Days(tone) = column.shade {
            pen.tones.class(tone);
        }
    }
}

/// What the columns of a table look like, as rules of the style sheet: said once for a column instead of in each cell.
fn rules(id: &str, table: &Table, looks: &[Look]) -> String {
    let select = |wanted: &dyn Fn(usize) -> bool, cell: &str| {
        let nth = (0..looks.len()).filter(|at| wanted(*at)).map(|at| format!("#{id} {cell}:nth-child({})", at + 1));
        nth.collect::<Vec<_>>().join(",")
    };
    let mut out = String::new();
    let mut rule = |selector: String, body: &str| {
        if !selector.is_empty() {
            let _ = writeln!(out, "{selector}{{{body}}}");
        }
    };
    rule(select(&|at| looks[at].figures, "tr>*"), "text-align:right");
    rule(select(&|at| looks[at].figures || looks[at].short, ":not(thead)>tr>*"), "white-space:nowrap");
    for (at, column) in table.columns.iter().enumerate() {
        if let Shade::Bar(tone) | Shade::Heat(tone) | Shade::Matrix(tone) | Shade::Days(tone) = column.shade {
            let name = super::tones::name(tone);
            rule(select(&|n| n == at, "tr>td"), &format!("--b:var(--{name}-b);--c:var(--{name}-c)"));
        }
        if matches!(column.shade, Shade::Days(_)) {
            rule(select(&|n| n == at, "tr>*"), "min-width:0;padding-inline:.25rem");
        }
        if !looks[at].figures && !looks[at].short {
            // Long texts get the room that they have in the workbook, within what a screen can spare: two characters an em.
            let width = (column.width * column.span).clamp(12, 56);
            rule(select(&|n| n == at, "tr>*"), &format!("min-width:calc({}em + 1.25rem);max-width:34em", width / 2));
        }
    }
    let off = select(&|at| !table.columns[at].paper, "tr>*");
    if !off.is_empty() {
        let _ = writeln!(out, "@media print{{{off}{{display:none}}}}");
    }
    out
}

/// The figures of a chart, or any other small table without script: header, and rows whose first cell names them.
pub(crate) fn small(out: &mut String, name: &str, header: &[String], rows: &[Vec<String>]) {
    let _ = write!(
        out,
        "<div class=scroll tabindex=0 role=group aria-label=\"{0}\"><table class=small><caption class=vh>{0}</caption><thead><tr>",
        escaped(name)
    );
    for (at, text) in header.iter().enumerate() {
        out.push_str(if at == 0 && text.is_empty() { "<td>" } else { "<th scope=col>" });
        push(out, text);
    }
    out.push_str("</thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for (at, text) in row.iter().enumerate() {
            out.push_str(if at == 0 { "<th scope=row>" } else { "<td>" });
            push(out, text);
        }
    }
    out.push_str("</tbody></table></div>");
}
