# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an organisation may change about itself: its rules and its own permissions.

Both have a fallback in the installation's files that a read does not tell from what is stored.
"""

from __future__ import annotations

from typing import Any

from .. import rego
from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, ok, text

_POLICY = {"open_policy": {"enabled": "bool", "rules": "str"}}
_PERMISSIONS = {"additional_permissions": ("map", "str")}
_MALFORMED = (500, "Failed to unmarshal response body")
_BUILT_IN = """
    IsAdmin ResetPassword analytics owned_analytics apis api_assets audit_logs certs hooks idm keys log mcp oauth
    policies portal system user_groups users websockets
""".split()


def _organisation(call: Call) -> Row:
    row = call.state["organisations"].get(call.org)
    if row is None:
        raise Refusal(500, "Failed to identify organisation")
    return row


def _body(call: Call, shape: dict[str, Any]) -> dict[str, Any]:
    if not call.request.body.strip():
        raise Refusal(*_MALFORMED)
    return call.read(shape, call.json(_MALFORMED), _MALFORMED)


def _closed(call: Call) -> Response | None:
    """The answer of an installation that does not offer its rules."""
    if call.has("opa-api-missing"):
        return text(404, "404 page not found\n")
    if call.has("opa-api-off"):
        raise Refusal(403, f"access denied: You do not have permission to access '{call.request.path}'.")
    if call.has("no-opa-licence"):
        raise Refusal(403, "Your license does not support Open Policy")
    return None


def _read_policy(call: Call) -> Any:
    closed = _closed(call)
    if closed is not None:
        return closed
    stored = _organisation(call)["doc"]["open_policy"]
    shown = {"rules": stored["rules"] or call.emulator.config.opa_rules}
    return {"open_policy": shown if call.has("opa-rules-only") else {"enabled": stored["enabled"], **shown}}


def _write_policy(call: Call) -> Response:
    closed = _closed(call)
    if closed is not None:
        return closed
    row = _organisation(call)
    new = _body(call, _POLICY)["open_policy"]
    # Only exactly nothing clears; blanks and comments are no module.
    if new["rules"] and not rego.is_valid(new["rules"]):
        raise Refusal(400, "Invalid OPA rules")
    if call.has("opa-rules-only"):
        new["enabled"] = row["doc"]["open_policy"]["enabled"]
    row["doc"]["open_policy"] = new
    call.state["organisations"].put(row)
    return ok("OPA rules has been updated on org level")


def additional_permissions(call: Call, org_id: str) -> dict[str, str]:
    """The organisation's own map, or the one of the configuration file; in Go's order."""
    row = call.state["organisations"].get(org_id)
    own = row["doc"]["additional_permissions"] if row else None
    if not own and not (own is not None and call.has("empty-permissions-stay")):
        own = call.emulator.config.additional_permissions
    return dict(sorted(own.items()))


def known_permissions(call: Call, org_id: str, doc: dict[str, Any]) -> None:
    """Takes permissions out of a user or group that nobody knows, if the Dashboard cares."""
    if call.has("known-permissions") and doc["user_permissions"]:
        known = {*_BUILT_IN, *additional_permissions(call, org_id)}
        doc["user_permissions"] = {name: value for name, value in doc["user_permissions"].items() if name in known}


def _read_permissions(call: Call) -> Any:
    return {"additional_permissions": additional_permissions(call, _organisation(call)["id"])}


def _write_permissions(call: Call) -> Response:
    row = _organisation(call)
    if not call.request.body:
        raise Refusal(400, "Failed to read response body")
    row["doc"]["additional_permissions"] = _body(call, _PERMISSIONS)["additional_permissions"]
    call.state["organisations"].put(row)
    return ok("Additional Permissions updated in org level")


ROUTES = (
    Route("GET", "/api/org/opa", _read_policy, "IsAdmin"),
    Route("PUT", "/api/org/opa", _write_policy, "IsAdmin"),
    Route("GET", "/api/org/permissions", _read_permissions, "IsAdmin"),
    Route("PUT", "/api/org/permissions", _write_permissions, "IsAdmin"),
)
