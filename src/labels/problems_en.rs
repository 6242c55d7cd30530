//! Problems of the input in English.

use super::problems::{
    Told, alias_line, bytes, different_entry, field, fields, further, header_line, named, open_header_line, quoted, reason,
    short, suspects,
};
use super::{Labels, fill, header_notes};
use crate::clean::{
    Basis, Conflict, DateDoubts, DateExample, Difference, FaultyCell, Likeness, LookAlike, NearMiss, Stranger, ThinMonth,
};
use crate::load::{Fault, Found, Limit, Remark};
use crate::problems::{Kind, Nearest};
use crate::tables::TableId;

pub(super) fn problem(l: &Labels, kind: &Kind) -> Told {
    match kind {
        Kind::Unreadable(cause) => fault(cause),
        Kind::PartlyRead(cause) => {
            let told = fault(cause);
            Told::new(format!("Read only up to here: {}", told.sentence), told.hint)
        }
        Kind::Rejected { table, first, also } => rejected(l, *table, first, also),
        Kind::CutOff { rows } => Told::new(
            format!("The sheet ends at row {rows}, the last one its format can hold: the export was probably cut off."),
            "Export fewer months at a time, or as csv, and compare the number of rows with the source.",
        ),
        Kind::NotOurs { nearest: None } => Told::new(
            "No row of the sheet looks like the header of a table the review knows.",
            "If it belongs to the review, check its header row, or add its headers under [aliases] in the configuration.",
        ),
        Kind::NotOurs { nearest: Some(near) } => nearly_ours(l, near),
        Kind::NothingInIt => Told::new("Every sheet of the file is empty.", "Export it again, or take it out of the folder."),
        Kind::PassedOver => Told::new(
            "The file was passed over: its extension is none of a spreadsheet.",
            "Save it as xlsx or csv if it belongs to the review.",
        ),
        Kind::UnknownColumn { table, header, nearest, sheets } => unknown_column(l, *table, (header, *sheets), nearest.as_ref()),
        Kind::DoubtfulDates { doubts, file } => doubtful_dates(doubts, file),
        Kind::Header { table, note } => header_notes::told(l, *table, note),
        Kind::Duplicates { count } => Told::new(
            counted("{n} {n|row is|rows are} in another export as well and {n|was|were} counted once.", *count),
            "Nothing to do, unless the rows are different records: then add the column that tells them apart.",
        ),
        Kind::LookAlike(pair) => look_alike(l, pair),
        Kind::LookAlikes { count, first } => Told::new(
            format!(
                "{count} pairs of customer names are alike and were counted as two customers each. {}",
                look_alike(l, first).sentence
            ),
            "The sheet Data quality lists every pair with the line that makes one customer of it.",
        ),
        Kind::AmbiguousName { name } => Told::new(
            format!("\u{201c}{name}\u{201d} fits several customers."),
            format!(
                "State the customer id in the export, or decide: add the line `{} = \"customer id\"` below [identity.same].",
                quoted(name)
            ),
        ),
        Kind::NoTable(table) => no_table(*table),
        Kind::Conflict(conflict) => one_conflict(l, conflict),
        Kind::Conflicts { table, count, kept, dropped, both } => conflicts(*table, *count, [kept, dropped], *both),
        Kind::Stranger(stranger) => Told::new(
            format!("\u{201c}{}\u{201d} is not in the customer master; {}.", short(&stranger.name), hangs_on(stranger)),
            add_to_master(&stranger.name),
        ),
        Kind::Strangers { count, largest } => Told::new(
            format!(
                "{count} customers are not in the customer master; the largest is \u{201c}{}\u{201d}: {}.",
                short(&largest.name),
                hangs_on(largest)
            ),
            "Add them to the master; the sheet Data quality lists every one with what hangs on it.",
        ),
        Kind::ThinMonth(ThinMonth { table, month, rows, usual }) => Told::new(
            format!("{month} has {rows} rows of {}, where the months before have about {usual}.", table.name()),
            "Compare with the source system: the export may have been cut short, or a file may be missing.",
        ),
        Kind::Misnamed { claimed, format } => Told::new(
            format!("The file is named .{claimed} and is {format}; it was read as what it is."),
            format!("Nothing to do; exporting it as a real {claimed} or xlsx is safer."),
        ),
        Kind::Remark(of_text) => remark(of_text),
        Kind::ExampleRows { count } => Told::new(
            counted("{n} example {n|row|rows} of the template {n|is|are} still in the sheet.", *count),
            "Delete the rows whose id begins with EXAMPLE- or 示例-.",
        ),
        Kind::UnknownFinding { id, count, first, last } => Told::new(
            match count {
                1 => format!(
                    "No finding of {first} to {last} has the id \u{201c}{}\u{201d}: the decision changes nothing.",
                    short(id)
                ),
                n => format!("{n} decisions name findings that are none of {first} to {last}: they change nothing."),
            },
            "Compare the id with the list of findings; if the facts were corrected since, the finding is gone or has another id.",
        ),
        Kind::UnknownDecision { id, word, count } => Told::new(
            match count {
                1 => {
                    format!("\u{201c}{}\u{201d} is no decision that is known: the finding {} stays open.", short(word), short(id))
                }
                n => format!(
                    "{n} decisions are in no words that are known, such as \u{201c}{}\u{201d}: their findings stay open.",
                    short(word)
                ),
            },
            "Write accepted, recovered or false alarm.",
        ),
        Kind::OutdatedDecision { id, by, count } => Told::new(
            match count {
                1 => format!("The finding {} was decided again in {by}: the newer decision counts.", short(id)),
                n => format!("{n} decisions were taken again later: the newer ones count."),
            },
            "Nothing to do, unless the older one is meant: then give it the newer date.",
        ),
    }
}

/// What is odd about the text of a file that was read all the same.
fn remark(remark: &Remark) -> Told {
    match remark {
        Remark::Undecodable { encoding, places, line, .. } => Told::new(
            match places {
                1 => format!("In line {line} there is one place that is not text in {encoding}; it stands as \u{fffd}."),
                n => format!("{n} places, the first in line {line}, are not text in {encoding}; each stands as \u{fffd}."),
            },
            "Rows that have one in a cell that matters are rejected; export it again as CSV UTF-8, or as xlsx.",
        ),
        Remark::Guessed { encoding } => Told::new(
            format!("The file does not say its encoding and was read as {encoding}."),
            "Look at names with accents; if they are wrong, export it again as CSV UTF-8, or as xlsx.",
        ),
        Remark::StrayQuotes { places, .. } => Told::new(
            match places {
                1 => "A quote begins this cell and is not closed in its row; it was read as an ordinary character.".to_owned(),
                n => format!(
                    "{n} quotes, the first in this cell, begin a cell and are not closed in its row; they were read as ordinary characters."
                ),
            },
            "Compare the row with the source system; write a quote within text twice, inside quotes (\"\"\"6in pipe\").",
        ),
        Remark::ZeroBytes { bytes } => Told::new(
            counted("{n} zero {n|byte|bytes}, which no text has, {n|was|were} left out.", *bytes),
            "Compare the rows with the source system: the file may have been damaged when it was written.",
        ),
        Remark::CutLine { row } => Told::new(
            format!("The last line (row {row}) has no end and is shorter than the lines above: the file may have been cut off."),
            "Compare the last row with the source system, and copy or export the file again.",
        ),
    }
}

fn rejected(l: &Labels, table: TableId, first: &FaultyCell, also: &[FaultyCell]) -> Told {
    let told = reason(l, table, first);
    if also.is_empty() {
        return told;
    }
    let cells = further(l, table, also, [" (", ")", ", ", " and {n} more"]);
    Told::new(told.sentence, format!("{} In the same row also: {cells}.", told.hint))
}

fn doubtful_dates(doubts: &DateDoubts, file: &str) -> Told {
    let example = |at: &DateExample| match at.cell.as_str() {
        "" => format!("\u{201c}{}\u{201d}", short(&at.text)),
        cell => format!("\u{201c}{}\u{201d} in {cell}", short(&at.text)),
    };
    let first = doubts.first.as_ref().map(|first| {
        let day = first.day.map(|day| format!(", read as {day}")).unwrap_or_default();
        format!(" such as {}{day},", example(first))
    });
    let sentence = format!("{{n}} {{n|date|dates}}{} {{n|does|do}} not say which figure is the day", first.unwrap_or_default());
    let sentence = counted(&sentence, doubts.count);
    let Some((order, proof)) = &doubts.against else {
        return Told::new(
            format!("{sentence}: read as the configuration says."),
            "Check [dates] order in the configuration, or export dates as 2024-04-03.",
        );
    };
    let order = order.name();
    Told::new(
        format!("{sentence}, but {} can only be {order}: the configured order seems to be wrong here.", example(proof)),
        format!(
            "If the dates are {order}: [[mapping]] file = {file:?} date_order = \"{order}\" for this file, or [dates] order = \"{order}\" for all."
        ),
    )
}

/// The setting that says which of two records counts.
const CONFLICTS: &str = "[input] conflicts = \"later_name\" | \"earlier_name\" | \"both\"";

fn one_conflict(l: &Labels, conflict: &Conflict) -> Told {
    let changed = |d: &Difference| {
        format!("{} {} \u{2192} {}", field(l, conflict.table, d.column), or_empty(&d.dropped), or_empty(&d.kept))
    };
    let differs: Vec<String> = conflict.differences.iter().map(changed).collect();
    let kept = &conflict.kept;
    let place = format!("{}!{}!{}", kept.file, kept.sheet, kept.row);
    let fate = match conflict.basis {
        Basis::LaterName => format!("kept is {place}, whose file has the later name; this row was set aside"),
        Basis::EarlierName => format!("kept is {place}, whose file has the earlier name; this row was set aside"),
        Basis::Fuller => format!("kept is {place}, which says more; this row was set aside"),
        Basis::Both | Basis::Apart => format!("this row and {place} are both counted"),
    };
    let (table, id, differs) = (conflict.table.name(), short(&conflict.id), differs.join(", "));
    if conflict.basis == Basis::Apart {
        return Told::new(
            format!("In {table}, two records have \u{201c}{id}\u{201d} and little else in common ({differs}): {fate}."),
            "If they are one record, remove the outdated row; if they are two, all is well.",
        );
    }
    Told::new(
        format!("In {table}, \u{201c}{id}\u{201d} is stated twice with other values ({differs}): {fate}."),
        format!("Remove the outdated row, or choose: {CONFLICTS}."),
    )
}

fn or_empty(value: &str) -> String {
    if value.is_empty() { "(empty)".to_owned() } else { short(value) }
}

fn conflicts(table: TableId, count: u64, [kept, dropped]: [&str; 2], both: bool) -> Told {
    let fate = match both {
        true => "both are counted".to_owned(),
        false => format!("the rows of {kept} are kept, those of {dropped} set aside"),
    };
    let or = if both { String::new() } else { format!(", or choose: {CONFLICTS}") };
    Told::new(
        format!("{count} records of {} are stated with other values in {kept}: {fate}.", table.name()),
        format!("The sheet Data quality lists them. Remove the outdated export, if one is{or}."),
    )
}

/// What hangs on a customer that is not in the master.
fn hangs_on(stranger: &Stranger) -> String {
    let some = |n: u64, template: &str| (n > 0).then(|| counted(template, n));
    let parts = [
        some(stranger.orders, "{n} {n|order|orders}").map(|text| format!("{text} ({})", stranger.order_amount)),
        some(stranger.visits, "{n} {n|visit|visits}"),
        some(stranger.expenses, "{n} {n|expense|expenses}").map(|text| format!("{text} ({})", stranger.expense_amount)),
        some(stranger.callbacks, "{n} {n|callback|callbacks}"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What to do about a stranger, with the line to paste where it is another spelling of a known customer.
fn look_alike(l: &Labels, pair: &LookAlike) -> Told {
    let why = match pair.likeness {
        Likeness::SameName => "are the same name under two ids",
        Likeness::SameSound => "sound the same",
        Likeness::NearlySame => "look alike",
    };
    Told::new(
        format!(
            "\u{201c}{}\u{201d} and \u{201c}{}\u{201d} {why} and were counted as two customers.",
            named(l, &pair.one),
            named(l, &pair.other)
        ),
        format!(
            "The same customer: add the line `{}` below [identity.same]; two customers: add `{}` to the list `different` of [identity].",
            alias_line(pair),
            different_entry(pair)
        ),
    )
}

pub(super) fn add_to_master(name: &str) -> String {
    let name = quoted(name);
    format!(
        "Add it to the master; if it is another spelling: add the line `{name} = \"name or id in the master\"` below [identity.same]."
    )
}

/// The cells of the header row in which the missing column may hide, those that resemble it first.
fn nearly_ours(l: &Labels, near: &NearMiss) -> Told {
    let table = near.table.name();
    let suspects = suspects(near);
    let unread = match suspects.is_empty() {
        true => String::new(),
        false => format!("; not known in that row: {}", suspects.join(", ")),
    };
    Told::new(
        format!(
            "The sheet resembles the table {table} (its header in row {}) and has no column for: {}{unread}.",
            near.row,
            fields(l, near.table, &near.lacks, ", ")
        ),
        match suspects.is_empty() {
            true => format!("Add the missing column, or name its header under [aliases.{table}] in the configuration."),
            false => {
                format!("Rename the header, add the missing column, or name it under [aliases.{table}] in the configuration.")
            }
        },
    )
}

fn unknown_column(l: &Labels, table: TableId, (header, sheets): (&str, u64), nearest: Option<&Nearest>) -> Told {
    let column = match sheets {
        1 => format!("The column \u{201c}{header}\u{201d}"),
        _ => format!("The column \u{201c}{header}\u{201d} (in {sheets} sheets)"),
    };
    let paste = |line: String| format!("`{line}` below [aliases.{}]", table.name());
    match nearest {
        Some(Nearest { field: name, alias }) => {
            let resembles = alias.as_ref().map(|alias| format!("it resembles \u{201c}{alias}\u{201d}; ")).unwrap_or_default();
            Told::new(
                format!("{column} is not known and was left out; {resembles}did you mean {}?", field(l, table, name)),
                format!("If so, rename it, or put into the configuration: {}.", paste(header_line(name, header))),
            )
        }
        None => Told::new(
            format!("{column} is not known and was left out."),
            format!(
                "Nothing to do unless the review needs it; then put into the configuration, with a field in the place of FIELD and without the first #: {}.",
                paste(open_header_line(table, header, "one of"))
            ),
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
        TableId::Dispositions => ("dispositions", "Without them every finding is open."),
    };
    Told::new(format!("No sheet of {what} was found."), hint)
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
        Fault::TimedOut { seconds } => Told::new(
            format!("Reading the file took more than {seconds} seconds and was given up."),
            "Open it in Excel and save it as xlsx, or raise input.limits.seconds in the configuration.",
        ),
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
        Found::Binary => "of no known kind",
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
        Limit::SharedStrings => (format!("more than {allowed} different texts"), raise("shared_strings")),
        Limit::Styles => (format!("more than {allowed} styles"), "Copy the values into a new workbook.".to_owned()),
        Limit::Sheets => (format!("more than {allowed} sheets"), raise("sheets")),
        Limit::CellBytes => (format!("a cell with over {} of text", bytes(allowed)), "Shorten the text of the cell.".to_owned()),
        Limit::TextBytes => (format!("over {} of text in all", bytes(allowed)), raise("text_mib")),
        Limit::Memory => (format!("reading it takes more than {} of memory", bytes(allowed)), raise("memory_mib")),
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
