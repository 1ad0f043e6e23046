# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between Tyk's extension and the classic definition: the Gateway keeps both, and fills the one from the other.

`extract` makes the classic form of an extension. `fill` writes into an extension what the classic form says, and takes
out what says nothing.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable
from typing import Any

from ..scalars import duration, nanoseconds
from ..shape import Mismatch
from ..structs import Kind, Listed, Loose, Mapped, Pointer, Scalar, Struct, Table
from .extension import Version
from .extension_structs import FIRST
from .extension_structs2 import SECOND
from .links_table import LINKS

_TABLE = Table(FIRST + SECOND)
_LINK = re.compile(r"(\w+)([=!~>])(\S*)")
_SECOND = 10**9
Have = dict[str, Any]


class Stop(Exception):
    """Go gives up decoding here; what was read before is kept."""


class View:
    """A part of a classic definition."""

    def __init__(self, classic: Have, base: tuple[str, ...] = ()) -> None:
        self._classic, self._base = classic, base

    def below(self, path: str) -> View:
        return View(self._classic, self._base + steps(path))

    def get(self, path: str, default: Any = None) -> Any:
        value: Any = self._classic
        for name in self._base + steps(path):
            value = value.get(name) if isinstance(value, dict) else None
        return default if value is None else value

    def put(self, path: str, value: Any) -> None:
        *above, last = self._base + steps(path)
        place = self._classic
        for name in above:
            if not isinstance(place.get(name), dict):
                place[name] = {}
            place = place[name]
        place[last] = value


@functools.cache
def steps(path: str) -> tuple[str, ...]:
    """The names that a path goes through; $ is the only version of an OAS API."""
    return tuple(path.replace("$", "version_data.versions.").split(".")) if path else ()


@functools.cache
def _links() -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    name = ""
    for line in LINKS.splitlines():
        if line and not line.startswith(" "):
            name = line
            found[name] = []
        found.get(name, []).extend(_LINK.findall(line) if line.startswith(" ") else [])
    return found


Rule = tuple[Callable[[Have, View], None], Callable[[Have, View], None]]
RULES: dict[str, Rule] = {}  # struct -> what `extract` and `fill` do beyond the table; see bridge_rules


def struct(name: str, version: Version) -> Struct:
    return _TABLE.struct(name, version)


def settled(kind: Kind, value: Any, have: Any) -> Any:
    """A value decoded over what was there. What does not fit is left out without a word, as Go's errors are dropped."""
    if isinstance(kind, Loose):
        return kind.decode(value, have)
    if isinstance(kind, Scalar):
        try:
            return kind.decode(value, have)
        except Mismatch:
            if kind.name == "objectid" or (kind.name == "duration" and not isinstance(value, str)):
                raise Stop from None
            return have
    if value is None:
        return have if isinstance(kind, Struct) else None
    if isinstance(kind, Pointer):
        return settled(kind.inner, value, kind.inner.blank() if have is None else have)
    if isinstance(kind, Listed):
        return [settled(kind.inner, item, kind.inner.blank()) for item in value] if isinstance(value, list) else have
    if not isinstance(value, dict):
        return have
    if isinstance(kind, Mapped):
        return {name: settled(kind.inner, item, kind.inner.blank()) for name, item in sorted(value.items())}
    return _settled_struct(kind, value, have) if isinstance(kind, Struct) else have


def _settled_struct(kind: Struct, value: Have, have: Have) -> Have:
    lower = {name.lower(): name for name in kind.fields}
    for sent, item in sorted(value.items()):
        name = sent if sent in kind.fields else lower.get(sent.lower())
        if name is not None:
            have[name] = settled(kind.fields[name], item, have[name])
    return have


def read(name: str, value: Any, version: Version) -> Have:
    """A struct of Tyk's extension, with all its members."""
    kind = struct(name, version)
    have: Have = kind.blank()
    with contextlib.suppress(Stop):
        settled(kind, value, have)
    return have


def is_empty(kind: Kind, value: Any) -> bool:
    """Whether Tyk leaves a value out, however deep its zeros are."""
    if isinstance(kind, Struct):
        return all(is_empty(inner, value[name]) for name, inner in kind.fields.items())
    if isinstance(kind, Pointer):
        if value is None:
            return True
        return not isinstance(kind.inner, Scalar) and is_empty(kind.inner, value)
    if isinstance(kind, (Listed, Mapped)):
        return not value
    return value is None if isinstance(kind, Loose) else kind.empty(value)


def extract(kind: Struct, have: Have, view: View) -> None:
    """Write a struct into the classic form."""
    for name, way, path in _links().get(kind.name, ()):
        if name not in kind.fields:
            continue
        value = have[name]
        if way == ">":
            inner = kind.fields[name]
            part = inner.inner if isinstance(inner, Pointer) else inner
            assert isinstance(part, Struct)
            extract(part, part.blank() if value is None else value, view.below(path))
        elif way == "~":
            view.put(path, nanoseconds(value) // _SECOND)
        else:
            view.put(path, not value if way == "!" else value)
    if kind.name in RULES:
        RULES[kind.name][0](have, view)


def fill(kind: Struct, have: Have, view: View) -> None:
    """Write into a struct what the classic form has of it."""
    for name, way, path in _links().get(kind.name, ()):
        if name not in kind.fields:
            continue
        inner = kind.fields[name]
        if way == ">":
            part = inner.inner if isinstance(inner, Pointer) else inner
            assert isinstance(part, Struct)
            have[name] = filled(inner, part, have[name], view.below(path))
        elif way == "~":
            have[name] = duration(f"{int(view.get(path, 0))}s")
        elif way == "!":
            have[name] = not view.get(path, False)
        else:
            have[name] = view.get(path, inner.blank())
    if kind.name in RULES:
        RULES[kind.name][1](have, view)


def filled(kind: Kind, part: Struct, have: Have | None, view: View) -> Have | None:
    """A block that may be missing, filled; nothing if it says nothing."""
    block: Have = part.blank() if have is None else have
    fill(part, block, view)
    return None if isinstance(kind, Pointer) and is_empty(part, block) else block
