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
    said
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
