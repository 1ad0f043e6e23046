# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Organisations of the Admin API. Nothing is unique and PUT replaces everything."""

from __future__ import annotations

import re
from typing import Any

from ..call import Call, Route
from ..state import Row, State
from ..wire import Refusal, Response, ok

_EVENT = {"webhook": "str", "email": "str", "redis": "bool"}
_UI = {
    "languages": "free",
    "hide_help": "bool",
    "default_lang": "str",
    "login_page": "free",
    "nav": "free",
    "uptime": "free",
    "portal_section": "free",
    "designer": "free",
    "dont_show_admin_sockets": "bool",
    "dont_allow_license_management": "bool",
    "dont_allow_license_management_view": "bool",
    "cloud": "bool",
}
SHAPE = {
    "id": "str",
    "owner_name": "str",
    "owner_slug": "str",
    "cname_enabled": "bool",
    "cname": "str",
    "apis": ("list", {"api_human_name": "str", "api_id": "str"}),
    "developer_quota": "int",
    "developer_count": "int",
    "event_options": ("map", _EVENT),
    "hybrid_enabled": "bool",
    "sso_enabled": "bool",
    "ui": _UI,
    "org_options_meta": "free",
    "open_policy": {"enabled": "bool", "rules": "str"},
    "additional_permissions": ("map", "str"),
}
_MISSING = (404, "Could not retrieve org detail")


def _filled(doc: dict[str, Any]) -> dict[str, Any]:
    """Maps that this object never shows as null."""
    doc["event_options"] = doc["event_options"] or {}
    for name in ("languages", "login_page", "nav", "uptime", "portal_section", "designer"):
        doc["ui"][name] = doc["ui"][name] or {}
    return doc


def _find(call: Call, refusal: tuple[int, str] = _MISSING) -> Row:
    row = call.state["organisations"].get(call.args["id"])
    if row is None:
        raise Refusal(*refusal)
    return row


def _list(call: Call) -> Any:
    page, _pages = call.page(list(call.state["organisations"]))
    # The number of pages is not filled in here.
    return {"organisations": call.listing("organisations", page, lambda row: row["doc"]), "pages": 0}


def _create(call: Call) -> Response:
    doc = _filled(call.read(SHAPE, call.json()))
    if not doc["owner_name"]:
        raise Refusal(403, "Failed to save new Org object to DB")
    doc["id"] = call.state.object_id()
    # Filled by the server as APIs come and go.
    doc["apis"], doc["developer_count"] = [], 0
    if not call.has("opa-rules-unseeded"):
        # A copy: what changes in the file later does not reach this organisation.
        doc["open_policy"]["rules"] = doc["open_policy"]["rules"] or call.emulator.config.opa_rules
    call.state["organisations"].put({"id": doc["id"], "doc": doc})
    return ok("Org created", doc["id"])


def _import(call: Call) -> Response:
    doc = _filled(call.read(SHAPE, call.json()))
    taken = call.state["organisations"].get(doc["id"]) is not None
    if taken or not doc["owner_name"] or not re.fullmatch(r"[0-9a-f]{24}", doc["id"]):
        raise Refusal(403, "Failed to save new Org object to DB")
    call.state["organisations"].put({"id": doc["id"], "doc": doc})
    return ok("Org imported", doc["id"])


def _read(call: Call) -> Any:
    return _find(call)["doc"]


def _update(call: Call) -> Response:
    body = call.json()
    row = _find(call, (403, "Failed to update Org object to DB"))
    doc = _filled(call.read(SHAPE, body))
    doc["id"] = row["id"]
    doc["developer_count"] = row["doc"]["developer_count"]
    call.state["organisations"].put({"id": row["id"], "doc": doc})
    return ok("Org updated")


def _delete(call: Call) -> Response:
    call.state["organisations"].remove(_find(call)["id"])
    return ok("Org deleted")


def note_api(state: State, org_id: str, api_id: str, name: str | None) -> None:
    """Keeps the organisation's own list of APIs: a name adds or renames, None removes."""
    row = state["organisations"].get(org_id)
    if row is None:
        return
    others = [entry for entry in row["doc"]["apis"] or [] if entry["api_id"] != api_id]
    row["doc"]["apis"] = others + ([{"api_human_name": name, "api_id": api_id}] if name is not None else [])
    state["organisations"].put(row)


def _reload(_call: Call) -> Any:
    return {"status": "ok"}


def _portals(call: Call) -> Response:
    _find(call)
    return ok("Org updated")


ROUTES = (
    Route("GET", "/admin/organisations", _list),
    Route("POST", "/admin/organisations", _create),
    Route("POST", "/admin/organisations/import", _import),
    Route("GET", "/admin/organisations/{id}", _read),
    Route("PUT", "/admin/organisations/{id}", _update),
    Route("DELETE", "/admin/organisations/{id}", _delete),
    Route("POST", "/admin/organisations/{id}/generate-portals", _portals),
    Route("GET", "/admin/system/reload", _reload),
)
