# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What refers to what: the one graph of references, which prune, warnings and information ask."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.hidden import OWNED, Known, hidden_apis
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import EVERYTHING, HOSTS, listed_with
from ansible_collections.community.tyk.plugins.module_utils._object.index import ids

MOST = 10  # as many objects of a kind a message names


class Lists(Known, t.Protocol):
    """All that there is around a run."""

    def kinds(self) -> list[Kind]:
        """Every kind, in the order in which objects refer to each other."""

    def everywhere(self, kind: str) -> list[Object]:
        """Every object of the kind, and those of other organisations that this server serves beside ours."""

    def some(self, kind: str) -> tuple[list[Object], str]:
        """The objects of the kind that few requests show; and, for people, what was left out."""

    def apart(self, kind: Kind) -> Lists:
        """The same, but what it does with this kind is its own."""


AtHome = t.Callable[[Kind, Object], Lists]


class User(t.NamedTuple):
    """An object that refers to another."""

    kind: Kind
    obj: Object

    @property
    def name(self) -> str:
        return self.kind.name_of(self.obj)

    @property
    def ident(self) -> str:
        """The id that people may see: the one that others refer to it by, if there are two."""
        path = self.kind.identity.refer
        return str(path and get(self.obj, path) or self.kind.shown_id(self.obj))


class Uses:
    """Which of some objects are in use, and by what.

    :arg targets: these objects, each with its kind.
    :arg run: any run in these surroundings, which are ``lists``.
    :arg rescued: a target that is in use stays for that, so what it refers to is in use as well.
    :arg around: gives what is known of a kind in one of its homes, if that is more than can be asked for.
    """

    def __init__(
        self,
        targets: t.Iterable[tuple[Kind, Object]],
        run: Run,
        lists: Lists,
        rescued: bool = False,
        around: AtHome | None = None,
    ) -> None:
        self._run, self._lists, self._rescued, self._around = run, lists, rescued, around
        self._targets = {id(obj): (kind, obj) for kind, obj in targets}
        self._by_id: dict[tuple[str, str], list[int]] = {}
        for key, (kind, obj) in self._targets.items():
            for ident in {*ids(kind)(obj)} - {""}:
                for name in dict.fromkeys((kind.name, listed_with(kind.name))):
                    self._by_id.setdefault((name, ident), []).append(key)
        self.entered: list[User] = []
        self.users: dict[int, list[User]] = {}  # by the target's identity in memory
        self.parts: dict[tuple[int, str], list[User]] = {}  # the same of a part of it, by what that is called
        self.unseen: dict[str, str] = {}  # kinds that were not looked at, or not at all of them -> why
        self.blind: dict[str, str] = {}  # kinds that those may refer to -> why

    def enter(self, kind: Kind, obj: Object) -> None:
        """Take an object for one that stays."""
        waiting = [User(kind, obj)]
        while waiting:
            user = waiting.pop()
            self.entered.append(user)
            for key in self._found(user):
                if self._rescued and key not in self.users:
                    waiting.append(User(*self._targets[key]))
                self.users.setdefault(key, []).append(user)
            for other, ident, name in self._names(user):
                for key in self._by_id.get((other, ident), ()):
                    self.parts.setdefault((key, name), []).append(user)

    def leave_out(self, ids: t.Collection[str]) -> None:
        """Take the objects with these ids for none that are told."""
        for key, users in self.users.items():
            self.users[key] = [user for user in users if user.kind.id_of(user.obj) not in ids]

    def _names(self, user: User) -> t.Iterator[tuple[str, str, str]]:
        """Parts of the targets that an object refers to."""
        try:
            yield from user.kind.names_within(user.obj, self._lists)
        except HttpFailure as error:
            if not _refused(error):
                raise

    def _found(self, user: User) -> list[int]:
        """The targets that an object refers to, but for itself."""
        kind, own = user.kind, {*ids(user.kind)(user.obj)}
        found: dict[int, None] = {}
        try:
            for other, ident in kind.refers_to(user.obj, self._lists):
                if not (other in (kind.name, listed_with(kind.name)) and ident in own):
                    found.update(dict.fromkeys(self._by_id.get((other, ident), ())))
        except HttpFailure as error:
            if not _refused(error):
                raise  # else it refers by a name to what the token may not list, and so is no target
        return list(found)

    def look(
        self, stays: t.Callable[[Kind, Object], bool] = lambda kind, obj: True, few: bool = False, strict: bool = False
    ) -> None:
        """Look at every object that may refer to a target, and stays.

        :arg few: of what there may be many look only at what one request shows.
        :arg strict: look at all in whose free texts a target may be mentioned as well, and tell of every kind that
            cannot be seen, though it hardly ever refers to a target.
        """
        wanted = {name for kind, _obj in self._targets.values() for name in (kind.name, listed_with(kind.name))}
        for base in self._lists.kinds():
            free = strict and base.has_free_places and not wanted & base.targets
            if base.life.single or not (free or wanted & base.targets):
                continue
            try:
                for kind, lists in self._places(base, wanted, free):
                    objects, left = lists.some(kind.name) if few else (lists.everywhere(kind.name), "")
                    if left:
                        self._miss(base, left)
                    for obj in objects:
                        if kind.is_own(obj) and stays(kind, obj):
                            self.enter(kind, obj)
            except TykError as error:
                if isinstance(error, HttpFailure) and not _refused(error):
                    raise
                absent = (base.route.recent or free) and getattr(error, "status", None) == 404
                referring = wanted & (base.targets - (set[str]() if strict else {*base.fields.loosely}))
                if not absent and (free or referring):
                    self._miss(base, _why(base, error))
        self._look_for_hidden(wanted, few)

    def _look_for_hidden(self, wanted: set[str], few: bool) -> None:
        """Tell where APIs that the token does not see may refer to a target."""
        owned = self._lists.kind(OWNED)
        if wanted & owned.targets and owned.name not in self.unseen:
            users = ((user.kind, user.obj) for user in self.entered)
            why = hidden_apis([*self._targets.values(), *users], self._lists, few)
            if why:
                self._miss(owned, why)

    def _places(self, base: Kind, wanted: set[str], free: bool) -> t.Iterator[tuple[Kind, Lists]]:
        """Where objects of a kind live that may refer to a target, or, in free texts, mention it."""
        if not base.route.selectors:
            yield base, self._lists
            return
        run = replace(self._run, kind=base, around=self._lists)
        anywhere = wanted & {*base.fields.references.values(), *base.fields.keyed_by.values()}
        for home in list(base.homes(run)):
            kind = base.in_home(home)
            if free or anywhere or any(ref in self._by_id for ref in kind.refers_to({}, self._lists)):
                yield kind, self._around(kind, home) if self._around else self._lists.apart(kind)

    def _miss(self, base: Kind, why: str) -> None:
        self.unseen[base.name] = why
        held = base.targets - {*base.fields.loosely}
        for other in (*held, *(guest for guest, host in HOSTS.items() if host in held - {guest})):
            self.blind[other] = "; ".join(filter(None, (self.blind.get(other), why)))

    def listed(self, obj: Object) -> list[dict[str, str]]:
        """What refers to a target, as data."""
        return [{"kind": user.kind.name, "name": user.name, "id": user.ident} for user in self.ordered(obj)]

    def ordered(self, obj: Object) -> list[User]:
        """What refers to a target, whatever the order in which lists come."""
        return sorted(self.users.get(id(obj), []), key=self._order)

    def first(self, obj: Object) -> User:
        """The one of these that a message names."""
        return self.ordered(obj)[0]

    def _order(self, user: User) -> tuple[int, str, str]:
        names = [kind.name for kind in self._lists.kinds()]
        return names.index(user.kind.name), user.name, user.ident

    def told(self, users: t.Iterable[User]) -> str:
        """These for people: policy 'Gold', keys 'acme', 'till'."""
        groups: dict[str, list[User]] = {kind.name: [] for kind in self._lists.kinds()}
        for user in users:
            groups[user.kind.name].append(user)
        return ", ".join(_named(group) for group in groups.values() if group)


def _named(users: list[User]) -> str:
    """Objects of one kind, for people."""
    names = sorted({repr(user.name or user.ident) for user in users if user.name or user.ident})
    nameless = sum(not (user.name or user.ident) for user in users)
    more = max(0, len(names) - MOST) + nameless
    kind = users[0].kind
    noun = kind.noun if len(users) == 1 else plural(kind)
    shown = ", ".join(names[:MOST])
    if not shown:
        return f"{len(users)} {noun} without a name"
    return f"{noun} {shown}{f' and {more} more' if more else ''}"


def plural(kind: Kind) -> str:
    """Several of a kind, within a sentence."""
    return kind.title if kind.noun[0].isupper() else kind.title[0].lower() + kind.title[1:]


def is_referred_to(kind: Kind) -> bool:
    """Whether objects of any kind may refer to one of this kind."""
    return any({kind.name, listed_with(kind.name)} & other.targets for other in EVERYTHING.values())


def _refused(error: HttpFailure) -> bool:
    return error.status is not None and 400 <= error.status < 500


def _why(base: Kind, error: TykError) -> str:
    if isinstance(error, HttpFailure) and error.status == 403:
        return f"the token may not list {base.title} (its user needs the permission {base.permits('GET')})"
    return f"{base.title} could not be listed ({error})"
