//! The rules' texts in English, one file a family of rules, in the order of the registry.

mod cbk;
mod crd;
mod exp;
mod svc;
mod vis;

use super::RuleText;

pub(super) static RULES: &[&[RuleText]] = &[cbk::RULES, crd::RULES, exp::RULES, svc::RULES, vis::RULES];
