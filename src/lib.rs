//! keyaccount: spreadsheet exports in, a monthly review out.

pub mod clean;
pub mod config;
pub mod load;
pub mod tables;
pub mod units;
pub mod analyse;
pub mod finding;
pub mod rules;
pub mod draw;
pub mod labels;
pub mod problems;
pub mod report;
