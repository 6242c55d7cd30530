//! Compound files (OLE2), the container of xls and of encrypted workbooks: a reader for files nobody vouches for.
//!
//! Every chain is followed at most as often as there are sectors, every size is bounded by the file's own.

use std::collections::BTreeSet;

use super::problem::{Fault, Problem};

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const LAST_REGULAR: u32 = 0xFFFF_FFF9;
const HEADER_BYTES: usize = 512;
const HEADER_DIFAT: usize = 109;
const SMALL_SECTOR: usize = 64;
const SMALL_STREAM_BELOW: u64 = 4096;
const ENTRY_BYTES: usize = 128;

/// A compound file over the bytes of the whole file.
pub(super) struct Compound<'d> {
    data: &'d [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    bytes: u64,
}

impl<'d> Compound<'d> {
    /// Reads the allocation tables and the directory.
    pub(super) fn parse(data: &'d [u8]) -> Result<Self, Problem> {
        let version = u16_at(data, 26).ok_or_else(truncated)?;
        let sector = match u16_at(data, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(corrupt("sector size")),
        };
        let mut file = Self { data, sector, fat: Vec::new(), mini_fat: Vec::new(), mini_stream: Vec::new(), entries: Vec::new() };
        file.read_fat()?;
        let directory = file.chain(u32_at(data, 48).ok_or_else(truncated)?, None)?;
        file.entries = directory.chunks_exact(ENTRY_BYTES).filter_map(|raw| entry(raw, version)).collect();
        file.read_small()?;
        Ok(file)
    }

    /// Whether there is a stream or folder of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, name: &str) -> Result<Vec<u8>, Problem> {
        let entry = self.find(name).ok_or_else(|| corrupt("no such stream"))?;
        if entry.bytes > self.data.len() as u64 {
            return Err(truncated());
        }
        if entry.bytes >= SMALL_STREAM_BELOW {
            return self.chain(entry.start, Some(entry.bytes));
        }
        let mut out = Vec::new();
        let mut id = entry.start;
        let mut steps = 0;
        while (out.len() as u64) < entry.bytes && id <= LAST_REGULAR {
            let at = id as usize * SMALL_SECTOR;
            out.extend_from_slice(self.mini_stream.get(at..at + SMALL_SECTOR).ok_or_else(truncated)?);
            id = *self.mini_fat.get(id as usize).ok_or_else(|| corrupt("small chain"))?;
            steps += 1;
            if steps > self.mini_fat.len() {
                return Err(corrupt("small chain in a circle"));
            }
        }
        out.truncate(usize::try_from(entry.bytes).unwrap_or(usize::MAX));
        Ok(out)
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn sectors(&self) -> usize {
        self.data.len().saturating_sub(HEADER_BYTES) / self.sector + 1
    }

    fn sector_at(&self, id: u32) -> Result<&'d [u8], Problem> {
        // Sector 0 begins after the header, which takes a whole sector.
        let start = (id as usize + 1).saturating_mul(self.sector);
        let rest = self.data.get(start..).filter(|rest| !rest.is_empty()).ok_or_else(truncated)?;
        // Some writers leave the last sector short.
        Ok(rest.get(..self.sector).unwrap_or(rest))
    }

    fn read_fat(&mut self) -> Result<(), Problem> {
        let header = self.data.get(..HEADER_BYTES).ok_or_else(truncated)?;
        let mut ids: Vec<u32> = words(header.get(76..).unwrap_or_default()).take(HEADER_DIFAT).collect();
        let mut next = u32_at(header, 68).ok_or_else(truncated)?;
        let mut steps = 0;
        while next <= LAST_REGULAR {
            let mut more: Vec<u32> = words(self.sector_at(next)?).collect();
            next = more.pop().unwrap_or(END_OF_CHAIN);
            ids.append(&mut more);
            steps += 1;
            if steps > self.sectors() {
                return Err(corrupt("sector list in a circle"));
            }
        }
        let mut used = BTreeSet::new();
        for id in ids.into_iter().filter(|id| *id <= LAST_REGULAR) {
            if !used.insert(id) {
                return Err(corrupt("allocation table in a circle"));
            }
            self.fat.extend(words(self.sector_at(id)?));
        }
        Ok(())
    }

    fn read_small(&mut self) -> Result<(), Problem> {
        let Some((start, bytes)) = self.entries.first().map(|root| (root.start, root.bytes)) else {
            return Err(corrupt("empty directory"));
        };
        let table = u32_at(self.data, 60).ok_or_else(truncated)?;
        if table > LAST_REGULAR || start > LAST_REGULAR {
            return Ok(());
        }
        self.mini_fat = words(&self.chain(table, None)?).collect();
        self.mini_stream = self.chain(start, Some(bytes))?;
        Ok(())
    }

    fn chain(&self, start: u32, bytes: Option<u64>) -> Result<Vec<u8>, Problem> {
        let mut out = Vec::new();
        let mut id = start;
        let mut steps = 0;
        while id <= LAST_REGULAR && bytes.is_none_or(|bytes| (out.len() as u64) < bytes) {
            out.extend_from_slice(self.sector_at(id)?);
            id = *self.fat.get(id as usize).ok_or_else(truncated)?;
            steps += 1;
            if steps > self.sectors() {
                return Err(corrupt("chain in a circle"));
            }
        }
        if let Some(bytes) = bytes {
            out.truncate(usize::try_from(bytes).unwrap_or(usize::MAX));
        }
        Ok(out)
    }
}

fn entry(raw: &[u8], version: u16) -> Option<Entry> {
    let name_bytes = usize::from(u16_at(raw, 64)?).checked_sub(2)?.min(62);
    let units: Vec<u16> = raw.get(..name_bytes)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
    // The upper half of the size is undefined in version 3 files.
    let high = if version <= 3 { 0 } else { u64::from(u32_at(raw, 124)?) };
    let bytes = u64::from(u32_at(raw, 120)?) | high << 32;
    Some(Entry { name: String::from_utf16_lossy(&units), start: u32_at(raw, 116)?, bytes })
}

fn truncated() -> Problem {
    Problem::new(Fault::Truncated, "a sector lies beyond the end of the compound file")
}

fn corrupt(what: &str) -> Problem {
    Problem::new(Fault::Corrupt, format!("compound file: {what}"))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0))
}

/// The little-endian number at an offset.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// The little-endian number at an offset.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}
