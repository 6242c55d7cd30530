//! Writes the sample input of an invented valve and pump maker near Ningbo, the same bytes at each run.
//!
//! `cargo run --example make_sample [FOLDER]` (default `input`). When it writes to `input` it also writes
//! `tests/data/planted.csv` (the breaches that it planted) and `tests/data/expected_rows.csv` (how every sheet must be
//! counted); for another folder both come to stand beside it, in `<FOLDER>-expected`.
//!
//! The walk: customers → trips → claims → breaches → orders → callbacks → files. The lists of what is wrong are made
//! here, from what was planted, and never from what the program under test reports.

mod breaches;
mod calendar;
mod callback_files;
mod callbacks;
mod customers;
mod decisions;
mod expenses;
mod forms;
mod home_claims;
mod ledger;
mod order_files;
mod orders;
mod people;
mod restructure;
mod rng;
mod service;
mod sheet;
mod travel_files;
mod trip_claims;
mod trips;
mod write;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use customers::{Customer, Role};
use expenses::Expense;
use ledger::Ledger;
use trips::{REVIEW, Trip};
use write::Done;

fn main() -> Done {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "input".to_owned());
    let root = Path::new(&folder);
    let lists = if folder == "input" { PathBuf::from("tests/data") } else { PathBuf::from(format!("{folder}-expected")) };
    let mut ledger = Ledger::default();
    let customers = customers::all()?;
    let (trips, claims) = travel(&customers, &mut ledger);
    let mut orders = orders::book(&customers, &trips);
    service::plant(&mut orders, &customers, &mut ledger);
    let callbacks = callbacks::register(&customers, &mut ledger);

    let mut books = vec![customers::master(&customers)];
    books.extend(order_files::books(&orders, &customers));
    books.extend(travel_files::visit_books(&trips, &customers));
    books.extend(travel_files::expense_books(&claims, &customers));
    books.push(callback_files::register_book(&callbacks, &customers));
    books.push(decisions::book());
    for book in &books {
        ledger.enter(book);
        write::book(root, book)?;
    }
    forms::callback_forms(root, &customers, &mut ledger)?;
    forms::fair_table(root, &customers, &mut ledger)?;
    forms::notice(root, &mut ledger)?;
    ledger.write(&lists)?;
    writeln!(
        std::io::stdout(),
        "{folder}: {} customers, {} orders, {} trips, {} claims, {} callbacks, {} planted breaches",
        customers.len(),
        orders.len(),
        trips.len(),
        claims.len(),
        callbacks.len(),
        ledger.planted.len()
    )?;
    Ok(())
}

/// The trips and what they cost, with the breaches in them.
fn travel(customers: &[Customer], ledger: &mut Ledger) -> (Vec<Trip>, Vec<Expense>) {
    let mut trips = trips::plan(customers);
    restructure::trips(&mut trips, customers);
    trips::number(&mut trips);
    estimates(&mut trips, customers);
    let mut claims = expenses::claims(&trips, customers);
    breaches::Planter {
        customers,
        trips: &mut trips,
        claims: &mut claims,
        planted: &mut ledger.planted,
        load: Vec::new(),
        pushed: 0,
    }
    .plant();
    expenses::number(&mut claims);
    (trips, claims)
}

/// Some visits bring home what the customer could buy in a year; one of them is the first to know it of its customer.
fn estimates(trips: &mut [Trip], customers: &[Customer]) {
    let mut rng = rng::Rng::new("estimates");
    for trip in trips {
        let review = trip.month() == REVIEW;
        for visit in &mut trip.visits {
            let customer = &customers[visit.customer];
            if customer.role == Role::Unclassified && customer.alias == "坪岭激光" && review {
                visit.estimate = Some(108);
            } else if customer.demand.is_some() && rng.chance(9) {
                visit.estimate = customer.demand;
            }
        }
    }
}
