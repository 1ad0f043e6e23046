# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is special about the fields of a kind, by their paths."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What is special about one path of an object."""

    server: bool = False  # set, derived or counted by the server: sent back as found, else never looked at
    secret: bool = False  # compared, never shown
    write_only: bool = False  # never readable: what GET shows is a mask
    unordered: bool = False  # a list that is a set
    exact: bool = False  # here an empty value means something else than none at all
    fills: tuple[t.Any, ...] = ()  # what the server puts where nothing is said, and so means nothing
    key: tuple[str, ...] = ()  # a list whose items are the same item when these fields are


PLAIN = Rule()
SERVER = Rule(server=True)
SECRET = Rule(secret=True)
WRITE_ONLY = Rule(secret=True, write_only=True)
SET = Rule(unordered=True)
EXACT = Rule(exact=True)


def keyed(*names: str) -> Rule:
    """A list of objects that are told apart by these fields."""
    return Rule(key=names)


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

    def reach(self, flag: str) -> bool:
        """Whether there is a rule with this flag here or below, so that looking for it is worth the time."""
        if flag not in self._reach:
            self._reach[flag] = (
                getattr(self.rule, flag)
                or any(getattr(node.rule, flag) for node in self.anywhere.values())
                or any(node.reach(flag) for node in self.children.values())
            )
        return self._reach[flag]

    def ways(self, flag: str) -> tuple[str, ...] | None:
        """The keys that lead to a rule with this flag; None where any key may."""
        if flag not in self._ways:
            star = self.children.get("*")
            free = star is not None and star.reach(flag)
            free = free or any(getattr(node.rule, flag) for node in self.anywhere.values())
            self._ways[flag] = None if free else tuple(k for k, node in self.children.items() if node.reach(flag))
        return self._ways[flag]


NONE = Rules()
