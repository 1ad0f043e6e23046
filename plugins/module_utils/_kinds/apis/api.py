# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API of either format: which one it is, from what the task says and from what exists."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import get, merge
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import CLASSIC, find
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import (
    OAS,
    STREAMING,
    STREAMS,
    TYK,
    document,
    format_of,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.version import (
    ID,
    VERSION,
    anew,
    block,
    keep,
    links,
    place,
    relinked,
    told,
    version_of,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Part, Resource


def _id_and_name(definition: Object) -> tuple[str, str, str]:
    """Format ("" if it does not tell), id and name in what a task calls definition."""
    if definition.keys() & {TYK, STREAMING, "openapi", "paths", "components", "servers"}:
        info = get(definition, f"{TYK}.info") or {}
        return "oas", info.get("id") or "", info.get("name") or ""
    inner = definition.get("api_definition", definition) or {}
    told = "classic" if definition else ""
    return told, inner.get("api_id") or "", inner.get("name") or ""


def _variant(run: t.Any) -> Resource:
    """CLASSIC or OAS, from what the task says and from what exists."""
    asked, ident, name = _id_and_name(run.named.get("definition") or {})
    asked = asked or ("oas" if run.named.get("openapi") else "")
    name = name or get(run.named, "openapi.info.title") or ""
    wanted = run.params.get("format") or "auto"
    if wanted != "auto" and asked and asked != wanted:
        raise Invalid(
            f"format is {wanted}, but definition is one of an {asked.upper() if asked == 'oas' else asked} API"
        )
    asked = asked if wanted == "auto" else wanted
    run.found = find(run, run.named.get("api_id") or ident, run.named.get("name") or name, asked == "oas")
    if run.found is None:
        streams = STREAMING in (run.named.get("definition") or {})
        return VERSIONED[(STREAMS if streams else OAS if asked == "oas" else CLASSIC).collection]
    kind = format_of(run.found)
    is_oas = kind is not CLASSIC
    if asked and (asked == "oas") is not is_oas:
        exists, declared = ("an OAS", "classic") if is_oas else ("a classic", "OAS")
        raise Invalid(
            f"API {get(run.found, CLASSIC.name)!r} ({get(run.found, CLASSIC.id)}) is {exists} API and can not be "
            f"managed as {declared} one; write its definition in the other format, or delete it first"
        )
    if STREAMING in (run.named.get("definition") or {}) and kind is not STREAMS:
        raise Invalid(f"definition: API {get(run.found, CLASSIC.name)!r} exists without {STREAMING}; delete it first")
    if is_oas:
        run.found = document(run, get(run.found, ID), run.found)
    run.found = told(run, run.found, get(run.found, ID))
    return VERSIONED[kind.collection]


def _whole(run: t.Any, listed: Object) -> tuple[Resource, Object]:
    """The whole API behind an entry of a list, which may come without its OAS document."""
    kind = format_of(listed)
    if kind is CLASSIC or get(listed, f"oas.{TYK}.info"):
        return kind, listed
    return kind, document(run, get(listed, ID), listed) or listed


def _expand(run: t.Any, listed: Object) -> tuple[Resource, Object]:
    kind, whole = _whole(run, listed)
    version = version_of(run.refs, get(listed, ID))
    return VERSIONED[kind.collection], {**whole, "version": version} if version else whole


def _bases(run: t.Any, ident: str, target: Object) -> t.Iterator[tuple[Resource, Object, Object]]:
    """The APIs that have this one entered as a version, or are to have it entered."""
    wanted, now = target.get("version"), version_of(anew(run), ident)
    for base in dict.fromkeys(version["of"] for version in (now, wanted) if version):
        found = run.client.read(CLASSIC, base)
        if found is None:
            raise Invalid(f"version.of: there is no API {base} any more")
        kind, whole = _whole(run, found)
        changed = relinked(whole, ident, wanted if wanted and wanted["of"] == base else None)
        if changed != whole:
            yield kind, whole, changed


def _versioned(kind: Resource) -> Resource:
    """An API of one of the formats, with what it has to do with other versions of it."""

    def check(target: Object, current: Object | None, run: t.Any) -> None:
        kind.check(target, current, run)
        keep(target, current, run)

    def reread(run: t.Any, ident: str, reply: Object, query: t.Any) -> Object | None:
        found = kind.reread(run, ident, reply, query) if kind.reread else run.client.read(kind, ident)
        return told(run, found, ident, anew(run)) if "version" in run.named else found

    def fresh(run: t.Any, ident: str, query: t.Any) -> Object | None:
        found = kind.fresh(run, ident, query) if kind.fresh else run.client.read(kind, ident, query)
        return told(run, found, ident)

    return dataclasses.replace(
        kind,
        options={**kind.options, "version": VERSION},
        parts=(*kind.parts, Part(("version",), others=_bases)),
        place=place,
        check=check,
        reread=reread,
        stays=lambda api: merge(kind.stays(api), block(api)),
        fresh=fresh,
        outlives=lambda api: bool(links(api)),
    )


VERSIONED = {kind.collection: _versioned(kind) for kind in (CLASSIC, OAS, STREAMS)}
API = dataclasses.replace(
    VERSIONED[CLASSIC.collection], variant=_variant, expand=_expand, named={**CLASSIC.named, **OAS.named}
)
