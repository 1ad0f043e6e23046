# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a handler of the Gateway gets, and the Gateway's two envelopes."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..shape import Mismatch, Shape, read
from ..state import State
from ..wire import Refusal, Request, Response

if TYPE_CHECKING:
    from ..core import Emulator
    from .node import Node

PREFIX = "/gateway"
MALFORMED = (400, "Request malformed")


class Panic(Exception):
    """The Gateway ends the connection without an answer."""


@dataclasses.dataclass(frozen=True)
class Route:
    """One line of the routing table; the first that fits is taken."""

    method: str
    path: str
    handler: Callable[[Call], Any]
    since: tuple[int, ...] = ()


@dataclasses.dataclass
class Call:
    """One request on its way to a handler."""

    emulator: Emulator
    request: Request
    args: dict[str, str]

    @property
    def state(self) -> State:
        return self.emulator.state

    @property
    def node(self) -> Node:
        return self.emulator.node

    def param(self, name: str) -> str:
        return self.request.params.get(name, "")

    def since(self, *version: int) -> bool:
        """Whether the emulated Gateway is at least this version."""
        return tuple(int(part) for part in self.emulator.config.gateway_version.split(".")) >= version

    def json(self, malformed: tuple[int, str] = MALFORMED) -> dict[str, Any]:
        """The body as an object; unknown fields are lost later, without a word."""
        try:
            value = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise Refusal(*malformed) from None
        if not isinstance(value, dict):
            raise Refusal(*malformed)
        return value

    def read(self, shape: Shape, malformed: tuple[int, str] = MALFORMED) -> dict[str, Any]:
        """The known fields of the body."""
        try:
            return read(shape, self.json(malformed))
        except Mismatch:
            raise Refusal(*malformed) from None

    def shuffled(self, items: Iterable[Any]) -> list[Any]:
        """In the order of a Go map: another one at each read."""
        found = list(items)
        return random.Random(f"{self.emulator.config.seed} {self.emulator.counter}").sample(found, len(found))


def find_route(routes: tuple[Route, ...], method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route for a raw path, and the decoded values of its variable segments."""
    parts = path.split("/")
    for route in routes:
        pattern = route.path.split("/")
        if route.method != method or len(pattern) != len(parts):
            continue
        pairs = list(zip(pattern, parts, strict=True))
        if all((have if want.startswith("{") else want == have) for want, have in pairs):
            return route, {want[1:-1]: unquote(have) for want, have in pairs if want.startswith("{")}
    return None


def refuse(status: int, message: str) -> Response:
    return Response(status, {"status": "error", "message": message})


def said(message: str = "", **extra: Any) -> Response:
    return Response(200, {**extra, "status": "ok", "message": message})


def done(key: str, action: str, **extra: Any) -> Response:
    """The envelope of a write; a hash that is not there is left out."""
    kept = {name: value for name, value in extra.items() if value}
    return Response(200, {"key": key, "status": "ok", "action": action, **kept})
