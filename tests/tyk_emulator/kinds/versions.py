# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base and child versions of APIs, classic and OAS.

The links live in the base API and nowhere else. The server adds to them when a child is made and takes away from them
when one is deleted; a PUT of the base that leaves them out cuts the children off.
"""

from __future__ import annotations

from typing import Any

from ..call import Call
from ..state import Row
from ..wire import Refusal
from .oas_schema import EXTENSION


def requested_base(call: Call) -> Row | None:
    """The API that the request wants a new version of."""
    base_id = call.param("base_api_id")
    if not base_id:
        return None
    if not call.param("new_version_name"):
        raise Refusal(400, "version name header should be set with base API ID")
    for row in call.state["apis"].find("api_id", base_id):
        if call.owns(row["org_id"]) and not row["lost"] and call.visible(row):
            if not (links(row)["name"] or call.param("base_api_version_name")):
                raise Refusal(400, f"you need to provide a version name for the new Base API: {base_id}")
            return row
    raise Refusal(403, f"Could not retrieve detail of apiID {base_id} in org {call.org}")


def base_header(row: Row) -> dict[str, str]:
    return {"x-tyk-base-api-id": row["base"]} if row["base"] else {}


def links(row: Row) -> dict[str, Any]:
    """The version block of an API in its classic form, which OAS APIs have too."""
    return row["doc"]["api_definition"]["definition"]


def children(call: Call, base: Row) -> list[Row]:
    return call.state["apis"].find("base", base["api_id"])


def link(call: Call, base: Row, child: Row) -> None:
    """Enters a new child in its base API."""
    name, block = call.param("new_version_name"), links(base)
    block["enabled"] = True
    block["name"] = call.param("base_api_version_name") or block["name"]
    block["location"] = block["location"] or "header"
    block["key"] = block["key"] or "x-api-version"
    block["versions"] = {**(block["versions"] or {}), name: child["api_id"]}
    block["default"] = name if call.param("set_default") == "true" else block["default"] or "self"
    _write(call, base)
    relink(call, base)


def relink(call: Call, base: Row) -> None:
    """Makes exactly those APIs children that the base names."""
    wanted = set((links(base)["versions"] or {}).values())
    for child in children(call, base):
        if child["api_id"] not in wanted:
            child["base"] = ""
            call.state["apis"].put(child)
    for api_id in wanted - {base["api_id"]}:
        for child in call.state["apis"].find("api_id", api_id):
            if child["org_id"] == base["org_id"] and not child["base"]:
                child["base"] = base["api_id"]
                call.state["apis"].put(child)


def unlink(call: Call, child: Row) -> None:
    """Takes a deleted child out of its base API."""
    for base in call.state["apis"].find("api_id", child["base"]):
        block = links(base)
        entries = block["versions"] or {}
        if child["api_id"] == entries.get(block["default"]):
            block["default"] = block["name"]
        block["versions"] = {name: api_id for name, api_id in entries.items() if api_id != child["api_id"]}
        _write(call, base)


def release_children(call: Call, base: Row) -> None:
    """Children of a deleted base API live on alone."""
    for child in children(call, base):
        child["base"] = ""
        call.state["apis"].put(child)


def _write(call: Call, base: Row) -> None:
    """Stores a base API, with the document of an OAS API in step."""
    if base["oas"]:
        info, block = base["oas"][EXTENSION]["info"], links(base)
        kept = {name: block[name] for name in ("enabled", "name", "default", "location", "key")}
        entries = sorted((block["versions"] or {}).items())
        listed = [{"name": name, "id": api_id} for name, api_id in entries]
        info["versioning"] = {**(info.get("versioning") or {}), **kept, "versions": listed}
    call.state["apis"].put(base)


def classic_block(info: dict[str, Any]) -> dict[str, Any]:
    """The classic version block that belongs to the extension of an OAS API."""
    versioning = info.get("versioning") or {}
    entries = [entry for entry in versioning.get("versions") or [] if isinstance(entry, dict)]
    block = {name: versioning.get(name) or "" for name in ("name", "default", "location", "key")}
    block["enabled"] = bool(versioning.get("enabled"))
    block["versions"] = {str(entry.get("name")): str(entry.get("id")) for entry in entries}
    return block
