//! How long the audit of 100,000 claims takes once they are read: `cargo bench --bench audit`. It is to stay below a second.

// What cannot be set up cannot be measured.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use keyaccount::analyse::{self, Period, Review};
use keyaccount::config::Config;
use keyaccount::rules::{self, Settings};
use keyaccount::tables::Tables;
use keyaccount::workpaper::Workpaper;
use keyaccount::{clean, load};

const CLAIMS: u32 = 100_000;

fn main() {
    divan::main();
}

/// Claims, visits and an order, read by the real reader.
struct World {
    tables: Tables,
    config: Config,
    settings: Settings,
    review: Review,
}

/// A trip of three days with eight claims and four visits for each of 200 employees, again and again over the window.
fn claims_and_visits() -> (String, String) {
    const GRADES: [&str; 4] = ["业务员", "跟单员", "经理", "总监"];
    const CATEGORIES: [&str; 8] = ["住宿费", "住宿费", "餐费", "餐费", "餐费", "市内交通", "火车票", "招待费"];
    const CITIES: [&str; 5] = ["深圳", "广州", "上海", "苏州", "成都"];
    let mut claims = "报销单号,发票号,出差单号,费用日期,报销人,级别,费用类别,报销金额,席别,客户名称,城市,提交日期\n".to_owned();
    let mut visits = "出差单号,拜访日期,客户名称,业务员,级别,城市,预约确认日期,报告日期\n".to_owned();
    let first = NaiveDate::from_ymd_opt(2025, 11, 1).unwrap();
    for at in 0..CLAIMS {
        let (trip, nth) = (at / 8, at % 8);
        // A multiplier without pattern spreads days and amounts.
        let spread = trip.wrapping_mul(2_654_435_761) >> 8;
        let (who, start) = (trip % 200, first + Days::new(u64::from(spread % 362)));
        let (day, amount) = (start + Days::new(u64::from(nth % 3)), 30 + (spread / 7 + nth * 97) % 400);
        let (grade, category, city) = (GRADES[who as usize % 4], CATEGORIES[nth as usize], CITIES[spread as usize % 5]);
        let seat = if nth == 6 { "二等座" } else { "" };
        writeln!(
            claims,
            "BX{trip},R{at},T{trip},{day},员工{who},{grade},{category},{amount}.{:02},{seat},客户{},{city},{}",
            at % 100,
            spread % 500,
            start + Days::new(9)
        )
        .unwrap();
        if nth < 4 {
            let customer = (spread + nth) % 500;
            writeln!(visits, "T{trip},{day},客户{customer},员工{who},{grade},{city},{},{day}", day - Days::new(9)).unwrap();
        }
    }
    (claims, visits)
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let (claims, visits) = claims_and_visits();
    let orders = "订单号,下单日期,客户名称,金额\nSO1,2026-10-05,客户1,1000\n".to_owned();
    for (name, text) in [("claims.csv", claims), ("visits.csv", visits), ("orders.csv", orders)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let config = Config::default();
    let found = load::discover(folder.path()).unwrap();
    let tables = clean::clean(&found.files, &config, clean::Aids::default(), |_| {}).unwrap().tables;
    assert_eq!(tables.expenses.len(), CLAIMS as usize);
    let period = Period::new("2026-10".parse().unwrap(), config.window_months);
    let review = analyse::analyse(&tables, period, &config).unwrap();
    World { tables, settings: Settings::default(), review, config }
}

/// The rules alone.
#[divan::bench(sample_count = 10)]
fn rules_on_100_000_claims(bencher: divan::Bencher<'_, '_>) {
    let w = world();
    bencher.bench(|| rules::audit(&w.tables, &w.review, &w.config, &w.settings));
}

/// Rules and working paper, with the eleven months before.
#[divan::bench(sample_count = 10)]
fn audit_of_100_000_claims(bencher: divan::Bencher<'_, '_>) {
    let w = world();
    bencher.bench(|| {
        let audit = rules::audit(&w.tables, &w.review, &w.config, &w.settings);
        Workpaper::new(&w.tables, &w.review, &audit, &w.config, &w.settings).unwrap()
    });
}
