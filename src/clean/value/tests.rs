//! The tables of cases: a spelling, and the value or the reason it must be read as.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::*;
use crate::clean::reject::Reason;
use crate::config::{DateOrder, Dates, RatingScale};
use crate::load::Value;

pub(super) fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn at(hour: i32, minute: i32) -> i32 {
    hour * 60 + minute
}

#[test]
fn numbers() {
    for (texts, value) in [
        (&["1234.5", "1,234.50", "1234.50", "1 234.50", "1\u{a0}234,50", "1\u{202f}234.5", "1’234.50", "1'234.5"][..], "1234.5"),
        (&["1.234,50", "1 234,5", "１，２３４．５０", "1234。5", "+1234.5", "'1234.5", "1.2345E+03", "1.2345e3"], "1234.5"),
        (&["￥1234", "¥ 1 234", "１２３４", "1,234元", "RMB 1,234", "人民币1234元整", "￥1234元", "1234 CNY", "CNY1234"], "1234"),
        (
            &["(500)", "（500）", "-500", "500-", "−500", "–500", "－５００", "负500", "-￥500", "￥-500", "￥(500)", "(￥500)"],
            "-500",
        ),
        (&["12,345,678", "12.345.678", "12 345 678", "12'345'678"], "12345678"),
        (&["1.2万", "1.2万元", "1万2千", "1万2000", "12千", "12k", "12K", "一万二千", "壹万贰仟元整", "1.2 万"], "12000"),
        (&["3亿", "30千万", "3.0亿元"], "300000000"),
        (&["3千万", "30M", "30 million", "30mn", "30百万", "三千万", "叁仟万元"], "30000000"),
        (&["1亿2000万", "一亿二千万", "1.2亿"], "120000000"),
        (&["5百", "五百", "伍佰圆正"], "500"),
        (&["12%", "１２％", "12 %", "0.12", "120‰", "0,12"], "0.12"),
        (&["12.5%", "１２．５％", "12,50%"], "0.125"),
        (&["-12.5%", "(12.5%)", "−12.5％"], "-0.125"),
        (&["12.5", "12,50", "12元5角", "12块5毛", "十二元五角", "壹拾贰元伍角整", "￥12.50"], "12.5"),
        (&["0.5", "0,5", "5角", "伍角", "五角"], "0.5"),
        (&["0", "0.00", "零", "零元整", "￥0.00", "-0"], "0"),
        (&["三千五百", "叁仟伍佰元整", "3千5百", "3,500"], "3500"),
        (&["1,234.56", "壹仟贰佰叁拾肆元伍角陆分", "人民币（大写）壹仟贰佰叁拾肆元伍角陆分"], "1234.56"),
        (&["1409.50", "壹仟肆佰零玖元伍角"], "1409.5"),
        (&["107000.53", "壹拾万柒仟元零伍角叁分", "壹拾万零柒仟元伍角叁分"], "107000.53"),
        (&["1680.32", "壹仟陆佰捌拾元零叁角贰分", "壹仟陆佰捌拾元叁角贰分"], "1680.32"),
        (&["16409.02", "壹万陆仟肆佰零玖元零贰分"], "16409.02"),
        (&["10005", "一万零五", "壹万零伍元"], "10005"),
        (&["十五", "15", "一十五"], "15"),
        (&["\u{200b}88\u{200b}", "88\u{feff}", " 88 ", "\t88\n"], "88"),
        (&["33.33333333333333333333333333333"], "33.33333333333333333"),
    ] {
        for text in texts {
            let read = number(text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert_eq!(read.value, value.parse::<Decimal>().unwrap(), "{text}");
        }
    }
}

#[test]
fn what_is_not_a_number_is_never_one() {
    use Reason::{BadNumber, FormulaError, InexactNumber, LossyText, NotFinite, TooLarge};
    for (texts, reason) in [
        (
            &["待定", "abc", "", "--", "￥", "(", "()", "-", "+", ".", "12 boxes", "5 apples", "100m", "=1+1", "5.00 CR"][..],
            BadNumber,
        ),
        (
            &["1,23,456", "12,3456", "1.2.3", "1.234.56", "12 34", "1,234 567", "1'2", "0,500", "1,2", "5²", "①", "㎡", "1/2"],
            BadNumber,
        ),
        (&["--5", "+-5", "(-5)", "-5-", "￥100美元", "$5元", "1.2万%", "5%%", "0x1F", "1e", "e5", "1e5e5"], BadNumber),
        (
            &[
                "三万五",
                "一百二",
                "一千零五百",
                "一千零",
                "零五",
                "二〇二四",
                "一一",
                "十十",
                "万",
                "壹仟元伍角分",
                "五分",
                "50分",
                "1万2",
            ],
            BadNumber,
        ),
        (&["一百二万", "伍分整元", "一亿亿", "千五", "2千3千", "3百5万", "壹佰元伍分整", "2024-05-03", "5月3日"], BadNumber),
        (
            &["约500", "500左右", "近500", "500+", ">500", "≥1,000", "~500", "500以上", "500多", "500多元", "20余万", "ca. 500"],
            InexactNumber,
        ),
        (&["100-200", "100~200", "１００～２００", "100—200", "1万至2万", "10%-20%", "5 to 7", "±5"], InexactNumber),
        (&["NaN", "inf", "-Infinity", "∞", "nan"], NotFinite),
        (&["1e308", "1E+30", "123456789012345678901234567890123"], TooLarge),
        (&["#REF!", " #N/A ", "#div/0!"], FormulaError),
        (&["12\u{fffd}"], LossyText),
    ] {
        for text in texts {
            assert_eq!(number(text), Err(reason), "{text}");
        }
    }
}

#[test]
fn currencies_are_named_by_sign_code_or_word() {
    for (text, code) in [
        ("$12.00", Some("USD")),
        ("US$12", Some("USD")),
        ("12美元", Some("USD")),
        ("usd 12", Some("USD")),
        ("12.00元", Some("CNY")),
        ("12块5毛", Some("CNY")),
        ("伍角", Some("CNY")),
        ("€12,50", Some("EUR")),
        ("HK$12", Some("HKD")),
        ("12日元", Some("JPY")),
        ("£12", Some("GBP")),
        ("￡12", Some("GBP")),
        ("CHF 1'200.00", Some("CHF")),
        ("12加元", Some("CAD")),
        ("12", None),
        ("三百", None),
        ("3千5百", None),
    ] {
        assert_eq!(number(text).map(|a| a.currency), Ok(code), "{text}");
    }
}

#[test]
fn floats_are_the_decimals_a_person_typed() {
    for (x, minor) in [(0.285, 29), (1.005, 101), (2.675, 268), (-1.005, -101), (1234.5, 123_450), (0.1 + 0.2, 30)] {
        assert_eq!(minor_of(x).unwrap().minor(), minor, "{x}");
    }
    for (x, reason) in [
        (f64::NAN, Reason::NotFinite),
        (f64::INFINITY, Reason::NotFinite),
        (f64::NEG_INFINITY, Reason::NotFinite),
        (1e308, Reason::TooLarge),
        (-1e15, Reason::TooLarge),
    ] {
        assert_eq!(minor_of(x), Err(reason), "{x}");
    }
}

#[test]
fn dates() {
    let rules = Dates::default();
    for text in [
        "2024-05-03",
        "2024-5-3",
        "2024/5/3",
        "2024/05/03",
        "2024.5.3",
        "2024.05.03",
        "2024。5。3",
        "2024 5 3",
        "2024—05—03",
        "2024–05–03",
        "２０２４－０５－０３",
        "20240503",
        "20240503.0",
        "45415",
        "45415.0",
        "'2024-05-03",
        " 2024-05-03\u{200b} ",
        "2024年5月3日",
        "2024年05月03日",
        "2024 年 5 月 3 日",
        "2024年5月3号",
        "24年5月3日",
        "二〇二四年五月三日",
        "二零二四年五月三日",
        "2024-5-3 星期五",
        "2024年5月3日（周五）",
        "2024年5月3日星期五",
        "周五 2024-05-03",
        "2024-05-03 (Fri)",
        "Fri, 3 May 2024",
        "Friday, May 3, 2024",
        "3-May-24",
        "03-MAY-2024",
        "03MAY2024",
        "3 May 2024",
        "3rd May 2024",
        "May 3, 2024",
        "May 3rd, 2024",
        "2024-May-03",
        "3. Mai 2024",
        "3 mai 2024",
        "2024-05-03 上午",
    ] {
        let read = moment(Value::Text(text), &rules).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert_eq!(read, Moment { day: ymd(2024, 5, 3), minute: None, doubtful: false }, "{text}");
    }
    for (value, day) in [
        (Value::Date(45_415.0), ymd(2024, 5, 3)),
        (Value::Number(45_415.0), ymd(2024, 5, 3)),
        (Value::Number(20_240_503.0), ymd(2024, 5, 3)),
        (Value::Text("2024-02-29"), ymd(2024, 2, 29)),
        (Value::Text("二〇二四年十二月三十一日"), ymd(2024, 12, 31)),
        (Value::Text("3. Dez. 2024"), ymd(2024, 12, 3)),
        (Value::Text("Sept. 3, 2024"), ymd(2024, 9, 3)),
    ] {
        assert_eq!(moment(value, &rules).map(|m| (m.day, m.doubtful)), Ok((day, false)), "{value:?}");
    }
}

#[test]
fn dates_with_a_time() {
    let rules = Dates::default();
    for (text, minute) in [
        ("2024-05-03 00:00:00", at(0, 0)),
        ("2024-05-03T10:30:00", at(10, 30)),
        ("2024-05-03t10:30", at(10, 30)),
        ("2024-05-03 10:30:59.999", at(10, 30)),
        ("2024/05/03 上午9:30", at(9, 30)),
        ("2024/5/3 下午2:30", at(14, 30)),
        ("2024年5月3日下午2点30分", at(14, 30)),
        ("2024年5月3日 14时30分", at(14, 30)),
        ("2024年5月3日9点半", at(9, 30)),
        ("2024.5.3 9:30 PM", at(21, 30)),
        ("May 3, 2024, 9:30 am", at(9, 30)),
        ("2024-05-03 星期五 10:30", at(10, 30)),
        ("202405031030", at(10, 30)),
        ("20240503103059", at(10, 30)),
        ("20240503 10:30", at(10, 30)),
        ("45415.75", at(18, 0)),
        // A time that states its offset is local there: the day stays the one that was written.
        ("2024-05-03T10:30:00+08:00", at(10, 30)),
        ("2024-05-03T23:30:00-05:00", at(23, 30)),
        ("2024-05-03 10:30 +0800", at(10, 30)),
        ("2024-05-03 10:30 UTC+8", at(10, 30)),
        ("Fri, 3 May 2024 10:30:00 +0800", at(10, 30)),
        // Midnight in universal time is a date that a program wrote out.
        ("2024-05-03T00:00:00Z", at(0, 0)),
        ("2024-05-03T00:00:00.000+00:00", at(0, 0)),
    ] {
        let read = moment(Value::Text(text), &rules).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert_eq!(read, Moment { day: ymd(2024, 5, 3), minute: Some(minute), doubtful: false }, "{text}");
    }
    let serial = |x| moment(Value::Date(x), &rules).map(|m| (m.day, m.minute));
    assert_eq!(serial(45_415.75), Ok((ymd(2024, 5, 3), Some(at(18, 0)))));
    // Half a second below midnight is midnight, of the day that then begins.
    assert_eq!(serial(45_415.999_999), Ok((ymd(2024, 5, 4), Some(0))));
    assert_eq!(serial(45_415.999_9), Ok((ymd(2024, 5, 3), Some(at(23, 59)))));
}

#[test]
fn a_date_that_fits_two_orders_follows_the_configuration() {
    let in_order = |order| Dates { order, ..Dates::default() };
    use DateOrder::{Dmy, Mdy, Ymd};
    for (text, order, expected) in [
        ("03/04/24", Dmy, Ok((ymd(2024, 4, 3), true))),
        ("03/04/24", Mdy, Ok((ymd(2024, 3, 4), true))),
        ("03/04/24", Ymd, Ok((ymd(2003, 4, 24), true))),
        ("24-05-03", Ymd, Ok((ymd(2024, 5, 3), true))),
        ("24-05-03", Dmy, Ok((ymd(2003, 5, 24), true))),
        ("5/3/2024", Dmy, Ok((ymd(2024, 3, 5), true))),
        ("5/3/2024", Ymd, Err(Reason::AmbiguousDate)),
        ("25/12/2024", Mdy, Ok((ymd(2024, 12, 25), false))),
        ("12/25/2024", Dmy, Ok((ymd(2024, 12, 25), false))),
        ("04/04/2024", Dmy, Ok((ymd(2024, 4, 4), false))),
        ("3/13/24 9:30", Dmy, Ok((ymd(2024, 3, 13), false))),
        ("25/06/89", Dmy, Err(Reason::DateOutOfRange)),
        // April has thirty days, whichever comes first of day and month: only the configuration makes the 31 a year.
        ("31/04/26", Dmy, Err(Reason::BadDate)),
        ("31/04/26", Mdy, Err(Reason::BadDate)),
        ("31/04/26", Ymd, Ok((ymd(2031, 4, 26), false))),
        ("99-05-03", Dmy, Err(Reason::BadDate)),
    ] {
        assert_eq!(moment(Value::Text(text), &in_order(order)).map(|m| (m.day, m.doubtful)), expected, "{text}");
    }
    // A reading in a year that cannot be does not fit; then too the year comes first only where the configuration says so.
    let until = |order| Dates { order, last_year: 2030, first_year: 2010 };
    let read = |order| moment(Value::Text("24-05-03"), &until(order)).map(|m| (m.day, m.doubtful));
    assert_eq!((read(Ymd), read(Dmy)), (Ok((ymd(2024, 5, 3), false)), Err(Reason::DateOutOfRange)));
}

#[test]
fn what_is_not_a_date_is_never_one() {
    use Reason::{BadDate, DateOutOfRange, FormulaError, LossyText, TimeZone};
    let rules = Dates::default();
    for (texts, reason) in [
        (
            &["", "待定", "2024", "May", "2024-05", "2024年5月", "5月3日", "12:30", "2024-05 10:30", "5月初", "Q2 2024"][..],
            BadDate,
        ),
        (
            &["2026-13-05", "2023-02-29", "2100-02-29", "32/13/2024", "2024-04-31", "31. Juni 2024", "2024-00-10", "20241301"],
            BadDate,
        ),
        (&["3/4/5", "1/2/124", "2024-5/2024", "9.30-10.15", "2024-05-03x", "240503", "1234567890", "20240503 1030"], BadDate),
        (
            &[
                "2024-05-03~2024-05-05",
                "2024-05-03 11:00-12:00",
                "2024-05-03 25:00",
                "2024-05-03 24:00",
                "2024-05-03T",
                "约2024-05-03",
            ],
            BadDate,
        ),
        // 2024-05-03 is a Friday.
        (&["2024-05-03 星期四", "2024年5月3日（周一）", "Thu, 3 May 2024"], BadDate),
        (
            &["mayor 3, 2024", "3 marble 2024", "民国113年5月3日", "2024年5-3", "2024-05-03 13:00 AM", "2024-05-03 上午 13:00"],
            BadDate,
        ),
        (
            &["2024-05-03T10:30:00Z", "2024-05-03 16:00:00.000Z", "2024-05-03T16:00:00+00:00", "Fri, 03 May 2024 16:00:00 GMT"],
            TimeZone,
        ),
        (&["2204-05-03", "1900-01-01", "0024-05-03"], DateOutOfRange),
        (&["#VALUE!"], FormulaError),
        (&["2024-05-0\u{fffd}"], LossyText),
    ] {
        for text in texts {
            assert_eq!(moment(Value::Text(text), &rules), Err(reason), "{text}");
        }
    }
    for (value, reason) in [
        (Value::Number(12.0), BadDate),
        (Value::Number(2024.0), BadDate),
        (Value::Number(f64::NAN), BadDate),
        (Value::Number(20_241_301.0), BadDate),
        (Value::Date(-1.0), BadDate),
        (Value::Date(f64::INFINITY), BadDate),
        (Value::Date(1.0), DateOutOfRange),
        (Value::Bool(true), BadDate),
        (Value::Error("#REF!"), FormulaError),
        (Value::Uncalculated, Reason::Uncalculated),
    ] {
        assert_eq!(moment(value, &rules), Err(reason), "{value:?}");
    }
}

#[test]
fn times() {
    for (texts, expected) in [
        (
            &["9:30", "09:30", "9：30", "９：３０", "9:30:15", "09:30:15.250", "9:30 AM", "9:30am", "AM 9:30", "9:30 a.m."][..],
            at(9, 30),
        ),
        (
            &[
                "上午9:30",
                "上午 9点30分",
                "早上9点半",
                "9点半",
                "9时30分",
                "9点30",
                "九点半",
                "九点三十分",
                "9h30",
                "2024-05-03 9:30",
            ],
            at(9, 30),
        ),
        (&["下午2点30分", "下午2:30", "2:30 PM", "14时30分", "14:30", "下午14:30", "两点半 PM", "2点30分15秒 pm"], at(14, 30)),
        (&["12:00", "中午12点", "12:00 PM", "下午12:00", "12点整", "12点钟"], at(12, 0)),
        (&["0:00", "00:00:00", "12:00 AM", "0点"], 0),
        (&["晚上8点", "20:00", "20时"], at(20, 0)),
        (&["凌晨2点一刻", "2:15"], at(2, 15)),
        (&["23:59:59"], at(23, 59)),
    ] {
        for text in texts {
            assert_eq!(minute(Value::Text(text)), Ok(expected), "{text}");
        }
    }
    for (value, expected) in [
        (Value::Date(0.5), Ok(at(12, 0))),
        (Value::Number(0.0), Ok(0)),
        (Value::Number(0.395_833_333), Ok(at(9, 30))),
        (Value::Date(45_415.437_5), Ok(at(10, 30))),
        (Value::Number(45_415.437_5), Ok(at(10, 30))),
        // The 9 of nine o'clock, a clock without its colon, a day without a time: none says what it means.
        (Value::Number(9.0), Err(Reason::BadTime)),
        (Value::Number(9.5), Err(Reason::BadTime)),
        (Value::Number(930.0), Err(Reason::BadTime)),
        (Value::Date(45_415.0), Err(Reason::BadTime)),
        (Value::Number(f64::NAN), Err(Reason::BadTime)),
        (Value::Error("#N/A"), Err(Reason::FormulaError)),
        (Value::Uncalculated, Err(Reason::Uncalculated)),
    ] {
        assert_eq!(minute(value), expected, "{value:?}");
    }
    for text in [
        "",
        "上午",
        "25:00",
        "9:60",
        "24:00",
        "13:00 AM",
        "0:30 PM",
        "上午12点",
        "晚上12点",
        "9点5",
        "930",
        "9:30Z",
        "9:30+08:00",
        "9",
        "9:5:99",
    ] {
        assert_eq!(minute(Value::Text(text)), Err(Reason::BadTime), "{text}");
    }
}

#[test]
fn spans_of_time() {
    let rules = Dates::default();
    let friday = Some(ymd(2024, 5, 3));
    for (texts, day, start, end) in [
        (
            &["11:00-12:00", "11：00～12：00", "11:00 – 12:00", "11:00—12:00", "11点-12点", "11:00至12:00", "11时到12时"][..],
            None,
            at(11, 0),
            Some(at(12, 0)),
        ),
        (
            &[
                "11:00 to 12:00",
                "上午11点~中午12点",
                "11:00:00-12:00:00",
                "11:00 AM - 12:00 PM",
                "11:00--12:00",
                "11:00-12:00 PM",
            ],
            None,
            at(11, 0),
            Some(at(12, 0)),
        ),
        (&["9:30至10:15", "九点半至十点一刻"], None, at(9, 30), Some(at(10, 15))),
        (&["下午2点-4点", "14:00-16:00", "下午2:00-下午4:00", "2:00 PM-4:00 PM"], None, at(14, 0), Some(at(16, 0))),
        (
            &[
                "2024-05-03 09:15-10:00",
                "2024年5月3日9:15~10:00",
                "2024/5/3 星期五 9:15-10:00",
                "2024-05-03 09:15 - 2024-05-03 10:00",
            ],
            friday,
            at(9, 15),
            Some(at(10, 0)),
        ),
        (&["14:30", "下午2点半"], None, at(14, 30), None),
        (&["2024-05-03 14:30", "2024-05-03T14:30:00+08:00"], friday, at(14, 30), None),
    ] {
        for text in texts {
            let read = span(Value::Text(text), &rules).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert_eq!((read.day, read.start, read.end, read.doubtful), (day, Some(start), end, false), "{text}");
        }
    }
    let day_only = span(Value::Text("2024-05-03"), &rules).unwrap();
    assert_eq!((day_only.day, day_only.start), (friday, None));
    assert!(span(Value::Text("03/04/2024 09:15-10:00"), &rules).unwrap().doubtful);
    for (text, reason) in [
        // Over midnight, or the wrong way round: which, the cell does not say.
        ("23:30-00:15", Reason::BadTime),
        ("11:00-10:00", Reason::BadTime),
        ("2:00-4:00 PM", Reason::BadTime),
        ("2024-05-03 23:00-2024-05-04 01:00", Reason::BadTime),
        ("2024-05-03~2024-05-05", Reason::BadTime),
        ("11:00-", Reason::BadTime),
        ("11:00-待定", Reason::BadTime),
        ("25:00", Reason::BadTime),
        ("上午", Reason::BadDate),
        ("下午拜访", Reason::BadDate),
        ("#N/A", Reason::FormulaError),
    ] {
        assert_eq!(span(Value::Text(text), &rules), Err(reason), "{text}");
    }
    assert_eq!(span(Value::Date(0.5), &rules).map(|s| (s.day, s.start)), Ok((None, Some(at(12, 0)))));
    assert_eq!(span(Value::Date(45_415.5), &rules).map(|s| (s.day, s.start)), Ok((friday, Some(at(12, 0)))));
}

#[test]
fn ratings() {
    use RatingScale::{OneToFive, OneToTen, Percent};
    for (texts, scale, value) in [
        (
            &[
                "非常满意",
                "很满意",
                "优",
                "excellent",
                "5",
                "5分",
                "５",
                "五分",
                "5星",
                "★★★★★",
                "5/5",
                "100%",
                "非常满意（5分）",
                "5.0",
            ][..],
            OneToFive,
            5.0,
        ),
        (
            &[
                "满意",
                "良好",
                "good",
                "4",
                "4分",
                "四星",
                "★★★★☆",
                "★★★★",
                "⭐⭐⭐⭐",
                "4/5",
                "4 / 5",
                "75%",
                "4-满意",
                "满意 4分",
            ],
            OneToFive,
            4.0,
        ),
        (&["一般", "3", "3.0", "50%"], OneToFive, 3.0),
        (&["不满意", "poor"], OneToFive, 2.0),
        (&["很不满意", "Very Poor", "1", "★☆☆☆☆", "0%"], OneToFive, 1.0),
        (&["4.5", "4.5分"], OneToFive, 4.5),
        (&["10", "10/10", "5/5", "十分", "100%"], OneToTen, 5.0),
        (&["75", "75分", "75%", "4/5", "75/100"], Percent, 4.0),
        // The figure is the finer one.
        (&["满意（80分）"], Percent, 4.2),
    ] {
        for text in texts {
            let read = rating(Value::Text(text), scale).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert!((read - value).abs() < 1e-9, "{text}: {read}");
        }
    }
    use Reason::{BadRating, FormulaError, NotFinite, RatingOutOfRange};
    for (texts, reason) in [
        (
            &[
                "还行吧",
                "",
                "1.非常满意",
                "非常满意（1分）",
                "★★★☆",
                "★★★★★★",
                "☆☆☆☆☆",
                "4/7",
                "￥4",
                "满意/一般",
                "3-4",
                "4～5分",
            ][..],
            BadRating,
        ),
        (&["8", "0", "-1", "8分", "120%", "6/5", "11/10"], RatingOutOfRange),
        (&["NaN"], NotFinite),
        (&["#DIV/0!"], FormulaError),
    ] {
        for text in texts {
            assert_eq!(rating(Value::Text(text), OneToFive), Err(reason), "{text}");
        }
    }
    assert_eq!(rating(Value::Number(f64::NAN), OneToFive), Err(NotFinite));
    assert_eq!(rating(Value::Number(6.0), OneToFive), Err(RatingOutOfRange));
    assert_eq!(rating(Value::Date(4.0), OneToFive), Err(BadRating));
}

#[test]
fn flags() {
    for (texts, expected) in [
        (
            &["是", "有", "√", "✓", "✔", "☑", "✅", "对", "已", "已批准", "Y", "yes", "TRUE", "1", "1.0", " 是 ", "ＹＥＳ", "OK"]
                [..],
            Ok(true),
        ),
        (&["否", "无", "×", "✗", "☒", "❌", "□", "☐", "未", "没有", "N", "no", "False", "0", "0.0", "不同意"], Ok(false)),
        (&["", "是/否", "2", "待定", "maybe", "是否", "N/A"], Err(Reason::BadFlag)),
        (&["#N/A"], Err(Reason::FormulaError)),
    ] {
        for text in texts {
            assert_eq!(flag(Value::Text(text)), expected, "{text}");
        }
    }
    for (value, expected) in [
        (Value::Bool(true), Ok(true)),
        (Value::Number(0.0), Ok(false)),
        (Value::Number(2.0), Err(Reason::BadFlag)),
        (Value::Date(1.0), Err(Reason::BadFlag)),
        (Value::Uncalculated, Err(Reason::Uncalculated)),
    ] {
        assert_eq!(flag(value), expected, "{value:?}");
    }
}

#[test]
fn counts() {
    for (text, expected) in [
        ("30", Ok(30)),
        ("30天", Ok(30)),
        ("30 日", Ok(30)),
        ("３０天", Ok(30)),
        ("30 days", Ok(30)),
        ("30 Days", Ok(30)),
        ("三人", Ok(3)),
        ("两位", Ok(2)),
        ("1 person", Ok(1)),
        ("-5", Ok(-5)),
        ("1,200", Ok(1200)),
        ("30.0", Ok(30)),
        ("2.5", Err(Reason::BadNumber)),
        ("月结30天", Err(Reason::BadNumber)),
        ("30元", Err(Reason::BadNumber)),
        ("12%", Err(Reason::BadNumber)),
        ("2-3人", Err(Reason::InexactNumber)),
        ("5+", Err(Reason::InexactNumber)),
        ("99999999999", Err(Reason::BadNumber)),
        ("NaN", Err(Reason::NotFinite)),
    ] {
        assert_eq!(count(Value::Text(text)), expected, "{text}");
    }
    assert_eq!(count(Value::Number(2.5)), Err(Reason::BadNumber));
    assert_eq!(count(Value::Number(f64::INFINITY)), Err(Reason::NotFinite));
}

#[test]
fn identifiers_stay_text_and_long_numbers_are_refused() {
    for (x, expected) in [
        (536_365.0, Ok("536365")),
        (999_999_999_999_999.0, Ok("999999999999999")),
        (-0.0, Ok("0")),
        (1e15, Err(Reason::ImpreciseId)),
        (6_217_001_234_567_890_123.0, Err(Reason::ImpreciseId)),
        (f64::NAN, Err(Reason::NotFinite)),
    ] {
        assert_eq!(identifier(x).as_deref().map_err(|r| *r), expected, "{x}");
    }
    for (text, expected) in [
        ("6217001234567890123", Ok("6217001234567890123")),
        ("00123", Ok("00123")),
        ("'00123", Ok("00123")),
        ("=\"00123\"", Ok("00123")),
        ("17850.0", Ok("17850")),
        ("ＳＯ－００１", Ok("SO-001")),
        (" SO 1 ", Ok("SO 1")),
        ("2E5", Ok("2E5")),
        ("A1E+3", Ok("A1E+3")),
        ("6.217E+18", Err(Reason::ImpreciseId)),
        ("6.217001234567890e+18", Err(Reason::ImpreciseId)),
        ("6E+18", Err(Reason::ImpreciseId)),
        ("6217001234567890432.0", Err(Reason::ImpreciseId)),
        ("#REF!", Err(Reason::FormulaError)),
        ("SO\u{fffd}1", Err(Reason::LossyText)),
    ] {
        assert_eq!(text_identifier(text).as_deref().map_err(|r| *r), expected, "{text}");
    }
}

#[test]
fn what_nobody_sees_is_taken_out() {
    for (text, seen, one_width) in [
        ("上海华辰", "上海华辰", "上海华辰"),
        ("  A  B\t", "A B", "A B"),
        ("张\u{200b}三\u{feff}", "张三", "张三"),
        ("ＡＢ　１２", "ＡＢ １２", "AB 12"),
        ("", "", ""),
    ] {
        assert_eq!((tidy(text).as_ref(), unified(text).as_ref()), (seen, one_width), "{text:?}");
    }
    for (text, open_too, blank) in
        [("-", false, true), ("N/A", false, true), ("未付", false, false), ("未付", true, true), ("0", true, false)]
    {
        assert_eq!(is_blank_word(text, open_too), blank, "{text}");
    }
    for (text, nobody, no) in [
        ("无", true, true),
        ("N/A", true, true),
        ("NA", true, true),
        ("None", true, true),
        ("null", true, true),
        ("待补", true, true),
        ("没有", true, true),
        // Written as names are.
        ("Na", false, true),
        ("Nil", false, true),
        ("吴", false, false),
        // Of a question, not of a name.
        ("否", false, true),
        ("No", false, true),
        ("×", false, true),
        ("0", false, true),
        ("TBD", false, true),
        ("无投诉", false, true),
        ("No complaints.", false, true),
        ("无锡展会", false, false),
        ("No. 5 line", false, false),
        ("10", false, false),
    ] {
        assert_eq!((is_nobody(text), is_no(text)), (nobody, no), "{text}");
    }
}
