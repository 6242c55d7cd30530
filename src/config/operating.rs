//! Which sections say how the job is run, and nothing of what the review says.

use serde_json::Value;

use super::Config;

/// Left out of the hash of the configuration, since no figure changes with them, and out of the workbook, since a command may
/// hold the key of a webhook.
const OPERATING: [&str; 4] = ["after_run", "cache", "doctor", "machine"];

/// Whether a key, such as `classify.share_high`, has a say in the review.
#[must_use]
pub fn changes_the_review(key: &str) -> bool {
    !OPERATING.contains(&key.split('.').next().unwrap_or(key))
}

impl Config {
    /// The configuration as a tree, without the sections that only say how the job is run.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn of_the_review(&self) -> serde_json::Result<Value> {
        let mut tree = serde_json::to_value(self)?;
        if let Value::Object(sections) = &mut tree {
            sections.retain(|key, _| changes_the_review(key));
        }
        Ok(tree)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_how_the_job_is_run_is_left_out() {
        let whole = serde_json::to_value(Config::default()).unwrap();
        let kept = Config::default().of_the_review().unwrap();
        let mut left_out: Vec<&String> = whole.as_object().unwrap().keys().filter(|key| kept.get(key).is_none()).collect();
        left_out.sort();
        assert_eq!(left_out, OPERATING.iter().collect::<Vec<_>>());
        assert!(changes_the_review("classify.share_high") && !changes_the_review("after_run.timeout_s"));
    }
}
