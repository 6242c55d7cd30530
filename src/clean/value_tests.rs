//! The normaliser's cases: a table of spellings, and properties over generated values.

use proptest::prelude::*;

use super::*;

fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn numbers_in_every_spelling() {
    for (text, value) in [
        ("1,234.50", "1234.50"),
        ("￥1234", "1234"),
        ("¥ 1 234", "1234"),
        ("１２３４", "1234"),
        ("(500)", "-500"),
        ("（500）", "-500"),
        ("-500", "-500"),
        ("500-", "-500"),
        ("1.2万", "12000"),
        ("1.2万元", "12000"),
        ("3亿", "300000000"),
        ("2.5k", "2500"),
        ("12%", "0.12"),
        ("1.5E+03", "1500"),
        ("1.234,50", "1234.50"),
        ("+7", "7"),
        ("1\u{a0}000", "1000"),
        ("\u{200b}88\u{200b}", "88"),
        ("100元", "100"),
        ("RMB 100.00", "100.00"),
        ("-￥100", "-100"),
        ("￥-100", "-100"),
    ] {
        let read = number(text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert_eq!(read.value, value.parse::<Decimal>().unwrap(), "{text}");
    }
}

#[test]
fn what_is_not_a_number_is_never_one() {
    for text in ["待定", "abc", "", "1,23,456", "12,3456", "--", "1.2.3", "12 boxes", "￥", "(", "#REF!"] {
        assert_eq!(number(text), Err(Reason::BadNumber), "{text}");
    }
    for text in ["NaN", "inf", "-Infinity"] {
        assert_eq!(number(text), Err(Reason::NotFinite), "{text}");
    }
    assert_eq!(number("$12.00").unwrap().currency, Some("USD"));
    assert_eq!(number("12.00元").unwrap().currency, Some("CNY"));
}

#[test]
fn dates_in_every_spelling() {
    let rules = Dates::default();
    for text in [
        "2024-05-03",
        "2024年5月3日",
        "2024年05月03日",
        "2024/5/3",
        "2024.5.3",
        "20240503",
        "3-May-24",
        "May 3, 2024",
        "3 May 2024",
        "2024-05-03 00:00:00",
        "2024-05-03T10:30:00",
        "２０２４－０５－０３",
        " 2024-05-03 ",
        "45415",
        "2024年5月3日 10:30",
        "5/3/2024",
    ] {
        if text == "5/3/2024" {
            // Fits two orders: the configured one (day first) decides, and it is counted as doubtful.
            let read = moment(Value::Text(text), &rules).unwrap();
            assert_eq!((read.day, read.doubtful), (ymd(2024, 3, 5), true));
            continue;
        }
        let read = moment(Value::Text(text), &rules).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert_eq!((read.day, read.doubtful), (ymd(2024, 5, 3), false), "{text}");
    }
    assert_eq!(moment(Value::Date(45415.75), &rules).unwrap().minute, Some(18 * 60));
    assert_eq!(moment(Value::Number(45415.0), &rules).unwrap().day, ymd(2024, 5, 3));
    assert_eq!(moment(Value::Number(20_240_503.0), &rules).unwrap().day, ymd(2024, 5, 3));
    assert_eq!(moment(Value::Text("25/12/2024"), &rules).unwrap().day, ymd(2024, 12, 25));
    assert_eq!(
        moment(Value::Text("12/25/2024"), &rules).unwrap(),
        Moment { day: ymd(2024, 12, 25), minute: None, doubtful: false }
    );
    let mdy = Dates { order: DateOrder::Mdy, ..Dates::default() };
    assert_eq!(moment(Value::Text("03/04/24"), &mdy).unwrap().day, ymd(2024, 3, 4));
}

#[test]
fn days_that_do_not_exist_are_refused() {
    let rules = Dates::default();
    for text in ["2026-13-05", "2023-02-29", "待定", "2024", "May", "32/13/2024", "2024-05", "12:30"] {
        assert_eq!(moment(Value::Text(text), &rules).map(|m| m.day), Err(Reason::BadDate), "{text}");
    }
    assert_eq!(moment(Value::Text("2204-05-03"), &rules), Err(Reason::DateOutOfRange));
    assert_eq!(moment(Value::Number(12.0), &rules), Err(Reason::BadDate));
    assert_eq!(moment(Value::Text("2024-02-29"), &rules).unwrap().day, ymd(2024, 2, 29));
}

#[test]
fn spans_of_time() {
    let rules = Dates::default();
    let read = |text| span(Value::Text(text), &rules).unwrap();
    assert_eq!(read("11:00-12:00"), Span { day: None, start: Some(660), end: Some(720) });
    assert_eq!(read("11：00～12：30"), Span { day: None, start: Some(660), end: Some(750) });
    assert_eq!(read("2024-05-03 09:15-10:00"), Span { day: Some(ymd(2024, 5, 3)), start: Some(555), end: Some(600) });
    assert_eq!(read("2024-05-03"), Span { day: Some(ymd(2024, 5, 3)), start: None, end: None });
    assert_eq!(read("14:30"), Span { day: None, start: Some(870), end: None });
    assert_eq!(span(Value::Text("上午"), &rules), Err(Reason::BadDate));
}

#[test]
fn ratings_words_and_scales() {
    let read = |text, scale| rating(Value::Text(text), scale);
    for (text, value) in [
        ("非常满意", 5.0),
        ("满意", 4.0),
        ("一般", 3.0),
        ("不满意", 2.0),
        ("很不满意", 1.0),
        ("excellent", 5.0),
        ("Very Poor", 1.0),
        ("4", 4.0),
        ("4.5分", 4.5),
    ] {
        assert_eq!(read(text, RatingScale::OneToFive), Ok(value), "{text}");
    }
    assert_eq!(read("8", RatingScale::OneToFive), Err(Reason::RatingOutOfRange));
    assert_eq!(read("75", RatingScale::Percent), Ok(4.0));
    assert_eq!(read("10", RatingScale::OneToTen), Ok(5.0));
    assert_eq!(read("还行吧", RatingScale::OneToFive), Err(Reason::BadRating));
}

#[test]
fn identifiers_stay_text_and_long_numbers_are_refused() {
    assert_eq!(identifier(536_365.0).unwrap(), "536365");
    assert_eq!(identifier(6_217_001_234_567_890_123.0), Err(Reason::ImpreciseId));
    assert_eq!(text_identifier("6217001234567890123").unwrap(), "6217001234567890123");
    assert_eq!(text_identifier("17850.0").unwrap(), "17850");
    assert_eq!(text_identifier("6.217E+18"), Err(Reason::ImpreciseId));
    assert_eq!(text_identifier("00123").unwrap(), "00123");
}

#[test]
fn floats_round_as_their_shortest_decimal() {
    for (x, minor) in [(0.285, 29), (1.005, 101), (2.675, 268), (-1.005, -101), (1234.5, 123_450), (0.1 + 0.2, 30)] {
        assert_eq!(minor_of(x).unwrap().minor(), minor, "{x}");
    }
    assert_eq!(minor_of(f64::NAN), Err(Reason::NotFinite));
    assert_eq!(minor_of(1e308), Err(Reason::TooLarge));
}

proptest! {
    /// Whatever spelling a number is written in, the same number is read.
    #[test]
    fn a_number_reads_back_from_every_spelling(minor in -99_999_999_999i64..99_999_999_999, style in 0usize..7) {
        let money = Money::from_minor(minor);
        let plain = money.abs().to_string();
        let grouped = money.abs().grouped();
        let sign = if minor < 0 { "-" } else { "" };
        let text = match style {
            0 => money.to_string(),
            1 => format!("{sign}{grouped}"),
            2 => format!("{sign}￥{grouped}"),
            3 if minor < 0 => format!("({grouped})"),
            4 => format!(" {sign}{plain}元 "),
            5 => format!("{sign}{plain}").chars().map(|c| match c {
                '0'..='9' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
                '.' => '．',
                '-' => '－',
                _ => c,
            }).collect(),
            _ => format!("\u{200b}{sign}{plain}\u{a0}"),
        };
        prop_assert_eq!(Money::from_decimal(number(&text).unwrap().value), Some(money), "{}", text);
    }

    /// Whatever spelling a date is written in, the same day is read.
    #[test]
    fn a_date_reads_back_from_every_spelling(offset in 7_400i32..40_000, style in 0usize..8) {
        let day = crate::units::from_days(offset);
        let text = match style {
            0 => day.format("%Y-%m-%d").to_string(),
            1 => day.format("%Y年%-m月%-d日").to_string(),
            2 => day.format("%Y/%-m/%-d").to_string(),
            3 => day.format("%Y%m%d").to_string(),
            4 => day.format("%-d-%b-%Y").to_string(),
            5 => day.format("%Y.%m.%d 08:30").to_string(),
            6 => day.format("%B %-d, %Y").to_string(),
            _ => day.format("%Y-%m-%dT23:59:59").to_string(),
        };
        prop_assert_eq!(moment(Value::Text(&text), &Dates::default()).unwrap().day, day, "{}", text);
    }

    /// No text makes the normaliser panic.
    #[test]
    fn nothing_panics(text in "\\PC{0,24}") {
        let rules = Dates::default();
        let value = Value::Text(&text);
        let _ = (number(&text).is_ok(), moment(value, &rules).is_ok(), span(value, &rules).is_ok(), minute(value).is_ok());
        let _ = (flag(value).is_ok(), rating(value, RatingScale::OneToFive).is_ok(), count(value).is_ok(), text_identifier(&text).is_ok());
    }

    /// A float amount of two decimals keeps its cents.
    #[test]
    fn floats_keep_their_cents(minor in -99_999_999_999i64..99_999_999_999) {
        prop_assert_eq!(minor_of(Money::from_minor(minor).to_f64()).unwrap().minor(), minor);
    }
}
