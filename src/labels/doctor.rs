//! What `keyaccount doctor` says: for each thing that it looked at a sentence, and what to do about it.

use super::problems::{Told, fault};
use super::{Labels, failures};
use crate::config::{Language, RunEnd};
use crate::doctor::{Says, State, Topic};
use crate::load::Fault;

/// So many names are listed; the others are counted.
const LISTED: usize = 8;

/// The name of what was looked at.
#[must_use]
pub fn topic(labels: &Labels, topic: Topic) -> &'static str {
    let (en, zh) = match topic {
        Topic::Configuration => ("configuration", "配置"),
        Topic::Command => ("command after a run", "运行后的命令"),
        Topic::InputFolder => ("input folder", "输入文件夹"),
        Topic::InputFiles => ("input files", "输入文件"),
        Topic::OutputFolder => ("output folder", "输出文件夹"),
        Topic::Replacement => ("replacing a month", "替换月份"),
        Topic::Disk => ("disk", "磁盘"),
        Topic::Lock => ("lock", "锁"),
        Topic::Leftovers => ("leftovers", "残留"),
        Topic::Calendar => ("calendar", "工作日历"),
        Topic::Clock => ("clock", "时钟"),
    };
    in_language(labels, en, zh)
}

/// The one line of a check: how grave it is, what was found, and what to do about it.
#[must_use]
pub fn line(labels: &Labels, state: State, says: &Says) -> String {
    let (en, zh) = match state {
        State::Ok => ("ok", "正常"),
        State::Warning => ("warning", "警告"),
        State::Fault(_) => ("fault", "故障"),
    };
    let Told { sentence, hint } = told(labels, says);
    match labels.language {
        Language::En => format!("{en}: {sentence} {hint}").trim_end().to_owned(),
        Language::Zh => format!("{zh}：{sentence}{hint}"),
    }
}

/// The one line of summary.
#[must_use]
pub fn summary(labels: &Labels, faults: usize, warnings: usize) -> String {
    let many = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    match labels.language {
        Language::En => format!("{}, {}\n", many(faults, "fault"), many(warnings, "warning")),
        Language::Zh => format!("故障 {faults} 项，警告 {warnings} 项\n"),
    }
}

/// What was found, and what to do about it.
#[must_use]
pub fn told(labels: &Labels, says: &Says) -> Told {
    match (says, labels.language) {
        (Says::Failure(failure), _) => failures::failure(labels, failure),
        (_, Language::En) => in_english(labels, says),
        (_, Language::Zh) => in_chinese(labels, says),
    }
}

fn in_language(labels: &Labels, en: &'static str, zh: &'static str) -> &'static str {
    match labels.language {
        Language::En => en,
        Language::Zh => zh,
    }
}

fn in_english(l: &Labels, says: &Says) -> Told {
    match says {
        Says::Failure(failure) => failures::failure(l, failure),
        Says::Configuration(Some(path)) => Told::new(format!("{path} can be used."), ""),
        Says::Configuration(None) => Told::new("There is no configuration file; the defaults hold.", ""),
        Says::NoCommand => Told::new("None is configured.", ""),
        Says::Command { program, on } => Told::new(format!("{program} is there; it is called after: {}.", ends(on, ", ")), ""),
        Says::CommandMissing { program } => Told::new(
            format!("{program} cannot be found."),
            "Give its whole path in after_run.command: a scheduler's PATH is shorter than yours.",
        ),
        Says::InputFolder { path, files, passed_over } => {
            Told::new(format!("{path}: {files} spreadsheets, {passed_over} other files."), "")
        }
        Says::FilesStill { files } => Told::new(format!("All {files} can be opened, and none is being written."), ""),
        Says::FilesUnreadable(files) => Told::new(
            format!("Cannot be opened: {}.", broken(l, files)),
            "Give the account of the job the right to read them; without input.strict a run goes on without them.",
        ),
        Says::FilesChanging(names) => Told::new(
            format!("Being written at this moment: {}.", listed(l, names)),
            "Let the copying end before the run begins, or copy under a name that begins with a dot and rename at the end.",
        ),
        Says::OutputFolder { path } => Told::new(format!("{path}: a folder can be written, renamed and removed."), ""),
        Says::OutputToBe { path } => Told::new(format!("{path} is not there yet; the first run makes it."), ""),
        Says::Exchanged => Told::new("The old folder and the new one are exchanged in one step.", ""),
        Says::NotExchanged => Told::new(
            "This file system cannot exchange two folders in one step: between two renames a month is missing for an instant.",
            "Put the output folder on a local disk (ext4, xfs, btrfs), or let readers try again.",
        ),
        Says::Room { free, wanted } => Told::new(format!("{} free, {} asked for.", mib(*free), mib(*wanted)), ""),
        Says::TooLittleRoom { free, wanted } => Told::new(
            format!("{} free, {} asked for.", mib(*free), mib(*wanted)),
            "Make room: `keyaccount prune` removes old months. doctor.free_mib and doctor.free_copies set what is asked for.",
        ),
        Says::RoomUnknown { cause } => Told::new(format!("The free space cannot be told: {cause}."), "Look at it by hand."),
        Says::LockFree => Told::new("No run is at work.", ""),
        Says::LockHeld => {
            Told::new("A run is at work; another one would end with 75.", "Wait for its end, or start runs with --wait SECS.")
        }
        Says::NoLeftovers => Told::new("None.", ""),
        Says::Leftovers(names) => {
            Told::new(format!("A run was killed and left: {}.", listed(l, names)), "Nothing: the next run clears them.")
        }
        Says::Years(years) => Told::new(format!("The holidays of {} are known.", join(years, ", ")), ""),
        Says::YearsUnknown(years) => Told::new(
            format!("The holidays of {} are not known: rules that count working days do not judge them.", join(years, ", ")),
            "Enter them under [calendar], or install a newer version.",
        ),
        Says::ClockSane => Told::new("Neither the newest input file nor the program is from the future.", ""),
        Says::ClockBehind { file, hours } => Told::new(
            format!("{file} was written {hours} hours later than the clock shows."),
            "Set the clock: no figure hangs on it, but schedules and metrics do.",
        ),
    }
}

fn in_chinese(l: &Labels, says: &Says) -> Told {
    match says {
        Says::Failure(failure) => failures::failure(l, failure),
        Says::Configuration(Some(path)) => Told::new(format!("{path} 可以使用。"), ""),
        Says::Configuration(None) => Told::new("没有配置文件，按默认值运行。", ""),
        Says::NoCommand => Told::new("未配置。", ""),
        Says::Command { program, on } => Told::new(format!("{program} 存在；在以下情况后调用：{}。", ends(on, "、")), ""),
        Says::CommandMissing { program } => {
            Told::new(format!("找不到 {program}。"), "请在 after_run.command 中写完整路径：计划任务的 PATH 通常比登录用户的短。")
        }
        Says::InputFolder { path, files, passed_over } => {
            Told::new(format!("{path}：电子表格 {files} 个，其他文件 {passed_over} 个。"), "")
        }
        Says::FilesStill { files } => Told::new(format!("{files} 个文件都能打开，没有正在写入的。"), ""),
        Says::FilesUnreadable(files) => Told::new(
            format!("无法打开：{}。", broken(l, files)),
            "请授予运行账户读取权限；未开启 input.strict 时，运行会略过这些文件。",
        ),
        Says::FilesChanging(names) => Told::new(
            format!("正在写入：{}。", listed(l, names)),
            "请在复制完成后再运行；或先以点号开头的文件名复制，完成后再改名。",
        ),
        Says::OutputFolder { path } => Told::new(format!("{path}：可以写入、改名和删除文件夹。"), ""),
        Says::OutputToBe { path } => Told::new(format!("{path} 尚不存在，首次运行时会创建。"), ""),
        Says::Exchanged => Told::new("新旧文件夹可以一步互换。", ""),
        Says::NotExchanged => Told::new(
            "此文件系统不能一步互换两个文件夹：两次改名之间，该月份会短暂缺失。",
            "请把输出文件夹放在本地磁盘上（ext4、xfs、btrfs），或让读取方稍后重试。",
        ),
        Says::Room { free, wanted } => Told::new(format!("可用 {}，需要 {}。", mib(*free), mib(*wanted)), ""),
        Says::TooLittleRoom { free, wanted } => Told::new(
            format!("可用 {}，需要 {}。", mib(*free), mib(*wanted)),
            "请腾出空间：`keyaccount prune` 可删除旧月份。所需空间由 doctor.free_mib 和 doctor.free_copies 设定。",
        ),
        Says::RoomUnknown { cause } => Told::new(format!("无法得知可用空间：{cause}。"), "请手工查看。"),
        Says::LockFree => Told::new("没有运行在进行。", ""),
        Says::LockHeld => Told::new("有运行正在进行；此时再启动会以 75 退出。", "请等待其结束，或用 --wait 秒数 启动运行。"),
        Says::NoLeftovers => Told::new("无。", ""),
        Says::Leftovers(names) => {
            Told::new(format!("某次运行被强行终止，留下：{}。", listed(l, names)), "无需处理：下次运行会清除。")
        }
        Says::Years(years) => Told::new(format!("{}年的节假日已知。", join(years, "、")), ""),
        Says::YearsUnknown(years) => Told::new(
            format!("{}年的节假日未知：按工作日计算的规则不作判断。", join(years, "、")),
            "请在 [calendar] 中填写，或安装新版本。",
        ),
        Says::ClockSane => Told::new("最新的输入文件和程序文件的时间都不晚于当前时间。", ""),
        Says::ClockBehind { file, hours } => Told::new(
            format!("{file} 的写入时间比系统时钟晚 {hours} 小时。"),
            "请校准时钟：数字与时钟无关，但计划任务和监控指标有关。",
        ),
    }
}

fn mib(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

fn ends(on: &[RunEnd], between: &str) -> String {
    on.iter().map(|end| end.code()).collect::<Vec<_>>().join(between)
}

fn join(years: &[i32], between: &str) -> String {
    years.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

fn listed(l: &Labels, names: &[String]) -> String {
    let more = names.len().saturating_sub(LISTED);
    let between = in_language(l, "; ", "；");
    let shown = names[..names.len() - more].join(between);
    match (more, l.language) {
        (0, _) => shown,
        (_, Language::En) => format!("{shown}; and {more} more"),
        (_, Language::Zh) => format!("{shown}；另有 {more} 个"),
    }
}

fn broken(l: &Labels, files: &[(String, Fault)]) -> String {
    let said = |(name, cause): &(String, Fault)| {
        let sentence = fault(l, cause).sentence;
        let sentence = sentence.trim_end_matches(['.', '。']);
        match l.language {
            Language::En => format!("{name} ({sentence})"),
            Language::Zh => format!("{name}（{sentence}）"),
        }
    };
    listed(l, &files.iter().map(said).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_good_comes_with_what_to_do_in_both_languages() {
        let names = || (0..10).map(|n| format!("{n}.csv")).collect::<Vec<_>>();
        let bad = [
            Says::CommandMissing { program: "tell".to_owned() },
            Says::FilesUnreadable(vec![("a.csv".to_owned(), Fault::Permission)]),
            Says::FilesChanging(names()),
            Says::NotExchanged,
            Says::TooLittleRoom { free: 1 << 20, wanted: 200 << 20 },
            Says::RoomUnknown { cause: "c".to_owned() },
            Says::LockHeld,
            Says::Leftovers(names()),
            Says::YearsUnknown(vec![2031]),
            Says::ClockBehind { file: "a.csv".to_owned(), hours: 30 },
        ];
        for says in &bad {
            for language in [Language::En, Language::Zh] {
                let Told { sentence, hint } = told(Labels::of(language), says);
                assert!(!sentence.is_empty() && !hint.is_empty(), "{says:?}");
                assert_eq!(sentence.ends_with('。'), language == Language::Zh, "{sentence}");
            }
        }
        assert!(told(Labels::of(Language::En), &bad[2]).sentence.ends_with("7.csv; and 2 more."));
        assert_eq!(summary(Labels::of(Language::En), 1, 0), "1 fault, 0 warnings\n");
    }
}
