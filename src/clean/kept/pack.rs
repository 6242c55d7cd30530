//! A draft as bytes and back: what is counted and told by serde, columns as they lie in memory.
//!
//! Whoever reads the bytes back holds every length against the others: bytes that make no sense are no draft, and never a panic.

use std::io::{self, Write};

use polars::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::account::{FileAccount, Flow, SheetAccount};
use super::super::builder::NOBODY;
use super::super::draft::{Draft, TableDraft};
use super::super::identity::Spellings;
use super::super::reject::Reject;
use crate::load::{Format, Remark};
use crate::tables::{SourceSheet, TableId};

/// All of a draft but its records.
#[derive(Serialize, Deserialize)]
struct Told<A, B, C, D> {
    sha256: String,
    bytes: u64,
    misnamed: Option<Format>,
    remarks: Vec<Remark>,
    sheets: A,
    sources: B,
    spellings: C,
    rejects: D,
    kept_bytes: usize,
    flows: Vec<Flow>,
}

/// What is kept of a draft, while the draft itself goes on: the columns are shared with it and the rest is a copy, so that it can
/// be written down meanwhile.
pub(super) struct Parcel {
    told: Vec<u8>,
    tables: Vec<Records>,
}

struct Records {
    rows: Vec<u32>,
    sheets: Vec<u32>,
    spellings: Vec<u32>,
    prints: Vec<u64>,
    ends: Vec<usize>,
    columns: Vec<Vec<Series>>,
}

impl Parcel {
    pub(super) fn of(draft: &mut Draft) -> io::Result<Parcel> {
        let told = Told {
            sha256: draft.account.sha256.clone(),
            bytes: draft.account.bytes,
            misnamed: draft.account.misnamed,
            remarks: draft.account.remarks.clone(),
            sheets: &draft.account.sheets,
            sources: &draft.sources,
            spellings: &draft.spellings,
            rejects: &draft.rejects,
            kept_bytes: draft.kept_bytes,
            flows: draft.totals.iter().map(|total| total.flow).collect(),
        };
        let told = postcard::to_stdvec(&told).map_err(io::Error::other)?;
        let records = |table: &mut TableDraft| Records {
            rows: table.records.rows().to_vec(),
            sheets: table.records.sheets().to_vec(),
            spellings: table.records.spellings().to_vec(),
            prints: table.prints.clone(),
            ends: table.ends.clone(),
            columns: table.records.columns_mut().map(|column| column.pieces().to_vec()).collect(),
        };
        Ok(Parcel { told, tables: draft.tables.iter_mut().map(records).collect() })
    }

    /// Writes it down, in many small steps.
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        block(&self.told, to)?;
        for table in &self.tables {
            numbers(&table.rows, to)?;
            numbers(&table.sheets, to)?;
            numbers(&table.spellings, to)?;
            length(table.prints.len(), to)?;
            table.prints.iter().try_for_each(|print| to.write_all(&print.to_le_bytes()))?;
            length(table.ends.len(), to)?;
            table.ends.iter().try_for_each(|end| length(*end, to))?;
            table.columns.iter().try_for_each(|pieces| column(pieces, to))?;
        }
        Ok(())
    }
}

fn length(length: usize, to: &mut impl Write) -> io::Result<()> {
    to.write_all(&(length as u64).to_le_bytes())
}

fn block(bytes: &[u8], to: &mut impl Write) -> io::Result<()> {
    length(bytes.len(), to)?;
    to.write_all(bytes)
}

fn numbers(numbers: &[u32], to: &mut impl Write) -> io::Result<()> {
    length(numbers.len(), to)?;
    numbers.iter().try_for_each(|number| to.write_all(&number.to_le_bytes()))
}

fn column(pieces: &[Series], to: &mut impl Write) -> io::Result<()> {
    length(pieces.len(), to)?;
    pieces.iter().try_for_each(|piece| write_piece(piece, to).map_err(io::Error::other))
}

/// How many values, whether any is missing and which, then those that are there.
fn write_piece(piece: &Series, to: &mut impl Write) -> PolarsResult<()> {
    length(piece.len(), to)?;
    to.write_all(&[u8::from(piece.has_nulls())])?;
    if piece.has_nulls() {
        piece.is_not_null().iter().try_for_each(|there| to.write_all(&[u8::from(there == Some(true))]))?;
    }
    match piece.dtype() {
        DataType::Int32 => piece.i32()?.iter().flatten().try_for_each(|x| to.write_all(&x.to_le_bytes()))?,
        DataType::Int64 => piece.i64()?.iter().flatten().try_for_each(|x| to.write_all(&x.to_le_bytes()))?,
        DataType::Float64 => piece.f64()?.iter().flatten().try_for_each(|x| to.write_all(&x.to_le_bytes()))?,
        DataType::Boolean => piece.bool()?.iter().flatten().try_for_each(|x| to.write_all(&[u8::from(x)]))?,
        _ => {
            let texts = piece.str()?;
            for text in texts.iter().flatten() {
                to.write_all(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes())?;
            }
            length(texts.iter().flatten().map(str::len).sum(), to)?;
            texts.iter().flatten().try_for_each(|text| to.write_all(text.as_bytes()))?;
        }
    }
    Ok(())
}

/// The draft of a file; none where the bytes make no sense.
pub(super) fn unpack(file: &str, mut bytes: &[u8]) -> Option<Draft> {
    let from = &mut bytes;
    let size = read_length(from)?;
    type Whole = Told<Vec<SheetAccount>, Vec<SourceSheet>, Spellings, Vec<Reject>>;
    let told: Whole = postcard::from_bytes(from.split_off(..size)?).ok()?;
    let mut draft = Draft::new(file);
    draft.account = FileAccount {
        file: file.to_owned(),
        sha256: told.sha256,
        bytes: told.bytes,
        problem: None,
        misnamed: told.misnamed,
        remarks: told.remarks,
        sheets: told.sheets,
    };
    (draft.sources, draft.spellings) = (told.sources, told.spellings);
    (draft.rejects, draft.kept_bytes) = (told.rejects, told.kept_bytes);
    if told.flows.len() != draft.totals.len() {
        return None;
    }
    draft.totals.iter_mut().zip(told.flows).for_each(|(total, flow)| total.flow = flow);
    draft.tables = TableId::ALL.into_iter().map(|table| read_table(table, from)).collect::<Option<_>>()?;
    let (sheets, spellings) = (draft.sources.len(), draft.spellings.len());
    let is_placed = |table: &TableDraft| {
        let records = &table.records;
        records.sheets().iter().all(|sheet| (*sheet as usize) < sheets)
            && records.spellings().iter().all(|s| *s == NOBODY || (*s as usize) < spellings)
    };
    (from.is_empty() && draft.tables.iter().all(is_placed)).then_some(draft)
}

fn read_table(table: TableId, from: &mut &[u8]) -> Option<TableDraft> {
    let mut draft = TableDraft::new(table);
    let (rows, sheets, spellings) = (read_numbers(from)?, read_numbers(from)?, read_numbers(from)?);
    let height = rows.len();
    let prints = read_length(from)?;
    draft.prints = from.split_off(..prints.checked_mul(8)?)?.as_chunks::<8>().0.iter().map(|b| u64::from_le_bytes(*b)).collect();
    let ends = read_length(from)?;
    // Each takes its room: a length nobody could have written ends here.
    draft.ends = (0..ends).map(|_| read_length(from)).collect::<Option<_>>()?;
    let ends_rise = draft.ends.is_sorted() && draft.ends.last().is_none_or(|end| *end <= height);
    if [sheets.len(), spellings.len(), prints].iter().any(|n| *n != height) || !ends_rise {
        return None;
    }
    for column in draft.records.columns_mut() {
        let mut left = height;
        for _ in 0..read_length(from)? {
            let piece = read_piece(&column.stored_as(), left, from)?;
            left -= piece.len();
            column.put(piece);
        }
    }
    draft.records.set_places(sheets, rows, spellings);
    Some(draft)
}

fn read_length(from: &mut &[u8]) -> Option<usize> {
    let (length, rest) = from.split_first_chunk::<8>()?;
    *from = rest;
    usize::try_from(u64::from_le_bytes(*length)).ok()
}

fn read_numbers(from: &mut &[u8]) -> Option<Vec<u32>> {
    let count = read_length(from)?;
    Some(from.split_off(..count.checked_mul(4)?)?.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect())
}

/// A piece of at most `most` values.
fn read_piece(dtype: &DataType, most: usize, from: &mut &[u8]) -> Option<Series> {
    let count = read_length(from).filter(|count| *count <= most)?;
    let (has_nulls, rest) = from.split_first()?;
    *from = rest;
    let there = if *has_nulls == 0 { None } else { Some(from.split_off(..count)?) };
    let values = there.map_or(count, |there| there.iter().filter(|there| **there == 1).count());
    let name = PlSmallStr::EMPTY;
    Some(match dtype {
        DataType::Int32 => {
            let values = from.split_off(..values.checked_mul(4)?)?.as_chunks::<4>().0.iter().map(|b| i32::from_le_bytes(*b));
            spread(there, values, |all| Int32Chunked::from_vec(name.clone(), all), |some| Int32Chunked::new(name.clone(), some))
        }
        DataType::Int64 => {
            let values = from.split_off(..values.checked_mul(8)?)?.as_chunks::<8>().0.iter().map(|b| i64::from_le_bytes(*b));
            spread(there, values, |all| Int64Chunked::from_vec(name.clone(), all), |some| Int64Chunked::new(name.clone(), some))
        }
        DataType::Float64 => {
            let values = from.split_off(..values.checked_mul(8)?)?.as_chunks::<8>().0.iter().map(|b| f64::from_le_bytes(*b));
            spread(
                there,
                values,
                |all| Float64Chunked::from_vec(name.clone(), all),
                |some| Float64Chunked::new(name.clone(), some),
            )
        }
        DataType::Boolean => {
            let values = from.split_off(..values)?.iter().map(|byte| *byte == 1);
            spread(there, values, |all| BooleanChunked::new(name.clone(), all), |some| BooleanChunked::new(name.clone(), some))
        }
        _ => {
            let lengths = from.split_off(..values.checked_mul(4)?)?.as_chunks::<4>().0;
            let size = read_length(from)?;
            let mut rest = std::str::from_utf8(from.split_off(..size)?).ok()?;
            let mut builder = StringChunkedBuilder::new(name, count);
            let mut lengths = lengths.iter().map(|b| u32::from_le_bytes(*b) as usize);
            for at in 0..count {
                if there.is_some_and(|there| there[at] != 1) {
                    builder.append_null();
                    continue;
                }
                let (text, after) = rest.split_at_checked(lengths.next()?)?;
                builder.append_value(text);
                rest = after;
            }
            if !rest.is_empty() {
                return None;
            }
            builder.finish().into_series()
        }
    })
}

/// Values put where they are there.
fn spread<T, S: IntoSeries>(
    there: Option<&[u8]>,
    mut values: impl Iterator<Item = T>,
    all: impl Fn(Vec<T>) -> S,
    some: impl Fn(Vec<Option<T>>) -> S,
) -> Series {
    match there {
        None => all(values.collect()).into_series(),
        Some(there) => some(there.iter().map(|there| if *there == 1 { values.next() } else { None }).collect()).into_series(),
    }
}
