//! Problems of the input in Chinese.

use super::problems::{
    Told, alias_line, bytes, different_entry, field, fields, further, header_line, named, open_header_line, quoted, reason,
    short, suspects,
};
use super::{Labels, header_notes};
use crate::clean::{
    Basis, Conflict, DateDoubts, DateExample, Difference, FaultyCell, Likeness, LookAlike, NearMiss, Stranger, ThinMonth,
};
use crate::load::{Fault, Found, Limit, Remark};
use crate::problems::{Kind, Nearest};
use crate::tables::TableId;

pub(super) fn problem(l: &Labels, kind: &Kind) -> Told {
    match kind {
        Kind::Unreadable(cause) => fault(cause),
        Kind::PartlyRead(cause) => {
            let told = fault(cause);
            Told::new(format!("只读到此处：{}", told.sentence), told.hint)
        }
        Kind::Rejected { table, first, also } => rejected(l, *table, first, also),
        Kind::CutOff { rows } => Told::new(
            format!("工作表止于第 {rows} 行，正是该格式的最大行数：导出内容很可能被截断。"),
            "请缩短导出的时间范围或导出为 csv，并与来源系统核对行数。",
        ),
        Kind::NotOurs { nearest: None } => Told::new(
            "工作表中没有任何一行像已知表格的表头。",
            "如属于本次评审，请检查表头行，或在配置的 [aliases] 中补充其列名。",
        ),
        Kind::NotOurs { nearest: Some(near) } => nearly_ours(l, near),
        Kind::NothingInIt => Told::new("文件中的工作表全部为空。", "请重新导出，或将其移出文件夹。"),
        Kind::PassedOver => Told::new("文件被略过：其扩展名不是电子表格。", "如属于本次评审，请另存为 xlsx 或 csv。"),
        Kind::UnknownColumn { table, header, nearest, sheets } => unknown_column(l, *table, (header, *sheets), nearest.as_ref()),
        Kind::DoubtfulDates { doubts, file } => doubtful_dates(doubts, file),
        Kind::Header { table, note } => header_notes::told(l, *table, note),
        Kind::Duplicates { count } => Told::new(
            format!("有 {count} 行在另一份导出中也存在，只计一次。"),
            "无需处理；若确为不同记录，请补上能区分它们的列。",
        ),
        Kind::LookAlike(pair) => look_alike(l, pair),
        Kind::LookAlikes { count, first } => Told::new(
            format!("有 {count} 对客户名称相近，均按两个客户计算。{}", look_alike(l, first).sentence),
            "“数据质量”表逐对列出，并附合并为同一客户所需的配置行。",
        ),
        Kind::AmbiguousName { name } => Told::new(
            format!("“{name}”对应多个客户。"),
            format!("请在导出中写明客户编号，或在配置的 [identity.same] 下加一行 `{} = \"客户编号\"`。", quoted(name)),
        ),
        Kind::NoTable(table) => no_table(*table),
        Kind::Conflict(conflict) => one_conflict(l, conflict),
        Kind::Conflicts { table, count, kept, dropped, both } => conflicts(l.word(table.name()), *count, [kept, dropped], *both),
        Kind::Stranger(stranger) => Told::new(
            format!("“{}”不在客户档案中；涉及{}。", short(&stranger.name), hangs_on(stranger)),
            add_to_master(&stranger.name),
        ),
        Kind::Strangers { count, largest } => Told::new(
            format!("有 {count} 个客户不在客户档案中，最大的是“{}”，涉及{}。", short(&largest.name), hangs_on(largest)),
            "请补入客户档案；“数据质量”表逐一列出这些客户及其金额。",
        ),
        Kind::ThinMonth(ThinMonth { table, month, rows, usual }) => Told::new(
            format!("{month} 的{}只有 {rows} 行，之前各月通常约 {usual} 行。", l.word(table.name())),
            "请与来源系统核对：导出可能被截断，或缺少文件。",
        ),
        Kind::Misnamed { claimed, format } => Told::new(
            format!("文件扩展名为 .{claimed}，实际是 {format}；已按实际内容读取。"),
            format!("无需处理；导出为真正的 {claimed} 或 xlsx 更稳妥。"),
        ),
        Kind::Remark(of_text) => remark(of_text),
        Kind::ExampleRows { count } => {
            Told::new(format!("工作表中还留有模板的 {count} 行示例。"), "请删除编号以“示例-”或 EXAMPLE- 开头的行。")
        }
        Kind::UnknownFinding { id, count, first, last } => Told::new(
            match count {
                1 => format!("{first} 至 {last} 没有编号为“{}”的发现，该处理意见不起作用。", short(id)),
                n => format!("有 {n} 条处理意见所指的发现不在 {first} 至 {last} 之内，均不起作用。"),
            },
            "请与发现清单核对编号；如事实已更正，该发现可能已消失或编号已变。",
        ),
        Kind::UnknownDecision { id, word, count } => Told::new(
            match count {
                1 => format!("“{}”不是可识别的处理意见，发现 {} 仍为待处理。", short(word), short(id)),
                n => format!("有 {n} 条处理意见无法识别（如“{}”），相应发现仍为待处理。", short(word)),
            },
            "请填写已接受、已追回或误报。",
        ),
        Kind::OutdatedDecision { id, by, count } => Told::new(
            match count {
                1 => format!("发现 {} 在 {by} 另有更新的处理意见，以较新的为准。", short(id)),
                n => format!("有 {n} 条处理意见已被更新的取代，以较新的为准。"),
            },
            "无需处理；若应以较早的为准，请改为较新的日期。",
        ),
    }
}

/// What is odd about the text of a file that was read all the same.
fn remark(remark: &Remark) -> Told {
    match remark {
        Remark::Undecodable { encoding, places, line, .. } => Told::new(
            format!("有 {places} 处（首处在第 {line} 行）不是 {encoding} 编码的文字，以 \u{fffd} 代替。"),
            "必要单元格含有此类文字的行会被拒绝；请重新导出为 CSV UTF-8 或 xlsx。",
        ),
        Remark::Guessed { encoding } => Told::new(
            format!("文件未标明编码，按 {encoding} 读取。"),
            "请核对带重音符号的名称；如有误，请重新导出为 CSV UTF-8 或 xlsx。",
        ),
        Remark::StrayQuotes { places, .. } => Told::new(
            format!("有 {places} 个单元格（首个即此处）以引号开头，却未在本行结束；该引号按普通字符读取。"),
            "请与来源系统核对该行；文字中的引号应写两次，并将整个文字放在引号内（\"\"\"6in pipe\"）。",
        ),
        Remark::ZeroBytes { bytes } => {
            Told::new(format!("有 {bytes} 个零字节不是文字，已略去。"), "请与来源系统核对：文件写入时可能已损坏。")
        }
        Remark::CutLine { row } => Told::new(
            format!("最后一行（第 {row} 行）没有换行符，且比前面各行短：文件可能被截断。"),
            "请与来源系统核对最后一行，并重新复制或导出文件。",
        ),
    }
}

fn rejected(l: &Labels, table: TableId, first: &FaultyCell, also: &[FaultyCell]) -> Told {
    let told = reason(l, table, first);
    if also.is_empty() {
        return told;
    }
    let cells = further(l, table, also, ["（", "）", "、", "等，另有 {n} 处"]);
    Told::new(told.sentence, format!("{}同一行还有：{cells}。", told.hint))
}

fn doubtful_dates(doubts: &DateDoubts, file: &str) -> Told {
    let example = |at: &DateExample| match at.cell.as_str() {
        "" => format!("“{}”", short(&at.text)),
        cell => format!("{cell} 的“{}”", short(&at.text)),
    };
    let first = doubts.first.as_ref().map(|first| {
        let day = first.day.map(|day| format!("，读作 {day}")).unwrap_or_default();
        format!("（如 {}{day}）", example(first))
    });
    let sentence = format!("有 {} 个日期{}看不出哪个是日", doubts.count, first.unwrap_or_default());
    let Some((order, proof)) = &doubts.against else {
        return Told::new(format!("{sentence}，已按配置读取。"), "请核对配置 [dates] 中的 order，或将日期导出为 2024-04-03。");
    };
    let order = order.name();
    Told::new(
        format!("{sentence}，已按配置读取；但 {} 只能是 {order} 顺序，配置的顺序在此似乎有误。", example(proof)),
        format!(
            "如果确为 {order} 顺序：只改此文件用 [[mapping]] file = {file:?} date_order = \"{order}\"，全部改用 [dates] order = \"{order}\"。"
        ),
    )
}

/// The setting that says which of two records counts.
const CONFLICTS: &str = "[input] conflicts = \"later_name\" | \"earlier_name\" | \"both\"";

fn one_conflict(l: &Labels, conflict: &Conflict) -> Told {
    let changed =
        |d: &Difference| format!("{} {} → {}", field(l, conflict.table, d.column), or_empty(&d.dropped), or_empty(&d.kept));
    let differs: Vec<String> = conflict.differences.iter().map(changed).collect();
    let kept = &conflict.kept;
    let place = format!("{}!{}!{}", kept.file, kept.sheet, kept.row);
    let fate = match conflict.basis {
        Basis::LaterName => format!("采用文件名较晚的 {place}，此行不计"),
        Basis::EarlierName => format!("采用文件名较早的 {place}，此行不计"),
        Basis::Fuller => format!("采用内容更全的 {place}，此行不计"),
        Basis::Both | Basis::Apart => format!("此行与 {place} 均计入"),
    };
    if conflict.basis == Basis::Apart {
        let (table, id) = (l.word(conflict.table.name()), short(&conflict.id));
        return Told::new(
            format!("{table}中有两条记录编号同为“{id}”，其余内容不同（{}）：{fate}。", differs.join("，")),
            "如实为同一条，请删除过时的行；如为两条，则无需处理。",
        );
    }
    Told::new(
        format!("{}“{}”在两处内容不同（{}）：{fate}。", l.word(conflict.table.name()), short(&conflict.id), differs.join("，")),
        format!("请删除过时的行，或在配置中选择：{CONFLICTS}。"),
    )
}

fn or_empty(value: &str) -> String {
    if value.is_empty() { "（空）".to_owned() } else { short(value) }
}

fn conflicts(table: &str, count: u64, [kept, dropped]: [&str; 2], both: bool) -> Told {
    let fate = match both {
        true => "两处均计入".to_owned(),
        false => format!("采用 {kept} 的行，{dropped} 的行不计"),
    };
    let or = if both { String::new() } else { format!("，或在配置中选择：{CONFLICTS}") };
    Told::new(
        format!("{table}有 {count} 条记录在 {kept} 中内容不同：{fate}。"),
        format!("“数据质量”表已逐条列出。如有过时的导出，请移除{or}。"),
    )
}

/// What hangs on a customer that is not in the master.
fn hangs_on(stranger: &Stranger) -> String {
    let some = |n: u64, what: &str| (n > 0).then(|| what.replace("{n}", &n.to_string()));
    let parts = [
        some(stranger.orders, "订单 {n} 笔").map(|text| format!("{text}（{}）", stranger.order_amount)),
        some(stranger.visits, "拜访 {n} 次"),
        some(stranger.expenses, "费用 {n} 笔").map(|text| format!("{text}（{}）", stranger.expense_amount)),
        some(stranger.callbacks, "回访 {n} 次"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("、")
}

/// What to do about a stranger, with the line to paste where it is another spelling of a known customer.
fn look_alike(l: &Labels, pair: &LookAlike) -> Told {
    let why = match pair.likeness {
        Likeness::SameName => "名称相同而编号不同",
        Likeness::SameSound => "读音相同",
        Likeness::NearlySame => "名称相近",
    };
    Told::new(
        format!("“{}”与“{}”{why}，按两个客户计算。", named(l, &pair.one), named(l, &pair.other)),
        format!(
            "若为同一客户，请在配置的 [identity.same] 下加一行 `{}`；若为两个客户，请在 [identity] 的 different 列表中加入 `{}`。",
            alias_line(pair),
            different_entry(pair)
        ),
    )
}

pub(super) fn add_to_master(name: &str) -> String {
    format!("请补入客户档案；若只是另一种写法，请在配置的 [identity.same] 下加一行 `{} = \"档案中的名称或编号\"`。", quoted(name))
}

fn nearly_ours(l: &Labels, near: &NearMiss) -> Told {
    let suspects = suspects(near);
    let unread = match suspects.is_empty() {
        true => String::new(),
        false => format!("；该行未知的列：{}", suspects.join("、")),
    };
    Told::new(
        format!(
            "工作表接近“{}”的格式（表头在第 {} 行），但缺少列：{}{unread}。",
            l.word(near.table.name()),
            near.row,
            fields(l, near.table, &near.lacks, "、")
        ),
        match suspects.is_empty() {
            true => format!("请补上缺少的列，或在配置的 [aliases.{}] 中写明其列名。", near.table.name()),
            false => format!("请改正列名或补上缺少的列，也可在配置的 [aliases.{}] 中写明其列名。", near.table.name()),
        },
    )
}

fn unknown_column(l: &Labels, table: TableId, (header, sheets): (&str, u64), nearest: Option<&Nearest>) -> Told {
    let column = match sheets {
        1 => format!("未知的列“{header}”"),
        _ => format!("未知的列“{header}”（{sheets} 张工作表）"),
    };
    let paste = |line: String| format!("在配置的 [aliases.{}] 下加一行 `{line}`", table.name());
    match nearest {
        Some(Nearest { field: name, alias }) => {
            let resembles = alias.as_ref().map(|alias| format!("与“{alias}”相近，")).unwrap_or_default();
            Told::new(
                format!("{column}，已忽略；{resembles}是否应为“{}”？", field(l, table, name)),
                format!("若是，请改列名，或{}。", paste(header_line(name, header))),
            )
        }
        None => Told::new(
            format!("{column}，已忽略。"),
            format!(
                "如评审不需要该列则无需处理；需要时请{}，把 FIELD 换成字段名，并去掉行首的 #。",
                paste(open_header_line(table, header, "可选"))
            ),
        ),
    }
}

fn no_table(table: TableId) -> Told {
    let (what, hint) = match table {
        TableId::Customers => ("客户档案", "没有它，需求量、信用额度和客户阶段均为未知。"),
        TableId::Visits => ("拜访记录", "没有它，不检查拜访覆盖和拜访规则。"),
        TableId::Expenses => ("费用报销", "没有它，不检查费用规则。"),
        TableId::Orders => ("订单", "订单是必需的：没有订单就没有评审。"),
        TableId::Callbacks => ("回访记录", "没有它，满意度只依据拜访，也不检查回访。"),
        TableId::Dispositions => ("处理意见", "没有它，所有发现均为待处理。"),
    };
    Told::new(format!("没有找到{what}的工作表。"), hint)
}

/// Why a file, or the rest of it, cannot be read.
pub(super) fn fault(fault: &Fault) -> Told {
    match fault {
        Fault::NotFound => Told::new("文件或文件夹不存在。", "请检查路径。"),
        Fault::NotAFolder => Told::new("这是一个文件，不是文件夹。", "请指定存放导出文件的文件夹。"),
        Fault::Permission => Told::new("没有访问权限。", "请为运行本程序的账户授予读取权限。"),
        Fault::Unreadable => Told::new("磁盘或网络未能读出该文件。", "请复制到本地磁盘后重试。"),
        Fault::Empty => Told::new("文件没有内容。", "请重新导出。"),
        Fault::Encrypted => Told::new("文件有密码保护。", "请另存一份不带密码的副本。"),
        Fault::Truncated => Told::new("文件缺少结尾部分。", "传输可能中断，请重新复制或导出。"),
        Fault::Corrupt => Told::new("文件已损坏。", "请用 Excel 打开、修复后重新保存。"),
        Fault::WrongFormat { claimed, found } => {
            Told::new(format!("文件扩展名为 .{claimed}，实际是{}。", kind_of_file(*found)), "请用 Excel 打开并另存为 xlsx。")
        }
        Fault::TooLarge { limit, allowed, found } => too_large(*limit, *allowed, *found),
        Fault::Undecodable { encoding, line, .. } => {
            Told::new(format!("第 {line} 行不是 {encoding} 编码的文字。"), "请重新导出为 CSV UTF-8 或 xlsx。")
        }
        Fault::ParserFailed => Told::new("文件的结构无法读取。", "请用 Excel 打开并另存为 xlsx。"),
        Fault::TimedOut { seconds } => Told::new(
            format!("读取该文件超过 {seconds} 秒，已放弃。"),
            "请用 Excel 打开并另存为 xlsx，或在配置中调高 input.limits.seconds。",
        ),
        Fault::ChangedWhileReading => Told::new("读取时文件发生了变化，其内容未被使用。", "请在复制或导出完成后重新运行。"),
        Fault::Unsupported { what } => {
            Told::new(format!("不支持的内容：{}。", unsupported(what)), "请用 Excel 打开并另存为 xlsx。")
        }
    }
}

fn unsupported(what: &str) -> &str {
    match what {
        "workbooks from before Excel 5" => "Excel 5 之前的工作簿",
        "XML spreadsheets of Excel 2003" => "Excel 2003 的 XML 表格",
        "parts in UTF-16" => "UTF-16 编码的部分",
        "macro sheets" => "宏表",
        other => other,
    }
}

fn kind_of_file(found: Found) -> &'static str {
    match found {
        Found::Html => "网页",
        Found::Xml => "XML 文档",
        Found::Pdf => "PDF 文档",
        Found::Rtf | Found::Document => "文字文档",
        Found::Slides => "演示文稿",
        Found::Zip | Found::Archive => "压缩包",
        Found::Image => "图片",
        Found::Compound => "其他 Office 文档",
        Found::Binary => "无法识别的内容",
    }
}

fn too_large(limit: Limit, allowed: u64, found: u64) -> Told {
    let raise = |key: &str| format!("如文件可信，请在配置中提高 input.limits.{key}。");
    let split = || "请拆分文件。".to_owned();
    let (what, hint) = match limit {
        Limit::FileBytes => (format!("大小 {}，上限 {}", bytes(found), bytes(allowed)), raise("file_mib")),
        Limit::InflatedBytes => (format!("解压后超过 {}，上限 {}", bytes(found), bytes(allowed)), raise("inflated_mib")),
        Limit::Entries => (format!("包内有 {found} 个部分，上限 {allowed}"), raise("entries")),
        Limit::Ratio => (format!("压缩比超过 {allowed}:1，正常的电子表格不会如此"), raise("ratio")),
        Limit::Cells => (format!("单元格超过 {allowed} 个"), raise("cells")),
        Limit::PartBytes => (format!("其中一部分超过 {}", bytes(allowed)), split()),
        Limit::SharedStrings => (format!("不同的文字超过 {allowed} 条"), raise("shared_strings")),
        Limit::Styles => (format!("样式超过 {allowed} 个"), "请将数值复制到新的工作簿。".to_owned()),
        Limit::Sheets => (format!("工作表超过 {allowed} 张"), raise("sheets")),
        Limit::CellBytes => (format!("有单元格的文字超过 {}", bytes(allowed)), "请缩短该单元格的文字。".to_owned()),
        Limit::TextBytes => (format!("文字总量超过 {}", bytes(allowed)), raise("text_mib")),
        Limit::Memory => (format!("读取时需要的内存超过 {}", bytes(allowed)), raise("memory_mib")),
        Limit::AreaCells => {
            (format!("使用区域超过 {allowed} 个单元格"), "请删除远离数据的零散单元格，或另存为 xlsx。".to_owned())
        }
    };
    Told::new(format!("文件过大：{what}。"), hint)
}
