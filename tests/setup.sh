#!/usr/bin/env bash
# Installs what is missing on a Debian machine with Rust: `setup.sh build` for the product,
# `setup.sh test` also for its tests. Quick when nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(build-essential pkg-config libssl-dev ca-certificates)
if [ "${1:-build}" = test ]; then
  packages+=(postgresql chromium chromium-driver python3-venv)
  command -v node >/dev/null || packages+=(nodejs)
  command -v npm >/dev/null || packages+=(npm)
  command -v wrk >/dev/null || packages+=(wrk)
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  echo "installing: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
[ "${1:-build}" = test ] || exit 0

# The peers we test against live below the target folder, from their lock files.
peers="${CARGO_TARGET_DIR:-target}/peers"
mkdir -p "$peers"
if ! cmp -s tests/peers/requirements.txt "$peers/requirements.txt"; then
  python3 -m venv "$peers/venv"
  "$peers/venv/bin/pip" install -q --disable-pip-version-check -r tests/peers/requirements.txt
  cp tests/peers/requirements.txt "$peers/requirements.txt"
fi
if ! cmp -s tests/peers/package-lock.json "$peers/installed-lock.json"; then
  cp tests/peers/package.json tests/peers/package-lock.json "$peers/"
  (cd "$peers" && npm ci --silent --no-audit --no-fund)
  cp tests/peers/package-lock.json "$peers/installed-lock.json"
fi
