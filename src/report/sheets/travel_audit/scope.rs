//! What was audited: the month, the policies in force, and every file, row and amount that was read for it.

use std::collections::BTreeSet;

use crate::clean::ControlTotal;
use crate::config::Policies;
use crate::labels::fill;
use crate::report::cells::{column, count, text};
use crate::report::model::{Block, Cell, Line, Table, Target, Tone};
use crate::report::{Input, notices};
use crate::tables::{TableId, expenses};

/// Period, policy and calendar in words.
pub(super) fn words(input: &Input<'_>) -> Block {
    let (l, period) = (input.labels, input.review.period);
    let line = |text: String| Line { text, tone: Tone::Neutral, link: None };
    let mut lines = vec![
        line(fill(
            l.scope_period,
            &[
                ("first", period.month.first_day().to_string()),
                ("last", period.as_of.to_string()),
                ("currency", l.word(&input.config.currency).to_owned()),
            ],
        )),
        line(l.scope_all.to_owned()),
    ];
    lines.extend(notices::unread_line(input));
    let policies = Policies::new(&input.config.policy);
    for (from, policy) in policies.versions() {
        let values = [
            ("name", l.word(&policy.name).to_owned()),
            ("from", from.map_or_else(|| l.scope_always.to_owned(), |d| d.to_string())),
        ];
        lines.push(line(fill(l.scope_policy, &values)));
    }
    lines.push(Line { link: Some(Target::Sheet("method")), ..line(l.scope_method.to_owned()) });
    Block::Text { heading: Some(l.scope.to_owned()), lines }
}

/// Rows and money read, by table: read = accepted + rejected + skipped.
pub(super) fn read(input: &Input<'_>) -> Table {
    let (l, account) = (input.labels, input.account);
    let rows =
        [TableId::Visits, TableId::Expenses, TableId::Orders, TableId::Callbacks, TableId::Customers, TableId::Dispositions]
            .into_iter()
            .filter(|table| input.tables.has(*table))
            .map(|table| {
                let rows = account.rows_of(table);
                let files: BTreeSet<&str> = account
                    .files
                    .iter()
                    .filter(|f| f.sheets.iter().any(|s| s.table == Some(table)))
                    .map(|f| f.file.as_str())
                    .collect();
                let total = account.stated_totals().find(|t| t.table == table && t.column == expenses::AMOUNT);
                let minor = |x: i128| i64::try_from(x).map_or(Cell::Unknown, Cell::Money);
                let amount = |pick: fn(&ControlTotal) -> i128| total.map_or(Cell::Empty, |t| minor(pick(t)));
                let sound = rows.reconciles() && total.is_none_or(ControlTotal::reconciles);
                let sheets = || account.files.iter().flat_map(|f| &f.sheets);
                let whole = sheets().all(|s| s.table != Some(table) || s.problem.is_none());
                let (word, tone) = match (sound, whole) {
                    (false, _) => (l.no, Tone::Bad),
                    // What was read adds up, and there was more to read.
                    (true, false) => (l.in_part, Tone::Bad),
                    (true, true) => (l.yes, Tone::Good),
                };
                vec![
                    text(l.word(table.name())),
                    count(files.len() as u64),
                    count(rows.seen),
                    count(rows.accepted),
                    count(rows.rejected),
                    count(rows.skipped()),
                    amount(|t| t.flow.seen),
                    amount(|t| t.flow.accepted),
                    amount(|t| t.flow.rejected),
                    amount(|t| t.flow.skipped),
                    Cell::Tag(word.to_owned(), tone),
                ]
            })
            .collect();
    Table {
        id: "audit_scope",
        heading: Some(l.table_scope.to_owned()),
        caption: Some(l.caption_scope.to_owned()),
        columns: vec![
            column(l, "table", 16),
            column(l, "files_n", 8),
            column(l, "rows_seen", 11),
            column(l, "rows_accepted", 11),
            column(l, "rows_rejected", 11),
            column(l, "rows_skipped", 9),
            column(l, "amount_read", 15),
            column(l, "amount_accepted", 15),
            column(l, "amount_rejected", 13),
            column(l, "amount_skipped", 13),
            column(l, "reconciles", 11),
        ],
        rows,
        total: None,
        main: false,
        empty: l.none_of_input.to_owned(),
    }
}
