# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of the Admin API: the only place that makes super users and shows a new token."""

from __future__ import annotations

from typing import Any

from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, ok, ok_value
from .org_settings import known_permissions
from .users import NEVER, SHAPE, check_email, digest

_DEFAULT_RIGHTS = {"IsAdmin": "admin", "ResetPassword": "admin"}


def _find(call: Call, message: str) -> Row:
    row = call.state["users"].get(call.args["id"])
    if row is None:
        raise Refusal(404, message)
    return row


def _document(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    doc = call.read(SHAPE, body)
    doc["email_address"] = doc["email_address"].lower()
    doc["api_model"] = {}
    if "@" not in doc["email_address"]:
        raise Refusal(403, "Request body malformed")
    return doc


def _create(call: Call) -> Response:
    body = call.json()
    doc = _document(call, body)
    check_email(call, doc["email_address"], doc["org_id"])
    doc["user_permissions"] = doc["user_permissions"] or dict(_DEFAULT_RIGHTS)
    known_permissions(call, doc["org_id"], doc)
    doc["id"] = call.state.object_id()
    doc["access_key"] = call.state.hex(32)
    doc["created_at"] = call.timestamp()
    doc["password_updated"] = doc["last_login_date"] = NEVER
    # A password sent here is not used: it has to be set by a reset.
    call.state["users"].put({"id": doc["id"], "org_id": doc["org_id"], "doc": doc, "at": call.now()})
    return ok_value(doc["access_key"], doc)


def _read(call: Call) -> Any:
    return _find(call, "Could not retrieve user detail")["doc"]


def _update(call: Call) -> Response:
    body = call.json()
    row = _find(call, "User not found")
    doc = _document(call, body)
    before = row["doc"]
    if not doc["access_key"] and not call.has("admin-put-needs-token"):
        doc["access_key"] = before["access_key"]
    if doc["access_key"] != before["access_key"]:
        raise Refusal(500, "Could not update API session when update user")
    check_email(call, doc["email_address"], doc["org_id"], row["id"])
    known_permissions(call, doc["org_id"], doc)
    doc["id"] = row["id"]
    for name in ("created_at", "password_updated", "last_login_date"):
        doc[name] = before[name]
    changed = {**row, "org_id": doc["org_id"], "doc": doc}
    if isinstance(body.get("password"), str) and body["password"]:
        changed["password"] = digest(body["password"])
        doc["password_updated"] = call.timestamp()
    call.state["users"].put(changed)
    return ok_value(doc["access_key"], doc)


def _allow_resets(call: Call) -> Response:
    return _set_reset_right(call, True)


def _disallow_resets(call: Call) -> Response:
    return _set_reset_right(call, False)


def _set_reset_right(call: Call, allowed: bool) -> Response:
    row = _find(call, "User not found")
    rights = dict(row["doc"]["user_permissions"] or {})
    rights.pop("ResetPassword", None)
    row["doc"]["user_permissions"] = {**rights, "ResetPassword": "admin"} if allowed else rights
    call.state["users"].put(row)
    return ok("User updated", row["doc"])


ROUTES = (
    Route("POST", "/admin/users", _create),
    Route("GET", "/admin/users/{id}", _read),
    Route("PUT", "/admin/users/{id}", _update),
    Route("PUT", "/admin/users/{id}/actions/allow_reset_passwords", _allow_resets),
    Route("PUT", "/admin/users/{id}/actions/disallow_reset_passwords", _disallow_resets),
)
