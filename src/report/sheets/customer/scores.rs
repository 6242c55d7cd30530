//! The scores of one customer: the parts of the credit score, what its answers come to, and what was due and done.

use super::said;
use crate::analyse::CustomerReview;
use crate::analyse::credit::COMPONENTS;
use crate::labels::fill;
use crate::labels::picker::Texts;
use crate::report::Input;
use crate::report::cells::{count_if, score_or, share_or};
use crate::report::model::{Cell, PickColumn, PickPart, PickRow};

/// The parts with their rows, in the order of `values`.
pub(super) fn parts(input: &Input<'_>, t: &Texts) -> Vec<PickPart> {
    let row = |label: PickColumn| PickRow { label, strong: false };
    let plain = |text: &str| row(said(text, ""));
    let strong = |text: &str| PickRow { strong: true, ..plain(text) };
    let mut credit: Vec<PickRow> = COMPONENTS.iter().map(|name| row(component(input, t, name))).collect();
    credit.push(strong(t.credit_score));
    vec![
        PickPart {
            heading: said(t.part_credit, t.part_credit_help),
            first: said(t.points, t.points_help),
            second: said(t.in_score, t.in_score_help),
            rows: credit,
        },
        PickPart {
            heading: said(t.part_answers, t.part_answers_help),
            first: said(t.answers, t.answers_help),
            second: said(t.result, t.result_help),
            rows: vec![plain(t.csat), plain(t.referral), strong(t.satisfaction)],
        },
        PickPart {
            heading: said(t.part_care, t.part_care_help),
            first: said(t.done, t.done_help),
            second: said(t.due, t.due_help),
            rows: vec![plain(t.visits), plain(t.calls)],
        },
    ]
}

/// The name of a component with its weight, and its definition.
fn component(input: &Input<'_>, t: &Texts, name: &str) -> PickColumn {
    let l = input.labels;
    // Every customer has the same weights; which of them count is said by the dashes.
    let found = |c: &CustomerReview| c.credit.components.iter().find(|k| k.name == name).map(|k| k.weight);
    let weight = input.review.customers.iter().find_map(found).unwrap_or_default();
    let (header, help) = l.column(name);
    said(&fill(t.weighted, &[("name", header.to_owned()), ("weight", format!("{weight}"))]), help)
}

pub(super) fn values(input: &Input<'_>, c: &CustomerReview) -> Vec<[Cell; 2]> {
    let (available, own, care) = (input.review.available, &c.satisfaction, &c.coverage);
    // A customer whose score is not known has no parts of it either.
    let gives = c.credit.contributions();
    let part = |name: &str| gives.iter().find(|(n, _)| *n == name).map(|(_, points)| *points);
    let component = |name: &&str| {
        let points = c.credit.components.iter().find(|k| k.name == *name).and_then(|k| k.points);
        let known = points.is_some() && c.credit.score.is_some();
        [score_or(points), score_or(part(name).filter(|_| known))]
    };
    let mut rows: Vec<[Cell; 2]> = COMPONENTS.iter().map(component).collect();
    rows.push([Cell::Empty, score_or(c.credit.score)]);
    rows.extend([
        [count_if(available.ratings, own.ratings.n), share_or(own.ratings.csat())],
        [count_if(available.referrals, own.referrals.n()), share_or(own.referrals.net())],
        [Cell::Empty, score_or(own.score.filter(|_| available.ratings))],
        [count_if(available.visits, care.visits_month), count_if(available.visits, care.visits_due)],
        [count_if(available.callbacks, care.weeks_met), count_if(available.callbacks, care.weeks_due)],
    ]);
    rows
}
