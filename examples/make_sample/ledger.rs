//! The books the generator keeps on itself: what every sheet must be counted as, and every breach that it planted.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;

use super::sheet::{Book, Format, Kind};
use super::write::{Done, money_text};

/// One breach that the audit must find.
#[derive(Clone, Debug, Default)]
pub(crate) struct Planted {
    pub(crate) rule: &'static str,
    pub(crate) month: String,
    pub(crate) employee: String,
    pub(crate) customer: String,
    pub(crate) trip_id: String,
    pub(crate) date: NaiveDate,
    pub(crate) claimed: Option<i64>,
    pub(crate) allowed: Option<i64>,
    /// The line that proves it, by the key given to it when it was written.
    pub(crate) key: String,
    pub(crate) note: String,
}

/// How many lines of each kind a sheet holds, and the money of the accepted ones.
#[derive(Clone, Debug, Default)]
struct Tally {
    file: String,
    sheet: String,
    table: String,
    accepted: u32,
    rejected: u32,
    repeated: u32,
    subtotal: u32,
    duplicate: u32,
    cents: i64,
}

#[derive(Default)]
pub(crate) struct Ledger {
    tallies: Vec<Tally>,
    places: BTreeMap<String, (String, String, u32)>,
    pub(crate) planted: Vec<Planted>,
}

impl Ledger {
    /// Counts a book that is about to be written, and remembers where its named lines come to stand.
    pub(crate) fn enter(&mut self, book: &Book) {
        for sheet in &book.sheets {
            let name = match book.format {
                Format::Xlsx => sheet.name.clone(),
                Format::Csv(_) => stem(&book.path),
            };
            let mut tally =
                Tally { file: book.path.clone(), sheet: name.clone(), table: sheet.table.to_owned(), ..Tally::default() };
            // Excel counts rows from 1, and the data begins below the header.
            for (row, line) in (sheet.header_row() + 2..).zip(&sheet.lines) {
                match line.kind {
                    Kind::Accepted => {
                        tally.accepted += 1;
                        tally.cents += line.cents;
                    }
                    Kind::Rejected => tally.rejected += 1,
                    Kind::RepeatedHeader => tally.repeated += 1,
                    Kind::Subtotal => tally.subtotal += 1,
                    Kind::Duplicate => tally.duplicate += 1,
                    Kind::Blank => {}
                }
                if !line.key.is_empty() && line.kind == Kind::Accepted {
                    let place = (book.path.clone(), name.clone(), row);
                    self.places.insert(line.key.clone(), place);
                }
            }
            self.tallies.push(tally);
        }
    }

    /// Counts a sheet that is no table of rows: a form, or a table laid on its side.
    pub(crate) fn enter_records(&mut self, file: &str, sheet: &str, table: &str, records: u32) {
        self.tallies.push(Tally {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            table: table.to_owned(),
            accepted: records,
            ..Tally::default()
        });
    }

    /// Writes `expected_rows.csv` and `planted.csv`.
    pub(crate) fn write(&mut self, folder: &Path) -> Done {
        fs::create_dir_all(folder)?;
        self.tallies.sort_by(|a, b| (&a.file, &a.sheet).cmp(&(&b.file, &b.sheet)));
        self.write_tallies(&folder.join("expected_rows.csv"))?;
        self.planted.sort_by(|a, b| (a.rule, &a.month, a.date, &a.key).cmp(&(b.rule, &b.month, b.date, &b.key)));
        self.write_planted(&folder.join("planted.csv"))
    }

    fn write_tallies(&self, path: &Path) -> Done {
        let mut out = csv::Writer::from_path(path)?;
        out.write_record([
            "file",
            "sheet",
            "table",
            "seen",
            "accepted",
            "rejected",
            "repeated_header",
            "subtotal",
            "duplicate_export",
            "amount_accepted",
        ])?;
        for t in &self.tallies {
            let counts = [t.accepted, t.rejected, t.repeated, t.subtotal, t.duplicate];
            let seen: u32 = counts.iter().sum();
            let mut record = vec![t.file.clone(), t.sheet.clone(), t.table.clone()];
            record.push(seen.to_string());
            record.extend(counts.iter().map(u32::to_string));
            let with_money = matches!(t.table.as_str(), "orders" | "expenses");
            record.push(if with_money { money_text(t.cents) } else { String::new() });
            out.write_record(&record)?;
        }
        out.flush()?;
        Ok(())
    }

    fn write_planted(&self, path: &Path) -> Done {
        let mut out = csv::Writer::from_path(path)?;
        out.write_record([
            "rule", "month", "employee", "customer", "trip_id", "date", "claimed", "allowed", "excess", "file", "sheet", "row",
            "note",
        ])?;
        for p in &self.planted {
            let (file, sheet, row) =
                self.places.get(&p.key).ok_or_else(|| Box::<dyn Error>::from(format!("{}: no line named {}", p.rule, p.key)))?;
            let excess = p.claimed.zip(p.allowed).map(|(c, a)| money_text(c - a));
            out.write_record([
                p.rule,
                &p.month,
                &p.employee,
                &p.customer,
                &p.trip_id,
                &p.date.format("%Y-%m-%d").to_string(),
                &p.claimed.map(money_text).unwrap_or_default(),
                &p.allowed.map(money_text).unwrap_or_default(),
                &excess.unwrap_or_default(),
                file,
                sheet,
                &row.to_string(),
                &p.note,
            ])?;
        }
        out.flush()?;
        Ok(())
    }
}

fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}
