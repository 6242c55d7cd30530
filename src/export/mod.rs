//! Export: published months and cleaned records in, the same as typed tables in a database or in column files out.
//!
//! | file | does |
//! |---|---|
//! | `shape` | what a column is: its name and kind; every table that is handed over |
//! | `review` | a published month, as its folder states it, as typed rows |
//! | `records` | the cleaned records of the input, by month |
//! | `sqlite`, `parquet` | a delivery, whole or not at all, into one destination |
//! | `target` | where to: `sqlite:FILE` or `parquet:DIR`, and the name of the company |
//!
//! Figures are taken from the tables as they were published, never computed anew: what a BI tool shows is what was signed.
//! The folders of the months are only read.

mod parquet;
mod place;
mod records;
mod review;
mod shape;
mod sqlite;
mod target;

use std::time::Duration;

pub use records::records;
pub use review::review;
pub use shape::{Column, Kind, Level, Shape, shapes};
pub use target::{Destination, Subsidiary};

use crate::failure::Failure;
use crate::units::Month;

/// One value. Days are counted from 1970-01-01; decimals are whole numbers of their smallest unit ([`Kind::decimals`]); a
/// yes is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Null,
    Text(&'a str),
    Int(i64),
    Real(f64),
}

/// Rows whose cells can be asked for: nothing is copied before it is written.
pub trait Rows {
    fn len(&self) -> usize;
    fn cell(&self, row: usize, column: usize) -> Cell<'_>;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The rows of one month; of no month for a table that is a snapshot.
pub struct Part<'a> {
    pub month: Option<Month>,
    pub rows: Box<dyn Rows + 'a>,
}

/// What a table holds of some months from now on.
pub struct Delivery<'a> {
    pub shape: Shape,
    /// The months that are replaced, first and last, also those that no part has; none for a snapshot, which is replaced
    /// whole.
    pub months: Option<(Month, Month)>,
    pub parts: Vec<Part<'a>>,
}

impl Delivery<'_> {
    /// Rows of all parts.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.parts.iter().map(|part| part.rows.len()).sum()
    }
}

/// A destination that takes deliveries.
pub trait Sink {
    /// Puts the deliveries in place of what the destination held of the same tables, company and months: all or, where it
    /// fails, none. The last delivery is put in place last.
    ///
    /// # Errors
    /// When the destination cannot be written.
    fn deliver(&mut self, deliveries: &[Delivery<'_>]) -> Result<(), Failure>;
}

/// Opens a destination, waiting for another writer at most so long.
///
/// # Errors
/// When it cannot be written, is not ours to write, or another export holds it.
pub fn open(to: &Destination, subsidiary: &Subsidiary, wait: Duration) -> Result<Box<dyn Sink>, Failure> {
    Ok(match to {
        Destination::Sqlite(file) => Box::new(sqlite::Database::open(file, subsidiary, wait)?),
        Destination::Parquet(folder) => Box::new(parquet::Folder::open(folder, subsidiary, wait)?),
    })
}
