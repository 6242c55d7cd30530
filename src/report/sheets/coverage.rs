//! Coverage: visits and callbacks due and met by segment and owner, who was neither seen nor called, and each customer's part.

use super::value;
use crate::analyse::statistics::share;
use crate::analyse::{Duty, Segment};
use crate::report::Input;
use crate::report::cells::{
    by_sales, column, count, count_if, customer_link, customer_rows, duties_by_owner, money, segment, share_or, text, text_or,
};
use crate::report::model::{Block, Cell, Sheet, Table};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let mut blocks = vec![Block::Charts(vec!["coverage", "visits_by_owner"])];
    blocks.extend(value::blocks(input));
    blocks.extend([
        Block::Table(segments(input)),
        Block::Table(owners(input)),
        Block::Table(unattended(input)),
        Block::Table(value::travel(input)),
        Block::Table(customers(input)),
    ]);
    super::sheet("coverage", l.sheet_coverage, l.sub_coverage, blocks)
}

/// What was due and met, as cells: customers, visits, calls, and who was neither seen nor called.
fn duty(input: &Input<'_>, duty: &Duty) -> Vec<Cell> {
    let available = input.review.available;
    let rate = |known: bool, met: u32, due: u32| if known { share_or(share(met.into(), due.into())) } else { Cell::Unknown };
    vec![
        count(duty.customers),
        count_if(available.visits, duty.visits_due),
        count_if(available.visits, duty.visits_met),
        rate(available.visits, duty.visits_met, duty.visits_due),
        count_if(available.callbacks, duty.calls_due),
        count_if(available.callbacks, duty.calls_met),
        rate(available.callbacks, duty.calls_met, duty.calls_due),
        count_if(available.visits && available.callbacks, duty.unattended),
    ]
}

fn duties(input: &Input<'_>, (id, heading, caption): (&'static str, &str, &str), key: &str, groups: Vec<(Cell, Duty)>) -> Table {
    let (l, available) = (input.labels, input.review.available);
    let known = available.visits || available.callbacks;
    let mut all = Duty::default();
    input.review.customers.iter().for_each(|c| all.add(c));
    let row = |first: Cell, own: &Duty| std::iter::once(first).chain(duty(input, own)).collect::<Vec<Cell>>();
    Table {
        id,
        heading: Some(heading.to_owned()),
        caption: Some(caption.to_owned()),
        columns: vec![
            column(l, key, 30),
            column(l, "active_n", 14),
            column(l, "visits_due", 14),
            column(l, "visits_done", 13),
            column(l, "visits_rate", 13),
            column(l, "calls_due", 13),
            column(l, "calls_met", 13),
            column(l, "calls_rate", 13),
            column(l, "unattended_n", 13),
        ],
        rows: groups.into_iter().filter(|_| known).map(|(first, own)| row(first, &own)).collect(),
        total: known.then(|| row(text(l.total), &all)),
        main: false,
        empty: l.no_coverage.to_owned(),
    }
}

fn segments(input: &Input<'_>) -> Table {
    let l = input.labels;
    let groups = Segment::ALL.iter().map(|s| {
        let mut own = Duty::default();
        input.review.customers.iter().filter(|c| c.class.segment == *s).for_each(|c| own.add(c));
        (segment(l, *s), own)
    });
    duties(input, ("coverage_segments", l.table_coverage_segments, l.caption_duties), "segment", groups.collect())
}

fn owners(input: &Input<'_>) -> Table {
    let l = input.labels;
    let groups = duties_by_owner(input).into_iter().map(|(name, own)| (text(name), own)).collect();
    duties(input, ("coverage_owners", l.table_duties_owner, l.caption_owners), "caretaker", groups)
}

fn unattended(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let known = review.available.visits && review.available.callbacks;
    let rows = by_sales(input)
        .into_iter()
        .map(|i| &review.customers[i])
        .filter(|c| known && c.coverage.unattended())
        .map(|c| {
            vec![
                customer_link(input, &links, c.party),
                text_or(c.caretaker.as_deref()),
                segment(l, c.class.segment),
                money(c.sales_window),
                c.coverage.last_visit.map_or(Cell::Unknown, Cell::Date),
                c.coverage.last_callback.map_or(Cell::Unknown, Cell::Date),
            ]
        })
        .collect();
    Table {
        id: "unattended",
        heading: Some(l.table_unattended.to_owned()),
        caption: Some(l.caption_unattended.to_owned()),
        columns: vec![
            column(l, "customer", 30),
            column(l, "caretaker", 14),
            column(l, "segment", 14),
            column(l, "sales_window", 16),
            column(l, "last_visit", 13),
            column(l, "last_callback", 13),
        ],
        rows,
        total: None,
        main: false,
        empty: if known { l.no_unattended } else { l.no_coverage }.to_owned(),
    }
}

fn customers(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let available = review.available;
    let rows = by_sales(input)
        .into_iter()
        .map(|i| &review.customers[i])
        .filter(|c| c.coverage.active && (available.visits || available.callbacks))
        .map(|c| {
            let v = &c.coverage;
            vec![
                customer_link(input, &links, c.party),
                text_or(c.caretaker.as_deref()),
                segment(l, c.class.segment),
                count_if(available.visits, v.visits_due),
                count_if(available.visits, v.visits_month),
                count_if(available.callbacks, v.callbacks_month),
                count_if(available.callbacks, v.weeks_due),
                count_if(available.callbacks, v.weeks_met),
                v.last_visit.map_or(Cell::Unknown, Cell::Date),
                v.last_callback.map_or(Cell::Unknown, Cell::Date),
                count_if(available.visits, v.visits_window),
                share_or(v.same_day_share()),
                share_or(v.within_share()),
            ]
        })
        .collect();
    Table {
        id: "coverage",
        heading: Some(l.table_coverage.to_owned()),
        caption: Some(l.caption_coverage.to_owned()),
        columns: vec![
            column(l, "customer", 30),
            column(l, "caretaker", 14),
            column(l, "segment", 14),
            column(l, "visits_due", 12),
            column(l, "visits_month", 13),
            column(l, "callbacks_month", 13),
            column(l, "weeks_due", 13),
            column(l, "weeks_met", 13),
            column(l, "last_visit", 13),
            column(l, "last_callback", 13),
            column(l, "visits_window", 13),
            column(l, "orders_same_day", 14),
            column(l, "orders_within", 14),
        ],
        rows,
        total: None,
        main: true,
        empty: l.no_coverage.to_owned(),
    }
}
