//! Last month published, its input changed since, this month reviewed: what the review says of last month's figures.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::{keyaccount, manifest, root};

const HEADER: &str = "order_id,date,customer,amount,due_on,paid_on\n";
const BASE: &str = "A1,2026-08-10,Alpha,1000.00,2026-09-09,2026-09-05\nB1,2026-09-12,Beta,300.00,2026-10-12,\n";
const SEPTEMBER: &str = "A2,2026-09-02,Alpha,500.00,2026-10-02,\nC1,2026-09-20,Gamma,200.00,2026-10-20,2026-09-25\n";
const OCTOBER: &str = "D1,2026-10-05,Delta,999.00,2026-11-04,\n";

struct World(TempDir);

impl World {
    /// September as it was published.
    fn published() -> Self {
        let world = World(tempfile::tempdir().unwrap());
        world.orders("base.csv", BASE);
        world.orders("orders_09.csv", SEPTEMBER);
        assert!(!world.run("--month 2026-09"));
        assert_eq!(world.restatement("2026-09")["state"], "not_published");
        world
    }

    /// Since then a late order of Beta has come in and Alpha's order was put right; October has begun.
    fn changed_since() -> Self {
        let world = World::published();
        world.orders("late.csv", "B2,2026-09-28,Beta,40.00,2026-10-28,\n");
        world.orders("orders_09.csv", &SEPTEMBER.replace("500.00", "650.00"));
        world.orders("orders_10.csv", OCTOBER);
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn orders(&self, file: &str, rows: &str) {
        fs::create_dir_all(self.path("input")).unwrap();
        fs::write(self.path("input").join(file), format!("{HEADER}{rows}")).unwrap();
    }

    /// Runs, and tells whether the month's folder stood already.
    fn run(&self, arguments: &str) -> bool {
        unchanged(&mut keyaccount(self.0.path()), arguments)
    }

    fn restatement(&self, month: &str) -> Value {
        restatement(&self.path("output").join(month))
    }

    /// The lines of a sheet, empty cells left out.
    fn lines(&self, sheet: &str) -> Vec<String> {
        let mut book: Xlsx<_> = open_workbook(self.path("output/2026-10/review.xlsx")).unwrap();
        let line = |row: &[Data]| row.iter().map(ToString::to_string).filter(|c| !c.is_empty()).collect::<Vec<_>>().join("|");
        book.worksheet_range(sheet).unwrap().rows().map(line).filter(|l| !l.is_empty()).collect()
    }

    fn says(&self, sheet: &str, wanted: &str) {
        let lines = self.lines(sheet);
        assert!(lines.iter().any(|l| l.contains(wanted)), "{wanted}: {lines:#?}");
    }
}

fn unchanged(command: &mut Command, arguments: &str) -> bool {
    let command = command.args(["run", "-q", "--no-progress", "--format", "json"]).args(arguments.split_whitespace());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice::<Value>(&output.stdout).unwrap()["unchanged"].as_bool().unwrap()
}

fn restatement(folder: &Path) -> Value {
    manifest(folder)["restatement"].clone()
}

/// September: 500 + 300 + 200 = 1,000 then; Alpha + 150 and Beta + 40 make 1,190. The window has Alpha's 1,000 of August as
/// well. Open: 500 + 300 = 800 then, 650 + 340 = 990 now. Alpha's DSO: 500 ÷ 1,500 × 365 = 121.67 then, 650 ÷ 1,650 × 365 =
/// 143.79 now; Beta's 365 both times. October's Delta is none of September's.
#[test]
fn what_changed_by_how_much_and_through_which_rows() {
    let world = World::changed_since();
    assert!(!world.run(""));
    let said = world.restatement("2026-10");
    assert_eq!((&said["month"], &said["published"], &said["state"]), (&json!("2026-09"), &json!(true), &json!("published")));
    assert_eq!((&said["config_same"], &said["tool_same"]), (&json!(true), &json!(true)));
    let counts = ["customers_changed", "customers_appeared", "customers_gone"].map(|key| said[key].as_u64().unwrap());
    assert_eq!(counts, [2, 0, 0]);
    assert_eq!(said["sales_month"], json!({ "then": "1000.00", "now": "1190.00" }));
    assert_eq!(said["sales_window"], json!({ "then": "2000.00", "now": "2190.00" }));
    let lines = world.lines("Restatement");
    let after = |heading: &str, n: usize| -> Vec<&str> {
        let at = lines.iter().position(|l| l == heading).unwrap_or_else(|| panic!("{heading}: {lines:#?}"));
        lines[at + 1..].iter().take(n).map(String::as_str).collect()
    };
    assert_eq!(
        after("The company in 2026-09", 6)[1..],
        [
            "Sales, month|1000|1190|190",
            "Sales, window|2000|2190|190",
            "Customers|3|3|0",
            "Open receivables|800|990|190",
            "Overdue|0|0|0"
        ]
    );
    assert_eq!(
        after("Customers with other figures", 12)[2..],
        [
            "Alpha|Sales, month|500|650|150|changed",
            "Alpha|Sales, window|1500|1650|150|changed",
            "Alpha|Volume|1500|1650|150|changed",
            "Alpha|Open receivables|500|650|150|changed",
            "Alpha|DSO, days|121.67|143.79|22.12|changed",
            "Beta|Sales, month|300|340|40|changed",
            "Beta|Sales, window|300|340|40|changed",
            "Beta|Volume|300|340|40|changed",
            "Beta|Open receivables|300|340|40|changed",
            "Input files since 2026-09 was published",
        ]
    );
    assert_eq!(
        after("Input files since 2026-09 was published", 5),
        ["1 file has not changed.", "File|Name then|File is", "late.csv|new", "orders_09.csv|changed", "orders_10.csv|new"]
    );
    let rows = after("Rows behind the changes", 10);
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert_eq!(
        rows[2..].iter().map(|r| r.split('|').collect::<Vec<_>>()).map(|r| [r[0], r[1], r[3], r[5], r[7]]).collect::<Vec<_>>(),
        [["Alpha", "orders_09.csv", "2", "650", "changed"], ["Beta", "late.csv", "2", "40", "new"]]
    );
    world.says(
        "Restatement",
        "2 of 3 customers published for 2026-09 have other figures today; 0 more customers have appeared, 0 are gone.",
    );
    world.says("Restatement", "the differences come from the input");
    world.says("Dashboard", "2 customers affected; sales of the month 1,000.00 then, 1,190.00 now.");
}

#[test]
fn a_second_run_stands_until_what_it_compared_with_is_another() {
    let world = World::changed_since();
    assert!(!world.run(""));
    assert!(world.run(""), "the same month twice");
    // September is published anew: October compares with that now, and then stands again.
    assert!(!world.run("--month 2026-09"));
    assert!(!world.run("--month 2026-10"));
    assert_eq!(world.restatement("2026-10")["customers_changed"], 0);
    world.says("Restatement", "Every figure of 2026-09 compared here comes out today as it was published.");
    assert!(!world.lines("Dashboard").iter().any(|l| l.contains("then,")), "nothing to look at");
    assert!(world.run("") && world.run("--month 2026-09"));
}

#[test]
fn a_month_that_cannot_be_relied_on_is_said_and_no_error() {
    let world = World::changed_since();
    let table = world.path("output/2026-09/tables/customers.csv");
    let published = fs::read(&table).unwrap();
    assert!(!world.run(""));
    fs::write(&table, [published.as_slice(), b"x,,,,\r\n"].concat()).unwrap();
    assert!(!world.run(""), "it no longer stands");
    let said = world.restatement("2026-10");
    assert_eq!(
        (&said["state"], &said["published"], &said["sales_month"]),
        (&json!("changed_since"), &json!(false), &Value::Null)
    );
    world.says("Restatement", "tables/customers.csv of 2026-09 has been changed since it was published: nothing is compared.");
    assert!(world.run(""));
    fs::write(&table, published).unwrap();
    assert!(!world.run(""));
    assert_eq!(world.restatement("2026-10")["state"], "published");
    fs::write(world.path("output/2026-09/run.json"), "{}").unwrap();
    assert!(!world.run(""));
    assert_eq!(world.restatement("2026-10")["state"], "unreadable");
    fs::remove_dir_all(world.path("output/2026-09")).unwrap();
    assert!(!world.run(""));
    world.says("Restatement", "2026-09 was not published in this output folder");
    assert!(world.run(""));
}

#[test]
fn another_configuration_is_said_first_and_lists_are_capped() {
    let world = World::changed_since();
    assert!(!world.run("--set classify.abc_a=0.7 --set restatement.listed=1"));
    assert_eq!(world.restatement("2026-10")["config_same"], false);
    let lines = world.lines("Restatement");
    let at = |wanted: &str| lines.iter().position(|l| l.contains(wanted)).unwrap_or_else(|| panic!("{wanted}: {lines:#?}"));
    assert!(at("The configuration is not the one that 2026-09 was published with") < at("customers published for 2026-09"));
    // Nine figures as before, and Beta is no A any more: 75.3 % of the sales lie before it.
    assert!(lines[at("Customers with other figures") + 1].starts_with("The first 1 of 10. Figures as "), "{lines:#?}");
    assert!(lines[at("Rows behind the changes") + 1].starts_with("The first 1 of 2. Rows of "), "{lines:#?}");
    assert!(!world.run("--lang zh"));
    world.says("上月重算", "2026-09发布的3家客户中，2家的数字今天有所不同；新出现0家，不再出现0家。");
    world.says("上月重算", "Alpha|回款天数|121.67|143.79|22.12|有变化");
    world.says("总览", "2026-09的数字与发布时不同：涉及2家客户；当月销售额当时为1,000.00，现为1,190.00。");
}

/// Each month is judged by its own customers: the whole sample, twice over, differs in nothing.
#[test]
fn the_sample_comes_out_as_it_was_published() {
    let output = tempfile::tempdir().unwrap();
    let run = |month: &str| {
        let mut command = keyaccount(root());
        command.arg("--output").arg(output.path());
        let method = "--set classify.method=quantile --set classify.band=0.02";
        assert!(!unchanged(&mut command, &format!("{method} --month {month}")));
    };
    run("2026-09");
    run("2026-10");
    let said = restatement(&output.path().join("2026-10"));
    let counts = ["customers_changed", "customers_appeared", "customers_gone"].map(|key| said[key].as_u64());
    assert_eq!(counts, [Some(0); 3], "{said:#}");
    assert_eq!(said["sales_window"]["then"], said["sales_window"]["now"]);
}
