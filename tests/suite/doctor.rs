//! `keyaccount doctor` on folders that are well and on folders that are not.

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{keyaccount, tree};

struct World(TempDir);

impl World {
    fn new() -> Self {
        let world = World(tempfile::tempdir().unwrap());
        fs::create_dir(world.path("input")).unwrap();
        world.with("input/orders.csv", "order_id,date,customer,amount\nSO-1,2026-05-04,Oak,800.00\n")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn with(self, name: &str, text: &str) -> Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
        self
    }

    /// The exit code, and what is said in JSON.
    fn doctor(&self, arguments: &str) -> (i32, Value) {
        let arguments = format!("doctor --format json {arguments}");
        let output = keyaccount(self.0.path()).args(arguments.split_whitespace()).output().unwrap();
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        let code = output.status.code().unwrap();
        assert_eq!(said["exit_code"], code);
        (code, said)
    }

    /// The exit code, and every check that is not ok as `check state`; whether the calendar knows this year, and how the file
    /// system exchanges folders, is left out.
    fn ills(&self, arguments: &str) -> (i32, Vec<String>) {
        let (code, said) = self.doctor(arguments);
        let of_the_day = [Value::from("calendar"), Value::from("replacement")];
        let checks = said["checks"].as_array().unwrap().iter();
        let ills = checks.filter(|check| check["state"] != "ok" && !of_the_day.contains(&check["check"]));
        let told = |check: &Value| {
            assert!(check["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{check}: nothing to do about it");
            format!("{} {}", check["check"].as_str().unwrap(), check["state"].as_str().unwrap())
        };
        (code, ills.map(told).collect())
    }
}

fn ill(code: i32, ills: &[&str]) -> (i32, Vec<String>) {
    (code, ills.iter().map(|ill| (*ill).to_owned()).collect())
}

#[test]
fn all_is_well_before_the_first_run_and_after_it_and_nothing_is_left() {
    let world = World::new();
    let before = tree(world.0.path());
    // Whether a disk is full, and how a file system exchanges folders, is the machine's affair.
    let well = |world: &World| {
        let (_, said) = world.doctor("--set doctor.free_mib=0");
        for check in said["checks"].as_array().unwrap().iter().filter(|check| check["check"] != "replacement") {
            // In a year that the calendar does not know yet it says so.
            assert!(check["state"] == "ok" || check["check"] == "calendar", "{check}");
        }
        said["checks"].as_array().unwrap().iter().map(|c| c["check"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let looked = well(&world);
    let wanted = [
        "configuration",
        "command",
        "input_folder",
        "input_files",
        "output_folder",
        "replacement",
        "disk",
        "lock",
        "leftovers",
        "calendar",
        "clock",
    ];
    assert_eq!(looked, wanted);
    assert_eq!(tree(world.0.path()), before, "it leaves nothing");
    assert!(!world.path("output").exists());
    assert!(keyaccount(world.0.path()).args(["run", "-q"]).output().unwrap().status.success());
    let before = tree(world.0.path());
    assert_eq!(well(&world), wanted);
    assert_eq!(tree(world.0.path()), before);
}

#[test]
fn a_configuration_that_cannot_be_used_is_a_fault_and_the_rest_is_looked_at_all_the_same() {
    let world = World::new().with("own.toml", "[classify]\nshare_hihg = 0.4\n");
    let (code, said) = world.doctor("--config own.toml");
    assert_eq!((code, &said["faults"]), (2, &Value::from(1)));
    let first = &said["checks"][0];
    assert_eq!((&first["check"], &first["state"]), (&Value::from("configuration"), &Value::from("fault")));
    assert!(first["text"].as_str().unwrap().contains("share_hihg") && first["hint"].as_str().unwrap().contains("share_high"));
    assert!(said["checks"].as_array().unwrap().len() > 5);
    assert_eq!(world.ills("--config not-there.toml").0, 2);
    assert_eq!(world.ills("--output input/reviews").0, 2);
    assert!(!world.path("input/reviews").exists());
}

#[test]
fn an_input_that_is_not_there_or_cannot_be_opened_is_told() {
    let world = World::new();
    assert_eq!(world.ills("--input nowhere"), ill(3, &["input_folder fault"]));
    fs::create_dir(world.path("empty")).unwrap();
    assert_eq!(world.ills("--input empty"), ill(3, &["input_folder fault"]));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(world.path("gone.csv"), world.path("input/dead.csv")).unwrap();
        assert_eq!(world.ills(""), ill(0, &["input_files warning"]));
        assert_eq!(world.ills("--set input.strict=true"), ill(3, &["input_files fault"]));
    }
}

#[test]
fn an_output_that_cannot_take_a_month_is_a_fault() {
    let world = World::new().with("output", "a file in the way");
    assert_eq!(world.ills("").0, 4);
    let world = World::new().with("output/2026-05/mine.txt", "somebody's notes");
    let (code, ills) = world.ills("");
    assert!(code == 4 && ills.contains(&"output_folder fault".to_owned()), "{ills:?}");
    let world = World::new();
    assert_eq!(world.ills("--set doctor.free_mib=4294967295"), ill(4, &["disk fault"]));
}

#[test]
fn a_run_at_work_and_remains_of_a_dead_one_are_warnings() {
    let world = World::new();
    fs::create_dir_all(world.path("output/.staging-2026-05-77")).unwrap();
    assert_eq!(world.ills(""), ill(0, &["leftovers warning"]));
    let lock = File::create(world.path("output/.keyaccount.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(world.ills(""), ill(0, &["lock warning"]), "what a run is writing is no remains");
    drop(lock);
    assert!(world.path("output/.staging-2026-05-77").exists(), "it looks and does not touch");
}

#[test]
fn a_command_that_is_missing_and_a_clock_behind_the_input_are_warnings() {
    let world = World::new().with("own.toml", "[after_run]\ncommand = [\"/no/such/program\"]\n");
    assert_eq!(world.ills("--config own.toml"), ill(0, &["command warning"]));
    let file = File::options().append(true).open(world.path("input/orders.csv")).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(3 * 86_400)).unwrap();
    assert_eq!(world.ills(""), ill(0, &["clock warning"]));
    assert_eq!(world.ills("--set doctor.clock_hours=96"), ill(0, &[]));
}

#[test]
fn a_calendar_that_ends_too_soon_is_a_warning() {
    // The window of the newest month reaches back into 2019, of which no holiday is known.
    let world = World::new().with("input/orders.csv", "order_id,date,customer,amount\nSO-1,2020-03-04,Oak,800.00\n");
    assert!(keyaccount(world.0.path()).args(["run", "-q"]).output().unwrap().status.success());
    let (code, said) = world.doctor("");
    let calendar = said["checks"].as_array().unwrap().iter().find(|check| check["check"] == "calendar").unwrap();
    assert_eq!((code, &calendar["state"]), (0, &Value::from("warning")));
    assert!(calendar["text"].as_str().unwrap().contains("2019"), "{calendar}");
}

#[test]
fn a_person_gets_a_line_for_each_check_in_their_language() {
    let world = World::new();
    let text = |arguments: &[&str]| {
        let output = keyaccount(world.0.path()).arg("doctor").args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let english = text(&[]);
    assert!(english.contains("  lock                 ok: No run is at work.\n"), "{english}");
    assert!(english.lines().last().unwrap().starts_with("0 faults, "), "{english}");
    let chinese = text(&["--lang", "zh", "--input", "nowhere"]);
    assert!(chinese.contains("输入文件夹    故障：输入文件夹 nowhere：") && chinese.contains("故障 1 项"), "{chinese}");
}
