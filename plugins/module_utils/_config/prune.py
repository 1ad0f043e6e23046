# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which objects that nothing declares are to be deleted, and the brakes on that."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, Several
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, pruned
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._config.uses import Uses
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs


def brakes(params: t.Mapping[str, t.Any], items: list[Item]) -> None:
    """Refuse a prune that says too little of what it may delete. Raises Several."""
    sections, scope = params.get("prune") or [], _scope(params)
    errors = []
    if sections and not scope and not params.get("prune_all"):
        errors.append("prune: say which objects may be deleted with prune_scope; prune_all: true means every one")
    if sections and scope and params.get("prune_all"):
        errors.append("prune_all and prune_scope contradict each other; keep one of them")
    for section in sections:
        if not any(item.section == section and item.params.get("state") != "absent" for item in items):
            errors.append(
                f"prune: no {section} are declared, and all of them would be deleted; leave {section} out of prune"
            )
        for name in scope:
            if not _has(KINDS[section], name):
                errors.append(
                    f"prune_scope.{name}: {section} have none, so none would ever be deleted; scope them otherwise"
                )
    unknown = sorted((params.get("protected") or {}).keys() - KINDS.keys())
    if unknown:
        errors.append(f"protected: {', '.join(unknown)}: no such kind; there are {', '.join(KINDS)}")
    if errors:
        raise Several(errors)


def _scope(params: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    return {name: value for name, value in (params.get("prune_scope") or {}).items() if value}


def _has(kind: Kind, name: str) -> bool:
    """Whether objects of the kind have what prune_scope can name."""
    has = {
        "tag": kind.labels.tags,
        "meta_data": kind.labels.meta_data,
        "category": kind.labels.categories,
        "name_prefix": kind.identity.name_option,
    }
    return bool(has.get(name))


def has_tag(kind: Kind, obj: Object, tag: str) -> bool:
    """Whether an object has a tag."""
    return any(tag in (get(obj, path) or []) for path in kind.labels.tags)


def _within(kind: Kind, obj: Object, scope: t.Mapping[str, t.Any]) -> str:
    """Why an object may be deleted; "" if it may not. It has to meet all that the scope names."""
    reasons = []
    for name, value in scope.items():
        if name == "tag":
            met = has_tag(kind, obj, value)
        elif name == "category":
            met = value in kind.categories(obj)
        elif name == "meta_data":
            meta = get(obj, kind.labels.meta_data) or {}
            met = all(meta.get(key) == item for key, item in value.items())
        else:
            met = kind.name_of(obj).startswith(value)
        if not met:
            return ""
        reasons.append(f"{name} {value}" if not isinstance(value, dict) else f"{name} {', '.join(value)}")
    return (
        f"not declared, and in prune_scope ({'; '.join(reasons)})" if reasons else "not declared, and prune_all is set"
    )


class Candidate(t.NamedTuple):
    """What nothing declares, and what may go."""

    section: str
    refs: Refs
    obj: Object
    why: str


def _candidates(bulk: Bulk) -> t.Iterator[Candidate]:
    params, scope = bulk.task.params, _scope(bulk.task.params)
    for section in params.get("prune") or []:
        kind = bulk.kinds[section]
        protected = {str(name) for name in (params.get("protected") or {}).get(section) or []}
        for refs, obj in bulk.existing(section):
            why = _within(kind, obj, scope)
            names = {kind.name_of(obj), *kind.short_names(obj), *(str(get(obj, path)) for path in kind.identity.ids)}
            if why and not protected & names and kind.is_declarable(obj):
                yield Candidate(section, refs, obj, why)


def prune(bulk: Bulk, planned: list[Step]) -> list[Step]:
    """The deletes of what is not declared, nor referred to. Raises Several where there are more than prune_max."""
    params = bulk.task.params
    steps: list[Step] = []
    candidates = list(_candidates(bulk))
    uses = Uses(bulk, planned, {id(one.obj) for one in candidates})
    if candidates:
        uses.look({bulk.kinds[one.section].name for one in candidates})
    for one in candidates:
        kind = bulk.kinds[one.section]
        name = kind.name_of(one.obj)
        if id(one.obj) in uses.users:
            bulk.task.warn(f"prune: {kind.noun} {name!r} stays, because {uses.users[id(one.obj)]} refers to it.")
            continue
        try:
            steps.append(pruned(bulk, one.section, (one.refs, one.obj), one.why))
        except TykError as error:
            bulk.task.warn(f"prune: {kind.noun} {name!r} stays: {error}")
    if steps and uses.unseen:
        unseen = "; ".join(f"{noun}: {why}" for noun, why in uses.unseen.items())
        bulk.task.warn(f"prune: not all that may refer to what is deleted was looked at ({unseen}).")
    most = int(params.get("prune_max") or 0)
    if len(steps) > most:
        listed = "; ".join(f"{step.section}: {step.name or step.ident} ({step.why})" for step in steps)
        raise Several(
            [f"prune would delete {len(steps)} objects, and prune_max is {most}; look at them, then raise it: {listed}"]
        )
    return steps
