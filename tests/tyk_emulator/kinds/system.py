# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Liveness, one-time logins, and routes about the installation as a whole."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qsl

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
_ENTITIES = ("apis", "dataplanes", "dataplanes.gateways")


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


def _audit_log(call: Call) -> Response:
    """Nothing is audited unless the configuration says so; ours does not."""
    raise Refusal(404 if call.args["id"].isdigit() else 400, "could not retrieve audit record")


def _stats(call: Call) -> Any:
    """How much there is: of today only, for nothing is remembered of the days before."""
    entity = call.param("entity") or "apis"
    if entity not in _ENTITIES or call.param("resolution") not in ("", "day"):
        raise Refusal(400, "Request validation failed")
    count = len(call.state["apis"]) if entity == "apis" else 0
    usage = {f"{kind}_{name}": count for name in ("usage", "active_usage") for kind in ("avg", "max", "min")}
    if entity == "apis":
        active = sum(bool(row["doc"]["api_definition"]["active"]) for row in call.state["apis"])
        usage |= {f"{kind}_active_usage": active for kind in ("avg", "max", "min")}
    day = {"date": call.timestamp()[:10], **usage, "license_entitlement": 0, "license_entitlement_active": 0}
    return {"status": "Success", "message": "", "stats": {entity.replace(".", "_"): [day] if count else []}}


def _examples(_call: Call) -> Any:
    """The list lies in a repository in the internet, which is never asked."""
    raise Refusal(500, "Failed to fetch examples index file")


def _licence(call: Call) -> Response:
    """Takes the licence of a form. Which one there is makes no difference here."""
    form = dict(parse_qsl(call.request.body.decode("utf-8", "replace")))
    if not form.get("license"):
        raise Refusal(400, "License is missing")
    call.state["licence"].put({"id": "licence", "text": form["license"]})
    return ok("License updated")


def _purge_tokens(call: Call) -> Response:
    if not call.param("scope"):
        raise Refusal(422, "scope parameter is required")
    if call.param("scope") != "lapsed":
        raise Refusal(400, "unknown scope")
    return ok("success")


ROUTES = (
    Route("GET", "/hello", _hello),
    Route("GET", "/admin/hello", _hello),
    Route("POST", "/license", _licence),
    Route("POST", "/admin/license", _licence),
    Route("GET", "/api/system/stats", _stats, "system"),
    Route("GET", "/api/examples", _examples, "apis"),
    Route("GET", "/api/examples/{location}", _examples, "apis"),
    Route("GET", "/api/system/nodes", _empty, "system"),
    Route("GET", "/api/org/notifications", _empty, "any"),
    Route("GET", "/api/audit-logs", _audit_logs, "audit_logs"),
    Route("GET", "/api/audit-logs/{id}", _audit_log, "audit_logs"),
    Route("POST", "/api/sso", _user_login, "any"),
    Route("POST", "/admin/sso", _admin_login),
    Route("DELETE", "/admin/oauth/tokens", _purge_tokens),
)
