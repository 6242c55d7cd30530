//! Credit: grades, ageing, change requests, whether the grades can be trusted, and how each score came about.

use super::backtest;
use super::movers::grade_why;
use crate::analyse::credit::{AGEING_CLASSES, COMPONENTS, CompanyCredit};
use crate::analyse::{ChangeRequest, CreditResult, CustomerReview, Grade};
use crate::labels::{Labels, fill};
use crate::report::Input;
use crate::report::cells::{
    bar, by_sales, column, count, count_if, customer_link, customer_rows, grade, money, money_or, off_paper, score_or, share_or,
    text, tier, wide, wrapped,
};
use crate::report::charts::ageing_classes;
use crate::report::model::{Block, Cell, Column, Detail, Shade, Sheet, Table, Tone};
use crate::units::Money;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let mut blocks = vec![
        Block::Charts(vec!["ageing", "late_by_grade"]),
        Block::Table(grades(input)),
        Block::Table(requests(input)),
        Block::Table(backtest::months(input)),
    ];
    blocks.extend(backtest::grades(input).map(Block::Table));
    blocks.push(Block::Table(customers(input)));
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
            let mut row = vec![grade(l, *g), count(of.len()), count_if(review.before_known, before)];
            row.extend(receivables(&of));
            row
        })
        .collect();
    let all: Vec<_> = review.customers.iter().collect();
    let mut total = vec![text(l.total), count(all.len()), count_if(review.before_known, all.len())];
    total.extend(receivables(&all));
    let mut columns = vec![column(l, "credit_grade", 30), column(l, "customers_n", 12), column(l, "customers_before", 12)];
    columns.extend(ageing_classes(l).into_iter().map(|header| Column {
        header,
        help: None,
        width: 12,
        span: 1,
        wrap: false,
        paper: true,
        detail: Detail::No,
        shade: Shade::None,
    }));
    columns.push(bar(l, "receivable_open", 13, Tone::Accent));
    Table {
        id: "grades",
        heading: Some(l.table_grades.to_owned()),
        caption: None,
        columns,
        rows,
        total: known.then_some(total),
        main: false,
        empty: l.no_payments.to_owned(),
    }
}

/// What customers owe by age, and in all.
fn receivables(of: &[&CustomerReview]) -> Vec<Cell> {
    let ageing = |at: usize| of.iter().filter_map(|c| c.credit.ageing).map(|a| a[at]).sum::<Money>();
    let open: Money = of.iter().filter_map(|c| c.credit.open).sum();
    (0..AGEING_CLASSES).map(|at| money(ageing(at))).chain([money(open)]).collect()
}

/// A change request for every grade that changed, with its days.
fn requests(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let day = |d: Option<chrono::NaiveDate>| d.map_or(Cell::Unknown, Cell::Date);
    let rows: Vec<Vec<Cell>> = review
        .change_requests
        .iter()
        .map(|request| {
            let c = &review.customers[request.customer];
            vec![
                customer_link(input, &links, c.party),
                grade(l, request.from),
                grade(l, request.to),
                score_or(c.credit_before.score),
                score_or(c.credit.score),
                day(request.file_by),
                day(request.verify_by),
                money_or(c.credit.open),
                money_or(c.credit.overdue),
                text(grade_why(input, c)),
            ]
        })
        .collect();
    Table {
        id: "grade_moves",
        heading: Some(l.table_grade_moves.to_owned()),
        caption: review.change_requests.first().map(|first| requests_caption(input, first)),
        columns: vec![
            column(l, "customer", 30),
            column(l, "credit_grade_prev", 12),
            column(l, "credit_grade", 12),
            column(l, "credit_score_prev", 12),
            column(l, "credit_score", 12),
            column(l, "file_by", 12),
            column(l, "verify_by", 12),
            column(l, "receivable_open", 12),
            column(l, "overdue", 12),
            wide(l, "why", 60, 7),
        ],
        rows,
        total: None,
        main: false,
        empty: if review.before_known { l.no_grade_moves } else { l.no_month_before }.to_owned(),
    }
}

fn requests_caption(input: &Input<'_>, request: &ChangeRequest) -> String {
    let (l, rules) = (input.labels, &input.config.credit);
    let mut values = vec![
        ("as_of", input.review.period.as_of.to_string()),
        ("file_days", rules.file_days.to_string()),
        ("verify_days", rules.verify_days.to_string()),
    ];
    match (request.file_by, request.verify_by) {
        (Some(file), Some(verify)) => {
            values.extend([("file", file.to_string()), ("verify", verify.to_string())]);
            fill(l.caption_requests, &values)
        }
        _ => fill(l.caption_requests_unknown, &values),
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
                days(c.credit.dso),
                days(c.credit.best_dso),
                days(c.credit.days_delinquent()),
                tier(c.class.tier_held_back.unwrap_or(crate::analyse::Tier::None)),
                text(components(l, &c.credit)),
            ]);
            row
        })
        .collect();
    let mut columns =
        vec![column(l, "customer", 30), column(l, "credit_grade", 12), column(l, "credit_score", 12), column(l, "invoices", 12)];
    columns.extend(COMPONENTS.iter().map(|name| column(l, name, 12)));
    columns.extend([
        column(l, "receivable_open", 12),
        column(l, "overdue", 12),
        column(l, "credit_limit", 12),
        column(l, "limit_used", 12),
        column(l, "dso", 10),
        column(l, "best_dso", 10),
        column(l, "days_delinquent", 12),
        column(l, "tier_held_back", 11),
        off_paper(wrapped(l, "credit_components", 26)),
    ]);
    Table {
        id: "credit",
        heading: Some(l.table_credit.to_owned()),
        caption: Some(l.caption_credit.to_owned()),
        total: review.available.payments.then(|| company(input, columns.len())),
        columns,
        rows,
        main: true,
        empty: l.no_payments.to_owned(),
    }
}

fn days(x: Option<f64>) -> Cell {
    x.map_or(Cell::Unknown, |d| Cell::Number(d, 1))
}

/// The components that the score rests on.
fn components(l: &Labels, credit: &CreditResult) -> String {
    let known: Vec<&str> = credit.components.iter().filter(|k| k.points.is_some()).map(|k| l.word(k.name)).collect();
    if known.len() == COMPONENTS.len() { l.components_all.to_owned() } else { known.join(l.list_comma) }
}

/// The company's receivables as a whole.
fn company(input: &Input<'_>, width: usize) -> Vec<Cell> {
    let review = input.review;
    let all = CompanyCredit::of(review.customers.iter().map(|c| (&c.credit, c.sales_window, c.credit_limit)), review.period);
    let mut cells = vec![Cell::Empty; width];
    cells[0] = text(input.labels.total);
    cells[3] = count(all.invoices);
    let figures = [
        money(all.open),
        money(all.overdue),
        if all.limits.is_positive() { money(all.limits) } else { Cell::Empty },
        all.limit_used().map_or(Cell::Empty, Cell::Share),
        days(all.dso()),
        days(all.best_dso()),
        days(all.days_delinquent()),
    ];
    for (cell, figure) in cells[4 + COMPONENTS.len()..].iter_mut().zip(figures) {
        *cell = figure;
    }
    cells
}
