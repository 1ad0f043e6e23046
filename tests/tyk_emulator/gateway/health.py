# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Liveness, readiness, the reload, and a cache that only a Gateway with Redis can empty."""

from __future__ import annotations

from typing import Any

from ..wire import Refusal, Response
from .call import Call, Route, refuse, said


def _health(call: Call) -> dict[str, Any]:
    up = call.node.healthy()
    redis: dict[str, Any] = {"status": "pass" if up else "fail", "componentType": "datastore"}
    if not up:
        redis["output"] = "storage: Redis is either down or was not configured"
    status = "pass" if up else "fail"
    version = f"v{call.emulator.config.gateway_version}"
    return {"status": status, "version": version, "description": "Tyk GW", "details": {"redis": redis}}


def _ready(call: Call) -> Response:
    if not call.since(5, 8, 3):
        return Response(404, body=b"404 page not found\n", headers={"content-type": "text/plain; charset=utf-8"})
    if not call.node.healthy():
        return refuse(503, "Redis connection not available")
    if not call.node.loaded:
        return refuse(503, "A successful API reload did not happen")
    return Response(200, _health(call))


def _reload(call: Call) -> Response:
    call.node.reload()
    return said()


def _forget(call: Call) -> Response:
    if not call.node.redis:
        raise Refusal(500, "Cache invalidation failed")
    return said("cache invalidated")


ROUTES = (
    Route("GET", "/hello", _health),
    Route("GET", "/ready", _ready),
    Route("GET", "/tyk/reload", _reload),
    Route("DELETE", "/tyk/cache/{api}", _forget),
)
