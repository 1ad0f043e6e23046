# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""New objects of a configuration that get the name of one which is there, and which nothing declares."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, space
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._object.new import beside, namesakes


def warn_of_namesakes(bulk: Bulk, steps: list[Step]) -> None:
    """Warn of each new object whose id is declared, and whose name another has that no step is about."""
    created = [step for step in steps if step.change.action == "created"]
    if not created:
        return
    about = {(space(step.section, step.kind), step.kind.unique_id(step.change.before or {})) for step in steps}
    for step in created:
        run, after = step.run, step.change.after
        if not after or not step.kind.said_ids(run.named):
            continue
        home, kind = space(step.section, step.kind), bulk.kinds[step.section]
        others = [obj for obj in namesakes(run, after) if (home, kind.unique_id(obj)) not in about]
        step.beside = len(others)
        text = beside(run, others)
        if text:
            bulk.task.warn(f"{step.where} ({step.name}): {text}")
