# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What there is and nobody declares: fields of declared objects, and whole objects. It is told, and nothing else."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.account import SHOWN, value_at
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.merge import differ, merge, patch, without
from ansible_collections.community.tyk.plugins.module_utils._data.paths import dotted
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._object.plan import as_new
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff

Found = dict[str, t.Any]
FIELDS, OBJECTS = "undeclared_fields", "undeclared_objects"  # options, and keys of the result


def undeclared(bulk: Bulk, steps: list[Step]) -> dict[str, list[Found]]:
    """What is asked for of it, for the result."""
    told: dict[str, list[Found]] = {}
    if bulk.task.params.get(FIELDS):
        told[FIELDS] = [one for step in steps for one in _fields_of(step)]
    if bulk.task.params.get(OBJECTS):
        told[OBJECTS] = list(_objects(bulk, steps))
    return told


def _fields_of(step: Step) -> t.Iterator[Found]:
    """What an object that is there has beside what is declared, and what a new one would not get."""
    run, kind, after = step.run, step.kind, step.change.after
    if not step.where or after is None or step.change.before is None or not kind.life.merges or kind.life.single:
        return
    rules, fresh = kind.fields.rules, as_new(run)
    new, now = (kind.comparable(without(obj, rules, "readable"), run) for obj in (fresh, after))
    moved = patch(new, now, rules)
    if not moved:
        return
    shown = diff(run, new, merge(new, moved, rules))
    fields = []
    for path in differ(shown["before"], shown["after"], SHOWN):
        fields.append({"path": dotted(path), "value": value_at(shown["after"], path)})
    fields.sort(key=lambda field: not re.search(kind.grants, field["path"]) if kind.grants else True)
    if fields:
        yield {"kind": step.section, "name": step.name, "id": step.ident, "source": step.where, "fields": fields}


def _objects(bulk: Bulk, steps: list[Step]) -> t.Iterator[Found]:
    """The objects that nobody declares, of the kinds of which some are declared."""
    declared = {step.section for step in steps if step.where}
    for section in bulk.kinds:
        base = bulk.kinds[section]
        if section not in declared or base.life.single:
            continue
        untold = bulk.aside.untold(section) if bulk.aside else ""
        if untold:
            bulk.task.warn(f"{OBJECTS}: nothing of {section} is told, because {untold}.")
            continue
        found = []
        for refs, obj in bulk.existing(section):
            kind: Kind = refs.kind(base.name)
            if kind.is_declarable(obj):
                found.append({"kind": section, "name": kind.name_of(obj), "id": kind.shown_id(obj)})
        yield from sorted(found, key=lambda one: (one["name"], one["id"]))
