//! The month in ten lines, for mail or chat: the headline, the figures that changed most, what is to be decided.
//!
//! Figures that changed are those of the Dashboard's cards, so that both say the same. What there is nothing to decide about is
//! left out, and where there is nothing at all the summary says so.

use std::cmp::Reverse;

use super::cells::{Good, any_rule_checked, change};
use super::model::{Block, Card, Cell, Report};
use super::{Input, notices};
use crate::analyse::{CustomerReview, Segment};
use crate::finding::{Finding, Severity};
use crate::labels::brief::Brief;
use crate::labels::fill;
use crate::tables::PartyIx;
use crate::units::Money;

/// Figures that changed, decisions, and names in a decision, at most.
const CHANGES: usize = 3;
const DECISIONS: usize = 5;
const NAMES: usize = 3;

/// What is said, line by line; no line has a mark of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub title: String,
    /// What must be known before any figure is read.
    pub notices: Vec<String>,
    pub headline: String,
    pub changed: String,
    /// Above the decisions, where there are any.
    pub heading: String,
    /// The gravest first; where there is nothing to decide one line that says so.
    pub decisions: Vec<String>,
    pub end: String,
}

/// The summary of a report.
#[must_use]
pub fn build(input: &Input<'_>, report: &Report) -> Summary {
    let t = input.labels.brief();
    let notices: Vec<String> = [notices::trial_sentence(input), notices::unread(input)].into_iter().flatten().collect();
    let decisions: Vec<String> = [findings(input, t), core(input, t), overdue(input, t), trips(input, t), rejects(input, t)]
        .into_iter()
        .chain([unattended(input, t)])
        .flatten()
        // Ten lines in all: what the figures lack takes the place of the least.
        .take(DECISIONS - notices.len().min(DECISIONS - 1))
        .collect();
    let nothing = || {
        // What could not be looked at gives no reason to be glad.
        let text = if any_rule_checked(input) { t.nothing } else { input.labels.no_rules_checked };
        vec![text.to_owned()]
    };
    Summary {
        title: title(report, t),
        notices,
        headline: headline(input, t),
        changed: changed(input, report, t),
        heading: if decisions.is_empty() { String::new() } else { t.decide.to_owned() },
        decisions: if decisions.is_empty() { nothing() } else { decisions },
        end: t.end.to_owned(),
    }
}

fn title(report: &Report, t: &Brief) -> String {
    let template = if report.company.is_empty() { t.title } else { t.title_company };
    let mut values = vec![("title", report.title.clone()), ("month", report.month.clone()), ("day", report.as_of.to_string())];
    if !report.company.is_empty() {
        values.push(("company", report.company.clone()));
    }
    fill(template, &values)
}

/// Sales of the month against the month before and the same month a year ago, as far as the orders reach back.
fn headline(input: &Input<'_>, t: &Brief) -> String {
    let (l, sales, month) = (input.labels, &input.review.sales, input.review.period.month);
    let now = sales.total(month);
    let mut text = fill(t.sales, &[("now", l.short(now))]);
    for (template, months) in [(t.sales_before, 1), (t.sales_year, 12)] {
        let earlier = month.plus(-months);
        let before = sales.total(earlier);
        if let Some(change) = change(l, now.to_f64(), before.to_f64(), Good::Up) {
            let mut values = vec![("before", l.short(before)), ("change", change.text)];
            if months > 1 {
                values.push(("month", earlier.to_string()));
            }
            text.push_str(&fill(template, &values));
        }
    }
    text + t.stop
}

/// The figures of the Dashboard that changed most in proportion; the first card is the headline already.
fn changed(input: &Input<'_>, report: &Report, t: &Brief) -> String {
    let cards = report.sheets.first().into_iter().flat_map(|s| &s.blocks).filter_map(|b| match b {
        Block::Cards(cards) => Some(cards),
        _ => None,
    });
    let mut moved: Vec<(f64, String)> = cards.flatten().skip(1).filter_map(|card| figure(input, card, t)).collect();
    moved.sort_by(|a, b| b.0.total_cmp(&a.0));
    let figures: Vec<String> = moved.into_iter().take(CHANGES).map(|(_, text)| text).collect();
    match figures.is_empty() {
        true => t.unchanged.to_owned(),
        false => fill(t.changed, &[("figures", figures.join(t.and))]),
    }
}

/// A card as text, with how much its figure moved in proportion; nothing where it did not move.
fn figure(input: &Input<'_>, card: &Card, t: &Brief) -> Option<(f64, String)> {
    let (previous, change) = (card.previous.as_ref()?, card.change.as_ref()?);
    let (now, before) = (value(&card.value)?, value(previous)?);
    let moved = if before == 0.0 { now.abs() } else { (now / before - 1.0).abs() };
    let values = [
        ("label", card.label.clone()),
        ("now", shown(input, &card.value)),
        ("before", shown(input, previous)),
        ("change", change.text.clone()),
    ];
    (moved > 0.0 && moved.is_finite()).then(|| (moved, fill(t.figure, &values)))
}

#[allow(clippy::cast_precision_loss, reason = "an order of changes needs no sixteenth digit")]
fn value(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Int(n) | Cell::Money(n) => Some(*n as f64),
        Cell::Share(x) | Cell::Score(x) | Cell::Number(x, _) => Some(*x),
        Cell::Linked(inner, _) | Cell::Quiet(inner) => value(inner),
        _ => None,
    }
}

fn shown(input: &Input<'_>, cell: &Cell) -> String {
    let l = input.labels;
    match cell {
        Cell::Int(n) => n.to_string(),
        Cell::Money(minor) => l.short(Money::from_minor(*minor)),
        Cell::Share(x) => l.percent(*x),
        Cell::Score(x) => format!("{x:.1}"),
        Cell::Number(x, places) => format!("{x:.*}", usize::from(*places)),
        Cell::Linked(inner, _) | Cell::Quiet(inner) => shown(input, inner),
        _ => l.unknown.to_owned(),
    }
}

/// Open findings, and the one with the most money in it.
fn findings(input: &Input<'_>, t: &Brief) -> Option<String> {
    let l = input.labels;
    let open: Vec<&Finding> = input.audit.findings.iter().filter(|f| f.standing.is_open()).collect();
    let weight = |f: &Finding| (f.net_excess, f.in_question, f.draft.severity);
    let largest = open.iter().max_by_key(|f| (weight(f), Reverse(f.id.as_str())))?;
    let errors = open.iter().filter(|f| f.draft.severity == Severity::Error).count();
    let excess: Money = open.iter().map(|f| f.net_excess).sum();
    let mut text = fill(t.findings, &[("n", open.len().to_string()), ("errors", errors.to_string())]);
    if excess.is_positive() {
        text.push_str(&fill(t.findings_excess, &[("excess", excess.grouped())]));
    }
    let amount = if largest.net_excess.is_zero() { largest.in_question } else { largest.net_excess };
    if !amount.is_zero() {
        let who = largest.draft.employee.clone().or_else(|| largest.draft.party.map(|p| name(input, p)));
        let values = [
            ("id", largest.id.clone()),
            ("who", who.unwrap_or_else(|| l.unknown.to_owned())),
            ("rule", l.rule(largest.rule).map_or(largest.rule, |r| r.title).to_owned()),
            ("amount", amount.grouped()),
        ];
        text.push_str(&fill(t.findings_largest, &values));
    }
    Some(text + t.stop)
}

/// Core customers that left core, and those that bought less than half of their monthly average, the largest sales first.
fn core(input: &Input<'_>, t: &Brief) -> Option<String> {
    let review = input.review;
    let months = i64::from(review.period.window_months());
    let mut core: Vec<&CustomerReview> = review.core_before().collect();
    core.sort_by(|a, b| b.sales_window.cmp(&a.sales_window).then(a.party.cmp(&b.party)));
    let fell = |c: &&&CustomerReview| c.sales_window.is_positive() && c.sales_month.times(2 * months) < c.sales_window;
    let lost: Vec<PartyIx> = core.iter().filter(|c| c.class.segment != Segment::Core).map(|c| c.party).collect();
    let falling: Vec<PartyIx> = core.iter().filter(fell).map(|c| c.party).collect();
    let mut parts = Vec::new();
    if !lost.is_empty() {
        parts.push(fill(t.core_lost, &[("n", lost.len().to_string()), ("names", names(input, t, &lost))]));
    }
    if !falling.is_empty() {
        let values = [("n", falling.len().to_string()), ("of", core.len().to_string()), ("names", names(input, t, &falling))];
        parts.push(fill(t.core_falling, &values));
    }
    (!parts.is_empty()).then(|| fill(t.core, &[("parts", parts.join(t.and))]) + t.stop)
}

/// What is overdue, and who owes most of it.
fn overdue(input: &Input<'_>, t: &Brief) -> Option<String> {
    let l = input.labels;
    let mut owing: Vec<(Money, PartyIx)> =
        input.review.customers.iter().filter_map(|c| Some((c.credit.overdue.filter(|m| m.is_positive())?, c.party))).collect();
    if owing.is_empty() {
        return None;
    }
    owing.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let all: Money = owing.iter().map(|(m, _)| *m).sum();
    let open: Money = input.review.customers.iter().filter_map(|c| c.credit.open).sum();
    let most = owing.iter().take(NAMES);
    let most = most.map(|(amount, p)| fill(t.name_amount, &[("name", name(input, *p)), ("amount", l.short(*amount))]));
    let values = [("overdue", l.short(all)), ("open", l.short(open)), ("names", most.collect::<Vec<_>>().join(t.comma))];
    Some(fill(t.overdue, &values) + t.stop)
}

/// Claims and visits that do not agree, and whose claims make up most of it.
fn trips(input: &Input<'_>, t: &Brief) -> Option<String> {
    let found = &input.paper.reconciliation;
    let (claims, visits) = (found.claims_without_visit.as_deref()?, found.visits_without_claim.as_deref()?);
    if claims.is_empty() && visits.is_empty() {
        return None;
    }
    let all: Money = claims.iter().map(|c| c.amount).sum();
    let mut text =
        fill(t.trips, &[("claims", claims.len().to_string()), ("amount", all.grouped()), ("visits", visits.len().to_string())]);
    let mut people: Vec<(Money, &str)> = Vec::new();
    for claim in claims {
        match people.iter_mut().find(|(_, name)| *name == claim.employee) {
            Some((sum, _)) => *sum += claim.amount,
            None => people.push((claim.amount, &claim.employee)),
        }
    }
    if let Some((amount, name)) = people.into_iter().max_by_key(|(sum, name)| (*sum, Reverse(*name))) {
        text.push_str(&fill(t.trips_most, &[("name", name.to_owned()), ("amount", amount.grouped())]));
    }
    Some(text + t.stop)
}

/// Rows that were rejected, and the file that has most of them.
fn rejects(input: &Input<'_>, t: &Brief) -> Option<String> {
    let rows = input.account.rows();
    let of_file = |f: &crate::clean::FileAccount| f.sheets.iter().map(|s| s.rows.rejected).sum::<u64>();
    let worst = input.account.files.iter().max_by_key(|f| (of_file(f), Reverse(f.file.as_str())))?;
    let values = [
        ("n", rows.rejected.to_string()),
        ("seen", rows.seen.to_string()),
        ("most", of_file(worst).to_string()),
        ("file", worst.file.clone()),
    ];
    (rows.rejected > 0).then(|| fill(t.rejects, &values) + t.stop)
}

/// Active customers whom nobody saw or called.
fn unattended(input: &Input<'_>, t: &Brief) -> Option<String> {
    let review = input.review;
    if !review.available.visits || !review.available.callbacks {
        return None;
    }
    let mut alone: Vec<&CustomerReview> = review.customers.iter().filter(|c| c.coverage.unattended()).collect();
    alone.sort_by(|a, b| b.sales_window.cmp(&a.sales_window).then(a.party.cmp(&b.party)));
    let parties: Vec<PartyIx> = alone.iter().map(|c| c.party).collect();
    let values = [("n", parties.len().to_string()), ("names", names(input, t, &parties))];
    (!parties.is_empty()).then(|| fill(t.unattended, &values) + t.stop)
}

fn name(input: &Input<'_>, party: PartyIx) -> String {
    input.tables.parties.name(party).to_owned()
}

/// The first few names, and how many more there are.
fn names(input: &Input<'_>, t: &Brief, parties: &[PartyIx]) -> String {
    let told: Vec<String> = parties.iter().take(NAMES).map(|p| name(input, *p)).collect();
    let more = match parties.len().saturating_sub(NAMES) {
        0 => String::new(),
        n => fill(t.more_names, &[("n", n.to_string())]),
    };
    told.join(t.comma) + &more
}
