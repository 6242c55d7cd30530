//! The one visual system: colours, type, number formats. Workbook, pictures and pages all take everything from here.

mod palette;

pub(crate) use palette::{Palette, Rgb, colour, is_outlined};

use crate::report::model::{NumberScale, Report, Script, Unit};
use crate::units::rounded;

/// The mark of a change: said with a shape, so that colour is not the only sign.
pub(crate) fn arrow(up: Option<bool>) -> &'static str {
    match up {
        Some(true) => "▲",
        Some(false) => "▼",
        None => "■",
    }
}

/// The least figure that gets the full colour of a heat map of counts: a single customer that moved is no alarm.
pub(crate) const HEAT_LIGHT: f64 = 5.0;

/// Fonts of the workbook: what Excel and WPS have on Windows and macOS.
pub(crate) fn workbook_font(script: Script) -> &'static str {
    match script {
        Script::Latin => "Calibri",
        Script::Han => "Microsoft YaHei",
    }
}

/// Type scale of the workbook, in points.
pub(crate) mod points {
    pub(crate) const TITLE: f64 = 18.0;
    pub(crate) const HEADING: f64 = 13.0;
    pub(crate) const FIGURE: f64 = 18.0;
    pub(crate) const CHART_TITLE: f64 = 11.0;
    pub(crate) const BODY: f64 = 10.0;
    pub(crate) const SMALL: f64 = 9.0;
}

/// Number formats of the workbook.
pub(crate) mod number {
    use crate::report::model::{NumberScale, Report, Script};

    pub(crate) const INT: &str = "#,##0";
    pub(crate) const MONEY: &str = "#,##0.00";
    /// Money for reading: the cents are in the cell and not on the page.
    pub(crate) const MONEY_WHOLE: &str = "#,##0";
    pub(crate) const SHARE: &str = "0.0%";
    /// Shares of which some would be nothing with one decimal.
    pub(crate) const SHARE_FINE: &str = "0.00%";
    pub(crate) const SCORE: &str = "0.0";
    pub(crate) const DATE: &str = "yyyy-mm-dd";

    /// A decimal with `places` places.
    pub(crate) fn decimal(places: u8) -> String {
        match places {
            0 => INT.to_owned(),
            n => format!("#,##0.{}", "0".repeat(usize::from(n.min(10)))),
        }
    }

    /// Large money as text, as `money_short` writes it.
    pub(crate) fn money_text(report: &Report, amount: f64) -> String {
        let short = money_short(report, amount);
        format!("{}{}", super::grouped(amount / short.divisor, short.places), short.unit)
    }

    /// The format that shortens any amount as `money_short` would, for cells whose amount is not known beforehand.
    pub(crate) fn money_any(report: &Report) -> String {
        match (report.brand.scale, report.script) {
            (NumberScale::Auto, Script::Latin) => {
                format!("[>=9999500]#,##0.0,,\"m\";[>=999500]#,##0.00,,\"m\";{MONEY_WHOLE}")
            }
            (NumberScale::Auto, Script::Han) => {
                format!("[>=99999500]0\\.00,,\"亿\";[>=99950]0\\.0,\"万\";{MONEY_WHOLE}")
            }
            _ => money_short(report, 0.0).code.to_owned(),
        }
    }

    /// The same for the axis of a chart.
    pub(crate) fn money_axis(report: &Report) -> String {
        match (report.brand.scale, report.script) {
            (NumberScale::Auto, Script::Latin) => "[>=999500]#,##0.0,,\"m\";[>=1000]#,##0,\"k\";#,##0".to_owned(),
            _ => money_any(report),
        }
    }

    /// How large money is written on a card.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub(crate) struct Short {
        /// The cell keeps the whole amount and only the format shortens it: Excel scales by thousands, so 万 and 亿 take one or two
        /// of the digits left as decimals.
        pub(crate) code: &'static str,
        divisor: f64,
        places: u8,
        unit: &'static str,
    }

    /// The format that suits the amount, or the unit that the company asks for.
    pub(crate) fn money_short(report: &Report, amount: f64) -> Short {
        let short = |code, divisor, places, unit| Short { code, divisor, places, unit };
        let size = amount.abs();
        match (report.brand.scale, report.script) {
            (NumberScale::Auto, Script::Latin) if size >= 9_999_500.0 => short("#,##0.0,,\"m\"", 1e6, 1, "m"),
            (NumberScale::Auto, Script::Latin) if size >= 999_500.0 => short("#,##0.00,,\"m\"", 1e6, 2, "m"),
            (NumberScale::Auto, Script::Han) if size >= 99_999_500.0 => short("0\\.00,,\"亿\"", 1e8, 2, "亿"),
            (NumberScale::Auto, Script::Han) if size >= 99_950.0 => short("0\\.0,\"万\"", 1e4, 1, "万"),
            (NumberScale::Auto | NumberScale::Yuan, _) => short(MONEY_WHOLE, 1.0, 0, ""),
            (NumberScale::Thousand, Script::Latin) => short("#,##0.0,\"k\"", 1e3, 1, "k"),
            (NumberScale::Thousand, Script::Han) => short("#,##0.0,\"千\"", 1e3, 1, "千"),
            (NumberScale::Wan, Script::Latin) => short("0\\.0,\" wan\"", 1e4, 1, " wan"),
            (NumberScale::Wan, Script::Han) => short("0\\.0,\"万\"", 1e4, 1, "万"),
            (NumberScale::Million, Script::Latin) => short("#,##0.00,,\"m\"", 1e6, 2, "m"),
            (NumberScale::Million, Script::Han) => short("#,##0.00,,\"百万\"", 1e6, 2, "百万"),
        }
    }
}

/// How the figures of one axis are divided and written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scale {
    /// Figures of the model are divided by this before they are drawn.
    pub(crate) divisor: f64,
    /// The unit for the axis title, for example `万元` or `CNY million`; empty where there is none.
    pub(crate) word: String,
    unit: Unit,
}

impl Scale {
    /// The scale that suits figures up to `largest` (in the unit of the model).
    pub(crate) fn of(unit: Unit, largest: f64, report: &Report) -> Scale {
        if unit != Unit::Money {
            return Scale { divisor: 1.0, word: String::new(), unit };
        }
        let major = largest.abs() / 100.0;
        let (divisor, word) = match (report.brand.scale, report.script) {
            (NumberScale::Auto, Script::Han) if major >= 1e9 => (1e8, "亿"),
            (NumberScale::Auto, Script::Han) if major >= 1e5 => (1e4, "万"),
            (NumberScale::Auto, Script::Latin) if major >= 2e6 => (1e6, "million"),
            (NumberScale::Auto, Script::Latin) if major >= 1e4 => (1e3, "thousand"),
            (NumberScale::Auto | NumberScale::Yuan, _) => (1.0, ""),
            (NumberScale::Thousand, Script::Han) => (1e3, "千"),
            (NumberScale::Thousand, Script::Latin) => (1e3, "thousand"),
            (NumberScale::Wan, Script::Han) => (1e4, "万"),
            (NumberScale::Wan, Script::Latin) => (1e4, "wan"),
            (NumberScale::Million, Script::Han) => (1e6, "百万"),
            (NumberScale::Million, Script::Latin) => (1e6, "million"),
        };
        let word = match report.script {
            Script::Han if report.currency == "CNY" => format!("{word}元"),
            Script::Han => format!("{word} {}", report.currency),
            Script::Latin => format!("{} {word}", report.currency),
        };
        Scale { divisor: divisor * 100.0, word: word.trim().to_owned(), unit }
    }

    /// Round ends and step of an axis that holds `low..high` (in the unit of the model); things that are counted
    /// have no ticks between whole numbers.
    pub(crate) fn ticks(&self, low: f64, high: f64, count: usize) -> (f64, f64, f64) {
        let (first, last, step) = ticks(self.shown(low), self.shown(high), count);
        match self.unit {
            Unit::Count if step < 1.0 => (first.floor(), last.ceil().max(first.floor() + 1.0), 1.0),
            _ => (first, last, step),
        }
    }

    /// The figure in the unit of the axis.
    pub(crate) fn shown(&self, value: f64) -> f64 {
        value / self.divisor
    }

    /// The axis title with its unit in the brackets of the script.
    pub(crate) fn titled(&self, title: &str, script: Script) -> String {
        match (title.is_empty(), self.word.is_empty(), script) {
            (_, true, _) => title.to_owned(),
            (true, _, _) => self.word.clone(),
            // A title that ends in brackets takes the unit into them.
            (_, _, Script::Han) => match title.strip_suffix('）') {
                Some(open) => format!("{open}，{}）", self.word),
                None => format!("{title}（{}）", self.word),
            },
            (_, _, Script::Latin) => match title.strip_suffix(')') {
                Some(open) => format!("{open}, {})", self.word),
                None => format!("{title} ({})", self.word),
            },
        }
    }

    /// The number format of the workbook for labels whose steps are `step` apart (in the unit of the axis).
    pub(crate) fn axis_format(&self, step: f64) -> String {
        match self.unit {
            Unit::Share if whole(step * 100.0) => "0%".to_owned(),
            Unit::Share => "0.0%".to_owned(),
            _ => number::decimal(places(step)),
        }
    }

    /// The number format of the workbook for labels on bars and points.
    pub(crate) fn label_format(&self, largest: f64) -> String {
        match self.unit {
            Unit::Share => "0%".to_owned(),
            Unit::Count => number::INT.to_owned(),
            Unit::Score => number::SCORE.to_owned(),
            Unit::Money => number::decimal(label_places(largest)),
        }
    }

    /// A tick of the axis as text, for pictures.
    pub(crate) fn tick(&self, value: f64, step: f64) -> String {
        match self.unit {
            Unit::Share => format!("{}%", grouped(value * 100.0, if whole(step * 100.0) { 0 } else { 1 })),
            _ => grouped(value, places(step)),
        }
    }

    /// A figure as text beside its bar or point, for pictures; `largest` is the largest of the chart.
    pub(crate) fn label(&self, value: f64, largest: f64) -> String {
        match self.unit {
            Unit::Share => format!("{}%", grouped(value * 100.0, if largest < 0.1 { 1 } else { 0 })),
            Unit::Count => grouped(value, 0),
            Unit::Score => grouped(value, 1),
            Unit::Money => grouped(value, label_places(largest)),
        }
    }
}

/// Decimal places that steps of this size need.
fn places(step: f64) -> u8 {
    match step {
        s if s < 0.0099 => 3,
        s if s < 0.099 => 2,
        s if s < 0.99 || (s < 10.0 && !whole(s)) => 1,
        _ => 0,
    }
}

fn whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9 && value.round() != 0.0
}

fn label_places(largest: f64) -> u8 {
    match largest.abs() {
        l if l < 10.0 => 2,
        l if l < 100.0 => 1,
        _ => 0,
    }
}

/// A figure with thousands grouped.
pub(crate) fn grouped(value: f64, places: u8) -> String {
    let digits = rounded(value, places.into()).unwrap_or_else(|| format!("{:.*}", usize::from(places), value.abs()));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0.0 && digits.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
        out.push('-');
    }
    let (first, threes) = whole.split_at((whole.len() + 2) % 3 + 1);
    out.push_str(first);
    for at in (0..threes.len()).step_by(3) {
        out.push(',');
        out.push_str(&threes[at..at + 3]);
    }
    out.push_str(rest);
    out
}

/// Round steps for an axis from at most `low` to at least `high`, about `count` of them: first tick, last tick, step.
fn ticks(low: f64, high: f64, count: usize) -> (f64, f64, f64) {
    let span = if high > low { high - low } else { high.abs().max(1.0) };
    let rough = span / count.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough * 0.999);
    let step = step.unwrap_or(power * 10.0);
    let first = (low / step + 1e-9).floor() * step;
    let last = (high / step - 1e-9).ceil() * step;
    (first, if last > first { last } else { first + step }, step)
}

/// About how many pixels a text takes on the screen in the workbook's font, a little on the wide side. The workbook
/// has no font at hand to measure with: the reader's machine has it.
pub(crate) fn text_pixels(script: Script, text: &str, points: f64) -> f64 {
    let em = points * 96.0 / 72.0;
    let broad = if script == Script::Han { 1.14 } else { 1.0 };
    let (mut narrow, mut wide) = (0_u32, 0_u32);
    for c in text.chars() {
        match NARROW.get(c as usize) {
            Some(width) => narrow += u32::from(*width),
            None if is_wide(c) => wide += 100,
            None => narrow += 50,
        }
    }
    (f64::from(narrow) * broad + f64::from(wide)) / 100.0 * em
}

/// Widths of the ASCII characters in hundredths of an em.
const NARROW: [u8; 128] = {
    let mut widths = [50; 128];
    let mut at = 0;
    while at < widths.len() {
        widths[at] = match at as u8 {
            b'M' | b'W' | b'@' | b'%' => 85,
            b'm' | b'w' | b'&' => 74,
            b'A'..=b'Z' => 56,
            b'0'..=b'9' => 51,
            b' ' => 24,
            b'.' | b',' | b':' | b';' | b'!' | b'(' | b')' | b'\'' | b'-' | b'/' | b'i' | b'l' | b'j' | b't' | b'f' | b'r' => 31,
            _ => 50,
        };
        at += 1;
    }
    widths
};

/// Whether a character is as wide as it is high.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_never_minus_zero() {
        assert_eq!(grouped(1_234_567.891, 2), "1,234,567.89");
        assert_eq!(grouped(-1234.0, 0), "-1,234");
        assert_eq!(grouped(-0.004, 2), "0.00");
        assert_eq!(grouped(999.96, 1), "1,000.0");
        assert_eq!(
            [0.0, 7.0, 12.0, 123.0, 1e21].map(|v| grouped(v, 0)),
            ["0", "7", "12", "123", "1,000,000,000,000,000,000,000"]
        );
        assert_eq!([f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(|v| grouped(v, 1)), ["NaN", "inf", "inf"]);
    }

    proptest::proptest! {
        /// Without its commas a figure is what the standard library prints.
        #[test]
        fn grouped_figures_are_rounded_as_all_others(cents in -1_000_000_000_000_i64..1_000_000_000_000, by in 1..1_000_u32, places in 0..6_u8) {
            for value in [cents as f64 / 100.0, cents as f64 / 1000.0, cents as f64 / f64::from(by) / 1e6, (cents % 10_000) as f64 / 8.0] {
                let plain = format!("{value:.*}", usize::from(places));
                let plain = if plain.bytes().all(|b| b"-0.".contains(&b)) { plain.replace('-', "") } else { plain };
                proptest::prop_assert_eq!(grouped(value, places).replace(',', ""), plain);
            }
        }
    }

    #[test]
    fn ticks_are_round_and_hold_the_range() {
        assert_eq!(ticks(0.0, 97.0, 5), (0.0, 100.0, 20.0));
        let (first, last, step) = ticks(0.83, 0.99, 4);
        assert!(first <= 0.83 && last >= 0.99 && (step - 0.05).abs() < 1e-9, "{first} {last} {step}");
        let (first, last, _) = ticks(0.0, 0.0, 5);
        assert!(last > first);
    }

    #[test]
    fn chinese_characters_are_as_wide_as_high() {
        assert_eq!(text_pixels(Script::Han, "客户（一）", 9.0), 60.0);
        assert!(text_pixels(Script::Latin, "Customer", 9.0) < 60.0);
    }
}
