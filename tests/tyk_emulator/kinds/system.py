# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Liveness, one-time logins, and routes about the installation as a whole."""

from __future__ import annotations

import base64
from typing import Any

from ..call import MALFORMED, Call, Route
from ..wire import Refusal, Response, ok

_NONCE = {
    "ForSection": "str",
    "OrgID": "str",
    "EmailAddress": "str",
    "DisplayName": "str",
    "GroupID": "str",
    "GroupsIDs": ("list", "str"),
}


def _hello(_call: Call) -> Any:
    return {"status": "ok"}


def _empty(_call: Call) -> Any:
    return []


def _audit_logs(_call: Call) -> Any:
    return {"audit_logs": [], "pages": 1}


def _admin_login(call: Call) -> Response:
    return _login(call, call.read(_NONCE, call.json()))


def _user_login(call: Call) -> Response:
    doc = call.read(_NONCE, call.json((400, MALFORMED)), (400, MALFORMED))
    row = call.state["organisations"].get(call.org)
    if row is None or not row["doc"]["sso_enabled"]:
        raise Refusal(403, "SSO not enabled for org")
    return _login(call, {**doc, "OrgID": call.org})


def _login(call: Call, doc: dict[str, Any]) -> Response:
    if call.state["organisations"].get(doc["OrgID"]) is None:
        problem = f"[Error: Org id not found ('{doc['OrgID']}').]"
        raise Refusal(400, f"Cannot create an SSO session for an invalid payload: {problem}")
    nonce = base64.b64encode(call.state.hex(36).encode()).decode()
    return ok("SSO Nonce created", nonce)


def _purge_tokens(call: Call) -> Response:
    if not call.param("scope"):
        raise Refusal(422, "scope parameter is required")
    if call.param("scope") != "lapsed":
        raise Refusal(400, "unknown scope")
    return ok("success")


ROUTES = (
    Route("GET", "/hello", _hello),
    Route("GET", "/api/system/nodes", _empty, "system"),
    Route("GET", "/api/org/notifications", _empty, "any"),
    Route("GET", "/api/audit-logs", _audit_logs, "audit_logs"),
    Route("POST", "/api/sso", _user_login, "any"),
    Route("POST", "/admin/sso", _admin_login),
    Route("DELETE", "/admin/oauth/tokens", _purge_tokens),
)
