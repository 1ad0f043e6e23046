# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which placeholders of a configuration have no value, so that what Tyk has stays."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task
from ansible_collections.community.tyk.plugins.module_utils._object.gaps import gaps_of, unheld

NAMED = 5  # so many a warning tells


def tell_gaps(task: Task, steps: list[Step]) -> None:
    """Warn of secrets that stay as Tyk has them, because nothing says what they are to be; and of those that it has
    not, so that their objects stay as they are."""
    keeps: list[tuple[str, str]] = []
    lacks: list[tuple[str, str]] = []
    for step in steps:
        if not gaps_of(step.run) or step.change.before is None or not step.where:
            continue
        bare = unheld(step.run, step.change.before)
        for gap in gaps_of(step.run):
            told = lacks if gap in bare else keeps
            told.append((f"{step.where} ({step.name}): {gap.place}", gap.why))
    _tell(task, "Tyk keeps the secrets that it has there", keeps)
    _tell(task, "Tyk has nothing there yet, and leaves it so", lacks)


def _tell(task: Task, what: str, found: list[tuple[str, str]]) -> None:
    several: dict[str, list[str]] = {}
    for place, why in found[:NAMED]:
        several.setdefault(why, []).append(place)
    if found:
        told = ". ".join(f"{', '.join(places)}: {why}" for why, places in several.items())
        more = f". And {len(found) - NAMED} more" if len(found) > NAMED else ""
        task.warn(f"{what}: {told}{more}.")
