//! Looks at the input: whether it is there, whether every file can be opened, and whether any is still being written.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use super::{Check, Says, State, Topic};
use crate::failure::{Failure, INPUT};
use crate::load::{self, Discovery, Fault, InputFile, Problem};

/// Between the two looks at every file.
const SETTLE: Duration = Duration::from_millis(500);

/// A file and when it was written.
pub(super) type Written = (String, SystemTime);

/// Gives the newest file as well.
pub(super) fn look(input: &Path, strict: bool) -> (Vec<Check>, Option<Written>) {
    let path = input.display().to_string();
    let found = match load::discover(input) {
        Ok(found) => found,
        Err(problem) => return (vec![Check::fault(Topic::InputFolder, Failure::Folder { path, fault: problem.fault })], None),
    };
    let passed_over = found.skipped.len();
    if found.files.is_empty() && found.problems.is_empty() {
        return (vec![Check::fault(Topic::InputFolder, Failure::NoSpreadsheets { path, passed_over })], None);
    }
    let newest = found.files.iter().filter_map(|file| Some((file.name.clone(), file.modified?))).max_by_key(|(_, when)| *when);
    let folder = Check::ok(Topic::InputFolder, Says::InputFolder { path, files: found.files.len(), passed_over });
    thread::sleep(SETTLE);
    (vec![folder].into_iter().chain(files(&found, strict)).collect(), newest)
}

fn files(found: &Discovery, strict: bool) -> Vec<Check> {
    let mut unreadable: Vec<(String, Fault)> = found.problems.iter().map(|(name, p)| (name.clone(), p.fault.clone())).collect();
    unreadable.extend(found.files.iter().filter_map(|file| Some((file.name.clone(), opened(&file.path).err()?.fault))));
    let changing: Vec<String> = found.files.iter().filter(|f| !is_still(f)).map(|f| f.name.clone()).collect();
    let mut checks = Vec::new();
    if !unreadable.is_empty() {
        // Without `strict` a run passes over them.
        let state = if strict { State::Fault(INPUT) } else { State::Warning };
        checks.push(Check { topic: Topic::InputFiles, state, says: Says::FilesUnreadable(unreadable) });
    }
    if !changing.is_empty() {
        checks.push(Check::warning(Topic::InputFiles, Says::FilesChanging(changing)));
    }
    if checks.is_empty() {
        checks.push(Check::ok(Topic::InputFiles, Says::FilesStill { files: found.files.len() }));
    }
    checks
}

/// Looks at the beginning of a file and, of one that is a zip, at its end: what a copy that broke off lacks.
fn opened(path: &Path) -> Result<(), Problem> {
    let failed = |e: io::Error| Problem::from_io(&e);
    let mut file = File::open(path).map_err(failed)?;
    let mut head = Vec::new();
    file.by_ref().take(ZIP.len() as u64).read_to_end(&mut head).map_err(failed)?;
    if head.is_empty() {
        return Err(Problem::new(Fault::Empty, ""));
    }
    if head == ZIP {
        let len = file.metadata().map_err(failed)?.len();
        let mut tail = Vec::new();
        file.seek(SeekFrom::Start(len.saturating_sub(ZIP_TAIL))).map_err(failed)?;
        file.read_to_end(&mut tail).map_err(failed)?;
        if !tail.windows(ZIP_END.len()).any(|four| four == ZIP_END) {
            return Err(Problem::new(Fault::Truncated, ""));
        }
    }
    Ok(())
}

const ZIP: &[u8] = b"PK\x03\x04";
const ZIP_END: &[u8] = b"PK\x05\x06";
/// The end of a zip, with the longest remark that may stand in it.
const ZIP_TAIL: u64 = 22 + 0xffff;

/// Whether a file is as it was when it was found. One that is gone is none that changes.
fn is_still(file: &InputFile) -> bool {
    fs::metadata(&file.path).map_or(true, |meta| meta.len() == file.bytes && meta.modified().ok() == file.modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_grows_and_one_that_is_gone_are_told() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a.csv", "b.csv", "c.csv"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let found = load::discover(dir.path()).unwrap();
        assert!(matches!(&files(&found, false)[..], [Check { state: State::Ok, says: Says::FilesStill { files: 3 }, .. }]));
        for (bytes, fault) in [
            (&b""[..], Some(Fault::Empty)),
            (&b"PK\x03\x04 and no end"[..], Some(Fault::Truncated)),
            (&b"PK\x03\x04 PK\x05\x06 and the rest of it"[..], None),
        ] {
            let path = dir.path().join("d.xlsx");
            fs::write(&path, bytes).unwrap();
            assert_eq!(opened(&path).err().map(|problem| problem.fault), fault, "{bytes:?}");
            fs::remove_file(path).unwrap();
        }
        fs::write(dir.path().join("b.csv"), "xx").unwrap();
        fs::remove_file(dir.path().join("c.csv")).unwrap();
        for (strict, state) in [(false, State::Warning), (true, State::Fault(INPUT))] {
            let checks = files(&found, strict);
            let Says::FilesUnreadable(unreadable) = &checks[0].says else { panic!("{checks:?}") };
            assert_eq!((unreadable.as_slice(), checks[0].state), (&[("c.csv".to_owned(), Fault::NotFound)][..], state));
            assert!(matches!(&checks[1].says, Says::FilesChanging(names) if *names == ["b.csv"]), "{checks:?}");
        }
    }
}
