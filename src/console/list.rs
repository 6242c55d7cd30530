//! A list on standard output: for a person each entry under its place, wrapped; for a program one line with two columns.

use textwrap::Options;

use super::one_line;

/// As wide as a person reads with ease, and most terminals are.
const WIDTH: usize = 100;

/// One entry: where it is, and what is said of it.
pub struct Entry {
    pub place: String,
    /// For a program: the second column.
    pub brief: String,
    /// For a person: a paragraph each.
    pub paragraphs: Vec<String>,
}

/// The entries as text, under a heading for a person.
#[must_use]
pub fn list(heading: &str, entries: &[Entry], person: bool) -> String {
    let mut text = String::new();
    if !person {
        for entry in entries {
            text.push_str(&format!("{}\t{}\n", one_line(&entry.place), one_line(&entry.brief)));
        }
        return text;
    }
    if entries.is_empty() {
        return text;
    }
    text.push_str(&format!("{heading}\n\n"));
    let wrapped = Options::new(WIDTH).initial_indent("    ").subsequent_indent("      ");
    for entry in entries {
        text.push_str(&one_line(&entry.place));
        text.push('\n');
        for paragraph in entry.paragraphs.iter().filter(|p| !p.is_empty()) {
            text.push_str(&textwrap::fill(&one_line(paragraph), &wrapped));
            text.push('\n');
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_gets_two_columns_and_a_person_paragraphs() {
        let paragraphs = vec!["订单号 → order_id，".repeat(12), String::new(), "b\tc".to_owned()];
        let entries = [Entry { place: "a.csv!a".to_owned(), brief: "x\ny".to_owned(), paragraphs }];
        assert_eq!(list("Sheets", &entries, false), "a.csv!a\tx y\n");
        let text = list("Sheets", &entries, true);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[0], lines[2]), ("Sheets", "a.csv!a"));
        assert!(lines[3].starts_with("    订单号") && lines[4].starts_with("      ") && lines.contains(&"    b c"), "{text}");
        assert!(lines.iter().all(|l| textwrap::core::display_width(l) <= WIDTH), "{text}");
        assert_eq!(list("Sheets", &[], true), "");
    }
}
