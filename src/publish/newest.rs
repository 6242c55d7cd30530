//! The newest month that stands in the output folder.

use std::path::Path;

use super::Manifest;
use super::compare::manifest_of;
use super::standing::months;

/// The manifest of the newest month's folder that has one; folders without one are not ours.
#[must_use]
pub fn newest(output: &Path) -> Option<Manifest> {
    months(output).into_iter().rev().find_map(|month| manifest_of(output, &month.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::MANIFEST;
    use super::*;
    use std::fs;

    #[test]
    fn folders_without_a_manifest_are_not_ours() {
        let dir = tempfile::tempdir().unwrap();
        assert!(newest(&dir.path().join("no")).is_none());
        for month in ["2026-05", "notes"] {
            fs::create_dir(dir.path().join(month)).unwrap();
        }
        fs::write(dir.path().join("2026-05").join(MANIFEST), "{}").unwrap();
        assert!(newest(dir.path()).is_none());
    }
}
