# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which old objects are to be limited, or to go, because another has taken their place for good."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Planned


class Old(t.NamedTuple):
    """What becomes of old objects in one task: what the one is to have that is limited, and those that go."""

    limits: Object
    going: list[Object]


def old_of(planned: Planned) -> Old:
    """What is to become of the old ones, as far as the list of the kind is known."""
    run, change = planned.run, planned.change
    if run.kind.rotation is None:
        return Old({}, [])
    limits = run.kind.limited(change.before or {}, run) if change.action == "rotated" else {}
    return Old(limits, _going(run))


def _going(run: Run) -> list[Object]:
    if not run.around.has_listed(run.kind.name):
        return []
    (left,) = run.kind.left_by([run.found or run.declared], run.around.listing(run.kind.name))
    return left if run.params.get("state") == "absent" else [obj for obj in left if run.kind.is_over(obj)]
