//! Drafts of files that were read before, kept in a folder: a night with one new file reads one file.
//!
//! A draft is found by everything it depends on: the file's bytes and name, the configuration of the review, and the program
//! itself. So nothing has to be thrown away when any of these changes, and nothing that is found is out of date. The folder may
//! be deleted at any time; what is damaged is noticed by its checksum, and the file is read anew.

pub(super) mod fixed;
mod pack;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use flate2::Crc;
use sha2::{Digest, Sha256};

use self::pack::Parcel;
use super::draft::Draft;
use crate::config::Config;

/// Rises with every change of how a draft is written.
const MAGIC: &[u8; 16] = b"keyaccount kept3";
const KEY_BYTES: usize = 32;
/// A checksum against damage, as archives have it (CRC-32): nobody gains by forging what is kept.
const SUM_BYTES: usize = 4;
/// What a kept draft is called: its key, and this.
const EXTENSION: &str = "draft";
/// One that is being written, or that was when its writer was killed.
const PART: &str = "part";
/// A part older than that belongs to nobody any more.
const STALE: Duration = Duration::from_secs(24 * 3600);
/// Nothing is kept on a disk with less room than this: the review itself needs it more.
const LEAST_FREE: u64 = 512 << 20;

/// What is done with the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Drafts are used, and nothing is written.
    Look,
    /// Drafts are used, and those that are lacking are written.
    Keep,
    /// Every file is read, and its draft written anew.
    Renew,
}

/// The folder of kept drafts.
#[derive(Debug, Clone)]
pub struct Keep {
    folder: PathBuf,
    max_bytes: u64,
    habit: Habit,
    /// Nobody else writes here at the same time.
    alone: bool,
    /// What every key begins with: the program and the configuration.
    base: [u8; KEY_BYTES],
}

impl Keep {
    /// Drafts in a folder, which need not be there; `program` is the program's own file, which tells one build from another.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn new(folder: PathBuf, max_bytes: u64, habit: Habit, config: &Config, program: &Path) -> serde_json::Result<Self> {
        let mut base = Sha256::new();
        base.update(MAGIC);
        base.update(env!("CARGO_PKG_VERSION"));
        let build = fs::metadata(program).ok();
        let built = build.as_ref().and_then(|b| b.modified().ok()).and_then(|m| m.duration_since(SystemTime::UNIX_EPOCH).ok());
        base.update(format!("\0{:?}\0{built:?}\0", build.map(|b| b.len())));
        base.update(serde_json::to_vec(&config.of_the_review()?)?);
        Ok(Keep { folder, max_bytes, habit, alone: false, base: base.finalize().into() })
    }

    /// The folder is under a lock: what another writer has left there half written is nobody's.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    fn writes(&self) -> bool {
        self.habit != Habit::Look
    }

    fn path(&self, file: &str, sha256: &str) -> PathBuf {
        let mut key = Sha256::new();
        key.update(self.base);
        key.update((file.len() as u64).to_le_bytes());
        key.update(file);
        key.update(sha256);
        let key: String = key.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(key).with_extension(EXTENSION)
    }

    /// The draft of a file with these bytes, where it is kept.
    fn find(&self, file: &str, sha256: &str) -> Option<Draft> {
        let path = self.path(file, sha256);
        let mut kept = File::open(&path).ok()?;
        let draft = read(&mut kept).and_then(|bytes| pack::unpack(file, &bytes)).filter(|draft| draft.account.sha256 == sha256);
        if draft.is_none() {
            tracing::warn!(path = %path.display(), "a kept draft is damaged: its file is read anew");
            return None;
        }
        if self.writes() {
            // What was used last goes last. Where the file system refuses, the order in which they were written has to do.
            let _ = kept.set_modified(SystemTime::now());
        }
        draft
    }

    /// Where the draft of a file goes, and what of it. One with a problem is read again the next time: the problem may be gone.
    fn packed(&self, draft: &mut Draft) -> Option<(PathBuf, Parcel)> {
        let account = &draft.account;
        let has_problem = account.problem.is_some() || account.sheets.iter().any(|sheet| sheet.problem.is_some());
        if !self.writes() || has_problem || account.sha256.is_empty() {
            return None;
        }
        let path = self.path(&account.file, &account.sha256);
        let parcel = Parcel::of(draft).inspect_err(|error| self.told(error)).ok()?;
        Some((path, parcel))
    }

    fn told(&self, error: &io::Error) {
        tracing::warn!(folder = %self.folder.display(), %error, "a draft cannot be kept: its file will be read again the next time");
    }

    fn write(&self, path: &Path, parcel: &Parcel) {
        if let Err(error) = self.try_to_write(path, parcel) {
            self.told(&error);
        }
    }

    fn try_to_write(&self, path: &Path, parcel: &Parcel) -> io::Result<()> {
        make(&self.folder)?;
        if fs4::available_space(&self.folder).is_ok_and(|free| free < LEAST_FREE) {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "little room is left on the disk"));
        }
        let part = path.with_extension(format!("{PART}{}", std::process::id()));
        let written = write(&part, parcel).and_then(|()| fs::rename(&part, path));
        if written.is_err() {
            let _ = fs::remove_file(&part);
        }
        written
    }

    /// Brings the folder within its bound: what was used longest ago goes first.
    fn tidy(&self) {
        let Some(entries) = self.writes().then(|| fs::read_dir(&self.folder).ok()).flatten() else { return };
        let mut kept: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        for entry in entries.flatten() {
            let path = entry.path();
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            let Ok(meta) = entry.metadata() else { continue };
            let modified = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            if extension == EXTENSION {
                kept.push((modified, meta.len(), path));
            } else if extension.starts_with(PART) && (self.alone || modified.elapsed().is_ok_and(|age| age > STALE)) {
                let _ = fs::remove_file(path);
            }
        }
        kept.sort();
        let mut total: u64 = kept.iter().map(|(_, bytes, _)| bytes).sum();
        for (_, bytes, path) in kept {
            if total <= self.max_bytes {
                return;
            }
            if fs::remove_file(path).is_ok() {
                total -= bytes;
            }
        }
    }
}

/// What would be kept of a draft.
#[cfg(test)]
pub(super) fn bytes_of(draft: &mut Draft) -> Vec<u8> {
    let mut bytes = Vec::new();
    Parcel::of(draft).and_then(|parcel| parcel.write(&mut bytes)).unwrap();
    bytes
}

/// The folder, for its owner only: what is kept is what the input says.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Magic and the draft, and the checksum of both.
fn write(path: &Path, parcel: &Parcel) -> io::Result<()> {
    let summed = Summed { to: File::create(path)?, sum: Crc::new() };
    let mut to = BufWriter::with_capacity(1 << 18, summed);
    to.write_all(MAGIC)?;
    parcel.write(&mut to)?;
    let Summed { mut to, sum } = to.into_inner().map_err(io::IntoInnerError::into_error)?;
    to.write_all(&sum.sum().to_le_bytes())
}

/// Sums up what is written.
struct Summed {
    to: File,
    sum: Crc,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Drafts on their way to the folder: written on a thread of its own while the next files are read, joined and analysed, where
/// there may be one.
pub(super) struct Shelf<'a> {
    keep: Option<&'a Keep>,
    line: Option<SyncSender<(PathBuf, Parcel)>>,
    writing: Keeping,
}

/// So many drafts wait to be written: each of them lies in memory.
const WAITING: usize = 1;

/// What is still being written. The drafts are in the folder, and the folder within its bound, when this is gone.
#[derive(Debug, Default)]
pub struct Keeping(Option<JoinHandle<()>>);

impl Drop for Keeping {
    fn drop(&mut self) {
        // Whatever became of it: the review does not depend on it.
        let _ = self.0.take().map(JoinHandle::join);
    }
}

impl<'a> Shelf<'a> {
    pub(super) fn new(keep: Option<&'a Keep>, one_thread: bool) -> Self {
        let none = Shelf { keep, line: None, writing: Keeping::default() };
        let Some(folder) = keep.filter(|keep| keep.writes() && !one_thread).cloned() else { return none };
        let (line, drafts) = sync_channel::<(PathBuf, Parcel)>(WAITING);
        let write = move || {
            drafts.into_iter().for_each(|(path, parcel)| folder.write(&path, &parcel));
            folder.tidy();
        };
        // Where the system has no thread to spare, they are written by those there are.
        match thread::Builder::new().name("keep".to_owned()).spawn(write) {
            Ok(writing) => Shelf { keep, line: Some(line), writing: Keeping(Some(writing)) },
            Err(_) => none,
        }
    }

    /// The draft of a file where it is kept for the bytes it has, or else what reading it gives, which is kept from then on. And
    /// whether it was kept.
    pub(super) fn find_or(
        &self,
        file: &str,
        sha256: impl FnOnce() -> Option<String>,
        read: impl FnOnce() -> Draft,
    ) -> (Draft, bool) {
        let Some(keep) = self.keep else { return (read(), false) };
        let is_looked_for = keep.habit != Habit::Renew && keep.folder.is_dir();
        let kept = is_looked_for.then(sha256).flatten().and_then(|sha256| keep.find(file, &sha256));
        if let Some(draft) = kept {
            return (draft, true);
        }
        let mut draft = read();
        if let Some((path, parcel)) = keep.packed(&mut draft) {
            let left = match &self.line {
                Some(line) => line.send((path, parcel)).err().map(|refused| refused.0),
                None => Some((path, parcel)),
            };
            left.iter().for_each(|(path, parcel)| keep.write(path, parcel));
        }
        (draft, false)
    }

    /// No more files come.
    pub(super) fn close(self) -> Keeping {
        if let (None, Some(keep)) = (&self.line, self.keep) {
            keep.tidy();
        }
        self.writing
    }
}

/// The draft's bytes, where they are what was written.
fn read(kept: &mut File) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    kept.read_to_end(&mut bytes).ok()?;
    let end = bytes.len().checked_sub(SUM_BYTES)?;
    let (body, sum) = bytes.split_at_checked(end)?;
    let mut own = Crc::new();
    own.update(body);
    if !body.starts_with(MAGIC) || own.sum().to_le_bytes() != sum {
        return None;
    }
    bytes.truncate(end);
    bytes.drain(..MAGIC.len());
    Some(bytes)
}
