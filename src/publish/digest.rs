//! SHA-256 of files, texts and the configuration in force.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::failure::Failure;
use crate::rules::{ParamValue, REGISTRY, Settings};

/// The hash of bytes, in hex.
pub(super) fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The hash of a file's content, in hex.
pub(super) fn of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(n) => hash.update(&buffer[..n]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The hash of the configuration in force: what a file spells out and what it leaves to the defaults count the same, and how
/// the job is run does not count.
///
/// # Errors
/// Only for a fault of the program.
pub fn config_sha256(config: &Config, settings: &Settings) -> Result<String, Failure> {
    let rules: BTreeMap<&str, Value> = REGISTRY
        .iter()
        .map(|rule| {
            let setup = settings.of(*rule);
            let values: BTreeMap<&str, ParamValue> = setup.values().iter().map(|p| (p.key, p.default)).collect();
            let severity = setup.severity.unwrap_or_else(|| rule.severity()).code();
            // A severity that is set holds for every finding, also for those that the rule would grade lower.
            (
                rule.id(),
                json!({ "enabled": setup.enabled, "severity": severity, "fixed": setup.severity.is_some(), "values": values }),
            )
        })
        .collect();
    let internal = |e: serde_json::Error| Failure::Internal(e.to_string());
    let bare = Config { rules: BTreeMap::new(), ..config.clone() }.of_the_review().map_err(internal)?;
    let text = serde_json::to_vec(&json!({ "config": bare, "rules": rules })).map_err(internal)?;
    Ok(of_bytes(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sha(text: &str) -> String {
        let config = crate::config::parse("t", text).unwrap();
        config_sha256(&config, &Settings::resolve(&config.rules).unwrap()).unwrap()
    }

    #[test]
    fn hashes_are_the_published_ones() {
        assert_eq!(of_bytes(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn only_what_is_in_force_counts() {
        let same = "window_months = 12\n[rules.VIS005]\nenabled = true\ndays_ahead = 7\n";
        assert_eq!(sha(""), sha(same));
        assert_ne!(sha(""), sha("[rules.VIS005]\ndays_ahead = 8\n"));
        assert_ne!(sha(""), sha("language = \"zh\"\n"));
        assert_eq!(sha(""), sha("[after_run]\ncommand = [\"true\"]\n[doctor]\nfree_mib = 1\n"));
        assert_eq!(sha(""), sha("[machine]\nthreads = 3\nmemory_mib = 4096\n"));
    }
}
