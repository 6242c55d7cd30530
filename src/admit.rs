//! Whether the input can be reviewed at all, and whether the review reports the money that was read: what ends a run with
//! exit code 3.

use crate::analyse::{Review, orders::newest_month};
use crate::clean::{Account, Why};
use crate::config::Config;
use crate::failure::{Failure, NoOrders};
use crate::load::Discovery;
use crate::tables::{TableId, Tables, orders};
use crate::units::{Money, Month, days_since_epoch};

/// The month to review, where the input allows a review.
///
/// # Errors
/// Unreadable files under `strict`, too many rejects, rows or money that do not reconcile, no orders, none in the month.
pub fn month(
    asked: Option<Month>,
    tables: &Tables,
    account: &Account,
    found: &Discovery,
    config: &Config,
) -> Result<(Month, Month), Failure> {
    if config.input.strict {
        strict(account, found)?;
    }
    rejects(account, config.input.max_reject_share)?;
    let gaps = account.gaps();
    if !gaps.is_empty() {
        return Err(Failure::NotReconciled { gaps });
    }
    let newest = newest_month(tables)?.ok_or_else(|| Failure::NoOrders(no_orders(account)))?;
    match asked {
        Some(month) if !has_orders(tables, month)? => Err(Failure::MonthWithoutOrders { month, newest }),
        Some(month) => Ok((month, newest)),
        None => Ok((newest, newest)),
    }
}

/// The months to catch up with: those with orders since the last one that is published, the oldest first, and always the newest.
///
/// # Errors
/// Only for a fault of the program.
pub fn due(last: Option<Month>, newest: Month, tables: &Tables) -> Result<Vec<Month>, Failure> {
    let since = last.map_or(0, |last| newest.since(last) - 1).max(0);
    let mut due = Vec::new();
    for month in (1..=since).rev().map(|n| newest.plus(-n)) {
        if has_orders(tables, month)? {
            due.push(month);
        } else {
            tracing::info!(%month, "a month without orders is passed over");
        }
    }
    due.push(newest);
    Ok(due)
}

fn strict(account: &Account, found: &Discovery) -> Result<(), Failure> {
    let broken = account.files.iter().filter(|f| f.problem.is_some() || f.sheets.iter().any(|s| s.problem.is_some()));
    let mut files: Vec<String> = broken.map(|f| f.file.clone()).collect();
    files.extend(found.problems.iter().map(|(name, _)| name.clone()));
    if files.is_empty() { Ok(()) } else { Err(Failure::Strict { files }) }
}

/// The share is of rows that could have been records: what is skipped with a reason does not dilute it.
#[allow(clippy::cast_precision_loss)]
fn rejects(account: &Account, allowed: f64) -> Result<(), Failure> {
    for table in TableId::ALL {
        let counts = account.rows_of(table);
        let rows = counts.accepted + counts.rejected;
        if rows > 0 && counts.rejected as f64 / rows as f64 > allowed {
            return Err(Failure::TooManyRejects { table, rejected: counts.rejected, rows, allowed });
        }
    }
    Ok(())
}

fn no_orders(account: &Account) -> NoOrders {
    let sheets = || account.files.iter().flat_map(|f| f.sheets.iter().map(move |s| (f, s)));
    let found = TableId::ALL
        .into_iter()
        .map(|table| (table, sheets().filter(|(_, s)| s.table == Some(table)).count()))
        .filter(|(_, n)| *n > 0)
        .collect();
    let nearest = sheets()
        .filter_map(|(f, s)| match &s.why {
            Some(Why::NoHeader { nearest: Some(near) }) if near.table == TableId::Orders => {
                Some((format!("{}!{}", f.file, s.sheet), near.lacks.clone()))
            }
            _ => None,
        })
        .min_by_key(|(_, lacks)| lacks.len());
    NoOrders { found, strange: sheets().filter(|(_, s)| s.table.is_none()).count(), nearest }
}

fn has_orders(tables: &Tables, month: Month) -> Result<bool, Failure> {
    let dates = tables.orders.0.data().column(orders::DATE).and_then(|c| c.date().cloned()).map_err(|e| internal(&e))?;
    let days = days_since_epoch(month.first_day())..=days_since_epoch(month.last_day());
    Ok(dates.physical().iter().flatten().any(|day| days.contains(&day)))
}

/// Checks that the money of the orders is the money of the review, to the cent, on every step of the way.
///
/// # Errors
/// When it is not: a fault of the program, never of the input.
pub fn reported(tables: &Tables, account: &Account, review: &Review) -> Result<(), Failure> {
    let (all, until_as_of) = ordered(tables, days_since_epoch(review.period.as_of))?;
    let accepted = account.totals.iter().find(|t| t.table == TableId::Orders && t.column == orders::AMOUNT);
    let period = review.period;
    let month: Money = review.customers.iter().map(|c| c.sales_month).sum();
    let window: Money = review.customers.iter().map(|c| c.sales_window).sum();
    let months: Money = period.months().map(|m| review.sales.total(m)).sum();
    let steps = [
        ("orders accepted and orders kept", accepted.map_or(0, |t| t.flow.accepted), all),
        ("orders up to the last day and sales", until_as_of, i128::from(review.sales.grand_total().minor())),
        ("sales of the month and of its customers", minor(review.sales.total(period.month)), minor(month)),
        ("sales of the window and of its customers", minor(months), minor(window)),
    ];
    let differ = steps.into_iter().filter(|(_, one, other)| one != other);
    let gaps: Vec<String> = differ.map(|(what, one, other)| format!("{what}: {one} and {other} minor units")).collect();
    if gaps.is_empty() { Ok(()) } else { Err(Failure::NotReconciled { gaps }) }
}

fn minor(money: Money) -> i128 {
    i128::from(money.minor())
}

/// The sum of all orders, and of those dated up to a day.
fn ordered(tables: &Tables, last_day: i32) -> Result<(i128, i128), Failure> {
    let data = tables.orders.0.data();
    let dates = data.column(orders::DATE).and_then(|c| c.date().cloned()).map_err(|e| internal(&e))?;
    let amounts = data.column(orders::AMOUNT).and_then(|c| c.i64().cloned()).map_err(|e| internal(&e))?;
    let mut sums = (0, 0);
    for (day, amount) in dates.physical().iter().zip(amounts.iter()) {
        let amount = i128::from(amount.unwrap_or_default());
        sums.0 += amount;
        if day.is_some_and(|d| d <= last_day) {
            sums.1 += amount;
        }
    }
    Ok(sums)
}

fn internal(error: &dyn std::fmt::Display) -> Failure {
    Failure::Internal(error.to_string())
}
