//! Drawing: the report model turned into bytes, one file per format.
//!
//! | file | makes |
//! |---|---|
//! | [`Book`] (`xlsx`) | the Excel workbook with its dashboard and native charts |
//! | [`rejects_workbook`] (`xlsx`) | the Excel workbook of rejected rows, to mend and send back |
//! | [`Picture`] (`picture`) | one chart as PNG and SVG, with the font compiled in |
//! | [`html`] (`html`) | the page for browsers: dashboard, charts and tables in one file |
//! | [`markdown`] (`markdown`) | the ten lines for mail or chat |
//! | [`template`] | a workbook to fill in, with drop-downs and a sheet that explains its columns |
//! | [`csv_bytes`] (`csv`) | a table for other programs |
//!
//! What is said is decided in the report model; colours, type and number formats are decided once, in `style`. The
//! bytes depend on the report alone: no clock, no locale, no system font.

mod check;
mod csv;
mod error;
mod html;
mod markdown;
mod picture;
mod places;
mod plain;
mod reach;
#[cfg(test)]
mod sample;
mod style;
mod template;
mod variance;
mod xlsx;

pub use crate::report::model::Field;
pub use csv::csv_bytes;
pub use error::DrawError;
pub use html::html;
pub use markdown::markdown;
pub use picture::Picture;
pub use template::template;
pub use xlsx::{Book, rejects_workbook};
