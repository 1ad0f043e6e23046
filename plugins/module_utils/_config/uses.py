# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What refers to what, from the objects as they will be after the run: the declared ones and all that stay."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, space
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object


class Uses:
    """The objects that stay, and what they refer to.

    :arg steps: what is to be done with what is declared; none where that has been done.
    :arg going: what would be deleted beside that, by its identity in memory.
    """

    def __init__(self, bulk: Bulk, steps: list[Step], going: t.Container[int]) -> None:
        self._bulk, self._going = bulk, going
        self._declared = set(bulk.claimed) if steps else set()
        self.blind: dict[str, str] = {}  # kinds that may be referred to by what could not be looked at -> why
        self.users: dict[int, str] = {}  # what is referred to -> what refers to it, for people
        for step in steps:
            after = step.change.after
            if after is not None:
                self._follow(step.kind, after, f"{step.kind.noun} {step.name!r}")

    def look(self, kinds: set[str]) -> None:
        """Look at every object that may refer to one of these kinds, and stays."""
        for section, base in self._bulk.kinds.items():
            if base.life.single or not kinds & base.targets:
                continue
            try:
                found = list(self._objects(base))
            except HttpFailure as error:
                if error.status != 403:
                    raise
                why = f"the token may not list {base.title}"
                self.blind |= dict.fromkeys(base.targets, why)
                continue
            for kind, obj in found:
                known = (space(section, kind), base.unique_id(obj)) in self._declared
                if not known and id(obj) not in self._going:
                    self._follow(kind, obj, f"{kind.noun} {kind.name_of(obj)!r}")

    def _objects(self, kind: Kind) -> t.Iterator[tuple[Kind, Object]]:
        """Every object of a kind, wherever it lives."""
        if kind.route.selectors:
            params = self._bulk.task.params
            for home in list(kind.homes(self._bulk.run(kind, params, {}))):
                run = self._bulk.start(kind, {**params, **home}, home)
                yield from ((run.kind, obj) for obj in run.around.listing(kind.name))
        else:
            yield from ((kind, obj) for obj in self._bulk.refs.listing(kind.name))

    def _follow(self, kind: Kind, obj: Object, user: str) -> None:
        """Enter what an object refers to, and what that refers to in turn if it stays for this only."""
        waiting = [(kind, obj, user)]
        while waiting:
            kind, obj, user = waiting.pop()
            for other, ident in kind.refers_to(obj, self._bulk.refs):
                target = self._bulk.refs.known(other, ident, load=True) if ident else None
                if target is None or id(target) in self.users:
                    continue
                own = self._bulk.refs.kind(other)
                self.users[id(target)] = user
                if id(target) in self._going:
                    waiting.append((own, target, f"{own.noun} {own.name_of(target)!r}"))
