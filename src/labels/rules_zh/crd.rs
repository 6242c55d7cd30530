//! The texts of the credit rules in Chinese, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[];
