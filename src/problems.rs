//! What is wrong or doubtful in the input, as one list of plain data: `check` prints it, the workbook shows it, the labels
//! put it into sentences.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyse::Period;
use crate::clean::{
    Account, Conflict, DateDoubts, FaultyCell, FileAccount, HeaderNote, LookAlike, NearMiss, Reject, SheetAccount, Stranger,
    ThinMonth, Why,
};
use crate::finding::Severity;
use crate::labels;
use crate::load::{Discovery, Fault, Format, Remark};
use crate::tables::{Source, Sources, TableId};
use crate::units::Month;
use crate::workpaper::{Outdated, Stray, Workpaper};

/// The last rows that old and new Excel can hold: an export that ends exactly there was probably cut.
const LAST_ROWS: [u32; 2] = [65_536, 1_048_576];

/// More of one kind than this are told as one problem: the full list stands in the Data quality sheet.
const TOLD_ONE_BY_ONE: usize = 20;

/// An unknown column in more files than this is told once: a form of which each customer has a file.
const FILES_TOLD: usize = 3;

/// One thing a person should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub severity: Severity,
    /// Name below the input folder; empty where it is no single file's matter.
    pub file: String,
    pub sheet: Option<String>,
    /// The cell (`F17`) or, where the cell is not there at all, the row (`17`).
    pub cell: Option<String>,
    pub kind: Kind,
}

impl Problem {
    /// The problem once for each faulty cell of a row; any other as it is.
    #[must_use]
    pub fn by_cell(&self) -> Vec<Problem> {
        let Kind::Rejected { table, first, also } = &self.kind else { return vec![self.clone()] };
        // A cell that is not there is known by its row.
        let row = || self.cell.as_ref().map(|cell| cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).to_owned());
        let of = |cell: &FaultyCell| Problem {
            cell: cell.cell().or_else(row),
            kind: Kind::Rejected { table: *table, first: cell.clone(), also: Vec::new() },
            ..self.clone()
        };
        std::iter::once(first).chain(also).map(of).collect()
    }
}

/// The kinds of problem, with what a sentence needs.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing of the file could be read.
    Unreadable(Fault),
    /// The file or sheet was read up to some point.
    PartlyRead(Fault),
    /// A row that cannot be used: the first cell at fault, and the further ones of the same row.
    Rejected { table: TableId, first: FaultyCell, also: Vec<FaultyCell> },
    /// The last row is the last one a file format can hold.
    CutOff { rows: u32 },
    /// A sheet that is none of ours; the row that came nearest to the header of a table, and what it lacks for it.
    NotOurs { nearest: Option<NearMiss> },
    /// A file whose sheets are all empty.
    NothingInIt,
    /// A file that is passed over because of its extension.
    PassedOver,
    /// A column nobody knows, with the field its header resembles, in one sheet or several of a file.
    UnknownColumn { table: TableId, header: String, nearest: Option<Nearest>, sheets: u64 },
    /// Dates whose order of day and month is a guess of the configuration, in a file.
    DoubtfulDates { doubts: DateDoubts, file: String },
    /// How the header of a table was understood, where a person should know.
    Header { table: TableId, note: HeaderNote },
    /// Rows that another export holds as well.
    Duplicates { count: u64 },
    /// Two names that may be one customer.
    LookAlike(LookAlike),
    /// Many pairs of such names, with the first one.
    LookAlikes { count: u64, first: LookAlike },
    /// A name that fits several customers.
    AmbiguousName { name: String },
    /// No sheet of this table anywhere.
    NoTable(TableId),
    /// A record that two exports state differently.
    Conflict(Conflict),
    /// Many records of one file that another file states differently.
    Conflicts { table: TableId, count: u64, kept: String, dropped: String, both: bool },
    /// A customer that the master does not know.
    Stranger(Stranger),
    /// Many customers that the master does not know, with the one that most hangs on.
    Strangers { count: u64, largest: Stranger },
    /// A month with far fewer rows than the ones before.
    ThinMonth(ThinMonth),
    /// A file whose extension says another format than it has; it was read as what it is.
    Misnamed { claimed: String, format: String },
    /// What is odd about the text of a file that was read all the same.
    Remark(Remark),
    /// The example rows of the fill-in template are still there.
    ExampleRows { count: u64 },
    /// A decision on a finding that is none of these months; many of them are told as one.
    UnknownFinding { id: String, count: u64, first: Month, last: Month },
    /// A decision in no word that is known.
    UnknownDecision { id: String, word: String, count: u64 },
    /// A decision that a newer one takes the place of, with the row of the newer one.
    OutdatedDecision { id: String, by: String, count: u64 },
}

/// The field whose known header an unknown one resembles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    pub field: &'static str,
    /// The known header, where it is told.
    pub alias: Option<String>,
}

impl Kind {
    /// Whether [`add_dispositions`] told it.
    #[must_use]
    pub fn is_of_dispositions(&self) -> bool {
        matches!(self, Kind::UnknownFinding { .. } | Kind::UnknownDecision { .. } | Kind::OutdatedDecision { .. })
    }

    /// The stable code other programs may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Kind::Unreadable(fault) | Kind::PartlyRead(fault) => fault.code(),
            Kind::Rejected { first, .. } => first.reason.code(),
            Kind::CutOff { .. } => "cut_off",
            Kind::NotOurs { .. } => "no_header",
            Kind::NothingInIt => "nothing_in_it",
            Kind::PassedOver => "passed_over",
            Kind::UnknownColumn { .. } => "unknown_column",
            Kind::DoubtfulDates { .. } => "doubtful_dates",
            Kind::Header { note, .. } => match note {
                HeaderNote::UnitStated { .. } => "unit_stated",
                HeaderNote::UnitContradicted { .. } => "unit_contradicted",
                HeaderNote::UnitUnclear { .. } => "unit_unclear",
                HeaderNote::Doubled { .. } => "two_columns",
                HeaderNote::MixedMarks { .. } => "mixed_marks",
            },
            Kind::Duplicates { .. } => "duplicate_export",
            Kind::LookAlike(_) | Kind::LookAlikes { .. } => "look_alike",
            Kind::AmbiguousName { .. } => "ambiguous_name",
            Kind::NoTable(_) => "no_table",
            Kind::Conflict(_) | Kind::Conflicts { .. } => "conflict",
            Kind::Stranger(_) | Kind::Strangers { .. } => "not_in_master",
            Kind::ThinMonth(_) => "thin_month",
            Kind::Misnamed { .. } => "misnamed",
            Kind::Remark(remark) => remark.code(),
            Kind::ExampleRows { .. } => "example_rows",
            Kind::UnknownFinding { .. } => "unknown_finding",
            Kind::UnknownDecision { .. } => "unknown_decision",
            Kind::OutdatedDecision { .. } => "outdated_decision",
        }
    }

    /// What the cell or header says, where the problem is about one.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Kind::Rejected { first, .. } => &first.value,
            Kind::Conflict(conflict) => &conflict.id,
            Kind::Stranger(stranger) => &stranger.name,
            Kind::UnknownColumn { header, .. } => header,
            Kind::AmbiguousName { name } => name,
            Kind::Header { note, .. } => &note.place().text,
            Kind::LookAlike(pair) => &pair.one.name,
            Kind::UnknownFinding { id, .. } | Kind::OutdatedDecision { id, .. } => id,
            Kind::UnknownDecision { word, .. } => word,
            _ => "",
        }
    }
}

impl Problem {
    fn new(severity: Severity, file: &str, kind: Kind) -> Self {
        Problem { severity, file: file.to_owned(), sheet: None, cell: None, kind }
    }

    fn in_sheet(mut self, sheet: &str) -> Self {
        self.sheet = Some(sheet.to_owned());
        self
    }

    /// `file!sheet!cell`, as far as it is known.
    #[must_use]
    pub fn place(&self) -> String {
        let parts = [Some(self.file.as_str()), self.sheet.as_deref(), self.cell.as_deref()];
        parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("!")
    }
}

/// Every problem of the input, the gravest first and then in the order of the input.
#[must_use]
pub fn list(account: &Account, found: &Discovery) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for (name, problem) in &found.problems {
        problems.push(Problem::new(Severity::Error, name, Kind::Unreadable(problem.fault.clone())));
    }
    for file in &account.files {
        of_file(file, &mut problems);
    }
    fold_unknown_columns(&mut problems);
    problems.extend(account.rejects.iter().map(rejected));
    problems.extend(found.skipped.iter().map(|name| Problem::new(Severity::Note, name, Kind::PassedOver)));
    of_names(account, &mut problems);
    conflicts(&account.conflicts, &mut problems);
    strangers(&account.strangers, &mut problems);
    problems.extend(account.thin_months.iter().map(|thin| Problem::new(Severity::Warning, "", Kind::ThinMonth(*thin))));
    // A month in which nobody decided anything lacks nothing.
    for table in TableId::ALL.into_iter().filter(|t| *t != TableId::Dispositions) {
        if account.files.iter().flat_map(|f| &f.sheets).all(|s| s.table != Some(table)) {
            problems.push(Problem::new(Severity::Note, "", Kind::NoTable(table)));
        }
    }
    problems.sort_by_key(|p| std::cmp::Reverse(p.severity));
    problems
}

/// Adds what is wrong with the auditor's decisions, which only the audit can tell.
pub fn add_dispositions(problems: &mut Vec<Problem>, paper: &Workpaper, sources: &Sources, period: Period) {
    let (dispositions, first) = (&paper.dispositions, problems.len());
    let mut tell = |severity, told: Vec<(Source, Kind)>| {
        let at = |source: Source, kind: Kind| {
            let place = sources.sheet(source);
            let mut told = Problem::new(severity, place.map_or("", |s| &s.file), kind);
            (told.sheet, told.cell) = (place.map(|s| s.sheet.clone()), Some(source.row.to_string()));
            told
        };
        let all = told.len() as u64;
        if told.len() <= TOLD_ONE_BY_ONE {
            problems.extend(told.into_iter().map(|(source, kind)| at(source, kind)));
        } else if let Some((_, mut kind)) = told.into_iter().next() {
            if let Kind::UnknownFinding { count, .. }
            | Kind::UnknownDecision { count, .. }
            | Kind::OutdatedDecision { count, .. } = &mut kind
            {
                *count = all;
            }
            problems.push(Problem::new(severity, "", kind));
        }
    };
    let word = |s: &Stray| Kind::UnknownDecision { id: s.id.clone(), word: s.decision.clone(), count: 1 };
    tell(Severity::Warning, dispositions.not_understood.iter().map(|s| (s.source, word(s))).collect());
    let months = (period.window_first, period.month);
    let unknown = |s: &Stray| Kind::UnknownFinding { id: s.id.clone(), count: 1, first: months.0, last: months.1 };
    tell(Severity::Note, dispositions.unknown.iter().map(|s| (s.source, unknown(s))).collect());
    let newer = |o: &Outdated| Kind::OutdatedDecision { id: o.id.clone(), by: sources.cite(o.by), count: 1 };
    tell(Severity::Note, dispositions.outdated.iter().map(|o| (o.source, newer(o))).collect());
    if problems.len() > first {
        problems.sort_by_key(|p| std::cmp::Reverse(p.severity));
    }
}

/// How many problems there are of each severity: errors, warnings, notes.
#[must_use]
pub fn count(problems: &[Problem]) -> [usize; 3] {
    Severity::ALL.map(|severity| problems.iter().filter(|p| p.severity == severity).count())
}

fn of_file(file: &FileAccount, problems: &mut Vec<Problem>) {
    if let Some(format) = file.misnamed {
        let claimed = file.file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
        let format = if format == Format::Text { "csv" } else { format.code() };
        problems.push(Problem::new(Severity::Note, &file.file, Kind::Misnamed { claimed, format: format.to_owned() }));
    }
    if let Some(problem) = &file.problem {
        // A problem that ended a sheet is told where the sheet is told.
        let told = file.sheets.iter().any(|s| s.problem.as_ref().is_some_and(|p| p.fault == problem.fault));
        if !told {
            let whole = file.sheets.is_empty();
            let kind = if whole { Kind::Unreadable(problem.fault.clone()) } else { Kind::PartlyRead(problem.fault.clone()) };
            let mut told = Problem::new(Severity::Error, &file.file, kind);
            (told.sheet, told.cell) = (problem.sheet.clone(), problem.cell.clone());
            problems.push(told);
        }
    }
    if !file.sheets.is_empty() && file.problem.is_none() && file.sheets.iter().all(|s| s.why == Some(Why::Empty)) {
        problems.push(Problem::new(Severity::Note, &file.file, Kind::NothingInIt));
    }
    for remark in &file.remarks {
        // What the text says is not in doubt there.
        let severity = if matches!(remark, Remark::Guessed { .. }) { Severity::Note } else { Severity::Warning };
        let mut told = Problem::new(severity, &file.file, Kind::Remark(remark.clone()));
        // Delimited text is one sheet.
        told.cell = remark.cell();
        told.sheet = told.cell.as_ref().and_then(|_| file.sheets.first()).map(|sheet| sheet.sheet.clone());
        problems.push(told);
    }
    for sheet in &file.sheets {
        of_sheet(file, sheet, problems);
    }
    unknown_columns(file, problems);
}

/// The same column in the sheet of every month is one matter, not twelve.
fn unknown_columns(file: &FileAccount, problems: &mut Vec<Problem>) {
    let first = problems.len();
    for sheet in &file.sheets {
        // A list of findings that was decided on keeps its other columns.
        let Some(table) = sheet.table.filter(|t| *t != TableId::Dispositions) else { continue };
        for column in sheet.unknown.iter().filter(|c| !labels::is_of_rejects(&c.header)) {
            let told = problems[first..].iter_mut().find_map(|p| match &mut p.kind {
                Kind::UnknownColumn { table: t, header, sheets, .. } if *t == table && *header == column.header => {
                    Some((&mut p.sheet, sheets))
                }
                _ => None,
            });
            if let Some((place, sheets)) = told {
                *sheets += u64::from(place.as_deref() != Some(&sheet.sheet));
                if *sheets > 1 {
                    *place = None;
                }
                continue;
            }
            let nearest = column.nearest.map(|field| Nearest { field, alias: column.alias.clone() });
            let kind = Kind::UnknownColumn { table, header: column.header.clone(), nearest, sheets: 1 };
            problems.push(Problem::new(Severity::Note, &file.file, kind).in_sheet(&sheet.sheet));
        }
    }
}

/// What stands in many files is one matter as well.
fn fold_unknown_columns(problems: &mut Vec<Problem>) {
    let mut files: BTreeMap<(TableId, String), (usize, u64)> = BTreeMap::new();
    let key = |p: &Problem| match &p.kind {
        Kind::UnknownColumn { table, header, sheets, .. } => Some(((*table, header.clone()), *sheets)),
        _ => None,
    };
    for (column, sheets) in problems.iter().filter_map(key) {
        let (of_files, of_sheets) = files.entry(column).or_default();
        (*of_files, *of_sheets) = (*of_files + 1, *of_sheets + sheets);
    }
    files.retain(|_, (of_files, _)| *of_files > FILES_TOLD);
    let mut told = BTreeSet::new();
    problems.retain_mut(|problem| {
        let Some((column, _)) = key(problem) else { return true };
        let Some((_, all)) = files.get(&column) else { return true };
        (problem.file, problem.sheet) = (String::new(), None);
        if let Kind::UnknownColumn { sheets, .. } = &mut problem.kind {
            *sheets = *all;
        }
        told.insert(column)
    });
}

fn of_sheet(file: &FileAccount, sheet: &SheetAccount, problems: &mut Vec<Problem>) {
    let mut tell = |severity, kind| problems.push(Problem::new(severity, &file.file, kind).in_sheet(&sheet.sheet));
    if let Some(Why::NoHeader { nearest }) = &sheet.why {
        // One column short of a table is most likely an export whose header was changed.
        let near = nearest.as_ref().is_some_and(|near| near.lacks.len() == 1);
        let severity = if near { Severity::Warning } else { Severity::Note };
        tell(severity, Kind::NotOurs { nearest: nearest.clone() });
    }
    if sheet.table.is_some() && LAST_ROWS.contains(&sheet.last_row) {
        tell(Severity::Warning, Kind::CutOff { rows: sheet.last_row });
    }
    if sheet.dates.count > 0 {
        tell(Severity::Warning, Kind::DoubtfulDates { doubts: sheet.dates.clone(), file: file.file.clone() });
    }
    if let Some(table) = sheet.table {
        for note in &sheet.notes {
            let quiet = matches!(note, HeaderNote::UnitStated { .. } | HeaderNote::Doubled { grave: false, .. });
            let severity = if quiet { Severity::Note } else { Severity::Warning };
            let mut told = Problem::new(severity, &file.file, Kind::Header { table, note: note.clone() }).in_sheet(&sheet.sheet);
            told.cell = Some(note.place().cell.clone());
            problems.push(told);
        }
    }
    let mut tell = |severity, kind| problems.push(Problem::new(severity, &file.file, kind).in_sheet(&sheet.sheet));
    if sheet.example_rows > 0 {
        tell(Severity::Warning, Kind::ExampleRows { count: sheet.example_rows });
    }
    if sheet.rows.duplicate_export > 0 {
        tell(Severity::Note, Kind::Duplicates { count: sheet.rows.duplicate_export });
    }
    if let Some(problem) = &sheet.problem {
        let mut told = Problem::new(Severity::Error, &file.file, Kind::PartlyRead(problem.fault.clone())).in_sheet(&sheet.sheet);
        told.cell.clone_from(&problem.cell);
        problems.push(told);
    }
}

fn rejected(reject: &Reject) -> Problem {
    let kind = Kind::Rejected { table: reject.table, first: reject.first.clone(), also: reject.also.clone() };
    let mut told = Problem::new(Severity::Error, &reject.file, kind).in_sheet(&reject.sheet);
    told.cell = Some(reject.cell());
    told
}

/// Told where the record stands that was set aside: that is the row a person goes and looks at.
fn conflicts(all: &[Conflict], problems: &mut Vec<Problem>) {
    let mut pairs: BTreeMap<(TableId, &str, &str, bool), Vec<&Conflict>> = BTreeMap::new();
    for conflict in all {
        let both = conflict.basis.counts_both();
        pairs.entry((conflict.table, &conflict.dropped.file, &conflict.kept.file, both)).or_default().push(conflict);
    }
    for ((table, dropped, kept, both), conflicts) in pairs {
        if conflicts.len() > TOLD_ONE_BY_ONE {
            let (kept, count) = (kept.to_owned(), conflicts.len() as u64);
            let kind = Kind::Conflicts { table, count, kept, dropped: dropped.to_owned(), both };
            problems.push(Problem::new(Severity::Warning, dropped, kind));
            continue;
        }
        for conflict in conflicts {
            let kind = Kind::Conflict(conflict.clone());
            let mut told = Problem::new(Severity::Warning, dropped, kind).in_sheet(&conflict.dropped.sheet);
            told.cell = Some(conflict.dropped.row.to_string());
            problems.push(told);
        }
    }
}

fn strangers(all: &[Stranger], problems: &mut Vec<Problem>) {
    let tell = |kind| Problem::new(Severity::Warning, "", kind);
    let weight = |s: &Stranger| (s.order_amount, s.expense_amount, s.orders + s.visits + s.expenses + s.callbacks);
    match all.iter().max_by(|a, b| weight(a).cmp(&weight(b)).then_with(|| b.key.cmp(&a.key))) {
        Some(largest) if all.len() > TOLD_ONE_BY_ONE => {
            problems.push(tell(Kind::Strangers { count: all.len() as u64, largest: largest.clone() }));
        }
        _ => problems.extend(all.iter().map(|s| tell(Kind::Stranger(s.clone())))),
    }
}

fn of_names(account: &Account, problems: &mut Vec<Problem>) {
    let tell = |kind| Problem::new(Severity::Warning, "", kind);
    match account.look_alikes.first() {
        Some(first) if account.look_alikes.len() > TOLD_ONE_BY_ONE => {
            problems.push(tell(Kind::LookAlikes { count: account.look_alikes.len() as u64, first: first.clone() }));
        }
        _ => problems.extend(account.look_alikes.iter().map(|pair| tell(Kind::LookAlike(pair.clone())))),
    }
    for name in &account.ambiguous_names {
        problems.push(tell(Kind::AmbiguousName { name: name.clone() }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{Basis, Difference, LayoutKind, Place, Reason, UnknownColumn};
    use crate::units::Money;

    fn sheet(name: &str) -> SheetAccount {
        SheetAccount {
            sheet: name.to_owned(),
            source: Some(0),
            table: Some(TableId::Orders),
            layout: Some(LayoutKind::Table),
            header_row: Some(1),
            last_row: 9,
            ..SheetAccount::default()
        }
    }

    fn account(sheets: Vec<SheetAccount>) -> Account {
        let file = FileAccount {
            file: "a.xlsx".to_owned(),
            sha256: String::new(),
            bytes: 1,
            problem: None,
            misnamed: None,
            remarks: Vec::new(),
            sheets,
        };
        Account { files: vec![file], ..Account::default() }
    }

    fn told(account: &Account) -> Vec<String> {
        let problems = list(account, &Discovery::default());
        problems.iter().map(|p| format!("{} {} {}", p.severity.code(), p.kind.code(), p.place())).collect()
    }

    #[test]
    fn the_gravest_come_first_and_absent_tables_last() {
        let mut cut = sheet("S1");
        cut.last_row = 65_536;
        cut.example_rows = 2;
        cut.unknown = vec![UnknownColumn { header: "微信群".to_owned(), nearest: None, alias: None }];
        let mut near = sheet("S2");
        (near.table, near.why) = (None, Some(Why::NoHeader { nearest: Some(near_miss()) }));
        let mut all = account(vec![cut, near]);
        all.rejects.push(Reject {
            table: TableId::Orders,
            file: "a.xlsx".to_owned(),
            sheet: "S1".to_owned(),
            source: 0,
            row: 7,
            first: FaultyCell { column: "amount", at: Some((7, 5)), value: "n/a".to_owned(), reason: Reason::BadNumber },
            also: Vec::new(),
            cells: Vec::new(),
        });
        let expected = [
            "error bad_number a.xlsx!S1!F7",
            "warning cut_off a.xlsx!S1",
            "warning example_rows a.xlsx!S1",
            "warning no_header a.xlsx!S2",
            "note unknown_column a.xlsx!S1",
            "note no_table ",
            "note no_table ",
            "note no_table ",
            "note no_table ",
        ];
        assert_eq!(told(&all), expected);
    }

    #[test]
    fn a_problem_that_ended_a_sheet_is_told_once() {
        let mut half = sheet("S1");
        let problem = crate::load::Problem::new(Fault::Truncated, "").in_sheet("S1").at_cell(3, 1);
        half.problem = Some(problem.clone());
        let mut all = account(vec![half]);
        all.files[0].problem = Some(problem);
        assert_eq!(told(&all).iter().filter(|t| t.contains("truncated")).count(), 1);
        assert_eq!(told(&all)[0], "error truncated a.xlsx!S1!B3");
    }

    #[test]
    fn a_column_unknown_in_several_sheets_is_told_once() {
        let mut months = [sheet("1月"), sheet("2月"), sheet("3月")];
        for month in &mut months[..2] {
            month.unknown = vec![UnknownColumn { header: "序号".to_owned(), nearest: None, alias: None }];
        }
        months[2].unknown = vec![UnknownColumn { header: "微信群".to_owned(), nearest: None, alias: None }];
        let told = told(&account(months.to_vec()));
        assert_eq!(told[..2], ["note unknown_column a.xlsx", "note unknown_column a.xlsx!3月"]);
    }

    fn near_miss() -> NearMiss {
        NearMiss { table: TableId::Visits, lacks: vec!["date"], row: 1, unknown: Vec::new() }
    }

    fn conflict(n: usize, basis: Basis) -> Conflict {
        let place = |file: &str, row: usize| Place { file: file.to_owned(), sheet: "S".to_owned(), row: row as u32 };
        let differences = vec![Difference { column: "amount", kept: "2.00".to_owned(), dropped: "1.00".to_owned() }];
        let (kept, dropped) = (place("b.csv", n + 1), place("a.csv", n + 2));
        Conflict { table: TableId::Orders, id: format!("SO-{n}"), kept, dropped, basis, differences }
    }

    fn stranger(n: i64) -> Stranger {
        let order_amount = Money::from_minor(n * 100);
        let (key, name) = (format!("k{n:02}"), format!("N{n}"));
        Stranger {
            key,
            name,
            orders: 1,
            order_amount,
            visits: 0,
            expenses: 0,
            expense_amount: Money::from_minor(0),
            callbacks: 0,
        }
    }

    #[test]
    fn a_few_conflicts_and_strangers_are_told_one_by_one_and_many_as_one() {
        let mut few = account(vec![sheet("S1")]);
        few.conflicts = vec![conflict(1, Basis::LaterName)];
        few.strangers = (0..20).map(stranger).collect();
        let of_few = told(&few);
        assert_eq!(of_few[0], "warning conflict a.csv!S!3");
        assert_eq!(of_few.iter().filter(|t| t.contains("not_in_master")).count(), 20);

        let mut many = account(vec![sheet("S1")]);
        many.conflicts = (0..21).map(|n| conflict(n, Basis::LaterName)).collect();
        many.strangers = (0..21).map(stranger).collect();
        many.thin_months = vec![ThinMonth { table: TableId::Orders, month: "2026-05".parse().unwrap(), rows: 1, usual: 90 }];
        let problems = list(&many, &Discovery::default());
        let kinds: Vec<&Kind> = problems.iter().filter(|p| p.severity == Severity::Warning).map(|p| &p.kind).collect();
        assert!(matches!(kinds[0], Kind::Conflicts { count: 21, both: false, .. }), "{:?}", kinds[0]);
        assert!(matches!(kinds[1], Kind::Strangers { count: 21, largest } if largest.name == "N20"), "{:?}", kinds[1]);
        assert!(matches!(kinds[2], Kind::ThinMonth(_)) && kinds.len() == 3);
    }

    #[test]
    fn a_column_unknown_in_many_files_is_told_once_and_those_of_rejected_rows_never() {
        let mut form = sheet("表");
        let unknown = |header: &str| UnknownColumn { header: header.to_owned(), nearest: None, alias: None };
        form.unknown = vec![unknown("客户签字"), unknown("修改说明"), unknown("Row in its file")];
        let mut all = account(vec![form]);
        for name in ["b.xlsx", "c.xlsx", "d.xlsx"] {
            let copy = FileAccount { file: name.to_owned(), ..all.files[0].clone() };
            all.files.push(copy);
        }
        let problems = list(&all, &Discovery::default());
        let columns: Vec<&Problem> = problems.iter().filter(|p| p.kind.code() == "unknown_column").collect();
        assert!(matches!(columns[..], [Problem { kind: Kind::UnknownColumn { sheets: 4, .. }, .. }]), "{columns:?}");
        assert_eq!(columns[0].place(), "");
        all.files.pop();
        assert_eq!(told(&all).iter().filter(|t| t.contains("unknown_column")).count(), 3);
    }

    #[test]
    fn empty_sheets_beside_a_table_are_no_problem() {
        let mut empty = sheet("S2");
        (empty.table, empty.why) = (None, Some(Why::Empty));
        let beside = account(vec![sheet("S1"), empty.clone()]);
        assert!(!told(&beside).iter().any(|t| t.contains("nothing_in_it")));
        assert!(told(&account(vec![empty])).iter().any(|t| t == "note nothing_in_it a.xlsx"));
    }
}
