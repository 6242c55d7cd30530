//! Names that the program knows by heart, such as those of columns: written out in a kept draft, and found again when it is read.
//! One that nobody knows any more makes the draft unreadable, and its file is read anew.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::load::formula_error;
use crate::tables::column_name;

/// By this name serde does not take such a text for one that it may borrow from what it reads.
pub(in crate::clean) type Name = &'static str;

fn known<E: Error>(name: &str) -> Result<Name, E> {
    column_name(name).or_else(|| formula_error(name)).ok_or_else(|| E::custom("a name nobody knows"))
}

pub(in crate::clean) mod one {
    use super::{Deserialize, Deserializer, Name, Serializer, known};

    pub(in crate::clean) fn serialize<S: Serializer>(name: &Name, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(name)
    }

    pub(in crate::clean) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Name, D::Error> {
        known(&String::deserialize(from)?)
    }
}

pub(in crate::clean) mod maybe {
    use super::{Deserialize, Deserializer, Name, Serializer, known};

    #[allow(clippy::ref_option, reason = "serde hands the field over like this")]
    pub(in crate::clean) fn serialize<S: Serializer>(name: &Option<Name>, to: S) -> Result<S::Ok, S::Error> {
        match name {
            Some(name) => to.serialize_some(name),
            None => to.serialize_none(),
        }
    }

    pub(in crate::clean) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Name>, D::Error> {
        Option::<String>::deserialize(from)?.map(|name| known(&name)).transpose()
    }
}

pub(in crate::clean) mod list {
    use super::{Deserialize, Deserializer, Name, Serializer, known};

    pub(in crate::clean) fn serialize<S: Serializer>(names: &[Name], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(names)
    }

    pub(in crate::clean) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Name>, D::Error> {
        Vec::<String>::deserialize(from)?.iter().map(|name| known(name)).collect()
    }
}

/// Names beside what a sheet calls them.
pub(in crate::clean) mod pairs {
    use super::{Deserialize, Deserializer, Name, Serializer, known};

    pub(in crate::clean) fn serialize<S: Serializer>(pairs: &[(String, Name)], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(pairs)
    }

    pub(in crate::clean) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(String, Name)>, D::Error> {
        let pairs = Vec::<(String, String)>::deserialize(from)?;
        pairs.into_iter().map(|(text, name)| Ok((text, known(&name)?))).collect()
    }
}

/// A day as the days since 1970.
pub(in crate::clean) mod day {
    use chrono::NaiveDate;

    use super::{Deserialize, Deserializer, Serializer};
    use crate::units::{days_since_epoch, from_days};

    #[allow(clippy::ref_option, reason = "serde hands the field over like this")]
    pub(in crate::clean) fn serialize<S: Serializer>(day: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => to.serialize_some(&days_since_epoch(*day)),
            None => to.serialize_none(),
        }
    }

    pub(in crate::clean) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Ok(Option::<i32>::deserialize(from)?.map(from_days))
    }
}
