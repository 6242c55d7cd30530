//! Staging: a folder is written beside the old one, synced, and put in its place in one step, so that a kill, a full disk or
//! a power cut leaves the old month or the new one, never half of either.
//!
//! On Linux the two folders are exchanged by one call (`renameat2` with `RENAME_EXCHANGE`: ext4, xfs, btrfs, tmpfs, overlayfs and
//! most others): a reader sees the old month or the new one at every instant. Where there is no such call (Windows, macOS, some
//! network file systems) the old folder is renamed away and the new one renamed into its place: between the two renames, some
//! microseconds, a reader finds no folder of that month, and a process that is killed there leaves both under hidden names;
//! whoever takes the lock next puts the old one back. A month that is written for the first time needs one rename everywhere.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::OutputFile;
use super::litter::hold;
use super::probe::PROBE;
use super::prune::unstated;
use super::status::Head;
use crate::failure::Failure;
use crate::units::while_waiting;

/// Folders that are being written.
pub(super) const STAGING: &str = ".staging-";
/// Old months on their way out, where the two folders cannot be exchanged in one step.
pub(super) const OLD: &str = ".old-";
/// Months that are being removed for good.
pub(super) const PRUNED: &str = ".pruned-";
/// Files that are written beside the metrics and renamed over them.
const METRICS: &str = ".metrics";

/// Writes the files and puts them in place of the month's folder.
pub(super) fn replace(output: &Path, month: &str, files: &[OutputFile]) -> Result<PathBuf, Failure> {
    let target = output.join(month);
    let ours = ours_or_absent(output, month)?;
    let staging = Staging::begin(output.join(hidden(STAGING, month)))?;
    write(&staging.0, files)?;
    if let Some(head) = ours {
        carry_over(&target, &head, &staging.0)?;
    }
    swap_in(output, &staging.0, &target, month)?;
    Ok(target)
}

/// A name that readers pass over, and that the next run clears should this one not come to it.
pub(super) fn hidden(kind: &str, month: &str) -> String {
    format!("{kind}{month}-{}", std::process::id())
}

/// The folder in writing, removed with whatever is in it when this value goes: the new month where something failed, the
/// old one where the two were exchanged.
struct Staging(PathBuf);

impl Staging {
    fn begin(path: PathBuf) -> Result<Self, Failure> {
        let mut held = hold();
        fs::create_dir(&path).map_err(|e| Failure::output(&path, &e))?;
        held.begin(&path);
        Ok(Staging(path))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let mut held = hold();
        discard(&self.0);
        held.end();
    }
}

/// A folder that somebody else put there is not ours to replace: ours has a manifest of that month. What the manifest states of
/// it, where there is one.
pub(super) fn ours_or_absent(output: &Path, month: &str) -> Result<Option<Head>, Failure> {
    let target = output.join(month);
    let Ok(meta) = fs::symlink_metadata(&target) else { return Ok(None) };
    let head = || Head::of(output, month.parse().ok()?);
    let empty = || fs::read_dir(&target).is_ok_and(|mut entries| entries.next().is_none());
    if meta.is_dir() {
        match head() {
            None if empty() => return Ok(None),
            None => {}
            Some(head) => return Ok(Some(head)),
        }
    }
    Err(Failure::Foreign { path: target.display().to_string() })
}

/// What somebody put beside our files of the old month stays beside those of the new one.
fn carry_over(old: &Path, head: &Head, staging: &Path) -> Result<(), Failure> {
    let names = unstated(old, head).map_err(|e| Failure::output(old, &e))?;
    for name in names {
        let path = staging.join(&name);
        if !path.exists() {
            carry(&old.join(&name), &path).map_err(|e| Failure::output(&path, &e))?;
        }
    }
    Ok(())
}

/// The same file under a second name, or a copy where the file system knows no such thing: until the months are exchanged both
/// have it.
fn carry(from: &Path, to: &Path) -> io::Result<()> {
    let held = hold();
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let kind = fs::symlink_metadata(from)?.file_type();
    if kind.is_dir() {
        fs::create_dir_all(to)?;
        drop(held);
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            carry(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    // A link is carried over as the link it is.
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

pub(super) fn write(staging: &Path, files: &[OutputFile]) -> Result<(), Failure> {
    let attempt = |path: &Path, work: &dyn Fn(&Path) -> io::Result<()>| work(path).map_err(|e| Failure::output(path, &e));
    let mut folders = vec![staging.to_owned()];
    for file in files {
        let path = staging.join(&file.name);
        if let Some(folder) = path.parent().filter(|f| !folders.iter().any(|known| known == f)) {
            attempt(folder, &|p| {
                let _held = hold();
                fs::create_dir_all(p)
            })?;
            folders.push(folder.to_owned());
        }
    }
    // Several at a time: until a file is safe on the disk there is nothing but to wait.
    let written = while_waiting(files.len(), |at| {
        attempt(&staging.join(&files[at].name), &|p| {
            let mut out = create(p)?;
            out.write_all(&files[at].bytes)?;
            out.sync_all()
        })
    });
    written.into_iter().collect::<Result<(), Failure>>()?;
    folders.iter().rev().try_for_each(|folder| attempt(folder, &sync_folder))
}

/// Only the name is made under the lock: bytes may go on into a file that has none any more.
fn create(path: &Path) -> io::Result<File> {
    let _held = hold();
    File::create_new(path)
}

/// Names are synced with their folder; other systems than Unix do that by themselves.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

fn swap_in(output: &Path, staging: &Path, target: &Path, month: &str) -> Result<(), Failure> {
    let held = hold();
    if !target.exists() {
        fs::rename(staging, target).map_err(|e| Failure::output(target, &e))?;
    } else if !exchange(staging, target) {
        two_renames(staging, target, &output.join(hidden(OLD, month)))?;
    }
    drop(held);
    // Before the old month goes: a power cut must not find both gone.
    sync_folder(output).map_err(|e| Failure::output(output, &e))
}

/// Exchanges two folders in one step, where the system can.
#[cfg(target_os = "linux")]
pub(crate) fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// The same in two steps, after which the old folder stands where the new one was written.
fn two_renames(staging: &Path, target: &Path, old: &Path) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::output(target, &error);
    fs::rename(target, old).map_err(failed)?;
    if let Err(error) = fs::rename(staging, target) {
        // The old month goes back; should even that fail, the next run puts it back.
        let _ = fs::rename(old, target);
        return Err(failed(error));
    }
    // Where this fails the old one keeps a name that the next run clears.
    let _ = fs::rename(old, staging);
    Ok(())
}

/// Removes a hidden folder or file. One that cannot be removed is the next run's to remove.
pub(super) fn discard(path: &Path) {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(cause = %error, "what an earlier run left could not be removed; the next run tries again");
        }
        _ => {}
    }
}

/// Clears what runs that were killed have left, under the lock: an old month is put back where the new one never came.
///
/// What cannot be cleared, for example since it belongs to another account, is no reason not to review: it stays hidden.
pub(super) fn clear_stale(output: &Path) {
    let Ok(entries) = fs::read_dir(output) else { return };
    let mut names: Vec<String> = entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
    names.sort();
    for name in names {
        let path = output.join(&name);
        let of = |kind: &str| name.strip_prefix(kind).and_then(|rest| rest.get(..7)).filter(|m| is_month(m));
        if let Some(month) = of(OLD).filter(|month| !output.join(month).exists()) {
            if let Err(error) = fs::rename(&path, output.join(month)) {
                tracing::warn!(month, cause = %error, "the month that an earlier run renamed away could not be put back");
            }
        } else if of(OLD).or(of(STAGING)).or(of(PRUNED)).is_some() || is_remnant(&name, &path) {
            tracing::info!("cleared what an earlier run that was killed has left");
            discard(&path);
        }
    }
}

/// What is left of a metrics file, or of a probe.
fn is_remnant(name: &str, path: &Path) -> bool {
    (name.starts_with(METRICS) && path.is_file()) || (name.starts_with(PROBE) && path.is_dir())
}

/// Whether a folder is named as a month.
pub(super) fn is_month(name: &str) -> bool {
    name.parse::<crate::units::Month>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::MANIFEST;

    fn file(name: &str, text: &str) -> OutputFile {
        OutputFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn manifest(outputs: &[&str]) -> OutputFile {
        let outputs: Vec<_> = outputs.iter().map(|file| serde_json::json!({ "file": file, "sha256": "" })).collect();
        let text = serde_json::json!({ "tool_version": "1", "month": "2026-05", "outputs": outputs });
        file(MANIFEST, &text.to_string())
    }

    #[test]
    fn a_month_is_replaced_as_a_whole() {
        let dir = tempfile::tempdir().unwrap();
        replace(dir.path(), "2026-05", &[file("a.txt", "old"), file("gone/x", "x"), manifest(&["a.txt", "gone/x"])]).unwrap();
        let month = dir.path().join("2026-05");
        fs::create_dir_all(month.join("own/deep")).unwrap();
        for stray in ["notes.txt", "own/deep/y", "gone/z"] {
            fs::write(month.join(stray), stray).unwrap();
        }
        let path = replace(dir.path(), "2026-05", &[file("a.txt", "new"), manifest(&["a.txt"])]).unwrap();
        // What somebody put beside our files stays.
        assert_eq!(names(&path), ["a.txt", "gone", "notes.txt", "own", MANIFEST]);
        assert_eq!(names(&path.join("gone")), ["z"]);
        assert_eq!(fs::read_to_string(path.join("own/deep/y")).unwrap(), "own/deep/y");
        assert_eq!(fs::read_to_string(path.join("a.txt")).unwrap(), "new");
        assert_eq!(names(dir.path()), ["2026-05"], "nothing is left over");
    }

    #[test]
    fn a_failure_half_way_leaves_the_old_month() {
        let dir = tempfile::tempdir().unwrap();
        replace(dir.path(), "2026-05", &[file("a", "old"), manifest(&["a"])]).unwrap();
        // A file where a folder is needed: the second file cannot be written.
        let failure = replace(dir.path(), "2026-05", &[file("a", "new"), file("a/b", "x")]).unwrap_err();
        assert!(matches!(failure, Failure::Output { ref path, .. } if path.contains(STAGING)), "{failure:?}");
        assert_eq!(fs::read_to_string(dir.path().join("2026-05/a")).unwrap(), "old");
        assert_eq!(names(dir.path()), ["2026-05"]);
    }

    #[test]
    fn what_somebody_else_put_there_stays() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("2026-05")).unwrap();
        fs::write(dir.path().join("2026-05/notes.txt"), "mine").unwrap();
        fs::write(dir.path().join("2026-06"), "a file").unwrap();
        // Some other program's run.json makes no month of ours.
        fs::create_dir(dir.path().join("2026-07")).unwrap();
        fs::write(dir.path().join("2026-07").join(MANIFEST), "{}").unwrap();
        for month in ["2026-05", "2026-06", "2026-07"] {
            let failure = replace(dir.path(), month, &[file("a", "new")]).unwrap_err();
            assert!(matches!(failure, Failure::Foreign { .. }), "{failure:?}");
        }
        assert_eq!(fs::read_to_string(dir.path().join("2026-05/notes.txt")).unwrap(), "mine");
    }

    #[test]
    fn remains_of_a_killed_run_are_cleared_and_its_old_month_put_back() {
        let dir = tempfile::tempdir().unwrap();
        let left =
            [".staging-2026-05-77/charts", ".staging-2025-01-8", ".old-2026-04-77", ".old-2026-03-77", ".pruned-2024-01-9/x"];
        for name in left.into_iter().chain(["2026-03", ".staging-notes", ".metrics-folder", ".doctor-9/x", "2026-05"]) {
            fs::create_dir_all(dir.path().join(name)).unwrap();
        }
        fs::write(dir.path().join(".metrics.prom-77"), "half").unwrap();
        fs::write(dir.path().join("metrics.prom"), "whole").unwrap();
        clear_stale(dir.path());
        let kept = [".metrics-folder", ".staging-notes", "2026-03", "2026-04", "2026-05", "metrics.prom"];
        assert_eq!(names(dir.path()), kept);
    }

    #[test]
    fn two_renames_do_what_an_exchange_does() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for name in ["new", "month"] {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("is"), name).unwrap();
        }
        two_renames(&at("new"), &at("month"), &at("old")).unwrap();
        assert_eq!(names(dir.path()), ["month", "new"]);
        assert_eq!(fs::read_to_string(at("month/is")).unwrap(), "new");
        assert_eq!(fs::read_to_string(at("new/is")).unwrap(), "month");
        // There is nothing to put in place: the month stays.
        assert!(two_renames(&at("gone"), &at("month"), &at("old")).is_err());
        assert_eq!(names(dir.path()), ["month", "new"]);
    }
}
