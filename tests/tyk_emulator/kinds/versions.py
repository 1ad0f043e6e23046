# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base and child versions of APIs, classic and OAS."""

from __future__ import annotations

from typing import Any

from ..call import Call
from ..state import Row
from ..wire import Refusal

_EXTENSION = "x-tyk-api-gateway"


def requested_base(call: Call) -> Row | None:
    """The API that the request wants a new version of."""
    base_id = call.param("base_api_id")
    if not base_id:
        return None
    if not call.param("new_version_name"):
        raise Refusal(400, "version name header should be set with base API ID")
    for row in call.state["apis"].find("api_id", base_id):
        if call.owns(row["org_id"]) and not row["lost"] and call.visible(row):
            return row
    raise Refusal(403, f"Could not retrieve detail of apiID {base_id} in org {call.org}")


def base_header(row: Row) -> dict[str, str]:
    return {"x-tyk-base-api-id": row["base"]} if row["base"] else {}


def children(call: Call, base: Row) -> list[Row]:
    return call.state["apis"].find("base", base["api_id"])


def link(call: Call, base: Row, child: Row) -> None:
    """Enters a new child in its base API."""
    child["base"] = base["api_id"]
    call.state["apis"].put(child)
    name = call.param("new_version_name")
    is_default = call.param("set_default") == "true"
    base_name = call.param("base_api_version_name")
    if base["oas"]:
        _link_oas(base["oas"][_EXTENSION]["info"], child, name, base_name, is_default)
    _link_classic(base["doc"]["api_definition"]["definition"], child, name, base_name, is_default)
    call.state["apis"].put(base)


def _link_oas(info: dict[str, Any], child: Row, name: str, base_name: str, is_default: bool) -> None:
    given = info.get("versioning") or {}
    versioning = {"enabled": True, "name": "", "default": "self", "location": "header", "key": "x-api-version", **given}
    versioning["enabled"] = True
    versioning["name"] = base_name or versioning["name"] or "base"
    listed = [entry for entry in versioning.get("versions") or [] if entry.get("id") != child["api_id"]]
    versioning["versions"] = sorted([*listed, {"name": name, "id": child["api_id"]}], key=lambda entry: entry["name"])
    if is_default:
        versioning["default"] = name
    info["versioning"] = versioning


def _link_classic(definition: dict[str, Any], child: Row, name: str, base_name: str, is_default: bool) -> None:
    definition["enabled"] = True
    definition["name"] = base_name or definition.get("name") or "base"
    definition["location"] = definition.get("location") or "header"
    definition["key"] = definition.get("key") or "x-api-version"
    definition["versions"] = {**(definition.get("versions") or {}), name: child["api_id"]}
    definition["default"] = name if is_default else definition.get("default") or "self"


def unlink(call: Call, child: Row) -> None:
    """Takes a deleted child out of its base API."""
    for base in call.state["apis"].find("api_id", child["base"]):
        if base["oas"]:
            versioning = base["oas"][_EXTENSION]["info"].get("versioning") or {}
            kept = [entry for entry in versioning.get("versions") or [] if entry.get("id") != child["api_id"]]
            versioning["versions"] = kept
        definition = base["doc"]["api_definition"]["definition"]
        entries = (definition.get("versions") or {}).items()
        definition["versions"] = {name: api_id for name, api_id in entries if api_id != child["api_id"]}
        call.state["apis"].put(base)


def release_children(call: Call, base: Row) -> None:
    """Children of a deleted base API live on alone."""
    for child in children(call, base):
        child["base"] = ""
        call.state["apis"].put(child)
