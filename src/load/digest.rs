//! One pass over a file before it is parsed: its hash, whether it holds still, and whether it is UTF-8.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

use super::InputFile;
use super::problem::{Fault, Limit, Problem};

/// How long to wait before a file that was being written is looked at again.
const SETTLE: Duration = Duration::from_millis(500);

/// What one pass over the bytes tells.
pub(super) struct Digest {
    pub(super) sha256: String,
    pub(super) bytes: u64,
    pub(super) utf8: Utf8,
    stamp: Stamp,
}

/// Size and modification time: what tells that a file was written to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(file: &File) -> Result<Self, Problem> {
        let meta = file.metadata().map_err(|e| Problem::from_io(&e))?;
        Ok(Self { bytes: meta.len(), modified: meta.modified().ok() })
    }
}

/// Hashes the file and leaves it at its beginning. One that changed since it was found is given time to settle; one that changes
/// meanwhile is told, and may be read once more.
pub(super) fn digest(file: &mut File, input: &InputFile, max_file_bytes: u64) -> Result<Digest, Problem> {
    settle(file, input)?;
    let before = small_enough(file, max_file_bytes)?;
    let (sha256, bytes, utf8) = pass(file, max_file_bytes)?;
    let stamp = unchanged(file, before, bytes)?;
    Ok(Digest { sha256, bytes, utf8, stamp })
}

/// Hashes the file on another thread while `work` reads it; gives the hash in hex and the bytes. One that changed since it was found is given
/// time to settle. For one that changes meanwhile what `work` gave is of no use, and a problem says so.
///
/// `None` where there is no thread to spare, or no way to read a file in two places: then nothing was done.
#[cfg(unix)]
pub(super) fn beside<T>(
    file: &File,
    input: &InputFile,
    max_file_bytes: u64,
    work: impl FnOnce() -> T,
) -> Option<Result<(String, u64, T), Problem>> {
    let before = match settle(file, input).and_then(|()| small_enough(file, max_file_bytes)) {
        Ok(before) => before,
        Err(problem) => return Some(Err(problem)),
    };
    std::thread::scope(|scope| {
        let hashing = std::thread::Builder::new().name("hash".to_owned());
        let hashing = hashing.spawn_scoped(scope, || hashed(&mut Apart { file, at: 0 }, max_file_bytes, |_| {})).ok()?;
        let given = work();
        let hash = hashing.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault));
        Some(hash.and_then(|(sha256, bytes)| {
            unchanged(file, before, bytes)?;
            Ok((sha256, bytes, given))
        }))
    })
}

#[cfg(not(unix))]
pub(super) fn beside<T>(_: &File, _: &InputFile, _: u64, _: impl FnOnce() -> T) -> Option<Result<(String, u64, T), Problem>> {
    None
}

/// A file that is read without moving the place at which others read it.
#[cfg(unix)]
struct Apart<'f> {
    file: &'f File,
    at: u64,
}

#[cfg(unix)]
impl Read for Apart<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let got = std::os::unix::fs::FileExt::read_at(self.file, buffer, self.at)?;
        self.at += got as u64;
        Ok(got)
    }
}

/// Waits where the file is no longer as it was when it was found.
fn settle(file: &File, input: &InputFile) -> Result<(), Problem> {
    if Stamp::of(file)? != (Stamp { bytes: input.bytes, modified: input.modified }) {
        std::thread::sleep(SETTLE);
    }
    Ok(())
}

fn small_enough(file: &File, max_file_bytes: u64) -> Result<Stamp, Problem> {
    let stamp = Stamp::of(file)?;
    if stamp.bytes > max_file_bytes {
        let fault = Fault::TooLarge { limit: Limit::FileBytes, allowed: max_file_bytes, found: stamp.bytes };
        return Err(Problem::new(fault, ""));
    }
    Ok(stamp)
}

/// Whether the file is still as it was when it was hashed.
pub(super) fn still_the_same(file: &File, digest: Digest) -> Result<(), Problem> {
    unchanged(file, digest.stamp, digest.bytes).map(|_| ())
}

/// The file as it is now, which must be what it was before so many of its bytes were read.
fn unchanged(file: &File, before: Stamp, bytes: u64) -> Result<Stamp, Problem> {
    let after = Stamp::of(file)?;
    if before == after && bytes == after.bytes {
        return Ok(after);
    }
    let detail = format!("{} bytes before, {} bytes after", before.bytes, after.bytes);
    Err(Problem::new(Fault::ChangedWhileReading, detail))
}

fn pass(file: &mut File, max_file_bytes: u64) -> Result<(String, u64, Utf8), Problem> {
    file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
    let mut utf8 = Utf8::default();
    let (sha256, bytes) = hashed(file, max_file_bytes, |chunk| utf8.feed(chunk))?;
    file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
    utf8.finish();
    Ok((sha256, bytes, utf8))
}

/// The hash of what is read, in hex, and its bytes; `look` sees all of it.
fn hashed(from: &mut impl Read, max_file_bytes: u64, mut look: impl FnMut(&[u8])) -> Result<(String, u64), Problem> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 18];
    let mut bytes = 0_u64;
    loop {
        let got = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(got) => got,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Problem::from_io(&error)),
        };
        let chunk = buffer.get(..got).unwrap_or_default();
        hasher.update(chunk);
        look(chunk);
        bytes += got as u64;
        // A file that somebody appends to without end must not keep the night busy.
        if bytes > max_file_bytes {
            break;
        }
    }
    Ok((hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect(), bytes))
}

/// Whether the file is UTF-8, alone.
pub(super) fn utf8(file: &mut File, max_file_bytes: u64) -> Result<Utf8, Problem> {
    pass(file, max_file_bytes).map(|(_, _, utf8)| utf8)
}

/// A UTF-8 check that takes its bytes in pieces.
#[derive(Debug, Clone, Default)]
pub(super) struct Utf8 {
    /// The first bytes of a character whose rest is in the next piece.
    tail: Vec<u8>,
    seen: u64,
    /// Characters of more than one byte before the first error.
    pub(super) wide: u64,
    /// Offset of the first byte that is no UTF-8.
    pub(super) bad_at: Option<u64>,
}

impl Utf8 {
    pub(super) fn feed(&mut self, mut chunk: &[u8]) {
        if self.bad_at.is_some() {
            return;
        }
        while !self.tail.is_empty() {
            let Some((&byte, rest)) = chunk.split_first() else {
                return;
            };
            self.tail.push(byte);
            chunk = rest;
            match std::str::from_utf8(&self.tail) {
                Ok(_) => {
                    self.wide += 1;
                    self.seen += self.tail.len() as u64;
                    self.tail.clear();
                }
                Err(error) if error.error_len().is_none() => {}
                Err(_) => {
                    self.bad_at = Some(self.seen);
                    return;
                }
            }
        }
        let (valid, error) = match std::str::from_utf8(chunk) {
            Ok(text) => (text, None),
            Err(error) => (std::str::from_utf8(chunk.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or(""), Some(error)),
        };
        // Only a handful of wide characters matters; counting stops early so that plain text costs nothing.
        if self.wide < 64 {
            self.wide += valid.chars().filter(|c| !c.is_ascii()).take(64).count() as u64;
        }
        self.seen += valid.len() as u64;
        match error {
            None => {}
            Some(error) if error.error_len().is_none() => {
                self.tail = chunk.get(error.valid_up_to()..).unwrap_or_default().to_vec();
            }
            Some(_) => self.bad_at = Some(self.seen),
        }
    }

    /// No more bytes come: half a character at the end is an error.
    pub(super) fn finish(&mut self) {
        if self.bad_at.is_none() && !self.tail.is_empty() {
            self.bad_at = Some(self.seen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], step: usize) -> Utf8 {
        let mut utf8 = Utf8::default();
        bytes.chunks(step).for_each(|chunk| utf8.feed(chunk));
        utf8.finish();
        utf8
    }

    #[test]
    fn pieces_make_no_difference() {
        for step in 1..9 {
            let good = check("a订单é𠮷z".as_bytes(), step);
            assert_eq!((good.bad_at, good.wide), (None, 4), "step {step}");
            assert_eq!(check(b"ab\xe8\xae", step).bad_at, Some(2), "step {step}");
            assert_eq!(check(b"ab\xe8\xae\xa2\xffz", step).bad_at, Some(5), "step {step}");
        }
    }
}
