# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the _info modules return: the objects of a kind that a task asks for."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import NoRoute
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Start, Task, start
from ansible_collections.community.tyk.plugins.module_utils._object.new import check_known
from ansible_collections.community.tyk.plugins.module_utils._object.result import load_names
from ansible_collections.community.tyk.plugins.module_utils._object.uses import Uses
from ansible_collections.community.tyk.plugins.module_utils._object.view import view


def gather(kind: Kind, task: Task) -> dict[str, t.Any]:
    """The objects of a kind that the task asks for, in the shape that the module accepts. Raises TykError."""
    begun = start(kind, task)
    run, kind = begun.run, begun.run.kind
    objects, holding = _candidates(begun, task), _holding(run)
    if run.asserted and not kind.route.admin:
        begun.refs.assert_org(run.asserted, map(kind.org_of, objects))
    objects = [obj for obj in objects if _wanted(run, obj) and all(meets(obj) for meets in holding)]
    if objects:
        load_names(run, objects)
    shown = []
    users = _users(begun, objects) if task.params.get("used_by") else None
    for obj in task.progress.each(objects, f"{kind.nouns} read"):
        own, whole = kind.expand(run, obj)
        shown.append(view(replace(run, kind=run.client.own(own)), whole))
        if users:
            shown[-1]["used_by"] = users.listed(obj)
    shown.sort(key=lambda obj: str(obj.get(kind.identity.name_option) or ""))
    home = {name: task.params[name] for name in kind.route.selectors}  # so that a task can be made of each
    return {"changed": False, kind.results: [{**home, **one} for one in shown]}


def _users(begun: Start, objects: list[Object]) -> Uses:
    """What refers to these objects, of all that there is."""
    run = begun.run
    uses = Uses([(run.kind, obj) for obj in objects], run, begun.refs)
    if objects:
        uses.look()
    if uses.unseen:
        run.warn(f"used_by: not everything could be looked at: {'; '.join(uses.unseen.values())}.")
    return uses


def _candidates(begun: Start, task: Task) -> list[Object]:
    """The object that the task names by an id, or all of the kind."""
    run, kind = begun.run, begun.run.kind
    if kind.life.single:
        found = run.client.read(kind, "")
        return [found] if found else []
    lookups = kind.identity.lookups
    direct = next((name for name in lookups if task.params.get(name)), None)
    if not direct:
        try:
            listed = [obj for obj in run.around.listing(kind.name) if kind.is_own(obj)]
            if not listed:
                check_known(run)
            return listed
        except NoRoute as error:
            run.warn(f"{error}.")
            return []
    if kind.secret.is_id:  # which may be a name that somebody chose
        key = kind.locate(replace(run, named={direct: task.params[direct]}, params={**run.params, "state": "absent"}))
        return [key] if key else []
    found = run.client.read(kind, task.params[direct], lookups[direct] or None)
    return [{**found, **({direct: task.params[direct]} if direct in kind.identity.other_ids else {})}] if found else []


def _wanted(run: Run, obj: Object) -> bool:
    """Whether an object meets all that the task asks for."""
    kind, identity = run.kind, run.kind.identity
    name, ident = (run.params.get(option) if option else None for option in (identity.name_option, identity.id_option))
    if name and kind.tidy_name(get(obj, identity.name)) != kind.tidy_name(name):
        return False
    return not ident or identity.id_option in identity.lookups or ident in [get(obj, at) for at in identity.ids]


def _holding(run: Run) -> list[t.Callable[[Object], bool]]:
    """What objects have to hold an id of, where the task asks for those that hold it."""
    tests: list[t.Callable[[Object], bool]] = []
    for other, path in run.kind.fields.held_by.items():
        if run.params.get(other):
            found = run.around.find(other, run.params[other], other)
            ids = {get(found, at) for at in run.around.kind(other).identity.ids}
            tests.append(functools.partial(_holds, path, ids))
    return tests


def _holds(path: str, ids: set[t.Any], obj: Object) -> bool:
    return bool(ids.intersection(get(obj, path) or ()))
