# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was declared before under a name to which Tyk adds something, and is declared now with something else added."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Located


def like(steps: t.Iterable[Step], section: str, kind: Kind, obj: Object) -> list[Step]:
    """Those of these steps that are about an object of the same name, but for what Tyk adds to it."""
    names = {*kind.short_names(obj)} - {""}
    here = (step for step in steps if step.section == section) if names else ()
    return [step for step in here if names & {*step.kind.short_names(step.run.found or step.run.declared)}]


def relocated(bulk: Bulk, item: Item, located: Located, said: t.Sequence[Step], items: t.Sequence[Item]) -> Located:
    """The object that an item is about which is called otherwise by now. Raises Invalid where it may be several.

    :arg said: what was declared before of the objects that are there.
    :arg items: all that is declared now.
    """
    run = located.run
    option, gone = run.kind.identity.id_option, run.params.get("state") == "absent"
    alike = [] if gone or not option or _has_id(run) else like(said, item.section, run.kind, run.declared)
    if not alike:
        return located
    runs = [_located(bulk, other) for other in items if other.section == item.section and other is not item]
    taken = {one.kind.unique_id(one.found) for one in runs if one is not None and one.found is not None}
    free = [step for step in alike if step.kind.unique_id(step.run.found or {}) not in taken]
    rivals = [one for one in runs if one is not None and one.found is None and not _has_id(one)]
    rivals = [one for one in rivals if like(free, item.section, one.kind, one.declared)]
    if len(free) > 1 or free and rivals:
        names = ", ".join(repr(step.kind.called(step.run.found or {})) for step in free)
        raise Invalid(
            f"previous: this can be {names} under another name, which previous declares, or a new {run.kind.noun}, and "
            f"nothing tells which; say with {option} which one it is, or run without previous first"
        )
    if free:
        item.named = {**item.named, option: free[0].kind.shown_id(free[0].run.found or {})}
    bulk.refs.used.clear()
    bulk.refs.chosen.clear()
    return bulk.locate(item)


def _has_id(run: Run) -> bool:
    return bool(run.kind.chosen_id(run.declared) or run.kind.said_ids(run.named))


def _located(bulk: Bulk, item: Item) -> Run | None:
    """The run of another item; None for what is told when its turn comes."""
    try:
        return bulk.locate(item).run
    except TykError:
        return None
