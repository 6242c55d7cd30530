//! Cells handed over by a test, file after file, as if they had been read.

use super::Cleaned;
use super::draft::FileCleaner;
use super::gathered::Gathered;
use super::header::HeaderIndex;
use crate::config::Config;
use crate::load::{Cell, Consumer, FileRead, Format, Problem, Value};
use crate::tables::FrameError;

/// Receives the cells of every file.
pub(crate) struct Cleaner<'a> {
    config: &'a Config,
    index: &'a HeaderIndex,
    gathered: Gathered<'a>,
    file: Option<FileCleaner<'a>>,
}

impl<'a> Cleaner<'a> {
    pub(crate) fn new(config: &'a Config) -> Self {
        let index = Box::leak(Box::new(HeaderIndex::new(config)));
        Cleaner { config, index, gathered: Gathered::new(config), file: None }
    }

    pub(crate) fn begin_file(&mut self, name: &str) {
        self.file = Some(FileCleaner::new(name, self.config, self.index));
    }

    pub(crate) fn end_file(&mut self, read: FileRead) {
        self.gathered.take(self.file.take().unwrap().finish(read));
    }

    pub(crate) fn finish(self) -> Result<Cleaned, FrameError> {
        self.gathered.finish(super::Keeping::default()).map(|(cleaned, _)| cleaned)
    }
}

impl Consumer for Cleaner<'_> {
    fn begin_sheet(&mut self, index: usize, name: &str) {
        self.file.as_mut().unwrap().begin_sheet(index, name);
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        self.file.as_mut().unwrap().row(row, cells);
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        self.file.as_mut().unwrap().end_sheet(problem);
    }
}

/// Feeds texts as one sheet of one file.
pub(crate) fn feed(cleaner: &mut Cleaner<'_>, file: &str, sheet: &str, rows: &[&[&str]]) {
    cleaner.begin_file(file);
    cleaner.begin_sheet(0, sheet);
    for (cells, row) in rows.iter().zip(1u32..) {
        let cells: Vec<Cell<'_>> = cells
            .iter()
            .zip(0u32..)
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, col)| Cell::new(col, Value::Text(text)))
            .collect();
        if !cells.is_empty() {
            cleaner.row(row, &cells);
        }
    }
    cleaner.end_sheet(None);
    cleaner.end_file(FileRead { sha256: String::new(), bytes: 0, format: Format::Text, problem: None, remarks: Vec::new() });
}

pub(crate) fn cleaned(sheets: &[(&str, &[&[&str]])]) -> Cleaned {
    cleaned_by("", sheets)
}

pub(crate) fn cleaned_by(config: &str, sheets: &[(&str, &[&[&str]])]) -> Cleaned {
    let config = crate::config::parse("t", config).unwrap();
    let mut cleaner = Cleaner::new(&config);
    for (file, rows) in sheets {
        feed(&mut cleaner, file, "Sheet1", rows);
    }
    cleaner.finish().unwrap()
}

pub(crate) fn amounts(cleaned: &Cleaned) -> Vec<i64> {
    cleaned.tables.orders.0.data().column("amount").unwrap().i64().unwrap().into_no_null_iter().collect()
}
