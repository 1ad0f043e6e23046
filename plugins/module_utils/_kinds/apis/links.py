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


def settings(api: Object) -> tuple[dict[str, t.Any], dict[str, str]]:
    """What an API says of its versions, whoever wrote it: an empty field says nothing, and order means nothing."""
    block = get(api, block_path(api)) or {}
    return {name: value for name, value in block.items() if value and name != "versions"}, links(api)


def _children(api: Object) -> list[str]:
    return [ident for ident in links(api).values() if ident != get(api, ID)]


def version_of(around: Around, ident: str) -> Object | None:
    """Which version of which API this one is."""
    return next((entry_of(base, ident) for base in around.by("api", _children, ident)), None)


def entry_of(base: Object, ident: str) -> Object | None:
    """Which version of a base an API is; None for none."""
    name = next((name for name, other in links(base).items() if other == ident), None)
    default = get(base, f"{block_path(base)}.default")
    return None if name is None else {"of": get(base, ID), "name": name, "default": name == default}


class _Family:
    """Who is to be which version of which API once every wish has come true.

    :arg gone: the APIs that are to be deleted.
    """

    def __init__(self, around: Around, wishes: Wishes, gone: t.Collection[str] = ()) -> None:
        self._around, self._wishes, self._gone = around, wishes, gone
        self._wished: dict[str, list[tuple[str, str]]] = {}
        self.heirs: dict[str, str] = {}  # id of a base that is to be a version of one of its own -> id of that
        for ident, version in wishes.items():
            if version:
                self._wished.setdefault(version["of"], []).append((version["name"], ident))
                if (self.stored(version["of"]) or {}).get("of") == ident:
                    self.heirs[ident] = version["of"]
        self._known: dict[str, dict[str, list[str]]] = {}

    def stored(self, ident: str) -> Object | None:
        """The version that an API is now, of one that stays."""
        version = version_of(self._around, ident)
        return None if version and version["of"] in self._gone else version

    def inherited(self, ident: str) -> Object | None:
        """The version that an API is once bases have been handed over, whatever is wished for this one."""
        version = self.stored(ident)
        heir = self.heirs.get(version["of"]) if version else None
        if not version or heir == ident:
            return None
        return {**version, "of": heir} if heir else version

    def version_of(self, ident: str) -> Object | None:
        return self._wishes[ident] if ident in self._wishes else self.inherited(ident)

    def own_name(self, base: str) -> str:
        """The version that a base itself is to be. One to which a base is handed over keeps its name."""
        was = self.stored(base)
        handed = was and self.heirs.get(was["of"]) == base
        return str(was["name"]) if was and handed else own_name(self._around.known("api", base, load=True))

    def entries(self, base: str) -> dict[str, list[str]]:
        """Name of a version -> the APIs that are to be it."""
        if base not in self._known:
            found: dict[str, list[str]] = {}
            olds = [] if base in self.heirs else [base, *(old for old, heir in self.heirs.items() if heir == base)]
            stay = {pair for old in olds for pair in links(self._around.known("api", old, load=True)).items()}
            moved = {*self._wishes, *self._gone, base}
            for name, ident in (*sorted(p for p in stay if p[1] not in moved), *self._wished.get(base, ())):
                found.setdefault(name, []).append(ident)
            self._known[base] = found
        return self._known[base]

    def defaults(self, base: str) -> list[str]:
        """The APIs that are told to be the default."""
        return [ident for _name, ident in self._wished.get(base, ()) if (self._wishes[ident] or {}).get("default")]


def inherited(around: Around, wishes: Wishes, gone: t.Collection[str] = ()) -> t.Iterator[tuple[str, Object | None]]:
    """The APIs that are handed over to a version of their base, or are that, and the version that each is then."""
    family = _Family(around, wishes, gone)
    for ident in wishes:
        was, will_be = family.stored(ident), family.inherited(ident)
        if was != will_be and ident not in family.heirs:
            yield ident, will_be


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
    is_to_be, own = family.version_of(base), sorted(family.entries(ident)) if ident else ()
    if is_to_be:
        whose = repr(around.name("api", is_to_be["of"]))
        yield f"version.of: API {called} is a version itself, of {whose}; name the API that it is a version of"
    if own:
        yield (
            f"version.of: this API has versions of its own ({', '.join(own)}), so it cannot be one; name one of them "
            "here, which then is the base of the others, or give each version: null, or another base, first"
        )
    if name == family.own_name(base):
        yield f"version.name: {name!r} of API {called} is API {base} already; choose another name"
    yield from _clashes(around, family, ident, version)
    rivals = [other for other in family.defaults(base) if other != ident] if version.get("default") else ()
    for other in rivals:
        yield (
            f"version.default: API {around.name('api', other)!r} is declared to be the default of API {called}, too; "
            "only one can be"
        )


def _clashes(around: Around, family: _Family, ident: str, version: Object) -> t.Iterator[str]:
    """Names that two are to have: its own one, and where its versions are handed over that of any."""
    for name, holders in family.entries(version["of"]).items():
        others = [other for other in holders if other != ident]
        if others and name == version["name"] or len(others) > 1 and ident in family.heirs:
            yield _taken(around, family, {**version, "name": name}, others[0])


def _taken(around: Around, family: _Family, version: Object, other: str) -> str:
    where = f"version.name: {version['name']!r} of API {around.name('api', version['of'])!r}"
    if family.version_of(other) != family.inherited(other):
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
    block["versions"] = _entered(path, entries)
    put(changed, path, block)
    return without_versions(changed, whole=True) if is_left_over(changed) else changed


def is_left_over(base: Object) -> bool:
    """Whether an API has no version, and of how requests name one only what the first one brought along."""
    block = get(base, block_path(base)) or {}
    return {name: value for name, value in block.items() if value} == FALLBACKS


# How requests name versions, as an OAS API says it and as a classic one does.
SPELLINGS = {
    "stripVersioningData": "strip_versioning_data",
    "urlVersioningPattern": "url_versioning_pattern",
    "fallbackToDefault": "fallback_to_default",
}


def without_versions(base: Object, whole: bool = False) -> Object:
    """An API that is no base any more. A classic one needs how requests name versions for those within it.

    :arg whole: that goes, too.
    """
    done, path = copy.deepcopy(base), block_path(base)
    block = get(done, path) or {}
    if path == BLOCKS[0]:
        get(done, path.rpartition(".")[0]).pop("versioning", None)
    else:
        block = {} if whole else block
        put(done, path, {**block, "enabled": False, "name": "", "default": "", "versions": {}})
    return done


def left_with(base: Object, ident: str) -> Object:
    """A base without any version but this API."""
    done, path = copy.deepcopy(base), block_path(base)
    kept = {name: other for name, other in links(base).items() if other == ident}
    put(done, f"{path}.versions", _entered(path, kept))
    return done


def _entered(path: str, entries: t.Mapping[str, str]) -> t.Any:
    listed = [{"name": name, "id": other} for name, other in sorted(entries.items())]
    return listed if path == BLOCKS[0] else dict(entries)


def heir_of(heir: Object, base: Object, wishes: Wishes, around: Around) -> Object:
    """A version as the base of all versions that its base has had, and of that itself. Each keeps its name, and the
    default stays the default, but for what is wished."""
    own, ident, path = str(get(base, ID)), str(get(heir, ID)), block_path(heir)
    entries, block = links(base), get(base, block_path(base)) or {}
    name = next((name for name, other in entries.items() if other == ident), "")
    if own in links(heir).values():  # a run has begun with it before
        block = get(heir, path)
    else:
        block = block if path == block_path(base) else _respelled(block, path)
        block = {**block, "name": name, "default": _default(base, name)}
        entries[own_name(base)] = own
    entries = {called: other for called, other in entries.items() if other != ident}
    changed = copy.deepcopy(heir)
    put(changed, path, {**block, "versions": _entered(path, {**entries, **links(heir)})})
    return relinked(changed, own, wishes, around)


def _default(base: Object, heir: str) -> str:
    default = str(get(base, f"{block_path(base)}.default") or "self")
    return "self" if default == heir else own_name(base) if default == "self" else default


def _respelled(block: Object, path: str) -> Object:
    """The settings of versions as an API of the other format says them."""
    ways = SPELLINGS if path != BLOCKS[0] else {classic: oas for oas, classic in SPELLINGS.items()}
    return {ways.get(key, key): value for key, value in block.items() if key in FALLBACKS or key in ways}
