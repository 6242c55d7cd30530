#!/usr/bin/env bash
# The whole comparison from nothing: a Python environment, the orders, the release build, the table. Usage: compare.sh [ORDERS] [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
orders=${1:-500000}
runs=${2:-5}
work=target/compare
mkdir -p "$work"
test -d "$work/venv" || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r benches/requirements.txt
test -f "$work/orders-$orders.xlsx" || "$work/venv/bin/python" benches/make_orders.py "$orders" "$work/orders-$orders.xlsx"
cargo build --release --locked
"$work/venv/bin/python" benches/compare.py "$work/orders-$orders.xlsx" target/release/keyaccount "$runs"
