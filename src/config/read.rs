//! Reading a configuration: TOML in, [`Config`] or one clear message out, with the place and the nearest known key.

use std::path::Path;
use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

use super::{Config, Logo};

/// Why a configuration cannot be used.
#[derive(Debug, Error, Diagnostic)]
pub enum ConfigError {
    #[error("cannot read the configuration {path}: {cause}")]
    #[diagnostic(help("name it with --config FILE, or leave the flag out to run with the defaults"))]
    Unreadable { path: String, cause: String },
    #[error("{path}: {message}")]
    Invalid {
        path: String,
        message: String,
        #[source_code]
        text: Arc<NamedSource<String>>,
        #[label("here")]
        span: Option<SourceSpan>,
        #[help]
        hint: Option<String>,
    },
    #[error("{path}: {faults}")]
    #[diagnostic(help("`keyaccount schema` describes every key and its range"))]
    OutOfRange { path: String, faults: String },
    #[error("--set {set}: {message}")]
    Trial {
        set: String,
        message: String,
        #[help]
        hint: Option<String>,
    },
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
    let config: Config = toml::from_str(text).map_err(|e| ConfigError::Invalid {
        path: name.to_owned(),
        message: first_sentence(e.message()),
        text: Arc::new(NamedSource::new(name, text.to_owned())),
        span: e.span().map(|s| SourceSpan::new(s.start.into(), s.end.saturating_sub(s.start).max(1))),
        hint: suggestion(e.message()),
    })?;
    let faults = config.faults();
    if faults.is_empty() { Ok(config) } else { Err(ConfigError::OutOfRange { path: name.to_owned(), faults: faults.join("; ") }) }
}

/// The message without the list of every known key, which the suggestion replaces.
pub(super) fn first_sentence(message: &str) -> String {
    message.split(", expected").next().unwrap_or(message).to_owned()
}

/// Serde names the unknown key and the known ones between backticks; the nearest known one is the hint.
pub(super) fn suggestion(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next().filter(|_| message.starts_with("unknown field"))?;
    let known: Vec<&str> = names.collect();
    Some(
        nearest(unknown, &known)
            .map_or_else(|| format!("known keys here: {}", known.join(", ")), |near| format!("did you mean `{near}`?")),
    )
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
