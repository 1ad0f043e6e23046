# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Go's structs: how they are read from JSON, and which of their fields a version shows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..shape import Mismatch
from . import gojson

Version = tuple[int, ...]
NEWEST: Version = (999,)
ZERO_TIME = "0001-01-01T00:00:00Z"
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]([01]\d|2[0-3]):[0-5]\d)")
_ZERO = {"str": "", "int": 0, "float": 0, "bool": False, "map": None, "any": None, "time": ZERO_TIME}
_TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "bool": (bool,), "map": (dict,), "int": (int,)}
_LIMIT = 2**63


class Struct(dict[str, Any]):
    """Fields with their types: a name of a plain type, a Struct, or ("map" or "list" or "opt", type); a "slice" is a
    list that newer versions leave out only where it is null.

    From the version `sparse` on, zero fields are left out but for those in `kept`; before it only those in `shy`
    are. `careless` are fields that do not count when the question is whether the whole is zero.
    """

    def __init__(
        self,
        fields: Mapping[str, Any],
        kept: Iterable[str] = (),
        shy: Iterable[str] = (),
        since: Mapping[str, Version] | None = None,
        careless: Iterable[str] = (),
    ) -> None:
        super().__init__(fields)
        self.kept, self.shy, self.careless = frozenset(kept), frozenset(shy), frozenset(careless)
        self.since = dict(since or {})
        self.folded = {name.casefold(): name for name in fields}


def zero(kind: Any) -> Any:
    """What a field is that was not sent."""
    if isinstance(kind, Struct):
        return {name: zero(sub) for name, sub in kind.items()}
    return None if isinstance(kind, tuple) else _ZERO[kind]


def decode(kind: Any, value: Any, version: Version = NEWEST) -> Any:
    """A value of this type; unknown fields are lost, names count in any case. Raises Mismatch."""
    if value is None:
        return zero(kind)
    if isinstance(kind, Struct):
        return _struct(kind, value, version)
    if isinstance(kind, tuple):
        return _compound(kind, value, version)
    return _plain(kind, value)


def _plain(kind: str, value: Any) -> Any:
    if kind == "any":
        return _number(gojson.free, value)
    if kind == "float":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Mismatch("expected float")
        return _number(gojson.number, value)
    if kind == "time":
        return _time(value)
    if not isinstance(value, _TYPES[kind]) or (kind == "int" and isinstance(value, bool)):
        raise Mismatch(f"expected {kind}")
    if isinstance(value, int) and not -_LIMIT <= value < _LIMIT:
        raise Mismatch("expected int")
    return _number(gojson.free, value) if kind == "map" else value


def _number(read: Any, value: Any) -> Any:
    try:
        return read(value)
    except ValueError:
        raise Mismatch("number out of range") from None


def _struct(kind: Struct, value: Any, version: Version) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Mismatch("expected an object")
    found: dict[str, Any] = zero(kind)
    for name, item in value.items():
        field = name if name in kind else kind.folded.get(name.casefold())
        if field is None or kind.since.get(field, ()) > version:
            continue
        if item is not None or isinstance(kind[field], tuple):
            found[field] = decode(kind[field], item, version)
    return found


def _compound(kind: tuple[str, Any], value: Any, version: Version) -> Any:
    outer, inner = kind
    if outer == "opt":
        return decode(inner, value, version)
    if outer == "map" and isinstance(value, dict):
        return {name: decode(inner, item, version) for name, item in value.items()}
    if outer == "map" or not isinstance(value, list):
        raise Mismatch(f"expected a {outer}")
    return [decode(inner, item, version) for item in value]


def _time(value: Any) -> str:
    """A moment, with no more digits than it needs."""
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Mismatch("expected a time")
    try:
        datetime.datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError:
        raise Mismatch("expected a time") from None
    return re.sub(r"\.?0+(?=Z|[+-]\d\d:)", "", value) if "." in value else str(value)


def is_zero(kind: Any, value: Any) -> bool:
    """Whether a version that leaves zero values out leaves this one out."""
    if isinstance(kind, Struct):
        value = value or {}
        return all(is_zero(sub, value.get(name)) for name, sub in kind.items() if name not in kind.careless)
    if isinstance(kind, tuple):
        return value is None or (kind[0] != "opt" and not value)
    return value in (None, _ZERO[kind]) or (kind == "map" and not value)


def _is_out(kind: Any, value: Any, sparse: bool) -> bool:
    """The same for a field, as omitzero has it, or as omitempty had it before."""
    if isinstance(kind, tuple) and kind[0] == "slice" and sparse:
        return value is None
    if isinstance(kind, tuple) and kind[0] == "opt" and sparse:
        return is_zero(kind[1], value)
    return is_zero(kind, value)


def show(kind: Any, value: Any, version: Version, sparse: Version) -> Any:
    """A value as this version shows it."""
    if isinstance(kind, Struct):
        value = zero(kind) if value is None else value
        fields = {name: sub for name, sub in kind.items() if kind.since.get(name, ()) <= version}
        shown = {}
        for name, sub in fields.items():
            item = value.get(name)
            out = name not in kind.kept if version >= sparse else name in kind.shy
            if not (out and _is_out(sub, item, version >= sparse)):
                shown[name] = show(sub, zero(sub) if item is None else item, version, sparse)
        return shown
    if value is None or not isinstance(kind, tuple):
        return value
    if kind[0] == "opt":
        return show(kind[1], value, version, sparse)
    if kind[0] == "map":
        return {name: show(kind[1], item, version, sparse) for name, item in value.items()}
    return [show(kind[1], item, version, sparse) for item in value]
