//! How the cells of a column begin. A program writes all cells of a column alike, but for the number of the row and the value:
//! what stands around those is compared with the cell above in a few words of eight bytes, and looked at in detail only where
//! it differs.

use super::cells::{Kind, Style};

/// Up to eight bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Word {
    bits: u64,
    mask: u64,
}

impl Word {
    /// The first eight of these bytes.
    pub(super) fn of(bytes: &[u8]) -> Word {
        let mut word = Word::default();
        for (at, byte) in bytes.iter().take(8).enumerate() {
            word.bits |= u64::from(*byte) << (8 * at);
            word.mask |= 0xff << (8 * at);
        }
        word
    }

    /// Whether these bytes come at a place.
    #[inline]
    fn stands(self, at: usize, bytes: &[u8; WINDOW]) -> bool {
        let here = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>());
        here.is_some_and(|here| u64::from_le_bytes(*here) & self.mask == self.bits)
    }
}

/// A cell's beginning lies within so many bytes.
const WINDOW: usize = 48;

/// How a cell of a column began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habit {
    /// `<c r="AB`, before the number of the row.
    front: Word,
    front_bytes: usize,
    /// `" s="1" t="s"><v>`, after it.
    back: [Word; 3],
    back_bytes: usize,
    pub(super) style: Style,
    pub(super) kind: Kind,
}

impl Habit {
    /// From a cell's beginning, up to and with `<v>`, in a row of this number. None for what is rare or long.
    pub(super) fn of(beginning: &[u8], digits: &[u8], style: Style, kind: Kind) -> Option<Habit> {
        let letters = beginning.strip_prefix(b"<c r=\"")?.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        let (front, rest) = beginning.split_at_checked(6 + letters)?;
        let back = rest.strip_prefix(digits)?;
        let known = matches!(kind, Kind::Shared | Kind::Number) && letters > 0;
        (known && front.len() <= 8 && back.len() <= 24 && back.ends_with(b"><v>")).then(|| Habit {
            front: Word::of(front),
            front_bytes: front.len(),
            back: [0, 8, 16].map(|from| Word::of(back.get(from..).unwrap_or_default())),
            back_bytes: back.len(),
            style,
            kind,
        })
    }

    /// Where the value begins, if the cell begins like the one above.
    #[inline]
    pub(super) fn value_at(&self, cell: &[u8], digits: Word, digit_bytes: usize) -> Option<usize> {
        let window = cell.first_chunk::<WINDOW>()?;
        let back = self.front_bytes + digit_bytes;
        let alike = self.front.stands(0, window)
            && digits.stands(self.front_bytes, window)
            && self.back[0].stands(back, window)
            && self.back[1].stands(back + 8, window)
            && self.back[2].stands(back + 16, window);
        alike.then_some(back + self.back_bytes)
    }
}

/// What ends nearly every cell.
const END: &[u8; 8] = b"</v></c>";

/// A byte in each of eight places.
const fn eight(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// A whole number of up to seven digits and the end of the cell; where the next one begins. All digits are looked at together:
/// how many there are changes from cell to cell, and a loop would be guessed wrong every time.
#[inline]
pub(super) fn whole(value: &[u8]) -> Option<(u32, usize)> {
    let word = u64::from_le_bytes(*value.first_chunk()?);
    // The lowest byte that is a bracket (H. S. Warren, Hacker's Delight, 2012, section 6-1).
    let other = word ^ eight(b'<');
    let bracket = other.wrapping_sub(eight(1)) & !other & eight(0x80);
    let digits = bracket.trailing_zeros() / 8;
    if digits == 0 || digits > 7 {
        return None;
    }
    // The digits at the end of the word, as many zeros before them as there is room, each as its value.
    let values = (word << (64 - 8 * digits) | eight(b'0') >> (8 * digits)) ^ eight(b'0');
    if (values.wrapping_add(eight(0x76)) | values) & eight(0x80) != 0 {
        return None;
    }
    // Two digits each, then four, then all of them.
    let pairs = values.wrapping_mul(10 << 8 | 1) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100 << 16 | 1) >> 16 & 0x0000_ffff_0000_ffff;
    let number = fours.wrapping_mul(10_000 << 32 | 1) >> 32;
    let digits = digits as usize;
    ends(value, digits).then_some((u32::try_from(number).ok()?, digits + END.len()))
}

/// A number in figures with at most one point in it, of so few digits that it is exact, and the end of the cell: its digits, how
/// many of them are decimals, whether it is negative, and where the next cell begins.
#[inline]
pub(super) fn figures(value: &[u8]) -> Option<(u64, usize, bool, usize)> {
    let negative = value.first() == Some(&b'-');
    let first = usize::from(negative);
    let (mut mantissa, mut point, mut at) = (0_u64, None, first);
    loop {
        match value.get(at)? {
            byte @ b'0'..=b'9' if at < 15 => mantissa = mantissa * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() && at > first => point = Some(at),
            b'<' if at > first => break,
            _ => return None,
        }
        at += 1;
    }
    let decimals = point.map_or(0, |point| at - point - 1);
    let whole = point.is_none() || decimals > 0;
    (whole && ends(value, at)).then_some((mantissa, decimals, negative, at + END.len()))
}

#[inline]
fn ends(value: &[u8], at: usize) -> bool {
    value.get(at..).and_then(|rest| rest.first_chunk()) == Some(END)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &[u8] = b"</v></c><c r=\"C12\"><v>1</v></c><c r=\"D12\"><v>1</v></c>";

    fn begins(cell: &[u8], row: &[u8], next: &[u8], next_row: &[u8]) -> Option<usize> {
        let habit = Habit::of(cell, row, Style::Date, Kind::Number)?;
        habit.value_at(&[next, REST].concat(), Word::of(next_row), next_row.len())
    }

    #[test]
    fn a_cell_begins_like_the_one_above_or_not() {
        let of = |next: &[u8], row: &[u8]| begins(b"<c r=\"B9\" s=\"1\"><v>", b"9", next, row);
        assert_eq!(of(b"<c r=\"B10\" s=\"1\"><v>", b"10"), Some(20));
        assert_eq!(of(b"<c r=\"B1048576\" s=\"1\"><v>", b"1048576"), Some(25));
        for (other, row) in [
            (&b"<c r=\"C10\" s=\"1\"><v>"[..], &b"10"[..]),
            (b"<c r=\"B11\" s=\"1\"><v>", b"10"),
            (b"<c r=\"B10\" s=\"2\"><v>", b"10"),
            (b"<c r=\"B10\" s=\"1\" t=\"s\"><v>", b"10"),
            (b"<c r=\"B100\" s=\"1\"><v>", b"10"),
            (b"<c r=\"B10\" s=\"1\"><f>", b"10"),
        ] {
            assert_eq!(of(other, row), None, "{}", String::from_utf8_lossy(other));
        }
        // Too little is left to tell.
        let habit = Habit::of(b"<c r=\"B9\"><v>", b"9", Style::Number, Kind::Number).unwrap();
        assert_eq!(habit.value_at(b"<c r=\"B9\"><v>1</v></c>", Word::of(b"9"), 1), None);
    }

    #[test]
    fn long_and_rare_beginnings_are_no_habit() {
        let of = |cell: &[u8], kind| Habit::of(cell, b"9", Style::Number, kind).is_some();
        assert!(of(b"<c r=\"AB9\" s=\"1\" t=\"s\"><v>", Kind::Shared));
        assert!(!of(b"<c r=\"ABC9\"><v>", Kind::Number));
        assert!(!of(b"<c r=\"A9\" t=\"str\"><v>", Kind::Text));
        assert!(!of(b"<c r=\"A8\"><v>", Kind::Number));
        assert!(!of(b"<c s=\"1\" r=\"A9\"><v>", Kind::Number));
        assert!(!of(b"<c r=\"A9\" s=\"1\" vm=\"1\" cm=\"1\" ph=\"1\"><v>", Kind::Number));
    }

    #[test]
    fn values_end_with_their_cell() {
        let with_end = |value: &str| [value.as_bytes(), REST].concat();
        for number in [0, 7, 10, 99, 120, 8_067, 45_038, 999_999, 9_876_543] {
            let text = number.to_string();
            assert_eq!(whole(&with_end(&text)), Some((number, text.len() + END.len())), "{text}");
        }
        assert_eq!(whole(&with_end("007")), Some((7, 11)));
        for odd in ["", "1.5", "12345678", "1234567890", "-1", " 1", "1 ", "1:", "/1", "1\u{e4}", "12\0"] {
            assert_eq!(whole(&with_end(odd)), None, "{odd}");
        }
        assert_eq!(whole(b"12</v><f/></c>"), None);
        assert_eq!(whole(b"12"), None);
        assert_eq!(figures(&with_end("-809.01")), Some((80_901, 2, true, 15)));
        assert_eq!(figures(&with_end("45038")), Some((45_038, 0, false, 13)));
        for odd in ["", "-", ".5", "5.", "1.2.3", "1e5", "+1", "1234567890123456"] {
            assert_eq!(figures(&with_end(odd)), None, "{odd}");
        }
    }
}
