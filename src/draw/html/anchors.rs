//! Where links go: the id of every sheet, table, chart and explanation, and of the rows that something leads to.

use rustc_hash::FxHashSet;

use crate::report::model::{Block, Cell, Report, Target};

/// The places of the page that links know.
pub(crate) struct Anchors {
    /// Rows that something leads to: only these get an id.
    rows: FxHashSet<(&'static str, usize)>,
    tables: FxHashSet<&'static str>,
    sheets: FxHashSet<&'static str>,
    leaves: FxHashSet<(&'static str, usize)>,
    /// Rows of a table that the page holds.
    most: usize,
}

impl Anchors {
    pub(crate) fn of(report: &Report, most: usize) -> Anchors {
        let mut anchors = Anchors {
            rows: FxHashSet::default(),
            tables: FxHashSet::default(),
            sheets: report.sheets.iter().filter(|s| !s.picks()).map(|s| s.id).collect(),
            leaves: FxHashSet::default(),
            most,
        };
        for sheet in &report.sheets {
            let mut leaf = 0;
            for block in &sheet.blocks {
                match block {
                    Block::Cards(cards) => cards.iter().filter_map(|c| c.link.as_ref()).for_each(|t| anchors.learn(t)),
                    Block::Text { lines, .. } => lines.iter().filter_map(|l| l.link.as_ref()).for_each(|t| anchors.learn(t)),
                    Block::Table(table) => {
                        anchors.tables.insert(table.id);
                        let shown = table.rows.iter().take(most).chain(&table.total);
                        shown.flatten().filter_map(target).for_each(|t| anchors.learn(t));
                    }
                    Block::Leaf(of) => {
                        anchors.leaves.insert((sheet.id, leaf));
                        leaf += 1;
                        of.lines.iter().filter_map(|l| l.link.as_ref()).for_each(|t| anchors.learn(t));
                    }
                    Block::Charts(_) | Block::Picker(_) => {}
                }
            }
        }
        anchors
    }

    fn learn(&mut self, target: &Target) {
        if let Target::Row(table, row) = target {
            self.rows.insert((table, *row));
        }
    }

    /// The id of a row, where something leads to it.
    pub(crate) fn row(&self, table: &'static str, row: usize) -> Option<String> {
        self.rows.contains(&(table, row)).then(|| format!("t-{table}-{row}"))
    }

    /// The id that a link leads to; nothing where the page does not have it. A row beyond those of the page leads to the line
    /// that says where it is.
    pub(crate) fn id(&self, target: &Target) -> Option<String> {
        match target {
            Target::Sheet(id) => self.sheets.contains(id).then(|| sheet(id)),
            Target::Table(id) => self.tables.contains(id).then(|| table(id)),
            Target::Row(id, row) if *row < self.most => self.tables.contains(id).then(|| format!("t-{id}-{row}")),
            Target::Row(id, _) => self.tables.contains(id).then(|| more(id)),
            Target::Leaf(id, at) => self.leaves.contains(&(id, *at)).then(|| leaf(id, *at)),
        }
    }
}

/// Where a value leads.
pub(crate) fn target(cell: &Cell) -> Option<&Target> {
    match cell {
        Cell::Link(_, target) | Cell::Linked(_, target) => Some(target),
        Cell::Quiet(inner) => target(inner),
        _ => None,
    }
}

pub(crate) fn sheet(id: &str) -> String {
    format!("s-{id}")
}

pub(crate) fn table(id: &str) -> String {
    format!("t-{id}")
}

/// The line under a table that says how many rows it leaves out.
pub(crate) fn more(id: &str) -> String {
    format!("t-{id}-more")
}

pub(crate) fn leaf(sheet: &str, at: usize) -> String {
    format!("l-{sheet}-{at}")
}
