//! `rejects.csv`: every row that could not be used, with the cell to mend.

use super::{CsvTable, Input, count, text};
use crate::labels::problems::reject;

const HEADER: [&str; 8] = ["table", "file", "sheet", "row", "column", "value", "reason", "message"];

pub(super) fn table(input: &Input<'_>) -> CsvTable {
    let rows = input
        .account
        .rejects
        .iter()
        .map(|r| {
            vec![
                text(r.table.name()),
                text(&r.file),
                text(&r.sheet),
                count(r.row),
                text(r.first.column),
                text(&r.first.value),
                text(r.first.reason.code()),
                text(reject(input.labels, r)),
            ]
        })
        .collect();
    CsvTable { file: "tables/rejects.csv", header: HEADER.to_vec(), rows }
}
