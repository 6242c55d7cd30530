//! Rows that are no records: totals, repeated headers, remarks. They are passed over with a reason, and counted.

use super::builder::{RowBuffer, Typed};
use super::header::{Header, split_unit};
use super::lens::Lens;
use super::value;
use crate::load::{Cell, Value};
use crate::tables::{Kind, Vocabulary, folded};

/// A row whose first text is a word such as 合计: a total even where every required cell is filled.
pub(crate) fn is_total_label(cells: &[Cell<'_>]) -> bool {
    let first = cells.iter().find_map(|c| if let Value::Text(text) = c.value { Some(text) } else { None });
    first.is_some_and(is_total_word)
}

pub(crate) fn is_total_word(text: &str) -> bool {
    // Most first texts are order numbers: told apart without a look-up.
    text.len() <= 30 && !text.bytes().any(|b| b.is_ascii_digit()) && Vocabulary::Total.words().exact_code(text).is_some()
}

/// A row that lacks what a record needs and speaks of a sum: `1月小计`, `Total CNY`.
pub(crate) fn is_total_row(cells: &[Cell<'_>]) -> bool {
    cells.iter().any(|c| {
        let Value::Text(text) = c.value else { return false };
        if text.len() > 48 {
            return false;
        }
        let word = crate::tables::normalise_word(text);
        let latin = ["total", "subtotal", "sub-total", "grandtotal", "sumof"].iter().any(|w| word.starts_with(w));
        // The rows that Excel's own subtotals put below each group: `Acme Total`, `甲 汇总`.
        let group = text.trim_end().rsplit_once(char::is_whitespace).is_some_and(|(_, last)| is_total_word(last));
        latin || group || Vocabulary::Total.words().code(text).is_some()
    })
}

/// Whether the texts of a row name the same fields as the header, in the same columns.
pub(crate) fn is_header_again(header: &Header, cells: &[Cell<'_>], lens: Lens<'_>) -> bool {
    let agreeing = header
        .mapped
        .iter()
        .filter(|m| {
            cells.iter().any(|c| {
                c.col == m.col
                    && matches!(c.value, Value::Text(text)
                        if lens.find(header.table, text).is_some_and(|f| f.column == m.field.column))
            })
        })
        .count();
    agreeing >= 2 && agreeing * 2 >= header.mapped.len()
}

/// Whether each text of a row stands in the header as well, in the same column; of a header of two rows either part.
pub(crate) fn is_in_the_same_words(header: &Header, cells: &[Cell<'_>]) -> bool {
    let same = |cell: &Cell<'_>| {
        let Value::Text(text) = cell.value else { return false };
        let Some(known) = header.cells.iter().find(|known| known.col == cell.col) else { return false };
        let words = folded(&known.text, |c| !c.is_whitespace());
        let again = folded(text, |c| !c.is_whitespace());
        let two_rows = || known.text.split(' ').any(|part| folded(part, |c| !c.is_whitespace()) == again);
        words == again || (two_rows() && split_unit(&known.text).1 == split_unit(text).1)
    };
    cells.iter().all(same)
}

/// `第 1 页 共 3 页`, `共 6 条记录`, `Page 1 of 3`, `6 rows`.
fn is_page_count(text: &str) -> bool {
    let parts: Vec<&str> =
        text.split(|c: char| c.is_ascii_digit() || c.is_whitespace()).filter(|part| !part.is_empty()).collect();
    const WORDS: [&str; 19] = [
        "第",
        "共",
        "页",
        "页共",
        "页,共",
        "页，共",
        "页/共",
        "条",
        "条记录",
        "行",
        "笔",
        "项",
        "/",
        "page",
        "pages",
        "of",
        "rows",
        "records",
        "row(s)",
    ];
    let counts = text.bytes().any(|b| b.is_ascii_digit());
    counts && !parts.iter().all(|part| *part == "/") && parts.iter().all(|part| WORDS.contains(part))
}

/// A row that was made ready and never filled in: running numbers or empty boxes in columns that nobody knows, and noughts and
/// boxes in those that are known.
pub(crate) fn is_prefilled(header: &Header, cells: &[Cell<'_>]) -> bool {
    // So many rows no form has.
    const MOST: f64 = 1e6;
    let columns = header.table.spec().columns;
    let digits = |text: &str| (1..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    cells.iter().all(|cell| {
        let field = header.mapped.iter().find(|m| m.col == cell.col).map(|m| columns[m.field.column].kind);
        match (cell.value, field) {
            (Value::Bool(false) | Value::Number(0.0) | Value::Date(0.0), _) => true,
            (Value::Number(x), None) => x.fract() == 0.0 && (0.0..MOST).contains(&x),
            (Value::Text(text), field) => {
                let text = text.trim();
                let nought = match field {
                    Some(Kind::Money | Kind::Decimal | Kind::Count) => value::number(text).is_ok_and(|n| n.value.is_zero()),
                    Some(Kind::Flag) => value::flag(cell.value) == Ok(false),
                    Some(_) => text == "0",
                    None => digits(text),
                };
                nought || text.is_empty() || text.eq_ignore_ascii_case("false")
            }
            _ => false,
        }
    })
}

/// A remark below or between the records: one or two texts, nothing in it that a typed column understands, and worded
/// like a sentence rather than like a lone identifier.
pub(crate) fn is_note(header: &Header, cells: &[Cell<'_>], buffer: &RowBuffer) -> bool {
    const MARKS: [char; 6] = ['：', ':', '，', '。', '；', '*'];
    const OPENINGS: [&str; 15] = [
        "注",
        "备注",
        "说明",
        "制表",
        "审核",
        "复核",
        "打印",
        "导出",
        "以下空白",
        "(以下",
        "（以下",
        "note",
        "end of",
        "copyright",
        "confidential",
    ];
    if cells.len() > 3 || buffer.stated().any(|(_, v, _)| !matches!(v, Typed::Text(_) | Typed::Code(_))) {
        return false;
    }
    let spec = header.table.spec();
    let worded = |text: &str| {
        let lower = text.trim().to_lowercase();
        lower.contains(MARKS)
            || OPENINGS.iter().any(|o| lower.starts_with(o))
            || lower.chars().count() > 30
            || is_page_count(&lower)
    };
    let mut texts = 0;
    for cell in cells {
        let Value::Text(text) = cell.value else { return false };
        let field = header.mapped.iter().find(|m| m.col == cell.col).map(|m| spec.columns[m.field.column].kind);
        // A text outside every mapped column, or one no identifier or name would be.
        if field.is_some_and(|kind| matches!(kind, Kind::Id | Kind::Name | Kind::PartyId | Kind::PartyName)) && !worded(text) {
            return false;
        }
        texts += usize::from(worded(text) || cells.len() == 1);
    }
    texts > 0
}
