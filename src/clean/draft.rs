//! What one file comes to, read by itself: its records, rejects, money and account, with its own numbers for sheets and
//! customers. Files are read in any order, or not at all where a draft of them was kept; [`super::gathered`] joins them.

use super::account::{ControlTotal, FileAccount, Flow};
use super::builder::{RowBuffer, TableBuilder};
use super::growing::Plain;
use super::header::HeaderIndex;
use super::identity::Spellings;
use super::overlap;
use super::reject::Reject;
use super::sheet::SheetReader;
use crate::config::Config;
use crate::load::{self, Cell, Consumer, Problem, Rows};
use crate::tables::{Source, SourceSheet, TableId};

/// The records of one table of one file, with what tells whether another file has them too.
pub(crate) struct TableDraft {
    pub(crate) records: TableBuilder,
    /// The fingerprint of each record.
    pub(crate) prints: Vec<u64>,
    /// How many records there were at the end of each sheet that has some.
    pub(crate) ends: Vec<usize>,
}

impl TableDraft {
    pub(crate) fn new(table: TableId) -> Self {
        TableDraft { records: TableBuilder::new(table), prints: Vec::new(), ends: Vec::new() }
    }

    /// So many records are expected.
    pub(crate) fn expect(&mut self, rows: usize) {
        self.prints.reserve(rows);
        self.records.expect(rows);
    }

    pub(crate) fn push(&mut self, buffer: &RowBuffer, source: Source, spelling: Option<u32>) {
        self.prints.push(overlap::fingerprint(buffer));
        self.records.push(buffer, source, spelling);
    }

    /// Records of one sheet, by column.
    pub(crate) fn extend(
        &mut self,
        columns: &[(usize, &[Plain<'_>])],
        prints: &[u64],
        sheet: u32,
        rows: impl Iterator<Item = u32>,
        spellings: &[Option<u32>],
    ) {
        self.prints.extend_from_slice(prints);
        self.records.extend(columns, sheet, rows, spellings);
    }

    /// The sheet is over: equal records within one are all kept, in whichever of its tables they stand.
    pub(crate) fn end_sheet(&mut self) {
        let height = self.prints.len();
        if height > self.ends.last().copied().unwrap_or(0) {
            self.ends.push(height);
        }
    }
}

/// What one file comes to.
pub(crate) struct Draft {
    /// Its sheets count every sound row as accepted.
    pub(crate) account: FileAccount,
    pub(crate) sources: Vec<SourceSheet>,
    /// In the order of [`TableId::ALL`].
    pub(crate) tables: Vec<TableDraft>,
    pub(crate) spellings: Spellings,
    pub(crate) rejects: Vec<Reject>,
    /// Bytes of text in the rejected rows that are kept.
    pub(crate) kept_bytes: usize,
    pub(crate) totals: Vec<ControlTotal>,
}

/// Each control total at nothing.
pub(crate) fn no_totals() -> Vec<ControlTotal> {
    let of =
        |table: TableId| table.spec().control.iter().map(move |&column| ControlTotal { table, column, flow: Flow::default() });
    TableId::ALL.into_iter().flat_map(of).collect()
}

impl Draft {
    pub(crate) fn new(file: &str) -> Self {
        let account = FileAccount {
            file: file.to_owned(),
            sha256: String::new(),
            bytes: 0,
            problem: None,
            misnamed: None,
            remarks: Vec::new(),
            sheets: Vec::new(),
        };
        Draft {
            account,
            sources: Vec::new(),
            tables: TableId::ALL.into_iter().map(TableDraft::new).collect(),
            spellings: Spellings::default(),
            rejects: Vec::new(),
            kept_bytes: 0,
            totals: no_totals(),
        }
    }
}

/// Receives the cells of one file.
pub(crate) struct FileCleaner<'a> {
    config: &'a Config,
    index: &'a HeaderIndex,
    draft: Draft,
    sheet: Option<SheetReader>,
}

impl<'a> FileCleaner<'a> {
    pub(crate) fn new(file: &str, config: &'a Config, index: &'a HeaderIndex) -> Self {
        FileCleaner { config, index, draft: Draft::new(file), sheet: None }
    }

    /// How many fields the next row has, where it is handed over by itself.
    #[cfg(test)]
    pub(crate) fn set_width(&mut self, width: Option<u32>) {
        if let Some(sheet) = &mut self.sheet {
            sheet.set_width(width);
        }
    }

    /// The file is over.
    pub(crate) fn finish(self, read: load::FileRead) -> Draft {
        let mut draft = self.draft;
        if read.problem.as_ref().is_some_and(|p| p.void) {
            // Nothing of it counts: a copy of it that comes later is no repetition.
            draft = Draft::new(&draft.account.file);
        }
        let file = &mut draft.account;
        file.misnamed = read.misnamed(&file.file).filter(|_| read.problem.is_none());
        file.sha256 = read.sha256;
        file.bytes = read.bytes;
        file.problem = read.problem;
        file.remarks = read.remarks;
        draft
    }
}

impl Consumer for FileCleaner<'_> {
    fn begin_sheet(&mut self, _: usize, name: &str) {
        self.sheet = Some(SheetReader::new(self.draft.account.file.clone(), name, self.config));
    }

    fn expect_rows(&mut self, rows: u32) {
        if let Some(sheet) = &mut self.sheet {
            sheet.expect_rows(rows);
        }
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        if let Some(sheet) = &mut self.sheet {
            sheet.row(row, cells, self.index, self.config, &mut self.draft);
        }
    }

    fn rows(&mut self, rows: &Rows<'_>) {
        if let Some(sheet) = &mut self.sheet {
            sheet.rows(rows, self.index, self.config, &mut self.draft);
        }
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        if let Some(sheet) = self.sheet.take() {
            let accounts = sheet.finish(problem, self.index, self.config, &mut self.draft);
            self.draft.account.sheets.extend(accounts);
        }
    }
}
