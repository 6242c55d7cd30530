//! A time of day in the configuration: `"12:00"`, or a TOML time without quotes.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Minutes after midnight, up to 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock(pub i32);

impl Clock {
    fn read(text: &str) -> Option<Clock> {
        let mut parts = text.split(':');
        let mut part = || parts.next().filter(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()))?.parse::<i32>().ok();
        let (hours, minutes) = (part()?, part()?);
        // Seconds, which TOML writes, must be none.
        let rest = parts.next();
        let minutes = (minutes < 60 && rest.is_none_or(|seconds| seconds == "00")).then_some(hours * 60 + minutes)?;
        (minutes <= 24 * 60 && parts.next().is_none()).then_some(Clock(minutes))
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for Clock {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Clock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Spelling;
        impl<'de> Visitor<'de> for Spelling {
            type Value = Clock;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time of day such as \"12:00\"")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Clock, E> {
                Clock::read(text).ok_or_else(|| E::custom(format!("`{text}` is no time of day; write one such as \"12:00\"")))
            }

            /// A TOML time without quotes comes as a map with the time as its one value.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Clock, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((_, text)) => self.visit_str(&text),
                    None => Err(A::Error::custom("an empty table is no time of day")),
                }
            }
        }
        deserializer.deserialize_any(Spelling)
    }
}

impl JsonSchema for Clock {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Clock".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "A time of day such as 12:00.", "type": "string", "pattern": "^([01][0-9]|2[0-4]):[0-5][0-9]$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day() {
        for (text, minutes) in [("00:00", 0), ("12:00", 720), ("08:30:00", 510), ("24:00", 1440)] {
            assert_eq!(Clock::read(text), Some(Clock(minutes)), "{text}");
        }
        for text in ["24:01", "8:30", "12", "12:60", "noon", "12:00:30", "-1:00", "12:00:00:00"] {
            assert_eq!(Clock::read(text), None, "{text}");
        }
        assert_eq!(Clock(510).to_string(), "08:30");
    }
}
