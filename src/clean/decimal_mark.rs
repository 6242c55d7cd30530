//! Which decimal mark the columns of a table are written with, from a first look at its rows: in a column that says `1.234,50`
//! somewhere, `2.500` is two thousand five hundred.

use super::header::Header;
use super::held::HeldRow;
use super::row::Mapped;
use super::value::{self, Mark};
use crate::load::Value;
use crate::tables::{Column, Kind};

/// Whether the cells of a column are numbers that may have a decimal mark.
fn is_numeric(columns: &[Column], m: &Mapped) -> bool {
    matches!(columns[m.field.column].kind, Kind::Money | Kind::Decimal)
}

/// Looks at the rows below a header, and answers whether they write a decimal comma throughout. A column that proves nothing
/// of its own follows the others.
pub(crate) fn settle(header: &mut Header, rows: &[HeldRow]) -> bool {
    let columns = header.table.spec().columns;
    let seen = |m: &Mapped| {
        let texts = rows.iter().filter_map(|row| row.at(m.col).and_then(super::held::HeldCell::text));
        texts.filter_map(value::mark).fold((false, false), |(point, comma), mark| match mark {
            Mark::Point => (true, comma),
            Mark::Comma => (point, true),
        })
    };
    let proofs: Vec<(bool, bool)> =
        header.mapped.iter().map(|m| if is_numeric(columns, m) { seen(m) } else { (false, false) }).collect();
    let all = proofs.iter().fold((false, false), |all, one| (all.0 || one.0, all.1 || one.1)) == (false, true);
    for (m, proof) in header.mapped.iter_mut().zip(proofs) {
        m.comma = match proof {
            (false, true) => true,
            (false, false) => all,
            (true, _) => false,
        };
    }
    all
}

/// Whether a cell proves another mark than its column is read with.
pub(crate) fn is_other(columns: &[Column], m: &Mapped, cell: Value<'_>) -> bool {
    let Value::Text(text) = cell else { return false };
    let other = if m.comma { ('.', Mark::Point) } else { (',', Mark::Comma) };
    is_numeric(columns, m) && text.contains(other.0) && value::mark(text) == Some(other.1)
}
