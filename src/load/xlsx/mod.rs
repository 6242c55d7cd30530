//! xlsx and xlsm. The regular layout that spreadsheet programs write is read by a scanner of our own, which is several times as
//! fast as a general parser; whatever it does not know for certain it leaves to the library, sheet by sheet, from the very row
//! it came to.

mod cells;
mod cursor;
mod habit;
mod number;
mod probe;
mod pump;
mod slow;
mod strings;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

use zip::ZipArchive;

use super::from_start;
use super::guard::RATIO_FROM_BYTES;
use super::problem::Problem;
use super::seam::Seam;
use super::texts::Texts;
use cells::Cells;
use cursor::{Scan, Stop};
use probe::Workbook;
use pump::Allowance;
use strings::Strings;

pub(super) use slow::sheet_names;

/// Reads every sheet that has cells. `look` looks into the archive before the library opens it, where it has to.
///
/// After a problem that is void nothing that was handed over may be used.
pub(super) fn read(file: &File, seam: &mut Seam<'_>, look: &dyn Fn(&File) -> Result<(), Problem>) -> Result<(), Problem> {
    if seam.limits().fast_lane
        && let Some(lane) = Lane::open(file, seam)
    {
        return lane.read(file, seam, look);
    }
    tracing::debug!("a workbook is left to the library");
    look(file)?;
    slow::read(from_start(file)?, seam)
}

/// A workbook of which everything is known that its cells refer to.
struct Lane {
    archive: ZipArchive<BufReader<File>>,
    workbook: Workbook,
    texts: Arc<Texts>,
    /// Bytes that may still be inflated.
    bytes: u64,
}

impl Lane {
    fn open(file: &File, seam: &Seam<'_>) -> Option<Self> {
        let mut archive = ZipArchive::new(BufReader::new(from_start(file).ok()?)).ok()?;
        let limits = seam.limits();
        if archive.len() as u64 > limits.max_entries {
            return None;
        }
        let workbook = probe::probe(&mut archive, limits)?;
        let mut lane = Lane { archive, workbook, texts: Arc::default(), bytes: limits.max_inflated_bytes };
        if let Some(entry) = lane.workbook.strings {
            let mut strings = Strings::new(lane.bytes_of(entry).min(limits.max_part_bytes));
            let most = limits.max_shared_strings as usize;
            let outcome = lane.pump(entry, seam, Some(limits.max_part_bytes), &mut |piece| {
                let fed = strings.scan(piece)?;
                if strings.texts.len() > most { Err(Stop::Aside) } else { Ok(fed) }
            });
            outcome.ok()?;
            lane.texts = Arc::new(strings.texts);
        }
        Some(lane)
    }

    fn read(mut self, file: &File, seam: &mut Seam<'_>, look: &dyn Fn(&File) -> Result<(), Problem>) -> Result<(), Problem> {
        seam.share(Arc::clone(&self.texts));
        let sheets = std::mem::take(&mut self.workbook.sheets);
        let mut seen = BTreeSet::new();
        let mut book = None;
        for sheet in sheets {
            seam.begin_sheet(&sheet.name);
            if !seen.insert(sheet.name.clone()) {
                seam.end_sheet(Some(slow::twice()));
                continue;
            }
            let end = match self.sheet(sheet.entry, seam) {
                Ok(()) => None,
                Err(Stop::Problem(problem)) => Some(*problem),
                Err(Stop::More | Stop::Aside) => {
                    let row = seam.drop_row();
                    tracing::debug!(sheet = sheet.entry, row, "a sheet is left to the library");
                    let book = match &mut book {
                        Some(book) => book,
                        // What would have been refused as a whole still is.
                        None => book.insert(look(file).and_then(|()| slow::open(from_start(file)?)).map_err(Problem::void)?),
                    };
                    slow::sheet(book, &sheet.name, row, seam)
                }
            };
            seam.end_sheet(end);
        }
        Ok(())
    }

    fn sheet(&mut self, entry: usize, seam: &mut Seam<'_>) -> Scan<()> {
        let (texts, known) = (Arc::clone(&self.texts), Arc::clone(&self.workbook.known));
        let mut cells = Cells::new(&known, &texts, self.bytes_of(entry));
        let limits = seam.limits();
        let bytes = pump_entry(&mut self.archive, entry, self.bytes, limits, None, &mut |piece| cells.scan(piece, seam))?;
        self.bytes -= bytes;
        Ok(())
    }

    /// How long an entry is, as the archive says.
    fn bytes_of(&mut self, entry: usize) -> u64 {
        self.archive.by_index(entry).map_or(0, |entry| entry.size())
    }

    fn pump(
        &mut self,
        entry: usize,
        seam: &Seam<'_>,
        most: Option<u64>,
        scan: &mut dyn FnMut(&[u8]) -> Scan<pump::Fed>,
    ) -> Scan<()> {
        self.bytes -= pump_entry(&mut self.archive, entry, self.bytes, seam.limits(), most, scan)?;
        Ok(())
    }
}

fn pump_entry(
    archive: &mut ZipArchive<BufReader<File>>,
    entry: usize,
    bytes: u64,
    limits: &super::Limits,
    most: Option<u64>,
    scan: &mut dyn FnMut(&[u8]) -> Scan<pump::Fed>,
) -> Scan<u64> {
    let mut entry = archive.by_index(entry).map_err(|_| Stop::Aside)?;
    let sizes = (entry.compressed_size(), entry.size());
    let bytes = most.map_or(bytes, |most| most.min(bytes));
    let allowance = Allowance { bytes, ratio: limits.max_ratio, ratio_from: RATIO_FROM_BYTES };
    pump::pump(&mut entry, sizes, allowance, scan)
}
