#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL set to a PostgreSQL of its own, which is gone afterwards.
# It is reached through a socket in a temporary folder, so that no port can be taken.
set -euo pipefail

programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
folder=$(mktemp -d)

# The server refuses to run as root.
as_server=()
if [ "$(id -u)" = 0 ]; then
    as_server=(runuser -u postgres --)
    chown postgres "$folder"
fi
server() {
    (cd "$folder" && "${as_server[@]}" "$programs/$1" "${@:2}")
}

stop() {
    server pg_ctl stop --silent --pgdata="$folder/data" --mode=immediate || true
    rm -rf "$folder"
}
trap stop EXIT

server initdb --pgdata="$folder/data" --username=postgres --auth=trust --encoding=UTF8 \
    --locale=C.UTF-8 >/dev/null
cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 300
SETTINGS
server pg_ctl start --silent --wait --pgdata="$folder/data" --log="$folder/log"

export TEST_DATABASE_URL="postgres://postgres@${folder//\//%2F}/postgres"
"$@"
