#!/usr/bin/env bash
# Everything that must hold before a change is taken. `setup.sh test` has run before.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo fmt --check
cargo clippy --all-targets --locked -- -D warnings

echo "== on SQLite"
env -u TEST_DATABASE_URL cargo test --locked

echo "== on PostgreSQL"
tests/with_postgres.sh cargo test --locked --test it
