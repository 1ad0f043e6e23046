# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole objects from files, as a Tyk that cannot be written to: so they are exported as from any other."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._config.export import keep_spelled
from ansible_collections.community.tyk.plugins.module_utils._config.portable import Exported
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, field_of
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, get, places
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError, Unforeseen, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._kinds.texts import words
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task, platform_of
from ansible_collections.community.tyk.plugins.module_utils._object.item import item_of
from ansible_collections.community.tyk.plugins.module_utils._object.plan import declare
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs

COPIED = "of this {0} there is only the copy that {1} holds, which may be out of date; declare it, unless it is there"
ONLY_THERE = "what it names is known by IDs of the organisation that it comes from; name it anew, where it is needed"
ODD = "it is not in the shape that such objects have in Tyk, so nothing can be made of it"
NOT_HERE = "the {} {} is not among what was converted, so it has to be there already, or name another"
PART_NOT_HERE = "its version {} is the API {}, which is not among what was converted, so it is left out"


class Archive(Client):
    """Answers reads with what the files hold.

    :arg objects: by the name of their kind.
    :arg platform: where they come from.
    """

    def __init__(self, objects: t.Mapping[str, list[Object]], platform: str) -> None:
        super().__init__(t.cast(t.Any, None), platform_of(platform)[1])
        self.platform, self.personal, self._objects = platform, platform == "dashboard", objects

    def own(self, kind: Kind) -> Kind:
        return kind if kind.platform == self.platform else super().own(kind)

    def kinds(self, kinds: t.Mapping[str, Kind]) -> t.Mapping[str, Kind]:
        there = {name: kind for name, kind in kinds.items() if self.personal or type(kind) in self.variants}
        return super().kinds(there)

    def some(self, kind: Kind) -> tuple[list[Object], str]:
        return self.list(kind), ""

    def list(self, kind: Kind) -> list[Object]:
        shared = () if self.personal else kind.guests  # which a Gateway lists with them
        return [obj for name in (kind.name, *shared) for obj in self._objects.get(name, ())]

    def read(self, kind: Kind, ident: str, query: t.Any = None, collection: str = "") -> Object | None:
        return None

    def peek(self, kind: Kind, ident: str, query: t.Any = None) -> Object | None:
        return None

    def hide(self, secrets: t.Iterable[str]) -> None:
        """There are no messages of a server."""

    def clean(self, text: str) -> str:
        return text

    def ask(self, kind: Kind, route: str, body: t.Any) -> Object:
        return {}


def shaped(task: Task, found: list[Found], platform: str) -> tuple[list[Found], list[Lost]]:
    """Whole objects as an export has them."""
    lost: list[Lost] = []
    found = [one for one in found if _is_sound(task, one, platform, lost)]
    objects: dict[str, list[Object]] = {}
    for one in found:
        objects.setdefault(KINDS[one.section].name, []).append(one.item["definition"])
    for name, copy in _copies(found, platform, lost):
        objects.setdefault(name, []).append(copy)  # so that it is called by its name
    around = _around(Archive(objects, platform))
    done = [(one, _exported(task, around, one)) for one in found]
    keep_spelled([exported for _one, exported in done])
    for one, exported in done:
        lost += _unresolved(one, exported, around[1])
    return [one._replace(item=exported.item) for one, exported in done], lost


Surroundings = tuple[Client, Refs]


def _around(client: Client) -> Surroundings:
    """A client, and what its objects refer to, each by its name."""
    kinds = {kind.name: kind for kind in client.kinds(KINDS).values()}
    refs = Refs(client, kinds, "", False, lambda text: None)
    refs.alone = False
    for name, kind in kinds.items():
        if not kind.route.selectors:
            refs.listing(name)
    return client, refs


def _is_sound(task: Task, one: Found, platform: str, lost: list[Lost]) -> bool:
    """Whether an object is one that Tyk may have, so that it can be among others."""
    kind, obj = KINDS[one.section], one.item["definition"]
    try:
        with understood():
            around = _around(Archive({kind.name: [obj]}, platform))
            run = _exported(task, around, one).run
            declare(run.kind, {"definition": run.kind.unshape(obj)})
            list(kind.copies(obj))
            list(_unresolved(one, Exported("", run, obj, {}, {}, ""), around[1]))
        return True
    except TykError as error:
        why = ODD if isinstance(error, Unforeseen) else str(error)
    lost.append(Lost(one.where, _known_as(one), field_of(one.section, why), why))
    return False


def _known_as(one: Found) -> str:
    """Section and name of an object, of which nothing is certain."""
    try:
        with understood():
            return _called(one)
    except TykError:
        return one.section


def _called(one: Found) -> str:
    kind = KINDS[one.section]
    return f"{one.section}.{kind.called(one.item['definition'])}"


def _copies(found: list[Found], platform: str, lost: list[Lost]) -> t.Iterator[tuple[str, Object]]:
    """Kind and object of what is not there but as a copy within others, each once."""
    named = {kind.name: kind for kind in KINDS.values()}
    known = {(KINDS[one.section].name, ident) for one in found for ident in _ids(one)}
    declared = {(KINDS[one.section].name, KINDS[one.section].name_of(one.item["definition"])) for one in found}
    for one in found if platform == "dashboard" else ():
        for name, copy in KINDS[one.section].copies(one.item["definition"]):
            kind = named[name]
            if (name, kind.name_of(copy)) not in declared and (name, kind.id_of(copy)) not in known:
                known.add((name, kind.id_of(copy)))
                label = f"{kind.section}.{kind.called(copy)}"
                lost.append(Lost(one.where, label, "", COPIED.format(kind.noun, _called(one))))
                yield name, copy


def _ids(one: Found) -> t.Iterator[str]:
    for path in KINDS[one.section].identity.ids:
        if get(one.item["definition"], path):
            yield str(get(one.item["definition"], path))


def _exported(task: Task, around: Surroundings, one: Found) -> Exported:
    """One object as an export has it. Raises TykError."""
    client, refs = around
    base, obj = client.own(KINDS[one.section]), one.item["definition"]
    missing = base.lacks(obj)
    if missing:
        raise TykError(missing)
    params = {**task.params, "include_secrets": True}
    run = Run(base, client, refs, params, {}, True, False, lambda text: None)
    kind, whole = base.expand(run, obj)
    own = replace(run, kind=client.own(kind))
    for path in own.kind.only_there:
        if get(whole, path):
            whole = {**whole, path: []}
    item = item_of(own, whole, {})
    for name in own.kind.not_dumped:
        if name not in obj:
            _unsaid(own.kind, item, name)
    return Exported(_called(one), own, whole, item, {}, kind.called(obj))


def _unsaid(kind: Kind, item: Object, name: str) -> None:
    """Say nothing of a field of which the files say nothing either."""
    for option, spec in kind.options.items():
        if spec.path == name:
            item.pop(option, None)
    definition = item.get("definition") or {}
    definition.pop(name, None)
    if not definition:
        item.pop("definition", None)


def _unresolved(one: Found, exported: Exported, refs: Refs) -> t.Iterator[Lost]:
    """What an object refers to, and was not converted."""
    kind, obj = exported.run.kind, one.item["definition"]
    for path in kind.only_there:
        if get(obj, path):
            yield Lost(one.where, exported.label, kind.said_path(tuple(path.split("."))), ONLY_THERE)
    for (name, value), way in _references(kind, exported.obj).items():
        if refs.known(name, value, load=True) is None:
            other = refs.kind(name)
            yield Lost(
                one.where, exported.label, kind.said_path(way), NOT_HERE.format(other.noun, other.shown_name(value))
            )
    for name, ident in kind.own_parts(exported.obj).items():
        if refs.known(kind.name, ident, load=True) is None:
            yield Lost(one.where, exported.label, name, PART_NOT_HERE.format(name, ident))


def _references(kind: Kind, obj: Object) -> dict[tuple[str, str], Path]:
    """By kind and id of what an object refers to the first place at which it does."""
    found: dict[tuple[str, str], Path] = {}
    for path, name in {**kind.fields.references, **kind.fields.ids}.items():
        several = path in kind.fields.ids
        for way, holder in places(obj, path.split(".")):
            value = holder[way[-1]]
            for ident in words(value) if several else [value] if value and isinstance(value, str) else ():
                found.setdefault((name, ident), way)
    for path, name in kind.fields.keyed_by.items():
        for ident in get(obj, path) or ():
            found.setdefault((name, str(ident)), (*path.split("."), str(ident)))
    return found
