# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Liveness, readiness, reloads, and the other routes that stand for the node as a whole."""

from __future__ import annotations

import re
from typing import Any

from ..oas import documents
from ..wire import Refusal, Response
from . import dashboard, store, trace
from .call import Call, Route, refuse, said

_DOWN = "storage: Redis is either down or was not configured"
_SCHEMAS = {"3.0": (), "3.1": (5, 12)}
_VERSION = re.compile(r"v?(\d+)(?:\.(\d+))?[0-9.]*(?:[-+~].*)?")


def _health(call: Call) -> dict[str, Any]:
    now = store.now(call)[:19].rstrip("Z") + "Z"
    details: dict[str, Any] = {"redis": {"status": "pass", "componentType": "datastore", "time": now}}
    if not call.node.healthy():
        details["redis"] = {"status": "fail", "componentType": "datastore", "output": _DOWN, "time": now}
    if dashboard.feeds(call.emulator):
        details["dashboard"] = {"status": "pass", "componentType": "system", "time": now}
    failed = [entry for entry in details.values() if entry["status"] == "fail"]
    status = "pass" if not failed else "fail" if len(failed) == len(details) else "warn"
    version = f"v{call.emulator.config.gateway_version}"
    return {"status": status, "version": version, "description": "Tyk GW", "details": details}


def _get_only(call: Call) -> None:
    if call.request.method != "GET":
        raise Refusal(405, "Method Not Allowed")


def _hello(call: Call) -> dict[str, Any]:
    _get_only(call)
    return _health(call)


def _ready(call: Call) -> Response:
    _get_only(call)
    if not call.node.healthy():
        return refuse(503, "Redis connection not available")
    if not call.node.loaded:
        return refuse(503, "A successful API reload did not happen")
    return Response(200, {**_health(call), "status": "pass", "description": "Tyk GW Ready"})


def _reload(call: Call) -> Response:
    """Of one node, or of all that share its Redis: here that is the same."""
    call.node.reload()
    return said()


def _forget(call: Call) -> Response:
    if not call.node.redis:
        raise Refusal(500, "Cache invalidation failed")
    return said("cache invalidated")


def _forget_keys(_call: Call) -> Response:
    """Key sets are in memory, so that Redis is not asked."""
    return said("cache invalidated")


def _counters(_call: Call) -> Response:
    raise Refusal(400, "Health checks are not enabled for this node")


def _schema(call: Call) -> Response:
    """The schema says what the emulator checks."""
    wanted = call.param("oasVersion")
    match = _VERSION.fullmatch(wanted or "3.0")
    minor = f"{match[1]}.{match[2] or 0}" if match else ""
    if minor in _SCHEMAS and call.since(*_SCHEMAS[minor]):
        return Response(200, {"status": "Success", "message": "", "schema": documents.schema(minor, call.version)})
    malformed = "malformed" if call.since(5, 12) else "Malformed"
    problem = f'Schema not found for version "{wanted}"' if match else f"{malformed} version: {wanted}"
    return Response(404, {"status": "Failed", "message": problem})


OPEN = (Route("*", "/hello", _hello), Route("*", "/ready", _ready, (5, 8, 3)))
ROUTES = (
    Route("GET", "/tyk/reload/group", _reload),
    Route("GET", "/tyk/reload", _reload),
    Route("GET", "/tyk/health", _counters),
    Route("POST", "/tyk/debug", trace.run),
    Route("DELETE", "/tyk/cache/jwks/{api}", _forget_keys, (5, 10)),
    Route("DELETE", "/tyk/cache/jwks", _forget_keys, (5, 10)),
    Route("DELETE", "/tyk/cache/{api}", _forget),
    Route("GET", "/tyk/schema", _schema),
)
