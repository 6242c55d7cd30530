//! `keyaccount init`: what it writes, what it leaves alone, and that whatever is filled into its templates is read back whole.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use chrono::{NaiveDate, NaiveTime};
use keyaccount::config::Language;
use keyaccount::draw;
use keyaccount::labels::Labels;
use keyaccount::tables::{Kind, TableId};
use keyaccount::templates::{self, Body, Column, Entry, Need, Template, Value};
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::common::{self, keyaccount, root, tree};

const LANGUAGES: [Language; 2] = [Language::Zh, Language::En];
const TEMPLATES: usize = 16;
/// Beside the templates: the configuration and the text that says what to do next.
const OTHERS: usize = 2;

/// Runs and expects an exit code; gives what was printed.
fn ran(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = keyaccount(folder).args(arguments).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

fn world() -> TempDir {
    let world = tempfile::tempdir().unwrap();
    ran(world.path(), &["init", "new/review"], 0);
    world
}

/// Reviews a folder and gives the manifest of the one month that comes out.
fn manifest(world: &Path, input: &Path) -> Json {
    let output = world.join("reviewed");
    ran(world, &["run", "--quiet", "--input", input.to_str().unwrap(), "--output", output.to_str().unwrap()], 0);
    let month = fs::read_dir(&output).unwrap().map(|e| e.unwrap().path()).find(|p| p.join("run.json").exists()).unwrap();
    common::manifest(&month)
}

fn sheets(manifest: &Json) -> impl Iterator<Item = (&str, &Json)> {
    let files = manifest["inputs"].as_array().unwrap().iter();
    files.flat_map(|f| f["sheets"].as_array().unwrap().iter().map(|sheet| (f["file"].as_str().unwrap(), sheet)))
}

fn part(book: &Path, name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(File::open(book).unwrap()).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_folder_is_ready_to_run_in() {
    let world = world();
    let root = world.path().join("new/review");
    for (folder, files) in [("input", 0), ("output", 0), ("config", 1), ("templates/zh", 8), ("templates/en", 8)] {
        assert_eq!(fs::read_dir(root.join(folder)).unwrap().count(), files, "{folder}");
    }
    assert!(fs::read_to_string(root.join("README.txt")).unwrap().contains("keyaccount check"));
    // Its own input and output are the defaults; the templates are not input until somebody puts them there.
    ran(&root, &["check"], 3);
    fs::copy(root.join("templates/zh/订单.xlsx"), root.join("input/订单.xlsx")).unwrap();
    ran(&root, &["run", "--quiet"], 0);
    assert!(root.join("output/2026-03/review.xlsx").exists());
}

#[test]
fn what_is_there_is_kept_and_said() {
    let world = world();
    let root = world.path().join("new/review");
    fs::write(root.join("config/keyaccount.toml"), "window_months = 6\n").unwrap();
    fs::remove_file(root.join("templates/en/orders.xlsx")).unwrap();
    let before = tree(&root);
    let told: Json = serde_json::from_str(&ran(world.path(), &["init", "new/review", "--format", "json"], 0)).unwrap();
    assert_eq!(told["folder"], "new/review");
    assert_eq!(told["written"], serde_json::json!(["templates/en/orders.xlsx"]));
    assert_eq!(told["kept"].as_array().unwrap().len(), TEMPLATES + OTHERS - 1);
    let mut after = tree(&root);
    assert!(after.remove("templates/en/orders.xlsx").is_some());
    assert_eq!(after, before);
    let text = ran(world.path(), &["init", "new/review", "--lang", "zh"], 0);
    assert_eq!(text.lines().filter(|l| l.starts_with("已保留 ")).count(), TEMPLATES + OTHERS, "{text}");
}

#[test]
fn the_same_bytes_every_time() {
    let (one, other) = (world(), world());
    let bytes = |world: &TempDir| tree(world.path()).into_values().collect::<Vec<_>>();
    assert_eq!(bytes(&one).len(), TEMPLATES + OTHERS);
    assert_eq!(bytes(&one), bytes(&other));
}

#[test]
fn the_configuration_speaks_the_language_asked_for() {
    for (flags, language) in [(&["init", "x"][..], "en"), (&["init", "x", "--lang", "zh"], "zh")] {
        let world = tempfile::tempdir().unwrap();
        ran(world.path(), flags, 0);
        let text = fs::read_to_string(world.path().join("x/config/keyaccount.toml")).unwrap();
        assert!(text.contains(&format!("\nlanguage = \"{language}\"\n")), "{language}");
        let shipped = fs::read_to_string(root().join("config/keyaccount.toml")).unwrap();
        assert_eq!(text.lines().zip(shipped.lines()).filter(|(a, b)| a != b).count(), usize::from(language == "zh"));
    }
}

#[test]
fn a_broken_configuration_is_no_hindrance_and_a_folder_that_cannot_be_is_named() {
    let world = tempfile::tempdir().unwrap();
    fs::create_dir(world.path().join("config")).unwrap();
    fs::write(world.path().join("config/keyaccount.toml"), "no = toml = at all").unwrap();
    ran(world.path(), &["init", "elsewhere"], 0);
    fs::write(world.path().join("file"), "in the way").unwrap();
    let output = keyaccount(world.path()).args(["init", "file/below"]).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("file/below"));
    assert_eq!(keyaccount(world.path()).arg("init").output().unwrap().status.code(), Some(2), "the folder has to be named");
}

#[test]
fn every_template_is_read_back_whole() {
    let world = world();
    let manifest = manifest(world.path(), &world.path().join("new/review/templates"));
    let said: BTreeMap<String, Template> =
        LANGUAGES.into_iter().flat_map(templates::all).map(|template| (template.file.clone(), template)).collect();
    assert_eq!(manifest["inputs"].as_array().unwrap().len(), TEMPLATES);
    assert_eq!(sheets(&manifest).count(), 2 * TEMPLATES);
    for (file, sheet) in sheets(&manifest) {
        let template = &said[file];
        let counted = |key: &str| sheet["rows"][key].as_u64().unwrap();
        if sheet["sheet"] == template.notes.sheet {
            assert_eq!(sheet["table"], Json::Null, "{file}: the explanation is no table");
            continue;
        }
        assert_eq!(sheet["sheet"], template.title);
        let (layout, records) = match &template.body {
            Body::Table { rows } => ("table", rows.len()),
            Body::Form { .. } => ("form", 1),
        };
        assert_eq!(sheet["layout"], layout, "{file}");
        assert_eq!([counted("seen"), counted("accepted"), counted("rejected")], [records as u64, records as u64, 0], "{file}");
        assert_eq!(sheet["unknown_columns"], serde_json::json!([]), "{file}");
        let fields: Vec<&str> = sheet["columns"].as_object().unwrap().values().map(|f| f.as_str().unwrap()).collect();
        let mut declared: Vec<&str> = template.columns.iter().map(|c| c.name).collect();
        let mut found = fields.clone();
        declared.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, declared, "{file}: each header names its own field");
        assert!(TableId::ALL.iter().any(|t| sheet["table"] == t.name() && t.spec().position(fields[0]).is_some()), "{file}");
    }
    // Nothing in the story the examples tell is wrong by the rules either.
    assert_eq!(manifest["totals"]["findings"], serde_json::json!({ "error": 0, "warning": 0, "note": 0 }));
}

/// Values that are awkward and right: what somebody may well enter.
fn awkward(column: &Column, kind: Kind, turn: usize) -> Value {
    let text = |choices: &[&str]| Value::Text(choices[turn % choices.len()].to_owned());
    let day = NaiveDate::from_ymd_opt(2026, 2, 27).unwrap() + chrono::Days::new(turn as u64);
    if column.need == Need::Optional && turn == 3 {
        return Value::Empty;
    }
    if column.name == "currency" {
        return text(&["CNY", "人民币", "cny "]);
    }
    match &column.entry {
        Entry::Id => text(&["6217001234567890123", "000123", "A-1/甲", "=1+1"]),
        Entry::Name if kind == Kind::Span => text(&["9：30～10：15", "14:00-15:30"]),
        Entry::Name => text(&["=HYPERLINK(\"http://example.org\")", "+86 Trading Co., Ltd.", "  华东 机械（上海） ", "@home"]),
        Entry::Text => text(&["line one\nline two", "-", "合计 3 台", "'quoted"]),
        Entry::Date => {
            [Value::Day(day), Value::Text("2026/3/2".to_owned()), Value::Text("2026年3月3日".to_owned())][turn % 3].clone()
        }
        Entry::Moment => [Value::Day(day), Value::Moment(day.and_hms_opt(23, 59, 0).unwrap())][turn % 2].clone(),
        Entry::Time => [Value::Time(NaiveTime::from_hms_opt(0, 0, 0).unwrap()), Value::Text("9:05".to_owned())][turn % 2].clone(),
        Entry::Amount => {
            [Value::Number(-0.01), Value::Text("￥1,234.50".to_owned()), Value::Number(9_999_999_999.99)][turn % 3].clone()
        }
        Entry::Number => [Value::Number(0.333), Value::Text("１２".to_owned())][turn % 2].clone(),
        Entry::Count => [Value::Number(0.0), Value::Number(999.0)][turn % 2].clone(),
        // Every word of the list comes up, one a row.
        Entry::Choice { words, .. } => Value::Text(words[turn % words.len()].clone()),
    }
}

#[test]
fn awkward_values_in_a_template_are_read_whole() {
    const ROWS: usize = 24;
    const FORMS: usize = 6;
    let world = tempfile::tempdir().unwrap();
    let input = world.path().join("input");
    let put = |name: String, template: &Template| {
        fs::create_dir_all(input.join(&name).parent().unwrap()).unwrap();
        fs::write(input.join(name), draw::template(template).unwrap()).unwrap();
    };
    for language in LANGUAGES {
        let tables = TableId::ALL.into_iter().chain([TableId::Visits, TableId::Callbacks]);
        for (table, mut template) in tables.zip(templates::all(language)) {
            let kind = |column: &Column| table.spec().columns.iter().find(|c| c.name == column.name).unwrap().kind;
            let columns = template.columns.clone();
            let record = |turn| columns.iter().map(|column| awkward(column, kind(column), turn)).collect::<Vec<_>>();
            let before = template.body.clone();
            match before {
                Body::Table { .. } => {
                    template.body = Body::Table { rows: (0..ROWS).map(record).collect() };
                    put(template.file.clone(), &template);
                }
                Body::Form { hint, signatures, .. } => {
                    for turn in 0..FORMS {
                        template.body = Body::Form { values: record(turn), hint, signatures };
                        put(format!("{turn}/{}", template.file), &template);
                    }
                }
            }
        }
    }
    let manifest = manifest(world.path(), &input);
    let ours: Vec<_> = sheets(&manifest).filter(|(_, sheet)| sheet["table"] != Json::Null).collect();
    for (file, sheet) in &ours {
        let (rows, records) = (&sheet["rows"], if sheet["layout"] == "table" { ROWS } else { 1 });
        assert_eq!((&rows["seen"], &rows["rejected"]), (&Json::from(records), &Json::from(0)), "{file}: {rows}");
        assert_eq!(sheet["unknown_columns"], serde_json::json!([]), "{file}");
    }
    assert_eq!(ours.len(), LANGUAGES.len() * (TableId::ALL.len() + 2 * FORMS));
}

#[test]
fn cells_are_guided_and_text_stays_text() {
    let world = world();
    for template in LANGUAGES.into_iter().flat_map(templates::all) {
        let path = world.path().join("new/review/templates").join(&template.file);
        let xml = part(&path, "xl/worksheets/sheet1.xml");
        for column in &template.columns {
            let expected = match &column.entry {
                Entry::Choice { words, .. } => format!("<formula1>\"{}\"</formula1>", words.join(",")),
                Entry::Date | Entry::Moment => "type=\"date\"".to_owned(),
                Entry::Time => "type=\"time\"".to_owned(),
                Entry::Amount | Entry::Number => "type=\"decimal\"".to_owned(),
                Entry::Count => "type=\"whole\"".to_owned(),
                Entry::Text | Entry::Name | Entry::Id => format!("promptTitle=\"{}\"", column.header),
            };
            assert!(xml.contains(&expected), "{}: {}: {expected}", template.file, column.header);
        }
        assert!(!xml.contains("<f>"), "{}: no formula", template.file);
        if let Body::Table { .. } = template.body {
            for wanted in ["<autoFilter ", "state=\"frozen\"", "fitToPage=\"1\""] {
                assert!(xml.contains(wanted), "{}: {wanted}", template.file);
            }
        }
        let mut book: Xlsx<_> = open_workbook(&path).unwrap();
        assert_eq!(book.sheet_names(), [template.title, template.notes.sheet]);
        let cells = book.worksheet_range(template.title).unwrap();
        let marked = cells.used_cells().filter(|(.., cell)| matches!(cell, Data::String(text) if text.ends_with(" *"))).count();
        assert_eq!(marked, template.columns.iter().filter(|c| c.need.is_marked()).count(), "{}", template.file);
    }
}

#[test]
fn a_long_number_typed_into_an_identifier_column_stays_text() {
    // The column carries the text format; what is typed into it is stored as typed.
    let template = templates::table(Labels::of(Language::En), TableId::Orders);
    let world = tempfile::tempdir().unwrap();
    let path = world.path().join("orders.xlsx");
    fs::write(&path, draw::template(&template).unwrap()).unwrap();
    let (sheet, styles) = (part(&path, "xl/worksheets/sheet1.xml"), part(&path, "xl/styles.xml"));
    let column = sheet.split("<col ").find(|c| c.starts_with("min=\"1\" ")).unwrap();
    let style: usize = column.split("style=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    let formats = styles.split("<cellXfs").nth(1).unwrap();
    // 49 is the built-in number of the format @.
    assert!(formats.split("<xf ").nth(style + 1).unwrap().starts_with("numFmtId=\"49\""), "{style}");
}
