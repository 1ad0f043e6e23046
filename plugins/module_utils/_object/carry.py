# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is planned for one task, carried out or foreseen, with all that belongs to it."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._object.apply import execute
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Start, Task
from ansible_collections.community.tyk.plugins.module_utils._object.handover import deliver_secret, strayed
from ansible_collections.community.tyk.plugins.module_utils._object.in_use import losses, warn_of_use
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import (
    KeyFile,
    check_place,
    held_in,
    key_file_of,
)
from ansible_collections.community.tyk.plugins.module_utils._object.loop import refuse_old
from ansible_collections.community.tyk.plugins.module_utils._object.new import beside, namesakes
from ansible_collections.community.tyk.plugins.module_utils._object.old import old_of
from ansible_collections.community.tyk.plugins.module_utils._object.overlap import clear, gone_with
from ansible_collections.community.tyk.plugins.module_utils._object.overlap import told as told_old
from ansible_collections.community.tyk.plugins.module_utils._object.plan import warn_strange, warn_unkept
from ansible_collections.community.tyk.plugins.module_utils._object.renewal import plan_renewal, renew
from ansible_collections.community.tyk.plugins.module_utils._object.result import Result, answer
from ansible_collections.community.tyk.plugins.module_utils._object.rotate import rotate
from ansible_collections.community.tyk.plugins.module_utils._object.schema import check_schema, warn_refused
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Job, Planned, Written
from ansible_collections.community.tyk.plugins.module_utils._object.unique import clashes, explain
from ansible_collections.community.tyk.plugins.module_utils._object.uses import Uses


def carry_out(begun: Start, task: Task, planned: Planned) -> tuple[Result, Written]:
    """Do what is planned; the result of the object."""
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
    return renew(begun, task, planned, renewal, told_old(result, written.run, planned.change, old)), written


def _keep(begun: Start, check: bool, several: t.Iterable[Planned | None]) -> None:
    """Keep what is going to be changed or deleted. Raises Invalid where that cannot be."""
    plans = [planned for planned in several if planned is not None and planned.change.action != "none"]
    refuse_old(begun, plans)
    if begun.backup and any(planned.change.action == "rotated" for planned in plans):
        raise Invalid(
            "backup: a file cannot restore what is rotated, and would make a second one of the same name; "
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
            f"key_file: {path} {fault}. Tyk shows what it generates only once: rotate the {run.kind.noun} with state: "
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
