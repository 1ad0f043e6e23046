# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Tyk Gateway without a Dashboard, under /gateway: its control API, with the session store that the Dashboard has."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from ..wire import Refusal, Request, Response, text
from . import apis, certs, clients, dashboard, health, keys, mcps, oas, policies
from .call import PREFIX, Call, Panic, Route, find_route, refuse

if TYPE_CHECKING:
    from ..core import Emulator

ROUTES: tuple[Route, ...] = (
    *health.ROUTES,
    *keys.ROUTES,
    *policies.ROUTES,
    *oas.ROUTES,
    *apis.ROUTES,
    *certs.ROUTES,
    *clients.ROUTES,
    *mcps.ROUTES,
)
OPEN = ("/hello", "/ready")
_NO_SECRET = "Attempted administrative access with invalid or missing key!"


@functools.cache
def _routes(version: str) -> tuple[Route, ...]:
    """The routes that a version has."""
    have = tuple(int(part) for part in version.split("."))
    return tuple(route for route in ROUTES if route.since <= have)


def answer(emulator: Emulator, request: Request) -> Response:
    """Answers a request for the Gateway. The credential is checked before anything else under /tyk."""
    path = request.path.removeprefix(PREFIX)
    if path not in OPEN and not path.startswith("/tyk/"):
        return text(404, "Not Found")
    secret = request.headers.get("x-tyk-authorization", "")
    if path not in OPEN and secret != emulator.config.gateway_secret:
        return refuse(403, _NO_SECRET)
    if emulator.node.dead:
        return Response(0, body=b"", drop=True, refuse=True)
    routes = _routes(emulator.config.gateway_version)
    found = find_route(routes, request.method, path.rstrip("/"))
    if found is None:
        known = any(find_route(routes, method, path.rstrip("/")) for method in ("GET", "POST", "PUT", "DELETE"))
        return refuse(405, "Method not supported") if known else text(404, "404 page not found\n")
    route, args = found
    if dashboard.feeds(emulator) and (route.method, route.path) in dashboard.REFUSED:
        return refuse(*dashboard.REFUSED[route.method, route.path])
    dashboard.listen(emulator.node, emulator)
    try:
        result = route.handler(Call(emulator, request, args))
    except Refusal as refusal:
        return refuse(refusal.status, refusal.message)
    except Panic:
        return Response(drop=True)
    if emulator.node.dead:
        return Response(0, body=b"", drop=True)
    return result if isinstance(result, Response) else Response(200, result)
