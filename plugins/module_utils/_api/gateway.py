# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The dialect of the open-source Gateway's control API.

APIs and policies are files, and what is written to them counts after a reload; until then reads show what was loaded
before. Keys, certificates and OAuth clients are in Redis, and without Redis the Gateway says that there are none.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import secrets
import threading
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.body import Answer
from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import IN_COLLECTION, Client
from ansible_collections.community.tyk.plugins.module_utils._api.hints import GATEWAY
from ansible_collections.community.tyk.plugins.module_utils._api.patience import START, Patience
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Where


class Gateway(Client):
    """The control API: one secret opens everything, and no user is behind it."""

    platform = "gateway"
    header = "x-tyk-authorization"
    wrong_token_hint = "token is not the secret of this Gateway's configuration"
    wrong_server_hint = "Is url the address of a Tyk Gateway's control API?"
    hints = GATEWAY
    lists_at_once = False
    counts_pages = personal = False
    late = False

    def __init__(self, *args: t.Any, **settings: t.Any) -> None:
        super().__init__(*args, **settings)
        self._lock = threading.RLock()
        self._awake = self._unloaded = self._held = False
        self._whole: dict[str, list[Object]] = {}  # by route what was listed last, of every organisation
        self._written: dict[str, Object] = {}  # by route and id, while reads show what was before
        self._known: set[str] = set()  # the ids of objects that reads can cost a load
        self._listed = self._loaded_twice = False
        self._old = False  # a version that does not say whether it has loaded its APIs yet

    def own(self, kind: Kind) -> Kind:
        if kind.platform == self.platform:
            return kind
        if type(kind) not in self.variants:
            raise Invalid(f"A Gateway without a Dashboard has no {kind.nouns}; use platform: dashboard")
        return self.variants[type(kind)]

    def kinds(self, kinds: t.Mapping[str, Kind]) -> dict[str, Kind]:
        return {name: self.own(kind) for name, kind in kinds.items() if type(kind) in self.variants}

    def hold(self, held: bool) -> None:
        self._held = held
        self._written.clear()

    def defers(self, kind: Kind) -> bool:
        return kind.life.filed

    def _ask(self, kind: Kind, request: Request, writes: bool = True) -> Answer:
        self._wait_until_ready()
        if not self._held and (request.method == "GET" or not kind.life.filed):
            self.reload()
        try:
            return super()._ask(kind, request, writes)
        finally:
            if request.method != "GET" and kind.life.filed:
                self._unloaded = True

    def reload(self) -> None:
        """Have the Gateway load what was written, and wait until it has."""
        with self._lock:
            if self._unloaded and self.reloads:
                self._unloaded = False
                try:
                    self._ask_reload_of_all()
                except HttpFailure:
                    self._unloaded = True
                    raise

    def _ask_reload(self) -> None:
        answer = self.http.send(Request("GET", "/tyk/reload", {"block": "true"}))
        if answer.status >= 300:
            message = self.http.message(answer)
            raise HttpFailure(answer.status, "GET", "/tyk/reload", message, self._hint(answer.status, message))

    def _ask_reload_of_all(self) -> None:
        """The same, and once more where it costs an object that has been read: so it is in use again."""
        if not self._listed:
            self._list_brittle()
        before = {*self._known}
        self._ask_reload()
        if before and before - self._list_brittle():
            self._ask_reload()
            self._list_brittle()

    def _list_brittle(self) -> set[str]:
        """The objects that a reload can lose."""
        for kind in self._brittle():
            self._note(kind, [kind.decode(item) for item in self._items(kind, dict(kind.route.list_query), dict)])
        return self._known

    def _brittle(self) -> list[Kind]:
        """The kinds of which a read can cost an object a load."""
        return [kind for kind in self.variants.values() if kind.route.brittle]

    def _note(self, kind: Kind, listed: t.Iterable[Object]) -> None:
        """Remember what a reload has to load."""
        self._known, self._listed = {kind.id_of(kind.adopted(obj)) for obj in listed if kind.is_own(obj)}, True

    def unsure(self, kind: Kind) -> bool:
        kind = self.own(kind)
        if not kind.route.brittle or self.check or not self.reloads or self._held or self._loaded_twice:
            return False
        self._loaded_twice = True
        self._ask_reload()  # what a read before has cost a load is there again after this one
        return True

    def create(self, kind: Kind, body: t.Any, where: Where = IN_COLLECTION) -> tuple[str, Object]:
        ident, reply = super().create(kind, body, where)
        if self.own(kind).route.brittle:
            self._known.add(ident)
        return ident, reply

    def _wait_until_ready(self) -> None:
        """Wait until the Gateway serves: before its first load it knows no API, and without Redis no key."""
        with self._lock:
            if self._awake:
                return
            for turn in Patience(START, seconds=self.context.patience).turns():
                try:
                    self._ready()
                except HttpFailure as error:
                    if error.status != 503 or turn.last:
                        raise
                else:
                    self._awake = True
                    return

    def _ready(self) -> None:
        """Raise a failure with the status 503 unless the Gateway is ready."""
        answer = self.http.send(Request("GET", "/ready"))
        if answer.status == 404:
            self._old = True
            answer = self.http.send(Request("GET", "/hello"))
            redis = get(answer.data, "details.redis")
            if isinstance(redis, dict) and redis.get("status") == "fail":
                raise HttpFailure(503, "GET", "/hello", "Redis does not answer the Gateway")

    def replace(self, kind: Kind, ident: str, body: t.Any, *args: t.Any, **how: t.Any) -> Object:
        reply = super().replace(kind, ident, body, *args, **how)
        if self._held:
            own = self.own(kind)
            self._written[f"{own.route.collection}/{ident}"] = own.decode(copy.deepcopy(body))
        return reply

    def read(self, kind: Kind, ident: str, query: t.Any = None, collection: str = "") -> Object | None:
        written = self._written.get(f"{self.own(kind).route.collection}/{ident}")
        if written is not None:
            return copy.deepcopy(written)
        found = super().read(kind, ident, query, collection)
        if found is None and self._doubt(self.own(kind)):
            found = super().read(kind, ident, query, collection)
        return found

    def some(self, kind: Kind) -> tuple[list[Object], str]:
        kind = self.own(kind)
        if not kind.route.ids_only:
            return self.list(kind), ""
        found = len(self._items(kind, self._query(kind), str))
        return [], f"{kind.title} ({found}) were not looked at, since each takes a request" if found else ""

    def _query(self, kind: Kind) -> dict[str, t.Any] | None:
        return {**kind.route.list_query, **({"org_id": self.org} if self.org else {})} or None

    def has_neighbours(self, kind: Kind) -> bool:
        return bool(self.org) and kind.life.filed

    def neighbours(self, kind: Kind) -> list[Object]:
        kind = self.own(kind)
        if kind.route.collection not in self._whole:
            self.list(kind)
        return self._whole[kind.route.collection]

    def _all(self, kind: Kind) -> list[Object]:
        query = self._query(kind)
        try:
            if kind.route.ids_only:
                return kind.fetch(self, self._told(kind, self._items(kind, query, str)))
            return [kind.decode(item) for item in self._items(kind, query, dict)]
        except HttpFailure as error:
            if error.status == 404 and error.message == "no message":
                return []  # of an API that is not there, or no more
            raise

    def _told(self, kind: Kind, idents: t.Sequence[str]) -> t.Iterable[str]:
        """These ids one after the other; whoever waits is told how far that is."""
        return self.context.progress.each(idents, f"{kind.nouns} read")

    def list(self, kind: Kind) -> list[Object]:
        kind = self.own(kind)
        objects = self._all(kind)
        if not objects and self._doubt(kind):
            objects = self._all(kind)
        for brittle in self._brittle():
            if (kind.route.listing or kind.route.collection) == brittle.route.listing:
                self._note(brittle, objects)
        if kind.life.filed:
            self._whole[kind.route.collection] = objects  # whatever organisation the request names
        org = self.org if kind.identity.org else ""
        return [obj for obj in objects if get(obj, kind.identity.org) == org] if org else objects

    def _doubt(self, kind: Kind) -> bool:
        """Make sure that it was no failure that looked like absence; whether it is worth to ask once more."""
        if kind.life.filed:
            again, self._old = self._old and not self.check, False
            if again:
                self._ask_reload()
            return again
        if self.check:
            self._ready()
            return False
        # Nothing is in this cache; but only a Gateway that reaches Redis can say so.
        answer = self.http.send(Request("DELETE", f"/tyk/cache/none-{secrets.token_hex(8)}"))
        if answer.status == 500:
            raise HttpFailure(
                500, "DELETE", "/tyk/cache", self.http.message(answer), "Redis does not answer the Gateway; run again"
            )
        return True

    def delete(self, kind: Kind, ident: str, query: t.Any = None) -> None:
        kind = self.own(kind)
        try:
            super().delete(kind, ident, query)
        except HttpFailure as error:
            # The file may be gone already, by a run that broke off before the Gateway had loaded that.
            if error.status != 500 or not error.message.lower().startswith("delete failed") or not self.reloads:
                raise
            if self.read(kind, ident) is not None:
                raise
        self._known.discard(ident)
        if not kind.life.filed:
            self._doubt(kind)  # without Redis it says that all is deleted

    def _upload(self, kind: Kind, path: str, content: bytes) -> Answer:
        query = {"org_id": self.org} if self.org else None
        return self._ask(kind, Request("POST", path, query, content))
