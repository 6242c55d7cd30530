//! How long drawing takes: `cargo bench --bench draw`. The sample is to take at most 1 s in all, 5,000 customers with 20,000
//! findings at most 3 s.

// What cannot be set up cannot be measured.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use keyaccount::config::Config;
use keyaccount::console::Progress;
use keyaccount::labels::Labels;
use keyaccount::report::model::{Block, Report};
use keyaccount::rules::Settings;
use keyaccount::{Job, Said, admit, draw};

fn main() {
    divan::main();
}

/// The shipped sample, said.
fn sample() -> Said {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = Config::default();
    let job = Job {
        input: root.join("input"),
        output: root.join("target/no-such-output"),
        helper: None,
        keep: None,
        month: None,
        labels: Labels::of(config.language),
        config,
        tried: Vec::new(),
        settings: Settings::default(),
        progress: Progress::silent(),
    };
    let found = keyaccount::discover(&job).unwrap();
    let mut intake = keyaccount::read(&job, &found).unwrap();
    let (month, _) = admit::month(job.month, &intake.tables, &intake.account, &intake.found, &job.config).unwrap();
    let (review, audit) = keyaccount::review(&job, &intake, month).unwrap();
    let restatement = keyaccount::restate(&job, &intake, month, "").unwrap();
    let paper = keyaccount::workpaper(&job, &mut intake, &review, &audit).unwrap();
    keyaccount::say(&job, &intake, &review, &audit, &restatement, &paper).unwrap()
}

/// The same with its tables as long as those of a large company: rows repeated.
fn large() -> Said {
    let mut said = sample();
    lengthen(&mut said.report, "customers", 5_000);
    for table in ["credit", "satisfaction", "coverage"] {
        lengthen(&mut said.report, table, 5_000);
    }
    lengthen(&mut said.report, "findings", 20_000);
    lengthen(&mut said.report, "evidence", 40_000);
    more_to_pick(&mut said.report, 5_000, 20_000);
    said
}

/// As many customers to pick from, and so many lines in their lists of findings.
fn more_to_pick(report: &mut Report, items: usize, findings: usize) {
    for block in report.sheets.iter_mut().flat_map(|s| &mut s.blocks) {
        if let Block::Picker(picker) = block {
            let found: Vec<_> = picker.items.iter().flat_map(|item| item.lists[0].lines.clone()).collect();
            let named = |(at, mut item): (usize, keyaccount::report::model::PickItem)| {
                item.name = format!("{} {at}", item.name);
                let (from, own) = (at * findings / items, findings / items);
                item.lists[0].lines = (from..from + own).map(|n| found[n % found.len()].clone()).collect();
                item.lists[0].of = own;
                item
            };
            picker.items = picker.items.clone().into_iter().cycle().take(items).enumerate().map(named).collect();
        }
    }
}

fn lengthen(report: &mut Report, id: &str, count: usize) {
    for block in report.sheets.iter_mut().flat_map(|s| &mut s.blocks) {
        if let Block::Table(table) = block
            && table.id == id
            && !table.rows.is_empty()
        {
            table.rows = table.rows.iter().cycle().take(count).cloned().collect();
        }
    }
}

/// The page for browsers.
#[divan::bench(sample_count = 10)]
fn page_of_the_sample(bencher: divan::Bencher<'_, '_>) {
    let said = sample();
    bencher.bench(|| draw::html(&said.report, &said.web).unwrap());
}

#[divan::bench(sample_count = 10)]
fn page_of_5_000_customers(bencher: divan::Bencher<'_, '_>) {
    let said = large();
    bencher.bench(|| draw::html(&said.report, &said.web).unwrap());
}

/// The workbook alone, with the page to pick a customer on and without it.
#[divan::bench(sample_count = 5, args = [true, false])]
fn workbook_of_5_000_customers(bencher: divan::Bencher<'_, '_>, picker: bool) {
    let mut said = large();
    said.report.sheets.retain(|sheet| picker || !sheet.picks());
    bencher.bench(|| draw::Book::new(&said.report).and_then(draw::Book::save).unwrap());
}

/// Every file of the month's folder.
#[divan::bench(sample_count = 5)]
fn all_of_the_sample(bencher: divan::Bencher<'_, '_>) {
    let said = sample();
    bencher.bench(|| keyaccount::draw(&said, Progress::silent()).unwrap());
}

#[divan::bench(sample_count = 5)]
fn all_of_5_000_customers(bencher: divan::Bencher<'_, '_>) {
    let said = large();
    bencher.bench(|| keyaccount::draw(&said, Progress::silent()).unwrap());
}
