//! Credit: grades, ageing, how each score came about, and whose grade changed.

use crate::analyse::Grade;
use crate::analyse::credit::COMPONENTS;
use crate::report::Input;
use crate::report::cells::{
    bar, by_sales, column, count, customer_link, customer_rows, grade, money, money_or, score_or, share_or, text, tier,
};
use crate::report::charts::ageing_classes;
use crate::report::model::{Block, Cell, Column, Shade, Sheet, Table, Tone};
use crate::units::Money;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let blocks = vec![
        Block::Charts(vec!["ageing"]),
        Block::Table(grades(input)),
        Block::Table(moves(input)),
        Block::Table(customers(input)),
    ];
    super::sheet("credit", l.sheet_credit, l.sub_credit, blocks)
}

fn grades(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let known = review.available.payments;
    let rows = Grade::ALL
        .iter()
        .filter(|_| known)
        .map(|g| {
            let of: Vec<_> = review.customers.iter().filter(|c| c.credit.grade == *g).collect();
            let before = review.customers.iter().filter(|c| c.credit_before.grade == *g).count();
            let mut row = vec![grade(l, *g), count(of.len()), count(before)];
            let ageing = |at: usize| of.iter().filter_map(|c| c.credit.ageing).map(|a| a[at]).sum::<Money>();
            row.extend((0..5).map(|at| money(ageing(at))));
            row.push(money(of.iter().filter_map(|c| c.credit.open).sum()));
            row
        })
        .collect();
    let mut columns = vec![column(l, "credit_grade", 30), column(l, "customers_n", 13), column(l, "customers_before", 16)];
    columns.extend(ageing_classes(l).into_iter().map(|header| Column {
        header,
        help: None,
        width: 16,
        wrap: false,
        shade: Shade::None,
    }));
    columns.push(bar(l, "receivable_open", 17, Tone::Accent));
    Table {
        id: "grades",
        heading: Some(l.table_grades.to_owned()),
        caption: None,
        columns,
        rows,
        total: None,
        main: false,
        empty: l.no_payments.to_owned(),
    }
}

fn moves(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let rows = by_sales(input)
        .into_iter()
        .map(|i| &review.customers[i])
        .filter(|c| c.credit.grade != c.credit_before.grade)
        .map(|c| {
            vec![
                customer_link(input, &links, c.party),
                grade(l, c.credit_before.grade),
                grade(l, c.credit.grade),
                score_or(c.credit_before.score),
                score_or(c.credit.score),
                money_or(c.credit.open),
                money_or(c.credit.overdue),
            ]
        })
        .collect();
    Table {
        id: "grade_moves",
        heading: Some(l.table_grade_moves.to_owned()),
        caption: None,
        columns: vec![
            column(l, "customer", 30),
            column(l, "credit_grade_prev", 13),
            column(l, "credit_grade", 16),
            column(l, "credit_score_prev", 16),
            column(l, "credit_score", 16),
            column(l, "receivable_open", 16),
            column(l, "overdue", 16),
        ],
        rows,
        total: None,
        main: false,
        empty: l.no_grade_moves.to_owned(),
    }
}

fn customers(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let rows = by_sales(input)
        .into_iter()
        .map(|i| &review.customers[i])
        .filter(|_| review.available.payments)
        .map(|c| {
            let mut row = vec![
                customer_link(input, &links, c.party),
                grade(l, c.credit.grade),
                score_or(c.credit.score),
                count(c.credit.invoices),
            ];
            row.extend(c.credit.components.iter().map(|k| score_or(k.points)));
            row.extend([
                money_or(c.credit.open),
                money_or(c.credit.overdue),
                c.credit_limit.map_or(Cell::Empty, money),
                share_or(c.credit_limit.and_then(|limit| c.credit.open?.ratio_of(limit))),
                c.credit.dso.map_or(Cell::Unknown, |d| Cell::Number(d, 0)),
                tier(c.class.tier_held_back.unwrap_or(crate::analyse::Tier::None)),
                text(
                    c.credit
                        .components
                        .iter()
                        .filter(|k| k.points.is_some())
                        .map(|k| l.word(k.name))
                        .collect::<Vec<_>>()
                        .join(", "),
                ),
            ]);
            row
        })
        .collect();
    let mut columns =
        vec![column(l, "customer", 30), column(l, "credit_grade", 13), column(l, "credit_score", 16), column(l, "invoices", 16)];
    columns.extend(COMPONENTS.iter().map(|name| column(l, name, 16)));
    columns.extend([
        column(l, "receivable_open", 17),
        column(l, "overdue", 16),
        column(l, "credit_limit", 16),
        column(l, "limit_used", 12),
        column(l, "dso", 9),
        column(l, "tier_held_back", 11),
        column(l, "credit_components", 62),
    ]);
    Table {
        id: "credit",
        heading: Some(l.table_credit.to_owned()),
        caption: Some(l.caption_credit.to_owned()),
        columns,
        rows,
        total: None,
        main: true,
        empty: l.no_payments.to_owned(),
    }
}
