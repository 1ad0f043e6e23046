# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding of JSON into known fields, as a Go struct does it: unknown keys are lost, wrong types are errors.

A type is one of the names below, a Shape (struct), or a tuple: ("map", type), ("list", type), ("opt", type) for a
pointer, which keeps null. "free" is an object, and "whatever" a value, that has no type in Go: in them every number is
a float. "dict", "list" and "any" leave alone what they hold, because others look into it.
"""

from __future__ import annotations

import decimal
import math
from collections.abc import Mapping
from typing import Any

Shape = dict[str, Any]

_ZERO = {"str": "", "int": 0, "float": 0, "bool": False}
_ZERO |= dict.fromkeys(("dict", "list", "any", "free", "whatever"))
_LIMIT = 2**63
# Up to here a float has every whole number.
_EXACT = 2**53
# From here on Go writes an exponent.
_WRITTEN_OUT = 10**21


class Mismatch(Exception):
    """A value has the wrong JSON type."""


def read(kind: Any, value: Any, lax: bool = False, where: str = "") -> Any:
    """The decoded value. `lax` accepts 1.0 where an integer is wanted, which Go never does."""
    if value is None:
        return zero(kind)
    if isinstance(kind, dict):
        return _struct(kind, value, lax, where)
    if isinstance(kind, tuple):
        return _compound(kind, value, lax, where)
    if kind not in ("any", "whatever") and not _fits(kind, value, lax):
        raise Mismatch(f"{where or 'body'}: expected {kind}")
    if kind in ("free", "whatever"):
        return untyped(value, where)
    if kind == "float":
        return _float(value, where)
    return int(value) if kind == "int" else value


def untyped(value: Any, where: str = "") -> Any:
    """A value with its numbers as floats of 64 bits have them: 2**53 + 1 becomes 2**53, and 1.0 is written as 1."""
    if isinstance(value, dict):
        return {name: untyped(item, where) for name, item in value.items()}
    if isinstance(value, list):
        return [untyped(item, where) for item in value]
    return value if isinstance(value, bool) or not isinstance(value, (int, float)) else _float(value, where)


def _float(value: float, where: str) -> float:
    """A number as Go reads and writes a float: whole ones without a point, in as few digits as tell them apart."""
    if isinstance(value, int) and -_EXACT <= value <= _EXACT:
        return value
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if math.isinf(number):
        raise Mismatch(f"{where}: too great a number")
    whole = number.is_integer() and abs(number) < _WRITTEN_OUT
    return int(decimal.Decimal(repr(number))) if whole else number


def zero(kind: Any) -> Any:
    """What an absent or null field becomes."""
    if isinstance(kind, dict):
        return {name: zero(sub) for name, sub in kind.items()}
    return None if isinstance(kind, tuple) else _ZERO[kind]


def _fits(kind: str, value: Any, lax: bool) -> bool:
    if kind == "str":
        return isinstance(value, str)
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        whole = isinstance(value, int) or (lax and isinstance(value, float) and value.is_integer())
        return whole and not isinstance(value, bool) and -_LIMIT <= value < _LIMIT
    if kind == "float":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, list if kind == "list" else dict)


def _struct(kind: Shape, value: Any, lax: bool, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Mismatch(f"{where or 'body'}: expected an object")
    return {name: read(sub, value.get(name), lax, f"{where}.{name}" if where else name) for name, sub in kind.items()}


def _compound(kind: tuple[str, Any], value: Any, lax: bool, where: str) -> Any:
    outer, inner = kind
    if outer == "opt":
        return read(inner, value, lax, where)
    if outer == "map":
        if not isinstance(value, dict):
            raise Mismatch(f"{where}: expected an object")
        return {name: read(inner, item, lax, f"{where}.{name}") for name, item in value.items()}
    if not isinstance(value, list):
        raise Mismatch(f"{where}: expected a list")
    return [read(inner, item, lax, f"{where}[{index}]") for index, item in enumerate(value)]


def is_zero(value: Any) -> bool:
    """Whether Go's omitzero would leave the value out."""
    if isinstance(value, Mapping):
        return all(is_zero(item) for item in value.values())
    return value is None or value is False or value == "" or value == 0 or value == []
