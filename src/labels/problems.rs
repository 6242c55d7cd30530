//! Sentences for problems of the input: what is wrong, and what to do about it.

use std::fmt::Write;
use std::sync::LazyLock;

use super::Labels;
use super::{problems_en as en, problems_zh as zh, reasons_en, reasons_zh};
use crate::clean::{Alike, FaultyCell, Likeness, LookAlike, NearMiss, Reason, Reject, UnknownColumn};
use crate::config::Language;
use crate::load::Fault;
use crate::problems::Kind;
use crate::tables::{TableId, headers};

/// A problem in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub sentence: String,
    /// What a person can do about it.
    pub hint: String,
}

impl Told {
    pub(super) fn new(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Told { sentence: sentence.into(), hint: hint.into() }
    }
}

/// Puts a problem into words.
#[must_use]
pub fn problem(labels: &Labels, kind: &Kind) -> Told {
    match labels.language {
        Language::En => en::problem(labels, kind),
        Language::Zh => zh::problem(labels, kind),
    }
}

/// Why one cell cannot be read, in words.
#[must_use]
pub fn reason(labels: &Labels, table: TableId, cell: &FaultyCell) -> Told {
    let field = field(labels, table, cell.column);
    match labels.language {
        Language::En => reasons_en::reason(&field, cell),
        Language::Zh => reasons_zh::reason(&field, cell),
    }
}

/// A rejected row in one line: the cell, what is the matter, what to enter, and which further cells of the row are at fault.
#[must_use]
pub fn reject(labels: &Labels, reject: &Reject) -> String {
    let kind = Kind::Rejected { table: reject.table, first: reject.first.clone(), also: reject.also.clone() };
    let told = problem(labels, &kind);
    match labels.language {
        Language::En => format!("{}: {} {}", reject.cell(), told.sentence, told.hint),
        Language::Zh => format!("{}：{}{}", reject.cell(), told.sentence, told.hint),
    }
}

/// What to do about a cell that stands marked before the reader, whatever its place in its own file.
#[must_use]
pub fn mend(labels: &Labels, table: TableId, cell: &FaultyCell) -> String {
    let told = reason(labels, table, cell);
    let hint = if cell.reason == Reason::MissingRequired { labels.mend_fill } else { &told.hint };
    match labels.language {
        Language::En => format!("{} {hint}", told.sentence),
        Language::Zh => format!("{}{hint}", told.sentence),
    }
}

/// What to do about a customer that is not in the master, with the line to paste.
#[must_use]
pub fn add_to_master(labels: &Labels, name: &str) -> String {
    match labels.language {
        Language::En => en::add_to_master(name),
        Language::Zh => zh::add_to_master(name),
    }
}

/// The line that makes one customer of two that look alike, for the configuration's `[identity.same]`.
#[must_use]
pub fn alias_line(pair: &LookAlike) -> String {
    format!("{} = {}", quoted(pair.other.written()), quoted(pair.one.written()))
}

/// The entry that keeps two customers that look alike apart, for the list `different` of the configuration's `[identity]`.
pub(super) fn different_entry(pair: &LookAlike) -> String {
    // The same name under two ids is told apart by the ids.
    let by_id = pair.likeness == Likeness::SameName;
    let written = |alike: &'_ Alike| quoted(if by_id { alike.written() } else { &alike.name });
    format!("[{}, {}]", written(&pair.one), written(&pair.other))
}

/// A customer in a sentence, with its id where names alone do not tell it.
pub(super) fn named(labels: &Labels, alike: &Alike) -> String {
    let name = short(&alike.name);
    alike.id.as_ref().map_or_else(|| name.clone(), |id| labels.in_brackets(&name, &short(id)))
}

/// The unknown headers of a row that came near to a table, with their cells: those that resemble a known one, or else all.
pub(super) fn suspects(near: &NearMiss) -> Vec<String> {
    const NAMED: usize = 6;
    let alike: Vec<_> = near.unknown.iter().filter(|(_, u)| u.nearest.is_some()).collect();
    let all = if alike.is_empty() { near.unknown.iter().collect() } else { alike };
    let said = |(cell, u): &(String, UnknownColumn)| match (&u.alias, u.nearest) {
        (Some(alias), Some(field)) => format!("{cell} {} (~ {alias} → {field})", short(&u.header)),
        _ => format!("{cell} {}", short(&u.header)),
    };
    all.into_iter().take(NAMED).map(said).collect()
}

/// Further faulty cells of a row, each with its field: `C7 (date)`. A row of a hundred bad cells names the first ones.
pub(super) fn further(labels: &Labels, table: TableId, also: &[FaultyCell], [open, close, between, more]: [&str; 4]) -> String {
    const NAMED: usize = 8;
    let named = also.iter().take(NAMED).map(|cell| {
        let field = field(labels, table, cell.column);
        cell.cell().map_or(field.clone(), |at| format!("{at}{open}{field}{close}"))
    });
    let mut text = named.collect::<Vec<_>>().join(between);
    if also.len() > NAMED {
        text.push_str(&super::fill(more, &[("n", (also.len() - NAMED).to_string())]));
    }
    text
}

/// A value of the data inside a sentence: on one line, and no longer than a sentence bears.
pub(super) fn short(value: &str) -> String {
    const LONGEST: usize = 40;
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ").replace(char::is_control, " ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}\u{2026}", &line[..at]),
        None => line,
    }
}

/// A text as the configuration wants it, ready to paste.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The line by which a header is a known field's.
pub(super) fn header_line(name: &str, header: &str) -> String {
    format!("{name} = [{}]", quoted(header))
}

/// The same where nobody knows the field: as it stands it says nothing, so that no field is filled by accident.
pub(super) fn open_header_line(table: TableId, header: &str, one_of: &str) -> String {
    let spec = table.spec();
    let needed: Vec<&str> = spec.required.iter().copied().flatten().copied().collect();
    let open: Vec<&str> = spec.columns.iter().map(|c| c.name).filter(|name| !needed.contains(name)).collect();
    format!("# FIELD = [{}] # FIELD: {one_of} {}", quoted(header), open.join(", "))
}

/// Why a file or folder cannot be read, in words.
#[must_use]
pub fn fault(labels: &Labels, fault: &Fault) -> Told {
    match labels.language {
        Language::En => en::fault(fault),
        Language::Zh => zh::fault(fault),
    }
}

/// The name of a field as a person knows it: in Chinese the usual header, in English the field's own name.
#[must_use]
pub fn field(labels: &Labels, table: TableId, field: &str) -> String {
    static HEADERS: LazyLock<toml::Table> = LazyLock::new(headers);
    let chinese = |text: &&str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let usual = || {
        let spellings = HEADERS.get(table.name())?.get(field)?.as_array()?;
        spellings.iter().filter_map(toml::Value::as_str).find(chinese).map(ToOwned::to_owned)
    };
    match labels.language {
        Language::En => field.replace('_', " "),
        Language::Zh => usual().unwrap_or_else(|| field.replace('_', " ")),
    }
}

/// Several fields, as one text.
pub(super) fn fields(labels: &Labels, table: TableId, names: &[&str], between: &str) -> String {
    names.iter().map(|name| field(labels, table, name)).collect::<Vec<_>>().join(between)
}

/// A size in bytes, in the unit that keeps it short.
#[must_use]
pub fn bytes(n: u64) -> String {
    let mut text = String::new();
    let (unit, name) = match n {
        0..0x400 => (1, "B"),
        0x400..0x10_0000 => (0x400, "KiB"),
        0x10_0000..0x4000_0000 => (0x10_0000, "MiB"),
        _ => (0x4000_0000, "GiB"),
    };
    // Writing to a text cannot fail.
    let _ = write!(text, "{} {name}", n / unit);
    text
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::clean::{Basis, Conflict, DateDoubts, DateExample, Difference, HeaderNote, Place, Stranger, ThinMonth, Written};
    use crate::load::{Found, Limit, Remark};
    use crate::problems::Nearest;
    use crate::units::{Money, Month};

    fn faults() -> Vec<Fault> {
        let limits = [
            Limit::FileBytes,
            Limit::Entries,
            Limit::InflatedBytes,
            Limit::Ratio,
            Limit::PartBytes,
            Limit::SharedStrings,
            Limit::Styles,
            Limit::Sheets,
            Limit::Cells,
            Limit::CellBytes,
            Limit::TextBytes,
            Limit::AreaCells,
            Limit::Memory,
        ];
        let found = [Found::Html, Found::Pdf, Found::Zip, Found::Binary];
        let mut all = vec![
            Fault::NotFound,
            Fault::NotAFolder,
            Fault::Permission,
            Fault::Unreadable,
            Fault::Empty,
            Fault::Encrypted,
            Fault::Truncated,
            Fault::Corrupt,
            Fault::Undecodable { encoding: "UTF-8", byte: 7, line: 2 },
            Fault::ParserFailed,
            Fault::TimedOut { seconds: 15 },
            Fault::ChangedWhileReading,
            Fault::Unsupported { what: "macro sheets" },
        ];
        all.extend(limits.map(|limit| Fault::TooLarge { limit, allowed: 10, found: 11 }));
        all.extend(found.map(|found| Fault::WrongFormat { claimed: "xlsx".to_owned(), found }));
        all
    }

    fn faulty(value: &str, reason: Reason) -> FaultyCell {
        FaultyCell { column: "amount", at: Some((3, 3)), value: value.to_owned(), reason }
    }

    fn stranger() -> Stranger {
        Stranger {
            key: "n".to_owned(),
            name: "北方 \"Nord\"".to_owned(),
            orders: 2,
            order_amount: Money::from_minor(123_450),
            visits: 1,
            expenses: 0,
            expense_amount: Money::from_minor(0),
            callbacks: 3,
        }
    }

    fn near_miss(unknown_headers: &[&str]) -> NearMiss {
        let unknown = |&header: &&str| {
            let alias = header.starts_with('金').then(|| "金额".to_owned());
            let nearest = alias.as_ref().map(|_| "amount");
            ("D1".to_owned(), UnknownColumn { header: header.to_owned(), nearest, alias })
        };
        let unknown = unknown_headers.iter().map(unknown).collect();
        NearMiss { table: TableId::Orders, lacks: vec!["order_id", "amount"], row: 1, unknown }
    }

    fn look_alike(likeness: Likeness) -> LookAlike {
        let alike = |id: Option<&str>, name: &str| Alike { name: name.to_owned(), id: id.map(str::to_owned) };
        LookAlike { one: alike(Some("C1"), "甲公司"), other: alike(None, "贾\"公司"), likeness }
    }

    fn doubts(count: u64, proven: bool) -> DateDoubts {
        let example = |cell: &str, text: &str, month| DateExample {
            cell: cell.to_owned(),
            text: text.to_owned(),
            day: chrono::NaiveDate::from_ymd_opt(2026, month, 5),
        };
        let against = proven.then(|| (crate::config::DateOrder::Mdy, example("B2", "5/13/2026", 5)));
        DateDoubts { count, first: Some(example("B3", "5/3/2026", 3)), against }
    }

    fn conflict(basis: Basis) -> Conflict {
        let place = |file: &str, row| Place { file: file.to_owned(), sheet: "S".to_owned(), row };
        let difference =
            |column, kept: &str, dropped: &str| Difference { column, kept: kept.to_owned(), dropped: dropped.to_owned() };
        Conflict {
            table: TableId::Orders,
            id: "SO-1".to_owned(),
            kept: place("b.csv", 9),
            dropped: place("a.csv", 7),
            basis,
            differences: vec![difference("amount", "120.00", "100.00"), difference("paid_on", "2026-05-01", "")],
        }
    }

    fn header_notes() -> [HeaderNote; 6] {
        let written = |cell: &str, text: &str| Written { cell: cell.to_owned(), text: text.to_owned() };
        let line = || written("A2", "单位：万元");
        let headers = vec!["金额".to_owned(); 5];
        let currency = Some("CNY".to_owned());
        [
            HeaderNote::UnitStated { line: line(), factor: "10000".to_owned(), currency, headers },
            HeaderNote::UnitContradicted { line: line(), header: written("D3", "金额（元）") },
            HeaderNote::UnitUnclear { place: written("D3", "金额（两）"), factor: "1".to_owned() },
            HeaderNote::Doubled {
                field: "date", used: written("B3", "下单日期"), passed: written("C3", "日期"), grave: true
            },
            HeaderNote::MixedMarks { header: written("D3", "金额"), count: 1 },
            HeaderNote::MixedMarks { header: written("D3", "金额"), count: 2 },
        ]
    }

    fn kinds() -> Vec<Kind> {
        let (table, may) = (TableId::Orders, Month::new(2026, 5).unwrap());
        let mut all = vec![
            Kind::CutOff { rows: 65_536 },
            Kind::NotOurs { nearest: None },
            Kind::NotOurs { nearest: Some(near_miss(&[])) },
            Kind::NotOurs { nearest: Some(near_miss(&["金颔", "微信群"])) },
            Kind::NothingInIt,
            Kind::PassedOver,
            Kind::UnknownColumn {
                table,
                header: "金额x".to_owned(),
                nearest: Some(Nearest { field: "amount", alias: Some("金额".to_owned()) }),
                sheets: 1,
            },
            Kind::UnknownColumn { table, header: "微信群".to_owned(), nearest: None, sheets: 12 },
            Kind::DoubtfulDates { doubts: doubts(1, false), file: "a.csv".to_owned() },
            Kind::DoubtfulDates { doubts: doubts(2, true), file: "a.csv".to_owned() },
            Kind::Duplicates { count: 3 },
            Kind::LookAlikes { count: 21, first: look_alike(Likeness::SameSound) },
            Kind::AmbiguousName { name: "Delta".to_owned() },
            Kind::NoTable(TableId::Callbacks),
            Kind::Conflicts { table, count: 30, kept: "b.csv".to_owned(), dropped: "a.csv".to_owned(), both: false },
            Kind::Conflicts { table, count: 30, kept: "b.csv".to_owned(), dropped: "a.csv".to_owned(), both: true },
            Kind::Stranger(stranger()),
            Kind::Strangers { count: 21, largest: stranger() },
            Kind::ThinMonth(ThinMonth { table, month: may, rows: 3, usual: 410 }),
            Kind::Misnamed { claimed: "xls".to_owned(), format: "html".to_owned() },
            Kind::Remark(Remark::Undecodable { encoding: "UTF-8".to_owned(), places: 1, byte: 7, line: 2 }),
            Kind::Remark(Remark::Undecodable { encoding: "UTF-8".to_owned(), places: 3, byte: 7, line: 2 }),
            Kind::Remark(Remark::Guessed { encoding: "windows-1252".to_owned() }),
            Kind::Remark(Remark::StrayQuotes { places: 1, cell: "D3".to_owned() }),
            Kind::Remark(Remark::StrayQuotes { places: 2, cell: "D3".to_owned() }),
            Kind::Remark(Remark::ZeroBytes { bytes: 600 }),
            Kind::Remark(Remark::CutLine { row: 5 }),
            Kind::ExampleRows { count: 2 },
            Kind::UnknownFinding { id: "EXP001-0".to_owned(), count: 1, first: may, last: may },
            Kind::UnknownDecision { id: "EXP001-0".to_owned(), word: "ok".to_owned(), count: 1 },
            Kind::OutdatedDecision { id: "EXP001-0".to_owned(), by: "a.csv!a!2".to_owned(), count: 1 },
            Kind::UnknownFinding { id: "EXP001-0".to_owned(), count: 30, first: may, last: may },
            Kind::UnknownDecision { id: "EXP001-0".to_owned(), word: "ok".to_owned(), count: 30 },
            Kind::OutdatedDecision { id: "EXP001-0".to_owned(), by: "a.csv!a!2".to_owned(), count: 30 },
        ];
        all.extend(header_notes().map(|note| Kind::Header { table, note }));
        all.extend(
            [Basis::LaterName, Basis::EarlierName, Basis::Fuller, Basis::Both, Basis::Apart].map(|b| Kind::Conflict(conflict(b))),
        );
        all.extend(Likeness::ALL.map(|likeness| Kind::LookAlike(look_alike(likeness))));
        all.extend(faults().into_iter().map(Kind::Unreadable));
        all.extend(faults().into_iter().map(Kind::PartlyRead));
        for value in ["x", "", "2026-13-05", "03/04/24", "about 12"] {
            all.extend(Reason::ALL.map(|reason| Kind::Rejected { table, first: faulty(value, reason), also: Vec::new() }));
        }
        let also = vec![faulty("x", Reason::BadNumber); 10];
        all.push(Kind::Rejected { table, first: faulty("x", Reason::BadNumber), also });
        all
    }

    #[test]
    fn every_problem_has_a_sentence_and_a_hint_in_every_language() {
        for language in [Language::En, Language::Zh] {
            let labels = Labels::of(language);
            for kind in kinds() {
                let told = problem(labels, &kind);
                assert!(told.sentence.chars().count() > 4 && !told.hint.is_empty(), "{kind:?}");
                for text in [&told.sentence, &told.hint] {
                    assert!(!text.contains(['{', '}', '\n', '\t']) && !text.contains("  "), "{kind:?}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_sentence_names_the_value_the_cell_and_what_to_write_instead() {
        let [en, zh] = [Language::En, Language::Zh].map(Labels::of);
        let told = |l, value, reason| super::reason(l, TableId::Orders, &FaultyCell { column: "date", ..faulty(value, reason) });
        let date = told(en, "2026-13-05", Reason::BadDate);
        assert_eq!(date.sentence, "The date \u{201c}2026-13-05\u{201d} is not a date: there is no such month.");
        assert_eq!(date.hint, "Write it as 2026-05-13 if the day was put before the month.");
        assert_eq!(
            told(en, "03/04/24", Reason::AmbiguousDate).hint,
            "Write it as 2024-04-03 or as 2024-03-04, whichever is meant."
        );
        assert_eq!(told(en, "", Reason::MissingRequired).hint, "Fill in cell D3: a record needs it.");
        assert!(told(zh, "2026-02-30", Reason::BadDate).sentence.ends_with("不是日期：2026年2月只有 28 天。"));
        assert!(told(zh, &"长".repeat(99), Reason::BadDate).sentence.chars().count() < 60);
        let mut row = Reject {
            table: TableId::Orders,
            file: "a.csv".to_owned(),
            sheet: "a".to_owned(),
            source: 0,
            row: 3,
            first: faulty("much", Reason::BadNumber),
            also: vec![FaultyCell { column: "date", at: Some((3, 1)), ..faulty("soon", Reason::BadDate) }],
            cells: Vec::new(),
        };
        assert_eq!(
            super::reject(en, &row),
            "D3: The amount \u{201c}much\u{201d} is not a number. Enter a plain number such as 1234.50. In the same row also: B3 (date)."
        );
        row.also.clear();
        assert!(super::reject(zh, &row).starts_with("D3：“"));
    }

    #[test]
    fn what_is_to_be_pasted_is_configuration() {
        let told = problem(Labels::of(Language::En), &Kind::Stranger(stranger()));
        let line: toml::Table = toml::from_str(told.hint.split('`').nth(1).unwrap()).unwrap();
        assert_eq!(line["北方 \"Nord\""].as_str(), Some("name or id in the master"));
        for (language, nearest) in [(Language::En, true), (Language::En, false), (Language::Zh, true), (Language::Zh, false)] {
            let nearest = nearest.then_some(Nearest { field: "suggestion", alias: None });
            let kind = Kind::UnknownColumn {
                table: TableId::Callbacks,
                header: "客户\"签字".into(),
                nearest: nearest.clone(),
                sheets: 1,
            };
            let told = problem(Labels::of(language), &kind);
            assert!(told.hint.contains("[aliases.callbacks]"), "{told:?}");
            let line = told.hint.split('`').nth(1).unwrap();
            let pasted = |line: &str| toml::from_str::<toml::Table>(line).unwrap();
            if nearest.is_some() {
                assert_eq!(pasted(line)["suggestion"][0].as_str(), Some("客户\"签字"));
            } else {
                // As it stands it says nothing; with a field in the place of the mark it is a line like the others.
                assert!(pasted(line).is_empty(), "{line}");
                assert!(line.contains("overall_rating") && !line.contains("customer_id"), "{line}");
                let filled = line.trim_start_matches("# ").replacen("FIELD", "overall_rating", 1);
                assert_eq!(pasted(&filled)["overall_rating"][0].as_str(), Some("客户\"签字"));
            }
        }
        let alike = problem(Labels::of(Language::Zh), &Kind::LookAlike(look_alike(Likeness::SameSound)));
        let quoted: Vec<&str> = alike.hint.split('`').collect();
        assert_eq!(toml::from_str::<toml::Table>(quoted[1]).unwrap()["贾\"公司"].as_str(), Some("C1"));
        let entry: toml::Table = toml::from_str(&format!("different = [{}]", quoted[3])).unwrap();
        assert_eq!(entry["different"][0][1].as_str(), Some("贾\"公司"));
        let near = problem(Labels::of(Language::En), &Kind::NotOurs { nearest: Some(near_miss(&["金颔", "微信群"])) });
        assert!(near.sentence.contains("D1 金颔 (~ 金额 → amount)") && !near.sentence.contains("微信群"), "{near:?}");
        let conflict = problem(Labels::of(Language::En), &Kind::Conflict(conflict(Basis::LaterName)));
        assert!(conflict.sentence.contains("amount 100.00 \u{2192} 120.00, paid on (empty) \u{2192} 2026-05-01"), "{conflict:?}");
        assert!(conflict.sentence.contains("kept is b.csv!S!9") && conflict.hint.contains("conflicts = \"later_name\""));
    }

    #[test]
    fn fields_are_named_as_a_reader_knows_them() {
        let name = |language, name| field(Labels::of(language), TableId::Orders, name);
        assert_eq!(name(Language::En, "order_id"), "order id");
        assert!(name(Language::Zh, "order_id").contains('订'), "{}", name(Language::Zh, "order_id"));
    }

    #[test]
    fn sizes_are_short() {
        let sizes = [5, 2048, 512 << 20, 4 << 30].map(bytes);
        assert_eq!(sizes, ["5 B", "2 KiB", "512 MiB", "4 GiB"]);
    }
}
