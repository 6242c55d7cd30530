//! csv and tsv: strict decoding, rows numbered as Excel shows them.
//!
//! Every value stays text: what `03/04` or `007` means is not this stage's to guess.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

use super::Limits;
use super::delimiter;
use super::digest::{self, Utf8};
use super::numbers::Numbers;
use super::problem::{Fault, Limit, Problem};
use super::seam::Seam;
use super::sniff::{self, Mark};

const CHUNK_BYTES: usize = 1 << 18;
/// That many well-formed wide characters before the first bad byte are no chance: it is UTF-8 that broke.
const SURELY_UTF8: u64 = 8;

/// Reads the file as the one sheet `name`. `utf8` is what the pass before found out.
pub(super) fn read(mut file: File, name: &str, tab: bool, mark: Mark, utf8: &Utf8, seam: &mut Seam<'_>) -> Result<(), Problem> {
    let encoding = choose(&mut file, mark, utf8)?;
    // Decoded once without handing anything over: half a table must not get in before the bad byte is met.
    if encoding != UTF_8 {
        let mut source = Source::new(&mut file, encoding)?;
        while source.fill()? {}
    }
    let bytes = file.metadata().map_or(0, |meta| meta.len());
    let mut source = Source::new(&mut file, encoding)?;
    seam.begin_sheet(name);
    let end = records(&mut source, bytes, tab, seam);
    seam.end_sheet(end.err());
    Ok(())
}

/// A marked-up text as UTF-8, for parsers that take a reader. What it says of its own encoding (`charset=`, `encoding=`)
/// counts where the bytes themselves do not tell.
pub(super) struct Decoded {
    source: Source<File>,
    at: usize,
    problem: Option<Problem>,
}

impl Decoded {
    /// Decodes the text once without handing anything over: half a table must not get in before the bad byte is met.
    pub(super) fn open(mut file: File, max_bytes: u64) -> Result<Self, Problem> {
        let (mark, utf8) = (super::head(&mut file).map(|head| sniff::mark(&head))?, digest::utf8(&mut file, max_bytes)?);
        let encoding = match (choose(&mut file, mark, &utf8), declared_encoding(&super::head(&mut file)?)) {
            (chosen @ (Ok(_) | Err(_)), None) => chosen?,
            // Enough wide characters that are UTF-8, or a mark: whoever declares another encoding is wrong.
            (Ok(chosen), Some(_)) if !matches!(mark, Mark::None) || (chosen == UTF_8 && utf8.wide >= SURELY_UTF8) => chosen,
            (Err(problem), Some(declared)) if declared == UTF_8 || !matches!(mark, Mark::None) => return Err(problem),
            (Ok(chosen), Some(declared)) if declared == UTF_8 => chosen,
            (_, Some(declared)) => declared,
        };
        if encoding != UTF_8 {
            let mut source = Source::new(file.try_clone().map_err(|e| Problem::from_io(&e))?, encoding)?;
            while source.fill()? {}
        }
        Ok(Self { source: Source::new(file, encoding)?, at: 0, problem: None })
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

/// The encoding a page or an XML document says it is in. UTF-16 cannot be: the word would not have been found.
fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let after = ["charset", "encoding"].iter().find_map(|word| {
        let at = memmem::find(&lower, word.as_bytes())? + word.len();
        lower.get(at..)?.trim_ascii_start().strip_prefix(b"=")
    })?;
    let label: Vec<u8> = after
        .iter()
        .copied()
        .skip_while(|b| b" \"'".contains(b))
        .take_while(|b| b.is_ascii_alphanumeric() || b"-_:".contains(b))
        .collect();
    let encoding = Encoding::for_label(&label)?;
    // GB2312 and GBK are parts of GB18030, and what claims to be one of them often holds more.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    (encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
}

fn choose(file: &mut File, mark: Mark, utf8: &Utf8) -> Result<&'static Encoding, Problem> {
    match mark {
        Mark::Utf16Le | Mark::BareUtf16Le => return Ok(UTF_16LE),
        Mark::Utf16Be | Mark::BareUtf16Be => return Ok(UTF_16BE),
        Mark::Utf8 | Mark::None => {}
    }
    match utf8.bad_at {
        None => Ok(UTF_8),
        Some(byte) if mark == Mark::Utf8 || utf8.wide >= SURELY_UTF8 => {
            let line = line_of(file, byte)?;
            Err(Problem::new(Fault::Undecodable { encoding: "UTF-8", byte, line }, ""))
        }
        Some(_) => Ok(GB18030),
    }
}

fn line_of(file: &mut File, byte: u64) -> Result<u64, Problem> {
    file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
    let mut line = 1;
    let mut left = file.take(byte);
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        let got = left.read(&mut buffer).map_err(|e| Problem::from_io(&e))?;
        if got == 0 {
            return Ok(line);
        }
        line += memchr::memchr_iter(b'\n', buffer.get(..got).unwrap_or_default()).count() as u64;
    }
}

/// Decoded text in pieces.
struct Source<F> {
    file: F,
    encoding: &'static Encoding,
    /// None for UTF-8, which was found valid and is passed on as it is.
    decoder: Option<encoding_rs::Decoder>,
    raw: Vec<u8>,
    /// Raw bytes read and not yet decoded.
    pending: std::ops::Range<usize>,
    /// The piece of text that is current.
    text: Vec<u8>,
    /// Raw bytes decoded before `pending`, and lines of text before the current piece.
    offset: u64,
    lines: u64,
    done: bool,
}

impl<F: Read + Seek> Source<F> {
    fn new(mut file: F, encoding: &'static Encoding) -> Result<Self, Problem> {
        file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_with_bom_removal());
        let raw = vec![0; CHUNK_BYTES];
        let mut source = Self { file, encoding, decoder, raw, pending: 0..0, text: Vec::new(), offset: 0, lines: 1, done: false };
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

    /// Makes the next piece current; false at the end.
    fn fill(&mut self) -> Result<bool, Problem> {
        if self.decoder.is_none() {
            self.text.resize(CHUNK_BYTES, 0);
            let got = read_full(&mut self.file, &mut self.text)?;
            self.text.truncate(got);
            return Ok(got > 0);
        }
        self.lines += memchr::memchr_iter(b'\n', &self.text).count() as u64;
        self.text.clear();
        while self.text.is_empty() {
            if self.done {
                return Ok(false);
            }
            self.decode()?;
        }
        Ok(true)
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
        let raw = self.raw.get(self.pending.clone()).unwrap_or_default();
        // No encoding here takes more than three bytes of UTF-8 per byte of its own.
        self.text.resize(raw.len() * 3 + 16, 0);
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.done);
        self.text.truncate(written);
        self.pending.start += read;
        self.offset += read as u64;
        match result {
            DecoderResult::Malformed(bad, after) => {
                let byte = self.offset.saturating_sub(u64::from(bad) + u64::from(after));
                let line = self.lines + memchr::memchr_iter(b'\n', &self.text).count() as u64;
                Err(Problem::new(Fault::Undecodable { encoding: self.encoding.name(), byte, line }, ""))
            }
            DecoderResult::InputEmpty => Ok(()),
            DecoderResult::OutputFull => {
                self.done = false;
                Ok(())
            }
        }
    }
}

fn read_full(file: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Problem> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Problem::from_io(&error)),
        }
    }
    Ok(filled)
}

/// The rows of a file of so many bytes.
fn records(source: &mut Source<&mut File>, bytes: u64, tab: bool, seam: &mut Seam<'_>) -> Result<(), Problem> {
    if !source.fill()? {
        return Ok(());
    }
    let (delimiter, skip) = match delimiter::declared(&source.text) {
        Some(declared) => declared,
        None => (delimiter::guess(&source.text, tab), 0),
    };
    // Lines are about as long as the first ones.
    let lines = memchr::memchr_iter(b'\n', &source.text).count() as u64 + 1;
    seam.expect_rows(bytes.saturating_mul(lines) / (source.text.len() as u64).max(1));
    let mut parser = Parser::new(delimiter, seam.limits());
    let mut skip = skip;
    loop {
        parser.feed(source.text.get(skip..).unwrap_or_default(), seam)?;
        skip = 0;
        if !source.fill()? {
            return parser.finish(seam);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a field.
    Start,
    Plain,
    Quoted,
    /// After a quote inside a quoted field: its end, or half of a doubled quote.
    Quote,
}

/// Splits text into records (RFC 4180, and what spreadsheets accept beyond it), in pieces of any size.
struct Parser {
    delimiter: u8,
    state: State,
    /// The row of the record being read, 1-based. Blank lines are rows, line breaks inside quotes are not.
    row: u32,
    col: u32,
    field: Vec<u8>,
    numbers: Numbers,
    max_cell_bytes: usize,
    /// The last byte was a carriage return that ended a record.
    after_cr: bool,
}

impl Parser {
    fn new(delimiter: u8, limits: &Limits) -> Self {
        let max_cell_bytes = usize::try_from(limits.max_cell_bytes).unwrap_or(usize::MAX);
        let (field, numbers) = (Vec::new(), Numbers::default());
        Self { delimiter, state: State::Start, row: 1, col: 0, field, numbers, max_cell_bytes, after_cr: false }
    }

    fn feed(&mut self, text: &[u8], seam: &mut Seam<'_>) -> Result<(), Problem> {
        let mut rest = text;
        while let Some((&byte, tail)) = rest.split_first() {
            if std::mem::take(&mut self.after_cr) && byte == b'\n' {
                rest = tail;
                continue;
            }
            match (self.state, byte) {
                (State::Start, b'"') => self.state = State::Quoted,
                (State::Quoted, b'"') => self.state = State::Quote,
                (State::Quote, b'"') => {
                    self.field.push(b'"');
                    self.state = State::Quoted;
                }
                (State::Quoted, _) => {
                    let end = memchr::memchr(b'"', rest).unwrap_or(rest.len());
                    rest = self.take(rest, end)?;
                    continue;
                }
                (_, b'\r' | b'\n') => {
                    self.end_field(seam)?;
                    self.end_record(byte == b'\r');
                }
                (_, byte) if byte == self.delimiter => {
                    self.end_field(seam)?;
                    self.col = self.col.saturating_add(1);
                }
                _ => {
                    self.state = State::Plain;
                    let end = memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
                    rest = self.take(rest, end)?;
                    continue;
                }
            }
            rest = tail;
        }
        Ok(())
    }

    fn take<'t>(&mut self, rest: &'t [u8], end: usize) -> Result<&'t [u8], Problem> {
        let (piece, tail) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        self.field.extend_from_slice(piece);
        if self.field.len() > self.max_cell_bytes {
            let (allowed, found) = (self.max_cell_bytes as u64, self.field.len() as u64);
            let fault = Fault::TooLarge { limit: Limit::CellBytes, allowed, found };
            let detail = if self.state == State::Quoted { "a quote may not be closed" } else { "" };
            return Err(Problem::new(fault, detail).at_cell(self.row, self.col));
        }
        Ok(tail)
    }

    fn end_field(&mut self, seam: &mut Seam<'_>) -> Result<(), Problem> {
        self.state = State::Start;
        if !self.field.is_empty() {
            let text = std::str::from_utf8(&self.field).map_err(|error| {
                // Found valid before: the bytes are no longer the same.
                Problem::new(Fault::ChangedWhileReading, error.to_string()).at_cell(self.row, self.col)
            })?;
            seam.numbered_text(self.row, self.col, text, self.numbers.of(text))?;
            self.field.clear();
        }
        Ok(())
    }

    fn end_record(&mut self, after_cr: bool) {
        self.row = self.row.saturating_add(1);
        self.col = 0;
        self.after_cr = after_cr;
    }

    fn finish(&mut self, seam: &mut Seam<'_>) -> Result<(), Problem> {
        if self.state == State::Quoted {
            let problem = Problem::new(Fault::Truncated, "the file ends inside a quoted cell");
            return Err(problem.at_cell(self.row, self.col));
        }
        self.end_field(seam)
    }
}
