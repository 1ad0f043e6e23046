# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The query parameters of the API list."""

from __future__ import annotations

from typing import Any

from ..call import Call
from ..state import Row
from ..wire import Refusal
from .api_store import categories

_AUTH = {
    "keyless": "use_keyless",
    "authToken": "use_standard_auth",
    "auth_token": "use_standard_auth",
    "jwt": "enable_jwt",
    "basic": "use_basic_auth",
    "hmac": "enable_signature_checking",
    "oauth": "use_oauth2",
    "oidc": "use_openid",
    "mutualTLS": "use_mutual_tls_auth",
    "coprocess": "enable_coprocess_auth",
}
_MODES = {"graphql": "proxyOnly", "udg": "executionEngine", "subgraph": "subgraph", "supergraph": "supergraph"}
_SORTS = ("name", "created_at", "updated_at")


def select(call: Call, rows: list[Row]) -> list[Row]:
    """Filters and sorts rows as the request asks."""
    if call.param("q"):
        rows = [row for row in rows if call.param("q").lower() in _definition(row)["name"].lower()]
    if call.param("category"):
        rows = [row for row in rows if call.param("category") in categories(row)]
    if call.param("api_type"):
        rows = [row for row in rows if _is_type(_definition(row), call.param("api_type"))]
    if call.param("auth_type"):
        flags = [_AUTH.get(name, "") for name in call.param("auth_type").split(",")]
        rows = [row for row in rows if any(_definition(row).get(flag) for flag in flags)]
    if call.param("base_apis"):
        rows = [row for row in rows if not row["base"]]
    return _sorted(rows, call.param("sort"))


def auth_types(definition: dict[str, Any]) -> list[str]:
    """The names of the switched-on ways to authenticate."""
    return [name for name, flag in _AUTH.items() if name != "auth_token" and definition.get(flag)]


def _definition(row: Row) -> dict[str, Any]:
    return row["doc"]["api_definition"]


def _is_type(definition: dict[str, Any], wanted: str) -> bool:
    graphql = definition["graphql"]
    if wanted == "internal":
        return bool(definition["internal"])
    if wanted == "tcp":
        return definition["protocol"] in ("tcp", "tls")
    if wanted == "rest":
        return not graphql["enabled"] and definition["protocol"] not in ("tcp", "tls")
    return bool(graphql["enabled"]) and graphql["execution_mode"] == _MODES.get(wanted)


def _sorted(rows: list[Row], order: str) -> list[Row]:
    field = order.lstrip("-")
    if not order:
        return rows
    if field not in _SORTS:
        raise Refusal(400, "Could not retrieve APIs")
    rows = sorted(rows, key=lambda row: _definition(row)["name"].lower() if field == "name" else row[field])
    return rows[::-1] if order.startswith("-") else rows
