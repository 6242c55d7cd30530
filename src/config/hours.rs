//! Times of day in the configuration: `"10:30"`, and spans of them.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A time of day, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay {
    minute: i32,
}

impl TimeOfDay {
    pub const NOON: TimeOfDay = TimeOfDay { minute: 12 * 60 };

    /// A time as the clock shows it, hours 0 to 23.
    #[must_use]
    pub fn new(hour: i32, minute: i32) -> Option<Self> {
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(TimeOfDay { minute: hour * 60 + minute })
    }

    /// Minutes after midnight.
    #[must_use]
    pub fn minute(self) -> i32 {
        self.minute
    }

    /// `10:30` or `10:30:00`; seconds other than none are refused.
    fn read(text: &str) -> Option<Self> {
        let text = text.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(text);
        let (hour, minute) = text.split_once(':')?;
        let figure =
            |part: &str| part.parse::<i32>().ok().filter(|_| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()));
        TimeOfDay::new(figure(hour)?, figure(minute).filter(|_| minute.len() == 2)?)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Spelling;
        impl<'de> Visitor<'de> for Spelling {
            type Value = TimeOfDay;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time of day such as \"10:30\"")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<TimeOfDay, E> {
                TimeOfDay::read(text).ok_or_else(|| E::custom(format!("`{text}` is no time of day; write one such as \"10:30\"")))
            }

            /// A TOML time without quotes comes as a map with the time as its one value.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TimeOfDay, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((_, text)) => self.visit_str(&text),
                    None => Err(A::Error::custom("an empty table is no time of day")),
                }
            }
        }
        deserializer.deserialize_any(Spelling)
    }
}

impl JsonSchema for TimeOfDay {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TimeOfDay".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "A time of day such as 10:30.", "type": "string", "pattern": "^[0-2]?[0-9]:[0-5][0-9]$" })
    }
}

/// A span of the day; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, try_from = "Ends")]
pub struct Hours {
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

impl Hours {
    /// Whether a time, in minutes after midnight, lies in the span.
    #[must_use]
    pub fn contain(self, minute: i32) -> bool {
        (self.from.minute..=self.to.minute).contains(&minute)
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.from, self.to)
    }
}

/// A span as written, before it is checked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Ends {
    from: TimeOfDay,
    to: TimeOfDay,
}

impl TryFrom<Ends> for Hours {
    type Error = String;

    fn try_from(ends: Ends) -> Result<Self, String> {
        if ends.from > ends.to {
            return Err(format!("from {} to {}: the span must not end before it begins", ends.from, ends.to));
        }
        Ok(Hours { from: ends.from, to: ends.to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Result<Vec<Hours>, String> {
        let config = crate::config::parse("t", &format!("[policy]\nvisit_hours = [{text}]\n"));
        config.map(|c| c.policy.visit_hours).map_err(|e| e.to_string())
    }

    #[test]
    fn spans_are_read_with_and_without_quotes_and_hold_both_ends() {
        let read = hours("{ from = \"9:30\", to = \"11:30\" }, { from = 15:00:00, to = \"16:30:00\" }").unwrap();
        assert_eq!(read.iter().map(ToString::to_string).collect::<Vec<_>>(), ["09:30–11:30", "15:00–16:30"]);
        // 9:29 is minute 569, 9:30 is 570, 11:30 is 690.
        assert_eq!([569, 570, 690, 691].map(|m| read[0].contain(m)), [false, true, true, false]);
    }

    #[test]
    fn what_is_no_time_or_no_span_is_refused() {
        for text in ["24:00", "10:60", "10", "10:3", "ten", "-1:00", "10:30:05", "+9:30"] {
            let error = hours(&format!("{{ from = \"{text}\", to = \"23:59\" }}")).unwrap_err();
            assert!(error.contains("time of day"), "{text}: {error}");
        }
        assert!(hours("{ from = \"16:30\", to = \"15:00\" }").unwrap_err().contains("must not end before"));
        assert!(hours("{ from = \"10:30\" }").is_err());
    }
}
