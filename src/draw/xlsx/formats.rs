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
    Share,
    Score,
    Places(u8),
    Date,
}

impl Look {
    /// `None` where the value is text.
    pub(crate) fn of(cell: &Cell, whole_money: bool) -> Option<Look> {
        match bare(cell) {
            Cell::Int(_) => Some(Look::Int),
            Cell::Money(_) => Some(Look::Money { whole: whole_money }),
            Cell::Share(_) => Some(Look::Share),
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
            Look::Share => number::SHARE.into(),
            Look::Score => number::SCORE.into(),
            Look::Places(places) => number::decimal(places).into(),
            Look::Date => number::DATE.into(),
        }
    }
}

/// The number format of a value; `None` where the value is text.
pub(crate) fn number_format(cell: &Cell, whole_money: bool) -> Option<String> {
    Some(Look::of(cell, whole_money)?.code().into_owned())
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

/// Whether the money of a column is shown without cents: they stay in the cell, but where no amount of the table has
/// any, or amounts run into millions, the page is quieter without.
pub(crate) fn whole_money(table: &Table, at: usize) -> bool {
    let minor = |cell: &Cell| if let Cell::Money(minor) = bare(cell) { Some(*minor) } else { None };
    table.rows.iter().flatten().filter_map(minor).all(|m| m % 100 == 0)
        || table.rows.iter().filter_map(|row| minor(&row[at])).any(|m| m.unsigned_abs() >= 100_000_000)
}

/// A figure the way its number format shows it, as text: to know how much room it takes.
pub(crate) fn shown(cell: &Cell, whole_money: bool) -> String {
    let value = figure(cell).unwrap_or_default();
    match bare(cell) {
        Cell::Money(_) => grouped(value, if whole_money { 0 } else { 2 }),
        Cell::Share(_) => format!("{}%", grouped(value * 100.0, 1)),
        Cell::Score(_) => grouped(value, 1),
        Cell::Number(_, places) => grouped(value, *places),
        _ => grouped(value, 0),
    }
}
