//! The walls of the house: each room imports only what lies before it, and every file says its responsibility.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use keyaccount::config::Language;
use keyaccount::labels::{Labels, explain, insights, picker};

use crate::common::root;

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
    ("calendar", &[]),
    ("tables", &["units"]),
    ("config", &["calendar", "units"]),
    ("finding", &["tables", "units"]),
    ("published", &["units"]),
    ("clean", &["load", "tables", "config", "units"]),
    ("analyse", &["tables", "config", "published", "units"]),
    ("rules", &["analyse", "tables", "config", "finding", "calendar", "units"]),
    ("workpaper", &["rules", "analyse", "tables", "config", "finding", "units"]),
    ("problems", &["analyse", "clean", "load", "workpaper", "labels", "tables", "finding", "units"]),
    (
        "report",
        &["analyse", "rules", "workpaper", "clean", "problems", "finding", "published", "labels", "tables", "config", "units"],
    ),
    ("templates", &["report", "labels", "tables", "config", "units"]),
    ("draw", &["report", "templates", "units"]),
    (
        "publish",
        &[
            "analyse",
            "rules",
            "workpaper",
            "clean",
            "load",
            "problems",
            "finding",
            "published",
            "labels",
            "config",
            "failure",
            "units",
        ],
    ),
    ("export", &["publish", "tables", "failure", "units"]),
    (
        "labels",
        &[
            "report", "publish", "doctor", "problems", "failure", "analyse", "clean", "load", "finding", "tables", "config",
            "units",
        ],
    ),
    ("failure", &["draw", "rules", "load", "tables", "config", "units"]),
    ("admit", &["analyse", "clean", "load", "tables", "config", "failure", "units"]),
    ("metrics", &["units"]),
    ("hook", &["config"]),
    ("doctor", &["publish", "load", "config", "failure", "units"]),
    ("cli", &["export", "load", "finding", "config", "units"]),
    ("console", &["cli", "failure", "labels"]),
];

/// What may import whatever it likes, since it joins the rooms.
const JOINERS: &[&str] = &["lib", "main", "commands", "fuzzing"];

#[test]
fn imports_point_one_way() {
    let root = root().join("src");
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
            if name.contains("test") || file.ends_with("draw/sample.rs") {
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
fn every_room_is_listed_and_toured() {
    let tour = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let tour: String = tour.lines().take_while(|line| line.starts_with("//!")).collect();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        let listed = ROOMS.iter().any(|(room, _)| *room == name);
        assert!(listed != JOINERS.contains(&name.as_str()), "{name}: in one of the two lists");
        assert!(!listed || tour.contains(&format!("[`{name}`]")), "{name}: the tour of src/lib.rs passes it by");
    }
}

#[test]
fn no_label_is_written_that_nobody_reads() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let texts = files.iter().filter(|file| !file.ends_with("labels/columns.rs") && !file.ends_with("labels/words.rs"));
    let code: String = texts.map(|file| fs::read_to_string(file).unwrap()).collect();
    let vocabulary = ["vocabulary/words.toml", "calendar/china.toml"].map(|name| root().join("assets").join(name));
    let files_say: String = vocabulary.iter().map(|file| fs::read_to_string(file).unwrap()).collect();

    let ends = |c: char| !c.is_alphanumeric() && c != '_';
    let fields: BTreeSet<&str> = code.split('.').filter_map(|after| after.split(ends).next()).collect();
    let quoted: BTreeSet<&str> = code.split('"').collect();
    let named: BTreeSet<&str> = files_say.split(ends).collect();

    let labels = Labels::of(Language::En);
    let apart = [explain::texts(labels).all(), insights::texts(labels).all(), picker::texts(labels).all()];
    for (name, _) in labels.all().into_iter().chain(apart.into_iter().flatten()) {
        assert!(fields.contains(name), "label {name}");
    }
    for (key, ..) in labels.columns {
        assert!(quoted.contains(key), "column {key}");
    }
    for (code, _) in labels.words {
        assert!(quoted.contains(code) || named.contains(code), "word {code}");
    }
}

#[test]
fn every_file_opens_with_its_responsibility() {
    let mut files = Vec::new();
    for folder in ["src", "tests", "examples"] {
        sources(&root().join(folder), &mut files);
    }
    for file in files {
        assert!(fs::read_to_string(&file).unwrap().starts_with("//! "), "{}", file.display());
    }
}
