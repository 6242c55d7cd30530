//! Which column is this? Headers against alias lists, with the unit, range or currency that a header states.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::header_note::{HeaderNote, Written};
use super::row::Mapped;
use super::unit::Unit;
use super::{HeaderCell, UnknownColumn};
use crate::config::Config;
use crate::load::cell_name;
use crate::tables::{Kind, TableId, folded, headers, orders};

/// Longer texts are no header, whatever they say.
const HEADER_BYTES: usize = 1_000;

/// A header cell that was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    /// Position of the column in its table.
    pub(crate) column: usize,
    pub(crate) unit: Unit,
    /// How far the spelling is from the field's usual one: of two columns for one field the nearer is read.
    pub(crate) rank: u16,
}

impl Match {
    /// A quantity is counted in no currency.
    pub(crate) fn new(table: TableId, Spelling { column, rank }: Spelling, unit: Unit) -> Self {
        let field = &table.spec().columns[column];
        let counted = field.kind == Kind::Decimal && field.name != orders::UNIT_PRICE;
        Match { column, unit: if counted { unit.of_quantity() } else { unit }, rank }
    }
}

/// What a known spelling means: the column, and its place among the spellings of the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spelling {
    pub(crate) column: usize,
    pub(crate) rank: u16,
}

impl Spelling {
    /// By a person's decision.
    pub(crate) fn decided(column: usize) -> Self {
        Spelling { column, rank: 0 }
    }
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
    /// Columns that are passed over for another one of the same field: that one, and the column passed over.
    pub(crate) doubled: Vec<(u32, u32)>,
}

impl Header {
    pub(crate) fn new(table: TableId) -> Self {
        Header { table, mapped: Vec::new(), named: Vec::new(), unknown: Vec::new(), cells: Vec::new(), doubled: Vec::new() }
    }

    pub(crate) fn has(&self, field: &str) -> bool {
        self.named.iter().any(|(_, name)| *name == field)
    }

    /// Puts a known header down.
    pub(crate) fn know(&mut self, col: u32, shown: String, field: Match) {
        let name = self.table.spec().columns[field.column].name;
        self.mapped.push(Mapped { col, field, comma: false });
        self.cells.push(HeaderCell { col, text: shown.clone(), field: Some(name) });
        self.named.push((shown, name));
    }

    /// Puts a known header down where another column may have its field already: the one is read whose spelling is nearer to
    /// the field's usual one, whatever their order.
    pub(crate) fn know_best(&mut self, col: u32, shown: String, field: Match) {
        let Some(at) = self.mapped.iter().position(|m| m.field.column == field.column) else {
            self.know(col, shown, field);
            return;
        };
        let before = self.mapped[at];
        if field.rank >= before.field.rank {
            self.double(before.col, col);
            self.cells.push(HeaderCell { col, text: shown, field: None });
            return;
        }
        for pair in self.doubled.iter_mut().filter(|(used, _)| *used == before.col) {
            pair.0 = col;
        }
        self.double(col, before.col);
        let name = self.table.spec().columns[field.column].name;
        self.mapped.remove(at);
        self.named.retain(|(_, known)| *known != name);
        for cell in self.cells.iter_mut().filter(|cell| cell.field == Some(name)) {
            cell.field = None;
        }
        self.know(col, shown, field);
    }

    fn double(&mut self, used: u32, passed: u32) {
        // A row that says the same in each of its columns is no header of so many doubled ones.
        const TOLD: usize = 20;
        if self.doubled.len() < TOLD {
            self.doubled.push((used, passed));
        }
    }

    /// What a person should know of the header itself, which stands in this row.
    pub(crate) fn notes(&self, row: u32) -> Vec<HeaderNote> {
        let columns = self.table.spec().columns;
        let written = |col: u32| {
            let text = self.cells.iter().find(|cell| cell.col == col).map_or_else(String::new, |cell| cell.text.clone());
            Written { cell: cell_name(row, col), text }
        };
        let unclear = self.mapped.iter().filter(|m| {
            let field = &columns[m.field.column];
            let unit = m.field.unit;
            (field.kind == Kind::Money || field.name == orders::UNIT_PRICE) && (unit.unclear || unit.scale.is_some())
        });
        let unclear = unclear
            .map(|m| HeaderNote::UnitUnclear { place: written(m.col), factor: m.field.unit.factor.normalize().to_string() });
        let doubled = self.doubled.iter().filter_map(|&(used, passed)| {
            let field = &columns[self.mapped.iter().find(|m| m.col == used)?.field.column];
            let grave =
                !matches!(field.kind, Kind::Text | Kind::Words(_) | Kind::Name | Kind::Span) || field.name == orders::CUSTOMER;
            Some(HeaderNote::Doubled { field: field.name, used: written(used), passed: written(passed), grave })
        });
        unclear.chain(doubled).collect()
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
    tables: Vec<(TableId, FxHashMap<String, Spelling>)>,
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
                    // The field's own name ranks with the first spelling, unless the list gives it a place of its own.
                    let ranked = shipped.zip(1..).chain([(column.name, 1)]);
                    for (alias, rank) in ranked {
                        let key = key(alias);
                        index.entry(key.clone()).or_insert(Spelling { column: position, rank });
                        written.entry(key).or_insert_with(|| alias.to_owned());
                    }
                    // A person's decision outranks what was shipped.
                    for alias in own.and_then(|f| f.get(column.name)).into_iter().flatten() {
                        index.insert(key(alias), Spelling::decided(position));
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
        let header = without_number(header).unwrap_or(header);
        let (base, unit) = split_unit(header);
        let whole = |text: &str| index.get(&key(text)).copied();
        whole(base)
            .map(|found| (found, unit))
            .or_else(|| Some(header).filter(|_| base.len() < header.len()).and_then(whole).map(|found| (found, Unit::PLAIN)))
            .or_else(|| either(index, base).map(|found| (found, unit)))
            .or_else(|| spaced_unit(header, whole))
            .map(|(found, unit)| Match::new(table, found, unit))
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
            .map(|(alias, &Spelling { column, .. })| (strsim::normalized_damerau_levenshtein(alias, &wanted), column, alias))
            .filter(|(similarity, ..)| *similarity >= 0.6)
            .collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(b.2)));
        let (_, column, alias) = best.first()?;
        Some((table.spec().columns[*column].name, self.spelt().written.get(*alias).unwrap_or(alias).clone()))
    }
}

/// `简称/别名` and `订单号 Order No` name one field twice: every part that is known must mean the same one.
fn either(index: &FxHashMap<String, Spelling>, header: &str) -> Option<Spelling> {
    let parts: Vec<&str> = if header.contains(['/', '／', '、', '|']) {
        header.split(['/', '／', '、', '|']).collect()
    } else {
        // In two languages: where the one script ends and the other begins.
        let latin = begins_latin(header);
        let other = header.char_indices().find(|(_, c)| c.is_alphabetic() && c.is_ascii() != latin);
        let (one, other) = header.split_at(other?.0);
        [one, other].iter().all(|part| index.contains_key(&key(part))).then(|| vec![one, other])?
    };
    let mut known = parts.into_iter().filter_map(|part| index.get(&key(part)).copied());
    let first = known.next()?;
    known.all(|other| other.column == first.column).then_some(first)
}

/// Whether the first letter of a text is one of the Latin alphabet.
fn begins_latin(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_ascii())
}

/// `1.订单号` and `①订单号` without the number; a header that is a number stays.
fn without_number(header: &str) -> Option<&str> {
    let header = header.trim_start();
    let circled = |c: char| ('①'..='⑳').contains(&c);
    let rest = match header.strip_prefix(circled) {
        Some(rest) => rest,
        None => {
            let rest = header.trim_start_matches(|c: char| c.is_ascii_digit());
            let marked = (1..=2).contains(&(header.len() - rest.len()));
            rest.strip_prefix(['.', '、', '．', ')', '）']).filter(|_| marked)?
        }
    };
    rest.starts_with(|c: char| !c.is_ascii_digit()).then_some(rest)
}

/// Only letters and digits of a header count, in one width and case.
pub(crate) fn key(header: &str) -> String {
    folded(header, char::is_alphanumeric)
}

/// `金额（万元）` into `金额` and its unit; also `金额/万元`, `Amount, k` and `金额 单位：千元`.
pub(crate) fn split_unit(header: &str) -> (&str, Unit) {
    let trimmed = header.trim().trim_end_matches([':', '：', '*', '＊']).trim_end();
    let open = trimmed.find(['(', '（', '[', '【']);
    if let Some(at) = open.filter(|&at| at > 0) {
        return (&trimmed[..at], Unit::read(&trimmed[at..]));
    }
    if let Some(at) = trimmed.rfind(['/', '／', ',', '，', ':', '：', '_', '-']).filter(|&at| at > 0) {
        let tail = trimmed[at..].trim_start_matches(['/', '／', ',', '，', ':', '：', '_', '-', ' ']);
        if let Some(unit) = Unit::of(tail) {
            let base = trimmed[..at].trim_end();
            let bare = ["单位", "unit", "Unit"].iter().find_map(|label| base.strip_suffix(label));
            return (bare.filter(|bare| !bare.trim().is_empty()).unwrap_or(base), unit);
        }
    }
    (trimmed, Unit::PLAIN)
}

/// `Amount in CNY`, `金额 万元`: a name, and after a space a unit and nothing else.
fn spaced_unit(header: &str, whole: impl Fn(&str) -> Option<Spelling>) -> Option<(Spelling, Unit)> {
    header.match_indices(char::is_whitespace).find_map(|(at, _)| Some((whole(&header[..at])?, Unit::of(&header[at..])?)))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::config::RatingScale;
    use crate::tables::{customers, expenses, visits};

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
            (TableId::Orders, "Amount in CNY", orders::AMOUNT),
            (TableId::Orders, "金额 单位:千元", orders::AMOUNT),
            (TableId::Orders, "订单号 Order No", orders::ORDER_ID),
            (TableId::Orders, "Order No\n订单号", orders::ORDER_ID),
            (TableId::Orders, "金额Amount（万元）", orders::AMOUNT),
            (TableId::Orders, "1.订单号", orders::ORDER_ID),
            (TableId::Orders, "①订单号", orders::ORDER_ID),
            (TableId::Orders, "12、金额", orders::AMOUNT),
            (TableId::Orders, "单据号", orders::ORDER_ID),
            (TableId::Orders, "本币价税合计", orders::AMOUNT),
        ] {
            let found = index.find(table, header).unwrap_or_else(|| panic!("{header}"));
            assert_eq!(table.spec().columns[found.column].name, field, "{header}");
        }
        for header in ["微信群", "订单号 Order Date", "客户名称 Remark", "1.5"] {
            assert!(index.find(TableId::Orders, header).is_none(), "{header}");
        }
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
            ("金额（单位：万元）", 10_000, Some("CNY")),
            ("金额（含税）（千元）", 1_000, Some("CNY")),
            ("金额 单位:千元", 1_000, Some("CNY")),
            ("Amount (RMB 10,000)", 10_000, Some("CNY")),
            ("金额（美金）", 1, Some("USD")),
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
