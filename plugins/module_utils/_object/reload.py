# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing where it counts only after a reload: submit() any number of changes, then client.settle(), then confirm()
each. A reload says that all is well even when it is not, so nothing is believed that was not read."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError, Unsure
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._object.plan import Change, Run

LOG = (
    "It skips a definition that it can not use, and a policy file that it can not read stops the whole reload; its log "
    "says which it is. Mend that and run again"
)


def submit(run: Run, change: Change, body: Object) -> None:
    """Write, and no more."""
    resource, before = run.resource, change.before
    elsewhere = list(_elsewhere(run, before or {}, change.after or {}, body))
    if change.after is None:
        run.client.delete(resource, str(data.get(before, resource.id)))
    elif before is not None:
        run.client.replace(resource, str(data.get(before, resource.id)), resource.encode(body))
    else:
        where = resource.place(run) if resource.place else {}
        for last in (False, True):
            try:
                run.client.create(resource, resource.encode(body), **where)
                break
            except Unsure as error:  # the object has the id that it was given, so that twice is once
                if last or not error.repeat:
                    raise
    for other, ident, content in elsewhere:
        run.client.replace(other, ident, content)


def _elsewhere(run: Run, before: Object, after: Object, body: Object) -> t.Iterator[tuple[Resource, str, Object]]:
    """The other objects in which fields of this one are, and what they are to be: descriptor, id, content."""
    for part in run.resource.parts:
        if not part.others or not after or all(data.same(before.get(x), after.get(x)) for x in part.fields):
            continue
        if not run.client.reloads:
            raise Invalid(
                f"{', '.join(part.fields)}: not with reload: false, because other objects are read and written for it"
            )
        for kind, was, wanted in part.others(run, str(data.get(body, run.resource.id)), after):
            other = run.client.own(kind)
            alone = dataclasses.replace(run, resource=other, named={}, wish={}, desired={})
            content = other.encode(other.complete(wanted, was, alone))
            yield other, str(data.get(was, other.id)), content


def stale(run: Run, before: Object | None, body: Object, stored: Object) -> t.Iterator[str]:
    """The options whose fields are still the former. Only those: others may be unknown to this version, or mean the
    same in its own words."""
    if before is None:
        return
    objects = [run.resource.comparable(obj, run) for obj in (before, body, stored)]
    for name, option in run.resource.options.items():
        was, wanted, now = (data.get(obj, option.path) if option.path else None for obj in objects)
        rules = run.resource.rules.under(option.path) if option.path else data.NONE
        if not data.same(was, wanted, rules) and data.same(was, now, rules):
            yield name


def confirm(run: Run, change: Change, body: Object) -> Object | None:
    """What became of a submit(): the object as it is in use now."""
    resource, before, after = run.resource, change.before, change.after
    if not run.client.reloads:
        return None if after is None else body
    ident = str(data.get(before if before is not None else body, resource.id))
    read = resource.reread(run, ident, {}, None) if resource.reread else run.client.read(resource, ident)
    return judge(run, change, body, t.cast("Object | None", read))


def judge(run: Run, change: Change, body: Object, stored: Object | None) -> Object | None:
    """Whether the object that is in use now is the one that was to be. Raises TykError."""
    resource, before, after = run.resource, change.before, change.after
    ident = str(data.get(before if before is not None else body, resource.id))
    name = f"{resource.noun} {data.get(after or before or {}, resource.name)!r} ({ident})"
    if after is None:
        if stored is not None:
            raise TykError(f"The {name} is deleted, but after a reload the Gateway still serves it. {LOG}")
        return None
    if stored is None:
        raise TykError(f"The {name} is stored, but after a reload the Gateway does not serve it. {LOG}")
    for path in stale(run, before, body, stored):
        raise TykError(f"The {name} is stored, but after a reload the Gateway serves the former {path}. {LOG}")
    resource.loaded(body, stored, run)
    return stored
