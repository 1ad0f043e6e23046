# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What reads are answered from while a plan is made: the lists, where they hold the answer."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._config.singly import Singly
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs


class Snapshot:
    """Stands for the client: it reads, and cannot write.

    :arg asks: what no list shows is asked for; else to read that raises a TykError.
    """

    def __init__(self, client: Client, refs: Refs, singly: Singly | None = None, asks: bool = True) -> None:
        self._client, self._refs, self._singly, self._asks = client, refs, singly, asks
        self.own, self.org, self.personal, self.peek, self.hide = (
            client.own,
            client.org,
            client.personal,
            client.peek,
            client.hide,
        )
        self.ask, self.clean = client.ask, client.clean

    def read(self, kind: Kind, ident: str, query: t.Any = None, collection: str = "") -> Object | None:
        """The object with this id, or None; as a read of it alone would show it."""
        if collection or set(query or {}) - {"hashed"}:
            return self._read(kind, ident, query, collection)
        if kind.life.single:
            return next(iter(self._refs.listing(kind.name)), None)
        if self._singly and self._refs.puts_off(kind.name):
            return self._singly.take(kind, ident, query) if self._asks else self._read(kind, ident)
        found = self._refs.known(kind.name, ident, load=True)
        if found is None:  # a list of keys may hold their hashes only
            return self._read(kind, ident, query) if kind.secret.is_id else None
        shown = kind.from_listed(found)
        return shown if shown is not None else self._read(kind, ident, query)

    def _read(self, kind: Kind, ident: str, query: t.Any = None, collection: str = "") -> Object | None:
        if not self._asks:
            raise TykError(f"no list shows the {kind.noun}")
        return self._client.read(kind, ident, query, collection)
