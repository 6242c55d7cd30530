//! Why a cell cannot be read, in English: what it holds, and what is expected instead.

use super::advice::{self, DateFault};
use super::problems::{Told, short};
use crate::clean::{FaultyCell, Reason};

/// `field` as a person knows it.
pub(super) fn reason(field: &str, cell: &FaultyCell) -> Told {
    let holds = match short(&cell.value) {
        value if value.is_empty() => format!("The {field}"),
        value => format!("The {field} \u{201c}{value}\u{201d}"),
    };
    let (sentence, hint) = match cell.reason {
        Reason::MissingRequired => missing(field, cell),
        Reason::BadDate => date(&holds, &cell.value),
        Reason::AmbiguousDate => ambiguous(&holds, &cell.value),
        Reason::DateOutOfRange => (
            format!("{holds} is outside the years allowed."),
            "Correct the year; if it is right, widen first_year and last_year under [dates] in the configuration.".to_owned(),
        ),
        Reason::TimeZone => (
            format!("{holds} is in universal time: the local day may be another one."),
            "Export local times, or with their offset (2024-05-03T10:30+08:00).".to_owned(),
        ),
        Reason::InexactNumber => (format!("{holds} is approximate or a range."), "Enter one exact number.".to_owned()),
        Reason::BadTime => (
            format!("{holds} is not a time of day."),
            "Write it as 14:30, from 00:00 to 23:59; a range as 11:00-12:00.".to_owned(),
        ),
        Reason::BadNumber => (format!("{holds} is not a number."), number(&cell.value)),
        Reason::NotFinite => (format!("{holds} is not a finite number."), "Enter the figure, or correct the formula.".to_owned()),
        Reason::TooLarge => {
            (format!("{holds} is too large to be true."), "Check its digits and the unit that the header states.".to_owned())
        }
        Reason::FormulaError => (
            format!("The {field} is a formula that fails{}.", code_of(&cell.value)),
            "Correct the formula, or enter the value itself.".to_owned(),
        ),
        Reason::Uncalculated => (
            format!("{holds} is a formula that was never calculated."),
            "Open the file in Excel and save it, or enter the value itself.".to_owned(),
        ),
        Reason::ImpreciseId => (
            format!("{holds} was stored as a number and has lost its last digits."),
            "Format the column as text, then enter it again from the source; the digits cannot be restored.".to_owned(),
        ),
        Reason::BadFlag => {
            (format!("{holds} is neither yes nor no."), "Write yes or no; leave it empty if it is not known.".to_owned())
        }
        Reason::BadRating => (
            format!("{holds} is not a rating."),
            "Write a number from 1 to 5, or a word such as satisfied or dissatisfied.".to_owned(),
        ),
        Reason::RatingOutOfRange => (
            format!("{holds} lies outside the rating scale."),
            "Write a number within the scale, or set scale under [satisfaction] in the configuration.".to_owned(),
        ),
        Reason::LossyText => (
            format!("{holds} holds characters that an earlier conversion destroyed."),
            "Enter the text again, or export it again as CSV UTF-8 or xlsx.".to_owned(),
        ),
        Reason::MissingRate => (
            match advice::currency(&cell.value) {
                Some(code) => format!("There is no rate for {code}."),
                None => format!("There is no rate for the currency of {holds}."),
            },
            "Add one under [rates] in the configuration.".to_owned(),
        ),
        Reason::SurplusCell => (
            format!(
                "The row has more cells than the header ({}): those before may stand in the wrong columns.",
                surplus(&cell.value)
            ),
            "Put texts and amounts that hold the delimiter into quotes (\"1,234.50\"), or export as xlsx.".to_owned(),
        ),
    };
    Told::new(sentence, hint)
}

fn surplus(value: &str) -> String {
    format!("\u{201c}{}\u{201d}", short(value))
}

/// The code that Excel shows in place of the value.
fn code_of(value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" ({})", short(value)) }
}

fn missing(field: &str, cell: &FaultyCell) -> (String, String) {
    let sentence = format!("The {field} is missing.");
    match cell.cell() {
        Some(at) => (sentence, format!("Fill in cell {at}: a record needs it.")),
        None => (sentence, format!("The sheet has no filled column for it: add one headed \u{201c}{field}\u{201d}.")),
    }
}

fn date(holds: &str, value: &str) -> (String, String) {
    match advice::date(value) {
        DateFault::Swapped(meant) => (
            format!("{holds} is not a date: there is no such month."),
            format!("Write it as {meant} if the day was put before the month."),
        ),
        DateFault::NoSuchDay { year, month, days } => (
            format!("{holds} is not a date: {year:04}-{month:02} has {days} days."),
            "Correct the day, in the form 2026-05-13.".to_owned(),
        ),
        DateFault::Other => (format!("{holds} is not a date."), "Write it as year-month-day, such as 2026-05-13.".to_owned()),
    }
}

fn ambiguous(holds: &str, value: &str) -> (String, String) {
    let hint = match advice::readings(value) {
        Some([one, other]) => format!("Write it as {one} or as {other}, whichever is meant."),
        None => "Write it as year-month-day, such as 2026-05-13.".to_owned(),
    };
    (format!("{holds} can be read in more than one order of day and month."), hint)
}

fn number(value: &str) -> String {
    if advice::is_day(value) {
        return "The cell is formatted as a date: give it the format of a number, or correct the column.".to_owned();
    }
    match advice::number(value) {
        Some(meant) => format!("Enter {meant} if that is meant, without letters or words."),
        None => "Enter a plain number such as 1234.50.".to_owned(),
    }
}
