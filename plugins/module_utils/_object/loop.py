# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fast path: one glance at an item of a loop, by lists that an earlier item of the same loop has read.

Forty tasks in a loop would ask for the same lists forty times, and the list of all keys is long. Most of them find
what is to be. Only that may be told from lists which are some seconds old: that the object is there, and nothing is to
be done. Whatever else comes out, be it an error, is thrown away, and the task is done as if there were no loop. The
law that ties both ways together is in tests/unit/modules/test_loop.py.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import hashlib
import os
import threading
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.recent import Outdated, Recent, Shared
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._object.connect import CONNECTION, Start, Task
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Planned, Written

Outcome = tuple[dict[str, t.Any], Written]
Begin = t.Callable[[Kind, Task, t.Optional[Shared]], Start]
SAME = ("url", "token", "org_id", *CONNECTION)  # the options that decide what is read, and how
BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def recent_of(kind: Kind, task: Task) -> Recent | None:
    """What the loop of this task has read; None where it is in none, or is to look for itself.

    Of a Gateway, a list says less, and of the Admin API nobody makes a loop of what is unchanged.
    """
    if not task.loop or kind.route.admin or (task.params.get("platform") or "dashboard") != "dashboard":
        return None
    names = sorted(name for name in os.environ if name in BUNDLES or name.lower().endswith("_proxy"))
    around = [(name, os.environ[name]) for name in names]
    said = [(name, task.params.get(name)) for name in SAME]
    told = repr((task.loop, os.getpid(), threading.get_ident(), said, around))  # after a fork nothing is shared
    return Recent.of(hashlib.sha256(told.encode()).hexdigest())  # a digest, since the token is in it


def glance(
    kind: Kind, task: Task, begin: Begin, carry_out: t.Callable[[Start, Task], Outcome]
) -> tuple[Start, Outcome] | None:
    """What the task comes to, if its object is as it is to be; None: nobody has read anything yet, or look anew.

    :arg begin: makes a run of a task, ``carry_out`` does it.
    """
    recent, told = recent_of(kind, task), list[str]()
    if recent is None or not recent.lists or task.params.get("state", "present") != "present":
        return None
    shared, quiet = Shared(recent, True), task._replace(warn=told.append)
    try:
        with understood():
            begun = begin(kind, quiet, shared)
            outcome = carry_out(begun, quiet)
    except TykError:  # Outdated among them; if it is more than that, it comes again
        Recent.drop()
        return None
    result, written = outcome
    if result["changed"] or written.change.action != "none" or written.run.found is None:
        Recent.drop()
        return None
    for text in told:
        task.warn(text)
    return begun, outcome


def share(kind: Kind, task: Task) -> Shared | None:
    """What a run leaves to the next items of its loop. It looks for itself."""
    Recent.drop()  # of what led here nothing is to be kept
    recent = recent_of(kind, task)
    return Shared(recent, False) if recent else None


def refuse_old(begun: Start, plans: t.Sequence[Planned]) -> None:
    """Have everything read anew where something is to be done. Raises Outdated."""
    shared = begun.client.shared
    if plans and shared and shared.glances:
        raise Outdated("something is to be done")
