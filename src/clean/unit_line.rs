//! Units that stand outside the header: in a line above the table (`单位：万元`, `(in thousands CNY)`), or in a row of units
//! right below it.

use super::header::Header;
use super::header_note::{HeaderNote, Written};
use super::held::HeldRow;
use super::row::Mapped;
use super::unit::Unit;
use super::value;
use crate::load::{Cell, Value, cell_name};
use crate::tables::{Kind, TableId, folded, orders};

/// Longer texts are no lines with a unit.
const LONGEST: usize = 300;
/// A bracket without the word 单位 counts only in a line of so few cells: others may be headers.
const TITLE_CELLS: usize = 3;
/// Words before a unit, and whether they are about money for certain.
const LABELS: [(&str, bool); 8] = [
    ("金额单位", true),
    ("货币单位", true),
    ("单位", false),
    ("币种", false),
    ("币别", false),
    ("currency", false),
    ("units", false),
    ("unit", false),
];
/// What may stand before 单位 where it speaks of units: 编制单位 is a company.
const OPENINGS: [&str; 6] = ["计量", "计价", "数据", "报表", "本表", "表内"];

/// A line that states a unit, or seems to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnitLine {
    place: Written,
    /// None where it speaks of a unit that nobody knows.
    unit: Option<Unit>,
}

/// The nearest line above a table that states a unit of money.
pub(crate) fn above(rows: &[HeldRow]) -> Option<UnitLine> {
    let mut unclear = None;
    for row in rows.iter().rev() {
        let titled = row.cells.len() <= TITLE_CELLS;
        for cell in &row.cells {
            let Some(text) = cell.text().filter(|text| text.len() <= LONGEST) else { continue };
            let place = || Written { cell: cell_name(row.row, cell.col), text: shown(text) };
            match said(text, titled) {
                Some(Some(unit)) => return Some(UnitLine { place: place(), unit: Some(unit) }),
                Some(None) if unclear.is_none() => unclear = Some(UnitLine { place: place(), unit: None }),
                _ => {}
            }
        }
    }
    unclear
}

fn shown(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The unit that a line states; `Some(None)` where it speaks of one that nobody knows.
fn said(text: &str, titled: bool) -> Option<Option<Unit>> {
    let text = folded(text, |_| true).replace(['【', '['], "(").replace(['】', ']'], ")");
    // What it counts in, and which money it says outright.
    let (mut count, mut money): (Option<Unit>, Option<Unit>) = (None, None);
    let mut unclear = false;
    for (label, of_money) in LABELS {
        for (at, _) in text.match_indices(label) {
            let Some(rest) = text[at + label.len()..].trim_start().strip_prefix(':') else { continue };
            if !opens(&text[..at]) {
                continue;
            }
            match leading(rest) {
                Some(unit) if matches!(label, "币种" | "币别" | "currency") => {
                    money = money.or(unit.currency.map(|code| Unit { currency: Some(code), ..Unit::PLAIN }));
                }
                Some(unit) => count = count.or(Some(unit)),
                None => unclear |= of_money || is_money_word(rest),
            }
        }
    }
    if count.is_some() || money.is_some() || unclear {
        let currency = money.or(count).and_then(|unit| unit.currency);
        return Some(count.or(money).map(|unit| Unit { currency, ..unit }));
    }
    let inside = text.rsplit_once('(').map_or(text.as_str(), |(_, tail)| tail.split(')').next().unwrap_or(tail));
    let certain = |unit: &Unit| unit.counts && (unit.currency.is_some() || inside.trim_start().starts_with("in "));
    Unit::of(inside).filter(|unit| titled && certain(unit)).map(Some)
}

/// Whether a label may follow this: the beginning, a gap, a bracket, or a word that goes with it.
fn opens(before: &str) -> bool {
    let glued = |c: char| c.is_alphanumeric();
    let before = before.trim_end_matches("金额").trim_end_matches("货币");
    OPENINGS.iter().any(|opening| before.ends_with(opening))
        || before.is_empty()
        || before.ends_with(|c: char| !glued(c) && c != ' ')
        || before.ends_with("  ")
        || (before.ends_with(' ') && !before.trim_end().ends_with(|c: char| c.is_ascii_alphabetic()))
}

/// The unit at the beginning of a text, which ends where something else begins.
fn leading(rest: &str) -> Option<Unit> {
    let words: Vec<&str> = rest.split([' ', '(', ')', ';', '、', '|']).filter(|word| !word.is_empty()).take(4).collect();
    (1..=words.len()).rev().find_map(|n| Unit::of(&words[..n].join(" "))).filter(|unit| unit.is_of_money())
}

/// Whether the first word is money in some words or other: `单位：万两银元`.
fn is_money_word(rest: &str) -> bool {
    let word = rest.split_whitespace().next().unwrap_or_default();
    word.chars().count() <= 6 && word.ends_with(['元', '币'])
}

/// Gives a line's unit to the columns of money that state none of their own.
pub(crate) fn apply(line: &UnitLine, header: &mut Header, header_row: u32, home: &str) -> Option<HeaderNote> {
    let Some(unit) = line.unit else {
        return Some(HeaderNote::UnitUnclear { place: line.place.clone(), factor: "1".to_owned() });
    };
    give(&line.place, unit, header, (header_row, home), |_| true)
}

/// Whether a field is counted in money. A price is, where no amount stands beside it: amounts in 万元 go with prices in 元.
fn is_money(table: TableId, has_amount: bool, m: &Mapped) -> bool {
    let field = &table.spec().columns[m.field.column];
    field.kind == Kind::Money || (field.name == orders::UNIT_PRICE && !has_amount)
}

fn give(
    place: &Written,
    unit: Unit,
    header: &mut Header,
    (header_row, home): (u32, &str),
    of: impl Fn(&Mapped) -> bool,
) -> Option<HeaderNote> {
    let (table, has_amount) = (header.table, header.has(orders::AMOUNT));
    let text_of = |header: &Header, col: u32| {
        header.cells.iter().find(|cell| cell.col == col).map_or_else(String::new, |cell| cell.text.clone())
    };
    let mut given = Vec::new();
    let mut against = None;
    for at in 0..header.mapped.len() {
        let m = header.mapped[at];
        if !is_money(table, has_amount, &m) || !of(&m) {
            continue;
        }
        let own = m.field.unit;
        let other_money = own.currency.is_some() && unit.currency.is_some() && own.currency != unit.currency;
        if other_money || (own.counts && unit.counts && own.factor != unit.factor) {
            let text = text_of(header, m.col);
            against = against.or(Some(Written { cell: cell_name(header_row, m.col), text }));
            continue;
        }
        let mut taken = own;
        if !own.counts {
            (taken.factor, taken.counts) = (unit.factor, unit.counts);
        }
        taken.currency = own.currency.or(unit.currency);
        header.mapped[at].field.unit = taken;
        // What is so already needs no telling: that amounts are in the review's own money.
        let money = |unit: Unit| unit.currency.unwrap_or(home).to_owned();
        if taken.factor != own.factor || money(taken) != money(own) {
            given.push(text_of(header, m.col));
        }
    }
    if let Some(header) = against {
        return Some(HeaderNote::UnitContradicted { line: place.clone(), header });
    }
    let currency = unit.currency.map(str::to_owned);
    (!given.is_empty()).then(|| HeaderNote::UnitStated {
        line: place.clone(),
        factor: unit.factor.normalize().to_string(),
        currency,
        headers: given,
    })
}

/// The units of a row right below the header, where that is what it holds: texts only, and in each column of money a unit.
pub(crate) fn below(cells: &[Cell<'_>], row: u32, header: &mut Header, at: (u32, &str)) -> Option<Vec<HeaderNote>> {
    const WORD: usize = 30;
    let (table, has_amount) = (header.table, header.has(orders::AMOUNT));
    let mut units: Vec<(u32, &str, Unit)> = Vec::new();
    for cell in cells {
        let Value::Text(text) = cell.value else { return None };
        if text.len() > WORD {
            return None;
        }
        let Some(m) = header.mapped.iter().find(|m| m.col == cell.col) else { continue };
        if is_money(table, has_amount, m) {
            // A text that is an amount is one.
            let unit = Unit::of(text).filter(|unit| unit.is_of_money() && value::number(text).is_err())?;
            units.push((cell.col, text, unit));
        } else if table.spec().columns[m.field.column].kind != Kind::Text && text.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
    }
    if units.is_empty() {
        return None;
    }
    let place = |col: u32, text: &str| Written { cell: cell_name(row, col), text: shown(text) };
    let notes = units.into_iter().map(|(col, text, unit)| give(&place(col, text), unit, header, at, |m| m.col == col));
    Some(notes.collect::<Vec<_>>().into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::held::HeldCell;
    use super::*;

    fn row_of(row: u32, texts: &[&str]) -> HeldRow {
        let cells = texts.iter().zip(0..).filter(|(t, _)| !t.is_empty());
        let held = |(text, col): (&&str, u32)| HeldCell::hold(&Cell::new(col, Value::Text(text)));
        HeldRow { row, cells: cells.map(held).collect() }
    }

    #[test]
    fn lines_that_state_a_unit_of_money_and_lines_that_do_not() {
        for (texts, expected) in [
            (&["单位：万元"] as &[&str], Some((10_000, Some("CNY")))),
            (&["单位：人民币万元"], Some((10_000, Some("CNY")))),
            (&["编制单位：万达集团", "", "2026年5月", "单位：万元"], Some((10_000, Some("CNY")))),
            (&["编制单位：甲公司    单位：千元"], Some((1_000, Some("CNY")))),
            (&["编制单位：甲公司 单位：千元"], Some((1_000, Some("CNY")))),
            (&["金额单位：元"], Some((1, Some("CNY")))),
            (&["2026年销售明细（单位：万元）"], Some((10_000, Some("CNY")))),
            (&["2026年销售明细（人民币万元）"], Some((10_000, Some("CNY")))),
            (&["币种：美元  单位：千元"], Some((1_000, Some("USD")))),
            (&["币种：美元  单位：万"], Some((10_000, Some("USD")))),
            (&["(in thousands CNY)"], Some((1_000, Some("CNY")))),
            (&["Sales report (in thousands of RMB)"], Some((1_000, Some("CNY")))),
            (&["Unit: RMB 10,000"], Some((10_000, Some("CNY")))),
            (&["Currency: USD"], Some((1, Some("USD")))),
            (&["单位：甲公司"], None),
            (&["单位：万达集团"], None),
            (&["编制单位：千禧公司"], None),
            (&["单位：台"], None),
            (&["Business unit: M"], None),
            (&["销售订单明细表（2026年）"], None),
        ] {
            let line = above(&[row_of(1, texts)]);
            let said = line.and_then(|line| line.unit).map(|unit| (unit.factor, unit.currency));
            assert_eq!(said, expected.map(|(factor, currency): (i64, _)| (Decimal::from(factor), currency)), "{texts:?}");
        }
        for unclear in ["金额单位：两", "单位：万银元"] {
            assert_eq!(above(&[row_of(1, &[unclear])]).map(|line| line.unit), Some(None), "{unclear}");
        }
    }
}
