# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies. The id of a new one is in the message, and the list has capitals of its own."""

from __future__ import annotations

import re
from typing import Any

from .. import access
from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, ok, ok_value
from . import api_filters, mcp_rights
from .api_store import is_owner, reachable
from .crud import Kind
from .sessions import ACCESS, SMOOTHING

SHAPE = {
    "_id": "str",
    "id": "str",
    "name": "str",
    "org_id": "str",
    "rate": "float",
    "per": "float",
    "quota_max": "int",
    "quota_renewal_rate": "int",
    "throttle_interval": "float",
    "throttle_retry_limit": "int",
    "max_query_depth": "int",
    "access_rights": ("map", ACCESS),
    "hmac_enabled": "bool",
    "enable_http_signature_validation": "bool",
    "active": "bool",
    "is_inactive": "bool",
    "state": "str",
    "date_created": "str",
    "tags": ("list", "str"),
    "key_expires_in": "int",
    "post_expiry_action": "str",
    "post_expiry_grace_period": "int",
    "partitions": {"quota": "bool", "rate_limit": "bool", "complexity": "bool", "acl": "bool", "per_api": "bool"},
    "last_updated": "str",
    "meta_data": "free",
    "graphql_access_rights": ("opt", "dict"),
    "smoothing": ("opt", SMOOTHING),
    # Derived by the server, whatever the client sends.
    "access_rights_array": "any",
    "auth_type": "any",
    "auth_types": "any",
    "graphql_enabled": "any",
}
_HEX = re.compile(r"[0-9a-f]{24}")
_SAFE = re.compile(r"[A-Za-z0-9._~-]+")
_BAD_ID = (400, "Invalid policy ID")
_NOT_OWNED = (403, "Object not owned by this organisation, write is forbidden")
_MISSING = (404, "Could not retrieve portal object")
_FAILURE = "Failure {} data, please contact your administrator"


def _check(call: Call, doc: dict[str, Any], _body: dict[str, Any], current: Row | None) -> None:
    if current is None:
        _check_new(call, doc)
    elif not call.is_super and doc["org_id"] != current["org_id"]:
        raise Refusal(*_NOT_OWNED)
    own_id = current["id"] if current else ""
    org_id = current["org_id"] if current else call.org
    _check_name(call, doc, org_id, own_id)
    mcp_rights.check(call, doc["access_rights"], org_id)
    doc["_id"] = own_id or doc["_id"] or call.state.object_id()
    _check_explicit_id(call, doc, org_id, own_id)
    doc["date_created"] = current["doc"]["date_created"] if current else call.timestamp()
    doc["last_updated"] = str(int(call.now()))
    _derive(call, doc, org_id)


def _check_new(call: Call, doc: dict[str, Any]) -> None:
    if doc["org_id"] not in ("", call.org):
        raise Refusal(*_NOT_OWNED)
    if call.has("regenerate-api-id"):
        doc["_id"] = doc["id"] = ""
    if doc["_id"] and not _HEX.fullmatch(doc["_id"]):
        raise Refusal(*_BAD_ID)
    if call.state["policies"].get(doc["_id"]) is not None:
        raise Refusal(500, _FAILURE.format("creating"))


def _check_name(call: Call, doc: dict[str, Any], org_id: str, own_id: str) -> None:
    if not doc["name"]:
        raise Refusal(400, "Policy name is required")
    for row in call.state["policies"].find("name", doc["name"]):
        if row["id"] != own_id and row["org_id"] == org_id and call.emulator.config.since(5, 0):
            raise Refusal(400, "This policy name has already been used. Enter a unique policy name")


def _check_explicit_id(call: Call, doc: dict[str, Any], org_id: str, own_id: str) -> None:
    config = call.emulator.config
    if doc["id"] and config.since(5, 13) and not _SAFE.fullmatch(doc["id"]):
        raise Refusal(*_BAD_ID)
    if not doc["id"] and config.since(5, 8, 9):
        doc["id"] = doc["_id"]
    for row in call.state["policies"].find("explicit", doc["id"]):
        if row["id"] != own_id and row["org_id"] == org_id:
            raise Refusal(500, _FAILURE.format("saving" if own_id else "creating"))


def _derive(call: Call, doc: dict[str, Any], org_id: str) -> None:
    """Fields that the Dashboard works out from the APIs of a policy."""
    rights = doc["access_rights"] or {}
    definitions = []
    for api_id in rights:
        rows = call.state["apis"].find("api_id", api_id)
        definitions += [row["doc"]["api_definition"] for row in rows if row["org_id"] == org_id]
    types = sorted({name for definition in definitions for name in api_filters.auth_types(definition)})
    doc["access_rights_array"] = list(rights.values())
    doc["auth_types"], doc["auth_type"] = types, types[0] if len(types) == 1 else ""
    doc["graphql_enabled"] = any(definition["graphql"]["enabled"] for definition in definitions)


def _seen(call: Call, row: Row) -> bool:
    """With ownership on, only admins see a policy of which they own no API, or whose APIs are all gone."""
    if not call.has("enable-ownership") or call.user is None or access.is_admin(call.state, call.user):
        return True
    apis = [api for api_id in row["doc"]["access_rights"] or {} for api in call.state["apis"].find("api_id", api_id)]
    return any(reachable(call, api) and is_owner(call, api) for api in apis)


def _created(_call: Call, row: Row) -> Response:
    return ok_value(row["id"])


def _resolve(call: Call, policy_id: str) -> Row | None:
    """Explicit ids in the path; anything that can be no id at all is told apart from a missing policy."""
    if call.emulator.config.since(5, 12):
        for row in call.state["policies"].find("explicit", policy_id):
            if call.owns(row["org_id"]):
                return row
    if not _HEX.fullmatch(policy_id):
        raise Refusal(*_BAD_ID)
    return None


def _select(call: Call, rows: list[Row]) -> list[Row]:
    """Newest first, filtered by what the list and the search know."""
    rows = rows[::-1]
    wanted = call.param("active")
    if wanted:
        rows = [row for row in rows if row["doc"]["active"] == (wanted == "true")]
    return rows


def _search(call: Call) -> Any:
    rows = _select(call, KIND.rows(call))
    ids = [policy_id for policy_id in call.param("policy_ids").split(",") if policy_id]
    if any(not _HEX.fullmatch(policy_id) for policy_id in ids):
        raise Refusal(400, "Policy ID is not in hex format")
    tests = {
        "q": lambda doc, value: value.lower() in doc["name"].lower(),
        "state": lambda doc, value: doc["state"] == value,
        "api_id": lambda doc, value: value in (doc["access_rights"] or {}),
        "auth_type": lambda doc, value: value in doc["auth_types"],
    }
    for name, test in tests.items():
        if call.param(name):
            rows = [row for row in rows if test(row["doc"], call.param(name))]
    rows = [row for row in rows if not ids or row["id"] in ids]
    order = call.param("sort")
    if order.lstrip("-") in ("date_created", "name", "state"):
        rows = sorted(rows, key=lambda row: row["doc"][order.lstrip("-")], reverse=order.startswith("-"))
    return KIND.wrapped(call, rows)


def _import(call: Call) -> Response:
    """Admin import: keeps ids and organisations, leaves what is there alone."""
    done = {}
    for item in call.read({"Data": "list"}, call.json())["Data"] or []:
        doc = call.read(SHAPE, item)
        doc["_id"] = doc["_id"] or call.state.object_id()
        doc["id"] = doc["id"] or doc["_id"]
        if call.state["policies"].get(doc["_id"]) is None:
            _derive(call, doc, doc["org_id"])
            call.state["policies"].put({"id": doc["_id"], "org_id": doc["org_id"], "doc": doc, "at": call.now()})
            done[doc["_id"]] = True
    return ok("Policies imported", done)


KIND = Kind(
    table="policies",
    path="/api/portal/policies",
    permission="policies",
    wrapper="Data",
    pages="Pages",
    shape=SHAPE,
    missing={"GET": _MISSING, "PUT": _MISSING, "DELETE": (404, "Could not retrieve object for deletion")},
    foreign={"PUT": _NOT_OWNED, "DELETE": _NOT_OWNED},
    created=_created,
    updated="Data updated",
    deleted="Data deleted",
    check=_check,
    resolve=_resolve,
    noise="sparse",
    select=_select,
    seen=_seen,
)
ROUTES = (
    Route("GET", "/api/portal/policies/search", _search, "policies", "sparse"),
    *KIND.routes(),
    Route("POST", "/admin/policies/import", _import),
)
