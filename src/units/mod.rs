//! The units every room shares: money in minor units, calendar months and ISO weeks, figures with fixed decimals.

mod decimals;
mod money;
mod month;

pub use decimals::fixed;
pub use money::Money;
pub use month::{IsoWeek, Month, days_since_epoch, from_days};
