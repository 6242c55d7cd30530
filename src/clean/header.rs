//! Which column is this? Headers against alias lists, with the unit, range or currency that a header states.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::row::Mapped;
use super::{HeaderCell, UnknownColumn};
use crate::config::{Config, RatingScale};
use crate::tables::{TableId, folded, headers, normalise_word};
use rust_decimal::Decimal;

/// Longer texts are no header, whatever they say.
const HEADER_BYTES: usize = 1_000;

/// What a header says beside its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Factor that brings the cells to whole units: 10,000 for 万元.
    pub(crate) factor: Decimal,
    pub(crate) currency: Option<&'static str>,
    pub(crate) scale: Option<RatingScale>,
}

impl Unit {
    pub(crate) const PLAIN: Unit = Unit { factor: Decimal::ONE, currency: None, scale: None };
}

/// A header cell that was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    /// Position of the column in its table.
    pub(crate) column: usize,
    pub(crate) unit: Unit,
}

/// A header row as understood.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) table: TableId,
    /// In rising column order.
    pub(crate) mapped: Vec<Mapped>,
    /// Each known header and its field, in the order of the sheet.
    pub(crate) named: Vec<(String, &'static str)>,
    pub(crate) unknown: Vec<String>,
    /// Every header with its column, known or not.
    pub(crate) cells: Vec<HeaderCell>,
}

impl Header {
    pub(crate) fn new(table: TableId) -> Self {
        Header { table, mapped: Vec::new(), named: Vec::new(), unknown: Vec::new(), cells: Vec::new() }
    }

    pub(crate) fn has(&self, field: &str) -> bool {
        self.named.iter().any(|(_, name)| *name == field)
    }

    /// Puts a known header down.
    pub(crate) fn know(&mut self, col: u32, shown: String, field: Match) {
        let name = self.table.spec().columns[field.column].name;
        self.mapped.push(Mapped { col, field });
        self.cells.push(HeaderCell { col, text: shown.clone(), field: Some(name) });
        self.named.push((shown, name));
    }

    /// Puts a header down that nobody knows, or that the configuration leaves out.
    pub(crate) fn pass(&mut self, col: u32, shown: String, left_out: bool) {
        self.cells.push(HeaderCell { col, text: shown.clone(), field: None });
        if !left_out {
            self.unknown.push(shown);
        }
    }
}

/// The alias lists, ready to look up once somebody asks: by then the file is being read.
#[derive(Debug)]
pub(crate) struct HeaderIndex {
    /// Those of the configuration: table, column, spellings.
    own: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    spelt: OnceLock<Spelt>,
}

/// The alias lists as shipped, with the configuration's on top.
#[derive(Debug)]
struct Spelt {
    tables: Vec<(TableId, FxHashMap<String, usize>)>,
    /// The spellings as they are written, for suggestions.
    written: FxHashMap<String, String>,
}

impl Spelt {
    fn new(aliases: &BTreeMap<String, BTreeMap<String, Vec<String>>>) -> Self {
        let shipped = headers();
        let mut written = FxHashMap::default();
        let tables = TableId::ALL
            .into_iter()
            .map(|table| {
                let mut index = FxHashMap::default();
                let fields = shipped.get(table.name()).and_then(toml::Value::as_table);
                let own = aliases.get(table.name());
                for (position, column) in table.spec().columns.iter().enumerate() {
                    let shipped = fields.and_then(|f| f.get(column.name)).and_then(toml::Value::as_array);
                    let shipped = shipped.into_iter().flatten().filter_map(toml::Value::as_str);
                    for alias in std::iter::once(column.name).chain(shipped) {
                        let key = key(alias);
                        index.entry(key.clone()).or_insert(position);
                        written.entry(key).or_insert_with(|| alias.to_owned());
                    }
                    // A person's decision outranks what was shipped.
                    for alias in own.and_then(|f| f.get(column.name)).into_iter().flatten() {
                        index.insert(key(alias), position);
                        written.insert(key(alias), alias.clone());
                    }
                }
                (table, index)
            })
            .collect();
        Spelt { tables, written }
    }
}

impl HeaderIndex {
    pub(crate) fn new(config: &Config) -> Self {
        HeaderIndex { own: config.aliases.clone(), spelt: OnceLock::new() }
    }

    fn spelt(&self) -> &Spelt {
        self.spelt.get_or_init(|| Spelt::new(&self.own))
    }

    /// The column of a table that a header names.
    pub(crate) fn find(&self, table: TableId, header: &str) -> Option<Match> {
        let index = &self.spelt().tables.iter().find(|(id, _)| *id == table)?.1;
        // Every cell of the first rows is asked for, in every table: what cannot be a header must not cost much.
        if header.len() > HEADER_BYTES {
            return None;
        }
        let (base, unit) = split_unit(header);
        let whole = |text: &str| index.get(&key(text)).copied();
        whole(base)
            .map(|column| Match { column, unit })
            .or_else(|| {
                Some(header)
                    .filter(|_| base.len() < header.len())
                    .and_then(whole)
                    .map(|column| Match { column, unit: Unit::PLAIN })
            })
            .or_else(|| either(index, base).map(|column| Match { column, unit }))
    }

    /// A header nobody knows, with what it resembles.
    pub(crate) fn unknown(&self, table: TableId, header: &str) -> UnknownColumn {
        let near = self.nearest(table, header);
        UnknownColumn { header: header.to_owned(), nearest: near.as_ref().map(|n| n.0), alias: near.map(|n| n.1) }
    }

    /// The known spelling nearest to an unknown header, with its field, for a suggestion.
    pub(crate) fn nearest(&self, table: TableId, header: &str) -> Option<(&'static str, String)> {
        let index = &self.spelt().tables.iter().find(|(id, _)| *id == table)?.1;
        let wanted = key(split_unit(header).0);
        // No known spelling is nearly as long, and the comparison takes the product of both lengths.
        if wanted.len() > HEADER_BYTES / 5 {
            return None;
        }
        let mut best: Vec<(f64, usize, &String)> = index
            .iter()
            .map(|(alias, &column)| (strsim::normalized_damerau_levenshtein(alias, &wanted), column, alias))
            .filter(|(similarity, ..)| *similarity >= 0.6)
            .collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(b.2)));
        let (_, column, alias) = best.first()?;
        Some((table.spec().columns[*column].name, self.spelt().written.get(*alias).unwrap_or(alias).clone()))
    }
}

/// `简称/别名` names one field twice: every part that is known must mean the same one.
fn either(index: &FxHashMap<String, usize>, header: &str) -> Option<usize> {
    if !header.contains(['/', '／', '、', '|']) {
        return None;
    }
    let mut parts = header.split(['/', '／', '、', '|']).filter_map(|part| index.get(&key(part)));
    let first = *parts.next()?;
    parts.all(|other| *other == first).then_some(first)
}

/// Only letters and digits of a header count, in one width and case.
pub(crate) fn key(header: &str) -> String {
    folded(header, char::is_alphanumeric)
}

/// `金额（万元）` into `金额` and its unit; also `金额/万元` and `Amount, k`.
pub(crate) fn split_unit(header: &str) -> (&str, Unit) {
    let trimmed = header.trim().trim_end_matches([':', '：', '*', '＊']).trim_end();
    let open = trimmed.find(['(', '（', '[', '【']);
    if let Some(at) = open.filter(|&at| at > 0) {
        let inside = trimmed[at..].trim_matches(['(', '（', '[', '【', ')', '）', ']', '】', ' ']);
        return (&trimmed[..at], unit_of(inside).unwrap_or(Unit::PLAIN));
    }
    if let Some(at) = trimmed.rfind(['/', '／', ',', '，', ':', '：', '_', '-']).filter(|&at| at > 0) {
        let tail = trimmed[at..].trim_start_matches(['/', '／', ',', '，', ':', '：', '_', '-', ' ']);
        if let Some(unit) = unit_of(tail) {
            return (&trimmed[..at], unit);
        }
    }
    (trimmed, Unit::PLAIN)
}

/// A unit word, several of them (`万元, 含税`), or a rating's range.
fn unit_of(text: &str) -> Option<Unit> {
    let mut unit = Unit::PLAIN;
    let mut known = false;
    for word in text.split([',', '，', ';', '；', '、', ' ']).filter(|w| !w.is_empty()) {
        let word = normalise_word(word);
        let (factor, currency) = match word.as_str() {
            "万元" | "万" | "10k" | "人民币万元" | "rmb万元" => (10_000, Some("CNY")),
            "千元" => (1_000, Some("CNY")),
            "百万元" => (1_000_000, Some("CNY")),
            "亿元" | "亿" => (100_000_000, Some("CNY")),
            "k" | "thousand" | "thousands" | "'000" | "000" | "000s" => (1_000, None),
            "m" | "mn" | "million" | "millions" => (1_000_000, None),
            "元" | "人民币" | "rmb" | "cny" | "¥" | "yuan" => (1, Some("CNY")),
            "万美元" => (10_000, Some("USD")),
            "usd" | "$" | "us$" | "美元" => (1, Some("USD")),
            "eur" | "€" | "欧元" => (1, Some("EUR")),
            "gbp" | "£" | "英镑" => (1, Some("GBP")),
            "hkd" | "hk$" | "港元" | "港币" => (1, Some("HKD")),
            "jpy" | "日元" => (1, Some("JPY")),
            _ => {
                if let Some(scale) = rating_scale(&word) {
                    unit.scale = Some(scale);
                    known = true;
                }
                continue;
            }
        };
        known = true;
        unit.factor *= Decimal::from(factor);
        // 万 alone scales without saying which money.
        unit.currency = if matches!(word.as_str(), "万" | "亿" | "10k") { unit.currency } else { currency.or(unit.currency) };
    }
    known.then_some(unit)
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
    use crate::tables::{customers, expenses, orders, visits};

    fn index() -> HeaderIndex {
        HeaderIndex::new(&Config::default())
    }

    #[test]
    fn headers_are_found_whatever_they_wear() {
        let index = index();
        for (table, header, field) in [
            (TableId::Orders, "金额\n（元）", orders::AMOUNT),
            (TableId::Orders, " 客户 名称 ", orders::CUSTOMER),
            (TableId::Orders, "*订单号（必填）：", orders::ORDER_ID),
            (TableId::Orders, "InvoiceNo", orders::ORDER_ID),
            (TableId::Orders, "ORDER_ID", orders::ORDER_ID),
            (TableId::Orders, "Paid Date", orders::PAID_ON),
            (TableId::Expenses, "席别/舱位", expenses::SEAT_CLASS),
            (TableId::Visits, "项目（展会）", visits::PROJECT),
            (TableId::Customers, "预估年需求量(万元)", customers::ANNUAL_DEMAND),
            (TableId::Customers, "简称/别名", customers::ALIASES),
        ] {
            let found = index.find(table, header).unwrap_or_else(|| panic!("{header}"));
            assert_eq!(table.spec().columns[found.column].name, field, "{header}");
        }
        assert!(index.find(TableId::Orders, "微信群").is_none());
    }

    #[test]
    fn units_scale_and_name_their_money() {
        for (header, factor, currency) in [
            ("预估年需求量(万元)", 10_000, Some("CNY")),
            ("Amount (k)", 1_000, None),
            ("金额/万元", 10_000, Some("CNY")),
            ("Amount (USD)", 1, Some("USD")),
            ("Amount (k USD)", 1_000, Some("USD")),
            ("金额（必填）", 1, None),
        ] {
            let unit = split_unit(header).1;
            assert_eq!((unit.factor, unit.currency), (Decimal::from(factor), currency), "{header}");
        }
        assert_eq!(split_unit("满意度(1-10)").1.scale, Some(RatingScale::OneToTen));
        assert_eq!(split_unit("总体评价（百分制）").1.scale, Some(RatingScale::Percent));
    }

    #[test]
    fn the_configuration_adds_spellings() {
        let config = crate::config::parse("t", "[aliases.orders]\namount = [\"成交额\"]\n").unwrap();
        assert!(HeaderIndex::new(&config).find(TableId::Orders, "成交额").is_some());
        assert!(index().find(TableId::Orders, "成交额").is_none());
        assert_eq!(index().nearest(TableId::Orders, "订单编号码"), Some((orders::ORDER_ID, "订单编号".to_owned())));
    }
}
