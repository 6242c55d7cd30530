//! Whether the month's folder still stands for the input, the configuration and the program as they are: then there is
//! nothing to do. And which month is the last one that stands at all, to catch up from.

use std::fs;
use std::path::Path;

use super::compare::{Now, compared_with_the_same, manifest_of, outputs};
use super::stage::is_month;
use super::status::Head;
use super::{Lock, Manifest};
use crate::load::Discovery;
use crate::units::Month;

/// The manifest of the month's folder, where a new run would write the very same files again.
///
/// Costs one reading of the input's bytes at most, for their hashes, and one of the month's folder.
#[must_use]
pub fn standing(output: &Path, _lock: &Lock, month: Option<Month>, found: &Discovery, config_sha256: &str) -> Option<Manifest> {
    let now = Now::new(found, config_sha256);
    let gave = |m: &Manifest| now.gave(m);
    let asked: Vec<Month> = month.map_or_else(|| months(output), |month| vec![month]);
    // The newest first: most runs repeat the last one.
    let first = asked.iter().rev().filter_map(|month| manifest_of(output, &month.to_string())).find(gave)?;
    // A run of an earlier month knows as well which month is the newest.
    let wanted = month.map_or_else(|| first.newest_month.clone(), |m| m.to_string());
    let manifest = if first.month == wanted { first } else { manifest_of(output, &wanted).filter(gave)? };
    (outputs(output, &manifest).is_empty() && compared_with_the_same(output, &manifest)).then_some(manifest)
}

/// The newest month whose folder has a manifest, of whatever version.
#[must_use]
pub fn last_published(output: &Path) -> Option<Month> {
    months(output).into_iter().rev().find(|month| Head::of(output, *month).is_some())
}

/// The names of months in the output folder, whatever is behind them, the oldest first.
pub(super) fn months(output: &Path) -> Vec<Month> {
    let entries = fs::read_dir(output).into_iter().flatten().flatten();
    let names = entries.filter_map(|e| e.file_name().into_string().ok()).filter(|name| is_month(name));
    let mut months: Vec<Month> = names.filter_map(|name| name.parse().ok()).collect();
    months.sort_unstable();
    months
}
