//! A table on standard output: columns in line for a person, tab-separated for a program.

use super::one_line;

/// No column is padded beyond this: one long value must not push all the others out of sight.
const WIDEST: usize = 44;

/// The rows as text. For a person there is a header and padding; for a program only the first `plain` columns.
#[must_use]
pub fn table(header: &[&str], rows: &[Vec<String>], person: bool, plain: usize) -> String {
    let mut text = String::new();
    if !person {
        for row in rows {
            let cells: Vec<String> = row.iter().take(plain).map(|c| one_line(c)).collect();
            text.push_str(&cells.join("\t"));
            text.push('\n');
        }
        return text;
    }
    let mut all = vec![header.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>()];
    all.extend(rows.iter().map(|row| row.iter().map(|c| one_line(c)).collect()));
    let widths: Vec<usize> = (0..header.len())
        .map(|col| all.iter().filter_map(|r| r.get(col)).map(|c| width(c)).max().unwrap_or(0).min(WIDEST))
        .collect();
    for row in &all {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(wide.saturating_sub(width(cell)) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Columns of a terminal: ideographs and full-width signs take two.
fn width(text: &str) -> usize {
    let wide = |c: char| {
        matches!(u32::from(c), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3)
            || matches!(u32::from(c), 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6)
    };
    text.chars().map(|c| 1 + usize::from(wide(c))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_gets_tabs_and_a_person_columns() {
        let rows = vec![
            vec!["订单".to_owned(), "x\ty".to_owned(), "1".to_owned()],
            vec!["abcdef".to_owned(), "z".to_owned(), String::new()],
        ];
        assert_eq!(table(&["where", "what", "value"], &rows, false, 2), "订单\tx y\nabcdef\tz\n");
        assert_eq!(table(&["where", "what", "value"], &rows, true, 2), "where   what  value\n订单    x y   1\nabcdef  z\n");
    }
}
