# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has to be unique: whether an object takes what another has. Tasks and configurations decide it here."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import hashlib
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Unique, Value
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import listed_with
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Planned


def taken(kind: Kind, change: Change) -> t.Iterator[tuple[Unique, Value]]:
    """What the object is to have, and does not have yet."""
    for row in kind.unique if change.after is not change.before else ():
        value = row.of(change.after or {})
        if value and value != row.of(change.before or {}):
            yield row, value


def meet(row: Unique, one: Object, other: Object) -> bool:
    """Whether two objects that have the same value are ever in each other's way."""
    here, there = set(row.nodes(one)), set(row.nodes(other))
    return not here or not there or bool(here & there)


def makeshift(kind: Kind, obj: Object) -> str:
    """A text that no other object has, for one that makes room; as hard to guess as the object's own id."""
    known = [kind.name, str(kind.org_of(obj)), *(str(get(obj, path)) for path in kind.identity.ids)]
    return "moving-" + hashlib.sha256("\n".join(known).encode()).hexdigest()[:32]


def shown(row: Unique, value: Value) -> str:
    """A value for people."""
    within = ", ".join(filter(None, value[1:]))
    return f"{row.option}: {value[0]!r}{f' ({within})' if within else ''}"


def others(kind: Kind, client: Client, around: Around) -> list[Object]:
    """Every object that an object of this kind could clash with, as far as Tyk and the token let it see them."""
    if not kind.route.listed:
        return []
    kind = home(kind, around)
    try:
        found = client.neighbours(kind) if client.has_neighbours(kind) else around.together(kind.name)
        return sorted(found, key=lambda obj: (kind.name_of(obj), kind.unique_id(obj)))
    except HttpFailure as error:
        if error.status != 403:
            raise
        return []


def home(kind: Kind, around: Around) -> Kind:
    """The kind within whose objects those of this one have to be unique, as it is here."""
    return around.kind(listed_with(kind.name))


def _called(kind: Kind, obj: Object, around: Around) -> str:
    """What people call an object of a kind, or one that has its place among these."""
    guests = (around.kind(name) for name in kind.guests)
    own = next((other for other in (kind, *guests) if other.is_own(obj)), kind)
    return f"{own.noun} {kind.name_of(obj)!r}"


def held(kind: Kind, option: str, objects: t.Iterable[Object]) -> dict[Value, list[Object]]:
    """These objects, as lists show them, by what each has."""
    row = next(row for row in kind.unique if row.option == option)
    groups: dict[Value, list[Object]] = {}
    for obj in objects:
        groups.setdefault(row.of(obj), []).append(obj)
    return groups


def clash(row: Unique, value: Value, run: Run, other: Object) -> str:
    """What to say of an object that takes what another has which stays as it is."""
    kind = home(run.kind, run.around)
    option = kind.options.get(kind.identity.id_option)
    ident = str((get(other, option.path) if option else "") or kind.shown_id(other))
    said = f"{shown(row, value)} is that of {_called(kind, other, run.around)}{f' ({ident})' if ident else ''}"
    if row.option == kind.identity.name_option and run.found is None and run.kind.chosen_id(run.declared):
        said = (
            f"{kind.identity.id_option}: there is no {kind.noun} with this ID, so there will be a new one, but {said}"
        )
    if row.allowed:
        return f"{said}, and {row.harm} unless {row.allowed}; choose another"
    return f"{said}, and {row.harm}; choose another"


def clashes(planned: Planned, client: Client) -> list[str]:
    """What to warn of: other objects that have what this one is to get. Raises Invalid where that can never be."""
    run, change, found = planned.run, planned.change, []
    base, mine = home(run.kind, run.around), run.kind.unique_id(change.before) if change.before else ""
    for row, value in taken(run.kind, change):
        for other in held(base, row.option, others(base, client, run.around)).get(value, ()):
            if base.unique_id(other) == mine or not meet(row, change.after or {}, other):
                continue
            if not row.allowed:
                raise Invalid(clash(row, value, run, other))
            found.append(clash(row, value, run, other))
    return found


def explain(error: TykError, clashes: t.Iterable[str]) -> None:
    """Let a refusal say what may be the reason for it."""
    if isinstance(error, HttpFailure) and error.status in (400, 403, 409):
        error.args = (". ".join([str(error).rstrip("."), *clashes]),)
