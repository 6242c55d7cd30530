//! The text format of Prometheus, version 0.0.4: for each family its help, its type and its samples.

use super::{Run, Standing};

/// The sample that the next run reads back.
pub(super) const LAST_SUCCESS: &str = "keyaccount_last_success_timestamp_seconds ";

const SEVERITIES: [&str; 3] = ["error", "warning", "note"];

/// One family of gauges: name, help, and for each sample its labels in braces, or none, with its value.
struct Family {
    name: &'static str,
    help: &'static str,
    samples: Vec<(String, String)>,
}

pub(super) fn text(run: &Run, standing: Option<&Standing>, version: &str) -> String {
    let mut families = of_run(run);
    families.extend(standing.map(of_standing).into_iter().flatten());
    families.push(labelled("version_info", "Version of the program; the value is always 1.", "version", [(version, 1)]));
    let mut text = String::new();
    for Family { name, help, samples } in families {
        text += &format!("# HELP keyaccount_{name} {help}\n# TYPE keyaccount_{name} gauge\n");
        for (labels, value) in samples {
            text += &format!("keyaccount_{name}{labels} {value}\n");
        }
    }
    text
}

fn of_run(run: &Run) -> Vec<Family> {
    let ends = [run.published, run.unchanged, !run.published && !run.unchanged].map(u64::from);
    vec![
        single("last_run_timestamp_seconds", "When the last run ended, whatever came of it (Unix time).", run.ended_s),
        single(
            "last_success_timestamp_seconds",
            "When the last run ended with exit code 0 or 1 (Unix time); 0 for never.",
            run.succeeded_s,
        ),
        single(
            "last_run_duration_seconds",
            "How long the last run took, without waiting for the lock.",
            format!("{:.3}", run.seconds),
        ),
        single("last_run_exit_code", "Exit code of the last run.", run.exit_code),
        labelled(
            "last_run_outcome",
            "1 for what came of the last run.",
            "outcome",
            ["published", "unchanged", "failed"].into_iter().zip(ends),
        ),
        labelled(
            "after_run_calls",
            "Calls of the command after the last run, by what became of them.",
            "result",
            ["done", "failed", "timed_out"].into_iter().zip(run.calls.map(u64::from)),
        ),
    ]
}

fn of_standing(standing: &Standing) -> Vec<Family> {
    let month = standing.month.to_string();
    vec![
        labelled(
            "published_month_info",
            "The newest month in the output folder; the value is always 1.",
            "month",
            [(&*month, 1)],
        ),
        single("months_behind", "Complete calendar months that are newer than the newest published one.", standing.months_behind),
        labelled(
            "rows",
            "Rows of the input, as the newest published month accounts for them.",
            "outcome",
            ["accepted", "rejected", "skipped"].into_iter().zip(standing.rows),
        ),
        labelled(
            "input_files",
            "Spreadsheets of the input, as the newest published month accounts for them.",
            "state",
            ["read", "unreadable"].into_iter().zip(standing.files),
        ),
        labelled(
            "findings",
            "Findings of the newest published month.",
            "severity",
            SEVERITIES.into_iter().zip(standing.findings),
        ),
        labelled(
            "open_findings",
            "Findings of the newest published month that nobody decided yet.",
            "severity",
            SEVERITIES.into_iter().zip(standing.open_findings),
        ),
    ]
}

fn single(name: &'static str, help: &'static str, value: impl ToString) -> Family {
    Family { name, help, samples: vec![(String::new(), value.to_string())] }
}

fn labelled<'a>(
    name: &'static str,
    help: &'static str,
    label: &str,
    samples: impl IntoIterator<Item = (&'a str, u64)>,
) -> Family {
    let sample = |(value, n): (&str, u64)| (format!("{{{label}=\"{}\"}}", escaped(value)), n.to_string());
    Family { name, help, samples: samples.into_iter().map(sample).collect() }
}

/// A label's value as the format wants it.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: Run = Run {
        ended_s: 1_795_000_000,
        succeeded_s: 1_794_900_000,
        seconds: 4.25,
        exit_code: 3,
        published: false,
        unchanged: false,
        calls: [1, 0, 2],
    };

    #[test]
    fn a_failed_run_is_told_beside_what_stands() {
        let standing = Standing {
            month: "2026-10".parse().unwrap(),
            rows: [5, 4, 3],
            findings: [3, 2, 1],
            open_findings: [2, 1, 0],
            files: [7, 1],
            months_behind: 2,
        };
        let text = text(&RUN, Some(&standing), "0.1.0");
        let samples: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let wanted = [
            "keyaccount_last_run_timestamp_seconds 1795000000",
            "keyaccount_last_success_timestamp_seconds 1794900000",
            "keyaccount_last_run_duration_seconds 4.250",
            "keyaccount_last_run_exit_code 3",
            "keyaccount_last_run_outcome{outcome=\"published\"} 0",
            "keyaccount_last_run_outcome{outcome=\"unchanged\"} 0",
            "keyaccount_last_run_outcome{outcome=\"failed\"} 1",
            "keyaccount_after_run_calls{result=\"done\"} 1",
            "keyaccount_after_run_calls{result=\"failed\"} 0",
            "keyaccount_after_run_calls{result=\"timed_out\"} 2",
            "keyaccount_published_month_info{month=\"2026-10\"} 1",
            "keyaccount_months_behind 2",
            "keyaccount_rows{outcome=\"accepted\"} 5",
            "keyaccount_rows{outcome=\"rejected\"} 4",
            "keyaccount_rows{outcome=\"skipped\"} 3",
            "keyaccount_input_files{state=\"read\"} 7",
            "keyaccount_input_files{state=\"unreadable\"} 1",
            "keyaccount_findings{severity=\"error\"} 3",
            "keyaccount_findings{severity=\"warning\"} 2",
            "keyaccount_findings{severity=\"note\"} 1",
            "keyaccount_open_findings{severity=\"error\"} 2",
            "keyaccount_open_findings{severity=\"warning\"} 1",
            "keyaccount_open_findings{severity=\"note\"} 0",
            "keyaccount_version_info{version=\"0.1.0\"} 1",
        ];
        assert_eq!(samples, wanted);
    }

    #[test]
    fn what_is_unknown_is_left_out_and_labels_are_escaped() {
        let text = text(&RUN, None, "a\"\\\nb");
        assert!(!text.contains("keyaccount_rows") && !text.contains("months_behind"));
        assert!(text.ends_with("keyaccount_version_info{version=\"a\\\"\\\\\\nb\"} 1\n"), "{text}");
    }
}
