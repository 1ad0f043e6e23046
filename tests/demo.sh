#!/usr/bin/env bash
# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# `make demo`: brings an empty, emulated Tyk under control with the collection's playbooks, and shows that a second run changes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export ANSIBLE_COLLECTIONS_PATH=$PWD/.venv/collections ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_INVENTORY_UNPARSED_WARNING=false

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
export TYK_URL
echo "$TYK_URL"

# play NAME: runs playbooks/NAME.yml and keeps what it says
play() {
    ansible-playbook --inventory localhost, --connection local \
        --extra-vars '{"ansible_python_interpreter": "{{ ansible_playbook_python }}"}' \
        --extra-vars "bootstrap_token_file=$scratch/token" "playbooks/$1.yml" < /dev/null | tee "$scratch/output" \
        || fail "playbooks/$1.yml failed"
}

unchanged() {
    grep -q ' changed=0 ' "$scratch/output" && ! grep -qE ' changed=[1-9]' "$scratch/output"
}

say 'Bootstrap: with the Admin API, once, make the organisation and its user, and store the token (playbooks/bootstrap.yml)'
play bootstrap
# from here on the token is enough
unset TYK_ADMIN_SECRET

say 'Apply the configuration (playbooks/site.yml)'
play site
! unchanged || fail 'the first run should have changed something'

say 'Apply it again: nothing may change (playbooks/site.yml)'
play site
unchanged || fail 'the second run changed something'

say 'Somebody changes things by hand: find it and mend it (playbooks/drift.yml)'
play drift

say 'Done: everything went as it should'
