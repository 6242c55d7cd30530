//! Finds the spreadsheets below a folder, by name only.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::problem::{Fault, Problem};

/// The extensions that are taken for spreadsheets, in lower case.
pub const EXTENSIONS: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv"];

/// Folders deeper than this are not looked into: nobody sorts exports that deep, and links can build such chains.
const MAX_DEPTH: usize = 64;

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name below the input folder, with `/` between folders. Bytes that are no UTF-8 are written `\\xNN`.
    pub name: String,
    /// Its size when it was found.
    pub bytes: u64,
    /// Its modification time when it was found, where the file system keeps one.
    pub modified: Option<SystemTime>,
}

/// What is below an input folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovery {
    /// The spreadsheets, sorted by the bytes of their names.
    pub files: Vec<InputFile>,
    /// Names of files that were passed over because of their extension, sorted.
    pub skipped: Vec<String>,
    /// Files and folders that could not be looked at, by name.
    pub problems: Vec<(String, Problem)>,
}

/// Every spreadsheet below `root`, sub-folders included; lock files (`~$...`) and hidden names are left out.
pub fn discover(root: &Path) -> Result<Discovery, Problem> {
    let meta = fs::metadata(root).map_err(|e| Problem::from_io(&e))?;
    if !meta.is_dir() {
        return Err(Problem::new(Fault::NotAFolder, ""));
    }
    let mut walk = Walk::default();
    walk.folder(root, "", 0)?;
    let mut found = walk.found;
    found.files.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    found.skipped.sort();
    found.problems.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

#[derive(Default)]
struct Walk {
    found: Discovery,
    /// Real paths of the folders walked: a link back into one of them is not followed again.
    seen: BTreeSet<PathBuf>,
}

impl Walk {
    fn folder(&mut self, path: &Path, name: &str, depth: usize) -> Result<(), Problem> {
        let real = fs::canonicalize(path).map_err(|e| Problem::from_io(&e))?;
        if depth > MAX_DEPTH || !self.seen.insert(real) {
            return Ok(());
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(path).map_err(|e| Problem::from_io(&e))? {
            entries.push(entry.map_err(|e| Problem::from_io(&e))?.path());
        }
        // The order decides which of two links to one folder is followed; it must not be the file system's.
        entries.sort();
        for entry in entries {
            let Some(own) = entry.file_name() else {
                continue;
            };
            if is_hidden(own) {
                continue;
            }
            let own = escape(own);
            let full = if name.is_empty() { own } else { format!("{name}/{own}") };
            if let Err(problem) = self.entry(&entry, &full, depth) {
                self.found.problems.push((full, problem));
            }
        }
        Ok(())
    }

    fn entry(&mut self, path: &Path, name: &str, depth: usize) -> Result<(), Problem> {
        let wanted = has_known_extension(path);
        let meta = match fs::metadata(path) {
            Ok(meta) => meta,
            // A dead link to something that is none of ours is no problem of ours.
            Err(_) if !wanted => {
                self.found.skipped.push(name.to_owned());
                return Ok(());
            }
            Err(error) => return Err(Problem::from_io(&error)),
        };
        if meta.is_dir() {
            return self.folder(path, name, depth + 1);
        }
        // Pipes and devices could block for ever.
        if !wanted || !meta.is_file() {
            self.found.skipped.push(name.to_owned());
            return Ok(());
        }
        let modified = meta.modified().ok();
        self.found.files.push(InputFile { path: path.to_owned(), name: name.to_owned(), bytes: meta.len(), modified });
        Ok(())
    }
}

fn has_known_extension(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    extension.is_some_and(|e| EXTENSIONS.contains(&e.as_str()))
}

fn is_hidden(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    bytes.starts_with(b".") || bytes.starts_with(b"~$")
}

fn escape(name: &OsStr) -> String {
    if let Some(text) = name.to_str() {
        return text.to_owned();
    }
    let mut out = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        out.push_str(&chunk.valid().replace('\\', "\\\\"));
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(root: &Path, name: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"x").unwrap();
    }

    #[test]
    fn finds_spreadsheets_in_order_and_names_the_rest() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.XLSX", "a/z.csv", "a/~$z.xlsx", ".hidden/x.csv", "a/.x.csv", "note.docx", "订单.xls", "B.tsv"] {
            touch(dir.path(), name);
        }
        let found = discover(dir.path()).unwrap();
        let names: Vec<_> = found.files.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["B.tsv", "a/z.csv", "b.XLSX", "订单.xls"]);
        assert_eq!(found.skipped, ["note.docx"]);
        assert!(found.problems.is_empty());
        assert_eq!(found.files[0].bytes, 1);
    }

    #[test]
    fn a_missing_folder_and_a_file_are_problems() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(discover(&dir.path().join("no")).unwrap_err().fault, Fault::NotFound);
        touch(dir.path(), "a.csv");
        assert_eq!(discover(&dir.path().join("a.csv")).unwrap_err().fault, Fault::NotAFolder);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_circles_end_and_odd_names_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        touch(dir.path(), "a/x.csv");
        std::os::unix::fs::symlink(dir.path(), dir.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("gone"), dir.path().join("dead.csv")).unwrap();
        fs::write(dir.path().join(OsStr::from_bytes(b"\xff\\.csv")), b"x").unwrap();
        let found = discover(dir.path()).unwrap();
        let names: Vec<_> = found.files.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["\\xFF\\\\.csv", "a/x.csv"]);
        assert_eq!(found.problems[0].0, "dead.csv");
        assert_eq!(found.problems[0].1.fault, Fault::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_may_not_be_looked_into_is_one_problem() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        touch(dir.path(), "shut/x.csv");
        touch(dir.path(), "y.csv");
        let shut = dir.path().join("shut");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
        // Some accounts may look into everything.
        let open_to_us = fs::read_dir(&shut).is_ok();
        let found = discover(dir.path()).unwrap();
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
        let problems: Vec<_> = found.problems.iter().map(|(name, problem)| (name.as_str(), &problem.fault)).collect();
        let expected: &[_] = if open_to_us { &[] } else { &[("shut", &Fault::Permission)] };
        assert_eq!((problems.as_slice(), found.files.len()), (expected, if open_to_us { 2 } else { 1 }));
    }
}
