# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which item of a list that is there has the secret for which a mask stands in an item that is said."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import merge, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, at
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import placed
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK

Items = dict[int, t.Any]  # by index
Fit = t.Callable[[t.Any, t.Any], t.Any]  # an item with what another has in place of its masks; None: it is not that


def told_apart(said: list[t.Any], there: list[t.Any], fit: Fit, rules: Rules) -> list[t.Any] | None:
    """The items that are said, with what is there in place of their masks; None where a secret could get lost: where
    what else an item says does not tell beyond doubt which one of those that are there it is."""
    if len(said) == len(there):
        still = [_taken(item, old, fit) if holds_mask(item) else item for item, old in zip(said, there)]
        if None not in still and same(merge(there, still, rules), there, rules):
            return still
    free, fresh = _matched(said, there, rules.at(0))
    masked = {index: item for index, item in enumerate(said) if holds_mask(item)}
    made = list(said)
    for index, item in masked.items():
        fits = [place for place, old in free.items() if _taken(item, old, fit) is not None]
        if len(fits) != 1:
            return None
        old = free[fits[0]]
        others = [*fresh.values(), *(other for place, other in masked.items() if place != index)]
        if any(fit(_as(other, item), old) is not None for other in others):
            return None  # it may be this one that it was, with another secret
        if not _names(item) and (fresh or len(free) != 1 or len(said) != len(there)):
            return None
        made[index] = _taken(item, old, fit)
    return made


def _matched(said: list[t.Any], there: list[t.Any], rules: Rules) -> tuple[Items, Items]:
    """Those that are there and are not said as they are, and those that are said and not there. An item with a mask is
    neither."""
    free, fresh = dict(enumerate(there)), {}
    for index, item in enumerate(said):
        if holds_mask(item):
            continue
        equal = [place for place, old in free.items() if same(old, item, rules)]
        if equal:
            del free[index if index in equal else equal[0]]
        else:
            fresh[index] = item
    return free, fresh


def _taken(item: t.Any, old: t.Any, fit: Fit) -> t.Any:
    """An item with the secret of another; None where it is not that. A secret in place of a whole item has no parts."""
    return None if item == MASK and isinstance(old, (dict, list)) else fit(item, old)


def _as(other: t.Any, item: t.Any) -> t.Any:
    """Another item with masks where an item has them."""
    for path in _masks(item):
        if at(other, path, None) is not None:
            other = placed(other, path, MASK)
    return other


def _masks(value: t.Any, path: Path = ()) -> t.Iterator[Path]:
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _masks(item, (*path, key))
    elif value == MASK:
        yield path


def holds_mask(value: t.Any) -> bool:
    """Whether a mask stands for something in it."""
    return any(True for _path in _masks(value))


def _names(value: t.Any) -> bool:
    """Whether an item says something beside its masks by which it can be known; a switch is nothing of that sort."""
    if isinstance(value, (dict, list)):
        return any(map(_names, value.values() if isinstance(value, dict) else value))
    return bool(value) and value is not True and value != MASK
