//! The credit score by hand.

use super::*;

fn m(major: i64) -> i64 {
    major * 100
}

fn close(a: Option<f64>, b: f64) {
    let a = a.unwrap();
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

/// Three invoices: 1,000 paid on the day (80), 500 paid 15 days late (70), 500 open for 30 days (50).
/// Index (1000×80 + 500×70 + 500×50) ÷ 2000 = 70. On time 1000 ÷ 2000 = 50 %. Overdue 500 of 4,000 sales: 87.5.
/// Limit 1,000, open 500: half used, 100. Score (70×50 + 50×20 + 87.5×15 + 100×15) ÷ 100 = 73.125: B.
#[test]
fn a_score_by_hand() {
    let sums = Sums {
        stated: 3,
        unstated: 0,
        invoices: 3,
        ageing: [0, m(500), 0, 0, 0],
        parts: &[(0, true, m(1000)), (15, true, m(500)), (30, false, m(500))],
    };
    let credit = Credit::default();
    let result =
        rate(PartyIx(0), &sums, true, Money::from_minor(m(4000)), Some(Money::from_minor(m(1000))), 365, &Scale::of(&credit));
    close(result.payment_index, 70.0);
    close(result.on_time, 0.5);
    close(result.score, 73.125);
    assert_eq!(result.grade, Grade::B);
    close(result.dso, 500.0 / 4000.0 * 365.0);

    // Without a limit and without sales in the window their weights are spread: (70×50 + 50×20) ÷ 70.
    let result = rate(PartyIx(0), &sums, true, Money::ZERO, None, 365, &Scale::of(&credit));
    close(result.score, 4500.0 / 70.0);
    assert_eq!((result.grade, result.dso), (Grade::C, None));

    let few = Sums { invoices: 2, ..sums };
    let result = rate(PartyIx(0), &few, true, Money::from_minor(m(4000)), None, 365, &Scale::of(&credit));
    assert_eq!((result.score, result.grade), (None, Grade::Unrated));
    close(result.payment_index, 70.0);
}

#[test]
fn unknown_payments_are_no_receivables() {
    let result = rate(PartyIx(0), &Sums::default(), false, Money::from_minor(m(4000)), None, 365, &Scale::of(&Credit::default()));
    assert_eq!((result.open, result.overdue, result.dso, result.grade), (None, None, None, Grade::Unrated));
}

#[test]
fn use_of_the_limit_falls_in_a_straight_line() {
    let credit = Credit::default();
    for (open, points) in [(400, 100.0), (500, 100.0), (1000, 50.0), (1250, 25.0), (1500, 0.0), (3000, 0.0)] {
        let sums = Sums { ageing: [m(open), 0, 0, 0, 0], stated: 1, ..Sums::default() };
        let result =
            rate(PartyIx(0), &sums, true, Money::from_minor(m(9000)), Some(Money::from_minor(m(1000))), 365, &Scale::of(&credit));
        close(result.components[3].points, points);
    }
}

fn taken(days: &mut Days) -> Vec<Part> {
    let mut parts = Vec::new();
    days.take(&mut parts);
    parts
}

/// As of day 100, window from day 10. Order of 1,000 due on day 40: 400 paid on day 55 (15 days late), 600 open for 60 days.
/// The same order paid on day 101 is open as a whole. Paid without a date: received, on no known day.
#[test]
fn part_payments_split_an_order() {
    let read = |paid_on, paid_amount| {
        let (mut sums, mut days) = (Sums::default(), Days::default());
        let counts = sums.take(&Parts::of(1000, paid_on, paid_amount, Some(40), 100), 10, 100, &mut days);
        (taken(&mut days), sums.ageing, counts)
    };
    assert_eq!(read(Some(55), Some(400)), (vec![(15, true, 400), (60, false, 600)], [0, 0, 600, 0, 0], true));
    assert_eq!(read(Some(101), Some(400)), (vec![(60, false, 1000)], [0, 0, 1000, 0, 0], true));
    assert_eq!(read(Some(40), None), (vec![(0, true, 1000)], [0; 5], true));
    assert_eq!(read(None, Some(1000)), (vec![], [0; 5], false));
    assert_eq!(read(Some(40), Some(5000)), (vec![(0, true, 1000)], [0; 5], true));
}

/// Due on day 5, before the window: a settled order is history, an open one still counts with its paid part. Not yet due
/// (day 120) and unpaid: left out of the index, open all the same. Due on as-of itself: not overdue.
#[test]
fn the_window_and_the_open_orders() {
    let read = |paid_on, paid_amount, due| {
        let (mut sums, mut days) = (Sums::default(), Days::default());
        let counts = sums.take(&Parts::of(1000, paid_on, paid_amount, due, 100), 10, 100, &mut days);
        (taken(&mut days).len(), sums.ageing, counts)
    };
    assert_eq!(read(Some(9), None, Some(5)), (0, [0; 5], false));
    assert_eq!(read(Some(9), Some(400), Some(5)), (2, [0, 0, 0, 0, 600], true));
    assert_eq!(read(None, None, Some(120)), (0, [1000, 0, 0, 0, 0], false));
    assert_eq!(read(None, None, Some(100)), (0, [1000, 0, 0, 0, 0], false));
    assert_eq!(read(None, None, None), (0, [1000, 0, 0, 0, 0], false));
    assert_eq!(read(None, None, Some(70)), (1, [0, 1000, 0, 0, 0], true));
    assert_eq!(read(None, None, Some(69)), (1, [0, 0, 1000, 0, 0], true));
}

/// As of 30 June 2026, a window of 365 days. Late owes 300 since 1 May of 1,000 bought, with a limit of 600; Prompt owes 200 due
/// in July of 2,000 bought, without one. (300 + 200) / 3,000 x 365 = 60.83 days, of which 200 / 3,000 x 365 = 24.33 are not due
/// yet: 36.5 days delinquent. Of the limit 300 / 600 is in use.
#[test]
fn the_company_as_a_whole() {
    let tables = crate::rules::testing::World::month("2026-06")
        .customers(&["customer,credit_limit", "Late,600", "Prompt,"])
        .orders(&[
            "order_id,date,customer,amount,due_on,paid_on",
            "1,2026-04-01,Late,300,2026-05-01,",
            "2,2026-04-01,Late,700,2026-05-01,2026-05-01",
            "3,2026-06-10,Prompt,200,2026-07-10,",
            "4,2026-04-01,Prompt,1800,2026-05-01,2026-05-01",
        ])
        .tables();
    let period = Period::new("2026-06".parse().unwrap(), 12);
    let review = crate::analyse::analyse(&tables, period, &crate::config::Config::default()).unwrap();
    let all = CompanyCredit::of(review.customers.iter().map(|c| (&c.credit, c.sales_window, c.credit_limit)), period);
    let near = |x: Option<f64>, wanted: f64| assert!((x.unwrap() - wanted).abs() < 0.005, "{x:?} {wanted}");
    assert_eq!((all.open, all.overdue), (Money::from_minor(50_000), Money::from_minor(30_000)));
    near(all.dso(), 60.83);
    near(all.best_dso(), 24.33);
    near(all.days_delinquent(), 36.5);
    near(all.limit_used(), 0.5);
    assert_eq!(CompanyCredit::of(std::iter::empty(), period).dso(), None);
}
