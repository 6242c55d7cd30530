//! The document: head with its security policy, masthead, navigation, one section for each sheet of the report.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Pen;
use super::anchors;
use super::tones::{DARK, LIGHT, hex, name};
use super::write::escaped;
use super::{blocks, chart, table};
use crate::draw::style::Palette;
use crate::report::model::{Block, Chart, Report, Script, Sheet, Target};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The whole document.
pub(crate) fn page(mut pen: Pen<'_>) -> String {
    let mut sections: Vec<String> = Vec::new();
    // Whoever reads the page searches it: it has no need of a sheet that shows one of many.
    for sheet in pen.report.sheets.iter().filter(|s| !s.picks()) {
        let mut out = String::new();
        section(&mut pen, &mut out, sheet);
        sections.push(out);
    }
    let style = style(&pen);
    let mut out = head(&pen, &style);
    body(&pen, &mut out);
    masthead(&pen, &mut out);
    navigation(&pen, &mut out);
    out.push_str("<main id=main>\n");
    out.reserve(sections.iter().map(String::len).sum::<usize>() + SCRIPT.len() + (1 << 10));
    sections.iter().for_each(|section| out.push_str(section));
    let words = pen.words;
    let _ = write!(
        out,
        "</main></div>\n<footer><p>{}</p><p><a href=\"#top\">{}</a></p></footer>\n<script>{SCRIPT}</script>\n</body></html>\n",
        escaped(words.foot),
        escaped(words.top)
    );
    out
}

/// Nothing is loaded from anywhere: the policy names the hashes of the page's own style and script and forbids all else.
fn head(pen: &Pen<'_>, style: &str) -> String {
    let report = pen.report;
    let title = [report.title.as_str(), &report.month, &report.company].into_iter().filter(|t| !t.is_empty());
    let title = title.collect::<Vec<_>>().join(" · ");
    let (style_hash, script_hash) = (hash(style), hash(SCRIPT));
    let icon = format!(
        "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Cpath fill=%22%23{:06x}%22 \
         d=%22M1 9h4v6H1zM6 5h4v10H6zM11 1h4v14h-4z%22/%3E%3C/svg%3E",
        LIGHT.band.hex()
    );
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=utf-8>\n\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src '{style_hash}'; \
         script-src '{script_hash}'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'\">\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <meta name=color-scheme content=\"light dark\">\n<meta name=referrer content=no-referrer>\n\
         <meta name=theme-color content=\"{band}\">\n<title>{title}</title>\n<link rel=icon href=\"{icon}\">\n\
         <style>{style}</style>\n</head>\n",
        lang = pen.words.code,
        band = hex(LIGHT.band),
        title = escaped(&title),
    )
}

/// The style sheet: the colours of both grounds, the tones and tables that this page has, and what all pages have.
fn style(pen: &Pen<'_>) -> String {
    let (palette, tones) = (Palette::of(pen.report), pen.tones.all());
    let mut out = format!(
        ":root{{{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n",
        LIGHT.variables(palette, tones),
        DARK.variables(palette, tones)
    );
    for tone in tones {
        let name = name(*tone);
        let parts = ["c", "e", "k", "s", "b", "o"].map(|part| format!("--{part}:var(--{name}-{part})"));
        let _ = writeln!(out, ".t-{name}{{{}}}", parts.join(";"));
    }
    out.push_str(STYLE);
    out.push_str(&pen.rules);
    out
}

/// What the script says, as attributes: it has no words of its own.
fn body(pen: &Pen<'_>, out: &mut String) {
    let words = pen.words;
    let script = if pen.report.script == Script::Han { "han" } else { "latin" };
    let _ = write!(out, "<body id=top class={script}");
    for (name, text) in [
        ("found", words.found),
        ("found-all", words.found_all),
        ("nothing", words.nothing),
        ("sort", words.sort),
        ("search", words.search_table),
        ("show-all", words.show_all),
        ("sideways", words.sideways),
    ] {
        let _ = write!(out, " data-{name}=\"{}\"", escaped(text));
    }
    let _ = write!(out, ">\n<a class=skip href=\"#main\">{}</a>\n", escaped(words.skip));
}

fn masthead(pen: &Pen<'_>, out: &mut String) {
    let report = pen.report;
    let under = report.sheets.first().map_or("", |s| s.subtitle.as_str());
    let as_of = pen.words.as_of.replace("{day}", &report.as_of.to_string());
    let logo = report.brand.logo.as_ref().map_or_else(String::new, |logo| {
        // Drawn by its height; the width keeps its shape.
        let (width, height) = (f64::from(logo.width) * 48.0 / f64::from(logo.height.max(1)), 48);
        let data = base64(&logo.bytes);
        format!("<img class=logo alt=\"\" width={width:.0} height={height} src=\"data:{};base64,{data}\">", logo.media_type)
    });
    let _ = writeln!(
        out,
        "<header class=mast>{logo}<div class=what><p class=company>{}</p><h1>{}</h1><p>{}</p></div><div class=when><p class=month>{}</p><p>{}</p>\
         </div></header>",
        escaped(&report.company),
        escaped(&report.title),
        escaped(under),
        escaped(&report.month),
        escaped(&as_of)
    );
}

fn navigation(pen: &Pen<'_>, out: &mut String) {
    let words = pen.words;
    let _ = write!(
        out,
        "<div class=columns><div class=side><div class=search role=search><label class=vh for=q>{0}</label>\
         <input id=q type=search placeholder=\"{0}\" autocomplete=off><p id=hits role=status></p></div><nav aria-label=\"{1}\"><ol>",
        escaped(words.search_all),
        escaped(words.sections)
    );
    for sheet in pen.report.sheets.iter().filter(|s| !s.picks()) {
        let _ = write!(out, "<li><a href=\"#{}\">{}</a>", escaped(&anchors::sheet(sheet.id)), escaped(&sheet.name));
    }
    out.push_str("</ol></nav></div>\n");
}

fn section(pen: &mut Pen<'_>, out: &mut String, sheet: &Sheet) {
    let id = escaped(&anchors::sheet(sheet.id));
    // The first sheet's title is the page's own, and its subtitle stands below that.
    let first = pen.report.sheets.first().is_some_and(|s| s.id == sheet.id);
    let title = if first { &sheet.name } else { &sheet.title };
    let _ = writeln!(out, "<section id=\"{id}\" aria-labelledby=\"{id}-h\"><h2 id=\"{id}-h\">{}</h2>", escaped(title));
    if !first && !sheet.subtitle.is_empty() {
        let _ = writeln!(out, "<p class=sub>{}</p>", escaped(&sheet.subtitle));
    }
    let own = without_sheet(pen.report, sheet);
    if !own.is_empty() {
        charts(pen, out, &own);
    }
    let mut leaf = 0;
    for (at, block) in sheet.blocks.iter().enumerate() {
        // Tables that follow each other share a row where they are narrow.
        let beside = |at: Option<usize>| at.and_then(|at| sheet.blocks.get(at)).is_some_and(|b| matches!(b, Block::Table(_)));
        if beside(Some(at)) && !beside(at.checked_sub(1)) {
            out.push_str("<div class=tables>\n");
        }
        match block {
            Block::Cards(cards) => blocks::cards(pen, out, cards),
            Block::Charts(ids) => charts(pen, out, ids),
            Block::Table(of) => table::table(pen, out, &sheet.name, of),
            Block::Text { heading, lines } => blocks::text(pen, out, heading.as_deref(), lines),
            Block::Picker(_) => {}
            Block::Leaf(of) => {
                blocks::leaf(pen, out, sheet.id, leaf, of);
                leaf += 1;
            }
        }
        if beside(Some(at)) && !beside(Some(at + 1)) {
            out.push_str("</div>\n");
        }
    }
    out.push_str("</section>\n");
}

/// Charts that are pictures only, in the workbook as a table: on the page they stand on the sheet that they lead to, or on the
/// first.
fn without_sheet(report: &Report, sheet: &Sheet) -> Vec<&'static str> {
    let shown = |id: &str| {
        let blocks = report.sheets.iter().flat_map(|s| &s.blocks);
        blocks.filter_map(|b| if let Block::Charts(ids) = b { Some(ids) } else { None }).flatten().any(|other| *other == id)
    };
    let has = |sheet: &Sheet, target: &Target| match target {
        Target::Sheet(id) | Target::Leaf(id, _) => sheet.id == *id,
        Target::Table(id) | Target::Row(id, _) => {
            sheet.blocks.iter().any(|b| if let Block::Table(table) = b { table.id == *id } else { false })
        }
    };
    let home =
        |chart: &Chart| report.sheets.iter().find(|s| chart.see.as_ref().is_some_and(|t| has(s, t))).or(report.sheets.first());
    let own = report.charts.iter().filter(|c| !shown(c.id) && home(c).is_some_and(|s| s.id == sheet.id));
    own.map(|c| c.id).collect()
}

fn charts(pen: &mut Pen<'_>, out: &mut String, ids: &[&str]) {
    out.push_str("<div class=charts>");
    let report = pen.report;
    for id in ids {
        if let Some(of) = report.charts.iter().find(|c| c.id == *id) {
            chart::figure(pen, out, of);
        }
    }
    out.push_str("</div>\n");
}

/// The hash by which the policy knows a style sheet or script.
pub(crate) fn hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for part in bytes.chunks(3) {
        let value = part.iter().fold(0u32, |all, b| all << 8 | u32::from(*b)) << (8 * (3 - part.len()));
        for at in 0..4 {
            let letter = LETTERS[(value >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= part.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_as_the_standard_has_it() {
        // RFC 4648, section 10.
        let known = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (text, coded) in known {
            assert_eq!(super::base64(text.as_bytes()), coded);
        }
    }
}
