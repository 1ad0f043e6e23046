# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing where it counts only after a reload: submit() any number of changes, then client.reload(), then confirm().

A reload says that all is well even when it is not, so nothing is believed that was not read."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._data.merge import same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import NONE
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError, Unsure
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.handed import elsewhere, settled
from ansible_collections.community.tyk.plugins.module_utils._object.plan import plan
from ansible_collections.community.tyk.plugins.module_utils._object.readback import keep_now
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Job, Located
from ansible_collections.community.tyk.plugins.module_utils._object.unique import held, taken

LOG = (
    "It skips a definition that it cannot use, and a policy file that it cannot read stops the whole reload; its log "
    "says which it is. Correct that and run again"
)


def submit(job: Job) -> None:
    """Write, and no more."""
    kind, before = job.kind, job.change.before
    job = _hand_over(job)
    holders = list(_holders(job, before or {}, job.change.after or {}))
    keep_now(job)
    if job.change.after is None:
        spoilt = list(kind.damaged(job.run, before or {}))
        job.client.delete(kind, kind.id_of(before))
        for whole in spoilt:
            job.client.replace(kind, kind.id_of(whole), kind.encode(whole))
    elif before is not None:
        job.client.replace(kind, kind.id_of(before), kind.encode(job.body))
    else:
        for last in (False, True):
            try:
                job.client.create(kind, kind.encode(job.body), kind.create_in(job.run))
                break
            except Unsure as error:  # the object has the id that it was given, so that twice is once
                if last or not error.repeat:
                    raise
    for there, was, content in holders:
        there.keep(was)
        job.client.replace(there.kind, there.kind.id_of(was), content)
        there.written(was)


def _hand_over(job: Job) -> Job:
    """Hand over to another object what hangs on this one, before it is written; the job as it is then."""
    if not job.kind.heir(job.run):
        return job
    _check_reloads(job, elsewhere(job.kind, job.run.resolved))
    now: Object = {}
    for kind, was, wanted in job.kind.hand_over(job.run):
        there = job.about(job.client.own(kind))
        body = there.kind.encode(there.kind.complete(wanted, was, there.run))
        there.keep(was)
        job.client.replace(there.kind, there.kind.id_of(was), body)
        there.written(was)
        now = wanted
    left = plan(Located(replace(settled(job.run), found=now), patience.clock()))
    return replace(job, planned=replace(left, change=job.change))


def _check_reloads(job: Job, fields: t.Iterable[str]) -> None:
    if not job.client.reloads:
        raise Invalid(f"{', '.join(fields)}: not with reload: false, because other objects are read and written for it")


def _holders(job: Job, before: Object, after: Object) -> t.Iterator[tuple[Job, Object, t.Any]]:
    """The other objects in which fields of this one are, what they are, and the content that they are to have."""
    for part in job.kind.fields.parts:
        if not part.in_others or not after or all(same(before.get(name), after.get(name)) for name in part.fields):
            continue
        _check_reloads(job, part.fields)
        for kind, was, wanted in job.kind.holders(job.run, job.kind.id_of(job.body), after):
            there = job.about(job.client.own(kind))
            yield there, was, there.kind.encode(there.kind.complete(wanted, was, there.run))


def _former_options(job: Job, stored: Object) -> t.Iterator[str]:
    """The options whose fields are still the former. Only those: others may be unknown to this version, or mean the
    same in its own words."""
    before, kind = job.change.before, job.kind
    if before is None:
        return
    objects = [kind.comparable(obj, job.run) for obj in (before, _known(kind, job.body), stored)]
    for name, option in kind.options.items():
        was, wanted, now = (get(obj, option.path) if option.path else None for obj in objects)
        rules = kind.fields.rules.under(option.path) if option.path else NONE
        free = option.spec.get("type") == "dict" and not option.spec.get("options")  # of which Tyk may keep a part
        if not free and not same(was, wanted, rules) and same(was, now, rules):
            yield name


def _known(kind: Kind, obj: Object) -> Object:
    """An object without the fields of which nothing is known, and which a Gateway drops."""
    strange = [path.rpartition(".") for path, _meant in kind.strangers(obj)]
    known = copy.deepcopy(obj) if strange else obj
    for above, _dot, name in strange:
        holder = get(known, above) if above else known
        if isinstance(holder, dict):
            holder.pop(name, None)
    return known


def confirm(job: Job) -> Object | None:
    """What became of a submit(): the object as it is in use now."""
    before, after = job.change.before, job.change.after
    if not job.client.reloads:
        return None if after is None else job.body
    ident = job.kind.id_of(before if before is not None else job.body)
    found = job.kind.reread(job.run, ident, {}, None)
    again = stale(job, found)
    if again is not None:
        load_anew([again])
        found = job.kind.reread(job.run, ident, {}, None)
    return judge(job, found)


def stale(job: Job, loaded: Object | None) -> Job | None:
    """What is still to be done for an object that is in use elsewhere than it is stored, though nobody has its place
    any more: the Gateway keeps what it has loaded while the file is as it was. None: nothing is."""
    if loaded is None or job.change.action != "updated" or job.kind.moved_by_load(job.body, loaded) is None:
        return None
    if _in_its_place(job, loaded) is not None:
        return None
    return replace(job, planned=plan(Located(replace(job.run, found=loaded), patience.clock())))


def load_anew(jobs: list[Job]) -> None:
    """Write objects as they are in use, which harms nobody, and then as they are to be, so that they are loaded."""
    for first in (True, False):
        for job in jobs:
            moved = job.kind.moved_by_load(job.body, job.change.before or {}) if first else None
            body = job.kind.encode(job.body if moved is None else moved)
            job.client.replace(job.kind, job.kind.id_of(job.change.before), body)
        jobs[0].client.reload()


def _in_its_place(job: Job, loaded: Object) -> Object | None:
    """Who has what an object is to have, and could not get."""
    base, client = job.run.around.kind(job.kind.name), job.client
    listed = client.list(base)
    listed = client.neighbours(base) if client.has_neighbours(base) else listed
    for row, value in taken(job.kind, job.change._replace(before=loaded, after=job.body)):
        for other in held(base, row.option, listed).get(value, ()):
            return other
    return None


def _elsewhere(job: Job, loaded: Object) -> str:
    """Why an object is in use elsewhere than it is to be, and the way out; "" where it is not."""
    if job.kind.moved_by_load(job.body, loaded) is None:
        return ""
    base, other = job.run.around.kind(job.kind.name), _in_its_place(job, loaded)
    who = f"the {base.noun} {base.name_of(other)!r} ({base.shown_id(other)})" if other is not None else "another one"
    row, value = next(taken(job.kind, job.change._replace(before=loaded, after=job.body)))
    has = "has" if other is not None else "had"
    return (
        f"{who} {has} its {row.option} {value[0]!r}, and the Gateway serves it at {row.of(loaded)[0]!r}; give one of "
        f"the two another {row.option}, or delete one"
    )


def judge(job: Job, stored: Object | None) -> Object | None:
    """Whether the object that is in use now is the one that was to be. Raises TykError."""
    kind, before, after = job.kind, job.change.before, job.change.after
    ident = kind.id_of(before if before is not None else job.body)
    name = f"{kind.noun} {get(after or before or {}, kind.identity.name)!r} ({ident})"
    if after is None:
        if stored is not None:
            raise TykError(f"The {name} is deleted, but after a reload the Gateway still serves it. {LOG}")
        return None
    if stored is None:
        raise TykError(f"The {name} is stored, but after a reload the Gateway does not serve it. {LOG}")
    elsewhere = _elsewhere(job, stored)
    if elsewhere:
        raise TykError(f"The {name} is stored, but {elsewhere}")
    for path in _former_options(job, stored):
        raise TykError(f"The {name} is stored, but after a reload the Gateway serves the former {path}. {LOG}")
    return stored
