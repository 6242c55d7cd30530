//! Reads back what an earlier month's folder states. Whatever is wrong with it is a state, never an error: the review of
//! this month does not hang on it.

use std::fs;
use std::path::Path;

use super::digest::of_bytes;
use super::manifest::{self, Manifest, SCHEMA_VERSION};
use super::{CUSTOMERS, MANIFEST};
use crate::published::{COLUMNS, Earlier, InputFile, Published, State, Stated, Totals};
use crate::units::Month;

/// What the output folder states for a month.
#[must_use]
pub fn earlier(output: &Path, month: Month) -> Earlier {
    let folder = output.join(month.to_string());
    let Ok(bytes) = fs::read(folder.join(MANIFEST)) else {
        let state = if folder.exists() { State::Unreadable } else { State::NotPublished };
        return Earlier { month, manifest_sha256: None, state };
    };
    Earlier { month, manifest_sha256: Some(of_bytes(&bytes)), state: state(&folder, month, &bytes) }
}

fn state(folder: &Path, month: Month, bytes: &[u8]) -> State {
    let ours = |m: &Manifest| m.schema_version == SCHEMA_VERSION && m.month == month.to_string();
    let Some(manifest) = serde_json::from_slice::<Manifest>(bytes).ok().filter(ours) else { return State::Unreadable };
    let Some(stated) = manifest.outputs.iter().find(|o| o.file == CUSTOMERS) else { return State::Unreadable };
    // Read once: what is compared is what was hashed.
    match fs::read(folder.join(CUSTOMERS)) {
        Ok(table) if of_bytes(&table) == stated.sha256 => {
            customers(&table).map_or(State::Unreadable, |customers| State::Published(Box::new(published(manifest, customers))))
        }
        _ => State::ChangedSince,
    }
}

fn published(manifest: Manifest, customers: Vec<Stated>) -> Published {
    Published {
        totals: totals(&manifest.totals),
        tool_version: manifest.tool_version,
        config_sha256: manifest.config_sha256,
        inputs: manifest.inputs.into_iter().map(|i| InputFile { file: i.file, sha256: i.sha256 }).collect(),
        customers,
    }
}

/// In the order of [`crate::published::TOTALS`].
fn totals(stated: &manifest::Totals) -> Totals {
    let sum = |text: &String| Some(text.clone());
    [
        sum(&stated.sales_month),
        sum(&stated.sales_window),
        Some(stated.customers.to_string()),
        stated.receivable_open.clone(),
        stated.overdue.clone(),
    ]
}

/// The customers of the table; none where it lacks a column that is compared.
fn customers(bytes: &[u8]) -> Option<Vec<Stated>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().ok()?.clone();
    let at = |name: &str| header.iter().position(|column| column == name);
    let (key, name) = (at("customer_key")?, at("customer")?);
    let columns: Vec<usize> = COLUMNS.iter().map(|(column, _)| at(column)).collect::<Option<_>>()?;
    let mut customers = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let figure = |nth: usize| Some(cell(columns[nth])).filter(|text| !text.is_empty()).map(str::to_owned);
        customers.push(Stated {
            key: armed(cell(key)).to_owned(),
            name: armed(cell(name)).to_owned(),
            figures: std::array::from_fn(figure),
        });
    }
    Some(customers)
}

/// The text before it was disarmed: a table for programs puts `'` before what a spreadsheet would run.
pub(super) fn armed(text: &str) -> &str {
    text.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::csv_bytes;
    use crate::report::model::Field;

    fn table(keys: &[&str]) -> Vec<u8> {
        let mut header = vec!["customer_key", "customer"];
        header.extend(COLUMNS.iter().map(|(name, _)| *name));
        let row = |key: &&str| {
            let mut row = vec![Field::Text((*key).to_owned()), Field::Text(format!("{key} Ltd."))];
            row.extend(COLUMNS.iter().map(|(name, _)| match *name {
                "demand" => Field::Empty,
                _ => Field::Number("1.00".to_owned()),
            }));
            row
        };
        csv_bytes("t.csv", &header, &keys.iter().map(row).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn what_was_disarmed_reads_as_it_was() {
        let keys = ["=A()", "-1", "'quoted'", "B, \"x\""];
        let read = customers(&table(&keys)).unwrap();
        assert_eq!(read.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(), keys);
        assert_eq!(read[0].name, "=A() Ltd.");
        assert_eq!((read[0].figures[0].as_deref(), &read[0].figures[2]), (Some("1.00"), &None));
    }

    #[test]
    fn a_table_without_a_column_that_is_compared_says_nothing() {
        assert_eq!(customers(b"customer_key,customer,sales_month\nA,A,1.00\n"), None);
    }

    #[test]
    fn a_folder_that_is_not_ours_is_no_error() {
        let dir = tempfile::tempdir().unwrap();
        let month: Month = "2026-09".parse().unwrap();
        let state = || earlier(dir.path(), month).state.code();
        assert_eq!(state(), "not_published");
        fs::create_dir(dir.path().join("2026-09")).unwrap();
        assert_eq!(state(), "unreadable");
        fs::write(dir.path().join("2026-09/run.json"), "{\"month\": \"2026-09\"}").unwrap();
        assert_eq!(state(), "unreadable");
        assert!(earlier(dir.path(), month).manifest_sha256.is_some());
    }
}
