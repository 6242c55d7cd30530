//! An amount or rate in the configuration: a TOML number or a decimal text, kept exact.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::units::Money;

/// A decimal number written as `1000000`, `0.35` or `"1000000.00"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(pub Decimal);

impl Amount {
    /// A whole number of major units.
    #[must_use]
    pub fn whole(n: i64) -> Self {
        Amount(Decimal::from(n))
    }

    /// As money in minor units; amounts beyond any money saturate.
    #[must_use]
    pub fn money(self) -> Money {
        Money::from_decimal(self.0).unwrap_or(Money::from_minor(i64::MAX))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.normalize().to_string())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Spelling {
            Whole(i64),
            Float(f64),
            Text(String),
        }
        let value = match Spelling::deserialize(deserializer)? {
            Spelling::Whole(n) => Some(Decimal::from(n)),
            Spelling::Float(x) => Decimal::from_f64(x),
            Spelling::Text(text) => text.parse().ok(),
        };
        value.map(Amount).ok_or_else(|| serde::de::Error::custom("not an amount; write a number such as 1000000 or \"0.35\""))
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "A number, or a decimal as text.", "type": ["number", "string"] })
    }
}
