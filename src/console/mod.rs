//! The only place that writes to the terminal: results to standard output, errors to standard error.

mod list;
mod log;
mod page;
mod progress;
mod table;

use std::io::{self, IsTerminal, Write};

use miette::{GraphicalReportHandler, GraphicalTheme};

pub use list::{Entry, list};
pub use log::{init, stage};
pub use page::{Paragraph, page};
pub use progress::Progress;
pub use table::table;

use crate::failure::Failure;
use crate::labels::{self, Labels};

/// Writes a result to standard output. A reader that went away (`| head`) is no error.
///
/// # Errors
/// When the output cannot be written, for example to a full disk.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Output { path: "standard output".to_owned(), cause: error.to_string() })
        }
        _ => Ok(()),
    }
}

/// Whether results are read by a person.
#[must_use]
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether colour is wanted on standard error: at a terminal, unless `NO_COLOR` says otherwise.
#[must_use]
pub fn colour_on_stderr() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Text of the data on one line: control characters could move the cursor or split a column.
#[must_use]
pub fn one_line(text: &str) -> String {
    let odd =
        |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if odd(c) { ' ' } else { c }).collect()
}

/// Tells a person why the command failed: with the place in the file where there is one.
pub fn fail(failure: &Failure, labels: &Labels, json: bool) {
    let told = labels::failures::failure(labels, failure);
    if json {
        tracing::error!(code = failure.code(), hint = told.hint, "{}", told.sentence);
        return;
    }
    let mut text = String::new();
    if io::stderr().is_terminal() {
        let theme = if colour_on_stderr() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme);
        let drawn = match failure {
            Failure::Config(error) => handler.render_report(&mut text, error.as_ref()),
            _ => handler.render_report(&mut text, &Said { sentence: one_line(&told.sentence), hint: one_line(&told.hint) }),
        };
        if drawn.is_err() {
            text.clear();
        }
    }
    if text.is_empty() {
        text = format!("error: {}\n", one_line(&told.sentence));
        if !told.hint.is_empty() {
            text.push_str(&format!("  hint: {}\n", one_line(&told.hint)));
        }
    }
    // Where standard error is gone too, the exit code still tells.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A failure as miette shows it.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{sentence}")]
struct Said {
    sentence: String,
    #[help]
    hint: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_the_data_stays_on_its_line() {
        assert_eq!(one_line("a\tb\r\nc\u{1b}[2J\u{202e}d"), "a b  c [2J d");
    }
}
