//! `report.html` and `summary.md` of real runs, read back: every row and name where it belongs, hostile names harmless.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::html::{Element, elements, rows};
use crate::common::{Row, keyaccount, manifest, rows as csv, sample as month};

/// A small world, run in English.
fn world(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("input")).unwrap();
    fs::write(folder.path().join("config.toml"), "").unwrap();
    for (name, text) in files {
        fs::write(folder.path().join("input").join(name), text).unwrap();
    }
    let ran = keyaccount(folder.path())
        .args(["run", "--config", "config.toml", "--lang", "en", "--no-progress", "-q"])
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let month = folder.path().join("output/2026-09");
    (folder, month)
}

fn page(month: &Path) -> Vec<Element> {
    elements(&fs::read_to_string(month.join("report.html")).unwrap())
}

fn summary(month: &Path) -> Vec<String> {
    let text = fs::read_to_string(month.join("summary.md")).unwrap();
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn the_sample_is_whole_small_and_linked() {
    for (lang, code) in [("en", "en"), ("zh", "zh-CN")] {
        let month = month(lang);
        let outputs = manifest(&month)["outputs"].clone();
        for file in ["report.html", "summary.md"] {
            assert!(outputs.as_array().unwrap().iter().any(|o| o["file"] == file), "{file}");
        }
        assert!(fs::metadata(month.join("report.html")).unwrap().len() <= 3_000_000);
        let all = page(&month);
        assert_eq!(all.iter().find(|e| e.name == "html").unwrap().get("lang"), code);
        for (table, file) in [("customers", "customers.csv"), ("findings", "findings.csv")] {
            let (shown, written) = (rows(&all, table), csv(&month.join("tables").join(file)));
            assert_eq!(shown.len(), written.len(), "{lang} {table}");
            let firsts: BTreeSet<&str> = shown.iter().map(|row| row[0].as_str()).collect();
            let key = if table == "customers" { "customer" } else { "finding_id" };
            assert!(written.iter().all(|row| firsts.contains(row[key].as_str())), "{lang} {table}");
        }
        let ids: BTreeSet<&str> = all.iter().map(|e| e.get("id")).collect();
        let links = || all.iter().filter(|e| e.name == "a").map(|e| &e.get("href")[1..]);
        assert!(links().all(|id| ids.contains(id)) && links().count() > 500, "{lang}");
        assert!(links().any(|id| id.starts_with("l-explained-")) && links().any(|id| id.starts_with("t-evidence-")));
        // Every chart stands on the page, twice drawn, and nothing of another language's template is left.
        let charts = fs::read_dir(month.join("charts")).unwrap().count() / 2;
        let figures: BTreeSet<&str> =
            all.iter().filter(|e| e.name == "figure").map(|e| e.get("id").trim_end_matches("-2")).collect();
        assert_eq!(figures.len(), charts, "{figures:?}");
        assert!(all.iter().all(|e| e.name == "script" || !e.text.contains("{n}")), "{lang}");
    }
}

/// The summary says what the tables say: the largest open finding, the largest debtor.
#[test]
fn the_summary_of_the_sample_is_ten_lines_of_its_figures() {
    for lang in ["en", "zh"] {
        let month = month(lang);
        let lines = summary(&month);
        assert_eq!(lines.len(), 10, "{lines:#?}");
        assert!(lines[0].contains("2026-10") && lines.last().unwrap().contains("report.html"), "{lines:#?}");
        let decisions: Vec<&String> = lines.iter().filter(|l| l.as_bytes()[0].is_ascii_digit()).collect();
        assert_eq!(decisions.len(), 5, "{lines:#?}");
        let findings = csv(&month.join("tables/findings.csv"));
        let cents = |row: &Row| row["net_excess"].replace('.', "").parse::<i64>().unwrap_or(0);
        let open: Vec<&Row> = findings.iter().filter(|f| f["status"] == "open").collect();
        let most = open.iter().map(|f| cents(f)).max().unwrap();
        let named = open.iter().find(|f| decisions[0].contains(f["finding_id"].as_str())).unwrap();
        assert_eq!(cents(named), most, "{}", decisions[0]);
        assert!(decisions[0].contains(&open.len().to_string()), "{}", decisions[0]);
        let customers = csv(&month.join("tables/customers.csv"));
        let overdue = |row: &Row| row["overdue"].replace('.', "").parse::<i64>().unwrap_or(0);
        let debtor = customers.iter().max_by_key(|row| overdue(row)).unwrap();
        let begin: String = debtor["customer"].chars().take(4).collect();
        assert!(decisions[2].contains(&begin), "{} {begin}", decisions[2]);
    }
}

/// 300 in September against 200 in August and 100 a year ago.
#[test]
fn a_month_with_nothing_to_decide_says_so() {
    let (_folder, month) = world(&[
        (
            "orders.csv",
            "order_id,date,customer,amount,due_on,paid_on\n\
             1,2025-09-10,Alpha,100,2025-10-10,2025-10-10\n\
             2,2026-08-05,Alpha,200,2026-09-05,2026-09-05\n\
             3,2026-09-02,Alpha,300,2026-10-02,\n",
        ),
        ("expenses.csv", "expense_id,date,employee,category,amount\n"),
    ]);
    let lines = summary(&month);
    assert_eq!(lines[1], "Sales of the month 300; the month before 200 (+50.0 %); 2025-09 100 (+200.0 %).");
    assert_eq!(lines[3..], ["Nothing to decide this month.", "All of it is in report.html (any browser) and review.xlsx."]);
}

#[test]
fn hostile_names_are_text() {
    let names = ["<script>alert(1)</script>", "'&amp;\"\"", "</script><b>x", "*A* _b_ [c](http://d)"];
    let orders: String = names
        .iter()
        .enumerate()
        .map(|(at, name)| format!("{at},2026-09-0{},\"{name}\",{}00,2026-07-01,\n", at + 1, 9 - at))
        .collect();
    let (_folder, month) = world(&[(
        "orders.csv",
        &format!("order_id,date,customer,amount,due_on,paid_on\n{orders}9,2026-07-01,Z,1,2026-07-02,2026-07-02\n"),
    )]);
    let all = page(&month);
    let scripts: Vec<&Element> = all.iter().filter(|e| e.name == "script").collect();
    assert!(scripts.len() == 1 && !scripts[0].text.contains("alert"), "{}", scripts.len());
    assert!(!all.iter().any(|e| e.name == "b" && e.text == "x"));
    let shown: Vec<String> = rows(&all, "customers").iter().map(|row| row[0].clone()).collect();
    assert_eq!(shown[..4], ["<script>alert(1)</script>", "'&amp;\"", "</script><b>x", "*A* _b_ [c](http://d)"]);
    let text = fs::read_to_string(month.join("summary.md")).unwrap();
    assert!(text.contains(r"\<script>") && !text.contains(" <script>"), "{text}");
}
