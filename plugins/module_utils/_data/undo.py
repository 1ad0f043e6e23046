# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an earlier declaration said and a later one does not: taken back where it is still so, field by field.

Four values meet at a path: what was said before, what is said now, what is there, and what a new object has there.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import (
    MISSING,
    Exactly,
    by_key,
    canonical,
    clone,
    differ,
    item_key,
    merge,
    patch,
    same,
)
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import block_at

Map = dict[str, t.Any]
NOTHING: t.Any = object()  # there is nothing to take back
CHANGED, HIDDEN = "changed since", "not shown by Tyk, so that it cannot be compared"


class Four(t.NamedTuple):
    """The values at a path; MISSING where there is none."""

    was: t.Any
    said: t.Any
    now: t.Any
    new: t.Any

    def at(self, key: str) -> Four:
        return Four(*(value.get(key, MISSING) if isinstance(value, dict) else MISSING for value in self))


class Terms(t.NamedTuple):
    """What a kind says of taking back.

    :arg stay: dotted paths that are never taken back, and why; "" for a reason that nobody has to be told.
    :arg units: paths of entries that go whole or not at all, where ``*`` is any key, and what one has anyway.
    :arg blocks: by path the table of what is there, and the name of its block.
    :arg pairs: names beside each other of which none goes alone.
    """

    rules: Rules
    stay: t.Mapping[str, str] = {}
    units: t.Mapping[str, Map] = {}
    blocks: t.Mapping[str, tuple[str, str]] = {}
    pairs: tuple[tuple[str, ...], ...] = ()


def lay(base: t.Any, over: t.Any) -> t.Any:
    """What is said together with what is taken back, in which null stays null."""
    if isinstance(base, dict) and isinstance(over, dict) and not isinstance(base, Exactly):
        return {**base, **{key: lay(base[key], item) if key in base else item for key, item in over.items()}}
    return over


def shared(one: t.Any, other: t.Any, listed: bool = False) -> t.Any:
    """The fields that both have, with the values of the other one.

    :arg listed: also those of the items of lists that have as many.
    """
    if listed and isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [shared(*both, listed) for both in zip(one, other)]
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other
    made = {key: shared(item, other[key], listed) for key, item in one.items() if key in other}
    made = {key: item for key, item in made.items() if item is not None or one[key] is None}
    return Exactly(made) if isinstance(one, Exactly) else made


class Undo:
    """Compares, and gathers what is left as it is: path and reason."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self.left: list[tuple[Path, str]] = []

    def fields(self, four: Four, rules: Rules, path: Path = ()) -> Map:
        """What to lay over what is said, so that what was said of a map and is no more goes."""
        made: Map = {}
        for key in four.was:
            below = rules.at(key)
            if not below.rule.compare or self._stays(four.at(key), (*path, key)):
                continue
            inner = self._field(four.at(key), below, (*path, key))
            if inner is not NOTHING:
                made[key] = inner
        return made if rules.rule.exact else self._paired(made, four, rules, path)

    def leftovers(self, four: Four, rules: Rules, path: Path = ()) -> Map:
        """What to lay over what is said, so that what was said and is no more does not stay as an empty block, or as
        what Tyk fills in. It means what a new object has, so that it is no difference, and no reason to write."""
        made: Map = {}
        for key in four.was:
            here, below = four.at(key), rules.at(key)
            if not below.rule.compare or here.now is MISSING or dotted((*path, key)) in self._terms.stay:
                continue
            gone = here.said is MISSING
            if gone and here.new is MISSING and same(here.now, here.new, below):
                made.update({key: None} if isinstance(here.now, dict) or below.rule.fills else {})
            elif isinstance(here.was, dict) and isinstance(here.now, dict) and not isinstance(here.said, Exactly):
                inner = self.leftovers(here._replace(said={}) if gone else here, below, (*path, key))
                made.update({key: inner} if inner and (gone or isinstance(here.said, dict)) else {})
        return made

    def _stays(self, here: Four, path: Path) -> bool:
        """Whether a field is never taken back; which is told where it would have been. What is in a map may go."""
        why = self._terms.stay.get(dotted(path))
        if why and here.new is not MISSING:  # every new object has it
            return False
        if isinstance(here.was, dict) and isinstance(here.said, dict):
            return False
        if why and here.said is MISSING and here.was is not None and here.now is not MISSING:
            self.left.append((path, why))
        return why is not None

    def _holds(self, path: Path) -> bool:
        """Whether something below a path is never taken back."""
        return any(other.startswith(f"{dotted(path)}.") for other in self._terms.stay)

    def _paired(self, made: Map, four: Four, rules: Rules, path: Path) -> Map:
        """Without what would go while what belongs to it stays. What is said now stays by itself: a new object of which
        this is said has no more either. What is as in a new object is no half of anything."""
        for pair in self._terms.pairs:
            goes = [name for name in pair if name in made]
            here = {name: four.at(name) for name in pair if name not in made}
            here = {name: one for name, one in here.items() if not same(one.now, one.new, rules.at(name))}
            stays = [name for name, one in here.items() if one.said is MISSING and one.now is not MISSING and one.now]
            for name in goes if stays else ():
                del made[name]
                self.left.append(((*path, name), f"goes with {stays[0]}, which stays"))
        return made

    def _field(self, four: Four, rules: Rules, path: Path) -> t.Any:
        if four.said is MISSING:
            return self._gone(four, rules, path)
        if isinstance(four.said, Exactly):
            return NOTHING
        if isinstance(four.was, dict) and isinstance(four.said, dict):
            unit = self._unit(path)
            return self.fields(four if unit is None else four._replace(new=unit), rules, path) or NOTHING
        if rules.rule.by and all(isinstance(value, list) for value in (four.was, four.said, four.now)):
            return self._items(four, rules, path)
        return NOTHING

    def _items(self, four: Four, rules: Rules, path: Path) -> t.Any:
        """The items of a list that is said, with null for what is no more said of them."""
        was, now = by_key(four.was, rules), by_key(four.now, rules)
        items = []
        for index, item in enumerate(four.said):
            key = item_key(item, rules)
            known = key in was and key in now and isinstance(item, dict)
            here = Four(was.get(key), item, now.get(key), {})
            inner = self.fields(here, rules.at(index), (*path, index)) if known else {}
            items.append(lay(item, inner) if inner else item)
        return items if any(one is not other for one, other in zip(items, four.said)) else NOTHING

    def _gone(self, four: Four, rules: Rules, path: Path) -> t.Any:
        """What becomes of what is no more said at all."""
        was, now, new = four.was, four.now, four.new
        if not rules.rule.readable:
            if was is not None:
                self.left.append((path, HIDDEN))
            return NOTHING
        if was is None and not (rules.rule.null and now is None) or same(now, new, rules):
            return NOTHING
        unit = self._unit(path)
        was = was if unit is None else {**unit, **(was or {})}
        made = (was, merge(None, was, rules))  # in which null has taken away what was not there
        if any(same(now, one, rules) for one in made) and not self._holds(path):
            return _back(now, new, rules)
        whole = unit is not None or isinstance(was, Exactly) or self._is_whole(path, new)
        if not whole and isinstance(was, dict) and isinstance(now, dict):
            return self._inside(four, rules, path)
        if not whole and isinstance(was, list) and isinstance(now, list) and (rules.rule.unordered or rules.rule.by):
            return self._entries(four, rules, path)
        return _back(now, new, rules) if _is_left_of(now, was, rules) else self._left(path, now, was, rules)

    def _left(self, path: Path, now: t.Any, was: t.Any, rules: Rules) -> t.Any:
        """Leave what somebody else has changed; what somebody has taken away is away."""
        if not same(now, MISSING, rules):
            self.left.append((path, CHANGED))
        return NOTHING

    def _inside(self, four: Four, rules: Rules, path: Path) -> t.Any:
        """A map that is no more said: what was said in it goes, and the map with it where nothing else is in it."""
        made = self.fields(four._replace(said={}), rules, path)
        if made and same(merge(four.now, made, rules), {}, rules):
            return _back(four.now, four.new, rules)
        return made or NOTHING

    def _entries(self, four: Four, rules: Rules, path: Path) -> t.Any:
        """A list in which each entry stands for itself, without those that were said."""
        was, kept = {_entry(item, rules): item for item in four.was}, []
        for item in four.now:
            old = was.get(_entry(item, rules), MISSING)
            if old is MISSING or not (same(item, old, rules.at(0)) or _is_left_of(item, old, rules.at(0))):
                kept.append(item)
                if old is not MISSING:
                    self.left.append((path, CHANGED))
        if len(kept) == len(four.now):
            return NOTHING
        new = four.new if isinstance(four.new, list) else []
        kept += [item for item in new if canonical(item) not in map(canonical, kept)]
        return kept or (None if four.new is MISSING else clone(four.new))

    def _unit(self, path: Path) -> Map | None:
        """What an entry that goes whole or not at all has anyway; None for what is no such entry."""
        steps = [str(key) for key in path]
        for unit, anyway in self._terms.units.items():
            names = unit.split(".")
            if len(names) == len(steps) and all(name in ("*", step) for name, step in zip(names, steps)):
                return dict(anyway)
        return None

    def _is_whole(self, path: Path, new: t.Any) -> bool:
        """Whether what is left of a block, if some of it goes, would mean something else, or nothing."""
        block = block_at(path, self._terms.blocks)
        return block is not None and not block[0] and not isinstance(new, dict) and not self._holds(path)


def _entry(item: t.Any, rules: Rules) -> str:
    """What tells an entry of a list from the others."""
    return item_key(item, rules) if rules.rule.by and item_key(item, rules) else canonical(item, rules.at(0))


def _is_left_of(now: t.Any, was: t.Any, rules: Rules) -> bool:
    """Whether something is what was said without what Tyk did not keep, which nobody has changed."""
    both = isinstance(was, (dict, list)) and isinstance(now, type(was)) and not isinstance(was, Exactly)
    return both and not rules.rule.exact and same(now, shared(now, was, listed=True), rules)


def _back(now: t.Any, new: t.Any, rules: Rules) -> t.Any:
    """What to say so that what is there becomes what a new object has."""
    if new is MISSING:
        return None
    return patch(now, new, rules) if isinstance(now, dict) and isinstance(new, dict) else clone(new)


def with_given(four: Four, rules: Rules) -> Map:
    """What was said, and what an object got for what was not said, where something else is said now.

    :arg four: what was said, what is said, what is there, and what an object of the former gets.
    """
    was: Map = dict(four.was)
    for key in four.new:
        here, below = four.at(key), rules.at(key)
        if not isinstance(here.said, dict) or not isinstance(here.new, dict):
            continue
        if here.was is MISSING:
            was.update({key: here.new} if _replaces(here.said, here.new) and same(here.now, here.new, below) else {})
        elif isinstance(here.was, dict):
            was[key] = with_given(here, below)
    return was


def _replaces(said: Map, given: Map) -> bool:
    """Whether something else is said in place of what was given: there is a map in it that is said without what was
    given in it. Who says more of what was given, or of what is beside it, leaves it as it is."""
    maps = [
        (said[key], item) for key, item in given.items() if isinstance(item, dict) and isinstance(said.get(key), dict)
    ]
    return any(not inner.keys() <= over.keys() or _replaces(over, inner) for over, inner in maps)


def not_restored(four: Four, rules: Rules) -> t.Iterator[tuple[Path, Four]]:
    """What is declared for the first time and takes the place of something, which no undo brings back.

    :arg four: what was said before, the object as it is to be, as it is, and a new one.
    """
    told = set()
    for whole in differ(four.now, four.said, rules):
        path: Path = ()
        here, named = four, False
        for key in whole:
            if isinstance(key, int) or named:
                break
            path, here = (*path, key), here.at(key)
            named = here.was is not MISSING and not isinstance(here.was, dict)
        lost = not (here.now is MISSING or not here.now or same(here.now, here.new))
        if lost and not named and path not in told:
            told.add(path)
            yield path, here
