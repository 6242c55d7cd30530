//! One run at a time: a lock of the operating system on a file in the output folder.
//!
//! The system lets go of it when the process ends, however it ends; the file itself stays and means nothing. Whoever takes
//! the lock is alone, so whatever is half written there is of a dead run: taking it clears that away.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::stage::clear_stale;
use crate::failure::Failure;

/// The file that is locked.
const LOCK_FILE: &str = ".keyaccount.lock";

const PAUSE: Duration = Duration::from_millis(100);

/// The right to write into an output folder, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Makes the output folder where it is missing, takes the lock, waiting for another run at most so long, and clears what
    /// runs that were killed have left.
    ///
    /// # Errors
    /// When the folder cannot be written, or another run still holds the lock.
    pub fn acquire(output: &Path, wait: Duration) -> Result<Self, Failure> {
        fs::create_dir_all(output).map_err(|e| Failure::output(output, &e))?;
        let path = output.join(LOCK_FILE);
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(|e| Failure::output(&path, &e))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => {
                    clear_stale(output);
                    return Ok(Lock { _file: file });
                }
                Err(TryLockError::WouldBlock) if begun.elapsed() >= wait => {
                    return Err(Failure::Locked { path: output.display().to_string() });
                }
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE.min(wait.saturating_sub(begun.elapsed()))),
                Err(TryLockError::Error(error)) => return Err(Failure::output(&path, &error)),
            }
        }
    }

    /// Whether a run holds the lock at this moment. There is no asking without taking: where it is free it is taken for a
    /// moment, shared, so that two who ask do not find each other.
    #[must_use]
    pub fn is_held(output: &Path) -> bool {
        let file = File::open(output.join(LOCK_FILE));
        file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_and_then_gives_up() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::acquire(dir.path(), Duration::ZERO).unwrap();
        assert!(Lock::is_held(dir.path()));
        let begun = Instant::now();
        let second = Lock::acquire(dir.path(), Duration::from_millis(250));
        assert!(matches!(second, Err(Failure::Locked { .. })));
        assert!(begun.elapsed() >= Duration::from_millis(250));
        drop(first);
        assert!(!Lock::is_held(dir.path()) && !Lock::is_held(&dir.path().join("no")));
        Lock::acquire(dir.path(), Duration::ZERO).unwrap();
    }

    #[test]
    fn a_file_in_place_of_the_folder_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out");
        fs::write(&path, "x").unwrap();
        let Err(Failure::Output { path: named, .. }) = Lock::acquire(&path, Duration::ZERO) else { panic!("not refused") };
        assert_eq!(named, path.display().to_string());
    }
}
