//! What `check` says of a sheet: what it was taken for, why, and where each header went.

use super::problems::fields;
use super::{Labels, fill};
use crate::clean::{SheetAccount, UnknownColumn, Why};
use crate::config::Language;
use crate::tables::TableId;

/// A sheet in words, from the verdict to the details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it was taken for, and how it is laid out.
    pub verdict: String,
    /// What told it.
    pub why: String,
    /// `报销金额 → amount`, for every known header.
    pub columns: String,
    /// The headers nobody knows, with the nearest known one.
    pub unknown: String,
    /// Where the rows went.
    pub rows: String,
}

/// Puts one sheet, or several that are alike, into words. `rows`: seen, accepted, rejected, skipped of all of them.
#[must_use]
pub fn sheet(l: &Labels, sheet: &SheetAccount, alike: usize, rows: [u64; 4]) -> Reading {
    let zh = l.language == Language::Zh;
    let Some(table) = sheet.table else {
        let verdict = if zh { "不采用" } else { "none" }.to_owned();
        let why = not_ours(l, sheet.why.as_ref());
        return Reading { verdict, why, columns: String::new(), unknown: String::new(), rows: String::new() };
    };
    let list = |items: Vec<String>| items.join(if zh { "，" } else { ", " });
    let columns = list(sheet.columns.iter().map(|(header, field)| format!("{header} → {field}")).collect());
    let unknown = list(sheet.unknown.iter().map(|u| unknown(zh, u)).collect());
    let [seen, accepted, rejected, skipped] = rows;
    Reading {
        verdict: verdict(l, table, sheet, alike),
        why: why(l, table, sheet),
        columns,
        unknown: match (unknown.is_empty(), zh) {
            (true, _) => unknown,
            (_, true) => format!("未知列：{unknown}"),
            (_, false) => format!("not known: {unknown}"),
        },
        rows: match zh {
            true => format!("{seen} 行：采用 {accepted}，拒绝 {rejected}，略过 {skipped}"),
            false => {
                let rows = fill("{n} {n|row|rows}", &[("n", seen.to_string())]);
                format!("{rows}: {accepted} accepted, {rejected} rejected, {skipped} skipped")
            }
        },
    }
}

fn verdict(l: &Labels, table: TableId, sheet: &SheetAccount, alike: usize) -> String {
    let layout = sheet.layout.map_or("", |kind| l.word(kind.name()));
    let row = sheet.header_row.unwrap_or_default();
    match l.language {
        Language::En => {
            let alike = if alike > 1 { format!("{alike} sheets alike, each a ") } else { String::new() };
            format!("{} ({alike}{layout}, header in row {row})", table.name())
        }
        Language::Zh => {
            let alike = if alike > 1 { format!("{alike} 张相同的工作表，") } else { String::new() };
            format!("{}（{alike}{layout}，表头在第 {row} 行）", l.word(table.name()))
        }
    }
}

/// The headers that decided it: those that a record needs, and those that only this table has.
fn why(l: &Labels, table: TableId, sheet: &SheetAccount) -> String {
    let zh = l.language == Language::Zh;
    let (needed, telling) = deciding(table, sheet);
    let between = if zh { "、" } else { ", " };
    // A few tell it; a form of thirty fields need not name them all.
    let (needed, telling) = (needed.join(between), telling[..telling.len().min(4)].join(between));
    let mut parts = Vec::new();
    if sheet.pinned {
        parts.push(if zh { "由配置指定" } else { "the configuration says so" }.to_owned());
    }
    if !needed.is_empty() {
        parts.push(if zh { format!("有必需的列：{needed}") } else { format!("it has what the table needs: {needed}") });
    }
    if !telling.is_empty() {
        parts.push(if zh { format!("有特有的列：{telling}") } else { format!("told from others by: {telling}") });
    }
    if let Some(day) = sheet.title_day {
        parts.push(match zh {
            true => format!("没有日期的记录按标题所写的 {day} 计"),
            false => format!("records without a date are of {day}, as the title says"),
        });
    }
    parts.join(if zh { "；" } else { "; " })
}

/// Headers of required fields, and of distinctive ones beside them.
#[must_use]
pub fn deciding(table: TableId, sheet: &SheetAccount) -> (Vec<&str>, Vec<&str>) {
    let spec = table.spec();
    let needed = |field: &&str| spec.required.iter().any(|group| group.contains(field));
    let headers = |wanted: &dyn Fn(&&str) -> bool| {
        sheet.columns.iter().filter(|(_, field)| wanted(field)).map(|(header, _)| header.as_str()).collect()
    };
    (headers(&needed), headers(&|field| !needed(field) && spec.distinctive.contains(field)))
}

fn unknown(zh: bool, column: &UnknownColumn) -> String {
    let UnknownColumn { header, nearest, alias } = column;
    match (nearest, alias) {
        (Some(field), Some(alias)) if zh => format!("{header}（近似 {alias} → {field}）"),
        (Some(field), None) if zh => format!("{header}（近似 {field}）"),
        (Some(field), Some(alias)) => format!("{header} (like {alias} → {field})"),
        (Some(field), None) => format!("{header} (like {field})"),
        (None, _) => header.clone(),
    }
}

/// Why a sheet is none of ours.
fn not_ours(l: &Labels, why: Option<&Why>) -> String {
    let zh = l.language == Language::Zh;
    match why {
        None => String::new(),
        Some(Why::Empty) => if zh { "工作表为空" } else { "the sheet is empty" }.to_owned(),
        Some(Why::Skipped) => if zh { "配置要求略过" } else { "the configuration says to pass over it" }.to_owned(),
        Some(Why::Guide) => if zh { "模板自带的填写说明" } else { "the explanations of a template" }.to_owned(),
        Some(Why::NoHeader { nearest: None }) => {
            if zh { "没有任何一行像已知表格的表头" } else { "no row resembles the header of a table" }.to_owned()
        }
        Some(Why::NoHeader { nearest: Some(near) }) if zh => format!(
            "第 {} 行最接近“{}”的表头，但缺少：{}",
            near.row,
            l.word(near.table.name()),
            fields(l, near.table, &near.lacks, "、")
        ),
        Some(Why::NoHeader { nearest: Some(near) }) => format!(
            "row {} is nearest to a header of {}, which also needs: {}",
            near.row,
            near.table.name(),
            fields(l, near.table, &near.lacks, ", ")
        ),
    }
}
