# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declarations that name an object by a name which another declaration gives or takes away. Pure.

What such a configuration means would depend on the order of its items, and on how often it was applied.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step

Pair = tuple[Item, Step]


def confusions(planned: list[Pair]) -> t.Iterator[str]:
    """What is wrong with items that are known by their name alone, one message each."""
    others: dict[tuple[str, str], list[Pair]] = {}
    known_as: list[tuple[str, str]] = []
    planned = _of_shared_names(planned)
    for item, step in planned:
        before = _before(step)
        after = before if step.change.before is step.change.after else _after(step)
        known_as.append((_home(step), after or before or item.name))
        for name in {before, after} - {""}:
            others.setdefault((_home(step), name), []).append((item, step))
    for (item, step), key in zip(planned, known_as):
        alike, name = others.get(key, []), key[1]
        if all(other is item for other, _theirs in alike) or not item.by_name:
            continue
        for other, theirs in alike:
            if other is item or not (_after(theirs) == name or other.by_name or _before(step) == ""):
                continue
            yield _message(item, (other, theirs), name)
            break


def _of_shared_names(planned: list[Pair]) -> list[Pair]:
    """Those of which a name is another's, too, be it of another kind, as few are."""
    called = [_called(item, step) for item, step in planned]
    count = Counter(name for names in called for name in names)
    shared = {name for name, times in count.items() if times > 1}
    return [pair for pair, names in zip(planned, called) if not shared.isdisjoint(names)] if shared else []


def _called(item: Item, step: Step) -> t.Collection[str]:
    """What an item, and what it is about, may be called; a step has the name of what stays as it is."""
    _action, before, after = step.change
    if before is after and not item.kind.life.single:
        return (step.name,)
    return {item.name, step.name, _before(step), _after(step)}


def _message(item: Item, pair: Pair, name: str) -> str:
    other, step = pair
    noun, option = item.kind.noun, item.kind.identity.id_option
    does = f"is about {noun} {name!r}, too" if _after(step) == name else f"gives {noun} {name!r} another name"
    way = f"name it with {option}" if option else "give one of them another name"
    return f"{item.where} ({name}): {other.where} {does}, so the name alone does not tell which one this is; {way}"


def _home(step: Step) -> str:
    """Within what names are looked for."""
    return step.kind.route.collection if step.kind.route.selectors else step.section


def _before(step: Step) -> str:
    return step.kind.name_of(step.change.before) if step.kind.identity.name else ""


def _after(step: Step) -> str:
    return step.kind.name_of(step.change.after) if step.kind.identity.name else ""
