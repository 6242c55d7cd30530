//! The tests from outside: the real program as a user starts it, the documents against what the program does, and the library
//! where a whole file goes in.
//!
//! One program for all of them, and not one each: every test program holds the whole library, 70 to 180 MB of it, and linking two
//! dozen of them took longer than most of them run.

// Helpers of tests may fail as loudly as the tests themselves; the lints only know functions marked as tests.
#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(clippy::print_stdout, reason = "a test that passes something over says so, and one that kills says what it met")]

mod afterwards;
mod cli;
mod common;
mod config;
mod corpus;
mod customer_page;
mod dispositions;
mod doctor;
mod explain;
mod export;
mod export_docs;
mod hostile;
mod house;
mod init;
mod lacking;
mod lanes;
mod looks;
mod machines;
mod nightly;
mod page;
mod reference;
mod restatement;
mod rules;
mod sample;
mod schedules;
mod workbook;
