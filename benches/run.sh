#!/usr/bin/env bash
# Every measurement, some minutes: the rules alone, the product over the network, and how long a
# debug build takes after a handler was touched. TEST_DATABASE_URL names the PostgreSQL that is
# measured too; `make bench` starts one.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo bench --locked --bench kernel -- --warm-up-time 1 --measurement-time 3
cargo bench --locked --bench http

cargo build --locked --quiet
touch src/web/hosts.rs
begun=$(date +%s%N)
cargo build --locked --quiet
echo "| debug rebuild after touching one handler | $((($(date +%s%N) - begun) / 1000000)) ms | < 20 s |"
