//! What must not be left behind when the process is told to end: the folder that is being written, and who may touch it.
//!
//! A signal is answered on a thread of its own, while another one writes. Between the two stands one lock: the writer takes
//! it for every name it makes, for the exchange of two folders and for clearing up; whoever ends the process takes it, removes
//! the folder and never lets go. So no name appears in a folder that is being removed, and no exchange is cut in two.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The folder in writing. Whatever stands there is litter: the new month until it is exchanged, the old one after.
static LITTER: Mutex<Option<PathBuf>> = Mutex::new(None);

/// The right to change names in the output folder: while it is held the process is not ended by [`abandon`].
pub(super) struct Held(MutexGuard<'static, Option<PathBuf>>);

/// Takes the right, or waits for ever where the process is about to end.
pub(super) fn hold() -> Held {
    // A panic while it was held has left a path or none: either is fine.
    Held(LITTER.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Held {
    pub(super) fn begin(&mut self, folder: &Path) {
        *self.0 = Some(folder.to_owned());
    }

    pub(super) fn end(&mut self) {
        *self.0 = None;
    }
}

/// Does something in the output folder that must not be cut in two: the process is not ended by [`abandon`] meanwhile.
pub fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
    let _held = hold();
    work()
}

/// Removes the folder in writing, lets `end` end the process, and keeps everybody from writing until it has.
///
/// Waits for an exchange that has begun: then the new month is published, otherwise the old one stands.
pub fn abandon<T>(end: impl FnOnce() -> T) -> T {
    let mut held = hold();
    if let Some(folder) = held.0.take() {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(folder);
    }
    end()
}
