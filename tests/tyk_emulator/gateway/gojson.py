# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON as Go's decoder takes it from a request: what is no UTF-8, a number too large, what follows the first value."""

from __future__ import annotations

import json
from typing import Any

_SPACE = " \t\r\n"
_EXACT = 1e21  # from here on Go writes whole floats with an exponent


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The last of two equal names counts, and has its place."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        found.pop(name, None)
        found[name] = value
    return found


_DECODER = json.JSONDecoder(parse_constant=_no_constant, object_pairs_hook=_object)


def parse(body: bytes, first: bool = False) -> Any:
    """The value of a body; with `first`, what follows the first value is not looked at. Raises ValueError."""
    text = body.decode("utf-8", "replace")
    try:
        start = len(text) - len(text.lstrip(_SPACE))
        value, end = _DECODER.raw_decode(text, start)
    except RecursionError:
        raise ValueError("exceeded max depth") from None
    if not first and text[end:].strip(_SPACE):
        raise ValueError("invalid character after top-level value")
    return _without_surrogates(value) if "\\u" in text and not _encodable(value) else value


def _encodable(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _without_surrogates(value: Any) -> Any:
    """Half a pair of surrogates is no character."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_without_surrogates(name): _without_surrogates(item) for name, item in value.items()}
    return [_without_surrogates(item) for item in value] if isinstance(value, list) else value


def number(value: float) -> int | float:
    """A number as a float of 64 bits is written; raises ValueError for what is none."""
    try:
        real = float(value)
    except OverflowError:
        real = float("inf")
    if real in (float("inf"), float("-inf")):
        raise ValueError("number out of range")
    return int(real) if real.is_integer() and abs(real) < _EXACT else real


def free(value: Any) -> Any:
    """A value of no fixed type: all its numbers are floats."""
    if isinstance(value, dict):
        return {name: free(item) for name, item in value.items()}
    if isinstance(value, list):
        return [free(item) for item in value]
    return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
