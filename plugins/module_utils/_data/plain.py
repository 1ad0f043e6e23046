# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What JSON cannot hold, and what no number of Tyk's is large enough for: found before anything is sent."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import math
import sys
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

WRITABLE = frozenset({str, int, float, bool, type(None)})  # to YAML; what is only like one of these is not


class Respelled(int):
    """A whole number that YAML has read from a text of another look, such as 8 from 010, or 90 from 1:30."""


def check_plain(value: t.Any, path: Path = ()) -> None:
    """Refuse what cannot be written as JSON, at any depth; without telling the value, which may be a secret."""
    if not _is_surely_plain(value):
        _look_closer(value, path)


def _is_surely_plain(value: t.Any) -> bool:
    """Whether a glance is enough, which takes a quarter of the time of a closer look."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if not one.isascii():
                return False
        elif isinstance(one, dict):
            try:
                if not "".join(one).isascii():
                    return False
            except TypeError:  # a key that is no text
                return False
            waiting.extend(one.values())
        elif isinstance(one, (list, tuple)):
            waiting.extend(one)
        elif isinstance(one, int):
            if not -(2**63) <= one < 2**63:
                return False
        elif one is not None and not (isinstance(one, float) and math.isfinite(one)):
            return False
    return True


def unlike(value: t.Any, path: Path = ()) -> t.Iterator[tuple[Path, str]]:
    """Where there is something that no file in YAML can hold as it was written, and what to do about it."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    for key, item in below:
        yield from unlike(item, (*path, key))
    if isinstance(value, Respelled):
        yield path, "this number is written as 010 or 1:30 is, and means another; put it in quotes, or write it plainly"
    elif not isinstance(value, (dict, list, tuple)) and value.__class__ not in WRITABLE:
        yield path, f"this is a {value.__class__.__name__}, which YAML has no plain form for; put it in quotes"


def _look_closer(value: t.Any, path: Path) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise Invalid(f"{dotted((*path, key))}: a name in a mapping has to be a text, so put it in quotes")
            _check_text(key, path)
            _look_closer(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            _look_closer(item, (*path, index))
    elif isinstance(value, str):
        _check_text(value, path)
    else:
        fault = _fault(value)
        if fault:
            raise Invalid(f"{dotted(path)}: {fault}")


def check_whole(value: t.Any, path: Path, bits: int = 64) -> None:
    """Refuse a whole number that does not fit into the bits which Tyk has for it, beside the sign."""
    if isinstance(value, int) and not -(2**63) <= value < 2**bits:
        raise Invalid(f"{dotted(path)}: this number has more than 64 bits, and Tyk keeps no larger ones there")


def _check_text(value: str, path: Path) -> None:
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Invalid(f"{dotted(path)}: this is no text in UTF-8; write it anew")


def _fault(value: t.Any) -> str:
    """What is wrong with a value that has no parts; "" where nothing is."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return "" if abs(value) <= sys.float_info.max else "this number is larger than any that Tyk can keep"
    if isinstance(value, float):
        what = "no number at all (nan)" if math.isnan(value) else "a number without end, as .inf and 1e400 are"
        return "" if math.isfinite(value) else f"this is {what}; JSON cannot hold that, so write a number that it can"
    return f"this is a {type(value).__name__}, which JSON cannot hold; put it in quotes"
