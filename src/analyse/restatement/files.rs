//! Which input files are not as they were when the month was published.

use std::collections::BTreeMap;

use crate::published::InputFile;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    New,
    Changed,
    Gone,
    /// The same content under another name: its rows are no news.
    Renamed,
}

impl FileState {
    /// The code of its word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            FileState::New => "file_new",
            FileState::Changed => "file_changed",
            FileState::Gone => "file_gone",
            FileState::Renamed => "file_renamed",
        }
    }

    /// Whether its rows may be others than they were.
    #[must_use]
    pub fn has_news(self) -> bool {
        matches!(self, FileState::New | FileState::Changed)
    }
}

/// A file that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    pub file: String,
    pub state: FileState,
    /// Its name then, where it has another one now.
    pub was: Option<String>,
}

/// The files that are not as they were, by name, and how many are. Of two files with the same content under other names the
/// first ones are taken for each other.
pub(super) fn compare(then: &[InputFile], now: &[InputFile]) -> (Vec<FileChange>, usize) {
    let of = |files: &'_ [InputFile]| -> BTreeMap<String, String> {
        files.iter().map(|f| (f.file.clone(), f.sha256.clone())).collect()
    };
    let (was, is) = (of(then), of(now));
    let mut gone: Vec<&InputFile> = then.iter().filter(|f| !is.contains_key(&f.file)).collect();
    let mut changes = Vec::new();
    let mut same = 0;
    for f in now {
        let change = |state, was| FileChange { file: f.file.clone(), state, was };
        match was.get(&f.file) {
            Some(sha256) if *sha256 == f.sha256 => same += 1,
            Some(_) => changes.push(change(FileState::Changed, None)),
            None => {
                let twin = gone.iter().position(|g| !g.sha256.is_empty() && g.sha256 == f.sha256);
                let was = twin.map(|at| gone.remove(at).file.clone());
                let state = if was.is_some() { FileState::Renamed } else { FileState::New };
                changes.push(change(state, was));
            }
        }
    }
    changes.extend(gone.into_iter().map(|g| FileChange { file: g.file.clone(), state: FileState::Gone, was: None }));
    changes.sort_by(|a, b| a.file.cmp(&b.file));
    (changes, same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_name_and_content() {
        let files = |list: &[(&str, &str)]| -> Vec<InputFile> {
            list.iter().map(|(file, sha)| InputFile { file: (*file).to_owned(), sha256: (*sha).to_owned() }).collect()
        };
        let then = files(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"), ("x", "")]);
        let now = files(&[("a", "1"), ("b", "9"), ("e", "3"), ("f", "5"), ("y", "")]);
        let (changes, same) = compare(&then, &now);
        let seen: Vec<_> = changes.iter().map(|c| (c.file.as_str(), c.state, c.was.as_deref())).collect();
        let expected = [
            ("b", FileState::Changed, None),
            ("d", FileState::Gone, None),
            ("e", FileState::Renamed, Some("c")),
            ("f", FileState::New, None),
            ("x", FileState::Gone, None),
            ("y", FileState::New, None),
        ];
        assert_eq!((seen.as_slice(), same), (expected.as_slice(), 1));
    }
}
