//! A page of explanations on standard output: headings, and lines of two columns, wrapped to the terminal.

use textwrap::Options;
use textwrap::core::display_width;

use super::{is_terminal, one_line};

/// As wide as a person reads with ease, and where there is no terminal.
const WIDTH: usize = 100;
/// No first column is wider than this: a longer one has a line of its own.
const WIDEST: usize = 34;

/// Where no line is broken.
const TIED: [(&str, &str); 3] = [(" %", "\u{a0}%"), (" = ", " =\u{a0}"), (" → ", " →\u{a0}")];

/// A part of a page.
pub enum Paragraph {
    Title(String),
    Heading(String),
    Note(String),
    /// Name and text, the texts in line.
    Aligned(Vec<(String, String)>),
}

/// The page as text: the same for a person and a program, but for where its lines are broken.
#[must_use]
pub fn page(paragraphs: &[Paragraph]) -> String {
    let width = if is_terminal() { textwrap::termwidth().clamp(50, 140) } else { WIDTH };
    within(paragraphs, width)
}

fn within(paragraphs: &[Paragraph], width: usize) -> String {
    let mut text = String::new();
    for paragraph in paragraphs {
        match paragraph {
            Paragraph::Title(title) => text += &format!("{}\n", one_line(title)),
            Paragraph::Heading(heading) => text += &format!("\n{}\n", one_line(heading)),
            Paragraph::Note(note) => text += &format!("  {}\n", one_line(note)),
            Paragraph::Aligned(lines) => aligned(&mut text, lines, width),
        }
    }
    text
}

fn aligned(text: &mut String, lines: &[(String, String)], width: usize) {
    let names: Vec<String> = lines.iter().map(|(name, _)| one_line(name)).collect();
    let column = names.iter().map(|n| display_width(n)).filter(|w| *w <= WIDEST).max().unwrap_or(0).max(8);
    let hanging = " ".repeat(column + 4);
    for (name, (_, told)) in names.iter().zip(lines) {
        let wide = display_width(name);
        let first = if wide > column {
            *text += &format!("  {name}\n");
            hanging.clone()
        } else {
            format!("  {name}{}", " ".repeat(column - wide + 2))
        };
        let options = Options::new(width).initial_indent(&first).subsequent_indent(&hanging);
        // Neither a sign of percent nor a result is left alone at the beginning of a line.
        let mut told = one_line(told);
        for (loose, tied) in TIED {
            told = told.replace(loose, tied);
        }
        *text += textwrap::fill(&told, options).replace('\u{a0}', " ").trim_end();
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_line_and_long_texts_hang() {
        let lines = vec![
            ("份额".to_owned(), "a b = 1".to_owned()),
            ("a.csv!some sheet with a name that is long!12".to_owned(), "x\ty".to_owned()),
            ("Our share".to_owned(), "one two three four five six seven eight".to_owned()),
        ];
        let page = [Paragraph::Title("T".to_owned()), Paragraph::Heading("H".to_owned()), Paragraph::Aligned(lines)];
        let wanted = "T\n\nH\n  份额       a b = 1\n  a.csv!some sheet with a name that is long!12\n             x y\n  \
                      Our share  one two three four\n             five six seven eight\n";
        assert_eq!(within(&page, 34), wanted);
    }
}
