#!/usr/bin/env bash
# Installs what is missing: `setup.sh build` what the build needs, `setup.sh test` also what the
# tests need, `setup.sh bench` also what is measured beside us. Says nothing and takes a moment when nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:?"build, test or bench"}
peers=${PEERS_DIR:-${CARGO_TARGET_DIR:-target}/peers}

# Debian's packages that are to be installed.
missing=()

need_command() {
    command -v "$1" >/dev/null || missing+=("${@:2}")
}

need_file() {
    compgen -G "$1" >/dev/null || missing+=("$2")
}

install_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "Please install what Debian calls: ${missing[*]}" >&2
        exit 1
    fi
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${missing[@]}"
}

# A rustup of the minimal profile has neither.
need_cargo_component() {
    cargo "$1" --version >/dev/null 2>&1 || rustup component add "$2"
}

# Programs of others that the tests talk to, in the versions that are written down.
install_python_peers() {
    local wanted=tests/peers/requirements.txt venv=$peers/venv
    ! cmp -s "$wanted" "$venv/installed.txt" || return 0
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
    cp "$wanted" "$venv/installed.txt"
}

install_node_peers() {
    local lock=tests/peers/package-lock.json
    ! cmp -s "$lock" "$peers/installed-lock.json" || return 0
    cp tests/peers/package.json "$lock" "$peers/"
    (cd "$peers" && npm ci --silent --ignore-scripts --no-audit --no-fund)
    cp "$lock" "$peers/installed-lock.json"
}

need_command cc build-essential
need_command make build-essential
need_command pkg-config pkg-config
need_file '/usr/include/openssl/ssl.h' libssl-dev
need_file '/etc/ssl/certs/ca-certificates.crt' ca-certificates
if [ "$purpose" != build ]; then
    need_file '/usr/lib/postgresql/*/bin/initdb' postgresql
    need_command chromium chromium
    need_command chromedriver chromium-driver
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
    need_command node nodejs
    need_command npm npm
    need_command wrk wrk
    need_command dbus-run-session dbus
    need_file '/usr/libexec/evolution-calendar-factory' evolution-data-server
    need_file '/usr/lib/*/girepository-1.0/ECal-2.0.typelib' gir1.2-ecal-2.0
    need_file '/usr/lib/*/girepository-1.0/EDataServer-1.2.typelib' gir1.2-edataserver-1.2
    need_file '/usr/lib/python3/dist-packages/gi/__init__.py' python3-gi
fi
if [ "$purpose" = bench ]; then
    need_file '/usr/include/libical/ical.h' libical-dev
    need_command git git
fi
install_missing

if [ "$purpose" != build ]; then
    need_cargo_component fmt rustfmt
    need_cargo_component clippy clippy
    mkdir -p "$peers"
    install_python_peers
    install_node_peers
fi
