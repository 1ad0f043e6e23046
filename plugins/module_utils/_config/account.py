# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run over a configuration: for the result, for people, and for reports."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import datetime
import typing as t
from collections import Counter

from ansible_collections.community.tyk.plugins.module_utils._config.expiring import TOLD, until
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.merge import differ
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted
from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task
from ansible_collections.community.tyk.plugins.module_utils._report import words

SHOWN = Rules({"*": EXACT})  # what is shown is without noise, so that zero and nothing are two things in it
FAILURES = 20  # so many are told in the message
NAMED = 5  # so many objects of a kind are
ACTIONS = ("created", "updated", "deleted", "unchanged", "failed", "not_tried")


class Done(t.NamedTuple):
    """What a run has done, beside what becomes of each step.

    :arg counts: how much of it is done.
    :arg wrote: something was written, be it for a step that failed.
    :arg generated: secrets that Tyk made and no file took, by kind and name; told once.
    :arg broken: what has ended the run, if that is no failure of an object.
    """

    counts: dict[str, int]
    wrote: bool
    generated: list[dict[str, t.Any]]
    backup_path: str
    broken: TykError | None


class Heard:
    """Passes warnings on, and remembers them, and what else is told, such as what nobody declares."""

    def __init__(self, warn: t.Callable[[str], None]) -> None:
        self.texts: list[str] = []
        self.beside: dict[str, list[dict[str, t.Any]]] = {}
        self._warn = warn

    def __call__(self, text: str) -> None:
        self.texts.append(text)
        self._warn(text)


def outcome(step: Step) -> str:
    if step.status in ("unchanged", "failed", "not_tried"):  # unchanged is also one that was to go
        return step.status
    return "unchanged" if step.change.action == "none" else step.change.action


def result(task: Task, steps: list[Step], done: Done, told: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """What the module returns.

    :arg told: what is told beside that, such as what nobody declares, by its key.
    """
    changed = [step for step in steps if outcome(step) != "unchanged"]
    written = [step for step in changed if step.status in ("done", "planned")]
    returned: dict[str, t.Any] = {
        "changed": bool(written) or done.wrote and len(written) < len(changed),
        "counts": done.counts,
        "summary": summary(steps),
        "changes": [_change(step) for step in changed],
    }
    returned.update(told)
    if done.generated:
        returned["generated"] = done.generated
    if done.backup_path:
        returned["backup_path"] = done.backup_path
    if task.diff:
        returned["diff"] = [step.diff for step in changed if step.diff]
    return returned


def summary(steps: list[Step]) -> dict[str, dict[str, int]]:
    """How many objects of each kind have which outcome."""
    found = Counter((step.section, outcome(step)) for step in steps)
    there = {section for section, _outcome in found}
    return {section: {action: found[section, action] for action in ACTIONS} for section in KINDS if section in there}


def _change(step: Step) -> dict[str, t.Any]:
    returned: dict[str, t.Any] = {
        "kind": step.section,
        "name": step.name,
        "id": step.ident,
        "action": step.change.action,
        "status": step.status,
    }
    if step.change.action == "updated":
        returned["paths"] = [dotted(path) for path in _paths(step)]
    if step.why and step.kind.is_over(step.change.before or {}):
        returned["old"] = True  # it did nothing any more
    for name in ("why", "message", "failure"):
        if getattr(step, name):
            returned[name] = getattr(step, name)
    return returned


def _paths(step: Step) -> t.Iterator[Path]:
    return differ(step.diff.get("before"), step.diff.get("after"), SHOWN)


def sentence(task: Task, counts: dict[str, dict[str, int]]) -> str:
    """What was done, or would be, and how much is left; in counts only.

    :arg counts: the summary.
    """
    return words.account({"mode": _mode(task), "summary": counts})


def account(task: Task, steps: list[Step], broken: TykError | None = None) -> str:
    """What was done, what is left, and why, after a failure.

    :arg broken: what has ended the run, if that is no failure of an object.
    """
    failed = [step for step in steps if step.status == "failed"]
    said = [str(broken)] if broken else []
    said += [f"{step.section}: {step.name}: {step.message}" for step in failed[:FAILURES]]
    if len(failed) > FAILURES:
        said.append(f"and {len(failed) - FAILURES} more, see changes")
    again = "a new plan" if task.params.get("plan") else "running again"
    return "\n".join([f"{sentence(task, summary(steps))} Left: {_left(steps)}; {again} goes on from there.", *said])


def _left(steps: list[Step]) -> str:
    """What is still to be done, by kind."""
    names: dict[str, list[str]] = {}
    for step in steps:
        if step.status in ("failed", "not_tried"):
            names.setdefault(step.kind.nouns, []).append(repr(step.name or step.ident))
    return "; ".join(
        f"{nouns} {', '.join(some[:NAMED])}{f' and {len(some) - NAMED} more' if len(some) > NAMED else ''}"
        for nouns, some in names.items()
    )


def _mode(task: Task) -> str:
    return "plan" if task.check else "apply"


def report(task: Task, steps: list[Step], org_id: str, seconds: float, heard: Heard) -> dict[str, t.Any]:
    """What a report is made from: plain data without secrets."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "mode": _mode(task),
        "url": task.params["url"],
        "org_id": org_id,
        "generated": now,
        "seconds": round(seconds, 1),
        "titles": {section: kind.title for section, kind in KINDS.items()},
        "summary": summary(steps),
        "items": [_item(step) for step in steps],
        "warnings": [*heard.texts],
        **{name: [_beside(name, one) for one in found] for name, found in heard.beside.items()},
    }


def _beside(name: str, one: dict[str, t.Any]) -> dict[str, t.Any]:
    """What nobody declares, or what ends soon, as an object of a report."""
    if name == TOLD:
        return {"action": "none", "status": "expiring", "why": until(one), "changes": [], **one}
    changes = [{"path": field["path"], "after": field["value"]} for field in one.get("fields") or ()]
    shown = {"action": "not declared", "status": "undeclared", "source": "", **one, "changes": changes}
    shown.pop("fields", None)
    return shown


def changes_of(step: Step) -> list[dict[str, t.Any]]:
    """What changes of an object, from what to what, as it is shown."""
    changes = []
    for path in _paths(step) if step.diff else ():
        change: dict[str, t.Any] = {"path": dotted(path)}
        for side in ("before", "after"):
            value = value_at(step.diff.get(side), path)
            if value is not None:
                change[side] = value
        changes.append(change)
    return changes


def _item(step: Step) -> dict[str, t.Any]:
    return {
        "kind": step.section,
        "name": step.name,
        "id": step.ident,
        "action": step.change.action,
        "status": step.status,
        "source": step.where,
        "changes": changes_of(step),
        "why": step.why,
        "message": step.message,
    }


def value_at(value: t.Any, path: Path) -> t.Any:
    """What stands at a path of a diff; None for nothing."""
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        else:
            value = value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None
    return value
