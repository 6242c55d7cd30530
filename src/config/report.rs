//! `[report]`: how much the review says, and what the company adds of its own: title, logo, colour, number scale, sheets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Logo;

/// What is shown and how it looks; none of it changes a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Report {
    /// Key customers with a page of their own that explains their figures, the largest volumes first; 0: none.
    pub explained_customers: u32,
    /// Source rows of each kind that an explanation shows, the largest first; `--format json` has every one.
    pub explained_rows: u32,
    /// Rows of a table that `report.html` holds at most; the workbook has them all.
    pub html_rows: u32,
    /// Title of the review; empty: the program's own, in the language of the review.
    pub title: String,
    /// Path of a PNG or JPEG that stands beside the title, relative to the configuration file; empty: none.
    pub logo: String,
    /// The one accent colour, `#rrggbb`; empty: the program's own blue. Text on it and in it stays readable, whatever it is.
    #[schemars(regex(pattern = r"^(#[0-9A-Fa-f]{6})?$"))]
    pub accent: String,
    /// The unit in which charts, cards and sentences write large money.
    pub number_scale: NumberScale,
    /// Sheets that are not written; links to them become plain text. The Dashboard and the Method stay.
    pub leave_out: Vec<SheetKey>,
    /// The file behind `logo`, once it is read: its hash is part of the configuration's.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub logo_file: Option<Logo>,
}

/// The unit in which large money is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberScale {
    /// As the amount suggests: 万 and 亿 in Chinese, thousands and millions in English.
    #[default]
    Auto,
    /// One yuan, or whatever one unit of the currency is.
    Yuan,
    Thousand,
    /// Ten thousand, 万.
    Wan,
    Million,
}

impl NumberScale {
    /// Every unit there is.
    pub const ALL: [NumberScale; 5] =
        [NumberScale::Auto, NumberScale::Yuan, NumberScale::Thousand, NumberScale::Wan, NumberScale::Million];
}

/// The sheets of the review by their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SheetKey {
    Dashboard,
    Customers,
    Customer,
    Segments,
    Paths,
    Credit,
    Satisfaction,
    Coverage,
    VisitCalendar,
    Calls,
    TravelAudit,
    Findings,
    Trips,
    Reconciliation,
    Evidence,
    Explained,
    DataQuality,
    Restatement,
    Method,
}

impl SheetKey {
    /// Every sheet, in the order of the tabs.
    pub const ALL: [SheetKey; 19] = [
        SheetKey::Dashboard,
        SheetKey::Customers,
        SheetKey::Customer,
        SheetKey::Segments,
        SheetKey::Paths,
        SheetKey::Credit,
        SheetKey::Satisfaction,
        SheetKey::Coverage,
        SheetKey::VisitCalendar,
        SheetKey::Calls,
        SheetKey::TravelAudit,
        SheetKey::Findings,
        SheetKey::Trips,
        SheetKey::Reconciliation,
        SheetKey::Evidence,
        SheetKey::Explained,
        SheetKey::DataQuality,
        SheetKey::Restatement,
        SheetKey::Method,
    ];

    /// The key as the configuration spells it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            SheetKey::Dashboard => "dashboard",
            SheetKey::Customers => "customers",
            SheetKey::Customer => "customer",
            SheetKey::Segments => "segments",
            SheetKey::Paths => "paths",
            SheetKey::Credit => "credit",
            SheetKey::Satisfaction => "satisfaction",
            SheetKey::Coverage => "coverage",
            SheetKey::VisitCalendar => "visit_calendar",
            SheetKey::Calls => "calls",
            SheetKey::TravelAudit => "travel_audit",
            SheetKey::Findings => "findings",
            SheetKey::Trips => "trips",
            SheetKey::Reconciliation => "reconciliation",
            SheetKey::Evidence => "evidence",
            SheetKey::Explained => "explained",
            SheetKey::DataQuality => "data_quality",
            SheetKey::Restatement => "restatement",
            SheetKey::Method => "method",
        }
    }

    /// Why a sheet cannot be left out.
    fn why_it_stays(self) -> Option<&'static str> {
        match self {
            SheetKey::Dashboard => Some("the dashboard stays, since every other sheet is reached from it"),
            SheetKey::Method => Some("the method stays, since no figure means anything without its definition"),
            _ => None,
        }
    }
}

impl Default for Report {
    fn default() -> Self {
        Report {
            explained_customers: 30,
            explained_rows: 5,
            html_rows: 1000,
            title: String::new(),
            logo: String::new(),
            accent: String::new(),
            number_scale: NumberScale::Auto,
            leave_out: Vec::new(),
            logo_file: None,
        }
    }
}

impl Report {
    /// The accent colour as red, green, blue, where one is configured.
    #[must_use]
    pub fn accent_rgb(&self) -> Option<[u8; 3]> {
        let digits = self.accent.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        let [_, r, g, b] = value.to_be_bytes();
        Some([r, g, b])
    }

    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (key, value, most) in
            [("explained_customers", self.explained_customers, 200), ("explained_rows", self.explained_rows, 100)]
        {
            if value > most {
                faults.push(format!("report.{key}: must be 0 to {most}"));
            }
        }
        if !(10..=20_000).contains(&self.html_rows) {
            faults.push("report.html_rows: must be 10 to 20000".to_owned());
        }
        if self.title.chars().count() > 80 || self.title.chars().any(char::is_control) {
            faults.push("report.title: must be one line of at most 80 characters".to_owned());
        }
        if !self.accent.is_empty() && self.accent_rgb().is_none() {
            faults.push(format!("report.accent: `{}` is no colour: write it as #rrggbb, for example \"#1f5fa8\"", self.accent));
        }
        for (at, key) in self.leave_out.iter().enumerate() {
            if let Some(why) = key.why_it_stays() {
                faults.push(format!("report.leave_out[{at}]: {why}"));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use crate::config::parse;

    #[test]
    fn each_fault_is_refused_by_its_key() {
        for (text, key) in [
            ("accent = \"red\"", "report.accent: `red` is no colour"),
            ("accent = \"#12345\"", "report.accent"),
            ("accent = \"#12345é\"", "report.accent"),
            ("leave_out = [\"trips\", \"dashboard\"]", "report.leave_out[1]: the dashboard stays"),
            ("leave_out = [\"method\"]", "report.leave_out[0]: the method stays"),
            ("title = \"two\\nlines\"", "report.title"),
            ("leave_out = [\"trip\"]", "unknown variant `trip`"),
            ("number_scale = \"lakh\"", "unknown variant `lakh`"),
            ("logo_file = \"x\"", "unknown field `logo_file`"),
        ] {
            let error = parse("t", &format!("[report]\n{text}\n")).unwrap_err().to_string();
            assert!(error.contains(key), "{error}");
        }
        let config = parse("t", "[report]\naccent = \"#E60012\"\nnumber_scale = \"wan\"\nleave_out = [\"trips\"]\n").unwrap();
        assert_eq!(config.report.accent_rgb(), Some([0xE6, 0x00, 0x12]));
        assert_eq!(config.report.leave_out[0].code(), "trips");
    }

    /// The keys as serde spells them are those of the code.
    #[test]
    fn keys_are_spelled_once() {
        for key in super::SheetKey::ALL {
            assert_eq!(serde_json::to_value(key).unwrap(), key.code());
        }
    }
}
