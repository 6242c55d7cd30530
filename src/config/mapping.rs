//! `[[mapping]]`: what a person decides about a file or sheet where its headers do not say it well enough.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DateOrder, currency};

/// One decision, for every sheet that both patterns fit. Where several fit, a later one adds to the earlier ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Files, by their name below the input folder: `*` stands for anything, `?` for one character; case does not matter.
    pub file: String,
    /// Sheets, by name, in the same way.
    pub sheet: String,
    /// Pass over what fits.
    pub skip: bool,
    /// The table it holds: `orders`, `customers`, `visits`, `expenses`, `callbacks` or `dispositions`.
    pub table: Option<String>,
    /// The row of its headers, as Excel numbers it.
    pub header_row: Option<u32>,
    /// Order of a date such as 03/04/24: `dmy`, `mdy` or `ymd`.
    pub date_order: Option<DateOrder>,
    /// Currency of amounts that name none, for example `USD`; its rate stands in `[rates]`.
    pub currency: Option<String>,
    /// Header as written, and the field it fills; an empty field leaves the column out.
    pub columns: BTreeMap<String, String>,
}

impl Default for Mapping {
    fn default() -> Self {
        Mapping {
            file: "*".to_owned(),
            sheet: "*".to_owned(),
            skip: false,
            table: None,
            header_row: None,
            date_order: None,
            currency: None,
            columns: BTreeMap::new(),
        }
    }
}

impl Mapping {
    pub(super) fn faults(&self, at: usize) -> Vec<String> {
        let mut faults = Vec::new();
        let mut need = |ok: bool, text: &str| {
            if !ok {
                faults.push(format!("mapping[{at}].{text}"));
            }
        };
        need(self.header_row != Some(0), "header_row: rows begin at 1");
        let currency = self.currency.as_deref().and_then(currency::fault);
        need(currency.is_none(), &format!("currency: {}", currency.as_deref().unwrap_or_default()));
        faults
    }
}
