# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other objects of a run: names to ids and back from one listing per kind, and who the token belongs to."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._data.near import did_you_mean, nearest
from ansible_collections.community.tyk.plugins.module_utils._data.paths import (
    Path,
    get,
    held,
    indexed,
    leads,
    places,
    put,
    steps,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import (
    Ambiguous,
    HttpFailure,
    Invalid,
    OrganisationMismatch,
    TykError,
    Unresolved,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.caller import caller
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Caller, Keys, Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields, Identity, Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import HOSTS, with_own
from ansible_collections.community.tyk.plugins.module_utils._object.index import Index, Lookups, ids, names
from ansible_collections.community.tyk.plugins.module_utils._object.lists import Lists


def _among(obj: Object, found: t.Iterable[Object]) -> bool:
    return any(obj is other for other in found)


def no_id(asserted: str, other: str) -> str:
    """The advice for who names an organisation by what looks like no id, where another one's id does."""
    shape = re.compile("[0-9a-f]{24}")
    return "; org_id takes an ID, which is no name" if shape.fullmatch(other) and not shape.fullmatch(asserted) else ""


def untold(asserted: str) -> str:
    """That it is not known whether the token belongs to the organisation that the task names, and the way out."""
    return (
        f"org_id is {asserted}, but it cannot be told which organisation the token belongs to: its user may not read "
        "users, and sees no API. Give the user the permission users: read, or leave org_id out"
    )


def _shows(host: Kind, guest: Kind) -> bool:
    """Whether the list of one kind shows the objects of another one."""
    return guest.route.listing == host.route.collection


Told = t.Callable[[Path], str]
Chosen = dict[tuple[str, str, str], t.Optional[Object]]  # by kind, reference, and the option that says it


class Refs:
    """What the objects of a run may refer to.

    :arg kinds: the kinds that can be referred to, by their name.
    :arg assume: a check run: what does not exist is taken for something that an earlier task makes.
    """

    def __init__(
        self, client: Client, kinds: t.Mapping[str, Kind], token: str, assume: bool, warn: t.Callable[[str], None]
    ) -> None:
        self._client, self._kinds, self._token, self._assume, self._warn = client, kinds, token, assume, warn
        self._ids, self._names = Lookups(kinds, ids), Lookups(kinds, names)
        self._lists: dict[str, Index] = {}
        self._later: dict[str, list[t.Callable[[Refs], None]]] = {}  # by kind what its list is to have once it is there
        self.asked = Lists(client)
        self._some: dict[str, tuple[list[Object], str]] = {}  # parts of lists
        self._caller: Caller | None = None
        self.moved: dict[tuple[str, str], str] = {}  # kind, and how nothing is called any more -> why
        self._gone: set[tuple[str, str]] = set()  # kind and id of what was taken away
        self.alone = True
        self.intended: dict[str, dict[str, Object | None]] = {}
        self.planned: dict[int, Object] = {}  # objects that do not exist yet
        self.used: dict[int, Object] = {}  # what has been referred to; the caller empties it as it likes
        self.chosen: Chosen = {}  # the same by reference; None: left as it is stored
        self.settled: Chosen = {}  # what references mean, whatever the lists show by now
        self.made: dict[int, Object] = {}  # what has become of what was planned
        self._unlisted: dict[str, HttpFailure] = {}
        self._only: set[tuple[str, str]] | None = None  # kind and id of what alone is shown by its name

    def _index(self, kind: str) -> Index:
        if kind in self._lists:
            return self._lists[kind]
        own = self._kinds[kind]
        for host in self._hosts(kind):
            if kind not in self._lists and _shows(host, own):
                self._index(host.name)
        if kind not in self._lists:
            objects = self._listed(own)
            for guest in self._guests(own) if own.guests else ():
                if guest.name not in self._lists and _shows(own, guest):
                    self._lists[guest.name] = Index(guest.adopted(obj) for obj in objects if guest.is_own(obj))
            self._lists[kind] = Index(filter(own.is_own, objects))
            for enter in self._later.get(kind, ()):
                enter(self)
        return self._lists[kind]

    def _listed(self, own: Kind) -> list[Object]:
        """What the server lists of a kind; of a whole configuration nothing where it does not know the kind."""
        try:
            return self.asked.take(own)
        except HttpFailure as error:
            if self.alone or not own.route.recent or error.status != 404:
                raise
            self._unlisted[own.name] = error
            return []

    def put_off(self, kind: str) -> None:
        """Do without the list of a kind until somebody needs all of it."""
        self._later[kind] = []

    def puts_off(self, kind: str) -> bool:
        """Whether the list of the kind was not needed till now."""
        return kind in self._later and kind not in self._lists

    def once_listed(self, kind: str, enter: t.Callable[[Refs], None]) -> None:
        """Have this done with the list of the kind: now, or when it is there, by whoever has it."""
        if self.puts_off(kind):
            self._later[kind].append(enter)
        else:
            enter(self)

    def expect(self, kinds: t.Iterable[Kind], parallel: int) -> None:
        """Ask for the lists of these kinds now, at the same time, and for the lists of what a reference to one of them
        may mean as well."""
        own = [*kinds]
        shown = {next((host for host in self._hosts(kind.name) if _shows(host, kind)), kind) for kind in own}
        meant = {name for kind in own for name in kind.targets - {kind.name}}
        hosts = [kind for kind in shown if kind.guests and kind.name in meant]
        shown.update(guest for host in hosts for guest in self._guests(host) if not _shows(host, guest))
        self.asked.ask([kind for kind in self._kinds.values() if kind in shown], parallel)

    def unlisted(self, kind: str) -> HttpFailure | None:
        """Why this server lists no objects of the kind, where it knows none."""
        return self._unlisted.get(kind)

    def _full(self, kind: str) -> Index:
        """The same, with the objects of other kinds that have their names and ids among those of this one."""
        index = self._index(kind)
        if index.full or not self._kinds[kind].guests:
            return index
        for guest in self._guests(self._kinds[kind]):
            try:
                guests = self.listing(guest.name)
            except HttpFailure as error:
                if not (error.status == 403 or guest.route.recent and error.status == 404):
                    raise
                guests = []
            for obj in guests:
                index.exchange(None, obj)
        index.full = True
        return index

    def _hosts(self, kind: str) -> list[Kind]:
        """The kinds among whose objects those of this one are looked up as well."""
        return [self._kinds[HOSTS[kind]]] if HOSTS.get(kind) in self._kinds else []

    def _guests(self, host: Kind) -> list[Kind]:
        """The kinds whose objects are looked up among those of another one."""
        return [self._kinds[name] for name in host.guests if name in self._kinds]

    def appeared(self, kind: str) -> bool:
        """Whether there are objects by now that the list of the kind did not show, though they were there."""
        own = self._kinds[kind]
        if not self._client.unsure(own):
            return False
        listed = [obj for obj in self._client.list(own) if own.is_own(obj)]
        new = [obj for obj in listed if not self.with_id(kind, own.id_of(obj))]
        for obj in new:
            self.enter(kind, obj)
        return bool(new)

    def kind(self, name: str) -> Kind:
        """The kind of this name."""
        return self._kinds[name]

    def listing(self, kind: str) -> list[Object]:
        """Every object of the kind; asked for once."""
        return [obj for obj in self._index(kind).objects.values() if not self._is_guest(kind, obj)]

    def has_listed(self, kind: str) -> bool:
        """Whether the list of the kind is known already."""
        return kind in self._lists

    def together(self, kind: str) -> list[Object]:
        """The same, and those of other kinds that have their names and ids among these."""
        return list(self._full(kind).objects.values())

    def _is_guest(self, kind: str, obj: Object) -> bool:
        return bool(self._kinds[kind].guests) and not self._kinds[kind].is_own(obj)

    def everywhere(self, kind: str) -> list[Object]:
        """The same, and those of other organisations that this server serves beside ours, where it shows them."""
        own, objects = self._kinds[kind], self.listing(kind)
        if not self._client.has_neighbours(own):
            return objects
        return objects + [obj for obj in self._client.neighbours(own) if own.org_of(obj) != self._client.org]

    def kinds(self) -> list[Kind]:
        """Every kind, in the order in which objects refer to each other."""
        return list(self._kinds.values())

    def some(self, kind: str) -> tuple[list[Object], str]:
        """The objects of the kind that few requests show; and, for people, what was left out."""
        own = self._kinds[kind]
        if not own.route.many or kind in self._lists or kind in self._later:
            return self.everywhere(kind), ""
        if kind not in self._some:
            self._some[kind] = self._client.some(own)
        return self._some[kind]

    def users(self, kind: Kind, obj: Object) -> str:
        """What refers to an object, for people, as far as few requests show it."""
        from ansible_collections.community.tyk.plugins.module_utils._object.uses import Uses

        run = Run(kind, self._client, self, {}, {}, True, False, self._warn)
        uses = Uses([(kind, obj)], run, self)
        uses.look(few=True)
        return uses.told(uses.users.get(id(obj), ()))

    def with_back(self, gone: t.Iterable[tuple[Kind, Object]]) -> Refs:
        """The same, but these objects are there as well."""
        other = self._but(_lists=dict(self._lists), _later=dict(self._later))
        for kind, obj in gone:
            other._lists[kind.name] = Index([*other.listing(kind.name), obj])
            for host in self._hosts(kind.name):
                other._lists[host.name] = Index(other.listing(host.name))
        return other

    def forget(self, kind: str) -> None:
        """Ask anew next time."""
        self.asked.drop()
        for name in (kind, *(host.name for host in self._hosts(kind))):
            self._lists.pop(name, None)
            self._later.update({name: []} if name in self._later else {})

    def by(self, kind: str, keys: Keys, value: str) -> list[Object]:
        """The objects that this function gives this value for, among others."""
        return [obj for obj in self._index(kind).find(keys, value) if not self._is_guest(kind, obj)]

    def called(self, kind: str, name: str) -> list[Object]:
        """The objects of this name, however it is written."""
        return self.by(kind, self._names[kind], str(self._kinds[kind].tidy_name(name)))

    def _named(self, kind: str, name: str) -> list[Object]:
        """The same, and those of other kinds that have their names among these."""
        return self._full(kind).find(self._names[kind], str(self._kinds[kind].tidy_name(name)))

    def with_id(self, kind: str, ident: str) -> list[Object]:
        """The objects with this id; on a Gateway, which knows one of them only, those that have it for that one."""
        found, identity = self._full(kind).find(self._ids[kind], ident), self._kinds[kind].identity
        first = [obj for obj in found if get(obj, identity.id) == ident] if identity.decides else []
        return first or found

    def meant(self, kind: str, value: str) -> list[Object]:
        """The objects that a reference may mean, which takes an id and a name alike."""
        return self._meant(kind, value, self._named(kind, value))

    def _meant(self, kind: str, value: str, named: list[Object]) -> list[Object]:
        """:arg named: those that it is the name of."""
        by_id = self.with_id(kind, value)
        return [*by_id, *(obj for obj in named if not _among(obj, by_id))]

    def known(self, kind: str, ident: str, load: bool = False) -> Object | None:
        """The object with this id, where the run has listed its kind, or is told to."""
        if kind not in self._lists and not load:
            return None
        return next(iter(self.with_id(kind, ident)), None)

    def enter(self, kind: str, new: Object | None, old: Object | None = None, planned: bool = False) -> None:
        """Take an object for one that is there, in place of an old one; None: for one that is gone."""
        if old is not None:
            self._gone.update((kind, ident) for ident in self._ids[kind](old))
            self._index(kind).remove(old)
        if new is not None:
            self._index(kind).add(new)
            if planned:
                self.planned[id(new)] = new
        for host in self._hosts(kind):
            if host.name in self._lists and self._lists[host.name].full:
                self._lists[host.name].exchange(old, new)

    @property
    def has_owners(self) -> bool:
        """Whether the server may hide APIs from who does not own them."""
        return self._client.personal

    def was(self, kind: str, ident: str) -> bool:
        """Whether this is the id of an object that the run has taken away."""
        return (kind, ident) in self._gone

    def relist(self, kind: str, objects: t.Iterable[Object]) -> None:
        """Take these for all that there are."""
        own = self._kinds[kind]
        self._lists[kind] = Index(filter(own.is_own, objects))
        self._later.update({kind: []} if kind in self._later else {})
        for host in self._hosts(kind):
            if host.name in self._lists:
                self._lists[host.name].dismiss(own.is_own)

    def _but(self, **parts: t.Any) -> Refs:
        """The same with other parts; there is one of each object, and copy.copy() takes several times as long."""
        other = object.__new__(Refs)
        other.__dict__.update(self.__dict__, **parts)
        return other

    def apart(self, kind: Kind) -> Refs:
        """The same, but what it does with this kind is its own."""
        return self._but(_lists=dict(self._lists), _later=dict(self._later), _kinds=with_own(self._kinds, kind))

    def settle(self, chosen: Chosen) -> Refs:
        """The same, but it is known what these references mean."""
        return self._but(settled=chosen, chosen={})

    def by_id_but(self, named: set[tuple[str, str]]) -> Refs:
        """The same, but it shows objects by their ids, and by their names these only: kind and id. Nothing is taken for
        granted, and what is looked at here leaves no trace."""
        other = self._but(used={}, chosen={})
        other._only, other._assume, other._warn, other.alone = named, False, lambda text: None, False
        return other

    def anew(self, kind: str) -> Refs:
        """The same, but the list of this kind is asked for again."""
        other = self.apart(self._kinds[kind])
        other.forget(kind)
        return other

    def find(self, kind: str, value: str, where: str, named: bool = True) -> Object:
        """The one object of this name or id.

        :arg where: the option that names it, for the message; ``named``: the task says it, so a play may yet make it.
        """
        own, settled = self._kinds[kind], self.settled.get((kind, value, where))
        if not value:
            raise Unresolved(f"{where}: the name or the id of {own.a_noun} belongs there, and this is empty")
        named_so = self._named(kind, value) if settled is None else []
        found = self._meant(kind, value, named_so) if settled is None else self._now(kind, settled)
        if settled is None and not named_so:
            found = [*found, *(obj for obj in self.by(kind, own.short_names, value) if not _among(obj, found))]
        if len(found) > 1:
            raise self._ambiguous(kind, value, where, found)
        if found:
            self.used[id(found[0])] = found[0]
            self.chosen[kind, value, where] = found[0]
            return found[0]
        if [guest for guest in self._guests(own) if self.appeared(guest.name)]:
            return self.find(kind, value, where, named)
        near = did_you_mean(self._near(kind, value), quote=True)
        if not (self._assume and named):
            why = self.moved.get((kind, value)) or (
                f"there is no {own.noun} {own.shown_name(value)!r} in {self.organisation()}{near}; "
                "it does not exist there, or it belongs to another organisation"
            )
            raise Unresolved(f"{where}: {why}")
        self._warn(
            f"{where}: there is no {own.noun} {own.shown_name(value)!r} yet{near}; taken for one that an earlier task "
            "makes."
        )
        planned: Object = {}
        for path in (own.identity.id, own.identity.name):
            put(planned, path, value)
        self._index(kind).add(planned)
        return planned

    def _near(self, kind: str, value: str) -> str:
        """The name of an object of the kind that is written nearly so, or ""."""
        own = self._kinds[kind]
        return "" if own.secret.is_id else nearest(value, filter(None, map(own.name_of, self.listing(kind))))

    def _now(self, kind: str, settled: Object) -> list[Object]:
        """The object that a reference was settled to mean, as it is now; none where somebody has deleted it."""
        if id(settled) in self.planned:
            return [self.made.get(id(settled), settled)]
        return self.with_id(kind, self._kinds[kind].unique_id(settled))[:1]

    def confused(self, chosen: Chosen) -> t.Iterator[TykError]:
        """What is wrong with references now that more is known of what is to be: they mean something else, or more."""
        for (kind, value, where), meant in chosen.items():
            try:
                found = self.find(kind, value, where) if meant is not None else None
            except TykError as error:
                yield error
                continue
            own = self._kinds[kind]
            both = [obj for obj in (meant, found) if obj is not None and id(obj) not in self.planned]
            if len(both) == 1 or len({own.unique_id(obj) for obj in both}) > 1:
                yield Ambiguous(
                    f"{where}: {own.shown_name(value)!r} is another {own.noun} after this run than before; name it by "
                    "its id"
                )

    def _ambiguous(self, kind: str, value: str, where: str, found: list[Object]) -> Ambiguous:
        own, by_id = self._kinds[kind], self.with_id(kind, value)
        if not by_id:
            twins = own.tell_apart(found)
            return Ambiguous(
                f"{where}: {len(found)} {own.nouns} answer to {own.shown_name(value)!r} ({twins}); name one by its id"
            )
        others = own.tell_apart(obj for obj in found if not _among(obj, by_id))
        return Ambiguous(
            f"{where}: {own.shown_name(value)!r} is the id of the {own.noun} {own.name_of(by_id[0])!r} and the name of "
            f"another ({others}); name that one by its id, or this one by its name"
        )

    def id(self, kind: str, value: str, where: str, known: t.Collection[str] = ()) -> str:
        """The id that Tyk's objects refer to the object by.

        :arg known: what the object that refers holds already: of several ids one of these, even of what is gone.
        """
        identity = self._kinds[kind].identity
        try:
            key = (kind, value, where)
            if value in known and (self.settled[key] is None if key in self.settled else not self.with_id(kind, value)):
                self.chosen[key] = None
                return value  # what is stored stays, be another called so by now
            found = self.find(kind, value, where)
        except HttpFailure as error:
            if error.status != 403 or not (value in known or re.fullmatch(identity.like_id, value)):
                raise
            return value  # the token may not see the kind, but the task knows the id
        own = self._referred(identity, found)
        return next((ident for ident in own if ident in known), own[0])

    @staticmethod
    def _referred(identity: Identity, obj: Object) -> list[str]:
        """The ids by which others can refer to an object, the one that they do refer by first."""
        return [str(get(obj, path)) for path in (identity.refer, identity.id) if path and get(obj, path)]

    def reads_alike(self, kind: str, planned: Object, made: Object) -> bool:
        """Whether others refer to an object that is there in the same way as to the one that stood for it."""
        own = self._kinds[kind]

        def read(obj: Object) -> tuple[t.Any, ...]:
            return (*self._referred(own.identity, obj)[:1], own.name_of(obj), own.org_of(obj))

        return read(planned) == read(made)

    def resolve_names(self, fields: Fields, declared: Object, current: Object | None, told: Told = indexed) -> None:
        """Put ids for names in the fields that hold ids of other objects; what is stored there already stays.

        :arg told: what people call a path of the object.
        """
        for path, kind in fields.references.items():
            way = steps(path)
            if not leads(declared, way):
                continue
            said = list(places(declared, way))
            if not said:
                continue
            known = {value for holder, key in held(current, way) if isinstance(value := holder[key], str)}
            for place, holder in said:
                value = holder[place[-1]]
                if isinstance(value, str) and value not in ("", *known) and not self._foretold(kind, value):
                    holder[place[-1]] = self.id(kind, value, told(place), known)
        for path, kind in fields.keyed_by.items():
            entries = get(declared, path)
            if isinstance(entries, dict):
                put(declared, path, self._rekeyed(kind, entries, told((path,)), get(current, path) or {}))

    def _foretold(self, kind: str, value: str) -> bool:
        """Whether this is an id that can be known before its object is there."""
        identity = self._kinds[kind].identity
        return identity.foretold and bool(re.fullmatch(identity.like_id, value))

    def _rekeyed(self, kind: str, entries: Object, where: str, known: Object) -> Object:
        """A map by ids, where the task may have named the keys."""
        entries = {str(key): entry for key, entry in entries.items()}
        idle = {key for key, entry in entries.items() if entry is None and key not in known}
        told = [key for key in entries if key not in idle or not self.is_absent(kind, key)]
        ids = {key: key if key in known else self.id(kind, key, where, known) for key in told}
        if len({*ids.values()}) < len(ids):
            own, twice = self._kinds[kind], sorted(ids)
            raise Invalid(f"{where}: some of {', '.join(twice)} are one and the same {own.noun}; name each once")
        return {ids[key]: entries[key] for key in told}

    def is_absent(self, kind: str, value: str) -> bool:
        """Whether nothing is called so, as far as one can see: what a task takes away of it is away."""
        try:
            return not (self.meant(kind, value) or self.by(kind, self._kinds[kind].short_names, value))
        except HttpFailure as error:
            if error.status != 403:
                raise
            return False

    def show_names(self, references: t.Mapping[str, str], shown: Object) -> None:
        """Put names for ids there, as far as the run knows them."""
        for path, kind in references.items():
            for holder, key in held(shown, path.split(".")):
                if isinstance(holder[key], str):
                    holder[key] = self.name(kind, holder[key])

    def name(self, kind: str, ident: str) -> str:
        """The name of the object with this id, where the run has listed its kind and no other has that name."""
        if self._only is not None and (kind, ident) not in self._only:
            return ident
        found = self.known(kind, ident)
        name = self._kinds[kind].name_of(found) if found is not None else ""
        return name if name and len(self.meant(kind, name)) == 1 else ident

    @property
    def caller(self) -> Caller:
        """The user behind the token; asked for once."""
        if self._caller is None:
            self._caller = caller(self, self._client, self._token)
        return self._caller

    def organisation(self) -> str:
        """The caller's organisation, for a message."""
        org = self.caller.org_id
        if not self._client.personal:
            return f"organisation {org} of the Gateway" if org else "the Gateway"
        return f"organisation {org} of the token's user" if org else "the organisation of the token's user"

    def assert_org(self, asserted: str, told: t.Iterable[str | None]) -> None:
        """Refuse to read in another organisation than the task names.

        :arg told: the organisations of the objects that were read, as far as they say.
        """
        orgs = {*filter(None, told)}
        mine = self.caller.org_id
        if mine is None and not orgs:
            raise OrganisationMismatch(untold(asserted))
        other = next((org for org in sorted(orgs if mine is None else {mine}) if org != asserted), None)
        if other is not None:
            whose = f"organisation {other}" if other else "a super user, who has no organisation"
            raise OrganisationMismatch(
                f"org_id is {asserted}, but the token belongs to {whose}{no_id(asserted, other)}"
            )

    def align(self, asserted: str | None, org: str | None, what: str) -> None:
        """Refuse to write across organisations.

        :arg asserted: the organisation that the task says it works in.
        :arg org: organisation of an object that takes part, None where there is none; ``what`` it is.
        """
        mine = self.caller.org_id
        if not self._client.personal:
            if org is not None and mine is not None and org != mine:
                raise OrganisationMismatch(
                    f"{what} belongs to {'organisation ' + org if org else 'no organisation'}, but the task works in "
                    f"organisation {mine}; API, policy and key must share one. Say with org_id which one you mean"
                )
            return
        if mine == "":
            raise OrganisationMismatch(
                "The token belongs to a super user, who has no organisation; what such a user writes misbehaves in "
                "Tyk. Use the token of a user of the organisation"
            )
        if asserted and mine and asserted != mine:
            raise OrganisationMismatch(f"org_id is {asserted}, but the token's user belongs to organisation {mine}")
        if org is not None and org != mine and (mine or not org):
            raise OrganisationMismatch(
                f"{what} belongs to {'organisation ' + org if org else 'no organisation'}, but the token's user to "
                f"{'organisation ' + mine if mine else 'another'}; user, API and key must share one organisation"
            )
