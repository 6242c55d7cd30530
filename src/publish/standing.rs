//! Whether the month's folder still stands for the input, the configuration and the program as they are: then there is
//! nothing to do.

use std::fs;
use std::path::Path;

use super::digest::of_file;
use super::earlier::earlier;
use super::stage::is_month;
use super::{Lock, MANIFEST, Manifest, TOOL_VERSION};
use crate::failure::Failure;
use crate::load::Discovery;
use crate::units::Month;

/// Problems that can go away without a change in the file.
const PASSING: [&str; 4] = ["not_found", "permission", "unreadable", "changed_while_reading"];

/// The manifest of the month's folder, where a new run would write the very same files again.
///
/// Remains of runs that were killed are cleared on the way.
///
/// # Errors
/// When the output folder cannot be read or written.
pub fn standing(
    output: &Path,
    _lock: &Lock,
    month: Option<Month>,
    found: &Discovery,
    config_sha256: &str,
) -> Result<Option<Manifest>, Failure> {
    super::stage::clear_stale(output)?;
    let same = |m: &Manifest| from_the_same(m, found, config_sha256);
    let Some(first) = candidates(output, month).into_iter().find(same) else { return Ok(None) };
    // A run of an earlier month knows as well which month is the newest.
    let wanted = month.map_or_else(|| first.newest_month.clone(), |m| m.to_string());
    let manifest = if first.month == wanted { Some(first) } else { read(output, &wanted).filter(same) };
    Ok(manifest.filter(|m| is_whole(output, m) && compared_with_the_same(output, m)))
}

/// The manifests that may tell: of the month that is asked for, or of any month.
fn candidates(output: &Path, month: Option<Month>) -> Vec<Manifest> {
    if let Some(month) = month {
        return read(output, &month.to_string()).into_iter().collect();
    }
    let entries = fs::read_dir(output).into_iter().flatten().flatten();
    let mut months: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).filter(|n| is_month(n)).collect();
    // The newest first: most runs repeat the last one.
    months.sort_by(|a, b| b.cmp(a));
    months.iter().filter_map(|month| read(output, month)).collect()
}

/// A manifest that cannot be read, or is of another layout, stands for nothing.
fn read(output: &Path, month: &str) -> Option<Manifest> {
    serde_json::from_slice(&fs::read(output.join(month).join(MANIFEST)).ok()?).ok()
}

fn from_the_same(manifest: &Manifest, found: &Discovery, config_sha256: &str) -> bool {
    let passing = |m: &Manifest| m.inputs.iter().filter_map(|i| i.problem.as_ref()).any(|p| PASSING.contains(&p.code.as_str()));
    manifest.tool_version == TOOL_VERSION
        && manifest.config_sha256 == config_sha256
        && found.problems.is_empty()
        && manifest.passed_over == found.skipped
        && manifest.inputs.len() == found.files.len()
        && !passing(manifest)
        && manifest.inputs.iter().zip(&found.files).all(|(was, is)| was.file == is.name && was.bytes == is.bytes)
        && manifest.inputs.iter().zip(&found.files).all(|(was, is)| of_file(&is.path).is_ok_and(|sha| sha == was.sha256))
}

/// Whether the month before, which the review compares itself with, is published as it was. The chain only leads backwards:
/// writing a month never asks for an earlier one to be written again.
fn compared_with_the_same(output: &Path, manifest: &Manifest) -> bool {
    let (Ok(month), Some(was)) = (manifest.month.parse::<Month>(), &manifest.restatement) else { return false };
    let is = earlier(output, month.plus(-1));
    was.month == is.month.to_string() && was.state == is.state.code() && was.manifest_sha256 == is.manifest_sha256
}

/// Whether every file of the folder is there as it was written.
fn is_whole(output: &Path, manifest: &Manifest) -> bool {
    let folder = output.join(&manifest.month);
    manifest.outputs.iter().all(|file| of_file(&folder.join(&file.file)).is_ok_and(|sha| sha == file.sha256))
}
