#!/usr/bin/env bash
# Prints the path of a Chromium that starts; the end-to-end tests read it from CHROMIUM.
# One that is there is taken: $CHROMIUM, one on the PATH, then playwright's own. Where there is none, playwright
# fetches its own; where that fails and we are root on Debian, apt-get installs the distribution's.
# Usage: ensure_chromium.sh [PYTHON with playwright]
set -euo pipefail

python=${1:-python3}
say() { printf 'ensure_chromium: %s\n' "$*" >&2; }

# A file of that name is not enough: some distributions put a stub there that asks for an installer.
starts() { [ -x "$1" ] && timeout 30 "$1" --version >/dev/null 2>&1; }

playwrights_own() {
  "$python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as p: print(p.chromium.executable_path)' 2>/dev/null
}

print_if_there() {
  local name path
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
    [ -n "$name" ] && path=$(command -v "$name") && starts "$path" && printf '%s\n' "$path" && return 0
  done
  path=$(playwrights_own) && starts "$path" && printf '%s\n' "$path"
}

print_if_there && exit 0

say "none found; playwright fetches one"
if timeout 300 "$python" -m playwright install chromium 2>&1 | tail -n 4 >&2; then
  print_if_there && exit 0
  say "playwright's Chromium does not start here; libraries of the system may be missing"
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  say "playwright could not provide one; apt-get installs it"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends chromium >/dev/null
  print_if_there && exit 0
fi

say "no Chromium: install one, put it on the PATH or name it in CHROMIUM, and run this again"
exit 1
