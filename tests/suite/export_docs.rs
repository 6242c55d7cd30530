//! What the documents say of the export is what it does: `docs/export.md` lists its columns and `docs/postgres.sql` makes them.
//! `BLESS=1 cargo test --test suite export_docs::` writes both anew.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use keyaccount::export::{Kind, Level, Shape, shapes};

use crate::common::root;

const BEGIN: &str = "<!-- columns: written by a test -->\n";
/// The tables of a month's `tables/`.
const CSV: [&str; 5] = ["customers", "findings", "rejects", "movement", "employees"];

fn document(name: &str) -> PathBuf {
    root().join("docs").join(name)
}

fn is_or_becomes(name: &str, wanted: &str) {
    let path = document(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, wanted).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap();
    assert!(stands == wanted, "docs/{name} is stale: BLESS=1 cargo test --test suite export_docs::");
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Date => "date",
        Kind::Bool => "yes/no",
        Kind::Count => "count",
        Kind::Money => "money",
        Kind::Share => "share",
        Kind::Score => "score",
        Kind::Real => "number",
    }
}

#[test]
fn every_column_is_listed() {
    let mut text = String::new();
    for shape in shapes() {
        let key = if shape.monthly { "`subsidiary`, `month`" } else { "`subsidiary`" };
        write!(text, "\n### {}/{}\n\n{key}, then:\n\n| column | is |\n|---|---|\n", shape.level.folder(), shape.name).unwrap();
        for column in &shape.columns {
            writeln!(text, "| `{}` | {} |", column.name, kind(column.kind)).unwrap();
        }
    }
    let stands = fs::read_to_string(document("export.md")).unwrap();
    let (prose, _) = stands.split_once(BEGIN).unwrap();
    is_or_becomes("export.md", &format!("{prose}{BEGIN}{text}"));
}

#[test]
fn postgres_has_the_columns_of_the_tables() {
    let tables: Vec<Shape> = shapes().into_iter().filter(|s| s.level == Level::Review && CSV.contains(&s.name)).collect();
    assert_eq!(tables.len(), CSV.len());
    let typed = |shape: &Shape, indent: &str| -> String {
        let line = |c: &keyaccount::export::Column| {
            let of = match c.kind {
                Kind::Text => "text",
                Kind::Date => "date",
                Kind::Bool => "boolean",
                Kind::Count => "bigint",
                Kind::Money | Kind::Score => "numeric(18, 2)",
                Kind::Share => "numeric(18, 4)",
                Kind::Real => "double precision",
            };
            format!("{indent}\"{}\" {of}", c.name)
        };
        shape.columns.iter().map(line).collect::<Vec<_>>().join(",\n")
    };
    let names = |shape: &Shape| shape.columns.iter().map(|c| format!("\"{}\"", c.name)).collect::<Vec<_>>().join(", ");
    let mut sql = String::from(HEAD);
    for shape in &tables {
        let (name, columns) = (shape.name, typed(shape, "    ADD COLUMN IF NOT EXISTS "));
        write!(
            sql,
            "\nCREATE TABLE IF NOT EXISTS keyaccount.{name} (\n    subsidiary text NOT NULL,\n    month text NOT NULL,\n    \
             line bigint NOT NULL,\n    PRIMARY KEY (subsidiary, month, line)\n);\nALTER TABLE keyaccount.{name}\n{columns};\n\
             CREATE OR REPLACE VIEW keyaccount.{name}_latest AS SELECT t.* FROM keyaccount.{name} AS t\n    \
             WHERE month = (SELECT max(r.month) FROM keyaccount.runs AS r WHERE r.subsidiary = t.subsidiary);\n"
        )
        .unwrap();
    }
    sql.push_str(LOAD);
    for shape in &tables {
        let (name, columns, list) = (shape.name, typed(shape, "    "), names(shape));
        let armed = |c: &keyaccount::export::Column| match c.kind {
            Kind::Text => format!("keyaccount.armed(\"{}\")", c.name),
            _ => format!("\"{}\"", c.name),
        };
        let values: Vec<String> = shape.columns.iter().map(armed).collect();
        write!(
            sql,
            "\nCREATE TEMPORARY TABLE incoming (\n    line bigint GENERATED ALWAYS AS IDENTITY,\n{columns}\n) ON COMMIT DROP;\n\
             \\copy incoming ({list}) FROM 'tables/{name}.csv' WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')\n\
             DELETE FROM keyaccount.{name} WHERE subsidiary = :'subsidiary' AND month = :'month';\n\
             INSERT INTO keyaccount.{name} (subsidiary, month, line, {list})\n    SELECT :'subsidiary', :'month', line, {}\n    \
             FROM incoming;\nDROP TABLE incoming;\n",
            values.join(", ")
        )
        .unwrap();
    }
    sql.push_str("\nCOMMIT;\n");
    is_or_becomes("postgres.sql", &sql);
}

const HEAD: &str = r#"-- One published month into PostgreSQL (12 or newer), in place of what is there of it: all of it or nothing.
--
--   psql -v folder=output/2026-10 -v month=2026-10 -v subsidiary=main -f docs/postgres.sql DATABASE
--
-- `folder` is absolute or seen from where psql is started; psql reads the files itself (\copy), so that the server needs no access to
-- them. Written by `BLESS=1 cargo test --test suite export_docs::` from the columns that the program knows; see docs/export.md.

\set ON_ERROR_STOP on
\cd :folder
-- What is there already need not be told.
SET client_min_messages = warning;

CREATE SCHEMA IF NOT EXISTS keyaccount;

-- The tables are safe to open in a spreadsheet: a text that would run as a formula stands behind an apostrophe. Here it is a text.
CREATE OR REPLACE FUNCTION keyaccount.armed(cell text) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT regexp_replace(cell, E'^\'([-=+@\t\r＝＋－＠])', '\1') $$;

-- What was read and found, as run.json states it.
CREATE TABLE IF NOT EXISTS keyaccount.runs (
    subsidiary text NOT NULL,
    month text NOT NULL,
    manifest jsonb NOT NULL,
    PRIMARY KEY (subsidiary, month)
);
CREATE OR REPLACE VIEW keyaccount.rules AS SELECT r.subsidiary, r.month, x.* FROM keyaccount.runs AS r,
    jsonb_to_recordset(r.manifest -> 'rules') AS x (id text, status text, reason text, findings bigint, excess numeric(18, 2),
        tested bigint, unjudged bigint, open bigint, decided bigint, false_alarms bigint, precision numeric(18, 4));
CREATE OR REPLACE VIEW keyaccount.control_totals AS SELECT r.subsidiary, r.month, x.* FROM keyaccount.runs AS r,
    jsonb_to_recordset(r.manifest -> 'control_totals') AS x ("table" text, "column" text, seen numeric, accepted numeric,
        rejected numeric, skipped numeric);
"#;

const LOAD: &str = r"
\set manifest `cat run.json`

BEGIN;

-- A folder of another month under this month's name: the text is no number, and psql ends with it.
SELECT CASE WHEN :'manifest'::jsonb ->> 'month' = :'month' THEN 0
    ELSE ('the folder is of month ' || (:'manifest'::jsonb ->> 'month'))::int END AS checked \gset

INSERT INTO keyaccount.runs (subsidiary, month, manifest) VALUES (:'subsidiary', :'month', :'manifest'::jsonb)
    ON CONFLICT (subsidiary, month) DO UPDATE SET manifest = EXCLUDED.manifest;
";
