# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists that are asked for at the same time, because a whole configuration would wait for one after the other."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from concurrent.futures import Future, ThreadPoolExecutor

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.index import Index


class Lists:
    """What a server lists. What was asked for ahead is handed out once, to whoever needs it first; a failure, too."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._ahead: dict[str, Future[list[Object]]] = {}
        self._anew = False

    def ask(self, kinds: t.Collection[Kind], parallel: int) -> None:
        """Ask for the lists of these kinds, so many at once, and wait until all are there."""
        self.drop()
        if len(kinds) > 1 and parallel > 1 and self._client.lists_at_once:
            with ThreadPoolExecutor(min(parallel, len(kinds))) as pool:
                self._ahead = {kind.name: pool.submit(self._client.list, kind) for kind in kinds}

    def take(self, kind: Kind) -> list[Object]:
        """Every object of the kind that the credential can see. Raises HttpFailure."""
        ahead = self._ahead.pop(kind.name, None)
        if ahead:
            return ahead.result()
        shared = None if self._anew else self._client.shared
        return shared.take(kind, self._client.list) if shared else self._client.list(kind)

    def index(self, kind: Kind, make: t.Callable[[], Index]) -> Index:
        """The objects that were just taken, to be looked up; of what others have read, made once for all of them."""
        shared = None if self._anew else self._client.shared
        return shared.made(kind, make).lent() if shared else make()

    def drop(self) -> None:
        """Forget what nobody needed: it gets old; and what others have read, too."""
        self._ahead, self._anew = {}, True
