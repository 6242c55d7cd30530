//! What every sheet was taken for, as lines for people and as JSON.

use serde_json::{Value, json};

use crate::clean::{Account, FileAccount, LayoutKind, RowCounts, SheetAccount, Why, column_letters};
use crate::console::Entry;
use crate::labels::Labels;
use crate::labels::reading::{deciding, sheet as read};

/// Sheets that are alike: the twelve months of a year are one matter, and so are a hundred files with a form each.
struct Group<'a>(Vec<(&'a FileAccount, &'a SheetAccount)>);

pub(super) fn entries(account: &Account, labels: &Labels) -> Vec<Entry> {
    groups(account).iter().map(|group| entry(group, labels)).collect()
}

fn groups(account: &Account) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for file in &account.files {
        // Tables of several files stay apart: a person looks for each of them. The file before may hold the same form.
        let first = groups.len().saturating_sub(1);
        for sheet in &file.sheets {
            let joins = |group: &&mut Group<'_>| {
                let (of, one) = group.0[0];
                (std::ptr::eq(of, file) || one.layout == Some(LayoutKind::Form)) && alike(one, sheet)
            };
            match groups[first..].iter_mut().find(joins) {
                Some(group) => group.0.push((file, sheet)),
                None => groups.push(Group(vec![(file, sheet)])),
            }
        }
    }
    groups
}

/// Whether two sheets were taken for the same, in the same way.
fn alike(one: &SheetAccount, other: &SheetAccount) -> bool {
    let key = |s: &SheetAccount| (s.table, s.layout, s.header_row, s.pinned, s.title_day);
    key(one) == key(other)
        && (&one.why, &one.columns, &one.unknown, &one.header_cells)
            == (&other.why, &other.columns, &other.unknown, &other.header_cells)
}

fn entry(group: &Group<'_>, labels: &Labels) -> Entry {
    let mut rows = RowCounts::default();
    group.0.iter().for_each(|(_, sheet)| rows.add(&sheet.rows));
    let ((file, first), (last_file, last)) = (group.0[0], group.0[group.0.len() - 1]);
    let reading = read(labels, first, group.0.len(), [rows.seen, rows.accepted, rows.rejected, rows.skipped()]);
    let place = match group.0.len() {
        1 => format!("{}!{}", file.file, first.sheet),
        _ if std::ptr::eq(file, last_file) => format!("{}!{} … {}", file.file, first.sheet, last.sheet),
        _ => format!("{}!{} … {}!{}", file.file, first.sheet, last_file.file, last.sheet),
    };
    let head = format!("{}: {}", reading.verdict, reading.why);
    let paragraphs = vec![head, reading.columns, reading.unknown, reading.rows];
    let brief = paragraphs.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join("; ");
    Entry { place, brief, paragraphs }
}

pub(super) fn as_json(account: &Account, labels: &Labels) -> Vec<Value> {
    account.files.iter().flat_map(|file| file.sheets.iter().map(move |sheet| one(file, sheet, labels))).collect()
}

fn one(file: &FileAccount, sheet: &SheetAccount, labels: &Labels) -> Value {
    let r = &sheet.rows;
    let reading = read(labels, sheet, 1, [r.seen, r.accepted, r.rejected, r.skipped()]);
    let (required, distinctive) = sheet.table.map(|table| deciding(table, sheet)).unwrap_or_default();
    let nearest = match &sheet.why {
        Some(Why::NoHeader { nearest: Some(near) }) => json!({
            "table": near.table.name(),
            "lacks": near.lacks,
            "row": near.row,
            "unknown": near.unknown.iter().map(|(cell, u)| json!({
                "cell": cell, "header": u.header, "nearest": u.nearest, "alias": u.alias,
            })).collect::<Vec<_>>(),
        }),
        _ => Value::Null,
    };
    json!({
        "file": file.file,
        "sheet": sheet.sheet,
        "table": sheet.table.map(crate::tables::TableId::name),
        "why": reading.why,
        "named": { "required": required, "distinctive": distinctive },
        "nearest": nearest,
        "skipped": sheet.why == Some(Why::Skipped),
        "pinned": sheet.pinned,
        "layout": sheet.layout.map(LayoutKind::name),
        "header_row": sheet.header_row,
        "title_day": sheet.title_day.map(|day| day.to_string()),
        "columns": columns(sheet),
        "unknown": unknown(sheet),
        "rows": {
            "seen": r.seen,
            "accepted": r.accepted,
            "rejected": r.rejected,
            "skipped": {
                "repeated_header": r.repeated_header,
                "subtotal": r.subtotal,
                "note": r.note,
                "duplicate_export": r.duplicate_export,
                "superseded": r.superseded,
            },
        },
    })
}

/// Each known header with its column; a form's fields have no column of their own.
fn columns(sheet: &SheetAccount) -> Vec<Value> {
    let known = |(header, field): &(String, &'static str)| json!({ "column": letters(sheet, header, Some(field)), "header": header, "field": field });
    sheet.columns.iter().map(known).collect()
}

fn unknown(sheet: &SheetAccount) -> Vec<Value> {
    let one = |u: &crate::clean::UnknownColumn| json!({ "column": letters(sheet, &u.header, None), "header": u.header, "nearest": u.alias, "field": u.nearest });
    sheet.unknown.iter().map(one).collect()
}

fn letters(sheet: &SheetAccount, header: &str, field: Option<&str>) -> Option<String> {
    let found = sheet.header_cells.iter().find(|h| h.field == field && (field.is_some() || h.text == header))?;
    (sheet.layout == Some(LayoutKind::Table)).then(|| column_letters(found.col))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{HeaderCell, NearMiss, UnknownColumn};
    use crate::config::Language;
    use crate::tables::TableId;

    fn month(name: &str, header_row: u32) -> SheetAccount {
        let header = |col, text: &str, field| HeaderCell { col, text: text.to_owned(), field };
        SheetAccount {
            sheet: name.to_owned(),
            source: Some(0),
            table: Some(TableId::Expenses),
            layout: Some(LayoutKind::Table),
            header_row: Some(header_row),
            columns: vec![("报销金额".to_owned(), "amount"), ("费用类别".to_owned(), "category"), ("城市".to_owned(), "city")],
            unknown: vec![UnknownColumn {
                header: "成交额".to_owned(),
                nearest: Some("amount"),
                alias: Some("成交金额".to_owned()),
            }],
            header_cells: vec![
                header(2, "报销金额", Some("amount")),
                header(3, "费用类别", Some("category")),
                header(4, "城市", Some("city")),
                header(27, "成交额", None),
            ],
            rows: RowCounts { seen: 3, accepted: 2, rejected: 1, ..RowCounts::default() },
            last_row: 9,
            ..SheetAccount::default()
        }
    }

    fn account(sheets: Vec<SheetAccount>) -> Account {
        let file = FileAccount {
            file: "a.xlsx".to_owned(),
            sha256: String::new(),
            bytes: 1,
            problem: None,
            misnamed: None,
            remarks: Vec::new(),
            sheets,
        };
        Account { files: vec![file], ..Account::default() }
    }

    #[test]
    fn sheets_that_are_alike_are_one_entry_and_others_say_why_they_are_none() {
        let mut other = month("说明", 1);
        let near = NearMiss { table: TableId::Visits, lacks: vec!["salesperson"], row: 1, unknown: Vec::new() };
        (other.table, other.why) = (None, Some(Why::NoHeader { nearest: Some(near) }));
        let mut skipped = month("旧", 1);
        (skipped.table, skipped.why) = (None, Some(Why::Skipped));
        let months = (1..=12).map(|n| month(&format!("{n}月"), 2));
        let account = account(months.chain([month("补", 3), other, skipped]).collect());
        let entries = entries(&account, Labels::of(Language::En));
        assert_eq!(entries.len(), 4);
        assert_eq!(entries[0].place, "a.xlsx!1月 … 12月");
        let expected = [
            "expenses (12 sheets alike, each a table, header in row 2): it has what the table needs: 报销金额, 费用类别",
            "报销金额 → amount, 费用类别 → category, 城市 → city",
            "not known: 成交额 (like 成交金额 → amount)",
            "36 rows: 24 accepted, 12 rejected, 0 skipped",
        ];
        assert_eq!(entries[0].paragraphs, expected);
        assert_eq!(entries[2].brief, "none: row 1 is nearest to a header of visits, which also needs: salesperson");
        assert_eq!(entries[3].brief, "none: the configuration says to pass over it");
    }

    #[test]
    fn files_with_the_same_form_are_one_entry() {
        let mut form = month("表", 3);
        form.layout = Some(LayoutKind::Form);
        let mut account = account(vec![form]);
        for name in ["b.xlsx", "c.xlsx"] {
            let copy = FileAccount { file: name.to_owned(), ..account.files[0].clone() };
            account.files.push(copy);
        }
        let entries = entries(&account, Labels::of(Language::Zh));
        assert_eq!((entries.len(), entries[0].place.as_str()), (1, "a.xlsx!表 … c.xlsx!表"));
        assert!(entries[0].brief.starts_with("费用（3 张相同的工作表，表单，"), "{}", entries[0].brief);
    }

    #[test]
    fn programs_get_every_sheet_with_its_columns() {
        let mut dated = month("1月", 2);
        dated.title_day = chrono::NaiveDate::from_ymd_opt(2026, 5, 20);
        let sheets = as_json(&account(vec![dated, month("2月", 2)]), Labels::of(Language::Zh));
        assert_eq!(sheets.len(), 2);
        assert_eq!(sheets[0]["columns"][0], json!({ "column": "C", "header": "报销金额", "field": "amount" }));
        let unknown = json!({ "column": "AB", "header": "成交额", "nearest": "成交金额", "field": "amount" });
        assert_eq!(sheets[0]["unknown"][0], unknown);
        assert_eq!((&sheets[0]["title_day"], &sheets[1]["title_day"]), (&json!("2026-05-20"), &Value::Null));
        assert_eq!((&sheets[0]["header_row"], &sheets[0]["rows"]["rejected"]), (&json!(2), &json!(1)));
        assert_eq!(sheets[0]["named"]["required"], json!(["报销金额", "费用类别"]));
    }
}
