//! Published months handed over to SQLite and Parquet by the real program, and read back.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::common::{keyaccount, rows, table, tree};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

const HEADER: &str = "order_id,date,customer,amount,due_on,paid_on,region\n";
/// Sales of September 1,000.10 and 300.25; a name that a spreadsheet would run, one with quotes and commas.
const SEPTEMBER: &str = "A1,2026-09-10,Alpha,1000.10,2026-10-09,2026-10-05,North\n\
    B1,2026-09-12,=1+cmd|x,300.25,2026-10-12,,\n";
const OCTOBER: &str = "A2,2026-10-02,Alpha,500.05,2026-11-02,,North\n\
    C1,2026-10-20,\"Q \"\"quoted\"\", Ltd\",-0.07,,,\n\
    C2,2026-10-21,\"Q \"\"quoted\"\", Ltd\",20.00,,,\n";
const VISITS: &str = "visit_id,date,start,customer,salesperson,purpose,first_visit,satisfaction\n\
    V1,2026-10-06,10:30,Alpha,Lin,'; DROP TABLE customers; --,yes,4\n";

struct World(TempDir);

impl World {
    /// September and October, published: once for all tests, and a copy for each.
    fn published() -> Self {
        static FILES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| tree(World::made().0.path()));
        let world = World(tempfile::tempdir().unwrap());
        for (name, bytes) in FILES.iter() {
            let path = world.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        world
    }

    fn made() -> Self {
        let world = World(tempfile::tempdir().unwrap());
        fs::create_dir_all(world.path("input")).unwrap();
        world.orders("orders_09.csv", SEPTEMBER);
        world.orders("orders_10.csv", OCTOBER);
        fs::write(world.path("input/visits.csv"), VISITS).unwrap();
        world.run("2026-09");
        world.run("2026-10");
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn orders(&self, file: &str, rows: &str) {
        fs::write(self.path("input").join(file), format!("{HEADER}{rows}")).unwrap();
    }

    fn run(&self, month: &str) {
        let out = keyaccount(self.0.path()).args(["run", "-q", "--no-progress", "--month", month]).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    }

    /// Exports; the exit code, and what was printed and said.
    fn try_export(&self, arguments: &str) -> (i32, String, String) {
        let out = keyaccount(self.0.path())
            .args(["export", "-q", "--no-progress"])
            .args(arguments.split_whitespace())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
    }

    fn export(&self, arguments: &str) -> String {
        let (code, out, err) = self.try_export(arguments);
        assert_eq!(code, 0, "{err}");
        out
    }

    fn database(&self) -> Connection {
        Connection::open(self.path("bi.db")).unwrap()
    }

    /// The sum of a column of a month's csv table, in minor units.
    fn csv_sum(&self, month: &str, table: &str, column: &str) -> i64 {
        let rows = rows(&self.path("output").join(month).join("tables").join(format!("{table}.csv")));
        rows.iter().map(|r| minor(&r[column])).sum()
    }
}

/// A decimal text in minor units; nothing where it is empty.
fn minor(text: &str) -> i64 {
    let digits: String = text.chars().filter(|c| *c != '.').collect();
    digits.parse().unwrap_or(0)
}

/// Everything a database holds, as text.
fn dump(database: &Connection) -> BTreeMap<String, Vec<String>> {
    let names: Vec<String> = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let all = |name: &String| {
        let mut select = database.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns = select.column_count();
        let row = |row: &rusqlite::Row<'_>| -> Result<String, rusqlite::Error> {
            (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at).map(|v| format!("{v:?}|"))).collect()
        };
        select.query_map([], row).unwrap().map(Result::unwrap).collect()
    };
    names.iter().map(|name| (name.clone(), all(name))).collect()
}

fn one<T: rusqlite::types::FromSql>(database: &Connection, sql: &str) -> T {
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// The rows of a Parquet file by column.
fn parquet(path: &Path) -> Vec<BTreeMap<String, Field>> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().into_columns().into_iter().collect()).collect()
}

/// The minor units of a decimal with two decimals.
fn decimal(field: &Field) -> Option<i64> {
    match field {
        Field::Null => None,
        Field::Decimal(d) => {
            assert_eq!((d.scale(), d.precision()), (2, 18));
            Some(i64::from_be_bytes(d.data().try_into().unwrap()))
        }
        other => panic!("no decimal: {other:?}"),
    }
}

fn part(lake: &Path, table: &str, month: &str) -> PathBuf {
    lake.join(table).join("subsidiary=main").join(format!("month={month}")).join("part-0.parquet")
}

#[test]
fn sqlite_holds_every_month_to_the_cent_and_twice_is_once() {
    let world = World::published();
    let before = tree(&world.path("output"));
    let said = world.export("--to sqlite:bi.db --records");
    assert_eq!(said.lines().count(), 3, "{said}");
    let first = dump(&world.database());
    world.export("--to sqlite:bi.db --records");
    assert_eq!(dump(&world.database()), first);
    assert_eq!(tree(&world.path("output")), before, "the months are only read");

    let db = world.database();
    for month in ["2026-09", "2026-10"] {
        for (table, column) in [("customers", "sales_month"), ("customers", "sales_window"), ("customers", "receivable_open")] {
            let sum: i64 = one(&db, &format!("SELECT sum({column}_minor) FROM {table} WHERE month = '{month}'"));
            assert_eq!(sum, world.csv_sum(month, table, column), "{month} {column}");
        }
    }
    assert_eq!(one::<i64>(&db, "SELECT sales_month_minor FROM runs WHERE month = '2026-09'"), 130_035);
    assert_eq!(one::<i64>(&db, "SELECT sum(amount_minor) FROM record_orders"), 130_035 + 51_998);
    // Views: money in major units, the newest month alone.
    assert_eq!(one::<f64>(&db, "SELECT sales_month FROM v_customers WHERE month = '2026-09' AND customer = 'Alpha'"), 1000.1);
    assert_eq!(one::<String>(&db, "SELECT group_concat(DISTINCT month) FROM v_customers_latest"), "2026-10");
    // Unknown is not zero.
    assert_eq!(one::<Option<f64>>(&db, "SELECT share FROM customers WHERE month = '2026-10' AND customer = 'Alpha'"), None);
}

/// A column that is added to a table must be added to the export.
#[test]
fn the_tables_have_the_columns_of_the_csv() {
    let world = World::published();
    for name in ["customers", "findings", "rejects", "movement", "employees"] {
        let shape = keyaccount::export::shapes().into_iter().find(|s| s.name == name).unwrap();
        let columns: Vec<String> = shape.columns.into_iter().map(|c| c.name).collect();
        assert_eq!(columns, table(&world.path(&format!("output/2026-10/tables/{name}.csv"))).0, "{name}");
    }
}

#[test]
fn hostile_names_stay_text() {
    let world = World::published();
    world.export("--to sqlite:bi.db --records");
    world.export("--to parquet:lake --records");
    let db = world.database();
    let names = ["=1+cmd|x", "Q \"quoted\", Ltd"];
    for name in names {
        let n: i64 = db
            .query_row("SELECT count(*) FROM customers WHERE customer = ?1 AND month = '2026-10'", [name], |r| r.get(0))
            .unwrap();
        assert_eq!(n, 1, "{name}");
    }
    assert_eq!(one::<String>(&db, "SELECT purpose FROM record_visits"), "'; DROP TABLE customers; --");
    let customers = parquet(&part(&world.path("lake"), "review/customers", "2026-10"));
    let held: Vec<&Field> = customers.iter().map(|row| &row["customer"]).collect();
    for name in names {
        assert!(held.contains(&&Field::Str(name.to_owned())), "{name}: {held:?}");
    }
}

#[test]
fn parquet_has_types_and_the_money_of_the_tables() {
    let world = World::published();
    let before = tree(&world.path("output"));
    world.export("--to parquet:lake --records");
    let lake = world.path("lake");
    let first = tree(&lake);
    world.export("--to parquet:lake --records");
    assert_eq!(tree(&lake), first, "the same bytes, and nothing left over");
    assert_eq!(tree(&world.path("output")), before, "the months are only read");

    for month in ["2026-09", "2026-10"] {
        let customers = parquet(&part(&lake, "review/customers", month));
        for column in ["sales_month", "sales_window", "receivable_open"] {
            let sum: i64 = customers.iter().filter_map(|row| decimal(&row[column])).sum();
            assert_eq!(sum, world.csv_sum(month, "customers", column), "{month} {column}");
        }
    }
    let orders = parquet(&part(&lake, "records/orders", "2026-10"));
    let amounts: Vec<Option<i64>> = orders.iter().map(|row| decimal(&row["amount"])).collect();
    assert_eq!(amounts, [Some(50_005), Some(-7), Some(2_000)]);
    // 2026-10-02 is day 20,728.
    assert_eq!(orders[0]["date"], Field::Date(20_728));
    assert_eq!((&orders[0]["source_file"], &orders[0]["source_row"]), (&Field::Str("orders_10.csv".into()), &Field::Long(2)));
    assert_eq!(orders[1]["due_on"], Field::Null);
    let visits = parquet(&part(&lake, "records/visits", "2026-10"));
    assert_eq!((&visits[0]["first_visit"], &visits[0]["start"]), (&Field::Bool(true), &Field::Long(630)));
    assert_eq!(visits[0]["satisfaction"], Field::Double(4.0));
    // A table without a record is there with its columns.
    assert!(parquet(&part(&lake, "records/expenses", "2026-10")).is_empty());
}

#[test]
fn a_month_made_anew_replaces_its_rows_and_no_others() {
    let world = World::published();
    world.export("--to sqlite:bi.db");
    world.export("--to parquet:lake");
    let (database, lake) = (dump(&world.database()), tree(&world.path("lake")));
    world.orders("orders_10.csv", &OCTOBER.replace("500.05", "700.05"));
    world.run("2026-10");
    world.export("--to sqlite:bi.db --month 2026-10");
    world.export("--to parquet:lake --month 2026-10");

    let of = |rows: &[String], month: &str| rows.iter().filter(|row| row.contains(month)).cloned().collect::<Vec<_>>();
    let now = dump(&world.database());
    assert_eq!(of(&now["customers"], "\"2026-09\""), of(&database["customers"], "\"2026-09\""));
    assert_eq!(now["customers"].len(), database["customers"].len());
    assert_eq!(one::<i64>(&world.database(), "SELECT sales_month_minor FROM runs WHERE month = '2026-10'"), 71_998);

    let changed: Vec<String> =
        tree(&world.path("lake")).into_iter().filter(|(path, bytes)| lake[path] != *bytes).map(|(p, _)| p).collect();
    assert!(!changed.is_empty() && changed.iter().all(|path| path.contains("month=2026-10")), "{changed:?}");
}

/// An order whose date is put right leaves its old month, also where that month has no other.
#[test]
fn records_that_moved_do_not_stay_behind() {
    let world = World::published();
    let middle = "D1,2026-08-15,Delta,9.00,,,\nD2,2026-07-01,Delta,1.00,,,\n";
    world.orders("older.csv", middle);
    world.export("--to sqlite:bi.db --records");
    world.export("--to parquet:lake --records");
    let august = part(&world.path("lake"), "records/orders", "2026-08");
    assert_eq!(parquet(&august).len(), 1);
    world.orders("older.csv", &middle.replace("08-15", "07-15"));
    world.export("--to sqlite:bi.db --records");
    world.export("--to parquet:lake --records");
    assert!(!august.exists());
    assert_eq!(parquet(&part(&world.path("lake"), "records/orders", "2026-07")).len(), 2);
    let months: String = one(&world.database(), "SELECT group_concat(month) FROM record_orders WHERE customer = 'Delta'");
    assert_eq!(months, "2026-07,2026-07");

    // What the input no longer reaches back to is history, and kept.
    fs::remove_file(world.path("input/older.csv")).unwrap();
    world.export("--to sqlite:bi.db --records");
    world.export("--to parquet:lake --records");
    assert_eq!(one::<i64>(&world.database(), "SELECT count(*) FROM record_orders WHERE month = '2026-07'"), 2);
    assert!(part(&world.path("lake"), "records/orders", "2026-07").exists());
}

#[test]
fn companies_share_a_destination() {
    let world = World::published();
    world.export("--to sqlite:bi.db");
    world.export("--to sqlite:bi.db --subsidiary 华东");
    world.export("--to parquet:lake --subsidiary 华东");
    let db = world.database();
    assert_eq!(one::<i64>(&db, "SELECT count(DISTINCT subsidiary) FROM customers"), 2);
    assert_eq!(one::<i64>(&db, "SELECT count(*) FROM v_runs_latest"), 2);
    assert!(world.path("lake/review/runs/subsidiary=华东/month=2026-10/part-0.parquet").is_file());
    let (code, ..) = world.try_export("--to sqlite:bi.db --subsidiary a/b");
    assert_eq!(code, 2);
}

#[test]
fn what_was_changed_by_hand_is_refused_and_what_is_missing_named() {
    let world = World::published();
    let (code, _, err) = world.try_export("--to sqlite:bi.db --month 2026-08");
    assert!(code == 3 && err.contains("2026-08"), "{code} {err}");
    assert!(!world.path("bi.db").exists());
    let table = world.path("output/2026-10/tables/customers.csv");
    let text = fs::read_to_string(&table).unwrap().replace("500.05", "900.05");
    fs::write(&table, text).unwrap();
    let (code, _, err) = world.try_export("--to sqlite:bi.db --month 2026-10");
    assert!(code == 3 && err.contains("customers.csv"), "{code} {err}");
    // The other month is whole, and is exported.
    world.export("--to sqlite:bi.db --month 2026-09");
    assert_eq!(one::<String>(&world.database(), "SELECT group_concat(DISTINCT month) FROM customers"), "2026-09");

    let (code, _, err) = world.try_export("--to sqlite:bi.db --output nowhere");
    assert!(code == 3 && err.contains("nowhere"), "{code} {err}");
}

#[test]
fn a_destination_that_cannot_be_written_is_named_and_left_as_it_was() {
    let world = World::published();
    world.export("--to sqlite:bi.db");
    let before = dump(&world.database());
    // Held by another program.
    let holder = world.database();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let (code, _, err) = world.try_export("--to sqlite:bi.db");
    assert!(code == 4 && err.contains("bi.db"), "{code} {err}");
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(dump(&holder), before);

    // No database, somebody else's database, no folder, a folder in place of a file and a file in place of a folder.
    fs::write(world.path("text.db"), "no database at all, but a text that is long enough to be looked at as one".repeat(9))
        .unwrap();
    Connection::open(world.path("theirs.db")).unwrap().execute_batch("CREATE TABLE customers (name TEXT)").unwrap();
    for to in ["sqlite:text.db", "sqlite:theirs.db", "sqlite:missing/bi.db", "sqlite:output", "parquet:bi.db"] {
        let (code, _, err) = world.try_export(&format!("--to {to}"));
        assert!(code == 4 && err.contains(to.split_once(':').unwrap().1), "{to}: {code} {err}");
    }
    let theirs = Connection::open(world.path("theirs.db")).unwrap();
    assert_eq!(one::<i64>(&theirs, "SELECT count(*) FROM sqlite_master"), 1);

    // Somebody else's file where a partition belongs: nothing of the month is put in place.
    world.export("--to parquet:lake");
    let place = world.path("lake/review/employees/subsidiary=main/month=2026-10/notes.txt");
    fs::write(&place, "mine").unwrap();
    let lake = tree(&world.path("lake"));
    let (code, _, err) = world.try_export("--to parquet:lake --month 2026-10");
    assert!(code == 4 && err.contains("employees"), "{code} {err}");
    assert_eq!(tree(&world.path("lake")), lake);
}

#[test]
fn exports_wait_for_each_other_and_stay_out_of_the_months() {
    let world = World::published();
    world.export("--to parquet:lake");
    let lock = File::open(world.path("lake/.keyaccount.lock")).unwrap();
    lock.lock().unwrap();
    let (code, _, err) = world.try_export("--to parquet:lake");
    assert!(code == 75 && err.contains("lake"), "{code} {err}");
    drop(lock);
    world.export("--to parquet:lake");
    for to in ["sqlite:output/2026-10/bi.db", "parquet:output/2026-10", "parquet:input/lake"] {
        let (code, _, err) = world.try_export(&format!("--to {to}"));
        assert_eq!(code, 2, "{to}: {err}");
    }
    assert!(!world.path("output/2026-10/bi.db").exists());
}

#[test]
fn programs_are_told_what_was_brought_and_people_in_their_language() {
    let world = World::published();
    let told: Value = serde_json::from_str(&world.export("--to sqlite:bi.db --records --format json")).unwrap();
    assert_eq!(told["to"], "sqlite:bi.db");
    assert_eq!(told["months"].as_array().unwrap().len(), 2);
    assert_eq!(told["months"][1]["month"], "2026-10");
    assert_eq!(told["months"][1]["rows"]["customers"], 3);
    assert_eq!(told["records"]["orders"], 5);
    let zh = world.export("--to sqlite:bi.db --lang zh --month 2026-09");
    assert!(zh.starts_with("2026-09：9 张表共"), "{zh}");
    // The records alone, where nothing is published yet.
    let alone = world.export("--to sqlite:alone.db --records --output none");
    assert!(alone.starts_with("records: 6 rows in 5 tables"), "{alone}");
    assert!(!world.path("none").exists());
}
