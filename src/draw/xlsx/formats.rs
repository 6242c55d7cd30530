//! Cell formats, made from the one visual system.

use crate::draw::style::{Palette, Rgb, grouped, number, points, workbook_font};
use crate::report::model::{Cell, Report, Script, Table, Tone};
use chrono::NaiveDate;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};
use std::borrow::Cow;

pub(crate) struct Formats {
    pub(crate) script: Script,
    pub(crate) palette: Palette,
}

impl Formats {
    pub(crate) fn new(report: &Report) -> Formats {
        Formats { script: report.script, palette: Palette::of(report) }
    }

    pub(crate) fn font(&self) -> &'static str {
        workbook_font(self.script)
    }

    /// Text in ink, in the middle of its row.
    pub(crate) fn text(&self, size: f64) -> Format {
        self.coloured(size, Rgb::INK)
    }

    pub(crate) fn muted(&self, size: f64) -> Format {
        self.coloured(size, Rgb::MUTED)
    }

    /// A link: accent colour instead of the blue underlined text of the web.
    pub(crate) fn link(&self, size: f64) -> Format {
        self.coloured(size, self.palette.link())
    }

    pub(crate) fn coloured(&self, size: f64, colour: Rgb) -> Format {
        // The Chinese fonts are wider and darker than the Latin one: half a point less looks the same.
        let size = if self.script == Script::Han { size - 0.5 } else { size };
        Format::new()
            .set_font_name(self.font())
            .set_font_size(size)
            .set_font_color(colour.hex())
            .set_align(FormatAlign::VerticalCenter)
    }

    /// The header of a table; figures have their header on the right, clear of the filter button.
    pub(crate) fn header(&self, figures: bool, button: bool) -> Format {
        let format = self
            .text(points::BODY)
            .set_bold()
            .set_text_wrap()
            .set_background_color(Rgb::PANEL.hex())
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(Rgb::RULE.hex())
            .set_border_top(FormatBorder::Thin)
            .set_border_top_color(Rgb::LINE.hex());
        match (figures, button) {
            (true, true) => format.set_align(FormatAlign::Right).set_indent(2),
            (true, false) => format.set_align(FormatAlign::Right),
            _ => format.set_align(FormatAlign::Left).set_indent(1),
        }
    }

    /// A body cell of a table, with a hairline under it.
    pub(crate) fn body(&self) -> Format {
        hairline(self.text(points::BODY))
    }

    /// A cell of the total row.
    pub(crate) fn total(&self) -> Format {
        self.text(points::BODY)
            .set_bold()
            .set_border_top(FormatBorder::Thin)
            .set_border_top_color(Rgb::RULE.hex())
            .set_background_color(Rgb::PANEL.hex())
    }

    /// A coloured word: soft background, dark text of the same hue.
    pub(crate) fn tag(&self, tone: Tone) -> Format {
        let format = hairline(self.coloured(points::BODY, self.palette.colour(tone).readable()));
        format.set_background_color(self.palette.colour(tone).soft().hex()).set_align(FormatAlign::Center)
    }
}

fn hairline(format: Format) -> Format {
    format.set_border_bottom(FormatBorder::Hair).set_border_bottom_color(Rgb::RULE.hex())
}

/// A value without what is said about it: that it leads somewhere, that it is of second rank.
pub(crate) fn bare(cell: &Cell) -> &Cell {
    match cell {
        Cell::Linked(inner, _) | Cell::Quiet(inner) => bare(inner),
        cell => cell,
    }
}

/// How a figure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Int,
    Money { whole: bool },
    Share { fine: bool },
    Score,
    Places(u8),
    Date,
}

impl Look {
    /// `None` where the value is text.
    pub(crate) fn of(cell: &Cell, digits: Digits) -> Option<Look> {
        match bare(cell) {
            Cell::Int(_) => Some(Look::Int),
            Cell::Money(_) => Some(Look::Money { whole: digits.whole_money }),
            Cell::Share(_) => Some(Look::Share { fine: digits.fine_share }),
            Cell::Score(_) => Some(Look::Score),
            Cell::Number(_, places) => Some(Look::Places(*places)),
            Cell::Date(_) => Some(Look::Date),
            _ => None,
        }
    }

    /// The number format.
    pub(crate) fn code(self) -> Cow<'static, str> {
        match self {
            Look::Int => number::INT.into(),
            Look::Money { whole: true } => number::MONEY_WHOLE.into(),
            Look::Money { whole: false } => number::MONEY.into(),
            Look::Share { fine: false } => number::SHARE.into(),
            Look::Share { fine: true } => number::SHARE_FINE.into(),
            Look::Score => number::SCORE.into(),
            Look::Places(places) => number::decimal(places).into(),
            Look::Date => number::DATE.into(),
        }
    }
}

/// The number format of a value; `None` where the value is text.
pub(crate) fn number_format(cell: &Cell, digits: Digits) -> Option<String> {
    Some(Look::of(cell, digits)?.code().into_owned())
}

/// A day as workbooks count it.
pub(crate) fn serial(day: NaiveDate) -> f64 {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    (day - first).num_days() as f64
}

/// The figure of a value, where it is one that a spreadsheet can hold exactly enough.
pub(crate) fn figure(cell: &Cell) -> Option<f64> {
    let value = match bare(cell) {
        Cell::Int(n) => *n as f64,
        Cell::Money(minor) => *minor as f64 / 100.0,
        Cell::Share(v) | Cell::Score(v) | Cell::Number(v, _) => *v,
        _ => return None,
    };
    value.is_finite().then_some(value)
}

/// Whether a whole number has more digits than a spreadsheet keeps: then it is an identifier and written as text.
pub(crate) fn too_long(cell: &Cell) -> Option<String> {
    match bare(cell) {
        Cell::Int(n) if n.unsigned_abs() >= 1_000_000_000_000_000 => Some(n.to_string()),
        _ => None,
    }
}

/// The decimals of a column, the same in all its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digits {
    /// Money without cents: they stay in the cell.
    pub(crate) whole_money: bool,
    /// Shares with a decimal more.
    pub(crate) fine_share: bool,
}

impl Digits {
    /// Of a figure that stands alone.
    pub(crate) const SHORT: Digits = Digits { whole_money: true, fine_share: false };

    /// Of every column of a table. Money is written alike in all of them: two amounts in a row are compared.
    pub(crate) fn of(table: &Table) -> Vec<Digits> {
        let whole_money = whole_money(table);
        (0..table.columns.len()).map(|at| Digits { whole_money, fine_share: fine_share(table, at) }).collect()
    }
}

/// Whether the money of a table is shown without cents: where no amount has any, or amounts run into millions, the page
/// is quieter without.
fn whole_money(table: &Table) -> bool {
    let minor = |cell: &Cell| if let Cell::Money(minor) = bare(cell) { Some(*minor) } else { None };
    let all = || table.rows.iter().flatten().filter_map(minor);
    all().all(|m| m % 100 == 0) || all().any(|m| m.unsigned_abs() >= 100_000_000)
}

/// Whether a share of a column is something and would be shown as nothing.
fn fine_share(table: &Table, at: usize) -> bool {
    let share = |row: &Vec<Cell>| if let Cell::Share(share) = bare(&row[at]) { Some(share.abs()) } else { None };
    table.rows.iter().filter_map(share).any(|share| share > 0.0 && share < 0.0005)
}

/// A figure the way its number format shows it, as text: to know how much room it takes.
pub(crate) fn shown(cell: &Cell, digits: Digits) -> String {
    let value = figure(cell).unwrap_or_default();
    match bare(cell) {
        Cell::Money(_) => grouped(value, if digits.whole_money { 0 } else { 2 }),
        Cell::Share(_) => format!("{}%", grouped(value * 100.0, if digits.fine_share { 2 } else { 1 })),
        Cell::Score(_) => grouped(value, 1),
        Cell::Number(_, places) => grouped(value, *places),
        _ => grouped(value, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::sample;
    use crate::report::model::{Block, Script};

    /// Amounts of a row are compared: 6 million beside 61,051.80 are both without cents. A share that is something is never 0.0 %.
    #[test]
    fn decimals_are_alike_within_a_table_and_no_share_is_lost() {
        let report = sample::report(Script::Latin);
        let Block::Table(table) = &report.sheets[1].blocks[0] else { panic!("the table of customers") };
        let mut table = table.clone();
        let look = |table: &Table| {
            let digits = Digits::of(table);
            (shown(&table.rows[0][2], digits[2]), shown(&table.rows[0][4], digits[4]), shown(&table.rows[0][3], digits[3]))
        };
        table.rows[0][4] = Cell::Money(6_105_180);
        assert_eq!(look(&table), ("1,234.50".into(), "61,051.80".into(), "25.0%".into()));
        table.rows[0][2] = Cell::Money(625_701_600);
        table.rows[2][3] = Cell::Share(0.0004);
        assert_eq!(look(&table), ("6,257,016".into(), "61,052".into(), "25.00%".into()));
    }
}
