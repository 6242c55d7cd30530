//! The schedules that are shipped in `config/`: each starts the program with arguments that it knows, and those that this machine
//! can run are run.

use std::collections::BTreeSet;
use std::fs;

use crate::common::{keyaccount, root};

/// What every schedule asks for.
const WANTED: [&str; 7] = ["run", "--catch-up", "--wait", "600", "--no-progress", "--log-format", "json"];

fn shipped(name: &str) -> String {
    fs::read_to_string(root().join("config").join(name)).unwrap()
}

#[test]
fn every_schedule_starts_the_program_with_arguments_that_it_knows() {
    let folder = tempfile::tempdir().unwrap();
    // With --help nothing runs; an argument that is not known is refused all the same.
    let understood = keyaccount(folder.path()).args(WANTED).arg("--help").output().unwrap();
    assert!(understood.status.success(), "{}", String::from_utf8_lossy(&understood.stderr));
    let listed = |before: &str, quote: &str, after: &str| {
        let arguments: Vec<String> = WANTED.iter().map(|argument| format!("{quote}{argument}{quote}")).collect();
        format!("{before}{}{after}", arguments.join(", "))
    };
    let spoken = WANTED.join(" ");
    for (file, wanted) in [
        ("keyaccount.service", format!("\nExecStart=/usr/local/bin/keyaccount {spoken}\n")),
        ("keyaccount.cron", format!("/usr/local/bin/keyaccount {spoken} >>")),
        ("keyaccount-task.xml", format!("keyaccount.exe\" {spoken} &gt;&gt;")),
        ("keyaccount_dag.py", listed("command = [PROGRAM, ", "\"", "]\n")),
        ("Containerfile", listed("\nCMD [", "\"", "]\n")),
        ("cronjob.yaml", listed("args: [", "", "]\n").replace("600", "\"600\"")),
    ] {
        assert!(shipped(file).contains(&wanted), "{file} does not say {wanted:?}");
    }
}

/// The shipped line as cron runs it: by `sh`, with next to nothing in its environment.
#[cfg(unix)]
#[test]
fn the_line_for_cron_publishes_and_speaks_only_of_failures() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["input", "log"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    let cron = shipped("keyaccount.cron");
    let line = cron.lines().last().unwrap();
    assert!(!line.contains('%'), "cron would end the line there");
    let fields: Vec<&str> = line.splitn(7, ' ').collect();
    assert_eq!(fields[..6], ["30", "2", "*", "*", "*", "keyaccount"]);
    let command = fields[6]
        .replace("/srv/keyaccount", &format!("'{}'", folder.path().display()))
        .replace("/usr/local/bin/keyaccount", &format!("'{}'", env!("CARGO_BIN_EXE_keyaccount")));
    let run = || {
        let variables = ["PATH=/usr/bin:/bin", "SHELL=/bin/sh", "HOME=/", "LOGNAME=keyaccount"];
        let output = std::process::Command::new("env").arg("-i").args(variables).args(["sh", "-c", &command]).output().unwrap();
        assert_eq!(output.stderr, b"");
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let (_, said) = run();
    assert_eq!(said, "keyaccount ended with exit code 3: see log/keyaccount.log\n");
    fs::write(folder.path().join("input/orders.csv"), "order_id,date,customer,amount\nSO-1,2026-05-04,Oak,800.00\n").unwrap();
    assert_eq!(run(), (true, String::new()));
    assert!(folder.path().join("output/2026-05/run.json").is_file());
    assert!(fs::read_to_string(folder.path().join("log/runs.txt")).unwrap().starts_with("2026-05: written to output/2026-05\n"));
    let log = fs::read_to_string(folder.path().join("log/keyaccount.log")).unwrap();
    assert!(log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
}

/// Names with what they stand for.
type Pairs = Vec<(String, String)>;

/// Elements with their text, by their path from the root, and the attributes of the root.
fn elements(xml: &str) -> (Pairs, Pairs) {
    use quick_xml::Reader;
    use quick_xml::escape::unescape;
    use quick_xml::events::Event;

    let mut reader = Reader::from_str(xml);
    reader.config_mut().trim_text(true);
    let (mut path, mut found, mut attributes) = (Vec::<String>::new(), Pairs::new(), Pairs::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                if path.len() == 1 {
                    attributes = start
                        .attributes()
                        .map(|a| a.unwrap())
                        .map(|a| (a.key.as_ref().to_owned(), a.value.to_string()))
                        .collect();
                }
                found.push((path.join("/"), String::new()));
            }
            Event::Text(words) => {
                if let Some((_, inner)) = found.last_mut() {
                    *inner += &words;
                }
            }
            Event::GeneralRef(name) => found.last_mut().unwrap().1 += &unescape(&format!("&{};", &*name)).unwrap(),
            Event::End(_) => {
                path.pop();
            }
            Event::Eof => return (found, attributes),
            _ => {}
        }
    }
}

#[test]
fn the_windows_task_has_what_its_schema_asks_for() {
    let xml = shipped("keyaccount-task.xml");
    assert!(xml.is_ascii() && !xml.contains("<?xml"), "read by one tool as UTF-8, by another as UTF-16");
    let (elements, attributes) = elements(&xml);
    let namespace = "http://schemas.microsoft.com/windows/2004/02/mit/task";
    assert_eq!(attributes, [("version", "1.3"), ("xmlns", namespace)].map(|(key, value)| (key.to_owned(), value.to_owned())));
    let of = |path: &str| {
        let mut all = elements.iter().filter(|(at, _)| at == path).map(|(_, text)| text.as_str());
        let one = all.next().unwrap_or_else(|| panic!("no {path}"));
        assert_eq!(all.next(), None, "{path} twice");
        one
    };
    // A task without an action, or a daily trigger without a beginning, is refused.
    assert_eq!(of("Task/Triggers/CalendarTrigger/ScheduleByDay/DaysInterval"), "1");
    let begins = of("Task/Triggers/CalendarTrigger/StartBoundary");
    assert!(chrono::NaiveDateTime::parse_from_str(begins, "%Y-%m-%dT%H:%M:%S").is_ok(), "{begins}");
    // In the schema's order.
    let order: Vec<&str> = elements.iter().filter_map(|(at, _)| at.strip_prefix("Task/Triggers/CalendarTrigger/")).collect();
    assert_eq!(order[..3], ["Enabled", "StartBoundary", "ScheduleByDay"]);
    assert_eq!(of("Task/Settings/MultipleInstancesPolicy"), "IgnoreNew");
    assert_eq!(of("Task/Settings/ExecutionTimeLimit"), "PT2H");
    assert_eq!(of("Task/Settings/StartWhenAvailable"), "true");
    assert_eq!(of("Task/Principals/Principal/UserId"), "S-1-5-19");
    assert!(of("Task/Actions/Exec/Command").ends_with("cmd.exe"));
    let arguments = of("Task/Actions/Exec/Arguments");
    // The outer quotes are those that /s takes away.
    let inner = arguments.strip_prefix("/d /s /c \"").and_then(|rest| rest.strip_suffix('"')).unwrap();
    assert!(inner.starts_with("\"C:\\") && inner.ends_with(">>log\\runs.txt 2>>log\\keyaccount.log"), "{arguments}");
    assert_eq!(of("Task/Actions/Exec/WorkingDirectory"), "C:\\keyaccount");
}

#[test]
fn the_alerts_ask_for_metrics_that_are_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("input")).unwrap();
    fs::write(folder.path().join("input/orders.csv"), "order_id,date,customer,amount\nSO-1,2026-05-04,Oak,800.00\n").unwrap();
    assert!(keyaccount(folder.path()).args(["run", "-q"]).output().unwrap().status.success());
    let written = fs::read_to_string(folder.path().join("output/metrics.prom")).unwrap();
    let families = |text: &str| -> BTreeSet<String> {
        let is_part = |c: char| c.is_ascii_lowercase() || c == '_';
        text.split(|c| !is_part(c)).filter(|word| word.starts_with("keyaccount_")).map(str::to_owned).collect()
    };
    let (asked, known) = (families(&shipped("alerts.yaml")), families(&written));
    assert!(asked.len() >= 6 && asked.is_subset(&known), "{:?}", asked.difference(&known));
    // The page of operations explains each.
    for name in ["docs/operations.md", "docs/operations.zh.md"] {
        let page = fs::read_to_string(root().join(name)).unwrap();
        let missing: Vec<_> = known.iter().filter(|family| !page.contains(family.as_str())).collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

#[test]
fn the_pages_of_operations_hold() {
    let doctor = keyaccount(root()).args(["doctor", "--format", "json"]).output().unwrap();
    let doctor: serde_json::Value = serde_json::from_slice(&doctor.stdout).unwrap();
    for name in ["operations.md", "operations.zh.md"] {
        let page = fs::read_to_string(root().join("docs").join(name)).unwrap();
        // Every example of a configuration is one.
        let examples: Vec<&str> = page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
        assert_eq!(examples.len(), 2);
        for example in examples {
            let config = keyaccount::config::parse(name, example).unwrap();
            assert!(!config.after_run.command.is_empty());
        }
        // Every file that is pointed to is there.
        let links: Vec<&str> = page.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
        for link in links.iter().filter(|link| !link.starts_with('#')) {
            assert!(root().join("docs").join(link).exists(), "{name}: {link}");
        }
        for check in doctor["checks"].as_array().unwrap() {
            let row = format!("\n| {}", check["check"].as_str().unwrap());
            assert!(page.contains(&row), "{name} does not know the check {row}");
        }
        for placeholder in keyaccount::config::PLACEHOLDERS {
            let row = format!("\n| `{{{placeholder}}}` | `KEYACCOUNT_{}` |", placeholder.to_uppercase());
            assert!(page.contains(&row), "{name}: {row}");
        }
    }
}
