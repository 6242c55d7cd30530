//! Properties: a value written in any accepted spelling reads back as the same value, and no text makes a reader panic.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::config::{DateOrder, Dates, RatingScale};
use crate::load::Value;
use crate::units::{Money, from_days};

/// Figures and marks in full width.
fn wide(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }).collect()
}

/// Cuts whole digits into groups of three.
fn grouped(whole: &str, mark: &str) -> String {
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(mark);
        }
        out.push(c);
    }
    out
}

const CAPITALS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLAIN: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A whole number in numerals, as a clerk writes it: written here from the rules for vouchers, not from the reader.
fn numerals(mut n: i64, figures: &[&str; 10], units: [&str; 3]) -> String {
    if n == 0 {
        return figures[0].to_owned();
    }
    let mut sections = Vec::new();
    while n > 0 {
        sections.push(n % 10_000);
        n /= 10_000;
    }
    let mut out = String::new();
    let mut gap = false;
    for (at, &section) in sections.iter().enumerate().rev() {
        for (power, unit) in [(1000, units[2]), (100, units[1]), (10, units[0]), (1, "")] {
            let figure = section / power % 10;
            if figure == 0 {
                gap = !out.is_empty();
                continue;
            }
            if gap {
                out.push_str(figures[0]);
            }
            gap = false;
            out.push_str(figures[usize::try_from(figure).unwrap()]);
            out.push_str(unit);
        }
        if section > 0 || at == 2 {
            out.push_str(["", "万", "亿"][at]);
        }
    }
    out
}

fn voucher(money: Money) -> String {
    let minor = money.abs().minor();
    let (yuan, jiao, fen) = (minor / 100, minor / 10 % 10, minor % 10);
    let whole = numerals(yuan, &CAPITALS, ["拾", "佰", "仟"]);
    let figure = |n: i64| CAPITALS[usize::try_from(n).unwrap()];
    let cents = match (jiao, fen) {
        (0, 0) => "整".to_owned(),
        (j, 0) => format!("{}角整", figure(j)),
        (0, f) => format!("零{}分", figure(f)),
        (j, f) => format!("{}角{}分", figure(j), figure(f)),
    };
    format!("人民币{whole}元{cents}")
}

/// Every way an amount is written, so far as it can say this one.
fn spellings_of_money(money: Money) -> Vec<String> {
    let sign = if money.minor() < 0 { "-" } else { "" };
    let plain = money.abs().to_string();
    let (whole, cents) = plain.split_once('.').unwrap();
    let mut all = vec![
        money.to_string(),
        wide(&money.to_string()),
        format!("{sign}{plain}元"),
        format!(" {sign}{plain}\u{a0}"),
        format!("\u{200b}{sign}￥{plain}"),
        format!("￥{sign}{plain}"),
        format!("{plain}{}", if sign.is_empty() { "" } else { "-" }),
        format!("{}{plain}", if sign.is_empty() { "+" } else { "−" }),
        format!("RMB {sign}{plain}"),
        format!("{sign}{whole},{cents}"),
        format!("{sign}{}万", money.abs().to_decimal() / Decimal::from(10_000)),
        format!("{sign}{}k", money.abs().to_decimal() / Decimal::from(1000)),
        format!("{sign}{}%", money.abs().to_decimal() * Decimal::ONE_HUNDRED),
    ];
    for (mark, point) in [(",", "."), (" ", "."), ("\u{202f}", ","), ("'", "."), ("’", "."), (".", ","), ("，", "．")] {
        all.push(format!("{sign}{}{point}{cents}", grouped(whole, mark)));
    }
    if money.minor() < 0 {
        all.extend([
            format!("({plain})"),
            format!("（{}.{cents}）", grouped(whole, ",")),
            format!("(￥{plain})"),
            format!("负{plain}"),
        ]);
    } else if money.minor() >= 100 {
        all.push(voucher(money));
    }
    all
}

fn spellings_of_day(day: NaiveDate) -> Vec<String> {
    let numeral = |n: u32| {
        let text = numerals(i64::from(n), &PLAIN, ["十", "百", "千"]);
        text.strip_prefix("一十").map_or(text.clone(), |rest| format!("十{rest}"))
    };
    let year: String = day.year().to_string().chars().map(|c| PLAIN[c.to_digit(10).unwrap() as usize]).collect();
    let weekday = ["一", "二", "三", "四", "五", "六", "日"][day.weekday().num_days_from_monday() as usize];
    let mut all: Vec<String> = [
        "%Y-%m-%d",
        "%Y-%-m-%-d",
        "%Y/%m/%d",
        "%Y/%-m/%-d",
        "%Y.%-m.%-d",
        "%Y%m%d",
        "%Y年%-m月%-d日",
        "%Y年%m月%d日",
        "%Y 年 %-m 月 %-d 日",
        "%Y年%-m月%-d号",
        "%-d-%b-%Y",
        "%d%b%Y",
        "%-d %B %Y",
        "%B %-d, %Y",
        "%b %-d, %Y",
        "%a, %d %b %Y",
        "%Y-%b-%d",
        "%Y-%m-%d %A",
        "%Y-%m-%d 08:30",
        "%Y-%m-%dT23:59:59",
        "%Y-%m-%dT23:59:59+08:00",
        "%Y年%-m月%-d日 下午2点半",
        "%Y/%-m/%-d 9:05 PM",
    ]
    .iter()
    .map(|layout| day.format(layout).to_string())
    .collect();
    all.push(format!("{year}年{}月{}日", numeral(day.month()), numeral(day.day())));
    all.push(format!("{}（周{weekday}）", day.format("%Y-%m-%d")));
    all.push(format!("{}星期{weekday}", day.format("%Y年%-m月%-d日")));
    all.push((day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days().to_string());
    let full: Vec<String> = all.iter().map(|text| wide(text)).collect();
    all.extend(full);
    all
}

fn spellings_of_minute(minute: i32) -> Vec<String> {
    let (hour, past) = (minute / 60, minute % 60);
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let mut all = vec![
        format!("{hour}:{past:02}"),
        format!("{hour:02}:{past:02}:59"),
        format!("{hour}：{past:02}"),
        format!("{hour}点{past}分"),
        format!("{hour}时{past:02}分"),
        format!("{hour}h{past:02}"),
        format!("{twelve}:{past:02} {}", if hour < 12 { "AM" } else { "pm" }),
        format!("2024-05-03 {hour:02}:{past:02}"),
    ];
    match hour {
        13..=17 => all.push(format!("下午{}点{past}分", hour - 12)),
        18..=23 => all.push(format!("晚上{}:{past:02}", hour - 12)),
        7..=11 => all.push(format!("上午 {hour}:{past:02}")),
        _ => {}
    }
    if past == 30 {
        all.push(format!("{hour}点半"));
    }
    all
}

proptest! {
    #[test]
    fn an_amount_reads_back_from_every_spelling(minor in prop_oneof![-99_999_999_999i64..99_999_999_999, -200_000i64..200_000]) {
        let money = Money::from_minor(minor);
        for text in spellings_of_money(money) {
            let read = number(&text).map(|a| a.value);
            prop_assert_eq!(read.map(Money::from_decimal), Ok(Some(money)), "{}", text);
        }
    }

    #[test]
    fn a_whole_number_reads_back_from_numerals(n in prop_oneof![0i64..100_000, 0i64..999_999_999_999]) {
        for text in [numerals(n, &PLAIN, ["十", "百", "千"]), numerals(n, &CAPITALS, ["拾", "佰", "仟"])] {
            prop_assert_eq!(number(&text).map(|a| a.value), Ok(Decimal::from(n)), "{}", text);
        }
    }

    #[test]
    fn a_number_reads_the_same_once_it_is_read(text in "[-+(￥$]?[0-9]{1,4}[,. ']?[0-9]{0,3}[,.]?[0-9]{0,4}[)%万元k]?") {
        if let Ok(amount) = number(&text) {
            let again = number(&amount.value.to_string()).map(|a| a.value);
            prop_assert_eq!(again, Ok(amount.value), "{}", text);
        }
    }

    #[test]
    fn a_day_reads_back_from_every_spelling(offset in 7_400i32..40_000) {
        let day = from_days(offset);
        for text in spellings_of_day(day) {
            let read = moment(Value::Text(&text), &Dates::default());
            prop_assert_eq!(read.map(|m| (m.day, m.doubtful)), Ok((day, false)), "{}", text);
        }
    }

    /// In the configured order the day comes back, and it is doubtful wherever another order fits as well.
    #[test]
    fn a_day_in_a_stated_order_reads_back(offset in 7_400i32..40_000) {
        let day = from_days(offset);
        for (order, layouts) in [
            (DateOrder::Dmy, ["%d/%m/%Y", "%-d.%-m.%Y", "%d-%m-%Y"]),
            (DateOrder::Mdy, ["%m/%d/%Y", "%-m/%-d/%Y", "%m-%d-%Y"]),
        ] {
            for layout in layouts {
                let text = day.format(layout).to_string();
                let read = moment(Value::Text(&text), &Dates { order, ..Dates::default() }).unwrap();
                let two = day.day() <= 12 && day.day() != day.month();
                prop_assert_eq!((read.day, read.doubtful), (day, two), "{}", text);
            }
        }
    }

    #[test]
    fn a_time_reads_back_from_every_spelling(start in 0i32..1440, length in 0i32..600) {
        for text in spellings_of_minute(start) {
            prop_assert_eq!(minute(Value::Text(&text)), Ok(start), "{}", text);
        }
        let end = start + length;
        if end < 1440 {
            for mark in ["-", "~", "～", "至", "到", " – ", "—", " to "] {
                let text = format!("{}:{:02}{mark}{:02}:{:02}", start / 60, start % 60, end / 60, end % 60);
                let read = span(Value::Text(&text), &Dates::default()).map(|s| (s.day, s.start, s.end));
                prop_assert_eq!(read, Ok((None, Some(start), Some(end))), "{}", text);
            }
        }
        let serial = f64::from(start) / 1440.0;
        prop_assert_eq!(minute(Value::Date(serial)), Ok(start));
    }

    #[test]
    fn a_rating_reads_back_from_every_spelling(stars in 1u8..=5) {
        let value = f64::from(stars);
        let n = usize::from(stars);
        let word = ["很不满意", "不满意", "一般", "满意", "非常满意"][n - 1];
        let drawn = "★".repeat(n);
        let full = format!("{drawn}{}", "☆".repeat(5 - n));
        let texts = [
            stars.to_string(), format!("{stars}.0"), format!("{stars}分"), format!("{stars} 星"), format!("{stars}/5"), wide(&format!("{stars}/5")),
            format!("{}%", (stars - 1) * 25), format!("{}分", PLAIN[n]), word.to_owned(), format!("{word}（{stars}分）"), format!("{stars}分({word})"),
            format!("{stars}-{word}"), drawn, full,
        ];
        for text in texts {
            prop_assert_eq!(rating(Value::Text(&text), RatingScale::OneToFive), Ok(value), "{}", text);
        }
    }

    #[test]
    fn an_identifier_is_kept_to_the_letter(text in "[0-9A-Z]{1,24}", zeros in "0{0,4}[1-9][0-9]{0,14}") {
        prop_assert_eq!(text_identifier(&text).unwrap(), text.as_str());
        let (full, marked) = (wide(&text), format!("=\"{zeros}\""));
        prop_assert_eq!(text_identifier(&full).unwrap(), text.as_str());
        prop_assert_eq!(text_identifier(&marked).unwrap(), zeros.as_str());
        let whole: u64 = zeros.parse().unwrap();
        #[allow(clippy::cast_precision_loss, reason = "what the reader makes of a number that lost digits is the matter here")]
        let read = identifier(whole as f64).ok();
        prop_assert_eq!(read, (whole < 1_000_000_000_000_000).then(|| whole.to_string()));
    }

    /// A float amount of two decimals keeps its cents.
    #[test]
    fn floats_keep_their_cents(minor in -99_999_999_999i64..99_999_999_999) {
        prop_assert_eq!(minor_of(Money::from_minor(minor).to_f64()).unwrap().minor(), minor);
    }

    /// No text makes a reader panic: any text, and text made of what the readers look for.
    #[test]
    fn nothing_panics(
        text in prop_oneof![
            "\\PC{0,24}",
            "[0-9０-９零〇一二三五十百千万亿元角分整年月日时点半上下午周（）()￥$€%‰～至:：/.,，'’ T+\\-−—★☆满意AMPZe\u{a0}\u{200b}]{0,16}",
        ],
        x in prop::num::f64::ANY,
    ) {
        let rules = Dates::default();
        for value in [Value::Text(&text), Value::Number(x), Value::Date(x)] {
            let _ = (moment(value, &rules), span(value, &rules).is_ok(), minute(value), flag(value), count(value));
            let _ = [RatingScale::OneToFive, RatingScale::OneToTen, RatingScale::Percent].map(|scale| rating(value, scale));
        }
        let _ = (number(&text), text_identifier(&text), minor_of(x), decimal_of(x), identifier(x), is_blank_word(&text, true));
        let (seen, one_width) = (tidy(&text), unified(&text));
        prop_assert_eq!(tidy(&seen), seen.as_ref());
        prop_assert_eq!(unified(&one_width), one_width.as_ref());
    }
}
