//! Records that two exports state differently: same id, other values, in another file. One wins, both are listed.

use std::hash::{Hash, Hasher};

use polars::prelude::*;
use rustc_hash::FxHasher;

use super::account::{ControlTotal, FileAccount};
use crate::config::Conflicts;
use crate::tables::{Frame, FrameError, Kind, PARTY, Parties, PartyIx, SOURCE_ROW, SOURCE_SHEET, SourceSheet, TableId};
use crate::units::{Money, from_days};

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: String,
    pub sheet: String,
    /// The row as Excel numbers it.
    pub row: u32,
}

/// Why one of two records was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Its file has the later name.
    LaterName,
    /// Its file has the earlier name.
    EarlierName,
    /// The other one says nothing that it does not say as well, and less.
    Fuller,
    /// The configuration keeps both: both are counted.
    Both,
}

/// A field the two records state differently, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub column: &'static str,
    pub kept: String,
    pub dropped: String,
}

/// One record stated twice, differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub table: TableId,
    /// The id they share.
    pub id: String,
    pub kept: Place,
    /// Not counted, unless both are kept.
    pub dropped: Place,
    pub basis: Basis,
    pub differences: Vec<Difference>,
}

/// Finds the records that two files state differently, and takes out what does not count. The accounts follow.
pub(crate) fn settle(frame: Frame, book: &mut Book<'_>, found: &mut Vec<Conflict>) -> Result<Frame, FrameError> {
    let table = frame.table();
    if table.spec().record_key.is_empty() {
        return Ok(frame);
    }
    let mut dropped: Vec<usize> = Vec::new();
    for rows in same_key(&frame, book)? {
        let mut kept = rows[0];
        for &row in &rows[1..] {
            let Some((winner, loser, basis, differences)) = decide(&frame, kept, row, book)? else { continue };
            let place = |row| book.place(&frame, row);
            let id = id_of(&frame, kept, book.parties)?;
            found.push(Conflict { table, id, kept: place(winner)?, dropped: place(loser)?, basis, differences });
            if basis != Basis::Both {
                dropped.push(loser);
                kept = winner;
            }
        }
    }
    if dropped.is_empty() {
        return Ok(frame);
    }
    dropped.sort_unstable();
    for &row in &dropped {
        book.set_aside(&frame, row)?;
    }
    let keep: BooleanChunked = (0..frame.len()).map(|row| dropped.binary_search(&row).is_err()).collect();
    // Column by column: the query engine's own threads, which no configuration bounds, are never started.
    Frame::new(table, frame.data().filter_seq(&keep)?)
}

/// What a conflict is judged by and written into.
pub(crate) struct Book<'a> {
    pub(crate) rule: Conflicts,
    pub(crate) sources: &'a [SourceSheet],
    pub(crate) parties: &'a Parties,
    pub(crate) files: &'a mut [FileAccount],
    pub(crate) totals: &'a mut [ControlTotal],
}

impl Book<'_> {
    fn source_of(&self, frame: &Frame, row: usize) -> Result<(u32, u32), FrameError> {
        let column = |name| Ok::<_, FrameError>(frame.data().column(name)?.u32()?.get(row).unwrap_or_default());
        Ok((column(SOURCE_SHEET)?, column(SOURCE_ROW)?))
    }

    fn place(&self, frame: &Frame, row: usize) -> Result<Place, FrameError> {
        let (sheet, row) = self.source_of(frame, row)?;
        let source = self.sources.get(sheet as usize);
        let (file, sheet) = source.map(|s| (s.file.clone(), s.sheet.clone())).unwrap_or_default();
        Ok(Place { file, sheet, row })
    }

    fn states(&self, frame: &Frame, row: usize, column: &str) -> Result<bool, FrameError> {
        let (sheet, _) = self.source_of(frame, row)?;
        Ok(self.sources.get(sheet as usize).is_some_and(|s| s.columns.contains(&column)))
    }

    /// The record moves from the accepted ones to those set aside, and its money with it.
    fn set_aside(&mut self, frame: &Frame, row: usize) -> Result<(), FrameError> {
        let (sheet, _) = self.source_of(frame, row)?;
        let accounts = self.files.iter_mut().flat_map(|f| &mut f.sheets);
        for account in accounts.filter(|a| a.source == Some(sheet)) {
            account.rows.accepted -= 1;
            account.rows.superseded += 1;
        }
        for total in self.totals.iter_mut().filter(|t| t.table == frame.table()) {
            let minor = i128::from(frame.data().column(total.column)?.i64()?.get(row).unwrap_or_default());
            total.flow.accepted -= minor;
            total.flow.skipped += minor;
        }
        Ok(())
    }
}

/// Records with the same key in several files, each the only one of its file; in the order of the input.
fn same_key(frame: &Frame, book: &Book<'_>) -> Result<Vec<Vec<usize>>, FrameError> {
    let sheets = frame.data().column(SOURCE_SHEET)?.u32()?;
    let file_of = |row: usize| {
        let sheet = sheets.get(row).and_then(|s| book.sources.get(s as usize));
        sheet.map_or("", |s| s.file.as_str())
    };
    if frame.is_empty() {
        return Ok(Vec::new());
    }
    // One file cannot contradict another: most tables end here.
    let first = file_of(0);
    let mut seen = sheets.into_no_null_iter().collect::<Vec<u32>>();
    seen.dedup();
    if seen.iter().all(|s| book.sources.get(*s as usize).is_none_or(|s| s.file == first)) {
        return Ok(Vec::new());
    }
    let keys = keys(frame)?;
    let mut order: Vec<(u64, usize)> = keys.iter().enumerate().filter_map(|(row, key)| Some(((*key)?, row))).collect();
    order.sort_unstable();
    let mut groups = Vec::new();
    for group in order.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
        let group: Vec<usize> = group.iter().map(|(_, row)| *row).collect();
        let mut files: Vec<&str> = group.iter().map(|&row| file_of(row)).collect();
        files.sort_unstable();
        // A hash is no proof of sameness.
        let same = group.iter().map(|&row| texts(frame, row)).collect::<Result<Vec<_>, _>>()?;
        if files.windows(2).all(|pair| pair[0] != pair[1]) && same.windows(2).all(|pair| pair[0] == pair[1]) {
            groups.push(group);
        }
    }
    groups.sort_unstable();
    Ok(groups)
}

/// A hash of each record's key; none where the column that names it is empty.
fn keys(frame: &Frame) -> Result<Vec<Option<u64>>, FrameError> {
    let mut hashers: Vec<Option<FxHasher>> = vec![Some(FxHasher::default()); frame.len()];
    for (nth, name) in frame.table().spec().record_key.iter().enumerate() {
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

fn texts(frame: &Frame, row: usize) -> Result<Vec<String>, FrameError> {
    frame.table().spec().record_key.iter().map(|name| Ok(said(frame.data(), name, row)?.unwrap_or_default())).collect()
}

type Decision = (usize, usize, Basis, Vec<Difference>);

/// Which of two records counts, and what they state differently; `None` where they say the same.
fn decide(frame: &Frame, earlier: usize, later: usize, book: &Book<'_>) -> Result<Option<Decision>, FrameError> {
    let mut differences: Vec<(&'static str, Option<String>, Option<String>)> = Vec::new();
    // Whether one of them only says less: what it leaves out, its export does not have at all.
    let (mut earlier_says_all, mut later_says_all) = (true, true);
    for column in frame.table().spec().columns {
        let (a, b) = (stated(frame.data(), column, earlier)?, stated(frame.data(), column, later)?);
        if a == b {
            continue;
        }
        // A day without its time says less of the same moment.
        let less = |one: &Option<String>, other: &Option<String>| {
            let pair = one.as_deref().zip(other.as_deref());
            column.kind == Kind::Moment && pair.is_some_and(|(one, other)| other.split_once(' ').is_some_and(|(d, _)| d == one))
        };
        earlier_says_all &= less(&b, &a) || (b.is_none() && !book.states(frame, later, column.name)?);
        later_says_all &= less(&a, &b) || (a.is_none() && !book.states(frame, earlier, column.name)?);
        differences.push((column.name, a, b));
    }
    if differences.is_empty() {
        return Ok(None);
    }
    let (earlier_wins, basis) = match (book.rule, earlier_says_all, later_says_all) {
        (_, true, _) => (true, Basis::Fuller),
        (_, _, true) => (false, Basis::Fuller),
        (Conflicts::LaterName, ..) => (false, Basis::LaterName),
        (Conflicts::EarlierName, ..) => (true, Basis::EarlierName),
        (Conflicts::Both, ..) => (false, Basis::Both),
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    let differ = |(column, a, b): (&'static str, Option<String>, Option<String>)| {
        let (kept, dropped) = if earlier_wins { (text(a), text(b)) } else { (text(b), text(a)) };
        Difference { column, kept, dropped }
    };
    let (winner, loser) = if earlier_wins { (earlier, later) } else { (later, earlier) };
    Ok(Some((winner, loser, basis, differences.into_iter().map(differ).collect())))
}

/// What a record states in a column, as a person reads it: a moment with its time where there is one.
fn stated(data: &DataFrame, column: &crate::tables::Column, row: usize) -> Result<Option<String>, FrameError> {
    let mut stored = column.stored().into_iter();
    let Some((name, _)) = stored.next() else { return Ok(None) };
    let value = said(data, &name, row)?;
    let (Some((minutes, _)), Some(day)) = (stored.next(), &value) else { return Ok(value) };
    let minute = data.column(&minutes)?.i32()?.get(row);
    Ok(Some(minute.map_or_else(|| day.clone(), |m| format!("{day} {:02}:{:02}", m / 60, m % 60))))
}

/// A stored value as a person reads it.
fn said(data: &DataFrame, name: &str, row: usize) -> Result<Option<String>, FrameError> {
    let column = data.column(name)?;
    Ok(match column.dtype() {
        DataType::String => column.str()?.get(row).map(str::to_owned),
        DataType::Date => column.date()?.physical().get(row).map(|day| from_days(day).to_string()),
        DataType::Int64 => column.i64()?.get(row).map(|minor| Money::from_minor(minor).to_string()),
        DataType::Int32 => column.i32()?.get(row).map(|x| x.to_string()),
        DataType::Float64 => column.f64()?.get(row).map(|x| x.to_string()),
        DataType::Boolean => column.bool()?.get(row).map(|x| x.to_string()),
        _ => column.u32()?.get(row).map(|x| x.to_string()),
    })
}

/// What the records share, for people: the id, with the product or receipt that tells it from others of that id.
fn id_of(frame: &Frame, row: usize, parties: &Parties) -> Result<String, FrameError> {
    if frame.table() == TableId::Customers {
        let party = frame.data().column(PARTY)?.u32()?.get(row).unwrap_or_default();
        return Ok(parties.name(PartyIx(party)).to_owned());
    }
    let texts = texts(frame, row)?;
    Ok(texts.into_iter().filter(|t| !t.is_empty()).take(2).collect::<Vec<_>>().join(" / "))
}
