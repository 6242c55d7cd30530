//! What the fast lane needs to know of a workbook: its sheets, where they are stored, and which styles show dates.
//!
//! It is the library that answers, so that both lanes mean the same: it is given a copy of the archive in which every sheet is
//! replaced by a small one of our own making. What it reads there tells which entry it took for which sheet, and how a number
//! looks in each style.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, Write};
use std::sync::Arc;

use calamine::{DataRef, Reader as _, Xlsx};
use memchr::memmem;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::cells::{Known, Style};
use super::slow;
use crate::load::Limits;
use crate::load::guard::{self, PartKind};

/// Cells of all copies together: a workbook of many sheets with many styles is left to the library alone.
const MAX_CELLS: usize = 1 << 20;

/// A sheet and the entry of the archive that holds its cells.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) entry: usize,
}

pub(super) struct Workbook {
    pub(super) sheets: Vec<Sheet>,
    /// The entry with the shared strings, where there is one.
    pub(super) strings: Option<usize>,
    pub(super) known: Arc<Known>,
}

/// `None` where anything about the workbook is out of the ordinary.
pub(super) fn probe<R: Read + Seek>(archive: &mut ZipArchive<R>, limits: &Limits) -> Option<Workbook> {
    let parts = parts(archive, limits)?;
    let styles = parts.iter().find(|part| part.kind == PartKind::Styles);
    let styles = styles.map_or(0, |part| memmem::find_iter(&part.bytes, b"xf").count());
    if styles.checked_mul(parts.len())? > MAX_CELLS {
        return None;
    }
    let copy = copy(&parts, styles).ok()?;
    let mut book = Xlsx::new(Cursor::new(copy)).ok()?;
    let names = slow::sheet_names(book.sheets_metadata(), limits.max_sheets).ok()?;
    let is_1904 = book.has_1904_epoch();
    let (mut sheets, mut strings, mut styles) = (Vec::new(), None, Vec::new());
    for name in names {
        let entry;
        // Of all sheets the same, but for the entry.
        (entry, strings, styles) = answers(&mut book, &name)?;
        sheets.push(Sheet { name, entry });
    }
    (!sheets.is_empty()).then(|| Workbook { sheets, strings, known: Arc::new(Known { styles, is_1904 }) })
}

/// One entry of the archive as the library will see it.
struct Part {
    index: usize,
    name: String,
    kind: PartKind,
    /// Its content, where it is kept.
    bytes: Vec<u8>,
}

fn parts<R: Read + Seek>(archive: &mut ZipArchive<R>, limits: &Limits) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut seen = BTreeMap::new();
    for index in 0..archive.len() {
        let name = String::from_utf8(archive.by_index_raw(index).ok()?.name_raw().to_vec()).ok()?;
        // The library finds entries whatever the case of their names; of two it would take either.
        if seen.insert(name.replace('\\', "/").to_ascii_lowercase(), index).is_some() {
            return None;
        }
        let kind = guard::kind(&name);
        let bytes = match kind {
            PartKind::Small | PartKind::Styles => guard::small_part(archive, index, limits)?,
            PartKind::Sheet | PartKind::SharedStrings => Vec::new(),
            PartKind::Foreign => continue,
        };
        parts.push(Part { index, name, kind, bytes });
    }
    Some(parts)
}

fn copy(parts: &[Part], styles: usize) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in parts {
        writer.start_file(part.name.as_str(), stored)?;
        match part.kind {
            PartKind::SharedStrings => writer.write_all(strings_of(part.index).as_bytes())?,
            PartKind::Sheet => writer.write_all(sheet_of(part.index, styles).as_bytes())?,
            _ => writer.write_all(&part.bytes)?,
        }
    }
    Ok(writer.finish()?.into_inner())
}

/// One shared string, which says the entry it stands in.
fn strings_of(entry: usize) -> String {
    format!("<sst><si><t>{entry}</t></si></sst>")
}

/// The entry, a number in each style, and a shared string.
fn sheet_of(entry: usize, styles: usize) -> String {
    let mut cells = format!("<c><v>{entry}</v></c>");
    for style in 0..styles {
        cells.push_str(&format!("<c s=\"{style}\"><v>1</v></c>"));
    }
    format!("<worksheet><sheetData><row r=\"1\">{cells}<c t=\"s\"><v>0</v></c></row></sheetData></worksheet>")
}

type Answers = (usize, Option<usize>, Vec<Style>);

fn answers(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Option<Answers> {
    let mut cells = book.worksheet_cells_reader(name).ok()?;
    let Ok(Some(first)) = cells.next_cell() else { return None };
    let DataRef::Float(entry) = *first.get_value() else { return None };
    let mut styles = Vec::new();
    let strings = loop {
        match cells.next_cell() {
            Ok(Some(cell)) => match cell.get_value() {
                DataRef::Float(_) => styles.push(Style::Number),
                DataRef::DateTime(time) if time.is_duration() => styles.push(Style::Duration),
                DataRef::DateTime(_) => styles.push(Style::Date),
                DataRef::SharedString(text) => break Some(text.parse().ok()?),
                _ => return None,
            },
            // There are no shared strings to be found.
            Err(_) => break None,
            Ok(None) => return None,
        }
    };
    Some((entry as usize, strings, styles))
}
