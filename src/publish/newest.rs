//! The newest month that stands in the output folder.

use std::fs;
use std::path::Path;

use super::MANIFEST;
use super::manifest::{Manifest, SCHEMA_VERSION};
use super::stage::is_month;

/// The manifest of the newest month's folder that has one; folders without one are not ours.
#[must_use]
pub fn newest(output: &Path) -> Option<Manifest> {
    let entries = fs::read_dir(output).into_iter().flatten().flatten();
    let mut months: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).filter(|n| is_month(n)).collect();
    months.sort();
    months.iter().rev().find_map(|month| {
        let manifest: Manifest = serde_json::from_slice(&fs::read(output.join(month).join(MANIFEST)).ok()?).ok()?;
        (manifest.schema_version == SCHEMA_VERSION && manifest.month == *month).then_some(manifest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
