//! Report: what is said, in one language. Review, findings and the account of the input in; the report model out.
//!
//! One file per sheet and per chart; `tables` says what other programs read. Knows nothing of Excel and pixels.

mod cells;
mod charts;
mod colours;
pub mod explain;
pub mod model;
pub mod notices;
pub mod reference;
pub mod rejects;
mod sheets;
pub mod summary;
pub mod tables;
pub mod web;

use crate::analyse::{Restatement, Review};
use crate::clean::Account;
use crate::config::{Config, Trial};
use crate::labels::{Labels, insights};
use crate::problems::Problem;
use crate::rules::{Audit, Settings};
use crate::tables::{FrameError, Tables};
use crate::units::both;
use crate::workpaper::Workpaper;
use model::{Brand, Logo, Report, Words};

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
    let (sheets, mut charts) = both(|| sheets::all(input), || charts::all(input));
    let sheets = sheets?;
    charts::finish(&mut charts, &sheets, l);
    Ok(Report {
        title: title(input),
        company: input.config.company.clone(),
        month: period.month.to_string(),
        as_of: period.as_of,
        script: l.script,
        brand: brand(&input.config.report),
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
            variance: insights::texts(l).variance.to_owned(),
            continued: l.continued.to_owned(),
            trend: insights::texts(l).small_line.to_owned(),
            key: colours::key(l),
        },
        charts,
        sheets,
    })
}

/// The title of the review: the company's own, or the program's.
fn title(input: &Input<'_>) -> String {
    let own = input.config.report.title.trim();
    if own.is_empty() { input.labels.title } else { own }.to_owned()
}

/// What the company adds of its own.
fn brand(config: &crate::config::Report) -> Brand {
    let logo = config.logo_file.as_ref().map(|logo| Logo {
        bytes: logo.bytes.clone(),
        media_type: logo.media_type,
        width: logo.width,
        height: logo.height,
    });
    Brand { accent: config.accent_rgb(), logo, scale: config.number_scale }
}
