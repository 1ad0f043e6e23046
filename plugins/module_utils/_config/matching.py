# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which object of a file is which of those that are exported: by its id, by its name, or, renamed, by all the rest.

Files have ids only where names are not enough. So an object that has another name now is known by what else it says,
where that is nearly the same, and no other one comes as near. What is decided here is only where an object is written.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import collections
import functools
import json
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

NEARLY = 0.7  # how much of what both say has to be the same
MOST_PAIRS = 10_000  # of objects that are compared with each other
ENOUGH = 300  # of objects that tell what is seldom said

Item = dict[str, t.Any]
Leaves = t.AbstractSet[tuple[str, str]]


class Label(t.NamedTuple):
    """What tells an object of a kind from others.

    :arg name: what people call it; ``home`` what it lives below.
    :arg ids: its ids, as far as they are known; ``ident`` the one that people may see.
    :arg digest: of what else there is to tell it by.
    :arg alike: what else it may be called, such as its name as Tyk would store it.
    """

    name: str
    home: tuple[str, ...] = ()
    ids: t.AbstractSet[str] = frozenset()
    ident: str = ""
    digest: str = ""
    alike: t.AbstractSet[str] = frozenset()


class Wanted(t.NamedTuple):
    """An object that is to be in a file."""

    section: str
    item: Item
    label: Label


class Held(t.NamedTuple):
    """An object that a file holds.

    :arg at: its place among those of its section there.
    :arg going: it is one of those that are asked for, so if it is none of those that are wanted, it is gone.
    """

    file: str
    section: str
    at: int
    item: Item
    label: Label
    going: bool


Pair = tuple[Wanted, Held]


class Matching:
    """The objects that are wanted, and those that files hold.

    :attr pairs: what is the same; ``renamed`` those of them that have another name now.
    :attr twice: what files hold besides of objects that others hold already.
    """

    def __init__(self, wanted: list[Wanted], held: list[Held]) -> None:
        self.pairs: list[Pair] = []
        self.renamed: list[Pair] = []
        self.twice: list[Pair] = []
        self._names: dict[tuple[str, str], str] = {}  # a kind and a name -> the name now
        for section in KINDS:
            mine = [one for one in wanted if one.section == section]
            there = [self._moved(one) for one in held if one.section == section]
            if mine and there:
                self._match(section, mine, there)

    def _moved(self, one: Held) -> Held:
        """The same where what it lives below has another name now."""
        selectors = KINDS[one.section].route.selectors
        home = tuple(self._names.get(pair, pair[1]) for pair in zip(selectors, one.label.home))
        return one if home == one.label.home else one._replace(label=one.label._replace(home=home))

    def _match(self, section: str, wanted: list[Wanted], held: list[Held]) -> None:
        """Find what is the same in one section."""
        near = _Nearness(section, [one.item for one in wanted])
        known = {ident: one for one in wanted for ident in one.label.ids}
        by_id = [(known[min(one.label.ids & known.keys())], one) for one in held if one.label.ids & known.keys()]
        by_name = [(one, other) for one, other in self._named(wanted, held) if not other.label.ids & known.keys()]
        done: set[int] = set()
        self._note(section, self._added(near.best(by_id), done))
        called = {id(one) for one, _other in by_name}
        new = [one for one in wanted if id(one) not in done | called]
        left = [one for one in held if id(one) not in done]
        self._note(section, self._added(near.only_renamed(new, left, by_name), done))
        self._added(near.best(by_name), done)
        by_likeness = self._alike([one for one in wanted if id(one) not in done], held, {*done, *map(_theirs, by_name)})
        for one, other in self._added(near.best(by_likeness), done):
            self._names[KINDS[section].name, other.label.name] = one.label.name
        found = {id(other): one for one, other in [*by_likeness, *by_name, *by_id]}
        self.twice += [(found[id(one)], one) for one in held if id(one) in found and id(one) not in done]
        free = [one for one in wanted if id(one) not in done]
        lost = [one for one in held if id(one) not in done | found.keys() and one.going and not one.label.ids]
        self._note(section, self._added(near.renamed(free, lost), done))

    def _added(self, pairs: t.Iterable[Pair], done: set[int]) -> list[Pair]:
        """Enter these pairs, but what is in one that was entered before; those that were entered."""
        added = []
        for one, other in pairs:
            if not {id(one), id(other)} & done:
                done |= {id(one), id(other)}
                added.append((one, other))
        self.pairs += added
        return added

    def _note(self, section: str, pairs: t.Iterable[Pair]) -> None:
        """Remember what has another name now."""
        for one, other in pairs:
            before = other.label.name
            if before and before != one.label.name and before not in other.label.ids:
                self.renamed.append((one, other))
                self._names[KINDS[section].name, before] = one.label.name

    @staticmethod
    def _named(wanted: list[Wanted], held: list[Held]) -> t.Iterator[Pair]:
        """What has one name. Where there is more than one, what a file says of an id of another counts."""
        ours: dict[tuple[str, tuple[str, ...]], list[Wanted]] = {}
        for one in wanted:
            ours.setdefault(one.label[:2], []).append(one)
        often = collections.Counter(one.label[:2] for one in held)
        for other in held:
            alike = ours.get(other.label[:2], [])
            alone = len(alike) == 1 and often[other.label[:2]] == 1
            yield from ((one, other) for one in alike if alone or not other.label.ids)

    @staticmethod
    def _alike(wanted: list[Wanted], held: list[Held], done: t.Collection[int]) -> list[Pair]:
        """What is called the same in another way, of what no file has by its name."""
        ours: dict[tuple[str, tuple[str, ...]], list[Wanted]] = {}
        for one in wanted:
            for name in {one.label.name, *one.label.alike} - {""}:
                ours.setdefault((name, one.label.home), []).append(one)
        return [
            (one, other)
            for other in held
            if id(other) not in done and not other.label.ids
            for one in {
                id(one): one
                for name in {other.label.name, *other.label.alike} - {""}
                for one in ours.get((name, other.label.home), ())
            }.values()
        ]


def _theirs(pair: Pair) -> int:
    return id(pair[1])


class _Nearness:
    """How much two objects of a section say that is the same; what many say counts for little."""

    def __init__(self, section: str, items: list[Item]) -> None:
        kind = KINDS[section]
        self._named = {*kind.identity.labels, *kind.route.selectors, kind.identity.id_option}
        self._known: dict[int, Leaves] = {}
        self._items = items

    def best(self, pairs: list[Pair]) -> list[Pair]:
        """Pairs of which each may be the same, the nearest first; where that is no matter, as they come."""
        ours, theirs = (collections.Counter(id(pair[side]) for pair in pairs) for side in (0, 1))
        if all(ours[id(one)] == 1 == theirs[id(other)] for one, other in pairs):
            return pairs
        ranked = [
            (-self._near(one.item, other.item), min(one.label.ids, default=""), *self._place(other))
            for one, other in pairs
        ]
        return [pairs[at] for at in sorted(range(len(pairs)), key=lambda at: ranked[at])]

    @staticmethod
    def _place(held: Held) -> tuple[int, str, int]:
        return len(held.file), held.file, held.at

    def only_renamed(self, new: list[Wanted], held: list[Held], named: list[Pair]) -> t.Iterator[Pair]:
        """What says exactly the same under another name, and something in it that nobody else says: though there may be
        another one now that has its old name, and says something else.

        :arg new: what has a name that no file has; ``named`` what has one.
        """
        if not new:
            return
        same = {id(other) for one, other in named if self._bare(one.item) == self._bare(other.item)}
        ours, theirs = collections.Counter[str](), dict[str, list[Held]]()
        for one in new:
            ours[self._exactly(one)] += 1
        for other in held:
            if id(other) not in same and other.going and not other.label.ids:
                theirs.setdefault(self._exactly(other), []).append(other)
        for one in new:
            alike = theirs.get(self._exactly(one), [])
            if len(alike) == ours[self._exactly(one)] == 1 and any(
                self._often[leaf] == 1 for leaf in self._leaves(one.item)
            ):
                yield one, alike[0]

    def _exactly(self, one: Wanted | Held) -> str:
        return json.dumps([one.label.home, self._bare(one.item)], sort_keys=True)

    def renamed(self, wanted: list[Wanted], held: list[Held]) -> t.Iterator[Pair]:
        """What says nearly the same, of which no other comes as near."""
        if len(wanted) * len(held) > MOST_PAIRS:
            return
        scored = [
            (self._near(one.item, other.item), one, other)
            for other in held
            for one in wanted
            if one.label.home == other.label.home
        ]
        scores: dict[int, list[float]] = {}
        for score, one, other in scored:
            scores.setdefault(id(one), []).append(score)
            scores.setdefault(id(other), []).append(score)
        for score, one, other in scored:
            rest = [*scores[id(one)], *scores[id(other)]]
            if score >= NEARLY and rest.count(score) == 2 and score == max(rest):
                yield one, other

    def _near(self, one: Item, other: Item) -> float:
        """From 0 for nothing to 1 for everything."""
        ours, theirs = self._leaves(one), self._leaves(other)
        every, both = (sum(1 / max(1, self._often[leaf]) for leaf in some) for some in (ours | theirs, ours & theirs))
        return round(both / every, 6) if every else 0.0

    @functools.cached_property
    def _often(self) -> t.Counter[tuple[str, str]]:
        """How many objects say something; of very many, the first ones tell enough."""
        return collections.Counter(leaf for item in self._items[:ENOUGH] for leaf in self._leaves(item))

    def _bare(self, item: Item) -> Item:
        """An object without its name."""
        return {name: value for name, value in item.items() if name not in self._named}

    def _leaves(self, item: Item) -> Leaves:
        """What an object says beside its name."""
        if id(item) not in self._known:
            self._known[id(item)] = frozenset(_leaves(self._bare(item)))
        return self._known[id(item)]


def _leaves(value: t.Any, path: str = "") -> t.Iterator[tuple[str, str]]:
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, f"{path}.{key}" if isinstance(value, dict) else f"{path}[]")
    else:
        yield path, repr(value)
