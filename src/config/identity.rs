//! `[identity]`: decisions on which names mean the same customer (domain.md section 1).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Decisions a person took on customer names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    /// A spelling, and the customer (id or name) it stands for.
    pub same: BTreeMap<String, String>,
    /// Groups of names that look alike and are different customers: they leave the list of look-alikes.
    pub different: Vec<Vec<String>>,
    /// More company suffixes that do not tell companies apart.
    pub suffixes: Vec<String>,
}
