//! Satisfaction: the company's answers with their interval, what drives them, complaints, and each customer's score.

use crate::analyse::CustomerReview;
use crate::analyse::satisfaction::{CustomerSatisfaction, Ratings};
use crate::labels::fill;
use crate::report::Input;
use crate::report::cells::{bar, column, count, customer_link, customer_rows, score_or, share_or, text};
use crate::report::model::{Block, Cell, Sheet, Table, Tone};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let blocks = vec![
        Block::Charts(vec!["satisfaction", "complaints"]),
        Block::Table(months(input)),
        Block::Table(drivers(input)),
        Block::Table(referral(input)),
        Block::Table(answers(input)),
        Block::Table(complaints(input)),
        Block::Table(customers(input)),
    ];
    super::sheet("satisfaction", l.sheet_satisfaction, l.sub_satisfaction, blocks)
}

fn months(input: &Input<'_>) -> Table {
    let (l, s) = (input.labels, &input.review.satisfaction);
    let row = |label: String, r: &Ratings, year: i32| {
        vec![
            text(label),
            count(r.n),
            share_or(r.csat()),
            share_or(r.interval().map(|i| i.0)),
            share_or(r.interval().map(|i| i.1)),
            Cell::Share(input.config.satisfaction.target_in(year)),
        ]
    };
    let year = input.review.period.month.year();
    Table {
        id: "csat_months",
        heading: Some(l.table_satisfaction_company.to_owned()),
        caption: (s.ratings.n > 0).then(|| target(input)),
        columns: vec![
            column(l, "month", 30),
            column(l, "ratings_n", 12),
            column(l, "csat", 12),
            column(l, "csat_low", 12),
            column(l, "csat_high", 12),
            column(l, "csat_target", 12),
        ],
        rows: s.months.iter().filter(|_| s.ratings.n > 0).map(|m| row(m.month.to_string(), &m.ratings, m.month.year())).collect(),
        total: (s.ratings.n > 0).then(|| row(l.total.to_owned(), &s.ratings, year)),
        main: false,
        empty: l.no_ratings.to_owned(),
    }
}

fn complaints(input: &Input<'_>) -> Table {
    let (l, s) = (input.labels, &input.review.satisfaction);
    let total = s.complaints_n();
    #[allow(clippy::cast_precision_loss)]
    let part = |n: u64| n as f64 / total as f64;
    let mut sum = 0;
    let rows = s
        .complaints
        .iter()
        .map(|(name, n)| {
            sum += n;
            vec![text(name), count(*n), Cell::Share(part(*n)), Cell::Share(part(sum))]
        })
        .collect();
    Table {
        id: "complaints",
        heading: Some(l.table_complaints.to_owned()),
        caption: None,
        columns: vec![
            column(l, "complaint_category", 30),
            bar(l, "complaints", 12, Tone::Accent),
            column(l, "share_of_complaints", 12),
            column(l, "cumulative", 12),
        ],
        rows,
        total: None,
        main: false,
        empty: if input.review.available.complaints { l.no_complaints } else { l.chart_complaints_empty }.to_owned(),
    }
}

fn customers(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let least = u64::from(input.config.satisfaction.few_from);
    let of = |enough: bool| {
        let answered = |s: &CustomerSatisfaction| s.ratings.n > 0 || s.referrals.n() > 0 || s.complaints > 0;
        let mut of: Vec<&CustomerReview> = review
            .customers
            .iter()
            .filter(|c| answered(&c.satisfaction) && (c.satisfaction.ratings.n >= least.max(1)) == enough)
            .collect();
        of.sort_by(|a, b| {
            // Without a rank: whom most is known of first, since a score of two answers orders nothing.
            let score = |c: &CustomerReview| c.satisfaction.score.filter(|_| enough).unwrap_or_default();
            let n = |c: &CustomerReview| c.satisfaction.ratings.n;
            score(a).total_cmp(&score(b)).then(n(b).cmp(&n(a))).then(a.party.cmp(&b.party))
        });
        of
    };
    let (ranked, few) = (of(true), of(false));
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(ranked.len() + few.len());
    for (at, c) in ranked.into_iter().enumerate() {
        rows.push(row(input, c, customer_link(input, &links, c.party), count(at + 1)));
    }
    for c in few {
        let cells = row(input, c, customer_link(input, &links, c.party), text(l.too_few_ratings)).into_iter().enumerate();
        let quiet = |(at, cell): (usize, Cell)| if at == 0 { cell } else { Cell::Quiet(Box::new(cell)) };
        rows.push(cells.map(quiet).collect());
    }
    Table {
        id: "satisfaction",
        heading: Some(l.table_satisfaction.to_owned()),
        caption: Some(fill(l.caption_satisfaction, &[("n", least.to_string())])),
        columns: vec![
            column(l, "customer", 30),
            column(l, "rank", 12),
            column(l, "ratings_n", 12),
            column(l, "csat", 12),
            column(l, "csat_low", 12),
            column(l, "csat_high", 12),
            column(l, "mean_own", 12),
            column(l, "mean_company", 12),
            column(l, "weight_own", 12),
            column(l, "mean_drawn", 12),
            column(l, "satisfaction_score", 12),
            column(l, "referral_n", 12),
            column(l, "referral_net", 12),
            column(l, "referral_low", 12),
            column(l, "referral_high", 12),
            column(l, "complaints", 12),
        ],
        rows,
        total: None,
        main: true,
        empty: l.no_ratings.to_owned(),
    }
}

fn row(input: &Input<'_>, c: &CustomerReview, name: Cell, rank: Cell) -> Vec<Cell> {
    let s = &c.satisfaction;
    let company = input.review.satisfaction.ratings.mean();
    let net = s.referrals.interval();
    #[allow(clippy::cast_precision_loss)]
    let n = s.ratings.n as f64;
    let weight = (n > 0.0).then(|| n / (n + input.config.satisfaction.prior_answers));
    let drawn = s.score.map(|score| score / 100.0 * 4.0 + 1.0);
    vec![
        name,
        rank,
        count(s.ratings.n),
        share_or(s.ratings.csat()),
        share_or(s.ratings.interval().map(|i| i.0)),
        share_or(s.ratings.interval().map(|i| i.1)),
        mean_or(s.ratings.mean()),
        mean_or(company),
        share_or(weight),
        mean_or(drawn),
        score_or(s.score),
        count(s.referrals.n()),
        share_or(s.referrals.net()),
        share_or(net.map(|i| i.0)),
        share_or(net.map(|i| i.1)),
        count(s.complaints),
    ]
}

fn mean_or(x: Option<f64>) -> Cell {
    x.map_or(Cell::Unknown, |x| Cell::Number(x, 2))
}

/// Overall and single ratings side by side.
fn drivers(input: &Input<'_>) -> Table {
    let (l, s) = (input.labels, &input.review.satisfaction);
    let row = |name: &str, r: &Ratings, with: Cell| {
        vec![
            text(l.word(name)),
            count(r.n),
            mean_or(r.mean()),
            share_or(r.csat()),
            share_or(r.interval().map(|i| i.0)),
            share_or(r.interval().map(|i| i.1)),
            with,
        ]
    };
    let asked: Vec<_> = s.drivers.iter().filter(|d| d.ratings.n > 0).collect();
    let mut rows = Vec::new();
    if !asked.is_empty() {
        rows.push(row("overall", &s.ratings, Cell::Empty));
        rows.extend(asked.iter().map(|d| row(d.name, &d.ratings, mean_or(d.with_overall))));
    }
    Table {
        id: "drivers",
        heading: Some(l.table_drivers.to_owned()),
        caption: (!rows.is_empty()).then(|| l.caption_drivers.to_owned()),
        columns: vec![
            column(l, "driver", 30),
            column(l, "ratings_n", 12),
            column(l, "mean", 12),
            column(l, "csat", 12),
            column(l, "csat_low", 12),
            column(l, "csat_high", 12),
            column(l, "with_overall", 12),
        ],
        rows,
        total: None,
        main: false,
        empty: l.no_ratings.to_owned(),
    }
}

/// The company's net referral; its window stands in the first column.
fn referral(input: &Input<'_>) -> Table {
    let (l, r) = (input.labels, &input.review.satisfaction.referrals);
    let interval = r.interval();
    let rows = (r.n() > 0).then(|| {
        vec![
            text(window(input)),
            count(r.n()),
            count(r.yes),
            count(r.neutral),
            count(r.no),
            share_or(r.net()),
            share_or(interval.map(|i| i.0)),
            share_or(interval.map(|i| i.1)),
        ]
    });
    Table {
        id: "referral",
        heading: Some(l.table_referral.to_owned()),
        caption: None,
        columns: vec![
            column(l, "window", 30),
            column(l, "referral_n", 12),
            column(l, "referral_yes", 12),
            column(l, "referral_neutral", 12),
            column(l, "referral_no", 12),
            column(l, "referral_net", 12),
            column(l, "referral_low", 12),
            column(l, "referral_high", 12),
        ],
        rows: rows.into_iter().collect(),
        total: None,
        main: false,
        empty: l.no_referral.to_owned(),
    }
}

/// Answers that were promised, and whether they came.
fn answers(input: &Input<'_>) -> Table {
    let (l, a) = (input.labels, &input.review.satisfaction.answers);
    let rows = (a.promised > 0).then(|| {
        vec![
            text(window(input)),
            count(a.promised),
            count(a.in_time),
            count(a.late),
            count(a.overdue),
            count(a.pending),
            a.median_days.map_or(Cell::Unknown, |d| Cell::Number(d, 1)),
            share_or(a.kept()),
        ]
    });
    Table {
        id: "answers",
        heading: Some(l.table_answers.to_owned()),
        caption: None,
        columns: vec![
            column(l, "window", 30),
            column(l, "promised", 12),
            column(l, "in_time", 12),
            column(l, "late_answers", 12),
            column(l, "overdue_answers", 12),
            column(l, "pending_answers", 12),
            column(l, "median_days", 12),
            column(l, "answers_kept", 12),
        ],
        rows: rows.into_iter().collect(),
        total: None,
        main: false,
        empty: l.no_answers.to_owned(),
    }
}

fn window(input: &Input<'_>) -> String {
    format!("{} – {}", input.review.period.window_first, input.review.period.month)
}

/// The target of the year and how it rises.
fn target(input: &Input<'_>) -> String {
    let (l, rules) = (input.labels, &input.config.satisfaction);
    let year = input.review.period.month.year();
    let values = [
        ("target", l.percent(rules.target_in(year))),
        ("year", year.to_string()),
        ("next", l.percent(rules.target_in(year + 1))),
        ("next_year", (year + 1).to_string()),
        ("base", l.percent(rules.target)),
        ("from", rules.target_year.to_string()),
        ("rise", format!("{:.1}", rules.target_rise * 100.0)),
    ];
    fill(l.caption_target, &values)
}
