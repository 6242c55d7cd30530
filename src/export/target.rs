//! Where an export goes, and whose figures they are: as they are written on the command line.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A destination: `sqlite:FILE` or `parquet:DIR`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    Sqlite(PathBuf),
    Parquet(PathBuf),
}

impl Destination {
    /// The file or folder that is written.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Destination::Sqlite(path) | Destination::Parquet(path) => path,
        }
    }
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Destination::Sqlite(path.into())),
            Some(("parquet", path)) if !path.is_empty() => Ok(Destination::Parquet(path.into())),
            _ => Err(format!("`{text}` is no destination; write sqlite:FILE or parquet:DIR")),
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Destination::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Destination::Parquet(path) => write!(f, "parquet:{}", path.display()),
        }
    }
}

/// The company whose figures are exported: the value of the column `subsidiary`, and part of a folder's name. Letters of any
/// script, digits, `-`, `_`, `.` and spaces inside: every reader of partitions takes these as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subsidiary(String);

impl Subsidiary {
    /// What it is called where nobody names it.
    pub const DEFAULT: &'static str = "main";

    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl FromStr for Subsidiary {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const LONGEST: usize = 60;
        let plain = |c: char| c.is_alphanumeric() || "-_. ".contains(c);
        let ends = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if text.chars().all(plain) && ends(text.chars().next()) && ends(text.chars().last()) && text.chars().count() <= LONGEST {
            return Ok(Subsidiary(text.to_owned()));
        }
        Err(format!(
            "`{text}` cannot name a folder everywhere; use letters and digits, with - _ . or spaces between them, at most {LONGEST}"
        ))
    }
}

impl fmt::Display for Subsidiary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_say_what_they_are() {
        let to = |text: &str| text.parse::<Destination>();
        assert_eq!(to("sqlite:bi.db"), Ok(Destination::Sqlite("bi.db".into())));
        // A drive letter is part of the path.
        assert_eq!(to(r"parquet:C:\lake"), Ok(Destination::Parquet(r"C:\lake".into())));
        for wrong in ["bi.db", "sqlite:", "parquet:", "csv:x", ""] {
            assert!(to(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_never_leaves_its_folder() {
        for good in ["main", "华东", "North-West 2", "a.b_c"] {
            assert_eq!(good.parse::<Subsidiary>().map(|s| s.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "..", "a/b", r"a\b", "a=b", ".hidden", " a", "a ", "a%2F", "a:b", "a\nb", &"x".repeat(61)] {
            assert!(bad.parse::<Subsidiary>().is_err(), "{bad}");
        }
    }
}
