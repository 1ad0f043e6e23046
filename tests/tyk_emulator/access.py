# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two gates and the permission rules that the Dashboard ships with."""

from __future__ import annotations

import re

from .call import Call, Route
from .state import Row, State
from .wire import Refusal, Request

_VALUES = {"read": ("read", "write", "admin"), "write": ("write", "admin")}
_SELF_RESET = re.compile(r"/api/users/([^/]+)/actions/key/reset")
_SELF_READ = re.compile(r"/api/users/([^/]+)")


def presented(request: Request) -> str:
    """Which credential the request carries; never the credential itself."""
    if "admin-auth" in request.headers:
        return "admin"
    if "x-tyk-authorization" in request.headers:
        return "gateway"
    return "user" if "authorization" in request.headers else "none"


def not_authorised() -> Refusal:
    return Refusal(401, "Not authorised")


def check_admin(request: Request, secret: str) -> None:
    if request.headers.get("admin-auth") != secret:
        raise not_authorised()


def find_user(request: Request, state: State) -> Row:
    """The user behind the token."""
    value = request.headers.get("authorization", "").strip()
    if value[:7].lower() == "bearer ":
        value = value[7:].strip()
    for row in state["users"].find("token", value):
        if not row.get("revoked"):
            return row
    raise not_authorised()


def permissions(state: State, user: Row) -> dict[str, str]:
    """What a user may do. The permissions of a group stand in place of the user's own."""
    group = state["usergroups"].get(user["doc"]["group_id"])
    doc = group["doc"] if group else user["doc"]
    return {name: value for name, value in (doc["user_permissions"] or {}).items() if value != "deny"}


def is_admin(state: State, user: Row) -> bool:
    return permissions(state, user).get("IsAdmin") == "admin"


def _denied(reason: str) -> Refusal:
    return Refusal(403, f"access denied: {reason}")


def check_user(call: Call, route: Route) -> None:
    """Raises the refusal that the default rules give."""
    user = call.user
    if user is None:
        raise not_authorised()
    path = call.request.path.removesuffix("/")
    if not user["doc"]["active"]:
        raise _denied("User is not active")
    if _is_self(call, user, path):
        return
    if not route.permission:
        raise _denied(f"This action is unknown. You do not have permission to access '{path}'.")
    if route.permission != "any":
        _check_permission(call.state, user, route, path)


def _is_self(call: Call, user: Row, path: str) -> bool:
    if call.request.method == "PUT":
        match = _SELF_RESET.fullmatch(path)
    else:
        match = _SELF_READ.fullmatch(path) if call.request.method == "GET" else None
    return bool(match) and match.group(1) == user["id"]


def _check_permission(state: State, user: Row, route: Route, path: str) -> None:
    intent = "read" if route.method in ("GET", "HEAD") else "delete" if route.method == "DELETE" else "write"
    given = permissions(state, user)
    if given.get("IsAdmin") == "admin":
        if _own_value(state, user, route.permission) == "deny":
            raise _denied(f"You do not have permission to carry out '{intent}' operation.")
        return
    value = given.get(route.permission)
    if value is None or route.permission == "IsAdmin":
        raise _denied(f"You do not have permission to access '{path}'.")
    if value not in _VALUES["read" if intent == "read" else "write"]:
        raise _denied(f"You do not have permission to carry out '{intent}' operation.")


def _own_value(state: State, user: Row, permission: str) -> str | None:
    """The stored value with an explicit "deny", which binds even admins."""
    group = state["usergroups"].get(user["doc"]["group_id"])
    return ((group or user)["doc"]["user_permissions"] or {}).get(permission)
