//! Sentences for what ends a command: what happened, and what to do about it.

use miette::Diagnostic;

use super::Labels;
use super::problems::{Told, fault, field};
use crate::config::{ConfigError, Hint, Language};
use crate::failure::{Failure, NoOrders};
use crate::tables::TableId;

/// Puts a failure into words.
#[must_use]
pub fn failure(labels: &Labels, failure: &Failure) -> Told {
    match failure {
        // What the reading library says of a configuration stays in English, in either language.
        Failure::Config(error) => match labels.language {
            Language::En => Told::new(error.to_string(), error.help().map(|h| h.to_string()).unwrap_or_default()),
            Language::Zh => config_in_chinese(error),
        },
        Failure::Rules(error) => Told::new(error.to_string(), error.hint.clone().unwrap_or_default()),
        _ => match labels.language {
            Language::En => in_english(labels, failure),
            Language::Zh => in_chinese(labels, failure),
        },
    }
}

fn in_english(l: &Labels, failure: &Failure) -> Told {
    match failure {
        Failure::Config(_) | Failure::Rules(_) => Told::new("The configuration cannot be used.", ""),
        Failure::UnknownRule { id, .. } if id.trim().is_empty() => {
            Told::new("No rule is named: its id is empty.", "`keyaccount rules` lists them.")
        }
        Failure::UnknownRule { id, nearest } => Told::new(
            format!("There is no rule {id}."),
            nearest.map_or("`keyaccount rules` lists them.".to_owned(), |near| format!("Did you mean {near}?")),
        ),
        Failure::UnknownCustomer { text, nearest } => Told::new(
            format!("No customer has the id or name \u{201c}{text}\u{201d}, or a part of it."),
            match nearest.as_slice() {
                [] => "tables/customers.csv lists them.".to_owned(),
                near => format!("The nearest: {}.", near.join("; ")),
            },
        ),
        Failure::AmbiguousCustomer { text, matches } => Told::new(
            format!("\u{201c}{text}\u{201d} fits {} customers: {}.", matches.len(), first(matches, "; ")),
            "Give the id, or more of the name.",
        ),
        Failure::OutputInsideInput { path } => Told::new(
            format!("The output folder {path} lies inside the input folder: the next run would read its own review."),
            "Name another place: --output, or --to of an export.",
        ),
        Failure::Internal(what) => {
            Told::new(format!("Internal error: {what}"), "Nothing was written. Please report it with the input at hand.")
        }
        Failure::Folder { path, fault: cause } => {
            let told = fault(l, cause);
            Told::new(format!("Input folder {path}: {}", told.sentence), format!("{} --input names the folder.", told.hint))
        }
        Failure::NoSpreadsheets { path, passed_over } => Told::new(
            format!("There is no spreadsheet in {path} ({passed_over} other files)."),
            "Put the exports there (xlsx, xlsm, xlsb, xls, ods, csv, tsv), or name another folder with --input.",
        ),
        Failure::NoOrders(what) => no_orders_en(l, what),
        Failure::MonthWithoutOrders { month, newest } => Told::new(
            format!("There are no orders in {month}; the newest month with orders is {newest}."),
            format!("Use --month {newest}, or add the orders of {month} to the input."),
        ),
        Failure::TooManyRejects { table, rejected, rows, allowed } => Told::new(
            format!("Of {rows} rows of {}, {rejected} cannot be used; allowed are {}.", table.name(), l.percent(*allowed)),
            "`keyaccount check` names every cell; input.max_reject_share in the configuration sets the limit.",
        ),
        Failure::Strict { files } => Told::new(
            format!("Files that cannot be read (input.strict is on): {}.", files.join(", ")),
            "`keyaccount check` says what is wrong with each; without input.strict the others would be reviewed.",
        ),
        Failure::NotReconciled { gaps } => Told::new(
            format!("What was read and what was reported differ: {}.", gaps.join("; ")),
            "Nothing was published. This is a fault of the program: please report it with the input at hand.",
        ),
        Failure::Output { path, cause } => Told::new(
            format!("Cannot write {path}: {cause}."),
            "Check that the folder is writable, that no other program has a file of it open, and that the disk has room.",
        ),
        Failure::Foreign { path } => Told::new(
            format!("{path} is in the way: keyaccount did not write it and leaves it alone."),
            "Move it elsewhere, or name another place: --output, or --to of an export.",
        ),
        Failure::Locked { path } => Told::new(
            format!("Another run is writing into {path}."),
            "Wait for it to end, or let this run wait with --wait SECS.",
        ),
        Failure::NotPublished { path, month: Some(month) } => {
            Told::new(format!("{month} is not published in {path}."), format!("`keyaccount run --month {month}` makes it."))
        }
        Failure::NotPublished { path, month: None } => {
            Told::new(format!("No month is published in {path}."), "`keyaccount run` makes one; --output names another folder.")
        }
        Failure::InsideMonth { path } => Told::new(
            format!("{path} lies inside a month's folder, which only a run may change."),
            "Name a destination elsewhere with --to.",
        ),
        Failure::Altered { path, cause } => Told::new(
            format!("{path} is not as it was published: {cause}."),
            "Make the month anew with `keyaccount run --force --month YYYY-MM`; nothing of it was exported.",
        ),
    }
}

fn config_in_chinese(error: &ConfigError) -> Told {
    let hinted = |hint: Option<&Hint>| match hint {
        Some(Hint::Near(near)) => format!("是否应为 `{near}`？"),
        Some(Hint::Known(known)) => format!("此处可用的键：{}。", known.join("、")),
        Some(Hint::Example(example)) => format!("例如 {example}。"),
        None => String::new(),
    };
    match error {
        ConfigError::Unreadable { path, cause } => {
            Told::new(format!("无法读取配置文件 {path}：{cause}。"), "用 --config 指定文件；不加此参数则按默认值运行。")
        }
        ConfigError::Invalid { at, key, message, hint, .. } => {
            let key = key.as_ref().map(|key| format!("键 {key} ")).unwrap_or_default();
            Told::new(format!("配置 {at}：{key}有误：{message}。"), hinted(hint.as_ref()))
        }
        ConfigError::OutOfRange { path, faults } => {
            Told::new(format!("配置 {path} 的取值不合理：{faults}。"), "用 `keyaccount schema` 查看每个键及其取值范围。")
        }
        ConfigError::Trial { set, message, hint } => Told::new(format!("--set {set} 不可用：{message}。"), hinted(hint.as_ref())),
    }
}

/// The first of a list; a long one would hide what it is about.
fn first(list: &[String], between: &str) -> String {
    const SHOWN: usize = 20;
    let more = if list.len() > SHOWN { format!("{between}…") } else { String::new() };
    list[..list.len().min(SHOWN)].join(between) + &more
}

fn no_orders_en(l: &Labels, what: &NoOrders) -> Told {
    let found: Vec<String> = what.found.iter().map(|(table, n)| format!("{} ({n})", table.name())).collect();
    let found = if found.is_empty() { "no known table".to_owned() } else { found.join(", ") };
    let hint = match &what.nearest {
        Some((place, lacks)) => {
            let lacks: Vec<String> = lacks.iter().map(|f| field(l, TableId::Orders, f)).collect();
            format!("{place} comes nearest to orders and lacks: {}.", lacks.join(", "))
        }
        None => "Orders need columns for order id, date, customer and amount; `keyaccount check` tells what each sheet lacks."
            .to_owned(),
    };
    Told::new(
        format!("There are no orders in the input. Sheets found: {found}; sheets of no known table: {}.", what.strange),
        hint,
    )
}

fn in_chinese(l: &Labels, failure: &Failure) -> Told {
    match failure {
        Failure::Config(_) | Failure::Rules(_) => Told::new("配置无法使用。", ""),
        Failure::UnknownRule { id, .. } if id.trim().is_empty() => {
            Told::new("没有指定规则：编号为空。", "用 `keyaccount rules` 查看全部规则。")
        }
        Failure::UnknownRule { id, nearest } => Told::new(
            format!("没有规则 {id}。"),
            nearest.map_or("用 `keyaccount rules` 查看全部规则。".to_owned(), |near| format!("是否应为 {near}？")),
        ),
        Failure::UnknownCustomer { text, nearest } => Told::new(
            format!("没有编号或名称为“{text}”（或包含它）的客户。"),
            match nearest.as_slice() {
                [] => "tables/customers.csv 列出全部客户。".to_owned(),
                near => format!("最接近的是：{}。", near.join("；")),
            },
        ),
        Failure::AmbiguousCustomer { text, matches } => Told::new(
            format!("“{text}”符合{}家客户：{}。", matches.len(), first(matches, "；")),
            "请给出编号，或名称的更多部分。",
        ),
        Failure::OutputInsideInput { path } => Told::new(
            format!("输出文件夹 {path} 位于输入文件夹之内：下次运行会读到自己的输出。"),
            "请另选位置：--output，导出时为 --to。",
        ),
        Failure::Internal(what) => Told::new(format!("内部错误：{what}"), "没有写出任何内容。请连同输入文件一并报告。"),
        Failure::Folder { path, fault: cause } => {
            let told = fault(l, cause);
            Told::new(format!("输入文件夹 {path}：{}", told.sentence), format!("{}可用 --input 指定文件夹。", told.hint))
        }
        Failure::NoSpreadsheets { path, passed_over } => Told::new(
            format!("{path} 中没有电子表格（另有 {passed_over} 个其他文件）。"),
            "请放入导出文件（xlsx、xlsm、xlsb、xls、ods、csv、tsv），或用 --input 指定其他文件夹。",
        ),
        Failure::NoOrders(what) => no_orders_zh(l, what),
        Failure::MonthWithoutOrders { month, newest } => Told::new(
            format!("{month} 没有订单；最近有订单的月份是 {newest}。"),
            format!("请使用 --month {newest}，或补充 {month} 的订单。"),
        ),
        Failure::TooManyRejects { table, rejected, rows, allowed } => Told::new(
            format!("“{}”共 {rows} 行，其中 {rejected} 行无法使用，允许比例为 {}。", l.word(table.name()), l.percent(*allowed)),
            "用 `keyaccount check` 查看每个单元格；上限由配置 input.max_reject_share 设定。",
        ),
        Failure::Strict { files } => Told::new(
            format!("有文件无法读取（input.strict 已开启）：{}。", files.join("、")),
            "用 `keyaccount check` 查看原因；关闭 input.strict 则评审其余文件。",
        ),
        Failure::NotReconciled { gaps } => Told::new(
            format!("读取与报告的数目不一致：{}。", gaps.join("；")),
            "没有发布任何内容。这是程序错误，请连同输入文件一并报告。",
        ),
        Failure::Output { path, cause } => {
            Told::new(format!("无法写入 {path}：{cause}。"), "请检查文件夹可写、没有其他程序打开其中的文件、磁盘空间充足。")
        }
        Failure::Foreign { path } => Told::new(
            format!("{path} 已存在且不是 keyaccount 写出的，未作改动。"),
            "请将其移走，或另选位置：--output，导出时为 --to。",
        ),
        Failure::Locked { path } => Told::new(format!("另一个运行正在写入 {path}。"), "请等待其结束，或用 --wait 秒数 等待。"),
        Failure::NotPublished { path, month: Some(month) } => {
            Told::new(format!("{path} 中没有已发布的 {month}。"), format!("用 `keyaccount run --month {month}` 生成。"))
        }
        Failure::NotPublished { path, month: None } => {
            Told::new(format!("{path} 中没有已发布的月份。"), "用 `keyaccount run` 生成，或用 --output 指定其他文件夹。")
        }
        Failure::InsideMonth { path } => {
            Told::new(format!("{path} 位于某月的文件夹之内，该文件夹只能由运行改写。"), "请用 --to 指定其他位置。")
        }
        Failure::Altered { path, cause } => Told::new(
            format!("{path} 与发布时不一致：{cause}。"),
            "请用 `keyaccount run --force --month YYYY-MM` 重新生成该月；该月未导出任何内容。",
        ),
    }
}

fn no_orders_zh(l: &Labels, what: &NoOrders) -> Told {
    let found: Vec<String> = what.found.iter().map(|(table, n)| format!("{}（{n}）", l.word(table.name()))).collect();
    let found = if found.is_empty() { "无".to_owned() } else { found.join("、") };
    let hint = match &what.nearest {
        Some((place, lacks)) => {
            let lacks: Vec<String> = lacks.iter().map(|f| field(l, TableId::Orders, f)).collect();
            format!("{place} 最接近订单，缺少：{}。", lacks.join("、"))
        }
        None => "订单需要订单号、日期、客户、金额等列；用 `keyaccount check` 查看各工作表缺少什么。".to_owned(),
    };
    Told::new(format!("输入中没有订单。已识别的工作表：{found}；未识别的工作表：{} 张。", what.strange), hint)
}
