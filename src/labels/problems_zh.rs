//! Problems of the input in Chinese.

use super::Labels;
use super::problems::{Told, bytes, field, fields};
use crate::clean::Reason;
use crate::load::{Fault, Found, Limit};
use crate::problems::Kind;
use crate::tables::TableId;

pub(super) fn problem(l: &Labels, kind: &Kind) -> Told {
    match kind {
        Kind::Unreadable(cause) => fault(cause),
        Kind::PartlyRead(cause) => {
            let told = fault(cause);
            Told::new(format!("只读到此处：{}", told.sentence), told.hint)
        }
        Kind::Rejected { table, column, reason, .. } => rejected(&field(l, *table, column), *reason),
        Kind::CutOff { rows } => Told::new(
            format!("工作表止于第 {rows} 行，正是该格式的最大行数：导出内容很可能被截断。"),
            "请缩短导出的时间范围或导出为 csv，并与来源系统核对行数。",
        ),
        Kind::NotOurs { nearest: None } => Told::new(
            "工作表中没有任何一行像已知表格的表头。",
            "如属于本次评审，请检查表头行，或在配置的 [aliases] 中补充其列名。",
        ),
        Kind::NotOurs { nearest: Some((table, lacks)) } => Told::new(
            format!("工作表近似“{}”，但缺少列：{}。", l.word(table.name()), fields(l, *table, lacks, "、")),
            format!("请补上缺少的列，或在配置的 [aliases.{}] 中写明其列名。", table.name()),
        ),
        Kind::NothingInIt => Told::new("文件中的工作表全部为空。", "请重新导出，或将其移出文件夹。"),
        Kind::PassedOver => Told::new("文件被略过：其扩展名不是电子表格。", "如属于本次评审，请另存为 xlsx 或 csv。"),
        Kind::UnknownColumn { table, header, nearest, sheets } => unknown_column(l, *table, (header, *sheets), *nearest),
        Kind::DoubtfulDates { count } => Told::new(
            format!("有 {count} 个日期（如 03/04/24）看不出哪个是日，已按配置读取。"),
            "请核对配置 [dates] 中的 order，或将日期导出为 2024-04-03。",
        ),
        Kind::Duplicates { count } => Told::new(
            format!("有 {count} 行在另一份导出中也存在，只计一次。"),
            "无需处理；若确为不同记录，请补上能区分它们的列。",
        ),
        Kind::LookAlike { one, other } => Told::new(
            format!("“{one}”与“{other}”名称相近，按两个客户计算。"),
            "请在配置的 [identity] 中决定：同一客户（same）或不同客户（different）。",
        ),
        Kind::AmbiguousName { name } => {
            Told::new(format!("“{name}”对应多个客户。"), "请在导出中写明客户编号，或在配置的 [identity.same] 中指定。")
        }
        Kind::NoTable(table) => no_table(*table),
    }
}

fn unknown_column(l: &Labels, table: TableId, (header, sheets): (&str, u64), nearest: Option<&'static str>) -> Told {
    let column = match sheets {
        1 => format!("未知的列“{header}”"),
        _ => format!("未知的列“{header}”（{sheets} 张工作表）"),
    };
    let alias = format!("[aliases.{}]", table.name());
    match nearest {
        Some(name) => Told::new(
            format!("{column}，已忽略；是否应为“{}”？", field(l, table, name)),
            format!("请改列名，或在配置的 {alias} 中将其加入 {name}。"),
        ),
        None => Told::new(format!("{column}，已忽略。"), format!("如评审需要该列，请在配置的 {alias} 中补充；否则无需处理。")),
    }
}

fn no_table(table: TableId) -> Told {
    let (what, hint) = match table {
        TableId::Customers => ("客户档案", "没有它，需求量、信用额度和客户阶段均为未知。"),
        TableId::Visits => ("拜访记录", "没有它，不检查拜访覆盖和拜访规则。"),
        TableId::Expenses => ("费用报销", "没有它，不检查费用规则。"),
        TableId::Orders => ("订单", "订单是必需的：没有订单就没有评审。"),
        TableId::Callbacks => ("回访记录", "没有它，满意度只依据拜访，也不检查回访。"),
    };
    Told::new(format!("输入中没有{what}。"), hint)
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
        Limit::SharedStrings => (format!("不同的文字超过 {allowed} 条"), split()),
        Limit::Styles => (format!("样式超过 {allowed} 个"), "请将数值复制到新的工作簿。".to_owned()),
        Limit::Sheets => (format!("工作表超过 {allowed} 张"), split()),
        Limit::CellBytes => (format!("有单元格的文字超过 {}", bytes(allowed)), "请缩短该单元格的文字。".to_owned()),
        Limit::AreaCells => {
            (format!("使用区域超过 {allowed} 个单元格"), "请删除远离数据的零散单元格，或另存为 xlsx。".to_owned())
        }
    };
    Told::new(format!("文件过大：{what}。"), hint)
}

fn rejected(field: &str, reason: Reason) -> Told {
    let (sentence, hint) = match reason {
        Reason::MissingRequired => (format!("缺少“{field}”。"), "请填写该单元格。"),
        Reason::BadDate => (format!("“{field}”不是日期。"), "请写成 2024-05-03。"),
        Reason::AmbiguousDate => (format!("“{field}”的日月顺序不明。"), "请写成 2024-05-03。"),
        Reason::DateOutOfRange => (format!("“{field}”超出允许的年份。"), "请更正年份，或在配置的 [dates] 中放宽范围。"),
        Reason::TimeZone => {
            (format!("“{field}”是世界时（UTC），当地日期可能不同。"), "请导出当地时间，或写明时区，如 2024-05-03T10:30+08:00。")
        }
        Reason::BadTime => (format!("“{field}”不是时间。"), "请写成 14:30。"),
        Reason::BadNumber => (format!("“{field}”不是数字。"), "请填写普通数字，如 1234.50。"),
        Reason::InexactNumber => (format!("“{field}”是约数或区间。"), "请填写一个确定的数字。"),
        Reason::NotFinite => (format!("“{field}”不是有限的数字。"), "请填写金额或更正公式。"),
        Reason::TooLarge => (format!("“{field}”大得不合情理。"), "请检查单位和位数。"),
        Reason::FormulaError => (format!("“{field}”的公式出错。"), "请更正公式或填写数值。"),
        Reason::Uncalculated => (format!("“{field}”的公式从未计算。"), "请用 Excel 打开文件并保存。"),
        Reason::ImpreciseId => (format!("“{field}”以数字存储，已丢失位数。"), "请将该列设为文本格式后重新导出。"),
        Reason::BadFlag => (format!("“{field}”不是“是”或“否”。"), "请写“是”或“否”。"),
        Reason::BadRating => (format!("“{field}”不是评价。"), "请填写评价等级的文字或数字。"),
        Reason::RatingOutOfRange => (format!("“{field}”超出评分范围。"), "请更正，或在配置中设置 satisfaction.scale。"),
        Reason::LossyText => (format!("“{field}”含有在先前转换中损坏的文字。"), "请重新导出为 CSV UTF-8 或 xlsx。"),
        Reason::MissingRate => (format!("“{field}”的币种没有汇率。"), "请在配置的 [rates] 中添加该币种。"),
    };
    Told::new(sentence, hint)
}
