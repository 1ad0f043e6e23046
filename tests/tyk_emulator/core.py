# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator itself: a function of state and request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from . import access, control, gateway, noise
from .call import Call, Route
from .config import Config
from .faults import Faults
from .gateway.call import PREFIX
from .gateway.node import Node
from .kinds import ROUTES
from .state import State
from .wire import Refusal, Request, Response, error, text

_Tree = dict[tuple[str, int], list[tuple[tuple[str, ...], Route]]]


def _tree(routes: tuple[Route, ...]) -> _Tree:
    """Routes by method and number of segments, fixed words before placeholders."""
    tree: _Tree = {}
    for route in routes:
        parts = tuple(route.path.split("/"))
        tree.setdefault((route.method, len(parts)), []).append((parts, route))
    for entries in tree.values():
        entries.sort(key=lambda entry: [part.startswith("{") for part in entry[0]])
    return tree


_TREE = _tree(ROUTES)
_METHODS = sorted({method for method, _length in _TREE})


def find_route(method: str, path: str, config: Config | None = None) -> tuple[Route, dict[str, str]] | None:
    """The route for a raw path, if this Dashboard has it, and the decoded values of its variable segments.

    One slash at the end is no matter.
    """
    parts = path.removesuffix("/").split("/")
    for pattern, route in _TREE.get((method, len(parts)), ()):
        if route.since and config is not None and not config.since(*route.since):
            continue
        pairs = list(zip(pattern, parts, strict=True))
        if all((have if want.startswith("{") else want == have) for want, have in pairs):
            return route, {want[1:-1]: unquote(have) for want, have in pairs if want.startswith("{")}
    return None


class Emulator:
    """One Dashboard. `handle` may be called from any number of threads."""

    def __init__(self, config: Config | None = None, clock: Callable[[], float] = time.time) -> None:
        self.config = config or Config()
        self.clock = clock
        self.state = State(self.config.seed)
        self.restart()
        self.faults = Faults(clock)
        self.log: list[dict[str, Any]] = []
        self.counter = 0
        self.revision = 0
        self._lock = threading.RLock()

    def restart(self) -> None:
        """Start the Gateway anew: what it had not loaded yet is loaded now."""
        self.node = Node(self)
        self.node.reload()

    @property
    def noisy(self) -> bool:
        """Whether answers have to be reworked, so that nothing may be cached in encoded form."""
        return noise.is_active(self.config)

    def handle(self, request: Request) -> Response:
        """Answers one request; its body is encoded."""
        with self._lock:
            if request.path.startswith("/_emulator/"):
                self.revision += 1
                return control.handle(self, request).encoded()
            self.counter += 1
            response = self.faults.apply(request, self._answer).encoded()
            self._record(request, response)
            return response

    def _record(self, request: Request, response: Response) -> None:
        status = 0 if response.drop else response.status
        entry = {"method": request.method, "path": request.path, "query": request.params, "status": status}
        self.log.append({**entry, "auth": access.presented(request)})
        if request.method not in ("GET", "HEAD"):
            self.revision += 1

    def _answer(self, request: Request) -> Response:
        redirect = noise.redirect(self.config, request)
        if redirect is not None:
            return redirect
        if request.path.startswith(f"{PREFIX}/"):
            return gateway.answer(self, request)
        try:
            response, route = self._dispatch(request)
        except Refusal as refusal:
            response, route = error(refusal.status, refusal.message, headers=refusal.headers), None
        return noise.finish(self, request, route, response)

    def _dispatch(self, request: Request) -> tuple[Response, Route | None]:
        found = find_route("GET" if request.method == "HEAD" else request.method, request.path, self.config)
        call = self._authenticated(request, found)
        if call is None:
            return _unknown(request, self.config), None
        result = call.route.handler(call)
        return (result if isinstance(result, Response) else Response(200, result)), call.route

    def _authenticated(self, request: Request, found: tuple[Route, dict[str, str]] | None) -> Call | None:
        """Lets the request through its gate, which stands in front of the routing."""
        user = None
        if request.path.startswith("/admin/"):
            access.check_admin(request, self.config.admin_secret)
        elif request.path.startswith("/api/"):
            user = access.find_user(request, self.state)
        if found is None:
            return None
        call = Call(self, request, found[0], found[1], user)
        if user is not None:
            access.check_user(call, found[0])
        return call


def _unknown(request: Request, config: Config) -> Response:
    allowed = [method for method in _METHODS if find_route(method, request.path, config)]
    if allowed:
        return text(405, "")
    return text(404, "404 page not found\n")
