# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of the Dashboard API."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from .. import access
from ..call import MALFORMED, Call, Route
from ..state import Row
from ..wire import Refusal, Response, ok
from .crud import Kind
from .org_settings import known_permissions

NEVER = "0001-01-01T00:00:00Z"
SHAPE = {
    "api_model": "dict",
    "first_name": "str",
    "last_name": "str",
    "email_address": "str",
    "org_id": "str",
    "active": "bool",
    "id": "str",
    "access_key": "str",
    "user_permissions": ("map", "str"),
    "group_id": "str",
    "password_max_days": "int",
    "password_updated": "str",
    "created_at": "str",
    "last_login_date": "str",
}
_REQUIRED = ("first_name", "last_name", "email_address", "user_permissions")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_INVALID = (400, "User object validation failed")
_NO_RIGHTS = (403, "To create a user specify at least one permission, or make them an admin")
_NO_RESET = "You do not have permission to reset the password for other users."
FOREIGN = (500, "Attempted unauthorised access")
_NO_USER = (404, "Could not retrieve user detail")


def digest(password: str) -> str:
    """Stored form of a password: comparable, not readable."""
    return "sha256:" + hashlib.sha256(password.encode()).hexdigest()


def check_email(call: Call, email: str, org_id: str, own_id: str = "") -> None:
    """E-mail addresses are unique in the installation, or in the organisation if that is configured."""
    for row in call.state["users"].find("email", email):
        same_org = row["doc"]["org_id"] == org_id
        if row["id"] != own_id and (same_org or not call.has("multi-org-users")):
            raise Refusal(403, "User email already exists for this Org")


def _check(call: Call, doc: dict[str, Any], body: dict[str, Any], current: Row | None) -> None:
    doc["email_address"] = doc["email_address"].lower()
    email_ok = _EMAIL.fullmatch(doc["email_address"])
    if current is None and (not email_ok or any(body.get(name) is None for name in _REQUIRED)):
        raise Refusal(*_INVALID)
    if "ResetPassword" not in ((current["doc"]["user_permissions"] if current else None) or {}):
        # Only the Admin API grants the right to reset passwords.
        (doc["user_permissions"] or {}).pop("ResetPassword", None)
    org_id = current["org_id"] if current else call.org
    known_permissions(call, org_id, doc)
    if not doc["user_permissions"] or not email_ok:
        raise Refusal(*_NO_RIGHTS)
    check_email(call, doc["email_address"], org_id, current["id"] if current else "")
    doc["api_model"] = {}
    _own_fields(call, doc, body, current)


def _own_fields(call: Call, doc: dict[str, Any], body: dict[str, Any], current: Row | None) -> None:
    """Fields that this API does not let the client choose."""
    before = current["doc"] if current else {}
    if current is None:
        doc["access_key"] = call.state.hex(32)
        doc["created_at"] = call.timestamp()
    elif "access_key" not in body:
        doc["access_key"] = before["access_key"]
    doc["created_at"] = before.get("created_at", doc["created_at"])
    for name in ("password_updated", "last_login_date"):
        doc[name] = before.get(name, NEVER)


def _view(call: Call, row: Row) -> dict[str, Any]:
    own = call.user is not None and call.user["id"] == row["id"]
    if call.has("mask-own-token") or (call.has("masked-tokens") and not own):
        return {**row["doc"], "access_key": ""}
    return row["doc"]


def _created(call: Call, row: Row) -> Response:
    if call.has("old-user-reply"):
        return ok("User created", "")
    return ok("User and session have been created", row["id"])


KIND = Kind(
    table="users",
    path="/api/users",
    permission="users",
    wrapper="users",
    shape=SHAPE,
    missing={"GET": _NO_USER, "PUT": (400, "user does not exist"), "DELETE": _NO_USER},
    foreign=FOREIGN,
    created=_created,
    updated="User updated",
    deleted="User deleted",
    check=_check,
    view=_view,
    cached=False,
)


def _me(call: Call) -> Any:
    if not call.has("users-me-works") or call.user is None:
        raise access.not_authorised()
    return _view(call, call.user)


def _search(call: Call) -> Any:
    if call.request.method == "GET":
        text = call.param("q")
    else:
        text = call.read({"filters": {"query": "str"}}, call.json())["filters"]["query"]
    return KIND.wrapped(call, [row for row in KIND.rows(call) if text.lower() in row["doc"]["email_address"]])


def _reset_password(call: Call) -> Response:
    body = call.json()
    row = KIND.find(call, "GET")
    new, old = body.get("new_password"), body.get("current_password")
    _check_reset(call, row, old)
    if not isinstance(new, str) or len(new) < 6:
        raise Refusal(403, MALFORMED)
    row["password"] = digest(new)
    row["doc"]["password_updated"] = call.timestamp()
    call.state["users"].put(row)
    return ok("User password updated")


def _check_reset(call: Call, row: Row, old: Any) -> None:
    user = call.user or {}
    if user.get("id") == row["id"]:
        # The first password needs no proof, every later one does.
        if row.get("password") and (not isinstance(old, str) or digest(old) != row["password"]):
            raise Refusal(403, MALFORMED)
        return
    given = access.permissions(call.state, user)
    if given.get("IsAdmin") != "admin":
        raise Refusal(403, f"access denied: {_NO_RESET}")
    if given.get("ResetPassword") != "admin":
        reason = "You do not have permission to reset the password for other users."
        raise Refusal(
            403, f"access denied: {reason} As an admin user, this permission can be modified using OPA rules."
        )


def _reset_key(call: Call) -> Response:
    row = KIND.find(call, "GET")
    if call.has("forbid-reset-token") and call.user is not None and call.user["id"] != row["id"]:
        raise Refusal(403, "access denied: You do not have permission to reset the access token for other users.")
    row["doc"]["access_key"] = call.state.hex(32)
    row["revoked"] = False
    call.state["users"].put(row)
    return ok("User session renewed")


def _revoke(call: Call) -> Response:
    row = KIND.find(call, "GET")
    row["revoked"] = True
    call.state["users"].put(row)
    return ok("User revoked")


ROUTES = (
    Route("GET", "/api/users/me", _me, "any"),
    Route("GET", "/api/users/search", _search, "users"),
    Route("POST", "/api/users/search", _search, "users"),
    *KIND.routes(),
    Route("POST", "/api/users/{id}/actions/reset", _reset_password, "users"),
    Route("PUT", "/api/users/{id}/actions/key/reset", _reset_key, "users"),
    Route("PUT", "/api/users/{id}/actions/revoke", _revoke, "users"),
)
