//! Rejected rows go out as a workbook, are mended, and come back as records.

use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use super::{Original, RejectBook, build};
use crate::analyse::Period;
use crate::clean::{
    Account, Aids, FaultyCell, FileAccount, HeaderCell, Held, HeldCell, LayoutKind, Reason, Reject, SheetAccount, clean,
};
use crate::config::{Config, Language};
use crate::draw::rejects_workbook;
use crate::labels::Labels;
use crate::load;
use crate::tables::TableId;

const HEADERS: [(&str, Option<&str>); 6] = [
    ("订单号", Some("order_id")),
    ("下单日期", Some("date")),
    ("客户名称", Some("customer")),
    ("微信群", None),
    ("金额(万元)", Some("amount")),
    ("", None),
];

fn text(t: &str) -> Held {
    Held::Text(t.to_owned())
}

fn sheet(name: &str, source: u32) -> SheetAccount {
    let headers = (0u32..).zip(HEADERS).filter(|(_, (text, _))| !text.is_empty());
    SheetAccount {
        sheet: name.to_owned(),
        source: Some(source),
        table: Some(TableId::Orders),
        layout: Some(LayoutKind::Table),
        header_row: Some(3),
        header_cells: headers.map(|(col, (text, field))| HeaderCell { col: col + 2, text: text.to_owned(), field }).collect(),
        last_row: 9,
        ..SheetAccount::default()
    }
}

/// A row whose cells begin in column C; the faulty ones by their position and reason.
fn reject(file: &str, sheet: &str, source: u32, row: u32, cells: Vec<Held>, faults: &[(u32, Reason)]) -> Reject {
    let faulty = |&(at, reason): &(u32, Reason)| FaultyCell {
        column: HEADERS[at as usize].1.unwrap(),
        at: Some((row, at + 2)),
        value: cells.get(at as usize).map_or(String::new(), |c| if let Held::Text(t) = c { t.clone() } else { "1".to_owned() }),
        reason,
    };
    Reject {
        table: TableId::Orders,
        file: file.to_owned(),
        sheet: sheet.to_owned(),
        source,
        row,
        first: faulty(&faults[0]),
        also: faults[1..].iter().map(faulty).collect(),
        cells: (2u32..).zip(cells).map(|(col, value)| HeldCell { col, value }).filter(|c| c.value != text("")).collect(),
    }
}

fn account(sheets: Vec<SheetAccount>, rejects: Vec<Reject>) -> Account {
    let file = FileAccount {
        file: "订单/2026.xlsx".to_owned(),
        sha256: String::new(),
        bytes: 1,
        problem: None,
        misnamed: None,
        remarks: Vec::new(),
        sheets,
    };
    Account { files: vec![file], rejects, ..Account::default() }
}

/// Three rows with every kind of cell.
fn three() -> Account {
    let row = |n, cells, faults: &[_]| reject("订单/2026.xlsx", "5月", 0, n, cells, faults);
    let injected = "=HYPERLINK(\"http://example.org\")";
    let rejects = vec![
        row(
            5,
            vec![text("SO-1"), text("2026-13-05"), text(injected), text("群"), text("much")],
            &[(1, Reason::BadDate), (4, Reason::BadNumber)],
        ),
        row(
            6,
            vec![Held::Number(6.21e18), Held::Date(46_143.0), text("甲"), Held::Bool(true), Held::Number(1.5), text("?")],
            &[(0, Reason::ImpreciseId)],
        ),
        row(
            9,
            vec![text("SO-3"), Held::Date(46_144.5), text(""), Held::Error("#REF!"), Held::Uncalculated],
            &[(2, Reason::MissingRequired), (4, Reason::Uncalculated)],
        ),
    ];
    account(vec![sheet("5月", 0)], rejects)
}

fn book(account: &Account, language: Language) -> RejectBook {
    let period = Period::new("2026-05".parse().unwrap(), 12);
    build(account, period, &Config::default(), Labels::of(language)).unwrap()
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap()
}

/// Reads the workbook as the next run would.
fn read(book: &RejectBook) -> crate::clean::Cleaned {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rejects.xlsx"), rejects_workbook(book).unwrap()).unwrap();
    let found = load::discover(folder.path()).unwrap();
    clean(&found.files, &Config::default(), Aids::default(), |_| ()).unwrap()
}

#[test]
fn no_rejects_no_workbook() {
    let period = Period::new("2026-05".parse().unwrap(), 12);
    let none = account(vec![sheet("5月", 0)], Vec::new());
    assert!(build(&none, period, &Config::default(), Labels::of(Language::En)).is_none());
}

#[test]
fn rows_stand_under_their_own_headers_as_they_were_read() {
    let bytes = rejects_workbook(&book(&three(), Language::Zh)).unwrap();
    let mut workbook = open(&bytes);
    assert_eq!(workbook.sheet_names(), ["目录", "5月 2026"]);
    let range = workbook.worksheet_range("5月 2026").unwrap();
    let header: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(header, ["订单号", "下单日期", "客户名称", "微信群", "金额(万元)", "", "", "原行号", "修改说明"]);
    let at = |row, col| range.get_value((row, col)).unwrap().clone();
    assert_eq!(at(1, 2), Data::String("=HYPERLINK(\"http://example.org\")".to_owned()));
    assert_eq!((at(2, 4), at(2, 3), at(2, 0)), (Data::Float(1.5), Data::Bool(true), Data::Float(6.21e18)));
    assert!(matches!(at(2, 1), Data::DateTime(day) if day.as_f64() == 46_143.0));
    assert!(matches!(at(3, 1), Data::DateTime(day) if day.as_f64() == 46_144.5));
    assert_eq!((at(3, 3), at(2, 5)), (Data::String("#REF!".to_owned()), Data::String("?".to_owned())));
    assert_eq!((at(1, 7), at(3, 7)), (Data::Float(5.0), Data::Float(9.0)));
    let why = at(1, 8).to_string();
    assert!(why.contains("2026-05-13") && why.lines().count() == 2, "{why}");
    assert!(!at(3, 8).to_string().contains("E9"), "the cell of the own file is not the cell here");
    let index = workbook.worksheet_range("目录").unwrap();
    let last: Vec<String> = index.rows().next_back().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(last[..6], ["5月 2026 ›", "订单/2026.xlsx", "5月", "订单", "3", "缺少必填内容 1、不是日期 1、编号丢失了位数 1"]);
}

#[test]
fn what_is_mended_comes_back_as_records_and_the_index_is_no_table() {
    for language in [Language::En, Language::Zh] {
        let mut book = book(&three(), language);
        let raw = read(&book).account;
        let part = |account: &Account, at: usize| account.files[0].sheets[at].clone();
        assert_eq!((part(&raw, 0).table, part(&raw, 1).table), (None, Some(TableId::Orders)));
        assert_eq!((part(&raw, 1).header_row, part(&raw, 1).rows.rejected), (Some(1), 3), "as bad as before");
        let near = crate::problems::list(&raw, &load::Discovery::default());
        assert!(!near.iter().any(|p| p.kind.code() == "no_header" && p.severity > crate::finding::Severity::Note));

        let good = ["SO-2", "2026-05-13", "乙", "", "2.5"];
        for row in &mut book.sheets[0].rows {
            for fault in &row.faults {
                row.cells[fault.column] = Original::Text(good[fault.column].to_owned());
            }
        }
        let mended = read(&book);
        let rows = part(&mended.account, 1).rows;
        assert_eq!((rows.seen, rows.accepted), (3, 3), "{:?}", mended.account.rejects);
        let money = mended.account.totals.iter().find(|t| (t.table, t.column) == (TableId::Orders, "amount")).unwrap();
        assert_eq!(money.flow.accepted, 2_500_000 + 1_500_000 + 2_500_000, "the unit of the header still counts");
    }
}

#[test]
fn a_form_becomes_a_row_and_a_field_it_lacks_gets_a_column() {
    let mut form = sheet("表", 0);
    form.layout = Some(LayoutKind::Form);
    form.header_cells.retain(|h| h.field != Some("amount"));
    form.title_day = chrono::NaiveDate::from_ymd_opt(2026, 5, 20);
    let mut one = reject("a.xlsx", "表", 0, 4, vec![text("SO-1"), text(""), text("甲")], &[(4, Reason::MissingRequired)]);
    one.first.at = None;
    let book = book(&account(vec![form], vec![one]), Language::En);
    let drawn = &book.sheets[0];
    let added = drawn.headers.iter().position(|h| h.added).unwrap();
    assert_eq!(drawn.headers[added].text, "amount");
    assert_eq!(drawn.rows[0].faults[0].column, added);
    assert_eq!(drawn.rows[0].mend, "The amount is missing. Fill in the marked cell: a record needs it.");
    // 2026-05-20, stated in the title alone.
    assert_eq!(drawn.rows[0].cells[1], Original::Date(46_162.0));
}

#[test]
fn many_sheets_long_texts_and_hostile_names_stay_within_what_excel_takes() {
    let name = "a[b]:c*?/\\d".repeat(5);
    let sheets: Vec<SheetAccount> = (0..203).map(|n| sheet(&name, n)).collect();
    let long = "长".repeat(40_000);
    let row = |n| reject("x.xlsx", &name, n, 7, vec![text("1"), text("x"), text(&long)], &[(1, Reason::BadDate)]);
    let mut rejects: Vec<Reject> = (0..203).map(row).collect();
    rejects[1].cells.clear();
    let book = book(&account(sheets, rejects), Language::En);
    let bytes = rejects_workbook(&book).unwrap();
    assert!(bytes == rejects_workbook(&book).unwrap(), "the same bytes each time");
    let mut workbook = open(&bytes);
    let names = workbook.sheet_names();
    assert_eq!((names.len(), book.index.len()), (201, 203));
    assert!(names.iter().all(|n| n.chars().count() <= 31 && !n.contains(['[', ']', ':', '*', '?', '/', '\\'])));
    let cell = workbook.worksheet_range(&names[1]).unwrap().get_value((1, 2)).unwrap().to_string();
    assert_eq!(cell.chars().count(), 32_767);
    let elsewhere: Vec<&str> = book.index.iter().filter(|r| r.rows.is_none()).map(|r| r.remark.as_str()).collect();
    assert_eq!(elsewhere.len(), 3);
    assert_eq!(elsewhere[0], "1 row is not repeated here; tables/rejects.csv lists every one.");
}

#[test]
fn a_mapped_sheet_is_headed_so_that_any_reader_knows_its_columns() {
    let text_of = "[[mapping]]\nfile = \"订单*\"\ncurrency = \"USD\"\ncolumns = { \"成交数\" = \"amount\", \"备注\" = \"\" }\n";
    let mut config = crate::config::parse("t", text_of).unwrap();
    let mut mapped = sheet("S", 0);
    mapped.header_cells[4].text = "成交数(万元)".to_owned();
    mapped.header_cells[3].text = "产品".to_owned();
    let row = reject("订单/2026.xlsx", "S", 0, 7, vec![text("1"), text("x"), text("甲")], &[(1, Reason::BadDate)]);
    let account = account(vec![mapped], vec![row]);
    let period = Period::new("2026-05".parse().unwrap(), 12);
    let headers = |config: &Config| {
        let book = build(&account, period, config, Labels::of(Language::En)).unwrap();
        let headers: Vec<String> = book.sheets[0].headers.iter().map(|h| h.text.clone()).collect();
        (headers, book.sheets[0].rows[0].cells.last().cloned(), book.index[0].remark.is_empty())
    };
    let (with, last, remark) = headers(&config);
    assert_eq!(with, ["订单号", "下单日期", "客户名称", "not read: 产品", "amount(万元)", "currency"]);
    assert_eq!((last, remark), (Some(text_cell("USD")), false));
    config.mapping.clear();
    assert_eq!(headers(&config).0, ["订单号", "下单日期", "客户名称", "产品", "成交数(万元)"]);
}

fn text_cell(t: &str) -> Original {
    Original::Text(t.to_owned())
}
