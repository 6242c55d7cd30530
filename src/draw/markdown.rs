//! The summary as a text file: Markdown that reads well as it is.

use crate::report::summary::Summary;

/// The bytes of `summary.md`: at most ten lines, with empty ones between paragraphs. Names that look like markup are
/// disarmed.
#[must_use]
pub fn markdown(summary: &Summary) -> Vec<u8> {
    let mut out = String::new();
    let mut paragraph = |text: &str| {
        if !text.is_empty() {
            out.push_str(text);
            out.push_str("\n\n");
        }
    };
    paragraph(&plain(&summary.title));
    summary.notices.iter().for_each(|notice| paragraph(&plain(notice)));
    paragraph(&plain(&summary.headline));
    paragraph(&plain(&summary.changed));
    paragraph(&plain(&summary.heading));
    let numbered = !summary.heading.is_empty();
    let line = |(at, text): (usize, &String)| if numbered { format!("{}. {}", at + 1, plain(text)) } else { plain(text) };
    paragraph(&summary.decisions.iter().enumerate().map(line).collect::<Vec<_>>().join("\n"));
    out.push_str(&plain(&summary.end));
    out.push('\n');
    out.into_bytes()
}

/// A text on one line whose characters mean themselves.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        // Within a word an underscore is one: `orders_2.csv`.
        let within = before.is_alphanumeric() && characters.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '\\' | '`' | '*' | '<' | '[' | '|' | '~' => out.extend(['\\', c]),
            '_' if !within => out.push_str("\\_"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(decisions: &[&str], heading: &str) -> Summary {
        Summary {
            title: "Review 2026-10".into(),
            notices: Vec::new(),
            headline: "Sales 1.0m.".into(),
            changed: "Changed most: a.".into(),
            heading: heading.into(),
            decisions: decisions.iter().map(|d| (*d).to_owned()).collect(),
            end: "All of it is elsewhere.".into(),
        }
    }

    #[test]
    fn paragraphs_and_a_numbered_list() {
        let text = String::from_utf8(markdown(&summary(&["One.", "Two."], "To decide:"))).unwrap();
        let expected =
            "Review 2026-10\n\nSales 1.0m.\n\nChanged most: a.\n\nTo decide:\n\n1. One.\n2. Two.\n\nAll of it is elsewhere.\n";
        assert_eq!(text, expected);
        let text = String::from_utf8(markdown(&summary(&["Nothing to decide."], ""))).unwrap();
        assert!(text.contains("\n\nNothing to decide.\n\nAll"), "{text}");
    }

    #[test]
    fn names_stay_names() {
        let text = plain("<script>alert(1)</script> *A* [x](http://y) _b_ orders_2.csv\nnext `c`");
        assert_eq!(text, r"\<script>alert(1)\</script> \*A\* \[x](http://y) \_b\_ orders_2.csv next \`c\`");
    }
}
