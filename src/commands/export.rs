//! `keyaccount export`: published months, and where asked for the cleaned records of the input, into a database or column files.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::print_json;
use super::run::{outside, real};
use crate::clean::Cleaned;
use crate::cli::{ExportArgs, Format};
use crate::console::{self, stage};
use crate::export::{self, Delivery, Sink};
use crate::failure::{DONE, Failure};
use crate::labels::summary;
use crate::tables::Frame;
use crate::units::Month;
use crate::{Job, admit, clean, publish};

/// What one delivery brought: a month, or the records.
struct Brought {
    month: Option<Month>,
    /// Tables by name with their rows.
    tables: Vec<(&'static str, usize)>,
}

impl Brought {
    fn of(month: Option<Month>, deliveries: &[Delivery<'_>]) -> Self {
        Brought { month, tables: deliveries.iter().map(|d| (d.shape.name, d.rows())).collect() }
    }

    fn rows(&self) -> usize {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

pub(super) fn export(job: &Job, format: Format, args: &ExportArgs) -> Result<u8, Failure> {
    apart(job, args.to.path())?;
    let months = months(job, args.records)?;
    // The input is read before the destination is held: a broken one keeps nobody waiting.
    let read = if args.records { Some(records(job)?) } else { None };
    let mut sink = export::open(&args.to, &args.subsidiary, Duration::from_secs(args.wait))?;
    let mut brought = Vec::new();
    for month in months {
        brought.push(stage("export", || review(job, month, sink.as_mut()))?);
    }
    if let Some((cleaned, frames)) = &read {
        let deliveries = export::records(frames, &cleaned.tables.parties, &cleaned.tables.sources, job.month)?;
        stage("export", || sink.deliver(&deliveries))?;
        brought.push(Brought::of(None, &deliveries));
    }
    let to = args.to.to_string();
    match format {
        Format::Text => {
            let line = |b: &Brought| summary::exported(job.labels, b.month, b.tables.len(), b.rows(), &to);
            console::print(&brought.iter().map(line).collect::<String>())?;
        }
        Format::Json => print_json(&as_json(&brought, &to, args.subsidiary.name()))?,
    }
    Ok(DONE)
}

/// The destination lies neither in the input, whose files are read, nor in a month's folder, which only a run may change.
fn apart(job: &Job, path: &Path) -> Result<(), Failure> {
    outside(&job.input, path)?;
    let (output, path) = (real(&job.output)?, real(path)?);
    let first = path.strip_prefix(&output).ok().and_then(|below| below.components().next());
    if first.and_then(|name| name.as_os_str().to_str()?.parse::<Month>().ok()).is_some() {
        return Err(Failure::InsideMonth { path: path.display().to_string() });
    }
    Ok(())
}

/// The month that is asked for, or every published one.
fn months(job: &Job, records: bool) -> Result<Vec<Month>, Failure> {
    let path = || job.output.display().to_string();
    let published = publish::months(&job.output)?;
    match job.month {
        Some(month) if published.contains(&month) => Ok(vec![month]),
        // The records of a month need no review of it.
        _ if records && (job.month.is_some() || published.is_empty()) => Ok(Vec::new()),
        Some(month) => Err(Failure::NotPublished { path: path(), month: Some(month) }),
        None if published.is_empty() => Err(Failure::NotPublished { path: path(), month: None }),
        None => Ok(published),
    }
}

/// Months are taken one by one: what holds one is let go before the next.
fn review(job: &Job, month: Month, sink: &mut dyn Sink) -> Result<Brought, Failure> {
    let gone = || Failure::NotPublished { path: job.output.display().to_string(), month: Some(month) };
    let content = publish::content(&job.output, month)?.ok_or_else(gone)?;
    let deliveries = export::review(&content)?;
    sink.deliver(&deliveries)?;
    tracing::info!(month = %month, tables = deliveries.len(), "exported");
    Ok(Brought::of(Some(month), &deliveries))
}

/// The records, where the input can be reviewed: what a run would refuse is not exported either.
fn records(job: &Job) -> Result<(Cleaned, [Frame; 6]), Failure> {
    let found = crate::discover(job)?;
    let (cleaned, frames) = stage("clean", || {
        let bar = job.progress.bar("read", found.files.len());
        clean::clean_with_frames(&found.files, &job.config, job.aids(), |_| bar.tick())
    })?;
    admit::month(None, &cleaned.tables, &cleaned.account, &found, &job.config)?;
    Ok((cleaned, frames))
}

fn as_json(brought: &[Brought], to: &str, subsidiary: &str) -> serde_json::Value {
    let rows = |b: &Brought| b.tables.iter().map(|(name, rows)| ((*name).to_owned(), json!(rows))).collect();
    let one = |b: &Brought| json!({ "month": b.month.map(|m| m.to_string()), "rows": serde_json::Value::Object(rows(b)) });
    let (months, records): (Vec<&Brought>, Vec<&Brought>) = brought.iter().partition(|b| b.month.is_some());
    json!({
        "to": to,
        "subsidiary": subsidiary,
        "months": months.into_iter().map(one).collect::<Vec<_>>(),
        "records": records.first().map(|b| serde_json::Value::Object(rows(b))),
    })
}
