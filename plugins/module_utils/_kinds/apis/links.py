# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which API is which version of which other one: as it is stored, as it is to be, and what cannot be together.

Pure; whatever is written comes of it in version.py."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, put
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

ID = "api_definition.api_id"  # in what lists show of an API of either format
BLOCKS = ("oas.x-tyk-api-gateway.info.versioning", "api_definition.definition")
FALLBACKS = {"enabled": True, "name": "Default", "location": "header", "key": "x-api-version", "default": "self"}

Wishes = t.Mapping[str, t.Optional[Object]]  # id of an API -> the version that it is to be: of, name, default


def block_path(api: Object) -> str:
    """Where an API of its format keeps the entries."""
    return BLOCKS[0] if get(api, "oas.x-tyk-api-gateway.info") else BLOCKS[1]


def own_name(base: Object | None) -> str:
    """The version that a base itself is, or would be."""
    return str((get(base, f"{block_path(base)}.name") if base else "") or FALLBACKS["name"])


def links(api: Object | None) -> dict[str, str]:
    """The entries of a base: name of the version -> id of the API that it is."""
    versions = get(api, f"{block_path(api)}.versions") if api else None
    if isinstance(versions, list):
        return {str(entry.get("name")): str(entry.get("id")) for entry in versions}
    return dict(versions or {})


def _children(api: Object) -> list[str]:
    return [ident for ident in links(api).values() if ident != get(api, ID)]


def version_of(around: Around, ident: str) -> Object | None:
    """Which version of which API this one is."""
    for base in around.by("api", _children, ident):
        name = next(name for name, other in links(base).items() if other == ident)
        default = get(base, f"{block_path(base)}.default")
        return {"of": get(base, ID), "name": name, "default": name == default}
    return None


class _Family:
    """Who is to be which version of which API once every wish has come true.

    :arg gone: the APIs that are to be deleted.
    """

    def __init__(self, around: Around, wishes: Wishes, gone: t.Collection[str]) -> None:
        self._around, self._wishes, self._gone = around, wishes, gone
        self._wished: dict[str, list[tuple[str, str]]] = {}
        for ident, version in wishes.items():
            if version:
                self._wished.setdefault(version["of"], []).append((version["name"], ident))
        self._known: dict[str, dict[str, list[str]]] = {}

    def stored(self, ident: str) -> Object | None:
        """The version that an API is now, of one that stays."""
        version = version_of(self._around, ident)
        return None if version and version["of"] in self._gone else version

    def version_of(self, ident: str) -> Object | None:
        return self._wishes[ident] if ident in self._wishes else self.stored(ident)

    def entries(self, base: str) -> dict[str, list[str]]:
        """Name of a version -> the APIs that are to be it."""
        if base not in self._known:
            found: dict[str, list[str]] = {}
            stay = links(self._around.known("api", base, load=True)).items()
            moved = {*self._wishes, *self._gone}
            for name, ident in (*((n, i) for n, i in stay if i not in moved), *self._wished.get(base, ())):
                found.setdefault(name, []).append(ident)
            self._known[base] = found
        return self._known[base]

    def defaults(self, base: str) -> list[str]:
        """The APIs that are told to be the default."""
        return [ident for _name, ident in self._wished.get(base, ()) if (self._wishes[ident] or {}).get("default")]


def faults(around: Around, wishes: Wishes, gone: t.Collection[str] = ()) -> t.Iterator[tuple[str, str]]:
    """What cannot be together, by the id of the API that asks for it."""
    family = _Family(around, wishes, gone)
    for ident, version in wishes.items():
        if version:
            fault = next(_faults(around, family, ident, version), "")
            if fault:
                yield ident, fault


def _faults(around: Around, family: _Family, ident: str, version: Object) -> t.Iterator[str]:
    base, name = version["of"], version["name"]
    called = repr(around.name("api", base))
    was, is_to_be, own = family.stored(base), family.version_of(base), sorted(family.entries(ident)) if ident else ()
    if was and was["of"] == ident:
        yield (
            f"version.of: API {called} is version {was['name']!r} of this one, and the two cannot change places at "
            f"once; give {called} version: null and run, then run with this"
        )
    if is_to_be:
        whose = repr(around.name("api", is_to_be["of"]))
        yield f"version.of: API {called} is a version itself, of {whose}; name the API that it is a version of"
    if own:
        yield (
            f"version.of: this API has versions of its own ({', '.join(own)}), so it cannot be one; give each of them "
            "version: null, or another base, first"
        )
    if name == own_name(around.known("api", base, load=True)):
        yield f"version.name: {name!r} of API {called} is API {base} already; choose another name"
    others = [other for other in family.entries(base).get(name, ()) if other != ident]
    if others:
        yield _taken(around, family, version, others[0])
    rivals = [other for other in family.defaults(base) if other != ident] if version.get("default") else ()
    for other in rivals:
        yield (
            f"version.default: API {around.name('api', other)!r} is declared to be the default of API {called}, too; "
            "only one can be"
        )


def _taken(around: Around, family: _Family, version: Object, other: str) -> str:
    where = f"version.name: {version['name']!r} of API {around.name('api', version['of'])!r}"
    if family.version_of(other) != family.stored(other):
        return f"{where} is declared for API {around.name('api', other)!r}, too; give one of them another name"
    return f"{where} is API {other} already; give one of them another name"


def _moves(base: Object, ident: str, wishes: Wishes, around: Around) -> dict[str, Object | None]:
    """What is to become of entries of a base: of this API's, and of the one whose name it takes, and so on."""
    moves: dict[str, Object | None] = {}
    before, turn = links(base), [ident]
    while turn:
        child = turn.pop()
        wish = wishes.get(child)
        moves[child] = here = wish if wish and wish["of"] == get(base, ID) else None
        holder = before.get(here["name"]) if here else None
        if holder and holder not in moves:
            if holder not in wishes and around.known("api", holder, load=True):
                raise Invalid(f"version.name: {(here or {})['name']!r} is API {holder} meanwhile; run again")
            turn.append(holder)
    return moves


def relinked(base: Object, ident: str, wishes: Wishes, around: Around) -> Object:
    """A base with this API entered as the version that it is to be, and as no other.

    Names that are passed on or exchanged change hands in one and the same write."""
    moves = _moves(base, ident, wishes, around)
    changed, path = copy.deepcopy(base), block_path(base)
    block, before = get(changed, path) or {}, links(base)
    entries = {name: other for name, other in before.items() if other not in moves}
    default = str(block.get("default") or "")
    if before.get(default, "") in moves:  # it is that of an API, whatever this is called
        default = (moves[before[default]] or {}).get("name", "")
    for other, version in moves.items():
        if version:
            entries[version["name"]] = other
            if "default" in version:
                default = version["name"] if version["default"] else "" if default == version["name"] else default
    block = {**FALLBACKS, **{key: value for key, value in block.items() if value}, "enabled": True}
    block["default"] = default or FALLBACKS["default"]
    listed = [{"name": name, "id": other} for name, other in sorted(entries.items())]
    block["versions"] = listed if path == BLOCKS[0] else entries
    put(changed, path, block)
    return changed
