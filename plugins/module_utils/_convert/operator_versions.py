# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The versions of APIs: tyk-operator keeps the list of them at their base, and we say of each whose it is."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._convert.kubernetes import Manifest, listing, mapping, text
from ansible_collections.community.tyk.plugins.module_utils._convert.operator_world import CLASSIC, OAS, Api, World
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get

Key = tuple[str, str, str]  # of a manifest


class Entry(t.NamedTuple):
    """A version in the list of its base; ``api`` is None where it is not carried."""

    field: str
    name: str
    api: Api | None
    called: str


def versions(world: World) -> dict[Key, dict[str, t.Any]]:
    """What each API that is a version says of that, by its manifest."""
    found: dict[Key, dict[str, t.Any]] = {}
    for base in world.apis.values():
        block = _block(base)
        for entry in _entries(world, base):
            if entry.api is None:
                why = f"{entry.called} is not carried; make it a version of this API yourself, with the option version"
                world.cluster.tell(base.manifest, entry.field, why)
            elif entry.api.manifest.key in found or entry.api is base:
                why = f"{entry.called} is a version already, or its own base; an API is a version of one other"
                world.cluster.tell(base.manifest, entry.field, why)
            else:
                said: dict[str, t.Any] = {"of": world.handle(base), "name": entry.name}
                is_default = text(block.get("default")) == entry.name
                found[entry.api.manifest.key] = {**said, **({"default": True} if is_default else {})}
    return found


def _block(base: Api) -> dict[str, t.Any]:
    """What a base says of its versions; what its manifest says counts before what its document says."""
    if base.manifest.kind == CLASSIC:
        return mapping(base.content.get("definition"))
    if base.manifest.kind != OAS:
        return {}
    said = mapping(base.manifest.spec.get("versioning"))
    return {**mapping(get(base.content, "x-tyk-api-gateway.info.versioning")), **said}


def _entries(world: World, base: Api) -> t.Iterator[Entry]:
    block, manifest = _block(base), base.manifest
    if base.manifest.kind == CLASSIC:
        for name, ident in mapping(block.get("versions")).items():
            api = world.with_id(text(ident))
            yield Entry(f"spec.definition.versions.{name}", str(name), api, f"the API {text(ident) or '?'}")
    elif block.get("enabled") is True:
        for index, said in enumerate(listing(block.get("versions"))):
            yield _entry(world, manifest, f"spec.versioning.versions[{index}]", mapping(said))


def _entry(world: World, manifest: Manifest, field: str, said: dict[str, t.Any]) -> Entry:
    """An entry, which names a manifest, or in a document an id."""
    name, ref = text(said.get("name")), said.get("tykOasApiDefinitionRef")
    if ref is None:
        return Entry(field, name, world.with_id(text(said.get("id"))), f"the API {text(said.get('id')) or '?'}")
    of = {"name": ref, "namespace": said.get("namespace")} if isinstance(ref, str) else mapping(ref)
    namespace = text(of.get("namespace")) or manifest.namespace
    found = world.api(OAS, text(of.get("name")), namespace)
    return Entry(field, name, found, f"{OAS} {namespace}/{text(of.get('name')) or '?'}")
