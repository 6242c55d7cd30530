//! Movement between segments since the month before: the from-to matrix (domain.md section 2).

use std::collections::BTreeMap;

use super::{CustomerReview, Segment};
use crate::units::Money;

/// One cell of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    pub from: Segment,
    pub to: Segment,
    pub customers: u32,
    /// Their sales in this month's window.
    pub sales: Money,
}

/// The pairs that occur, customers that stayed included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    pub moves: Vec<Move>,
}

impl Movement {
    #[must_use]
    pub fn new(customers: &[CustomerReview]) -> Self {
        let mut cells: BTreeMap<(Segment, Segment), (u32, Money)> = BTreeMap::new();
        for c in customers {
            let cell = cells.entry((c.class_before.segment, c.class.segment)).or_default();
            cell.0 += 1;
            cell.1 += c.class.sales;
        }
        let moves = cells.into_iter().map(|((from, to), (customers, sales))| Move { from, to, customers, sales }).collect();
        Movement { moves }
    }

    /// Customers that changed their segment.
    #[must_use]
    pub fn movers(&self) -> u32 {
        self.moves.iter().filter(|m| m.from != m.to).map(|m| m.customers).sum()
    }
}
