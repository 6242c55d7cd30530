//! Old months go, and nothing that somebody else put into them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::digest::of_file;
use super::litter::hold;
use super::stage::{PRUNED, discard, hidden, sync_folder};
use super::standing::months;
use super::status::Head;
use super::{Lock, MANIFEST};
use crate::failure::Failure;
use crate::units::Month;

/// What file managers leave in every folder that somebody has looked into: it is nobody's, and goes with the folder.
const OF_FILE_MANAGERS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// A month beyond those that are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prunable {
    pub month: Month,
    /// What is in its folder and is not as its manifest states it: with any, the folder stays.
    pub strange: Vec<String>,
}

/// The months whose folders we wrote, without the newest `keep`, the oldest first. Writes nothing.
///
/// # Errors
/// When a folder cannot be read.
pub fn prunable(output: &Path, keep: usize) -> Result<Vec<Prunable>, Failure> {
    fs::read_dir(output).map_err(|e| Failure::output(output, &e))?;
    let ours: Vec<(Month, Head)> = months(output).into_iter().filter_map(|m| Some((m, Head::of(output, m)?))).collect();
    let beyond = ours.len().saturating_sub(keep);
    let look = |(month, head): &(Month, Head)| {
        let folder = output.join(month.to_string());
        let strange = strange(&folder, head).map_err(|e| Failure::output(&folder, &e))?;
        Ok(Prunable { month: *month, strange })
    };
    ours.iter().take(beyond).map(look).collect()
}

/// Removes the month's folder: gone for readers at one instant, and from the disk after that. Should the process be killed
/// between the two, the next one clears it.
///
/// # Errors
/// When it cannot be renamed; then it is as it was.
pub fn remove(output: &Path, _lock: &Lock, month: Month) -> Result<(), Failure> {
    let folder = output.join(month.to_string());
    let leaving = output.join(hidden(PRUNED, &month.to_string()));
    let _held = hold();
    fs::rename(&folder, &leaving).map_err(|e| Failure::output(&folder, &e))?;
    sync_folder(output).map_err(|e| Failure::output(output, &e))?;
    discard(&leaving);
    Ok(())
}

/// Names in the folder that its manifest does not state, or states otherwise.
fn strange(folder: &Path, head: &Head) -> io::Result<Vec<String>> {
    let stated: BTreeMap<&str, &str> = head.outputs().iter().map(|o| (o.file.as_str(), o.sha256.as_str())).collect();
    beside(folder, head, |name, path| is_stated(&stated, name, path))
}

/// Names in the folder that its manifest does not state: somebody else put them there.
pub(super) fn unstated(folder: &Path, head: &Head) -> io::Result<Vec<String>> {
    let stated: BTreeSet<&str> = head.outputs().iter().map(|o| o.file.as_str()).collect();
    beside(folder, head, |name, _| stated.contains(name))
}

/// Names in the folder beside our files, whole folders by one name.
fn beside(folder: &Path, head: &Head, is_ours: impl Fn(&str, &Path) -> bool) -> io::Result<Vec<String>> {
    let mut strange = Vec::new();
    let mut folders: Vec<(PathBuf, String)> = vec![(folder.to_owned(), String::new())];
    while let Some((path, below)) = folders.pop() {
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            let within = format!("{name}/");
            // Links are followed nowhere: we make none.
            let kind = entry.file_type()?;
            if kind.is_dir() && head.outputs().iter().any(|o| o.file.starts_with(&within)) {
                folders.push((entry.path(), within));
            } else if name != MANIFEST && !is_nobodys(&entry.file_name()) && !(kind.is_file() && is_ours(&name, &entry.path())) {
                strange.push(name);
            }
        }
    }
    strange.sort();
    Ok(strange)
}

fn is_nobodys(name: &OsStr) -> bool {
    OF_FILE_MANAGERS.iter().any(|nobodys| name == *nobodys)
}

fn is_stated(stated: &BTreeMap<&str, &str>, name: &str, path: &Path) -> bool {
    stated.get(name).is_some_and(|wanted| of_file(path).is_ok_and(|sha| sha == *wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::digest::of_bytes;
    use std::time::Duration;

    fn write(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A month's folder as another version may have written it.
    fn month(output: &Path, folder: &str, month: &str) {
        let sha = of_bytes(b"1");
        let manifest = format!(
            r#"{{"tool_version": "9.0", "new": {{}}, "month": "{month}", "outputs": [
            {{"file": "a.csv", "sha256": "{sha}"}}, {{"file": "charts/b.png", "sha256": "{sha}"}}]}}"#
        );
        write(&output.join(folder), MANIFEST, &manifest);
        write(&output.join(folder), "a.csv", "1");
        write(&output.join(folder), "charts/b.png", "1");
    }

    #[test]
    fn only_what_we_wrote_goes_and_the_newest_stay() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path();
        for name in ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03"] {
            month(out, name, name);
        }
        // Not ours: another month's manifest, none, a file.
        month(out, "2020-01", "2020-02");
        fs::create_dir(out.join("2020-03")).unwrap();
        fs::write(out.join("2020-04"), "").unwrap();
        write(out, "2025-11/notes.txt", "mine");
        write(out, "2025-11/own/x", "mine");
        // Somebody's remarks in a file of ours are theirs; one that is missing is nobody's.
        write(out, "2025-12/a.csv", "1, see me");
        fs::remove_file(out.join("2026-01/charts/b.png")).unwrap();
        write(out, "2026-01/.DS_Store", "seen in a window");

        let found = prunable(out, 2).unwrap();
        let told: Vec<(String, Vec<&str>)> =
            found.iter().map(|p| (p.month.to_string(), p.strange.iter().map(String::as_str).collect())).collect();
        let wanted = [("2025-11", vec!["notes.txt", "own"]), ("2025-12", vec!["a.csv"]), ("2026-01", vec![])];
        assert_eq!(told, wanted.map(|(month, strange)| (month.to_owned(), strange)));
        assert!(prunable(out, 5).unwrap().is_empty());

        let lock = Lock::acquire(out, Duration::ZERO).unwrap();
        remove(out, &lock, found[2].month).unwrap();
        let left: Vec<String> = months(out).iter().map(ToString::to_string).collect();
        assert_eq!(left, ["2020-01", "2020-03", "2020-04", "2025-11", "2025-12", "2026-02", "2026-03"]);
        let hidden = |e: fs::DirEntry| e.file_name().to_string_lossy().starts_with(PRUNED);
        assert!(!fs::read_dir(out).unwrap().any(|e| hidden(e.unwrap())));
        assert!(matches!(prunable(&out.join("nowhere"), 1), Err(Failure::Output { .. })));
    }
}
