# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry a plan out: the only place that writes."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import dataclasses
import functools
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import Halfway, HttpFailure, Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._object.create import make, recreate
from ansible_collections.community.tyk.plugins.module_utils._object.plan import Change, Run, plan
from ansible_collections.community.tyk.plugins.module_utils._object.reload import confirm, submit
from ansible_collections.community.tyk.plugins.module_utils._object.write import (
    Keep,
    address,
    hand,
    loaded,
    main,
    remove,
    renew,
    reread,
    unknown,
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
    body = {} if change.after is None else resource.complete(_with_required(resource, change.after), before, run)
    for obj in (before, body):
        run.client.http.veil.hide(data.secrets(obj, resource.rules))
    return body


def execute(run: Run, change: Change, body: Object, keep: Keep = None) -> Object | None:
    """Do what was planned; the object as Tyk keeps it now.

    :arg keep: puts a generated secret where it belongs, as soon as there is one.
    """
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
        remove(run, before or {})
        return None
    if before is None or resource.immutable:
        ident, stored = make(run, body, keep) if before is None else recreate(run, before, body, keep)
        hand(resource, keep, stored)
        return _parts(run, change.after, stored, ident, "" if keep else unknown(resource))
    ident, query = address(resource, before)
    run.done, stored = _update(run, change, body, ident, query)
    return stored if run.done.after is None else _parts(run, run.done.after, stored, ident)


def _update(run: Run, change: Change, body: Object, ident: str, query: t.Any) -> tuple[Change, Object]:
    """PUT the whole object. Each further try, and one that comes late, starts from the object as it is by then, so that
    nobody's work in between is lost; what was carried out, and the object as it is stored."""
    resource, first = run.resource, True

    def content() -> t.Any:
        """What to write; None where nothing is left to do."""
        if change.action == "none":
            return None
        was, wanted = (resource.comparable(main(resource, obj), run) for obj in (change.before or {}, body))
        return None if data.same(was, wanted, resource.rules) else resource.encode(main(resource, body))

    def once_more(tried: bool = True) -> t.Any:
        nonlocal change, body
        current = renew(run, change.before or {})
        if current is None:
            raise TykError(f"The {resource.noun} was deleted while this task ran; run again to make it anew")
        newer = plan(run, current)
        if tried and newer.action == "none":
            return None  # the try that was not answered has done it
        change, body = newer, prepare(run, newer)
        return content()

    def write() -> Object | None:
        nonlocal first
        now, first = content() if first and not run.stale() else once_more(tried=False), False
        return None if now is None else run.client.replace(resource, ident, now, query, once_more)

    reply = loaded(run, write)
    before = change.before or {}
    # old Dashboards forget at a PUT what has a route of its own
    later = run.later and not any(before.get(name) for part in resource.parts for name in part.fields)
    if reply is None or later:
        return change, {**before, **({} if reply is None else main(resource, body))}
    return change, reread(run, ident, reply, query)


def _with_required(resource: Resource, target: Object) -> Object:
    missing = {name: copy.deepcopy(value) for name, value in resource.required.items() if target.get(name) is None}
    return {**target, **missing}


def _parts(run: Run, target: Object, stored: Object, ident: str, note: str = "") -> Object:
    """Store the fields that have routes of their own, where they are not what they should be."""
    again = False
    for part in run.resource.parts:
        pairs = [(stored.get(name), target.get(name), run.resource.rules.at(name)) for name in part.fields]
        if not all(data.same(*pair) for pair in pairs):
            try:
                if part.others:
                    _elsewhere(run, functools.partial(part.others, run, ident, target))
                else:
                    run.client.store(run.resource, part, ident, target)
            except HttpFailure as error:
                what = ", ".join(part.fields)
                once = "" if part.readable else ", once with update_secrets: always"
                told = f"The {run.resource.noun} is stored, but not its {what}: {error}. Mend this and run again"
                raise Halfway(told + once + note, error) from error
            again = again or part.readable
    return reread(run, ident, {}) if again and not run.later else stored


def _elsewhere(run: Run, others: t.Callable[[], t.Iterable[tuple[Resource, Object, Object]]]) -> None:
    """Write the other objects in which fields of this one are; what has a route of its own must outlive that. A further
    try starts from the object as it is by then."""

    def body(kind: Resource, was: Object, wanted: Object) -> t.Any:
        there = dataclasses.replace(run, resource=kind, named={})
        return kind.encode(main(kind, kind.complete(wanted, was, there)))

    for kind, was, wanted in others():
        ident, query = address(kind, was)

        def renew(ident: str = ident) -> t.Any:
            return next((body(*other) for other in others() if address(*other[:2])[0] == ident), None)

        run.client.replace(kind, ident, body(kind, was, wanted), query, renew)
        there = dataclasses.replace(run, resource=kind, named={})
        _parts(there, was, reread(there, ident, {}), ident)
