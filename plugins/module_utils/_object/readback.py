# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patience with what Tyk shows late: the object as it is stored after a write."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.patience import in_seconds
from ansible_collections.community.tyk.plugins.module_utils._data.merge import only, same, without
from ansible_collections.community.tyk.plugins.module_utils._errors import Halfway, HttpFailure, Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Job, Planned

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


def read_again(job: Job, before: Object) -> Object | None:
    """The object as it is now, where it was read earlier."""
    ident, query = job.kind.address(before)
    return job.kind.read_again(job.run, ident, query)


def keep_now(job: Job) -> None:
    """Keep what is going to be deleted, as it is by now."""
    before = job.change.before
    if job.backup and before is not None:
        now = read_again(job, before)
        job.keep(before if now is None else now)
        job.written(before)


def reread(job: Job, ident: str, reply: Object, query: t.Any = None, note: str = "") -> Object:
    """The object as it is stored; Tyk may show it some seconds late.

    :arg note: what else is lost where it cannot be read. If something is, a refusal is not the last word.
    """
    written, refused = f"The {job.kind.noun} was written, but", None
    for _turn in job.turns():
        try:
            stored = job.kind.reread(job.run, ident, reply, query)
        except HttpFailure as error:
            refused = error
            if not (note and job.kind.secret.field):
                break
            continue
        if stored is not None:
            return stored
        refused = None
    if refused:
        raise Halfway(f"{written} could not be read back: {refused}. Run again{note}", refused) from refused
    waited = in_seconds(job.run.params.get("wait_timeout") or 0)
    raise TykError(
        f"{written} Tyk does not show it after {waited}; run again, with a longer wait_timeout if Tyk is slow{note}"
    )


def effect(planned: Planned, stored: Object | None) -> Change:
    """What an update came to: none where the object is as it was before, whatever was sent."""
    run, change = planned.run, planned.change
    kind, rules, before, after = run.kind, run.kind.fields.rules, change.before, change.after
    if kind.conversion or change.action != "updated" or before is None or after is None or stored is None:
        return change
    apart = [name for part in kind.fields.parts for name in part.fields]
    if only(after, rules, "readable") or not all(
        same(before.get(name), after.get(name), rules.at(name)) for name in apart
    ):
        return change  # that cannot be seen, or is not in what was read
    was, now = (kind.comparable(kind.without_parts(without(obj, rules, "readable")), run) for obj in (before, stored))
    return Change("none", before, before) if same(was, now, rules) else change


def once_loaded(job: Job, write: t.Callable[[], t.Any]) -> t.Any:
    """Write; again while Tyk does not know a new API or policy yet."""
    if not job.client.late:
        return write()
    refused: HttpFailure | None = None
    for _turn in job.turns():
        try:
            return write()
        except HttpFailure as error:
            said = error.message.lower()
            if error.status not in (400, 403, 404, 500) or not any(text in said for text in NOT_LOADED):
                raise
            refused = error
    raise refused or Invalid("wait_timeout cannot be negative")


def remove(job: Job, obj: Object) -> None:
    """Delete; what counts is that it is gone."""
    kind = job.kind
    ident, query = kind.address(obj)
    try:
        job.client.delete(kind, ident, query)
    except HttpFailure as error:
        try:
            gone = kind.read_again(job.run, ident, query) is None
        except HttpFailure:
            gone = False
        if not gone:
            raise error
