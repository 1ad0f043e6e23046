# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole configuration as one task: read, plan, apply, account."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import time
import types
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._api.veil import masked
from ansible_collections.community.tyk.plugins.module_utils._config.account import (
    Done,
    Heard,
    account,
    report,
    result,
    sentence,
)
from ansible_collections.community.tyk.plugins.module_utils._config.backup import check_backup, keep_all
from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, Several, read_all
from ansible_collections.community.tyk.plugins.module_utils._config.expiring import check_span, expiring
from ansible_collections.community.tyk.plugins.module_utils._config.files import ENDINGS, check_outside
from ansible_collections.community.tyk.plugins.module_utils._config.gaps import tell_gaps
from ansible_collections.community.tyk.plugins.module_utils._config.namesakes import warn_of_namesakes
from ansible_collections.community.tyk.plugins.module_utils._config.old import leftovers, tell_strayed
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.prune import brakes, prune
from ansible_collections.community.tyk.plugins.module_utils._config.reading import Reading
from ansible_collections.community.tyk.plugins.module_utils._config.renewal import renew
from ansible_collections.community.tyk.plugins.module_utils._config.review import Review
from ansible_collections.community.tyk.plugins.module_utils._config.selection import selection_of
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._config.together import settle
from ansible_collections.community.tyk.plugins.module_utils._config.undeclared import undeclared
from ansible_collections.community.tyk.plugins.module_utils._config.unique import judge
from ansible_collections.community.tyk.plugins.module_utils._data.cycles import no_cycles, put_off
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import check_paths
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task, connect
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import check_place
from ansible_collections.community.tyk.plugins.module_utils._object.result import Result
from ansible_collections.community.tyk.plugins.module_utils._object.schema import faults

if t.TYPE_CHECKING:
    from ansible_collections.community.tyk.plugins.module_utils._config.undoing import Undoing
    from ansible_collections.community.tyk.plugins.module_utils._object.backup import Backup
    from ansible_collections.community.tyk.plugins.module_utils._object.served import Gate


class Stopped(TykError):
    """A run that did not do all that it should."""

    def __init__(self, message: str, result: Result) -> None:
        super().__init__(message)
        self._result = result

    def result(self) -> Result:
        return self._result


def _reports() -> types.ModuleType:
    """What writes reports; only loaded where one is asked for, which saves a tenth of a second."""
    from ansible_collections.community.tyk.plugins.module_utils._report import report

    return report


def _planned(task: Task, review: Review, reading: Reading) -> tuple[Bulk, list[Step], list[Gate]]:
    """What is to be done, all that can be known to be wrong with it, and who is asked then. Raises TykError."""
    try:
        items = read_all(task.params, reading)
        before = _before(task, items, reading)
    finally:
        reading.tell()  # which may be why something is wrong
    brakes(task.params, task.named, items)
    check_paths(KINDS.values(), task.params, sections=True)
    only = selection_of(task, KINDS)
    asked = _gates(task, (item.kind for item in items if only.may(item.kind)))
    client, token = connect(task)
    bulk = Bulk(task, client, token)
    try:
        with understood():
            review.check_organisation(bulk)
            steps = _steps(bulk, (items, before), review)
            review.judge(bulk, steps)
            return bulk, steps, asked
    except TykError as error:
        raise _broken_off(bulk, error) from None


def _before(task: Task, items: list[Item], reading: Reading) -> list[Item]:
    """What was declared before, where the task says that. Raises Invalid for what cannot be meant."""
    if not task.params.get("previous") and not task.params.get("previous_overlays"):
        return []
    from ansible_collections.community.tyk.plugins.module_utils._config.previous import read_previous

    return read_previous(task.params, items, reading)


def _gates(task: Task, kinds: t.Iterable[Kind]) -> list[Gate]:
    """The Gateways that are asked whether they serve what is declared, if the task wants that."""
    if not task.params.get("wait_served"):
        return []
    from ansible_collections.community.tyk.plugins.module_utils._object.served import gates

    return gates(task, kinds)


def _chosen(bulk: Bulk, items: list[Item], before: list[Item]) -> list[Item]:
    """The items that are meant; the others are set aside. Raises Invalid where none are."""
    if not bulk.only:
        return items
    from ansible_collections.community.tyk.plugins.module_utils._config.aside import choose

    return choose(bulk, items, before)


def _tell_others(bulk: Bulk, steps: list[Step]) -> None:
    """Warn of what is declared here and stays another owner's. Raises Several where that is to go."""
    if bulk.task.params.get("owner"):
        from ansible_collections.community.tyk.plugins.module_utils._config.owners import tell_owners

        tell_owners(bulk, steps)


def _tell_uses(bulk: Bulk, steps: list[Step]) -> None:
    """Warn of what goes and is in use."""
    if any(step.change.action != "none" for step in steps):
        from ansible_collections.community.tyk.plugins.module_utils._config.in_use import tell_uses

        tell_uses(bulk, steps)


def _undoing(bulk: Bulk, before: list[Item], items: list[Item]) -> Undoing | None:
    """What of that is declared no more."""
    if not before:
        return None
    from ansible_collections.community.tyk.plugins.module_utils._config.undoing import Undoing

    return Undoing(bulk, before, items)


def _broken_off(bulk: Bulk, error: TykError) -> Stopped:
    """A failure before anything is written, and how far the comparison had come."""
    now, said = bulk.tally.counts(), str(error)
    if now["compared"] and not isinstance(error, Invalid):  # which says it itself
        said = f"{said.rstrip('.')}. {now['compared']} of {now['objects']} objects were compared; nothing was written."
    return Stopped(said, {**error.result(), "counts": now})


def _steps(bulk: Bulk, declared: tuple[list[Item], list[Item]], review: Review) -> list[Step]:
    """What is to become of every object.

    :arg declared: what is, and what was before. Raises TykError.
    """
    task, client, (items, before) = bulk.task, bulk.client, declared
    bulk.ask_for([item for item in items if bulk.only.may(item.kind)] if bulk.only else items)
    if task.params.get("org_id"):
        bulk.refs.align(str(task.params["org_id"]), None, "")
    undoing = bulk.before = _undoing(bulk, before, items)
    chosen = _chosen(bulk, items, before)
    with review.planning():
        steps = bulk.plan([*chosen, *(undoing.more(items, task.params) if undoing else ())])
        if bulk.aside:
            bulk.aside.check(steps)
    if undoing:
        undoing.tell(bulk)
    steps += review.expected(leftovers(bulk, steps))
    steps += prune(bulk, steps)
    steps += renew(bulk, steps)
    with review.planning():
        settle(bulk, steps)
        judge(bulk, steps)
    _tell_others(bulk, steps)
    tell_gaps(task, steps)
    _tell_uses(bulk, steps)
    warn_of_namesakes(bulk, steps)
    if task.params.get("validate") == "schema":
        _validate(client, steps)
    _check_key_files(task, steps)
    tell_strayed(task, steps)
    bulk.tally.plan(steps)
    return steps


def configure(task: Task) -> Result:
    """Bring everything to what the configuration declares. Raises TykError."""
    with no_cycles():
        return _configure(task)


def _configure(task: Task) -> Result:
    begun, heard = time.monotonic(), Heard(task.warn)
    task = task._replace(warn=heard)
    if not task.params.get("config") and not task.params.get("src"):
        raise Invalid("config or src is needed: what should there be?")
    check_span(task.params)
    _check_reports(task.params)
    check_backup(task.params, _sources(task.params))
    review, reading = Review(task, _sources(task.params)), Reading(task)
    bulk, steps, asked = _planned(task, review, reading)
    put_off(bulk, steps)
    with understood():
        heard.beside = {**undeclared(bulk, steps), **expiring(bulk, steps)}
    backup = keep_all(bulk, steps)
    done = _carry_out(bulk, steps, backup)
    returned = {**result(task, steps, done, heard.beside), **review.keep(bulk, steps)}
    if task.params.get("report"):
        said_of = report(task, steps, bulk.refs.caller.org_id or "", time.monotonic() - begun, heard)
        _write_reports(task, masked(said_of, reading.values.told))
    said = sentence(task, returned["summary"]) + review.sentence(task.check) + _aside(bulk)
    task.progress.close(said)
    if done.broken or any(step.status in ("failed", "not_tried") for step in steps):
        raise Stopped(account(task, steps, done.broken), {**(done.broken.result() if done.broken else {}), **returned})
    returned["msg"] = said
    return _once_served(task, asked, steps, returned) if asked and not task.check else returned


def _carry_out(bulk: Bulk, steps: list[Step], backup: Backup | None) -> Done:
    """Do what is planned, unless that is only to be foreseen."""
    broken, generated = None, list[dict[str, t.Any]]()
    if not bulk.task.check and any(step.status == "planned" for step in steps):
        from ansible_collections.community.tyk.plugins.module_utils._config.apply import Work

        work = Work(bulk, steps, backup)
        broken, generated = work.carry_out(), work.generated
    return Done(bulk.tally.counts(), bulk.client.wrote, generated, backup.path if backup else "", broken)


def _aside(bulk: Bulk) -> str:
    """What to add of what is declared and was left as it is."""
    others = len(bulk.aside) if bulk.aside else 0
    what = "object that only does not select was" if others == 1 else "objects that only does not select were"
    return f" {others} declared {what} left alone." if others else ""


def _once_served(task: Task, asked: list[Gate], steps: list[Step], returned: Result) -> Result:
    """The result, once Gateways serve what they are to serve, and what is gone no more. Raises NotServed."""
    from ansible_collections.community.tyk.plugins.module_utils._object.served import wait_until_served, wanted

    kept = [step for step in steps if step.status == "done" or step.change.action == "none"]
    objects = [one for step in kept for one in (wanted(step.kind, step.change, step.stored),) if one]
    return wait_until_served(task, asked, objects, returned)


def _sources(params: t.Mapping[str, t.Any]) -> list[t.Any]:
    """The files and folders that are read."""
    names = ("src", "overlays", "previous", "previous_overlays", "secret_files")
    return [path for name in names for path in params.get(name) or []]


def _check_reports(params: t.Mapping[str, t.Any]) -> None:
    """See that each report can be written, and not among what is declared. Raises Invalid."""
    for path in params.get("report") or []:
        _reports().check_place(str(path))
        check_outside("report", str(path), _sources(params))


def _write_reports(task: Task, said: dict[str, t.Any]) -> None:
    for path in task.params["report"]:
        try:
            _reports().write(said, str(path))
        except TykError as error:  # what was done is done, and is returned by the result
            task.warn(str(error))


def _validate(client: Client, steps: list[Step]) -> None:
    """Hold every API that is to be written against the JSON Schema that the server has for it. Raises Several."""
    errors = [
        f"{step.where} ({step.name}): {error}"
        for step in steps
        if step.where and step.status == "planned"
        for error in faults(step.planned, client)
    ]
    if errors:
        raise Several(errors)


def _check_key_files(task: Task, steps: list[Step]) -> None:
    """See that every new secret has a place, and none another's. Raises Several."""
    taken = {os.path.realpath(os.path.expanduser(path)): "a report" for path in task.params.get("report") or []}
    errors = []
    for step in (step for step in steps if step.change.action == "created"):
        path = step.key_file(task.params.get("key_dir"))
        option = "key_file" if step.run.params.get("key_file") else "key_dir"
        try:
            check_place(path, option)
            if path and path.lower().endswith(ENDINGS):
                check_outside(option, path, _sources(task.params))
        except Invalid as error:
            errors.append(f"{step.where} ({step.name}): {error}")
            continue
        other = taken.setdefault(os.path.realpath(os.path.expanduser(path)), step.where) if path else step.where
        if other != step.where:
            errors.append(
                f"{step.where} ({step.name}): its secret would go into the same file as that of {other}, {path}; "
                "give one of them another key_file"
            )
    if errors:
        raise Several(errors)
