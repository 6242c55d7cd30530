//! The day that a title states: `表2—2013年8月30日客户拜访表` above records that name a time and no date.

use chrono::NaiveDate;

use crate::clean::held::HeldRow;
use crate::clean::value;
use crate::config::Dates;
use crate::load::Value;

/// The day of the nearest title above: a row with a single text.
pub(crate) fn day_above(rows: &[HeldRow], dates: &Dates) -> Option<NaiveDate> {
    rows.iter()
        .rev()
        .filter_map(|row| if let [only] = row.cells.as_slice() { only.text() } else { None })
        .find_map(|t| day(t, dates))
}

/// The first whole date in a text.
fn day(text: &str, dates: &Dates) -> Option<NaiveDate> {
    let part_of_date = |c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '/' | '-' | '.');
    text.split(|c| !part_of_date(c)).filter(|run| run.chars().filter(char::is_ascii_digit).count() >= 6).find_map(|run| {
        let run = run.trim_matches(['-', '.', '/']);
        // Only a year of four digits makes it certain which number is which.
        let certain = run.len() >= 8 && run.as_bytes()[..4].iter().all(u8::is_ascii_digit);
        value::moment(Value::Text(run), dates).ok().filter(|_| certain).map(|moment| moment.day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_with_and_without_a_day() {
        let dates = Dates::default();
        for (title, expected) in [
            ("表2—2013年8月30日客户拜访表", Some((2013, 8, 30))),
            ("拜访信息一览表 2026-03-05", Some((2026, 3, 5))),
            ("客户拜访表（2026/3/5）", Some((2026, 3, 5))),
            ("2026年3月拜访记录", None),
            ("第12345678号", None),
            ("联系电话 021-5588-6677", None),
        ] {
            assert_eq!(day(title, &dates), expected.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)), "{title}");
        }
    }
}
