# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of a kind: plain data, each about one question."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import NONE, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import NONE as NO_SECRETS
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import Secrets
from ansible_collections.community.tyk.plugins.module_utils._data.types import Types

Object = dict[str, t.Any]  # an object in Tyk's own shape, as GET shows it

# Options that several kinds take beside those that stand for fields.
KEY_FILE = {"key_file": {"type": "path", "no_log": False}}
UPDATE_SECRETS = {
    "update_secrets": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False}
}
VALIDATE = {"validate": {"type": "str", "choices": ["options", "schema"], "default": "options"}}
WARN_BEFORE = {"warn_before": {"type": "str"}}
RECREATE = {"recreate": {"type": "bool", "default": False}}


@dataclass(frozen=True)
class Part:
    """Fields that are not stored with the object: through a route of their own, or in other objects of the kind.

    :arg fields: top-level fields of the object.
    :arg body: turns the object into the body of the request to their own route.
    :arg readable: whether a read shows them.
    :arg malformed: what to say where Tyk calls them malformed, and no more.
    :arg in_others: other objects hold them, which Kind.holders() names.
    :arg patches: they are stored with the object, too; where nothing else of it changes, their own route gets what
        does, as a JSON merge patch, so that what others write there meanwhile stays.
    """

    fields: tuple[str, ...]
    method: str = ""
    collection: str = ""
    action: tuple[str, ...] = ()
    body: t.Callable[[Object], t.Any] | None = None
    readable: bool = True
    malformed: str = ""
    in_others: bool = False
    patches: bool = False


class Conversion(t.NamedTuple):
    """What Tyk makes of an object on request, before it is written as one of this kind.

    :arg route: where it is asked for, with one of the bodies: the first that Tyk takes.
    :arg ident: the id of the object, which stays.
    :arg before: the object as it is, as far as this kind can show it; None where it stays one of its own kind.
    :arg source: the kind that the object is of as it is, and the object as it is stored.
    :arg called: what people call the object as it is, with the article.
    :arg beside: the id of a copy, where Tyk makes one and leaves the object as it is.
    :arg held_by: the kinds that must go on naming the object.
    :arg keeps: what the server may leave behind, and that is written where the task says nothing of it: path -> value.
    """

    route: str
    ident: str
    bodies: tuple[Object, ...]
    before: Object | None
    beside: str = ""
    held_by: tuple[str, ...] = ("policy", "key")
    keeps: t.Mapping[str, t.Any] = {}
    source: tuple[t.Any, Object] | None = None
    called: str = "it"


class Served(t.NamedTuple):
    """A JSON Schema that a server has, and what has to meet it.

    :arg path: where it is; "" where there is none, and our own table of fields stands for it.
    :arg way: the keys that lead to it in the answer.
    :arg document: what has to meet it, as it is sent.
    """

    path: str
    way: tuple[str, ...]
    query: t.Mapping[str, str] | None
    document: t.Any


@dataclass(frozen=True)
class Route:
    """Where the objects of a kind live.

    :arg collection: route of the collection; ids are appended to it.
    :arg items: key of the list's wrapper; "" where the list comes bare.
    :arg listing: route of the list, where it is not the collection.
    :arg listed: whether Tyk can list the kind.
    :arg ids_only: the list holds ids only; Kind.fetch() gets the objects.
    :arg list_query: sent when the kind is listed; ``query`` with every PUT, ``always`` with every POST as well.
    :arg media: media type of its own.
    :arg created: where the reply to a create holds the new id, best first; none where a list has to tell it.
    :arg admin: it lives behind the Admin API.
    :arg selectors: options that say below which other object it lives; Kind.below() then makes the route.
    :arg many: there may be so many of them that only as many are looked at, unasked, as one request shows.
    :arg recent: not every Tyk has the route, and who has none has no objects.
    :arg since: the version of Tyk that brought it, for people.
    :arg brittle: a read of one may keep the next reload from loading it, and one more brings it back.
    :arg permission: which one of a user's they take, of a Dashboard.
    """

    collection: str
    items: str = ""
    listing: str = ""
    listed: bool = True
    ids_only: bool = False
    list_query: t.Mapping[str, t.Any] = field(default_factory=dict)
    query: t.Mapping[str, t.Any] = field(default_factory=dict)
    always: t.Mapping[str, t.Any] = field(default_factory=dict)
    media: str = ""
    created: tuple[str, ...] = ("Meta",)
    admin: bool = False
    selectors: tuple[str, ...] = ()
    many: bool = False
    recent: bool = False
    since: str = ""
    brittle: bool = False
    permission: str = ""


@dataclass(frozen=True)
class Identity:
    """What tells one object from another. All but the options are dotted paths of the object.

    :arg id: the id that routes take; "" for a kind of which there is always exactly one.
    :arg name: the name that people use.
    :arg other_ids: further ids that people may use.
    :arg decides: whether an object whose id it is counts before those that have it for another id.
    :arg row_id: the database's own id, where routes take that, too.
    :arg refer: the id by which others refer to it, where that is not always the id.
    :arg like_id: regular expression of ids that a token which may not list the kind is believed.
    :arg foretold: the id follows from what the object is, so that others may name it before it is there.
    :arg org: the id of its organisation; "" where objects do not tell it.
    :arg tells_twins_apart: what else people see of objects of one name.
    :arg id_option: the option that names the object by id; ``name_option`` the one that names it by name.
    :arg known_by: the options by which people know an object in a list or a file, best first.
    :arg lookups: options that hold an id to GET: name -> query.
    :arg defined: where a definition has ids, if not where the object itself has them.
    """

    id: str = ""
    name: str = ""
    other_ids: tuple[str, ...] = ()
    decides: bool = False
    row_id: str = ""
    refer: str = ""
    like_id: str = ""
    foretold: bool = False
    org: str = "org_id"
    tells_twins_apart: tuple[str, ...] = ()
    id_option: str = ""
    name_option: str = "name"
    known_by: tuple[str, ...] = ()
    lookups: t.Mapping[str, t.Mapping[str, t.Any]] = field(default_factory=dict)
    defined: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that people may use."""
        return tuple(path for path in (self.id, *self.other_ids) if path)

    @property
    def labels(self) -> tuple[str, ...]:
        """The options by which people know an object, best first."""
        return self.known_by or tuple(option for option in (self.name_option, self.id_option) if option)


@dataclass(frozen=True)
class Fields:
    """What the fields of an object mean. All keys are dotted paths.

    :arg rules: what is special about a path.
    :arg secrets: what is secret, and so shown as a mask.
    :arg references: fields of Tyk's own that hold ids of other kinds, and names if a task likes: path -> kind.
    :arg ids: fields of Tyk's own that hold such ids, one or several in a text, and never names: path -> kind.
    :arg keyed_by: maps whose keys are ids of another kind, and names if a task likes: path -> kind.
    :arg refers: kinds whose ids its objects hold otherwise.
    :arg loosely: kinds that its objects refer to, and that go all the same where these cannot be seen.
    :arg by_name: results have names for what its objects refer to, whatever a task names, though lists are asked for.
    :arg held_by: kinds that an _info module finds its objects by: kind -> where the objects hold its ids.
    :arg required: what every write carries, with the blank for it.
    :arg defaults: what a new object gets unless the task says.
    :arg needs: without these none can be created.
    :arg always_exported: exports have these even blank, since a new object needs them.
    :arg demanding: Tyk's schema demands fields that say nothing.
    :arg views: server-owned fields to return: name -> "path" or "path|else".
    :arg parts: fields that are not stored with the object.
    :arg types: what Tyk takes there, so that a number or a boolean may come as text.
    :arg units: entries that are taken back whole or not at all, since what is left of one would mean something: path
        -> what such an entry has that says nothing.
    :arg blocks: what there is at some paths, as tables of shapes: a block is such an entry unless its fields stand each
        for itself, and what a block cannot do without stays as long as anything else of it: path -> table, its block.
    :arg pairs: names of fields beside each other of which none is taken back alone, wherever they are.
    """

    rules: Rules = NONE
    secrets: Secrets = NO_SECRETS
    references: t.Mapping[str, str] = field(default_factory=dict)
    ids: t.Mapping[str, str] = field(default_factory=dict)
    keyed_by: t.Mapping[str, str] = field(default_factory=dict)
    refers: tuple[str, ...] = ()
    loosely: tuple[str, ...] = ()
    by_name: bool = False
    held_by: t.Mapping[str, str] = field(default_factory=dict)
    required: t.Mapping[str, t.Any] = field(default_factory=dict)
    defaults: t.Mapping[str, t.Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    always_exported: tuple[str, ...] = ()
    demanding: bool = False
    views: t.Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    types: Types = field(default_factory=dict)
    units: t.Mapping[str, Object] = field(default_factory=dict)
    blocks: t.Mapping[str, tuple[str, str]] = field(default_factory=dict)
    pairs: tuple[tuple[str, ...], ...] = ()


Value = tuple[str, ...]  # what has to be unique: what people see of it first, then within what; () for none


@dataclass(frozen=True)
class Unique:
    """What no two objects of a kind can have alike.

    :arg option: what people call it.
    :arg paths: the fields that it is made of, the one that people see first.
    :arg of: gives the value of an object, whether that is listed, read or yet to be written.
    :arg harm: what becomes of a second one; ``allowed`` when Tyk takes it all the same; "" for never.
    :arg spare: makes a value for the first field of the one that is there and a text that no other object has; None
        where that cannot be.
    :arg nodes: what an object is bound to, where two that share nothing of that do not meet.
    """

    option: str
    paths: tuple[str, ...]
    of: t.Callable[[Object], Value]
    harm: str = "Tyk takes no second one"
    allowed: str = ""
    spare: t.Callable[[str, str], str] | None = None
    nodes: t.Callable[[Object], t.Collection[str]] = lambda obj: ()


def unique_text(option: str, path: str) -> Unique:
    """A text at this path that no two objects of a kind can have alike, letter by letter."""

    def of(obj: Object) -> Value:
        value = get(obj, path)
        return (str(value),) if value else ()

    return Unique(option, (path,), of)


@dataclass(frozen=True)
class Secret:
    """What Tyk generates for a new object and tells once.

    :arg field: the field that holds it.
    :arg result: key of the result under which it is delivered, where it is not in the object.
    :arg is_id: the id in the route is itself a secret.
    """

    field: str = ""
    result: str = ""
    is_id: bool = False


@dataclass(frozen=True)
class Life:
    """How objects of a kind come, change and go.

    :arg states: what the option ``state`` takes; none where there is no such option.
    :arg single: there is always exactly one, which cannot be made nor deleted.
    :arg immutable: Tyk has no route to change one.
    :arg merges: its fields are the user's to merge; else it is only there or not.
    :arg filed: a Gateway without a Dashboard keeps it in a file, which counts only after a reload.
    :arg exists: how Tyk starts, in lower case, to refuse a create because the object is there already.
    :arg unknown: what to say then.
    :arg exported: whether an export has it without being asked for it by name.
    :arg one_by_one: Tyk makes two of one name without a word; tasks of one machine wait for each other.
    :arg shared_with: who else makes some of these objects, which nothing tells from others; prune then wants to be
        told what their names begin with.
    """

    states: tuple[str, ...] = ("present", "absent")
    single: bool = False
    immutable: bool = False
    merges: bool = True
    filed: bool = False
    exists: str = ""
    unknown: str = ""
    exported: bool = True
    one_by_one: bool = False
    shared_with: str = ""


@dataclass(frozen=True)
class Labels:
    """By what the objects of a kind can be grouped, to choose some of them. All are dotted paths.

    :arg tags: where lists of tags are.
    :arg meta_data: where metadata is.
    :arg categories: where a list of categories is, if objects have some; Kind.categories() may know of more.
    :arg owner: where the mark of an owner can be, in a place in which it means nothing to Tyk.
    :arg written: where Tyk shows when the object was last written.
    """

    tags: tuple[str, ...] = ()
    meta_data: str = ""
    categories: str = ""
    owner: str = ""
    written: str = ""


@dataclass(frozen=True)
class Where:
    """Where a new object is created, if not in its collection: the id that it gets there, the route, and a query.

    :arg perhaps: not every Tyk has a route with the id; where it does not, the new object goes to the collection.
    """

    ident: str = ""
    collection: str = ""
    query: t.Mapping[str, t.Any] | None = None
    perhaps: bool = False


@dataclass(frozen=True)
class Rotation:
    """How a new object takes the place of an old one that cannot keep its secret.

    :arg alias: path of the name that both bear; ``mark`` ends that of the new one until the old one is gone.
    :arg label: option that holds the label of the rotation, and its path in the object.
    :arg not_copied: top-level fields that the new object gets from Tyk.
    :arg keep: option that says for how long the old one goes on; "" where it always goes at once.
    """

    alias: str
    mark: str
    label: tuple[str, str]
    not_copied: tuple[str, ...]
    keep: str = ""
