//! What the tests of the real program share: how it is started, and what it wrote read back.

pub(crate) mod html;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A row of a table by its columns.
pub(crate) type Row = BTreeMap<String, String>;

/// The program, to be run in a folder.
pub(crate) fn keyaccount(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyaccount"));
    command.current_dir(folder);
    command
}

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The month of one run of the shipped sample in each language, shared by the tests.
pub(crate) fn sample(lang: &str) -> PathBuf {
    static RUNS: LazyLock<TempDir> = LazyLock::new(|| {
        let folder = shared();
        for lang in ["en", "zh"] {
            let mut run = keyaccount(root());
            run.args(["run", "--lang", lang, "--no-progress", "-q", "--output"]).arg(folder.path().join(lang));
            let ran = run.output().unwrap();
            assert!(ran.status.success(), "{lang}: {}", String::from_utf8_lossy(&ran.stderr));
        }
        folder
    });
    RUNS.path().join(lang).join("2026-10")
}

/// A folder for what several tests read. Nobody drops a static, and its folder stays: below `target`, and for a day at most.
pub(crate) fn shared() -> TempDir {
    let parent = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for entry in fs::read_dir(parent).unwrap().flatten() {
        let age = entry.metadata().and_then(|meta| meta.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > Duration::from_secs(86_400)) {
            // Another test may be about it as well.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    tempfile::tempdir_in(parent).unwrap()
}

/// What a run says of itself in a month's folder.
pub(crate) fn manifest(month: &Path) -> Value {
    serde_json::from_slice(&fs::read(month.join("run.json")).unwrap()).unwrap()
}

/// The columns of a csv table, in their order, and its rows.
pub(crate) fn table(path: &Path) -> (Vec<String>, Vec<Row>) {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |r: csv::StringRecord| header.iter().cloned().zip(r.iter().map(str::to_owned)).collect();
    let rows = reader.records().map(|r| row(r.unwrap())).collect();
    (header, rows)
}

/// The rows of a csv table.
pub(crate) fn rows(path: &Path) -> Vec<Row> {
    table(path).1
}

/// Every file below a folder, by its path from there, with its bytes.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    files
}
