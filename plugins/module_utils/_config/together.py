# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fields that other objects hold: what is declared of them is checked together, as it will be after the run."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Several
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.plan import plan
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Located
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff


def settle(bulk: Bulk, steps: list[Step]) -> None:
    """Check what is to be of all of them, prune included, and note it for the writes. Raises Several."""
    errors = []
    for section, kind in bulk.kinds.items():
        if not any(part.in_others for part in kind.fields.parts):
            continue
        own = [step for step in steps if step.section == section]
        by_id = {_ident(kind, step): step for step in own} if _say(own) else {}
        intended = {ident: said for ident, step in by_id.items() if ident and (said := _intended(step)) != {}}
        for ident, fault in kind.contradictions(intended, bulk.refs):
            errors.append(f"{by_id[ident].where} ({by_id[ident].name}): {fault}")
        bulk.refs.intended[kind.name] = intended
        for ident in [] if errors else kind.by_themselves(intended, bulk.refs):
            _leave_out(by_id[ident], kind)
    if errors:
        raise Several(errors)


def _leave_out(step: Step, kind: Kind) -> None:
    """Plan an object anew without what it becomes by what is done to others."""
    held = _held(kind)
    run = replace(step.run, named={name: value for name, value in step.run.named.items() if name not in held})
    step.planned = plan(Located(run, step.planned.read_at))
    step.status = "unchanged" if step.change.action == "none" else step.status
    step.diff = diff(step.run, step.change.before, step.change.after) if step.diff and step.change.after else {}


def _ident(kind: Kind, step: Step) -> str:
    """The id of a step's object, or of what stands for it until it has one."""
    return step.kind.id_of(step.change.before) if step.change.before else kind.id_of(step.stand_in)


def _say(steps: list[Step]) -> bool:
    """Whether any of these says something of the fields that others hold, or its object goes."""
    held = {id(kind): _held(kind) for kind in {id(step.kind): step.kind for step in steps}.values()}
    return any(step.change.after is None or not step.run.named.keys().isdisjoint(held[id(step.kind)]) for step in steps)


def _held(kind: Kind) -> list[str]:
    """The fields of a kind that other objects hold."""
    return [name for part in kind.fields.parts if part.in_others for name in part.fields]


def _intended(step: Step) -> Object | None:
    """What a step says of the fields that others hold; None where its object goes."""
    if step.change.after is None:
        return None
    return {name: step.run.resolved.get(name) for name in _held(step.kind) if name in step.run.named}
