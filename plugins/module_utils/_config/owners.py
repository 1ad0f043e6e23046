# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several runs in one organisation: what belongs to another owner, and what another run is just writing to."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import calendar
import re
import time
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Several
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._object.owner import LENT, NOBODY, owner_of

LISTED = 20  # as many objects a warning names
JUST = 60  # seconds for which a write counts as one of now
MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))")


def tell_owners(bulk: Bulk, steps: list[Step]) -> None:
    """Warn of what is declared here and stays another owner's, and of what somebody else has just written. Raises
    Several where another owner's is declared to go."""
    owner = bulk.task.params["owner"]
    others: dict[str, list[Step]] = {}
    for step in steps:
        # what is going to be handed over is not another's any more
        after = step.change.before if step.change.after is None else step.change.after
        mark = owner_of(step.run, after) if step.change.before is not None else ""
        if step.where and mark not in ("", LENT, owner):
            others.setdefault(mark, []).append(step)
    errors = [_no_delete(step, mark) for mark, found in others.items() for step in found if step.change.after is None]
    if errors:
        raise Several(errors)
    nobody = others.pop(NOBODY, [])
    if nobody:
        bulk.task.warn(
            f"owner: these objects have a mark that names nobody, for it is blank, or no text: {_named(nobody)}. They "
            f"are taken for those of another than {owner!r}, and nothing prunes them. Take the mark away, or declare "
            "it."
        )
    for mark, found in sorted(others.items()):
        bulk.task.warn(
            f"owner: this run is that of {owner!r}, but these objects, which it declares, are marked as those of "
            f"{mark!r}: {_named(found)}. What is declared here counts until that owner's next run, and they stay "
            f"those of {mark!r}. Let one of the two declare them."
        )
    _tell_recent(bulk, steps, owner)


def _no_delete(step: Step, mark: str) -> str:
    whose = "nobody who has a name" if mark == NOBODY else repr(mark)
    return (
        f"{step.where} ({step.name}): this {step.kind.noun} is marked as one of {whose}, and a run of another owner "
        "does not delete it; let that one do it, or run once without owner"
    )


def _tell_recent(bulk: Bulk, steps: list[Step], owner: str) -> None:
    """Warn of what is to change, and was written less than a minute before by somebody who need not be this owner."""
    began = bulk.client.began
    found = [step for step in steps if step.change.action in ("updated", "deleted") and began is not None]
    found = [step for step in found if owner_of(step.run, step.change.before) != owner]
    found = [step for step in found if abs((_written(step) or 0) - (began or 0)) <= JUST]
    if found:
        bulk.task.warn(
            f"These objects were written less than a minute before this run, and nothing tells that {owner!r} did it: "
            f"{_named(found)}. If another run is under way, let it end, and run again."
        )


def _written(step: Step) -> float | None:
    """When Tyk says that an object was last written; None where it does not say."""
    path = step.kind.labels.written
    return moment(get(step.change.before, path)) if path else None


def moment(value: t.Any) -> float | None:
    """A time as Tyk writes it, in seconds since 1970; None for what is none."""
    text = str(value)
    told = MOMENT.fullmatch(text)
    try:
        if not told:
            return float(text)
        at = calendar.timegm(time.strptime("-".join(told.groups()[:6]), "%Y-%m-%d-%H-%M-%S"))
    except ValueError:
        return None
    away = (int(told[8]) * 60 + int(told[9])) * 60 if told[7] else 0
    return float(at - away if told[7] == "+" else at + away)


def _named(steps: t.Sequence[Step]) -> str:
    names = [f"{step.section} {step.name}" for step in steps]
    return ", ".join(names[:LISTED]) + (f", and {len(names) - LISTED} more" if len(names) > LISTED else "")
