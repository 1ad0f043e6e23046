# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Old objects that go on for a while beside the ones in their place: how one is limited, and when it is cleared away.

What tells an old one is its kind's business. Whoever works on the object in its place clears away the old ones whose
time is over, and all of them where that object itself goes."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._data.merge import merge
from ansible_collections.community.tyk.plugins.module_utils._errors import Halfway, HttpFailure, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.apply import execute
from ansible_collections.community.tyk.plugins.module_utils._object.old import Old
from ansible_collections.community.tyk.plugins.module_utils._object.plan import (
    decide,
    prepare,
    unkept,
)
from ansible_collections.community.tyk.plugins.module_utils._object.readback import read_again, remove
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Job, Located, Planned
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff

Result = dict[str, t.Any]


def gone_with(planned: Planned, old: Old) -> t.Iterator[Planned]:
    """The deletes of the old ones that go."""
    for obj in old.going:
        run = replace(planned.run, found=obj, named={}, declared={}, resolved={})
        yield Planned(run, planned.read_at, Change("deleted", obj, None), {})


def limit(job: Job, old: Object, new: Object) -> None:
    """Have an old object go on for a while only, beside the one that is in its place. Raises TykError."""
    kind = job.run.around.kind(job.kind.name)  # whatever the task says of the new one
    params = {**job.run.params, **{name: option.get("default") for name, option in kind.params.items()}}
    params = {**params, "state": "present", "strategy": "merge"}
    limits = kind.bound(job.limits, new)
    run = replace(job.run, kind=kind, params=params, named={}, declared=limits, resolved={})
    own = replace(job, planned=replace(job.planned, run=run), store=None, later=False)
    now = read_again(own, old)
    if now is None:
        return  # somebody has deleted it
    located = Located(replace(run, found={**now, **_ids(job, old)}), patience.clock())
    planned = prepare(located, *decide(located.run))
    try:
        stored = execute(replace(own, planned=planned)).stored
    except TykError as error:
        stored = _limited_after_all(replace(own, planned=planned), old, error)
    lost = unkept(planned.run, stored or {})
    if lost:
        run.warn(
            f"The old {kind.noun} {kind.name_of(limits)!r} goes on without an end: Tyk did not keep {', '.join(lost)}. "
            "See whether the clock of this machine is right, and delete the old one when nobody needs it any more."
        )


def _limited_after_all(job: Job, old: Object, error: TykError) -> Object:
    """The old object, where it is limited whatever Tyk has answered: nobody would learn the secret of the new one, if
    the task ended here. Raises the error otherwise."""
    try:
        now = read_again(job, old)
    except HttpFailure:
        now = None
    if now is None or unkept(job.run, now):
        raise error
    return now


def _ids(job: Job, obj: Object) -> Object:
    """What an object was found by, which a read need not show."""
    return {name: obj[name] for name in job.kind.identity.ids if obj.get(name)}


def clear(job: Job, old: Old) -> Old:
    """Delete the old ones that go; the same with those that are gone.

    Where the object itself stays, a failure is a warning: what is over does nothing, and the next run tries again.
    """
    kind, absent = job.kind, job.run.params.get("state") == "absent"
    gone: list[Object] = []
    for obj in old.going:
        job.keep(obj)
        try:
            remove(job, obj)
        except HttpFailure as error:
            text = f"The old {kind.noun} {kind.name_of(obj)!r} could not be deleted: {error}. Run again"
            if absent:
                raise Halfway(text, error) from error
            job.run.warn(f"{text}.")
            continue
        gone.append(obj)
    return old._replace(going=gone)


def told(result: Result, run: Run, change: Change, old: Old) -> Result:
    """The result of an object, with what becomes, or became, of old ones."""
    kind, before = run.kind, change.before or {}
    shown = [(before, merge(before, old.limits), "limited")] if old.limits else []
    shown += [(obj, None, "deleted") for obj in old.going]
    if not shown:
        return result
    entries = [{**kind.told_left(obj if after is None else after), "action": action} for obj, after, action in shown]
    if "diff" in result:
        diffs = result["diff"] if isinstance(result["diff"], list) else [result["diff"]]
        result = {**result, "diff": [*diffs, *(diff(run, obj, after) for obj, after, _action in shown)]}
    return {**result, "changed": True, "old": entries}
