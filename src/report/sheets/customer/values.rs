//! The figures of one customer: who it is, the cards with their notes, the finding of the chart, the months.

use std::collections::BTreeMap;

use crate::analyse::{Abc, Class, CreditResult, CustomerReview, Tier};
use crate::labels::fill;
use crate::labels::picker::Texts;
use crate::report::Input;
use crate::report::cells::{grade, money, money_or, score_or, segment, share_or, text, text_or};
use crate::report::model::Cell;
use crate::units::Month;

/// Id, region, who looks after it, average month, credit limit, travel cost.
pub(super) fn about(input: &Input<'_>, c: &CustomerReview) -> Vec<Cell> {
    let party = input.tables.parties.get(c.party);
    let known = input.review.available.expenses && input.review.available.visits;
    let said = |s: Option<&str>| s.map_or(Cell::Unknown, text);
    vec![
        text_or(party.id.as_deref()),
        said(c.region.as_deref()),
        said(c.caretaker.as_deref()),
        money(c.class.monthly),
        money_or(c.credit_limit),
        if known { money(c.travel.cost) } else { Cell::Unknown },
    ]
}

pub(super) fn cards(input: &Input<'_>, t: &Texts, c: &CustomerReview) -> Vec<(Cell, String)> {
    let l = input.labels;
    let unknown = |reason: &str| (Cell::Unknown, reason.to_owned());
    let payments = input.review.available.payments;
    vec![
        (money(c.sales_window), sales_note(input, t, c)),
        (segment(l, c.class.segment), class_note(input, t, c)),
        (
            share_or(c.class.share),
            match c.class.share {
                Some(_) => fill(t.note_share, &[("volume", l.short(c.class.volume))]),
                None => t.note_share_unknown.to_owned(),
            },
        ),
        if payments { (grade(l, c.credit.grade), grade_note(input, t, c)) } else { unknown(l.note_no_payments) },
        if payments {
            let open = c.credit.open.map_or(l.unknown.to_owned(), |open| l.short(open));
            (money_or(c.credit.overdue), fill(t.note_overdue, &[("open", open)]))
        } else {
            unknown(l.note_no_payments)
        },
        match (input.review.available.ratings, c.satisfaction.ratings.csat()) {
            (false, _) => unknown(l.note_no_ratings),
            (true, None) => (score_or(c.satisfaction.score), t.note_no_answers.to_owned()),
            (true, Some(csat)) => {
                let values = [("n", c.satisfaction.ratings.n.to_string()), ("csat", l.percent(csat))];
                (score_or(c.satisfaction.score), fill(t.note_satisfaction, &values))
            }
        },
    ]
}

/// How the window compares with the one before, in percent and sign; unknown where the orders do not reach back.
fn change(input: &Input<'_>, c: &CustomerReview) -> Option<String> {
    let period = input.review.period;
    let reaches = input.review.sales.earliest()? <= period.window_first.plus(-period.window_months());
    let ratio = c.sales_window.ratio_of(c.sales_before).filter(|_| reaches && c.sales_before.is_positive())?;
    Some(format!("{}{}", if ratio >= 1.0 { "+" } else { "−" }, input.labels.percent((ratio - 1.0).abs())))
}

fn sales_note(input: &Input<'_>, t: &Texts, c: &CustomerReview) -> String {
    let month = ("month", input.labels.short(c.sales_month));
    match change(input, c) {
        Some(change) => {
            fill(t.note_sales, &[("change", change), ("months", input.review.period.window_months().to_string()), month])
        }
        None => fill(t.note_sales_alone, &[month]),
    }
}

fn class_note(input: &Input<'_>, t: &Texts, c: &CustomerReview) -> String {
    let dash = |none: bool, code: &str| if none { "–".to_owned() } else { code.to_owned() };
    let values = [
        ("abc", dash(c.class.abc == Abc::None, c.class.abc.code())),
        ("tier", dash(c.class.tier == Tier::None, c.class.tier.code())),
        ("segment", before(input, c, |(class, _)| class.segment.code())),
    ];
    fill(t.note_class, &values)
}

fn grade_note(input: &Input<'_>, t: &Texts, c: &CustomerReview) -> String {
    let l = input.labels;
    let score = c.credit.score.map_or(l.unknown.to_owned(), |score| format!("{score:.1}"));
    fill(t.note_grade, &[("score", score), ("grade", before(input, c, |(_, credit)| credit.grade.code()))])
}

/// A class of the month before, where it is known.
fn before(input: &Input<'_>, c: &CustomerReview, code: fn((&Class, &CreditResult)) -> &'static str) -> String {
    let l = input.labels;
    input.review.before(c).map_or(l.unknown, |before| l.word(code(before))).to_owned()
}

/// The finding of the chart.
pub(super) fn title(input: &Input<'_>, t: &Texts, c: &CustomerReview) -> String {
    let values = [("window", input.labels.short(c.sales_window)), ("months", input.review.period.window_months().to_string())];
    match change(input, c) {
        Some(change) => fill(t.title, &[values[0].clone(), values[1].clone(), ("change", change)]),
        None => fill(t.title_alone, &values),
    }
}

/// Sales, sales of the year before, segment and grade of each month; `path` says where a month is in the history.
pub(super) fn months(input: &Input<'_>, c: &CustomerReview, months: &[Month], path: &BTreeMap<Month, usize>) -> Vec<Vec<Cell>> {
    let (l, cube) = (input.labels, &input.review.sales);
    let earliest = cube.earliest();
    // A month before the first order of all is unknown, not zero.
    let sales = |m: Month| {
        if earliest.is_some_and(|first| m >= first) { money(cube.in_months(c.party, m, m)) } else { Cell::Unknown }
    };
    let standing = |m: &Month| path.get(m).and_then(|at| c.path.get(*at).copied().flatten());
    vec![
        months.iter().map(|m| sales(*m)).collect(),
        months.iter().map(|m| sales(m.plus(-12))).collect(),
        months.iter().map(|m| standing(m).map_or(Cell::Unknown, |s| segment(l, s.segment))).collect(),
        months
            .iter()
            .map(|m| standing(m).filter(|_| input.review.available.payments).map_or(Cell::Unknown, |s| grade(l, s.grade)))
            .collect(),
    ]
}
