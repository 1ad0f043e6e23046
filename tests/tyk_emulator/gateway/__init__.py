# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Tyk Gateway without a Dashboard, under /gateway: its control API, with the session store that the Dashboard has."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..wire import Refusal, Request, Response, text
from . import apis, certs, clients, dashboard, health, keys, mcps, oas, orgs, policies, traffic
from .call import BROKEN, PREFIX, Call, Panic, Route, find_route, refuse

if TYPE_CHECKING:
    from ..core import Emulator

ROUTES: tuple[Route, ...] = (
    *health.ROUTES,
    *orgs.ROUTES,
    *keys.ROUTES,
    *policies.ROUTES,
    *oas.ROUTES,
    *apis.ROUTES,
    *certs.ROUTES,
    *clients.ROUTES,
    *mcps.ROUTES,
)
_NO_SECRET = "Attempted administrative access with invalid or missing key!"


def answer(emulator: Emulator, request: Request) -> Response:
    """Answers a request for the Gateway; to a HEAD without the body. One that has died takes no connection."""
    if emulator.node.dead:
        return Response(0, body=b"", drop=True, refuse=True)
    response = _answer(emulator, request)
    if request.method == "HEAD":
        response = response.encoded()
        response.body = b""
    return response


def _answer(emulator: Emulator, request: Request) -> Response:
    """The outer router: paths are compared as what they stand for, and cleaned before anything else is looked at."""
    if emulator.node.dead:
        return Response(0, body=b"", drop=True, refuse=True)
    raw = request.path.removeprefix(PREFIX)
    if BROKEN.search(raw):
        return text(400, "400 Bad Request")
    path = unquote(raw)
    if path != _cleaned(path):
        return _moved(_cleaned(path), request)
    found = find_route(health.OPEN, request.method, path, emulator)
    if found is not None:
        return _handled(emulator, request, *found)
    if not path.startswith("/tyk/"):
        dashboard.listen(emulator.node, emulator)
        served = traffic.answer(emulator.node, path, request.headers.get("host", ""))
        if served is not None:
            return served
        worded = emulator.node.routed or Call(emulator, request, {}).since(5, 12)
        return text(404, "Not Found" if worded else "404 page not found\n")
    return _control(emulator, request, path.rstrip("/"))


def _control(emulator: Emulator, request: Request, path: str) -> Response:
    """The control API. The credential is checked before the route is looked for."""
    if request.headers.get("x-tyk-authorization", "") != emulator.config.gateway_secret:
        return refuse(403, _NO_SECRET)
    if path == "/tyk":
        return _moved("/", request)
    found = find_route(ROUTES, request.method, path, emulator)
    if found is None:
        known = find_route(ROUTES, "", path, emulator)
        return refuse(405, "Method not supported") if known else text(404, "404 page not found\n")
    route, _args = found
    if dashboard.feeds(emulator) and (route.method, route.path) in dashboard.REFUSED:
        return refuse(*dashboard.REFUSED[route.method, route.path])
    dashboard.listen(emulator.node, emulator)
    return _handled(emulator, request, *found)


def _handled(emulator: Emulator, request: Request, route: Route, args: dict[str, str]) -> Response:
    try:
        result = route.handler(Call(emulator, request, args))
    except Refusal as refusal:
        return refuse(refusal.status, refusal.message)
    except Panic:
        return Response(drop=True)
    if emulator.node.dead:
        return Response(drop=True)
    return result if isinstance(result, Response) else Response(200, result)


def _cleaned(path: str) -> str:
    """A path without empty and dotted segments; a slash at the end stays."""
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del kept[-1:]
        elif part not in ("", "."):
            kept.append(part)
    clean = "/" + "/".join(kept)
    return clean + "/" if path.endswith("/") and clean != "/" else clean


def _moved(path: str, request: Request) -> Response:
    query = f"?{request.query}" if request.query else ""
    return Response(301, body=b"", headers={"location": path + query})
