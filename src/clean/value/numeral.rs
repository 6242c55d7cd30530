//! Chinese numerals: `三千五百`, the capital amounts of vouchers (`壹仟贰佰元伍角整`), and figures with units between them
//! (`3万5千`, `12元5角`). What could be read in two ways is refused: `三万五` is 35,000 to one reader and 30,005 to another.

use rust_decimal::Decimal;

/// A figure and the power of ten it stands for.
#[derive(Debug, Clone, Copy)]
struct Place {
    figure: i64,
    power: i32,
    /// A 零 stands before it.
    after_zero: bool,
    /// It stands without a unit of its own.
    bare: bool,
}

/// The figure of a numeral, in plain or capital writing.
pub(super) fn figure(c: char) -> Option<i64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '貳' | '两' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn small_unit(c: char) -> Option<i32> {
    Some(match c {
        '十' | '拾' => 1,
        '百' | '佰' => 2,
        '千' | '仟' => 3,
        _ => return None,
    })
}

/// Whether a text begins as a numeral does.
pub(super) fn begins(text: &str) -> bool {
    text.chars().next().is_some_and(|c| figure(c).is_some() || small_unit(c) == Some(1))
}

/// The value of a whole text in numerals, and whether it names 元, 角 or 分.
pub(super) fn read(text: &str) -> Option<(Decimal, bool)> {
    let is_yuan = |c: char| matches!(c, '元' | '圆' | '圓');
    let mut places = Vec::new();
    let (whole, fraction, named) = match text.split_once(is_yuan) {
        Some((whole, fraction)) => (whole, fraction, true),
        // 五分 alone is more often a mark than five hundredths.
        None if text.contains('角') => ("", text, true),
        None => (text, "", false),
    };
    if matches!(whole, "零" | "〇") && fraction.is_empty() {
        return Some((Decimal::ZERO, named));
    }
    if !whole.is_empty() {
        hundred_millions(whole, &mut places)?;
    } else if fraction.is_empty() {
        return None;
    }
    cents(fraction, &mut places)?;
    sum(&places).map(|value| (value, named))
}

/// Up to 万亿: what stands before 亿 counts hundred millions.
fn hundred_millions(text: &str, places: &mut Vec<Place>) -> Option<()> {
    match text.split_once(['亿', '億']) {
        Some((many, rest)) => {
            ten_thousands(many, 8, places)?;
            if rest.is_empty() { Some(()) } else { ten_thousands(rest, 0, places) }
        }
        None => ten_thousands(text, 0, places),
    }
}

fn ten_thousands(text: &str, power: i32, places: &mut Vec<Place>) -> Option<()> {
    match text.split_once(['万', '萬']) {
        Some((many, rest)) => {
            section(many, power + 4, places)?;
            if rest.is_empty() { Some(()) } else { section(rest, power, places) }
        }
        None => section(text, power, places),
    }
}

/// Below ten thousand: 千, 百, 十 and a last figure, each with 零 where a place is skipped.
fn section(text: &str, power: i32, places: &mut Vec<Place>) -> Option<()> {
    let mut letters = text.chars().peekable();
    let (mut after_zero, mut first) = (false, true);
    letters.peek()?;
    while let Some(c) = letters.next() {
        let value = match figure(c) {
            Some(0) if !after_zero => {
                after_zero = true;
                // A nought with nothing after it says nothing.
                letters.peek()?;
                continue;
            }
            Some(0) => return None,
            Some(value) => value,
            // 十五 stands for 一十五, at the beginning only.
            None if small_unit(c) == Some(1) && first => {
                places.push(Place { figure: 1, power: power + 1, after_zero, bare: false });
                (after_zero, first) = (false, false);
                continue;
            }
            None => return None,
        };
        let unit = letters.peek().copied().and_then(small_unit);
        if unit.is_some() {
            letters.next();
        }
        places.push(Place { figure: value, power: power + unit.unwrap_or(0), after_zero, bare: unit.is_none() });
        (after_zero, first) = (false, false);
    }
    Some(())
}

/// What stands after 元: 角, 分, and the 整 that closes a round amount.
fn cents(text: &str, places: &mut Vec<Place>) -> Option<()> {
    let mut rest = text;
    for (unit, power) in [('角', -1), ('分', -2)] {
        let Some((figures, after)) = rest.split_once(unit) else { continue };
        let mut letters = figures.chars();
        let mut c = letters.next()?;
        let after_zero = figure(c) == Some(0);
        if after_zero {
            c = letters.next()?;
        }
        let value = figure(c).filter(|v| *v > 0)?;
        places.push(Place { figure: value, power, after_zero, bare: false });
        rest = after;
        if letters.next().is_some() {
            return None;
        }
    }
    let closed = matches!(rest, "整" | "正") && places.last().is_some_and(|p| p.power > -2);
    (rest.is_empty() || closed).then_some(())
}

/// The places fall, 零 stands for a place that is skipped and only there, and a figure without a unit follows its neighbour.
fn sum(places: &[Place]) -> Option<Decimal> {
    let sound = places.windows(2).all(|pair| {
        let gap = pair[0].power - pair[1].power;
        gap >= 1 && (gap >= 2 || !pair[1].after_zero) && (gap == 1 || !pair[1].bare || pair[1].after_zero)
    });
    if !sound || places.first()?.after_zero && places[0].power >= 0 {
        return None;
    }
    let mut hundredths = 0i64;
    for place in places {
        hundredths += place.figure * 10i64.checked_pow(u32::try_from(place.power + 2).ok()?)?;
    }
    Some(Decimal::new(hundredths, 2).normalize())
}

/// Figures with falling units between them: `1亿2000万`, `3万5千`, `12元5角2分`; and whether they name 元 or 角.
pub(super) fn mixed(text: &str) -> Option<(Decimal, bool)> {
    let unit_of = |c: char| {
        Some(match c {
            '亿' | '億' => 8,
            '万' | '萬' => 4,
            '千' | '仟' => 3,
            '百' | '佰' => 2,
            '元' | '圆' | '块' => 0,
            '角' | '毛' => -1,
            '分' => -2,
            _ => return None,
        })
    };
    let (mut total, mut last, mut parts, mut money) = (Decimal::ZERO, None::<i32>, 0, false);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (figures, tail) = rest.split_at(end);
        let (power, tail) = match tail.chars().next() {
            Some(c) => {
                let power = unit_of(c)?;
                money |= power <= 0;
                (power, &tail[c.len_utf8()..])
            }
            // A remainder without a unit fills every place below the last unit: `1万2000`, never `1万2`.
            None if last.is_some_and(|l| usize::try_from(l).is_ok_and(|l| l > 0 && l == figures.len())) => (0, ""),
            None => return None,
        };
        if figures.is_empty() || figures.len() > 9 {
            return None;
        }
        if let Some(last) = last
            && (power >= last || figures.len() > usize::try_from(last - power).ok()?)
        {
            return None;
        }
        let unit = Decimal::new(10i64.checked_pow(u32::try_from(power + 2).ok()?)?, 2);
        total = total.checked_add(Decimal::from(figures.parse::<i64>().ok()?).checked_mul(unit)?)?;
        (last, parts, rest) = (Some(power), parts + 1, tail);
    }
    // One part is an ordinary number with a unit; `50分` alone is more often a mark than half a yuan.
    (parts >= 2 || last == Some(-1)).then(|| (total.normalize(), money))
}
