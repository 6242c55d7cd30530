//! From a finding to its decision: run, mark findings in a copy of the list, run again, and see them settled and counted.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::{Row, keyaccount, manifest, table};

fn write(world: &Path, name: &str, lines: &[&str]) {
    let path = world.join("input").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, lines.join("\n")).unwrap();
}

/// A trip of one day whose living costs are 70 above the rate of 230, a first-class seat, and an order.
fn world() -> tempfile::TempDir {
    let world = tempfile::tempdir().unwrap();
    write(world.path(), "orders.csv", &["order_id,date,customer,amount", "SO1,2026-05-06,甲,1000", "SO0,2026-04-06,甲,900"]);
    write(world.path(), "visits.csv", &["trip_id,date,customer,salesperson", "T1,2026-05-05,甲,陆", "T0,2026-04-08,甲,陆"]);
    write(
        world.path(),
        "claims.csv",
        &[
            "trip_id,receipt_no,date,employee,grade,category,amount,seat_class",
            "T1,R1,2026-05-05,陆,业务员,hotel,300,",
            "T1,R2,2026-05-05,陆,业务员,train,553,一等座",
            "T0,R3,2026-04-08,陆,业务员,hotel,250,",
        ],
    );
    world
}

fn rule<'a>(manifest: &'a Value, id: &str) -> &'a Value {
    manifest["rules"].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap()
}

/// The list of findings with a column more: what each is decided as.
fn copied(header: &[String], rows: &[Row], decision: impl Fn(&Row) -> &'static str) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.iter().map(String::as_str).chain(["decision"])).unwrap();
    for row in rows {
        let cells = header.iter().map(|h| row[h].as_str());
        writer.write_record(cells.chain([decision(row)])).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn a_finding_is_marked_and_the_next_run_knows() {
    let world = world();
    let world = world.path();
    let run =
        |more: &[&str]| keyaccount(world).args(["run", "--no-progress", "-q", "--month", "2026-05"]).args(more).output().unwrap();
    assert_eq!(run(&["--fail-on", "error"]).status.code(), Some(1));
    let (header, rows) = table(&world.join("output/2026-05/tables/findings.csv"));
    assert_eq!(header[14..], ["status", "policy", "decided_by", "decided_on", "decision_note"]);
    assert!(!rows.is_empty() && rows.iter().all(|r| r["status"] == "open" && r["policy"] == "standard"));
    let before = manifest(&world.join("output/2026-05"));
    assert_eq!((&before["totals"]["net_excess"], &before["totals"]["in_question"]), (&"70.00".into(), &"553.00".into()));
    assert_eq!(rule(&before, "EXP001")["open"], 1);

    // The seat was a false alarm; the rest is not decided yet.
    let marked = copied(&header, &rows, |row| if row["rule"] == "EXP002" { "误报" } else { "" });
    fs::write(world.join("input/decided.csv"), marked).unwrap();
    let living = rows.iter().find(|r| r["rule"] == "EXP001").unwrap()["finding_id"].clone();
    let own = format!("{living},已追回,郭,2026-06-03,从六月报销中扣回");
    write(world, "audit/处理意见.csv", &["发现编号,处理意见,处理人,处理日期,说明", &own, "EXP001-0123456789,accepted,,,"]);
    assert_eq!(run(&[]).status.code(), Some(0));

    let (_, rows) = table(&world.join("output/2026-05/tables/findings.csv"));
    let of = |id: &str| rows.iter().find(|r| r["rule"] == id).unwrap().clone();
    assert_eq!(of("EXP002")["status"], "false_alarm");
    let living = of("EXP001");
    let told = ["status", "decided_by", "decided_on", "decision_note", "net_excess"].map(|k| living[k].as_str());
    assert_eq!(told, ["recovered", "郭", "2026-06-03", "从六月报销中扣回", "70.00"]);
    let after = manifest(&world.join("output/2026-05"));
    let totals = &after["totals"];
    assert_eq!((&totals["net_excess"], &totals["in_question"]), (&"70.00".into(), &"0.00".into()));
    assert_eq!(totals["findings"], before["totals"]["findings"], "settled findings stay in the record");
    let counted = |id| ["open", "decided", "false_alarms"].map(|k| rule(&after, id)[k].as_u64().unwrap());
    assert_eq!((counted("EXP001"), counted("EXP002")), ([0, 1, 0], [0, 1, 1]));
    let newest = |m: &Value| (m["month"].clone(), m["newest_month"].clone());
    assert_eq!(newest(&after), newest(&before));

    // Every row is accounted for, and the id that names nothing is said with its place.
    for sheet in after["inputs"].as_array().unwrap().iter().flat_map(|i| i["sheets"].as_array().unwrap()) {
        assert_eq!((&sheet["rows"]["rejected"], &sheet["rows"]["seen"]), (&0.into(), &sheet["rows"]["accepted"]), "{sheet}");
    }
    let check =
        keyaccount(world).args(["check", "--no-progress", "-q", "--format", "json", "--month", "2026-05"]).output().unwrap();
    let problems: Value = serde_json::from_slice(&check.stdout).unwrap();
    let unknown: Vec<&Value> = problems["list"].as_array().unwrap().iter().filter(|p| p["code"] == "unknown_finding").collect();
    assert_eq!((unknown.len(), &unknown[0]["file"], &unknown[0]["cell"]), (1, &"audit/处理意见.csv".into(), &"3".into()));
    assert_eq!(run(&["--fail-on", "error", "--force"]).status.code(), Some(0), "nothing grave is open any more");
}

#[test]
fn our_own_list_without_decisions_is_no_table() {
    let world = world();
    let world = world.path();
    let run = || keyaccount(world).args(["run", "--no-progress", "-q", "--month", "2026-05"]).output().unwrap().status.code();
    assert_eq!(run(), Some(0));
    let before = manifest(&world.join("output/2026-05"));
    fs::copy(world.join("output/2026-05/tables/findings.csv"), world.join("input/findings.csv")).unwrap();
    assert_eq!(run(), Some(0));
    let after = manifest(&world.join("output/2026-05"));
    assert_eq!(after["totals"], before["totals"]);
    let input = after["inputs"].as_array().unwrap().iter().find(|i| i["file"] == "findings.csv").unwrap();
    assert_eq!(input["sheets"][0]["table"], Value::Null);
}
