//! Progress on standard error, at a terminal only.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{Global, LogFormat};

/// Shows how far a stage has come, or nothing at all.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    shown: bool,
}

impl Progress {
    /// Log lines of single files would tear the bar apart: with `-v` or a JSON log there is none.
    #[must_use]
    pub fn new(global: &Global) -> Self {
        let wanted = !global.no_progress && !global.quiet && !global.verbose && global.log_format == LogFormat::Text;
        Progress { shown: wanted && io::stderr().is_terminal() }
    }

    /// Never shows anything.
    #[must_use]
    pub fn silent() -> Self {
        Progress { shown: false }
    }

    /// A bar of so many steps; it disappears when it is dropped.
    #[must_use]
    pub fn bar(self, name: &'static str, steps: usize) -> Bar {
        if !self.shown {
            return Bar(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(steps as u64).with_message(name);
        // The template is fixed; were it wrong, the default style would do.
        if let Ok(style) = ProgressStyle::with_template("{msg:8} {bar:32} {pos}/{len} {elapsed}") {
            bar.set_style(style);
        }
        Bar(bar)
    }
}

/// The bar of one stage.
#[derive(Debug)]
pub struct Bar(ProgressBar);

impl Bar {
    /// One step is done.
    pub fn tick(&self) {
        self.0.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
