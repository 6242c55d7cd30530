//! Decoded text in pieces.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{DecoderResult, Encoding, UTF_8};

use super::digest;
use super::encoding::{self, strictly, surely_utf8, undecodable};
use super::problem::Problem;
use super::sniff::{self, Mark};

const CHUNK_BYTES: usize = 1 << 18;
/// What stands for bytes that are no text.
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();

/// Places that are no text in an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bad {
    /// Bad bytes side by side are one place.
    pub(super) places: u64,
    /// The lines they stand in.
    pub(super) lines: u64,
    /// Where the first one is: its offset from 0, and its line from 1.
    pub(super) byte: u64,
    pub(super) line: u64,
}

/// Decoded text in pieces, without zero bytes.
pub(super) struct Source<F> {
    file: F,
    /// None for UTF-8 that was found valid and is passed on as it is.
    decoder: Option<encoding_rs::Decoder>,
    raw: Vec<u8>,
    /// Raw bytes read and not yet decoded.
    pending: std::ops::Range<usize>,
    /// The piece of text that is current.
    pub(super) text: Vec<u8>,
    /// Raw bytes decoded before `pending`, and lines of text before the current piece.
    offset: u64,
    lines: u64,
    done: bool,
    bad: Option<Bad>,
    /// Where the last bad bytes ended, and their line.
    bad_end: (u64, u64),
    zeros: u64,
}

impl<F: Read + Seek> Source<F> {
    /// `checked` is false where the text is valid UTF-8 for certain.
    pub(super) fn new(mut file: F, encoding: &'static Encoding, checked: bool) -> Result<Self, Problem> {
        file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
        let decoder = (encoding != UTF_8 || checked).then(|| encoding.new_decoder_with_bom_removal());
        let mut source = Self {
            file,
            decoder,
            raw: vec![0; CHUNK_BYTES],
            pending: 0..0,
            text: Vec::new(),
            offset: 0,
            lines: 1,
            done: false,
            bad: None,
            bad_end: (0, 0),
            zeros: 0,
        };
        if source.decoder.is_none() {
            source.drop_utf8_mark()?;
        }
        Ok(source)
    }

    fn drop_utf8_mark(&mut self) -> Result<(), Problem> {
        let mut start = [0; 3];
        let got = read_full(&mut self.file, &mut start)?;
        if got < 3 || start != [0xEF, 0xBB, 0xBF] {
            self.file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
        }
        Ok(())
    }

    /// The places so far that are no text: each stands as U+FFFD.
    pub(super) fn bad(&self) -> Option<Bad> {
        self.bad
    }

    /// Zero bytes so far.
    pub(super) fn zeros(&self) -> u64 {
        self.zeros
    }

    /// The line in which the current piece begins, where the text is decoded; at the end, the last one.
    pub(super) fn line(&self) -> u64 {
        self.lines
    }

    /// Makes the next piece current; false at the end.
    pub(super) fn fill(&mut self) -> Result<bool, Problem> {
        if self.decoder.is_none() {
            self.text.resize(CHUNK_BYTES, 0);
            let got = read_full(&mut self.file, &mut self.text)?;
            self.text.truncate(got);
            self.drop_zeros();
            return Ok(got > 0);
        }
        self.lines += memchr::memchr_iter(b'\n', &self.text).count() as u64;
        self.text.clear();
        while self.text.is_empty() {
            if self.done {
                return Ok(false);
            }
            self.decode()?;
            self.drop_zeros();
        }
        Ok(true)
    }

    /// No text has zero bytes: they are what padding and broken disks leave.
    fn drop_zeros(&mut self) {
        if memchr::memchr(0, &self.text).is_some() {
            let before = self.text.len();
            self.text.retain(|byte| *byte != 0);
            self.zeros += (before - self.text.len()) as u64;
        }
    }

    fn decode(&mut self) -> Result<(), Problem> {
        if self.pending.is_empty() {
            let got = read_full(&mut self.file, &mut self.raw)?;
            self.pending = 0..got;
            self.done = got == 0;
        }
        let Some(decoder) = self.decoder.as_mut() else {
            return Ok(());
        };
        // No encoding here takes more than three bytes of UTF-8 per byte of its own, and nor does what stands for a bad one.
        self.text.resize(self.pending.len() * 3 + 16, 0);
        let (mut filled, mut line, mut counted) = (0, self.lines, 0);
        loop {
            let raw = self.raw.get(self.pending.clone()).unwrap_or_default();
            let room = self.text.get_mut(filled..).unwrap_or_default();
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(raw, room, self.done);
            self.pending.start += read;
            self.offset += read as u64;
            filled += written;
            match result {
                DecoderResult::Malformed(bad, after) => {
                    let end = self.offset.saturating_sub(u64::from(after));
                    let byte = end.saturating_sub(u64::from(bad));
                    let since = self.text.get(counted..filled).unwrap_or_default();
                    line += memchr::memchr_iter(b'\n', since).count() as u64;
                    counted = filled;
                    let (last, last_line) = std::mem::replace(&mut self.bad_end, (end, line));
                    match &mut self.bad {
                        Some(known) => {
                            known.places += u64::from(byte > last);
                            known.lines += u64::from(line > last_line);
                        }
                        None => self.bad = Some(Bad { places: 1, lines: 1, byte, line }),
                    }
                    if let Some(room) = self.text.get_mut(filled..filled + REPLACEMENT.len()) {
                        room.copy_from_slice(REPLACEMENT);
                        filled += REPLACEMENT.len();
                    }
                }
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {
                    self.done = false;
                    break;
                }
            }
        }
        self.text.truncate(filled);
        Ok(())
    }
}

fn read_full(file: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Problem> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Problem::from_io(&error)),
        }
    }
    Ok(filled)
}

/// A marked-up text as UTF-8, for parsers that take a reader. What it says of its own encoding (`charset=`, `encoding=`)
/// counts where the bytes themselves do not tell.
pub(super) struct Decoded {
    source: Source<File>,
    at: usize,
    problem: Option<Problem>,
}

impl Decoded {
    /// Decodes the text once without handing anything over: half a table must not get in before a bad byte is met.
    pub(super) fn open(mut file: File, max_bytes: u64) -> Result<Self, Problem> {
        let (mark, utf8) = (super::head(&mut file).map(|head| sniff::mark(&head))?, digest::utf8(&mut file, max_bytes)?);
        let declared = encoding::declared(&super::head(&mut file)?);
        let encoding = match declared {
            // Enough wide characters that are UTF-8, or a mark: whoever declares another encoding is wrong.
            Some(declared) if matches!(mark, Mark::None) && !(utf8.bad_at.is_none() && surely_utf8(&utf8)) => {
                strictly(&mut file, declared)?;
                declared
            }
            _ => {
                let choice = encoding::choose(&mut file, mark, &utf8)?;
                if let Some(bad) = choice.bad {
                    return Err(undecodable(choice.encoding, bad));
                }
                choice.encoding
            }
        };
        Ok(Self { source: Source::new(file, encoding, true)?, at: 0, problem: None })
    }

    /// Why reading failed, where it did.
    pub(super) fn take_problem(&mut self) -> Option<Problem> {
        self.problem.take()
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.source.text.len() {
            self.at = 0;
            match self.source.fill() {
                Ok(true) => {}
                Ok(false) => {
                    self.source.text.clear();
                    return Ok(0);
                }
                Err(problem) => {
                    let error = io::Error::other(problem.to_string());
                    self.problem = Some(problem);
                    return Err(error);
                }
            }
        }
        let got = self.source.text.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at += got;
        Ok(got)
    }
}
