# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Versions of an API: each is an API of its own, and entered in its base. Tyk keeps the entries in the base and nowhere
else; here the version says whose it is, and the base is never asked for them."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import compact, get, put
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option

ID, NAME = "api_definition.api_id", "api_definition.name"  # in what lists show of an API of either format
BLOCKS = ("oas.x-tyk-api-gateway.info.versioning", "api_definition.definition")
FALLBACKS = {"enabled": True, "name": "Default", "location": "header", "key": "x-api-version", "default": "self"}


def block_path(api: Object) -> str:
    """Where an API of its format keeps the entries."""
    return BLOCKS[0] if get(api, "oas.x-tyk-api-gateway.info") else BLOCKS[1]


def links(api: Object | None) -> dict[str, str]:
    """The entries of a base: name of the version -> id of the API that it is."""
    versions = get(api, f"{block_path(api)}.versions") if api else None
    if isinstance(versions, list):
        return {str(entry.get("name")): str(entry.get("id")) for entry in versions}
    return dict(versions or {})


def _children(api: Object) -> list[str]:
    return [ident for ident in links(api).values() if ident != get(api, ID)]


def version_of(refs: t.Any, ident: str) -> Object | None:
    """Which version of which API this one is."""
    for base in refs.by("api", _children, ident):
        name = next(name for name, other in links(base).items() if other == ident)
        default = get(base, f"{block_path(base)}.default")
        return {"of": get(base, ID), "name": name, "default": name == default}
    return None


def anew(run: t.Any) -> t.Any:
    """What is known of other objects, but for APIs, whose list is asked for again."""
    refs = run.refs.apart(run.refs.kind("api"))
    refs.forget("api")
    return refs


def told(run: t.Any, api: Object | None, ident: str, refs: t.Any = None) -> Object | None:
    """The API with the version that it is, where the task wants to know."""
    version = version_of(refs or run.refs, ident) if api and "version" in run.named else None
    return {**(api or {}), "version": version} if version else api


def _write(value: t.Any, run: t.Any, was: t.Any) -> Object:
    base = run.refs.find("api", value["of"], "version.of")
    ident, own, known = get(base, ID), get(run.found, ID), was or {}
    name = value.get("name") or (known.get("name") if known.get("of") == ident else "")
    if not name:
        raise Invalid("version.name: a new version of an API needs a name, such as v2")
    if ident == own:
        raise Invalid("version.of: this is the API itself; name the API that it is a version of")
    if version_of(run.refs, ident):
        raise Invalid(f"version.of: API {value['of']!r} is a version itself; name the API that it is a version of")
    taken = links(base).get(name)
    if (taken and taken != own) or name == get(base, f"{block_path(base)}.name"):
        raise Invalid(f"version.name: {name!r} of API {value['of']!r} is API {taken or ident} already")
    return {"of": ident, "name": name, **({"default": bool(value["default"])} if "default" in value else {})}


def _read(value: t.Any, run: t.Any) -> Object | None:
    return compact({**value, "of": run.refs.name("api", value["of"])}) if value else None


VERSION = Option(
    "version",
    {"type": "dict", "options": {"of": {"type": "str", "required": True}, "name": {}, "default": {"type": "bool"}}},
    write=_write,
    read=_read,
)


def place(run: t.Any) -> dict[str, t.Any]:
    """Tyk enters a new version in its base by itself if the request says so."""
    version = run.desired.get("version")
    if not version:
        return {}
    base = run.refs.find("api", version["of"], "version.of")
    query = {"base_api_id": version["of"], "new_version_name": version["name"]}
    if version.get("default"):
        query["set_default"] = "true"
    if not get(base, f"{block_path(base)}.name"):
        query["base_api_version_name"] = FALLBACKS["name"]
    return {"query": query}


def relinked(base: Object, ident: str, version: Object | None) -> Object:
    """A base with this API entered as this version and as no other."""
    changed, path = copy.deepcopy(base), block_path(base)
    block, before = get(changed, path) or {}, links(base)
    entries = {name: other for name, other in before.items() if other != ident}
    default = block.get("default")
    if default in before.keys() - entries.keys():
        default = ""
    if version:
        entries[version["name"]] = ident
        default = version["name"] if version.get("default") else "" if default == version["name"] else default
    block = {**FALLBACKS, **{key: value for key, value in block.items() if value}, "enabled": True}
    block["default"] = default or FALLBACKS["default"]
    listed = [{"name": name, "id": other} for name, other in sorted(entries.items())]
    block["versions"] = listed if path == BLOCKS[0] else entries
    put(changed, path, block)
    return changed


def keep(target: Object, current: Object | None, run: t.Any) -> None:
    """An update of a base must not cut its versions off, nor pretend to name them."""
    path = block_path(target)
    cut = sorted(links(current).keys() - links(target).keys())
    if cut:
        raise Invalid(
            f"{path}: this would cut off the versions {', '.join(cut)}; give each of them version: null first"
        )
    asked = get(run.wish, f"{path}.versions")
    if asked and links(run.wish) != links(current):
        run.warn(f"{path}.versions: left as it is; the versions name this API, with the option version.")


def block(api: Object) -> Object:
    """The entries of a base, with what Tyk needs beside them."""
    kept: Object = {}
    if links(api):
        put(kept, block_path(api), get(api, block_path(api)))
    return kept
