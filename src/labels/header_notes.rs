//! Sentences for how a header was understood: units from outside it, units nobody knows, and two columns for one field.

use super::problems::{Told, field, short};
use super::{Labels, fill};
use crate::clean::{HeaderNote, Written};
use crate::config::Language;
use crate::tables::TableId;

/// Headers that a sentence names.
const NAMED: usize = 4;

pub(super) fn told(l: &Labels, table: TableId, note: &HeaderNote) -> Told {
    match l.language {
        Language::En => english(l, table, note),
        Language::Zh => chinese(l, table, note),
    }
}

fn quoted(written: &Written) -> String {
    format!("\u{201c}{}\u{201d}", short(&written.text))
}

fn listed(headers: &[String], between: &str, more: &str) -> String {
    let mut text = headers.iter().take(NAMED).map(|h| short(h)).collect::<Vec<_>>().join(between);
    if headers.len() > NAMED {
        text.push_str(more);
    }
    text
}

fn english(l: &Labels, table: TableId, note: &HeaderNote) -> Told {
    match note {
        HeaderNote::UnitStated { line, factor, currency, headers } => {
            let money = currency.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
            Told::new(
                format!(
                    "{} states the unit of {}: each figure counts {factor}{money}.",
                    quoted(line),
                    listed(headers, ", ", " and others")
                ),
                "Nothing to do if it is so; a unit in the header of a column outranks the line.",
            )
        }
        HeaderNote::UnitContradicted { line, header } => Told::new(
            format!("{} states another unit than the header {} in {}.", quoted(line), quoted(header), header.cell),
            "The header's unit was taken: check the amounts, and correct the line or the header.",
        ),
        HeaderNote::UnitUnclear { place, factor } => Told::new(
            format!("{} seems to state a unit that is not known: the figures were multiplied by {factor}.", quoted(place)),
            "Write the unit as (元), (万元), (k USD) or the like, or take it out of the header.",
        ),
        HeaderNote::Doubled { field: name, used, passed, .. } => Told::new(
            format!(
                "Two columns for the {}: {} in {} is used, {} is not.",
                field(l, table, name),
                quoted(used),
                used.cell,
                quoted(passed)
            ),
            "If the other one is meant, say so in the configuration: `columns` of a [[mapping]] for this file.",
        ),
        HeaderNote::MixedMarks { header, count } => Told::new(
            fill(
                "{n} {n|cell|cells} of the column {header} {n|writes|write} the decimal mark otherwise than the others: a text such as 2.500 or 1,000 may have been read wrongly.",
                &[("n", count.to_string()), ("header", quoted(header))],
            ),
            "Export the column as numbers, or with one decimal mark throughout.",
        ),
    }
}

fn chinese(l: &Labels, table: TableId, note: &HeaderNote) -> Told {
    match note {
        HeaderNote::UnitStated { line, factor, currency, headers } => {
            let money = currency.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
            Told::new(
                format!("{}说明了{}的单位：每个数字按 {factor}{money} 计。", quoted(line), listed(headers, "、", "等列")),
                "如属实则无需处理；列名中写明的单位优先于该行。",
            )
        }
        HeaderNote::UnitContradicted { line, header } => Told::new(
            format!("{}与 {} 的列名{}所写的单位不一致。", quoted(line), header.cell, quoted(header)),
            "已采用列名中的单位：请核对金额，并更正该行或列名。",
        ),
        HeaderNote::UnitUnclear { place, factor } => Told::new(
            format!("{}中似乎写有无法识别的单位：数字按 ×{factor} 读取。", quoted(place)),
            "请将单位写成（元）、（万元）、（k USD）等形式，或从列名中去掉。",
        ),
        HeaderNote::Doubled { field: name, used, passed, .. } => Told::new(
            format!("有两列对应“{}”：采用 {} 的{}，不采用{}。", field(l, table, name), used.cell, quoted(used), quoted(passed)),
            "如应采用另一列，请在配置中为该文件的 [[mapping]] 写明 `columns`。",
        ),
        HeaderNote::MixedMarks { header, count } => Told::new(
            format!(
                "列{}中有 {count} 个单元格的小数点写法与其他单元格不同：2.500 或 1,000 之类的文本可能被误读。",
                quoted(header)
            ),
            "请将该列导出为数字，或统一小数点写法。",
        ),
    }
}
