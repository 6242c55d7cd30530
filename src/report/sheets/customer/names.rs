//! The names by which formulas find the figures of the workbook, for the Method sheet.

use crate::labels::fill;
use crate::labels::picker::texts;
use crate::report::Input;
use crate::report::cells::text;
use crate::report::model::{Block, Cell, Column, Detail, Shade, Sheet, Table};

/// Every name with what it stands for; `sheets` are those that are written.
pub(in crate::report::sheets) fn table(input: &Input<'_>, sheets: &[Sheet]) -> Table {
    let t = texts(input.labels);
    let column = |header: &str, help: &str, width| Column {
        header: header.to_owned(),
        help: Some(help.to_owned()),
        width,
        span: 1,
        wrap: true,
        paper: true,
        detail: Detail::No,
        shade: Shade::None,
    };
    let rows = sheets.iter().flat_map(|sheet| sheet.blocks.iter().map(move |block| (sheet, block)));
    Table {
        id: "names",
        heading: Some(t.names.to_owned()),
        caption: Some(t.names_caption.to_owned()),
        columns: vec![column(t.name, t.name_help, 26), column(t.stands_for, t.stands_for_help, 100)],
        rows: rows.flat_map(|(sheet, block)| of(input, sheet, block)).collect(),
        total: None,
        main: false,
        empty: String::new(),
    }
}

fn of(input: &Input<'_>, sheet: &Sheet, block: &Block) -> Vec<Vec<Cell>> {
    let t = texts(input.labels);
    let on = ("sheet", sheet.name.clone());
    let row = |name: &str, what: String| vec![text(name), text(what)];
    match block {
        Block::Picker(picker) if !picker.items.is_empty() => vec![
            row("ka_customer", fill(t.name_picked, std::slice::from_ref(&on))),
            row("ka_customer_names", t.name_list.to_owned()),
        ],
        Block::Cards(cards) => cards
            .iter()
            .filter(|card| !card.name.is_empty())
            .map(|card| row(card.name, fill(t.name_card, &[("label", card.label.clone()), on.clone()])))
            .collect(),
        Block::Table(table) => {
            table.range_name().map(|name| row(&name, fill(t.name_table, std::slice::from_ref(&on)))).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
