# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task from its parameters to its result. Knows no AnsibleModule, so that it runs in any process."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.recent import Recent, Shared
from ansible_collections.community.tyk.plugins.module_utils._data.plain import check_plain
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._object.alone import alone
from ansible_collections.community.tyk.plugins.module_utils._object.along import purge, told
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Start, Task, start
from ansible_collections.community.tyk.plugins.module_utils._object.loop import glance, share
from ansible_collections.community.tyk.plugins.module_utils._object.old import old_of
from ansible_collections.community.tyk.plugins.module_utils._object.plan import locate, plan
from ansible_collections.community.tyk.plugins.module_utils._object.result import Result, answer
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Located, Planned, Written


def reconcile(kind: Kind, task: Task) -> Result:
    """Bring one object to what the task declares. Raises TykError."""
    check_plain(task.named)
    serve = _serving(kind, task)
    glanced = glance(kind, task, _begin, _carry_out)
    begun = glanced[0] if glanced else _begin(kind, task, share(kind, task))
    try:
        with understood(), alone(begun, task):
            result, written = glanced[1] if glanced else _carry_out(begun, task)
        result = serve(result, written)
    except TykError as error:
        error.changed, error.backup_path = begun.client.wrote, begun.backup.path if begun.backup else ""
        Recent.drop()
        raise
    if begun.client.shared:
        begun.client.shared.rest()
    return {**result, "backup_path": begun.backup.path} if begun.backup and begun.backup.path else result


def _serving(kind: Kind, task: Task) -> t.Callable[[Result, Written], Result]:
    """What waits until Gateways serve what was written, where the task asks for that. Refuses what cannot be asked."""
    if not task.params.get("wait_served"):
        return lambda result, written: result
    from ansible_collections.community.tyk.plugins.module_utils._object.served import gates, wait_until_served, wanted

    asked = gates(task, [kind])

    def serve(result: Result, written: Written) -> Result:
        own = wanted(written.run.kind, written.change, written.stored)
        return result if task.check else wait_until_served(task, asked, [own] if own else [], result)

    return serve


def _begin(kind: Kind, task: Task, shared: Shared | None) -> Start:
    begun = start(kind, task, shared)
    if not task.params.get("backup"):
        return begun
    from ansible_collections.community.tyk.plugins.module_utils._object.backup import backup_of
    from ansible_collections.community.tyk.plugins.module_utils._object.trial import why_refused

    return begun._replace(backup=backup_of(task.params, begun.refs, task.warn, why_refused))


def _reconcile(begun: Start, task: Task) -> Result:
    return _carry_out(begun, task)[0]


def _carry_out(begun: Start, task: Task) -> tuple[Result, Written]:
    located = locate(begun.run)
    gone = purge(begun, located, task, _reconcile)
    planned = _planned(located, task)
    if _is_settled(planned, task):
        change = planned.change
        result, written = answer(planned.run, change, change.before), Written(planned.run, change, change.before)
    else:
        from ansible_collections.community.tyk.plugins.module_utils._object.carry import carry_out

        result, written = carry_out(begun, task, planned)
    return told(result, gone, written.run.kind.result), written


def _planned(located: Located, task: Task) -> Planned:
    if task.params.get("state") != "rotated":
        return plan(located)
    from ansible_collections.community.tyk.plugins.module_utils._object.rotate import plan_rotation

    return plan_rotation(located)


def _is_settled(planned: Planned, task: Task) -> bool:
    """Whether there is nothing to do, to take care of or to look at, so that what carries plans out is not loaded."""
    run, change, asked = planned.run, planned.change, task.params
    return (
        change.action == "none"
        and not asked.get("key_file")
        and asked.get("validate") != "schema"
        and not any(old_of(planned))
        and (change.after is None or run.kind.predecessor(run) is None)
    )
