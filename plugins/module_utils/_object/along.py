# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes with an object that is deleted, or stays behind."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._object.connect import Start, Task
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Located

Result = dict[str, t.Any]
Reconcile = t.Callable[[Start, Task], Result]


def purge(begun: Start, located: Located, task: Task, reconcile: Reconcile) -> list[Result]:
    """Delete what goes along, one by one, before the object itself; the results. Or say that it stays.

    :arg reconcile: brings one object to what a task declares.
    """
    run, kind = located.run, begun.run.kind
    if task.params.get("state") != "absent" or run.found is None:
        return []
    along, option = run.kind.taken_along(run), kind.identity.id_option
    if along and not task.params.get("purge"):
        named = ", ".join(f"{name!r} ({around_name(begun, ident)})" for name, ident in sorted(along.items()))
        task.warn(
            f"{kind.noun} {run.kind.name_of(run.found)!r} is deleted, and these stay, as {kind.nouns} of their own: "
            f"{named}. purge: true takes them along."
        )
    gone = []
    for ident in along.values() if task.params.get("purge") else ():
        named_by = {**dict.fromkeys(kind.options), option: ident, "purge": False}
        own = task._replace(params={**task.params, **named_by}, named={option: ident, "state": "absent"})
        one = replace(begun.run, params=own.params, named=own.named)
        known = begun.refs.known(kind.name, ident, load=True)
        gone.append(reconcile(begun._replace(run=one), own))
        if task.check and known is not None:
            begun.refs.enter(kind.name, None, known)
    return gone


def around_name(begun: Start, ident: str) -> str:
    """What people call the object with this id."""
    return begun.refs.name(begun.run.kind.name, ident)


def told(result: Result, gone: t.Iterable[Result], key: str) -> Result:
    """The result of the object, with what went along.

    :arg key: where a result holds its object.
    """
    gone = [one for one in gone if one["changed"]]
    if not gone:
        return result
    diffs = [one["diff"] for one in (*gone, result) if "diff" in one]
    purged = [one[key]["name"] for one in gone]
    return {**result, "purged": purged, **({"diff": diffs} if diffs else {})}
