//! What the page for browsers needs beside the report: its own few words, and how many rows of a table it holds.

use super::Input;
pub use crate::labels::web::WebWords;

/// The page's own.
#[derive(Debug)]
pub struct Web {
    pub words: &'static WebWords,
    /// Rows of a table at most; how many are left out is said, and where they are.
    pub rows: usize,
}

/// The page's own words and limit.
#[must_use]
pub fn build(input: &Input<'_>) -> Web {
    Web { words: input.labels.web(), rows: input.config.report.html_rows as usize }
}
