//! A picker: one thing of many that the reader picks from a list, and all that is said of each, as plain data.

use super::{Cell, Line, Target};

/// A list to pick from, and a page that shows the one picked. The drawing shows it without any program running: by
/// formulas where there are any, and with the figures of the one picked first where nobody calculates.
#[derive(Debug, Clone)]
pub struct Picker {
    /// What is picked, for example `Customer`.
    pub label: String,
    /// How to pick.
    pub hint: String,
    /// What is said where the name is none of the list.
    pub refusal: String,
    /// Those to pick from, in the order of the list; no two names are alike, whatever their case.
    pub items: Vec<PickItem>,
    /// The one picked to begin with.
    pub picked: usize,
    /// Ways that are the same for all.
    pub ways: Vec<Line>,
    /// Texts of the ways of each one's own.
    pub own_ways: Vec<String>,
    pub about: Vec<PickColumn>,
    pub cards: Vec<PickColumn>,
    pub months: PickMonths,
    pub scores: Vec<PickPart>,
    pub lists: Vec<PickList>,
    /// What to say where there is nothing to pick from.
    pub empty: String,
}

/// A name for a value, with its definition.
#[derive(Debug, Clone)]
pub struct PickColumn {
    pub header: String,
    pub help: Option<String>,
}

/// Month by month, as rows of a table and as a chart.
#[derive(Debug, Clone)]
pub struct PickMonths {
    pub heading: String,
    /// Header of the months.
    pub month: PickColumn,
    /// The months, oldest first.
    pub months: Vec<String>,
    /// The same, short enough for the axis of a narrow chart.
    pub short: Vec<String>,
    /// The first is what is actual, the second the year before: these two are drawn. The others are words.
    pub columns: Vec<PickColumn>,
    /// The value axis.
    pub axis: String,
    /// What the chart shows, for readers who cannot see it.
    pub alt: String,
}

/// A part of the scores: its header, and rows of a label and two values.
#[derive(Debug, Clone)]
pub struct PickPart {
    pub heading: PickColumn,
    pub first: PickColumn,
    pub second: PickColumn,
    pub rows: Vec<PickRow>,
}

/// A row of the scores.
#[derive(Debug, Clone)]
pub struct PickRow {
    pub label: PickColumn,
    /// The result of the rows above.
    pub strong: bool,
}

/// A list of each one's lines, the most important first.
#[derive(Debug, Clone)]
pub struct PickList {
    /// With `{n}`, how many there are.
    pub heading: String,
    pub columns: Vec<PickColumn>,
    /// Lines shown at most.
    pub most: usize,
    /// With `{n}`, how many are not shown.
    pub more: String,
    /// Where all of them are.
    pub see: Option<Target>,
    /// What is said where there is none.
    pub none: String,
    /// Why nothing can be said of anybody: the table is not in the input.
    pub missing: Option<String>,
}

/// What is said of one.
#[derive(Debug, Clone)]
pub struct PickItem {
    pub name: String,
    /// As many as `own_ways`.
    pub ways: Vec<Option<Target>>,
    /// As many as `about`.
    pub about: Vec<Cell>,
    /// Values with a note, as many as the cards.
    pub cards: Vec<(Cell, String)>,
    /// The finding of the chart.
    pub title: String,
    /// For each column of the months a value a month.
    pub months: Vec<Vec<Cell>>,
    /// Two values a row, over all parts.
    pub scores: Vec<[Cell; 2]>,
    /// As many as the lists.
    pub lists: Vec<PickLines>,
}

/// The lines of one in a list: those that are shown, and how many there are.
#[derive(Debug, Clone, Default)]
pub struct PickLines {
    pub of: usize,
    pub lines: Vec<PickLine>,
}

/// One line.
#[derive(Debug, Clone)]
pub struct PickLine {
    pub cells: Vec<Cell>,
    /// Where the line stands in full.
    pub link: Option<Target>,
}
