# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Placeholders for secrets in plain data, as YAML and JSON have them. Pure functions.

A map of nothing but ``secret`` and a text is a placeholder with that name. Data of that shape is written with ``value``
around the text, and so is data of this shape, in turn, so that each can be told from the others:

    {secret: NAME}             a placeholder
    {secret: {value: TEXT}}    the data {secret: TEXT}
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path

KEY, ESCAPE = "secret", "value"
MASKING = " *"  # nothing, or a mask of something, is no name
WAY_OUT = "{secret: {value: ...}}"


Own = t.Callable[[Path], bool]


def nowhere(path: Path) -> bool:
    """No place is one of its own."""
    return False


@dataclass(frozen=True)
class Placeholder:
    """Stands for a secret in data that were read. It has no parts, so what is laid over it takes its place whole."""

    name: str


class Hidden(str):
    """A text that was encrypted where it was read, and is a secret wherever it stands."""


def escaped(value: t.Any, is_own: Own = nowhere, path: Path = ()) -> t.Any:
    """A copy in which no data is taken for a placeholder, and each placeholder is written.

    :arg is_own: whether what is at a path has something that is called secret, so that it is no placeholder.
    """
    if isinstance(value, Placeholder):
        return {KEY: value.name}
    if isinstance(value, dict):
        if _is_meant(value) and not is_own(path):
            return {KEY: {ESCAPE: value[KEY]}}
        return {key: escaped(item, is_own, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [escaped(item, is_own, (*path, index)) for index, item in enumerate(value)]
    return value


def read(value: t.Any, is_own: Own = nowhere, path: Path = ()) -> t.Any:
    """The same the other way round: a copy with a Placeholder for each, and with data as it is."""
    if isinstance(value, dict):
        if _is_meant(value) and not is_own(path):
            meant = value[KEY]
            return {KEY: meant[ESCAPE]} if isinstance(meant, dict) else Placeholder(meant)
        return {key: read(item, is_own, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [read(item, is_own, (*path, index)) for index, item in enumerate(value)]
    return value


def _is_meant(value: dict[str, t.Any]) -> bool:
    """Whether a map is a placeholder, or what stands for data that looks like one."""
    if len(value) != 1 or KEY not in value:
        return False
    meant = value[KEY]
    while isinstance(meant, dict) and len(meant) == 1 and ESCAPE in meant:
        meant = meant[ESCAPE]
    return isinstance(meant, str) and meant.strip(MASKING) != ""


def singles(value: t.Any, path: Path = ()) -> t.Iterator[tuple[Path, str]]:
    """What would be a placeholder if it was not read already: maps of nothing but the key and a text."""
    if isinstance(value, dict) and _is_meant(value) and isinstance(value[KEY], str):
        yield path, value[KEY]
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from singles(item, (*path, key))


def found(value: t.Any, path: Path = ()) -> t.Iterator[tuple[Path, t.Any]]:
    """The placeholders and the texts that were encrypted, and where they are."""
    if isinstance(value, (Placeholder, Hidden)):
        yield path, value
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from found(item, (*path, key))


def placed(value: t.Any, path: Path, item: t.Any) -> t.Any:
    """A copy with another value at a path, and with the maps that lead there; no list gets longer."""
    if not path:
        return item
    key, *rest = path
    if isinstance(value, list) and isinstance(key, int):
        return [placed(old, tuple(rest), item) if index == key else old for index, old in enumerate(value)]
    inner = value if isinstance(value, dict) else {}
    return {**inner, key: placed(inner.get(key), tuple(rest), item)}


def dropped(value: t.Any, path: Path) -> t.Any:
    """A copy without what is at a path of maps; maps that are empty for that go with it."""
    key, *rest = path
    if not isinstance(value, dict) or key not in value:
        return value
    left = dropped(value[key], tuple(rest)) if rest else None
    kept = {name: item for name, item in value.items() if name != key}
    return {**value, key: left} if rest and left != {} else kept
