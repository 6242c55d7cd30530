//! The reading process's own side: it limits itself, reads the one file on its standard input, and says what is in it.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::super::problem::{Fault, Limit, Problem};
use super::super::seam::{Direct, Seam};
use super::super::shield;
use super::wire::Speaker;
use super::{Request, Task};
use crate::load::Limits;

/// Does what `request` asks for with the file `input`, and answers on `output`.
///
/// # Errors
/// When nobody listens any more, or the request is none.
pub fn serve(request: &str, input: File, output: impl Write) -> io::Result<()> {
    let Request { task, limits } = serde_json::from_str(request)?;
    let mut speaker = Speaker::new(BufWriter::with_capacity(1 << 16, output));
    speaker.hello()?;
    limit_own(&limits);
    let outcome = read(&task, input, &limits, &mut speaker);
    speaker.done(outcome)
}

fn read<W: Write>(task: &Task, input: File, limits: &Limits, speaker: &mut Speaker<W>) -> Result<(), Problem> {
    let mut direct = Direct(speaker);
    let mut seam = Seam::new(&mut direct, limits);
    let outcome = shield::parse(|| task.run_here(input, &mut seam));
    let mut outcome = outcome.unwrap_or_else(|message| Err(Problem::new(Fault::ParserFailed, message)));
    // Reading asks politely for its buffers: then the limit on memory is an error rather than the end of the process.
    if let Err(Problem { fault: Fault::TooLarge { limit: Limit::Memory, allowed, found }, .. }) = &mut outcome {
        (*allowed, *found) = (limits.max_memory_bytes, limits.max_memory_bytes);
    }
    if seam.is_open() {
        seam.end_sheet(outcome.as_ref().err().cloned());
    }
    outcome
}

/// Limits the process's memory and time, for good. Where the operating system knows no such limits, the time still has one:
/// whoever started the process waits no longer than that.
#[cfg(unix)]
fn limit_own(limits: &Limits) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let lower = |resource, wanted: u64| {
        let given = getrlimit(resource);
        let least = |limit: Option<u64>| Some(limit.map_or(wanted, |limit| limit.min(wanted)));
        // A process may always lower its own limits.
        let _ = setrlimit(resource, Rlimit { current: least(given.current), maximum: least(given.maximum) });
    };
    lower(Resource::As, limits.max_memory_bytes);
    // Should nobody be left to end it.
    lower(Resource::Cpu, limits.max_seconds.saturating_add(1));
    // What it held in memory is nobody's business.
    lower(Resource::Core, 0);
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

#[cfg(not(unix))]
fn limit_own(_: &Limits) {}
