//! The value of visits: what followed them against the same customers' base rate, what they cost, and travel against sales.

use crate::analyse::statistics::share;
use crate::labels::fill;
use crate::report::Input;
use crate::report::cells::{
    column, count, count_if, customer_link, customer_rows, line, money, money_or, segment, share_or, text, text_or,
};
use crate::report::model::{Block, Cell, Table, Tone};

/// So many customers are listed with their travel cost.
const LISTED: usize = 15;

/// The sentence and its figures.
pub(super) fn blocks(input: &Input<'_>) -> Vec<Block> {
    let l = input.labels;
    let table = table(input);
    if table.rows.is_empty() {
        return vec![Block::Table(table)];
    }
    let lines = vec![line(sentence(input), Tone::Neutral, None)];
    vec![Block::Text { heading: Some(l.table_value.to_owned()), lines }, Block::Table(Table { heading: None, ..table })]
}

fn sentence(input: &Input<'_>) -> String {
    let (l, value) = (input.labels, &input.review.coverage.value);
    let percent = |x: Option<f64>| x.map_or_else(|| l.unknown.to_owned(), |x| l.percent(x));
    let compared = share(value.compared_followed, value.compared);
    let mut values = vec![("days", input.config.coverage.order_within_days.to_string())];
    match (value.base_rate, value.lift()) {
        (Some(base), Some(lift)) => {
            // The rate beside the base is that of the visits that have one to compare with, so that the difference adds up.
            values.extend([("rate", percent(compared)), ("base", percent(Some(base))), ("lift", format!("{:.1}", lift * 100.0))]);
            if value.compared == value.visits {
                return fill(l.value_sentence, &values);
            }
            values.extend([
                ("all_rate", percent(value.rate().map(|r| r.0))),
                ("all", value.visits.to_string()),
                ("n", value.compared.to_string()),
            ]);
            fill(l.value_sentence_part, &values)
        }
        _ => {
            values.push(("rate", percent(value.rate().map(|r| r.0))));
            fill(l.value_no_base, &values)
        }
    }
}

fn table(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let value = &review.coverage.value;
    let costs = review.available.expenses && value.cost.is_positive();
    let cost = |m| if costs { money_or(m) } else { Cell::Unknown };
    let rows = value.rate().filter(|_| review.available.visits).map(|(rate, (low, high))| {
        vec![
            text(format!("{} – {}", review.period.window_first, review.period.month)),
            count(value.visits),
            Cell::Share(rate),
            Cell::Share(low),
            Cell::Share(high),
            share_or(share(value.followed_same_day, value.visits)),
            share_or(share(value.compared_followed, value.compared)),
            share_or(value.base_rate),
            value.lift().map_or(Cell::Unknown, |lift| Cell::Number(lift * 100.0, 1)),
            cost(value.cost_per_visit()),
            cost(value.cost_per_won()),
        ]
    });
    let days = input.config.coverage.order_within_days.to_string();
    Table {
        id: "visit_value",
        heading: Some(l.table_value.to_owned()),
        caption: None,
        columns: vec![
            column(l, "window", 30),
            column(l, "visits_over", 14),
            column(l, "followed_rate", 14),
            column(l, "csat_low", 13),
            column(l, "csat_high", 13),
            column(l, "followed_same_day", 13),
            column(l, "compared_rate", 13),
            column(l, "base_rate", 13),
            column(l, "lift", 13),
            column(l, "cost_per_visit", 13),
            column(l, "cost_per_won", 14),
        ],
        rows: rows.into_iter().collect(),
        total: None,
        main: false,
        empty: if review.available.visits { fill(l.no_value, &[("days", days)]) } else { l.chart_coverage_empty.to_owned() },
    }
}

/// The customers with the most travel for their sales: without sales any cost is too much.
pub(super) fn travel(input: &Input<'_>) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let known = review.available.expenses && review.available.visits;
    let mut order: Vec<_> = review.customers.iter().filter(|c| known && c.travel.cost.is_positive()).collect();
    order.sort_by(|a, b| {
        let ratio = |c: &crate::analyse::CustomerReview| c.travel.ratio.unwrap_or(f64::INFINITY);
        ratio(b).total_cmp(&ratio(a)).then(b.travel.cost.cmp(&a.travel.cost)).then(a.party.cmp(&b.party))
    });
    order.truncate(LISTED);
    let listed = order.len().to_string();
    let rows = order
        .into_iter()
        .map(|c| {
            vec![
                customer_link(input, &links, c.party),
                text_or(c.caretaker.as_deref()),
                segment(l, c.class.segment),
                count_if(true, c.coverage.visits_window),
                money(c.travel.cost),
                money(c.sales_window),
                share_or(c.travel.ratio),
            ]
        })
        .collect();
    Table {
        id: "travel_ratio",
        heading: Some(l.table_travel_ratio.to_owned()),
        caption: known.then(|| fill(l.caption_travel_ratio, &[("n", listed)])),
        columns: vec![
            column(l, "customer", 30),
            column(l, "caretaker", 14),
            column(l, "segment", 14),
            column(l, "visits_window", 13),
            column(l, "travel_cost", 13),
            column(l, "sales_window", 13),
            column(l, "travel_ratio", 13),
        ],
        rows,
        total: None,
        main: false,
        empty: l.no_travel_ratio.to_owned(),
    }
}
