//! Satisfaction: the company's answers with their interval, complaints, and each customer's score.

use crate::analyse::satisfaction::Ratings;
use crate::report::Input;
use crate::report::cells::{bar, column, count, customer_link, customer_rows, score_or, share_or, text};
use crate::report::model::{Block, Cell, Sheet, Table, Tone};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let blocks = vec![
        Block::Charts(vec!["satisfaction", "complaints"]),
        Block::Table(months(input)),
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
        caption: None,
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
    // The least satisfied first: that is who to call.
    let mut order: Vec<_> = review
        .customers
        .iter()
        .filter(|c| c.satisfaction.ratings.n > 0 || c.satisfaction.referrals.n() > 0 || c.satisfaction.complaints > 0)
        .collect();
    order.sort_by(|a, b| {
        let score = |c: &crate::analyse::CustomerReview| c.satisfaction.score.unwrap_or(f64::INFINITY);
        score(a).total_cmp(&score(b)).then(a.party.cmp(&b.party))
    });
    let rows = order
        .into_iter()
        .map(|c| {
            let s = &c.satisfaction;
            vec![
                customer_link(input, &links, c.party),
                count(s.ratings.n),
                share_or(s.ratings.csat()),
                share_or(s.ratings.interval().map(|i| i.0)),
                share_or(s.ratings.interval().map(|i| i.1)),
                score_or(s.score),
                share_or(s.referrals.net()),
                count(s.complaints),
            ]
        })
        .collect();
    Table {
        id: "satisfaction",
        heading: Some(l.table_satisfaction.to_owned()),
        caption: Some(l.caption_satisfaction.to_owned()),
        columns: vec![
            column(l, "customer", 30),
            column(l, "ratings_n", 12),
            column(l, "csat", 12),
            column(l, "csat_low", 12),
            column(l, "csat_high", 12),
            column(l, "satisfaction_score", 14),
            column(l, "referral_net", 14),
            column(l, "complaints", 12),
        ],
        rows,
        total: None,
        main: true,
        empty: l.no_ratings.to_owned(),
    }
}
