# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make a new object: never twice, and never without somebody who learns its secret."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.patience import pause
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone, merge, only
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, put
from ansible_collections.community.tyk.plugins.module_utils._errors import (
    Halfway,
    HttpFailure,
    Invalid,
    NotFound,
    TykError,
    Unsure,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.gaps import check_filled
from ansible_collections.community.tyk.plugins.module_utils._object.handover import not_delivered, store_secret, undone
from ansible_collections.community.tyk.plugins.module_utils._object.plan import unkept
from ansible_collections.community.tyk.plugins.module_utils._object.readback import once_loaded, remove, reread
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Job


class _Sent(t.NamedTuple):
    """What a create came to: the id ("" where Tyk tells none) and the reply, or the object that it was found to have
    made."""

    ident: str
    reply: Object
    found: Object | None = None


def create(job: Job) -> tuple[str, Object]:
    """Create, never twice; the id and the object as it is stored."""
    sent = _send(job)
    return (sent.ident, sent.found) if sent.found is not None else _read_new(job, sent.ident, sent.reply)


def _send(job: Job) -> _Sent:
    """Send the create until it is known what became of it."""
    run, kind = job.run, job.kind
    content, where = kind.encode(kind.without_parts(job.body)), kind.create_in(run)
    lost: HttpFailure | None = None
    for last in (False, False, True):
        try:
            return _Sent(*once_loaded(job, lambda: job.client.create(kind, content, where)))
        except HttpFailure as error:
            # It may be there all the same, and nobody would ever learn its secret.
            if not isinstance(error, Unsure) and not (kind.secret.field and error.status == 500):
                if lost:
                    message = f"{error}. An earlier try, whose answer was lost, may have made it. {kind.life.unknown}"
                    raise Halfway(f"{message.rstrip()} Run again", error) from error
                raise
            found = _look_up(job, error)
            if found is not None and _is_ours(job, found, error):
                return _Sent(kind.address(found)[0], {}, found)
            if found is None and (last or not isinstance(error, Unsure) or not error.repeat):
                raise
            lost = error
    raise TykError(f"The {kind.noun} was made, but the answers with its secret were lost, and it was deleted again")


def _is_ours(job: Job, found: Object, lost: HttpFailure) -> bool:
    """Whether the object that was made can be used; one whose secret nobody knows is deleted."""
    ident, query = job.kind.address(found)
    if not job.kind.secret.is_id or "hashed" not in (query or {}):
        return True
    try:
        job.client.delete(job.kind, ident, query)
    except HttpFailure as error:
        message = f"{lost}. The {job.kind.noun} was made all the same, and could not be deleted again: {error}"
        raise Halfway(message + not_delivered(job.kind), lost) from error
    if not isinstance(lost, Unsure):
        message = f"{lost}. The {job.kind.noun} was made all the same, and deleted again: its secret was lost"
        raise Halfway(message, lost) from lost
    return False


def _read_new(job: Job, ident: str, reply: Object) -> tuple[str, Object]:
    """The id and the object that a create has made."""
    run, kind = job.run, job.kind
    chosen = kind.chosen_id(run.declared)
    if job.later and not (chosen and ident and ident != chosen):
        made = clone(kind.without_parts(job.body))
        put(made, kind.identity.id, ident)
        return ident, made
    told = reply.get(kind.secret.field) if kind.secret.field else None
    if told and ident and (ident == told or not kind.secret.is_id):
        store_secret(kind, job.store, reply)
        try:
            return ident, reread(job, ident, reply)
        except Halfway as error:
            run.warn(str(error))
            made = clone(job.body)
            put(made, kind.identity.id, ident)
            return ident, {**made, kind.secret.field: told}
    if not ident:
        return _find_new(job)
    note = undone(run)
    if not chosen or ident == chosen or kind.secret.is_id:
        return ident, reread(job, ident, reply, note=note)
    own = kind.server_fields_of_new(reply, run.around.caller.org_id)
    if own is None:
        stored = reread(job, ident, reply, note=note)
        if chosen in [get(stored, path) for path in kind.identity.ids]:
            return ident, stored
        own = only(stored, kind.fields.rules, "send") or {}
    return chosen, _rename(job, ident, chosen, merge(job.body, own))


def _find_new(job: Job) -> tuple[str, Object]:
    """What a create has made that did not tell the id."""
    kind, note = job.kind, undone(job.run)
    written = f"The {kind.noun} was created, but"
    try:
        for _turn in job.turns():
            job.forget(kind.name)
            found = kind.locate(job.run)
            if found is not None:
                return kind.address(found)[0], found
    except HttpFailure as error:
        raise Halfway(f"{written} could not be read back: {error}. Run again{note}", error) from error
    raise TykError(f"{written} Tyk does not list it; run again{note}")


def make(job: Job) -> tuple[str, Object]:
    """Create, and say what nobody knows when that ends in doubt."""
    check_filled(job.run)
    try:
        return create(job)
    except Unsure as error:
        note = undone(job.run)
        if not note:
            raise
        raise Halfway(
            f"{error}. If the {job.kind.noun} exists now{note.replace('. Its', ', its', 1)}", error
        ) from error


def recreate(job: Job, before: Object) -> tuple[str, Object]:
    """Put a new object in place of one that cannot be changed; the old one again, if Tyk refuses the new one."""
    kind = job.kind
    anew = "the next run makes it, with another secret unless the task names one"
    try:
        remove(job, before)
    except HttpFailure as error:
        raise Halfway(f"{error}. If the {kind.noun} is gone now, {anew}", error) from error
    try:
        return create(job)
    except HttpFailure as refused:
        try:
            job.client.create(kind, kind.encode(before))
        except HttpFailure as error:
            message = (
                f"The {kind.noun} was deleted to be made anew, but then: {refused}. It could not be put back either"
            )
            raise Halfway(f"{message}: {error}. Run again: {anew}", error) from error
        raise Halfway(f"{refused}. The old {kind.noun} was put in its place again", refused) from refused
    except Halfway as error:
        error.args = (f"{error}. The old {kind.noun} is deleted: if there is no new one, {anew}",)
        raise


def _look_up(job: Job, lost: HttpFailure) -> Object | None:
    """What became of a create that was not answered; Tyk may show a new object some seconds late."""
    kind, found = job.kind, None
    try:
        for seconds in (0.0, 2.5) if isinstance(lost, Unsure) else (0.0,):
            pause(seconds)
            job.forget(kind.name)
            found = kind.locate(job.run)
            if found is not None:
                break
    except HttpFailure as error:
        message = f"{lost}. Whether the {kind.noun} was made could not be looked up: {error}. Run again"
        raise Halfway(message + undone(job.run), lost) from error
    other = unkept(job.run, found) if found is not None else []
    if other:
        message = f"{lost}. There is a {kind.noun} of this name now, but it differs in {', '.join(other)}"
        raise Halfway(f"{message}: somebody else made it, or Tyk did not keep these fields. Run again", lost)
    return found


def _rename(job: Job, ident: str, chosen: str, body: Object) -> Object:
    """Older versions give a new object an id of their own; a whole PUT can give it the chosen one."""
    kind, identity = job.kind, job.kind.identity
    for _turn in job.turns():
        try:
            job.client.replace(kind, ident, kind.encode(kind.without_parts(body)))
            break
        except NotFound:
            continue
    for _turn in job.turns():
        stored = kind.reread(job.run, chosen, {}, None)
        if stored is not None:
            return stored
        if kind.reread(job.run, ident, {}, None) is not None:
            break
    job.client.delete(kind, ident)
    raise Invalid(
        f"{identity.id_option}: this Tyk gave the new {kind.noun} the id {ident} and does not take {chosen} for "
        f"it; the {kind.noun} was deleted again. "
        f"Leave {identity.id_option} out, and name it by {identity.name_option}"
    )
