//! Dates that do not say which figure is the day, and dates beside them that do: what the order of a sheet's dates is taken for,
//! and whether the sheet contradicts it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::kept::fixed;
use crate::config::DateOrder;

/// A date that something is to be said about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateNote {
    pub(crate) col: u32,
    pub(crate) text: String,
    pub(crate) day: Option<NaiveDate>,
    /// The only order it can be read in, which is not the configured one; none where it was read in that for want of a better one.
    pub(crate) proves: Option<DateOrder>,
}

/// One date as it stands in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateExample {
    /// Empty where the record is no row.
    pub cell: String,
    pub text: String,
    /// What it was read as.
    #[serde(with = "fixed::day")]
    pub day: Option<NaiveDate>,
}

/// What a sheet's dates leave open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateDoubts {
    /// Dates whose order of day and month was taken from the configuration.
    pub count: u64,
    /// The first of them.
    pub first: Option<DateExample>,
    /// The first date that can only be read in another order than the configured one, and that order.
    pub against: Option<(DateOrder, DateExample)>,
}

impl DateDoubts {
    /// Takes over what is said about the dates of a record; `cell` says where one stands.
    pub(crate) fn take(&mut self, notes: Vec<DateNote>, cell: impl Fn(u32) -> String) {
        for note in notes {
            let example = || DateExample { cell: cell(note.col), text: note.text.clone(), day: note.day };
            match note.proves {
                Some(order) if self.against.is_none() => self.against = Some((order, example())),
                Some(_) => {}
                None => {
                    self.count += 1;
                    self.first.get_or_insert_with(example);
                }
            }
        }
    }
}

/// The order of day and month that a text proves, with the year behind them: `5/13/2026` has the month first.
pub(crate) fn proven(text: &str) -> Option<DateOrder> {
    let mut parts = text.trim().splitn(3, ['/', '-', '.']);
    let mut part = || parts.next().filter(|part| matches!(part.len(), 1 | 2))?.parse::<u8>().ok();
    let (first, second) = (part()?, part()?);
    let behind = parts.next()?.bytes().take_while(u8::is_ascii_digit).count();
    match (first, second, behind) {
        (1..=12, 13..=31, 4) => Some(DateOrder::Mdy),
        (13..=31, 1..=12, 4) => Some(DateOrder::Dmy),
        (1..=12, 13..=31, 2) => Some(DateOrder::Mdy),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_a_month_proves_an_order() {
        for (text, order) in [
            ("5/13/2026", Some(DateOrder::Mdy)),
            ("05-13-26", Some(DateOrder::Mdy)),
            ("13.5.2026 08:00", Some(DateOrder::Dmy)),
            // The year may stand in front.
            ("13/05/26", None),
            ("5/3/2026", None),
            ("2026-05-13", None),
            ("5/32/2026", None),
            ("0/13/2026", None),
            ("5月13日", None),
            ("", None),
        ] {
            assert_eq!(proven(text), order, "{text}");
        }
    }
}
