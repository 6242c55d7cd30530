//! The backtest by hand, and the proof that nothing after as-of leaks into it.

use crate::analyse::{self, Period, Review};
use crate::config;
use crate::rules::testing::World;

const HEADER: &str = "order_id,date,customer,amount,due_on,paid_on,paid_amount";

fn world(rows: &[String]) -> World {
    let mut all = vec![HEADER];
    all.extend(rows.iter().map(String::as_str));
    World::month("2026-06").orders(&all)
}

fn review(rows: &[String]) -> Review {
    let config = config::parse("t", "[credit]\nbacktest_invoices = 10\nmin_invoices = 3\n").unwrap();
    let period = Period::new("2026-06".parse().unwrap(), 12);
    analyse::analyse(&world(rows).tables(), period, &config).unwrap()
}

/// Five customers with four invoices each before the end of March (due on the 10th of December to March), and three after it (due on the 10th
/// of April to June). Days beyond terms are given per customer: before, after.
fn rows() -> Vec<String> {
    let plan = [
        ("Prompt One", 0, [0, 0, 0]),
        ("Prompt Two", 0, [0, 0, 20]),
        ("Slow", 20, [0, 20, 20]),
        ("Slower", 40, [40, 40, 40]),
        ("Slowest", 60, [0, 60, 60]),
    ];
    let mut rows = Vec::new();
    for (customer, before, after) in plan {
        let months = ["2025-12", "2026-01", "2026-02", "2026-03"].map(|m| (m, before)).into_iter();
        let months = months.chain(["2026-04", "2026-05", "2026-06"].into_iter().zip(after));
        for (month, late) in months {
            let due: chrono::NaiveDate = format!("{month}-10").parse().unwrap();
            let paid = due + chrono::Days::new(late);
            rows.push(format!("{customer}-{month},{month}-01,{customer},1000,{due},{paid},1000"));
        }
    }
    rows
}

/// As of March, all due in April to June (15 invoices). March's own scores: prompt ones 80 points, the slower the lower. Late
/// are: Prompt Two 1, Slow 2, Slower 3, Slowest 2 = 8 of 15; in time 7 (Prompt One 3, Prompt Two 2, Slow 1, Slowest 1).
/// Pairs of a late and a prompt invoice, by the scores S1 = S2 > S3 > S4 > S5 (the two prompt customers tie):
/// Prompt Two's late one: ties with 3 + 2, loses against none lower... wins 0, ties 5 -> 2.5;
/// Slow's two: lower than 5 prompt, tie with 1 of their own: 2 x (5 + 0.5) = 11;
/// Slower's three: lower than 5 + 1 = 6: 18; Slowest's two: lower than 6, tie with their own 1: 2 x 6.5 = 13.
/// Together 44.5 of 56 = 0.794643.
#[test]
fn a_month_tested_by_hand() {
    let review = review(&rows());
    let march = review.backtest.months.iter().find(|m| m.month.to_string() == "2026-03").unwrap();
    assert_eq!((march.invoices, march.late, march.too_few), (15, 8, None));
    assert!((march.auc.unwrap() - 44.5 / 56.0).abs() < 1e-12, "{:?}", march.auc);
    // Of the four who paid late or in time the widest gap lies below the prompt two: 7/8 of the late against 2/7.
    assert!((march.ks.unwrap() - (7.0 / 8.0 - 2.0 / 7.0)).abs() < 1e-12);
    assert_eq!(march.grades.iter().map(|g| g.invoices).sum::<u64>(), 15);
    // June has nothing after it; May has five invoices only.
    let may = review.backtest.months.iter().find(|m| m.month.to_string() == "2026-05").unwrap();
    assert_eq!((may.too_few, may.auc), (Some(super::TooFew::Invoices), None));
    assert_eq!(review.backtest.newest().unwrap().month.to_string(), "2026-04");
}

/// Whatever happens to rows dated after as-of, and to payments made after it, no result changes.
#[test]
fn nothing_after_as_of_leaks_in() {
    // A payment of July or August has not happened in June: the invoice is open, whatever day it says.
    let mut later: Vec<String> =
        rows().iter().map(|row| row.replace(",2026-07-", ",2026-09-").replace(",2026-08-", ",2026-10-")).collect();
    assert_ne!(later, rows());
    later.push("N-1,2026-07-02,Prompt One,99999,2026-07-10,,".to_owned());
    later.push("N-2,2026-08-02,Newcomer,5000,2026-08-10,2026-12-24,5000".to_owned());
    let (a, b) = (review(&rows()), review(&later));
    assert_eq!(a.customers.len(), b.customers.len(), "who first buys later does not exist yet");
    for (x, y) in a.customers.iter().zip(&b.customers) {
        assert_eq!((&x.credit.score, x.credit.grade, &x.class), (&y.credit.score, y.credit.grade, &y.class));
        assert_eq!(x.path, y.path);
    }
    assert_eq!(a.backtest, b.backtest);
}
