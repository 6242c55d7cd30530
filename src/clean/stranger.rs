//! Customers that occur in the records and not in the customer master, with what hangs on them.

use crate::units::Money;

/// A customer the master does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    pub key: String,
    pub name: String,
    pub orders: u64,
    pub order_amount: Money,
    pub visits: u64,
    pub expenses: u64,
    pub expense_amount: Money,
    pub callbacks: u64,
}
