#!/usr/bin/env bash
# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Makes constraints.txt anew from constraints.in (`make lock`).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../tests/requirements"

new=$(mktemp)
trap 'rm -f "$new"' EXIT
sed '/^[^#]/,$d' constraints.txt > "$new"
uv pip compile --quiet --universal --upgrade --python-version 3.11 --no-annotate --no-header \
    --no-emit-package ansible-core --no-emit-package resolvelib --no-emit-package coverage --no-emit-package attrs constraints.in >> "$new"
diff constraints.txt "$new" || true
cat "$new" > constraints.txt
