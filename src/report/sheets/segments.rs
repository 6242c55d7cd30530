//! Segments: how many customers and how much sales in each, who moved since last month, and the ABC classes.

use crate::analyse::{Abc, Segment};
use crate::report::Input;
use crate::report::cells::{
    bar, by_sales, column, count, customer_link, customer_rows, money, money_or, segment, share_or, text,
};
use crate::report::model::{Block, Cell, Column, Shade, Sheet, Table, Tone};
use crate::units::Money;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let blocks = vec![
        Block::Charts(vec!["quadrant", "pareto_customers"]),
        Block::Table(summary(input)),
        Block::Table(abc_summary(input)),
        Block::Table(matrix(input)),
        Block::Table(movers(input)),
    ];
    super::sheet("segments", l.sheet_segments, l.sub_segments, blocks)
}

fn summary(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let total: Money = review.customers.iter().map(|c| c.sales_window).sum();
    let rows = Segment::ALL
        .iter()
        .map(|s| {
            let of: Vec<_> = review.customers.iter().filter(|c| c.class.segment == *s).collect();
            let before = review.customers.iter().filter(|c| c.class_before.segment == *s).count();
            let sales: Money = of.iter().map(|c| c.sales_window).sum();
            vec![
                segment(l, *s),
                count(of.len()),
                count(before),
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
            count(review.customers.len()),
            money(total),
            Cell::Empty,
            Cell::Empty,
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
            vec![text(l.word(class.code())), count(of.len()), count(before), money(sales), share_or(sales.ratio_of(total))]
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
        total: None,
        main: false,
        empty: l.none_of_input.to_owned(),
    }
}

fn matrix(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let mut columns = vec![column(l, "from", 30)];
    columns.extend(Segment::ALL.iter().map(|s| Column {
        header: l.word(s.code()).to_owned(),
        help: None,
        width: 14,
        wrap: false,
        shade: Shade::Heat(Tone::Accent),
    }));
    let rows = Segment::ALL
        .iter()
        .map(|from| {
            let mut row = vec![segment(l, *from)];
            row.extend(Segment::ALL.iter().map(|to| {
                let cell = review.movement.moves.iter().find(|m| m.from == *from && m.to == *to);
                cell.map_or(Cell::Empty, |m| count(m.customers))
            }));
            row
        })
        .collect();
    Table {
        id: "movement",
        heading: Some(l.table_matrix.to_owned()),
        caption: Some(l.caption_matrix.to_owned()),
        columns,
        rows,
        total: None,
        main: false,
        empty: l.none_of_input.to_owned(),
    }
}

fn movers(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let rows = by_sales(input)
        .into_iter()
        .map(|i| &review.customers[i])
        .filter(|c| c.class.segment != c.class_before.segment)
        .map(|c| {
            vec![
                customer_link(input, &links, c.party),
                segment(l, c.class_before.segment),
                segment(l, c.class.segment),
                money(c.class_before.sales),
                money(c.class.sales),
                money_or(c.class.demand),
                share_or(c.class_before.share),
                share_or(c.class.share),
            ]
        })
        .collect();
    Table {
        id: "movers",
        heading: Some(l.table_movers.to_owned()),
        caption: Some(l.caption_movers.to_owned()),
        columns: vec![
            column(l, "customer", 30),
            column(l, "segment_prev", 14),
            column(l, "segment", 14),
            column(l, "sales_window_prev", 18),
            column(l, "sales_window", 18),
            column(l, "demand", 16),
            column(l, "share_prev", 11),
            column(l, "share", 11),
        ],
        rows,
        total: None,
        main: true,
        empty: l.no_movers.to_owned(),
    }
}
