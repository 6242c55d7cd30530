//! Segments: how many customers and how much sales in each, who moved since last month, and the ABC classes.

use crate::analyse::{Abc, Segment};
use crate::labels::fill;
use crate::report::Input;
use crate::report::cells::{bar, column, count, count_if, line, money, segment, share_or, text};
use crate::report::model::{Block, Cell, Sheet, Table, Tone};
use crate::units::Money;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let mut blocks = vec![
        Block::Charts(vec!["sales_trend", "quadrant", "top_customers"]),
        Block::Table(summary(input)),
        Block::Table(abc_summary(input)),
    ];
    blocks.extend(bands(input));
    blocks.extend(super::movers::blocks(input));
    super::sheet("segments", l.sheet_segments, l.sub_segments, blocks)
}

fn summary(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let total: Money = review.customers.iter().map(|c| c.sales_window).sum();
    // Without any demand nobody can be told apart: the other segments are unknown, not empty.
    let known = review.customers.iter().any(|c| c.class.demand.is_some());
    let rows = Segment::ALL
        .iter()
        .map(|s| {
            let of: Vec<_> = review.customers.iter().filter(|c| c.class.segment == *s).collect();
            let before = review.customers.iter().filter(|c| c.class_before.segment == *s).count();
            let sales: Money = of.iter().map(|c| c.sales_window).sum();
            if !known && *s != Segment::Unclassified {
                let mut row = vec![Cell::Unknown; 6];
                row[0] = segment(l, *s);
                return row;
            }
            vec![
                segment(l, *s),
                count(of.len()),
                count_if(review.before_known, before),
                money(sales),
                share_or(sales.ratio_of(total)),
                money(of.iter().map(|c| c.class.volume).sum()),
            ]
        })
        .collect();
    Table {
        id: "segments",
        heading: Some(l.table_segments.to_owned()),
        caption: None,
        columns: vec![
            column(l, "segment", 30),
            column(l, "customers_n", 13),
            column(l, "customers_before", 16),
            bar(l, "sales_window", 18, Tone::Accent),
            column(l, "share_of_sales", 14),
            column(l, "volume", 18),
        ],
        rows,
        total: Some(vec![
            text(l.total),
            count(review.customers.len()),
            count_if(review.before_known, review.customers.len()),
            money(total),
            whole(total),
            money(review.customers.iter().map(|c| c.class.volume).sum()),
        ]),
        main: false,
        empty: l.none_of_input.to_owned(),
    }
}

fn abc_summary(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let total: Money = review.customers.iter().map(|c| c.sales_window).sum();
    let rows = Abc::ALL
        .iter()
        .map(|class| {
            let of: Vec<_> = review.customers.iter().filter(|c| c.class.abc == *class).collect();
            let before = review.customers.iter().filter(|c| c.class_before.abc == *class).count();
            let sales: Money = of.iter().map(|c| c.sales_window).sum();
            vec![
                text(l.word(class.code())),
                count(of.len()),
                count_if(review.before_known, before),
                money(sales),
                share_or(sales.ratio_of(total)),
            ]
        })
        .collect();
    Table {
        id: "abc",
        heading: Some(l.table_abc.to_owned()),
        caption: None,
        columns: vec![
            column(l, "abc", 30),
            column(l, "customers_n", 13),
            column(l, "customers_before", 16),
            bar(l, "sales_window", 18, Tone::Accent),
            column(l, "share_of_sales", 14),
        ],
        rows,
        total: Some(vec![
            text(l.total),
            count(review.customers.len()),
            count_if(review.before_known, review.customers.len()),
            money(total),
            whole(total),
        ]),
        main: false,
        empty: l.none_of_input.to_owned(),
    }
}

/// All of a sum as a share of it.
fn whole(total: Money) -> Cell {
    share_or(total.ratio_of(total))
}

/// A band at the cut-offs in force: whoever stands near one keeps last month's side, which the figures alone do not show.
fn bands(input: &Input<'_>) -> Option<Block> {
    let (l, rules) = (input.labels, &input.config.classify);
    let note = |template: &str, band: f64| {
        let points = format!("{:.1}", band * 100.0);
        (band > 0.0).then(|| line(fill(template, &[("points", points)]), Tone::Watch, None))
    };
    let lines: Vec<_> = note(l.note_band, rules.band).into_iter().chain(note(l.note_share_band, rules.share_band)).collect();
    (!lines.is_empty()).then_some(Block::Text { heading: None, lines })
}
