# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Gateway that belongs to the Dashboard: its APIs and policies come from there and are changed there only."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from ..oas import forms
from ..oas.extension import EXTENSION
from ..shape import Mismatch
from . import definitions

if TYPE_CHECKING:
    from ..core import Emulator
    from .node import Node

_NO_APIS = (500, "Due to enabled use_db_app_configs, please use the Dashboard API")
_NO_POLICIES = (500, "Due to enabled service policy source, please use the Dashboard API")
# What such a Gateway refuses before it looks at the request. A delete of a classic API or of a policy is not among
# them: it looks for a file and finds none.
REFUSED = {
    ("POST", "/tyk/apis"): _NO_APIS,
    ("POST", "/tyk/apis/{api}"): _NO_APIS,
    ("PUT", "/tyk/apis/{api}"): _NO_APIS,
    ("POST", "/tyk/apis/oas"): _NO_APIS,
    ("POST", "/tyk/apis/oas/import"): _NO_APIS,
    ("PUT", "/tyk/apis/oas/{api}"): _NO_APIS,
    ("PATCH", "/tyk/apis/oas/{api}"): _NO_APIS,
    ("DELETE", "/tyk/apis/oas/{api}"): _NO_APIS,
    ("POST", "/tyk/policies"): _NO_POLICIES,
    ("POST", "/tyk/policies/{id}"): _NO_POLICIES,
    ("PUT", "/tyk/policies/{id}"): _NO_POLICIES,
}


def feeds(emulator: Emulator) -> bool:
    """Whether the Gateway is one of the Dashboard's."""
    return emulator.config.gateway_mode == "dashboard"


def stamp(emulator: Emulator) -> tuple[int, int]:
    """Changes with what the Gateway would load."""
    return emulator.state["apis"].revision, emulator.state["policies"].revision


def listen(node: Node, emulator: Emulator) -> None:
    """The Dashboard tells of every change, and the Gateway loads anew."""
    if feeds(emulator) and node.stamp != stamp(emulator):
        node.reload()


def apis(emulator: Emulator, errors: list[str]) -> dict[str, dict[str, Any]]:
    """The APIs of all organisations that are active, as the Gateway keeps them."""
    found = {}
    for row in emulator.state["apis"]:
        wanted = row["doc"]["api_definition"]
        if row["lost"] or not wanted.get("active"):
            continue
        try:
            oas, classic = _both(emulator, row) if row["oas"] else (None, definitions.decoded(wanted))
        except (Mismatch, AttributeError, TypeError):
            errors.append(f"{row['api_id']}: cannot be decoded")
            continue
        classic["is_oas"] = row["oas"] is not None
        if row["kind"] == "mcp":
            classic["application_protocol"] = "mcp"
        found[row["api_id"]] = {"classic": classic, "oas": oas}
    return found


def _both(emulator: Emulator, row: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The document of an OAS API, and the classic form that the Gateway makes of it."""
    return _made(json.dumps(row["oas"]), emulator.config.gateway_version)


@functools.lru_cache(maxsize=4096)
def _made(text: str, version: str) -> tuple[dict[str, Any], dict[str, Any]]:
    doc: dict[str, Any] = json.loads(text)
    extension = doc.pop(EXTENSION)
    doc, classic = forms.taken(doc, extension, tuple(int(part) for part in version.split(".")))
    return doc, classic


def policies(emulator: Emulator) -> list[dict[str, Any]]:
    """The policies of all organisations; without an id of its own one is called by that of the database."""
    from .fields import read

    found = [read("Policy", row["doc"]) for row in emulator.state["policies"]]
    return [{**doc, "id": doc["id"] or doc["_id"]} for doc in found]
