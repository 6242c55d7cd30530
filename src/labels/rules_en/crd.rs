//! The texts of the credit rules in English, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[];
