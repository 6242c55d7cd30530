//! What publishing would meet in the output folder, found out by trying it: a folder is written, put in place and exchanged as
//! a month is, and removed again.

use std::fs;
use std::path::Path;

use super::OutputFile;
use super::stage::{self, OLD, PRUNED, STAGING, is_month};
use crate::failure::Failure;

/// Folders that are only there to be tried; whoever takes the lock next clears what is left of them.
pub(super) const PROBE: &str = ".doctor-";

/// Whether two folders can be exchanged in one step here.
///
/// # Errors
/// When a folder cannot be written or renamed: what a run would end with.
pub fn exchanges(output: &Path) -> Result<bool, Failure> {
    // A run that begins at this moment clears the probe away: then another one tells.
    attempt(output).or_else(|_| attempt(output))
}

fn attempt(output: &Path) -> Result<bool, Failure> {
    let probe = output.join(format!("{PROBE}{}", std::process::id()));
    let tried = written_and_exchanged(&probe).map_err(|failure| match failure {
        // Whoever is told knows the folder, and not the probe.
        Failure::Output { cause, .. } => Failure::Output { path: output.display().to_string(), cause },
        other => other,
    });
    // Where it cannot be removed, the next run does it; what was tried is what matters.
    let _ = fs::remove_dir_all(&probe);
    tried
}

fn written_and_exchanged(probe: &Path) -> Result<bool, Failure> {
    let [staged, old, new] = ["staged", "old", "new"].map(|name| probe.join(name));
    let file = OutputFile { name: "folder/file".to_owned(), bytes: b"probe".to_vec() };
    stage::write(&staged, std::slice::from_ref(&file))?;
    fs::rename(&staged, &old).map_err(|e| Failure::output(&old, &e))?;
    stage::write(&new, &[file])?;
    Ok(stage::exchange(&new, &old))
}

/// Folders of runs that were killed; the next run clears them.
#[must_use]
pub fn leftovers(output: &Path) -> Vec<String> {
    named(output, |name| [STAGING, OLD, PRUNED].iter().any(|ours| name.strip_prefix(ours).is_some_and(begins_with_month)))
}

fn begins_with_month(name: &str) -> bool {
    name.get(..7).is_some_and(is_month)
}

/// What stands where a month's folder would, and was put there by somebody else: a run of that month would end with it.
#[must_use]
pub fn foreign(output: &Path) -> Vec<Failure> {
    named(output, is_month).iter().filter_map(|month| stage::ours_or_absent(output, month).err()).collect()
}

fn named(output: &Path, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let entries = fs::read_dir(output).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).filter(|name| wanted(name)).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let exchanged = exchanges(dir.path()).unwrap();
        assert!(exchanged || !cfg!(target_os = "linux"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        fs::write(dir.path().join("file"), "x").unwrap();
        let file = dir.path().join("file");
        assert!(matches!(exchanges(&file), Err(Failure::Output { path, .. }) if path == file.display().to_string()));
    }

    #[test]
    fn remains_and_strangers_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        for name in [".staging-2026-05-7", ".old-2026-04-7", ".staging-notes", ".doctor-9/x", "2026-03/mine", "2026-02", "notes"]
        {
            fs::create_dir_all(dir.path().join(name)).unwrap();
        }
        assert_eq!(leftovers(dir.path()), [".old-2026-04-7", ".staging-2026-05-7"]);
        let strangers: Vec<_> = foreign(dir.path());
        assert!(matches!(&strangers[..], [Failure::Foreign { path }] if path.ends_with("2026-03")), "{strangers:?}");
    }
}
