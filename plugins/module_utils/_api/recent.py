# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the items of one loop have read a moment ago, for the next item of the same loop in the same process.

Each item of a loop is a task of its own, which asks for the same lists as the one before. So lists are kept for some
seconds, and connections with them. Nothing is decided by them but that an item is unchanged: whoever glances at them
may not write, and whoever writes has them forgotten. `_object/loop.py` says what follows from that for a task.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

FRESH = 5.0  # seconds for which a list may be used again, and after which an idle connection is given up


M = t.TypeVar("M")


def _name(kind: Kind) -> tuple[str, str]:
    return kind.name, kind.route.listing or kind.route.collection


class Outdated(TykError):
    """What was glanced at is not enough: look anew."""


class Listed(t.NamedTuple):
    """A list, when it was asked for, and what was made of it, by the names of kinds."""

    at: float
    found: list[Object]
    made: dict[str, t.Any]


class Recent:
    """What one loop has read, by one key."""

    held: t.ClassVar[Recent | None] = None  # one at most, so that memory does not grow with what a loop talks to

    def __init__(self, key: str) -> None:
        self.key, self.used = key, patience.clock()
        self.lists: dict[tuple[str, str], Listed] = {}
        self.adapters: t.Any = None  # of the library, with their connections

    @classmethod
    def of(cls, key: str) -> Recent:
        """What was read with this key; what was read with another one is forgotten."""
        if cls.held is None or cls.held.key != key:
            cls.held = cls(key)
        cls.held.expire()
        return cls.held

    @classmethod
    def drop(cls) -> None:
        """Forget all of it."""
        cls.held = None

    def expire(self) -> None:
        """Forget what is too old."""
        now = patience.clock()
        self.lists = {name: listed for name, listed in self.lists.items() if now - listed.at <= FRESH}
        if now - self.used > FRESH:
            self.adapters = None


class Shared:
    """What one run has of it.

    :arg glances: whether lists of others may be used; then nothing may be written.
    """

    def __init__(self, recent: Recent, glances: bool) -> None:
        self._recent, self.glances, self._wrote = recent, glances, False

    def lend(self, session: t.Any) -> None:
        """Let a session of the library use the connections that are there."""
        if self._recent.adapters is None:
            self._recent.adapters = session.adapters
        session.adapters = self._recent.adapters

    def take(self, kind: Kind, ask: t.Callable[[Kind], list[Object]]) -> list[Object]:
        """Every object of the kind. A list counts as old as its request, and after a write of ours as none: Tyk may
        show what was before."""
        name, now = _name(kind), patience.clock()
        known = self._recent.lists.get(name)
        if self.glances and known is not None and now - known.at <= FRESH:
            return list(known.found)
        self._recent.lists.pop(name, None)
        listed = ask(kind)
        if not self._wrote:
            self._recent.lists[name] = Listed(now, list(listed), {})
        return listed

    def made(self, kind: Kind, make: t.Callable[[], M]) -> M:
        """What is made of the list that was just taken. Others get the same, so that nobody may change it."""
        known = self._recent.lists.get(_name(kind))
        if known is None:
            return make()
        if kind.name not in known.made:
            known.made[kind.name] = make()
        made: M = known.made[kind.name]
        return made

    def writes(self) -> None:
        """Told before each request that may change something. Raises Outdated."""
        if self.glances:
            raise Outdated("nothing is written by what was read for another item; this is a defect of the collection")
        self._wrote = True
        self._recent.lists.clear()
        Recent.drop()

    def rest(self) -> None:
        """Told when the run has ended, from when on its connections are idle."""
        self._recent.used = patience.clock()
