//! Explain: every class and score of one customer as a short computation with its figures, cut-offs and source rows.
//!
//! Plain data in one language. Nothing is judged anew: inputs, cut-offs, components and weights are those of the review, so
//! that an explanation cannot drift from what it explains. One file per section.

mod coverage;
mod credit;
mod demand;
mod findings;
mod sales;
mod satisfaction;
mod segment;
mod tier;
mod travel;
mod view;
mod who;
mod why;

use super::Input;
use super::model::Field;
use super::tables::customers;
use crate::analyse::classify::Ahead;
use crate::analyse::trace::traces;
use crate::labels::explain::texts;
use crate::tables::{FrameError, PartyIx};
use crate::units::Money;
use view::View;

/// One customer explained.
#[derive(Debug, Clone)]
pub struct Explanation {
    pub customer: String,
    pub key: String,
    pub id: Option<String>,
    pub month: String,
    /// The customer's row of `customers.csv`: column, value.
    pub figures: Vec<(&'static str, String)>,
    pub sections: Vec<Section>,
}

/// What belongs together.
#[derive(Debug, Clone)]
pub struct Section {
    /// Stable, for other programs.
    pub id: &'static str,
    pub heading: String,
    pub steps: Vec<Step>,
    pub sources: Vec<SourceList>,
}

/// One figure: what it is, how it comes about, and what comes out.
#[derive(Debug, Clone)]
pub struct Step {
    pub what: String,
    pub computation: String,
    pub result: String,
    /// The column of `customers.csv` that holds it.
    pub figure: Option<&'static str>,
}

/// Rows of the input behind a section, those that weigh most first.
#[derive(Debug, Clone)]
pub struct SourceList {
    /// Stable, for other programs.
    pub kind: &'static str,
    pub heading: String,
    /// How many rows in all, and what they come to.
    pub all: String,
    pub lines: Vec<SourceLine>,
    /// What was left out of the lines.
    pub more: Option<String>,
}

/// One row of the input.
#[derive(Debug, Clone)]
pub struct SourceLine {
    /// `file!sheet!row`.
    pub cite: String,
    pub text: String,
    pub amount: Option<Money>,
}

/// What the explanations of one review share.
struct Ground {
    volumes: Ahead,
    sales: Ahead,
}

/// Explains some customers of the review, in their order; at most `rows` source rows of a kind, or all of them.
///
/// # Errors
/// Only for a fault of the program.
pub fn explain(input: &Input<'_>, parties: &[PartyIx], rows: Option<usize>) -> Result<Vec<Explanation>, FrameError> {
    let review = input.review;
    let traces = traces(input.tables, review.period, parties)?;
    let volumes: Vec<Money> = review.customers.iter().map(|c| c.class.volume).collect();
    let sales: Vec<Money> = review.customers.iter().map(|c| c.class.sales).collect();
    let ground = Ground { volumes: Ahead::of(&volumes), sales: Ahead::of(&sales) };
    let explained = parties.iter().zip(&traces).filter_map(|(party, trace)| {
        let at = review.customers.binary_search_by_key(party, |c| c.party).ok()?;
        let view = View {
            input,
            ground: &ground,
            l: input.labels,
            t: texts(input.labels),
            c: &review.customers[at],
            at,
            trace,
            rows: rows.unwrap_or(usize::MAX),
        };
        Some(one(&view))
    });
    Ok(explained.collect())
}

fn one(v: &View<'_>) -> Explanation {
    let party = v.input.tables.parties.get(v.c.party);
    let figure = |field: Field| match field {
        Field::Text(text) | Field::Number(text) => text,
        Field::Bool(yes) => yes.to_string(),
        Field::Empty => String::new(),
    };
    let values = customers::row(v.input, v.c).into_iter().map(figure);
    Explanation {
        customer: party.name.clone(),
        key: party.key.clone(),
        id: party.id.clone(),
        month: v.input.review.period.month.to_string(),
        figures: customers::HEADER.into_iter().zip(values).collect(),
        sections: vec![
            who::section(v),
            sales::section(v),
            demand::section(v),
            segment::section(v),
            tier::section(v),
            credit::section(v),
            satisfaction::section(v),
            coverage::section(v),
            travel::section(v),
            findings::section(v),
        ],
    }
}
