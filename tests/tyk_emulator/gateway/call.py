# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a handler of the Gateway gets, and the Gateway's two envelopes."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..go_json import first_value
from ..shape import Mismatch
from ..state import State
from ..wire import Refusal, Request, Response
from . import fields

if TYPE_CHECKING:
    from ..core import Emulator
    from .node import Node

PREFIX = "/gateway"
BROKEN = re.compile(r"%(?![0-9a-fA-F]{2})")  # an escape that is none
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

    @property
    def version(self) -> tuple[int, ...]:
        return _version(self.emulator)

    def since(self, *version: int) -> bool:
        """Whether the emulated Gateway is at least this version."""
        return self.version >= version

    def mended(self, line: tuple[int, ...], main: tuple[int, ...]) -> bool:
        """Whether it has what came with `main`, and earlier with a patch of the long-term line."""
        return self.version >= main or line <= self.version < (line[0], line[1] + 1)

    def json(self, malformed: tuple[int, str] = MALFORMED, first: bool = True) -> dict[str, Any]:
        """The body as an object, null as an empty one. Most handlers look at the first value only."""
        try:
            value = first_value(self.request.body, only=not first)
        except ValueError:
            raise Refusal(*malformed) from None
        if not isinstance(value, (dict, type(None))):
            raise Refusal(*malformed)
        found: dict[str, Any] = {} if value is None else value
        return found

    def decode(self, name: str, malformed: tuple[int, str] = MALFORMED, first: bool = True) -> dict[str, Any]:
        """The body as this struct of the Gateway."""
        try:
            return fields.read(name, self.json(malformed, first), self.version)
        except Mismatch:
            raise Refusal(*malformed) from None

    def shuffled(self, items: Iterable[Any]) -> list[Any]:
        """In the order of a Go map: another one at each read."""
        return self.node.shuffled(items)


def find_route(
    routes: tuple[Route, ...], method: str, path: str, emulator: Emulator
) -> tuple[Route, dict[str, str]] | None:
    """The route for a path and the values of its variable segments; without a method that of any method."""
    parts, version = path.split("/"), _version(emulator)
    for route in routes:
        pattern = _pattern(route.path)
        if len(pattern) != len(parts) or version < route.since or (method and route.method not in (method, "*")):
            continue
        pairs = list(zip(pattern, parts, strict=True))
        if all((have if want.startswith("{") else want == have) for want, have in pairs):
            return route, {want[1:-1]: have for want, have in pairs if want.startswith("{")}
    return None


def _version(emulator: Emulator) -> tuple[int, ...]:
    return tuple(int(part) for part in emulator.config.gateway_version.split("."))


@functools.cache
def _pattern(path: str) -> list[str]:
    return path.split("/")


def refuse(status: int, message: str) -> Response:
    return Response(status, {"status": "error", "message": message})


def said(message: str = "", **extra: Any) -> Response:
    return Response(200, {**extra, "status": "ok", "message": message})


def done(key: str, action: str, **extra: Any) -> Response:
    """The envelope of a write; a hash that is not there is left out."""
    kept = {name: value for name, value in extra.items() if value}
    return Response(200, {"key": key, "status": "ok", "action": action, **kept})
