# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON as Go reads it: one value of a stream, names that come twice, bytes that are no UTF-8, numbers as floats."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable
from typing import Any

from .shape import untyped

_SPACE = " \t\r\n"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class Doubled(dict[str, Any]):
    """An object in which a name came more than once; `pairs` has them all."""

    pairs: list[tuple[str, Any]]


def pairs(value: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    """The members of an object in the order in which they were sent."""
    return value.pairs if isinstance(value, Doubled) else value.items()


def _object(found: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(found)
    if len(plain) == len(found):
        return plain
    doubled = Doubled(plain)
    doubled.pairs = found
    return doubled


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _each_byte(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "\ufffd" * (error.end - error.start), error.end


codecs.register_error("tyk-each-byte", _each_byte)
_PLAIN = json.JSONDecoder(parse_constant=_no_constant)
_EXACT = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant)


def first_value(body: bytes, exact: bool = True, only: bool = False) -> Any:
    """The first JSON value of a body; what follows is not looked at. Raises ValueError where there is none.

    `exact` keeps names that come twice, for those who merge them as Go does. With `only` nothing may follow.
    """
    text = body.decode("utf-8", "tyk-each-byte").lstrip(_SPACE)
    if text[:1] not in set('{["-0123456789tfn'):
        raise ValueError("no value")
    try:
        value, end = (_EXACT if exact else _PLAIN).raw_decode(text)
    except RecursionError:
        raise ValueError("too deep") from None
    if only and text[end:].strip(_SPACE):
        raise ValueError("more than one value")
    return _whole(value) if _ESCAPED_SURROGATE.search(body) else value


def _whole(value: Any) -> Any:
    """The same without halves of characters."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return _object([(_whole(name), _whole(item)) for name, item in pairs(value)])
    return value


def loose(value: Any) -> Any:
    """A value of any type, as Go has it in an interface: numbers are floats, members are sorted by name."""
    if isinstance(value, dict):
        return {name: loose(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [loose(item) for item in value]
    return untyped(value)
