//! `customers.csv`: everything known of each customer.

use super::{CsvTable, Input, count_if, money, money_or, score, share, text, text_or};
use crate::analyse::{CustomerReview, Tier};
use crate::report::model::Field;

pub(in crate::report) const HEADER: [&str; 39] = [
    "customer_key",
    "customer_id",
    "customer",
    "region",
    "sales_month",
    "sales_window",
    "demand",
    "volume",
    "share",
    "volume_high",
    "share_high",
    "segment",
    "segment_prev",
    "abc",
    "tier",
    "tier_blocked_by",
    "payment_index",
    "credit_score",
    "credit_grade",
    "credit_grade_prev",
    "credit_components",
    "receivable_open",
    "overdue",
    "dso",
    "ratings_n",
    "csat",
    "satisfaction_score",
    "referral_net",
    "complaints",
    "visits_month",
    "callbacks_month",
    "callback_weeks_due",
    "callback_weeks_met",
    "visits_window",
    "visit_orders_same_day",
    "visit_orders_30d",
    "travel_cost_window",
    "travel_cost_ratio",
    "owner",
];

pub(super) fn table(input: &Input<'_>) -> CsvTable {
    CsvTable {
        file: "tables/customers.csv",
        header: HEADER.to_vec(),
        rows: input.review.customers.iter().map(|c| row(input, c)).collect(),
    }
}

/// One customer's fields, in the order of the header.
pub(in crate::report) fn row(input: &Input<'_>, c: &CustomerReview) -> Vec<Field> {
    let available = input.review.available;
    let party = input.tables.parties.get(c.party);
    let (class, credit, coverage) = (&c.class, &c.credit, &c.coverage);
    let components: Vec<&str> =
        credit.components.iter().filter(|k| credit.score.is_some() && k.points.is_some()).map(|k| k.name).collect();
    let mut row = vec![
        text(&party.key),
        text_or(party.id.as_deref()),
        text(&party.name),
        text_or(c.region.as_deref()),
        money(c.sales_month),
        money(c.sales_window),
        money_or(class.demand),
        money(class.volume),
        share(class.share),
        Field::Bool(class.volume_high),
        class.share_high.map_or(Field::Empty, Field::Bool),
        text(class.segment.code()),
        text(c.class_before.segment.code()),
        text(class.abc.code()),
        if class.tier == Tier::None { Field::Empty } else { text(class.tier.code()) },
        if class.tier_held_back.is_some() { text("payment_index") } else { Field::Empty },
        score(credit.payment_index),
        score(credit.score),
        text(credit.grade.code()),
        text(c.credit_before.grade.code()),
        text_or((!components.is_empty()).then(|| components.join(";")).as_deref()),
        money_or(credit.open),
        money_or(credit.overdue),
        score(credit.dso),
    ];
    let s = &c.satisfaction;
    row.extend([
        count_if(available.ratings, s.ratings.n),
        share(s.ratings.csat()),
        score(s.score),
        share(s.referrals.net()),
        count_if(available.complaints, s.complaints),
        count_if(available.visits, coverage.visits_month),
        count_if(available.callbacks, coverage.callbacks_month),
        count_if(available.callbacks, coverage.weeks_due),
        count_if(available.callbacks, coverage.weeks_met),
        count_if(available.visits, coverage.visits_window),
        share(coverage.same_day_share()),
        share(coverage.within_share()),
        if available.expenses && available.visits { money(c.travel.cost) } else { Field::Empty },
        if available.expenses && available.visits { share(c.travel.ratio) } else { Field::Empty },
        text_or(c.owner.as_deref()),
    ]);
    debug_assert_eq!(row.len(), HEADER.len());
    row
}
