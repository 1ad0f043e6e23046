# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry a plan out: nothing else writes."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone, merge, patch, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import names, put
from ansible_collections.community.tyk.plugins.module_utils._errors import Halfway, HttpFailure, NotFound, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Conversion, Object, Part
from ansible_collections.community.tyk.plugins.module_utils._object.convert import convert
from ansible_collections.community.tyk.plugins.module_utils._object.create import make, recreate
from ansible_collections.community.tyk.plugins.module_utils._object.handed import elsewhere, settled
from ansible_collections.community.tyk.plugins.module_utils._object.handover import not_delivered, store_secret, undone
from ansible_collections.community.tyk.plugins.module_utils._object.plan import plan
from ansible_collections.community.tyk.plugins.module_utils._object.readback import (
    effect,
    keep_now,
    once_loaded,
    read_again,
    remove,
    reread,
)
from ansible_collections.community.tyk.plugins.module_utils._object.reload import confirm, submit
from ansible_collections.community.tyk.plugins.module_utils._object.schema import blame
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Job, Located, Planned, Written

TOLD = 8  # values of which it is worth to tell


def execute(job: Job) -> Written:
    """Do what was planned."""
    try:
        return _execute(job)
    except HttpFailure as error:
        if not error.malformed and not error.unnamed:
            raise
        reason = blame(job.planned, job.client)
        if reason or not error.malformed:
            hint = reason or error.hint
            raise HttpFailure(error.status, error.method, error.path, error.message, hint) from error
        told = list(_no_texts(job.run.resolved))
        some = f"{', '.join(told[:TOLD])}{f' and {len(told) - TOLD} more' if len(told) > TOLD else ''}"
        what = f"what the task names at {some} is no text" if told else "the task names texts only"
        hint = f"Tyk expects another type somewhere in it, and {what}. If it has to be so, please report this"
        raise HttpFailure(error.status, error.method, error.path, error.message, hint) from error


def _no_texts(value: t.Any, path: str = "") -> t.Iterator[str]:
    """Where something is that is no text."""
    if isinstance(value, (dict, list)):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _no_texts(item, f"{path}.{name}" if path else str(name))
    elif value is not None and not isinstance(value, str):
        yield path


def _converted(job: Job, conversion: Conversion) -> Written:
    """Have Tyk convert the object, and carry out what else is to be done: a copy is made of it as it is then."""
    plain = replace(job.run, kind=job.kind.but(conversion=None))
    if conversion.beside:
        done = _execute(replace(job, planned=replace(job.planned, run=plain)))
        convert(job, conversion)
        return Written(job.run, job.change, done.stored)
    found, plain = convert(job, conversion), _keeping(plain, conversion.keeps)
    done = _execute(replace(job, planned=plan(Located(replace(plain, found=found), patience.clock()))))
    after = done.change.after if done.change.after is not None else found
    return Written(done.run, Change("updated", job.change.before, after), done.stored)


def _keeping(run: Run, keeps: t.Mapping[str, t.Any]) -> Run:
    """The run that says this, too, where it says nothing of it."""

    def more(declared: Object) -> Object:
        said = clone(declared)
        for path, value in keeps.items():
            if not names(said, path):
                put(said, path, clone(value))
        return said

    return replace(run, declared=more(run.declared), own=None if run.own is None else more(run.own))


def _execute(job: Job) -> Written:
    kind, change = job.kind, job.change
    if kind.conversion is not None and change.action == "updated":
        return _converted(job, kind.conversion)
    if change.action == "none":
        return Written(job.run, change, change.before)
    if job.client.defers(kind):
        stored = _defer(job)
        return Written(job.run, effect(job.planned, stored), stored)
    if change.after is None:
        keep_now(job)
        remove(job, change.before or {})
        return Written(job.run, change, None)
    if change.before is None or kind.life.immutable:
        keep_now(job)
        ident, stored = make(job) if change.before is None else recreate(job, change.before)
        job.written(change.before)
        store_secret(kind, job.store, stored)
        stored = _once_more(job, stored)
        note = "" if job.store else not_delivered(kind)
        return Written(job.run, change, _parts(job, change.after, stored, ident, note))
    ident, query = kind.address(change.before)
    update = _Update(job)
    stored = update.carry_out(ident, query)
    done = effect(update.planned, stored)
    job = replace(job, planned=update.planned)
    return Written(job.run, done, stored if done.after is None else _parts(job, done.after, stored, ident))


def _once_more(job: Job, stored: Object) -> Object:
    """Write a new object again, where Tyk takes some of it only then. A failure may not lose its secret."""
    kind, body = job.kind, job.kind.once_more(job.run, job.body, stored)
    if body is None:
        return stored
    ident, query = kind.address(stored)
    try:
        reply = job.client.replace(kind, ident, kind.encode(kind.without_parts(body)), query)
        return reread(job, ident, reply, query)
    except TykError as error:
        job.run.warn(f"The {kind.noun} was made, but not yet as told: {error}. Run again")
        return stored


def _defer(job: Job) -> Object | None:
    """Write what counts only after a reload; the object as it is in use then."""
    submit(job)
    if job.later:
        return job.body if job.change.after is not None else None
    job.client.reload()
    return confirm(job)


class _Update:
    """PUT the whole object. Each further try, and one that comes late, starts from the object as it is by then, so that
    nobody's work in between is lost; ``planned`` is what was carried out. So does the first one, where others are known
    to write to a part of such objects."""

    def __init__(self, job: Job) -> None:
        self._job, self._first = job, not any(part.patches for part in job.kind.fields.parts)
        self.planned: Planned = job.planned

    def carry_out(self, ident: str, query: t.Any) -> Object:
        """Write; the object as it is stored."""
        job, kind = self._job, self._job.kind
        job.keep(job.change.before or {})
        handed = _hand_over(job, ident)
        if handed:
            job.written(job.change.before)
            self._first, self.planned = False, replace(self.planned, run=settled(job.run))

        def write() -> Object | None:
            now = self._content() if self._first and not job.planned.is_outdated else self._once_more(tried=False)
            self._first = False
            job.keep(self.planned.change.before or {})
            return None if now is None else job.client.replace(kind, ident, now, query, self._once_more)

        reply = once_loaded(job, write)
        job.written(self.planned.change.before or {})
        if handed:
            done = {**(self.planned.change.after or {}), **elsewhere(kind, job.change.after or {})}
            self.planned = replace(self.planned, change=job.change._replace(after=done))
            return reread(replace(job, planned=self.planned), ident, reply or {}, query)
        before, body = self.planned.change.before or {}, self.planned.body
        # old Dashboards forget at a PUT what has a route of its own
        later = job.later and not any(before.get(name) for part in kind.fields.parts for name in part.fields)
        if reply is None:
            return before
        if later:
            return {**elsewhere(kind, before), **kind.without_parts(body)}
        return reread(replace(job, planned=self.planned), ident, reply, query)

    def _content(self) -> t.Any:
        """What to write; None where nothing is left to do."""
        run, kind, change = self.planned.run, self._job.kind, self.planned.change
        if change.action == "none":
            return None
        both = map(kind.without_patched, (change.before or {}, self.planned.body))
        was, wanted = (kind.comparable(kind.without_parts(obj), run) for obj in both)
        unchanged = same(was, wanted, kind.fields.rules)
        return None if unchanged else kind.encode(kind.without_parts(self.planned.body))

    def _once_more(self, tried: bool = True) -> t.Any:
        """What to write, from the object as it is now."""
        kind = self._job.kind
        current = read_again(self._job, self.planned.change.before or {})
        if current is None:
            raise TykError(f"The {kind.noun} was deleted while this task ran; run again to make it anew")
        newer = plan(Located(replace(self.planned.run, found=current), self.planned.read_at))
        if tried and newer.change.action == "none":
            return None  # the try that was not answered has done it
        self._job.look(newer.run, current)
        self.planned = newer
        if not tried:
            self._job.keep(current)
        return self._content()


def _parts(job: Job, target: Object, stored: Object, ident: str, note: str = "") -> Object:
    """Store the fields that have routes of their own, where they are not what they should be."""
    kind, again = job.kind, False
    for part in kind.fields.parts:
        wanted, sent = _patched(job, part, (stored, target)) if part.patches else (target, target)
        pairs = [(stored.get(name), wanted.get(name), kind.fields.rules.at(name)) for name in part.fields]
        if not all(same(*pair) for pair in pairs):
            try:
                if part.in_others:
                    _write_holders(job, ident, target)
                else:
                    job.client.store(kind, part, ident, sent)
                    stored = {**stored, **{name: wanted.get(name) for name in part.fields if part.patches}}
            except HttpFailure as error:
                if part.patches:
                    raise  # nothing else was written
                once = "" if part.readable else ", once with update_secrets: always"
                what = ", ".join(part.fields)
                message = f"The {kind.noun} is stored, but not its {what}: {error}. Correct this and run again{once}"
                raise Halfway(_undone(job, stored, what, error) if note else message, error) from error
            again = again or part.readable
    return reread(job, ident, {}) if again and not job.later else stored


def _patched(job: Job, part: Part, both: tuple[Object, Object]) -> tuple[Object, Object]:
    """What fields are to be that others write to, too, and the merge patches for that: what the task changes of them,
    and no more."""
    (stored, target), before = both, job.change.before or {}
    rules = job.kind.fields.rules
    sent = {name: patch(before.get(name) or {}, target.get(name) or {}, rules.at(name)) for name in part.fields}
    return {name: merge(stored.get(name), item) for name, item in sent.items()}, sent


def _undone(job: Job, made: Object, what: str, error: HttpFailure) -> str:
    """Delete a new object that is not whole and whose secret nobody would learn; what to say of it."""
    kind = job.kind
    message = f"The {kind.noun} was made, but not its {what}: {error}"
    try:
        remove(job, made)
    except HttpFailure:
        return f"{message}. It could not be deleted again{undone(job.run)}"
    return f"{message}. It was deleted again, since its secret was not handed over; correct this and run again"


def _hand_over(job: Job, ident: str) -> bool:
    """Hand over to another object what hangs on this one, before it is written; whether there was anything to do."""
    if not job.kind.heir(job.run):
        return False
    if not _by_route(job, ident):
        for kind, was, wanted in job.kind.hand_over(job.run):
            _write_other(job.about(kind), was, wanted)
    return True


def _by_route(job: Job, ident: str) -> bool:
    """Whether Tyk could do it by itself."""
    part = job.kind.hands_over_by(job.run)
    if part is None:
        return False
    try:
        job.client.store(job.kind, part, ident, {})
    except HttpFailure as error:
        if error.status not in (404, 405) or isinstance(error, NotFound):
            raise
        return False
    return True


def _write_other(there: Job, was: Object, wanted: Object) -> None:
    """Write another object; what has a route of its own must outlive that."""
    ident, query = there.kind.address(was)
    body = there.kind.encode(there.kind.without_parts(there.kind.complete(wanted, was, there.run)))
    there.keep(was)
    there.client.replace(there.kind, ident, body, query)
    there.written(was)
    _parts(there, was, reread(there, ident, {}), ident)


def _write_holders(job: Job, ident: str, target: Object) -> None:
    """Write the other objects that hold fields of this one; what has a route of its own must outlive that. A further
    try starts from the object as it is by then."""

    def bodies() -> t.Iterator[tuple[Job, Object, t.Any]]:
        for kind, was, wanted in job.kind.holders(job.run, ident, target):
            there = job.about(kind)
            yield there, was, kind.encode(kind.without_parts(kind.complete(wanted, was, there.run)))

    for there, was, body in bodies():
        other, query = there.kind.address(was)

        def renew(tried: bool, other: str = other) -> t.Any:
            return next((new for job, old, new in bodies() if job.kind.address(old)[0] == other), None)

        there.keep(was)
        job.client.replace(there.kind, other, body, query, renew)
        there.written(was)
        _parts(there, was, reread(there, other, {}), other)
