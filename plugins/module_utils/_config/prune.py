# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which objects that nothing declares are to be deleted, and the brakes on that."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, Several
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, Step, pruned
from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

# Where objects of a kind have what prune_scope can name. What is not here, objects of the kind do not have.
TAGS = {"apis": ("api_definition.tags",), "policies": ("tags",), "keys": ("tags",)}
META = ("policies", "keys", "oauth_clients")


def brakes(params: t.Mapping[str, t.Any], items: list[Item]) -> None:
    """Refuse a prune that says too little of what it may delete. Raises Several."""
    kinds, scope = params.get("prune") or [], _scope(params)
    errors = []
    if kinds and not scope and not params.get("prune_all"):
        errors.append("prune: say which objects may be deleted with prune_scope; prune_all: true means every one")
    if kinds and scope and params.get("prune_all"):
        errors.append("prune_all and prune_scope contradict each other; keep one of them")
    for kind in kinds:
        if not any(item.kind == kind and item.params.get("state") != "absent" for item in items):
            errors.append(f"prune: no {kind} are declared, and all of them would be deleted; leave {kind} out of prune")
        for name in scope:
            if not _has(kind, name):
                errors.append(
                    f"prune_scope.{name}: {kind} have none, so none would ever be deleted; scope them otherwise"
                )
    unknown = sorted((params.get("protected") or {}).keys() - KINDS.keys())
    if unknown:
        errors.append(f"protected: {', '.join(unknown)}: no such kind; there are {', '.join(KINDS)}")
    if errors:
        raise Several(errors)


def _scope(params: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    return {name: value for name, value in (params.get("prune_scope") or {}).items() if value}


def _has(kind: str, name: str) -> bool:
    if name == "tag":
        return kind in TAGS
    if name == "meta_data":
        return kind in META
    return kind == "apis" if name == "category" else bool(KINDS[kind].name_option)


def _within(kind: str, obj: Object, scope: t.Mapping[str, t.Any]) -> str:
    """Why an object may be deleted; "" if it may not. It has to meet all that the scope names."""
    reasons = []
    for name, value in scope.items():
        if name == "tag":
            met = any(value in (data.get(obj, path) or []) for path in TAGS[kind])
        elif name == "category":
            met = value in (obj.get("categories") or []) or f" #{value} " in f"{data.get(obj, KINDS[kind].name)} "
        elif name == "meta_data":
            met = all((obj.get("meta_data") or {}).get(key) == item for key, item in value.items())
        else:
            met = str(data.get(obj, KINDS[kind].name) or "").startswith(value)
        if not met:
            return ""
        reasons.append(f"{name} {value}" if not isinstance(value, dict) else f"{name} {', '.join(value)}")
    return (
        f"not declared, and in prune_scope ({'; '.join(reasons)})" if reasons else "not declared, and prune_all is set"
    )


def no_key(obj: Object) -> bool:
    """Whether a session is not an API key that somebody made: of an OAuth client, a JWT, or a portal's developer."""
    meta = obj.get("meta_data") or {}
    return bool(obj.get("oauth_client_id")) or any(name in meta for name in ("TykJWTSessionID", "tyk_developer_id"))


def prune(bulk: Bulk) -> list[Step]:
    """The deletes of what is not declared, nor referred to. Raises Several where there are more than prune_max."""
    params = bulk.task.params
    scope = _scope(params)
    steps: list[Step] = []
    for kind in params.get("prune") or []:
        protected = {str(name) for name in (params.get("protected") or {}).get(kind) or []}
        for refs, obj in bulk.existing(kind):
            why = _within(kind, obj, scope)
            name = str(data.get(obj, KINDS[kind].name) or "")
            ids = {str(data.get(obj, path)) for path in (bulk.kinds[kind].id, *bulk.kinds[kind].other_ids)}
            if not why or protected & {name, *ids} or (kind == "keys" and no_key(obj)):
                continue
            if id(obj) in bulk.referred:
                bulk.task.warn(f"prune: {KINDS[kind].noun} {name!r} stays, because a declared object refers to it.")
                continue
            try:
                steps.append(pruned(bulk, kind, obj, why, refs))
            except TykError as error:
                bulk.task.warn(f"prune: {KINDS[kind].noun} {name!r} stays: {error}")
    most = int(params.get("prune_max") or 0)
    if len(steps) > most:
        listed = "; ".join(f"{step.kind}: {step.name or step.ident} ({step.why})" for step in steps)
        raise Several(
            [f"prune would delete {len(steps)} objects, and prune_max is {most}; look at them, then raise it: {listed}"]
        )
    return steps
