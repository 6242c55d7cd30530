//! The page of one customer: what stands on it before anybody calculates, what is behind it, and that no text becomes more
//! than text.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use tempfile::TempDir;

use crate::common::{keyaccount, rows as csv, sample, shared};

/// Signs that begin a formula, and what they would run.
const EVIL: &str = "=HYPERLINK(\"http://x\",\"y\")";

/// Alpha is the one key customer, although Beta bought more: the page opens with it. Two customers are called Twin, one has a name
/// like a figure and one like a formula. Alpha was visited ten times, has two findings at least, and sent something back in
/// August; nobody was ever called.
fn world(lang: &str, config: &str) -> (TempDir, PathBuf) {
    let folder = shared();
    fs::create_dir(folder.path().join("input")).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("config.toml", config);
    write(
        "input/customers.csv",
        &format!(
            "customer_id,customer,annual_demand,owner,region,credit_limit\n007,Alpha,1000000,Ann,East,500000\n008,Beta,900000,,,\n\
             009,Twin,,,,\n010,Twin,,,,\n011,nan,,,,\n012,\"{}\",,,,\n",
            EVIL.replace('"', "\"\"")
        ),
    );
    let mut orders = "order_id,date,customer_id,customer,amount,due_on,paid_on\n".to_owned();
    for (at, (day, id, name, amount)) in [
        ("2025-09-10", "007", "Alpha", "50000"),
        ("2026-03-05", "007", "Alpha", "400000"),
        ("2026-08-05", "007", "Alpha", "-20000"),
        ("2026-09-02", "007", "Alpha", "220000.50"),
        ("2026-09-03", "009", "Twin", "30"),
        ("2026-09-03", "010", "Twin", "20"),
        ("2026-09-03", "011", "nan", "10"),
        ("2026-09-03", "012", "\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"", "5"),
        ("2026-09-03", "008", "Beta", "700"),
    ]
    .into_iter()
    .enumerate()
    {
        orders.push_str(&format!("{at},{day},{id},{name},{amount},2026-10-31,\n"));
    }
    write("input/orders.csv", &orders);
    let mut visits = "visit_id,date,customer_id,customer,salesperson,purpose,city\n".to_owned();
    for day in 1..=10 {
        visits.push_str(&format!("v{day},2026-09-{day:02},007,Alpha,Ann,a = b,\n"));
    }
    write("input/visits.csv", &visits);
    let ran = keyaccount(folder.path())
        .args(["run", "--config", "config.toml", "--lang", lang, "--month", "2026-09", "--no-progress", "-q"])
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let month = folder.path().join("output/2026-09");
    (folder, month)
}

static EN: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| world("en", ""));

fn book(month: &Path) -> Xlsx<std::io::BufReader<fs::File>> {
    open_workbook(month.join("review.xlsx")).unwrap()
}

fn part(month: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(month.join("review.xlsx")).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The cells of each row that show anything.
fn shown(range: &Range<Data>) -> Vec<Vec<String>> {
    let text = |cell: &Data| match cell {
        Data::DateTime(day) => day.as_datetime().unwrap().date().to_string(),
        Data::Float(x) => format!("{}", (x * 1e4).round() / 1e4),
        other => other.to_string(),
    };
    let rows = range.rows().map(|row| row.iter().map(text).filter(|text| !text.is_empty()).collect());
    rows.filter(|row: &Vec<String>| !row.is_empty()).collect()
}

/// The row that begins so.
fn row(rows: &[Vec<String>], first: &str) -> Vec<String> {
    rows.iter().find(|row| row[0] == first).unwrap_or_else(|| panic!("no `{first}` in {rows:#?}")).clone()
}

/// By hand: 400,000 − 20,000 + 220,000.50 of a demand of 1,000,000 is 60 %; the window is October 2025 to September 2026, and the
/// 50,000 of September 2025 are the year before's. Everything is open, nothing due.
#[test]
fn the_page_shows_the_largest_key_customer_before_anybody_calculates() {
    let rows = shown(&book(&EN.1).worksheet_range("Customer").unwrap());
    assert_eq!(row(&rows, "Customer").len(), 1, "the title");
    let pick = rows.iter().find(|row| row.len() > 2 && row[0] == "Customer").unwrap();
    assert_eq!(pick[1..3], ["Alpha", "Pick from the list in this cell, or type a name; 6 customers, the largest sales first."]);
    assert_eq!(pick[3..], ["Customers ›", "Explained ›", "Findings ›"]);
    let about = row(&rows, "007");
    assert_eq!(about[1..3], ["East", "Ann"], "an identifier with zeros before it stays a text");
    let cards = rows.iter().position(|row| row[0] == "Sales, window").unwrap();
    assert_eq!(rows[cards + 1][..3], ["600000.5", "Core", "0.6"]);
    assert_eq!(rows[cards + 2][0], "220k this month", "the orders do not reach back two windows");
    assert_eq!(row(&rows, "2026-08")[1..3], ["-20000", "–"], "a month before the first order of all is unknown, not zero");
    assert_eq!(row(&rows, "2026-09")[1..4], ["220000.5", "50000", "Core"]);
    assert_eq!(row(&rows, "2025-10")[1..3], ["0", "–"]);
    let lists = rows.iter().position(|row| row[0].starts_with("Findings of the month")).unwrap();
    assert!(rows[lists].contains(&"Visits, newest first (10)".to_owned()), "{:?}", rows[lists]);
    assert!(rows[lists].contains(&"Callbacks, newest first".to_owned()), "no figure of what is not in the input");
    assert!(rows[lists + 1].contains(&"No callbacks in the input".to_owned()), "{:?}", rows[lists + 1]);
    assert!(rows[lists + 2].ends_with(&["2026-09-10".to_owned(), "Ann".to_owned(), "a = b".to_owned()]), "{:?}", rows[lists + 2]);
    assert_eq!(rows.last().unwrap().last().unwrap(), "… and 2 more in the window");
    let chart = rows.iter().find(|row| row[0].starts_with("Sales of")).unwrap();
    assert_eq!(chart[0], "Sales of 600k in 12 months");
}

#[test]
fn the_list_has_names_that_are_unique_and_no_formulas() {
    let range = book(&EN.1).worksheet_range("_customer").unwrap();
    let names: Vec<String> =
        (4..).map_while(|at| range.get_value((at, 0))).map(ToString::to_string).filter(|name| !name.is_empty()).collect();
    assert_eq!(names, ["Alpha", "Beta", "Twin (009)", "Twin (010)", "nan", "’=HYPERLINK(\"http://x\",\"y\")"]);
    assert_eq!(range.get_value((1, 0)).unwrap().to_string(), "1");
    let xml = part(&EN.1, "xl/worksheets/sheet3.xml");
    assert!(xml.contains("<formula1>ka_customer_names</formula1>") && xml.contains("type=\"list\""), "a drop-down");
    assert!(xml.contains("<pageSetUpPr fitToPage=\"1\"/>") && !xml.contains("fitToHeight=\"0\""), "one page of paper");
    let workbook = part(&EN.1, "xl/workbook.xml");
    assert!(workbook.contains("name=\"_customer\"") && workbook.contains("state=\"hidden\""));
    for name in ["ka_customer\"", "ka_customer_names\"", "ka_sales_window\"", "ka_overdue\"", "ka_customers\"", "ka_findings\""] {
        assert!(workbook.contains(&format!("<definedName name=\"{name}")), "{name}");
    }
}

/// What is listed on the Method sheet is there, and what is there is listed.
#[test]
fn the_method_lists_every_name() {
    let rows = shown(&book(&EN.1).worksheet_range("Method").unwrap());
    let listed: Vec<&str> = rows.iter().map(|row| row[0].as_str()).filter(|text| text.starts_with("ka_")).collect();
    let workbook = part(&EN.1, "xl/workbook.xml");
    let mut there: Vec<&str> =
        workbook.split("<definedName name=\"ka_").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    there.sort_unstable();
    let mut said: Vec<&str> = listed.iter().map(|name| &name[3..]).collect();
    said.sort_unstable();
    assert_eq!(said, there);
}

/// Text of the data stands in no formula, and no function needs a program younger than 2010 or calculates all the time.
#[test]
fn formulas_hold_no_text_of_the_data_and_nothing_volatile() {
    let mut book = book(&EN.1);
    let mut count = 0;
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).unwrap();
        for (.., formula) in formulas.used_cells() {
            assert!(sheet == "Customer" || sheet == "_customer", "{sheet}: {formula}");
            for word in ["OFFSET", "INDIRECT", "LET(", "XLOOKUP", "FILTER(", "_xlfn", "NOW(", "TODAY(", "http", "Alpha", "Twin"] {
                assert!(!formula.contains(word), "{sheet}: {formula}");
            }
            count += 1;
        }
    }
    assert!(count > 200, "{count}");
    // A name that reads as a figure would break the file as the result of a formula.
    let xml = part(&EN.1, "xl/worksheets/sheet3.xml");
    assert!(!xml.contains('\u{F8F1}') && xml.contains("t=\"str\"><f>'_customer'!$B$2</f><v>007</v>"));
}

/// Every customer's row behind the page says what the table for programs says, and its lists are where it says they are.
#[test]
fn what_is_behind_the_page_agrees_with_the_tables() {
    let month = sample("en");
    let range = book(&month).worksheet_range("_customer").unwrap();
    let headers: Vec<String> = range.rows().nth(3).unwrap().iter().map(ToString::to_string).collect();
    let column = |header: &str| headers.iter().position(|h| h == header).unwrap_or_else(|| panic!("{header} in {headers:?}"));
    let figure = |row: &[Data], header: &str| row[column(header)].to_string().parse::<f64>().ok();
    let customers = csv(&month.join("tables/customers.csv"));
    let findings = csv(&month.join("tables/findings.csv"));
    let count = column("Date") - 1 - 4;
    let mut next = 1.0;
    let mut compared = 0;
    for row in range.rows().skip(4).filter(|row| !matches!(row[0], Data::Empty)) {
        let id = row[column("Customer ID")].to_string();
        let of = customers.iter().find(|c| c["customer_id"] == id || c["customer_key"] == id).unwrap();
        for (header, key) in
            [("Sales, window", "sales_window"), ("Overdue", "overdue"), ("Our share", "share"), ("Credit score", "credit_score")]
        {
            let at = if header == "Credit score" { column(header) + 1 } else { column(header) };
            let (found, expected) = (row[at].to_string().parse::<f64>().ok(), of[key].parse::<f64>().ok());
            let same = match (found, expected) {
                (Some(a), Some(b)) => (a - b).abs() < 0.006,
                (a, b) => a.is_none() && b.is_none(),
            };
            assert!(same, "{id} {header}: {found:?}, {expected:?}");
            compared += 1;
        }
        let own = findings.iter().filter(|f| f["customer"] == of["customer"]).count();
        let (first, n) = (row[count - 1].to_string(), row[count].to_string());
        assert_eq!((first.parse::<f64>().unwrap(), n), (next, own.to_string()), "{id}");
        next += own.min(8) as f64;
        assert!(figure(row, "Sales, window").is_some());
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn in_chinese_and_without_the_sheet() {
    let (_folder, month) = world("zh", "");
    let rows = shown(&book(&month).worksheet_range("客户页").unwrap());
    assert!(row(&rows, "客户")[1] == "Alpha", "{rows:?}");
    assert!(rows.iter().flatten().any(|text| text == "拜访，最新在前（10）"));
    let (_folder, month) = world("en", "[report]\nleave_out = [\"customer\", \"findings\"]\n");
    let names = book(&month).sheet_names();
    assert!(!names.iter().any(|name| name == "Customer" || name == "_customer"), "{names:?}");
    assert!(!part(&month, "xl/workbook.xml").contains("ka_customer\""));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (_folder, month) = world("en", "");
    assert_eq!(fs::read(month.join("review.xlsx")).unwrap(), fs::read(EN.1.join("review.xlsx")).unwrap());
}

/// 5,001 customers, each with one order, the first with the largest: the smallest is left out of the list, and the page says so.
#[test]
fn the_list_of_a_large_company_holds_its_largest_customers() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("input")).unwrap();
    let mut orders = "order_id,date,customer_id,customer,amount\n".to_owned();
    for n in 0..5_001 {
        orders.push_str(&format!("S{n},2026-09-02,C{n},Company {n},{}\n", 10_000 - n));
    }
    fs::write(folder.path().join("input/orders.csv"), orders).unwrap();
    let ran = keyaccount(folder.path()).args(["run", "--lang", "en", "--no-progress", "-q"]).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let mut book = book(&folder.path().join("output/2026-09"));
    let texts = |range: Range<Data>| range.used_cells().map(|(.., cell)| cell.to_string()).collect::<Vec<_>>();
    let page = texts(book.worksheet_range("Customer").unwrap());
    assert!(page.iter().any(|text| text.contains("the 5000 of 5001 customers with the largest sales")), "{page:?}");
    let store = texts(book.worksheet_range("_customer").unwrap());
    let holds = |name: &str| store.iter().any(|text| text == name);
    assert!(holds("Company 0") && holds("Company 4999") && !holds("Company 5000"));
}
