//! Names of tabs that Excel takes, each given out once.

use super::plan::cut;

/// Tab names given out so far, in lower case: Excel does not tell them apart by case.
#[derive(Default)]
pub(crate) struct Names(Vec<String>);

impl Names {
    /// A tab name that Excel takes: without the signs it forbids, at most 31 long, and used once.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let clean: String = wanted.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
        let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        // Excel keeps "History" for itself.
        let clean = match clean.to_lowercase().as_str() {
            "" => "Sheet",
            "history" => "History 1",
            _ => clean,
        };
        for nth in 1.. {
            let ending = if nth == 1 { String::new() } else { format!(" {nth}") };
            let mut name = cut(clean, 31 - ending.len()).trim_end_matches(['\'', ' ']).to_owned();
            name.push_str(&ending);
            if !self.0.contains(&name.to_lowercase()) {
                self.0.push(name.to_lowercase());
                return name;
            }
        }
        clean.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_names_are_safe_short_and_unique() {
        let mut names = Names::default();
        assert_eq!(names.take("a/b:c*?[d]"), "a b c   d");
        assert_eq!(names.take("'quoted'"), "quoted");
        assert_eq!(names.take("Quoted"), "Quoted 2");
        assert_eq!(names.take("History"), "History 1");
        assert_eq!(names.take(""), "Sheet");
        let long = names.take(&"客".repeat(40));
        assert_eq!(long.chars().count(), 31);
        assert_eq!(names.take(&"客".repeat(40)).chars().count(), 31);
    }
}
