//! Parsers that hold a whole sheet in memory, or may abort, run in a process of their own: this program again, started
//! with one file on its standard input, a limit on its memory and another on its time. Whatever becomes of it is that
//! file's problem and nobody else's.

mod child;
mod wire;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

pub use child::serve;

use super::problem::{Fault, Limit, Problem};
use super::seam::Seam;
use super::{Limits, html, spreadsheetml, xls, xlsb};
use wire::Broken;

/// The hidden subcommand the program is started with.
pub const SUBCOMMAND: &str = "read-file";

/// Kinds of spreadsheet that are told from their bytes and not read.
pub(super) const UNSUPPORTED: [&str; 4] = [OLD_BIFF, "macro sheets", "parts in UTF-16", DOCTYPE];
pub(super) const OLD_BIFF: &str = "workbooks from before Excel 5";
pub(super) const DOCTYPE: &str = "XML with a document type of its own";

/// Pieces of the other side's answer that wait to be looked at.
const PIECES: usize = 8;
const PIECE_BYTES: usize = 1 << 16;
/// What is kept of the other side's last words.
const LAST_WORDS_BYTES: u64 = 4096;

/// The parsers that are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Parser {
    Xls,
    Xlsb,
    Html,
    SpreadsheetMl,
}

/// One file to be read, without the file: it is handed over open.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Task {
    pub(super) parser: Parser,
    /// The file's name without its extension.
    pub(super) stem: String,
    /// Its extension, in lower case.
    pub(super) claimed: String,
}

impl Task {
    /// Reads the file: in a process of its own where there is one to be had, otherwise here.
    pub(super) fn run(&self, file: File, seam: &mut Seam<'_>) -> Result<(), Problem> {
        let limits = seam.limits();
        if let Some(program) = &limits.isolate {
            let input = file.try_clone().map_err(|e| Problem::from_io(&e))?;
            if let Some(outcome) = apart(program, self, input, seam) {
                return outcome;
            }
            tracing::debug!("no process could be started for a file: it is read in this one");
        }
        self.run_here(file, seam)
    }

    fn run_here(&self, mut file: File, seam: &mut Seam<'_>) -> Result<(), Problem> {
        io::Seek::rewind(&mut file).map_err(|e| Problem::from_io(&e))?;
        match self.parser {
            Parser::Xls => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).map_err(|e| Problem::from_io(&e))?;
                xls::read(&bytes, &self.claimed, seam)
            }
            Parser::Xlsb => xlsb::read(file, seam),
            Parser::Html => html::read(file, &self.stem, &self.claimed, seam),
            Parser::SpreadsheetMl => spreadsheetml::read(file, seam),
        }
    }
}

/// What the other process is asked to do, as its one argument.
#[derive(Serialize, Deserialize)]
struct Request {
    task: Task,
    limits: Limits,
}

/// None where no process could be started, or what was started is not this program.
fn apart(program: &Path, task: &Task, input: File, seam: &mut Seam<'_>) -> Option<Result<(), Problem>> {
    let limits = seam.limits();
    let task_again = Task { parser: task.parser, stem: task.stem.clone(), claimed: task.claimed.clone() };
    let request = Request { task: task_again, limits: Limits { isolate: None, ..limits.clone() } };
    let mut process = Process::start(program, &serde_json::to_string(&request).ok()?, input)?;
    let mut line = process.line(Duration::from_secs(limits.max_seconds))?;
    let hello = wire::array(&mut line);
    let heard = match hello {
        Ok(wire::HELLO) => wire::listen(&mut line, &task.claimed, seam),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => Err(Broken::Line(error)),
        _ => return None,
    };
    // The receiver goes first, so that the thread that fills it cannot wait for ever.
    drop(line);
    Some(match heard {
        Ok(outcome) => outcome,
        Err(Broken::Refused(problem)) => Err(problem),
        Err(Broken::Nonsense(what)) => Err(Problem::new(Fault::ParserFailed, format!("the reading process sent {what}"))),
        Err(Broken::Line(error)) if error.kind() == io::ErrorKind::TimedOut => Err(timed_out(limits)),
        Err(Broken::Line(_)) => Err(process.post_mortem(limits)),
    })
}

fn timed_out(limits: &Limits) -> Problem {
    Problem::new(Fault::TimedOut { seconds: limits.max_seconds }, "")
}

/// The other process. It never outlives this value.
struct Process {
    child: Child,
    last_words: Option<thread::JoinHandle<String>>,
}

impl Process {
    fn start(program: &Path, request: &str, input: File) -> Option<Self> {
        let mut command = Command::new(program);
        // Its last words are kept for the log; a person sees one sentence and nothing else.
        command.args([SUBCOMMAND, request]).stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = Self { child: command.spawn().ok()?, last_words: None };
        let errors = process.child.stderr.take()?;
        process.last_words = Some(thread::Builder::new().spawn(move || last_words(errors)).ok()?);
        Some(process)
    }

    fn line(&mut self, patience: Duration) -> Option<BufReader<Line>> {
        let output = self.child.stdout.take()?;
        let (sender, pieces) = sync_channel(PIECES);
        thread::Builder::new().spawn(move || pass_on(output, &sender)).ok()?;
        Some(BufReader::new(Line { pieces, piece: Vec::new(), at: 0, patience }))
    }

    /// What a process that ended without an answer died of.
    fn post_mortem(mut self, limits: &Limits) -> Problem {
        let status = self.stop();
        let words = self.last_words.take().and_then(|reader| reader.join().ok()).unwrap_or_default();
        let out_of_memory =
            Fault::TooLarge { limit: Limit::Memory, allowed: limits.max_memory_bytes, found: limits.max_memory_bytes };
        let fault = match status.and_then(signal) {
            Some(SIGXCPU) => return timed_out(limits),
            // Nobody here sent it: the operating system did, which was short of memory.
            Some(SIGKILL) => out_of_memory,
            _ if words.contains("memory allocation of") => out_of_memory,
            _ => Fault::ParserFailed,
        };
        let status = status.map_or_else(|| "in an unknown way".to_owned(), |status| status.to_string());
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Problem::new(fault, format!("the reading process ended: {status}; {words}"))
    }

    /// One that died by itself keeps its own status; one that closed its end and lives on is ended.
    fn stop(&mut self) -> Option<ExitStatus> {
        for _ in 0..40 {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(5));
        }
        // Not a death of its own: what the status says then would mislead.
        let _ = self.child.kill();
        let _ = self.child.wait();
        None
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails where it has ended already, and then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// The beginning of what is said; the rest is taken off the line, so that nobody waits for a reader.
fn last_words(mut errors: impl Read) -> String {
    let mut words = Vec::new();
    let _ = errors.by_ref().take(LAST_WORDS_BYTES).read_to_end(&mut words);
    let _ = io::copy(&mut errors, &mut io::sink());
    String::from_utf8_lossy(&words).into_owned()
}

fn pass_on(mut output: impl Read, pieces: &SyncSender<Vec<u8>>) {
    loop {
        let mut piece = vec![0; PIECE_BYTES];
        match output.read(&mut piece) {
            Ok(0) => return,
            Ok(got) => {
                piece.truncate(got);
                if pieces.send(piece).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

/// The answer as it comes in. Only time spent waiting for it counts: while the consumer works, the other process rests.
struct Line {
    pieces: Receiver<Vec<u8>>,
    piece: Vec<u8>,
    at: usize,
    patience: Duration,
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            let since = Instant::now();
            self.piece = match self.pieces.recv_timeout(self.patience) {
                Ok(piece) => piece,
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::TimedOut.into()),
            };
            self.patience = self.patience.saturating_sub(since.elapsed());
            self.at = 0;
        }
        let rest = self.piece.get(self.at..).unwrap_or_default();
        let got = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..got), rest.get(..got)) {
            to.copy_from_slice(from);
        }
        self.at += got;
        Ok(got)
    }
}
