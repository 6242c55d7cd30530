//! Explained: a page for each key customer that shows how its classes and scores came about.

use crate::labels::explain::texts;
use crate::labels::fill;
use crate::report::Input;
use crate::report::cells::{customer_rows, line};
use crate::report::explain::{Explanation, Section, explain};
use crate::report::model::{Block, Leaf, LeafPart, LeafRow, Line, Sheet, Target, Tone};
use crate::tables::{FrameError, PartyIx};

pub(super) fn sheet(input: &Input<'_>) -> Result<Sheet, FrameError> {
    let t = texts(input.labels);
    let parties = explained(input);
    let rows = customer_rows(input);
    let pages = explain(input, &parties, Some(input.config.report.explained_rows as usize))?;
    let mut blocks = vec![contents(input, &pages)];
    for (page, party) in pages.iter().zip(&parties) {
        let back = rows.get(party).map(|row| Target::Row("customers", *row));
        blocks.push(Block::Leaf(leaf(page, line(t.back, Tone::Neutral, back), t.page_title)));
    }
    Ok(super::sheet("explained", t.sheet, t.sheet_sub, blocks))
}

/// The key customers that have a page, the largest volumes first, ties by key.
pub(super) fn explained(input: &Input<'_>) -> Vec<PartyIx> {
    let mut key: Vec<_> = input.review.customers.iter().filter(|c| c.class.is_key()).collect();
    key.sort_by(|a, b| b.class.volume.cmp(&a.class.volume).then(a.party.cmp(&b.party)));
    key.into_iter().take(input.config.report.explained_customers as usize).map(|c| c.party).collect()
}

/// The way to each page, and how many customers have none.
fn contents(input: &Input<'_>, pages: &[Explanation]) -> Block {
    let t = texts(input.labels);
    let of = input.review.customers.iter().filter(|c| c.class.is_key()).count();
    let n = ("n", pages.len().to_string());
    let more = match pages.len() {
        0 => t.contents_none.to_owned(),
        all if all == of => fill(t.contents_all, &[n]),
        _ => fill(t.contents_more, &[n, ("of", of.to_string())]),
    };
    let mut lines = vec![line(more, Tone::Muted, None)];
    lines.extend(pages.iter().enumerate().map(|(at, page)| {
        let title = fill(t.page_title, &[("name", page.customer.clone()), ("key", page.key.clone())]);
        line(title, Tone::Neutral, Some(Target::Leaf("explained", at)))
    }));
    Block::Text { heading: Some(t.contents.to_owned()), lines }
}

fn leaf(page: &Explanation, back: Line, title: &str) -> Leaf {
    Leaf {
        title: fill(title, &[("name", page.customer.clone()), ("key", page.key.clone())]),
        lines: vec![back],
        parts: page.sections.iter().map(part).collect(),
    }
}

fn part(section: &Section) -> LeafPart {
    let mut rows: Vec<LeafRow> = section
        .steps
        .iter()
        .map(|s| LeafRow { what: s.what.clone(), text: s.computation.clone(), result: s.result.clone(), tone: Tone::Neutral })
        .collect();
    let source = |what: &str, text: &str, result: String| LeafRow {
        what: what.to_owned(),
        text: text.to_owned(),
        result,
        tone: Tone::Muted,
    };
    for list in &section.sources {
        rows.push(source(&list.heading, &list.all, String::new()));
        rows.extend(list.lines.iter().map(|l| source(&l.cite, &l.text, l.amount.map_or_else(String::new, |m| m.grouped()))));
        rows.extend(list.more.iter().map(|more| source("…", more, String::new())));
    }
    LeafPart { heading: section.heading.clone(), rows }
}
