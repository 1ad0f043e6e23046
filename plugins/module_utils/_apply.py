# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

"""Carry a plan out: the only place that writes."""

from __future__ import annotations

import copy
import dataclasses
import typing as t

from ansible_collections.community.tyk.plugins.module_utils import _merge as data
from ansible_collections.community.tyk.plugins.module_utils._deferred import confirm, submit
from ansible_collections.community.tyk.plugins.module_utils._errors import (
    HttpFailure,
    Invalid,
    NotFound,
    TykError,
    Unsure,
)
from ansible_collections.community.tyk.plugins.module_utils._plan import Change, Run, chosen_id, locate
from ansible_collections.community.tyk.plugins.module_utils._resource import Object, Resource

# What Tyk says while its gateway has not loaded an API or a policy yet, in lower case.
NOT_LOADED = (
    "does not have permission to add api",
    "ensure security settings",
    "policy not found",
    "api reference not found",
    "could not retrieve policy",
    "api doesn't exist",
    "api not found",
    "is not loaded",
)


def prepare(run: Run, change: Change) -> Object:
    """What is going to be written. Refuses, in check mode too, what must not be."""
    resource, before = run.resource, change.before
    if change.action == "none":
        return {}
    if not resource.admin:
        org = str(data.get(before, resource.org) or "") if before and resource.org else None
        run.refs.align(run.params.get("org_id"), org, f"{resource.noun} {data.get(before, resource.name)!r}")
    resource.guard(change.after, before, run)
    if resource.immutable and before and change.after and not run.params.get("recreate"):
        paths = (data.dotted(path) for path in data.differ(before, change.after, resource.rules))
        raise Invalid(
            f"Tyk can not change the {resource.noun} ({', '.join(paths)}); recreate: true makes a new one in its place"
        )
    return {} if change.after is None else resource.complete(_with_required(resource, change.after), before, run)


def execute(run: Run, change: Change, body: Object) -> Object | None:
    """Do what was planned; the object as Tyk keeps it now."""
    resource, before = run.resource, change.before
    if change.action == "none":
        return before
    if run.client.defers(resource):
        submit(run, change, body)
        if run.later:
            return body if change.after is not None else None
        run.client.settle()
        return confirm(run, change, body)
    if change.after is None:
        run.client.delete(resource, *_address(resource, before or {}))
        return None
    if before is None:
        ident, stored = _create(run, body)
    elif resource.immutable:
        ident, stored = _recreate(run, before, body)
    else:
        ident, query = _address(resource, before)
        stored = before
        was, wanted = (resource.comparable(_main(resource, obj), run) for obj in (before, body))
        if not data.same(was, wanted, resource.rules):
            content = resource.encode(_main(resource, body))
            reply = _loaded(run, lambda: run.client.replace(resource, ident, content, query))
            stored = {**before, **_main(resource, body)} if run.later else _reread(run, ident, reply, query)
    return _parts(run, change.after, stored, ident)


def _address(resource: Resource, obj: Object) -> tuple[str, t.Any]:
    return resource.address(obj) if resource.address else (str(data.get(obj, resource.id)), None)


def _with_required(resource: Resource, target: Object) -> Object:
    missing = {name: copy.deepcopy(value) for name, value in resource.required.items() if target.get(name) is None}
    return {**target, **missing}


def _main(resource: Resource, obj: Object) -> Object:
    elsewhere = {name for part in resource.parts for name in part.fields}
    return {key: value for key, value in obj.items() if key not in elsewhere}


def _parts(run: Run, target: Object, stored: Object, ident: str) -> Object:
    """Store the fields that have routes of their own, where they are not what they should be."""
    again = False
    for part in run.resource.parts:
        pairs = [(stored.get(name), target.get(name), run.resource.rules.at(name)) for name in part.fields]
        if not all(data.same(*pair) for pair in pairs):
            try:
                if part.others:
                    for kind, was, wanted in part.others(run, ident, target):
                        _elsewhere(dataclasses.replace(run, resource=kind, named={}), was, wanted)
                else:
                    run.client.store(run.resource, part, ident, target)
            except HttpFailure as error:
                what = ", ".join(part.fields)
                raise TykError(
                    f"The {run.resource.noun} is stored, but not its {what}: {error}. Mend this and run again"
                    + ("" if part.readable else ", once with update_secrets: always")
                ) from error
            again = again or part.readable
    return _reread(run, ident, {}) if again and not run.later else stored


def _elsewhere(run: Run, was: Object, wanted: Object) -> None:
    """Write another object, in which fields of this one are; what has a route of its own must outlive that."""
    resource, (ident, query) = run.resource, _address(run.resource, was)
    body = _main(resource, resource.complete(wanted, was, run))
    run.client.replace(resource, ident, resource.encode(body), query)
    _parts(run, was, _reread(run, ident, {}), ident)


def _ids(resource: Resource, obj: Object) -> list[t.Any]:
    return [data.get(obj, path) for path in (resource.id, *resource.other_ids)]


def _read(run: Run, ident: str, reply: Object, query: t.Any = None) -> Object | None:
    hook = run.resource.reread
    return t.cast("Object | None", hook(run, ident, reply, query) if hook else run.client.read(run.resource, ident))


def renew(run: Run, before: Object) -> Object | None:
    """The object as it is now, where it was read earlier in a longer run."""
    resource, (ident, query) = run.resource, _address(run.resource, before)
    if resource.fresh:
        return t.cast("Object | None", resource.fresh(run, ident, query))
    return _read(run, ident, {}, query)


def _reread(run: Run, ident: str, reply: Object, query: t.Any = None) -> Object:
    """The object as it is stored; Tyk may show it some seconds late."""
    for _turn in run.wait():
        stored = _read(run, ident, reply, query)
        if stored is not None:
            return stored
    raise TykError(
        f"The {run.resource.noun} was written, but Tyk does not show it after {run.params.get('wait_timeout')} "
        "seconds; run again, with a longer wait_timeout if Tyk is slow"
    )


def _loaded(run: Run, write: t.Callable[[], t.Any]) -> t.Any:
    """Write; again while Tyk does not know a new API or policy yet."""
    if not run.client.late:
        return write()
    refused: HttpFailure | None = None
    for _turn in run.wait():
        try:
            return write()
        except HttpFailure as error:
            said = error.message.lower()
            if error.status not in (400, 403, 404, 500) or not any(text in said for text in NOT_LOADED):
                raise
            refused = error
    raise refused or Invalid("wait_timeout can not be negative")


def _create(run: Run, body: Object) -> tuple[str, Object]:
    """Create, never twice; the id and the object as it is stored."""
    resource, chosen = run.resource, chosen_id(run)
    content, where = resource.encode(_main(resource, body)), resource.place(run) if resource.place else {}
    for last in (False, False, True):
        try:
            ident, reply = _loaded(run, lambda: run.client.create(resource, content, **where))
            break
        except Unsure as error:
            found = _look_up(run)
            if found is not None:
                ident, query = _address(resource, found)
                if not resource.secret_id or "hashed" not in (query or {}):
                    return ident, found
                run.client.delete(resource, ident, query)  # its secret went with the answer, so it is of no use
                continue
            if last or not error.repeat:
                raise
    else:
        raise TykError(
            f"The {resource.noun} was made, but the answers with its secret were lost, and it was deleted again"
        )
    if run.later and not (chosen and ident and ident != chosen):
        made = copy.deepcopy(_main(resource, body))
        data.put(made, resource.id, ident)
        return ident, made
    if not ident:
        for _turn in run.wait():
            run.refs.forget(resource.kind)
            found = locate(run)
            if found is not None:
                return _address(resource, found)[0], found
        raise TykError(f"The {resource.noun} was created, but Tyk does not list it; run again")
    if not chosen or ident == chosen or resource.secret_id:
        return ident, _reread(run, ident, reply)
    if resource.born:
        born = resource.born(reply, run.refs.caller.org_id)
    else:
        stored = _reread(run, ident, reply)
        if chosen in _ids(resource, stored):
            return ident, stored
        born = data.only(stored, resource.rules, "server") or {}
    return chosen, _rename(run, ident, chosen, data.merge(body, born))


def _recreate(run: Run, before: Object, body: Object) -> tuple[str, Object]:
    """Put a new object in place of one that can not be changed; the old one again, if Tyk refuses the new one."""
    resource = run.resource
    run.client.delete(resource, *_address(resource, before))
    try:
        return _create(run, body)
    except HttpFailure:
        run.client.create(resource, resource.encode(before))
        raise


def _look_up(run: Run) -> Object | None:
    """What became of a create that was not answered; Tyk may show a new object some seconds late."""
    for pause in (0.0, 2.5):
        run.sleep(pause)
        run.refs.forget(run.resource.kind)
        found = locate(run)
        if found is not None:
            return found
    return None


def _rename(run: Run, ident: str, chosen: str, body: Object) -> Object:
    """Older versions give a new object an id of their own; a whole PUT can give it the chosen one."""
    resource = run.resource
    for _turn in run.wait():
        try:
            run.client.replace(resource, ident, resource.encode(_main(resource, body)))
            break
        except NotFound:
            continue
    for _turn in run.wait():
        stored = _read(run, chosen, {})
        if stored is not None:
            return stored
        if _read(run, ident, {}) is not None:
            break
    run.client.delete(resource, ident)
    raise Invalid(
        f"{resource.id_option}: this Tyk gave the new {resource.noun} the id {ident} and does not take {chosen} for "
        f"it; the {resource.noun} was deleted again. "
        f"Leave {resource.id_option} out, and name it by {resource.name_option}"
    )
