# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A policy of tyk-operator: Tyk's own fields, and access rights that name manifests of APIs."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._convert.kubernetes import (
    DEFAULT,
    Manifest,
    encoded,
    mapping,
    text,
)
from ansible_collections.community.tyk.plugins.module_utils._convert.operator_world import (
    CLASSIC,
    NAMELESS,
    World,
    policy_id,
)
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

Item = dict[str, t.Any]
Options = t.Mapping[str, t.Mapping[str, t.Any]]

SECTION = "policies"
APART = ("contextRef", "_id", "id", "org_id", "access_rights", "access_rights_array")  # of the server, or below
COUNTERS = ("quota_renews", "quota_remaining", "set_by_policy")  # move by themselves
NAMES = ("name", "namespace", "kind", "api_id", "api_name")  # of the API that a right is for
UNKNOWN = "tyk_policy has no such field there; take it out, or look for a newer version of this collection"
NO_STATE = "a policy of a Gateway without a Dashboard has no state, so it applies; say is_inactive in definition"
STILL_ACTIVE = "Tyk goes by state, so the policy applies all the same; set policy_state to draft or deny to end that"


def item(world: World, manifest: Manifest) -> Item | None:
    """The item of our configuration; None where there is nothing to carry."""
    spec = manifest.spec
    if not spec:
        world.cluster.tell(manifest, "spec", "it is no mapping with anything in it, so there is no policy to carry")
        return None
    ident = policy_id(manifest)
    if not ident:
        world.cluster.tell(manifest, "metadata.name", NAMELESS)
    said = {name: clone(value) for name, value in spec.items() if name not in APART and value is not None}
    _settle(world, manifest, said)
    rights = _rights(world, manifest)
    options = KINDS[SECTION].options
    shorthands = {option.path: name for name, option in options.items() if not option.to_tyk}
    made: Item = {"policy_id": ident} if ident else {}
    for path, name in shorthands.items():
        if path in said:
            made[name] = _fitting(world, manifest, f"spec.{path}", said[path], options[name].spec)
    rest = {name: value for name, value in said.items() if name not in shorthands}
    if rights:
        made["access_rights"] = rights
    else:
        rest["access_rights"] = {}  # said so, and not left out by mistake
    return {**made, **({"definition": rest} if rest else {})}


def _settle(world: World, manifest: Manifest, said: Item) -> None:
    """Leave out that a policy is not active, where it is; and its state where Tyk has none."""
    if _is_for_gateway(world, manifest):
        if said.pop("state", "active") != "active":
            world.cluster.tell(manifest, "spec.state", NO_STATE)
        return
    for name, off in (("active", False), ("is_inactive", True)):
        if said.get(name) is off and said.get("state") == "active":
            del said[name]
            world.cluster.tell(manifest, f"spec.{name}", STILL_ACTIVE)


def _is_for_gateway(world: World, manifest: Manifest) -> bool:
    """Whether its connection is one to a Gateway without a Dashboard."""
    ref = mapping(manifest.spec.get("contextRef"))
    context = world.cluster.find("OperatorContext", text(ref.get("name")), text(ref.get("namespace")) or DEFAULT)
    return context is not None and mapping(context.spec.get("env")).get("mode") == "ce"


def _rights(world: World, manifest: Manifest) -> list[Item]:
    """Its access rights; the list counts before the map, which older manifests have."""
    listed, mapped = manifest.spec.get("access_rights_array"), manifest.spec.get("access_rights")
    entries: list[tuple[str, str, t.Any]] = []
    if isinstance(mapped, dict):
        entries += [(f"spec.access_rights.{key}", str(key), entry) for key, entry in mapped.items()]
    elif mapped is not None:
        world.cluster.tell(manifest, "spec.access_rights", "it is no mapping of APIs to what they grant; write one")
    if isinstance(listed, list):
        entries += [(f"spec.access_rights_array[{index}]", "", entry) for index, entry in enumerate(listed)]
    elif listed is not None:
        world.cluster.tell(manifest, "spec.access_rights_array", "it is no list; write one entry for each API")
    rights: dict[str, Item] = {}
    listed_once: set[str] = set()
    for field, key, entry in entries:
        if not isinstance(entry, dict):
            world.cluster.tell(manifest, field, "it is no mapping; write name and namespace of an API into one")
            continue
        api = _api(world, manifest, field, {"api_id": key, **entry} if key else entry)
        if not api:
            continue
        if api in listed_once:
            world.cluster.tell(manifest, field, f"rights for {api!r} are there before it, and these count; keep one")
        listed_once |= set() if key else {api}
        rights[api] = _right(world, manifest, field, api, entry)
    return list(rights.values())


def _api(world: World, manifest: Manifest, field: str, entry: Item) -> str:
    """How our item names the API of a right; "" where it names none."""
    name, namespace = text(entry.get("name")), text(entry.get("namespace")) or manifest.namespace
    kind, ident = text(entry.get("kind")) or CLASSIC, text(entry.get("api_id"))
    found = world.api(kind, name, namespace) or world.with_id(ident)
    if found:
        return world.handle(found)
    if not name and not ident:
        world.cluster.tell(manifest, field, "it names no API; write name and namespace of its manifest")
        return ""
    known = ident or encoded(namespace, name)
    why = f"{kind} {namespace}/{name or '?'} is not carried, so an API with the id {known} has to be in Tyk"
    world.cluster.tell(manifest, field, f"{why}; or convert it as well")
    return known


def _right(world: World, manifest: Manifest, field: str, api: str, entry: Item) -> Item:
    """One right as our item has it."""
    options: Options = KINDS[SECTION].options["access_rights"].spec["options"]
    made: Item = {"api": api}
    rest: Item = {}
    for name, value in entry.items():
        if name in NAMES or value is None:
            continue
        if name in options and name not in ("api", "definition"):
            made[name] = _fitting(world, manifest, f"{field}.{name}", value, options[name])
        else:
            rest[name] = clone(value)
    return {**made, **({"definition": rest} if rest else {})}


def _fitting(world: World, manifest: Manifest, field: str, value: t.Any, option: t.Mapping[str, t.Any]) -> t.Any:
    """A value with those fields only that the option has."""
    below = option.get("options")
    if isinstance(value, list):
        return [_fitting(world, manifest, f"{field}[{index}]", one, option) for index, one in enumerate(value)]
    if not isinstance(value, dict) or below is None:
        return clone(value)
    kept: Item = {}
    for name, one in value.items():
        if one is None or (name == "allowed" and one == []):  # an empty list of these allows all, as none does
            continue
        if name in below:
            kept[name] = _fitting(world, manifest, f"{field}.{name}", one, below[name])
        elif name not in COUNTERS:
            world.cluster.tell(manifest, f"{field}.{name}", UNKNOWN)
    return kept
