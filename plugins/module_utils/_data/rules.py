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
    :arg secret: whether results and diffs have a mask in its place.
    :arg readable: whether GET shows its value; else what it shows is a mask.
    :arg shape: what a list or an empty value means: ``plain``; ``set``, whose order means nothing; ``keyed``, a list
        whose items are the same item when the fields of ``by`` are; ``exact``, where empty is not the same as absent.
    :arg fills: what the server puts where nothing is said, and so means nothing.
    """

    compare: bool = True
    send: bool = True
    show: bool = True
    export: bool = True
    secret: bool = False
    readable: bool = True
    shape: str = "plain"
    by: tuple[str, ...] = ()
    fills: tuple[t.Any, ...] = ()

    def special(self, question: str) -> bool:
        """Whether it answers a question in another way than a path without a rule does."""
        return bool(getattr(self, question) != getattr(PLAIN, question))

    @property
    def unordered(self) -> bool:
        """Whether the order of a list means nothing."""
        return self.shape in ("set", "keyed")


PLAIN = Rule()
SERVER = Rule(compare=False, send=False, show=False, export=False)  # set, derived or counted by the server
SERVER_SECRET = replace(SERVER, secret=True)
SECRET = Rule(secret=True)
WRITE_ONLY = Rule(secret=True, readable=False)
SET = Rule(shape="set")
EXACT = Rule(shape="exact")


def keyed(*names: str) -> Rule:
    """A list of objects that are told apart by these fields."""
    return Rule(shape="keyed", by=names)


class Rules:
    """Rules by path, as a tree that is walked beside the data.

    :arg fields: dotted path -> Rule; ``*`` stands for any key and for any index of a list.
    :arg anywhere: name of a field -> Rule, wherever that name occurs.
    """

    __slots__ = ("_reach", "_rest", "_ways", "anywhere", "children", "rule")

    def __init__(
        self, fields: t.Mapping[str, Rule] | None = None, anywhere: t.Mapping[str, Rule] | None = None
    ) -> None:
        self.rule = PLAIN
        self._rest: Rules | None = None
        self._reach: dict[str, bool] = {}
        self._ways: dict[str, tuple[str, ...] | None] = {}
        self.children: dict[str, Rules] = {}
        self.anywhere: dict[str, Rules] = {}
        for name, rule in (anywhere or {}).items():
            self.anywhere[name] = Rules()
            self.anywhere[name].rule = rule
        for path, rule in (fields or {}).items():
            node = self
            for name in path.split("."):
                node = node.children.setdefault(name, Rules())
                node.anywhere = self.anywhere
            node.rule = rule

    def under(self, path: str) -> Rules:
        """The rules for the value at this dotted path."""
        return functools.reduce(Rules.at, path.split("."), self)

    def at(self, key: str | int) -> Rules:
        """The rules for the value under this key or index."""
        node = (self.children.get(key) if isinstance(key, str) else None) or self.children.get("*")
        if node is None and isinstance(key, str):
            node = self.anywhere.get(key)
        return node or self._other()

    def _other(self) -> Rules:
        """The rules below a path that has none of its own."""
        if not self.anywhere:
            return NONE
        if self._rest is None:
            self._rest = Rules()
            self._rest.anywhere = self.anywhere
        return self._rest

    def reach(self, question: str) -> bool:
        """Whether a rule here or below answers this question in its own way, so that looking for it is worth it."""
        if question not in self._reach:
            self._reach[question] = (
                self.rule.special(question)
                or any(node.rule.special(question) for node in self.anywhere.values())
                or any(node.reach(question) for node in self.children.values())
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


NONE = Rules()
