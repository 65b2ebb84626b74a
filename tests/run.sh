#!/usr/bin/env bash
# Runs every check: format, lints, unit and integration tests on SQLite, then on a PostgreSQL of
# our own that is stopped and removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo fmt --check
cargo clippy --all-targets -- -D warnings
cargo test

# PostgreSQL refuses to run as root: there its own user runs it.
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
home=$(mktemp -d)
as_owner=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$home"
  as_owner=(runuser -u postgres --)
fi
stop() {
  (cd / && "${as_owner[@]}" "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$home"
}
trap stop EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
(
  cd /
  "${as_owner[@]}" "$bin/initdb" -D "$home/data" -U zeitgenosse -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
  "${as_owner[@]}" "$bin/pg_ctl" -D "$home/data" -w -l "$home/log" \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$home -c max_connections=300" \
    start >/dev/null
  "${as_owner[@]}" "$bin/psql" -q -h 127.0.0.1 -p "$port" -U zeitgenosse -d postgres \
    -c 'CREATE DATABASE zeitgenosse' -c '\c zeitgenosse' -c 'CREATE EXTENSION btree_gist'
)
export TEST_DATABASE_URL="postgres://zeitgenosse@127.0.0.1:$port/zeitgenosse"
cargo test --test it
