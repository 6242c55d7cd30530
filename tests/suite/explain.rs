//! `explain` and `--set` with the real program on a small world whose figures were computed by hand.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::keyaccount;

const MASTER: &str = "customer_id,customer,aliases,annual_demand,credit_limit,stage\n\
    C1,North Valves Ltd.,NV,1400000,200000,established\n\
    C2,South Valves GmbH,,300000,,established\n\
    C3,=HYPERLINK(\"http://example.org\"),,,,prospect\n";
const ORDERS: &str = "order_id,date,customer,amount,due_on,paid_on\n\
    A-1,2026-01-10,North Valves,600000,2026-02-09,2026-02-09\n\
    A-2,2026-03-10,North Valves,300000,2026-04-09,2026-04-24\n\
    A-3,2026-05-10,NV,100000,2026-05-31,\n\
    A-4,2026-06-10,NV,-20000,,\n\
    B-1,2026-02-01,South Valves,100000,2026-07-01,\n";
const VISITS: &str = "visit_id,trip_id,date,customer,salesperson,satisfaction\n\
    v1,T1,2026-06-10,North Valves,Lu,5\n\
    v2,T1,2026-06-11,South Valves,Lu,3\n";
const CALLBACKS: &str = "callback_id,date,customer,overall_rating\nk1,2026-06-03,North Valves,4\n";
const EXPENSES: &str = "expense_id,trip_id,date,employee,category,amount\ne1,T1,2026-06-10,Lu,hotel,300\n";

struct World(TempDir);

impl World {
    fn new() -> Self {
        let world = World(tempfile::tempdir().unwrap());
        fs::create_dir(world.path("input")).unwrap();
        let tables =
            [("master", MASTER), ("orders", ORDERS), ("visits", VISITS), ("callbacks", CALLBACKS), ("expenses", EXPENSES)];
        for (name, text) in tables {
            fs::write(world.path(&format!("input/{name}.csv")), text).unwrap();
        }
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn ran(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = keyaccount(self.0.path()).args(arguments).args(["--quiet"]).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    fn explained(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.ran(arguments);
        assert_eq!(code, 0, "{err}");
        out
    }
}

/// Spaces and line breaks as one: where lines are broken is not the matter here.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Window July 2025 to June 2026, 365 days.
/// Sales 600,000 + 300,000 + 100,000 - 20,000 = 980,000; share 980,000 / 1,400,000 = 70 %; the line of the share lies at
/// 700,000, 280,000 below. Volumes 1,400,000 and 300,000.
/// Six months since January: 980,000 / 6 = 163,333.33; tier B lacks 6 x 500,000 - 980,000 = 2,020,000.
/// Index: on the day 80, 15 days late 70, open for 30 days 50: (48,000,000 + 21,000,000 + 5,000,000) / 1,000,000 = 74; on time
/// 60; burden 100 x (1 - 100,000 / 980,000) = 89.7959; half of the limit used: 100.
/// Score (50 x 74 + 20 x 60 + 15 x 89.7959 + 15 x 100) / 100 = 77.4694: B, 7.53 below A, 7.47 above C.
/// DSO 100,000 / 980,000 x 365 = 37.2449, all of it delinquent.
/// Ratings 5 and 4 of 5, 3 and 4 (mean 4): ((9 + 5 x 4) / 7 - 1) / 4 x 100 = 78.5714.
/// Trip of 300 over two visits: 150; 150 / 980,000 = 0.0153 %.
#[test]
fn the_page_shows_every_computation() {
    let world = World::new();
    let page = flat(&world.explained(&["explain", "C1"]));
    for wanted in [
        "North Valves Ltd. (C1) 2026-06",
        "Other names NV; North Valves",
        "2026-06 0 rows of orders, 1 of returns → -20,000.00",
        "Sales, window the months above added up → 980,000.00",
        "orders.csv!orders!2 order A-1 of 2026-01-10 → 600,000.00",
        "Volume the larger of demand 1,400,000.00 and sales 980,000.00 → 1,400,000.00",
        "Our share sales 980,000.00 ÷ volume 1,400,000.00 = 70.00 %",
        "the highest low volume is 300,000.00: it may lose → 1,100,000.00",
        "sales 980,000.00 − 0.5 × volume 1,400,000.00: it may lose = 280,000.00",
        "Segment volume high, share high → Core",
        "sales 980,000.00 ÷ 6 months (from the first order of the window, 2026-01; at least 3, at most 12) = 163,333.33",
        "B: 6 months × 500,000.00 − sales 980,000.00: it lacks = 2,020,000.00",
        "sum of points × amount 74,000,000.00 ÷ sum of amounts 1,000,000.00 = 74.00",
        "paid on or before the due day 600,000.00 ÷ 1,000,000.00 × 100 = 60.00",
        "100 × (1 − overdue 100,000.00 ÷ sales 980,000.00), from 0 to 100 = 89.80",
        "100 × (1.5 − open 100,000.00 ÷ limit 200,000.00) ÷ (1.5 − 0.5), from 0 to 100 = 100.00",
        "(50 × 74.0000 + 20 × 60.0000 + 15 × 89.7959 + 15 × 100.0000) ÷ 100 = 77.47",
        "A from 85: it lacks → 7.53",
        "C below 70: it may lose → 7.47",
        "order A-2, due 2026-04-09, 300,000.00 paid 2026-04-24, 15 days late: 70 points",
        "order A-3, due 2026-05-31, 100,000.00 open, 30 days late: 50 points",
        "open 100,000.00 ÷ sales 980,000.00 × 365 days = 37.24",
        "DSO 37.24 − best possible 0.00 → 37.24",
        "Mean 9 ÷ 2 = 4.5000",
        "((9 + 5 × 4.000000) ÷ (2 + 5) − 1) ÷ 4 × 100: drawn towards the company with the weight of 5 answers = 78.57",
        "too few to rank: fewer than 5 answers",
        "Trip T1 300.00 of the window ÷ 2 visits of the window × 1 here = 150.0000",
        "travel cost 150.00 ÷ sales 980,000.00 = 0.02 %",
        "expenses.csv!expenses!2 trip T1, 2026-06-10, Lu, hotel → 300.00",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    assert!(!world.path("output").exists(), "it writes nothing");
    // As of May the return and the visits have not happened.
    let may = flat(&world.explained(&["explain", "C1", "--month", "2026-05"]));
    assert!(may.contains("added up → 1,000,000.00") && may.contains("Ratings overall ratings"), "{may}");
    let chinese = world.explained(&["explain", "C1", "--lang", "zh"]);
    assert!(chinese.contains("销售额980,000.00÷需求量1,400,000.00 = 70.00%"), "{chinese}");
}

#[test]
fn customers_are_found_by_id_name_and_part_of_it() {
    let world = World::new();
    for text in ["c1", "NV", "NORTH VALVES", "north"] {
        assert!(world.explained(&["explain", text]).starts_with("North Valves Ltd. (C1)"), "{text}");
    }
    let (code, out, err) = world.ran(&["explain", "valves"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("fits 2 customers: North Valves Ltd. (C1); South Valves GmbH (C2)"), "{err}");
    let (code, _, err) = world.ran(&["explain", "Nroth Valve"]);
    assert!(code == 2 && err.contains("The nearest: North Valves Ltd. (C1)"), "{err}");
    let (code, _, err) = world.ran(&["explain", "zzz", "--lang", "zh"]);
    assert!(code == 2 && err.contains("没有编号或名称为“zzz”"), "{err}");
    assert_eq!(world.ran(&["explain"]).0, 2);
    assert_eq!(world.ran(&["explain", "C1", "--month", "2027-01"]).0, 3);
    assert_eq!(world.ran(&["explain", "C1", "--set", "report.explained_rows=101"]).0, 2);
}

/// JSON has every row, whatever the limit of the text.
#[test]
fn json_has_stable_keys_and_every_row() {
    let world = World::new();
    let limited = world.explained(&["explain", "C1", "--set", "report.explained_rows=1"]);
    assert!(flat(&limited).contains("… 3 more, together 380,000.00;"), "{limited}");
    let json: Value =
        serde_json::from_str(&world.explained(&["explain", "C1", "--format", "json", "--set", "report.explained_rows=1"]))
            .unwrap();
    assert_eq!((&json["key"], &json["month"]), (&Value::from("C1"), &Value::from("2026-06")));
    assert_eq!(json["figures"]["credit_score"], "77.47");
    let sections = json["sections"].as_array().unwrap();
    let ids: Vec<&str> = sections.iter().map(|s| s["id"].as_str().unwrap()).collect();
    let wanted = ["who", "sales", "demand", "segment", "abc_tier", "credit", "satisfaction", "coverage", "travel", "findings"];
    assert_eq!(ids, wanted);
    let sources = sections[1]["sources"].as_array().unwrap();
    assert_eq!(sources.len(), 4);
    assert_eq!(sources[0]["source"], "orders.csv!orders!2");
    assert_eq!((&sources[0]["kind"], &sources[0]["amount"]), (&Value::from("order"), &Value::from("600000.00")));
    let share = sections[2]["steps"].as_array().unwrap().iter().find(|s| s["figure"] == "share").unwrap();
    assert_eq!((&share["value"], &share["result"]), (&Value::from("0.7000"), &Value::from("70.00 %")));
    let all: Value = serde_json::from_str(&world.explained(&["explain", "--all", "--format", "json"])).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 3);
}

/// With a cut of 75 % the share of 70 % is low: opportunity instead of core. The workbook and the manifest say that it was tried.
#[test]
fn a_value_tried_changes_the_segment_and_is_told() {
    use calamine::{Reader, Xlsx, open_workbook};
    let world = World::new();
    let tried = ["--set", "classify.share_high=0.75"];
    let page = flat(&world.explained(&[&["explain", "C1"], &tried[..]].concat()));
    assert!(page.contains("0.75 × volume 1,400,000.00 − sales 980,000.00: it lacks = 70,000.00"), "{page}");
    assert!(page.contains("volume high, share low → Opportunity"), "{page}");
    world.explained(&[&["run"], &tried[..]].concat());
    let read = |name: &str| fs::read_to_string(world.path("output/2026-06").join(name)).unwrap();
    assert!(read("tables/customers.csv").contains(",opportunity,"));
    let manifest: Value = serde_json::from_str(&read("run.json")).unwrap();
    assert_eq!(manifest["tried"], serde_json::json!({ "classify.share_high": "0.75" }));
    let mut book: Xlsx<_> = open_workbook(world.path("output/2026-06/review.xlsx")).unwrap();
    let mut text = |sheet: &str| {
        let range = book.worksheet_range(sheet).unwrap();
        range.used_cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>()
    };
    let told = "classify.share_high = 0.75, tried for this review; configured: 0.5.";
    assert!(text("Method").iter().any(|cell| cell.contains(told)));
    // The only key customer has its page, and text of the data stays text.
    let pages = text("Explained");
    assert!(
        pages.iter().any(|cell| cell == "North Valves Ltd. (C1)") && !pages.iter().any(|cell| cell == "South Valves GmbH (C2)")
    );
    assert!(pages.iter().any(|cell| cell.starts_with("The only key customer;")));
    world.explained(&["run"]);
    assert!(read("tables/customers.csv").contains(",core,"));
    let manifest: Value = serde_json::from_str(&read("run.json")).unwrap();
    assert_eq!(manifest["tried"], Value::Null);
}
