//! The walls of the house: each room imports only what lies before it, and every file says its responsibility.

// Helpers of tests may fail as loudly as the tests themselves; the lint only knows functions marked as tests.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// What each room may import, beside itself. `labels` at the bottom may name the plain data it puts into words.
const ROOMS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("load", &[]),
    ("tables", &["units"]),
    ("calendar", &["units"]),
    ("config", &["calendar", "units"]),
    ("finding", &["tables", "units"]),
    ("published", &["units"]),
    ("clean", &["load", "tables", "config", "units"]),
    ("analyse", &["tables", "config", "published", "units"]),
    ("rules", &["analyse", "tables", "config", "finding", "calendar", "units"]),
    ("workpaper", &["rules", "analyse", "tables", "config", "finding", "calendar", "units"]),
    (
        "report",
        &[
            "analyse",
            "rules",
            "workpaper",
            "clean",
            "problems",
            "finding",
            "published",
            "labels",
            "tables",
            "config",
            "calendar",
            "units",
        ],
    ),
    ("templates", &["report", "labels", "tables", "config", "units"]),
    ("draw", &["report", "templates"]),
];

#[test]
fn imports_point_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (room, allowed) in ROOMS {
        let mut files = Vec::new();
        if root.join(room).is_dir() {
            sources(&root.join(room), &mut files);
        } else {
            files.push(root.join(format!("{room}.rs")));
        }
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            // Tests may reach for what makes a fixture.
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains("test") || name == "sample.rs" {
                continue;
            }
            let code = text.split("#[cfg(test)]").next().unwrap();
            for import in code.split("crate::").skip(1) {
                let other: String = import.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let own = other == *room || allowed.contains(&other.as_str());
                assert!(own, "{}: {room} must not know {other}", file.display());
            }
        }
    }
}

#[test]
fn every_file_opens_with_its_responsibility() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "examples"] {
        sources(&root.join(folder), &mut files);
    }
    for file in files {
        assert!(fs::read_to_string(&file).unwrap().starts_with("//! "), "{}", file.display());
    }
}
