# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An earlier declaration: which objects it was about, and what it said of each in Tyk's shape."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api.progress import Progress
from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, Several, read_all
from ansible_collections.community.tyk.plugins.module_utils._config.files import files_of
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, space
from ansible_collections.community.tyk.plugins.module_utils._config.reading import Reading
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone, merge
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import dropped
from ansible_collections.community.tyk.plugins.module_utils._data.undo import shared
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.plan import resolve
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Planned

OPTION, OVERLAYS = "previous", "previous_overlays"


def read_previous(params: t.Mapping[str, t.Any], items: list[Item], reading: Reading) -> list[Item]:
    """What was declared before; nothing where the task does not say. Raises Invalid for what cannot be meant."""
    if not params.get(OPTION):
        if params.get(OVERLAYS):
            raise Invalid(f"{OVERLAYS}: there is nothing to lay them over; name with {OPTION} what was applied before")
        return []
    both = files_of(params[OPTION]) & files_of(params.get("src") or [])
    if both:
        raise Invalid(
            f"{OPTION}: {min(both)} is in src, too, so nothing would be undone; name the files as they were before, "
            "such as those of git worktree add ../before HEAD~1"
        )
    if not items:
        raise Invalid(f"{OPTION}: nothing is declared any more, and all that was would be deleted; declare what stays")
    try:
        before = read_all({**params, "config": None, "src": None}, reading, (OPTION, OVERLAYS))
    except Several as error:
        raise Several([f"{OPTION}: {text}" if not text.startswith(OPTION) else text for text in error.errors]) from None
    if not before:
        raise Invalid(f"{OPTION}: it declares nothing; leave the option out where nothing was applied before")
    return [_merging(item) for item in before if item.params.get("state") != "absent"]


def _merging(item: Item) -> Item:
    """The item as what it names, and no more; a list with a secret that has no value names nothing."""
    for path in (gap.path for gap in item.gaps):
        way = path[: next((index for index, step in enumerate(path) if isinstance(step, int)), len(path))]
        item.params, item.named = dropped(item.params, way), dropped(item.named, way)
    item.params["gaps"] = ()
    over = {"strategy": "merge", "update_secrets": "on_create"}
    item.params.update({name: value for name, value in over.items() if name in item.params})
    return item


class World(Bulk):
    """Tyk as the earlier declaration takes it: its names are those of the objects that it was about."""

    def __init__(self, bulk: Bulk) -> None:
        quiet = bulk.task._replace(warn=lambda text: None, progress=Progress(), check=True, diff=False)
        super().__init__(quiet, bulk.client, bulk.token)

    def _step(self, item: Item) -> Step:
        self.refs.used.clear()
        self.refs.chosen.clear()
        located = self.locate(item)
        run, found = located.run, located.run.found
        self._claim(item, run)
        said = _resolved(run)
        run = replace(run, resolved=said)
        start = run.kind.start(clone(said)) if found is None else found
        after = merge(start, said, run.kind.fields.rules, found is None)
        change = Change("created" if found is None else "updated", found, after)
        step = Step(item.section, item.name, item.where, Planned(run, located.read_at, change, {}))
        self._foresee(step)
        return step


def _resolved(run: Run) -> Object:
    """What an item says itself: neither what it would say of a new object only, nor what it takes from the one that is
    there."""
    there = resolve(run, run.found)
    if run.found is None:
        return there
    try:
        bare = resolve(replace(run, found=None), run.found)
    except TykError:
        return there
    both: Object = shared(bare, there)
    return both


class Said:
    """What an earlier declaration said of the objects that are there.

    :arg faults: what of it cannot be compared, and why.
    """

    def __init__(self, bulk: Bulk, items: list[Item]) -> None:
        planned, self.faults = World(bulk).each(items)
        self.steps = [step for _item, step in planned if step.run.found is not None]
        self.unmet = [step for _item, step in planned if step.run.found is None]
        self._by = {key: step for step in self.steps for key in keys(step.section, step.kind, step.run.found)}

    def of(self, section: str, kind: Kind, obj: Object) -> Step | None:
        """What was said of an object, whatever it is called by now."""
        found = (self._by.get(key) for key in keys(section, kind, obj))
        return next((step for step in found if step is not None), None)


def keys(section: str, kind: Kind, obj: Object | None) -> t.Iterator[tuple[str, str]]:
    """All by which an object can be known for the same, whichever way it was read."""
    where, identity = space(section, kind), kind.identity
    if kind.life.single:
        yield where, ""
    ids = (kind.unique_id(obj or {}), *(str(get(obj, path) or "") for path in (*identity.ids, identity.row_id) if path))
    yield from ((where, ident) for ident in dict.fromkeys(ids) if ident)


def is_said(step: Step) -> t.Callable[[str, Kind, Object], bool]:
    """Whether an object is the one that a step is about."""
    own = {*keys(step.section, step.kind, step.run.found)}
    return lambda section, kind, obj: not own.isdisjoint(keys(section, kind, obj))


def fault_of(item: Item, error: TykError) -> str:
    """What to say of an item that cannot be compared."""
    name = f" ({item.name})" if item.name else ""
    return f"{OPTION}: {item.where}{name} cannot be compared, so nothing that it says is reverted: {error}"
