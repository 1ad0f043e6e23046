# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole configuration as one task: read, plan, apply, account."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import datetime
import gc
import os
import time
import types
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._config.apply import Work
from ansible_collections.community.tyk.plugins.module_utils._config.declared import Several, read_all
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, Step
from ansible_collections.community.tyk.plugins.module_utils._config.prune import brakes, prune
from ansible_collections.community.tyk.plugins.module_utils._config.schema import faults, validators
from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS, TITLES
from ansible_collections.community.tyk.plugins.module_utils._object.task import Result, Task, connect

ACTIONS = ("created", "updated", "deleted", "unchanged", "failed", "not_tried")


class Stopped(TykError):
    """A run that did not do all that it should."""

    def __init__(self, message: str, result: Result) -> None:
        super().__init__(message)
        self._result = result

    def result(self) -> Result:
        return self._result


class _Heard:
    """Passes warnings on, and remembers them."""

    def __init__(self, warn: t.Callable[[str], None]) -> None:
        self.texts: list[str] = []
        self._warn = warn

    def __call__(self, text: str) -> None:
        self.texts.append(text)
        self._warn(text)


def _reports() -> types.ModuleType:
    """What writes reports; only loaded where one is asked for, which saves a tenth of a second."""
    from ansible_collections.community.tyk.plugins.module_utils._report import report

    return report


@contextlib.contextmanager
def _no_cycles() -> t.Iterator[None]:
    """Lists and declarations are trees; to look for cycles in them takes a tenth of the time, and finds none."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.freeze()
            gc.unfreeze()  # all of it counts as old now, and is not looked through at once
            gc.enable()


def configure(task: Task) -> Result:
    """Bring everything to what the configuration declares. Raises TykError."""
    begun, heard = time.monotonic(), _Heard(task.warn)
    task = task._replace(warn=heard)
    if not task.params.get("config") and not task.params.get("src"):
        raise Invalid("config or src is needed: what should there be?")
    for path in task.params.get("report") or []:
        _reports().check_place(str(path))
    with _no_cycles():
        items = read_all(task.params)
        brakes(task.params, items)
        client, token = connect(API, task)
        bulk = Bulk(task, client, token)
        if task.params.get("org_id"):
            bulk.refs.align(str(task.params["org_id"]), None, "")
        steps = bulk.plan(items) + prune(bulk)
    if task.params.get("validate") == "schema" and not client.personal:
        raise Invalid("validate: schema: the schemas are those of a Dashboard; with platform: gateway, leave it out")
    if task.params.get("validate") == "schema":
        _validate(client, steps)
    _apart(task, steps)
    work = Work(bulk, steps)
    if not task.check:
        work.carry_out()
    result = _result(task, steps, work)
    if task.params.get("report"):
        told = _report(task, steps, bulk.refs.caller.org_id or "", time.monotonic() - begun, list(heard.texts))
        for path in task.params["report"]:
            try:
                _reports().write(told, str(path))
            except TykError as error:  # what was done is done, and is told by the result
                task.warn(str(error))
    failed = [step for step in steps if step.status in ("failed", "not_tried")]
    if failed:
        raise Stopped(_account(steps), result)
    return result


def _validate(client: Client, steps: list[Step]) -> None:
    """Hold every API that is to be written against the JSON Schema that the server has for it. Raises Several."""
    apis = [step for step in steps if step.kind == "apis" and step.change.after and step.status == "planned"]
    known = validators(client) if apis else {}
    errors = []
    for step in apis:
        after = step.change.after or {}
        name, part = ("oas", after["oas"]) if after.get("oas") else ("classic", after.get("api_definition"))
        if name in known:
            errors += [f"{step.where} ({step.name}): {error}" for error in faults(known[name], part)]
    if errors:
        raise Several(errors)


def _apart(task: Task, steps: list[Step]) -> None:
    """See that no new secret would take another's place. Raises Several."""
    taken: dict[str, str] = {}
    errors = []
    for step in steps:
        path = step.key_file(task.params.get("key_dir")) if step.change.action == "created" else None
        other = taken.setdefault(os.path.realpath(os.path.expanduser(path)), step.where) if path else step.where
        if other != step.where:
            errors.append(
                f"{step.where} ({step.name}): its secret would go into the same file as that of {other}, {path}; "
                "give one of them another key_file"
            )
    if errors:
        raise Several(errors)


def _outcome(step: Step) -> str:
    if step.status in ("failed", "not_tried"):
        return step.status
    return "unchanged" if step.change.action == "none" else step.change.action


def _result(task: Task, steps: list[Step], work: Work) -> Result:
    changed = [step for step in steps if _outcome(step) != "unchanged"]
    written = [step for step in changed if step.status in ("done", "planned")]
    result: Result = {
        "changed": bool(written) or work.wrote,
        "summary": summary(steps),
        "changes": [_told(step) for step in changed],
    }
    if work.generated:
        result["generated"] = work.generated
    if task.diff:
        result["diff"] = [step.diff for step in changed if step.diff]
    return result


def summary(steps: list[Step]) -> dict[str, dict[str, int]]:
    """How many objects of each kind have which outcome."""
    counts: dict[str, dict[str, int]] = {}
    for kind in KINDS:
        outcomes = [_outcome(step) for step in steps if step.kind == kind]
        if outcomes:
            counts[kind] = {action: outcomes.count(action) for action in ACTIONS}
    return counts


def _told(step: Step) -> dict[str, t.Any]:
    told: dict[str, t.Any] = {
        "kind": step.kind,
        "name": step.name,
        "id": step.ident,
        "action": step.change.action,
        "status": step.status,
    }
    if step.change.action == "updated":
        told["paths"] = [data.dotted(path) for path in _paths(step)]
    for name in ("why", "message", "failure"):
        if getattr(step, name):
            told[name] = getattr(step, name)
    return told


def _paths(step: Step) -> t.Iterator[data.Path]:
    return data.differ(step.diff.get("before"), step.diff.get("after"))


def _account(steps: list[Step]) -> str:
    """What was done, what failed and what was not tried, in a few sentences."""
    failed = [step for step in steps if step.status == "failed"]
    done, left = (sum(step.status == status for step in steps) for status in ("done", "not_tried"))
    said = [f"{step.kind}: {step.name}: {step.message}" for step in failed[:20]]
    if len(failed) > len(said):
        said.append(f"and {len(failed) - len(said)} more, see changes")
    count = f"{len(failed)} failed, {done} done, {left} not tried; running again goes on from there."
    return "\n".join([count, *said])


def _report(task: Task, steps: list[Step], org_id: str, seconds: float, warnings: list[str]) -> Result:
    """What a report is made from: plain data without secrets."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "mode": "plan" if task.check else "apply",
        "url": task.params["url"],
        "org_id": org_id,
        "generated": now,
        "seconds": round(seconds, 1),
        "titles": {kind: TITLES[kind] for kind in summary(steps)},
        "summary": summary(steps),
        "items": [_item(step) for step in steps],
        "warnings": warnings,
    }


def _item(step: Step) -> dict[str, t.Any]:
    changes = []
    for path in _paths(step) if step.diff else ():
        change: dict[str, t.Any] = {"path": data.dotted(path)}
        for side in ("before", "after"):
            value = _at(step.diff.get(side), path)
            if value is not None:
                change[side] = value
        changes.append(change)
    return {
        "kind": step.kind,
        "name": step.name,
        "id": step.ident,
        "action": step.change.action,
        "status": step.status,
        "source": step.where,
        "changes": changes,
        "why": step.why,
        "message": step.message,
    }


def _at(value: t.Any, path: data.Path) -> t.Any:
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        else:
            value = value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None
    return value
