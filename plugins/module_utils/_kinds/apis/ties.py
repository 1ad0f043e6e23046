# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What within a document refers to what else within it, and what means nothing without the other."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted, get
from ansible_collections.community.tyk.plugins.module_utils._data.ties import REF, Tie
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import TYK

SCHEMES: Path = ("components", "securitySchemes")
CHECKED: Path = (TYK, "server", "authentication", "securitySchemes")
OPERATIONS: Path = (TYK, "middleware", "operations")


def ties(document: t.Any) -> t.Iterator[Tie]:
    """The ties within a document of OpenAPI, with Tyk's part of it."""
    for name in _map(get(document, dotted(CHECKED))):
        yield Tie((*CHECKED, name), (*SCHEMES, name), both=True)
    yield from _demanded(document, (), both=True)
    wares = _map(get(document, dotted(OPERATIONS)))
    for path, item in _map(get(document, "paths")).items():
        for method, operation in _map(item).items():
            place: Path = ("paths", path, method)
            yield from _demanded(operation, place, both=False)
            ident = _map(operation).get("operationId")
            if isinstance(ident, str) and ident in wares:
                yield Tie((*OPERATIONS, ident), place, both=True)
    yield from _references(document, ())


def _demanded(holder: t.Any, place: Path, both: bool) -> t.Iterator[Tie]:
    """The security schemes that a document demands, or an operation."""
    found = _map(holder).get("security")
    for index, one in enumerate(found if isinstance(found, list) else ()):
        yield from (Tie((*place, "security", index, name), (*SCHEMES, name), both) for name in _map(one))


def _references(value: t.Any, place: Path) -> t.Iterator[Tie]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        if key == REF and isinstance(item, str) and item.startswith("#/"):
            steps = (step.replace("~1", "/").replace("~0", "~") for step in item[2:].split("/"))
            yield Tie((*place, key), tuple(steps))
        else:
            yield from _references(item, (*place, key))


def _map(value: t.Any) -> dict[str, t.Any]:
    return value if isinstance(value, dict) else {}
