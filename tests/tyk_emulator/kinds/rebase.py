# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a child version the base of its family; the base becomes one of its children."""

from __future__ import annotations

import copy
from typing import Any

from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, ok
from . import oas_document, versions
from .api_store import lookup, store
from .oas_schema import EXTENSION

_IS_CLASSIC = "the requested API definition is in Tyk classic format, please use old api endpoint"


def _find(call: Call, name: str) -> Row:
    row = lookup(call, call.args[name], (404, f"Could not retrieve {name} base API"), by_db_id=False)
    if not row["oas"]:
        raise Refusal(400, _IS_CLASSIC)
    return row


def _rebase(call: Call) -> Response:
    current, following = _find(call, "current"), _find(call, "next")
    if current["base"] or not versions.links(current)["versions"]:
        raise Refusal(400, "current-base-apiId must be a base API")
    if not following["base"]:
        raise Refusal(400, "next-base-apiId must be a child API")
    if following["base"] != current["api_id"]:
        raise Refusal(400, "next-base-apiId must be a child of current-base-apiId")
    others = [row for row in versions.children(call, current) if row["id"] != following["id"]]
    block = _turned(current["oas"][EXTENSION]["info"]["versioning"], current["api_id"], following["api_id"])
    _write(call, current, None, following["api_id"])
    _write(call, following, block, "")
    for row in others:
        call.state["apis"].put({**row, "base": following["api_id"]})
    return ok("API converted successfully")


def _turned(block: dict[str, Any], old_base: str, new_base: str) -> dict[str, Any]:
    """The version block of the new base. Every version keeps its name, and the default stays the default."""
    entries = block["versions"]
    name = next(entry["name"] for entry in entries if entry["id"] == new_base)
    kept = [entry for entry in entries if entry["id"] != new_base]
    kept.append({"name": block["name"], "id": old_base})
    default = block["name"] if block["default"] == "self" else block["default"]
    listed = sorted(kept, key=lambda entry: str(entry["name"]))
    return {**block, "name": name, "default": "self" if default == name else default, "versions": listed}


def _write(call: Call, row: Row, block: dict[str, Any] | None, base: str) -> None:
    """Stores an API with another version block, the classic form in step."""
    doc = copy.deepcopy(row["oas"])
    info = doc[EXTENSION]["info"]
    info.pop("versioning", None)
    if block is not None:
        info["versioning"] = block
    wrapper = {**row["doc"], "api_definition": oas_document.classic(doc)}
    store(call, {**row, "oas": doc, "doc": wrapper, "base": base, "updated_at": call.timestamp()})


ROUTES = (Route("PATCH", "/api/apis/oas/{current}/rebase/{next}", _rebase, "apis", since=(5, 12)),)
