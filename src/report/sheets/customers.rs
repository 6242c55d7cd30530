//! Customers: one row each, with everything a manager filters by.

use super::explained::explained;
use crate::labels::explain::texts;
use crate::report::Input;
use crate::report::cells::{
    abc, bar, by_sales, column, count_if, detail, grade, money, money_or, off_paper, score_or, segment, share_or, text, text_or,
    tier,
};
use crate::report::model::{Block, Cell, Sheet, Table, Target, Tone};
use crate::tables::PartyIx;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    super::sheet("customers", l.sheet_customers, l.sub_customers, vec![Block::Table(table(input))])
}

fn table(input: &Input<'_>) -> Table {
    let l = input.labels;
    let columns = vec![
        column(l, "customer", 28),
        detail(column(l, "customer_id", 12)),
        detail(column(l, "region", 10)),
        column(l, "owner", 10),
        column(l, "segment", 12),
        column(l, "segment_prev", 12),
        column(l, "abc", 7),
        column(l, "tier", 7),
        column(l, "sales_month", 12),
        bar(l, "sales_window", 14, Tone::Accent),
        column(l, "demand", 13),
        column(l, "share", 10),
        column(l, "credit_grade", 10),
        column(l, "credit_score", 10),
        column(l, "receivable_open", 12),
        column(l, "overdue", 12),
        column(l, "satisfaction_score", 12),
        off_paper(detail(column(l, "ratings_n", 9))),
        off_paper(detail(column(l, "visits_month", 9))),
        off_paper(detail(column(l, "callbacks_month", 10))),
        off_paper(detail(column(l, "travel_cost", 13))),
        off_paper(detail(column(l, "travel_ratio", 11))),
        off_paper(column(l, "explained", 11)),
    ];
    let pages = explained(input);
    let page = |party: PartyIx| pages.iter().position(|p| *p == party);
    let rows: Vec<Vec<Cell>> = by_sales(input)
        .into_iter()
        .map(|i| {
            let mut row = row(input, i);
            let link = |at| Cell::Link(texts(l).open.to_owned(), Target::Leaf("explained", at));
            row.push(page(input.review.customers[i].party).map_or(Cell::Empty, link));
            row
        })
        .collect();
    Table {
        id: "customers",
        heading: None,
        caption: Some(l.caption_customers.to_owned()),
        total: Some(total(input, columns.len())),
        columns,
        rows,
        main: true,
        empty: l.none_of_input.to_owned(),
    }
}

fn row(input: &Input<'_>, i: usize) -> Vec<Cell> {
    let (l, available) = (input.labels, input.review.available);
    let c = &input.review.customers[i];
    let party = input.tables.parties.get(c.party);
    let travel = available.expenses && available.visits;
    vec![
        text(&party.name),
        text_or(party.id.as_deref()),
        text_or(c.region.as_deref()),
        text_or(c.owner.as_deref()),
        segment(l, c.class.segment),
        input.review.before(c).map_or(Cell::Unknown, |(class, _)| segment(l, class.segment)),
        abc(c.class.abc),
        tier(c.class.tier),
        money(c.sales_month),
        money(c.sales_window),
        money_or(c.class.demand),
        share_or(c.class.share),
        grade(l, c.credit.grade),
        score_or(c.credit.score),
        money_or(c.credit.open),
        money_or(c.credit.overdue),
        score_or(c.satisfaction.score),
        count_if(available.ratings, c.satisfaction.ratings.n),
        count_if(available.visits, c.coverage.visits_month),
        count_if(available.callbacks, c.coverage.callbacks_month),
        if travel { money(c.travel.cost) } else { Cell::Unknown },
        if travel { share_or(c.travel.ratio) } else { Cell::Unknown },
    ]
}

fn total(input: &Input<'_>, width: usize) -> Vec<Cell> {
    let (l, customers) = (input.labels, &input.review.customers);
    let mut cells = vec![Cell::Empty; width];
    cells[0] = text(l.total);
    cells[8] = money(customers.iter().map(|c| c.sales_month).sum());
    cells[9] = money(customers.iter().map(|c| c.sales_window).sum());
    if input.review.available.payments {
        cells[14] = money(customers.iter().filter_map(|c| c.credit.open).sum());
        cells[15] = money(customers.iter().filter_map(|c| c.credit.overdue).sum());
    }
    if input.review.available.expenses && input.review.available.visits {
        cells[20] = money(customers.iter().map(|c| c.travel.cost).sum());
    }
    cells
}
