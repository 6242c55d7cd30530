//! Outlines: columns that are details of another one can be folded away.

use super::page::Page;
use super::plan::{Chunk, Part};
use crate::draw::error::DrawError;
use crate::report::model::{Column, Detail};

/// Groups the details of a table that has its tab for itself; elsewhere a folded column would take parts of its neighbours above
/// and below with it.
pub(crate) fn draw(page: &mut Page, chunk: &Chunk) -> Result<(), DrawError> {
    let alone = page.tab.parts.iter().all(|part| match part {
        Part::Table(other) => other.table.id == chunk.table.id,
        Part::Gap { .. } | Part::Heading { .. } | Part::Lines { .. } => true,
        _ => false,
    });
    let details: Vec<Detail> = chunk.table.columns.iter().map(|c: &Column| c.detail).collect();
    if !alone || chunk.table.rows.is_empty() || details.iter().all(|detail| *detail == Detail::No) {
        return Ok(());
    }
    // The sign to unfold stands over the column that sums up the group.
    page.sheet.group_symbols_to_left(!details.contains(&Detail::Part));
    for (from, to) in runs(&details) {
        let (Some(first), Some(last)) = (chunk.columns.get(from), chunk.columns.get(to)) else { continue };
        page.sheet.group_columns(first.first, last.last)?;
        if details[from] == Detail::Folded {
            for column in first.first..=last.last {
                page.sheet.set_column_hidden(column)?;
            }
        }
    }
    Ok(())
}

/// First and last of the columns of one kind that stand side by side.
fn runs(details: &[Detail]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, detail) in details.iter().enumerate().filter(|(_, detail)| **detail != Detail::No) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == at && details[*last] == *detail => *last = at,
            _ => runs.push((at, at)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use Detail::{Folded, No, Open};

    #[test]
    fn columns_side_by_side_are_one_group() {
        assert_eq!(runs(&[No, Open, Open, No, Folded, Open]), [(1, 2), (4, 4), (5, 5)]);
        assert_eq!(runs(&[No, No]), []);
    }
}
