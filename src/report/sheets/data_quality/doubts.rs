//! What a person has to decide: records stated twice, customers the master does not know, months that lack rows.

use super::{LISTED, of_all};
use crate::clean::{Alike, Basis, Conflict, Difference, LookAlike, Place, Stranger, ThinMonth};
use crate::labels::problems::{add_to_master, alias_line, field};
use crate::report::Input;
use crate::report::cells::{column, count, money, text, wide, wrapped};
use crate::report::model::{Cell, Table};
use crate::tables::TableId;

/// Each pair of records side by side: the one that counts, and the one that was set aside.
pub(super) fn conflicts(input: &Input<'_>) -> Table {
    let l = input.labels;
    let all = &input.account.conflicts;
    let row = |conflict: &Conflict| {
        let line = |d: &Difference, value: &str| {
            l.stated(&field(l, conflict.table, d.column), if value.is_empty() { "–" } else { value })
        };
        let kept = conflict.differences.iter().map(|d| line(d, &d.kept));
        let dropped = conflict.differences.iter().map(|d| line(d, &d.dropped));
        vec![
            text(placed(&conflict.kept, kept)),
            text(placed(&conflict.dropped, dropped)),
            text(&conflict.id),
            text(l.word(conflict.table.name())),
            text(l.word(match conflict.basis {
                Basis::LaterName => "later_name",
                Basis::EarlierName => "earlier_name",
                Basis::Fuller => "fuller",
                Basis::Both => "both",
                Basis::Apart => "apart",
            })),
        ]
    };
    Table {
        id: "conflicts",
        heading: Some(l.table_conflicts.to_owned()),
        caption: Some(if all.len() > LISTED { of_all(input, all.len()) } else { l.caption_conflicts.to_owned() }),
        columns: vec![
            wrapped(l, "kept", 44),
            wrapped(l, "set_aside", 40),
            wrapped(l, "record_id", 14),
            column(l, "table", 12),
            wrapped(l, "basis", 12),
        ],
        rows: all.iter().take(LISTED).map(row).collect(),
        total: None,
        main: false,
        empty: l.no_conflicts.to_owned(),
    }
}

/// Where a record stands, and below it what it says differently.
fn placed(place: &Place, values: impl Iterator<Item = String>) -> String {
    let mut lines = vec![format!("{} › {} › {}", place.file, place.sheet, place.row)];
    lines.extend(values);
    lines.join("\n")
}

/// Each pair of names with the line that makes one customer of it.
pub(super) fn look_alikes(input: &Input<'_>) -> Table {
    let l = input.labels;
    let all = &input.account.look_alikes;
    let named = |alike: &Alike| match &alike.id {
        Some(id) => text(l.in_brackets(&alike.name, id)),
        None => text(&alike.name),
    };
    let row = |pair: &LookAlike| -> Vec<Cell> {
        vec![named(&pair.one), named(&pair.other), text(l.word(pair.likeness.name())), text(alias_line(pair))]
    };
    Table {
        id: "look_alikes",
        heading: Some(l.table_alike.to_owned()),
        caption: Some(if all.len() > LISTED { of_all(input, all.len()) } else { l.caption_alike.to_owned() }),
        columns: vec![
            wrapped(l, "customer", 44),
            wrapped(l, "other_customer", 40),
            wrapped(l, "basis", 14),
            wide(l, "alias_line", 12, 4),
        ],
        rows: all.iter().take(LISTED).map(row).collect(),
        total: None,
        main: false,
        empty: l.no_alike.to_owned(),
    }
}

/// Every one of them, however many: the problems only name the largest.
pub(super) fn strangers(input: &Input<'_>) -> Table {
    let l = input.labels;
    let row = |s: &Stranger| {
        vec![
            text(&s.name),
            text(add_to_master(l, &s.name)),
            count(s.orders),
            money(s.order_amount),
            count(s.visits),
            count(s.expenses),
            money(s.expense_amount),
            count(s.callbacks),
        ]
    };
    let mut all: Vec<&Stranger> = input.account.strangers.iter().collect();
    all.sort_by(|a, b| b.order_amount.cmp(&a.order_amount).then(b.expense_amount.cmp(&a.expense_amount)).then(a.key.cmp(&b.key)));
    let master = input.account.files.iter().flat_map(|f| &f.sheets).any(|s| s.table == Some(TableId::Customers));
    Table {
        id: "strangers",
        heading: Some(l.table_strangers.to_owned()),
        caption: Some(l.caption_strangers.to_owned()),
        columns: vec![
            wrapped(l, "customer", 44),
            wrapped(l, "hint", 40),
            column(l, "orders_n", 14),
            column(l, "order_amount", 12),
            column(l, "visits_n", 12),
            column(l, "expenses_n", 13),
            column(l, "expense_amount", 13),
            column(l, "callbacks_n", 13),
        ],
        rows: all.into_iter().map(row).collect(),
        total: None,
        main: false,
        empty: if master { l.no_strangers } else { l.no_master }.to_owned(),
    }
}

pub(super) fn thin_months(input: &Input<'_>) -> Table {
    let l = input.labels;
    let row = |thin: &ThinMonth| -> Vec<Cell> {
        vec![text(l.word(thin.table.name())), text(thin.month.to_string()), count(thin.rows), count(thin.usual)]
    };
    Table {
        id: "thin_months",
        heading: Some(l.table_thin.to_owned()),
        caption: Some(l.caption_thin.to_owned()),
        columns: vec![column(l, "table", 44), column(l, "month", 40), column(l, "rows_n", 14), column(l, "rows_usual", 12)],
        rows: input.account.thin_months.iter().map(row).collect(),
        total: None,
        main: false,
        empty: l.no_thin.to_owned(),
    }
}
