//! keyaccount: spreadsheet exports in, a monthly review out.

pub mod clean;
pub mod config;
pub mod load;
pub mod report { pub mod model; }
pub mod tables;
pub mod units;
pub mod analyse;
pub mod finding;
pub mod rules;
