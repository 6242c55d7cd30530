//! A day in the configuration: `"2026-04-01"`, or a TOML date without quotes.

use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub NaiveDate);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Spelling;
        impl<'de> Visitor<'de> for Spelling {
            type Value = Day;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day such as 2026-04-01")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
                let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
                day.map(Day).map_err(|_| E::custom(format!("`{text}` is no day; write one such as 2026-04-01")))
            }

            /// A TOML date without quotes comes as a map with the date as its one value.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Day, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((_, text)) => self.visit_str(&text),
                    None => Err(A::Error::custom("an empty table is no day")),
                }
            }
        }
        deserializer.deserialize_any(Spelling)
    }
}

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "A day such as 2026-04-01.", "type": "string", "format": "date" })
    }
}
