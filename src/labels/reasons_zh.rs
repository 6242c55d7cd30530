//! Why a cell cannot be read, in Chinese: what it holds, and what is expected instead.

use super::advice::{self, DateFault};
use super::problems::{Told, short};
use crate::clean::{FaultyCell, Reason};

/// `field` as a person knows it.
pub(super) fn reason(field: &str, cell: &FaultyCell) -> Told {
    let holds = match short(&cell.value) {
        value if value.is_empty() => format!("“{field}”"),
        value => format!("“{field}”的内容“{value}”"),
    };
    let (sentence, hint) = match cell.reason {
        Reason::MissingRequired => missing(field, cell),
        Reason::BadDate => date(&holds, &cell.value),
        Reason::AmbiguousDate => ambiguous(&holds, &cell.value),
        Reason::DateOutOfRange => (
            format!("{holds}超出允许的年份。"),
            "请更正年份；若年份无误，请放宽配置 [dates] 中的 first_year 和 last_year。".to_owned(),
        ),
        Reason::TimeZone => (
            format!("{holds}是世界时（UTC），当地日期可能不同。"),
            "请导出当地时间，或写明时区，如 2024-05-03T10:30+08:00。".to_owned(),
        ),
        Reason::InexactNumber => (format!("{holds}是约数或区间。"), "请填写一个确定的数字。".to_owned()),
        Reason::BadTime => (format!("{holds}不是时间。"), "请写成 14:30（00:00 至 23:59）；时间段写成 11:00-12:00。".to_owned()),
        Reason::BadNumber => (format!("{holds}不是数字。"), number(&cell.value)),
        Reason::NotFinite => (format!("{holds}不是有限的数字。"), "请填写数值或更正公式。".to_owned()),
        Reason::TooLarge => (format!("{holds}过大，不合常理。"), "请检查位数，以及表头所写的单位。".to_owned()),
        Reason::FormulaError => {
            (format!("“{field}”的公式出错{}。", code_of(&cell.value)), "请更正公式，或直接填写数值。".to_owned())
        }
        Reason::Uncalculated => (format!("{holds}的公式从未计算。"), "请用 Excel 打开文件并保存，或直接填写数值。".to_owned()),
        Reason::ImpreciseId => (
            format!("{holds}以数字存储，末尾几位已丢失。"),
            "请将该列设为文本格式，并按来源系统重新填写；丢失的位数无法恢复。".to_owned(),
        ),
        Reason::BadFlag => (format!("{holds}既不是“是”也不是“否”。"), "请写“是”或“否”；不清楚时留空。".to_owned()),
        Reason::BadRating => (format!("{holds}不是评价。"), "请填写 1 至 5 的数字，或“满意”“不满意”之类的词。".to_owned()),
        Reason::RatingOutOfRange => {
            (format!("{holds}超出评分范围。"), "请填写范围内的数字，或在配置的 [satisfaction] 中设置 scale。".to_owned())
        }
        Reason::LossyText => {
            (format!("{holds}含有在先前转换中损坏的文字。"), "请重新填写，或重新导出为 CSV UTF-8 或 xlsx。".to_owned())
        }
        Reason::MissingRate => (
            match advice::currency(&cell.value) {
                Some(code) => format!("未配置{code}的汇率。"),
                None => format!("未配置汇率：{holds}不是本位币。"),
            },
            "请在配置的 [rates] 中添加。".to_owned(),
        ),
        Reason::SurplusCell => (
            format!("该行的单元格多于表头（“{}”）：前面的内容可能错列。", short(&cell.value)),
            "请将含分隔符的文字和金额放在引号内（如 \"1,234.50\"），或导出为 xlsx。".to_owned(),
        ),
    };
    Told::new(sentence, hint)
}

/// The code that Excel shows in place of the value.
fn code_of(value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("（{}）", short(value)) }
}

fn missing(field: &str, cell: &FaultyCell) -> (String, String) {
    let sentence = format!("缺少“{field}”。");
    match cell.cell() {
        Some(at) => (sentence, format!("请填写单元格 {at}，这是必填内容。")),
        None => (sentence, format!("工作表中没有填好的这一列：请增加一列，列名写“{field}”。")),
    }
}

fn date(holds: &str, value: &str) -> (String, String) {
    match advice::date(value) {
        DateFault::Swapped(meant) => (format!("{holds}不是日期：没有这个月份。"), format!("若是日月写反，请写成 {meant}。")),
        DateFault::NoSuchDay { year, month, days } => {
            (format!("{holds}不是日期：{year}年{month}月只有 {days} 天。"), "请更正日期，写成 2026-05-13 的样式。".to_owned())
        }
        DateFault::Other => (format!("{holds}不是日期。"), "请写成“年-月-日”，如 2026-05-13。".to_owned()),
    }
}

fn ambiguous(holds: &str, value: &str) -> (String, String) {
    let hint = match advice::readings(value) {
        Some([one, other]) => format!("请按实际写成 {one} 或 {other}。"),
        None => "请写成“年-月-日”，如 2026-05-13。".to_owned(),
    };
    (format!("{holds}看不出哪个是日、哪个是月。"), hint)
}

fn number(value: &str) -> String {
    if advice::is_day(value) {
        return "该单元格为日期格式：请改为数字格式，或更正所在列。".to_owned();
    }
    match advice::number(value) {
        Some(meant) => format!("若指 {meant}，请只填写该数字，不要夹带文字。"),
        None => "请填写普通数字，如 1234.50。".to_owned(),
    }
}
