//! Whether a quote at the beginning of a field is a stray one (`"6in`): read as RFC 4180 wants it, it swallows whole rows up to the
//! next quote or the end of the file. What it swallowed tells: rows have as many delimiters as the record before, and the
//! lines of a real text have not.

/// How a quoted field ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a quote before a delimiter, the end of the line or of the file.
    Proper,
    /// With a quote in the middle of text.
    BeforeText,
    /// Not before the end of the file, or before it is longer than any cell.
    Never,
}

/// Whether the quote that opened this field, which holds line breaks, is a stray one. `own` gives the text of a cell of the
/// record that the field belongs to; its place is a column, and the number of columns of the record before.
pub(super) fn is_stray<'o>(
    field: &[u8],
    delimiter: u8,
    (col, width): (u32, u32),
    end: End,
    own: &dyn Fn(u32) -> Option<&'o str>,
) -> bool {
    let Some(left) = width.checked_sub(col + 1).filter(|_| width > 1) else { return false };
    let lines = lines(field);
    let (Some((first, below)), cells) = (lines.split_first(), |line: &[u8]| memchr::memchr_iter(delimiter, line).count() as u64)
    else {
        return false;
    };
    let (last, middle) = below.split_last().map_or((&[][..], below), |(last, middle)| (*last, middle));
    let (left, all) = (u64::from(left), u64::from(width) - 1);
    let begins = cells(first) == left;
    // Blank lines say nothing; the first one says something where it must have a delimiter, and the last one where it is whole.
    let whole = middle.iter().filter(|line| !line.is_empty());
    let whole = whole.chain((end == End::Never && !last.is_empty()).then_some(&last));
    let (mut fitting, mut asked) = (u64::from(begins && left > 0), u64::from(left > 0));
    for line in whole {
        fitting += u64::from(cells(line) == all);
        asked += 1;
    }
    let mostly = fitting > 0 && fitting * 2 >= asked;
    match end {
        End::Never => mostly,
        // The quote it ends with opens the next field that has one.
        End::BeforeText if field.last().is_some_and(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r')) => {
            begins && cells(last) <= all && fitting * 2 >= asked
        }
        End::BeforeText => begins && fitting > 0 && fitting == asked && cells(last) <= all,
        // Nothing is wrong with it but that it holds rows: these must be like its own, figure for figure.
        End::Proper => {
            let alike = |line: &&[u8]| is_like(line, delimiter, col, own);
            let rows = middle.iter().filter(|line| !line.is_empty());
            let fit = rows.clone().all(|line| cells(line) == all);
            begins && fit && (1..=all).contains(&cells(last)) && rows.chain([&last]).all(alike)
        }
    }
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    let line = |line: &'_ [u8]| line.len() - usize::from(line.last() == Some(&b'\r'));
    match memchr::memchr(b'\n', text) {
        Some(_) => text.split(|byte| *byte == b'\n').map(|l| l.get(..line(l)).unwrap_or_default()).collect(),
        None => text.split(|byte| *byte == b'\r').collect(),
    }
}

/// Whether a line has a cell with figures where the record has one of the same build (`SO-17` and `SO-18`).
fn is_like<'o>(line: &[u8], delimiter: u8, col: u32, own: &dyn Fn(u32) -> Option<&'o str>) -> bool {
    // The last cell of the last line may be cut off.
    let whole = memchr::memchr_iter(delimiter, line).count();
    let cells = line.split(|byte| *byte == delimiter).take(whole).zip(0..col);
    cells.into_iter().any(|(cell, at)| {
        let own = own(at).map(|text| build(text.as_bytes()));
        own.is_some_and(|own| own.contains(&b'0') && own == build(cell))
    })
}

/// A text with its runs of figures, of letters and of wide characters drawn together.
fn build(text: &[u8]) -> Vec<u8> {
    let mut built: Vec<u8> = text
        .iter()
        .map(|byte| match byte {
            b'0'..=b'9' => b'0',
            b'a'..=b'z' | b'A'..=b'Z' => b'a',
            0x80.. => 0x80,
            other => *other,
        })
        .collect();
    built.dedup_by(|next, before| next == before && matches!(next, b'0' | b'a' | 0x80));
    built
}
