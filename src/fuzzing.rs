//! Where fuzzers come in: bytes go through the very functions a run uses, and whatever they hold, nothing may panic and no
//! answer may contradict itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::clean::fuzzing as values;
use crate::load::{self, Cell, Consumer, Fault, FileRead, Format, InputFile, Limits, Problem, Value};

/// A cell of each kind through everything that gives cells a meaning: the first eight bytes as a number, all of them as text.
pub fn normaliser(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let number = data.first_chunk().map_or(0.0, |bytes| f64::from_le_bytes(*bytes));
    let given = [Value::Text(&text), Value::Number(number), Value::Date(number), Value::Bool(number > 0.0)];
    for value in given.into_iter().chain([Value::Error("#REF!"), Value::Uncalculated]) {
        values::every_meaning(value);
    }
}

/// A csv file, or whatever else the bytes turn out to be. That path is this program's own from end to end: there is no
/// parser to blame for a panic.
pub fn csv(data: &[u8]) {
    let answer = read("fuzz.csv", data).filter(|answer| answer.format == Format::Text);
    let failed = answer.and_then(|answer| answer.problem).is_some_and(|problem| problem.fault == Fault::ParserFailed);
    assert!(!failed, "a panic inside the csv reader");
}

/// An xlsx file, or whatever else the bytes turn out to be. Both of its readers say the same.
pub fn xlsx(data: &[u8]) {
    read("fuzz.xlsx", data);
    if let Some(path) = store("fuzz.xlsx", data)
        && let Err(difference) = lanes_agree(&path.0, &limits())
    {
        panic!("{difference}");
    }
}

/// Reads a file with the scanner for regular workbooks and without it, and compares cell by cell.
///
/// # Errors
/// The first difference, for people.
pub fn lanes_agree(path: &Path, limits: &Limits) -> Result<(), String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let meta = fs::metadata(path).map_err(|e| e.to_string())?;
    let file = InputFile { path: path.to_owned(), name, bytes: meta.len(), modified: meta.modified().ok() };
    let both = [true, false].map(|fast_lane| {
        let mut told = Told::default();
        let answer = load::read(&file, &Limits { fast_lane, ..limits.clone() }, &mut told);
        if answer.problem.as_ref().is_some_and(|p| p.void) {
            told.0.clear();
        }
        told.0.push(format!("file: {:?}", answer.problem.map(|p| (p.fault, p.sheet, p.cell))));
        told.0
    });
    let [fast, slow] = &both;
    let pairs = fast.iter().map(Some).chain(std::iter::repeat(None)).zip(slow.iter().map(Some).chain(std::iter::repeat(None)));
    match pairs.take(fast.len().max(slow.len())).find(|(one, other)| one != other) {
        Some((one, other)) => Err(format!("{}: fast {one:?}, library {other:?}", path.display())),
        None => Ok(()),
    }
}

/// Every call as text, numbers to the last bit.
#[derive(Default)]
struct Told(Vec<String>);

impl Consumer for Told {
    fn begin_sheet(&mut self, index: usize, name: &str) {
        self.0.push(format!("sheet {index} {name}"));
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        let said = |cell: &Cell<'_>| match cell.value {
            Value::Number(x) => format!("{}: number {x} {:x}", cell.col, x.to_bits()),
            Value::Date(x) => format!("{}: date {x} {:x}", cell.col, x.to_bits()),
            value => format!("{}: {value:?}", cell.col),
        };
        self.0.extend(cells.iter().map(|cell| format!("row {row} {}", said(cell))));
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        self.0.push(format!("end {:?}", problem.map(|p| (p.fault, p.cell))));
    }
}

/// Small enough that a hostile input shows itself by its time and memory.
fn limits() -> Limits {
    Limits {
        max_inflated_bytes: 64 << 20,
        max_cells: 1_000_000,
        max_area_cells: 1_000_000,
        max_cell_bytes: 1 << 16,
        ..Limits::default()
    }
}

/// Reads the bytes from a file, as a run would, and holds the reader to its promises.
fn read(name: &str, data: &[u8]) -> Option<FileRead> {
    let path = store(name, data)?;
    let modified = fs::metadata(&path.0).and_then(|meta| meta.modified()).ok();
    let file = InputFile { path: path.0.clone(), name: name.to_owned(), bytes: data.len() as u64, modified };
    let mut promises = Promises::default();
    let answer = load::read(&file, &limits(), &mut promises);
    assert!(!promises.open, "a sheet was begun and never ended");
    Some(answer)
}

/// The bytes as a file; none where there is no disk to test on.
fn store(name: &str, data: &[u8]) -> Option<Temporary> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = Temporary(std::env::temp_dir().join(format!("keyaccount-{}-{number}-{name}", process::id())));
    fs::write(&path.0, data).ok()?;
    Some(path)
}

struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // A file left behind in the folder for such files is no fault.
        let _ = fs::remove_file(&self.0);
    }
}

/// A consumer that holds its caller to the order it promised.
#[derive(Default)]
struct Promises {
    sheets: usize,
    open: bool,
    row: u32,
}

impl Consumer for Promises {
    fn begin_sheet(&mut self, index: usize, _: &str) {
        assert!(!self.open && index == self.sheets, "sheets out of order");
        (self.sheets, self.open, self.row) = (index + 1, true, 0);
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        assert!(self.open && row > self.row && !cells.is_empty(), "rows out of order");
        assert!(cells.windows(2).all(|pair| pair[0].col < pair[1].col), "cells out of order");
        assert!(cells.iter().all(|cell| cell.value != Value::Text("")), "empty text is no cell");
        self.row = row;
        cells.iter().for_each(|cell| values::every_meaning(cell.value));
    }

    fn end_sheet(&mut self, _: Option<Problem>) {
        assert!(self.open, "a sheet was ended twice");
        self.open = false;
    }
}
