//! `keyaccount doctor`: says what would keep a run from doing its work. Writes nothing but a probe, which it removes.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::print_json;
use crate::cli::{DEFAULT_CONFIG, Format, Global};
use crate::config::Config;
use crate::console::{self, Paragraph};
use crate::doctor::{Check, Patient, State, examine, exit_code};
use crate::failure::Failure;
use crate::labels::{Labels, doctor as words};
use crate::units::Month;
use crate::{Job, publish};

/// The configuration is what may be ill: it comes as it was read, or as what is wrong with it.
pub(super) fn doctor(global: &Global, job: Result<Job, Failure>, before: &'static Labels) -> Result<u8, Failure> {
    let usual = Path::new(DEFAULT_CONFIG);
    let patient = Patient {
        input: &global.input,
        output: &global.output,
        file: global.config.as_deref().or(Some(usual).filter(|path| path.exists())),
        newest: newest(&global.output),
    };
    let mut unusable: Vec<Failure> = super::run::outside(&global.input, &global.output).err().into_iter().collect();
    let (config, labels) = match job {
        Ok(job) => (job.config, job.labels),
        Err(failure) => {
            unusable.insert(0, failure);
            (Config::default(), before)
        }
    };
    let checks = examine(&patient, &config, unusable);
    match global.format {
        Format::Text => console::print(&as_text(&checks, labels))?,
        Format::Json => print_json(&as_json(&checks, labels))?,
    }
    Ok(exit_code(&checks))
}

/// The month of the newest manifest, and what its folder takes.
fn newest(output: &Path) -> Option<(Month, u64)> {
    let month: Month = publish::newest(output)?.month.parse().ok()?;
    Some((month, size(&output.join(month.to_string()))))
}

/// Bytes of all files below a folder; what cannot be looked at takes none.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |entry: fs::DirEntry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => size(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    };
    entries.map(of).sum()
}

fn count(checks: &[Check]) -> [usize; 2] {
    let of = |wanted: fn(State) -> bool| checks.iter().filter(|check| wanted(check.state)).count();
    [of(|state| matches!(state, State::Fault(_))), of(|state| state == State::Warning)]
}

fn as_text(checks: &[Check], labels: &Labels) -> String {
    let line = |check: &Check| (words::topic(labels, check.topic).to_owned(), words::line(labels, check.state, &check.says));
    let [faults, warnings] = count(checks);
    let page = console::page(&[Paragraph::Aligned(checks.iter().map(line).collect())]);
    page + &words::summary(labels, faults, warnings)
}

fn as_json(checks: &[Check], labels: &Labels) -> serde_json::Value {
    let one = |check: &Check| {
        let told = words::told(labels, &check.says);
        json!({ "check": check.topic.code(), "state": check.state.code(), "text": told.sentence, "hint": told.hint })
    };
    let [faults, warnings] = count(checks);
    json!({
        "exit_code": exit_code(checks),
        "faults": faults,
        "warnings": warnings,
        "checks": checks.iter().map(one).collect::<Vec<_>>(),
    })
}
