//! Workbooks read back the way other programs read them.

use super::plan::Limits;
use super::{Book, within};
use crate::draw::sample;
use crate::report::model::{Block, Cell, Leaf, LeafPart, LeafRow, Report, Script, Shade, Sheet, Target, Tone};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;

fn drawn(report: &Report) -> Result<Vec<u8>, crate::draw::DrawError> {
    Book::new(report)?.save()
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap()
}

/// A tab as text: cells of a row joined by `|`, empty ones and empty rows left out.
fn text(bytes: &[u8], tab: &str) -> String {
    let range = open(bytes).worksheet_range(tab).unwrap();
    let cell = |d: &Data| match d {
        Data::Empty => None,
        Data::DateTime(d) => d.as_datetime().map(|d| d.date().to_string()),
        d => Some(d.to_string()).filter(|t| !t.is_empty()),
    };
    let rows = range.rows().map(|row| row.iter().filter_map(cell).collect::<Vec<_>>().join(" | "));
    rows.filter(|r| !r.is_empty()).collect::<Vec<_>>().join("\n")
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut out).unwrap();
    out
}

fn table(report: &mut Report) -> &mut crate::report::model::Table {
    let blocks = report.sheets.iter_mut().flat_map(|s| s.blocks.iter_mut());
    let mut tables = blocks.filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    tables.next().unwrap()
}

#[test]
fn sheets_come_in_order_with_the_figures_last() {
    let names = open(&drawn(&sample::report(Script::Latin)).unwrap()).sheet_names();
    assert_eq!(names, ["Dashboard", "Customers", "_data"]);
}

#[test]
fn a_table_reads_back_as_it_was_said() {
    let bytes = drawn(&sample::report(Script::Latin)).unwrap();
    let expected = "\
Customers
All of them
‹ Dashboard
Customer | Segment | Sales | Share | Score | Last visit | Key
Ningbo Haida | Core | 1234.5 | 0.25 | 81 | 2024-05-03 | yes
=HYPERLINK(\"http://x\",\"y\") | – | -0.05 | – | – | no
堃喆玥 | Core | 100 | 0.5 | 7.5 | 2024-05-31 | yes
Total | 1334.45";
    assert_eq!(text(&bytes, "Customers"), expected);
}

/// The rows that are frozen on the second tab, and those that are printed again on each of its pages.
fn held(report: &Report) -> (bool, bool) {
    let bytes = drawn(report).unwrap();
    (
        part(&bytes, "xl/worksheets/sheet2.xml").contains("state=\"frozen\""),
        part(&bytes, "xl/workbook.xml").contains("Print_Titles"),
    )
}

/// A header is held where its table ends the tab: in the midst of it, it would stand over what follows.
#[test]
fn a_header_is_held_only_over_its_own_table() {
    let mut report = sample::report(Script::Latin);
    assert_eq!(held(&report), (true, true));
    report.sheets[1].blocks.push(Block::Text { heading: Some("More".into()), lines: Vec::new() });
    assert_eq!(held(&report), (false, false));
    // A table that is not the main one of its sheet is printed with its header, and not frozen.
    report.sheets[1].blocks.pop();
    table(&mut report).main = false;
    assert_eq!(held(&report), (false, true));
}

#[test]
fn the_title_of_an_empty_chart_has_room_for_all_its_lines() {
    let mut report = sample::report(Script::Latin);
    let height = |report: &Report| {
        let sheet = part(&drawn(report).unwrap(), "xl/worksheets/sheet1.xml");
        let heights = sheet.match_indices(" ht=\"").map(|(at, mark)| {
            let rest = &sheet[at + mark.len()..];
            rest[..rest.find('"').unwrap()].parse::<f64>().unwrap()
        });
        heights.sum::<f64>()
    };
    let before = height(&report);
    let empty = report.charts.iter_mut().find(|c| c.id == "empty").unwrap();
    empty.title = "Travel claimed in the month, by employee: within the policy and in excess of it".into();
    let after = height(&report);
    // One more line of 18 pixels.
    assert!((after - before - 13.5).abs() < 0.01, "{before} {after}");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = sample::report(Script::Han);
    assert_eq!(drawn(&report).unwrap(), drawn(&report).unwrap());
}

#[test]
fn no_text_becomes_a_formula() {
    let mut report = sample::report(Script::Latin);
    let evil = "=HYPERLINK(\"http://x\",\"y\")".to_owned();
    report.title.clone_from(&evil);
    report.sheets[0].title.clone_from(&evil);
    for chart in &mut report.charts {
        chart.title = format!("{evil} Sheet9!A1");
        chart.y_axis.clone_from(&evil);
    }
    let bytes = drawn(&report).unwrap();
    let mut book = open(&bytes);
    for tab in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&tab).unwrap().used_cells().count(), 0, "{tab}");
    }
}

#[test]
fn a_figure_that_is_none_is_shown_as_unknown() {
    let mut report = sample::report(Script::Latin);
    table(&mut report).rows[0][4] = Cell::Score(f64::NAN);
    table(&mut report).rows[2][4] = Cell::Number(f64::INFINITY, 2);
    let bytes = drawn(&report).unwrap();
    let sheet = text(&bytes, "Customers");
    assert!(sheet.contains("0.25 | – | 2024-05-03") && sheet.contains("0.5 | – | 2024-05-31"), "{sheet}");
}

#[test]
fn identifiers_with_too_many_digits_stay_whole() {
    let mut report = sample::report(Script::Latin);
    table(&mut report).rows[0][4] = Cell::Int(6_217_001_234_567_890_123);
    assert!(text(&drawn(&report).unwrap(), "Customers").contains("6217001234567890123"));
}

#[test]
fn a_text_too_long_for_a_cell_goes_on_elsewhere_and_says_so() {
    let mut report = sample::report(Script::Latin);
    let long: String = (0..9_000).map(|n| format!("{n} ")).collect();
    table(&mut report).rows[0][0] = Cell::Text(long.clone());
    let bytes = drawn(&report).unwrap();
    let mut book = open(&bytes);
    let cell = book.worksheet_range("Customers").unwrap().get_value((5, 1)).unwrap().to_string();
    let (begin, mark) = cell.split_once(" … (").unwrap();
    assert_eq!(mark, "Continued: Continued!A1)");
    let rest = book.worksheet_range("Continued").unwrap();
    let rest: String = rest.rows().map(|row| row[1].to_string()).collect();
    assert_eq!(format!("{begin}{rest}"), long);
}

#[test]
fn a_table_too_long_for_a_sheet_goes_on_the_next_and_links_find_its_rows() {
    let mut report = sample::report(Script::Latin);
    let one = table(&mut report).rows[0].clone();
    table(&mut report).rows = (0..50)
        .map(|n| {
            let mut row = one.clone();
            row[0] = Cell::Text(format!("C{n}"));
            row
        })
        .collect();
    if let Block::Cards(cards) = &mut report.sheets[0].blocks[0] {
        cards[0].link = Some(Target::Row("customers", 30));
    }
    let bytes = within(&report, Limits { rows: 30, ..Limits::EXCEL }).unwrap().save().unwrap();
    let names = open(&bytes).sheet_names();
    assert_eq!(names, ["Dashboard", "Customers", "Customers (2)", "Customers (3)", "_data"]);
    let all: String = names[1..4].iter().map(|n| text(&bytes, n) + "\n").collect();
    assert_eq!(all.lines().filter(|l| l.starts_with('C') && l.contains("Core")).count(), 50);
    assert_eq!(all.matches("Continued › Customers (").count(), 2);
    assert_eq!(all.matches("Total |").count(), 1);
    let link = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(link.contains("location=\"'Customers (2)'!B14\""));
    let second = open(&bytes).worksheet_range("Customers (2)").unwrap();
    assert_eq!(second.get_value((13, 1)).unwrap().to_string(), "C30");
}

#[test]
fn the_dashboard_prints_on_one_landscape_page() {
    let bytes = drawn(&sample::report(Script::Latin)).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("fitToPage=\"1\"") && sheet.contains("orientation=\"landscape\""));
    assert!(!sheet.contains("fitToHeight=\"0\"") && sheet.contains("paperSize=\"9\""));
    assert!(part(&bytes, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
}

#[test]
fn a_long_table_prints_as_wide_as_the_page_and_as_long_as_it_is() {
    let mut report = sample::report(Script::Latin);
    let one = table(&mut report).rows[0].clone();
    table(&mut report).rows = vec![one; 200];
    let sheet = part(&drawn(&report).unwrap(), "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("fitToPage=\"1\"") && sheet.contains("fitToHeight=\"0\""));
}

#[test]
fn the_parts_of_a_scatter_are_in_the_order_of_the_schema() {
    let bytes = drawn(&sample::report(Script::Latin)).unwrap();
    // Before it come the small lines of three cards.
    let scatter = part(&bytes, "xl/charts/chart7.xml");
    assert!(scatter.contains("<c:scatterChart>") && scatter.contains("</c:spPr><c:marker>"));
    assert!(!scatter.contains("</c:marker><c:spPr>"));
}

#[test]
fn headers_of_a_table_are_never_alike() {
    let mut report = sample::report(Script::Latin);
    for column in &mut table(&mut report).columns {
        column.header = "Same\nname".to_owned();
    }
    let bytes = drawn(&report).unwrap();
    assert!(text(&bytes, "Customers").contains("Same name | Same name 2 | Same name 3"));
}

#[test]
fn a_report_that_does_not_hold_together_is_refused() {
    let mut report = sample::report(Script::Latin);
    table(&mut report).rows[1].pop();
    let error = drawn(&report).unwrap_err().to_string();
    assert_eq!(error, "table `customers`: row 1 has 6 cells for 7 columns");
    let mut report = sample::report(Script::Latin);
    report.sheets[0].blocks.push(Block::Charts(vec!["nowhere"]));
    assert!(drawn(&report).unwrap_err().to_string().contains("nowhere"));
}

#[test]
fn a_table_without_rows_says_why() {
    let mut report = sample::report(Script::Han);
    table(&mut report).rows.clear();
    assert!(text(&drawn(&report).unwrap(), "Customers").contains("No customers."));
}

/// Leaves begin on new pages of paper (the row before a break is counted), links find them, and one that does not fit a sheet
/// stands on the next.
#[test]
fn leaves_begin_on_new_pages_and_links_find_them() {
    let row = |n: usize| LeafRow { what: format!("step {n}"), text: "=1+1".into(), result: "2".into(), tone: Tone::Neutral };
    let leaf = |title: &str| {
        let part = LeafPart { heading: "Part".into(), rows: (0..5).map(row).collect() };
        Block::Leaf(Leaf { title: title.into(), lines: Vec::new(), parts: vec![part] })
    };
    let mut report = sample::report(Script::Latin);
    report.sheets.push(Sheet {
        id: "leaves",
        name: "Leaves".into(),
        title: "Leaves".into(),
        subtitle: "Two".into(),
        blocks: vec![leaf("One"), leaf("Two"), leaf("Three")],
    });
    if let Block::Cards(cards) = &mut report.sheets[0].blocks[0] {
        cards[0].link = Some(Target::Leaf("leaves", 2));
    }
    let bytes = drawn(&report).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet3.xml");
    // Four rows of title, then leaves of seven rows with one of air: the second begins below row 12, the third below row 20.
    assert!(sheet.contains("<brk id=\"12\"") && sheet.contains("<brk id=\"20\"") && !sheet.contains("fitToPage"), "{sheet}");
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("location=\"'Leaves'!B21\""));
    assert!(text(&bytes, "Leaves").contains("Two\nPart\nstep 0 | =1+1 | 2\n"));
    let narrow = within(&report, Limits { rows: 22, ..Limits::EXCEL }).unwrap().save().unwrap();
    assert!(part(&narrow, "xl/worksheets/sheet1.xml").contains("location=\"'Leaves (2)'!B5\""));
}

/// A figure that leads somewhere stays a number, with a link on its cell; the scale of a matrix leaves its diagonal out.
#[test]
fn figures_of_a_matrix_lead_to_their_rows() {
    let mut report = sample::report(Script::Latin);
    let table = table(&mut report);
    table.columns.truncate(3);
    let tone = Tone::Accent;
    table.columns.iter_mut().skip(1).for_each(|c| c.shade = Shade::Matrix(tone));
    let leads = |n| Cell::Linked(Box::new(Cell::Int(n)), Target::Row("customers", 1));
    let stayed = |n| Cell::Quiet(Box::new(Cell::Int(n)));
    table.rows = vec![vec![Cell::Text("A".into()), stayed(40), leads(2)], vec![Cell::Text("B".into()), Cell::Empty, stayed(30)]];
    table.total = None;
    let bytes = drawn(&report).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet2.xml");
    let range = open(&bytes).worksheet_range("Customers").unwrap();
    let cell = |wanted: f64| range.used_cells().find(|(.., c)| **c == Data::Float(wanted));
    assert!(cell(2.0).is_some() && cell(40.0).is_some(), "{sheet}");
    assert!(sheet.contains("<hyperlink ref=\"D"), "{sheet}");
    // Columns B, C and D: the off-diagonal cells are D of the first row and C of the second.
    let scale = sheet.split("<conditionalFormatting sqref=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let letters: Vec<&str> = scale.split(' ').map(|at| &at[..1]).collect();
    assert_eq!(letters, ["D", "C"], "{scale}");
}
