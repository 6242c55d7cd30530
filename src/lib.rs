//! keyaccount: spreadsheet exports of a sales company in, a monthly review in Excel out, each figure traced to its source row.
//!
//! ```text
//! input files ─▶ load ─▶ clean ─▶ analyse ─▶ rules ─▶ workpaper ─▶ report ─▶ draw ─▶ publish ─▶ output/<month>/
//!               cells    tables    results    findings  what is     what is    bytes   all or
//!                        rejects                        signed      said               nothing
//! ```
//!
//! | room | takes | gives | knows nothing of |
//! |---|---|---|---|
//! | [`load`] | paths, limits | for each sheet its rows of cells | tables, customers, money |
//! | [`clean`] | cells, spellings | [`tables::Tables`], and the account of every row | thresholds, scores |
//! | [`analyse`] | tables, period, thresholds | [`analyse::Review`]: one result per topic | files, languages, Excel |
//! | [`rules`] | tables, review, policy | findings; per rule, checked or why not | sentences, colours |
//! | [`workpaper`] | tables, review, findings, dispositions | exposure, history, reconciliation, sample: what an auditor signs | sentences, sheets |
//! | [`report`] | review, findings, working paper, labels | [`report::model::Report`]: what is said, in one language | Excel, pixels |
//! | [`templates`] | columns, words, labels | [`templates::Template`]: workbooks to fill in, as they are said | Excel |
//! | [`draw`] | the report, the templates | xlsx, html, png, svg, csv, md as bytes | customers, rules |
//! | [`publish`] | bytes, manifest | the month's folder, whole | what is in it |
//! | [`export`] | published months, records | the same in SQLite or Parquet | how a figure came about |
//!
//! Shared by all: [`config`] (every threshold), [`tables`] (what a record is), [`units`] (money, months), [`calendar`] (which
//! days are worked), [`labels`] (every word, one file per language), [`finding`], [`problems`] and [`published`] (plain data:
//! what a rule found, what is wrong with the input, what an earlier month's folder says). [`admit`] says whether an input can
//! be reviewed, [`failure`] why a command ended; [`cli`] reads the arguments, [`console`] speaks to the terminal. [`metrics`]
//! tells a monitor how a run went, [`hook`] calls the operator's command after it, [`doctor`] looks at what a run would meet.
//! Only this file and [`commands`] join the rooms.
//!
//! Where to begin: [`run`] is the table of contents.

pub mod admit;
pub mod analyse;
pub mod calendar;
pub mod clean;
pub mod cli;
pub mod commands;
pub mod config;
pub mod console;
pub mod doctor;
pub mod draw;
pub mod export;
pub mod failure;
pub mod finding;
#[doc(hidden)]
pub mod fuzzing;
pub mod hook;
pub mod labels;
pub mod load;
pub mod metrics;
pub mod problems;
pub mod publish;
pub mod published;
pub mod report;
pub mod rules;
pub mod tables;
pub mod templates;
pub mod units;
pub mod workpaper;

use std::path::PathBuf;

use analyse::restatement::Today;
use analyse::{Period, Restatement, Review};
use clean::{Account, Aids, Keep, Keeping};
use config::{Config, Trial};
use console::{Progress, stage};
use failure::Failure;
use labels::Labels;
use load::Discovery;
use problems::Problem;
use publish::{Described, Lock, Manifest, OutputFile};
use report::model::{Chart, Report};
use report::rejects::RejectBook;
use report::summary::Summary;
use report::tables::CsvTable;
use report::web::Web;
use rules::{Audit, Settings};
use tables::Tables;
use units::{Month, both, in_order};
use workpaper::Workpaper;

/// What is to be done: the arguments with the configuration behind them.
pub struct Job {
    pub input: PathBuf,
    pub output: PathBuf,
    /// This program's own file, to be started again for files whose parser is better kept apart.
    pub helper: Option<PathBuf>,
    /// Where what was read is kept for the next run.
    pub keep: Option<Keep>,
    /// The month to review; without one, the newest with orders.
    pub month: Option<Month>,
    pub config: Config,
    /// Values that were tried in place of the configured ones.
    pub tried: Vec<Trial>,
    pub settings: Settings,
    pub labels: &'static Labels,
    pub progress: Progress,
}

impl Job {
    /// What reading gets help from.
    #[must_use]
    pub fn aids(&self) -> Aids<'_> {
        Aids { helper: self.helper.as_deref(), keep: self.keep.as_ref() }
    }
}

/// How a run ended.
#[derive(Debug)]
pub enum Outcome {
    /// The month's folder was written.
    Written(Manifest),
    /// The month's folder stands for this input already.
    Unchanged(Manifest),
}

impl Outcome {
    /// What stands in the month's folder now.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        match self {
            Outcome::Written(manifest) | Outcome::Unchanged(manifest) => manifest,
        }
    }
}

/// The input, read and put into tables.
pub struct Intake {
    pub found: Discovery,
    pub tables: Tables,
    pub account: Account,
    pub problems: Vec<Problem>,
    /// What is kept for the next run is written meanwhile.
    pub keeping: Keeping,
}

/// The whole walk for one month: load → clean → analyse → rules → workpaper → report → draw → publish.
///
/// # Errors
/// When the input cannot be used, the output cannot be written, or for a fault of the program: then the month's folder is as
/// it was.
pub fn run(job: &Job, lock: &Lock, force: bool) -> Result<Outcome, Failure> {
    let found = discover(job)?;
    let config_sha256 = publish::config_sha256(&job.config, &job.settings)?;
    if let Some(manifest) = unchanged(job, lock, &found, &config_sha256, force) {
        return Ok(Outcome::Unchanged(manifest));
    }
    let mut intake = read(job, &found)?;
    let (month, newest) = admit::month(job.month, &intake.tables, &intake.account, &intake.found, &job.config)?;
    let reviewed = review_of(job, &mut intake, month, &config_sha256)?;
    // The orders have said what they had to say: drawing needs their memory more than they do.
    let Intake { found, account, tables, keeping: _until_the_end, .. } = intake;
    drop(tables);
    publish_review(job, lock, (&found, &account), reviewed, newest, config_sha256)
}

/// The same walk for every month with orders since the last one that is published, the oldest first, up to the newest. The
/// input is read once. Where nothing is published yet there is nothing to catch up with: only the newest month is made. Where
/// no month is missing, the newest one is made anew if anything has changed. A month that stands is not made again.
///
/// `each` is told of a month as soon as its folder is written.
///
/// # Errors
/// As [`run`]; the months before the one that failed are published.
pub fn catch_up(
    job: &Job,
    lock: &Lock,
    force: bool,
    mut each: impl FnMut(Outcome) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let found = discover(job)?;
    let config_sha256 = publish::config_sha256(&job.config, &job.settings)?;
    if let Some(manifest) = unchanged(job, lock, &found, &config_sha256, force) {
        return each(Outcome::Unchanged(manifest));
    }
    let mut intake = read(job, &found)?;
    let (_, newest) = admit::month(None, &intake.tables, &intake.account, &intake.found, &job.config)?;
    let due = admit::due(publish::last_published(&job.output), newest, &intake.tables)?;
    tracing::info!(months = due.len(), %newest, "catching up");
    for month in due {
        tracing::info!(%month, "review of a month");
        let reviewed = review_of(job, &mut intake, month, &config_sha256)?;
        let read = (&intake.found, &intake.account);
        each(publish_review(job, lock, read, reviewed, newest, config_sha256.clone())?)?;
    }
    Ok(())
}

/// The manifest of the month that stands already, where a run would write the very same again.
fn unchanged(job: &Job, lock: &Lock, found: &Discovery, config_sha256: &str, force: bool) -> Option<Manifest> {
    if force {
        return None;
    }
    let standing = stage("compare", || publish::standing(&job.output, lock, job.month, found, config_sha256))?;
    tracing::info!(month = standing.month, "nothing has changed: the month's folder stays as it is");
    Some(standing)
}

/// A month as it was reviewed, and what is said of it.
struct Reviewed {
    review: Review,
    audit: Audit,
    restatement: Restatement,
    paper: Workpaper,
    said: Said,
}

/// analyse → rules → workpaper → report: one month from the tables. After this nobody asks for the tables any more.
fn review_of(job: &Job, intake: &mut Intake, month: Month, config_sha256: &str) -> Result<Reviewed, Failure> {
    let (review, audit) = review(job, intake, month)?;
    admit::reported(&intake.tables, &intake.account, &review)?;
    let restatement = restate(job, intake, month, config_sha256)?;
    let paper = workpaper(job, intake, &review, &audit)?;
    let said = say(job, intake, &review, &audit, &restatement, &paper)?;
    Ok(Reviewed { review, audit, restatement, paper, said })
}

/// draw → publish: the month's folder, whole or not at all.
fn publish_review(
    job: &Job,
    lock: &Lock,
    (found, account): (&Discovery, &Account),
    reviewed: Reviewed,
    newest: Month,
    config_sha256: String,
) -> Result<Outcome, Failure> {
    let Reviewed { review, audit, restatement, paper, said } = reviewed;
    let files = draw(&said, job.progress)?;
    let mut manifest = publish::describe(&Described {
        found,
        account,
        review: &review,
        audit: &audit,
        restatement: &restatement,
        paper: &paper,
        newest,
        currency: &job.config.currency,
        config_sha256,
        tried: &job.tried,
    });
    stage("publish", || publish::publish(&job.output, lock, files, &mut manifest))?;
    // A million cells give their memory back one by one: mostly the process ends before that, and nobody waits for it.
    units::aside(move || drop((said, review, audit, paper)));
    tracing::info!(month = manifest.month, files = manifest.outputs.len() + 1, "published");
    Ok(Outcome::Written(manifest))
}

/// The spreadsheets of the input folder.
///
/// # Errors
/// When the folder cannot be read or holds none.
pub fn discover(job: &Job) -> Result<Discovery, Failure> {
    let path = || job.input.display().to_string();
    let found = load::discover(&job.input).map_err(|problem| Failure::Folder { path: path(), fault: problem.fault })?;
    tracing::info!(files = found.files.len(), passed_over = found.skipped.len(), "input");
    if found.files.is_empty() {
        return Err(Failure::NoSpreadsheets { path: path(), passed_over: found.skipped.len() });
    }
    Ok(found)
}

/// load → clean: files into tables, with the account of every row.
///
/// # Errors
/// Only for a fault of the program: what is wrong with the input is in the account.
pub fn read(job: &Job, found: &Discovery) -> Result<Intake, Failure> {
    let cleaned = stage("clean", || {
        let bar = job.progress.bar("read", found.files.len());
        clean::clean(&found.files, &job.config, job.aids(), |file| {
            tracing::debug!(file = file.name, "read");
            bar.tick();
        })
    })?;
    let problems = problems::list(&cleaned.account, found);
    let (rows, [errors, warnings, notes]) = (cleaned.account.rows(), problems::count(&problems));
    let unreadable = cleaned.account.files.iter().filter(|file| file.problem.is_some()).count() + found.problems.len();
    tracing::info!(unreadable, rows.seen, rows.accepted, rows.rejected, errors, warnings, notes, "rows and problems");
    let clean::Cleaned { tables, account, keeping } = cleaned;
    Ok(Intake { found: found.clone(), tables, account, problems, keeping })
}

/// analyse → rules: what the tables say of a month.
///
/// # Errors
/// Only for a fault of the program.
pub fn review(job: &Job, intake: &Intake, month: Month) -> Result<(Review, Audit), Failure> {
    let period = Period::new(month, job.config.window_months);
    let review = stage("analyse", || analyse::analyse(&intake.tables, period, &job.config))?;
    let audit = stage("rules", || rules::audit(&intake.tables, &review, &job.config, &job.settings));
    tracing::info!(customers = review.customers.len(), findings = audit.findings.len(), "review");
    Ok((review, audit))
}

/// The month before: its figures from today's input beside those in the output folder.
///
/// # Errors
/// Only for a fault of the program.
pub fn restate(job: &Job, intake: &Intake, month: Month, config_sha256: &str) -> Result<Restatement, Failure> {
    let earlier = publish::earlier(&job.output, month.plus(-1));
    let inputs = publish::inputs(&intake.found, &intake.account);
    let tool_version = publish::TOOL_VERSION;
    let today = Today { tables: &intake.tables, config: &job.config, inputs: &inputs, config_sha256, tool_version };
    let restatement = stage("restate", || Restatement::new(&today, &earlier))?;
    tracing::info!(month = %restatement.month, state = restatement.state, "the month before, as published");
    Ok(restatement)
}

/// workpaper: what the auditor signs. Decisions that name no finding join the problems, in place of those of a month before.
///
/// # Errors
/// Only for a fault of the program.
pub fn workpaper(job: &Job, intake: &mut Intake, review: &Review, audit: &Audit) -> Result<Workpaper, Failure> {
    let paper = stage("workpaper", || Workpaper::new(&intake.tables, review, audit, &job.config, &job.settings))?;
    intake.problems.retain(|problem| !problem.kind.is_of_dispositions());
    problems::add_dispositions(&mut intake.problems, &paper, &intake.tables.sources, review.period);
    Ok(paper)
}

/// What the review says: the report for people, the rejected rows for whoever mends them, the tables for programs.
pub struct Said {
    pub report: Report,
    /// What the page for browsers needs beside the report.
    pub web: Web,
    /// The month in ten lines.
    pub summary: Summary,
    pub rejects: Option<RejectBook>,
    pub tables: Vec<CsvTable>,
}

/// report: the review in words and figures.
///
/// # Errors
/// Only for a fault of the program.
pub fn say(
    job: &Job,
    intake: &Intake,
    review: &Review,
    audit: &Audit,
    restatement: &Restatement,
    paper: &Workpaper,
) -> Result<Said, Failure> {
    let input = report_input(job, intake, review, audit, restatement, paper);
    stage("report", || {
        let rejects = || report::rejects::build(&intake.account, review.period, &job.config, job.labels);
        let beside = || (report::web::build(&input), rejects(), report::tables::all(&input));
        let (report, (web, rejects, tables)) = both(|| report::build(&input), beside);
        let report = report?;
        Ok(Said { summary: report::summary::build(&input, &report), report, web, rejects, tables })
    })
}

/// Everything a report, or an explanation, is made from.
#[must_use]
pub fn report_input<'a>(
    job: &'a Job,
    intake: &'a Intake,
    review: &'a Review,
    audit: &'a Audit,
    restatement: &'a Restatement,
    paper: &'a Workpaper,
) -> report::Input<'a> {
    report::Input {
        tables: &intake.tables,
        account: &intake.account,
        problems: &intake.problems,
        review,
        audit,
        restatement,
        paper,
        settings: &job.settings,
        config: &job.config,
        tried: &job.tried,
        labels: if report::notices::anything_unread(&intake.problems) { job.labels.of_what_was_read() } else { job.labels },
    }
}

/// draw: what is said into the bytes of every file.
///
/// # Errors
/// Only for a fault of the program.
pub fn draw(said: &Said, progress: Progress) -> Result<Vec<OutputFile>, Failure> {
    stage("draw", || files(said, progress))
}

/// Draws one file, or a few that belong together.
type Draw<'a> = dyn Fn() -> Result<Vec<OutputFile>, Failure> + Sync + 'a;

/// The workbooks, the page, the pictures and what is read by programs: none depends on another. What takes longest goes first, and
/// whoever is through helps with the sheets of the workbook.
fn files(said: &Said, progress: Progress) -> Result<Vec<OutputFile>, Failure> {
    let report = &said.report;
    let mut jobs: Vec<Box<Draw<'_>>> = vec![
        Box::new(|| Ok(vec![file("review.xlsx", draw::Book::new(report)?.save()?)])),
        Box::new(|| Ok(vec![file("report.html", draw::html(report, &said.web)?)])),
    ];
    if let Some(book) = &said.rejects {
        jobs.push(Box::new(move || Ok(vec![file("rejects.xlsx", draw::rejects_workbook(book)?)])));
    }
    for (number, chart) in (1..).zip(&report.charts) {
        jobs.push(Box::new(move || picture(number, chart, report)));
    }
    jobs.push(Box::new(|| plain_files(said)));
    let bar = progress.bar("draw", jobs.len());
    let drawn = in_order(jobs.len(), |at| jobs[at]().inspect(|_| bar.tick()));
    let files: Result<Vec<Vec<OutputFile>>, Failure> = drawn.into_iter().collect();
    Ok(files?.into_iter().flatten().collect())
}

fn file(name: &str, bytes: Vec<u8>) -> OutputFile {
    OutputFile { name: name.to_owned(), bytes }
}

/// The summary, and the tables for programs.
fn plain_files(said: &Said) -> Result<Vec<OutputFile>, Failure> {
    let mut files = vec![file("summary.md", draw::markdown(&said.summary))];
    for table in &said.tables {
        files.push(file(table.file, draw::csv_bytes(table.file, &table.header, &table.rows)?));
    }
    Ok(files)
}

/// One chart as PNG and SVG, numbered in the order of the report.
fn picture(number: usize, chart: &Chart, report: &Report) -> Result<Vec<OutputFile>, Failure> {
    let name = |extension: &str| format!("charts/{number:02}-{}.{extension}", chart.id);
    let picture = draw::Picture::of(chart, report)?;
    Ok(vec![file(&name("png"), picture.png()?), file(&name("svg"), picture.svg()?.into_bytes())])
}
