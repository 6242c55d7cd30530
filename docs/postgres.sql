-- One published month into PostgreSQL (12 or newer), in place of what is there of it: all of it or nothing.
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

CREATE TABLE IF NOT EXISTS keyaccount.customers (
    subsidiary text NOT NULL,
    month text NOT NULL,
    line bigint NOT NULL,
    PRIMARY KEY (subsidiary, month, line)
);
ALTER TABLE keyaccount.customers
    ADD COLUMN IF NOT EXISTS "customer_key" text,
    ADD COLUMN IF NOT EXISTS "customer_id" text,
    ADD COLUMN IF NOT EXISTS "customer" text,
    ADD COLUMN IF NOT EXISTS "region" text,
    ADD COLUMN IF NOT EXISTS "sales_month" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "sales_window" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "demand" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "volume" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "share" numeric(18, 4),
    ADD COLUMN IF NOT EXISTS "volume_high" boolean,
    ADD COLUMN IF NOT EXISTS "share_high" boolean,
    ADD COLUMN IF NOT EXISTS "segment" text,
    ADD COLUMN IF NOT EXISTS "segment_prev" text,
    ADD COLUMN IF NOT EXISTS "abc" text,
    ADD COLUMN IF NOT EXISTS "tier" text,
    ADD COLUMN IF NOT EXISTS "tier_blocked_by" text,
    ADD COLUMN IF NOT EXISTS "payment_index" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "credit_score" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "credit_grade" text,
    ADD COLUMN IF NOT EXISTS "credit_grade_prev" text,
    ADD COLUMN IF NOT EXISTS "credit_components" text,
    ADD COLUMN IF NOT EXISTS "receivable_open" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "overdue" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "dso" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "ratings_n" bigint,
    ADD COLUMN IF NOT EXISTS "csat" numeric(18, 4),
    ADD COLUMN IF NOT EXISTS "satisfaction_score" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "referral_net" numeric(18, 4),
    ADD COLUMN IF NOT EXISTS "complaints" bigint,
    ADD COLUMN IF NOT EXISTS "visits_month" bigint,
    ADD COLUMN IF NOT EXISTS "callbacks_month" bigint,
    ADD COLUMN IF NOT EXISTS "callback_weeks_due" bigint,
    ADD COLUMN IF NOT EXISTS "callback_weeks_met" bigint,
    ADD COLUMN IF NOT EXISTS "visits_window" bigint,
    ADD COLUMN IF NOT EXISTS "visit_orders_same_day" numeric(18, 4),
    ADD COLUMN IF NOT EXISTS "visit_orders_30d" numeric(18, 4),
    ADD COLUMN IF NOT EXISTS "travel_cost_window" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "travel_cost_ratio" numeric(18, 4),
    ADD COLUMN IF NOT EXISTS "owner" text;
CREATE OR REPLACE VIEW keyaccount.customers_latest AS SELECT t.* FROM keyaccount.customers AS t
    WHERE month = (SELECT max(r.month) FROM keyaccount.runs AS r WHERE r.subsidiary = t.subsidiary);

CREATE TABLE IF NOT EXISTS keyaccount.findings (
    subsidiary text NOT NULL,
    month text NOT NULL,
    line bigint NOT NULL,
    PRIMARY KEY (subsidiary, month, line)
);
ALTER TABLE keyaccount.findings
    ADD COLUMN IF NOT EXISTS "finding_id" text,
    ADD COLUMN IF NOT EXISTS "rule" text,
    ADD COLUMN IF NOT EXISTS "severity" text,
    ADD COLUMN IF NOT EXISTS "employee" text,
    ADD COLUMN IF NOT EXISTS "customer" text,
    ADD COLUMN IF NOT EXISTS "trip_id" text,
    ADD COLUMN IF NOT EXISTS "date" date,
    ADD COLUMN IF NOT EXISTS "claimed" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "allowed" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "excess" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "currency" text,
    ADD COLUMN IF NOT EXISTS "message" text,
    ADD COLUMN IF NOT EXISTS "evidence" text,
    ADD COLUMN IF NOT EXISTS "net_excess" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "status" text,
    ADD COLUMN IF NOT EXISTS "policy" text,
    ADD COLUMN IF NOT EXISTS "decided_by" text,
    ADD COLUMN IF NOT EXISTS "decided_on" date,
    ADD COLUMN IF NOT EXISTS "decision_note" text;
CREATE OR REPLACE VIEW keyaccount.findings_latest AS SELECT t.* FROM keyaccount.findings AS t
    WHERE month = (SELECT max(r.month) FROM keyaccount.runs AS r WHERE r.subsidiary = t.subsidiary);

CREATE TABLE IF NOT EXISTS keyaccount.rejects (
    subsidiary text NOT NULL,
    month text NOT NULL,
    line bigint NOT NULL,
    PRIMARY KEY (subsidiary, month, line)
);
ALTER TABLE keyaccount.rejects
    ADD COLUMN IF NOT EXISTS "table" text,
    ADD COLUMN IF NOT EXISTS "file" text,
    ADD COLUMN IF NOT EXISTS "sheet" text,
    ADD COLUMN IF NOT EXISTS "row" bigint,
    ADD COLUMN IF NOT EXISTS "column" text,
    ADD COLUMN IF NOT EXISTS "value" text,
    ADD COLUMN IF NOT EXISTS "reason" text,
    ADD COLUMN IF NOT EXISTS "message" text;
CREATE OR REPLACE VIEW keyaccount.rejects_latest AS SELECT t.* FROM keyaccount.rejects AS t
    WHERE month = (SELECT max(r.month) FROM keyaccount.runs AS r WHERE r.subsidiary = t.subsidiary);

CREATE TABLE IF NOT EXISTS keyaccount.movement (
    subsidiary text NOT NULL,
    month text NOT NULL,
    line bigint NOT NULL,
    PRIMARY KEY (subsidiary, month, line)
);
ALTER TABLE keyaccount.movement
    ADD COLUMN IF NOT EXISTS "from" text,
    ADD COLUMN IF NOT EXISTS "to" text,
    ADD COLUMN IF NOT EXISTS "customers" bigint,
    ADD COLUMN IF NOT EXISTS "sales_window" numeric(18, 2);
CREATE OR REPLACE VIEW keyaccount.movement_latest AS SELECT t.* FROM keyaccount.movement AS t
    WHERE month = (SELECT max(r.month) FROM keyaccount.runs AS r WHERE r.subsidiary = t.subsidiary);

CREATE TABLE IF NOT EXISTS keyaccount.employees (
    subsidiary text NOT NULL,
    month text NOT NULL,
    line bigint NOT NULL,
    PRIMARY KEY (subsidiary, month, line)
);
ALTER TABLE keyaccount.employees
    ADD COLUMN IF NOT EXISTS "employee" text,
    ADD COLUMN IF NOT EXISTS "grade" text,
    ADD COLUMN IF NOT EXISTS "visits_month" bigint,
    ADD COLUMN IF NOT EXISTS "trips_month" bigint,
    ADD COLUMN IF NOT EXISTS "claimed_month" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "allowed_month" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "excess_month" numeric(18, 2),
    ADD COLUMN IF NOT EXISTS "findings" bigint;
CREATE OR REPLACE VIEW keyaccount.employees_latest AS SELECT t.* FROM keyaccount.employees AS t
    WHERE month = (SELECT max(r.month) FROM keyaccount.runs AS r WHERE r.subsidiary = t.subsidiary);

\set manifest `cat run.json`

BEGIN;

-- A folder of another month under this month's name: the text is no number, and psql ends with it.
SELECT CASE WHEN :'manifest'::jsonb ->> 'month' = :'month' THEN 0
    ELSE ('the folder is of month ' || (:'manifest'::jsonb ->> 'month'))::int END AS checked \gset

INSERT INTO keyaccount.runs (subsidiary, month, manifest) VALUES (:'subsidiary', :'month', :'manifest'::jsonb)
    ON CONFLICT (subsidiary, month) DO UPDATE SET manifest = EXCLUDED.manifest;

CREATE TEMPORARY TABLE incoming (
    line bigint GENERATED ALWAYS AS IDENTITY,
    "customer_key" text,
    "customer_id" text,
    "customer" text,
    "region" text,
    "sales_month" numeric(18, 2),
    "sales_window" numeric(18, 2),
    "demand" numeric(18, 2),
    "volume" numeric(18, 2),
    "share" numeric(18, 4),
    "volume_high" boolean,
    "share_high" boolean,
    "segment" text,
    "segment_prev" text,
    "abc" text,
    "tier" text,
    "tier_blocked_by" text,
    "payment_index" numeric(18, 2),
    "credit_score" numeric(18, 2),
    "credit_grade" text,
    "credit_grade_prev" text,
    "credit_components" text,
    "receivable_open" numeric(18, 2),
    "overdue" numeric(18, 2),
    "dso" numeric(18, 2),
    "ratings_n" bigint,
    "csat" numeric(18, 4),
    "satisfaction_score" numeric(18, 2),
    "referral_net" numeric(18, 4),
    "complaints" bigint,
    "visits_month" bigint,
    "callbacks_month" bigint,
    "callback_weeks_due" bigint,
    "callback_weeks_met" bigint,
    "visits_window" bigint,
    "visit_orders_same_day" numeric(18, 4),
    "visit_orders_30d" numeric(18, 4),
    "travel_cost_window" numeric(18, 2),
    "travel_cost_ratio" numeric(18, 4),
    "owner" text
) ON COMMIT DROP;
\copy incoming ("customer_key", "customer_id", "customer", "region", "sales_month", "sales_window", "demand", "volume", "share", "volume_high", "share_high", "segment", "segment_prev", "abc", "tier", "tier_blocked_by", "payment_index", "credit_score", "credit_grade", "credit_grade_prev", "credit_components", "receivable_open", "overdue", "dso", "ratings_n", "csat", "satisfaction_score", "referral_net", "complaints", "visits_month", "callbacks_month", "callback_weeks_due", "callback_weeks_met", "visits_window", "visit_orders_same_day", "visit_orders_30d", "travel_cost_window", "travel_cost_ratio", "owner") FROM 'tables/customers.csv' WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')
DELETE FROM keyaccount.customers WHERE subsidiary = :'subsidiary' AND month = :'month';
INSERT INTO keyaccount.customers (subsidiary, month, line, "customer_key", "customer_id", "customer", "region", "sales_month", "sales_window", "demand", "volume", "share", "volume_high", "share_high", "segment", "segment_prev", "abc", "tier", "tier_blocked_by", "payment_index", "credit_score", "credit_grade", "credit_grade_prev", "credit_components", "receivable_open", "overdue", "dso", "ratings_n", "csat", "satisfaction_score", "referral_net", "complaints", "visits_month", "callbacks_month", "callback_weeks_due", "callback_weeks_met", "visits_window", "visit_orders_same_day", "visit_orders_30d", "travel_cost_window", "travel_cost_ratio", "owner")
    SELECT :'subsidiary', :'month', line, keyaccount.armed("customer_key"), keyaccount.armed("customer_id"), keyaccount.armed("customer"), keyaccount.armed("region"), "sales_month", "sales_window", "demand", "volume", "share", "volume_high", "share_high", keyaccount.armed("segment"), keyaccount.armed("segment_prev"), keyaccount.armed("abc"), keyaccount.armed("tier"), keyaccount.armed("tier_blocked_by"), "payment_index", "credit_score", keyaccount.armed("credit_grade"), keyaccount.armed("credit_grade_prev"), keyaccount.armed("credit_components"), "receivable_open", "overdue", "dso", "ratings_n", "csat", "satisfaction_score", "referral_net", "complaints", "visits_month", "callbacks_month", "callback_weeks_due", "callback_weeks_met", "visits_window", "visit_orders_same_day", "visit_orders_30d", "travel_cost_window", "travel_cost_ratio", keyaccount.armed("owner")
    FROM incoming;
DROP TABLE incoming;

CREATE TEMPORARY TABLE incoming (
    line bigint GENERATED ALWAYS AS IDENTITY,
    "finding_id" text,
    "rule" text,
    "severity" text,
    "employee" text,
    "customer" text,
    "trip_id" text,
    "date" date,
    "claimed" numeric(18, 2),
    "allowed" numeric(18, 2),
    "excess" numeric(18, 2),
    "currency" text,
    "message" text,
    "evidence" text,
    "net_excess" numeric(18, 2),
    "status" text,
    "policy" text,
    "decided_by" text,
    "decided_on" date,
    "decision_note" text
) ON COMMIT DROP;
\copy incoming ("finding_id", "rule", "severity", "employee", "customer", "trip_id", "date", "claimed", "allowed", "excess", "currency", "message", "evidence", "net_excess", "status", "policy", "decided_by", "decided_on", "decision_note") FROM 'tables/findings.csv' WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')
DELETE FROM keyaccount.findings WHERE subsidiary = :'subsidiary' AND month = :'month';
INSERT INTO keyaccount.findings (subsidiary, month, line, "finding_id", "rule", "severity", "employee", "customer", "trip_id", "date", "claimed", "allowed", "excess", "currency", "message", "evidence", "net_excess", "status", "policy", "decided_by", "decided_on", "decision_note")
    SELECT :'subsidiary', :'month', line, keyaccount.armed("finding_id"), keyaccount.armed("rule"), keyaccount.armed("severity"), keyaccount.armed("employee"), keyaccount.armed("customer"), keyaccount.armed("trip_id"), "date", "claimed", "allowed", "excess", keyaccount.armed("currency"), keyaccount.armed("message"), keyaccount.armed("evidence"), "net_excess", keyaccount.armed("status"), keyaccount.armed("policy"), keyaccount.armed("decided_by"), "decided_on", keyaccount.armed("decision_note")
    FROM incoming;
DROP TABLE incoming;

CREATE TEMPORARY TABLE incoming (
    line bigint GENERATED ALWAYS AS IDENTITY,
    "table" text,
    "file" text,
    "sheet" text,
    "row" bigint,
    "column" text,
    "value" text,
    "reason" text,
    "message" text
) ON COMMIT DROP;
\copy incoming ("table", "file", "sheet", "row", "column", "value", "reason", "message") FROM 'tables/rejects.csv' WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')
DELETE FROM keyaccount.rejects WHERE subsidiary = :'subsidiary' AND month = :'month';
INSERT INTO keyaccount.rejects (subsidiary, month, line, "table", "file", "sheet", "row", "column", "value", "reason", "message")
    SELECT :'subsidiary', :'month', line, keyaccount.armed("table"), keyaccount.armed("file"), keyaccount.armed("sheet"), "row", keyaccount.armed("column"), keyaccount.armed("value"), keyaccount.armed("reason"), keyaccount.armed("message")
    FROM incoming;
DROP TABLE incoming;

CREATE TEMPORARY TABLE incoming (
    line bigint GENERATED ALWAYS AS IDENTITY,
    "from" text,
    "to" text,
    "customers" bigint,
    "sales_window" numeric(18, 2)
) ON COMMIT DROP;
\copy incoming ("from", "to", "customers", "sales_window") FROM 'tables/movement.csv' WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')
DELETE FROM keyaccount.movement WHERE subsidiary = :'subsidiary' AND month = :'month';
INSERT INTO keyaccount.movement (subsidiary, month, line, "from", "to", "customers", "sales_window")
    SELECT :'subsidiary', :'month', line, keyaccount.armed("from"), keyaccount.armed("to"), "customers", "sales_window"
    FROM incoming;
DROP TABLE incoming;

CREATE TEMPORARY TABLE incoming (
    line bigint GENERATED ALWAYS AS IDENTITY,
    "employee" text,
    "grade" text,
    "visits_month" bigint,
    "trips_month" bigint,
    "claimed_month" numeric(18, 2),
    "allowed_month" numeric(18, 2),
    "excess_month" numeric(18, 2),
    "findings" bigint
) ON COMMIT DROP;
\copy incoming ("employee", "grade", "visits_month", "trips_month", "claimed_month", "allowed_month", "excess_month", "findings") FROM 'tables/employees.csv' WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')
DELETE FROM keyaccount.employees WHERE subsidiary = :'subsidiary' AND month = :'month';
INSERT INTO keyaccount.employees (subsidiary, month, line, "employee", "grade", "visits_month", "trips_month", "claimed_month", "allowed_month", "excess_month", "findings")
    SELECT :'subsidiary', :'month', line, keyaccount.armed("employee"), keyaccount.armed("grade"), "visits_month", "trips_month", "claimed_month", "allowed_month", "excess_month", "findings"
    FROM incoming;
DROP TABLE incoming;

COMMIT;
