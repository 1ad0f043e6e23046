# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task from its parameters to its result. Knows no AnsibleModule, so that it runs in any process."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api.recent import Recent, Shared
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._data.plain import check_plain
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.alone import alone
from ansible_collections.community.tyk.plugins.module_utils._object.along import purge
from ansible_collections.community.tyk.plugins.module_utils._object.along import told as told_of
from ansible_collections.community.tyk.plugins.module_utils._object.apply import execute
from ansible_collections.community.tyk.plugins.module_utils._object.backup import backup_of
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Start, Task, start
from ansible_collections.community.tyk.plugins.module_utils._object.handover import deliver_secret, strayed
from ansible_collections.community.tyk.plugins.module_utils._object.in_use import losses, warn_of_use
from ansible_collections.community.tyk.plugins.module_utils._object.info import learn_names
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import (
    KeyFile,
    check_place,
    held_in,
    key_file_of,
)
from ansible_collections.community.tyk.plugins.module_utils._object.loop import glance, refuse_old, share
from ansible_collections.community.tyk.plugins.module_utils._object.new import beside, namesakes
from ansible_collections.community.tyk.plugins.module_utils._object.overlap import clear, gone_with, old_of
from ansible_collections.community.tyk.plugins.module_utils._object.overlap import told as told_old
from ansible_collections.community.tyk.plugins.module_utils._object.plan import locate, plan, warn_strange, warn_unkept
from ansible_collections.community.tyk.plugins.module_utils._object.renewal import plan_renewal, renew
from ansible_collections.community.tyk.plugins.module_utils._object.rotate import plan_rotation, rotate
from ansible_collections.community.tyk.plugins.module_utils._object.schema import check_schema, warn_refused
from ansible_collections.community.tyk.plugins.module_utils._object.served import gates, wait_until_served, wanted
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Job, Planned, Written
from ansible_collections.community.tyk.plugins.module_utils._object.trial import why_refused
from ansible_collections.community.tyk.plugins.module_utils._object.unique import clashes, explain
from ansible_collections.community.tyk.plugins.module_utils._object.uses import Uses
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff, view

Result = dict[str, t.Any]


def reconcile(kind: Kind, task: Task) -> Result:
    """Bring one object to what the task declares. Raises TykError."""
    check_plain(task.named)
    asked = gates(task, [kind])
    glanced = glance(kind, task, _begin, _carry_out)
    begun = glanced[0] if glanced else _begin(kind, task, share(kind, task))
    try:
        with understood(), alone(begun, task):
            result, written = glanced[1] if glanced else _carry_out(begun, task)
        own = wanted(written.run.kind, written.change, written.stored)
        if not task.check:
            result = wait_until_served(task, asked, [own] if own else [], result)
    except TykError as error:
        error.changed, error.backup_path = begun.client.wrote, begun.backup.path if begun.backup else ""
        Recent.drop()
        raise
    if begun.client.shared:
        begun.client.shared.rest()
    return {**result, "backup_path": begun.backup.path} if begun.backup and begun.backup.path else result


def _begin(kind: Kind, task: Task, shared: Shared | None) -> Start:
    begun = start(kind, task, shared)
    return begun._replace(backup=backup_of(task.params, begun.refs, task.warn, why_refused))


def _reconcile(begun: Start, task: Task) -> Result:
    return _carry_out(begun, task)[0]


def _carry_out(begun: Start, task: Task) -> tuple[Result, Written]:
    located = locate(begun.run)
    gone = purge(begun, located, task, _reconcile)
    planned = (plan_rotation if task.params.get("state") == "rotated" else plan)(located)
    _refuse_confusion(begun, planned)
    if task.check:
        warn_strange(planned)
    check_schema(planned, begun.client)
    if task.check:
        warn_refused(planned)
    renewal = plan_renewal(begun, planned)
    _tell_uses(begun, planned)
    told = clashes(planned, begun.client)
    for text in told:
        task.warn(f"{text}.")
    _warn_of_namesakes(planned)
    old, makes = old_of(planned), planned.change.action in ("created", "rotated")
    removal = renewal.removal if renewal else None
    _keep(begun, task.check, [planned, *(renewal.moves if renewal else ()), removal, *gone_with(planned, old)])
    if not makes:
        _tell_strayed(planned)
    else:
        check_place(task.params.get("key_file"), fresh=task.params.get("key_file_replace") is False)
    makes = makes and not task.check
    with key_file_of(task.params, idle=not makes) as key_file:
        try:
            job = replace(_job(begun, planned, task, key_file), limits=old.limits)
            old = old if task.check else clear(job, old)
            written = _foreseen(planned) if task.check else _write(job, task)
        except HttpFailure as error:
            explain(error, told)
            raise
        stored, change = written.stored, written.change
        result = answer(written.run, change, stored if stored is not None else change.before)
        if makes and stored and change.action != "none":
            deliver_secret(written.run.kind, result, stored, key_file)
    if stored and not task.check and planned.change.action != "none":  # each time, though it may have changed nothing
        warn_unkept(written.run, stored)
    result = told_of(told_old(result, written.run, planned.change, old), gone, written.run.kind.result)
    return renew(begun, task, planned, renewal, result), written


def _keep(begun: Start, check: bool, several: t.Iterable[Planned | None]) -> None:
    """Keep what is going to be changed or deleted. Raises Invalid where that cannot be."""
    plans = [planned for planned in several if planned is not None and planned.change.action != "none"]
    refuse_old(begun, plans)
    if begun.backup and any(planned.change.action == "rotated" for planned in plans):
        raise Invalid(
            "backup: what is rotated is not brought back by a file, which would make a second one of the same name; "
            "leave backup out, and have the old one go on with keep_old until the new one is in use"
        )
    if begun.backup and plans:
        for planned in plans:
            begun.backup.plan(planned.run, planned.change.before, planned.change.after)
        begun.backup.save(check)


def _tell_strayed(planned: Planned) -> None:
    """Warn where the file that the task names does not hold the secret of what is there."""
    run, path = planned.run, planned.run.params.get("key_file")
    fault = strayed(run.kind, run.found, path) if run.found and planned.change.after else ""
    if fault:
        run.warn(
            f"key_file: {path} {fault}. A {run.kind.noun} that is there is not told again: rotate it with state: "
            "rotated, which writes the file; or name the file that has it; or leave key_file out."
        )


def _refuse_confusion(begun: Start, planned: Planned) -> None:
    """Refuse a name by which a reference of this very task would mean two objects from the next run on."""
    kind, after, refs = planned.run.kind, planned.change.after, begun.refs
    own = {key: meant for key, meant in refs.chosen.items() if key[0] == kind.name}
    if after is None or planned.change.action == "none" or not own:
        return
    for error in refs.with_back([(refs.kind(kind.name), kind.as_listed(clone(after)))]).confused(own):
        raise error


def _tell_uses(begun: Start, planned: Planned) -> None:
    """Warn of what goes, and is in use."""
    found = losses([(planned.run.kind, planned.change)])
    if found:
        uses = Uses([(loss.kind, loss.before) for loss in found], planned.run, begun.refs)
        uses.look(few=True)
        uses.leave_out(planned.run.kind.taken_along(planned.run).values())
        warn_of_use(found, uses, planned.run.warn)


def _warn_of_namesakes(planned: Planned) -> None:
    """Warn where a new object gets the name of another. To list all keys for this would take too long."""
    run, after = planned.run, planned.change.after
    if planned.change.action == "created" and after and run.kind.chosen_id(run.declared) and not run.kind.secret.is_id:
        text = beside(run, namesakes(run, after))
        if text:
            run.warn(text)


def _foreseen(planned: Planned) -> Written:
    """What would be there."""
    return Written(planned.run, planned.change, planned.change.after)


def _job(begun: Start, planned: Planned, task: Task, key_file: KeyFile) -> Job:
    """What the plan is carried out with."""
    store = key_file.write if key_file.path else None
    held = held_in(task.params.get("key_file")) or ""
    return Job(planned, begun.client, begun.refs.forget, task.progress, store, backup=begun.backup, held=held)


def _write(job: Job, task: Task) -> Written:
    """Carry the plan out; that an object is there already can be all right."""
    planned, change, life = job.planned, job.change, job.kind.life
    try:
        return (rotate if change.action == "rotated" else execute)(job)
    except HttpFailure as error:
        if not life.exists or not error.message.lower().startswith(life.exists):
            raise
        task.warn(life.unknown)
        return Written(planned.run, Change("none", change.after, change.after), change.after)


def answer(run: Run, change: Change, shown: Object | None) -> Result:
    """What the module returns."""
    kind = run.kind
    result: Result = {"changed": change.action != "none", "action": change.action}
    learn_names(run, (change.before, shown))
    if shown is not None:
        hidden = {name for part in kind.fields.parts if not part.readable for name in part.fields}
        home = {name: run.params[name] for name in kind.route.selectors}
        told = view(run, {name: value for name, value in shown.items() if name not in hidden})
        result[kind.result] = {**home, **told}
    if run.diff:
        result["diff"] = diff(run, change.before, change.after)
    return result
