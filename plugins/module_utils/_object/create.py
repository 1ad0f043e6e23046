# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make a new object: never twice, and never without somebody who learns its secret."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import (
    Halfway,
    HttpFailure,
    Invalid,
    NotFound,
    TykError,
    Unsure,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._object.plan import Run, chosen_id, locate, unkept
from ansible_collections.community.tyk.plugins.module_utils._object.write import (
    Keep,
    address,
    hand,
    loaded,
    main,
    read,
    remove,
    reread,
    undone,
    unknown,
)


def _ids(resource: Resource, obj: Object) -> list[t.Any]:
    return [data.get(obj, path) for path in (resource.id, *resource.other_ids)]


def create(run: Run, body: Object, keep: Keep) -> tuple[str, Object]:
    """Create, never twice; the id and the object as it is stored."""
    resource, chosen = run.resource, chosen_id(run)
    content, where = resource.encode(main(resource, body)), resource.place(run) if resource.place else {}
    lost: HttpFailure | None = None
    for last in (False, False, True):
        try:
            ident, reply = loaded(run, lambda: run.client.create(resource, content, **where))
            break
        except HttpFailure as error:
            unsure = isinstance(error, Unsure)
            # It may be there all the same, and nobody would ever learn its secret.
            if not unsure and not (resource.token and error.status == 500):
                if lost:
                    told = f"{error}. An earlier try, whose answer was lost, may have made it. {resource.unknown}"
                    raise Halfway(f"{told.rstrip()} Run again", error) from error
                raise
            found = _look_up(run, error)
            if found is not None:
                ident, query = address(resource, found)
                if not resource.secret_id or "hashed" not in (query or {}):
                    return ident, found
                _discard(run, ident, query, error)
                if not unsure:
                    told = f"{error}. The {resource.noun} was made all the same, and deleted again: its secret was lost"
                    raise Halfway(told, error) from error
            elif last or not unsure or not t.cast("Unsure", error).repeat:
                raise
            lost = error
    else:
        raise TykError(
            f"The {resource.noun} was made, but the answers with its secret were lost, and it was deleted again"
        )
    if run.later and not (chosen and ident and ident != chosen):
        made = data.clone(main(resource, body))
        data.put(made, resource.id, ident)
        return ident, made
    note = undone(run)
    if resource.secret_id and ident == reply.get(resource.token):
        hand(resource, keep, reply)
        try:
            return ident, reread(run, ident, reply)
        except Halfway as error:
            run.warn(str(error))
            return ident, {**body, resource.token: ident}
    if not ident:
        written = f"The {resource.noun} was created, but"
        try:
            for _turn in run.wait():
                run.refs.forget(resource.kind)
                found = locate(run)
                if found is not None:
                    return address(resource, found)[0], found
        except HttpFailure as error:
            raise Halfway(f"{written} could not be read back: {error}. Run again{note}", error) from error
        raise TykError(f"{written} Tyk does not list it; run again{note}")
    if not chosen or ident == chosen or resource.secret_id:
        return ident, reread(run, ident, reply, note=note)
    if resource.born:
        born = resource.born(reply, run.refs.caller.org_id)
    else:
        stored = reread(run, ident, reply, note=note)
        if chosen in _ids(resource, stored):
            return ident, stored
        born = data.only(stored, resource.rules, "server") or {}
    return chosen, _rename(run, ident, chosen, data.merge(body, born))


def make(run: Run, body: Object, keep: Keep) -> tuple[str, Object]:
    """Create, and say what nobody knows when that ends in doubt."""
    try:
        return create(run, body, keep)
    except Unsure as error:
        note = undone(run)
        if not note:
            raise
        raise Halfway(
            f"{error}. If the {run.resource.noun} exists now{note.replace('. Its', ', its', 1)}", error
        ) from error


def recreate(run: Run, before: Object, body: Object, keep: Keep) -> tuple[str, Object]:
    """Put a new object in place of one that can not be changed; the old one again, if Tyk refuses the new one."""
    resource = run.resource
    anew = "the next run makes it, with another secret unless the task names one"
    try:
        remove(run, before)
    except HttpFailure as error:
        raise Halfway(f"{error}. If the {resource.noun} is gone now, {anew}", error) from error
    try:
        return create(run, body, keep)
    except HttpFailure as refused:
        try:
            run.client.create(resource, resource.encode(before))
        except HttpFailure as error:
            told = (
                f"The {resource.noun} was deleted to be made anew, but then: {refused}. It could not be put back either"
            )
            raise Halfway(f"{told}: {error}. Run again: {anew}", error) from error
        raise Halfway(f"{refused}. The old {resource.noun} was put in its place again", refused) from refused
    except Halfway as error:
        error.args = (f"{error}. The old {resource.noun} is deleted: if there is no new one, {anew}",)
        raise


def _look_up(run: Run, lost: HttpFailure) -> Object | None:
    """What became of a create that was not answered; Tyk may show a new object some seconds late."""
    resource, found = run.resource, None
    try:
        for pause in (0.0, 2.5) if isinstance(lost, Unsure) else (0.0,):
            run.sleep(pause)
            run.refs.forget(resource.kind)
            found = locate(run)
            if found is not None:
                break
    except HttpFailure as error:
        told = f"{lost}. Whether the {resource.noun} was made could not be looked up: {error}. Run again"
        raise Halfway(told + undone(run), lost) from error
    other = unkept(run, found) if found is not None else []
    if other:
        told = f"{lost}. There is a {resource.noun} of this name now, but it differs in {', '.join(other)}"
        raise Halfway(f"{told}: somebody else made it, or Tyk did not keep these fields. Run again", lost)
    return found


def _discard(run: Run, ident: str, query: t.Any, lost: HttpFailure) -> None:
    """Delete what was made, because its secret went with the answer."""
    try:
        run.client.delete(run.resource, ident, query)
    except HttpFailure as error:
        told = f"{lost}. The {run.resource.noun} was made all the same, and could not be deleted again: {error}"
        raise Halfway(told + unknown(run.resource), lost) from error


def _rename(run: Run, ident: str, chosen: str, body: Object) -> Object:
    """Older versions give a new object an id of their own; a whole PUT can give it the chosen one."""
    resource = run.resource
    for _turn in run.wait():
        try:
            run.client.replace(resource, ident, resource.encode(main(resource, body)))
            break
        except NotFound:
            continue
    for _turn in run.wait():
        stored = read(run, chosen, {})
        if stored is not None:
            return stored
        if read(run, ident, {}) is not None:
            break
    run.client.delete(resource, ident)
    raise Invalid(
        f"{resource.id_option}: this Tyk gave the new {resource.noun} the id {ident} and does not take {chosen} for "
        f"it; the {resource.noun} was deleted again. "
        f"Leave {resource.id_option} out, and name it by {resource.name_option}"
    )
