//! What stands in the output folder, month by month, against the input as it is. Writes nothing and needs no lock: a month
//! that is exchanged meanwhile is told as it was or as it is.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::compare::{Files, Now, compared_with_the_same, manifest_of, outputs};
use super::standing::months;
use super::{MANIFEST, Manifest, TOOL_VERSION};
use crate::failure::Failure;
use crate::load::Discovery;
use crate::units::Month;

/// One month of the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthState {
    pub month: Month,
    pub state: State,
    /// The version that made it, where that is known.
    pub tool_version: Option<String>,
    /// What is not as its manifest states it; none where there is no manifest that this version understands.
    pub changes: Option<Changes>,
}

/// What a month's folder is worth; the gravest word that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A run would leave it as it is.
    Current,
    /// The input, the configuration or the month before is another.
    Stale,
    /// Another version of the program made it.
    OtherVersion,
    /// Files of it are missing or were changed.
    Damaged,
    /// It has no manifest of ours.
    Foreign,
    /// There is none, though earlier and later months are known.
    Missing,
}

impl State {
    /// The word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            State::Current => "current",
            State::Stale => "stale",
            State::OtherVersion => "other_version",
            State::Damaged => "damaged",
            State::Foreign => "foreign",
            State::Missing => "missing",
        }
    }
}

/// What is not as the manifest states it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    pub inputs: Files,
    /// The configuration in force is another.
    pub config: bool,
    /// The month before was published anew.
    pub month_before: bool,
    /// Files of the folder: `changed` and `removed`.
    pub outputs: Files,
}

/// The months of the output folder, the newest first, with those that are missing between the oldest manifest and the newest
/// month with orders that any manifest knows of. A folder that is not there has none.
///
/// Costs one reading of the input's bytes, for their hashes, and one of the months' folders.
///
/// # Errors
/// When there is something else in place of the output folder, or it cannot be read.
pub fn status(output: &Path, found: &Discovery, config_sha256: &str) -> Result<Vec<MonthState>, Failure> {
    match fs::read_dir(output) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Failure::output(output, &error)),
        _ => {}
    }
    let now = Now::new(found, config_sha256);
    let (mut states, mut oldest, mut newest) = (Vec::new(), None, None::<Month>);
    for month in months(output) {
        let manifest = manifest_of(output, &month.to_string());
        if let Some(manifest) = &manifest {
            oldest = oldest.or(Some(month));
            newest = newest.max(manifest.newest_month.parse().ok());
        }
        states.push(settled(output, month, manifest, &now));
    }
    if let (Some(oldest), Some(newest)) = (oldest, newest) {
        let between = (0..=newest.since(oldest)).map(|n| oldest.plus(n));
        let missing: Vec<Month> = between.filter(|month| states.iter().all(|s| s.month != *month)).collect();
        states.extend(missing.into_iter().map(|month| MonthState {
            month,
            state: State::Missing,
            tool_version: None,
            changes: None,
        }));
    }
    states.sort_by_key(|s| std::cmp::Reverse(s.month));
    Ok(states)
}

/// The state of a month that is not exchanged while it is looked at: the old manifest beside the new files is no damage.
fn settled(output: &Path, month: Month, mut manifest: Option<Manifest>, now: &Now<'_>) -> MonthState {
    loop {
        let state = state(output, month, manifest.as_ref(), now);
        let again = manifest_of(output, &month.to_string());
        if state.state != State::Damaged || again == manifest {
            return state;
        }
        manifest = again;
    }
}

fn state(output: &Path, month: Month, manifest: Option<&Manifest>, now: &Now<'_>) -> MonthState {
    let Some(manifest) = manifest else {
        let of_another_layout = Head::of(output, month);
        let state = if of_another_layout.is_some() { State::OtherVersion } else { State::Foreign };
        return MonthState { month, state, tool_version: of_another_layout.map(|head| head.tool_version), changes: None };
    };
    let changes = Changes {
        inputs: now.inputs(manifest),
        config: !now.same_config(manifest),
        month_before: !compared_with_the_same(output, manifest),
        outputs: outputs(output, manifest),
    };
    let state = if !changes.outputs.is_empty() {
        State::Damaged
    } else if manifest.tool_version != TOOL_VERSION {
        State::OtherVersion
    } else if changes != Changes::default() {
        State::Stale
    } else {
        State::Current
    };
    MonthState { month, state, tool_version: Some(manifest.tool_version.clone()), changes: Some(changes) }
}

/// What every version's manifest has.
#[derive(Deserialize)]
pub(super) struct Head {
    tool_version: String,
    month: String,
    outputs: Vec<super::manifest::Output>,
}

impl Head {
    /// The beginning of the manifest of a month's folder, where it is of that month.
    pub(super) fn of(output: &Path, month: Month) -> Option<Self> {
        let name = month.to_string();
        let head: Head = serde_json::from_slice(&fs::read(output.join(&name).join(MANIFEST)).ok()?).ok()?;
        (head.month == name).then_some(head)
    }

    pub(super) fn outputs(&self) -> &[super::manifest::Output] {
        &self.outputs
    }
}
