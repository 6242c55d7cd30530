//! The real program on small inputs: exit codes, what it prints, what it writes, and what it leaves alone.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{keyaccount, manifest, tree};

const ORDERS: &str = "order_id,date,customer,amount,due_on,paid_on\n\
    SO-1,2026-04-03,Northwind Ltd.,1200.50,2026-05-03,2026-05-01\n\
    SO-2,2026-05-04,Northwind Ltd.,800.00,2026-06-03,\n\
    SO-3,2026-05-20,=HYPERLINK(\"http://example.org\"),99.50,2026-06-19,\n";
const EXPENSES: &str = "date,employee,category,amount\n2026-05-12,Lu,laundry,35.00\n";

/// A folder of its own to run in: no configuration, an input folder, an output folder to be.
struct World(TempDir);

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl World {
    fn empty() -> Self {
        let world = World(tempfile::tempdir().unwrap());
        fs::create_dir(world.path("input")).unwrap();
        world
    }

    fn new() -> Self {
        World::empty().with("input/orders.csv", ORDERS)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn with(self, name: &str, text: &str) -> Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
        self
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = keyaccount(self.0.path());
        command.args(arguments.split_whitespace());
        command
    }

    fn ran(&self, arguments: &str) -> Ran {
        Ran::of(&self.command(arguments).output().unwrap())
    }

    /// Runs and says with which code it ended; nothing may have been published unless it is one of those that do.
    fn refused(&self, arguments: &str, code: i32) -> Ran {
        let ran = self.ran(arguments);
        assert_eq!(ran.code, code, "{}", ran.err);
        assert!(!self.path("output/2026-05").exists(), "{arguments}: published all the same");
        ran
    }

    fn manifest(&self) -> Value {
        manifest(&self.path("output/2026-05"))
    }
}

impl Ran {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Ran { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

#[test]
fn a_run_writes_the_month_and_says_so() {
    let world = World::new();
    let ran = world.ran("run --quiet");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.starts_with("2026-05: written to output/2026-05\nrows: 3 read, 3 accepted, 0 rejected, 0 skipped\n"),
        "{}",
        ran.out
    );
    assert_eq!(ran.err, "", "quiet means quiet");
    let names: Vec<String> = tree(&world.path("output/2026-05")).into_keys().collect();
    for name in
        ["review.xlsx", "run.json", "tables/customers.csv", "tables/findings.csv", "tables/rejects.csv", "tables/movement.csv"]
    {
        assert!(names.iter().any(|n| n == name), "{name} is not among {names:?}");
    }
    let pictures = |extension: &str| names.iter().filter(|n| n.starts_with("charts/0") && n.ends_with(extension)).count();
    assert!(pictures(".png") >= 6 && pictures(".png") == pictures(".svg"), "{names:?}");
    let beside: Vec<String> =
        fs::read_dir(world.path("output")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(beside.len(), 3, "the month, the lock file and the metrics, of one file nothing is kept: {beside:?}");
}

#[test]
fn the_manifest_keeps_its_keys_in_order_and_accounts_for_everything() {
    let world = World::new().with("input/notes.txt", "not a spreadsheet");
    assert_eq!(world.ran("run").code, 0);
    let text = fs::read_to_string(world.path("output/2026-05/run.json")).unwrap();
    let keys = [
        "schema_version",
        "tool_version",
        "month",
        "as_of",
        "currency",
        "config_sha256",
        "inputs",
        "control_totals",
        "rules",
        "totals",
        "outputs",
    ];
    let at: Vec<usize> =
        keys.iter().map(|key| text.find(&format!("\n  \"{key}\":")).unwrap_or_else(|| panic!("{key}"))).collect();
    assert!(at.is_sorted(), "{at:?}");
    let manifest = world.manifest();
    let sheet = &manifest["inputs"][0]["sheets"][0];
    assert_eq!(sheet["columns"]["amount"], "amount");
    assert_eq!(sheet["rows"]["seen"], 3);
    assert_eq!(
        sheet["rows"]["skipped"],
        serde_json::json!({ "repeated_header": 0, "subtotal": 0, "note": 0, "duplicate_export": 0 })
    );
    let total = manifest["control_totals"]
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["table"] == "orders" && t["column"] == "amount")
        .unwrap();
    assert_eq!((&total["seen"], &total["accepted"]), (&Value::from("2100.00"), &Value::from("2100.00")));
    assert_eq!(manifest["totals"]["sales_month"], "899.50");
    assert_eq!(manifest["totals"]["sales_window"], "2100.00");
    assert_eq!(manifest["totals"]["csat"], Value::Null, "no ratings: unknown, never zero");
    assert_eq!(
        manifest["rules"].as_array().unwrap().iter().find(|r| r["id"] == "EXP001").unwrap()["reason"],
        "no expenses in the input"
    );
    let listed: Vec<&str> = manifest["outputs"].as_array().unwrap().iter().map(|o| o["file"].as_str().unwrap()).collect();
    let there: Vec<String> = tree(&world.path("output/2026-05")).into_keys().filter(|n| n != "run.json").collect();
    assert!(listed.is_sorted());
    assert_eq!(listed.iter().map(|n| (*n).to_owned()).collect::<std::collections::BTreeSet<_>>(), there.into_iter().collect());
}

#[test]
fn findings_end_with_1_only_where_asked_and_the_month_is_written_all_the_same() {
    let world = World::new().with("input/expenses.csv", EXPENSES);
    assert_eq!(world.ran("run --fail-on error").code, 1);
    assert_eq!(world.manifest()["totals"]["findings"]["error"], 1);
    assert_eq!(world.ran("run").code, 0, "never is the default, and what is unchanged is judged as well");
    assert_eq!(world.ran("run --fail-on error").code, 1);
}

#[test]
fn usage_and_configuration_errors_end_with_2_and_a_hint() {
    let world = World::new()
        .with("typo.toml", "[classify]\nshare_hihg = 0.4\n")
        .with("rule.toml", "[rules.EXP005]\nneer_days = 4\n")
        .with("range.toml", "window_months = 0\n");
    assert_eq!(world.refused("run --nonsense", 2).out, "");
    world.refused("", 2);
    world.refused("run --month 2026-13", 2);
    let typo = world.refused("run --config typo.toml", 2).err;
    assert!(typo.contains("share_hihg") && typo.contains("did you mean `share_high`?"), "{typo}");
    let rule = world.refused("run --config rule.toml", 2).err;
    assert!(rule.contains("near_days"), "{rule}");
    assert!(world.refused("run --config range.toml", 2).err.contains("window_months"));
    assert!(world.refused("run --config not-there.toml", 2).err.contains("not-there.toml"));
    assert!(world.refused("run --output input/reviews", 2).err.contains("inside the input"));
    let unknown = world.refused("rules EXP01", 2).err;
    assert!(unknown.contains("Did you mean EXP0"), "{unknown}");
    assert_eq!(world.ran("--help").code, 0);
    assert_eq!(world.ran("--version").code, 0);
}

#[test]
fn input_that_cannot_be_used_ends_with_3_and_says_what_was_found() {
    let world = World::empty();
    assert!(world.refused("run --input nowhere", 3).err.contains("nowhere"));
    assert!(world.refused("run", 3).err.contains("no spreadsheet"));
    let world = world.with("input/expenses.csv", EXPENSES);
    let err = world.refused("run", 3).err;
    assert!(err.contains("no orders") && err.contains("expenses (1)"), "{err}");
    let world = World::empty().with("input/a.csv", "colour,shape\nred,round\nblue,square\n");
    assert!(world.refused("run", 3).err.contains("no orders"));
    let world =
        World::empty().with("input/orders.csv", "order_id,date,customer,amount\n1,2026-05-01,A,much\n2,2026-05-02,B,more\n");
    let err = world.refused("run", 3).err;
    assert!(err.contains("no orders") || err.contains("cannot be used"), "{err}");
    let world = World::new();
    let err = world.refused("run --month 2027-01", 3).err;
    assert!(err.contains("2027-01") && err.contains("--month 2026-05"), "{err}");
}

#[test]
fn too_many_rejects_end_with_3_and_a_wider_limit_lets_them_pass() {
    let half = "order_id,date,customer,amount\n1,2026-05-01,A,10\n2,2026-05-02,B,much\n3,2026-05-03,B,more\n";
    let world = World::empty().with("input/orders.csv", half).with("wide.toml", "[input]\nmax_reject_share = 0.9\n");
    let err = world.refused("run", 3).err;
    assert!(err.contains("Of 3 rows of orders, 2 cannot be used"), "{err}");
    assert_eq!(world.ran("run --config wide.toml").code, 0);
}

#[test]
fn rejected_rows_come_back_in_a_workbook_that_can_be_read_again() {
    let orders = ORDERS.replace("SO-2,2026-05-04", "SO-2,2026-13-04");
    let world = World::empty().with("input/orders.csv", &orders);
    assert_eq!(world.ran("run").code, 0);
    let listed = |world: &World| world.manifest()["outputs"].as_array().unwrap().iter().any(|o| o["file"] == "rejects.xlsx");
    assert!(listed(&world));
    fs::create_dir(world.path("back")).unwrap();
    fs::copy(world.path("output/2026-05/rejects.xlsx"), world.path("back/rejects.xlsx")).unwrap();
    let back: Value = serde_json::from_str(&world.ran("check --quiet --format json --fail-on never --input back").out).unwrap();
    assert_eq!((&back["sheets"][1]["table"], &back["rows"]["rejected"]), (&Value::from("orders"), &Value::from(1)));
    assert_eq!(back["list"][0]["value"], "2026-13-04");
    let world = world.with("input/orders.csv", ORDERS);
    assert_eq!(world.ran("run").code, 0);
    assert!(!listed(&world) && !world.path("output/2026-05/rejects.xlsx").exists(), "nothing to mend any more");
}

#[test]
fn the_data_quality_sheet_says_what_each_file_deserves_and_what_two_exports_state_differently() {
    use calamine::{Reader, Xlsx, open_workbook};
    let later = "order_id,date,customer,amount\nSO-1,2026-04-03,Northwind Ltd.,1300.00\nSO-4,2026-13-01,Northwind Ltd.,5\n";
    let master = "customer_id,customer,stage\nC1,Northwind Ltd.,established\n";
    let world = World::new().with("input/orders_2.csv", later).with("input/master.csv", master);
    assert_eq!(world.ran("run").code, 0);
    assert_eq!(world.manifest()["conflicts"], serde_json::json!({ "count": 1, "by_table": { "orders": 1 } }));
    let mut book: Xlsx<_> = open_workbook(world.path("output/2026-05/review.xlsx")).unwrap();
    let sheet = book.worksheet_range("Data quality").unwrap();
    let line =
        |row: &[calamine::Data]| row.iter().map(ToString::to_string).filter(|c| !c.is_empty()).collect::<Vec<_>>().join("|");
    let text: Vec<String> = sheet.rows().map(line).collect();
    let has = |wanted: &str| assert!(text.iter().any(|l| l.starts_with(wanted)), "{wanted}: {text:#?}");
    has("master.csv|Nothing to do.|Good|csv|");
    has("orders.csv|Look at 1 problem listed below.|Look|csv|");
    has("orders_2.csv|Mend 1 rejected row in rejects.xlsx and send it back.|Mend|csv|");
    let kept = "orders_2.csv › orders_2 › 2\namount: 1300.00";
    assert!(text.iter().any(|l| l.starts_with(kept) && l.ends_with("|SO-1|orders|later file name")), "{text:#?}");
    has("=HYPERLINK(\"http://example.org\")|Add it to the master;");
}

#[test]
fn an_unreadable_file_is_passed_over_unless_strict() {
    let world = World::new()
        .with("input/broken.xlsx", "PK\u{3}\u{4} and then nothing more")
        .with("strict.toml", "[input]\nstrict = true\n");
    assert!(world.refused("run --config strict.toml", 3).err.contains("broken.xlsx"));
    let ran = world.ran("run");
    assert_eq!(ran.code, 0);
    assert!(ran.out.ends_with("\n1 of 2 files could not be read: broken.xlsx (see Data quality)\n"), "{}", ran.out);
    let manifest = world.manifest();
    let problem = manifest["inputs"][0]["problem"].as_str().unwrap();
    assert!(problem.contains(": "), "a code and a sentence: {problem}");
}

#[test]
fn an_output_that_cannot_be_written_ends_with_4_and_names_the_path() {
    let world = World::new().with("output", "a file in the way");
    let ran = world.ran("run");
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("output"), "{}", ran.err);
    let world = World::new().with("output/2026-05/mine.txt", "somebody's notes");
    let ran = world.ran("run");
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("2026-05"), "{}", ran.err);
    assert_eq!(tree(&world.path("output/2026-05")).len(), 1, "what is not ours stays");
}

#[test]
fn a_second_run_ends_with_75_or_waits() {
    let world = World::new();
    fs::create_dir(world.path("output")).unwrap();
    let file = File::create(world.path("output/.keyaccount.lock")).unwrap();
    file.lock().unwrap();
    world.refused("run", 75);
    let waiting = world.command("run --wait 60 --quiet").stdout(Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    file.unlock().unwrap();
    assert_eq!(waiting.wait_with_output().unwrap().status.code(), Some(0));
}

#[test]
fn check_prints_places_and_sentences_and_one_line_of_summary() {
    let orders = ORDERS.replace("800.00", "much").replace("paid_on\n", "paid_on,favourite colour\n");
    let world = World::empty().with("input/orders.csv", &orders);
    let ran = world.ran("check --quiet");
    assert_eq!(ran.code, 1, "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    let taken =
        "orders.csv!orders\torders (table, header in row 1): it has what the table needs: order_id, date, customer, amount; ";
    assert!(lines[0].starts_with(taken) && lines[0].contains("; not known: favourite colour; 3 rows"), "{}", lines[0]);
    let said = "orders.csv!orders!D3\terror: The amount \u{201c}much\u{201d} is not a number. Enter a plain number";
    assert!(lines[1].starts_with(said), "the sentence and what to do: {}", lines[1]);
    assert!(lines[1..lines.len() - 1].iter().all(|l| l.split('\t').count() == 2), "{}", ran.out);
    assert!(lines[lines.len() - 1].starts_with("1 file, 3 rows: 2 accepted, 1 rejected"), "{}", ran.out);
    assert!(!world.path("output").exists(), "check writes nothing");
    assert_eq!(world.ran("check --fail-on never").code, 0);
    let json: Value = serde_json::from_str(&world.ran("check --format json --quiet").out).unwrap();
    assert_eq!(json["list"][0]["cell"], "D3");
    assert_eq!(json["list"][0]["value"], "much");
    assert_eq!(json["sheets"][0]["columns"][3]["field"], "amount");
    assert_eq!(json["sheets"][0]["unknown"][0]["header"], "favourite colour");
    let chinese = world.ran("check --lang zh").out;
    assert!(chinese.starts_with("orders.csv!orders\t订单（表格，表头在第 1 行）"), "{chinese}");
    assert!(chinese.contains("\norders.csv!orders!D3\t错误: “"), "{chinese}");
    let clean = World::new();
    assert_eq!(clean.ran("check").code, 0);
    assert_eq!(clean.ran("check --fail-on note").code, 1, "four tables are not there");
}

#[test]
fn every_faulty_cell_of_a_row_is_a_line() {
    let orders = "order_id,date,customer,amount\n1,2026-05-01,A,1\n2,2026-13-01,A,much\n";
    let world = World::empty().with("input/orders.csv", orders);
    let out = world.ran("check --quiet").out;
    let cells: Vec<&str> = out.lines().filter_map(|line| line.split_once("\terror: ")).map(|(place, _)| place).collect();
    assert_eq!(cells, ["orders.csv!orders!B3", "orders.csv!orders!D3"]);
    let json: Value = serde_json::from_str(&world.ran("check --format json --quiet").out).unwrap();
    let row = &json["list"][0];
    assert_eq!((&row["cell"], &row["also"][0]["cell"], &row["also"][0]["value"]), (&"B3".into(), &"D3".into(), &"much".into()));
}

/// Where no terminal shows the place in the file, the sentence says it.
#[test]
fn a_fault_of_the_configuration_has_its_place_in_the_sentence() {
    let world = World::new().with("bad.toml", "[classify]\nshare_high = \"x\"\n");
    let err = world.refused("run --config bad.toml", 2).err;
    assert!(err.contains("bad.toml:2:14: classify.share_high: invalid type: string \"x\", expected a number"), "{err}");
    let err = world.refused("run --config bad.toml --lang zh", 2).err;
    assert!(err.contains("配置 bad.toml:2:14：键 classify.share_high 有误："), "{err}");
    let err = world.refused("run --set credit.grade_a=high", 2).err;
    assert!(err.contains("--set credit.grade_a=high: invalid type: string \"high\", expected a number"), "{err}");
}

#[test]
fn months_are_told_in_the_language_and_none_is_said() {
    let world = World::new();
    assert_eq!(world.ran("status").out, "No month is published yet.\n");
    assert_eq!(world.ran("run --lang zh").code, 0);
    assert!(world.ran("status --lang zh").out.starts_with("2026-05\t最新"));
}

#[test]
fn what_has_not_changed_is_not_written_again() {
    let world = World::new();
    assert_eq!(world.ran("run").code, 0);
    let changed = || fs::metadata(world.path("output/2026-05/review.xlsx")).unwrap().modified().unwrap();
    let stamp = |when: SystemTime| {
        File::options().append(true).open(world.path("output/2026-05/review.xlsx")).unwrap().set_modified(when).unwrap()
    };
    stamp(SystemTime::UNIX_EPOCH);
    let again = world.ran("run");
    assert_eq!(again.code, 0);
    assert!(again.out.contains("nothing has changed"), "{}", again.out);
    assert!(again.err.contains("nothing has changed"), "{}", again.err);
    assert_eq!(changed(), SystemTime::UNIX_EPOCH);
    let json: Value = serde_json::from_str(&world.ran("run --format json --quiet").out).unwrap();
    assert_eq!((&json["unchanged"], &json["month"]), (&Value::from(true), &Value::from("2026-05")));

    // An earlier month from the same input does not pass for the newest one.
    assert_eq!(world.ran("run --month 2026-04").code, 0);
    // There is something to compare May with now: it is written once more, and then it stands.
    assert!(world.ran("run").out.starts_with("2026-05: written to"));
    assert!(world.ran("run").out.starts_with("2026-05: nothing has changed"));
    // Another language, a damaged file, another input: each is written anew.
    assert!(world.ran("run --lang zh").out.contains("已写入"));
    fs::write(world.path("output/2026-05/review.xlsx"), "damaged").unwrap();
    assert!(world.ran("run --lang zh").out.contains("已写入"));
    fs::write(world.path("input/orders.csv"), ORDERS.replace("800.00", "801.00")).unwrap();
    assert!(world.ran("run --lang zh").out.contains("已写入"));
}

#[test]
fn the_same_input_gives_the_same_bytes_anywhere() {
    let world = World::new().with("input/expenses.csv", EXPENSES);
    let surroundings = [
        [("TZ", "UTC"), ("LANG", "C"), ("RAYON_NUM_THREADS", "1"), ("POLARS_MAX_THREADS", "1")],
        [("TZ", "Asia/Shanghai"), ("LANG", "zh_CN.UTF-8"), ("RAYON_NUM_THREADS", "4"), ("POLARS_MAX_THREADS", "4")],
        [("TZ", "America/St_Johns"), ("LANG", "de_DE.UTF-8"), ("RAYON_NUM_THREADS", "2"), ("POLARS_MAX_THREADS", "3")],
    ];
    let trees: Vec<_> = (0..)
        .zip(surroundings)
        .map(|(n, variables)| {
            let output = format!("out{n}");
            let ran = Ran::of(&world.command(&format!("run --output {output}")).envs(variables).output().unwrap());
            assert_eq!(ran.code, 0, "{}", ran.err);
            tree(&world.path(&output).join("2026-05"))
        })
        .collect();
    for other in &trees[1..] {
        for (one, two) in trees[0].iter().zip(other) {
            assert_eq!(one.0, two.0);
            assert!(one.1 == two.1, "{} differs", one.0);
        }
        assert_eq!(trees[0].len(), other.len());
    }
}

#[test]
fn tables_are_safe_for_spreadsheets() {
    let world = World::new();
    assert_eq!(world.ran("run").code, 0);
    for (name, bytes) in tree(&world.path("output/2026-05/tables")) {
        assert!(bytes.starts_with(b"\xEF\xBB\xBF"), "{name} has no byte-order mark");
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.ends_with("\r\n") && text.matches('\n').count() == text.matches("\r\n").count(), "{name}: line ends");
        assert!(!text.contains(",=") && !text.contains("\n=") && !text.contains(",\"="), "{name}: a cell would run as a formula");
    }
    let customers = fs::read_to_string(world.path("output/2026-05/tables/customers.csv")).unwrap();
    assert!(customers.contains("'=HYPERLINK"), "{customers}");
}

#[test]
fn the_log_names_nobody_and_can_be_json() {
    let world = World::new();
    let ran = world.ran("run --log-format json");
    for line in ran.err.lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert!(entry["level"].is_string());
    }
    for private in ["Northwind", "HYPERLINK", "1200", "800.00", "orders.csv"] {
        assert!(!ran.err.contains(private), "{private} is in the log: {}", ran.err);
    }
    let failed = world.ran("run --log-format json --month 2030-01");
    let last: Value = serde_json::from_str(failed.err.lines().last().unwrap()).unwrap();
    assert_eq!((&last["level"], &last["code"]), (&Value::from("ERROR"), &Value::from("month_without_orders")));
}

#[test]
fn rules_and_schema_are_printed() {
    let world = World::new().with("own.toml", "[rules.VIS005]\ndays_ahead = 3\n[rules.EXP002]\nenabled = false\n");
    let list = world.ran("rules --config own.toml").out;
    assert!(list.lines().all(|l| l.split('\t').count() == 4) && list.contains("EXP002\toff"), "{list}");
    let page = world.ran("rules vis005 --config own.toml").out;
    assert!(page.contains("days_ahead = 3  (default: 7)"), "{page}");
    assert!(world.ran("rules EXP001").out.contains("salesperson 230"));
    let changed = "[[policy.changes]]\nvalid_from = 2026-04-01\nname = \"2026\"\nday_rates = { salesperson = 250 }\n";
    let world = world.with("changed.toml", changed);
    let versions = world.ran("rules EXP001 --config changed.toml").out;
    let (first, later) = versions.split_once("2026, from 2026-04-01").unwrap();
    assert!(first.contains("standard, from the beginning") && first.contains("salesperson 230"), "{versions}");
    // Of a later version only what it changed.
    assert!(later.contains("salesperson 250") && !later.contains("policy.part_days"), "{versions}");
    let json: Value = serde_json::from_str(&world.ran("rules EXP001 --format json --config changed.toml").out).unwrap();
    assert_eq!(json["policy_versions"][1]["valid_from"], "2026-04-01");
    assert_eq!(json["policy_versions"][1]["policy"]["day_rates"]["salesperson"], "250");
    assert!(world.ran("rules vis009").out.contains("one of: visits.party_size, visits.start, visits.end"));
    assert!(world.ran("rules VIS010 --lang zh").out.contains("policy.visit_hours = from 10:30 to 11:30, from 15:00 to 16:30"));
    assert!(list.contains("VIS011\toff"), "{list}");
    let json: Value = serde_json::from_str(&world.ran("rules VIS005 --format json").out).unwrap();
    assert_eq!(json["thresholds"][0]["value"], 7);
    let schema: Value = serde_json::from_str(&world.ran("schema").out).unwrap();
    assert_eq!(schema["properties"]["rules"]["properties"]["VIS005"]["properties"]["days_ahead"]["default"], 7);
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = World::new();
    let mut child = world.command("schema").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let world = World::new();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = world.command("schema").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Whenever a run is killed, the month's folder is whole: the old one or the new one.
#[cfg(unix)]
#[test]
fn a_kill_leaves_the_old_month_or_the_new_one() {
    let world = World::new();
    assert_eq!(world.ran("run").code, 0);
    for pause_ms in [5, 200, 900] {
        let mut child = world.command("run --force --quiet").spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(pause_ms));
        let _ = child.kill();
        child.wait().unwrap();
        for output in world.manifest()["outputs"].as_array().unwrap() {
            assert!(world.path("output/2026-05").join(output["file"].as_str().unwrap()).is_file());
        }
    }
    let ran = world.ran("run --force");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(fs::read_dir(world.path("output")).unwrap().count(), 3, "nothing of the killed runs is left");
}
