# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an organisation may change about itself: its rules and its own permissions."""

from __future__ import annotations

from typing import Any

from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, ok

_POLICY = {"open_policy": {"enabled": "bool", "rules": "str"}}
_PERMISSIONS = {"additional_permissions": ("map", "str")}
_MALFORMED = (500, "Failed to unmarshal response body")


def _organisation(call: Call) -> Row:
    row = call.state["organisations"].get(call.org)
    if row is None:
        raise Refusal(500, "Failed to identify organisation")
    return row


def _read_policy(call: Call) -> Any:
    return {"open_policy": _organisation(call)["doc"]["open_policy"]}


def _write_policy(call: Call) -> Response:
    new = call.read(_POLICY, call.json(_MALFORMED), _MALFORMED)["open_policy"]
    if new["rules"] and "package dashboard_users" not in new["rules"]:
        raise Refusal(400, "Invalid OPA rules")
    row = _organisation(call)
    row["doc"]["open_policy"] = new
    call.state["organisations"].put(row)
    return ok("OPA rules has been updated on org level")


def _read_permissions(call: Call) -> Any:
    return {"additional_permissions": _organisation(call)["doc"]["additional_permissions"] or {}}


def _write_permissions(call: Call) -> Response:
    new = call.read(_PERMISSIONS, call.json(_MALFORMED), _MALFORMED)
    row = _organisation(call)
    row["doc"]["additional_permissions"] = new["additional_permissions"]
    call.state["organisations"].put(row)
    return ok("Additional Permissions updated in org level")


ROUTES = (
    Route("GET", "/api/org/opa", _read_policy, "IsAdmin"),
    Route("PUT", "/api/org/opa", _write_policy, "IsAdmin"),
    Route("GET", "/api/org/permissions", _read_permissions, "IsAdmin"),
    Route("PUT", "/api/org/permissions", _write_permissions, "IsAdmin"),
)
