//! Looks into an archive before a parser does: what it would inflate to, and whether its parts could make a parser ask
//! for more memory than the data needs.
//!
//! Declared sizes can lie, so every entry is inflated once and counted; that costs a small part of parsing it.

use std::io::{self, Read, Seek};
use std::path::PathBuf;

use memchr::{memchr, memchr_iter, memmem, memrchr};
use serde::{Deserialize, Serialize};
use zip::ZipArchive;
use zip::result::ZipError;

use super::problem::{Fault, Found, Limit, Problem};
use super::sniff::{self, Package};

/// What a file may ask for. Every default is above what Excel itself writes for a full sheet of ordinary exports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Limits {
    /// Size of a file. Default: 1 GiB.
    pub max_file_bytes: u64,
    /// Entries of a zip archive. Default: 10,000.
    pub max_entries: u64,
    /// Inflated bytes of all entries together. Default: 2 GiB.
    pub max_inflated_bytes: u64,
    /// Inflated bytes per compressed byte, for entries that inflate to more than 64 MiB. Default: 200
    /// (Excel's sheets stay below 60; deflate cannot exceed 1,032).
    pub max_ratio: u64,
    /// Inflated bytes of the shared strings, which are held in memory. Default: 512 MiB.
    pub max_part_bytes: u64,
    /// Distinct texts of a workbook. Default: 10 million.
    pub max_shared_strings: u64,
    /// Sheets of a workbook. Default: 1,000.
    pub max_sheets: u64,
    /// Cells of a file that are not empty. Default: 100 million.
    pub max_cells: u64,
    /// Bytes of one cell's text. Default: 1 MiB (Excel's own limit is 32,767 characters; csv has none).
    pub max_cell_bytes: u64,
    /// Bytes of the text of all cells, each as often as it is said: one long text that a million cells share makes a small
    /// file as large as memory. Default: 1 GiB.
    pub max_text_bytes: u64,
    /// Cells in the rectangles around the used areas of all sheets, for xls, which is read as rectangles, and twenty
    /// times those made by repetition, for ods. Default: 20 million (a full xls sheet has 16.8 million).
    pub max_area_cells: u64,
    /// Whether regular xlsx sheets are read by the scanner of our own. Default: yes.
    pub fast_lane: bool,
    /// The program that reads files whose parser cannot stream or may abort, in a process of its own: this program itself.
    /// Default: none, they are read in this process.
    pub isolate: Option<PathBuf>,
    /// Seconds such a process may keep us waiting. Default: 15.
    pub max_seconds: u64,
    /// Bytes of memory such a process may ask for, where the operating system can tell it. Default: 2 GiB.
    pub max_memory_bytes: u64,
    /// Whether even a large file is read on the caller's thread. Default: no.
    pub one_thread: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 1 << 30,
            max_entries: 10_000,
            max_inflated_bytes: 2 << 30,
            max_ratio: 200,
            max_part_bytes: 512 << 20,
            max_shared_strings: 10_000_000,
            max_sheets: 1_000,
            max_cells: 100_000_000,
            max_cell_bytes: 1 << 20,
            max_text_bytes: 1 << 30,
            max_area_cells: 20_000_000,
            fast_lane: true,
            isolate: None,
            max_seconds: 15,
            max_memory_bytes: 2 << 30,
            one_thread: false,
        }
    }
}

/// Entries that inflate to less are never bombs, however well they compress.
pub(super) const RATIO_FROM_BYTES: u64 = 64 << 20;
/// Parts that calamine holds in memory besides the shared strings (styles, workbook, relations, theme).
const MAX_SMALL_PART_BYTES: u64 = 32 << 20;
/// Tags of the styles: an empty one of five bytes becomes some 200 in memory. Excel writes at most 65,490 formats.
const MAX_STYLE_TAGS: u64 = 2_000_000;
/// A piece of XML between two tags, per byte a cell's text may have: escapes take more room than what they stand for.
const TOKEN_BYTES_PER_CELL_BYTE: u64 = 8;
/// The same in foreign parts (pictures as text, data models).
const FOREIGN_TOKEN_BYTES: u64 = 128 << 20;
/// Elements inside one another: parsers remember the name of each that is open.
const MAX_NESTING: i64 = 4_000_000;
/// The shortest way to write a shared string.
const SHORTEST_STRING: u64 = "<si/>".len() as u64;

/// What the look inside told.
#[derive(Debug)]
pub(super) struct Inspected {
    /// The first entry that could not be inflated to its end, and why: it names the culprit when opening fails.
    pub(super) damaged: Option<String>,
}

/// What kind of package an archive is, told from its list of entries alone. `claimed` is the file's extension.
pub(super) fn package<R: Read + Seek>(reader: R, limits: &Limits, claimed: &str) -> Result<Package, Problem> {
    open(reader, limits, claimed).map(|(_, package)| package)
}

fn open<R: Read + Seek>(reader: R, limits: &Limits, claimed: &str) -> Result<(ZipArchive<R>, Package), Problem> {
    let mut archive = ZipArchive::new(reader).map_err(|e| open_problem(&e))?;
    let entries = archive.len() as u64;
    if entries > limits.max_entries {
        return Err(too_large(Limit::Entries, limits.max_entries, entries, ""));
    }
    let package = what(&mut archive)?;
    if let Package::Other(found) = package {
        // An archive without any entry is what is left of many failed downloads.
        let fault = if entries == 0 { Fault::Empty } else { wrong(claimed, found) };
        return Err(Problem::new(fault, ""));
    }
    Ok((archive, package))
}

/// What a reader of the regular layout does with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    /// Held in memory: the workbook, relations, the theme.
    Small,
    Styles,
    SharedStrings,
    /// A sheet, or whatever else is XML.
    Sheet,
    /// Nothing.
    Foreign,
}

/// What an entry is, by its name.
pub(super) fn kind(name: &str) -> PartKind {
    let limits = Limits::default();
    let part = Part::new(&name.replace('\\', "/"), &limits);
    match part.role {
        Role::SharedStrings => PartKind::SharedStrings,
        Role::Styles => PartKind::Styles,
        Role::Small => PartKind::Small,
        _ if part.name.ends_with("[content_types].xml") => PartKind::Small,
        _ if part.xml && !part.foreign => PartKind::Sheet,
        _ => PartKind::Foreign,
    }
}

/// A part that is held in memory, where it is within its limits and nothing in it could do a parser harm.
pub(super) fn small_part<R: Read + Seek>(archive: &mut ZipArchive<R>, index: usize, limits: &Limits) -> Option<Vec<u8>> {
    let mut entry = archive.by_index(index).ok()?;
    let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
    let mut part = Part::new(&name, limits);
    let (mut bytes, mut buffer) = (Vec::new(), vec![0_u8; 1 << 16]);
    loop {
        let got = fill(&mut entry, &mut buffer).ok()?;
        let piece = buffer.get(..got)?;
        if piece.is_empty() {
            part.finish(bytes.len() as u64).ok()?;
            return Some(bytes);
        }
        bytes.extend_from_slice(piece);
        if bytes.len() as u64 > MAX_SMALL_PART_BYTES {
            return None;
        }
        part.feed(piece, bytes.len() as u64).ok()?;
    }
}

/// Checks an archive against the limits. `claimed` is the file's extension.
pub(super) fn inspect<R: Read + Seek>(reader: R, limits: &Limits, claimed: &str) -> Result<Inspected, Problem> {
    let (mut archive, _) = open(reader, limits, claimed)?;
    let mut inspected = Inspected { damaged: None };
    let mut inflated = 0;
    for index in 0..archive.len() {
        inflate_entry(&mut archive, index, limits, &mut inflated, &mut inspected)?;
    }
    Ok(inspected)
}

fn wrong(claimed: &str, found: Found) -> Fault {
    Fault::WrongFormat { claimed: claimed.to_owned(), found }
}

fn open_problem(error: &ZipError) -> Problem {
    let fault = match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            return Problem::from_io(error);
        }
        // The list of entries stands at the end: without it the end is missing.
        ZipError::Io(_) | ZipError::InvalidArchive(_) => Fault::Truncated,
        _ => Fault::Corrupt,
    };
    Problem::new(fault, error.to_string())
}

fn too_large(limit: Limit, allowed: u64, found: u64, detail: &str) -> Problem {
    Problem::new(Fault::TooLarge { limit, allowed, found }, detail)
}

fn what<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Package, Problem> {
    let mut mimetype = None;
    if let Ok(entry) = archive.by_name("mimetype") {
        let mut text = String::new();
        if entry.take(128).read_to_string(&mut text).is_ok() {
            mimetype = Some(text);
        }
    }
    let names: Vec<String> = archive.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    Ok(sniff::package(names.iter().map(String::as_str), mimetype.as_deref()))
}

fn inflate_entry<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    limits: &Limits,
    inflated: &mut u64,
    inspected: &mut Inspected,
) -> Result<(), Problem> {
    let mut entry = match archive.by_index(index) {
        Ok(entry) => entry,
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
            return Err(Problem::new(Fault::Encrypted, "encrypted zip entry"));
        }
        Err(error) => {
            inspected.damaged.get_or_insert(format!("entry {index}: {error}"));
            return Ok(());
        }
    };
    let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
    let compressed = entry.compressed_size().max(1);
    let mut part = Part::new(&name, limits);
    let mut buffer = vec![0_u8; 1 << 16];
    let mut own = 0_u64;
    loop {
        let got = match fill(&mut entry, &mut buffer) {
            Ok(0) => break,
            Ok(got) => got,
            // Only the sheet it belongs to is lost, or the parser will fail to open the file.
            Err(error) => {
                inspected.damaged.get_or_insert(format!("{name}: {error}"));
                break;
            }
        };
        own += got as u64;
        *inflated += got as u64;
        if *inflated > limits.max_inflated_bytes {
            return Err(too_large(Limit::InflatedBytes, limits.max_inflated_bytes, *inflated, &name));
        }
        if own > RATIO_FROM_BYTES && own / compressed > limits.max_ratio {
            return Err(too_large(Limit::Ratio, limits.max_ratio, own / compressed, &name));
        }
        part.feed(buffer.get(..got).unwrap_or_default(), own)?;
    }
    part.finish(own)
}

/// What two bytes do to the number of open elements.
fn step(one: u8, two: u8) -> i8 {
    let opens = (one == b'<') & (two != b'/') & (two != b'!') & (two != b'?');
    let closes = (one == b'<') & (two == b'/') | (one == b'/') & (two == b'>');
    i8::from(opens) - i8::from(closes)
}

/// Reads until the buffer is full: the checks below look at a buffer's edges only.
fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    SharedStrings,
    Styles,
    /// Held in memory by the parser.
    Small,
    /// Streamed.
    Stream,
    Manifest,
}

/// The checks of one entry while it is inflated.
struct Part<'l> {
    name: String,
    role: Role,
    xml: bool,
    /// No reader opens it unless a hostile file points at it.
    foreign: bool,
    limits: &'l Limits,
    token_limit: u64,
    /// Bytes since the last `<` and the last `>`.
    since_open: u64,
    since_close: u64,
    /// What ends the comment or the like that is open, and its bytes so far.
    inside: Option<(&'static [u8], u64)>,
    strings: u64,
    declared_strings: u64,
    style_tags: u64,
    /// Elements opened and not closed so far, `>` that end no tag so far, and the last byte.
    nesting: i64,
    stray: i64,
    last: u8,
}

impl<'l> Part<'l> {
    fn new(name: &str, limits: &'l Limits) -> Self {
        let name = name.to_ascii_lowercase();
        let file = name.rsplit('/').next().unwrap_or_default();
        let role = match file {
            "sharedstrings.xml" | "sharedstrings.bin" => Role::SharedStrings,
            "manifest.xml" => Role::Manifest,
            "styles.xml" => Role::Styles,
            "workbook.xml" | "workbook.bin" | "styles.bin" | "theme1.xml" => Role::Small,
            _ if file.ends_with(".rels") => Role::Small,
            _ => Role::Stream,
        };
        const FOREIGN: [&str; 7] =
            ["customxml/", "docprops/", "xl/drawings/", "xl/media/", "xl/embeddings/", "xl/model/", "pictures/"];
        let foreign = FOREIGN.iter().any(|folder| name.starts_with(folder));
        let token_limit =
            if foreign { FOREIGN_TOKEN_BYTES } else { limits.max_cell_bytes.saturating_mul(TOKEN_BYTES_PER_CELL_BYTE) };
        let xml = file.ends_with(".xml") || file.ends_with(".rels");
        Self {
            name,
            role,
            xml,
            foreign,
            limits,
            token_limit,
            since_open: 0,
            since_close: 0,
            inside: None,
            strings: 0,
            declared_strings: 0,
            style_tags: 0,
            nesting: 0,
            stray: 0,
            last: 0,
        }
    }

    fn feed(&mut self, chunk: &[u8], own: u64) -> Result<(), Problem> {
        let allowed = match self.role {
            Role::SharedStrings => self.limits.max_part_bytes,
            Role::Styles | Role::Small | Role::Manifest => MAX_SMALL_PART_BYTES.min(self.limits.max_part_bytes),
            Role::Stream => u64::MAX,
        };
        if own > allowed {
            return Err(too_large(Limit::PartBytes, allowed, own, &self.name));
        }
        if !self.xml {
            return Ok(());
        }
        let utf16 = own == chunk.len() as u64 && chunk.iter().take(4).any(|byte| matches!(byte, 0 | 0xFE | 0xFF));
        if utf16 && self.foreign {
            self.xml = false;
            return Ok(());
        }
        if utf16 {
            // The checks below look for ASCII bytes; no spreadsheet program writes its parts in UTF-16.
            return Err(Problem::new(Fault::Unsupported { what: "parts in UTF-16" }, self.name.clone()));
        }
        if self.role == Role::Manifest && memmem::find(chunk, b"encryption-data").is_some() {
            return Err(Problem::new(Fault::Encrypted, "the manifest lists encrypted entries"));
        }
        match self.role {
            Role::SharedStrings => self.count_strings(chunk)?,
            Role::Styles => self.count_style_tags(chunk)?,
            _ => {}
        }
        self.watch_nesting(chunk)?;
        self.watch_tokens(chunk)
    }

    /// Counts without parsing. What looks like the end of an element inside an attribute brings a `>` too many with it,
    /// so that both together are never below the truth.
    fn watch_nesting(&mut self, chunk: &[u8]) -> Result<(), Problem> {
        let Some((&first, rest)) = chunk.split_first() else { return Ok(()) };
        self.nesting += i64::from(step(self.last, first));
        self.last = chunk.last().copied().unwrap_or(0);
        // Blocks whose sum fits a byte are added up many bytes at a time.
        for (one, two) in chunk.chunks(64).zip(rest.chunks(64)) {
            self.nesting += i64::from(one.iter().zip(two).map(|(one, two)| step(*one, *two)).sum::<i8>());
        }
        self.stray += memchr_iter(b'>', chunk).count() as i64 - memchr_iter(b'<', chunk).count() as i64;
        if self.nesting + self.stray.max(0) > MAX_NESTING {
            return Err(Problem::new(Fault::Corrupt, format!("{}: elements inside elements without end", self.name)));
        }
        Ok(())
    }

    /// Pieces of XML are held in memory whole: one without an end must not be as long as the archive allows.
    fn watch_tokens(&mut self, chunk: &[u8]) -> Result<(), Problem> {
        let whole = chunk.len() as u64;
        let run = |since: u64, byte: u8| {
            let longest = since + memchr(byte, chunk).map_or(whole, |at| at as u64);
            let rest = memrchr(byte, chunk).map_or(since + whole, |at| whole - at as u64);
            (longest, rest)
        };
        let (no_open, since_open) = run(self.since_open, b'<');
        let (no_close, since_close) = run(self.since_close, b'>');
        (self.since_open, self.since_close) = (since_open, since_close);
        let longest = no_open.max(no_close).max(self.comment(chunk));
        if longest > self.token_limit {
            return Err(too_large(Limit::CellBytes, self.token_limit, longest, &self.name));
        }
        Ok(())
    }

    /// Follows comments and character data, which may hold `<` and `>`; answers how long the open one is.
    fn comment(&mut self, chunk: &[u8]) -> u64 {
        let mut rest = chunk;
        loop {
            match self.inside {
                Some((end, bytes)) => match memmem::find(rest, end) {
                    Some(at) => {
                        self.inside = None;
                        rest = rest.get(at..).unwrap_or_default();
                    }
                    None => {
                        let bytes = bytes + rest.len() as u64;
                        self.inside = Some((end, bytes));
                        return bytes;
                    }
                },
                None => match memmem::find(rest, b"<!") {
                    Some(at) => {
                        rest = rest.get(at + 2..).unwrap_or_default();
                        let end: &[u8] = match rest.first() {
                            Some(b'-') => b"-->",
                            Some(b'[') => b"]]>",
                            _ => b">",
                        };
                        self.inside = Some((end, 0));
                    }
                    None => return 0,
                },
            }
        }
    }

    fn count_strings(&mut self, chunk: &[u8]) -> Result<(), Problem> {
        self.strings += memmem::find_iter(chunk, b"<si").count() as u64;
        self.strings += memmem::find_iter(chunk, b":si").count() as u64;
        let allowed = self.limits.max_shared_strings;
        if self.strings > allowed {
            return Err(too_large(Limit::SharedStrings, allowed, self.strings, &self.name));
        }
        for at in memmem::find_iter(chunk, b"uniqueCount") {
            let value = chunk.get(at + "uniqueCount".len()..).unwrap_or_default();
            let digits = value.iter().skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
            let number = digits.fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
            self.declared_strings = self.declared_strings.max(number);
        }
        Ok(())
    }

    fn count_style_tags(&mut self, chunk: &[u8]) -> Result<(), Problem> {
        self.style_tags += memchr_iter(b'<', chunk).count() as u64;
        if self.style_tags > MAX_STYLE_TAGS {
            return Err(too_large(Limit::Styles, MAX_STYLE_TAGS, self.style_tags, &self.name));
        }
        Ok(())
    }

    /// The declared number of strings is reserved before any is read: it must fit the bytes that are there.
    fn finish(&self, own: u64) -> Result<(), Problem> {
        let possible = (own / SHORTEST_STRING + 1).min(self.limits.max_shared_strings);
        if self.declared_strings <= possible {
            return Ok(());
        }
        let declared = self.declared_strings;
        let detail = format!("{}: declares {declared} texts, its {own} bytes cannot hold more than {possible}", self.name);
        Err(Problem::new(Fault::Corrupt, detail))
    }
}
