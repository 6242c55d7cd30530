//! Results against a second, independent implementation of the definitions (tests/cases/README.md).

use std::collections::BTreeSet;

use crate::common::{Row, keyaccount, root, rows};

/// Every expected cell, by the row's key.
fn agree(case: &str, name: &str, keys: &[&str], expected: &[Row], found: &[Row]) {
    let key = |row: &Row| keys.iter().map(|k| row[*k].clone()).collect::<Vec<_>>();
    assert_eq!(
        expected.iter().map(key).collect::<BTreeSet<_>>(),
        found.iter().map(key).collect::<BTreeSet<_>>(),
        "{case}: rows of {name}"
    );
    for want in expected {
        let got = found.iter().find(|row| key(row) == key(want)).unwrap();
        for (column, value) in want {
            assert_eq!(&got[column], value, "{case}: {name} {:?} {column}", key(want));
        }
    }
}

/// A finding as it is compared. A callback's employee and evidence are this program's own choice.
fn shape(row: &Row) -> Vec<String> {
    let callback = row["rule"] == "CBK001";
    let mut evidence: Vec<&str> = row["evidence"].split(';').collect();
    evidence.sort_unstable();
    ["rule", "employee", "customer", "trip_id", "date", "claimed", "allowed", "excess"]
        .iter()
        .map(|c| if callback && *c == "employee" { String::new() } else { row[*c].clone() })
        .chain((!callback).then(|| evidence.join(";")))
        .collect()
}

/// The rules that the reference knows: only these are compared.
const REFERENCE_RULES: [&str; 12] =
    ["CBK001", "EXP001", "EXP002", "EXP003", "EXP004", "EXP005", "VIS001", "VIS002", "VIS003", "VIS004", "VIS005", "VIS007"];

/// A configuration that switches off what the reference does not know.
fn only_reference_rules() -> String {
    let others = ::keyaccount::rules::REGISTRY.iter().map(|r| r.id()).filter(|id| !REFERENCE_RULES.contains(id));
    others.map(|id| format!("[rules.{id}]\nenabled = false\n")).collect()
}

fn check(case: &str) {
    let folder = root().join("tests/cases").join(case);
    let month = std::fs::read_to_string(folder.join("month")).unwrap();
    let output = tempfile::tempdir().unwrap();
    std::fs::write(output.path().join("rules.toml"), only_reference_rules()).unwrap();
    let status = keyaccount(output.path())
        .args(["run", "--config", "rules.toml", "--month", month.trim(), "--no-progress", "-q", "--output", "out", "--input"])
        .arg(folder.join("input"))
        .status()
        .unwrap();
    assert!(status.success(), "{case}: {status}");
    let found = |name: &str| rows(&output.path().join("out").join(month.trim()).join("tables").join(name));
    let expected = |name: &str| rows(&folder.join("expected").join(name));
    agree(case, "customers", &["customer_key"], &expected("customers.csv"), &found("customers.csv"));
    agree(case, "movement", &["from", "to"], &expected("movement.csv"), &found("movement.csv"));
    agree(case, "employees", &["employee"], &expected("employees.csv"), &found("employees.csv"));
    let shapes = |rows: Vec<Row>| {
        let mut shapes: Vec<Vec<String>> = rows.iter().map(shape).collect();
        shapes.sort();
        shapes
    };
    let (want, got) = (shapes(expected("findings.csv")), shapes(found("findings.csv")));
    for finding in &want {
        assert!(got.contains(finding), "{case}: not found: {finding:?}");
    }
    for finding in &got {
        assert!(want.contains(finding), "{case}: found beyond the reference: {finding:?}");
    }
    assert_eq!(want.len(), got.len(), "{case}");
}

#[test]
fn equal_demands() {
    check("equal-demands");
}

#[test]
fn two_customers() {
    check("two-customers");
}

#[test]
fn random_1() {
    check("random-1");
}

#[test]
fn random_2() {
    check("random-2");
}

#[test]
fn random_3() {
    check("random-3");
}

#[test]
fn random_4() {
    check("random-4");
}
