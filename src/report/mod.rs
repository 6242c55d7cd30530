//! Report: what is said, in one language. Review, findings and the account of the input in; the report model out.
//!
//! One file per sheet and per chart; `tables` says what other programs read. Knows nothing of Excel and pixels.

mod cells;
mod charts;
pub mod explain;
pub mod model;
pub mod reference;
pub mod rejects;
mod sheets;
pub mod summary;
pub mod tables;
pub mod web;

use crate::analyse::{Restatement, Review};
use crate::clean::Account;
use crate::config::{Config, Trial};
use crate::labels::Labels;
use crate::problems::Problem;
use crate::rules::{Audit, Settings};
use crate::tables::{FrameError, Tables};
use crate::workpaper::Workpaper;
use model::{Report, Words};

/// Everything a report is made from.
pub struct Input<'a> {
    pub tables: &'a Tables,
    pub account: &'a Account,
    /// What is wrong or doubtful in the input, as `check` lists it.
    pub problems: &'a [Problem],
    pub review: &'a Review,
    pub audit: &'a Audit,
    /// The month before, as published and as it is today.
    pub restatement: &'a Restatement,
    pub paper: &'a Workpaper,
    pub settings: &'a Settings,
    pub config: &'a Config,
    /// Values that were tried in place of the configured ones.
    pub tried: &'a [Trial],
    pub labels: &'a Labels,
}

/// Says the review in one language.
///
/// # Errors
/// Only for a fault of the program.
pub fn build(input: &Input<'_>) -> Result<Report, FrameError> {
    let l = input.labels;
    let period = input.review.period;
    Ok(Report {
        title: l.title.to_owned(),
        company: input.config.company.clone(),
        month: period.month.to_string(),
        as_of: period.as_of,
        script: l.script,
        currency: input.config.currency.clone(),
        words: Words {
            yes: l.yes.to_owned(),
            no: l.no.to_owned(),
            unknown: l.unknown.to_owned(),
            total: l.total.to_owned(),
            page: l.page.to_owned(),
            back: l.back.to_owned(),
            previous: l.previous.to_owned(),
            cumulative: l.cumulative.to_owned(),
            continued: l.continued.to_owned(),
        },
        charts: charts::all(input),
        sheets: sheets::all(input)?,
    })
}
