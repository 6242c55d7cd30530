//! The lists of the page: findings, visits and callbacks of each customer, the most important lines first.

use std::cmp::Reverse;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::{named, said};
use crate::finding::Finding;
use crate::labels::picker::Texts;
use crate::labels::{Labels, finding_sentence};
use crate::report::Input;
use crate::report::cells::{any_rule_checked, capital, money_or, no_findings, text, text_or};
use crate::report::model::{Cell, PickLine, PickLines, PickList, Target};
use crate::rules::Audit;
use crate::tables::PartyIx;

/// Lines of a list on the page.
const MOST: usize = 8;

/// The three lists; which customer has what is in `lines`.
pub(super) fn lists(input: &Input<'_>, t: &Texts) -> Vec<PickList> {
    let (l, available) = (input.labels, input.review.available);
    let none = no_findings(input);
    vec![
        PickList {
            heading: t.findings.to_owned(),
            columns: vec![named(l, "date"), named(l, "rule"), named(l, "finding"), named(l, "excess")],
            most: MOST,
            more: t.findings_more.to_owned(),
            see: Some(Target::Sheet("findings")),
            missing: (!any_rule_checked(input)).then(|| none.clone()),
            none,
        },
        PickList {
            heading: t.seen.to_owned(),
            columns: vec![named(l, "date"), said(t.by, t.by_help), said(t.seen_what, t.seen_what_help)],
            most: MOST,
            more: t.seen_more.to_owned(),
            see: None,
            none: t.seen_none.to_owned(),
            missing: (!available.visits).then(|| capital(l.note_no_visits)),
        },
        PickList {
            heading: t.called.to_owned(),
            columns: vec![named(l, "date"), said(t.rating, t.rating_help), said(t.called_what, t.called_what_help)],
            most: MOST,
            more: t.called_more.to_owned(),
            see: None,
            none: t.called_none.to_owned(),
            missing: (!available.callbacks).then(|| capital(l.note_no_callbacks)),
        },
    ]
}

/// The lines of every customer.
pub(super) struct Lines([FxHashMap<PartyIx, PickLines>; 3]);

impl Lines {
    /// Those of one customer, in the order of the lists.
    pub(super) fn of(&self, party: PartyIx) -> Vec<PickLines> {
        self.0.iter().map(|list| list.get(&party).cloned().unwrap_or_default()).collect()
    }
}

pub(super) fn lines(input: &Input<'_>, t: &Texts) -> Lines {
    Lines([findings(input, t), visits(input), callbacks(input)])
}

/// Positions by customer, in the order of their rank, cut to those that are shown; only these are put into words.
fn ranked<K: Ord>(
    found: impl Iterator<Item = (PartyIx, K, usize)>,
    line: impl Fn(usize) -> PickLine,
) -> FxHashMap<PartyIx, PickLines> {
    let mut by: FxHashMap<PartyIx, Vec<(K, usize)>> = FxHashMap::default();
    for (party, rank, at) in found {
        by.entry(party).or_default().push((rank, at));
    }
    let shown = |mut own: Vec<(K, usize)>| {
        own.sort();
        PickLines { of: own.len(), lines: own.iter().take(MOST).map(|(_, at)| line(*at)).collect() }
    };
    // Each customer's lines are the same in whatever order the customers come.
    #[allow(clippy::iter_over_hash_type)]
    by.into_iter().map(|(party, own)| (party, shown(own))).collect()
}

/// Open ones first, then the gravest, then the most expensive.
fn findings(input: &Input<'_>, t: &Texts) -> FxHashMap<PartyIx, PickLines> {
    let (l, audit): (&Labels, &Audit) = (input.labels, input.audit);
    let rank = |f: &Finding| (!f.standing.is_open(), Reverse(f.draft.severity), Reverse(f.draft.excess), f.draft.date);
    let found = audit.findings.iter().enumerate().filter_map(|(at, f)| Some((f.draft.party?, rank(f), at)));
    ranked(found, |at| {
        let f = &audit.findings[at];
        let mut said = finding_sentence(l, f.rule, &f.draft);
        if !f.standing.is_open() {
            let values = [("status", l.word(f.standing.code()).to_owned()), ("finding", said)];
            said = crate::labels::fill(t.finding_decided, &values);
        }
        let excess = if f.draft.claimed.is_some() { money_or(f.draft.excess) } else { Cell::Empty };
        PickLine {
            cells: vec![f.draft.date.map_or(Cell::Empty, Cell::Date), text(f.rule), text(said), excess],
            link: Some(Target::Row("findings", at)),
        }
    })
}

/// Those of the window, the newest first.
fn visits(input: &Input<'_>) -> FxHashMap<PartyIx, PickLines> {
    let (l, visits) = (input.labels, &input.tables.visits);
    let found = visits.iter().enumerate().map(|(at, v)| (v.party, v.date, at));
    ranked(newest(input, found), |at| {
        let v = &visits[at];
        let purpose = v.purpose.as_deref().map(|code| l.word(code));
        let what: Vec<&str> = purpose.into_iter().chain(v.city.as_deref().or(v.place.as_deref())).collect();
        PickLine { cells: vec![Cell::Date(v.date), text(&v.salesperson), text(what.join(" · "))], link: None }
    })
}

fn callbacks(input: &Input<'_>) -> FxHashMap<PartyIx, PickLines> {
    let (l, callbacks) = (input.labels, &input.tables.callbacks);
    let found = callbacks.iter().enumerate().map(|(at, c)| (c.party, c.date, at));
    ranked(newest(input, found), |at| {
        let c = &callbacks[at];
        let complaint = c.complaint_category.as_deref().map(|code| l.word(code));
        let mut what: Vec<&str> = complaint.into_iter().chain(c.problem.as_deref()).collect();
        if what.is_empty() {
            what.extend(c.reason.as_deref().map(|code| l.word(code)));
        }
        let rating = c.overall_rating.map_or(Cell::Unknown, |rating| Cell::Number(rating, u8::from(rating.fract() != 0.0)));
        PickLine { cells: vec![Cell::Date(c.date), rating, text_or(Some(&what.join(" · ")))], link: None }
    })
}

/// Records of the window, ranked by their days; of one day the later record first.
fn newest(
    input: &Input<'_>,
    records: impl Iterator<Item = (PartyIx, NaiveDate, usize)>,
) -> impl Iterator<Item = (PartyIx, Reverse<(NaiveDate, usize)>, usize)> {
    let period = input.review.period;
    records.filter(move |(_, day, _)| period.in_window(*day)).map(|(party, day, at)| (party, Reverse((day, at)), at))
}
