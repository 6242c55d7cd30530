//! The columns of a tab in pixels, and how blocks share them.

use super::formats::{self, Digits, Look, figure};
use crate::draw::style::{points, text_pixels};
use crate::report::model::{Block, Cell, Script, Sheet, Table};

/// Excel's own relation for the default font: seven pixels a character and five of padding.
const PER_CHARACTER: u32 = 7;
const PADDING: u32 = 5;
/// The narrow first column, so that nothing sticks to the edge of the window.
const MARGIN: u32 = 14;
/// Modules of the dashboard: twelve divide by 1, 2, 3, 4 and 6.
pub(crate) const MODULES: u16 = 12;
const MODULE: u32 = 100;
const GUTTER: u32 = 12;
/// Cards, charts and text of the other tabs take this much, whatever the width of the tables.
const CONTENT: u32 = 1180;

/// The widest column that is made for links alone; one as wide can still be frozen.
pub(crate) const LINK: u32 = 340;

/// The columns of a leaf: what it is, how it comes about, what comes out.
const LEAF: [u32; 4] = [MARGIN, 300, 570, 170];

/// Columns `first..=last` that a block may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) first: u16,
    pub(crate) last: u16,
}

#[derive(Debug, Clone)]
pub(crate) struct Grid {
    pub(crate) widths: Vec<u32>,
    /// Last column for cards, charts and text.
    content_last: u16,
    modular: bool,
}

impl Grid {
    /// A sheet of figures and charts gets even modules; a sheet with a main table gets the columns of its tables.
    pub(crate) fn of(sheet: &Sheet, script: Script) -> Grid {
        let tables: Vec<&Table> = sheet
            .blocks
            .iter()
            .filter_map(|b| match b {
                Block::Table(table) => Some(table),
                _ => None,
            })
            .collect();
        if sheet.picks() {
            let widths: Vec<u32> = std::iter::once(MARGIN).chain(super::picker::widths()).collect();
            return Grid { content_last: widths.len() as u16 - 1, widths, modular: false };
        }
        if sheet.blocks.iter().any(|b| matches!(b, Block::Leaf(_))) {
            return Grid { widths: LEAF.to_vec(), content_last: 3, modular: false };
        }
        let pictured = sheet.blocks.iter().any(|b| matches!(b, Block::Cards(_) | Block::Charts(_)));
        if tables.is_empty() || (pictured && tables.iter().all(|t| !t.main)) {
            return Grid::modular();
        }
        Grid::of_tables(&tables, script)
    }

    pub(crate) fn modular() -> Grid {
        let mut widths = vec![MARGIN];
        for module in 0..MODULES {
            if module > 0 {
                widths.push(GUTTER);
            }
            widths.push(MODULE);
        }
        Grid { content_last: widths.len() as u16 - 1, widths, modular: true }
    }

    fn of_tables(tables: &[&Table], script: Script) -> Grid {
        let columns = tables.iter().map(|t| t.columns.iter().map(|c| usize::from(c.span.max(1))).sum()).max().unwrap_or(0);
        let mut widths = vec![MARGIN];
        widths.resize(columns + 1, 0);
        for table in tables {
            let digits = Digits::of(table);
            for (at, span) in places(table).enumerate().filter(|(_, span)| span.first == span.last) {
                let width = &mut widths[usize::from(span.first)];
                *width = wanted(table, at, digits[at], script).max(*width);
            }
        }
        // A column that only wide ones of other tables run over.
        widths.iter_mut().skip(1).filter(|w| **w == 0).for_each(|w| *w = 64);
        while widths.iter().sum::<u32>() < CONTENT {
            widths.push(76);
        }
        let mut reach = 0;
        let within = widths.iter().take_while(|w| {
            reach += **w;
            reach <= CONTENT + 220
        });
        let content_last = (within.count().max(2) - 1) as u16;
        Grid { widths, content_last, modular: false }
    }

    pub(crate) fn is_modular(&self) -> bool {
        self.modular
    }

    /// All columns for cards, charts and text.
    pub(crate) fn content(&self) -> Span {
        Span { first: 1, last: self.content_last }
    }

    pub(crate) fn pixels(&self, span: Span) -> u32 {
        self.widths[usize::from(span.first)..=usize::from(span.last)].iter().sum()
    }

    /// `count` spans side by side, about equally wide.
    pub(crate) fn spans(&self, count: usize) -> Vec<Span> {
        let count = count.clamp(1, usize::from(MODULES)) as u16;
        if self.modular {
            let each = MODULES / count;
            let span = |nth| Span { first: 1 + 2 * nth * each, last: 1 + 2 * (nth * each + each - 1) };
            return (0..count).map(span).collect();
        }
        let share = f64::from(self.pixels(self.content())) / f64::from(count);
        let mut spans = Vec::new();
        let mut first = 1;
        for nth in 0..count {
            let left_over = count - nth - 1;
            let mut last = first;
            let goal = share * f64::from(nth + 1);
            let reach = |last: u16| f64::from(self.pixels(Span { first: 1, last }));
            while last < self.content_last - left_over.min(self.content_last - last)
                && (reach(last + 1) - goal).abs() <= (reach(last) - goal).abs()
            {
                last += 1;
            }
            spans.push(Span { first, last });
            first = (last + 1).min(self.content_last);
        }
        spans
    }

    /// The columns of a table on this grid: its own, or on a modular grid shares of the whole width.
    pub(crate) fn columns_of(&self, table: &Table) -> Vec<Span> {
        if !self.modular {
            return places(table).collect();
        }
        let total: u32 = table.columns.iter().map(|c| u32::from(c.width)).sum::<u32>().max(1);
        let slots = u32::from(MODULES).max(table.columns.len() as u32);
        let (mut done, mut first) = (0, 1u16);
        let mut spans = Vec::new();
        for (at, column) in table.columns.iter().enumerate() {
            done += u32::from(column.width);
            let rest = (table.columns.len() - at - 1) as u32;
            let module = (done * slots).div_ceil(total).min(slots - rest.min(slots)) as u16;
            let last = (module.saturating_sub(1) * 2 + 1).max(first).min(self.content_last.max(first));
            spans.push(Span { first, last });
            first = last + if last < self.content_last { 1 } else { 0 };
        }
        spans
    }
}

/// The columns of a sheet without modules that each column of a table takes.
fn places(table: &Table) -> impl Iterator<Item = Span> + '_ {
    table.columns.iter().scan(1, |next, column| {
        let first = *next;
        *next += column.span.max(1);
        Some(Span { first, last: *next - 1 })
    })
}

/// Pixels of a column: what the report asks for, more where a figure would not fit (it would show as `####`) or a word
/// of the header would be broken, up to a third more for long text, and for names that lead somewhere what they need
/// within reason: not every program wraps them.
fn wanted(table: &Table, at: usize, digits: Digits, script: Script) -> u32 {
    let column = &table.columns[at];
    let asked = f64::from(u32::from(column.width).clamp(4, 120) * PER_CHARACTER + PADDING);
    let button = if table.filtered() { 26.0 } else { 10.0 };
    let word = |w: &str| text_pixels(script, w, points::BODY) * 1.06 + button;
    // A header that nearly fits one line gets it, with some air to the next.
    let one_line = word(&column.header) + 6.0;
    let one_line = if one_line <= asked * 1.2 && column.header.contains(' ') { one_line } else { 0.0 };
    let header = column.header.split_whitespace().map(word).fold(one_line, f64::max).min(asked * 1.6);
    let (mut figures, mut texts, mut links) = (0.0f64, 0.0f64, 0.0f64);
    // Digits are all as wide as each other: of the figures that are shown alike the least and the greatest are the widest.
    let mut ends: Vec<(Look, [(f64, &Cell); 2])> = Vec::new();
    for cell in table.rows.iter().chain(&table.total).filter_map(|row| row.get(at)) {
        match formats::bare(cell) {
            Cell::Link(text, _) => links = links.max(text_pixels(script, text, points::BODY) * 1.1 + 18.0),
            Cell::Text(text) | Cell::Tag(text, _) => {
                texts = texts.max(text_pixels(script, text, points::BODY) + 18.0);
            }
            Cell::Date(_) => figures = figures.max(text_pixels(script, "2024-05-31", points::BODY) + 18.0),
            cell => {
                let (Some(look), Some(value)) = (Look::of(cell, digits), figure(cell)) else { continue };
                match ends.iter_mut().find(|(known, _)| *known == look) {
                    Some((_, [least, _])) if value < least.0 => *least = (value, cell),
                    Some((_, [_, most])) if value > most.0 => *most = (value, cell),
                    Some(_) => {}
                    None => ends.push((look, [(value, cell); 2])),
                }
            }
        }
    }
    for (_, cell) in ends.into_iter().flat_map(|(_, ends)| ends) {
        figures = figures.max(text_pixels(script, &formats::shown(cell, digits), points::BODY) * 1.06 + 14.0);
    }
    let texts = if column.wrap { 0.0 } else { texts.min(asked * 1.35) };
    asked.max(header).max(figures).max(texts).max(links.min(f64::from(LINK))).ceil() as u32
}

/// Lines a text takes in so many pixels; words that do not fit the rest of a line cost some room.
pub(crate) fn lines(script: Script, text: &str, pixels: u32, points: f64) -> u32 {
    let room = f64::from(pixels.saturating_sub(8)).max(12.0);
    let of = |line: &str| {
        let needed = text_pixels(script, line, points);
        if needed <= room { 1 } else { (needed * 1.06 / room).ceil() as u32 }
    };
    text.split('\n').map(of).sum::<u32>().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_divide_evenly_and_leave_gutters() {
        let grid = Grid::modular();
        let spans = grid.spans(4);
        assert_eq!(spans.len(), 4);
        assert!(spans.iter().all(|s| grid.pixels(*s) == 3 * MODULE + 2 * GUTTER));
        assert_eq!(spans[3].last, grid.content_last);
        assert_eq!(spans[1].first, spans[0].last + 2);
    }

    /// A name that leads somewhere is not wrapped by every program: its column holds it, within reason.
    #[test]
    fn a_column_of_links_holds_its_names() {
        let report = crate::draw::sample::report(Script::Latin);
        let Block::Table(table) = &report.sheets[1].blocks[0] else { panic!("the table of customers") };
        let mut table = table.clone();
        let mut width = |name: &str| {
            table.rows[0][0] = Cell::Link(name.to_owned(), crate::report::model::Target::Sheet("customers"));
            Grid::of_tables(&[&table], Script::Latin).widths[1]
        };
        let name = "Saigon Lotus Process Equipment Co., Ltd.";
        assert!(f64::from(width(name)) > text_pixels(Script::Latin, name, points::BODY) * 1.1);
        assert_eq!(width(&name.repeat(4)), LINK);
    }

    #[test]
    fn long_text_takes_several_lines_and_chinese_more() {
        assert_eq!(lines(Script::Latin, "short", 100, 10.0), 1);
        assert_eq!(lines(Script::Latin, "a\nb", 100, 10.0), 2);
        let latin = lines(Script::Latin, &"x".repeat(40), 110, 10.0);
        assert!(latin >= 3 && lines(Script::Han, &"客".repeat(40), 110, 10.0) > latin);
    }
}
