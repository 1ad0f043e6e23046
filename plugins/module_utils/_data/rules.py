# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is special about the fields of a kind, by their paths."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Rule:
    """What is special about one path of an object. Each field answers one question, whatever the others say.

    :arg compare: whether a difference counts.
    :arg send: whether what a task names is sent; else the field goes back as it was found.
    :arg show: whether results and diffs have it.
    :arg export: whether exports have it.
    :arg readable: whether GET shows its value; else what it shows is a mask.
    :arg shape: what a list or an empty value means: ``plain``; ``set``, whose order means nothing; ``keyed``, a list
        whose items are the same item when the fields of ``by`` are; ``exact``, where zero, empty and null are values,
        here and at every depth below, but where a rule says otherwise.
    :arg zeros: other ways to write zero, such as 0s; in an exact place, what is the same as absent all the same.
    :arg fills: what the server puts where nothing is said: no difference to nothing that is asked, but to all else.
    """

    compare: bool = True
    send: bool = True
    show: bool = True
    export: bool = True
    readable: bool = True
    shape: str = "plain"
    by: tuple[str, ...] = ()
    zeros: tuple[t.Any, ...] = ()
    fills: tuple[t.Any, ...] = ()

    def special(self, question: str) -> bool:
        """Whether it answers a question in another way than a path without a rule does."""
        return bool(getattr(self, question) != getattr(PLAIN, question))

    @property
    def unordered(self) -> bool:
        """Whether the order of a list means nothing."""
        return self.shape in ("set", "keyed")

    @property
    def exact(self) -> bool:
        """Whether zero, empty and null are values."""
        return self.shape == "exact"

    @property
    def null(self) -> bool:
        """Whether null is a value."""
        return self.shape == "exact" and None not in self.zeros


PLAIN = Rule()
SERVER = Rule(compare=False, send=False, show=False, export=False)  # set, derived or counted by the server
WRITE_ONLY = Rule(readable=False)
SET = Rule(shape="set")
EXACT = Rule(shape="exact")
NO_NULL = Rule(shape="exact", zeros=(None,))  # where null alone is the same as absent


def keyed(*names: str) -> Rule:
    """A list of objects that are told apart by these fields."""
    return Rule(shape="keyed", by=names)


class Rules:
    """Rules by path, as a tree that is walked beside the data.

    :arg fields: dotted path -> Rule; ``*`` stands for any key and for any index of a list.
    :arg anywhere: name of a field -> Rule, wherever that name occurs.
    :arg parts: dotted path -> a part of the tree that is made already.
    """

    __slots__ = ("_reach", "_rest", "_ways", "anywhere", "children", "rule")

    def __init__(
        self,
        fields: t.Mapping[str, Rule] | None = None,
        anywhere: t.Mapping[str, Rule] | None = None,
        parts: t.Mapping[str, Rules] | None = None,
    ) -> None:
        self.rule = PLAIN
        self._rest: Rules | None = None
        self._reach: dict[str, bool] = {}
        self._ways: dict[str, tuple[str, ...] | None] = {}
        self.children: dict[str, Rules] = {}
        self.anywhere: dict[str, Rules] = {}
        if not (fields or anywhere or parts):
            return  # as most are made, with what is below them put in later
        for name, rule in (anywhere or {}).items():
            self.anywhere[name] = Rules()
            self.anywhere[name].rule = rule
        for path, rule in (fields or {}).items():
            node = self
            for name in path.split("."):
                if name not in node.children:
                    node.children[name] = Rules()
                node = node.children[name]
                node.anywhere = self.anywhere
            node.rule = rule
        for path, part in (parts or {}).items():
            way, _dot, last = path.rpartition(".")
            (self.under(way) if way else self).children[last] = part
        inside = exactly_named(self.anywhere)
        for node in self.nodes():
            node.anywhere = inside if node.rule.exact else self.anywhere

    def nodes(self) -> t.Iterator[Rules]:
        """This and all below that have rules of their own, each once, however they are knotted."""
        waiting, seen = [self], {id(self)}
        while waiting:
            node = waiting.pop()
            yield node
            for below in node.children.values():
                if id(below) not in seen:
                    seen.add(id(below))
                    waiting.append(below)

    def under(self, path: str) -> Rules:
        """The rules for the value at this dotted path."""
        return functools.reduce(Rules.at, path.split("."), self)

    def at(self, key: str | int) -> Rules:
        """The rules for the value under this key or index."""
        name: t.Any = key  # an index is no name, and so is found nowhere
        return self.children.get(name) or self.children.get("*") or self.anywhere.get(name) or self._other()

    def _other(self) -> Rules:
        """The rules below a path that has none of its own."""
        if self._rest is None:
            if not self.anywhere and not self.rule.exact:
                return NONE
            self._rest = Rules()
            self._rest.anywhere = self.anywhere
            self._rest.rule = EXACT if self.rule.exact else PLAIN
        return self._rest

    def reach(self, question: str) -> bool:
        """Whether a rule here or below answers this question in its own way, so that looking for it is worth it."""
        if question not in self._reach:
            self._reach[question] = any(
                node.rule.special(question) or any(named.rule.special(question) for named in node.anywhere.values())
                for node in self.nodes()
            )
        return self._reach[question]

    def ways(self, question: str) -> tuple[str, ...] | None:
        """The keys that lead to a rule that answers this question in its own way; None where any key may."""
        if question not in self._ways:
            star = self.children.get("*")
            free = star is not None and star.reach(question)
            free = free or any(node.rule.special(question) for node in self.anywhere.values())
            keys = tuple(key for key, node in self.children.items() if node.reach(question))
            self._ways[question] = None if free else keys
        return self._ways[question]


def exactly_named(anywhere: t.Mapping[str, Rules]) -> dict[str, Rules]:
    """The same rules by name, for where zero is a value."""
    found = {}
    for name, node in anywhere.items():
        found[name] = Rules()
        found[name].rule = replace(node.rule, shape="exact", zeros=(), fills=())
    return found


NONE = Rules()
