//! `movement.csv`: the from-to matrix of segments since the month before.

use super::{CsvTable, Input, count, money, text};

pub(super) fn table(input: &Input<'_>) -> CsvTable {
    let rows = input
        .review
        .movement
        .moves
        .iter()
        .map(|m| vec![text(m.from.code()), text(m.to.code()), count(m.customers), money(m.sales)])
        .collect();
    CsvTable { file: "tables/movement.csv", header: vec!["from", "to", "customers", "sales_window"], rows }
}
