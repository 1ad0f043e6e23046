# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which of the objects that a configuration takes away are still in use by what there is after the run."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, space
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._object.in_use import losses, users_of, warn_of_use


def tell_uses(bulk: Bulk, steps: list[Step]) -> None:
    """Warn of what is declared to go, or to lose something, and is in use; prune looks after its own."""
    found = losses((step.kind, step.change) for step in steps if step.where)
    if not found:
        return
    gone = [(loss.kind, loss.kind.as_listed(loss.before)) for loss in found if not loss.names]
    uses = bulk.uses([(loss.kind, loss.before) for loss in found], bulk.refs.with_back(gone))
    for step in steps:
        if step.change.after is not None:
            uses.enter(step.kind, step.declared)
    pruned = {
        (space(step.section, step.kind), step.kind.unique_id(step.change.before or {})) for step in steps if step.why
    }
    uses.look(
        lambda kind, obj: bulk.stays(kind, obj) and (space(kind.section, kind), kind.unique_id(obj)) not in pruned,
        few=True,
    )
    warn_of_use(found, uses, bulk.task.warn)
    told = {id(loss.before): users_of(loss, uses) for loss in found}
    for step in steps:
        step.users = told.get(id(step.change.before), ())
