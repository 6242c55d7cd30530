//! `run.json`: what was read, what became of every row, what was found and what was written. Schedulers and auditors rely
//! on it: keys keep their order and their meaning, new ones may be added. Nothing in it depends on the clock or the machine.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The version of this layout.
pub const SCHEMA_VERSION: u32 = 1;

/// The manifest of one month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// The version of this layout: a key may be added without another number, none is taken away.
    pub schema_version: u32,
    /// The version of the program.
    pub tool_version: String,
    /// The month reviewed.
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}$"))]
    pub month: String,
    /// The newest month with orders: what is reviewed when no month is named.
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}$"))]
    pub newest_month: String,
    /// The last day of the month reviewed.
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    pub as_of: String,
    /// Code of the currency of every amount.
    pub currency: String,
    /// Hash of the configuration in force, without what only says how the job is run.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub config_sha256: String,
    /// Values tried with `--set`, by key; the key is there only where there are any.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tried: BTreeMap<String, String>,
    /// Every spreadsheet of the input, sorted by name.
    pub inputs: Vec<Input>,
    /// Files that were passed over because of their extension.
    pub passed_over: Vec<String>,
    /// Money of every column, and where it went.
    pub control_totals: Vec<ControlTotal>,
    /// Records that two exports state differently.
    #[serde(default)]
    pub conflicts: Conflicts,
    /// What became of each rule, in their order.
    pub rules: Vec<Rule>,
    /// Figures of the company.
    pub totals: Totals,
    /// The month before: what was published, and what the same figures are today.
    #[serde(default)]
    pub restatement: Option<Restated>,
    /// Every file of the folder but this one, sorted by name.
    pub outputs: Vec<Output>,
}

/// One input file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Its path below the input folder, with `/` between folders.
    pub file: String,
    /// Hash of its content; empty where it could not be opened.
    #[schemars(regex(pattern = r"^([0-9a-f]{64})?$"))]
    pub sha256: String,
    pub bytes: u64,
    /// Why it could not be read.
    pub problem: Option<Said>,
    /// Its sheets, in their order.
    pub sheets: Vec<Sheet>,
}

/// A stable code with its sentence in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "String", from = "String")]
pub struct Said {
    pub code: String,
    pub text: String,
}

/// In the manifest one text: `code: sentence`, so that a program finds the code and a person reads on.
impl From<Said> for String {
    fn from(said: Said) -> Self {
        format!("{}: {}", said.code, said.text)
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        let (code, sentence) = text.split_once(": ").unwrap_or((&text, ""));
        Said { code: code.to_owned(), text: sentence.to_owned() }
    }
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sheet {
    /// Its name; of a text file the file's own.
    pub sheet: String,
    /// The table it was taken for; null where it is none of ours.
    #[schemars(extend("enum" = ["customers", "visits", "expenses", "orders", "callbacks", "dispositions", null]))]
    pub table: Option<String>,
    /// Why it was taken for none.
    pub why: Option<Said>,
    /// Why it was read only in part.
    pub problem: Option<Said>,
    /// How it is laid out.
    #[schemars(extend("enum" = ["table", "transposed", "form", null]))]
    pub layout: Option<String>,
    /// The row of its header, as Excel counts.
    pub header_row: Option<u32>,
    /// Header as written, and the field it fills, in the order of the sheet.
    #[serde(with = "pairs")]
    #[schemars(with = "BTreeMap<String, String>")]
    pub columns: Vec<(String, String)>,
    /// Headers that fill no field.
    pub unknown_columns: Vec<String>,
    pub rows: Rows,
}

/// Where the rows went: `seen` = `accepted` + `rejected` + all `skipped`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rows {
    pub seen: u64,
    pub accepted: u64,
    pub rejected: u64,
    pub skipped: Skipped,
}

/// Rows passed over, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Skipped {
    pub repeated_header: u64,
    pub subtotal: u64,
    pub note: u64,
    pub duplicate_export: u64,
    /// Stated anew, with other values, by another export; the key is there only where there are any.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub superseded: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl Skipped {
    #[must_use]
    pub fn all(&self) -> u64 {
        self.repeated_header + self.subtotal + self.note + self.duplicate_export + self.superseded
    }
}

/// Money of one column: read, and where it went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ControlTotal {
    pub table: String,
    pub column: String,
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub seen: String,
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub accepted: String,
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub rejected: String,
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub skipped: String,
}

/// Records that two exports state differently, by table; tables without any are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conflicts {
    pub count: u64,
    pub by_table: BTreeMap<String, u64>,
}

/// What became of one rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    #[schemars(regex(pattern = r"^[A-Z]{3}[0-9]{3}$"))]
    pub id: String,
    /// Whether it was checked.
    #[schemars(extend("enum" = ["checked", "not_checked", "off"]))]
    pub status: String,
    /// Why it was not checked.
    pub reason: Option<String>,
    /// Findings of the month.
    pub findings: u64,
    /// What they exceed the policy by.
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub excess: String,
    /// Records it looked at, and records it could not judge.
    #[serde(default)]
    pub tested: u64,
    #[serde(default)]
    pub unjudged: u64,
    /// Findings of the month that nobody decided yet.
    #[serde(default)]
    pub open: u64,
    /// Findings of the window that were decided, and the false alarms among them.
    #[serde(default)]
    pub decided: u64,
    #[serde(default)]
    pub false_alarms: u64,
    /// 1 − false alarms ÷ decided; null where too few are decided.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1))]
    pub precision: Option<f64>,
}

/// Figures of the company; null where unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub sales_month: String,
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub sales_window: String,
    /// Customers with a place in the review.
    pub customers: u64,
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub receivable_open: Option<String>,
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub overdue: Option<String>,
    /// Share of ratings of 4 and 5.
    #[schemars(range(min = 0, max = 1))]
    pub csat: Option<f64>,
    /// Findings of the month.
    pub findings: Findings,
    /// What findings exceed the policy by.
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub excess: Option<String>,
    /// The excess with each claim counted once.
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub net_excess: Option<String>,
    /// Claims that findings question without saying how much would have been allowed, each once.
    #[serde(default)]
    #[schemars(regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub in_question: Option<String>,
    /// Findings that nobody decided yet.
    #[serde(default)]
    pub open_findings: Findings,
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Findings {
    pub error: u64,
    pub warning: u64,
    pub note: u64,
}

impl Findings {
    /// Errors, warnings, notes.
    #[must_use]
    pub fn counts(&self) -> [u64; 3] {
        [self.error, self.warning, self.note]
    }
}

/// Last month's figures from today's input beside those published then; null where nothing could be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Restated {
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}$"))]
    pub month: String,
    /// Whether its figures could be compared.
    pub published: bool,
    /// What stood in its folder.
    #[schemars(extend("enum" = ["published", "not_published", "unreadable", "changed_since"]))]
    pub state: String,
    /// The hash of the manifest that was compared with.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub manifest_sha256: Option<String>,
    /// Whether it was made with today's configuration.
    pub config_same: Option<bool>,
    /// Whether it was made with this version of the program.
    pub tool_same: Option<bool>,
    /// Customers with other figures, not counting those that appeared or are gone.
    pub customers_changed: Option<u64>,
    pub customers_appeared: Option<u64>,
    pub customers_gone: Option<u64>,
    pub sales_month: Option<ThenNow>,
    pub sales_window: Option<ThenNow>,
}

/// A figure as published, and as it is today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ThenNow {
    pub then: String,
    pub now: String,
}

/// One file of the month's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Output {
    /// Its path below the month's folder, with `/` between folders.
    pub file: String,
    /// Hash of its content.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
}

impl Manifest {
    /// The file's content.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|e| Failure::Internal(e.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Rows of all sheets.
    #[must_use]
    pub fn rows(&self) -> Rows {
        let mut sum = Rows::default();
        for rows in self.inputs.iter().flat_map(|i| &i.sheets).map(|s| &s.rows) {
            sum.seen += rows.seen;
            sum.accepted += rows.accepted;
            sum.rejected += rows.rejected;
            sum.skipped.repeated_header += rows.skipped.repeated_header;
            sum.skipped.subtotal += rows.skipped.subtotal;
            sum.skipped.note += rows.skipped.note;
            sum.skipped.duplicate_export += rows.skipped.duplicate_export;
            sum.skipped.superseded += rows.skipped.superseded;
        }
        sum
    }
}

/// Pairs as a JSON object that keeps their order. A header that appears twice is written once: a field takes its first
/// column, and the second one is among the unknown columns.
mod pairs {
    use serde::de::{MapAccess, Visitor};
    use serde::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
        let first = |at: usize| pairs[..at].iter().all(|(key, _)| *key != pairs[at].0);
        serializer.collect_map(pairs.iter().enumerate().filter(|(at, _)| first(*at)).map(|(_, (key, value))| (key, value)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Vec<(String, String)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let columns = [("金额", "amount"), ("客户", "customer"), ("金额", "paid_amount")];
        let sheet = Sheet {
            sheet: "S".to_owned(),
            table: Some("orders".to_owned()),
            why: None,
            problem: None,
            layout: Some("table".to_owned()),
            header_row: Some(2),
            columns: columns.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec(),
            unknown_columns: Vec::new(),
            rows: Rows { seen: 3, accepted: 2, rejected: 0, skipped: Skipped { subtotal: 1, ..Skipped::default() } },
        };
        Manifest {
            schema_version: SCHEMA_VERSION,
            tool_version: "0".to_owned(),
            month: "2026-05".to_owned(),
            newest_month: "2026-05".to_owned(),
            as_of: "2026-05-31".to_owned(),
            currency: "CNY".to_owned(),
            tried: BTreeMap::new(),
            config_sha256: "c".to_owned(),
            inputs: vec![Input { file: "a".to_owned(), sha256: "s".to_owned(), bytes: 1, problem: None, sheets: vec![sheet] }],
            passed_over: Vec::new(),
            control_totals: Vec::new(),
            conflicts: Conflicts::default(),
            rules: Vec::new(),
            totals: Totals {
                sales_month: "1.00".to_owned(),
                sales_window: "1.00".to_owned(),
                customers: 1,
                receivable_open: None,
                overdue: None,
                csat: None,
                findings: Findings::default(),
                excess: None,
                net_excess: None,
                in_question: None,
                open_findings: Findings::default(),
            },
            restatement: None,
            outputs: Vec::new(),
        }
    }

    #[test]
    fn it_reads_back_what_it_wrote_and_a_header_named_twice_stands_once() {
        let bytes = manifest().to_bytes().unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert_eq!(text.matches("金额").count(), 1);
        assert!(text.find("金额") < text.find("客户"), "columns keep their order");
        let read: Manifest = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read.rows(), manifest().rows());
        assert_eq!(read.to_bytes().unwrap(), bytes);
    }
}
