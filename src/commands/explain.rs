//! `keyaccount explain CUSTOMER`: how each class and score came about, down to the source rows. Reads like `run`, writes nothing.

use serde_json::{Map, Value, json};

use super::print_json;
use crate::analyse::restatement::Restatement;
use crate::clean::{Found, search};
use crate::cli::Format;
use crate::console::{self, Paragraph};
use crate::failure::{DONE, Failure};
use crate::report::explain::{Explanation, Section, SourceList, Step, explain as explained};
use crate::tables::{Parties, PartyIx};
use crate::units::Money;
use crate::{Job, admit};

/// One customer by id, name or part of it, or all of them.
pub(super) fn explain(job: &Job, format: Format, customer: Option<&str>) -> Result<u8, Failure> {
    let found = crate::discover(job)?;
    let mut intake = crate::read(job, &found)?;
    let (month, _) = admit::month(job.month, &intake.tables, &intake.account, &intake.found, &job.config)?;
    let (review, audit) = crate::review(job, &intake, month)?;
    let known = |party: PartyIx| review.customer(party).is_some();
    let parties: Vec<PartyIx> = match customer {
        Some(text) => vec![one(&intake.tables.parties, text, search(&intake.tables.parties, text, &job.config.identity, known))?],
        None => review.customers.iter().map(|c| c.party).collect(),
    };
    let rows = match format {
        Format::Text => Some(job.config.report.explained_rows as usize),
        Format::Json => None,
    };
    let restatement = Restatement::none(month.plus(-1));
    let paper = crate::workpaper(job, &mut intake, &review, &audit)?;
    let input = crate::report_input(job, &intake, &review, &audit, &restatement, &paper);
    let all = explained(&input, &parties, rows)?;
    match (format, customer, all.first()) {
        (Format::Text, ..) => console::print(&all.iter().map(text).collect::<Vec<_>>().join("\n"))?,
        (Format::Json, Some(_), Some(one)) => print_json(&as_json(one))?,
        (Format::Json, ..) => print_json(&Value::Array(all.iter().map(as_json).collect()))?,
    }
    Ok(DONE)
}

/// The customer that was found, or why there is none.
fn one(parties: &Parties, text: &str, found: Found) -> Result<PartyIx, Failure> {
    let named = |list: Vec<PartyIx>| -> Vec<String> {
        let name = |ix: PartyIx| {
            let party = parties.get(ix);
            if party.key == party.name { party.name.clone() } else { format!("{} ({})", party.name, party.key) }
        };
        list.into_iter().map(name).collect()
    };
    match found {
        Found::One(party) => Ok(party),
        Found::Several(list) => Err(Failure::AmbiguousCustomer { text: text.to_owned(), matches: named(list) }),
        Found::Nearest(list) => Err(Failure::UnknownCustomer { text: text.to_owned(), nearest: named(list) }),
    }
}

fn text(e: &Explanation) -> String {
    let mut paragraphs = vec![Paragraph::Title(format!("{} ({})  {}", e.customer, e.key, e.month))];
    for section in &e.sections {
        paragraphs.push(Paragraph::Heading(section.heading.clone()));
        paragraphs.push(Paragraph::Aligned(section.steps.iter().map(line).collect()));
        paragraphs.extend(section.sources.iter().flat_map(rows));
    }
    console::page(&paragraphs)
}

/// A step as name and text, the result at the end: after an equals sign where a formula gives a figure.
fn line(step: &Step) -> (String, String) {
    let formula = step.computation.contains(['÷', '×']) && step.result.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let text = match (step.computation.is_empty(), step.result.is_empty()) {
        (false, false) => format!("{} {} {}", step.computation, if formula { "=" } else { "→" }, step.result),
        (true, _) => step.result.clone(),
        (false, true) => step.computation.clone(),
    };
    (step.what.clone(), text)
}

fn rows(list: &SourceList) -> [Paragraph; 2] {
    let amount = |m: Option<Money>| m.map_or_else(String::new, |m| format!(" → {}", m.grouped()));
    let mut lines: Vec<(String, String)> =
        list.lines.iter().map(|l| (l.cite.clone(), format!("{}{}", l.text, amount(l.amount)))).collect();
    lines.extend(list.more.iter().map(|more| ("…".to_owned(), more.clone())));
    [Paragraph::Note(format!("{}: {}", list.heading, list.all)), Paragraph::Aligned(lines)]
}

fn as_json(e: &Explanation) -> Value {
    let figures: Map<String, Value> = e.figures.iter().map(|(k, v)| ((*k).to_owned(), v.clone().into())).collect();
    let sections: Vec<Value> = e.sections.iter().map(|s| section_json(s, &figures)).collect();
    json!({
        "customer": e.customer, "key": e.key, "id": e.id, "month": e.month,
        "figures": figures, "sections": sections,
    })
}

fn section_json(section: &Section, figures: &Map<String, Value>) -> Value {
    let step = |s: &Step| {
        json!({
            "what": s.what, "computation": s.computation, "result": s.result,
            "figure": s.figure, "value": s.figure.and_then(|column| figures.get(column)),
        })
    };
    let sources = section.sources.iter().flat_map(|list| {
        list.lines.iter().map(|line| {
            json!({
                "kind": list.kind, "source": line.cite, "text": line.text, "amount": line.amount.map(|m| m.to_string()),
            })
        })
    });
    json!({
        "id": section.id, "heading": section.heading,
        "steps": section.steps.iter().map(step).collect::<Vec<_>>(),
        "sources": sources.collect::<Vec<_>>(),
    })
}
