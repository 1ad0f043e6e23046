# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What reconciliation must know about a kind of object, as frozen data."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

if t.TYPE_CHECKING:
    from ansible_collections.community.tyk.plugins.module_utils._data.merge import Rules

Object = dict[str, t.Any]  # an object in Tyk's own shape, as GET shows it


@dataclass(frozen=True)
class Option:
    """A module option that is a shorthand for one field of the object.

    :arg path: dotted path of the field in Tyk's object.
    :arg spec: the option in AnsibleModule's argument_spec.
    :arg ref: kind that the value names, by name or id; one or a list of them.
    :arg write: turns the option's value into the field's, given (value, run, current value of the field).
    :arg read: the way back, given (value, run); None where there is nothing to show.
    :arg paths: several fields that it stands for; write gives and read gets a mapping of these paths to values.
    """

    path: str = ""
    spec: t.Mapping[str, t.Any] = field(default_factory=lambda: {"type": "str"})
    ref: str = ""
    write: t.Callable[[t.Any, t.Any, t.Any], t.Any] | None = None
    read: t.Callable[[t.Any, t.Any], t.Any] | None = None
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Fields that are stored through a route of their own.

    :arg fields: top-level fields of the object.
    :arg body: turns the object into the request's body.
    :arg others: instead of a route: the other objects that hold these fields, given (run, id, target), each as its
        descriptor, what it is and what it is to be.
    """

    fields: tuple[str, ...]
    method: str = ""
    collection: str = ""
    action: tuple[str, ...] = ()
    body: t.Callable[[Object], t.Any] | None = None
    readable: bool = True
    others: t.Callable[[t.Any, str, Object], t.Iterable[tuple[Resource, Object, Object]]] | None = None


def _nothing(*args: t.Any) -> None:
    """The hook of a kind that has nothing to add."""


def _none(obj: Object) -> Object:
    return {}


def _same(obj: Object, *args: t.Any) -> Object:
    return obj


@dataclass(frozen=True)
class Resource:
    """A kind of object: where it lives, what identifies it, what its fields mean.

    Hooks get the run (its client, refs and the task's parameters) as their last argument.
    """

    kind: str  # the module's name after tyk_, and the key of its result
    noun: str  # for people
    collection: str  # route of the collection; ids are appended to it
    items: str  # key of the list's wrapper
    rules: Rules
    options: t.Mapping[str, Option]
    id: str  # dotted path of the id that routes take
    name: str  # dotted path of the name that people use
    row_id: str = ""  # dotted path of the database's own id, where routes take that, too
    id_option: str = ""  # option that names the object by id
    name_option: str = "name"
    refer: str = ""  # dotted path of the id by which others refer to it, where it is not always id
    like_id: str = ""  # regular expression of ids that need no looking up
    named: t.Mapping[str, str] = field(
        default_factory=dict
    )  # fields of Tyk's own that hold ids of other kinds, by name if a task likes: dotted path -> kind
    short: t.Callable[[Object], t.Iterable[str]] | None = None  # the name of an object without what Tyk adds to it
    media: str = ""  # media type of its own
    listing: str = ""  # route of the list, where it is not the collection
    shown: str = ""  # key of a module's result, where it is not the kind
    plural: str = ""  # key of an _info module's result, where it is not that with an s
    org: str = "org_id"  # dotted path of the organisation's id, if objects tell it
    other_ids: tuple[str, ...] = ()  # dotted paths of further ids that people may use
    created: tuple[str, ...] = ("Meta",)  # where the reply to a create holds the new id, best first
    query: t.Mapping[str, t.Any] = field(default_factory=dict)  # sent with every PUT
    required: t.Mapping[str, t.Any] = field(default_factory=dict)  # what every write carries, with the blank for it
    defaults: t.Mapping[str, t.Any] = field(default_factory=dict)  # what a new object gets unless the task says
    needs: tuple[str, ...] = ()  # dotted paths without which none can be created
    demanding: bool = False  # Tyk's schema demands fields that say nothing
    told: tuple[str, ...] = ()  # dotted paths that an export always tells, since a new object needs them, even blank
    parts: tuple[Part, ...] = ()
    related: tuple[Resource, ...] = ()  # kinds that its fields refer to
    token: str = ""  # field that holds a generated secret, handed over once
    handed: str = ""  # key of the result under which it is, where it is not in the object
    secret_id: bool = False  # the id in the route is itself a secret
    admin: bool = False  # lives behind the Admin API
    listed: bool = True  # Tyk can list the kind
    immutable: bool = False  # Tyk has no route to change one
    filed: bool = False  # a Gateway without a Dashboard keeps it in a file, which counts only after a reload
    merges: bool = True  # its fields are the user's to merge; else it is only there or not
    selectors: tuple[str, ...] = ()  # params that an _info module takes as well
    lookups: t.Mapping[str, t.Mapping[str, t.Any]] = field(
        default_factory=dict
    )  # options that are ids to GET: name -> query
    exists: str = ""  # how Tyk starts, in lower case, to refuse a create because the object is there already
    unknown: str = ""  # what to tell then
    holds: t.Mapping[str, str] = field(
        default_factory=dict
    )  # kinds that an _info module finds its objects by: kind -> where the objects hold its ids
    refers: tuple[str, ...] = ()  # kinds whose ids its objects hold
    params: t.Mapping[str, t.Mapping[str, t.Any]] = field(default_factory=dict)  # further options, as argument_spec
    exclusive: tuple[tuple[str, ...], ...] = ()  # options of which a task may name one
    states: tuple[str, ...] = ("present", "absent")
    views: t.Mapping[str, str] = field(
        default_factory=dict
    )  # server-owned fields to return: name -> "path" or "path|else"
    tell: tuple[str, ...] = ()  # dotted paths that tell twins apart

    fetch: t.Callable[..., t.Any] | None = None  # (client, ids) -> objects, where the list holds ids only
    decode: t.Callable[[Object], Object] = _same  # a reply to the object in it
    encode: t.Callable[[Object], t.Any] = _same  # the object to a request's body
    shape: t.Callable[[Object], Object] = _same  # what a task calls definition, to the object's shape
    unshape: t.Callable[[Object], Object] = _same  # the way back
    tidy: t.Callable[[Object], Object] = _same  # what a task says, as Tyk would store it
    listed_as: t.Callable[[Object], Object | None] = _same  # (listed object) -> as a read shows it; None: ask for it
    stays: t.Callable[[Object], Object] = _none  # the part of an object that strategy: replace leaves in place
    as_listed: t.Callable[[Object], Object] = _same  # the way back, for objects that are yet to be written
    fresh: t.Callable[..., t.Any] | None = None  # (run, id, query) -> the whole object, where one read is not enough
    scope: t.Callable[..., Resource] | None = None  # (run) -> the descriptor where routes depend on another object
    expand: t.Callable[..., t.Any] | None = None  # (run, listed object) -> descriptor and whole object
    variant: t.Callable[..., Resource] | None = None  # (run) -> the descriptor that fits this object
    start: t.Callable[[Object], Object] | None = None  # (wish) -> defaults, where they depend on what is named
    locate: t.Callable[..., t.Any] | None = None  # (run) -> the object or None
    reread: t.Callable[..., t.Any] | None = None  # (run, id, reply to the write, its query) -> the object as stored
    place: t.Callable[..., dict[str, t.Any]] | None = None  # (run) -> where to create: id, route and query
    born: t.Callable[..., Object] | None = None  # (reply to a create, org_id) -> the new object's server-owned part
    address: t.Callable[..., t.Any] | None = None  # (object) -> id and query that routes take
    rebase: t.Callable[..., Object] = _same  # (object, desired, run) -> what a merge starts from
    comparable: t.Callable[..., Object] = _same  # (object, run) -> what is compared
    complete: t.Callable[..., Object] = _same  # (object, current, run) -> what is written
    check: t.Callable[..., None] = _nothing  # (target, current, run): raises what Tyk would do worse than refuse
    loaded: t.Callable[..., None] = _nothing  # (body, object in use, run): refuses what a reload made of it quietly
    outlives: t.Callable[..., bool] = lambda obj: False  # is deleted after others, which Tyk would take out of it
    guard: t.Callable[..., None] = _nothing  # (target or None, current, run): refuses what would lock the caller out

    @property
    def result(self) -> str:
        """The key of a module's result."""
        return self.shown or self.kind

    @property
    def results(self) -> str:
        """The key of an _info module's list."""
        return self.plural or self.result + "s"

    @property
    def late_read(self) -> bool:
        """Whether many new objects can be read back at once: no secret is lost if their list shows them only."""
        return not self.token and not self.immutable and self.merges

    def in_others(self, named: t.Container[str]) -> bool:
        """Whether what a task names is held by other objects of the kind, which have to be there before."""
        return any(name in named for part in self.parts if part.others for name in part.fields)
