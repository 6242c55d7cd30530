//! The shipped sample, end to end with the real binary: every row where its generator says it goes, every planted breach found
//! and nothing else, the workbook readable in both languages.

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::common::{Row, keyaccount, manifest, root, rows, sample as month};

fn table(lang: &str, name: &str) -> Vec<Row> {
    rows(&month(lang).join("tables").join(name))
}

fn planted(name: &str) -> Vec<Row> {
    rows(&root().join("tests/data").join(name))
}

#[test]
fn every_row_goes_where_the_generator_says() {
    let manifest = manifest(&month("en"));
    let expected = planted("expected_rows.csv");
    let mut met = 0;
    for file in manifest["inputs"].as_array().unwrap() {
        for sheet in file["sheets"].as_array().unwrap() {
            let name = (file["file"].as_str().unwrap(), sheet["sheet"].as_str().unwrap());
            let want = expected.iter().find(|r| (r["file"].as_str(), r["sheet"].as_str()) == name);
            let want = want.unwrap_or_else(|| panic!("the generator knows no {name:?}"));
            met += 1;
            assert_eq!(sheet["table"].as_str().unwrap_or(""), want["table"], "{name:?}");
            if want["table"].is_empty() {
                continue;
            }
            let rows = &sheet["rows"];
            for key in ["seen", "accepted", "rejected"] {
                assert_eq!(rows[key].to_string(), want[key], "{name:?} {key}");
            }
            for key in ["repeated_header", "subtotal", "duplicate_export"] {
                assert_eq!(rows["skipped"][key].to_string(), want[key], "{name:?} {key}");
            }
        }
    }
    assert_eq!(met, expected.len(), "every sheet of the sample was read");
}

#[test]
fn the_money_read_is_the_money_the_generator_wrote() {
    let manifest = manifest(&month("en"));
    for (table, column) in [("orders", "amount"), ("expenses", "amount")] {
        let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
        let wanted: i64 = planted("expected_rows.csv")
            .iter()
            .filter(|r| r["table"] == table && !r["amount_accepted"].is_empty())
            .map(|r| cents(&r["amount_accepted"]))
            .sum();
        let totals = manifest["control_totals"].as_array().unwrap();
        let total = totals.iter().find(|t| t["table"] == table && t["column"] == column).unwrap();
        assert_eq!(cents(total["accepted"].as_str().unwrap()), wanted, "{table}");
        let parts = ["accepted", "rejected", "skipped"].map(|k| cents(total[k].as_str().unwrap()));
        assert_eq!(cents(total["seen"].as_str().unwrap()), parts.iter().sum::<i64>(), "{table}");
    }
}

/// Each planted breach of the review month is found, with the planted row among its evidence; no rule finds anything else.
#[test]
fn every_planted_breach_is_found_and_nothing_else() {
    let findings = table("en", "findings.csv");
    let planted = planted("planted.csv");
    let manifest = manifest(&month("en"));
    let rules = manifest["rules"].as_array().unwrap();
    let id = |rule: &Value| rule["id"].as_str().unwrap().to_owned();
    let (checked, passed_over): (Vec<&Value>, Vec<&Value>) = rules.iter().partition(|r| r["status"] == "checked");
    for rule in passed_over {
        println!("{} is passed over: {} {}", id(rule), rule["status"], rule["reason"]);
        assert!(findings.iter().all(|f| f["rule"] != id(rule)), "{}", id(rule));
    }
    let checked: BTreeSet<String> = checked.into_iter().map(id).collect();
    // EXP012 tests populations and gives hints for the sample: it never finds anything, so there is nothing to plant.
    assert!(findings.iter().all(|f| f["rule"] != "EXP012"));
    let with_planted: BTreeSet<&str> = planted.iter().map(|p| p["rule"].as_str()).collect();
    assert!(with_planted.len() >= 27, "breaches of every rule but VIS011, which is off, and EXP012");
    for rule in checked.iter().filter(|rule| *rule != "EXP012") {
        let planted: Vec<&Row> = planted.iter().filter(|p| &p["rule"] == rule && p["month"] == "2026-10").collect();
        let found: Vec<&Row> = findings.iter().filter(|f| &f["rule"] == rule).collect();
        // A rule of which nothing was planted yet may find nothing.
        assert!(planted.len() >= 2 || !with_planted.contains(rule.as_str()), "{rule}: too few planted to tell");
        for p in &planted {
            let source = format!("{}!{}!{}", p["file"], p["sheet"], p["row"]);
            let hit = found.iter().find(|f| f["evidence"].split(';').any(|e| e == source));
            let hit = hit.unwrap_or_else(|| panic!("{rule}: {source} was not found"));
            assert_eq!(hit["excess"], p["excess"], "{rule} {source}");
        }
        // A trip abroad without a project is planted once and found once a visit.
        for f in &found {
            let known = planted.iter().any(|p| {
                let source = format!("{}!{}!{}", p["file"], p["sheet"], p["row"]);
                f["evidence"].split(';').any(|e| e == source) || (rule == "VIS003" && p["trip_id"] == f["trip_id"])
            });
            assert!(known, "{rule}: found beyond what was planted: {}", f["message"]);
        }
    }
}

#[test]
fn the_workbook_has_its_sheets_in_both_languages_and_no_error_cell() {
    let sheets = |lang: &str| {
        let mut book: Xlsx<_> = open_workbook(month(lang).join("review.xlsx")).unwrap();
        let names = book.sheet_names();
        for name in &names {
            let range = book.worksheet_range(name).unwrap();
            for (row, col, cell) in range.used_cells() {
                assert!(!matches!(cell, calamine::Data::Error(_)), "{name} {row} {col}");
                let text = cell.to_string();
                assert!(!text.contains("NaN") && !text.contains('{'), "{name} {row} {col}: {text}");
            }
        }
        names
    };
    assert_eq!(
        sheets("en"),
        [
            "Dashboard",
            "Customers",
            "Customer",
            "Segments",
            "Class history",
            "Credit",
            "Satisfaction",
            "Coverage",
            "Visit calendar",
            "Call list",
            "Travel audit",
            "Findings",
            "Trips",
            "Reconciliation",
            "Evidence",
            "Explained",
            "Data quality",
            "Restatement",
            "Method",
            "_data",
            "_customer"
        ]
    );
    assert_eq!(sheets("zh")[..3], ["总览", "客户", "客户页"]);
}

#[test]
fn what_programs_read_does_not_depend_on_the_language() {
    for name in ["customers.csv", "movement.csv", "employees.csv"] {
        let bytes = |lang| std::fs::read(month(lang).join("tables").join(name)).unwrap();
        assert_eq!(bytes("en"), bytes("zh"), "{name}");
    }
    let ids = |lang| table(lang, "findings.csv").iter().map(|f| f["finding_id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids("en"), ids("zh"));
    assert!(table("zh", "findings.csv").iter().all(|f| !f["message"].is_ascii()));
}

/// Sales by customer add up to the month and the window, and the movement matrix counts every customer once.
#[test]
fn the_tables_agree_with_each_other() {
    let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
    let customers = table("en", "customers.csv");
    let movement = table("en", "movement.csv");
    let sum = |rows: &[Row], column: &str| rows.iter().map(|r| cents(&r[column])).sum::<i64>();
    assert_eq!(movement.iter().map(|m| m["customers"].parse::<usize>().unwrap()).sum::<usize>(), customers.len());
    assert_eq!(sum(&movement, "sales_window"), sum(&customers, "sales_window"));
    let totals = &manifest(&month("en"))["totals"];
    assert_eq!(cents(totals["sales_month"].as_str().unwrap()), sum(&customers, "sales_month"));
    assert_eq!(cents(totals["sales_window"].as_str().unwrap()), sum(&customers, "sales_window"));
    for c in &customers {
        assert!(["core", "opportunity", "support", "low_return", "unclassified"].contains(&c["segment"].as_str()));
    }
}

/// What `explain` shows is what `customers.csv` says, for every customer: the values it repeats, and its own rounded results.
#[test]
fn explanations_agree_with_the_table_of_customers() {
    let output = keyaccount(root())
        .args(["explain", "--all", "--format", "json", "--lang", "en", "--no-progress", "-q"])
        .output()
        .unwrap();
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    let customers = table("en", "customers.csv");
    assert_eq!(all.as_array().unwrap().len(), customers.len());
    let plain = |text: &str| text.replace([',', '%', ' '], "").parse::<f64>().unwrap();
    let mut compared = BTreeMap::new();
    for (explained, row) in all.as_array().unwrap().iter().zip(&customers) {
        let key = &row["customer_key"];
        assert_eq!(explained["key"], **key);
        for (column, value) in explained["figures"].as_object().unwrap() {
            assert_eq!(value, row[column].trim_start_matches('\''), "{key} {column}");
        }
        let steps = explained["sections"].as_array().unwrap().iter().flat_map(|s| s["steps"].as_array().unwrap());
        for step in steps.filter(|s| s["figure"].is_string()) {
            let (column, result) = (step["figure"].as_str().unwrap(), step["result"].as_str().unwrap());
            let value = &row[column];
            if let Ok(figure) = value.parse::<f64>() {
                let scale = if result.ends_with('%') { 100.0 } else { 1.0 };
                assert!((plain(result) - figure * scale).abs() < 0.0101, "{key} {column}: {result} is not {value}");
                *compared.entry(column.to_owned()).or_insert(0) += 1;
            } else if value.is_empty() {
                assert!(["–", "none", ""].contains(&result), "{key} {column}: {result}, the table knows none");
            }
        }
        // What is cited adds up: the orders to the sales, the claims' rows are there where there is a cost.
        let sources = explained["sections"][1]["sources"].as_array().unwrap();
        let sum: f64 = sources.iter().map(|s| plain(s["amount"].as_str().unwrap())).sum();
        assert!((sum - plain(&row["sales_window"])).abs() < 0.005, "{key}: {sum}");
    }
    let wanted = [
        "sales_window",
        "share",
        "payment_index",
        "credit_score",
        "receivable_open",
        "overdue",
        "dso",
        "csat",
        "satisfaction_score",
        "referral_net",
        "travel_cost_ratio",
        "visit_orders_30d",
        "callback_weeks_met",
    ];
    for column in wanted {
        assert!(compared.get(column).is_some_and(|n| *n > 40), "{column}: {compared:?}");
    }
}

/// The sample's decisions all name a finding: their ids stand in the generator, and a finding keeps its id.
#[test]
fn decisions_of_the_sample_name_its_findings() {
    let manifest = manifest(&month("en"));
    let rule = |id: &str| manifest["rules"].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap().clone();
    // Ten decided findings each: of EXP001 none a false alarm, of VIS005 two.
    assert_eq!((&rule("EXP001")["precision"], &rule("EXP001")["open"]), (&serde_json::json!(1.0), &serde_json::json!(3)));
    assert_eq!((&rule("VIS005")["precision"], &rule("VIS005")["open"]), (&serde_json::json!(0.8), &serde_json::json!(3)));
    let decided: Vec<(String, String)> = table("en", "findings.csv")
        .into_iter()
        .filter(|f| f["status"] != "open")
        .map(|f| (f["finding_id"].clone(), f["status"].clone()))
        .collect();
    let expected = [("EXP001-b9eea2dfb3", "accepted"), ("VIS005-afc0203701", "false_alarm")];
    assert_eq!(decided, expected.map(|(id, status)| (id.to_owned(), status.to_owned())));
    let mut book: Xlsx<_> = open_workbook(month("en").join("review.xlsx")).unwrap();
    let range = book.worksheet_range("Travel audit").unwrap();
    let text: Vec<String> = range.used_cells().map(|(.., cell)| cell.to_string()).collect();
    assert!(!text.iter().any(|t| t.contains("names no finding")));
    assert!(text.iter().any(|t| t.starts_with("2 findings of this month are decided, 1 of them false alarms; 23 decided")));
}
