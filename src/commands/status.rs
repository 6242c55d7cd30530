//! `keyaccount status`: which months stand, and what has changed since each was made. Reads the input's bytes and no cell;
//! writes nothing.

use serde_json::{Value, json};

use super::print_json;
use crate::cli::Format;
use crate::config::Language;
use crate::console;
use crate::failure::{DONE, Failure};
use crate::labels::months::{self, words};
use crate::publish::{self, Files, MonthState};
use crate::{Job, load};

pub(super) fn status(job: &Job, format: Format) -> Result<u8, Failure> {
    // An input without a spreadsheet is a state like any other: every file has gone.
    let unreadable = |problem: load::Problem| Failure::Folder { path: job.input.display().to_string(), fault: problem.fault };
    let found = load::discover(&job.input).map_err(unreadable)?;
    let config_sha256 = publish::config_sha256(&job.config, &job.settings)?;
    let states = publish::status(&job.output, &found, &config_sha256)?;
    match format {
        Format::Text => console::print(&text(job, &states))?,
        Format::Json => print_json(&json!({ "months": states.iter().map(as_json).collect::<Vec<_>>() }))?,
    }
    Ok(DONE)
}

fn text(job: &Job, states: &[MonthState]) -> String {
    let (words, person) = (words(job.labels), console::is_terminal());
    if states.is_empty() {
        return format!("{}\n", words.no_months);
    }
    // In English the second column of a program is the code.
    let in_words = person || job.config.language != Language::En;
    let row = |state: &MonthState| {
        let word = if in_words { months::state(job.labels, state.state) } else { state.state.code() };
        vec![state.month.to_string(), word.to_owned(), months::why(job.labels, state)]
    };
    console::table(&[words.month, words.state, words.why], &states.iter().map(row).collect::<Vec<_>>(), person, 3)
}

fn as_json(state: &MonthState) -> Value {
    let files = |f: &Files| json!({ "added": f.added, "changed": f.changed, "removed": f.removed });
    json!({
        "month": state.month.to_string(),
        "state": state.state.code(),
        "tool_version": state.tool_version,
        "changes": state.changes.as_ref().map(|c| json!({
            "inputs": files(&c.inputs),
            "config": c.config,
            "month_before": c.month_before,
            "outputs": { "changed": c.outputs.changed, "removed": c.outputs.removed },
        })),
    })
}
