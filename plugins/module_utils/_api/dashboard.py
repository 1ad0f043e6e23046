# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tyk's dialect of HTTP: envelopes, odd status codes, where a new id is found."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import time
import typing as t
from urllib.parse import urlsplit

from ansible_collections.community.tyk.plugins.module_utils._api.body import Answer
from ansible_collections.community.tyk.plugins.module_utils._api.context import Context
from ansible_collections.community.tyk.plugins.module_utils._api.hints import BROKEN, DASHBOARD
from ansible_collections.community.tyk.plugins.module_utils._api.http import Http
from ansible_collections.community.tyk.plugins.module_utils._api.recent import Shared
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request, url_path
from ansible_collections.community.tyk.plugins.module_utils._data.merge import as_whole
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, NoRoute, NotFound
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Part, Where

IN_COLLECTION = Where()
SLOW = 10.0  # seconds; to whoever waits so long for a list the way round it is told
NOTHING_SAID = Context()
MIXED = "Does a proxy or a cache on the way drop the query, or mix answers up?"


def pages_of(wrapper: t.Mapping[str, t.Any]) -> int:
    """Of how many pages what is around a list says that it is one."""
    pages = next((value for name, value in wrapper.items() if str(name).lower() == "pages"), 1)
    return pages if isinstance(pages, int) else 1


class Client:
    """One of Tyk's APIs.

    :arg variants: the kinds of this API where they are not those of the Dashboard, by the class of those.
    """

    platform = "dashboard"
    header = ""
    wrong_token_hint = ""
    wrong_server_hint = "Is url the address of a Tyk Dashboard?"
    hints = DASHBOARD
    lists_at_once = True  # what a list shows, and costs, does not depend on what was listed before
    counts_pages = True  # a page of a list says how many there are
    personal = True  # there is a user behind the token
    late = True  # an API or a policy can be used only some time after it was written
    shared: Shared | None = None  # what other items of the same loop have read, or may read

    def __init__(
        self,
        http: Http,
        variants: t.Mapping[type[Kind], Kind] | None = None,
        context: Context = NOTHING_SAID,
    ) -> None:
        self.http, self.wrote = http, False
        self.variants, self.context = variants or {}, context
        self.org, self.reloads, self.check = context.org, context.reloads, context.check

    def share(self, shared: Shared) -> None:
        """Use the connections of other items of the same loop, and perhaps what they have read."""
        self.shared = shared
        shared.lend(self.http.session)

    def own(self, kind: Kind) -> Kind:
        """The kind as it is in this API."""
        return self.variants.get(type(kind), kind)

    def kinds(self, kinds: t.Mapping[str, Kind]) -> t.Mapping[str, Kind]:
        """Of these kinds those that this API has, as they are there."""
        return {name: self.own(kind) for name, kind in kinds.items()} if self.variants else kinds

    def defers(self, kind: Kind) -> bool:
        """Whether what is written of this kind counts only after reload()."""
        return False

    def hold(self, held: bool) -> None:
        """While held, reads show what was before, so that many writes need only one reload()."""

    def reload(self) -> None:
        """Put to use what was written, where that is a step of its own."""

    def unsure(self, kind: Kind) -> bool:
        """Whether what a list of the kind does not have may be there all the same, so that it is to be asked again."""
        return False

    @property
    def began(self) -> float | None:
        """When the server first answered, by its own clock, in seconds since 1970; None where it does not say."""
        return self.http.began

    def hide(self, secrets: t.Iterable[str]) -> None:
        """Keep these texts out of every message."""
        self.http.veil.hide(secrets)

    def _ask(self, kind: Kind, request: Request, writes: bool = True) -> Answer:
        """Send a request about a kind; the answer, if it is a good one. Raises NotFound, or another HttpFailure.

        :arg writes: whether a request that is no read changes something.
        """
        if self.shared and request.method != "GET":
            self.shared.writes()
        answer = self.http.send(dataclasses.replace(request, media=kind.route.media) if kind.route.media else request)
        data = answer.data
        envelope = {str(key).lower(): value for key, value in data.items()} if isinstance(data, dict) else {}
        refused = request.method != "GET" and str(envelope.get("status", "")).lower() == "error"
        if answer.status < 300 and not refused:
            self.wrote = self.wrote or writes and request.method != "GET"
            return answer
        message = self.http.message(answer)
        absent = answer.status == 404 or (
            answer.status == 400 and message.lower().startswith(("could not retrieve", "webhook not"))
        )
        error = NotFound if absent and (envelope.get("message") or envelope.get("error")) else HttpFailure
        hint = self._hint(answer.status, message).replace("{}", kind.permits(request.method))
        raise error(answer.status, request.method, request.shown_path, message, hint)

    def _hint(self, status: int, message: str) -> str:
        """The way out of a failure, where one is known; {} stands for the permission that the request takes."""
        said = message.lower()
        if status == 401:
            return self.wrong_token_hint
        if status == 404 and said.startswith(("no message", "404 page not found")):
            path = urlsplit(self.http.base).path
            return self.wrong_server_hint + (f" No path such as {path} belongs to it" if path else "")
        from ansible_collections.community.tyk.plugins.module_utils._api.mishaps import answered

        known = (hint for code, start, hint in self.hints if code == status and said.startswith(start))
        return next(known, answered(status, said) or (BROKEN if status >= 500 else ""))

    def clean(self, text: str) -> str:
        """The server's words without what is to be hidden."""
        return self.http.veil.clean(text)

    def ask(self, kind: Kind, route: str, body: t.Any) -> Object:
        """What the server answers to a POST, of which the caller knows whether it changes something."""
        data = self._ask(self.own(kind), Request("POST", f"/{route}", body=as_whole(body)), writes=False).data
        return data if isinstance(data, dict) else {}

    def _path(self, kind: Kind, ident: str, *action: str) -> tuple[str, str]:
        if kind.life.single:
            return f"/{kind.route.collection}", f"/{kind.route.collection}"
        path = url_path(kind.route.collection, ident, *action)
        self.http.veil.hide([ident] if kind.secret.is_id else ())
        return path, "/".join(("", kind.route.collection, MASK, *action)) if kind.secret.is_id else path

    def read(self, kind: Kind, ident: str, query: t.Any = None, collection: str = "") -> Object | None:
        """The object with this id, or None."""
        kind = self.own(kind)
        path, shown = self._path(kind, ident)
        if collection:
            path = shown = url_path(collection, ident)
        try:
            answer = self._ask(kind, Request("GET", path, query, shown=shown))
        except NotFound:
            return None
        if not isinstance(answer.data, dict):
            raise HttpFailure(answer.status, "GET", shown, "the answer is empty or no object")
        found = kind.decode(answer.data)
        if not (query or collection) and not _is(kind, found, ident):
            raise HttpFailure(answer.status, "GET", shown, f"the answer is another {kind.noun}", MIXED)
        return found

    def peek(self, kind: Kind, ident: str, query: t.Any = None) -> Object | None:
        """Like read(), where it does not matter whether the object is really absent."""
        return Client.read(self, kind, ident, query)

    def some(self, kind: Kind) -> tuple[list[Object], str]:
        """As many objects of the kind as one request shows; and, for people, what it left out."""
        kind = self.own(kind)
        items, pages = self._page(kind, {"p": 1}, dict)
        left = f"only the first {len(items)} {kind.title} were looked at, of {pages} pages" if pages > 1 else ""
        return [kind.decode(item) for item in items], left

    def size(self, kind: Kind) -> tuple[list[Object], int]:
        """Some objects of the kind, and about how many there are, by one request; as many as it shows, where the server
        does not say."""
        kind = self.own(kind)
        items, pages = self._page(kind, {"p": 1}, dict)
        return [kind.decode(item) for item in items], len(items) * pages

    def has_neighbours(self, kind: Kind) -> bool:
        """Whether objects of other organisations can be in the way of this one's."""
        return False

    def neighbours(self, kind: Kind) -> list[Object]:
        """Every object of the kind, of whatever organisation."""
        return self.list(kind)

    def list(self, kind: Kind) -> list[Object]:
        """Every object of the kind that the credential can see, in no particular order."""
        kind = self.own(kind)
        if kind.life.single:
            found = self.read(kind, "")
            return [found] if found else []
        began = time.monotonic()
        try:
            listed = [kind.decode(item) for item in self._items(kind, {"p": -1}, dict)]
        except HttpFailure as error:
            if error.status == 404 and kind.route.since:
                raise NoRoute(error, kind.unknown_there) from error
            way = self._way_round(kind, time.monotonic() - began) if error.status is None else ""
            if not way:
                raise
            hint = f"{error.hint.rstrip('.')}. {way}" if error.hint else way
            raise HttpFailure(None, error.method, error.path, error.message, hint) from error
        way = self._way_round(kind, time.monotonic() - began)
        if way:
            self.context.progress(f"it took long to list all {kind.nouns}. {way}")
        return listed

    def _way_round(self, kind: Kind, seconds: float) -> str:
        """How to do without a list that took so long; "" where it did not, or nothing does."""
        options = " or ".join(kind.identity.lookups)
        if seconds < SLOW or not (kind.route.many and options):
            return ""
        return (
            f"To find {kind.a_noun} by its {kind.identity.name_option} takes the list of all; by {options} it does not"
        )

    def _items(self, kind: Kind, query: t.Any, holds: type) -> t.Any:
        """What a list holds. Raises HttpFailure where it may be a part of it."""
        items, pages = self._page(kind, query, holds)
        if pages > 1:  # so it is a part, unless this server counts pages of what it does not page
            second, _pages = self._page(kind, {**query, "p": 2}, holds)
            if not second or len(second) >= len(items) or not _ids(kind, second) <= _ids(kind, items):
                path = "/" + (kind.route.listing or kind.route.collection)
                raise HttpFailure(200, "GET", path, f"only a part of the list came, of {pages} pages", MIXED)
        return items

    def _page(self, kind: Kind, query: t.Any, holds: type) -> tuple[t.Any, int]:
        """What a list holds, and how many pages Tyk says that there are."""
        path = "/" + (kind.route.listing or kind.route.collection)
        answer = self._ask(kind, Request("GET", path, query))
        wrapper = answer.data if isinstance(answer.data, dict) else {kind.route.items: answer.data}
        items = wrapper.get(kind.route.items, ())
        items = [] if items is None else items
        if not isinstance(items, list) or not all(isinstance(item, holds) for item in items):
            raise HttpFailure(answer.status, "GET", path, f"the answer holds no list of {kind.nouns}")
        return items, pages_of(wrapper)

    def create(self, kind: Kind, body: t.Any, where: Where = IN_COLLECTION) -> tuple[str, Object]:
        """Create; the new id ("" where Tyk does not say it) and the reply."""
        kind = self.own(kind)
        collection = where.collection or kind.route.collection
        path = url_path(collection, where.ident) if where.ident else "/" + collection
        shown = f"/{collection}/{MASK}" if where.ident and kind.secret.is_id else path
        query = {**kind.route.always, **(where.query or {})}
        try:
            if isinstance(body, bytes):
                data = self._upload(kind, path, body).data
            else:
                data = self._ask(kind, Request("POST", path, query, as_whole(body), shown=shown)).data
        except HttpFailure as error:
            if not where.perhaps or error.status not in (404, 405):
                raise
            return self.create(kind, body, dataclasses.replace(where, ident="", perhaps=False))
        reply: Object = data if isinstance(data, dict) else {}
        for name in kind.route.created:
            value = reply.get(name)
            value = value.get("id") if isinstance(value, dict) else value
            if isinstance(value, str) and value:
                return value, reply
        return "", reply

    def _upload(self, kind: Kind, path: str, content: bytes) -> Answer:
        return self._ask(kind, Request("POST", path, files={"file": ("upload.pem", content)}))

    def replace(
        self,
        kind: Kind,
        ident: str,
        body: t.Any,
        query: t.Any = None,
        renew: t.Callable[[bool], t.Any] | None = None,
    ) -> Object:
        """PUT the whole object; the reply.

        :arg renew: as a Request has it.
        """
        kind = self.own(kind)
        path, shown = self._path(kind, ident)
        again = (lambda tried: as_whole(renew(tried))) if renew else None
        query = {**kind.route.always, **kind.route.query, **(query or {})}
        data = self._ask(kind, Request("PUT", path, query, as_whole(body), shown=shown, renew=again)).data
        return data if isinstance(data, dict) else {}

    def store(self, kind: Kind, part: Part, ident: str, obj: Object) -> None:
        """Write the fields that have a route of their own."""
        path = url_path(part.collection or kind.route.collection, ident, *part.action)
        body = as_whole(part.body(obj) if part.body else None)
        own = kind.but(route=dataclasses.replace(kind.route, media=""))
        try:
            self._ask(own, Request(part.method, path, body=body))
        except HttpFailure as error:
            if not part.malformed or not error.malformed:
                raise
            raise HttpFailure(error.status, part.method, path, error.message, part.malformed) from error

    def delete(self, kind: Kind, ident: str, query: t.Any = None) -> None:
        """Delete; that it is gone already is fine."""
        kind = self.own(kind)
        path, shown = self._path(kind, ident)
        try:
            self._ask(kind, Request("DELETE", path, query, shown=shown))
        except NotFound:
            return


def _ids(kind: Kind, items: t.Iterable[t.Any]) -> set[str]:
    """What tells listed items apart."""
    return {kind.unique_id(kind.decode(item)) if isinstance(item, dict) else str(item) for item in items}


def _is(kind: Kind, obj: Object, ident: str) -> bool:
    """Whether an object is the one that was asked for; a key may go by another id, and one without any may be it."""
    if kind.secret.is_id or not kind.life.merges:
        return True
    paths = (*kind.identity.ids, kind.identity.row_id)
    ids = {str(get(obj, path)) for path in paths if path and get(obj, path)}
    return not ids or ident in ids


class Dashboard(Client):
    """The Dashboard API: the token's user decides the organisation."""

    header = "authorization"
    wrong_token_hint = "The token is wrong or was renewed, or its user is not active"


class DashboardAdmin(Client):
    """The Admin API: for bootstrapping only."""

    header = "admin-auth"
    wrong_token_hint = (
        "admin_secret is not the admin_secret of this Dashboard's configuration; a user's token is not it either"
    )
