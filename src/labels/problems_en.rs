//! Problems of the input in English.

use super::problems::{Told, bytes, field, fields};
use super::{Labels, fill};
use crate::clean::Reason;
use crate::load::{Fault, Found, Limit};
use crate::problems::Kind;
use crate::tables::TableId;

pub(super) fn problem(l: &Labels, kind: &Kind) -> Told {
    match kind {
        Kind::Unreadable(cause) => fault(cause),
        Kind::PartlyRead(cause) => {
            let told = fault(cause);
            Told::new(format!("Read only up to here: {}", told.sentence), told.hint)
        }
        Kind::Rejected { table, column, reason, .. } => rejected(&field(l, *table, column), *reason),
        Kind::CutOff { rows } => Told::new(
            format!("The sheet ends at row {rows}, the last one its format can hold: the export was probably cut off."),
            "Export fewer months at a time, or as csv, and compare the number of rows with the source.",
        ),
        Kind::NotOurs { nearest: None } => Told::new(
            "No row of the sheet looks like the header of a table the review knows.",
            "If it belongs to the review, check its header row, or add its headers under [aliases] in the configuration.",
        ),
        Kind::NotOurs { nearest: Some((table, lacks)) } => Told::new(
            format!("The sheet resembles the table {} and has no column for: {}.", table.name(), fields(l, *table, lacks, ", ")),
            format!("Add the missing column, or name its header under [aliases.{}] in the configuration.", table.name()),
        ),
        Kind::NothingInIt => Told::new("Every sheet of the file is empty.", "Export it again, or take it out of the folder."),
        Kind::PassedOver => Told::new(
            "The file was passed over: its extension is none of a spreadsheet.",
            "Save it as xlsx or csv if it belongs to the review.",
        ),
        Kind::UnknownColumn { table, header, nearest, sheets } => unknown_column(l, *table, (header, *sheets), *nearest),
        Kind::DoubtfulDates { count } => Told::new(
            counted(
                "{n} {n|date|dates} such as 03/04/24 {n|does|do} not say which is the day: read as the configuration says.",
                *count,
            ),
            "Check [dates] order in the configuration, or export dates as 2024-04-03.",
        ),
        Kind::Duplicates { count } => Told::new(
            counted("{n} {n|row is|rows are} in another export as well and {n|was|were} counted once.", *count),
            "Nothing to do, unless the rows are different records: then add the column that tells them apart.",
        ),
        Kind::LookAlike { one, other } => Told::new(
            format!("\u{201c}{one}\u{201d} and \u{201c}{other}\u{201d} look alike and were counted as two customers."),
            "Decide under [identity]: the same customer (same) or two (different).",
        ),
        Kind::AmbiguousName { name } => Told::new(
            format!("\u{201c}{name}\u{201d} fits several customers."),
            "State the customer id in the export, or decide under [identity.same] in the configuration.",
        ),
        Kind::NoTable(table) => no_table(*table),
    }
}

fn unknown_column(l: &Labels, table: TableId, (header, sheets): (&str, u64), nearest: Option<&'static str>) -> Told {
    let column = match sheets {
        1 => format!("The column \u{201c}{header}\u{201d}"),
        _ => format!("The column \u{201c}{header}\u{201d} (in {sheets} sheets)"),
    };
    let alias = format!("[aliases.{}]", table.name());
    match nearest {
        Some(name) => Told::new(
            format!("{column} is not known and was left out; did you mean {}?", field(l, table, name)),
            format!("Rename it, or add the header to {name} under {alias} in the configuration."),
        ),
        None => Told::new(
            format!("{column} is not known and was left out."),
            format!("Nothing to do unless the review needs it: then add the header under {alias} in the configuration."),
        ),
    }
}

fn no_table(table: TableId) -> Told {
    let (what, hint) = match table {
        TableId::Customers => ("customer master", "Without it demand, credit limits and stages are unknown."),
        TableId::Visits => ("visits", "Without them coverage and the visit rules are not checked."),
        TableId::Expenses => ("expenses", "Without them the expense rules are not checked."),
        TableId::Orders => ("orders", "Orders are required: without them there is no review."),
        TableId::Callbacks => ("callbacks", "Without them satisfaction rests on visits alone, and callbacks are not checked."),
    };
    Told::new(format!("No {what} in the input."), hint)
}

fn counted(template: &str, n: u64) -> String {
    fill(template, &[("n", n.to_string())])
}

/// Why a file, or the rest of it, cannot be read.
pub(super) fn fault(fault: &Fault) -> Told {
    match fault {
        Fault::NotFound => Told::new("The file or folder is not there.", "Check the path."),
        Fault::NotAFolder => Told::new("This is a file, not a folder.", "Name the folder that holds the exports."),
        Fault::Permission => Told::new("Access is denied.", "Give the account that runs the review the right to read it."),
        Fault::Unreadable => Told::new("The disk or network failed to deliver it.", "Copy it to a local disk and try again."),
        Fault::Empty => Told::new("The file has no content.", "Export it again."),
        Fault::Encrypted => Told::new("The file is protected by a password.", "Save a copy without a password."),
        Fault::Truncated => Told::new("The end of the file is missing.", "Copy or export it again: the transfer was cut short."),
        Fault::Corrupt => Told::new("The file is damaged.", "Open it in Excel, let it repair the file, and save it again."),
        Fault::WrongFormat { claimed, found } => Told::new(
            format!("The file is named .{claimed} and is {}.", kind_of_file(*found)),
            "Open it in Excel and save it as xlsx.",
        ),
        Fault::TooLarge { limit, allowed, found } => too_large(*limit, *allowed, *found),
        Fault::Undecodable { encoding, line, .. } => {
            Told::new(format!("Line {line} is not text in {encoding}."), "Export it again as CSV UTF-8, or as xlsx.")
        }
        Fault::ParserFailed => {
            Told::new("The file is built in a way that cannot be read.", "Open it in Excel and save it as xlsx.")
        }
        Fault::ChangedWhileReading => Told::new(
            "The file changed while it was read; nothing of it was used.",
            "Run again when the copy or export is finished.",
        ),
        Fault::Unsupported { what } => Told::new(format!("This is not read: {what}."), "Open it in Excel and save it as xlsx."),
    }
}

fn kind_of_file(found: Found) -> &'static str {
    match found {
        Found::Html => "a web page",
        Found::Xml => "an XML document",
        Found::Pdf => "a PDF document",
        Found::Rtf | Found::Document => "a text document",
        Found::Slides => "a presentation",
        Found::Zip | Found::Archive => "an archive",
        Found::Image => "a picture",
        Found::Compound => "an Office document of another kind",
        Found::Binary => "nothing known",
    }
}

fn too_large(limit: Limit, allowed: u64, found: u64) -> Told {
    let raise = |key: &str| format!("If the file is trustworthy, raise input.limits.{key} in the configuration.");
    let (what, hint) = match limit {
        Limit::FileBytes => (format!("{} in size, allowed are {}", bytes(found), bytes(allowed)), raise("file_mib")),
        Limit::InflatedBytes => {
            (format!("over {} when unpacked, allowed are {}", bytes(found), bytes(allowed)), raise("inflated_mib"))
        }
        Limit::Entries => (format!("{found} parts in the package, allowed are {allowed}"), raise("entries")),
        Limit::Ratio => (format!("packed more than {allowed} to 1, as no honest spreadsheet is"), raise("ratio")),
        Limit::Cells => (format!("more than {allowed} cells"), raise("cells")),
        Limit::PartBytes => (format!("one part of it is over {}", bytes(allowed)), split()),
        Limit::SharedStrings => (format!("more than {allowed} different texts"), split()),
        Limit::Styles => (format!("more than {allowed} styles"), "Copy the values into a new workbook.".to_owned()),
        Limit::Sheets => (format!("more than {allowed} sheets"), split()),
        Limit::CellBytes => (format!("a cell with over {} of text", bytes(allowed)), "Shorten the text of the cell.".to_owned()),
        Limit::AreaCells => (
            format!("a used area of more than {allowed} cells"),
            "Delete stray cells far from the data, or save it as xlsx.".to_owned(),
        ),
    };
    Told::new(format!("The file is too large: {what}."), hint)
}

fn split() -> String {
    "Split the file.".to_owned()
}

fn rejected(field: &str, reason: Reason) -> Told {
    let (sentence, hint) = match reason {
        Reason::MissingRequired => (format!("The {field} is missing."), "Fill in the cell."),
        Reason::BadDate => (format!("The {field} is not a date."), "Write it as 2024-05-03."),
        Reason::AmbiguousDate => {
            (format!("The {field} can be read in more than one order of day and month."), "Write it as 2024-05-03.")
        }
        Reason::DateOutOfRange => {
            (format!("The {field} is outside the years allowed."), "Correct the year, or widen [dates] in the configuration.")
        }
        Reason::TimeZone => (
            format!("The {field} is in universal time: the local day may be another one."),
            "Export local times, or with their offset (2024-05-03T10:30+08:00).",
        ),
        Reason::BadTime => (format!("The {field} is not a time of day."), "Write it as 14:30."),
        Reason::BadNumber => (format!("The {field} is not a number."), "Enter a plain number such as 1234.50."),
        Reason::InexactNumber => (format!("The {field} is approximate or a range."), "Enter one exact number."),
        Reason::NotFinite => (format!("The {field} is not a finite number."), "Enter the amount, or correct the formula."),
        Reason::TooLarge => (format!("The {field} is too large to be true."), "Check the unit and the digits."),
        Reason::FormulaError => (format!("The {field} is a formula that fails."), "Correct the formula, or enter the value."),
        Reason::Uncalculated => {
            (format!("The {field} is a formula that was never calculated."), "Open the file in Excel and save it.")
        }
        Reason::ImpreciseId => {
            (format!("The {field} was stored as a number and has lost digits."), "Format the column as text and export it again.")
        }
        Reason::BadFlag => (format!("The {field} is neither yes nor no."), "Write yes or no."),
        Reason::BadRating => (format!("The {field} is not a rating."), "Write a word or number of the rating scale."),
        Reason::RatingOutOfRange => {
            (format!("The {field} lies outside the rating scale."), "Correct it, or set satisfaction.scale in the configuration.")
        }
        Reason::LossyText => (
            format!("The {field} holds characters that an earlier conversion destroyed."),
            "Export it again as CSV UTF-8, or as xlsx.",
        ),
        Reason::MissingRate => {
            (format!("The {field} is in a currency without a rate."), "Add the currency under [rates] in the configuration.")
        }
    };
    Told::new(sentence, hint)
}
