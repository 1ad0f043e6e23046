# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a kind of object is: where it lives, what identifies it, what its fields mean, and what Tyk does with it.

A kind is a class. What it is stands in its attributes, in small parts that are checked against each other when the
class is made; what it does differently stands in its methods, which have plain defaults here.

A kind sees one object of one task as a Run: what is asked, and what there is around it. It reads and never writes, so a
run holds a Reader, which a client of Tyk is, and so is a snapshot of its lists.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import functools
import re
import typing as t
from dataclasses import dataclass, field, fields, replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted, get, held, indexed, put
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import Secrets, closed, redact
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import Type, strangers, table
from ansible_collections.community.tyk.plugins.module_utils._data.ties import Tie
from ansible_collections.community.tyk.plugins.module_utils._errors import Ambiguous, HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.known import KNOWN
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Conversion,
    Fields,
    Identity,
    Labels,
    Life,
    Object,
    Part,
    Rotation,
    Route,
    Secret,
    Served,
    Unique,
    Where,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import secrets_of
from ansible_collections.community.tyk.plugins.module_utils._kinds.sight import Sight
from ansible_collections.community.tyk.plugins.module_utils._kinds.texts import exchanged, words

Keys = t.Callable[[Object], t.Iterable[str]]  # what an object can be looked up by


class Caller(t.NamedTuple):
    """The user behind the token. None: it cannot be told, "": a super user, who has no organisation."""

    org_id: str | None
    user_id: str | None


class Reader(t.Protocol):
    """What answers reads of single objects.

    :arg org: the organisation that the task says it works in; "" where it does not say.
    :arg personal: whether there is a user behind the token.
    """

    org: str
    personal: bool

    def own(self, kind: Kind) -> Kind:
        """The kind as it is on this platform."""

    def read(self, kind: Kind, ident: str, query: t.Any = None, collection: str = "") -> Object | None:
        """The object with this id, or None."""

    def peek(self, kind: Kind, ident: str, query: t.Any = None) -> Object | None:
        """The same, where it does not matter whether the object is really absent."""

    def ask(self, kind: Kind, route: str, body: t.Any) -> Object:
        """What the server answers to a POST, which changes nothing."""

    def hide(self, secrets: t.Iterable[str]) -> None:
        """Keep these texts out of every message."""

    def clean(self, text: str) -> str:
        """The server's words without them."""


class Around(t.Protocol):
    """The other objects of the run: names, ids and references, and who the token belongs to.

    What is planned counts as there. Lists are asked for once.

    :arg alone: the task is about one object, not about a whole configuration.
    :arg intended: by kind and id what a configuration says of fields that other objects hold; None of what goes.
    """

    planned: dict[int, Object]
    alone: bool
    intended: dict[str, dict[str, Object | None]]

    @property
    def caller(self) -> Caller:
        """The user behind the token."""

    def kind(self, name: str) -> Kind:
        """The kind of this name."""

    def listing(self, kind: str) -> list[Object]:
        """Every object of the kind."""

    def together(self, kind: str) -> list[Object]:
        """The same, and those of other kinds that have their names and ids among these."""

    def by(self, kind: str, keys: Keys, value: str) -> list[Object]:
        """The objects that this function gives this value for, among others."""

    def has_listed(self, kind: str) -> bool:
        """Whether the list of the kind is known already."""

    def called(self, kind: str, name: str) -> list[Object]:
        """The objects of this name."""

    def with_id(self, kind: str, ident: str) -> list[Object]:
        """The objects with this id."""

    def meant(self, kind: str, value: str) -> list[Object]:
        """The objects that a reference may mean, which takes an id and a name alike."""

    def known(self, kind: str, ident: str, load: bool = False) -> Object | None:
        """The object with this id, where the run has listed its kind, or is told to."""

    def find(self, kind: str, value: str, where: str, named: bool = True) -> Object:
        """The one object of this name or id, which the option ``where`` names. Raises TykError."""

    def id(self, kind: str, value: str, where: str, known: t.Collection[str] = ()) -> str:
        """The id by which others refer to the object of this name or id. Raises TykError."""

    def is_absent(self, kind: str, value: str) -> bool:
        """Whether nothing is called so, as far as one can see: what a task takes away of it is away."""

    def name(self, kind: str, ident: str) -> str:
        """The name of the object with this id; the id where the run does not know it, or another has that name."""

    def anew(self, kind: str) -> Around:
        """The same, but the list of this kind is asked for again."""

    def unlisted(self, kind: str) -> HttpFailure | None:
        """Why this server lists no objects of the kind, where it knows none."""

    def appeared(self, kind: str) -> bool:
        """Whether there are objects by now that the list of the kind did not show, though they were there."""

    def users(self, kind: Kind, obj: Object) -> str:
        """What refers to an object, for people, as far as few requests show it."""

    def resolve_names(
        self, fields: Fields, declared: Object, current: Object | None, told: t.Callable[[Path], str] = indexed
    ) -> None:
        """Put ids for names in the fields that hold ids of other objects; what is stored there already stays.

        :arg told: what people call a path of the object.
        """

    def show_names(self, references: t.Mapping[str, str], shown: Object) -> None:
        """Put names for ids there, as far as the run knows them."""

    def align(self, asserted: str | None, org: str | None, what: str) -> None:
        """Refuse to write across organisations."""


@dataclass(frozen=True)
class Run:
    """One object of one task.

    :arg params: every option with its value, defaults filled in.
    :arg named: only what the task names, null included.
    :arg check: nothing is to be changed.
    :arg diff: somebody wants to see the difference.
    :arg declared: the task's fields in Tyk's shape, references not yet resolved.
    :arg resolved: the same with references resolved, without what the server owns.
    :arg found: the object that the task is about, once it is located.
    :arg previous: what an earlier declaration said of it, resolved; what is no more said of that is taken back.
    :arg own: the task's fields without those that are taken back, where ``declared`` has these, too.
    :arg moved: ids in place of which it is to refer to others.
    :arg later: works out ``declared`` and ``resolved`` of a run that has neither, for who asks that.
    """

    kind: Kind
    client: Reader
    around: Around
    params: t.Mapping[str, t.Any]
    named: t.Mapping[str, t.Any]
    check: bool
    diff: bool
    warn: t.Callable[[str], None]
    declared: Object = field(default_factory=dict)
    resolved: Object = field(default_factory=dict)
    found: Object | None = None
    previous: Object | None = None
    own: Object | None = None
    moved: t.Mapping[str, str] = field(default_factory=dict)
    later: t.Callable[[Run], tuple[Object, Object]] | None = None

    def __getattr__(self, name: str) -> t.Any:
        """Only called for what is not there."""
        if name not in ("declared", "resolved") or not self.__dict__.get("later"):
            raise AttributeError(f"a run has no {name}")
        declared, resolved = self.__dict__["later"](self)
        self.__dict__.update(declared=declared, resolved=resolved)
        return self.__dict__[name]

    def seen(self, kind: Kind, found: Object, later: t.Callable[[Run], tuple[Object, Object]]) -> Run:
        """The same about an object that is as it is to be, so that most likely nobody asks what is declared."""
        changed = object.__new__(Run)
        changed.__dict__.update(self.__dict__, kind=kind, found=found, later=later)
        del changed.__dict__["declared"], changed.__dict__["resolved"]
        return changed

    def but(self, **parts: t.Any) -> Run:
        """The same with other parts; there are several of each object, and dataclasses.replace() takes six times as
        long."""
        if not _PARTS.issuperset(parts):
            raise TypeError(f"a run has no {', '.join(sorted(parts.keys() - _PARTS))}")
        changed = object.__new__(Run)
        changed.__dict__.update(self.__dict__, **parts)
        return changed

    @property
    def replaces(self) -> bool:
        """Whether what the task does not name is taken away."""
        return self.params.get("strategy") == "replace"

    @property
    def secrets(self) -> Secrets:
        """What is secret of the object, by its kind and by what the task says."""
        return secrets_of(self.kind, self.params)

    @property
    def alone(self) -> bool:
        """Whether the task is about this object only, so that what cannot be together is told at once."""
        return self.around.alone

    @property
    def asserted(self) -> str:
        """The organisation that the task says it works in; "" where it does not say."""
        return str(self.params.get("org_id") or "")


_PARTS = frozenset(one.name for one in fields(Run))  # but() is called too often to look them up


@dataclass(frozen=True)
class Option:
    """A module option that is a shorthand for one field of the object, or for several.

    :arg path: dotted path of the field in Tyk's object.
    :arg spec: the option in AnsibleModule's argument_spec.
    :arg ref: name of the kind that the value names, by name or id; one or a list of them.
    :arg to_tyk: turns the option's value into the field's, given (value, run, current value of the field).
    :arg to_task: the way back, given (value, run); None where there is nothing to show.
    :arg paths: several fields that it stands for; to_tyk gives and to_task gets a mapping of these paths to values.
    :arg members: the value is a map of the last steps of these paths, and what is there word for word is so.
    """

    path: str = ""
    spec: t.Mapping[str, t.Any] = field(default_factory=lambda: {"type": "str"})
    ref: str = ""
    to_tyk: t.Callable[[t.Any, Run, t.Any], t.Any] | None = None
    to_task: t.Callable[[t.Any, Run], t.Any] | None = None
    paths: tuple[str, ...] = ()
    members: bool = False


class Kind:
    """A kind of object. Its methods get the run as their last argument, where they need to know what is around."""

    name: str = ""  # the module's name after tyk_; other kinds refer to it by this name
    noun: str = ""  # for people, within a sentence
    title: str = ""  # for people, at the head of a list
    section: str = ""  # its key in a configuration; "" where a configuration does not have it
    result: str = ""  # key of a module's result, where it is not the name
    results: str = ""  # key of an _info module's result, where it is not that with an s
    platform: str = "dashboard"
    gateways_serve: bool = False
    route: Route
    identity: Identity
    fields: Fields = Fields()
    secret: Secret = Secret()
    life: Life = Life()
    labels: Labels = Labels()
    rotation: Rotation | None = None
    unroutable: str = ""  # regular expression for ids that its routes do not take
    unique: tuple[Unique, ...] = ()  # what no two of its objects can have alike
    options: t.Mapping[str, Option] = {}
    params: t.Mapping[str, t.Mapping[str, t.Any]] = {}  # further options, as argument_spec
    alone: tuple[str, ...] = ()  # of these those that are not for a configuration
    exclusive: tuple[tuple[str, ...], ...] = ()  # options of which a task may name one
    grants: str = ""  # regular expression for paths, as tasks write them, of what says who may do what
    files: str = ""  # regular expression for names of files that hold one, if the content looks like another kind
    companion: str = ""  # what a Gateway calls the file with the document of one, behind the name of the other file
    not_dumped: tuple[str, ...] = ()  # fields that tyk-sync leaves out
    dumped_without: str = ""  # what to do about that
    only_there: tuple[str, ...] = ()  # fields of ids that mean nothing in another organisation, for no copy has them
    taken_out_of: tuple[str, ...] = ()  # kinds whose objects Tyk changes when it deletes what they refer to
    comes_back_anew = False  # whether one that is made again has another id, though an option can say one
    can_end = False  # whether its objects end by themselves at some time
    conversion: Conversion | None = None  # what Tyk has to make of an object first; but() gives a kind one
    trusting: tuple[str, ...] = ()  # where it refers to what it needs no secret of, such as whom it trusts
    entangled: tuple[str, ...] | None = None  # fields of which is_untangled() tells; None: only a plan tells of any
    guests: tuple[str, ...] = ()  # kinds whose objects have their ids and names among those of its own

    def __init_subclass__(cls, abstract: bool = False) -> None:
        """Refuse parts that do not fit each other."""
        super().__init_subclass__()
        own = cls.__dict__  # what a kind says itself counts before what it gets from the kind that it is made of
        if not own.get("result") and (own.get("name") or not cls.result):
            cls.result = cls.name
        if not own.get("results") and (own.get("name") or own.get("result") or not cls.results):
            cls.results = f"{cls.result}s"
        if "fields" in own and not cls.fields.secrets.what and not cls.life.single:
            cls.fields = replace(cls.fields, secrets=closed(cls.fields.secrets, _known(cls)))
        faults = [] if abstract else list(_faults(cls))
        if faults:
            raise TypeError(f"{cls.__name__}: {'; '.join(faults)}")

    def __setattr__(self, name: str, value: t.Any) -> None:
        raise AttributeError(f"{type(self).__name__}.{name}: a kind does not change; but() gives a changed one")

    def but(self, **parts: t.Any) -> Kind:
        """The same with other parts."""
        changed = copy.copy(self)
        changed.__dict__.update(parts)
        return changed

    @property
    def read_back_together(self) -> bool:
        """Whether many new objects can be read back at once: no secret is lost if their list shows them only."""
        return not self.secret.field and not self.life.immutable and self.life.merges and not self.life.single

    @property
    def a_noun(self) -> str:
        """One of them, within a sentence."""
        return f"{'an' if self.noun[0] in 'AEIOUaeio' else 'a'} {self.noun}"

    @property
    def nouns(self) -> str:
        """Several of them, within a sentence."""
        return self.title[:1].lower() + self.title[1:] if self.title[1:2].islower() else self.title

    @property
    def unknown_there(self) -> str:
        """What to say of a Tyk that has no such objects."""
        came = f"came with {self.route.since}; use a newer one, leave them out, or see whether url is right"
        return f"This Tyk knows no {self.nouns}, which {came}"

    @property
    def targets(self) -> set[str]:
        """The kinds that its objects may refer to, by name."""
        fields = self.fields
        return {*fields.references.values(), *fields.ids.values(), *fields.keyed_by.values(), *fields.refers}

    @property
    def has_free_places(self) -> bool:
        """Whether people write into its objects what they like, so that nothing tells what an id there means."""
        return not self.life.single and any(node.rule.exact for node in self.fields.rules.nodes())

    def refers_to(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
        """Kind and id of everything that an object refers to."""
        for path, other in self.fields.references.items():
            for holder, key in held(obj, path.split(".")):
                if isinstance(holder[key], str):
                    yield other, holder[key]
        for path, other in self.fields.ids.items():
            yield from ((other, word) for holder, key in held(obj, path.split(".")) for word in words(holder[key]))
        for path, other in self.fields.keyed_by.items():
            yield from ((other, str(ident)) for ident in get(obj, path) or ())

    def references_of(self, obj: Object) -> t.Iterator[tuple[t.Any, t.Any]]:
        """Where fields of Tyk's own hold ids of others, or lists and maps of these: what that is in, and its key."""
        for path in (*self.fields.references, *self.fields.ids):
            yield from held(obj, path.removesuffix(".*").split("."))

    def moved(self, obj: Object, ids: t.Mapping[str, str]) -> Object:
        """The object with these ids of others in place of those that it refers to now, as far as that can be. What
        stands where people write what they like stays."""
        done: Object = clone(obj)
        for holder, key in list(self.references_of(done)):
            holder[key] = exchanged(holder[key], ids)
        return done

    def refers_to_any(self, obj: Object, ids: t.Container[str]) -> bool:
        """Whether fields of Tyk's own hold one of these ids."""
        return any(word in ids for holder, key in self.references_of(obj) for word in words(holder[key]))

    def names_within(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str, str]]:
        """Kind and id of what an object refers to a part of, and what it calls that part."""
        return iter(())

    def spelled(self, obj: Object) -> t.Iterator[tuple[str, str]]:
        """Kind and id of what an object refers to by an id for which no name can stand."""
        return iter(())

    def own_parts(self, obj: Object) -> t.Mapping[str, str]:
        """The parts of an object that are objects of the kind themselves: what they are called -> id."""
        return {}

    def place_in(self, obj: Object) -> tuple[str, str]:
        """The id of the object that this one is a part of, and its name there; empty texts where it is none."""
        return "", ""

    def lost_names(self, before: Object, after: Object) -> set[str]:
        """What others may call parts of an object, and that it has no more."""
        return set()

    def in_others(self, named: t.Container[str]) -> bool:
        """Whether what a task names is held by other objects of the kind, which have to be there before."""
        return any(name in named for part in self.fields.parts if part.in_others for name in part.fields)

    def without_parts(self, obj: Object) -> Object:
        """The object without what is not stored with it."""
        elsewhere = {name for part in self.fields.parts if not part.patches for name in part.fields}
        return {key: value for key, value in obj.items() if key not in elsewhere}

    def without_patched(self, obj: Object) -> Object:
        """The object without what can be stored alone."""
        alone = {name for part in self.fields.parts if part.patches for name in part.fields}
        return {key: value for key, value in obj.items() if key not in alone}

    def name_of(self, obj: t.Any) -> str:
        """The name of an object; "" where it has none."""
        return str(get(obj, self.identity.name) or "") if self.identity.name else ""

    def called(self, obj: Object) -> str:
        """What people may call an object: its name, or an id where it has none."""
        return self.shown_name(self.name_of(obj)) or self.shown_id(obj)

    def id_of(self, obj: t.Any) -> str:
        """The id that routes take; "" where the object has none."""
        return str(get(obj, self.identity.id) or "") if self.identity.id else ""

    def org_of(self, obj: t.Any) -> str | None:
        """The organisation that an object says it belongs to; None where it does not say."""
        org = get(obj, self.identity.org) if self.identity.org else None
        return None if org is None else str(org)

    def chosen_id(self, obj: Object) -> str:
        """The id that a task gives the object, if it does."""
        return self._id_where(obj, chosen=True)

    def _id_where(self, obj: Object, chosen: bool) -> str:
        """The id that a task says: one that it may choose, or one that Tyk gives, as in a copy of an object."""
        option, rules = self.options.get(self.identity.id_option), self.fields.rules
        for path in self.identity.ids if self.identity.id_option else ():
            free = rules.under(path).rule.send or option is None or path == option.path
            if get(obj, path) and free is chosen:
                return str(get(obj, path))
        return ""

    def only_one(self, found: list[Object], value: str) -> Object | None:
        """The only object among those found; never a guess."""
        if len(found) > 1:
            by = f"; name one with {self.identity.id_option}" if self.identity.id_option else ""
            raise Ambiguous(f"{len(found)} {self.nouns} are called {value!r} ({self.tell_apart(found)}){by}")
        return found[0] if found else None

    def tell_apart(self, found: t.Iterable[Object]) -> str:
        """What distinguishes objects of one name, for a message."""
        ids = [path for path in self.identity.ids if not (self.secret.is_id and path == self.identity.id)]
        paths = (*ids, *self.identity.tells_twins_apart)
        told = (
            ", ".join(f"{path.rsplit('.', 1)[-1]} {get(obj, path)}" for path in paths if get(obj, path))
            for obj in found
        )
        return "; ".join(sorted(told))  # some lists come in another order each time

    # What identifies an object

    @property
    def gets_ids_from_tyk(self) -> bool:
        """Whether the option that names an object by its id cannot give a new one that id."""
        option = self.options.get(self.identity.id_option)
        return option is not None and not self.fields.rules.under(option.path).rule.send

    def tidy_name(self, name: t.Any) -> t.Any:
        """A name that a task says, as Tyk would store it."""
        return _tidied(self, name) if isinstance(name, str) else self._tidied(name)

    def _tidied(self, name: t.Any) -> t.Any:
        """The same, which takes as long as an object with nothing but a name."""
        declared: Object = {}
        put(declared, self.identity.name, name)
        return get(self.tidy(declared), self.identity.name)

    def item_names(self, item: t.Mapping[str, t.Any]) -> t.Iterator[t.Any]:
        """What may tell an item of a configuration from others, as far as it says that itself; best first."""
        yield from (item.get(option) for option in (self.identity.name_option, self.identity.id_option) if option)
        yield get(item.get("definition"), self.identity.name or "name")

    def said_ids(self, item: t.Mapping[str, t.Any]) -> list[str]:
        """The ids that an item of a configuration says itself for its object."""
        ids, definition = self.identity, item.get("definition")
        options = dict.fromkeys(name for name in (ids.id_option, *ids.lookups) if name)
        said = [item.get(name) for name in options]
        if definition:
            said += [get(definition, path) for path in ids.defined or ids.ids]
        return [str(ident) for ident in said if ident]

    def check_id(self, ident: str, option: str = "") -> None:
        """Refuse an id to which no address leads."""
        if ident in (".", "..") or self.unroutable and re.search(self.unroutable, ident):
            said, option = "this" if self.secret.is_id else repr(ident), option or self.identity.id_option
            raise Invalid(f"{option}: Tyk has no address for {said}; take another, of letters, digits, and . - _")

    def check_ids(self, run: Run) -> None:
        """The same for all that a task says."""
        for ident in self.said_ids(run.named):
            self.check_id(ident)

    def check_said(self, run: Run) -> None:
        """Refuse what makes no sense, whatever is there."""
        self.check_ids(run)

    def shown_name(self, said: str) -> str:
        """A name or an id that a task says, as people may see it."""
        return said

    def shown_id(self, obj: Object) -> str:
        """The id that people may see."""
        return self.id_of(obj)

    def shown_ids(self, obj: Object, unique: bool, secrets: bool) -> Object:
        """The options by which an export names an object, where its fields do not tell.

        :arg unique: the name alone tells it from all others.
        :arg secrets: the export has secrets.
        """
        option = self.options.get(self.identity.id_option)
        own = option is None or bool(get(obj, option.path))
        return {} if unique or own else {self.identity.id_option: self.id_of(obj)}

    def born_with(self, obj: Object) -> Object:
        """Fields by which a new object gets ids of this one that no option can say; in its definition."""
        return {}

    def left_out(self, obj: Object) -> Object:
        """What an export leaves to Tyk, though this Tyk need not make it as it was; in a definition."""
        return {}

    def lost_with(self, obj: Object) -> str:
        """What goes for good with an object that is deleted, so that a backup has it in comments only, and what to name
        in its place; "" for nothing."""
        return ""

    def chosen_secret(self, obj: Object) -> bool:
        """Whether a new object can get the secret that Tyk has generated for this one."""
        return False

    def whole(self, run: Run, obj: Object) -> Object:
        """An object that was read, with what other objects hold of it."""
        return obj

    def touches(self, run: Run, before: Object | None, after: Object | None) -> t.Iterator[tuple[str, str]]:
        """The other objects that change when this one is written, be it by Tyk: kind and id, whether or not it is
        new."""
        return iter(())

    def unmakeable(self, obj: Object, item: t.Mapping[str, t.Any]) -> str:
        """Why nobody can make this object from the item that an export has of it; "" where one can."""
        return ""

    def said_empty(self, obj: Object) -> Object:
        """Fields that say nothing, and that an export says all the same, in its definition."""
        return {}

    def unique_id(self, obj: Object) -> str:
        """What tells the object from all others of its kind, whether it was read alone or in a list."""
        return self.id_of(obj)

    def short_names(self, obj: Object) -> t.Iterable[str]:
        """The name of an object without what Tyk adds to it, if it adds something."""
        return ()

    def categories(self, obj: Object) -> t.Collection[str]:
        """The categories of an object."""
        return ()

    def is_own(self, obj: Object) -> bool:
        """Whether a listed object is one of this kind at all."""
        return True

    def is_declarable(self, obj: Object) -> bool:
        """Whether somebody made it; else something else did, it is in no export, and nothing deletes it."""
        return True

    def is_whole(self, document: t.Mapping[str, t.Any]) -> bool:
        """Whether a file is one object of this kind, whole, as Tyk's own tools write it."""
        return False

    def from_file(self, document: Object) -> Object | None:
        """What a file holds, in the shape that lists show, if it is one object of this kind, in whatever wrapper."""
        return document if self.is_whole(document) else None

    def is_entry(self, document: t.Mapping[str, t.Any]) -> bool:
        """Whether what stands under an id in a Gateway's file of many is an object of this kind."""
        return False

    def lacks(self, obj: Object) -> str:
        """What an object from a file does not hold, so that nothing can be made of it; "" where nothing is missing."""
        return ""

    def from_plain(
        self, document: t.Mapping[str, t.Any], others: t.Sequence[Object] = ()
    ) -> tuple[Object, dict[str, str]] | None:
        """The item that can be made of a document without anything of Tyk's, and by option what somebody has to look at
        in it, and why. None where this is no such document. Raises Invalid where it is one, and nothing can be made.

        :arg others: items that were made of other documents.
        """
        return None

    def from_dump(self, obj: Object) -> Object:
        """An object from a dump of tyk-sync, so that it does no more than it did, whatever the dump leaves out."""
        return obj

    def in_both(self, obj: Object) -> t.Iterator[tuple[str, str, str]]:
        """Options whose value both files of an object have that a Gateway keeps in two, and the paths in each."""
        return iter(())

    def with_ident(self, obj: Object, ident: str) -> Object:
        """An object from a file under the id that an index of such files gives it."""
        done: Object = clone(obj)
        put(done, self.options[self.identity.id_option].path, ident)
        return done

    def copies(self, obj: Object) -> t.Iterator[tuple[str, Object]]:
        """Kind and object of what an object holds copies of, by which that can be made again."""
        return iter(())

    def permits(self, method: str) -> str:
        """The permission that a user of a Dashboard needs for a request about this kind."""
        name = self.route.permission
        return (
            f"{name}: {'admin' if name == 'IsAdmin' else 'read' if method == 'GET' else 'write'}" if name else "for it"
        )

    def is_else(self, document: t.Mapping[str, t.Any]) -> str:
        """What a file is that can only be meant for this kind, but cannot be taken for it, and the way out; or ""."""
        return ""

    # From a task to Tyk's shape, and back

    def shape(self, definition: Object) -> Object:
        """What a task calls definition, in the object's shape."""
        return definition

    def unshape(self, obj: Object) -> Object:
        """The way back."""
        return obj

    def forms(self) -> tuple[Kind, ...]:
        """The kinds that an item of a configuration may be of, as far as the item alone tells."""
        return (self,)

    def masked(self, definition: t.Any) -> t.Any:
        """What a task calls definition, with a mask for every secret."""
        return redact(definition, self.fields.secrets)

    def tidy(self, declared: Object) -> Object:
        """What a task says, as Tyk would store it."""
        return declared

    def fit(self, declared: Object, run: Run) -> Object:
        """The same, as it fits the object that is there."""
        return declared

    def encode(self, obj: Object) -> t.Any:
        """The object as a request's body."""
        return obj

    def decode(self, reply: Object) -> Object:
        """The object in a reply."""
        return reply

    def from_listed(self, listed: Object) -> Object | None:
        """A listed object as a read would show it; None where it has to be asked for."""
        return listed

    def shows(self, listed: Object, option: str, said: str) -> bool:
        """Whether a list whose objects look so tells which of them an option means; else each has to be asked for."""
        return True

    def adopted(self, listed: Object) -> Object:
        """An object of this kind that the list of another one shows."""
        return listed

    def as_listed(self, obj: Object) -> Object:
        """The way back, for objects that are yet to be written."""
        return obj

    def schema(self, obj: Object) -> Served | None:
        """The JSON Schema that Tyk serves for the object, and what has to meet it; None for none."""
        return None

    def on_gateways(self, obj: Object) -> Sight:
        """How a Gateway is asked whether it serves the object; for kinds of which that can be asked."""
        return Sight(*self.address(obj))

    def odd_members(self, obj: Object) -> t.Iterator[tuple[str, str]]:
        """What an object has that the standard which it follows does not know: path, and the name that was meant."""
        return iter(())

    def refused(self, obj: Object) -> t.Iterator[tuple[str, str]]:
        """What Tyk is known to refuse in an object, whatever schema it serves: path, and why."""
        return iter(())

    def in_definition(self, path: str) -> str:
        """A path of the object as a task writes it."""
        return f"definition.{path}"

    def said_path(self, path: Path) -> str:
        """A path of the object as a task writes it: below the option that stands for it, or in its definition."""
        for name, option in self.options.items():
            steps = tuple(option.path.split("."))
            if path[: len(steps)] == steps:
                return indexed((name, *path[len(steps) :]))
        return self.in_definition(indexed(path))

    def strangers(self, declared: Object) -> t.Iterator[tuple[str, str]]:
        """What a task names and no version of Tyk is known to have: the path, and the name that was probably meant."""
        known = table(KNOWN)
        found = strangers(declared, known, Type("", self.name)) if self.name in known else ()
        yield from ((dotted(path), meant) for path, meant in found)

    # Where an object is

    def choose(self, run: Run) -> tuple[Kind, Object | None]:
        """The kind that fits the object, and the object where that has found it already."""
        return self, None

    def below(self, run: Run) -> Kind:
        """The kind with its route, where that depends on another object."""
        return self

    def homes(self, run: Run) -> t.Iterator[Object]:
        """What the selectors can be: the objects below which some of this kind can live, by id."""
        return iter(())

    def in_home(self, home: Object) -> Kind:
        """The kind with its route, where the selectors are these ids."""
        return self

    def expand(self, run: Run, listed: Object) -> tuple[Kind, Object]:
        """The kind that fits a listed object, and the whole object."""
        return self, listed

    def identify(self, run: Run, declared: Object) -> Object:
        """What a task says, with the identity that follows from it."""
        return declared

    def locate(self, run: Run) -> Object | None:
        """The object that the task is about, or None."""
        if self.life.single:
            return self._always_there(run)
        chosen, name = self.chosen_id(run.declared), get(run.declared, self.identity.name)
        given = chosen or self._id_where(run.declared, chosen=False)
        found = run.around.with_id(self.name, given) if given else []
        if not found and not chosen and name:
            given, found = name, run.around.called(self.name, name)
        unlisted = run.around.unlisted(self.name)
        if unlisted:
            raise unlisted
        if not given:
            options = " or ".join(option for option in (self.identity.id_option, self.identity.name_option) if option)
            raise Invalid(f"which {self.noun}? Name it with {options}")
        return self.only_one(found, given)

    def _always_there(self, run: Run) -> Object:
        """The one object of which there is always exactly one."""
        found, why = None, ""
        try:
            found = run.client.read(self, "")
        except HttpFailure as error:
            if error.status != 404:
                raise
            why = f" ({error})"
        if found is None:
            raise Invalid(
                f"Tyk does not know of the {self.noun}; is its version one that has them, and are they on?{why}"
            )
        return found

    def fetch(self, client: Reader, ids: t.Iterable[str]) -> list[Object]:
        """The objects behind a list that holds ids only."""
        found = (client.peek(self, ident) for ident in ids)
        return [obj for obj in found if obj]

    def address(self, obj: Object) -> tuple[str, t.Any]:
        """The id and the query that routes take."""
        return self.id_of(obj), None

    def reread(self, run: Run, ident: str, reply: Object, query: t.Any) -> Object | None:
        """The object as it is stored, after a write with this reply, or {} for none."""
        return run.client.read(self, ident)

    def read_again(self, run: Run, ident: str, query: t.Any) -> Object | None:
        """The whole object as it is now, where it was read earlier."""
        return self.reread(run, ident, {}, query)

    def converted(self, run: Run) -> Object | None:
        """What the conversion makes, once it is there; None until then."""
        return None

    def unconverted(self, reply: Object) -> str:
        """Why the server has not converted an object, from its answer."""
        return ""

    # What becomes of an object

    def start(self, declared: Object) -> Object:
        """What a new object gets unless the task says otherwise."""
        return clone(dict(self.fields.defaults))

    def kept_by_replace(self, obj: Object) -> Object:
        """The part of an object that ``strategy: replace`` leaves in place."""
        return {}

    def is_lent(self, obj: Object, path: str, around: Around) -> bool:
        """Whether what is at a path may be there because Tyk has copied it from another object."""
        return False

    def is_untangled(self, said: Object, there: Object) -> bool:
        """Whether an object surely is as a definition says in the fields that are entangled with others. It has all
        else that is said."""
        return True

    def rebase(self, obj: Object, resolved: Object, run: Run) -> Object:
        """What a merge starts from."""
        return obj

    def comparable(self, obj: Object, run: Run) -> Object:
        """What of an object is its own, and so can be compared."""
        return obj

    def ties(self, obj: Object) -> t.Iterator[Tie]:
        """What within an object refers to what else within it, so that an undo does not take the one without the
        other."""
        return iter(())

    def once_more(self, run: Run, body: Object, stored: Object) -> Object | None:
        """What a new object is to be written once more as, since Tyk takes some of it only then; None: it need not."""
        return None

    def falls_back(self, run: Run) -> tuple[str, ...]:
        """The paths that the task takes away, and at which Tyk shows something else then."""
        return ()

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        """What is written."""
        return obj

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        """Refuse what Tyk would do worse than refuse."""

    def contradictions(self, intended: t.Mapping[str, Object | None], around: Around) -> t.Iterator[tuple[str, str]]:
        """What a configuration says of fields that other objects hold, and cannot be together: id and what is wrong.

        :arg intended: what it says, by id; None of what goes.
        """
        return iter(())

    def guard(self, target: Object | None, current: Object | None, run: Run) -> None:
        """Refuse a change that locks the caller out, or of which it is known that Tyk cannot read it."""

    def create_in(self, run: Run) -> Where:
        """Where to create the object."""
        return Where()

    def server_fields_of_new(self, reply: Object, org: str | None) -> Object | None:
        """The server's part of a new object, from the reply to its create; None where a read has to tell it."""
        return None

    def holders(self, run: Run, ident: str, target: Object) -> t.Iterator[tuple[Kind, Object, Object]]:
        """The other objects that hold fields of this one: their kind, what they are, and what they are to be."""
        return iter(())

    def heir(self, run: Run) -> str:
        """The id of the object to which this one hands over what others of its kind have entered in it; "" for none."""
        return ""

    def hands_over_by(self, run: Run) -> Part | None:
        """The route by which Tyk hands that over itself, where it may have one."""
        return None

    def hand_over(self, run: Run) -> t.Iterator[tuple[Kind, Object, Object]]:
        """The writes that do the same, in order, with this object's last: kind, what is there, what is to be there."""
        return iter(())

    def trusts_only(self, obj: Object, ids: t.Container[str]) -> bool:
        """Whether an object refers to these only where it does not need more of them than anybody may see."""
        public = clone(obj)
        for path in self.trusting:
            for holder, key in list(held(public, path.split("."))):
                holder[key] = None
        return not self.refers_to_any(public, ids)

    def predecessor(self, run: Run) -> Object | None:
        """The object whose place this one is to take for all that refers to it; None for none."""
        return None

    def successor_ids(self, old: Object, new: Object) -> t.Mapping[str, str]:
        """By the ids of one object those of another that takes its place."""
        return {}

    def check_successor(self, old: Object, run: Run, users: t.Iterable[tuple[Kind, Object]]) -> None:
        """Refuse to put a new object in the place of one that these refer to."""

    def foreseen(self, listed: Object, before: Object | None) -> Object:
        """A planned object as lists are taken to show it until all is planned."""
        return listed

    def by_themselves(self, intended: t.Mapping[str, Object | None], around: Around) -> t.Iterator[str]:
        """The ids of objects that become what a configuration says of them by what is done to others."""
        return iter(())

    def counted_from_now(self, run: Run) -> tuple[str, ...]:
        """The options that a task names, and whose value depends on when it is written."""
        return ()

    def ends(self, obj: Object, run: Run) -> float | None:
        """When an object ends by itself, in seconds since 1970; None where it does not, or nothing tells."""
        return None

    def apart(self, obj: Object) -> Object:
        """An object without what it has from others, or from what is done to others."""
        return obj

    def moved_by_load(self, wanted: Object, loaded: Object) -> Object | None:
        """An object that is to be so as a load has moved it, since another was in its place; None: it was not moved."""
        return None

    def damaged(self, run: Run, obj: Object) -> t.Iterator[Object]:
        """The objects of the kind that Tyk spoils when it deletes this one, as they are to be written after that."""
        return iter(())

    def outlives(self, obj: Object) -> bool:
        """Whether it is deleted after others, which Tyk would take out of it."""
        return False

    def taken_along(self, run: Run) -> t.Mapping[str, str]:
        """What Tyk leaves behind of an object that is deleted, and the option purge takes along: names and ids."""
        return {}

    def check_rotation(self, obj: Object) -> None:
        """Refuse to rotate what has no secret of its own."""

    # An old object that goes on for a while beside the one that was put in its place

    def limited(self, old: Object, run: Run) -> Object:
        """What an old object is to have, so that it goes on for as long as the task says; {} where it goes at once."""
        return {}

    def bound(self, limits: Object, new: Object) -> Object:
        """The same, with a mark that says which object is in its place."""
        return limits

    def left_by(self, objs: t.Iterable[Object], others: t.Sequence[Object]) -> list[list[Object]]:
        """For each of these objects the old ones, among all, in whose place it is."""
        return [[] for _obj in objs]

    def is_over(self, obj: Object) -> bool:
        """Whether it is such an old object, and its time is over."""
        return False

    def told_left(self, obj: Object) -> Object:
        """What people see of such an old object."""
        return {}

    def holds(self, text: str, obj: Object) -> bool | None:
        """Whether a text, such as a file holds, is the secret of an object; None where that cannot be told."""
        return None


@functools.lru_cache(maxsize=1 << 15)
def _tidied(kind: Kind, name: str) -> t.Any:
    """A name is looked up far more often than there are names."""
    return kind._tidied(name)


def _known(kind: type[Kind]) -> set[str]:
    """The top-level fields of an object that the kind says something of."""
    fields, types = kind.fields, kind.fields.types
    paths = [path for option in kind.options.values() for path in (option.path, *option.paths)]
    paths += [path for view in fields.views.values() for path in view.split("|")]
    paths += [*fields.rules.children, *(types if isinstance(types, t.Mapping) else ()), *fields.references]
    paths += [
        *fields.keyed_by,
        *fields.required,
        *fields.defaults,
        *fields.needs,
        *kind.identity.ids,
        kind.identity.org,
    ]
    return {path.partition(".")[0] for path in paths if path}


def _faults(kind: type[Kind]) -> t.Iterator[str]:
    """What does not fit together in a kind."""
    for attribute in ("name", "noun", "title", "route", "identity"):
        if not getattr(kind, attribute, None):
            yield f"it has no {attribute}"
            return
    route, identity, fields, life = kind.route, kind.identity, kind.fields, kind.life
    taken = {*kind.options, *kind.params}
    if life.single:
        yield from _faults_of_single(kind)
    elif not identity.id:
        yield "it has no identity.id"
    elif not identity.name:
        yield "it has no identity.name"
    for role in ("id_option", "name_option"):
        if getattr(identity, role) and getattr(identity, role) not in taken:
            yield f"identity.{role} {getattr(identity, role)!r} is none of its options"
    yield from (f"options and params both have {name}" for name in kind.options.keys() & kind.params.keys())
    for name, option in kind.options.items():
        if bool(option.path) == bool(option.paths):
            yield f"option {name} stands for neither or both of one field and several"
        if option.paths and not option.to_tyk:
            yield f"option {name} stands for several fields and has no to_tyk"
    for part in fields.parts:
        if bool(part.method) == part.in_others:
            yield f"the part {', '.join(part.fields)} is stored in neither or both of a route and other objects"
    if life.immutable and "recreate" not in taken:
        yield "it cannot be changed, and has no option recreate"
    if ("rotated" in life.states) is not (kind.rotation is not None):
        yield "state: rotated and rotation go together"
    if kind.secret.field and "key_file" not in taken:
        yield "it has a generated secret, and no option key_file to put it in"
    for selector in route.selectors:
        if selector not in taken:
            yield f"route.selectors: {selector} is none of its options"


def _faults_of_single(kind: type[Kind]) -> t.Iterator[str]:
    """What a kind cannot be of which there is always exactly one."""
    identity, life = kind.identity, kind.life
    if identity.ids or identity.name:
        yield "there is exactly one, so it has no id and no name"
    if identity.id_option or identity.name_option:
        yield "there is exactly one, so no option names it: identity.id_option and identity.name_option are empty"
    if {"absent", "rotated"} & {*life.states}:
        yield "there is exactly one, so none can be absent or rotated"
    if life.immutable or not life.merges:
        yield "there is exactly one, which is never made, so it has to be one that can be changed"
    if kind.secret.field:
        yield "there is exactly one, which is never made, so Tyk generates no secret for it"
    if kind.route.selectors:
        yield "there is exactly one, so it lives below no other object"
