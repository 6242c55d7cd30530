//! What a cell means: numbers, money, dates, times, yes/no and ratings in the spellings people use. Never guesses: what is
//! not certain is a [`Reason`](super::reject::Reason).
//!
//! One file per kind of value; each reads the spelling of most cells without a copy.

mod date;
mod mark;
mod number;
mod numeral;
mod scan;
mod span;
mod text;
mod time;
mod word;

pub(crate) use date::{Moment, moment};
pub(crate) use mark::{Mark, mark};
pub(crate) use number::{Amount, CURRENCIES, decimal_of, in_range, minor_of, number, number_by, plain_float, plain_minor};
pub(crate) use span::span;
pub(crate) use text::{identifier, is_blank_word, is_formula_error, is_no, is_nobody, text_identifier, tidy, unified};
pub(crate) use time::minute;
pub(crate) use word::{count, flag, rating};

#[cfg(test)]
mod round_trip_tests;
#[cfg(test)]
mod tests;
