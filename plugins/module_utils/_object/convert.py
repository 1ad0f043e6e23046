# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Have Tyk make an object of another kind one of this kind. Whatever it answers, what counts is what is there then."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Conversion, Object
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Job

Holders = dict[tuple[str, str], str]  # kind and id of what names the object -> its name


def convert(job: Job, conversion: Conversion) -> Object:
    """What Tyk has made of the object, or beside it. Raises TykError."""
    found = job.kind.converted(job.run)
    if found is not None:
        return found  # somebody has done it since the plan was made
    if conversion.beside:
        return _asked(job, conversion)
    before = _holders(job, conversion)
    found = _asked(job, conversion)
    _check(job, conversion, before)
    return found


def _asked(job: Job, conversion: Conversion) -> Object:
    said = ""
    for body in conversion.bodies:
        lost: HttpFailure | None = None
        try:
            reply = job.client.ask(job.kind, conversion.route, body)
        except HttpFailure as error:
            if error.status is not None and error.status < 500:
                raise
            lost, reply = error, {}
        done = bool(get(reply, "success.count"))
        job.client.wrote = job.client.wrote or done
        for _turn in job.turns() if done else (None,):
            found = job.kind.converted(job.run)
            if found is not None:
                job.client.wrote = True
                return found
        if lost is not None:
            raise lost
        if done:
            raise TykError(f"Tyk says that it has converted the {job.kind.noun}, and does not show it; run again")
        said = said or job.client.clean(job.kind.unconverted(reply))
    raise TykError(f"The {job.kind.noun} was not converted, and is as it was: {said}")


def _holders(job: Job, conversion: Conversion) -> Holders:
    """What names the object, as far as the token sees it and few requests show it."""
    found: Holders = {}
    for name in conversion.held_by:
        kind = job.run.around.kind(name)
        around = job.run.around.anew(name)  # names that this comes to know are not shown: no check knows them
        try:
            for obj in _few(job, kind):
                if (job.kind.name, conversion.ident) in kind.refers_to(obj, around):
                    found[name, kind.unique_id(obj)] = kind.name_of(obj) or kind.noun
        except HttpFailure as error:
            if error.status is None or error.status >= 500:
                raise
            job.run.warn(f"{kind.title} were not looked at, whether they go on naming the {job.kind.noun}: {error}.")
    return found


def _few(job: Job, kind: Kind) -> t.Iterable[Object]:
    return job.client.some(kind)[0] if kind.route.many else job.client.list(kind)


def _check(job: Job, conversion: Conversion, before: Holders) -> None:
    """Refuse to call it done where what named the object does not name it any more."""
    after = _holders(job, conversion)
    lost = sorted(f"{kind} {name!r}" for (kind, ident), name in before.items() if (kind, ident) not in after)
    if lost:
        raise TykError(
            f"The {job.kind.noun} was converted, and these do not name it any more: {', '.join(lost)}. Give them their "
            "access rights back, and run again"
        )
