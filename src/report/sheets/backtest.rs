//! Whether the credit grades can be trusted: each earlier month's grades against what was paid afterwards.

use crate::analyse::backtest::{GradeOutcome, MonthTest, TooFew};
use crate::labels::{Labels, fill};
use crate::report::Input;
use crate::report::cells::{column, count, grade, share_or, text, wide};
use crate::report::model::{Cell, Table, Tone};

/// One row a tested month, the newest first.
pub(super) fn months(input: &Input<'_>) -> Table {
    let (l, review, rules) = (input.labels, input.review, &input.config.credit);
    let known = review.available.payments;
    let number = |x: Option<f64>| x.map_or(Cell::Unknown, |x| Cell::Number(x, 3));
    // Where every month could be tested there is nothing to remark.
    let remarks = review.backtest.months.iter().any(|test| test.too_few.is_some());
    let rows = review
        .backtest
        .months
        .iter()
        .rev()
        .filter(|_| known)
        .map(|test| {
            let mut row = vec![
                text(test.month.to_string()),
                count(test.invoices),
                count(test.late),
                share_or(crate::analyse::statistics::share(test.late, test.invoices)),
                number(test.auc),
                number(test.auc_index),
                number(test.ks),
                test.monotone.map_or(Cell::Unknown, Cell::Bool),
                number(test.psi),
                test.psi.map_or(Cell::Unknown, |psi| stability(l, psi)),
            ];
            let remark = || text(test.too_few.map_or_else(String::new, |why| too_few(l, why, test, rules.backtest_invoices)));
            row.extend(remarks.then(remark));
            row
        })
        .collect();
    let values = [("days", rules.late_days.to_string()), ("months", rules.backtest_months.to_string())];
    let mut columns = vec![
        column(l, "month_tested", 30),
        column(l, "invoices_tested", 12),
        column(l, "late_n", 12),
        column(l, "late_share", 12),
        column(l, "auc", 12),
        column(l, "auc_index", 12),
        column(l, "ks", 12),
        column(l, "monotone", 12),
        column(l, "psi", 13),
        column(l, "stability", 12),
    ];
    columns.extend(remarks.then(|| wide(l, "remark", 40, 6)));
    Table {
        id: "backtest",
        heading: Some(l.table_backtest.to_owned()),
        caption: known.then(|| fill(l.caption_backtest, &values)),
        columns,
        rows,
        total: None,
        main: false,
        empty: if known { l.no_backtest } else { l.no_payments }.to_owned(),
    }
}

/// The population stability index in a word (Siddiqi 2006, Credit Risk Scorecards: 0.10 and 0.25).
fn stability(l: &Labels, psi: f64) -> Cell {
    let (code, tone) = match psi {
        psi if psi < 0.10 => ("psi_stable", Tone::Good),
        psi if psi < 0.25 => ("psi_watch", Tone::Watch),
        _ => ("psi_shifted", Tone::Bad),
    };
    Cell::Tag(l.word(code).to_owned(), tone)
}

fn too_few(l: &Labels, why: TooFew, test: &MonthTest, least: u32) -> String {
    match why {
        TooFew::Payments => l.too_few_payments.to_owned(),
        TooFew::Invoices => fill(l.too_few_invoices, &[("n", test.invoices.to_string()), ("least", least.to_string())]),
        TooFew::Late => {
            let prompt = test.invoices - test.late;
            let values =
                [("late", test.late.to_string()), ("prompt", prompt.to_string()), ("least", least.div_ceil(10).to_string())];
            fill(l.too_few_late, &values)
        }
    }
}

/// What became of each grade of the newest month that could be tested.
pub(super) fn grades(input: &Input<'_>) -> Option<Table> {
    let l = input.labels;
    if !input.review.available.payments {
        return None;
    }
    let test = input.review.backtest.newest();
    let row = |g: &GradeOutcome| {
        let interval = g.interval();
        vec![
            grade(l, g.grade),
            count(g.customers),
            count(g.invoices),
            count(g.late),
            share_or(g.late_share()),
            share_or(interval.map(|i| i.0)),
            share_or(interval.map(|i| i.1)),
        ]
    };
    // Without a month that could be tested there is none to name.
    let of_month = |t: &MonthTest| fill(l.table_backtest_grades, &[("month", t.month.to_string())]);
    Some(Table {
        id: "backtest_grades",
        heading: Some(test.map_or_else(|| l.chart_late_title.to_owned(), of_month)),
        caption: test.map(|_| l.caption_backtest_grades.to_owned()),
        columns: vec![
            column(l, "credit_grade", 30),
            column(l, "customers_graded", 12),
            column(l, "invoices_tested", 12),
            column(l, "late_n", 12),
            column(l, "late_share", 12),
            column(l, "late_low", 12),
            column(l, "late_high", 12),
        ],
        rows: test.map(|t| t.grades.iter().map(row).collect()).unwrap_or_default(),
        total: None,
        main: false,
        empty: l.no_grades_tested.to_owned(),
    })
}
