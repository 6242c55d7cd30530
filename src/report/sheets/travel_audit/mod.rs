//! Travel audit: the auditor's working paper, to be printed and signed. Scope, rules in force, results, exceptions, what does
//! not agree, the sample, decisions, signatures.

mod results;
mod rules;
mod sample;
mod scope;
mod settled;

use crate::labels::fill;
use crate::report::Input;
use crate::report::cells::{count, count_if, money, share_or};
use crate::report::model::{Block, Card, Cell, Sheet, Target};
use crate::rules::Status;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let mut blocks = vec![
        Block::Cards(cards(input)),
        Block::Charts(vec!["travel_claims", "audit_trend"]),
        scope::words(input),
        Block::Table(scope::read(input)),
        Block::Table(rules::table(input)),
        Block::Table(results::exceptions(input)),
    ];
    blocks.extend(results::exposure(input).into_iter().map(Block::Table));
    blocks.push(Block::Table(results::reconciliation(input)));
    blocks.push(Block::Table(sample::strata(input)));
    blocks.push(Block::Table(sample::drawn(input)));
    blocks.push(sample::hints(input));
    blocks.extend(settled::decisions(input));
    blocks.push(Block::Table(settled::signatures(input)));
    super::sheet("travel_audit", l.sheet_travel_audit, l.sub_travel_audit, blocks)
}

/// The results on top.
fn cards(input: &Input<'_>) -> Vec<Card> {
    let (l, paper) = (input.labels, input.paper);
    let total = &paper.exposure.total;
    let claims = input.review.available.expenses;
    let card = |name: &'static str, label: &str, value: Cell, note: String, link: Target| Card {
        name,
        label: label.to_owned(),
        value,
        previous: None,
        change: None,
        note,
        trend: Vec::new(),
        link: Some(link),
    };
    let amount = |m| if claims { money(m) } else { Cell::Unknown };
    let (checked, all) =
        (input.audit.outcomes.iter().filter(|o| o.status == Status::Checked).count(), input.audit.outcomes.len());
    let (decided, alarms) = paper.precision.iter().fold((0, 0), |(d, f), p| (d + p.decided, f + p.false_alarms));
    let enough = decided >= u64::from(input.config.audit.precision_from);
    let precision = crate::analyse::statistics::share(decided - alarms, decided).filter(|_| enough);
    vec![
        card(
            "ka_audit_open",
            l.card_open_findings,
            count_if(checked > 0, total.open),
            if checked > 0 {
                fill(l.note_open_findings, &[("all", total.findings.to_string()), ("decided", total.decided.to_string())])
            } else {
                l.note_no_rules.to_owned()
            },
            Target::Sheet("findings"),
        ),
        card(
            "ka_audit_excess",
            l.card_excess,
            amount(total.excess),
            fill(l.note_net_excess, &[("open", l.short(total.open_excess)), ("recovered", l.short(total.recovered))]),
            Target::Sheet("findings"),
        ),
        card(
            "ka_audit_in_question",
            l.card_in_question,
            amount(total.in_question),
            l.note_in_question.to_owned(),
            Target::Sheet("reconciliation"),
        ),
        card(
            "ka_audit_rules",
            l.card_rules,
            count(checked),
            match precision {
                Some(p) => fill(l.note_rules, &[("all", all.to_string()), ("precision", l.percent(p))]),
                None => fill(l.note_rules_few, &[("all", all.to_string())]),
            },
            Target::Table("rules"),
        ),
    ]
}

/// The precision of a rule: unknown where nothing was decided, in words where too little was.
fn precision(input: &Input<'_>, rule: &str) -> Cell {
    match input.paper.precision_of(rule) {
        Some(p) if p.precision.is_some() => share_or(p.precision),
        Some(p) if p.decided > 0 => Cell::Text(fill(input.labels.too_few_of, &[("n", p.decided.to_string())])),
        _ => Cell::Empty,
    }
}
