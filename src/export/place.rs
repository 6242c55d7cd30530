//! Puts folders in place of others: what is new is written beside them first, whole and synced, then each is renamed in.
//!
//! A kill in between leaves some tables new and others old, each of them whole; the next export makes them all new. Where
//! two folders cannot be exchanged in one step the old one is moved aside first, and put back by the next export where the
//! new one never came.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::publish::{exchange, sync_folder};

/// The folder for what is on its way, below the destination; readers pass over names with a dot.
const STAGING: &str = ".staging";
const NEW: &str = "new";
const OLD: &str = "old";

/// A destination folder with its staging.
pub(super) struct Staging {
    root: PathBuf,
}

impl Staging {
    /// Clears what an export that was killed has left. The caller holds the lock of the destination.
    pub(super) fn open(root: &Path) -> Result<Self, Failure> {
        let staging = Staging { root: root.to_owned() };
        let old = staging.at(OLD);
        for folder in leaves(&old) {
            let place = folder.strip_prefix(&old).map(|below| root.join(below)).unwrap_or_default();
            if !place.exists() {
                fs::rename(&folder, &place).map_err(|e| Failure::output(&place, &e))?;
            }
        }
        staging.clear()?;
        Ok(staging)
    }

    fn at(&self, side: &str) -> PathBuf {
        self.root.join(STAGING).join(side)
    }

    /// Where a folder is written before it is put in place; it is made.
    pub(super) fn make(&self, below: &Path) -> Result<PathBuf, Failure> {
        let folder = self.at(NEW).join(below);
        fs::create_dir_all(&folder).map_err(|e| Failure::output(&folder, &e))?;
        Ok(folder)
    }

    /// Puts a folder that was written in place.
    pub(super) fn put(&self, below: &Path) -> Result<(), Failure> {
        let (new, place) = (self.at(NEW).join(below), self.root.join(below));
        let parent = place.parent().unwrap_or(&self.root).to_owned();
        let put = || -> io::Result<()> {
            sync_folder(&new)?;
            fs::create_dir_all(&parent)?;
            if !place.exists() {
                fs::rename(&new, &place)?;
            } else if !exchange(&new, &place) {
                self.set_aside(below)?;
                fs::rename(&new, &place)?;
            }
            sync_folder(&parent)
        };
        put().map_err(|e| Failure::output(&place, &e))
    }

    /// Takes a folder away.
    pub(super) fn take(&self, below: &Path) -> Result<(), Failure> {
        let place = self.root.join(below);
        let away = self.at(NEW).join(below);
        let take = || {
            fs::create_dir_all(away.parent().unwrap_or(&self.root))?;
            fs::rename(&place, &away)
        };
        take().map_err(|e| Failure::output(&place, &e))
    }

    fn set_aside(&self, below: &Path) -> io::Result<()> {
        let aside = self.at(OLD).join(below);
        fs::create_dir_all(aside.parent().unwrap_or(&self.root))?;
        fs::rename(self.root.join(below), aside)
    }

    /// Removes what is left: folders that were replaced, or those of a failed attempt.
    pub(super) fn clear(&self) -> Result<(), Failure> {
        let staging = self.root.join(STAGING);
        match fs::remove_dir_all(&staging) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::output(&staging, &error)),
            _ => Ok(()),
        }
    }
}

/// The folders that hold no other folder.
fn leaves(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let inner: Vec<PathBuf> = entries.map(|e| e.path()).filter(|p| p.is_dir()).collect();
    match inner.is_empty() {
        true if folder.is_dir() => vec![folder.to_owned()],
        _ => inner.iter().flat_map(|f| leaves(f)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(staging: &Staging, below: &str, text: &str) {
        fs::write(staging.make(Path::new(below)).unwrap().join("a"), text).unwrap();
    }

    #[test]
    fn folders_are_replaced_whole_and_nothing_is_left_over() {
        let dir = tempfile::tempdir().unwrap();
        let staging = Staging::open(dir.path()).unwrap();
        for text in ["old", "new"] {
            write(&staging, "t/month=1", text);
            staging.put(Path::new("t/month=1")).unwrap();
            staging.clear().unwrap();
            assert_eq!(fs::read_to_string(dir.path().join("t/month=1/a")).unwrap(), text);
        }
        staging.take(Path::new("t/month=1")).unwrap();
        staging.clear().unwrap();
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["t"]);
        assert!(fs::read_dir(dir.path().join("t")).unwrap().next().is_none());
    }

    #[test]
    fn what_a_killed_export_set_aside_comes_back() {
        let dir = tempfile::tempdir().unwrap();
        for (folder, text) in [(".staging/old/t/month=1", "old"), (".staging/old/t/month=2", "old"), ("t/month=2", "new")] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
            fs::write(dir.path().join(folder).join("a"), text).unwrap();
        }
        Staging::open(dir.path()).unwrap();
        let text = |month: &str| fs::read_to_string(dir.path().join("t").join(month).join("a")).unwrap();
        assert_eq!((text("month=1").as_str(), text("month=2").as_str()), ("old", "new"));
        assert!(!dir.path().join(STAGING).exists());
    }
}
