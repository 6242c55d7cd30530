//! Which decimal mark a number in a text proves: `1.234,50` and `12,5` a comma, `1,234.50` and `12.5` a point. `2.500` and
//! `1,000` prove nothing: what they mean, the other cells of the column say.

/// What stands between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Point,
    Comma,
}

/// The mark that a text proves, whatever signs and units stand around its figures.
pub(crate) fn mark(text: &str) -> Option<Mark> {
    let digit = |c: char| c.is_ascii_digit();
    let number = text.get(text.find(digit)?..=text.rfind(digit)?)?;
    if !number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b' ' | b'\'')) {
        return None;
    }
    let count = |mark: char| number.matches(mark).count();
    match (count('.'), count(',')) {
        (0, 0) => None,
        (1, 0) => alone(number, '.').then_some(Mark::Point),
        (0, 1) => alone(number, ',').then_some(Mark::Comma),
        // Several of one kind can only stand between thousands.
        (_, 0) => Some(Mark::Comma),
        (0, _) => Some(Mark::Point),
        (points, commas) => match number.rfind('.') > number.rfind(',') {
            true if points == 1 => Some(Mark::Point),
            false if commas == 1 => Some(Mark::Comma),
            _ => None,
        },
    }
}

/// Whether the only mark of a number cannot stand before thousands. A fraction of four digits and more is left open.
fn alone(number: &str, mark: char) -> bool {
    let Some((whole, fraction)) = number.split_once(mark) else { return false };
    let two_numbers = mark == ',' && whole.len() == 1 && fraction.len() == 1 && whole != "0";
    (matches!(fraction.len(), 1 | 2) && !two_numbers) || (whole == "0" && mark == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_proves_a_mark_and_what_does_not() {
        for (text, expected) in [
            ("1.234,50", Some(Mark::Comma)),
            ("12,5", Some(Mark::Comma)),
            ("1234,5", Some(Mark::Comma)),
            ("€ 1.234.567", Some(Mark::Comma)),
            ("-12,50 €", Some(Mark::Comma)),
            ("1 234,5", Some(Mark::Comma)),
            ("1,234.50", Some(Mark::Point)),
            ("12.5", Some(Mark::Point)),
            ("1,234,567", Some(Mark::Point)),
            ("0.333", Some(Mark::Point)),
            ("￥1,234.50元", Some(Mark::Point)),
            ("2.500", None),
            ("1,000", None),
            ("0,333", None),
            ("1,2", None),
            ("1200", None),
            ("2026-05-01", None),
            ("", None),
        ] {
            assert_eq!(mark(text), expected, "{text}");
        }
    }
}
