//! Visit calendar: who visited how often on which day of the month. Cells are what a spreadsheet draws a calendar with.

use chrono::Datelike;

use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::cells::{column, count, text};
use crate::report::charts;
use crate::report::model::{Block, Cell, Column, Detail, Shade, Sheet, Table, Tone};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let t = insights::texts(input.labels);
    super::sheet("visit_calendar", t.sheet_calendar, t.sub_calendar, vec![Block::Table(table(input))])
}

fn table(input: &Input<'_>) -> Table {
    let l = input.labels;
    let t = insights::texts(l);
    let month = charts::days(input);
    let plain = |header: String, help: String, width: u16, shade: Shade| Column {
        header,
        help: Some(help),
        width,
        span: 1,
        wrap: false,
        paper: true,
        detail: Detail::No,
        shade,
    };
    let mut columns =
        vec![column(l, "employee", 16), plain(t.column_total.to_owned(), t.sub_calendar.to_owned(), 9, Shade::Bar(Tone::Accent))];
    columns.extend(month.days.iter().map(|(day, _)| {
        let help = fill(t.column_day, &[("day", day.to_string())]);
        plain(day.day().to_string(), help, 4, Shade::Days(Tone::Accent))
    }));
    let row = |(name, visits): &(String, Vec<u32>)| {
        let cells = visits.iter().zip(&month.days).map(|(n, (_, worked))| match n {
            0 if *worked => Cell::Empty,
            // Nothing on a day off: the grey of a word of second rank.
            0 => Cell::Tag(String::new(), Tone::Muted),
            n => count(*n),
        });
        [text(name.clone()), count(visits.iter().sum::<u32>())].into_iter().chain(cells).collect::<Vec<Cell>>()
    };
    Table {
        id: "visit_calendar",
        heading: Some(t.table_calendar.to_owned()),
        caption: Some(t.caption_calendar.to_owned()),
        columns,
        rows: month.people.iter().map(row).collect(),
        total: None,
        main: false,
        empty: if input.review.available.visits { l.no_month_visits } else { l.chart_coverage_empty }.to_owned(),
    }
}
