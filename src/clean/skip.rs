//! Rows that are no records: totals, repeated headers, remarks. They are passed over with a reason, and counted.

use super::builder::{RowBuffer, Typed};
use super::header::Header;
use super::lens::Lens;
use crate::load::{Cell, Value};
use crate::tables::{Kind, Vocabulary};

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
        latin || Vocabulary::Total.words().code(text).is_some()
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

/// A remark below or between the records: one or two texts, nothing in it that a typed column understands, and worded
/// like a sentence rather than like a lone identifier.
pub(crate) fn is_note(header: &Header, cells: &[Cell<'_>], buffer: &RowBuffer) -> bool {
    const MARKS: [char; 6] = ['：', ':', '，', '。', '；', '*'];
    const OPENINGS: [&str; 8] = ["注", "备注", "说明", "制表", "审核", "复核", "打印", "note"];
    if cells.len() > 3 || buffer.stated().any(|(_, v, _)| !matches!(v, Typed::Text(_) | Typed::Code(_))) {
        return false;
    }
    let spec = header.table.spec();
    let worded = |text: &str| {
        let lower = text.trim().to_lowercase();
        lower.contains(MARKS) || OPENINGS.iter().any(|o| lower.starts_with(o)) || lower.chars().count() > 30
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
