//! Numbers and texts as they stand in the XML of a sheet.

use std::fmt::Write as _;

use crate::draw::plain::Plain;

/// A number as short as it can be told from all others. Most are sums of money or counts, whose cents are a whole number.
pub(super) fn push_number(out: &mut String, number: f64) {
    /// Up to here two numbers that differ by a cent are two numbers.
    const PLAIN: f64 = 1e13;
    let cents = (number * 100.0).round();
    if number.abs() >= PLAIN || cents / 100.0 != number {
        let _ = write!(out, "{number}");
        return;
    }
    if number.is_sign_negative() {
        out.push('-');
    }
    let cents = cents.abs() as u64;
    let mut digits = itoa::Buffer::new();
    out.push_str(digits.format(cents / 100));
    let (tens, ones) = ((cents % 100 / 10) as u8, (cents % 10) as u8);
    if tens + ones > 0 {
        out.push('.');
        out.push(char::from(b'0' + tens));
    }
    if ones > 0 {
        out.push(char::from(b'0' + ones));
    }
}

/// What needs no escape: not what means something in XML or in workbooks. Control characters beyond ASCII begin with C2, and what
/// is no character with EF.
const PLAIN: Plain = Plain::without(b"&<>\"_\x7F\xC2\xEF");

/// Text as XML, with the escapes of workbooks: they would read `_x0041_` as a letter.
pub(super) fn escape(out: &mut String, text: &str) {
    if PLAIN.holds(text) {
        out.push_str(text);
        return;
    }
    let plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '_' | '\u{FFFE}' | '\u{FFFF}') && (!c.is_control() || c == '\n');
    let mut rest = text;
    while let Some(at) = rest.find(|c| !plain(c)) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let mut after = here.chars();
        match after.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('_') => out.push_str(if is_escape(here) { "_x005F_" } else { "_" }),
            // No workbook may hold it.
            _ => out.push(' '),
        }
        rest = after.as_str();
    }
    out.push_str(rest);
}

/// Whether a text begins with what workbooks read as one character, such as `_x000D_`.
fn is_escape(text: &str) -> bool {
    let hex = text.strip_prefix("_x").and_then(|rest| rest.as_bytes().split_first_chunk::<4>());
    hex.is_some_and(|(hex, rest)| hex.iter().all(u8::is_ascii_hexdigit) && rest.first() == Some(&b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_workbooks_would_read_as_a_character_is_escaped_and_nothing_else() {
        for (text, written) in [
            ("box_xl _x", "box_xl _x"),
            ("_x0041", "_x0041"),
            ("a_x000D_b__x0041_", "a_x005F_x000D_b__x005F_x0041_"),
            ("_x00g1_ _xé123_", "_x00g1_ _xé123_"),
            ("tab\there\nand", "tab here\nand"),
        ] {
            let mut out = String::new();
            escape(&mut out, text);
            assert_eq!(out, written);
        }
    }

    #[test]
    fn numbers_are_written_as_they_always_were() {
        let written = |number| {
            let mut out = String::new();
            push_number(&mut out, number);
            out
        };
        let odd =
            [0.0, -0.0, 0.1, -0.05, 1.005, 1e13, 1e13 - 0.01, -1e13 + 0.07, 1e21, 1e-7, 0.1 + 0.2, f64::MIN, 5e-324, 1.0 / 3.0];
        let cents = (-250_000..250_000).step_by(7).map(|cents| f64::from(cents) / 100.0);
        let large = (0..5_000_u32).map(|n| f64::from(n).powi(3) * 79.77);
        for number in odd.into_iter().chain(cents).chain(large) {
            assert_eq!(written(number), number.to_string());
        }
    }
}
