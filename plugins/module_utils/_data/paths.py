# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values at paths of plain data."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t

Path = tuple[t.Union[str, int], ...]


@functools.lru_cache(maxsize=4096)
def steps(path: str) -> tuple[str, ...]:
    """The keys of a dotted path."""
    return tuple(path.split("."))


def get(value: t.Any, path: str) -> t.Any:
    """The value at a dotted path, or None."""
    if "." not in path:  # as most are
        return value.get(path) if isinstance(value, dict) else None
    for name in steps(path):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def at(value: t.Any, path: Path, missing: t.Any) -> t.Any:
    """The value at a path of keys and indexes; ``missing`` where there is none."""
    for key in path:
        known = isinstance(value, dict) and key in value or isinstance(value, list) and key in range(len(value))
        value = value[key] if known else missing
    return value


def put(value: dict[str, t.Any], path: str, item: t.Any) -> None:
    """Set the value at a dotted path, making the maps on the way."""
    if "." not in path:
        value[path] = item
        return
    *way, last = steps(path)
    for name in way:
        if not isinstance(value.get(name), dict):
            value[name] = {}
        value = value[name]
    value[last] = item


def leads(value: t.Any, steps: t.Iterable[str]) -> bool:
    """Whether there is anything on a path before its first ``*``: a glance that saves most looks for places."""
    for step in steps:
        if step == "*":
            return bool(value)
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


def held(value: t.Any, steps: t.Sequence[str]) -> t.Iterator[tuple[t.Any, t.Any]]:
    """Where the values of a path are: the map or list, and the key in it; ``*`` is any key."""
    return ((holder, path[-1]) for path, holder in places(value, steps))


def places(value: t.Any, steps: t.Sequence[str], way: Path = ()) -> t.Iterator[tuple[Path, t.Any]]:
    """The same with the whole path, and the map or list that its last key is in."""
    step, *rest = steps
    keys: list[t.Any] = []
    if isinstance(value, list):
        keys = list(range(len(value))) if step == "*" else []
    elif isinstance(value, dict):
        keys = list(value) if step == "*" else [step] if step in value else []
    for key in keys:
        if rest:
            yield from places(value[key], rest, (*way, key))
        else:
            yield (*way, key), value


def names(value: t.Any, path: str) -> bool:
    """Whether a task's data names this dotted path, be it with null."""
    way, _dot, last = path.rpartition(".") if "." in path else ("", "", path)
    value = get(value, way) if way else value
    return isinstance(value, dict) and last in value


def spot(value: t.Any, text: str) -> tuple[t.Any, t.Any] | None:
    """The map or list and the key in it that a dotted path leads to, though keys may have dots; None for none."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        if text == str(key):
            return value, key
        found = spot(item, text[len(str(key)) + 1 :]) if text.startswith(f"{key}.") else None
        if found:
            return found
    return None


def indexed(path: Path) -> str:
    """A path as people write it: ``access_rights[0].versions``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def dotted(path: Path) -> str:
    """A path for people: ``access_rights.0.versions``."""
    return ".".join(str(part) for part in path)
