# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a reference leads to an object of the kind that is wanted."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from .extension import Version
from .model import Kind, members, modern

_MAPS = {"Paths": "PathItem", "Callback": "PathItem", "Responses": "Response"}
_DEEPEST = 50


def leads_to(ref: str, wanted: str, doc: dict[str, Any], version: Version) -> bool:
    """Within the document only; what the library does not know may become anything."""
    if not ref.startswith("#"):
        return False
    for _step in range(_DEEPEST):
        found = _walk(ref, doc, version)
        if found is None:
            return False
        kind, value = found
        if kind[0] != "any" and _bare(kind) != ("object", wanted):
            return False
        if not isinstance(value, dict):
            return False
        if not (isinstance(value.get("$ref"), str) and value["$ref"]):
            return True
        ref = value["$ref"]
    return modern(version)  # a circle: found later, or at once


def _bare(kind: Kind) -> Kind:
    while kind[0] in ("pointer", "ref"):
        kind = kind[1]
    return kind


def _walk(ref: str, doc: dict[str, Any], version: Version) -> tuple[Kind, Any] | None:
    kind: Kind = ("object", "Doc")
    value: Any = doc
    for part in unquote(ref[1:]).split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        kind = _step(_bare(kind), name, version)
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        else:
            return None
    return kind, value


def _step(kind: Kind, name: str, version: Version) -> Kind:
    outer, inner = kind
    if outer in ("list", "map"):
        return inner if isinstance(inner, tuple) else ("any", None)
    if outer != "object":
        return "any", None
    if inner in _MAPS:
        return "object", _MAPS[inner]
    known = members(inner, version).get(name)
    if known is None:
        return "any", None
    return ("object", "Schema") if known.kind[0] == "more" else known.kind
