#!/usr/bin/env bash
# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# `make emulator`: serves the Tyk emulator in the foreground and says how to use it. PORT=... chooses another port.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port=${PORT:-3000}
if ! python -c 'import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1]))).close()' "$port" 2> /dev/null; then
    echo "Port $port of 127.0.0.1 is taken, or is no port. Choose another one: make emulator PORT=3001" >&2
    exit 1
fi
# a place for the token of its own: it is worth nothing when this ends
store=$(mktemp -d)
export TYK_ADMIN_SECRET=${TYK_ADMIN_SECRET:-$(python -c 'import secrets; print(secrets.token_urlsafe(12))')}
cat << END
The Tyk emulator serves on http://127.0.0.1:$port until Ctrl-C, and then forgets everything. In another terminal:

    export PATH=$PWD/.venv/bin:\$PATH ANSIBLE_COLLECTIONS_PATH=$PWD/.venv/collections
    export TYK_URL=http://127.0.0.1:$port TYK_ADMIN_SECRET=$TYK_ADMIN_SECRET TYK_TOKEN_FILE=$store/token
    ansible-playbook playbooks/bootstrap.yml --extra-vars @docs/examples/acme.yml
    export TYK_TOKEN=\$(cat $store/token)
    ansible-playbook playbooks/config.yml --extra-vars @docs/examples/acme.yml --diff

END
exec python -m tyk_emulator --host 127.0.0.1 --port "$port"
