//! Coverage: visits and callbacks due and done, who was neither seen nor called, and what visits were followed by.

use crate::analyse::{CustomerReview, Segment};
use crate::report::Input;
use crate::report::cells::{by_sales, column, count, count_if, customer_link, customer_rows, money, segment, share_or, text_or};
use crate::report::model::{Block, Cell, Sheet, Table};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let blocks = vec![
        Block::Charts(vec!["coverage"]),
        Block::Table(segments(input)),
        Block::Table(unattended(input)),
        Block::Table(customers(input)),
    ];
    super::sheet("coverage", l.sheet_coverage, l.sub_coverage, blocks)
}

fn segments(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let available = review.available;
    let rows = Segment::ALL
        .iter()
        .map(|s| {
            let of: Vec<&CustomerReview> =
                review.customers.iter().filter(|c| c.class.segment == *s && c.coverage.active).collect();
            let sum = |pick: fn(&CustomerReview) -> u32| of.iter().map(|c| pick(c)).sum::<u32>();
            let (due, done) = (sum(|c| c.coverage.visits_due), sum(|c| c.coverage.visits_month.min(c.coverage.visits_due)));
            let (weeks_due, weeks_met) = (sum(|c| c.coverage.weeks_due), sum(|c| c.coverage.weeks_met));
            let rate = |part: u32, whole: u32| (whole > 0).then(|| f64::from(part) / f64::from(whole));
            let called = of.iter().filter(|c| c.coverage.callbacks_month > 0).count();
            vec![
                segment(l, *s),
                count(of.len()),
                count_if(available.visits, due),
                count_if(available.visits, done),
                if available.visits { share_or(rate(done, due)) } else { Cell::Unknown },
                count_if(available.callbacks, called),
                count_if(available.callbacks, weeks_due),
                count_if(available.callbacks, weeks_met),
                if available.callbacks { share_or(rate(weeks_met, weeks_due)) } else { Cell::Unknown },
            ]
        })
        .collect();
    Table {
        id: "coverage_segments",
        heading: Some(l.table_coverage_segments.to_owned()),
        caption: None,
        columns: vec![
            column(l, "segment", 30),
            column(l, "active_n", 14),
            column(l, "visits_due", 12),
            column(l, "visits_done", 12),
            column(l, "visits_rate", 12),
            column(l, "called_n", 12),
            column(l, "weeks_due", 13),
            column(l, "weeks_met", 13),
            column(l, "weeks_rate", 13),
        ],
        rows,
        total: None,
        main: false,
        empty: l.no_coverage.to_owned(),
    }
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
                text_or(c.owner.as_deref()),
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
            column(l, "owner", 14),
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
            let followed = |n: u32| share_or(crate::analyse::statistics::share(n.into(), v.visits_window.into()));
            vec![
                customer_link(input, &links, c.party),
                text_or(c.owner.as_deref()),
                segment(l, c.class.segment),
                count_if(available.visits, v.visits_due),
                count_if(available.visits, v.visits_month),
                count_if(available.callbacks, v.callbacks_month),
                count_if(available.callbacks, v.weeks_due),
                count_if(available.callbacks, v.weeks_met),
                v.last_visit.map_or(Cell::Unknown, Cell::Date),
                v.last_callback.map_or(Cell::Unknown, Cell::Date),
                count_if(available.visits, v.visits_window),
                followed(v.orders_same_day),
                followed(v.orders_within),
            ]
        })
        .collect();
    Table {
        id: "coverage",
        heading: Some(l.table_coverage.to_owned()),
        caption: Some(l.caption_coverage.to_owned()),
        columns: vec![
            column(l, "customer", 30),
            column(l, "owner", 14),
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
