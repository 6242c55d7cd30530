//! Small helpers that turn results into cells, columns and sentences.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Input;
use super::model::{Cell, Change, Column, Detail, Line, Shade, Target, Tone};
use crate::analyse::{Abc, Duty, Grade, Segment, Tier};
use crate::finding::Severity;
use crate::labels::{Labels, fill};
use crate::rules::Status;
use crate::tables::PartyIx;
use crate::units::Money;

pub(super) fn money(m: Money) -> Cell {
    Cell::Money(m.minor())
}

pub(super) fn money_or(m: Option<Money>) -> Cell {
    m.map_or(Cell::Unknown, money)
}

pub(super) fn share_or(x: Option<f64>) -> Cell {
    x.map_or(Cell::Unknown, Cell::Share)
}

pub(super) fn score_or(x: Option<f64>) -> Cell {
    x.map_or(Cell::Unknown, Cell::Score)
}

pub(super) fn count(n: impl TryInto<i64>) -> Cell {
    Cell::Int(n.try_into().unwrap_or(i64::MAX))
}

/// A count that is unknown where its table is not in the input.
pub(super) fn count_if(known: bool, n: impl TryInto<i64>) -> Cell {
    if known { count(n) } else { Cell::Unknown }
}

pub(super) fn text(s: impl Into<String>) -> Cell {
    Cell::Text(s.into())
}

pub(super) fn text_or(s: Option<&str>) -> Cell {
    s.map_or(Cell::Empty, text)
}

pub(super) fn segment_tone(segment: Segment) -> Tone {
    match segment {
        Segment::Core => Tone::Core,
        Segment::Opportunity => Tone::Opportunity,
        Segment::Support => Tone::Support,
        Segment::LowReturn => Tone::LowReturn,
        Segment::Unclassified => Tone::Unclassified,
    }
}

pub(super) fn segment(l: &Labels, s: Segment) -> Cell {
    Cell::Tag(l.word(s.code()).to_owned(), segment_tone(s))
}

pub(super) fn grade_tone(grade: Grade) -> Tone {
    match grade {
        Grade::A => Tone::GradeA,
        Grade::B => Tone::GradeB,
        Grade::C => Tone::GradeC,
        Grade::D => Tone::GradeD,
        Grade::Unrated => Tone::Unrated,
    }
}

pub(super) fn grade(l: &Labels, g: Grade) -> Cell {
    Cell::Tag(l.word(g.code()).to_owned(), grade_tone(g))
}

pub(super) fn abc(abc: Abc) -> Cell {
    if abc == Abc::None { Cell::Empty } else { text(abc.code()) }
}

pub(super) fn tier(tier: Tier) -> Cell {
    if tier == Tier::None { Cell::Empty } else { text(tier.code()) }
}

pub(super) fn severity(l: &Labels, s: Severity) -> Cell {
    let tone = match s {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Watch,
        Severity::Note => Tone::Muted,
    };
    Cell::Tag(l.word(s.code()).to_owned(), tone)
}

/// The row of each customer in the customer table.
pub(super) type CustomerRows = FxHashMap<PartyIx, usize>;

/// Finds every customer's row once, for the links of a sheet.
pub(super) fn customer_rows(input: &Input<'_>) -> CustomerRows {
    by_sales(input).into_iter().enumerate().map(|(row, i)| (input.review.customers[i].party, row)).collect()
}

/// A customer's name, linked to its row of the customer table.
pub(super) fn customer_link(input: &Input<'_>, rows: &CustomerRows, party: PartyIx) -> Cell {
    let name = input.tables.parties.name(party).to_owned();
    match rows.get(&party) {
        Some(row) => Cell::Link(name, Target::Row("customers", *row)),
        None => Cell::Text(name),
    }
}

/// Positions of the customers, the largest sales first, ties by key.
pub(super) fn by_sales(input: &Input<'_>) -> Vec<usize> {
    let customers = &input.review.customers;
    let mut order: Vec<usize> = (0..customers.len()).collect();
    order.sort_by(|&a, &b| customers[b].sales_window.cmp(&customers[a].sales_window).then(a.cmp(&b)));
    order
}

/// A column whose header and definition come from the labels.
pub(super) fn column(l: &Labels, key: &str, width: u16) -> Column {
    let (header, help) = l.column(key);
    Column {
        header: header.to_owned(),
        help: (!help.is_empty()).then(|| help.to_owned()),
        width,
        span: 1,
        wrap: false,
        paper: true,
        detail: Detail::No,
        shade: Shade::None,
    }
}

/// A column of wrapped text over several columns of the sheet.
pub(super) fn wide(l: &Labels, key: &str, width: u16, span: u16) -> Column {
    Column { span, ..wrapped(l, key, width) }
}

pub(super) fn wrapped(l: &Labels, key: &str, width: u16) -> Column {
    Column { wrap: true, ..column(l, key, width) }
}

/// A column for the screen only: on paper the columns before it are easier to read without it.
pub(super) fn off_paper(column: Column) -> Column {
    Column { paper: false, ..column }
}

/// A column that says how the one before its group comes about: it can be folded away.
pub(super) fn detail(column: Column) -> Column {
    Column { detail: Detail::Open, ..column }
}

/// A part of what the column after its group adds up.
pub(super) fn part(column: Column) -> Column {
    Column { detail: Detail::Part, ..column }
}

/// A detail that is folded until it is wanted.
pub(super) fn folded(column: Column) -> Column {
    Column { detail: Detail::Folded, ..column }
}

pub(super) fn bar(l: &Labels, key: &str, width: u16, tone: Tone) -> Column {
    Column { shade: Shade::Bar(tone), ..column(l, key, width) }
}

pub(super) fn line(text: impl Into<String>, tone: Tone, link: Option<Target>) -> Line {
    Line { text: text.into(), tone, link }
}

/// The relative change against a figure before; `good` says which way a reader is glad of.
pub(super) fn change(l: &Labels, now: f64, before: f64, good: Good) -> Option<Change> {
    (before > 0.0).then(|| {
        let delta = now / before - 1.0;
        signed(format!("{}{}", sign(delta), l.percent(delta.abs())), delta, good)
    })
}

/// The absolute change of a count.
pub(super) fn change_count(now: i64, before: i64, good: Good) -> Change {
    let delta = now - before;
    #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
    let text = format!("{}{}", sign(delta as f64), delta.abs());
    #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
    signed(text, delta as f64, good)
}

/// The change of a share in percentage points.
pub(super) fn change_points(l: &Labels, now: f64, before: f64, good: Good) -> Change {
    let delta = (now - before) * 100.0;
    let figure = format!("{}{:.1}", sign(delta), delta.abs());
    signed(fill(l.points_share, &[("n", figure)]), delta, good)
}

/// Which way of a change is good.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Good {
    Up,
    Down,
    Neither,
}

fn sign(delta: f64) -> &'static str {
    if delta > 0.0 {
        "+"
    } else if delta < 0.0 {
        "−"
    } else {
        "±"
    }
}

fn signed(text: String, delta: f64, good: Good) -> Change {
    let up = if delta > 0.0 {
        Some(true)
    } else if delta < 0.0 {
        Some(false)
    } else {
        None
    };
    let tone = match (up, good) {
        (None, _) | (_, Good::Neither) => Tone::Muted,
        (Some(true), Good::Up) | (Some(false), Good::Down) => Tone::Good,
        (Some(_), _) => Tone::Bad,
    };
    Change { text, up, tone }
}

/// A sentence with a capital at its beginning, where the script has any.
pub(super) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether any rule had what it needs.
pub(super) fn any_rule_checked(input: &Input<'_>) -> bool {
    input.audit.outcomes.iter().any(|o| o.status == Status::Checked)
}

/// Whether a rule had what it needs: without it, no finding of it means nothing.
pub(super) fn rule_checked(input: &Input<'_>, rule: &str) -> bool {
    input.audit.outcomes.iter().any(|o| o.rule == rule && o.status == Status::Checked)
}

/// What a table of findings says where it has none: that there are none, or that nobody could look.
pub(super) fn no_findings(input: &Input<'_>) -> String {
    let l = input.labels;
    if any_rule_checked(input) { l.no_findings } else { l.no_rules_checked }.to_owned()
}

/// What was due and met by each owner of customers, by name; customers whom nobody looks after come last.
pub(super) fn duties_by_owner(input: &Input<'_>) -> Vec<(String, Duty)> {
    let mut owners: BTreeMap<Option<&str>, Duty> = BTreeMap::new();
    for c in input.review.customers.iter().filter(|c| c.coverage.active) {
        owners.entry(c.caretaker.as_deref()).or_default().add(c);
    }
    let nobody = owners.remove(&None).map(|duty| (input.labels.nobody.to_owned(), duty));
    let named = owners.into_iter().filter_map(|(name, duty)| Some((name?.to_owned(), duty)));
    named.chain(nobody).collect()
}
