//! Nights without anyone watching: runs that are killed, told to end, or find the disk full, two runs at once, months to catch
//! up with and to remove. Always with the real program, and always the old month or the new one.
//!
//! `KEYACCOUNT_KILLS=200 cargo test --test suite nightly::` kills at as many points and lets the next run recover after every one.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::common::{keyaccount, manifest, tree};

type Tree = BTreeMap<String, Vec<u8>>;

/// Orders of March to May 2026, so many a month; `step` makes one input differ from another.
fn orders(months: &[&str], each: usize, step: usize) -> String {
    let mut text = "order_id,date,customer,amount,due_on,paid_on\n".to_owned();
    for month in months {
        for n in 0..each {
            let (day, customer) = (n % 27 + 1, n % 40);
            text += &format!("SO-{month}-{n},{month}-{day:02},Customer {customer} Ltd.,{}.50,{month}-28,\n", 100 + n * step);
        }
    }
    text
}

const MONTHS: [&str; 3] = ["2026-03", "2026-04", "2026-05"];

/// A folder of its own to run in; the output may lie elsewhere.
struct World {
    folder: TempDir,
    output: PathBuf,
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl World {
    fn new(orders: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = World { output: folder.path().join("output"), folder };
        fs::create_dir(world.path("input")).unwrap();
        world.input(orders);
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts another input in place, as a copy that is complete before it is seen.
    fn input(&self, orders: &str) {
        fs::write(self.path("next"), orders).unwrap();
        fs::rename(self.path("next"), self.path("input/orders.csv")).unwrap();
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = keyaccount(self.folder.path());
        command.args(arguments.split_whitespace()).arg("--output").arg(&self.output);
        command
    }

    fn ran(&self, arguments: &str) -> Ran {
        Ran::of(&self.command(arguments).output().unwrap())
    }

    fn done(&self, arguments: &str) -> Ran {
        let ran = self.ran(arguments);
        assert_eq!(ran.code, 0, "{arguments}: {}", ran.err);
        ran
    }

    fn spawn(&self, arguments: &str) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn month(&self, month: &str) -> PathBuf {
        self.output.join(month)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.output).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Everything there is: these months, the lock file, the cache and, once a run has ended, the metrics.
    fn holds_only(&self, months: &[&str], when: &str) {
        let wanted: Vec<&str> = [".keyaccount.lock"].into_iter().chain(months.iter().copied()).collect();
        let mut names = self.names();
        names.retain(|name| !["metrics.prom", ".cache"].contains(&name.as_str()));
        assert_eq!(names, wanted, "{when}");
    }

    /// The month's files, after a look at every hash its manifest states.
    fn whole(&self, month: &str, when: &str) -> Tree {
        let stated = manifest(&self.month(month));
        let files = tree(&self.month(month));
        let outputs = stated["outputs"].as_array().unwrap();
        assert_eq!(outputs.len() + 1, files.len(), "{when}: as many files as the manifest states, and itself");
        for output in outputs {
            let name = output["file"].as_str().unwrap();
            let sha: String = Sha256::digest(&files[name]).iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(output["sha256"], sha.as_str(), "{when}: {name}");
        }
        files
    }

    fn status(&self) -> Vec<Value> {
        let json: Value = serde_json::from_str(&self.done("status --format json").out).unwrap();
        json["months"].as_array().unwrap().clone()
    }

    fn states(&self) -> Vec<String> {
        let word = |m: &Value| format!("{} {}", m["month"].as_str().unwrap(), m["state"].as_str().unwrap());
        self.status().iter().map(word).collect()
    }
}

impl Ran {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Ran { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

/// Two inputs and the month that each gives.
struct Twins {
    world: World,
    inputs: [String; 2],
    months: [Tree; 2],
    /// How long a whole run takes here, to spread points over it.
    takes: Duration,
}

impl Twins {
    fn new() -> Self {
        let inputs = [1, 3].map(|step| orders(&MONTHS[1..], 120, step));
        let world = World::new(&inputs[1]);
        world.done("run --quiet");
        let second = world.whole("2026-05", "the second twin");
        world.input(&inputs[0]);
        let begun = Instant::now();
        world.done("run --quiet");
        let takes = begun.elapsed();
        let first = world.whole("2026-05", "the first twin");
        assert!(first != second);
        Twins { world, inputs, months: [first, second], takes }
    }

    /// Old or new, nothing else; which of the two.
    fn is_one(&self, when: &str) -> usize {
        let now = self.world.whole("2026-05", when);
        self.months
            .iter()
            .position(|month| *month == now)
            .unwrap_or_else(|| panic!("{when}: neither the old month nor the new one"))
    }

    /// The next run makes the month of this input, and leaves nothing else.
    fn recovers(&self, input: usize, when: &str) {
        self.world.done("run --quiet");
        assert_eq!(self.is_one(when), input, "{when}: the next run recovers");
        self.world.holds_only(&["2026-05"], when);
    }

    /// Waits for a point of a run: a share of its time, or the moment at which so many files are staged. Ends early where
    /// the run does.
    fn wait_for(&self, child: &mut Child, point: usize, of: usize) {
        let (begun, by_time) = (Instant::now(), point.is_multiple_of(2));
        let share = self.takes.mul_f64((point as f64 + 0.5) / of as f64);
        while child.try_wait().unwrap().is_none() {
            let reached = if by_time { begun.elapsed() >= share } else { self.staged() > point * 40 / of };
            if reached {
                return;
            }
            sleep(Duration::from_micros(if by_time { 500 } else { 20 }));
        }
    }

    /// Files in the folder that is being written; 0 where there is none.
    fn staged(&self) -> usize {
        let count = |folder: &Path| fs::read_dir(folder).map_or(0, Iterator::count);
        let entries = fs::read_dir(&self.world.output).into_iter().flatten().flatten();
        let staging = entries.map(|e| e.path()).find(|p| p.file_name().unwrap().to_string_lossy().starts_with(".staging-"));
        staging.map_or(0, |folder| 1 + count(&folder) + count(&folder.join("charts")) + count(&folder.join("tables")))
    }
}

fn kills() -> usize {
    std::env::var("KEYACCOUNT_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(24)
}

/// Half of the points are spread over the time of a run, and half over the files it stages.
#[test]
fn a_run_that_is_killed_anywhere_leaves_the_old_month_or_the_new_one() {
    let twins = Twins::new();
    let (points, mut litter, mut renewed) = (kills(), 0, 0);
    for point in 0..points {
        let when = format!("killed at point {point} of {points}");
        let was = twins.is_one(&when);
        let wanted = 1 - was;
        twins.world.input(&twins.inputs[wanted]);
        let mut child = twins.world.spawn("run --quiet");
        twins.wait_for(&mut child, point, points);
        let _ = child.kill();
        child.wait().unwrap();
        renewed += usize::from(twins.is_one(&when) == wanted);
        litter += usize::from(twins.world.names().len() > 2);
        // A killed run's successor may be killed as well: in the short test three of four are.
        if points > 100 || point % 4 == 3 {
            twins.recovers(wanted, &when);
        }
    }
    println!("killed at {points} points: {renewed} had published, {litter} left something for the next run to clear");
    assert!(litter > 0, "no point met a run that was writing");
}

#[test]
fn two_runs_at_once_and_one_of_them_killed() {
    let twins = Twins::new();
    let points = kills() / 6;
    for point in 0..points {
        let when = format!("two runs, killed at point {point}");
        let wanted = 1 - twins.is_one(&when);
        twins.world.input(&twins.inputs[wanted]);
        let mut one = twins.world.spawn("run --quiet --wait 120");
        let other = twins.world.spawn("run --quiet --wait 120");
        twins.wait_for(&mut one, point, points);
        let _ = one.kill();
        one.wait().unwrap();
        assert_eq!(other.wait_with_output().unwrap().status.code(), Some(0), "{when}");
        assert_eq!(twins.is_one(&when), wanted, "{when}");
        twins.world.holds_only(&["2026-05"], &when);
    }
    // Without patience one of them is turned away, unless it came when the other was through.
    let pair = [0, 1].map(|_| twins.world.spawn("run --quiet --force"));
    let codes = pair.map(|child| child.wait_with_output().unwrap().status.code());
    assert!(codes.contains(&Some(0)) && codes.iter().all(|code| matches!(code, Some(0 | 75))), "{codes:?}");
    twins.is_one("two runs");
    twins.world.holds_only(&["2026-05"], "two runs");
}

#[cfg(unix)]
mod signals {
    use super::*;
    use rustix::process::{Pid, Signal, kill_process};

    /// Asked to end, a run ends by itself, says so in its exit code, and leaves nothing for the next one.
    #[test]
    fn a_run_that_is_told_to_end_clears_up_at_once() {
        let twins = Twins::new();
        let (points, mut interrupted) = (kills() / 2, 0);
        for point in 0..points {
            let (signal, code) = if point % 3 == 0 { (Signal::INT, 130) } else { (Signal::TERM, 143) };
            let when = format!("interrupted at point {point} of {points}");
            let wanted = 1 - twins.is_one(&when);
            twins.world.input(&twins.inputs[wanted]);
            let mut child = twins.world.spawn("run --quiet");
            sleep(Duration::from_millis(50));
            twins.wait_for(&mut child, point, points);
            let _ = kill_process(Pid::from_child(&child), signal);
            let ended = child.wait().unwrap();
            // Before it watches for signals it ends as any other program does, with nothing begun.
            let at_once = std::os::unix::process::ExitStatusExt::signal(&ended).is_some();
            assert!(at_once || ended.code() == Some(code) || ended.success(), "{when}: {ended:?}");
            interrupted += usize::from(ended.code() == Some(code));
            twins.is_one(&when);
            twins.world.holds_only(&["2026-05"], &when);
        }
        assert!(interrupted > 0, "none of {points} was interrupted while it worked");
    }

    #[test]
    fn one_that_waits_for_the_lock_ends_as_well() {
        let world = World::new(&orders(&MONTHS[2..], 3, 1));
        world.done("run --quiet");
        let lock = File::create(world.output.join(".keyaccount.lock")).unwrap();
        lock.lock().unwrap();
        let child = world.spawn("prune --keep 1 --wait 600");
        sleep(Duration::from_millis(300));
        kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(143));
    }

    /// The process that reads an untrusted file goes with the run that started it, however that ends.
    #[cfg(target_os = "linux")]
    #[test]
    fn no_reading_process_is_left_behind() {
        let row = "<tr><td>1</td><td>2026-05-01</td><td>Customer Ltd.</td><td>10</td></tr>\n";
        let page = format!("<html><table><tr><td>order_id</td></tr>{}</table></html>", row.repeat(60_000));
        for signal in [Signal::TERM, Signal::KILL] {
            let world = World::new(&orders(&MONTHS[2..], 3, 1));
            fs::write(world.path("input/page.xls"), &page).unwrap();
            let mut run = world.spawn("run --quiet");
            let reader = loop {
                if let Some(reader) = child_of(run.id()) {
                    break reader;
                }
                assert!(run.try_wait().unwrap().is_none(), "no reading process was seen");
            };
            kill_process(Pid::from_child(&run), signal).unwrap();
            run.wait().unwrap();
            let mut patience = 1000;
            while Path::new(&format!("/proc/{reader}/exe")).exists() {
                patience -= 1;
                assert!(patience > 0, "the reading process lives on");
                sleep(Duration::from_millis(10));
            }
            world.holds_only(&[], "nothing was published");
        }
    }

    #[cfg(target_os = "linux")]
    fn child_of(parent: u32) -> Option<u32> {
        // A large file is read on a thread of its own, whose child it is.
        let threads = fs::read_dir(format!("/proc/{parent}/task")).ok()?.flatten();
        let children: String = threads.filter_map(|t| fs::read_to_string(t.path().join("children")).ok()).collect();
        let reader = children.split_whitespace().next()?.parse().ok()?;
        // It has begun to be what it is to become.
        let words = fs::read_to_string(format!("/proc/{reader}/cmdline")).ok()?;
        words.contains("read-file").then_some(reader)
    }
}

/// File systems of the test's own. Mounting one takes an account that may.
#[cfg(target_os = "linux")]
mod mounted {
    use super::*;

    struct Mount(PathBuf);

    impl Mount {
        fn new(at: &Path, options: &str) -> Option<Self> {
            fs::create_dir_all(at).unwrap();
            let mount = Mount(at.to_owned());
            if mount.does("mount", &["-t", "tmpfs", "-o", options, "tmpfs"]) { Some(mount) } else { None }
        }

        fn again(&self, options: &str) {
            assert!(self.does("mount", &["-o", &format!("remount,{options}")]), "{options}");
        }

        fn does(&self, program: &str, arguments: &[&str]) -> bool {
            Command::new(program).args(arguments).arg(&self.0).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
        }
    }

    impl Drop for Mount {
        fn drop(&mut self) {
            self.does("umount", &["-l"]);
        }
    }

    /// A world whose output is a file system of its own, with the first twin's month in it.
    fn small(twins: &Twins, options: &str) -> Option<(World, Mount)> {
        let mut world = World::new(&twins.inputs[0]);
        world.output = world.path("small");
        let Some(mount) = Mount::new(&world.output, options) else {
            println!("skipped: this account may not mount a file system");
            return None;
        };
        world.done("run --quiet");
        Some((world, mount))
    }

    #[test]
    fn a_full_disk_leaves_the_old_month_and_no_litter() {
        let twins = Twins::new();
        // The metrics are one file of one page.
        let pages: usize = 1 + twins.months[0].values().map(|bytes| bytes.len().div_ceil(4096)).sum::<usize>();
        let files = 1 + twins.months[0].len();
        let Some((world, mount)) = small(&twins, "size=64m") else { return };
        for step in 0..10 {
            // Room for the old month and a part of the new one: of its bytes, or of its names.
            let full = match step % 5 {
                4 => format!("size=64m,nr_inodes={}", files + 6 + step * 3),
                _ => format!("size={}k", 4 * (pages + pages * step / 11)),
            };
            let (old, new) = (step % 2, 1 - step % 2);
            mount.again(&full);
            world.input(&twins.inputs[new]);
            let ran = world.ran(if step == 3 { "run --quiet --catch-up" } else { "run --quiet" });
            assert_eq!(ran.code, 4, "{full}: {}", ran.err);
            assert!(ran.err.contains(".staging-2026-05-") && ran.err.contains("No space left"), "{full}: {}", ran.err);
            assert!(world.whole("2026-05", &full) == twins.months[old], "{full}: the old month stands");
            world.holds_only(&["2026-05"], &full);
            mount.again("size=64m,nr_inodes=10000");
            world.done("run --quiet");
            assert!(world.whole("2026-05", &full) == twins.months[new], "{full}: the next run recovers");
            world.holds_only(&["2026-05"], &full);
        }
    }

    #[test]
    fn a_disk_that_may_only_be_read_leaves_the_old_month() {
        let twins = Twins::new();
        let Some((world, mount)) = small(&twins, "size=64m") else { return };
        mount.again("ro");
        world.input(&twins.inputs[1]);
        for arguments in ["run --quiet", "prune --keep 1"] {
            let ran = world.ran(arguments);
            assert_eq!(ran.code, 4, "{arguments}: {}", ran.err);
            assert!(ran.err.contains("small"), "the path is named: {}", ran.err);
        }
        assert_eq!(world.states(), ["2026-05 stale"], "status writes nothing");
        mount.again("rw");
        world.holds_only(&["2026-05"], "read-only");
        assert!(world.whole("2026-05", "read-only") == twins.months[0]);
    }
}

#[test]
fn what_dead_runs_left_is_cleared_by_whoever_comes_next() {
    let world = World::new(&orders(&MONTHS, 5, 1));
    world.done("run --quiet");
    let litter = |month: &str| {
        for name in [".staging-2026-05-1", ".staging-2019-01-4294967", ".pruned-2024-02-3"] {
            fs::create_dir_all(world.output.join(name).join("charts")).unwrap();
            fs::write(world.output.join(name).join("charts/x.png"), "half").unwrap();
        }
        fs::write(world.output.join(".metrics.prom-17"), "half").unwrap();
        // Killed between the two renames of a system that cannot exchange folders.
        fs::rename(world.month(month), world.output.join(format!(".old-{month}-7"))).unwrap();
    };
    let before = world.whole("2026-05", "before");
    litter("2026-05");
    assert!(world.done("run --quiet").out.contains("nothing has changed"), "the old month came back as it was");
    assert!(world.whole("2026-05", "after") == before);
    world.holds_only(&["2026-05"], "after a run");
    litter("2026-05");
    world.done("prune --keep 1 --dry-run");
    assert!(!world.month("2026-05").exists(), "a dry run touches nothing");
    fs::rename(world.output.join(".old-2026-05-7"), world.month("2026-05")).unwrap();
    world.done("prune --keep 1");
    world.holds_only(&["2026-05"], "after pruning");
}

#[test]
fn catching_up_is_one_run_for_each_month_and_reads_the_input_once() {
    let (world, single) = (World::new(&orders(&MONTHS[..1], 30, 1)), World::new(&orders(&MONTHS[..1], 30, 1)));
    // Nothing is published: there is nothing to catch up with, and the newest month is made.
    world.done("run --quiet --catch-up");
    world.holds_only(&["2026-03"], "the first night");
    single.done("run --quiet");
    // May has no order; March grows by one that came late.
    let months = ["2026-03", "2026-04", "2026-06"];
    let later = orders(&months, 30, 1) + "SO-late,2026-03-30,Late Ltd.,7.00,2026-04-30,\n";
    for world in [&world, &single] {
        world.input(&later);
    }
    let ran = world.done("run --catch-up");
    let told: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("2026-")).collect();
    assert_eq!(told.len(), 2, "{}", ran.out);
    assert!(told[0].starts_with("2026-04: written") && told[1].starts_with("2026-06: written"), "{}", ran.out);
    assert_eq!(ran.err.matches("stage=\"clean\"").count(), 1, "the input is read once: {}", ran.err);
    for month in ["2026-04", "2026-06"] {
        single.done(&format!("run --quiet --month {month}"));
        assert!(world.whole(month, "caught up") == single.whole(month, "alone"), "{month}: the same bytes");
    }
    assert_eq!(world.states(), ["2026-06 current", "2026-05 missing", "2026-04 current", "2026-03 stale"]);
    let again = world.done("run --catch-up --format json");
    let json: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((&json["months"][0]["month"], &json["months"][0]["unchanged"]), (&"2026-06".into(), &true.into()));
    // With nothing missing a changed input makes the newest month anew, and no other.
    world.input(&orders(&months, 30, 2));
    let ran = world.done("run --quiet --catch-up");
    assert!(ran.out.starts_with("2026-06: written") && ran.out.matches("written").count() == 1, "{}", ran.out);
    assert_eq!(world.ran("run --catch-up --month 2026-04").code, 2);
}

#[test]
fn a_month_that_fails_ends_the_catching_up_with_the_earlier_ones_published() {
    let world = World::new(&orders(&["2026-02"], 5, 1));
    world.done("run --quiet");
    world.input(&orders(&["2026-02", "2026-03", "2026-04", "2026-05"], 5, 1));
    fs::create_dir(world.month("2026-04")).unwrap();
    fs::write(world.month("2026-04").join("notes.txt"), "mine").unwrap();
    let ran = world.ran("run --quiet --catch-up --format json");
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("2026-04"), "{}", ran.err);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["months"].as_array().unwrap().len(), 1);
    assert_eq!(json["months"][0]["month"], "2026-03");
    world.whole("2026-03", "before the one that failed");
    world.holds_only(&["2026-02", "2026-03", "2026-04"], "none after it");
    assert_eq!(world.states()[..2], ["2026-05 missing", "2026-04 foreign"]);
}

#[test]
fn status_tells_what_has_changed_and_writes_nothing() {
    let world = World::new(&orders(&MONTHS, 5, 1));
    assert!(world.status().is_empty() && !world.output.exists(), "an output that is not there is not made");
    for month in MONTHS {
        world.done(&format!("run --quiet --month {month}"));
    }
    assert_eq!(world.states(), ["2026-05 current", "2026-04 current", "2026-03 current"]);
    let lock = File::create(world.output.join(".keyaccount.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(world.states().len(), 3, "status needs no lock");
    assert_eq!(world.ran("prune --keep 1").code, 75, "pruning does");
    drop(lock);

    // One file changes, one comes; an output is edited; a manifest is of another version, another of another month.
    world.input(&orders(&MONTHS, 5, 2));
    fs::write(world.path("input/more.csv"), "order_id,date,customer,amount\nX,2026-05-02,New Ltd.,1\n").unwrap();
    let states = world.status();
    assert_eq!(
        states[0]["changes"]["inputs"],
        serde_json::json!({"added": ["more.csv"], "changed": ["orders.csv"], "removed": []})
    );
    assert_eq!((&states[0]["state"], &states[0]["changes"]["config"]), (&"stale".into(), &false.into()));
    fs::remove_file(world.month("2026-05").join("review.xlsx")).unwrap();
    fs::write(world.month("2026-05").join("tables/rejects.csv"), "edited").unwrap();
    let stated = world.month("2026-04").join("run.json");
    let text = fs::read_to_string(&stated).unwrap().replace("\"tool_version\": \"", "\"tool_version\": \"9.");
    fs::write(&stated, text).unwrap();
    fs::rename(world.month("2026-03"), world.month("2026-02")).unwrap();
    assert_eq!(world.states(), ["2026-05 damaged", "2026-04 other_version", "2026-02 foreign"]);
    let changes = &world.status()[0]["changes"];
    assert_eq!(changes["outputs"], serde_json::json!({"changed": ["tables/rejects.csv"], "removed": ["review.xlsx"]}));
    assert_eq!(changes["month_before"], true, "its manifest is another");
    let plain = world.done("status").out;
    assert!(plain.starts_with("2026-05\tdamaged\tmissing in its folder: review.xlsx; changed in its folder: "), "{plain}");
    let other = world.done("status --set window_months=6 --format json").out;
    assert!(other.contains("\"config\": true"), "{other}");
    assert_eq!(world.ran("status --input nowhere").code, 3);
}

#[test]
fn pruning_removes_the_oldest_that_we_wrote_and_makes_no_month_stale() {
    let world = World::new(&orders(&MONTHS, 5, 1));
    assert_eq!(world.ran("prune --keep 2").code, 4, "an output that is not there is a slip of the pen");
    assert!(!world.output.exists());
    for month in MONTHS {
        world.done(&format!("run --quiet --month {month}"));
    }
    fs::create_dir(world.month("2020-01")).unwrap();
    let dry = world.done("prune --keep 1 --dry-run");
    assert_eq!(dry.out, "2026-03: would be removed\n2026-04: would be removed\n");
    world.holds_only(&["2020-01", "2026-03", "2026-04", "2026-05"], "a dry run");
    fs::write(world.month("2026-03").join("note.txt"), "mine").unwrap();
    let pruned = world.done("prune --keep 1");
    assert_eq!(pruned.out, "2026-03: stays, since keyaccount did not write what is in it: note.txt\n2026-04: removed\n");
    world.holds_only(&["2020-01", "2026-03", "2026-05"], "pruned");
    assert!(world.done("run --quiet").out.contains("nothing has changed"), "the month that is kept stands");
    let json: Value = serde_json::from_str(&world.done("prune --keep 1 --format json").out).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"dry_run": false, "removed": [], "left": [{"month": "2026-03", "strange": ["note.txt"]}]})
    );
    assert_eq!(world.done("prune --keep 2").out, "nothing to remove\n");
}

#[test]
fn what_somebody_did_to_the_folder_is_put_right_and_what_stands_is_not_touched() {
    let world = World::new(&orders(&MONTHS, 20, 1));
    world.done("run --quiet");
    let made = world.whole("2026-05", "made");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    let mut stamped = Vec::new();
    for name in made.keys() {
        let file = File::options().append(true).open(world.month("2026-05").join(name)).unwrap();
        file.set_modified(long_ago).unwrap();
        stamped.push(world.month("2026-05").join(name));
    }
    world.done("run --quiet");
    for path in &stamped {
        assert_eq!(fs::metadata(path).unwrap().modified().unwrap(), long_ago, "{}", path.display());
    }
    let spoilt = |spoil: &dyn Fn(&Path)| {
        spoil(&world.month("2026-05").join("tables/customers.csv"));
        assert!(world.done("run --quiet").out.contains("written"));
        assert!(world.whole("2026-05", "put right") == made);
    };
    spoilt(&|path| fs::remove_file(path).unwrap());
    // As long as it was.
    spoilt(&|path| fs::write(path, fs::read_to_string(path).unwrap().replace('1', "2")).unwrap());
    spoilt(&|path| fs::write(path, "").unwrap());
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    // Large enough to be read on a thread of its own where there may be two.
    let world = World::new(&orders(&MONTHS[2..], 20_000, 1));
    assert!(fs::metadata(world.path("input/orders.csv")).unwrap().len() > 1 << 20);
    let made: Vec<Tree> = (0..4)
        .map(|threads| {
            fs::write(world.path("own.toml"), format!("[machine]\nthreads = {threads}\n")).unwrap();
            world.done("run --quiet --force --config own.toml");
            world.whole("2026-05", &format!("{threads} threads"))
        })
        .collect();
    assert!(made.windows(2).all(|pair| pair[0] == pair[1]));
    // Nor is the month another one for it.
    assert!(world.done("run --quiet --set machine.threads=7").out.contains("nothing has changed"));
}

/// 24 files of a year's orders, one of them an older state of itself each time.
#[test]
fn with_the_cache_or_without_it_the_bytes_are_the_same() {
    let world = World::new("order_id,date,customer,amount\n");
    fs::remove_file(world.path("input/orders.csv")).unwrap();
    let months = |n: usize| format!("2026-{:02}", n % 12 + 1);
    let write = |n: usize, step: usize| {
        fs::write(world.path(&format!("input/{n:02}.csv")), orders(&[&months(n)], 300, step).replace("SO-", &format!("SO-{n}-")))
            .unwrap();
    };
    (0..24).for_each(|n| write(n, 1));
    let kept = |world: &World| fs::read_dir(world.output.join(".cache")).map_or(0, |entries| entries.flatten().count());
    let without = |when: &str| {
        world.done("run --quiet --force --set cache.max_mib=0");
        world.whole("2026-12", when)
    };
    let cold = without("cold");
    assert_eq!(kept(&world), 0);
    world.done("run --quiet --force");
    assert_eq!((kept(&world), world.whole("2026-12", "kept")), (24, cold.clone()));
    for (n, threads) in [(7, 0), (23, 1), (0, 2)] {
        // A file that changes: all others are as they were kept.
        write(n, 2 + threads);
        let ran = world.done(&format!("run -v --set machine.threads={threads}"));
        assert!(ran.err.contains("kept=23") && ran.err.contains("read=1"), "{}", ran.err);
        let warm = world.whole("2026-12", "warm");
        assert_eq!(warm, without("anew"), "file {n} changed");
        assert_ne!(warm, cold);
    }
    // What is damaged, cut short or gone is read anew, and said.
    let mut drafts: Vec<PathBuf> = fs::read_dir(world.output.join(".cache")).unwrap().map(|e| e.unwrap().path()).collect();
    drafts.sort();
    fs::write(&drafts[0], "damaged").unwrap();
    fs::write(&drafts[1], &fs::read(&drafts[1]).unwrap()[..100]).unwrap();
    fs::remove_file(&drafts[2]).unwrap();
    write(5, 9);
    let ran = world.done("run -v");
    assert!(ran.code == 0 && !ran.out.contains("nothing has changed"), "{}", ran.out);
    assert_eq!(world.whole("2026-12", "mended"), without("at last"));
    // Commands that write nothing do not begin to.
    fs::remove_dir_all(world.output.join(".cache")).unwrap();
    world.done("check --fail-on never");
    assert_eq!(kept(&world), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_and_processors_are_bounded_as_configured() {
    let world = World::new(&orders(&MONTHS[2..], 5, 1));
    world.done("run --quiet --set machine.memory_mib=1024");
    let lock = File::create(world.output.join(".keyaccount.lock")).unwrap();
    lock.lock().unwrap();
    let mut child = world.spawn("run --quiet --wait 600 --set machine.memory_mib=600 --set machine.threads=1");
    let field = |file: &str, name: &str, nth: usize| {
        let text = fs::read_to_string(format!("/proc/{}/{file}", child.id())).unwrap();
        text.lines().find_map(|l| l.strip_prefix(name)).unwrap().split_whitespace().nth(nth).unwrap().to_owned()
    };
    let bounds = || (field("limits", "Max address space", 0), field("status", "Cpus_allowed_list:", 0));
    let bounded =
        |(memory, processors): &(String, String)| *memory == (600 << 20).to_string() && processors.parse::<u32>().is_ok();
    let mut patience = 1000;
    while !bounded(&bounds()) {
        patience -= 1;
        assert!(patience > 0, "{:?}", bounds());
        sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    for nonsense in ["machine.memory_mib=10", "machine.threads=5000"] {
        assert_eq!(world.ran(&format!("run --set {nonsense}")).code, 2, "{nonsense}");
    }
}
