# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the Open Policy Agent: those that stand in the Dashboard's file, and a rough check of others.

The emulator never evaluates rules; what it does itself is in access.py.
"""

from __future__ import annotations

import re

PACKAGE = "dashboard_users"
# Stands for schema/dashboard.rego. The real file is longer.
DEFAULT_RULES = """\
# Rules of the emulated Dashboard
package dashboard_users

default request_intent = "write"

request_intent = "read" {
    input.request.method == "GET"
}

deny["The user has been switched off"] {
    not input.user.active
}
"""

_TOKEN = re.compile(r'#[^\n]*|"(?:\\.|[^"\\\n])*"|`[^`]*`|[A-Za-z_][\w.]*|\S')
_PAIRS = {")": "(", "]": "[", "}": "{"}


def is_valid(rules: str) -> bool:
    """Whether this could be a module of the right package: its head, its strings and its brackets are in order."""
    tokens = [token for token in _TOKEN.findall(rules) if not token.startswith("#")]
    return tokens[:2] == ["package", PACKAGE] and '"' not in tokens and "`" not in tokens and _balanced(tokens)


def _balanced(tokens: list[str]) -> bool:
    open_ones: list[str] = []
    for token in tokens:
        if token in _PAIRS.values():
            open_ones.append(token)
        elif token in _PAIRS and (not open_ones or open_ones.pop() != _PAIRS[token]):
            return False
    return not open_ones
