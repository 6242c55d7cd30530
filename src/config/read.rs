//! Reading a configuration: TOML in, [`Config`] or one clear message out, with the place and the nearest known key.

use std::path::Path;
use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

use super::place::{key_at, line_column};
use super::{Config, Logo};

/// Why a configuration cannot be used.
#[derive(Debug, Error, Diagnostic)]
pub enum ConfigError {
    #[error("cannot read the configuration {path}: {cause}")]
    #[diagnostic(help("name it with --config FILE, or leave the flag out to run with the defaults"))]
    Unreadable { path: String, cause: String },
    #[error("{at}: {}{message}", of_key(.key.as_deref()))]
    Invalid {
        /// File, line and column.
        at: Box<str>,
        /// The dotted key, where it can be told.
        key: Option<Box<str>>,
        message: String,
        #[source_code]
        text: Arc<NamedSource<String>>,
        #[label("here")]
        span: Option<SourceSpan>,
        #[help]
        hint: Option<Hint>,
    },
    #[error("{path}: {faults}")]
    #[diagnostic(help("`keyaccount schema` describes every key and its range"))]
    OutOfRange { path: String, faults: String },
    #[error("--set {set}: {message}")]
    Trial {
        set: String,
        message: String,
        #[help]
        hint: Option<Hint>,
    },
}

/// What may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    Near(String),
    Known(Vec<String>),
    /// How it is written, for example.
    Example(&'static str),
}

impl std::fmt::Display for Hint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Hint::Near(near) => write!(f, "did you mean `{near}`?"),
            Hint::Known(known) => write!(f, "known keys here: {}", known.join(", ")),
            Hint::Example(example) => write!(f, "for example {example}"),
        }
    }
}

fn of_key(key: Option<&str>) -> String {
    key.map(|key| format!("{key}: ")).unwrap_or_default()
}

/// Reads a configuration file.
///
/// # Errors
/// When the file or the logo it names cannot be read, is not TOML, has an unknown key or a value out of range.
pub fn read(path: &Path) -> Result<Config, ConfigError> {
    let mut config = parse(&path.display().to_string(), &text_of(path)?)?;
    look_at_logo(&mut config, Some(path))
        .map_err(|faults| ConfigError::OutOfRange { path: path.display().to_string(), faults })?;
    Ok(config)
}

/// Reads the logo, whose path is relative to the configuration file, or to the current folder where there is none.
pub(super) fn look_at_logo(config: &mut Config, path: Option<&Path>) -> Result<(), String> {
    let folder = path.and_then(Path::parent).unwrap_or(Path::new(""));
    config.report.logo_file = match config.report.logo.as_str() {
        "" => None,
        logo => Some(Logo::read(folder, logo)?),
    };
    Ok(())
}

/// The text of a configuration file.
pub(super) fn text_of(path: &Path) -> Result<String, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| ConfigError::Unreadable { path: path.display().to_string(), cause: e.to_string() })?;
    // Editors on Windows write a byte-order mark, which TOML does not know.
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// Parses a configuration text; `name` is used in messages.
///
/// # Errors
/// As [`read`].
pub fn parse(name: &str, text: &str) -> Result<Config, ConfigError> {
    let config: Config = toml::from_str(text).map_err(|e| {
        let start = e.span().map(|span| span.start);
        let at = start.map(|start| line_column(text, start));
        ConfigError::Invalid {
            at: at.map_or_else(|| name.to_owned(), |(line, column)| format!("{name}:{line}:{column}")).into(),
            key: start.and_then(|start| key_at(text, start)).map(Into::into),
            message: in_plain_words(e.message()),
            text: Arc::new(NamedSource::new(name, text.to_owned())),
            span: e.span().map(|s| SourceSpan::new(s.start.into(), s.end.saturating_sub(s.start).max(1))),
            hint: suggestion(e.message()),
        }
    })?;
    let faults = config.faults();
    if faults.is_empty() { Ok(config) } else { Err(ConfigError::OutOfRange { path: name.to_owned(), faults: faults.join("; ") }) }
}

/// The message without the list of every known key, which the suggestion replaces, and without the names that numbers have for the
/// program.
pub(super) fn in_plain_words(message: &str) -> String {
    let message = message.trim().replace('\n', ", ");
    let Some((found, expected)) = message.split_once(", expected ") else { return message };
    match expected {
        _ if found.starts_with("unknown field") => found.to_owned(),
        "f64" | "f32" => format!("{found}, expected a number"),
        "u8" | "u16" | "u32" | "u64" | "usize" => format!("{found}, expected a whole number that is not negative"),
        "i8" | "i16" | "i32" | "i64" => format!("{found}, expected a whole number"),
        "a boolean" => format!("{found}, expected true or false"),
        _ => message,
    }
}

/// Serde names the unknown key and the known ones between backticks; the nearest known one is the hint.
pub(super) fn suggestion(message: &str) -> Option<Hint> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next().filter(|_| message.starts_with("unknown field"))?;
    let known: Vec<&str> = names.collect();
    let all = || Hint::Known(known.iter().map(|name| (*name).to_owned()).collect());
    Some(nearest(unknown, &known).map_or_else(all, |near| Hint::Near(near.to_owned())))
}

/// The known name nearest to a mistyped one, where any is near.
#[must_use]
pub fn nearest<'a>(unknown: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|&name| (strsim::jaro_winkler(unknown, name), name))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_one() {
        let error = parse("test.toml", "[classify]\nshare_hihg = 0.4\n").unwrap_err();
        assert!(error.to_string().contains("share_hihg"), "{error}");
        assert_eq!(error.help().unwrap().to_string(), "did you mean `share_high`?");
    }

    /// On whatever stream: the place, the key, what was found and what is expected.
    #[test]
    fn a_fault_has_its_place() {
        for (text, needles) in [
            (
                "[classify]\nshare_high = \"x\"\n",
                ["t.toml:2:14: classify.share_high: ", "invalid type: string \"x\", expected a number"],
            ),
            ("company = \"a\"\ncompany = \"b\"\n", ["t.toml:2:1: company: ", "duplicate key"]),
            ("[input]\nstrict = 3\n", ["t.toml:2:10: input.strict: ", "integer `3`, expected true or false"]),
            ("window_months = -1\n", ["t.toml:1:17: window_months: ", "expected a whole number that is not negative"]),
            ("[calendar]\nholidays = [\n  \"2026-05-01\"\n", ["t.toml:", "calendar.holidays: unclosed array"]),
        ] {
            let error = parse("t.toml", text).unwrap_err().to_string();
            assert!(needles.iter().all(|needle| error.contains(needle)), "{text}: {error}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (text, needle) in [
            ("currency = \"RMB\"\n", "currency: RMB is written \"CNY\""),
            ("[rates]\nUSD = 0\n", "rates.USD: must be above 0"),
            ("[rates]\nCNH = 1\n", "rates.CNH: CNH is written \"CNY\""),
            ("[classify]\ntier_a = 5\ntier_b = 6\n", "classify.tier_b: must not be above tier_a"),
            ("[credit]\nmin_invoices = 0\n", "credit.min_invoices: must be 1 at least"),
            ("[dates]\nfirst_year = 2100\n", "dates.first_year: must not be after last_year"),
            ("[[mapping]]\nfile = \"a\"\ncurrency = \"RMB\"\n", "mapping[0].currency: RMB is written"),
        ] {
            let error = parse("t", text).unwrap_err().to_string();
            assert!(error.contains(needle), "{text}: {error}");
        }
    }

    #[test]
    fn a_value_out_of_range_names_the_key() {
        let error = parse("test.toml", "[classify]\nvolume_cut = 80\n").unwrap_err();
        assert!(error.to_string().contains("classify.volume_cut"), "{error}");
    }

    #[test]
    fn amounts_may_be_whole_float_or_text() {
        let config = parse("t", "[classify]\ntier_a = 1000000\ntier_b = \"500000.50\"\n[rates]\nUSD = 7.1\n").unwrap();
        assert_eq!(config.classify.tier_a.money().minor(), 100_000_000);
        assert_eq!(config.classify.tier_b.money().minor(), 50_000_050);
        assert_eq!(config.rates["USD"].0.to_string(), "7.1");
    }
}
