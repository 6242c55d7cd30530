//! Which character parts the fields of a csv: told by its first line, or from the first lines.

use std::collections::BTreeMap;

/// How much text is looked at to tell the delimiter.
const SAMPLE_BYTES: usize = 1 << 16;
const SAMPLE_LINES: usize = 30;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter a first line `sep=;` names, and how many bytes that line takes. Excel does not show the line.
pub(super) fn declared(text: &[u8]) -> Option<(u8, usize)> {
    let quoted = text.first() == Some(&b'"');
    let rest = text.get(usize::from(quoted)..)?;
    if !rest.get(..4)?.eq_ignore_ascii_case(b"sep=") {
        return None;
    }
    let delimiter = *rest.get(4)?;
    let mut end = usize::from(quoted) + 5;
    if quoted && text.get(end) == Some(&b'"') {
        end += 1;
    }
    match text.get(end..)? {
        [b'\r', b'\n', ..] => Some((delimiter, end + 2)),
        [b'\r' | b'\n', ..] => Some((delimiter, end + 1)),
        [] => Some((delimiter, end)),
        _ => None,
    }
    .filter(|_| delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\r' | b'\n'))
}

/// The delimiter that splits most of the first lines into the same number of fields; the header line decides a tie.
pub(super) fn guess(text: &[u8], tab: bool) -> u8 {
    let sample = text.get(..SAMPLE_BYTES).unwrap_or(text);
    let lines = counts(sample);
    let score = |index: usize| {
        let mut tally: BTreeMap<usize, usize> = BTreeMap::new();
        for line in &lines {
            let count = line.get(index).copied().unwrap_or(0);
            if count > 0 {
                *tally.entry(count).or_default() += 1;
            }
        }
        let in_header = lines.first().and_then(|line| line.get(index)).is_some_and(|count| *count > 0);
        let (fields, agreeing) = tally.into_iter().max_by_key(|(count, lines)| (*lines, *count)).unwrap_or((0, 0));
        (agreeing, in_header, fields)
    };
    let fallback = if tab { b'\t' } else { b',' };
    let mut best = (fallback, score(DELIMITERS.iter().position(|d| *d == fallback).unwrap_or(0)));
    for (index, delimiter) in DELIMITERS.into_iter().enumerate() {
        let score = score(index);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// How often each delimiter stands outside quotes, for the first lines that are not blank.
fn counts(sample: &[u8]) -> Vec<[usize; DELIMITERS.len()]> {
    let mut lines = Vec::new();
    let mut line = [0; DELIMITERS.len()];
    let (mut quoted, mut blank, mut at_start) = (false, true, true);
    for &byte in sample {
        match byte {
            b'"' if quoted => quoted = false,
            b'"' if at_start => quoted = true,
            b'\r' | b'\n' if !quoted => {
                if !blank {
                    lines.push(line);
                }
                (line, blank) = ([0; DELIMITERS.len()], true);
                if lines.len() == SAMPLE_LINES {
                    return lines;
                }
            }
            _ if !quoted => {
                if let Some(count) = DELIMITERS.iter().position(|d| *d == byte).and_then(|index| line.get_mut(index)) {
                    *count += 1;
                }
            }
            _ => {}
        }
        blank &= matches!(byte, b'\r' | b'\n');
        at_start = !quoted && (matches!(byte, b'\r' | b'\n') || DELIMITERS.contains(&byte));
    }
    // The last line of a sample may be cut off; it only counts where it is the only one.
    if lines.is_empty() && !blank {
        lines.push(line);
    }
    lines
}
