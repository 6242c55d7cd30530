//! Reads what a month's folder states, for those who hand it on: its manifest, and its tables as they were published.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::digest::of_bytes;
use super::earlier::armed;
use super::manifest::{Manifest, SCHEMA_VERSION};
use super::stage::is_month;
use super::{MANIFEST, OutputFile};
use crate::failure::Failure;
use crate::units::Month;

/// A month as it was published.
#[derive(Debug)]
pub struct Content {
    pub month: Month,
    pub manifest: Manifest,
    pub manifest_sha256: String,
    /// The files of its `tables/`, each with the hash that the manifest states.
    tables: Vec<OutputFile>,
}

/// A table as texts; none where a cell is empty.
#[derive(Debug, PartialEq, Eq)]
pub struct Printed {
    pub header: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
}

/// The months of an output folder that have a manifest, oldest first.
///
/// # Errors
/// When the folder cannot be read; one that is not there holds no month.
pub fn months(output: &Path) -> Result<Vec<Month>, Failure> {
    let entries = match fs::read_dir(output) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(altered(output, error.to_string())),
    };
    let names = entries.flatten().filter(|e| e.path().join(MANIFEST).is_file()).filter_map(|e| e.file_name().into_string().ok());
    let mut months: Vec<Month> = names.filter(|name| is_month(name)).filter_map(|name| name.parse().ok()).collect();
    months.sort_unstable();
    Ok(months)
}

/// What a month's folder states; none where the month is not published.
///
/// # Errors
/// When its files are not those that its manifest names: somebody changed them since.
pub fn content(output: &Path, month: Month) -> Result<Option<Content>, Failure> {
    /// A run may put a new folder in place between the manifest and the tables: then all is read again.
    const TRIES: usize = 3;
    let folder = output.join(month.to_string());
    let manifest = folder.join(MANIFEST);
    let mut last = None;
    for _ in 0..TRIES {
        let bytes = match fs::read(&manifest) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(altered(&manifest, error.to_string())),
        };
        match read(&folder, month, &bytes) {
            Ok(content) => return Ok(Some(content)),
            Err(failure) if fs::read(&manifest).is_ok_and(|now| now == bytes) => return Err(failure),
            Err(failure) => last = Some(failure),
        }
    }
    Err(last.unwrap_or_else(|| altered(&manifest, "it keeps changing".to_owned())))
}

fn read(folder: &Path, month: Month, bytes: &[u8]) -> Result<Content, Failure> {
    let path = folder.join(MANIFEST);
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|e| altered(&path, e.to_string()))?;
    if manifest.schema_version != SCHEMA_VERSION || manifest.month != month.to_string() {
        return Err(altered(&path, format!("it is of month {}, layout {}", manifest.month, manifest.schema_version)));
    }
    let mut tables = Vec::new();
    for stated in manifest.outputs.iter().filter(|o| o.file.starts_with("tables/")) {
        let path = folder.join(&stated.file);
        let bytes = fs::read(&path).map_err(|e| altered(&path, e.to_string()))?;
        if of_bytes(&bytes) != stated.sha256 {
            return Err(altered(&path, "its hash is not the one in run.json".to_owned()));
        }
        tables.push(OutputFile { name: stated.file.clone(), bytes });
    }
    Ok(Content { month, manifest_sha256: of_bytes(bytes), manifest, tables })
}

impl Content {
    /// A table of the month by its name without folder and extension; none where the month has no such file.
    ///
    /// # Errors
    /// When it is no csv table.
    pub fn table(&self, name: &str) -> Result<Option<Printed>, Failure> {
        let file = format!("tables/{name}.csv");
        let Some(table) = self.tables.iter().find(|t| t.name == file) else { return Ok(None) };
        let read = std::str::from_utf8(&table.bytes).map_err(|e| e.to_string()).and_then(printed);
        read.map(Some).map_err(|cause| altered(&Path::new(&self.manifest.month).join(&file), cause))
    }
}

fn printed(text: &str) -> Result<Printed, String> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().map_err(|e| e.to_string())?.iter().map(str::to_owned).collect();
    let cell = |text: &str| Some(armed(text)).filter(|text| !text.is_empty()).map(str::to_owned);
    let row = |record: Result<csv::StringRecord, csv::Error>| record.map(|r| r.iter().map(cell).collect());
    let rows = reader.records().map(row).collect::<Result<_, _>>().map_err(|e| e.to_string())?;
    Ok(Printed { header, rows })
}

fn altered(path: &Path, cause: String) -> Failure {
    Failure::Altered { path: path.display().to_string(), cause }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_they_were_before_they_were_disarmed() {
        let read = printed("\u{feff}a,b\r\n'=1+1,'＝2\r\n\"x,\"\"y\"\"\",-2.50\r\n").unwrap();
        assert_eq!(read.header, ["a", "b"]);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(read.rows, [vec![some("=1+1"), some("＝2")], vec![some("x,\"y\""), some("-2.50")]]);
    }

    #[test]
    fn only_folders_with_a_manifest_are_months() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["2026-02", "2026-01", "2025-13", "notes", ".staging-2026-03-1"] {
            fs::create_dir(dir.path().join(name)).unwrap();
            fs::write(dir.path().join(name).join(MANIFEST), "{}").unwrap();
        }
        fs::create_dir(dir.path().join("2026-04")).unwrap();
        let found: Vec<String> = months(dir.path()).unwrap().iter().map(Month::to_string).collect();
        assert_eq!(found, ["2026-01", "2026-02"]);
        assert!(months(&dir.path().join("none")).unwrap().is_empty());
        let failure = content(dir.path(), "2026-01".parse().unwrap()).unwrap_err();
        assert!(matches!(failure, Failure::Altered { .. }), "{failure:?}");
        assert!(content(dir.path(), "2026-04".parse().unwrap()).unwrap().is_none());
    }
}
