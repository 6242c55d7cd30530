//! The units every room shares: money in minor units, calendar months and ISO weeks.

mod money;
mod month;

pub use money::Money;
pub use month::{IsoWeek, Month, days_since_epoch, from_days};
