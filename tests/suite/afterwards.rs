//! What follows a run of the real program: its metrics, and the operator's command.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{keyaccount, root, rows};

const ORDERS: &str = "order_id,date,customer,amount\nSO-1,2026-05-04,Northwind Ltd.,800.00\nSO-2,2026-05-20,Oak,99.50\n";

/// A folder of its own to run in.
struct World(TempDir);

impl World {
    fn new() -> Self {
        let world = World(tempfile::tempdir().unwrap());
        fs::create_dir(world.path("input")).unwrap();
        world.with("input/orders.csv", ORDERS)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn with(self, name: &str, text: &str) -> Self {
        fs::write(self.path(name), text).unwrap();
        self
    }

    /// Runs and gives the exit code with what standard error says.
    fn ran(&self, arguments: &str) -> (i32, String) {
        let Output { status, stderr, .. } = keyaccount(self.0.path()).args(arguments.split_whitespace()).output().unwrap();
        (status.code().unwrap(), String::from_utf8(stderr).unwrap())
    }

    fn metrics(&self) -> Metrics {
        Metrics::read(&self.path("output/metrics.prom"))
    }

    /// What is in the output folder beside what always is.
    fn litter(&self) -> Vec<String> {
        let names = fs::read_dir(self.path("output")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let usual = ["2026-05", ".cache", ".keyaccount.lock", "metrics.prom"];
        names.filter(|name| !usual.contains(&name.as_str())).collect()
    }
}

/// A metrics file: each sample, its labels included, with its value.
struct Metrics(BTreeMap<String, f64>);

impl Metrics {
    /// Reads the text format as strictly as it is defined: help and type before a family's samples, each family once, each
    /// sample once, a line end at the end.
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.ends_with('\n') && !text.contains('\r'));
        let (mut samples, mut families) = (BTreeMap::new(), Vec::new());
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let (family, help) = line.strip_prefix("# HELP ").and_then(|l| l.split_once(' ')).unwrap_or_else(|| panic!("{line}"));
            assert!(is_name(family) && !help.is_empty() && !families.contains(&family), "{line}");
            assert_eq!(lines.next(), Some(format!("# TYPE {family} gauge").as_str()));
            families.push(family);
            let before = samples.len();
            while let Some(line) = lines.next_if(|l| !l.starts_with('#')) {
                let (sample, value) = line.rsplit_once(' ').unwrap();
                let (name, labels) =
                    sample.split_once('{').map_or((sample, None), |(n, l)| (n, Some(l.strip_suffix('}').unwrap())));
                assert_eq!(name, family);
                if let Some((label, quoted)) = labels.map(|l| l.split_once('=').unwrap()) {
                    let inner = quoted.strip_prefix('"').and_then(|q| q.strip_suffix('"')).unwrap();
                    assert!(is_name(label) && !inner.contains(['"', '\\', '\n']), "{line}");
                }
                assert!(samples.insert(sample.to_owned(), value.parse().unwrap()).is_none(), "{line}: twice");
            }
            assert!(samples.len() > before, "{family} has no sample");
        }
        Metrics(samples)
    }

    fn of(&self, sample: &str) -> f64 {
        *self.0.get(&format!("keyaccount_{sample}")).unwrap_or_else(|| panic!("{sample} is not among {:?}", self.0.keys()))
    }

    /// What came of the last run.
    fn outcome(&self) -> [f64; 3] {
        ["published", "unchanged", "failed"].map(|outcome| self.of(&format!("last_run_outcome{{outcome=\"{outcome}\"}}")))
    }

    /// Calls of the command that were done, failed, and took too long.
    fn calls(&self) -> [f64; 3] {
        ["done", "failed", "timed_out"].map(|result| self.of(&format!("after_run_calls{{result=\"{result}\"}}")))
    }
}

fn is_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

#[test]
fn every_end_of_a_run_is_told_beside_the_months() {
    let world = World::new();
    assert_eq!(world.ran("run").0, 0);
    let first = world.metrics();
    assert_eq!((first.outcome(), first.of("last_run_exit_code")), ([1.0, 0.0, 0.0], 0.0));
    assert_eq!(first.of("rows{outcome=\"accepted\"}"), 2.0);
    assert_eq!(first.of("rows{outcome=\"rejected\"}"), 0.0);
    assert_eq!(first.of("input_files{state=\"read\"}"), 1.0);
    assert_eq!(first.of("published_month_info{month=\"2026-05\"}"), 1.0);
    assert_eq!(first.of(&format!("version_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"))), 1.0);
    assert_eq!(first.of("last_success_timestamp_seconds"), first.of("last_run_timestamp_seconds"));
    let findings: f64 = ["error", "warning", "note"].map(|s| first.of(&format!("findings{{severity=\"{s}\"}}"))).iter().sum();
    let listed = rows(&world.path("output/2026-05/tables/findings.csv")).len();
    assert_eq!(findings, listed as f64);
    assert!(first.of("last_run_duration_seconds") > 0.0);

    assert_eq!(world.ran("run").0, 0);
    assert_eq!(world.metrics().outcome(), [0.0, 1.0, 0.0]);

    // A run that fails leaves what is known of the months, and says when the last one succeeded.
    let success = world.metrics().of("last_success_timestamp_seconds");
    let world = world.with("input/orders.csv", "colour\nred\n");
    assert_eq!(world.ran("run").0, 3);
    let failed = world.metrics();
    assert_eq!((failed.outcome(), failed.of("last_run_exit_code")), ([0.0, 0.0, 1.0], 3.0));
    assert_eq!(failed.of("last_success_timestamp_seconds"), success);
    assert_eq!(failed.of("rows{outcome=\"accepted\"}"), 2.0);
    assert_eq!(world.litter(), Vec::<String>::new());

    // A configuration that cannot be used is a run that failed, too.
    assert_eq!(world.ran("run --set window_months=0").0, 2);
    assert_eq!(world.metrics().of("last_run_exit_code"), 2.0);
}

#[test]
fn months_behind_count_from_the_newest_month_to_the_clock() {
    let world = World::new().with("input/orders.csv", "order_id,date,customer,amount\n1,2020-02-03,Oak,10\n");
    assert_eq!(world.ran("run").0, 0);
    // March 2020 to the month before this one; this test knows the calendar by itself.
    let days = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs() / 86_400;
    let since_2020 = (days as f64 - 18_262.0) / 30.436_875;
    let behind = world.metrics().of("months_behind");
    assert!((since_2020 - 2.0 - behind).abs() <= 1.1, "{behind} months behind, {since_2020} since 2020");
}

#[test]
fn a_first_run_that_fails_has_never_succeeded_and_knows_of_no_month() {
    let world = World::new().with("input/orders.csv", "colour\nred\n");
    assert_eq!(world.ran("run").0, 3);
    let metrics = world.metrics();
    assert_eq!(metrics.of("last_success_timestamp_seconds"), 0.0);
    assert!(!metrics.0.keys().any(|sample| sample.contains("rows") || sample.contains("behind")), "unknown is not zero");
}

#[test]
fn a_run_that_is_locked_out_or_has_no_folder_writes_none() {
    let world = World::new();
    assert_eq!(world.ran("run --set window_months=0").0, 2);
    assert!(!world.path("output").exists(), "a folder is not made for a metrics file");
    fs::create_dir(world.path("output")).unwrap();
    let lock = File::create(world.path("output/.keyaccount.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(world.ran("run").0, 75);
    assert_eq!(world.ran("run --set window_months=0").0, 2);
    assert!(!world.path("output/metrics.prom").exists());
    drop(lock);
    assert_eq!(world.ran("run --output input/out").0, 2);
    assert!(!world.path("input/out").exists());
}

#[test]
fn remains_of_a_killed_run_are_cleared() {
    let world = World::new();
    fs::create_dir_all(world.path("output/.doctor-7/old")).unwrap();
    let world = world.with("output/.metrics-7", "half");
    assert_eq!(world.ran("run").0, 0);
    assert_eq!(world.litter(), Vec::<String>::new());
}

#[test]
fn the_configuration_of_the_command_neither_changes_the_review_nor_stands_in_it() {
    let secret = "[after_run]\ncommand = [\"true\", \"https://example.org/?key=s3cr3t\"]\n";
    let world = World::new().with("own.toml", secret);
    assert_eq!(world.ran("run").0, 0);
    assert_eq!(world.ran("run --config own.toml --set doctor.free_mib=1").0, 0);
    assert_eq!(world.metrics().outcome(), [0.0, 1.0, 0.0]);
    assert_eq!(world.ran("run --config own.toml --force").0, 0);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(world.path("output/2026-05/review.xlsx")).unwrap();
    for (name, sheet) in calamine::Reader::worksheets(&mut book) {
        assert!(sheet.used_cells().all(|(.., cell)| !cell.to_string().contains("s3cr3t")), "{name}");
    }
}

/// The command's own view of the run, as a shell script that the test writes.
#[cfg(unix)]
mod command {
    use super::*;
    use std::time::{Duration, Instant};

    fn configured(command: &[&str], more: &str) -> String {
        format!("[after_run]\ncommand = {command:?}\n{more}\n")
    }

    #[test]
    fn it_gets_the_manifest_and_how_the_run_ended() {
        let script = "printf '%s\\n' \"$1\" \"$2\" \"$KEYACCOUNT_MANIFEST\" \"$KEYACCOUNT_FOLDER\" \"$KEYACCOUNT_MONTH\" \
            \"$KEYACCOUNT_EXIT\" \"$KEYACCOUNT_OUTCOME\" >> told; cat \"$1\" > seen; cat";
        let command = ["sh", "-c", script, "tell", "{manifest}", "{\"month\":\"{month}\"}"];
        let world = World::new().with("own.toml", &configured(&command, ""));
        assert_eq!(world.ran("run --config own.toml").0, 0);
        let told = || fs::read_to_string(world.path("told")).unwrap();
        let folder = world.path("output/2026-05");
        // The folder of the test may be reached by a link.
        let folder = [folder.clone(), folder.canonicalize().unwrap()].map(|f| f.display().to_string());
        let wanted =
            folder.map(|f| format!("{f}/run.json\n{{\"month\":\"2026-05\"}}\n{f}/run.json\n{f}\n2026-05\n0\npublished\n"));
        assert!(wanted.contains(&told()), "{}", told());
        let seen: Value = serde_json::from_str(&fs::read_to_string(world.path("seen")).unwrap()).unwrap();
        assert_eq!(seen["month"], "2026-05", "the folder is in place when the command is called");
        assert_eq!(world.metrics().calls(), [1.0, 0.0, 0.0]);

        // Not asked for after a run that changed nothing, nor after one that failed.
        let before = told();
        assert_eq!(world.ran("run --config own.toml").0, 0);
        assert_eq!(world.ran("run --config own.toml --month 2030-01").0, 3);
        assert_eq!((told(), world.metrics().calls()), (before, [0.0, 0.0, 0.0]));
    }

    #[test]
    fn it_is_told_of_failures_where_that_is_asked_for() {
        let script = "echo \"$KEYACCOUNT_OUTCOME $KEYACCOUNT_EXIT [$KEYACCOUNT_MANIFEST] $1\" >> told";
        let on = "on = [\"failed\", \"unchanged\"]";
        let world = World::new().with("own.toml", &configured(&["sh", "-c", script, "tell", "{outcome}"], on));
        for (arguments, code) in [("run", 0), ("run --month 2030-01", 3), ("run --month 2026-05", 0)] {
            assert_eq!(world.ran(&format!("{arguments} --config own.toml")).0, code);
        }
        let told = fs::read_to_string(world.path("told")).unwrap();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[0], "failed 3 [] failed");
        assert!(lines[1].starts_with("unchanged 0 [") && lines[1].ends_with("run.json] unchanged"), "{told}");
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn a_command_that_fails_is_told_and_spoils_nothing() {
        let script = "echo to whom it may concern; echo no route to host >&2; exit 7";
        let world = World::new().with("own.toml", &configured(&["sh", "-c", script], ""));
        let (code, err) = world.ran("run --quiet --log-format json --config own.toml");
        assert_eq!(code, 0, "{err}");
        let entry: Value = serde_json::from_str(err.lines().last().unwrap()).unwrap();
        assert_eq!((&entry["level"], &entry["how"]), (&Value::from("ERROR"), &Value::from("exit status: 7")));
        assert!(entry["said"].as_str().unwrap().ends_with("no route to host"), "{entry}");
        assert_eq!((world.metrics().calls(), world.metrics().outcome()), ([0.0, 1.0, 0.0], [1.0, 0.0, 0.0]));

        let world = World::new().with("own.toml", &configured(&["/no/such/program"], ""));
        let (code, err) = world.ran("run --config own.toml");
        assert!(code == 0 && err.contains("could not be started"), "{err}");
        assert_eq!(world.metrics().calls(), [0.0, 1.0, 0.0]);
    }

    #[test]
    fn a_command_that_hangs_is_ended_with_all_that_it_started() {
        // Deaf to the polite signal, with a child of its own that would write later on.
        let script = "trap '' TERM; (sleep 600; echo late > late) & echo $! > child; echo waiting; sleep 600; sleep 600";
        let world = World::new().with("own.toml", &configured(&["sh", "-c", script], "timeout_s = 2"));
        let begun = Instant::now();
        let (code, err) = world.ran("run --config own.toml");
        assert_eq!(code, 0, "{err}");
        assert!(err.contains("took too long") && err.contains("waiting"), "{err}");
        assert_eq!(world.metrics().calls(), [0.0, 0.0, 1.0]);
        let child = fs::read_to_string(world.path("child")).unwrap();
        while alive(&child) && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(!alive(&child), "what the command started is still there");
    }

    #[test]
    fn what_a_command_leaves_running_holds_nobody_up() {
        let world = World::new().with("own.toml", &configured(&["sh", "-c", "sleep 600 & echo $! > child"], "timeout_s = 300"));
        let mut run = keyaccount(world.0.path()).args(["run", "--config", "own.toml"]).stderr(Stdio::null()).spawn().unwrap();
        // Were it to wait for the pipe to close, this would wait for the sleeper's end.
        assert!(run.wait().unwrap().success());
        let child = fs::read_to_string(world.path("child")).unwrap();
        assert!(std::process::Command::new("kill").arg(child.trim()).status().unwrap().success(), "it was ended, though in time");
    }

    #[test]
    fn a_run_that_is_told_to_end_takes_its_command_along() {
        let script = "echo $$ > child; sleep 600; echo late > late";
        let world = World::new().with("own.toml", &configured(&["sh", "-c", script], "timeout_s = 600"));
        let arguments = ["run", "--quiet", "--config", "own.toml"];
        let mut run = keyaccount(world.0.path()).args(arguments).stdout(Stdio::null()).spawn().unwrap();
        let child = || fs::read_to_string(world.path("child")).unwrap_or_default();
        let begun = Instant::now();
        while !child().ends_with('\n') {
            assert!(begun.elapsed() < Duration::from_secs(120), "the command was not called");
            std::thread::sleep(Duration::from_millis(20));
        }
        let told = std::process::Command::new("kill").arg(run.id().to_string()).status().unwrap();
        assert!(told.success());
        assert_eq!(run.wait().unwrap().code(), Some(143));
        while alive(&child()) {
            assert!(begun.elapsed() < Duration::from_secs(240), "the command is still there");
            std::thread::sleep(Duration::from_millis(20));
        }
        // The month was published before the command was called, and stands.
        assert!(world.path("output/2026-05/run.json").is_file() && !world.path("late").exists());
        assert_eq!(world.litter(), Vec::<String>::new());
    }

    /// After months that were caught up with, a call for each.
    #[test]
    fn every_month_that_is_made_is_told() {
        let three = "order_id,date,customer,amount\n1,2026-03-04,Oak,8\n2,2026-04-04,Oak,8\n3,2026-05-04,Oak,8\n";
        let world = World::new().with("input/orders.csv", three);
        let world = world.with("own.toml", &configured(&["sh", "-c", "echo \"$1\" >> told", "tell", "{month} {outcome}"], ""));
        assert_eq!(world.ran("run --month 2026-03").0, 0);
        assert_eq!(world.ran("run --catch-up --config own.toml").0, 0);
        assert_eq!(fs::read_to_string(world.path("told")).unwrap(), "2026-04 published\n2026-05 published\n");
        assert_eq!((world.metrics().calls(), world.metrics().outcome()), ([2.0, 0.0, 0.0], [1.0, 0.0, 0.0]));
    }

    /// Whether a process runs. One that ended may stand in the list until somebody asks for it: then it is a zombie.
    fn alive(id: &str) -> bool {
        let state = std::process::Command::new("ps").args(["-o", "stat=", "-p", id.trim()]).output().unwrap().stdout;
        !state.is_empty() && !state.starts_with(b"Z")
    }

    /// The page of operations has a script for mail: it is run as it stands there, with a sendmail of the test's own.
    #[test]
    fn the_documented_mail_says_where_the_review_lies_or_that_there_is_none() {
        use std::os::unix::fs::PermissionsExt;
        for page in ["operations.md", "operations.zh.md"] {
            let text = fs::read_to_string(root().join("docs").join(page)).unwrap();
            let script = text.split("```sh\n").find(|block| block.starts_with("#!/bin/sh")).unwrap();
            let script = script.split("```").next().unwrap();
            let world = World::new();
            let sendmail = format!("sh -c 'cat >> {}'", world.path("mail").display());
            assert!(script.contains("| /usr/sbin/sendmail -t\n"));
            fs::write(world.path("tell"), script.replace("/usr/sbin/sendmail -t", &sendmail)).unwrap();
            fs::set_permissions(world.path("tell"), fs::Permissions::from_mode(0o755)).unwrap();
            let tell = world.path("tell").display().to_string();
            let world = world.with("own.toml", &configured(&[&tell, "{manifest}"], "on = [\"published\", \"failed\"]"));
            assert_eq!(world.ran("run --config own.toml --month 2030-01").0, 3);
            assert_eq!(world.ran("run --config own.toml").0, 0);
            let mails = fs::read_to_string(world.path("mail")).unwrap();
            let subjects: Vec<&str> = mails.lines().filter(|line| line.starts_with("Subject: ")).collect();
            let wanted = ["failed (failed)", "2026-05 (published)"].map(|end| format!("Subject: Key-account review {end}"));
            assert_eq!(subjects, wanted);
            let (failed, published) = mails.split_at(mails.rfind("To: ").unwrap());
            assert!(failed.contains(" 3") && failed.contains(page), "{failed}");
            assert!(published.contains("output/2026-05\n"), "{published}");
        }
    }

    #[test]
    fn it_may_call_this_program_since_the_lock_is_free() {
        let again = [env!("CARGO_BIN_EXE_keyaccount"), "run", "--month", "2026-05", "--config", "own.toml"];
        // After the inner run the command would be called again, and again: it is not.
        let world = World::new().with("own.toml", &configured(&again, "on = [\"published\", \"unchanged\"]"));
        let (code, err) = world.ran("run --config own.toml");
        assert_eq!(code, 0, "{err}");
        // The inner run was the last one: the outer one leaves its metrics alone.
        assert_eq!(world.metrics().outcome(), [0.0, 1.0, 0.0]);
    }
}
