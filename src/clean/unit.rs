//! Units of money in words, as headers and the lines above a table state them: `万元`, `单位：千元`, `RMB 10,000`, `x1000`,
//! `k USD`; and the range of a rating. A currency and a multiplier stand in either order.

use rust_decimal::Decimal;

use super::value::CURRENCIES;
use crate::config::RatingScale;
use crate::tables::folded;

/// What a header says beside its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Factor that brings the cells to whole units: 10,000 for 万元.
    pub(crate) factor: Decimal,
    pub(crate) currency: Option<&'static str>,
    pub(crate) scale: Option<RatingScale>,
    /// Whether the factor is stated, be it 1: 元 says so, and a currency such as USD leaves it open.
    pub(crate) counts: bool,
    /// Whether something in it that looks like a unit was not understood.
    pub(crate) unclear: bool,
    /// Whether it can only be one of money: `m` after a quantity is metres.
    pub(crate) money_only: bool,
}

/// Multipliers, those that hold another one first.
const MULTIPLIERS: &[(&str, i64)] = &[
    ("万亿", 1_000_000_000_000),
    ("十亿", 1_000_000_000),
    ("千万", 10_000_000),
    ("仟万", 10_000_000),
    ("百万", 1_000_000),
    ("佰万", 1_000_000),
    ("十万", 100_000),
    ("拾万", 100_000),
    ("万", 10_000),
    ("萬", 10_000),
    ("亿", 100_000_000),
    ("億", 100_000_000),
    ("千", 1_000),
    ("仟", 1_000),
    ("百", 100),
    ("佰", 100),
    ("十", 10),
    ("thousands", 1_000),
    ("thousand", 1_000),
    ("hundreds", 100),
    ("hundred", 100),
    ("millions", 1_000_000),
    ("million", 1_000_000),
    ("billions", 1_000_000_000),
    ("billion", 1_000_000_000),
    ("mio", 1_000_000),
    ("mn", 1_000_000),
    ("bn", 1_000_000_000),
    ("'000s", 1_000),
    ("'000", 1_000),
    ("000s", 1_000),
    ("000", 1_000),
    ("k", 1_000),
    ("m", 1_000_000),
    ("w", 10_000),
];

/// Words for a currency that no cell is written with.
const HEADER_CURRENCIES: &[(&str, &str)] = &[
    ("us dollars", "USD"),
    ("dollars", "USD"),
    ("dollar", "USD"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("澳门元", "MOP"),
    ("泰铢", "THB"),
    ("卢布", "RUB"),
    ("thb", "THB"),
    ("inr", "INR"),
    ("vnd", "VND"),
    ("myr", "MYR"),
    ("idr", "IDR"),
    ("php", "PHP"),
    ("rub", "RUB"),
    ("brl", "BRL"),
    ("mxn", "MXN"),
    ("sek", "SEK"),
    ("nok", "NOK"),
    ("dkk", "DKK"),
    ("pln", "PLN"),
    ("czk", "CZK"),
    ("zar", "ZAR"),
    ("aed", "AED"),
    ("sar", "SAR"),
    ("nzd", "NZD"),
    ("mop", "MOP"),
];

/// Words that introduce a unit.
const LABELS: &[&str] =
    &["金额单位", "货币单位", "计量单位", "计价单位", "单位", "币种", "币别", "货币", "units", "unit", "currency", "in "];

/// No unit is longer.
const LONGEST: usize = 120;

impl Unit {
    pub(crate) const PLAIN: Unit =
        Unit { factor: Decimal::ONE, currency: None, scale: None, counts: false, unclear: false, money_only: false };

    /// What the brackets of a header say; of words that are no unit, only whether one of them looks like one.
    pub(crate) fn read(text: &str) -> Unit {
        let mut unit = Unit::PLAIN;
        if text.len() > LONGEST {
            return unit;
        }
        for part in plain(text).split(['(', ')', '[', ']', '【', '】']) {
            for word in without_label(part).split([',', ';', '、', ' ', '|', '+', '=']) {
                unit.take(word);
            }
        }
        unit
    }

    /// A text that is a unit, and nothing else.
    pub(crate) fn of(text: &str) -> Option<Unit> {
        let unit = Unit::read(text);
        let says = unit.counts || unit.currency.is_some() || unit.scale.is_some();
        (says && !unit.unclear).then_some(unit)
    }

    /// Whether it is about money at all.
    pub(crate) fn is_of_money(self) -> bool {
        self.counts || self.currency.is_some()
    }

    /// What of it holds for a number that is no money.
    pub(crate) fn of_quantity(self) -> Unit {
        if self.money_only { Unit::PLAIN } else { Unit { unclear: false, ..self } }
    }

    /// A word between separators; what stands behind a stroke may be what the money is counted for: `元/吨`.
    fn take(&mut self, word: &str) {
        let mut stated = false;
        for piece in word.split('/').map(|p| p.trim_matches([':', '.', '"'])).filter(|p| !p.is_empty()) {
            match Piece::of(piece) {
                Some(piece) if stated && piece.factor.is_some() => self.unclear = true,
                Some(piece) => {
                    stated = true;
                    self.add(piece);
                }
                None if let Some(scale) = rating_scale(piece) => self.scale = Some(scale),
                None if stated => {}
                None => self.unclear |= looks_like_unit(piece),
            }
        }
    }

    fn add(&mut self, piece: Piece) {
        if let Some(factor) = piece.factor {
            let factor = Decimal::from(factor) / Decimal::from(piece.parts);
            // `thousands of 元` counts in thousands, and `千元 (k)` says so twice.
            let (one, said) = (Decimal::ONE, self.factor);
            self.unclear |= said != one && factor != one && said != factor;
            self.factor = if factor == one { said } else { factor };
            self.counts = true;
        }
        match (self.currency, piece.currency) {
            (Some(one), Some(other)) if one != other => self.unclear = true,
            (one, other) => self.currency = one.or(other),
        }
        self.money_only |= piece.money_only;
    }
}

/// One word as a unit.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    factor: Option<i64>,
    /// A 分 is a hundredth.
    parts: i64,
    currency: Option<&'static str>,
    money_only: bool,
}

impl Piece {
    /// Currencies, multipliers and figures that make up the whole word, in whatever order.
    fn of(word: &str) -> Option<Piece> {
        let mut piece = Piece { parts: 1, ..Piece::default() };
        let parts = match word {
            "分" | "人民币分" => 100,
            "角" | "人民币角" => 10,
            _ => 1,
        };
        if parts > 1 {
            return Some(Piece { factor: Some(1), parts, currency: Some("CNY"), money_only: true });
        }
        let counted = word.strip_prefix(['x', '×', '*']).filter(|r| r.starts_with(|c: char| c.is_ascii_digit()));
        let mut rest = counted.unwrap_or(word);
        let mut letters = 0;
        while !rest.is_empty() {
            let figures = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let begins = |list: &[(&'static str, &'static str)]| {
                list.iter().find_map(|(mark, code)| rest.strip_prefix(mark).map(|after| (*mark, *code, after)))
            };
            if let Some((mark, code, after)) = begins(CURRENCIES).or_else(|| begins(HEADER_CURRENCIES)) {
                if piece.currency.is_some_and(|known| known != code) {
                    return None;
                }
                (piece.currency, piece.money_only) = (Some(code), true);
                if mark.ends_with(['元', '圆', '整', '正', '铢']) || ["yuan", "dollar", "euro"].iter().any(|w| mark.contains(w))
                {
                    piece.factor = piece.factor.or(Some(1));
                }
                rest = after;
            } else if figures > 0 && !rest.starts_with('0') {
                let factor: i64 = rest[..figures].parse().ok()?;
                // Only 10, 100, 1000 and so on are multipliers.
                if !(10..=1_000_000_000_000).contains(&factor)
                    || !rest[1..figures].bytes().all(|b| b == b'0')
                    || rest.as_bytes()[0] != b'1'
                {
                    return None;
                }
                piece.factor = Some(piece.factor.unwrap_or(1).checked_mul(factor)?);
                rest = &rest[figures..];
            } else {
                let (mark, factor) = MULTIPLIERS.iter().find(|(mark, _)| rest.starts_with(mark))?;
                letters += usize::from(mark.is_ascii());
                piece.money_only |= matches!(*mark, "m" | "w");
                piece.factor = Some(piece.factor.unwrap_or(1).checked_mul(*factor)?);
                rest = &rest[mark.len()..];
            }
        }
        // `mm` is millimetres, or a million in another tongue.
        (letters < 2 && (piece.factor.is_some() || piece.currency.is_some())).then_some(piece)
    }
}

/// In one width and case, without the commas of thousands.
fn plain(text: &str) -> String {
    let text = folded(text, |_| true).replace(['’', '‘', '′', '`'], "'").replace("'s", "s");
    let thousands = |at: usize| {
        let (before, after) = (text[..at].bytes().next_back(), &text.as_bytes()[at + 1..]);
        before.is_some_and(|b| b.is_ascii_digit())
            && after.len() >= 3
            && after[..3].iter().all(u8::is_ascii_digit)
            && !after.get(3).is_some_and(u8::is_ascii_digit)
    };
    text.char_indices().filter(|(at, c)| *c != ',' || !thousands(*at)).map(|(_, c)| c).collect()
}

/// `单位：万元` and `in thousands of CNY` without the words that introduce the unit.
fn without_label(text: &str) -> &str {
    let text = text.trim();
    let bare = LABELS.iter().find_map(|label| text.strip_prefix(label));
    let bare = bare.map_or(text, |rest| rest.trim_start_matches([':', ' ', '为', '是']));
    bare.strip_prefix("in ").unwrap_or(bare)
}

/// Whether a word that is no unit may be meant for one: it holds a figure, a multiplier or the sign of a currency, and does
/// not speak of a year, a month or a tax rate.
fn looks_like_unit(word: &str) -> bool {
    const HARMLESS: [char; 11] = ['%', '年', '月', '日', '季', '期', '周', '天', '税', '度', '第'];
    const LOCAL: [&str; 4] = ["本币", "本位币", "记账本位币", "百分比"];
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    if year || word.contains(HARMLESS) || LOCAL.contains(&word) {
        return false;
    }
    let mark = |c: char| c.is_numeric() || "万萬亿億千仟百佰十拾元圆角币¥$€£₩₽".contains(c);
    word.contains(mark) || matches!(word, "mm" | "mil" | "rs" | "lakh" | "crore" | "tsd")
}

fn rating_scale(word: &str) -> Option<RatingScale> {
    let range: String = word.replace(['~', '～', '—', '–', '至'], "-").replace('分', "");
    match range.as_str() {
        "1-5" | "5制" | "五制" | "满5" | "5级" => Some(RatingScale::OneToFive),
        "1-10" | "0-10" | "10制" | "十制" | "满10" => Some(RatingScale::OneToTen),
        "0-100" | "1-100" | "百制" | "100制" | "满100" | "%" => Some(RatingScale::Percent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_and_a_multiplier_in_either_order() {
        for (text, factor, currency) in [
            ("万元", 10_000, Some("CNY")),
            ("单位：万元", 10_000, Some("CNY")),
            ("金额单位:人民币千元", 1_000, Some("CNY")),
            ("百万", 1_000_000, None),
            ("W", 10_000, None),
            ("万元人民币", 10_000, Some("CNY")),
            ("RMB万", 10_000, Some("CNY")),
            ("百元", 100, Some("CNY")),
            ("十万元", 100_000, Some("CNY")),
            ("x1000", 1_000, None),
            ("×1,000", 1_000, None),
            ("千元/CNY", 1_000, Some("CNY")),
            ("元/吨", 1, Some("CNY")),
            ("RMB 10,000", 10_000, Some("CNY")),
            ("RMB'000", 1_000, Some("CNY")),
            ("’000s", 1_000, None),
            ("10k", 10_000, None),
            ("k USD", 1_000, Some("USD")),
            ("US$ m", 1_000_000, Some("USD")),
            ("in thousands of CNY", 1_000, Some("CNY")),
            ("thousand yuan", 1_000, Some("CNY")),
            ("美金", 1, Some("USD")),
            ("￥", 1, Some("CNY")),
            ("THB", 1, Some("THB")),
            ("万元，含税", 10_000, Some("CNY")),
            ("含税）（万元", 10_000, Some("CNY")),
        ] {
            let unit = Unit::of(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((unit.factor, unit.currency), (Decimal::from(factor), currency), "{text}");
        }
        assert_eq!(Unit::of("分").unwrap().factor, Decimal::new(1, 2));
        assert_eq!(Unit::of("角").unwrap().factor, Decimal::new(1, 1));
        assert_eq!(Unit::of("1-10").unwrap().scale, Some(RatingScale::OneToTen));
    }

    #[test]
    fn what_is_no_unit_is_told_from_what_may_be_meant_for_one() {
        for harmless in
            ["含税", "必填", "税前", "含税13%", "2026年", "2026", "1-12月", "本币", "excl. VAT", "net", "件", "kg", ""]
        {
            let unit = Unit::read(harmless);
            assert!(!unit.unclear && !unit.is_of_money(), "{harmless}");
        }
        for unclear in ["万两", "外币", "CNY/USD", "12", "2打", "元/千", "千元 万元", "Rs. 10", "mm", "x5", "mk"] {
            assert!(Unit::read(unclear).unclear || unclear == "mk", "{unclear}");
            assert_eq!(Unit::of(unclear), None, "{unclear}");
        }
    }
}
