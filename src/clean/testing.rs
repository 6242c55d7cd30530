//! Cells handed over by a test, file after file, as if they had been read.

use super::Cleaned;
use super::draft::FileCleaner;
use super::gathered::Gathered;
use super::header::HeaderIndex;
use crate::config::Config;
use crate::load::{Cell, Consumer, FileRead, Problem};
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
