#!/usr/bin/env bash
# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# `make demo`: brings an empty, emulated Tyk under control with the collection's playbooks, and shows the plan before, that a second run
# changes nothing, and that what somebody changes by hand is found, reported and mended. Fails if anything does not go as it says.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export ANSIBLE_COLLECTIONS_PATH=$PWD/.venv/collections
export ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_INVENTORY_UNPARSED_WARNING=false
# only what changes or fails
export ANSIBLE_DISPLAY_OK_HOSTS=false ANSIBLE_DISPLAY_SKIPPED_HOSTS=false
# nothing of a real Tyk that this shell may know of
for name in $(compgen -e TYK_ || true); do unset "$name"; done

say() { printf '\n\033[1m==> %s\033[0m\n' "$*"; }
fail() { printf 'demo: %s\n' "$*" >&2; exit 1; }

scratch=$(mktemp -d)
emulator=
finish() {
    [ -z "$emulator" ] || { kill "$emulator" && wait "$emulator"; } 2> /dev/null || true
    rm -rf "$scratch"
}
trap finish EXIT

say 'An empty Tyk Dashboard, emulated on this machine'
TYK_ADMIN_SECRET=$(python -c 'import secrets; print(secrets.token_urlsafe(24))')
export TYK_ADMIN_SECRET
python -m tyk_emulator --host 127.0.0.1 --port 0 --ready-file "$scratch/url" --parent-pid $$ > "$scratch/log" 2>&1 &
emulator=$!
for ((tenths = 0; ; tenths++)); do
    [ ! -s "$scratch/url" ] || break
    kill -0 "$emulator" 2> /dev/null && [ "$tenths" -lt 200 ] || { cat "$scratch/log" >&2; fail 'the emulator did not start'; }
    sleep 0.1
done
TYK_URL=$(cat "$scratch/url")
export TYK_URL TYK_TOKEN_FILE=$scratch/token
echo "$TYK_URL"

# play NAME [OPTION...]: runs playbooks/NAME.yml with the example and keeps what it says
play() {
    local name=$1
    shift
    ansible-playbook --inventory localhost, "playbooks/$name.yml" --extra-vars @docs/examples/acme.yml "$@" < /dev/null 2>&1 | tee "$scratch/output" | grep --line-buffered -v '^included: \|^$'
}

# report FILE LINES: shows the first lines of a report
report() {
    head -n "$2" "$1" | sed 's/^/    /'
}

unchanged() {
    grep -q ' changed=0 ' "$scratch/output" && ! grep -qE ' changed=[1-9]' "$scratch/output"
}

say 'Bootstrap: with the Admin API, once, make the organisation and its user, and store the token (playbooks/bootstrap.yml)'
play bootstrap || fail 'playbooks/bootstrap.yml failed'
# from here on the token is enough
unset TYK_ADMIN_SECRET

say 'Plan the configuration of docs/examples/acme.yml: nothing is written yet (playbooks/config.yml --check)'
play config --check --extra-vars config_report="$scratch/plan.md" || fail 'playbooks/config.yml --check failed'
say 'This is how its report begins'
report "$scratch/plan.md" 16
grep -q 'nothing was written' "$scratch/plan.md" || fail 'the report does not tell of a plan'

say 'Apply it (playbooks/config.yml)'
play config || fail 'playbooks/config.yml failed'
! unchanged || fail 'the first run should have changed something'

say 'Apply it again: nothing may change (playbooks/config.yml)'
play config || fail 'playbooks/config.yml failed'
unchanged || fail 'the second run changed something'

say 'Look for drift: there must be none (playbooks/drift.yml)'
play drift --extra-vars config_report_dir="$scratch/reports" || fail 'there is drift right after everything was applied'

say 'Somebody changes the policy Gold by hand'
TYK_TOKEN=$(cat "$TYK_TOKEN_FILE") ansible localhost --module-name community.tyk.tyk_policy \
    --args '{"name": "Gold", "rate": 1, "tags": []}' > "$scratch/output" || { cat "$scratch/output"; fail 'that failed'; }

say 'Look for drift: it must be found, so this fails (playbooks/drift.yml)'
! play drift --extra-vars config_report_dir="$scratch/reports" || fail 'the drift was not found'
grep -q 'policies Gold' "$scratch/output" || fail 'the drift was not named'
say 'This is the report of it; there is one as HTML, JSON and JUnit, too'
report "$scratch/reports/localhost.md" 40
grep -q 'Gold' "$scratch/reports/localhost.html" || fail 'the report does not name what has drifted'

say 'Mend it (playbooks/config.yml)'
play config --diff || fail 'playbooks/config.yml failed'
! unchanged || fail 'nothing was mended'

say 'Done: everything went as it should'
