//! The credit score by hand.

use super::*;

fn m(major: i64) -> i64 {
    major * 100
}

fn close(a: Option<f64>, b: f64) {
    let a = a.unwrap();
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn points_are_linear_between_the_published_ones() {
    let table = Credit::default().payment_points;
    // 7.5 days late lies halfway between 80 and 70; 45 halfway between 50 and 40; 150 halfway between 20 and 0.
    for (days, expected) in
        [(-40, 100.0), (-30, 100.0), (-25, 95.0), (0, 80.0), (15, 70.0), (45, 45.0), (150, 10.0), (180, 0.0), (400, 0.0), (3, 78.0)]
    {
        assert!((points(days, &table) - expected).abs() < 1e-9, "{days}: {}", points(days, &table));
    }
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
        parts: vec![(0, true, m(1000)), (15, true, m(500)), (30, false, m(500))],
    };
    let credit = Credit::default();
    let result = rate(PartyIx(0), &sums, true, Money::from_minor(m(4000)), Some(Money::from_minor(m(1000))), 365, &credit);
    close(result.payment_index, 70.0);
    close(result.on_time, 0.5);
    close(result.score, 73.125);
    assert_eq!(result.grade, Grade::B);
    close(result.dso, 500.0 / 4000.0 * 365.0);

    // Without a limit and without sales in the window their weights are spread: (70×50 + 50×20) ÷ 70.
    let result = rate(PartyIx(0), &sums, true, Money::ZERO, None, 365, &credit);
    close(result.score, 4500.0 / 70.0);
    assert_eq!((result.grade, result.dso), (Grade::C, None));

    let few = Sums { invoices: 2, ..sums };
    let result = rate(PartyIx(0), &few, true, Money::from_minor(m(4000)), None, 365, &credit);
    assert_eq!((result.score, result.grade), (None, Grade::Unrated));
    close(result.payment_index, 70.0);
}

#[test]
fn unknown_payments_are_no_receivables() {
    let result = rate(PartyIx(0), &Sums::default(), false, Money::from_minor(m(4000)), None, 365, &Credit::default());
    assert_eq!((result.open, result.overdue, result.dso, result.grade), (None, None, None, Grade::Unrated));
}

#[test]
fn use_of_the_limit_falls_in_a_straight_line() {
    let credit = Credit::default();
    for (open, points) in [(400, 100.0), (500, 100.0), (1000, 50.0), (1250, 25.0), (1500, 0.0), (3000, 0.0)] {
        let sums = Sums { ageing: [m(open), 0, 0, 0, 0], stated: 1, ..Sums::default() };
        let result = rate(PartyIx(0), &sums, true, Money::from_minor(m(9000)), Some(Money::from_minor(m(1000))), 365, &credit);
        close(result.components[3].points, points);
    }
}
