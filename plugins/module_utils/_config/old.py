# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a configuration finds of earlier runs: old objects whose time is over, and files that lack a secret."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, pruned
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task
from ansible_collections.community.tyk.plugins.module_utils._object.handover import strayed

NAMED = 5  # so many are named in a warning


def leftovers(bulk: Bulk, planned: list[Step]) -> list[Step]:
    """The deletes of old objects in whose place a declared one is: where their time is over, or that one goes."""
    steps: list[Step] = []
    for section, kind in bulk.kinds.items():
        if kind.rotation is None:
            continue
        own = [step for step in planned if step.section == section]
        put_off = bulk.refs.puts_off(kind.name) and any(map(_may_leave, own))
        if not (put_off or bulk.refs.has_listed(kind.name)):
            continue
        objs = [step.change.before or step.run.declared for step in own]
        going: dict[int, tuple[Object, str]] = {}
        for step, left in zip(own, kind.left_by(objs, bulk.refs.listing(kind.name))):
            for obj in [obj for obj in left if bulk.stays(kind, obj)]:
                absent = step.run.params.get("state") == "absent"
                if not (absent or kind.is_over(obj)) or bulk.declares(kind, obj):
                    continue
                if absent:
                    going.setdefault(id(obj), (obj, f"an old {kind.noun}, and the one in its place is to be absent"))
                else:
                    why = f"an old {kind.noun} whose time is over, and another is in its place"
                    going.setdefault(id(obj), (obj, why))
        for obj, why in going.values():
            step = pruned(bulk, section, (bulk.refs, obj), why)
            step.old = True
            steps.append(step)
    return steps


def _may_leave(step: Step) -> bool:
    """Whether an old object may be there for one that was read without a list: it goes, or a rotation made it."""
    rotation = step.kind.rotation
    gone = step.change.action not in ("none", "created", "updated")
    return gone or bool(rotation and get(step.change.before, rotation.label[1]))


def tell_strayed(task: Task, steps: t.Iterable[Step]) -> None:
    """Warn of files that do not hold the secret of what is declared and there."""
    told: dict[str, list[str]] = {}
    key_dir = task.params.get("key_dir")
    for step in steps:
        found, own = step.run.found, step.run.params.get("key_file")
        if (
            not (own or key_dir)
            or not step.where
            or found is None
            or step.change.after is None
            or not step.kind.secret.field
        ):
            continue
        if step.run.named.get(step.kind.secret.field) and not own:
            continue  # whoever wrote the configuration knows it
        path = step.key_file(key_dir)
        fault = strayed(step.kind, found, path) if path else ""
        if fault:
            told.setdefault(step.kind.nouns, []).append(f"{step.name} ({path} {fault})")
    for nouns, several in told.items():
        more = f" and {len(several) - NAMED} more" if len(several) > NAMED else ""
        task.warn(
            f"key_dir: these {nouns} are there, but not in their files: {', '.join(several[:NAMED])}{more}. None of "
            "them is told again: rotate those that nobody has; of the others put the file where it belongs."
        )
