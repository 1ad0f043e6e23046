# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ends by itself within a span, of what is declared, and of what that refers to. It is told, and nothing else."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import time
import typing as t
from dataclasses import replace
from datetime import datetime, timezone

from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.spans import ahead
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run

Found = dict[str, t.Any]
OPTION, TOLD = "warn_before", "expiring"  # the option, of a configuration and of items, and the key of the result
LISTED = 20  # as many objects a warning names
LAST = 253402300799  # the last second that a date can have


def check_span(params: t.Mapping[str, t.Any]) -> None:
    """Refuse what is no span. Raises Invalid."""
    ahead(OPTION, params.get(OPTION))


def expiring(bulk: Bulk, steps: list[Step]) -> dict[str, list[Found]]:
    """What ends soon, for the result; {} where nobody asks."""
    declared = [step for step in steps if step.where and step.change.after is not None and step.kind.can_end]
    asked = [step for step in declared if step.run.params.get(OPTION)]
    overall = ahead(OPTION, bulk.task.params.get(OPTION))
    if not asked and not overall:
        return {}
    found = {(step.section, step.kind.unique_id(step.change.after or {})): _of(step) for step in asked}
    try:
        others = [*_referred(bulk, steps, overall)] if overall else []
    except HttpFailure as error:
        if error.status is None or error.status >= 500:
            raise
        others = []
        bulk.task.warn(f"{OPTION}: not all was looked at that declared objects refer to: {error}.")
    for key, one in others:
        found.setdefault(key, one)
    told = sorted(filter(None, found.values()), key=lambda one: (one["expires"], one["kind"], one["name"]))
    _warn(bulk, [one for one in told if not one.pop("warned")])
    return {TOLD: told}


def _of(step: Step) -> Found | None:
    """What a step is about, if it ends within the span that counts for it."""
    end = step.kind.ends(step.change.after or {}, step.run)
    warned = OPTION in step.kind.params  # it says so itself
    if end is None or end - time.time() > ahead(OPTION, step.run.params.get(OPTION)):
        return None
    return _told(step.section, step.name, step.ident, end, {"source": step.where, "warned": warned})


def _referred(bulk: Bulk, steps: list[Step], overall: int) -> t.Iterator[tuple[tuple[str, str], Found | None]]:
    """What declared objects refer to, and what of that ends within the span."""
    ending = {kind.name: kind for kind in bulk.kinds.values() if kind.can_end}
    users: dict[tuple[str, str], set[str]] = {}
    for step in steps:
        if step.change.after is not None and step.where and step.kind.targets & ending.keys():
            for other, ident in step.kind.refers_to(step.change.after, bulk.refs):
                if other in ending:
                    users.setdefault((other, ident), set()).add(f"{step.kind.noun} {step.name!r}")
    for (other, ident), names in users.items():
        for obj in bulk.refs.with_id(other, ident):
            yield _in_use(ending[other], obj, bulk, overall, names)


def _in_use(
    kind: Kind, obj: dict[str, t.Any], bulk: Bulk, overall: int, users: set[str]
) -> tuple[tuple[str, str], Found | None]:
    run: Run = replace(bulk.run(kind, {}, {}), found=obj)
    end, key = kind.ends(obj, run), (kind.section, kind.unique_id(obj))
    if end is None or end - time.time() > overall:
        return key, None
    more = {"source": "", "used_by": sorted(users), "warned": False}
    return key, _told(kind.section, kind.name_of(obj), kind.shown_id(obj), end, more)


def _told(section: str, name: str, ident: str, end: float, more: Found) -> Found:
    at = datetime.fromtimestamp(min(end, LAST), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"kind": section, "name": name, "id": ident, "expires": at, "expired": end <= time.time(), **more}


def until(one: Found) -> str:
    """Until when it is valid, for people, and what uses it where nobody declares it."""
    when = f"{'expired at' if one['expired'] else 'valid until'} {one['expires']}"
    users = one.get("used_by") or ()
    return f"{when}, used by: {', '.join(users)}" if users else when


def _warn(bulk: Bulk, found: t.Sequence[Found]) -> None:
    if found:
        names = [f"{bulk.kinds[one['kind']].noun} {one['name'] or one['id']!r} ({until(one)})" for one in found]
        more = f", and {len(names) - LISTED} more" if len(names) > LISTED else ""
        bulk.task.warn(f"{OPTION}: these end soon, or have ended: {', '.join(names[:LISTED])}{more}. Renew them.")
