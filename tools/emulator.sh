#!/usr/bin/env bash
# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# `make emulator`: serves the Tyk emulator in the foreground and, once it does, says how to use it. PORT=... chooses another port.
#   check   only sees whether the port can be had; it needs nothing but bash, so that nobody waits for .venv in vain
#   serve   does so too, and serves
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { printf 'emulator: %s\n' "$*" >&2; exit 1; }

port=${PORT:-3000}
check() {
    { [[ $port =~ ^[0-9]{1,5}$ ]] && ((10#$port <= 65535)); } \
        || fail "PORT=$port is no port. Choose one from 1 to 65535, or 0 for any that is free: make emulator PORT=3001"
    port=$((10#$port))
    if ((port)) && (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
        fail "something else serves on port $port of 127.0.0.1 already. Choose another one: make emulator PORT=3001"
    fi
}

serve() {
    local emulator='' store url
    # a place for the token of its own: it is worth nothing when this ends
    store=$(mktemp -d)
    # shellcheck disable=SC2064 # what they are now
    trap "rm -rf '$store'" EXIT
    export TYK_ADMIN_SECRET=${TYK_ADMIN_SECRET:-$(python -c 'import secrets; print(secrets.token_urlsafe(12))')}
    python -m tyk_emulator --host 127.0.0.1 --port "$port" --ready-file "$store/url" --parent-pid $$ &
    emulator=$!
    trap 'kill "$emulator" 2> /dev/null || true' INT TERM
    until [ -s "$store/url" ]; do
        # it has told why, below its own name
        kill -0 "$emulator" 2> /dev/null || fail "it did not start on port $port. Choose another one: make emulator PORT=3001"
        sleep 0.1
    done
    url=$(< "$store/url")
    cat << END
The Tyk emulator serves on $url until Ctrl-C, and then forgets everything. In another terminal:

    export PATH=$PWD/.venv/bin:\$PATH ANSIBLE_COLLECTIONS_PATH=$PWD/.venv/collections
    export TYK_URL=$url TYK_ADMIN_SECRET=$TYK_ADMIN_SECRET TYK_TOKEN_FILE=$store/token
    ansible-playbook playbooks/bootstrap.yml --extra-vars @docs/examples/acme.yml
    export TYK_TOKEN=\$(cat $store/token)
    ansible-playbook playbooks/config.yml --extra-vars @docs/examples/acme.yml --diff

END
    # a signal ends the first wait, and the emulator ends in the second
    wait "$emulator" || wait "$emulator" || true
}

case ${1:-serve} in
    check) check ;;
    serve) check; serve ;;
    *) fail 'say check or serve' ;;
esac
