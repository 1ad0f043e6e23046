#!/usr/bin/env bash
# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Makes .venv: the tools of tests/requirements/dev.txt, and this checkout as the collection community.tyk.
# Needs nothing but a Python from 3.11 on. PYTHON=... chooses one; otherwise the newest that works is taken.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset PYTHONDONTWRITEBYTECODE VIRTUAL_ENV

say() { printf 'venv: %s\n' "$*"; }
fail() { printf 'venv: %s\n' "$*" >&2; exit 1; }

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2> /dev/null; }

find_python() {
    local name candidate
    if [ -n "${PYTHON:-}" ]; then
        suits "$PYTHON" || fail "PYTHON=$PYTHON is no Python from 3.11 to 3.14"
        echo "$PYTHON"
        return
    fi
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        # every one on the path: pyenv's shims come first, and exist for Pythons that they do not run
        for candidate in $(type -aP "$name") ~/.pyenv/versions/"${name#python}"*/bin/python; do
            if suits "$candidate"; then
                "$candidate" -c 'import sys; print(sys.executable)'
                return
            fi
        done
    done
    fail 'no Python from 3.11 to 3.14 found (Debian: apt-get install python3 python3-venv)'
}

if ! .venv/bin/python -c 'import pip' 2> /dev/null; then
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$python" -c 'import ensurepip, venv' 2> /dev/null; then
        # Debian keeps these two in a package of their own
        if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
            say "installing python$version-venv"
            { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes "python$version-venv"; } > /dev/null \
                || fail "could not install it; please run: apt-get install python$version-venv"
        else
            fail "$python cannot make virtual environments; please run: apt-get install python$version-venv"
        fi
    fi
    say "making .venv with $python (Python $version)"
    "$python" -m venv --clear .venv
fi

pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }

say 'installing the tools of tests/requirements/dev.txt'
requirements=(--requirement tests/requirements/dev.txt)
for file in tests/tyk_emulator/requirements.txt tests/unit/requirements.txt tests/integration/requirements.txt; do
    [ ! -e "$file" ] || requirements+=(--requirement "$file")
done
# compiled now, because nobody might be allowed to write the bytecode later, and then every start takes twice as long
pip install --quiet --compile "${requirements[@]}" --constraint tests/requirements/constraints.txt

# this checkout is the collection, and tests/ is where tyk_emulator is imported from
mkdir -p .venv/collections/ansible_collections/community
ln -sfn ../../../.. .venv/collections/ansible_collections/community/tyk
for site in .venv/lib/python3*/site-packages; do
    echo ../../../../tests > "$site/community_tyk_tests.pth"
done
touch .venv/.stamp
say "ready: $(.venv/bin/ansible --version | sed -n 1p)"
