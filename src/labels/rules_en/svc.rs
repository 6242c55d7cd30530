//! The texts of the service rules in English, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[];
