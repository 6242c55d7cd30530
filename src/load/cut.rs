//! Whether a text ends in the middle of its last line: what a copy or a transfer that broke off leaves. Many programs write no
//! line end after the last line, so that this alone says nothing: the line must lack something too.

/// So much of the end is looked at.
const TAIL_BYTES: usize = 1 << 12;
/// Fewer lines above the last one say little about what is usual.
const FEWEST_LINES: usize = 3;
/// Shorter ones are no dates, and nothing else that always has one length.
const LONG: usize = 8;

/// The end of a text that comes in pieces.
#[derive(Default)]
pub(super) struct Tail {
    text: Vec<u8>,
    /// There is more before it.
    is_part: bool,
}

impl Tail {
    /// Takes the next piece.
    pub(super) fn keep(&mut self, piece: &[u8]) {
        let new = piece.get(piece.len().saturating_sub(TAIL_BYTES)..).unwrap_or_default();
        let old = (self.text.len() + new.len()).saturating_sub(TAIL_BYTES).min(self.text.len());
        self.is_part |= old > 0 || new.len() < piece.len();
        self.text.drain(..old);
        self.text.extend_from_slice(new);
    }

    /// Whether the last line has no end, and has fewer cells than the lines above, or a last cell that is but the beginning of
    /// what they all have there. Quotes are not followed: one that is cut open is told where records are read.
    pub(super) fn is_cut(&self, delimiter: u8) -> bool {
        if memchr::memchr(b'"', &self.text).is_some() {
            return false;
        }
        // The sign that ended a file under DOS is no line.
        let text = self.text.strip_suffix(b"\x1A").unwrap_or(&self.text);
        let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').map(|line| line.trim_ascii_end()).collect();
        let Some(last) = lines.pop().filter(|last| !last.is_empty()) else { return false };
        if text.ends_with(b"\r") {
            return false;
        }
        let first = usize::from(self.is_part).min(lines.len());
        let above: Vec<&[u8]> = lines.split_off(first).into_iter().filter(|line| !line.is_empty()).collect();
        let cells = |line: &[u8]| line.iter().filter(|byte| **byte == delimiter).count();
        let usual = above.first().map_or(0, |line| cells(line));
        if usual == 0 || above.len() < FEWEST_LINES || above.iter().any(|line| cells(line) != usual) {
            return false;
        }
        let last_cell = |line: &'_ [u8]| line.iter().rposition(|byte| *byte == delimiter).map_or(0, |at| at + 1);
        let ends: Vec<&[u8]> = above.iter().skip(1).map(|line| line.get(last_cell(line)..).unwrap_or_default()).collect();
        match cells(last).cmp(&usual) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Greater => false,
            std::cmp::Ordering::Equal => {
                let end = last.get(last_cell(last)..).unwrap_or_default();
                !end.is_empty() && (lacks_decimals(&ends, end) || lacks_an_end(&ends, end))
            }
        }
    }
}

/// The decimals of a plain amount.
fn decimals(cell: &[u8]) -> Option<usize> {
    let plain = cell.strip_prefix(b"-").unwrap_or(cell);
    let point = plain.iter().position(|byte| *byte == b'.');
    let figures = plain.iter().enumerate().all(|(at, byte)| byte.is_ascii_digit() || Some(at) == point);
    (figures && plain.first()?.is_ascii_digit()).then(|| point.map_or(0, |point| plain.len() - point - 1))
}

/// Whether amounts have so many decimals, noughts too, and the last one has fewer.
fn lacks_decimals(above: &[&[u8]], last: &[u8]) -> bool {
    let Some(usual) = above.first().and_then(|cell| decimals(cell)).filter(|n| *n > 0) else { return false };
    let fixed = above.iter().all(|cell| decimals(cell) == Some(usual)) && above.iter().any(|cell| cell.ends_with(b"0"));
    fixed && decimals(last).is_some_and(|n| n < usual)
}

/// Whether all cells are alike but for their figures, such as dates, and the last one is the beginning of one.
fn lacks_an_end(above: &[&[u8]], last: &[u8]) -> bool {
    let shape = |cell: &[u8]| cell.iter().map(|byte| if byte.is_ascii_digit() { b'0' } else { *byte }).collect::<Vec<u8>>();
    let Some(usual) = above.first().map(|cell| shape(cell)).filter(|shape| shape.len() >= LONG && shape.contains(&b'0')) else {
        return false;
    };
    above.iter().all(|cell| shape(cell) == usual) && last.len() < usual.len() && usual.starts_with(&shape(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_cut(text: &str) -> bool {
        let verdicts: Vec<bool> = [1, 7, 5_000]
            .map(|step| {
                let mut tail = Tail::default();
                text.as_bytes().chunks(step).for_each(|piece| tail.keep(piece));
                tail.is_cut(b',')
            })
            .to_vec();
        assert!(verdicts.iter().all(|v| *v == verdicts[0]), "{text}");
        verdicts[0]
    }

    #[test]
    fn a_line_without_an_end_must_lack_something() {
        const AMOUNTS: &str = "id,day,amount\nT1,2026-05-01,1234.50\nT2,2026-05-01,98.00\nT3,2026-05-02,7.25\n";
        const DAYS: &str = "id,day\r\nT1,2026-05-01\r\nT2,2026-05-01\r\nT3,2026-05-02\r\n";
        for cut in ["T4,2026-05-02", "T4", "T4,2026-05-02,9876", "T4,2026-05-02,98.", "T4,2026-05-02,98.5"] {
            assert!(is_cut(&format!("{AMOUNTS}{cut}")), "{cut}");
            assert!(is_cut(&format!("{}{cut}", "T1,2026-05-01,1234.50\n".repeat(900))), "{cut}");
        }
        assert!(is_cut(&format!("{DAYS}T4,2026-05")));
        for whole in ["", "T4,2026-05-02,9876.50", "T4,2026-05-02,", "T4,2026-05-02,9876\n", "T4,2026-05-02,n/a", "T4,\"a"] {
            assert!(!is_cut(&format!("{AMOUNTS}{whole}")), "{whole}");
        }
        assert!(!is_cut(&format!("{DAYS}T4,2026-05-03")) && !is_cut(&format!("{DAYS}T4,open")));
        // Amounts without noughts at their ends, rows of several lengths, too few rows: nothing can be said.
        assert!(!is_cut("a,b\n1,2.25\n2,3.75\n3,4.55\n4,5.5") && !is_cut("a,b\n1,2,3\n4\n5") && !is_cut("a,b\n1"));
    }
}
