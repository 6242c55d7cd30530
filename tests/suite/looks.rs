//! What managers see: the findings of the charts in words, pictures for slides, and the company's own look.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;

use keyaccount::config::SheetKey;
use tempfile::TempDir;

use crate::common::{keyaccount, manifest, shared};

/// A PNG of one red pixel.
const LOGO: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\
    \0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82";

/// Alpha needs 1,000,000 a year: core up to August with 600,000 of it, opportunity in September with 400,000. Beta needs 100,000
/// and bought 60,000: support. Gamma's demand is unknown. September comes to 100.
const INPUT: &[(&str, &str)] = &[
    ("input/customers.csv", "customer,annual_demand\nAlpha,1000000\nBeta,100000\n"),
    (
        "input/orders.csv",
        "order_id,date,customer,amount\n1,2025-09-10,Alpha,200000\n2,2026-03-05,Alpha,400000\n3,2026-06-05,Beta,20000\n\
         4,2026-07-06,Beta,20000\n5,2026-08-05,Beta,20000\n6,2026-09-02,Gamma,100\n",
    ),
    (
        "input/visits.csv",
        "visit_id,date,customer,salesperson\nv1,2026-09-04,Alpha,Ann\nv2,2026-09-04,Beta,Ann\nv3,2026-09-05,Beta,Bob\n",
    ),
];

fn folder(config: &str) -> TempDir {
    folder_of(INPUT, config)
}

fn folder_of(input: &[(&str, &str)], config: &str) -> TempDir {
    let folder = shared();
    fs::create_dir_all(folder.path().join("input")).unwrap();
    fs::create_dir_all(folder.path().join("own")).unwrap();
    for (name, text) in input {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::write(folder.path().join("own/config.toml"), config).unwrap();
    folder
}

fn run(folder: &Path, lang: &str, more: &[&str]) -> Output {
    let fixed = ["run", "--config", "own/config.toml", "--month", "2026-09", "--no-progress", "-q", "--lang", lang];
    keyaccount(folder).args(fixed).args(["--output", lang]).args(more).output().unwrap()
}

fn made(folder: &Path, lang: &str) -> PathBuf {
    let ran = run(folder, lang, &[]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    folder.join(lang).join("2026-09")
}

fn part(book: &Path, name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(fs::read(book).unwrap())).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn text(book: &Path, name: &str) -> String {
    String::from_utf8(part(book, name)).unwrap()
}

/// The description of a chart's picture: finding, what is shown, insight.
fn said(month: &Path, chart: &str) -> String {
    let named = fs::read_dir(month.join("charts")).unwrap().map(|e| e.unwrap().path());
    let svg = named.into_iter().find(|p| p.to_string_lossy().ends_with(&format!("-{chart}.svg"))).unwrap();
    let text = fs::read_to_string(svg).unwrap();
    text.split("<desc>").nth(1).and_then(|rest| rest.split("</desc>").next()).unwrap().to_owned()
}

static PLAIN: LazyLock<(TempDir, PathBuf, PathBuf)> = LazyLock::new(|| {
    let folder = folder("");
    let (en, zh) = (made(folder.path(), "en"), made(folder.path(), "zh"));
    (folder, en, zh)
});

/// By hand. Window October 2025 to September 2026: 400,000 + 60,000 + 100 = 460,100, Alpha 86.9 % of it, Beta 13.0 %. Range of
/// last year's September: 0 (October 2025) to 200,000; of its August: 200,000 alone, and August 2026 came to 20,000. Alpha buys
/// 1,000,000 − 400,000 elsewhere; in the year before it had bought 200,000. September 2026 has 22 working days: the 20th, a
/// Sunday, is made up for; the 25th (Mid-Autumn) is off.
#[test]
fn charts_say_their_findings_in_words() {
    let (_, en, zh) = &*PLAIN;
    let expected = [
        (
            "sales_by_month",
            "Sales of 100",
            "The 12 months come to 460k; only 1 of 12 months of last year is in the input; see Customers.",
        ),
        (
            "sales_trend",
            "Sales of 100 lie within last year's range of 0 to 200k",
            "0 of 2 months lie above the range, 1 below; see Segments.",
        ),
        (
            "top_customers",
            "1 of 3 customers brings 86.9 % of sales",
            "The largest, Alpha, brings 86.9 %; those shown bring 100.0 %; see Customers.",
        ),
        (
            "quadrant",
            "0 core and 1 opportunity customers",
            "Opportunity customers buy 600k a year elsewhere, Alpha most of it (600k); see Segments.",
        ),
        (
            "movement",
            "1 customer changed segment: 1 left core, 0 joined it",
            "Only 1 of 12 months of last year is in the input; see Segments.",
        ),
        (
            "visit_calendar",
            "3 visits on 1 of 22 working days, by 2 people",
            "Most on 2026-09-04: 2; 1 on a day off; see Visit calendar.",
        ),
    ];
    for (chart, title, insight) in expected {
        let said = said(en, chart);
        assert!(said.ends_with(insight), "{chart}: {said}");
        assert!(said.starts_with(title) || chart == "sales_by_month", "{chart}: {said}");
    }
    let of_zh = said(zh, "movement");
    assert!(of_zh.starts_with("1家客户分类变动：1家退出核心，0家进入核心。"), "{of_zh}");
    assert!(of_zh.ends_with("上年12个月中输入只有1个月；详见“客户分类”。"), "{of_zh}");
}

/// Orders begin in August: the ten months of the window before are unknown, not zero, and there is no year to compare with. Of
/// sixteen salespeople the calendar draws fourteen, and says so.
#[test]
fn months_before_the_data_are_empty_and_who_is_left_out_is_said() {
    let visits: String = (10..26).map(|n| format!("v{n},2026-09-04,Alpha,S{n}\n")).collect();
    let visits = format!("visit_id,date,customer,salesperson\n{visits}");
    let orders = "order_id,date,customer,amount\n1,2026-08-05,Alpha,1000\n2,2026-09-02,Alpha,300\n";
    let folder = folder_of(&[("input/orders.csv", orders), ("input/visits.csv", &visits)], "");
    let (en, zh) = (made(folder.path(), "en"), made(folder.path(), "zh"));
    let sales = said(&en, "sales_by_month");
    assert!(sales.starts_with("Sales of the month 300. Sales by month."), "{sales}");
    let page = fs::read_to_string(en.join("report.html")).unwrap();
    for figures in ["<th scope=row>26-07<td>–", "<th scope=row>26-08<td>1,000"] {
        assert!(page.contains(figures), "{figures}");
    }
    assert!(said(&en, "visit_calendar").contains("of the 14 busiest of 16"));
    assert!(said(&zh, "visit_calendar").contains("16人中拜访最多的14人"));
}

/// Twice the size of a slide, numbered in the order of the meeting, with a text for who cannot see.
#[test]
fn pictures_are_made_for_slides() {
    let (_, en, _) = &*PLAIN;
    let mut names: Vec<String> =
        fs::read_dir(en.join("charts")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 28);
    for (at, pair) in names.chunks(2).enumerate() {
        assert!(pair[0].starts_with(&format!("{:02}-", at + 1)) && pair[0].ends_with(".png"), "{pair:?}");
        let png = fs::read(en.join("charts").join(&pair[0])).unwrap();
        assert_eq!((&png[16..20], &png[20..24]), (&2400u32.to_be_bytes()[..], &1350u32.to_be_bytes()[..]), "{}", pair[0]);
        assert!(png.len() < 400_000, "{}: {}", pair[0], png.len());
        let svg = fs::read_to_string(en.join("charts").join(&pair[1])).unwrap();
        assert!(svg.contains("role=\"img\"") && !svg.contains("<desc></desc>"), "{}", pair[1]);
    }
}

/// Every chart and picture of the workbook has a text for who cannot see it.
#[test]
fn every_drawing_in_the_workbook_has_an_alternative_text() {
    let (_, en, zh) = &*PLAIN;
    for month in [en, zh] {
        let book = month.join("review.xlsx");
        let archive = zip::ZipArchive::new(fs::File::open(&book).unwrap()).unwrap();
        let drawings: Vec<String> =
            archive.file_names().map(|n| n.unwrap().into_owned()).filter(|n| n.starts_with("xl/drawings/drawing")).collect();
        let mut count = 0;
        for name in drawings {
            for drawing in text(&book, &name).split("<xdr:cNvPr ").skip(1) {
                let tag = drawing.split('>').next().unwrap();
                let alt = tag.split("descr=\"").nth(1).unwrap_or_else(|| panic!("{tag}"));
                assert!(!alt.starts_with('"'), "{tag}");
                count += 1;
            }
        }
        assert!(count >= 10, "{count}");
    }
}

#[test]
fn title_company_logo_and_colour_are_the_companys_own() {
    let own = "company = \"Vale & Sons\"\n[report]\ntitle = \"Our review\"\nlogo = \"logo.png\"\naccent = \"#6FC04A\"\n\
               number_scale = \"thousand\"\n";
    let folder = folder(own);
    fs::write(folder.path().join("own/logo.png"), LOGO).unwrap();
    let month = made(folder.path(), "en");
    let book = month.join("review.xlsx");
    assert_eq!(part(&book, "xl/media/image1.png"), LOGO);
    assert!(text(&book, "xl/drawings/drawing1.xml").contains("descr=\"Vale &amp; Sons\""));
    assert!(text(&book, "docProps/core.xml").contains("Our review"));
    assert!(text(&book, "xl/worksheets/sheet2.xml").contains("Our review · Vale &amp;&amp;"), "the header on paper");
    let (styles, chart) = (text(&book, "xl/styles.xml"), text(&book, "xl/charts/chart1.xml"));
    assert!(chart.contains("6FC04A"), "figures of the month");
    assert!(styles.contains("<color rgb=\"FF6FC04A\"/></bottom>"), "the line under the title");
    assert!(!styles.contains("<color rgb=\"FF6FC04A\"/><name"), "nobody reads light green on white");
    assert!(said(&month, "sales_by_month").contains("460k"));
    let title = said(&month, "sales_trend");
    assert!(title.starts_with("Sales of 0.10k lie within last year's range of 0.00k to 200k"), "{title}");

    // Another picture is another configuration: the month is made anew.
    let before = manifest(&month)["config_sha256"].clone();
    let mut other = LOGO.to_vec();
    other[44] ^= 1;
    fs::write(folder.path().join("own/logo.png"), &other).unwrap();
    made(folder.path(), "en");
    assert_ne!(manifest(&month)["config_sha256"], before);
}

#[test]
fn a_logo_that_is_missing_or_broken_is_a_fault_of_the_configuration() {
    let folder = folder("[report]\nlogo = \"logo.png\"\n");
    let refused = |says: &str| {
        let ran = run(folder.path(), "en", &[]);
        let said = String::from_utf8_lossy(&ran.stderr).replace("\n  │ ", " ");
        assert_eq!(ran.status.code(), Some(2), "{said}");
        assert!(said.contains("report.logo") && said.contains(says), "{said}");
    };
    refused("No such file");
    fs::write(folder.path().join("own/logo.png"), "no picture").unwrap();
    refused("neither a PNG nor a JPEG");
    fs::write(folder.path().join("own/logo.png"), &LOGO[..40]).unwrap();
    refused("cut short");
}

/// Every sheet but two can be left out: then nothing leads to it, and the figures are drawn all the same.
#[test]
fn sheets_that_are_left_out_are_gone_with_the_links_to_them() {
    let keys: Vec<String> = SheetKey::ALL
        .iter()
        .filter(|k| !matches!(k, SheetKey::Dashboard | SheetKey::Method))
        .map(|k| format!("\"{}\"", k.code()))
        .collect();
    let folder = folder(&format!("[report]\nleave_out = [{}]\n", keys.join(", ")));
    let month = made(folder.path(), "en");
    let book = month.join("review.xlsx");
    let workbook = text(&book, "xl/workbook.xml");
    let names: Vec<&str> = workbook.split("<sheet name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(names, ["Dashboard", "Method", "_data"]);
    let dashboard = text(&book, "xl/worksheets/sheet1.xml");
    let links: Vec<&str> = dashboard.split("location=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links, ["'Method'!A1"]);
    assert_eq!(fs::read_dir(month.join("charts")).unwrap().count(), 28);
    assert!(said(&month, "movement").ends_with("of last year is in the input."), "no way to a sheet that is not there");
}
