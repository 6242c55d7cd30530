//! Call list: who must be seen or called next month, by when and why, the largest stake first; made to be printed.

use crate::analyse::{Call, Why};
use crate::labels::{Labels, fill};
use crate::report::Input;
use crate::report::cells::{
    capital, column, count, count_if, customer_link, customer_rows, money, segment, text, text_or, wrapped,
};
use crate::report::model::{Block, Cell, Sheet, Table};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let month = input.review.period.month.plus(1).to_string();
    let subtitle = fill(l.sub_calls, &[("month", month)]);
    super::sheet("calls", l.sheet_calls, &subtitle, vec![Block::Table(table(input))])
}

fn table(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let available = review.available;
    let known = available.visits || available.callbacks;
    let calls: Vec<&Call> = review.calls.iter().filter(|_| known).collect();
    let rows = calls
        .iter()
        .map(|call| {
            let c = &review.customers[call.customer];
            let day = |d: Option<chrono::NaiveDate>| d.map_or(Cell::Empty, Cell::Date);
            vec![
                customer_link(input, &links, c.party),
                text_or(c.caretaker.as_deref()),
                segment(l, c.class.segment),
                count_if(available.callbacks, call.calls),
                day(call.call_by),
                count(call.visits),
                day(call.visit_by),
                text(capital(&why(l, &call.why))),
                money(call.stake),
            ]
        })
        .collect();
    let mut total = vec![Cell::Empty; 9];
    total[0] = text(l.total);
    total[3] = count_if(available.callbacks, calls.iter().map(|c| c.calls).sum::<u32>());
    total[5] = count(calls.iter().map(|c| c.visits).sum::<u32>());
    Table {
        id: "calls",
        heading: None,
        caption: Some(l.caption_calls.to_owned()),
        columns: vec![
            column(l, "customer", 30),
            column(l, "caretaker", 12),
            column(l, "segment", 14),
            column(l, "calls_next", 11),
            column(l, "call_by", 13),
            column(l, "visits_next", 11),
            column(l, "visit_by", 13),
            wrapped(l, "why", 68),
            column(l, "stake", 16),
        ],
        total: (!calls.is_empty()).then_some(total),
        rows,
        main: true,
        empty: if known { l.no_calls } else { l.no_coverage }.to_owned(),
    }
}

/// The reasons in words; without any, its turn has come.
fn why(l: &Labels, reasons: &[Why]) -> String {
    if reasons.is_empty() {
        return l.why_turn.to_owned();
    }
    let said = |reason: &Why| match reason {
        Why::NeverCalled => l.why_never_called.to_owned(),
        Why::CallOverdue { last, days } => fill(l.why_call_overdue, &[("last", last.to_string()), ("days", days.to_string())]),
        Why::VisitsMissed { done, due } => fill(l.why_visits_missed, &[("done", done.to_string()), ("due", due.to_string())]),
        Why::Overdue(amount) => fill(l.why_overdue, &[("amount", l.short(*amount))]),
        Why::Falling => l.why_falling.to_owned(),
        Why::Complaints(n) => fill(l.why_complaints, &[("n", n.to_string())]),
    };
    reasons.iter().map(said).collect::<Vec<_>>().join(l.list_semicolon)
}
