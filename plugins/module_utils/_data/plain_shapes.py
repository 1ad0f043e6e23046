# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a glance shows that all of a value is known to a table of fields, and of the type that is told there.

So it is of nearly every API, and then nothing is left to do for the closer looks of ``shapes.py``, which take four
times as long, twice for each API: ``fitted`` would change nothing and ``strangers`` would find none. For this, a table
is compiled once. tests/unit/house/data/test_plain_shapes.py sees to it that a glance promises no more than is true.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

Type = t.Any  # both of shapes.py, which uses this
Table = t.Mapping[str, t.Mapping[str, Type]]
NOTHING = type(None)
PLAIN: t.Mapping[str, tuple[type, ...]] = {
    "text": (str, NOTHING),
    "flag": (bool, NOTHING),
    "whole": (NOTHING,),  # and what is not too large
    "number": (int, float, NOTHING),
    "types": (str, NOTHING),
    "any": (str, bool, int, float, NOTHING, dict, list),
    "bound": (str, bool, int, float, NOTHING, dict, list),
}


class Shape:
    """A type of a table, compiled.

    :ivar plain: what is as it should be at first sight.
    :ivar inside: what is to be looked into; ``fields`` that are known there, and what ``each`` other one is.
    """

    __slots__ = ("each", "fields", "inside", "is_whole", "plain")

    def __init__(self, plain: tuple[type, ...], inside: type | None = None, is_whole: bool = False) -> None:
        self.plain, self.inside, self.is_whole = frozenset(plain), inside, is_whole
        self.fields: dict[str, Shape] = {}
        self.each: Shape | None = None

    def holds(self, value: t.Any) -> bool:
        """Whether all of a value is known, and of its type; where it says no, that may be so all the same."""
        kind = type(value)
        if kind in self.plain:
            return True
        if kind is not self.inside:
            return self.is_whole and kind is int and -(2**63) <= value < 2**63
        each = self.each
        if kind is list:
            return each is not None and all(type(item) in each.plain or each.holds(item) for item in value)
        for key, item in value.items():
            below = self.fields.get(key, each)
            if below is None:
                if not isinstance(key, str) or not key.startswith("x-"):
                    return False
            elif type(item) not in below.plain and not below.holds(item):
                return False
        return True


_SHAPES: dict[int, tuple[Table, dict[Type, Shape]]] = {}  # by table, which stays, so that no other gets its identity


def is_plain(value: t.Any, blocks: Table, kind: Type) -> bool:
    """Whether a glance shows that all of a value is known, and of its type."""
    _blocks, made = _SHAPES.get(id(blocks)) or _SHAPES.setdefault(id(blocks), (blocks, {}))
    shape = made.get(kind) or _shape(kind, blocks, made)
    return shape.holds(value)


def _shape(kind: Type, blocks: Table, made: dict[Type, Shape]) -> Shape:
    """:arg made: what is compiled already: blocks are within each other."""
    bare = kind._replace(counts=False, hides="", needed=False)
    if bare not in made:
        inside = {"list": list, "map": dict}.get(kind.outer) or (dict if kind.name in blocks else None)
        shape = made[bare] = Shape(PLAIN.get(kind.name, (NOTHING,)), inside, kind.name == "whole")
        for name, field in blocks.get(kind.name, {}).items():
            shape.fields[name] = _shape(field, blocks, made)
        if kind.inner is not None:
            shape.each = _shape(kind.inner, blocks, made)
    return made[bare]
