//! One record in several files: what each of them states of it, copies counted in, from the file that wins to the one that yields.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use polars::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::overlap::Overlap;
use super::recency::Recency;
use super::stated::compare;
use crate::config::Conflicts;
use crate::tables::{
    Frame, FrameError, PARTY, Parties, SOURCE_ROW, SOURCE_SHEET, Source, SourceSheet, TableId, expenses, orders, visits,
};

/// A line of a record as one file states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its row in the frame: that of the first file where several state the same.
    pub(crate) at: usize,
    /// Where this file states it.
    pub(crate) source: Source,
}

/// What one file states of a record: mostly one line.
pub(crate) type Version = Vec<Line>;

/// Where the rows of a table came from, and by which files they are told apart.
pub(crate) struct Origins<'a> {
    sheets: &'a [u32],
    rows: &'a [u32],
    sources: &'a [SourceSheet],
}

impl<'a> Origins<'a> {
    pub(crate) fn new(frame: &'a Frame, sources: &'a [SourceSheet]) -> Result<Self, FrameError> {
        let column = |name| Ok::<_, FrameError>(frame.data().column(name)?.u32()?.cont_slice()?);
        Ok(Origins { sheets: column(SOURCE_SHEET)?, rows: column(SOURCE_ROW)?, sources })
    }

    pub(crate) fn source(&self, at: usize) -> Source {
        let get = |of: &[u32]| of.get(at).copied().unwrap_or_default();
        Source { sheet: get(self.sheets), row: get(self.rows) }
    }

    fn file(&self, source: Source) -> &'a str {
        self.sources.get(source.sheet as usize).map_or("", |sheet| sheet.file.as_str())
    }

    /// Whether all rows stand in one file: it cannot contradict another.
    fn one_file(&self) -> bool {
        let mut files = self.sheets.chunk_by(|a, b| a == b).map(|sheet| self.file(Source { sheet: sheet[0], row: 0 }));
        let first = files.next();
        files.all(|file| Some(file) == first)
    }
}

/// The records that several files state with lines of their own.
#[derive(Default)]
pub(crate) struct Versions {
    /// In the order of the input. Of each at least two versions, the one that counts by the names of the files first.
    pub(crate) records: Vec<Vec<Version>>,
    /// Records that have no more than the id in common, each beside the first of that id.
    pub(crate) apart: Vec<[Line; 2]>,
}

pub(crate) fn find(
    frame: &Frame,
    origins: &Origins<'_>,
    overlap: &Overlap,
    rule: Conflicts,
    parties: &Parties,
) -> Result<Versions, FrameError> {
    if frame.is_empty() || origins.one_file() {
        return Ok(Versions::default());
    }
    let groups = same_key(frame, origins)?;
    let copies = copies(&groups, overlap);
    let (mut found, mut apart): (Vec<Vec<Version>>, Vec<[Line; 2]>) = (Vec::new(), Vec::new());
    for group in groups {
        let versions = by_file(&group, origins, overlap, &copies, rule);
        if versions.iter().all(|version| version.len() == 1) {
            let records = records(frame, versions, origins, parties)?;
            let mut firsts = records.iter().filter_map(|record| record.first()?.first().copied());
            if let Some(first) = firsts.next() {
                apart.extend(firsts.map(|other| [first, other]));
            }
            found.extend(records);
            continue;
        }
        // Several lines of one id may be of several records, where the id is a word such as "cash sale": only what is of the same
        // customer and day is the same record.
        found.extend(split(frame, &group)?.iter().map(|group| by_file(group, origins, overlap, &copies, rule)));
    }
    found.retain(|versions| versions.len() > 1);
    found.sort_by_cached_key(|versions| versions.iter().flatten().map(|line| line.at).min());
    apart.sort_by_key(|lines| lines.map(|line| line.at));
    Ok(Versions { records: found, apart })
}

/// Versions of one line each that have their id in common, by the record they are of.
///
/// Two branches that each number from 1 share ids and nothing else. A line of somebody else is the same record only where
/// nothing beside the name speaks against it: then the name was corrected.
fn records(
    frame: &Frame,
    versions: Vec<Version>,
    origins: &Origins<'_>,
    parties: &Parties,
) -> Result<Vec<Vec<Version>>, FrameError> {
    let mut records: Vec<Vec<Version>> = Vec::new();
    for version in versions {
        let mut home = None;
        for (nth, record) in records.iter().enumerate() {
            for known in record.iter().flatten().zip(&version) {
                if compare(frame, [known.0, known.1], origins.sources, parties)?.may_be_one(frame.table()) {
                    home = home.or(Some(nth));
                }
            }
        }
        match home.and_then(|nth| records.get_mut(nth)) {
            Some(record) => record.push(version),
            None => records.push(vec![version]),
        }
    }
    Ok(records)
}

/// What each file states of the records of a group.
fn by_file(
    group: &[usize],
    origins: &Origins<'_>,
    overlap: &Overlap,
    copies: &FxHashMap<u64, Vec<Source>>,
    rule: Conflicts,
) -> Vec<Version> {
    let mut files: FxHashMap<&str, Version> = FxHashMap::default();
    let mut alike: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for &at in group {
        let source = origins.source(at);
        files.entry(origins.file(source)).or_default().push(Line { at, source });
        if let Some(print) = overlap.print(at) {
            alike.entry(print).or_default().push(at);
        }
    }
    for (print, rows) in &alike {
        // The first copy in a file is of the first such record, the second of the second.
        let mut nth: FxHashMap<&str, usize> = FxHashMap::default();
        for &source in copies.get(print).into_iter().flatten() {
            let file = origins.file(source);
            let nth = nth.entry(file).or_default();
            let version = files.entry(file).or_default();
            if let Some(&at) = rows.get(*nth)
                && origins.file(origins.source(at)) != file
            {
                version.push(Line { at, source });
            }
            *nth += 1;
        }
    }
    let mut files: Vec<(Recency, Version)> = files.into_iter().map(|(file, version)| (Recency::of(file), version)).collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    if rule != Conflicts::EarlierName {
        files.reverse();
    }
    let mut versions: Vec<Version> =
        files.into_iter().map(|(_, version)| version).filter(|version| !version.is_empty()).collect();
    versions.iter_mut().for_each(|version| version.sort_by_key(|line| (line.source.sheet, line.source.row)));
    versions
}

/// Where the records of the groups stand once more, by their fingerprints.
fn copies(groups: &[Vec<usize>], overlap: &Overlap) -> FxHashMap<u64, Vec<Source>> {
    let mut copies: FxHashMap<u64, Vec<Source>> =
        groups.iter().flatten().filter_map(|&at| Some((overlap.print(at)?, Vec::new()))).collect();
    for (print, source) in overlap.copies() {
        if let Some(places) = copies.get_mut(print) {
            places.push(*source);
        }
    }
    copies
}

/// Records with the same key in several files.
fn same_key(frame: &Frame, origins: &Origins<'_>) -> Result<Vec<Vec<usize>>, FrameError> {
    let keys = keys(frame, frame.table().spec().record_key)?;
    let mut order: Vec<(u64, usize)> = keys.iter().enumerate().filter_map(|(row, key)| Some(((*key)?, row))).collect();
    order.sort_unstable();
    let mut groups = Vec::new();
    for group in order.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
        let group: Vec<usize> = group.iter().map(|(_, row)| *row).collect();
        let first = origins.file(origins.source(group[0]));
        if group.iter().all(|&at| origins.file(origins.source(at)) == first) {
            continue;
        }
        // A hash is no proof of sameness.
        let same = group.iter().map(|&row| texts(frame, row)).collect::<Result<Vec<_>, _>>()?;
        if same.windows(2).all(|pair| pair[0] == pair[1]) {
            groups.push(group);
        }
    }
    Ok(groups)
}

/// The records of a group by customer and day, and by employee where these count for themselves; nothing where the table knows no day.
fn split(frame: &Frame, group: &[usize]) -> Result<Vec<Vec<usize>>, FrameError> {
    if frame.table().spec().position(orders::DATE).is_none() {
        return Ok(Vec::new());
    }
    let (parties, days) = (frame.data().column(PARTY)?.u32()?, frame.data().column(orders::DATE)?.date()?.physical());
    // Employees may count their own claims and visits, each from one.
    let person = match frame.table() {
        TableId::Expenses => Some(expenses::EMPLOYEE),
        TableId::Visits => Some(visits::SALESPERSON),
        _ => None,
    };
    let persons = person.map(|name| frame.data().column(name)?.str()).transpose()?;
    let key = |at: usize| (parties.get(at), days.get(at), persons.and_then(|persons| persons.get(at)));
    let mut rows: Vec<_> = group.iter().map(|&at| (key(at), at)).collect();
    rows.sort_unstable();
    Ok(rows.chunk_by(|a, b| a.0 == b.0).map(|rows| rows.iter().map(|(_, at)| *at).collect()).collect())
}

/// A hash of each record's key; none where the column that names it is empty.
fn keys(frame: &Frame, columns: &[&str]) -> Result<Vec<Option<u64>>, FrameError> {
    let mut hashers: Vec<Option<FxHasher>> = vec![Some(FxHasher::default()); frame.len()];
    for (nth, name) in columns.iter().enumerate() {
        let column = frame.data().column(name)?;
        let mut mix = |row: usize, value: Option<&[u8]>| {
            let Some(hasher) = &mut hashers[row] else { return };
            match value {
                Some(bytes) => bytes.hash(hasher),
                None if nth == 0 => hashers[row] = None,
                None => 0u8.hash(hasher),
            }
        };
        match column.dtype() {
            DataType::String => column.str()?.iter().enumerate().for_each(|(row, v)| mix(row, v.map(str::as_bytes))),
            DataType::Date => {
                let days = column.date()?.physical();
                days.iter().enumerate().for_each(|(row, v)| mix(row, v.map(i32::to_le_bytes).as_ref().map(|b| &b[..])));
            }
            _ => {
                let ids = column.u32()?;
                ids.iter().enumerate().for_each(|(row, v)| mix(row, v.map(u32::to_le_bytes).as_ref().map(|b| &b[..])));
            }
        }
    }
    Ok(hashers.into_iter().map(|hasher| hasher.map(|h| h.finish())).collect())
}

/// The key of a record, as texts.
pub(crate) fn texts(frame: &Frame, row: usize) -> Result<Vec<String>, FrameError> {
    let said = |name: &&str| Ok(super::stated::said(frame.data(), name, row)?.unwrap_or_default());
    frame.table().spec().record_key.iter().map(said).collect()
}
