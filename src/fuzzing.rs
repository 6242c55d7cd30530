//! Where fuzzers come in: bytes go through the very functions a run uses, and whatever they hold, nothing may panic and no
//! answer may contradict itself.

use std::fs;
use std::path::PathBuf;
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

/// An xlsx file, or whatever else the bytes turn out to be.
pub fn xlsx(data: &[u8]) {
    read("fuzz.xlsx", data);
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
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = Temporary(std::env::temp_dir().join(format!("keyaccount-{}-{number}-{name}", process::id())));
    // No disk, no test.
    fs::write(&path.0, data).ok()?;
    let modified = fs::metadata(&path.0).and_then(|meta| meta.modified()).ok();
    let file = InputFile { path: path.0.clone(), name: name.to_owned(), bytes: data.len() as u64, modified };
    let mut promises = Promises::default();
    let answer = load::read(&file, &limits(), &mut promises);
    assert!(!promises.open, "a sheet was begun and never ended");
    Some(answer)
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
