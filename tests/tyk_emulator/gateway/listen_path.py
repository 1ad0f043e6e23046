# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listen paths as the Gateway's router reads them: with variables in braces, each with an expression of its own.

A group in such an expression ends the real Gateway; here the API is not loaded.
"""

from __future__ import annotations

import re
from typing import Any

_FOREIGN = re.compile(r"\(\?[=!]|\(\?<[=!]|\\[1-9]")  # what Python's expressions have and Go's have not


def known(path: str) -> bool:
    """Whether the router takes the path at all; the empty one is taken, and never served."""
    if path and not path.startswith("/"):
        return False
    variables = _variables(path)
    return variables is not None and all(map(_is_variable, variables))


def _variables(path: str) -> list[str] | None:
    """What stands between the outer braces; nothing where they do not match."""
    found, depth, start = [], 0, 0
    for index, letter in enumerate(path):
        if letter == "{":
            depth += 1
            start = index + 1 if depth == 1 else start
        elif letter == "}":
            depth -= 1
            if depth < 0:
                return None
            if depth == 0:
                found.append(path[start:index])
    return found if depth == 0 else None


def _is_variable(text: str) -> bool:
    name, mark, pattern = text.partition(":")
    if not name or (mark and not pattern) or _FOREIGN.search(pattern):
        return False
    try:
        return re.compile(pattern).groups == 0
    except re.error:
        return False


def place(classic: dict[str, Any]) -> str:
    """Domain and path, which only one API can have."""
    domain = "" if classic.get("domain_disabled") else classic["domain"]
    return f"{domain}{classic['proxy']['listen_path']}"


def weight(path: str) -> int:
    """How long a path is to the router, which takes the longest first: variables count nothing."""
    if "{" not in path:
        return len(path.encode())
    parts = [part for part in path.split("/") if not (len(part) > 2 and part[0] == "{" and part[-1] == "}")]
    return path.count("/") + sum(len(part.encode()) for part in parts)


def served(classic: dict[str, Any]) -> bool:
    """Whether a loaded API gets a route: one without a path does not, nor one with a space in it."""
    path = classic["proxy"]["listen_path"]
    return classic["protocol"] == "h2c" or bool(path) and " " not in path
