# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new object in place of an old one whose secret is to end: same rights, same alias, and the old one goes last.

While a rotation is under way the new object bears the alias with a mark. A run that was broken off thus leaves either
the old one in its place, or one marked object; the next run clears up and rotates again. Where the old one is to go on
for a while, a marked object whose secret is in its file already is not made again: the next run goes on with it."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import Halfway, HttpFailure, Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Rotation
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import held_in
from ansible_collections.community.tyk.plugins.module_utils._object.overlap import limit
from ansible_collections.community.tyk.plugins.module_utils._object.plan import decide, prepare
from ansible_collections.community.tyk.plugins.module_utils._object.readback import keep_now, remove
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Job, Located, Planned, Written


def _rotation(kind: Kind) -> Rotation:
    if kind.rotation is None:
        raise Invalid(f"state: a {kind.noun} cannot be rotated")
    return kind.rotation


def plan_rotation(located: Located) -> Planned:
    """Whether the object is to be rotated, and into what."""
    run, old, kind = located.run, located.run.found, located.run.kind
    rotation = _rotation(kind)
    if old is None:
        name = kind.name_of(run.declared)
        called = f", and there is none called {name!r}" if name else ""
        raise Invalid(f"state: rotated needs a {kind.noun} that exists{called}; create it with state: present first")
    kind.check_rotation(old)
    run, change = decide(run)
    after = dict(change.after or old)
    marked = str(old.get(rotation.alias) or "").endswith(rotation.mark)
    after[rotation.alias] = str(after.get(rotation.alias) or "").removesuffix(rotation.mark)
    option, path = rotation.label
    label = run.params.get(option)
    if marked and (not label or get(after, path) == label) and _is_held(run, old):
        return prepare(located, run, Change("updated", old, after))  # all that an earlier run has left to do
    if label and get(after, path) == label and not marked:
        return prepare(located, run, change)
    if label:
        place, _dot, name = path.partition(".")
        after[place] = {**(after.get(place) or {}), name: label}
    return prepare(located, run, Change("rotated", old, after))


def _is_held(run: Run, obj: Object) -> bool:
    """Whether the old one is to go on for a while, and the file has the secret of the one that is half in its place."""
    rotation = _rotation(run.kind)
    text = held_in(run.params.get("key_file")) if run.params.get(rotation.keep) else None
    return bool(text and run.kind.holds(text, obj))


def rotate(job: Job) -> Written:
    """Create the new object, store its secret, delete or limit the old one."""
    kind, rotation, old, body = job.kind, _rotation(job.kind), job.change.before or {}, job.body
    alias = str(body.get(rotation.alias) or "")
    keep_now(job)
    strays = [one for one in _marked(job, alias + rotation.mark) if kind.address(one) != kind.address(old)]
    half = next((one for one in strays if job.limits and job.held and kind.holds(job.held, one)), None)
    for stray in strays:
        if stray is not half:
            job.client.delete(kind, *kind.address(stray))
    fresh = {name: value for name, value in body.items() if name not in rotation.not_copied}
    if half:
        ident, reply = job.held, {name: half.get(name) for name in kind.identity.other_ids}
    else:
        ident, reply = job.client.create(kind, kind.encode({**fresh, rotation.alias: alias + rotation.mark}))
    if not ident:
        raise Invalid(
            f"Tyk created a {kind.noun} but did not tell it; delete the one whose alias ends with{rotation.mark}"
        )
    stored = _read_new(job, ident)
    _exchange(job, old, {**{name: reply.get(name) for name in kind.identity.ids}, kind.secret.field: ident})
    kept = {name: stored[name] for name in rotation.not_copied if name in stored}
    final = {**fresh, **kept, rotation.alias: alias}
    try:
        job.client.replace(kind, ident, kind.encode(final))
    except HttpFailure as error:
        message = (
            f"The new {kind.noun} is in place of the old one, but its alias still ends with{rotation.mark}: {error}."
        )
        if job.store:
            raise Halfway(f"{message} Run again; that makes one more {kind.noun}", error) from error
        job.run.warn(f"{message} Run again, without which the next rotation makes one more {kind.noun}")
        final[rotation.alias] = alias + rotation.mark
    ids = {name: reply.get(name) or "" for name in kind.identity.ids}
    return Written(job.run, job.change, {**final, **ids, kind.secret.field: ident})


def _read_new(job: Job, ident: str) -> Object:
    kind = job.kind
    try:
        stored = job.client.read(kind, ident)
    except HttpFailure as error:
        message = (
            f"A new {kind.noun} was made, but could not be read back: {error}. The old one is in its place; run again"
        )
        raise Halfway(message, error) from error
    if stored is None:
        raise Invalid(f"Tyk does not show the new {kind.noun}; the old one was kept. Run again")
    return stored


def _exchange(job: Job, old: Object, new: Object) -> None:
    """Store the new secret where the old one was, then delete the old object, or limit its time."""
    try:
        if job.store:
            job.store(str(new[job.kind.secret.field]))
    except OSError as error:
        raise TykError(f"key_file: {error}. The old {job.kind.noun} is in its place; run again") from error
    try:
        if job.limits:
            limit(job, old, new)
        else:
            remove(job, old)
    except TykError as error:
        what, way = "deleted", "Both work; run again"
        if job.limits:
            what, way = "limited to its time", f"{way}, or without {_rotation(job.kind).keep}, which deletes it"
        message = f"A new {job.kind.noun} was made, but the old one could not be {what}: {error}. {way}"
        told = TykError(message)
        told.failure = error.failure
        raise told from error


def _marked(job: Job, alias: str) -> list[Object]:
    """What broken rotations have left behind; nothing where Tyk lists none."""
    rotation = _rotation(job.kind)
    try:
        return [obj for obj in job.run.around.listing(job.kind.name) if obj.get(rotation.alias) == alias]
    except HttpFailure as error:
        if error.status not in (403, 404):
            raise
        return []
