//! Where everything stands: tab names, and the rows of every block, decided before a cell is written.

use super::grid::{Grid, Span, lines};
use crate::draw::style::points;
use crate::report::model::{Block, Card, ChartKind, Leaf, Line, Report, Script, Sheet, Table, Target};

/// What a workbook can hold; smaller in tests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Rows of a sheet.
    pub(crate) rows: u32,
    /// UTF-16 units of a cell.
    pub(crate) chars: usize,
}

impl Limits {
    pub(crate) const EXCEL: Limits = Limits { rows: 1_048_576, chars: 32_767 };
}

/// Pixels of one row of a chart. Not Excel's default of 20: a row of the default height is written without one, and
/// some programs then make it as high as they like.
pub(crate) const CHART_ROW: u32 = 21;
/// Rows of a line of cards, with the gap under it.
const CARD_ROWS: u32 = 5;
/// The first row below the title block.
pub(crate) const TOP: u32 = 4;

pub(crate) struct Plan<'a> {
    pub(crate) tabs: Vec<Tab<'a>>,
    pub(crate) data_name: String,
    pub(crate) spill_name: String,
}

/// One worksheet: a sheet of the report, or its continuation.
pub(crate) struct Tab<'a> {
    pub(crate) name: String,
    pub(crate) sheet: &'a Sheet,
    pub(crate) first: bool,
    pub(crate) dashboard: bool,
    pub(crate) grid: Grid,
    pub(crate) parts: Vec<Part<'a>>,
    /// The last row in use.
    pub(crate) last_row: u32,
}

impl Tab<'_> {
    /// The last column on paper, where some columns are for the screen only. Text and charts are always printed.
    pub(crate) fn last_printed(&self) -> Option<u16> {
        let tables = || {
            self.parts.iter().filter_map(|part| match part {
                Part::Table(chunk) if !chunk.table.rows.is_empty() => Some(chunk),
                _ => None,
            })
        };
        let columns = || tables().flat_map(|chunk| chunk.table.columns.iter().zip(&chunk.columns));
        columns().find(|(column, _)| !column.paper)?;
        let last = columns().filter(|(column, _)| column.paper).map(|(_, span)| span.last).max()?;
        Some(last.max(self.grid.content().last))
    }
}

pub(crate) enum Part<'a> {
    Cards {
        row: u32,
        cards: &'a [Card],
        per_row: usize,
    },
    /// `height` in pixels, a multiple of `CHART_ROW`.
    Charts {
        row: u32,
        ids: &'a [&'static str],
        height: u32,
    },
    Table(Chunk<'a>),
    Heading {
        row: u32,
        text: &'a str,
    },
    /// Paragraphs beside each other: two on the dashboard, otherwise one.
    Lines {
        row: u32,
        lines: &'a [Line],
    },
    Leaf {
        row: u32,
        /// Which leaf of its sheet.
        nth: usize,
        leaf: &'a Leaf,
    },
    Gap {
        row: u32,
        pixels: u32,
    },
}

/// The rows of a table that stand on one tab.
pub(crate) struct Chunk<'a> {
    pub(crate) table: &'a Table,
    /// Which part of the table, from 0.
    pub(crate) part: usize,
    /// Row of the first line above the header (heading or caption), or of the header itself.
    pub(crate) row: u32,
    pub(crate) header: u32,
    /// Rows of the table on this tab.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The tab where the table goes on.
    pub(crate) next: Option<String>,
    pub(crate) columns: Vec<Span>,
}

impl<'a> Plan<'a> {
    pub(crate) fn of(report: &'a Report, limits: Limits) -> Plan<'a> {
        let mut names = Names::default();
        let data_name = names.take("_data");
        let own: Vec<String> = report.sheets.iter().map(|s| names.take(&s.name)).collect();
        let spill_name = names.take(&report.words.continued);
        let mut tabs = Vec::new();
        for (at, (sheet, name)) in report.sheets.iter().zip(own).enumerate() {
            let mut flow = Flow::new(report, sheet, name, at == 0, limits.rows);
            sheet.blocks.iter().for_each(|block| flow.block(block, &mut names));
            tabs.extend(flow.done());
        }
        Plan { tabs, data_name, spill_name }
    }

    /// The address a link leads to, in the form the workbook wants.
    pub(crate) fn link(&self, target: &Target) -> Option<String> {
        let (tab, row) = match target {
            Target::Sheet(id) => (self.tabs.iter().find(|t| t.sheet.id == *id)?, 0),
            Target::Table(id) => self.chunks(id).next().map(|(tab, chunk)| (tab, chunk.row))?,
            Target::Row(id, at) => {
                let holds = |(_, chunk): &(&Tab, &Chunk)| (chunk.from..chunk.to).contains(at);
                let (tab, chunk) = self.chunks(id).find(holds)?;
                (tab, chunk.header + 1 + u32::try_from(at - chunk.from).ok()?)
            }
            Target::Leaf(id, at) => self.tabs.iter().filter(|tab| tab.sheet.id == *id).find_map(|tab| {
                let row = |part: &Part| match part {
                    Part::Leaf { row, nth, .. } if nth == at => Some(*row),
                    _ => None,
                };
                Some((tab, tab.parts.iter().find_map(row)?))
            })?,
        };
        let column = if row == 0 { "A" } else { "B" };
        Some(format!("internal:'{}'!{column}{}", tab.name.replace('\'', "''"), row + 1))
    }

    fn chunks(&self, id: &str) -> impl Iterator<Item = (&Tab<'a>, &Chunk<'a>)> {
        let parts = self.tabs.iter().flat_map(|tab| tab.parts.iter().map(move |part| (tab, part)));
        parts.filter_map(move |(tab, part)| match part {
            Part::Table(chunk) if chunk.table.id == id => Some((tab, chunk)),
            _ => None,
        })
    }
}

/// Blocks flowing down a tab, and on to the next one where a table is longer than a sheet.
struct Flow<'a> {
    report: &'a Report,
    sheet: &'a Sheet,
    base: String,
    limit: u32,
    chart_height: u32,
    tabs: Vec<Tab<'a>>,
    tab: Tab<'a>,
    row: u32,
    /// Leaves so far.
    leaves: usize,
}

impl<'a> Flow<'a> {
    fn new(report: &'a Report, sheet: &'a Sheet, name: String, dashboard: bool, limit: u32) -> Flow<'a> {
        let grid = Grid::of(sheet, report.script);
        let chart_height = if dashboard { dashboard_chart_height(sheet, &grid, report.script) } else { 320 };
        let tab = Tab { name: name.clone(), sheet, first: true, dashboard, grid, parts: Vec::new(), last_row: TOP };
        Flow { report, sheet, base: name, limit, chart_height, tabs: Vec::new(), tab, row: TOP, leaves: 0 }
    }

    fn block(&mut self, block: &'a Block, names: &mut Names) {
        match block {
            Block::Cards(cards) => {
                let per_row = cards_per_row(cards.len());
                for cards in cards.chunks(per_row) {
                    self.tab.parts.push(Part::Cards { row: self.row, cards, per_row });
                    self.row += CARD_ROWS;
                }
            }
            Block::Charts(ids) => {
                for ids in ids.chunks(3) {
                    let height = self.chart_height(ids);
                    self.tab.parts.push(Part::Charts { row: self.row, ids, height });
                    // Two more: the insight and a gap.
                    self.row += height / CHART_ROW + 1;
                    self.gap(10);
                }
            }
            Block::Table(table) => self.table(table, names),
            Block::Leaf(leaf) => self.leaf(leaf, names),
            Block::Text { heading, lines } => {
                if let Some(text) = heading {
                    self.tab.parts.push(Part::Heading { row: self.row, text });
                    self.row += 1;
                }
                for lines in lines.chunks(if self.tab.dashboard { 2 } else { 1 }) {
                    self.tab.parts.push(Part::Lines { row: self.row, lines });
                    self.row += 1;
                }
                self.gap(12);
            }
        }
        self.tab.last_row = self.row.saturating_sub(1).max(TOP);
    }

    /// A chart that has a row for itself is wide and may be higher; one with nothing to draw needs little room.
    fn chart_height(&self, ids: &[&str]) -> u32 {
        let empty = |id: &&str| self.report.charts.iter().any(|c| c.id == *id && crate::draw::check::empty(c).is_some());
        match ids {
            _ if ids.iter().all(empty) => 5 * CHART_ROW,
            [_] if !self.tab.dashboard => self.chart_height + 2 * CHART_ROW,
            _ => ids.iter().map(|id| self.named_height(id)).max().unwrap_or(0).max(self.chart_height),
        }
    }

    /// Room for the name of every bar: programs drop names that do not fit, and a bar without a name says nothing.
    fn named_height(&self, id: &str) -> u32 {
        const BAR: u32 = 17;
        const AROUND: u32 = 130;
        match self.report.charts.iter().find(|c| c.id == id).map(|c| &c.kind) {
            Some(ChartKind::Bars { categories, .. }) => {
                (AROUND + BAR * u32::try_from(categories.len()).unwrap_or(u32::MAX).min(20)).div_ceil(CHART_ROW) * CHART_ROW
            }
            _ => 0,
        }
    }

    fn gap(&mut self, pixels: u32) {
        self.tab.parts.push(Part::Gap { row: self.row, pixels });
        self.row += 1;
    }

    fn table(&mut self, table: &'a Table, names: &mut Names) {
        let (mut from, mut part) = (0, 0);
        loop {
            let row = self.row;
            let header = row + above(table, part);
            // One row for the total, one for the mark that the table goes on, one of air.
            let room = self.limit.saturating_sub(header + 4).max(1) as usize;
            let to = table.rows.len().min(from + room);
            let next = (to < table.rows.len()).then(|| names.take(&format!("{} ({})", self.base, part + 2)));
            let columns = self.tab.grid.columns_of(table);
            let chunk = Chunk { table, part, row, header, from, to, next: next.clone(), columns };
            self.tab.parts.push(Part::Table(chunk));
            self.row = header + 1 + (to - from).max(1) as u32 + u32::from(table.total.is_some());
            let Some(name) = next else { break };
            self.next_tab(name);
            (from, part) = (to, part + 1);
        }
        self.gap(14);
    }

    fn leaf(&mut self, leaf: &'a Leaf, names: &mut Names) {
        let parts: usize = leaf.parts.iter().map(|part| 1 + part.rows.len()).sum();
        let rows = u32::try_from(1 + leaf.lines.len() + parts).unwrap_or(u32::MAX);
        if self.row > TOP && self.row.saturating_add(rows) >= self.limit {
            let name = names.take(&format!("{} ({})", self.base, self.tabs.len() + 2));
            self.next_tab(name);
        }
        let nth = self.leaves;
        self.leaves += 1;
        self.tab.parts.push(Part::Leaf { row: self.row, nth, leaf });
        self.row += rows;
        self.gap(14);
    }

    fn next_tab(&mut self, name: String) {
        self.tab.last_row = self.row;
        let tab = Tab {
            name,
            sheet: self.sheet,
            first: false,
            dashboard: false,
            grid: Grid::of(self.sheet, self.report.script),
            parts: Vec::new(),
            last_row: TOP,
        };
        self.tabs.push(std::mem::replace(&mut self.tab, tab));
        self.row = TOP;
    }

    fn done(mut self) -> Vec<Tab<'a>> {
        self.tabs.push(self.tab);
        self.tabs
    }
}

/// Lines above the header: heading and caption on the first tab of a table.
fn above(table: &Table, part: usize) -> u32 {
    if part > 0 { 0 } else { u32::from(table.heading.is_some()) + u32::from(table.caption.is_some()) }
}

fn cards_per_row(count: usize) -> usize {
    match count {
        0..=3 => 3,
        4 | 7 | 8 => 4,
        _ => 6,
    }
}

/// Charts as high as they may be for the dashboard to fill its landscape page, within what still reads well.
fn dashboard_chart_height(sheet: &Sheet, grid: &Grid, script: Script) -> u32 {
    let width = grid.pixels(grid.content());
    let (mut used, mut rows) = (114, 0);
    for block in &sheet.blocks {
        match block {
            Block::Cards(cards) => used += 104 * cards.len().div_ceil(cards_per_row(cards.len())) as u32,
            Block::Charts(ids) => {
                rows += ids.len().div_ceil(3) as u32;
                used += 50 * ids.len().div_ceil(3) as u32;
            }
            Block::Table(table) => used += 60 + 22 * table.rows.len() as u32,
            // No leaf stands on a dashboard.
            Block::Leaf(_) => {}
            Block::Text { heading, lines: all } => {
                let high = |l: &Line| 18 * lines(script, &l.text, width / 2 - 24, points::BODY) + 4;
                let rows = all.chunks(2).map(|pair| pair.iter().map(high).max().unwrap_or(0));
                used += if heading.is_some() { 40 } else { 12 } + rows.sum::<u32>();
            }
        }
    }
    let page = (f64::from(width) / 1.46) as u32;
    let each = page.saturating_sub(used) / rows.max(1);
    each.clamp(231, 400) / CHART_ROW * CHART_ROW
}

/// Tab names given out so far, in lower case: Excel does not tell them apart by case.
#[derive(Default)]
pub(crate) struct Names(Vec<String>);

impl Names {
    /// A tab name that Excel takes: without the signs it forbids, at most 31 long, and used once.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let clean: String = wanted.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
        let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        // Excel keeps "History" for itself.
        let clean = match clean.to_lowercase().as_str() {
            "" => "Sheet",
            "history" => "History 1",
            _ => clean,
        };
        for nth in 1.. {
            let ending = if nth == 1 { String::new() } else { format!(" {nth}") };
            let mut name = cut(clean, 31 - ending.len()).trim_end_matches(['\'', ' ']).to_owned();
            name.push_str(&ending);
            if !self.0.contains(&name.to_lowercase()) {
                self.0.push(name.to_lowercase());
                return name;
            }
        }
        clean.to_owned()
    }
}

/// The beginning of a text, at most `units` UTF-16 units long.
pub(crate) fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > units {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_names_are_safe_short_and_unique() {
        let mut names = Names::default();
        assert_eq!(names.take("a/b:c*?[d]"), "a b c   d");
        assert_eq!(names.take("'quoted'"), "quoted");
        assert_eq!(names.take("Quoted"), "Quoted 2");
        assert_eq!(names.take("History"), "History 1");
        assert_eq!(names.take(""), "Sheet");
        let long = names.take(&"客".repeat(40));
        assert_eq!(long.chars().count(), 31);
        assert_eq!(names.take(&"客".repeat(40)).chars().count(), 31);
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(cut("ab😀c", 3), "ab");
        assert_eq!(cut("ab😀c", 4), "ab😀");
    }
}
