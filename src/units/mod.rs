//! The units every room shares: money in minor units, calendar months and ISO weeks, figures with fixed decimals, and work side
//! by side.

mod decimals;
mod money;
mod month;
mod parallel;

pub use decimals::{fixed, rounded};
pub use money::Money;
pub use month::{IsoWeek, Month, days_since_epoch, from_days};
pub use parallel::{aside, both, in_chunks, in_order, limit_threads, streamed, while_waiting};
