//! `rejects.csv`: every row that could not be used, with the cell to mend.

use super::{CsvTable, Input, count, text};

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
                text(format!("{}: {}", r.cell(), input.labels.word(r.first.reason.code()))),
            ]
        })
        .collect();
    CsvTable { file: "tables/rejects.csv", header: HEADER.to_vec(), rows }
}
