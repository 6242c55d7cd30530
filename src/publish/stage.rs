//! Staging: a folder is written beside the old one, synced, and put in its place in one step, so that a kill, a full disk or
//! a power cut leaves the old month or the new one, never half of either.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{MANIFEST, OutputFile};
use crate::failure::Failure;

/// Folders that are being written.
pub(super) const STAGING: &str = ".staging-";
/// Old months on their way out, where the two folders cannot be exchanged in one step.
pub(super) const OLD: &str = ".old-";

/// Writes the files and puts them in place of the month's folder.
pub(super) fn replace(output: &Path, month: &str, files: &[OutputFile]) -> Result<PathBuf, Failure> {
    let target = output.join(month);
    ours_or_absent(&target)?;
    let staging = output.join(format!("{STAGING}{month}-{}", std::process::id()));
    let written = write(&staging, files).and_then(|()| swap_in(output, &staging, &target, month));
    if let Err(failure) = written {
        // What is left would be removed by the next run; the failure is what matters now.
        let _ = fs::remove_dir_all(&staging);
        return Err(failure);
    }
    Ok(target)
}

/// A folder that somebody else put there is not ours to replace.
pub(super) fn ours_or_absent(target: &Path) -> Result<(), Failure> {
    let Ok(meta) = fs::symlink_metadata(target) else { return Ok(()) };
    let empty = || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
    if meta.is_dir() && (target.join(MANIFEST).is_file() || empty()) {
        return Ok(());
    }
    Err(Failure::Foreign { path: target.display().to_string() })
}

pub(super) fn write(staging: &Path, files: &[OutputFile]) -> Result<(), Failure> {
    let attempt = |path: &Path, work: &dyn Fn(&Path) -> io::Result<()>| work(path).map_err(|e| Failure::output(path, &e));
    attempt(staging, &|p| fs::create_dir_all(p))?;
    let mut folders = vec![staging.to_owned()];
    for file in files {
        let path = staging.join(&file.name);
        if let Some(folder) = path.parent().filter(|f| !folders.iter().any(|known| known == f)) {
            attempt(folder, &|p| fs::create_dir_all(p))?;
            folders.push(folder.to_owned());
        }
        attempt(&path, &|p| {
            let mut out = File::create_new(p)?;
            out.write_all(&file.bytes)?;
            out.sync_all()
        })?;
    }
    folders.iter().rev().try_for_each(|folder| attempt(folder, &sync_folder))
}

/// Names are synced with their folder; other systems than Unix do that by themselves.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

fn swap_in(output: &Path, staging: &Path, target: &Path, month: &str) -> Result<(), Failure> {
    if !target.exists() {
        fs::rename(staging, target).map_err(|e| Failure::output(target, &e))?;
    } else if exchange(staging, target) {
        discard(staging);
    } else {
        let old = output.join(format!("{OLD}{month}-{}", std::process::id()));
        fs::rename(target, &old).map_err(|e| Failure::output(target, &e))?;
        if let Err(error) = fs::rename(staging, target) {
            // The old month goes back; should even that fail, the next run puts it back.
            let _ = fs::rename(&old, target);
            return Err(Failure::output(target, &error));
        }
        discard(&old);
    }
    sync_folder(output).map_err(|e| Failure::output(output, &e))
}

/// Exchanges two folders in one step, where the system can.
#[cfg(target_os = "linux")]
pub(super) fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// The new month is in place already: an old one that cannot be removed is the next run's to remove.
fn discard(old: &Path) {
    if let Err(error) = fs::remove_dir_all(old) {
        tracing::warn!(cause = %error, "the folder of the earlier run could not be removed; the next run tries again");
    }
}

/// Clears what runs that were killed have left, under the lock: an old month is put back where the new one never came.
///
/// # Errors
/// When the output folder cannot be read or written.
pub(super) fn clear_stale(output: &Path) -> Result<(), Failure> {
    let entries = fs::read_dir(output).map_err(|e| Failure::output(output, &e))?;
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let Some(name) = name.to_str() else { continue };
        let old_month = name.strip_prefix(OLD).and_then(|rest| rest.get(..7)).filter(|m| is_month(m));
        let staged = name.strip_prefix(STAGING).and_then(|rest| rest.get(..7)).filter(|m| is_month(m));
        let done = match (old_month, staged) {
            (Some(month), _) if !output.join(month).exists() => fs::rename(&path, output.join(month)),
            (Some(_), _) | (_, Some(_)) => fs::remove_dir_all(&path),
            (None, None) => Ok(()),
        };
        done.map_err(|e| Failure::output(&path, &e))?;
    }
    Ok(())
}

/// Whether a folder is named as a month.
pub(super) fn is_month(name: &str) -> bool {
    name.parse::<crate::units::Month>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> OutputFile {
        OutputFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_month_is_replaced_as_a_whole() {
        let dir = tempfile::tempdir().unwrap();
        replace(dir.path(), "2026-05", &[file("a.txt", "old"), file("gone/x", "x"), file(MANIFEST, "{}")]).unwrap();
        let path = replace(dir.path(), "2026-05", &[file("a.txt", "new"), file(MANIFEST, "{}")]).unwrap();
        assert_eq!(names(&path), ["a.txt", MANIFEST]);
        assert_eq!(fs::read_to_string(path.join("a.txt")).unwrap(), "new");
        assert_eq!(names(dir.path()), ["2026-05"], "nothing is left over");
    }

    #[test]
    fn a_failure_half_way_leaves_the_old_month() {
        let dir = tempfile::tempdir().unwrap();
        replace(dir.path(), "2026-05", &[file("a", "old"), file(MANIFEST, "{}")]).unwrap();
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
        for month in ["2026-05", "2026-06"] {
            let failure = replace(dir.path(), month, &[file("a", "new")]).unwrap_err();
            assert!(matches!(failure, Failure::Foreign { .. }), "{failure:?}");
        }
        assert_eq!(fs::read_to_string(dir.path().join("2026-05/notes.txt")).unwrap(), "mine");
    }

    #[test]
    fn remains_of_a_killed_run_are_cleared_and_its_old_month_put_back() {
        let dir = tempfile::tempdir().unwrap();
        for name in [".staging-2026-05-77/charts", ".old-2026-04-77", ".old-2026-03-77", "2026-03", ".staging-notes", "2026-05"] {
            fs::create_dir_all(dir.path().join(name)).unwrap();
        }
        clear_stale(dir.path()).unwrap();
        assert_eq!(names(dir.path()), [".staging-notes", "2026-03", "2026-04", "2026-05"]);
    }
}
