# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The types without parts that Tyk's structs are made of: each reads a JSON value, or says what it wants."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .shape import Mismatch, untyped

_UNITS = {"h": 3600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6, "µs": 1000, "ns": 1}
_PARTS = re.compile(r"(\d+\.?\d*|\.\d+)(h|ms|m|s|µs|μs|us|ns)")
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$")
_HEX = re.compile("[0-9a-fA-F]{24}$")


def nanoseconds(text: str) -> int:
    """A duration as Go reads it; what is none is 0."""
    sign, digits = (-1 if text[:1] == "-" else 1), text[1:] if text[:1] in ("-", "+") else text
    parts = _PARTS.findall(digits)
    if not parts or "".join(map("".join, parts)) != digits:
        return 0
    total = sum(int(Fraction(count.rstrip(".")) * _UNITS[_unit(unit)]) for count, unit in parts)
    return sign * total if total < 2**63 or (sign < 0 and total == 2**63) else 0


def _unit(unit: str) -> str:
    return "µs" if unit in ("us", "μs") else unit


def duration(text: str) -> str:
    """A duration as Tyk writes it, with whole numbers of every unit that it has."""
    total = nanoseconds(text)
    left, shown = abs(total), "-" if total < 0 else ""
    for unit, size in _UNITS.items():
        count, left = divmod(left, size)
        shown += f"{count}{unit}" if count else ""
    return shown if total else "0s"


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise Mismatch("expected a string")
    return value


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Mismatch("expected true or false")
    return value


def _integer(lowest: int, highest: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise Mismatch("expected an integer within its limits")
        return value

    return read


def _float(value: Any) -> Any:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise Mismatch("expected a number")
    return untyped(value)


def _duration(value: Any) -> str:
    return duration(_string(value))


def _object_id(value: Any) -> str:
    """24 hexadecimal digits, or nothing; also in the form that the database exports."""
    if isinstance(value, dict):
        value = value.get("$oid")
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or not _HEX.match(value):
        raise Mismatch("expected an id of the database")
    return value.lower()


def _time(value: Any) -> str:
    match = _TIME.match(_string(value))
    try:
        if match:
            datetime.datetime.fromisoformat(match[1] + match[3].replace("Z", "+00:00"))
    except ValueError:
        match = None
    if not match:
        raise Mismatch("expected a time")
    fraction = (match[2] or "")[:9].rstrip("0")
    return match[1] + (f".{fraction}" if fraction else "") + ("Z" if match[3] == "+00:00" else match[3])


# Name of a type -> how a value is read, and what it is when nothing was sent.
SCALARS: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "str": (_string, ""),
    "bool": (_bool, False),
    "int": (_integer(-(2**63), 2**63 - 1), 0),
    "u16": (_integer(0, 2**16 - 1), 0),
    "u64": (_integer(0, 2**64 - 1), 0),
    "float": (_float, 0),
    "duration": (_duration, "0s"),
    "time": (_time, ""),
    "moment": (_time, "0001-01-01T00:00:00Z"),
    "objectid": (_object_id, ""),
}
# Those that have a word of their own on null; to all others it is as if nothing had been sent.
READ_NULL = ("duration", "objectid")
