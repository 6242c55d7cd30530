//! What the review says where the input lacks something: a file nobody could read, a table, a year, a demand. It names what is
//! missing, and never shows a nought for what nobody knows.

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};
use tempfile::TempDir;

use crate::common::keyaccount;

/// A world of a few files, and what its review of 2026-10 says and does not say: sheet, `summary`, `page` or file, and text.
struct Case {
    files: &'static [(&'static str, &'static str)],
    arguments: &'static str,
    says: &'static [(&'static str, &'static str)],
    never: &'static [(&'static str, &'static str)],
}

const ORDERS: (&str, &str) = (
    "orders.csv",
    "order_id,date,customer,amount\nA1,2026-08-10,Alpha Ltd,1000.00\nA2,2026-10-12,Alpha Ltd,300.00\nB1,2026-10-02,Beta,500.00\n",
);
const MASTER: (&str, &str) =
    ("customers.csv", "customer_id,customer,annual_demand,stage\nC1,Alpha Ltd,2000,established\nC2,Beta,9000,established\n");
const VISITS: (&str, &str) =
    ("visits.csv", "visit_id,date,customer,salesperson\nV1,2026-10-08,Alpha Ltd,Li\nV2,2026-08-03,Beta,Li\n");
/// No workbook, whatever its name says.
const BROKEN: (&str, &str) = ("claims.xlsx", "PK\u{3}\u{4}cut");

const UNREAD: &str = "Could not be read: claims.xlsx. What is missing there is missing from every figure.";

const CASES: &[Case] = &[
    Case {
        files: &[ORDERS, BROKEN],
        arguments: "",
        says: &[
            ("summary", UNREAD),
            ("Dashboard", UNREAD),
            ("Travel audit", UNREAD),
            ("Travel audit", "that could be read was tested"),
            ("Dashboard", "no visits in what could be read"),
        ],
        never: &[
            ("Dashboard", "in the input"),
            ("Travel audit", "in the input"),
            ("Coverage", "in the input"),
            ("page", "No visits in the input"),
        ],
    },
    // Nothing is said of files where all were read; the orders begin in August, and nobody knows last year.
    Case {
        files: &[ORDERS, MASTER],
        arguments: "",
        says: &[("page", "No claims in the input."), ("page", "Last year is not in the input.")],
        never: &[
            ("Dashboard", "ould not be read"),
            ("page", "No claims in the month"),
            ("summary", "ould not be read"),
            ("Travel audit", "0.00 net"),
            ("summary", "in excess"),
        ],
    },
    // A year ago the same month is known, and the rest of that year is not.
    Case {
        files: &[ORDERS, ("old.csv", "order_id,date,customer,amount\nO1,2025-09-10,Beta,400\nO2,2025-10-10,Beta,400\n")],
        arguments: "",
        says: &[("page", "only 2 of 12 months of last year are in the input")],
        never: &[],
    },
    // Visits were made, and nobody knows how many were due.
    Case {
        files: &[ORDERS, VISITS],
        arguments: "",
        says: &[("page", "No visit is due: no customer")],
        never: &[("page", "No visits in the input.")],
    },
    // The orders begin in the month of the review: there is none before it that a person could compare with. The tables
    // for programs keep to the definition: without sales, and of the smaller demand (2,000 of 11,000), Alpha was low_return.
    Case {
        files: &[("orders.csv", "order_id,date,customer,amount\nA1,2026-10-12,Alpha Ltd,1300.00\n"), MASTER],
        arguments: "",
        says: &[
            ("Segments", "The orders do not reach back to the month before"),
            ("page", "The orders do not reach back to the month before"),
            ("tables/customers.csv", "C1,C1,Alpha Ltd,,1300.00,1300.00,2000.00,2000.00,0.6500,false,true,support,low_return,A,"),
        ],
        never: &[("Dashboard", "±0"), ("summary", "core last month")],
    },
    // A trial says so wherever one begins to read.
    Case {
        files: &[ORDERS],
        arguments: "--set credit.grade_a=90",
        says: &[
            ("summary", "This review is a trial, not the company's own: credit.grade_a = 90 (configured: 85.0)."),
            ("Dashboard", "What-if"),
            ("Dashboard", "credit.grade_a = 90, tried for this review; configured: 85.0."),
            ("Method", "credit.grade_a = 90, tried for this review; configured: 85.0."),
        ],
        never: &[],
    },
];

#[test]
fn what_is_missing_is_named() {
    for (at, case) in CASES.iter().enumerate() {
        let world = TempDir::new().unwrap();
        let input = world.path().join("input");
        fs::create_dir_all(&input).unwrap();
        for (name, text) in case.files {
            fs::write(input.join(name), text).unwrap();
        }
        let mut run = keyaccount(world.path());
        let run = run.args(["run", "-q", "--no-progress", "--lang", "en"]).args(case.arguments.split_whitespace());
        let ran = run.output().unwrap();
        assert!(ran.status.success(), "case {at}: {}", String::from_utf8_lossy(&ran.stderr));
        let month = world.path().join("output/2026-10");
        let mut book: Xlsx<_> = open_workbook(month.join("review.xlsx")).unwrap();
        let mut text = |place: &str| match place {
            file if file.contains('/') => fs::read_to_string(month.join(file)).unwrap(),
            "summary" => fs::read_to_string(month.join("summary.md")).unwrap(),
            "page" => fs::read_to_string(month.join("report.html")).unwrap(),
            sheet => {
                let cells = book.worksheet_range(sheet).unwrap();
                cells.cells().map(|(.., c)| c).filter(|c| **c != Data::Empty).map(|c| format!("{c}\n")).collect()
            }
        };
        for (place, wanted) in case.says {
            let said = text(place);
            assert!(said.contains(wanted), "case {at}, {place}: {wanted} in\n{}", shown(place, &said));
        }
        for (place, unwanted) in case.never {
            let said = text(place);
            assert!(!said.contains(unwanted), "case {at}, {place}: {unwanted} in\n{}", shown(place, &said));
        }
    }
}

/// A page is too long to be read in a failure.
fn shown<'a>(place: &str, said: &'a str) -> &'a str {
    if place == "page" { "…" } else { said }
}
