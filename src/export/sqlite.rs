//! A SQLite database: a table for each shape, and views with money in major units. A delivery is one transaction.
//!
//! Money is kept in whole minor units (`NAME_minor`): exact to add. The views divide it for those who only look.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Error, ErrorCode, OpenFlags, Transaction, TransactionBehavior, params, params_from_iter};

use super::shape::{RUNS, shapes};
use super::{Cell, Column, Delivery, Kind, Level, Shape, Sink, Subsidiary};
use crate::failure::Failure;
use crate::units::{Month, from_days};

/// Says that the database is ours (`KEYA`).
const APPLICATION: i32 = 0x4B45_5941;
/// The least time to wait for a reader that holds the database.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) struct Database {
    path: PathBuf,
    subsidiary: Subsidiary,
    connection: Connection,
}

impl Database {
    pub(super) fn open(path: &Path, subsidiary: &Subsidiary, wait: Duration) -> Result<Self, Failure> {
        let fail = |error: Error| failure(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let new = !path.exists();
        let mut connection = Connection::open_with_flags(path, flags).map_err(fail)?;
        connection.busy_timeout(wait.max(PATIENCE)).map_err(fail)?;
        let prepared = connection.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|change| {
            let ours = ours(&change)?;
            if ours {
                prepare(&change)?;
                change.commit()?;
            }
            Ok(ours)
        });
        match prepared {
            Ok(true) => Ok(Database { path: path.to_owned(), subsidiary: subsidiary.clone(), connection }),
            Ok(false) => Err(Failure::Foreign { path: path.display().to_string() }),
            Err(error) => {
                drop(connection);
                if new {
                    // An empty file that was made for nothing.
                    let _ = fs::remove_file(path);
                }
                Err(fail(error))
            }
        }
    }
}

impl Sink for Database {
    fn deliver(&mut self, deliveries: &[Delivery<'_>]) -> Result<(), Failure> {
        let subsidiary = self.subsidiary.name();
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        change
            .and_then(|change| {
                deliveries.iter().try_for_each(|delivery| replace(&change, subsidiary, delivery))?;
                change.commit()
            })
            .map_err(|error| failure(&self.path, &error))
    }
}

fn failure(path: &Path, error: &Error) -> Failure {
    let cause = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program holds the database".to_owned(),
        _ => error.to_string(),
    };
    Failure::Output { path: path.display().to_string(), cause }
}

/// Whether the database is one of ours, or empty: then it becomes ours.
fn ours(change: &Transaction<'_>) -> Result<bool, Error> {
    let application: i32 = change.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application == APPLICATION {
        return Ok(true);
    }
    let objects: i64 = change.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if objects > 0 {
        return Ok(false);
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    Ok(true)
}

/// Makes the tables and views that are missing, and the columns that an older version did not have.
fn prepare(change: &Transaction<'_>) -> Result<(), Error> {
    for shape in shapes() {
        let table = table(&shape);
        change.execute_batch(&create(&shape))?;
        let known: Vec<String> = change
            .prepare("SELECT name FROM pragma_table_info(?1)")?
            .query_map([&table], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for column in shape.columns.iter().filter(|c| !known.contains(&stored(c))) {
            change.execute_batch(&format!("ALTER TABLE {} ADD COLUMN {}", quoted(&table), declared(column)))?;
        }
        view(change, &format!("v_{table}"), &view_of(&shape, false))?;
        if shape.level == Level::Review {
            view(change, &format!("v_{table}_latest"), &view_of(&shape, true))?;
        }
    }
    Ok(())
}

/// The name of a shape's table.
fn table(shape: &Shape) -> String {
    match shape.level {
        Level::Review => shape.name.to_owned(),
        Level::Records => format!("record_{}", shape.name),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The name under which a column is stored.
fn stored(column: &Column) -> String {
    if column.kind == Kind::Money { format!("{}_minor", column.name) } else { column.name.clone() }
}

fn declared(column: &Column) -> String {
    let affinity = match column.kind {
        // Dates are ISO texts, which SQLite's own functions take.
        Kind::Text | Kind::Date => "TEXT",
        Kind::Bool | Kind::Count | Kind::Money => "INTEGER",
        Kind::Share | Kind::Score | Kind::Real => "REAL",
    };
    format!("{} {affinity}", quoted(&stored(column)))
}

fn create(shape: &Shape) -> String {
    let (month, key) = if shape.monthly { ("month TEXT NOT NULL, ", "month, ") } else { ("", "") };
    let columns: Vec<String> = shape.columns.iter().map(declared).collect();
    format!(
        "CREATE TABLE IF NOT EXISTS {} (subsidiary TEXT NOT NULL, {month}line INTEGER NOT NULL, {}, \
         PRIMARY KEY (subsidiary, {key}line)) WITHOUT ROWID",
        quoted(&table(shape)),
        columns.join(", ")
    )
}

/// What a view selects: every column under its own name, money in major units; all months or the newest of each company.
fn view_of(shape: &Shape, latest: bool) -> String {
    let shown = |c: &Column| match c.kind {
        Kind::Money => format!("{} / 100.0 AS {}", quoted(&stored(c)), quoted(&c.name)),
        _ => quoted(&c.name),
    };
    let columns: Vec<String> = shape.columns.iter().map(shown).collect();
    let month = if shape.monthly { "month, " } else { "" };
    let only = format!(" AS t WHERE month = (SELECT max(month) FROM {RUNS} AS r WHERE r.subsidiary = t.subsidiary)");
    format!(
        "SELECT subsidiary, {month}line, {} FROM {}{}",
        columns.join(", "),
        quoted(&table(shape)),
        if latest { only.as_str() } else { "" }
    )
}

/// A view that stands as it should is left alone: whoever reads it need not look at it anew.
fn view(change: &Transaction<'_>, name: &str, select: &str) -> Result<(), Error> {
    let wanted = format!("CREATE VIEW {} AS {select}", quoted(name));
    let stands: Option<String> = change
        .prepare("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?1")?
        .query_map([name], |row| row.get(0))?
        .next()
        .transpose()?;
    if stands.as_deref() == Some(&wanted) {
        return Ok(());
    }
    change.execute_batch(&format!("DROP VIEW IF EXISTS {}; {wanted}", quoted(name)))
}

fn replace(change: &Transaction<'_>, subsidiary: &str, delivery: &Delivery<'_>) -> Result<(), Error> {
    let shape = &delivery.shape;
    let table = quoted(&table(shape));
    match delivery.months {
        Some((first, last)) => change.execute(
            &format!("DELETE FROM {table} WHERE subsidiary = ?1 AND month BETWEEN ?2 AND ?3"),
            params![subsidiary, first.to_string(), last.to_string()],
        )?,
        None => change.execute(&format!("DELETE FROM {table} WHERE subsidiary = ?1"), params![subsidiary])?,
    };
    let names: Vec<String> = shape.columns.iter().map(|c| quoted(&stored(c))).collect();
    let month = if shape.monthly { "month, " } else { "" };
    let places = vec!["?"; names.len() + if shape.monthly { 3 } else { 2 }].join(", ");
    let mut insert =
        change.prepare(&format!("INSERT INTO {table} (subsidiary, {month}line, {}) VALUES ({places})", names.join(", ")))?;
    for part in &delivery.parts {
        let month = part.month.filter(|_| shape.monthly).as_ref().map(Month::to_string);
        for (row, line) in (0..part.rows.len()).zip(1_i64..) {
            let mut head = vec![Bound::Text(subsidiary)];
            head.extend(month.as_deref().map(Bound::Text));
            head.push(Bound::Int(line));
            let cells = shape.columns.iter().enumerate().map(|(at, column)| bound(column.kind, part.rows.cell(row, at)));
            insert.execute(params_from_iter(head.into_iter().chain(cells)))?;
        }
    }
    Ok(())
}

/// A value on its way into the database.
enum Bound<'a> {
    Null,
    Text(&'a str),
    Owned(String),
    Int(i64),
    Real(f64),
}

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Bound::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Bound::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Bound::Owned(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Bound::Int(n) => ToSqlOutput::Borrowed(ValueRef::Integer(*n)),
            Bound::Real(x) => ToSqlOutput::Borrowed(ValueRef::Real(*x)),
        })
    }
}

#[allow(clippy::cast_precision_loss, reason = "shares and scores are far below 2^53 of their smallest unit")]
fn bound(kind: Kind, cell: Cell<'_>) -> Bound<'_> {
    match (kind, cell) {
        (_, Cell::Null) => Bound::Null,
        (_, Cell::Text(text)) => Bound::Text(text),
        (_, Cell::Real(x)) => Bound::Real(x),
        (Kind::Date, Cell::Int(days)) => {
            Bound::Owned(i32::try_from(days).map_or_else(|_| String::new(), |d| from_days(d).to_string()))
        }
        (Kind::Share | Kind::Score, Cell::Int(n)) => Bound::Real(n as f64 / 10_f64.powi(kind.decimals().cast_signed())),
        (_, Cell::Int(n)) => Bound::Int(n),
    }
}
