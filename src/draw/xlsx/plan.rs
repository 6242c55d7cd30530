//! Where everything stands: tab names, and the rows of every block, decided before a cell is written.

use super::grid::{Grid, Span, lines};
use super::links::Links;
use super::tab_names::Names;
use crate::draw::style::points;
use crate::report::model::{Block, Card, ChartKind, Leaf, Line, Picker, Report, Script, Sheet, Table};
use crate::units::in_order;

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
    /// The hidden tab of the picker.
    pub(crate) store_name: String,
    pub(crate) links: Links,
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
    /// Its name as formulas spell it.
    pub(crate) fn quoted(&self) -> String {
        format!("'{}'", self.name.replace('\'', "''"))
    }

    /// Whether something on it draws on a hidden tab.
    pub(crate) fn backed(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Cards { .. } | Part::Charts { .. } | Part::Picker { .. }))
    }

    /// The cells of its tables: how long it takes to draw, by and large.
    pub(crate) fn cells(&self) -> usize {
        let cells = |part: &Part| if let Part::Table(chunk) = part { (chunk.to - chunk.from) * chunk.columns.len() } else { 0 };
        self.parts.iter().map(cells).sum()
    }

    /// Whether all of it is made to fit one page of paper.
    pub(crate) fn one_page(&self) -> bool {
        self.dashboard || self.parts.iter().any(|part| matches!(part, Part::Picker { .. }))
    }

    /// Whether nothing follows this part of a table.
    pub(crate) fn ends_with(&self, chunk: &Chunk) -> bool {
        let last = self.parts.iter().rev().find(|part| !matches!(part, Part::Gap { .. }));
        matches!(last, Some(Part::Table(last)) if last.header == chunk.header)
    }

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
    Picker {
        row: u32,
        picker: &'a Picker,
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
        let store_name = names.take("_customer");
        let own: Vec<String> = report.sheets.iter().map(|s| names.take(&s.name)).collect();
        let spill_name = names.take(&report.words.continued);
        let mut tabs = Vec::new();
        // Widths ask for every cell.
        let grids = in_order(report.sheets.len(), |at| Grid::of(&report.sheets[at], report.script));
        for (at, ((sheet, name), grid)) in report.sheets.iter().zip(own).zip(grids).enumerate() {
            let mut flow = Flow::new(report, (sheet, grid), name, at == 0, limits.rows);
            sheet.blocks.iter().for_each(|block| flow.block(block, &mut names));
            tabs.extend(flow.done());
        }
        let links = Links::of(&tabs);
        Plan { tabs, data_name, spill_name, store_name, links }
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
    fn new(report: &'a Report, (sheet, grid): (&'a Sheet, Grid), name: String, dashboard: bool, limit: u32) -> Flow<'a> {
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
            Block::Picker(picker) => {
                self.tab.parts.push(Part::Picker { row: self.row, picker });
                self.row += super::picker::rows(picker);
            }
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
            // Neither stands on a dashboard.
            Block::Leaf(_) | Block::Picker(_) => {}
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
    fn a_text_is_cut_between_characters() {
        assert_eq!(cut("ab😀c", 3), "ab");
        assert_eq!(cut("ab😀c", 4), "ab😀");
    }
}
