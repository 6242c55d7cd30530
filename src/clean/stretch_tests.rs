//! Rows that are read together come to the very draft they come to one by one, to the last byte of what is kept of it.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::super::draft::FileCleaner;
use super::super::header::HeaderIndex;
use super::super::kept;
use crate::config::Config;
use crate::load::{self, Cell, Consumer, InputFile, Limits, Problem, Rows};
use crate::tables::{Kind, TableId};

/// Hands every row over by itself, as a consumer does that knows no better.
struct OneByOne<'a>(FileCleaner<'a>);

impl Consumer for OneByOne<'_> {
    fn begin_sheet(&mut self, index: usize, name: &str) {
        self.0.begin_sheet(index, name);
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        self.0.row(row, cells);
    }

    fn rows(&mut self, rows: &Rows<'_>) {
        let mut cells = Vec::new();
        for at in 0..rows.len() {
            rows.row(at, &mut cells);
            self.0.set_width(rows.width(at));
            self.row(rows.number(at), &cells);
        }
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        self.0.end_sheet(problem);
    }
}

/// What a file comes to, both ways.
fn both_ways(path: &Path, config: &Config) -> [Vec<u8>; 2] {
    let meta = fs::metadata(path).unwrap();
    let file = InputFile { path: path.to_owned(), name: "t".to_owned(), bytes: meta.len(), modified: meta.modified().ok() };
    static INDEX: OnceLock<HeaderIndex> = OnceLock::new();
    let index = INDEX.get_or_init(|| HeaderIndex::new(config));
    let mut together = FileCleaner::new("t", config, index);
    let read = load::read(&file, &Limits::default(), &mut together);
    let mut alone = OneByOne(FileCleaner::new("t", config, index));
    let again = load::read(&file, &Limits::default(), &mut alone);
    [together.finish(read), alone.0.finish(again)].map(|mut draft| {
        assert_eq!(draft.account.problem, None);
        kept::bytes_of(&mut draft)
    })
}

/// A cell before it stands in a file.
#[derive(Debug, Clone)]
enum Given {
    Nothing,
    Text(String),
    Number(f64),
    Day(u32, f64),
    Flag(bool),
    Failed,
}

fn text(said: impl Into<String>) -> Given {
    Given::Text(said.into())
}

/// What a record has in a column, `n` being its number; some exports write identifiers as numbers.
fn usual(kind: Kind, n: u32, numbered: bool) -> Given {
    let day = 45_000 + n % 90;
    match kind {
        Kind::Id if numbered => Given::Number(f64::from(n) + 536_000.0),
        Kind::PartyId if numbered => Given::Number(f64::from(n % 7) + 17_850.0),
        Kind::Id => text(format!("SO{n:05}")),
        Kind::PartyId => text(format!("C{:03}", n % 7)),
        Kind::Name | Kind::PartyName => text(["上海华辰有限公司", "宁波甬江", "Huachen Ltd", "王 芳"][n as usize % 4]),
        Kind::Text | Kind::Answer => text(["阀门005", "备注：一", "note one"][n as usize % 3]),
        Kind::Date => Given::Day(day, 0.0),
        Kind::Moment => Given::Day(day, if n.is_multiple_of(5) { 0.375 } else { 0.0 }),
        Kind::Minute => text(format!("{:02}:30", n % 24)),
        Kind::Span => text(format!("{:02}:00-{:02}:30", n % 20, n % 20 + 1)),
        Kind::Money => Given::Number(f64::from(n % 1_000) * 12.25 + 0.01),
        Kind::Decimal => Given::Number(f64::from(n % 50) + 0.5),
        Kind::Count => Given::Number(f64::from(n % 4 + 1)),
        Kind::Flag => text(if n.is_multiple_of(9) { "是" } else { "否" }),
        Kind::Words(_) => text(["交通", "住宿", "other", "机票"][n as usize % 4]),
        Kind::Rating => Given::Number(f64::from(n % 5 + 1)),
    }
}

/// What else may stand anywhere.
fn odd() -> impl Strategy<Value = Given> {
    const SAID: [&str; 43] = [
        "12,5",
        "1.234,50",
        "0",
        "\u{200b}",
        "合计",
        "总计：",
        "-",
        "——",
        "无",
        "n/a",
        "None",
        "NULL",
        "Na",
        "没有",
        "待定",
        " ",
        "SO1",
        "so-2",
        "---",
        "  两  处 ",
        "ＡＢＣ１２３",
        "12",
        "007",
        "1,234.50",
        "-3.125",
        "￥12.5",
        "1.2万",
        "$5",
        "5%",
        "2026-10-05",
        "03/04/2026",
        "2026-10-05 09:30",
        "5²",
        "#REF!",
        "#N/A",
        "示例-1",
        "EXAMPLE-7",
        "是",
        "否",
        "退货",
        "非常满意",
        "坏\u{fffd}字",
        "一位写得很长的备注，没有别的意思，只是为了超过三十个字而一直写下去的一句话。",
    ];
    prop_oneof![
        4 => Just(Given::Nothing),
        6 => prop::sample::select(SAID.to_vec()).prop_map(text),
        1 => (0_u32..40).prop_map(|n| text(format!("客户{n}"))),
        2 => prop_oneof![Just(0.0), Just(-5.5), Just(1e15), Just(2.71), Just(123_456.0), Just(45_100.0)].prop_map(Given::Number),
        1 => (44_000_u32..46_000, prop_oneof![Just(0.0), Just(0.75)]).prop_map(|(day, time)| Given::Day(day, time)),
        1 => any::<bool>().prop_map(Given::Flag),
        1 => Just(Given::Failed),
    ]
}

/// A row as it departs from a record.
#[derive(Debug, Clone)]
enum Row {
    Record,
    /// With another value in a column, counted from the first.
    Other(Vec<(usize, Given)>),
    Only(usize, Given),
    /// With a cell more than the header has.
    Wider(Given),
    Header,
    /// Another table begins.
    Table(usize),
    Empty,
}

fn row() -> impl Strategy<Value = Row> {
    prop_oneof![
        240 => Just(Row::Record),
        60 => prop::collection::vec((0_usize..30, odd()), 1..4).prop_map(Row::Other),
        2 => (0_usize..30, odd()).prop_map(|(at, given)| Row::Only(at, given)),
        2 => odd().prop_map(Row::Wider),
        1 => Just(Row::Header),
        1 => (0_usize..6).prop_map(Row::Table),
        1 => Just(Row::Empty),
    ]
}

/// The columns that a sheet has of a table, by the bits of a number; those it cannot do without always.
fn columns(table: TableId, chosen: u32) -> Vec<(&'static str, Kind)> {
    let spec = table.spec();
    let needed = |name: &str| spec.required.iter().any(|group| group[0] == name) || spec.distinctive.first() == Some(&name);
    let columns = spec.columns.iter().enumerate();
    columns.filter(|(at, c)| needed(c.name) || chosen >> (at % 32) & 1 == 1).map(|(_, c)| (c.name, c.kind)).collect()
}

/// The cells of a sheet, row by row.
fn sheet(table: usize, chosen: u32, rows: &[Row]) -> Vec<Vec<Given>> {
    let header = |columns: &[(&str, Kind)]| columns.iter().map(|(name, _)| text(*name)).collect::<Vec<_>>();
    let mut own = columns(TableId::ALL[table], chosen);
    let mut cells = vec![header(&own)];
    for (row, n) in rows.iter().zip(1..) {
        let record: Vec<Given> = own.iter().map(|(_, kind)| usual(*kind, n, chosen.is_multiple_of(3))).collect();
        let row = match row {
            Row::Record => record,
            Row::Other(others) => {
                let mut record = record;
                for (at, given) in others {
                    let at = at % record.len();
                    record[at] = given.clone();
                }
                record
            }
            Row::Only(at, given) => {
                let mut row = vec![Given::Nothing; own.len()];
                row[at % own.len()] = given.clone();
                row
            }
            Row::Wider(given) => record.into_iter().chain([given.clone()]).collect(),
            Row::Header => header(&own),
            Row::Table(other) => {
                own = columns(TableId::ALL[*other], chosen.rotate_left(n));
                cells.push(vec![text("下一张表")]);
                header(&own)
            }
            Row::Empty => Vec::new(),
        };
        cells.push(row);
    }
    cells
}

fn write_xlsx(cells: &[Vec<Given>], path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (row, cells) in (0..).zip(cells) {
        for (col, given) in (0..).zip(cells) {
            match given {
                Given::Nothing => continue,
                Given::Text(text) => sheet.write(row, col, text.as_str()),
                Given::Number(number) => sheet.write(row, col, *number),
                Given::Day(day, time) => {
                    let moment = ExcelDateTime::from_serial_datetime(f64::from(*day) + time).unwrap();
                    sheet.write_with_format(row, col, moment, &date)
                }
                Given::Flag(truth) => sheet.write(row, col, *truth),
                Given::Failed => sheet.write(row, col, Formula::new("=1/0").set_result("#DIV/0!")),
            }
            .unwrap();
        }
    }
    book.save(path).unwrap();
}

fn write_csv(cells: &[Vec<Given>], path: &Path) {
    let field = |given: &Given| match given {
        Given::Nothing => String::new(),
        Given::Text(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        Given::Number(number) => number.to_string(),
        Given::Day(day, time) => {
            let moment = ExcelDateTime::from_serial_datetime(f64::from(*day) + time).unwrap();
            let day = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap() + chrono::Days::new(u64::from(*day));
            if moment.to_excel().fract() == 0.0 { day.to_string() } else { format!("{day} 09:00") }
        }
        Given::Flag(truth) => truth.to_string(),
        Given::Failed => "#DIV/0!".to_owned(),
    };
    let line = |cells: &Vec<Given>| cells.iter().map(field).collect::<Vec<_>>().join(",");
    fs::write(path, cells.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap();
}

/// Both readers, and a configuration that leaves doubt about dates and brings another currency in.
fn agree(cells: &[Vec<Given>]) {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { currency: "USD".to_owned(), ..Config::default() };
    for (config, name) in [(Config::default(), "t.xlsx"), (Config::default(), "t.csv"), (config, "t.xlsx")] {
        let path = folder.path().join(name);
        if name.ends_with("csv") {
            write_csv(cells, &path)
        } else {
            write_xlsx(cells, &path)
        }
        let [together, alone] = both_ways(&path, &config);
        assert!(together == alone, "{name}: {cells:?}");
    }
}

// The first rows of a sheet are held until its layout is known: there have to be more.
proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn rows_read_together_come_to_what_they_come_to_alone(
        table in 0_usize..6,
        chosen in any::<u32>(),
        rows in prop::collection::vec(row(), 300..700),
    ) {
        agree(&sheet(table, chosen, &rows));
    }
}

/// More rows than one batch holds, so that most of them are read together, with odd ones far apart.
#[test]
fn long_tables_come_to_the_same() {
    for table in 0..6 {
        let odd = |n: usize| match n % 97 {
            0 => Row::Other(vec![(n / 97, text("1,234.50"))]),
            50 => Row::Other(vec![(n / 50, Given::Nothing)]),
            70 if n > 1_000 => Row::Only(1, text("备注：以下为补录")),
            _ => Row::Record,
        };
        let rows: Vec<Row> = (0..1_400).map(odd).collect();
        // All columns, those a table needs, and every other one.
        for chosen in [u32::MAX, 0, 0x5555_5555, 0xaaaa_aaaa, 0x3333_3333, 0xcccc_cccc] {
            agree(&sheet(table, chosen, &rows));
        }
    }
}
