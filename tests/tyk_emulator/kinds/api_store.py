# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What classic and OAS APIs share: finding, clashes, ownership, and the traces an API leaves elsewhere."""

from __future__ import annotations

import re
from typing import Any

from .. import access
from ..call import Call
from ..state import Row
from ..wire import Refusal
from .organisations import note_api

NO_DETAIL = (400, "Could not retrieve Api detail")
NO_DEFINITION = (404, "API definition does not exist")
NO_API = (404, "API not found")
_TAG = re.compile(r"(?:^|\s)#(\S+)")


def lookup(call: Call, api_id: str, refusal: tuple[int, str], by_db_id: bool = True, mcp: bool = False) -> Row:
    """The API with this id, as far as the caller may see it."""
    rows = call.state["apis"].find("api_id", api_id)
    by_id = call.state["apis"].get(api_id) if by_db_id else None
    for row in [by_id, *rows] if by_id else rows:
        if reachable(call, row) and mcp == (row["kind"] == "mcp"):
            if not is_owner(call, row):
                raise access.not_authorised()
            return row
    # For years a missing API looked like somebody else's to everybody but admins.
    disguised = call.has("enable-ownership") and not call.emulator.config.since(5, 13, 1)
    if disguised and call.user is not None and not access.is_admin(call.state, call.user):
        raise access.not_authorised()
    raise Refusal(*refusal)


def reachable(call: Call, row: Row) -> bool:
    """Whether lists of the caller's organisation contain the API. One that lost its id is in none."""
    return not row["lost"] and call.owns(row["org_id"]) and call.visible(row)


def is_owner(call: Call, row: Row) -> bool:
    """Whether ownership lets the caller see the API."""
    users, groups = row["doc"]["user_owners"] or [], row["doc"]["user_group_owners"] or []
    if not call.has("enable-ownership") or not (users or groups) or call.user is None:
        return True
    mine = call.user["id"] in users or call.user["doc"]["group_id"] in groups
    return mine or access.is_admin(call.state, call.user)


def listed(call: Call) -> list[Row]:
    """All APIs that the caller sees, newest first."""
    rows = [row for row in call.state["apis"] if row["kind"] != "mcp" and reachable(call, row) and is_owner(call, row)]
    return rows[::-1]


def check_clash(call: Call, definition: dict[str, Any], own_id: str, org_id: str) -> None:
    """Refuses an api_id or a listen path that another API has."""
    for row in call.state["apis"].find("api_id", definition["api_id"]):
        if row["id"] != own_id:
            raise Refusal(409, "Found API with the same ID")
    if call.has("duplicate-slugs"):
        return
    wanted = address(definition)
    for row in call.state["apis"].find("address", "\n".join((org_id, *wanted))):
        if row["id"] != own_id:
            raise Refusal(403, "Found API with same url")


def address(definition: dict[str, Any]) -> tuple[str, str]:
    """Domain and listen path."""
    return definition["domain"] or "", definition["proxy"]["listen_path"] or ""


def new_api_id(call: Call, wanted: str, oas: bool = False) -> str:
    """The id of a new API: the one that was asked for, unless this Dashboard makes its own."""
    config, quirk = call.emulator.config, "regenerate-api-id"
    # OAS APIs kept theirs before classic ones did.
    renewed = quirk in config.quirks or not config.since(5, 3, 2) if oas else call.has(quirk)
    return call.state.hex(32) if renewed or not wanted else wanted


def categories(row: Row) -> list[str]:
    """Categories: for classic APIs the #tags of the name belong to them."""
    found = list(row["doc"]["categories"] or [])
    if not row["oas"]:
        found += _TAG.findall(row["doc"]["api_definition"]["name"])
    return list(dict.fromkeys(found))


def store(call: Call, row: Row) -> None:
    """Puts an API and tells its organisation."""
    definition = row["doc"]["api_definition"]
    row["api_id"], row["org_id"] = definition["api_id"], definition["org_id"]
    row["lost"] = not definition["id"]
    call.state["apis"].put(row)
    note_api(call.state, row["org_id"], row["api_id"], definition["name"])


def remove(call: Call, row: Row) -> None:
    """Deletes an API, and with it its entries in policies and in its base API."""
    call.state["apis"].remove(row["id"])
    note_api(call.state, row["org_id"], row["api_id"], None)
    for policy in call.state["policies"]:
        rights = policy["doc"]["access_rights"] or {}
        # The last entry of a policy stays, pointing nowhere.
        if row["api_id"] in rights and len(rights) > 1:
            policy["doc"]["access_rights"] = {key: value for key, value in rights.items() if key != row["api_id"]}
            call.state["policies"].put(policy)
