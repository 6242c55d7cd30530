//! What has changed since a month was published: the input, the configuration, the program, the month before, the folder
//! itself. A month of which nothing changed would be written again byte for byte.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::digest::of_file;
use super::earlier::earlier;
use super::manifest::Input;
use super::{MANIFEST, Manifest, TOOL_VERSION};
use crate::load::{Discovery, InputFile};
use crate::published::State;
use crate::units::Month;

/// Problems that can go away without a change in the file.
const PASSING: [&str; 4] = ["not_found", "permission", "unreadable", "changed_while_reading"];

/// The input and the configuration as they are. Each file is hashed when it is first asked for, and never again.
pub(super) struct Now<'a> {
    found: &'a Discovery,
    config_sha256: &'a str,
    hashes: Vec<OnceCell<Option<String>>>,
}

/// Names of files that came, are another, or went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

impl Files {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

impl<'a> Now<'a> {
    pub(super) fn new(found: &'a Discovery, config_sha256: &'a str) -> Self {
        Now { found, config_sha256, hashes: found.files.iter().map(|_| OnceCell::new()).collect() }
    }

    pub(super) fn same_config(&self, manifest: &Manifest) -> bool {
        manifest.config_sha256 == self.config_sha256
    }

    /// Whether the manifest is of this input, this configuration and this version. What can be told from names and sizes is.
    pub(super) fn gave(&self, manifest: &Manifest) -> bool {
        let inputs = || manifest.inputs.iter().zip(&self.found.files);
        manifest.tool_version == TOOL_VERSION
            && self.same_config(manifest)
            && self.found.problems.is_empty()
            && manifest.passed_over == self.found.skipped
            && manifest.inputs.len() == self.found.files.len()
            && inputs().all(|(was, is)| was.file == is.name && was.bytes == is.bytes && !may_pass(was))
            && inputs().enumerate().all(|(at, (was, is))| self.is_still(was, at, is))
    }

    /// Every file that is not as the manifest states it. A file that could not be read then, or cannot now, counts as changed.
    pub(super) fn inputs(&self, manifest: &Manifest) -> Files {
        let was: BTreeMap<&str, &Input> = manifest.inputs.iter().map(|i| (i.file.as_str(), i)).collect();
        let passed_over = |names: &'_ [String]| -> BTreeSet<String> { names.iter().cloned().collect() };
        let (then, today) = (passed_over(&manifest.passed_over), passed_over(&self.found.skipped));
        let mut files = Files {
            added: today.difference(&then).cloned().collect(),
            removed: then.difference(&today).cloned().collect(),
            ..Files::default()
        };
        for (at, is) in self.found.files.iter().enumerate() {
            match was.get(is.name.as_str()) {
                None => files.added.push(is.name.clone()),
                Some(was) if may_pass(was) || !self.is_still(was, at, is) => files.changed.push(is.name.clone()),
                Some(_) => {}
            }
        }
        for (name, _) in &self.found.problems {
            if was.contains_key(name.as_str()) { files.changed.push(name.clone()) } else { files.added.push(name.clone()) }
        }
        let there: BTreeSet<&str> =
            self.found.files.iter().map(|f| &f.name).chain(self.names_of_problems()).map(|n| &**n).collect();
        files.removed.extend(was.keys().filter(|name| !there.contains(*name)).map(|name| (*name).to_owned()));
        for list in [&mut files.added, &mut files.changed, &mut files.removed] {
            list.sort();
        }
        files
    }

    fn names_of_problems(&self) -> impl Iterator<Item = &String> {
        self.found.problems.iter().map(|(name, _)| name)
    }

    fn is_still(&self, was: &Input, at: usize, is: &InputFile) -> bool {
        let hash = || self.hashes.get(at).and_then(|hash| hash.get_or_init(|| of_file(&is.path).ok()).as_ref());
        was.bytes == is.bytes && hash().is_some_and(|sha| *sha == was.sha256)
    }
}

fn may_pass(input: &Input) -> bool {
    input.problem.as_ref().is_some_and(|p| PASSING.contains(&p.code.as_str()))
}

/// Whether the month before, which the review compares itself with, is published as it was. The chain only leads backwards:
/// writing a month never asks for an earlier one to be written again. Nor does removing one ask for the next: figures that were
/// compared with a month that is no longer kept say more than none.
pub(super) fn compared_with_the_same(output: &Path, manifest: &Manifest) -> bool {
    let (Ok(month), Some(was)) = (manifest.month.parse::<Month>(), &manifest.restatement) else { return false };
    let is = earlier(output, month.plus(-1));
    let same = was.state == is.state.code() && was.manifest_sha256 == is.manifest_sha256;
    was.month == is.month.to_string() && (same || (was.published && is.state == State::NotPublished))
}

/// The files of the month's folder that are not there, or are not as they were written.
pub(super) fn outputs(output: &Path, manifest: &Manifest) -> Files {
    let folder = output.join(&manifest.month);
    let mut files = Files::default();
    for file in &manifest.outputs {
        match of_file(&folder.join(&file.file)) {
            Ok(sha) if sha == file.sha256 => {}
            Ok(_) => files.changed.push(file.file.clone()),
            Err(_) => files.removed.push(file.file.clone()),
        }
    }
    files
}

/// The manifest of a month's folder. One that cannot be read, is of another month or of another layout stands for nothing.
pub(super) fn manifest_of(output: &Path, month: &str) -> Option<Manifest> {
    let manifest: Manifest = serde_json::from_slice(&fs::read(output.join(month).join(MANIFEST)).ok()?).ok()?;
    (manifest.month == month).then_some(manifest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(inputs: &str, passed_over: &str) -> Manifest {
        let text = format!(
            r#"{{"schema_version": 1, "tool_version": "{TOOL_VERSION}", "month": "2026-05", "newest_month": "2026-05",
            "as_of": "2026-05-31", "currency": "CNY", "config_sha256": "c", "inputs": [{inputs}], "passed_over": [{passed_over}],
            "control_totals": [], "rules": [], "totals": {{"sales_month": "0", "sales_window": "0", "customers": 0,
            "findings": {{"error": 0, "warning": 0, "note": 0}}}}, "outputs": []}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn input(file: &str, text: &str, problem: &str) -> String {
        let (sha, bytes) = (super::super::digest::of_bytes(text.as_bytes()), text.len());
        format!(r#"{{"file": "{file}", "sha256": "{sha}", "bytes": {bytes}, "problem": {problem}, "sheets": []}}"#)
    }

    #[test]
    fn what_came_went_and_is_another_is_named() {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in [("a.csv", "same"), ("b.csv", "new!"), ("d.csv", "d"), ("e.csv", "e"), ("y.txt", "")] {
            fs::write(dir.path().join(name), text).unwrap();
        }
        let found = crate::load::discover(dir.path()).unwrap();
        let now = Now::new(&found, "c");
        let inputs = [
            input("a.csv", "same", "null"),
            // As long as it was, and another.
            input("b.csv", "old!", "null"),
            input("c.csv", "c", "null"),
            input("e.csv", "e", "\"permission: closed\""),
        ];
        let was = manifest(&inputs.join(","), "\"x.txt\"");
        let files = now.inputs(&was);
        assert_eq!(files.added, ["d.csv", "y.txt"]);
        assert_eq!(files.changed, ["b.csv", "e.csv"]);
        assert_eq!(files.removed, ["c.csv", "x.txt"]);
        assert!(!now.gave(&was));
    }

    #[test]
    fn the_same_input_gave_it_and_another_did_not() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.csv"), "same").unwrap();
        let found = crate::load::discover(dir.path()).unwrap();
        let gave = |input: &str, config: &str| Now::new(&found, config).gave(&manifest(input, ""));
        assert!(gave(&input("a.csv", "same", "null"), "c"));
        assert!(gave(&input("a.csv", "same", "\"encrypted: it needs a password\""), "c"));
        assert!(!gave(&input("a.csv", "same", "\"changed_while_reading: still being copied\""), "c"));
        assert!(!gave(&input("a.csv", "samE", "null"), "c"));
        assert!(!gave(&input("a.csv", "same", "null"), "another"));
        assert!(!gave("", "c"));
    }
}
