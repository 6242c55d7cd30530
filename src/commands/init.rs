//! `keyaccount init DIR`: a folder to begin with. What stands there already is kept.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use super::print_json;
use crate::cli::Format;
use crate::config::Language;
use crate::console;
use crate::draw;
use crate::failure::{DONE, Failure};
use crate::labels::{Labels, templates as words};
use crate::templates;

/// The configuration as shipped.
const CONFIG: &str = include_str!("../../config/keyaccount.toml");
const README: &str = include_str!("../../assets/templates/README.txt");
/// Folders that a run looks for; the templates make their own.
const FOLDERS: [&str; 2] = ["input", "output"];

/// A file to be: its path below the folder, with `/` between the parts.
struct Planned {
    name: String,
    bytes: Vec<u8>,
}

pub(super) fn init(dir: &Path, labels: &Labels, format: Format) -> Result<u8, Failure> {
    let files = planned(labels.language)?;
    for folder in FOLDERS {
        make_folder(&dir.join(folder))?;
    }
    let mut fates = Vec::with_capacity(files.len());
    for file in files {
        let path = dir.join(&file.name);
        if let Some(parent) = path.parent() {
            make_folder(parent)?;
        }
        let written = write_new(&path, &file.bytes)?;
        tracing::debug!(file = file.name, written, "init");
        fates.push((file.name, written));
    }
    print(dir, &fates, labels, format)?;
    Ok(DONE)
}

/// Every file, whole, before the first is written.
fn planned(language: Language) -> Result<Vec<Planned>, Failure> {
    let mut files = vec![
        Planned { name: "README.txt".to_owned(), bytes: README.as_bytes().to_vec() },
        Planned { name: "config/keyaccount.toml".to_owned(), bytes: config(language).into_bytes() },
    ];
    for language in [Language::Zh, Language::En] {
        for template in templates::all(language) {
            files.push(Planned { name: format!("templates/{}", template.file), bytes: draw::template(&template)? });
        }
    }
    Ok(files)
}

/// The shipped configuration with the language asked for.
fn config(language: Language) -> String {
    match language {
        Language::En => CONFIG.to_owned(),
        Language::Zh => CONFIG.replacen("\nlanguage = \"en\"\n", "\nlanguage = \"zh\"\n", 1),
    }
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| Failure::output(path, &error))
}

/// Writes a file that is not there yet; says whether it did.
fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, Failure> {
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(Failure::output(path, &error)),
    };
    if let Err(error) = file.write_all(bytes).and_then(|()| file.sync_all()) {
        // Half a file would be kept by the next init. That it cannot be removed either changes nothing of what is told.
        drop(file);
        let _ = fs::remove_file(path);
        return Err(Failure::output(path, &error));
    }
    Ok(true)
}

fn print(dir: &Path, fates: &[(String, bool)], labels: &Labels, format: Format) -> Result<(), Failure> {
    let folder = dir.display().to_string();
    let named = |which: bool| fates.iter().filter(move |(_, written)| *written == which).map(|(name, _)| name.as_str());
    match format {
        Format::Json => print_json(&json!({
            "folder": folder,
            "written": named(true).collect::<Vec<_>>(),
            "kept": named(false).collect::<Vec<_>>(),
        })),
        Format::Text => {
            let lines = fates.iter().map(|(name, written)| format!("{} {name}\n", words::fate(labels, *written)));
            let summary = words::done(labels, &console::one_line(&folder), named(true).count(), named(false).count());
            console::print(&lines.chain([summary]).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_speaks_the_language_asked_for() {
        for language in [Language::En, Language::Zh] {
            let config = crate::config::parse("shipped", &config(language)).unwrap();
            assert_eq!(config.language, language);
        }
    }
}
