//! What programs read of a run on the shipped sample: the log as JSON, which names nobody and no amount, and the manifest, which
//! keeps to its published schema.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::{Value, json};

use crate::common::{keyaccount, manifest, root};

/// One run, shared by the tests: its log and its manifest.
static RUN: LazyLock<(String, Value)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let ran = keyaccount(root()).args(["run", "--log-format", "json", "--output"]).arg(folder.path()).output().unwrap();
    assert!(ran.status.success());
    (String::from_utf8(ran.stderr).unwrap(), manifest(&folder.path().join("2026-10")))
});

/// Fields that hold people, companies and what leads to them.
const NAMES: [&str; 14] = [
    "customer",
    "customer_id",
    "aliases",
    "contact",
    "owner",
    "employee",
    "salesperson",
    "person_visited",
    "caller",
    "respondent",
    "decided_by",
    "order_id",
    "expense_id",
    "receipt_no",
];
/// Fields that hold money.
const AMOUNTS: [&str; 7] =
    ["amount", "paid_amount", "unit_price", "annual_demand", "annual_demand_estimate", "credit_limit", "cost"];

/// The names and the amounts of the input, as its cells spell them.
fn private(manifest: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut names, mut amounts) = (BTreeSet::new(), BTreeSet::new());
    for file in manifest["inputs"].as_array().unwrap() {
        let name = file["file"].as_str().unwrap();
        names.insert(name.to_owned());
        for sheet in file["sheets"].as_array().unwrap() {
            let rows = cells(&root().join("input").join(name), sheet["sheet"].as_str().unwrap());
            if sheet["layout"] != "table" {
                // Wherever in the form: ideographs are no words of the log.
                names.extend(rows.into_iter().flatten().filter(|cell| cell.chars().filter(|c| *c > '\u{3000}').count() > 1));
                continue;
            }
            let header = sheet["header_row"].as_u64().unwrap() as usize - 1;
            for (at, title) in rows[header].iter().enumerate() {
                let field = sheet["columns"][title].as_str().unwrap_or_default();
                let column = rows[header + 1..].iter().filter_map(|row| row.get(at).filter(|cell| cell.chars().count() > 1));
                if NAMES.contains(&field) {
                    names.extend(column.cloned());
                } else if AMOUNTS.contains(&field) {
                    amounts.extend(column.cloned());
                }
            }
        }
    }
    (names, amounts)
}

fn cells(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    if path.extension().is_some_and(|e| e == "csv") {
        let bytes = fs::read(path).unwrap();
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => encoding_rs::GB18030.decode(&bytes).0.into_owned(),
        };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        return reader.records().map(|row| row.unwrap().iter().map(|cell| cell.trim().to_owned()).collect()).collect();
    }
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let (height, width) = range.end().unwrap();
    let cell =
        |row, column| range.get_value((row, column)).map_or(String::new(), |cell: &Data| cell.to_string().trim().to_owned());
    (0..=height).map(|row| (0..=width).map(|column| cell(row, column)).collect()).collect()
}

/// Counts and durations: what else a number in the log may be.
const COUNTS: [&str; 16] = [
    "files",
    "read",
    "kept",
    "passed_over",
    "unreadable",
    "ms",
    "rows.seen",
    "rows.accepted",
    "rows.rejected",
    "errors",
    "warnings",
    "notes",
    "customers",
    "findings",
    "exit_code",
    "months",
];

#[test]
fn the_log_has_stages_durations_and_counts_and_neither_names_nor_amounts() {
    let (log, manifest) = &*RUN;
    let (names, amounts) = private(manifest);
    assert!(names.len() > 2000 && amounts.len() > 2000, "{} names, {} amounts", names.len(), amounts.len());
    let (mut whole, mut said, mut stages) = (String::new(), String::new(), Vec::new());
    for line in log.lines() {
        let mut entry: Value = serde_json::from_str(line).unwrap();
        // The clock has digits of its own.
        assert!(entry.as_object_mut().unwrap().remove("timestamp").is_some());
        whole += &format!("{entry}\n");
        for (key, value) in entry.as_object().unwrap() {
            match value {
                Value::Number(_) => assert!(COUNTS.contains(&key.as_str()), "{key} is no count: {line}"),
                Value::String(text) => said = format!("{said} {text}"),
                other => panic!("{key}: {other}"),
            }
        }
        if let Some(stage) = entry["stage"].as_str() {
            assert!(entry["ms"].is_u64(), "{line}");
            stages.push(stage.to_owned());
        }
    }
    for stage in ["clean", "analyse", "rules", "workpaper", "report", "draw", "publish"] {
        assert!(stages.iter().any(|s| s == stage), "{stage} is not among {stages:?}");
    }
    for name in &names {
        assert!(!whole.contains(name.as_str()), "{name} is in the log");
    }
    let words: BTreeSet<&str> = said.split(|c: char| !c.is_ascii_digit() && !"-.,".contains(c)).collect();
    for amount in &amounts {
        assert!(!words.contains(amount.as_str()), "{amount} is in the log");
        // Counts are whole numbers: an amount with cents can be told from them anywhere.
        assert!(!amount.contains('.') || !whole.contains(amount.as_str()), "{amount} is in the log");
    }
}

/// The published schema, as the program prints it.
fn schema() -> Value {
    let printed = keyaccount(root()).args(["schema", "--manifest"]).output().unwrap();
    assert!(printed.status.success());
    serde_json::from_slice(&printed.stdout).unwrap()
}

fn faults(schema: &Value, manifest: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    validator.iter_errors(manifest).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// `BLESS=1 cargo test` writes the file anew after the manifest has changed.
#[test]
fn the_shipped_schema_is_the_one_in_force() {
    let path = root().join("docs/run.schema.json");
    let wanted = format!("{:#}\n", schema());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &wanted).unwrap();
        return;
    }
    let shipped = fs::read_to_string(&path).unwrap_or_default();
    assert!(shipped == wanted, "docs/run.schema.json is stale: run `BLESS=1 cargo test --test suite machines::`");
}

#[test]
fn the_manifest_of_the_sample_keeps_to_the_schema() {
    let schema = schema();
    jsonschema::meta::validate(&schema).unwrap();
    assert_eq!(faults(&schema, &RUN.1), Vec::<String>::new());
    // Each of these makes it another layout, or nonsense.
    let spoilt: [(&str, Value); 9] = [
        ("/month", json!("May 2026")),
        ("/schema_version", json!("1")),
        ("/config_sha256", json!("abc")),
        ("/inputs/0/sheets/0/table", json!("invoices")),
        ("/inputs/0/sheets/0/layout", json!("pivot")),
        ("/inputs/0/sheets/0/rows/seen", json!(-1)),
        ("/rules/0/status", json!("perhaps")),
        ("/totals/sales_month", json!(12.5)),
        ("/restatement/state", json!("unknown")),
    ];
    for (pointer, value) in spoilt {
        let mut manifest = RUN.1.clone();
        *manifest.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
        let faults = faults(&schema, &manifest);
        // What may be null is judged as a whole.
        let at = |fault: &String| pointer.starts_with(fault.split_once(": ").unwrap().0);
        assert!(faults.len() == 1 && faults.iter().all(at), "{pointer}: {faults:?}");
    }
    let mut lacking = RUN.1.clone();
    lacking.as_object_mut().unwrap().remove("totals");
    assert_eq!(faults(&schema, &lacking).len(), 1);
    let mut richer = RUN.1.clone();
    richer["added_later"] = json!(1);
    assert_eq!(faults(&schema, &richer), Vec::<String>::new(), "keys may be added");
}

#[test]
fn a_manifest_with_everything_odd_keeps_to_the_schema_too() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        fs::write(folder.path().join(name), text).unwrap();
    };
    put("input/broken.xlsx", "PK\u{3}\u{4} and then nothing more");
    put("input/a.csv", "order_id,date,customer,amount\nSO-1,2026-05-04,Oak,800.00\nSO-2,2026-05-20,Oak,99.50\n");
    // A record stated anew, a sheet of no known table, a file that is none.
    put("input/b.csv", "order_id,date,customer,amount\nSO-1,2026-05-04,Oak,900.00\n");
    put("input/c.csv", "colour,shape\nred,round\n");
    put("input/notes.txt", "nothing");
    let arguments = ["run", "-q", "--set", "classify.share_high=0.4"];
    assert!(keyaccount(folder.path()).args(arguments).output().unwrap().status.success());
    let manifest = manifest(&folder.path().join("output/2026-05"));
    assert!(manifest["inputs"].as_array().unwrap().iter().any(|input| input["problem"].is_string()));
    assert_eq!((&manifest["conflicts"]["count"], &manifest["tried"]["classify.share_high"]), (&json!(1), &json!("0.4")));
    assert_eq!(faults(&schema(), &manifest), Vec::<String>::new());
}

#[test]
fn the_schema_names_every_table() {
    let mut named = schema()["$defs"]["Sheet"]["properties"]["table"]["enum"].as_array().unwrap().clone();
    assert_eq!(named.pop(), Some(Value::Null));
    let tables: Vec<Value> = keyaccount::tables::TableId::ALL.into_iter().map(|table| json!(table.name())).collect();
    assert_eq!(named.len(), tables.len());
    assert!(tables.iter().all(|table| named.contains(table)), "{tables:?}");
}
