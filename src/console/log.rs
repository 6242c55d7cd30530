//! The log on standard error: stages with their durations and counts, no names and no amounts at info level.

use std::io;
use std::time::Instant;

use tracing::level_filters::LevelFilter;

use crate::cli::{Global, LogFormat};

/// Starts the log, and lets a panic be told as one sentence in it.
///
/// Must come before the first file is read: reading lays its own hook over this one, silent for faulty files.
pub fn init(global: &Global) {
    let level = match (global.quiet, global.verbose) {
        (true, _) => LevelFilter::ERROR,
        (_, true) => LevelFilter::DEBUG,
        _ => LevelFilter::INFO,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr).with_target(false);
    // A second start (in a test) leaves the first one in place.
    let _ = match global.log_format {
        LogFormat::Json => log.json().flatten_event(true).try_init(),
        LogFormat::Text => log.with_ansi(false).try_init(),
    };
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let what = info.payload_as_str().unwrap_or("no message");
        tracing::error!(code = "internal", "internal error at {place}: {what}. Nothing was published; please report it.");
    }));
}

/// Runs a stage and logs how long it took.
pub fn stage<T>(name: &'static str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let value = work();
    tracing::info!(stage = name, ms = begun.elapsed().as_millis() as u64, "done");
    value
}
