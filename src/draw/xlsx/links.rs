//! Where links lead inside the workbook: every sheet, table, row and leaf, found without a search.

use super::plan::{Part, Tab};
use crate::report::model::Target;
use rustc_hash::FxHashMap;

/// The places that links know.
pub(crate) struct Links {
    /// The tabs as addresses spell them.
    tabs: Vec<String>,
    sheets: FxHashMap<&'static str, usize>,
    /// The parts of each table.
    tables: FxHashMap<&'static str, Vec<Chunk>>,
    /// The row of each leaf.
    leaves: FxHashMap<(&'static str, usize), (usize, u32)>,
}

/// Rows `from..to` of a table on a tab.
struct Chunk {
    tab: usize,
    row: u32,
    header: u32,
    from: usize,
    to: usize,
}

impl Links {
    pub(crate) fn of(tabs: &[Tab]) -> Links {
        let mut links = Links {
            tabs: tabs.iter().map(Tab::quoted).collect(),
            sheets: FxHashMap::default(),
            tables: FxHashMap::default(),
            leaves: FxHashMap::default(),
        };
        for (at, tab) in tabs.iter().enumerate() {
            links.sheets.entry(tab.sheet.id).or_insert(at);
            for part in &tab.parts {
                match part {
                    Part::Table(chunk) => {
                        let own = Chunk { tab: at, row: chunk.row, header: chunk.header, from: chunk.from, to: chunk.to };
                        links.tables.entry(chunk.table.id).or_default().push(own);
                    }
                    Part::Leaf { row, nth, .. } => {
                        links.leaves.entry((tab.sheet.id, *nth)).or_insert((at, *row));
                    }
                    _ => {}
                }
            }
        }
        links
    }

    /// The cell that a link leads to, as formulas write it: `'Findings'!B7`.
    pub(crate) fn cell(&self, target: &Target) -> Option<String> {
        let (tab, row) = self.place(target)?;
        let column = if row == 0 { "A" } else { "B" };
        Some(format!("{}!{column}{}", self.tabs.get(tab)?, row + 1))
    }

    /// The position of the tab that a link leads to.
    pub(crate) fn tab(&self, target: &Target) -> Option<usize> {
        self.place(target).map(|(tab, _)| tab)
    }

    fn place(&self, target: &Target) -> Option<(usize, u32)> {
        match target {
            Target::Sheet(id) => self.sheets.get(id).map(|tab| (*tab, 0)),
            Target::Table(id) => self.tables.get(id)?.first().map(|chunk| (chunk.tab, chunk.row)),
            Target::Row(id, at) => {
                let chunk = self.tables.get(id)?.iter().find(|chunk| (chunk.from..chunk.to).contains(at))?;
                Some((chunk.tab, chunk.header + 1 + u32::try_from(at - chunk.from).ok()?))
            }
            Target::Leaf(id, at) => self.leaves.get(&(*id, *at)).copied(),
        }
    }
}
