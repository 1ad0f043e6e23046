# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fast path: objects that are declared by their ids are read one by one, where their list would take longer.

A Dashboard with 100,000 keys takes minutes for the list of them, and a configuration may declare fifty. So their list
is put off: whoever needs all of them has it asked for then, and sees it with all that was planned till then, which
`Refs` enters. A part of a list is never taken for the whole. The law that ties this to the list is in
tests/unit/modules/test_singly.py.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from concurrent.futures import Future, ThreadPoolExecutor

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

FEW = 25  # as many objects of a list cost as much as one that is read alone
ALWAYS = 2  # so many reads are not more requests than a look at how long the list is, and the list
ALL = ("undeclared_objects", "previous")  # options for which every object has to be known

Read = tuple[str, str, tuple[tuple[str, t.Any], ...]]  # kind, id and query


def _read(kind: Kind, ident: str, query: t.Mapping[str, t.Any] | None) -> Read:
    return kind.name, ident, tuple(sorted((query or {}).items()))


class Singly:
    """What was read so. Each is handed out once, to whoever needs it first; a failure, too."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._ahead: dict[Read, Future[Object | None]] = {}

    def chosen(self, kind: Kind, items: t.Sequence[Item], params: t.Mapping[str, t.Any]) -> bool:
        """Whether these items of one kind are rather looked for one by one."""
        if not (kind.route.many and self._client.counts_pages and items) or _needs_all(kind, items, params):
            return False
        if len(items) <= ALWAYS:
            return True
        some, size = self._client.size(kind)
        said = [(option, str(item.named[option])) for item in items if (option := _option(kind, item))]
        in_vain = bool(some) and not any(kind.shows(some[0], *one) for one in said)
        return in_vain or len(items) * FEW < size

    def ask(self, kind: Kind, items: t.Iterable[Item], parallel: int) -> None:
        """Read what these items are about, so many at once, and wait until all is there."""
        wanted: dict[Read, tuple[str, t.Mapping[str, t.Any] | None]] = {}
        for item in items:
            option = _option(kind, item)
            if option:
                ident, query = str(item.named[option]), kind.identity.lookups[option] or None
                wanted[_read(kind, ident, query)] = (ident, query)
        if len(wanted) > 1 and parallel > 1:
            with ThreadPoolExecutor(min(parallel, len(wanted))) as pool:
                self._ahead = {key: pool.submit(self._client.read, kind, *one) for key, one in wanted.items()}
                for future in self._client.context.progress.each([*self._ahead.values()], f"{kind.nouns} read"):
                    if future.exception():  # which ends the run, once its turn comes
                        pool.shutdown(wait=False, cancel_futures=True)
                        break

    def take(self, kind: Kind, ident: str, query: t.Mapping[str, t.Any] | None) -> Object | None:
        """The object with this id, or None. Raises HttpFailure."""
        ahead = self._ahead.pop(_read(kind, ident, query), None)
        return ahead.result() if ahead and not ahead.cancelled() else self._client.read(kind, ident, query)


def _option(kind: Kind, item: Item) -> str:
    """The option by whose value an item's object is read; "" where the kind has a way of its own."""
    return next((name for name in kind.identity.lookups if item.named.get(name)), "")


def _needs_all(kind: Kind, items: t.Iterable[Item], params: t.Mapping[str, t.Any]) -> bool:
    """Whether every object of the kind has to be known in any case."""
    if any(params.get(name) for name in ALL) or kind.section in (params.get("prune") or ()):
        return True
    rotates = {kind.rotation.label[0], kind.rotation.keep} if kind.rotation else set()
    return any(not kind.said_ids(item.named) or any(item.named.get(name) for name in rotates) for item in items)
