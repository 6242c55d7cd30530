//! Pages read back the way a browser's tokenizer reads them.

use std::collections::BTreeSet;

#[path = "../../../tests/suite/common/html.rs"]
mod read;

use super::html;
use super::table::OPEN;
use crate::config::Language;
use crate::draw::sample;
use crate::labels::Labels;
use crate::report::model::{Block, Cell, Leaf, LeafPart, LeafRow, Line, Report, Script, Sheet, Table, Target, Tone};
use crate::report::web::Web;
use read::{Element, elements, rows};

fn page_of(report: &Report, rows: usize) -> String {
    let language = if report.script == Script::Han { Language::Zh } else { Language::En };
    String::from_utf8(html(report, &Web { words: Labels::of(language).web(), rows }).unwrap()).unwrap()
}

fn page(report: &Report) -> Vec<Element> {
    elements(&page_of(report, 1000))
}

fn table(report: &mut Report) -> &mut Table {
    let blocks = report.sheets.iter_mut().flat_map(|s| s.blocks.iter_mut());
    let mut tables = blocks.filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    tables.next().unwrap()
}

/// So many rows like the first, with names of their own.
fn lengthened(report: &mut Report, count: usize) {
    let one = table(report).rows[0].clone();
    let named = |n: usize| {
        let mut row = one.clone();
        row[0] = Cell::Text(format!("C{n}"));
        row
    };
    table(report).rows = (0..count).map(named).collect();
}

/// Two explanations, and a line that leads to the second.
fn leaves() -> Sheet {
    let leaf = |title: &str| {
        let row = |tone| LeafRow { what: "Sales".into(), text: "4 rows <of> orders".into(), result: "1,000".into(), tone };
        let part = LeafPart { heading: "Sales".into(), rows: vec![row(Tone::Neutral), row(Tone::Muted)] };
        let back = Line { text: "Back".into(), tone: Tone::Neutral, link: Some(Target::Row("customers", 0)) };
        Block::Leaf(Leaf { title: title.into(), lines: vec![back], parts: vec![part] })
    };
    let line = Line { text: "Two".into(), tone: Tone::Neutral, link: Some(Target::Leaf("leaves", 1)) };
    Sheet {
        id: "leaves",
        name: "Leaves".into(),
        title: "Leaves".into(),
        subtitle: "Two".into(),
        blocks: vec![Block::Text { heading: None, lines: vec![line] }, leaf("One"), leaf("Two")],
    }
}

#[test]
fn every_id_is_one_and_every_link_leads_somewhere() {
    for script in [Script::Latin, Script::Han] {
        let mut report = sample::report(script);
        report.sheets.push(leaves());
        // A chart that stands on two sheets has two ids.
        report.sheets[2].blocks.push(Block::Charts(vec!["scatter"]));
        let all = page(&report);
        let ids: Vec<&str> = all.iter().map(|e| e.get("id")).filter(|id| !id.is_empty()).collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{ids:?}");
        let links: Vec<&str> = all.iter().filter(|e| e.name == "a").map(|e| e.get("href")).collect();
        assert!(links.contains(&"#t-customers-1") && links.contains(&"#l-leaves-1") && links.contains(&"#t-customers-0"));
        for link in links {
            assert!(link.strip_prefix('#').is_some_and(|id| known.contains(id)), "{link}");
        }
        let named = |attribute| all.iter().flat_map(move |e| e.get(attribute).split(' ').filter(|id| !id.is_empty()));
        for id in named("aria-labelledby").chain(named("for")) {
            assert!(known.contains(id), "{id}");
        }
    }
}

#[test]
fn nothing_is_loaded_and_the_policy_says_so() {
    let text = page_of(&sample::report(Script::Latin), 1000);
    let all = elements(&text);
    let policy = all.iter().find(|e| e.get("http-equiv") == "Content-Security-Policy").unwrap().get("content");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    for (tag, name) in [("style", "style-src"), ("script", "script-src")] {
        let own: Vec<&Element> = all.iter().filter(|e| e.name == tag).collect();
        assert_eq!(own.len(), 1, "{tag}");
        assert!(policy.contains(&format!("{name} '{}'", super::page::hash(&own[0].text))), "{tag}: {policy}");
        assert!(!own[0].text.contains("url(") && !own[0].text.contains("@import"), "{tag}");
    }
    for element in &all {
        let outside = ["src", "srcset", "action", "data", "poster", "style"].iter().any(|a| element.attributes.contains_key(*a));
        assert!(!outside && !element.attributes.keys().any(|a| a.starts_with("on")), "{element:?}");
        assert!(["#", "data:", ""].iter().any(|start| element.get("href").starts_with(start)), "{element:?}");
    }
}

#[test]
fn no_text_becomes_markup() {
    let evil = ["<script>alert(1)</script>", "\"&'", "</script>", "</style><b onclick=x>", "' onload='x", "a\u{0}\u{202E}b"];
    let mut report = sample::report(Script::Latin);
    report.sheets.push(leaves());
    let clean: Vec<String> = page(&report).iter().map(|e| e.name.clone()).collect();
    let all = evil.concat();
    (report.title, report.company) = (all.clone(), all.clone());
    for sheet in &mut report.sheets {
        (sheet.name, sheet.title, sheet.subtitle) = (all.clone(), all.clone(), all.clone());
    }
    for chart in &mut report.charts {
        (chart.title, chart.insight, chart.alt) = (all.clone(), all.clone(), all.clone());
        (chart.x_axis, chart.y_axis) = (all.clone(), all.clone());
    }
    let of = table(&mut report);
    of.columns.iter_mut().for_each(|c| (c.header, c.help) = (all.clone(), Some(all.clone())));
    for (row, name) in of.rows.iter_mut().zip(evil) {
        row[0] = Cell::Text(name.to_owned());
        row[1] = Cell::Tag(all.clone(), Tone::Core);
    }
    let text = page_of(&report, 1000);
    let read = elements(&text);
    // The same elements as with harmless names; names of charts in more lines or fewer apart.
    let without_labels = |names: &[String]| names.iter().filter(|n| *n != "text").cloned().collect::<Vec<_>>();
    let names: Vec<String> = read.iter().map(|e| e.name.clone()).collect();
    let outside: Vec<&String> = names.iter().filter(|n| !clean.contains(n)).collect();
    assert!(outside.is_empty(), "{outside:?}");
    let count = |names: &[String], tag: &str| without_labels(names).iter().filter(|n| *n == tag).count();
    for tag in ["script", "style", "b", "table", "tr", "section", "svg"] {
        assert_eq!(count(&names, tag), count(&clean, tag), "{tag}");
    }
    // What is shown is what was said, but for what a page cannot hold.
    let cells = rows(&read, "customers");
    assert_eq!(cells.iter().map(|r| r[0].as_str()).collect::<Vec<_>>(), &evil[..3]);
    assert_eq!(read.iter().find(|e| e.name == "h1").unwrap().text, all.replace(['\u{0}', '\u{202E}'], ""));
}

#[test]
fn every_table_has_its_rows_its_header_and_its_total() {
    let mut report = sample::report(Script::Latin);
    let count = table(&mut report).rows.len();
    let all = page(&report);
    let body = rows(&all, "customers");
    assert_eq!(body.len(), count);
    assert_eq!(body[0], ["Ningbo Haida", "Core", "1,234.50", "25.0%", "81.0", "2024-05-03", "yes"]);
    assert_eq!(body[1], ["=HYPERLINK(\"http://x\",\"y\")", "–", "-0.05", "–", "–", "", "no"]);
    let heads: Vec<&Element> = all.iter().filter(|e| e.name == "abbr").collect();
    assert_eq!(heads.len(), 7);
    assert!(heads.iter().all(|h| h.get("title") == "What it means."));
    let total = all.iter().position(|e| e.name == "tfoot").unwrap();
    assert_eq!((all[total + 2].text.as_str(), all[total + 4].text.as_str()), ("Total", "1,334.45"));
    let scopes = |scope| all.iter().filter(|e| e.name == "th" && e.get("scope") == scope).count();
    assert!(scopes("col") >= 7 && scopes("row") >= count);
}

/// Of 250 rows 200 stand in the page and 20 wait for the script, where 220 are the limit; the other 30 are told, and a link
/// to one of them leads to where that is said.
#[test]
fn what_is_too_long_is_told_and_never_cut_in_silence() {
    let mut report = sample::report(Script::Latin);
    lengthened(&mut report, OPEN + 50);
    if let Block::Cards(cards) = &mut report.sheets[0].blocks[0] {
        cards[0].link = Some(Target::Row("customers", OPEN + 10));
        cards[1].link = Some(Target::Row("customers", OPEN + 30));
    }
    let text = page_of(&report, OPEN + 20);
    let all = elements(&text);
    let body = rows(&all, "customers");
    assert_eq!(body.len(), OPEN + 20);
    assert_eq!(body[OPEN + 19][0], format!("C{}", OPEN + 19));
    let waiting = text.split_once("<template>").unwrap().1.split_once("</template>").unwrap().0;
    assert_eq!(waiting.matches("<tr").count(), 20);
    assert!(waiting.contains(&format!("id=\"t-customers-{}\"", OPEN + 10)));
    let more = all.iter().find(|e| e.get("id") == "t-customers-more").unwrap();
    assert_eq!(more.text, "30 more rows are in review.xlsx, sheet Customers.");
    let links: Vec<&str> = all.iter().filter(|e| e.name == "a").map(|e| e.get("href")).collect();
    assert!(links.contains(&"#t-customers-more") && links.contains(&"#t-customers-210"), "{links:?}");
    let first = all.iter().find(|e| e.has_class("first")).unwrap();
    assert!(first.text.starts_with("The first 200 of 220 rows;"), "{}", first.text);
}

#[test]
fn the_page_stays_small_however_long_its_tables_are() {
    let mut report = sample::report(Script::Latin);
    lengthened(&mut report, 20_000);
    let text = page_of(&report, 1000);
    assert_eq!(rows(&elements(&text), "customers").len(), 1000);
    assert!(text.len() < 300_000, "{}", text.len());
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for script in [Script::Latin, Script::Han] {
        let report = sample::report(script);
        assert_eq!(page_of(&report, 1000), page_of(&report, 1000));
    }
}

#[test]
fn charts_have_real_text_names_and_a_mark_for_each_figure() {
    // The heat map stands on no sheet: it comes to the one that it leads to.
    let report = sample::report(Script::Han);
    let text = page_of(&report, 1000);
    assert!(text.contains("<html lang=\"zh-CN\">"));
    for chart in &report.charts {
        let figure = text.split_once(&format!("<figure id=\"c-{}\">", chart.id)).unwrap().1;
        let figure = figure.split_once("</figure>").unwrap().0;
        let drawings: Vec<&str> = figure.split("<svg ").skip(1).collect();
        if chart.empty.is_some() {
            assert!(drawings.is_empty() && figure.contains("Nothing in the input."));
            continue;
        }
        assert_eq!(drawings.len(), 2, "{}", chart.id);
        for svg in drawings {
            assert!(svg.contains("role=img") && svg.contains("<title id=") && svg.contains("Said in words."), "{}", chart.id);
            assert!(svg.contains("<text ") && !svg.contains("NaN") && !svg.contains("inf"), "{}", chart.id);
            let marks = svg.split_once("<g class=marks>").unwrap().1;
            let wanted = [("scatter", 12), ("heat", 2)].iter().find(|(id, _)| *id == chart.id).map_or(3, |(_, n)| *n);
            assert_eq!(marks.matches("<title>").count(), wanted, "{}", chart.id);
        }
        let table = figure.split_once("<details").unwrap().1;
        let rows = [("scatter", 12), ("heat", 2)].iter().find(|(id, _)| *id == chart.id).map_or(3, |(_, n)| *n);
        assert_eq!(table.matches("<th scope=row>").count(), rows, "{}", chart.id);
    }
}

/// The sample's cards have their last months where they are known; the small line says nothing that the words do not.
#[test]
fn cards_have_a_small_line_where_the_last_months_are_known() {
    let mut report = sample::report(Script::Latin);
    let Block::Cards(cards) = &mut report.sheets[0].blocks[0] else { panic!("cards first") };
    cards.iter_mut().for_each(|c| c.trend = Vec::new());
    cards[0].trend = vec![Some(1.0), Some(3.0), None, Some(2.0), Some(2.0)];
    let text = page_of(&report, 1000);
    assert_eq!(text.matches("<svg class=trend").count(), 1);
    let line = text.split_once("<svg class=trend").unwrap().1.split_once("</svg>").unwrap().0;
    // Two stretches with a gap between them: from the bottom to the top, then in the middle.
    assert!(line.contains("d=\"M4 24L32 4M88 14L116 14\"") && line.contains("aria-hidden=true"), "{line}");
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    let mut report = sample::report(Script::Latin);
    report.sheets.push(leaves());
    let level = |e: &Element| e.name.strip_prefix('h').and_then(|n| n.parse::<u8>().ok());
    let levels: Vec<u8> = page(&report).iter().filter_map(level).collect();
    assert_eq!(levels[..2], [1, 2]);
    assert_eq!(levels.iter().filter(|l| **l == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}
