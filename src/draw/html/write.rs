//! How text and numbers are written into the page: escaped, and short.

use crate::draw::plain::Plain;

/// Text as HTML wants it, in an element and in a quoted attribute; control characters that a page cannot hold are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

/// The same at the end of what is there.
pub(crate) fn push(out: &mut String, text: &str) {
    if PLAIN.holds(text) && !text.contains(" %") {
        out.push_str(text);
        return;
    }
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            // A figure keeps its percent sign on its line.
            ' ' if characters.peek() == Some(&'%') => out.push('\u{A0}'),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Line breaks and tabs are white space; what else is below a space, or turns the reading direction of all that
            // follows, has no business on a page.
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
}

/// What needs no escape: no markup. Characters that turn the reading direction, or are none at all, begin with E2 and EF, and
/// control characters beyond ASCII with C2.
const PLAIN: Plain = Plain::without(b"&<>\"'\x7F\xC2\xE2\xEF");

/// A length with at most one decimal.
pub(crate) fn num(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        assert_eq!(escaped("</script><b a='\"'>&"), "&lt;/script&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;");
        assert_eq!(escaped("a\u{0}\u{1b}b\u{202E}c\n"), "abc\n");
        assert_eq!(escaped("95 % of 3"), "95\u{A0}% of 3");
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!([12.0, -0.01, 3.25, 99.96].map(num), ["12", "0", "3.2", "100"]);
    }
}
