# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an earlier declaration said and the one of now does not: which fields are taken back, which objects go."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, single_item
from ansible_collections.community.tyk.plugins.module_utils._config.hiding import hidden_of
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.previous import Said, fault_of, is_said
from ansible_collections.community.tyk.plugins.module_utils._config.renamed import like, relocated
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone, differ, merge, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, get
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.gaps import GAPS_BEFORE
from ansible_collections.community.tyk.plugins.module_utils._object.plan import resolve, unkept
from ansible_collections.community.tyk.plugins.module_utils._object.previous import called, differing
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Located
from ansible_collections.community.tyk.plugins.module_utils._object.unique import makeshift

WHY = "declared in previous, and not any more"


class Undoing:
    """Takes back what is no more declared, where Tyk still has it as it was declared."""

    def __init__(self, bulk: Bulk, before: list[Item], items: list[Item]) -> None:
        self._said, self._items, self._only = Said(bulk, before), items, bulk.only
        self._still: set[int] = set()  # what is declared now, too
        self._gaps = {item.where: tuple(item.gaps) for item in before if item.gaps}
        self._adopted: list[str] = []  # what is there, and is declared for the first time
        self._unclear: dict[tuple[str, str], list[Path]] = {}  # by section and name, of what cannot be compared
        for item, error in self._said.faults:
            self._unclear[item.section, item.name] = hidden_of(item.params)
            bulk.task.warn(fault_of(item, error))

    def more(self, items: list[Item], params: t.Mapping[str, t.Any]) -> list[Item]:
        """Items that say nothing of what cannot be deleted, so that its fields are taken back."""
        there = {item.section for item in items}
        single = [step for step in self._said.steps if step.kind.life.single and step.section not in there]
        single = [step for step in single if self._only.meets(step.kind, step.run.found or {})]
        return [single_item(step.section, step.where, params) for step in single]

    def find(self, bulk: Bulk, item: Item, located: Located) -> Located:
        """What an item is about, whatever that is called by now; nothing of it is taken back."""
        if located.run.found is not None:
            return located
        return relocated(bulk, item, located, self._said.steps, self._items)

    def attach(self, bulk: Bulk, item: Item, located: Located) -> Located:
        """An object that was found, with what was said of it before."""
        located = self.find(bulk, item, located)
        run = located.run
        if run.found is None:
            return located
        before = self._said.of(item.section, run.kind, run.found)
        if before is None:
            known = run.kind.life.single or like(self._said.unmet, item.section, run.kind, run.found)
            if run.params.get("state") != "absent" and not known:
                self._adopted.append(called(run.kind, run.found))
            return located
        self._still.add(id(before))
        gone = {name: None for name in _no_more_held(bulk, item, before)}
        if gone and run.params.get("state") != "absent":
            item.named = {**item.named, **gone}
            located = bulk.locate(item)
        params = {**located.run.params, GAPS_BEFORE: self._gaps.get(before.where, ())}
        return replace(located, run=replace(located.run, previous=before.run.resolved, params=params))

    def hidden(self, section: str, kind: Kind, obj: Object) -> list[Path]:
        """Where an object had placeholders; what stands there now may be the secret that one of them stood for."""
        before = self._said.of(section, kind, obj)
        return hidden_of(before.run.params) if before else self._unclear.get((section, kind.name_of(obj)), [])

    def tell(self, bulk: Bulk) -> None:
        """Say in check mode of what is declared for the first time, and is there, that an undo would delete it."""
        if self._adopted and bulk.task.check:
            bulk.task.warn(
                f"previous: these are there, and declared for the first time: {differing(self._adopted)}. Undoing "
                "this would delete them; name with protected what has to stay."
            )

    def candidates(self, bulk: Bulk, planned: list[Step]) -> t.Iterator[tuple[str, Refs, Object, str]]:
        """The objects that were declared then, and are not now: section, surroundings, the object, and why it goes."""
        gone = [step for step in self._said.steps if id(step) not in self._still and not step.kind.life.single]
        for section in dict.fromkeys(step.section for step in gone):
            untold = bulk.untold(section, planned) if bulk.only.may(bulk.kinds[section]) else ""
            if untold:
                bulk.task.warn(
                    f"previous: nothing of {section} is deleted, because {untold}, and so cannot be told from what is "
                    "no more declared."
                )
                continue
            for step in (step for step in gone if step.section == section):
                if bulk.only.meets(step.kind, step.run.found or {}) and not self._is_aside(bulk, step):
                    yield from self._candidate(bulk, step)

    def _is_aside(self, bulk: Bulk, step: Step) -> bool:
        """Whether an object is declared now, but not meant by this run."""
        return bulk.aside is not None and bulk.declares(step.kind, step.run.found or {})

    def _candidate(self, bulk: Bulk, step: Step) -> t.Iterator[tuple[str, Refs, Object, str]]:
        refs, name = bulk.beside(step.kind), called(step.kind, step.run.found or {})
        base, is_it = refs.kind(bulk.kinds[step.section].name), is_said(step)
        listed = next(
            (obj for obj in refs.listing(base.name) if base.is_own(obj) and is_it(step.section, base, obj)), None
        )
        if listed is None:
            bulk.task.warn(f"previous: {name} stays, because it is not in the list of {base.nouns}.")
            return
        # Without an owner: that it has no mark is no change, and whose it is has been asked for elsewhere.
        run = replace(step.run, around=refs, params={**step.run.params, "owner": None})
        kind, whole = base.expand(run, listed)
        changed = unkept(replace(run, resolved=clone(step.run.resolved), found=whole), whole)
        ours = _of_our_making(bulk, step.section, kind, whole)
        changed = [path for path in changed if not ours(path)]
        if changed:
            why = f"because somebody has changed it since: {differing(changed)}"
            bulk.kept[step.section, base.shown_id(listed)] = f", {why}"
            bulk.task.warn(f"previous: {name} is no more declared, and stays, {why}.")
            return
        lost = differing(dict.fromkeys(_lost(replace(run, found=whole), whole)))
        yield step.section, refs, listed, f"{WHY}; what does not come back with it: {lost}" if lost else WHY


def _of_our_making(bulk: Bulk, section: str, kind: Kind, whole: Object) -> t.Callable[[str], bool]:
    """Whether a field of an object that is to go was changed by a run of ours: it made room for another object, in this
    run or in one that was broken off, or it has something from what this run has done to others."""
    text, given = makeshift(kind, whole), bulk.given_up
    lost = set() if given is None else given.get((section, kind.unique_id(whole)), set())
    own = whole if given is None else kind.apart(whole)

    def ours(path: str) -> bool:
        top = path.partition(".")[0]
        return text in str(get(whole, path)) or path in lost or (top not in own and given is not None)

    return ours


def _no_more_held(bulk: Bulk, item: Item, before: Step) -> t.Iterator[str]:
    """The fields held by other objects that were said, are as they were said, and are no more said."""
    run = before.run
    for part in run.kind.fields.parts:
        for name in part.fields if part.in_others else ():
            was, now = run.resolved.get(name), (run.found or {}).get(name)
            if was is None or now is None or name in item.named:
                continue
            if same(merge(now, was), now):
                yield name
            else:
                bulk.task.warn(
                    f"previous: {called(run.kind, run.found or {})}: {name} is no more declared, and is left as it is, "
                    "because somebody has changed it since."
                )


def _lost(run: Run, obj: Object) -> t.Iterator[str]:
    """What of an object nobody can make again from what was declared."""
    kind, rules = run.kind, run.kind.fields.rules
    try:
        said = resolve(replace(run, found=None), None)  # what a new one gets beside what is said, such as versions
    except TykError:
        said = clone(run.resolved)
    chosen = bool(kind.secret.is_id and kind.said_ids(run.named))
    if kind.identity.id_option and not (chosen or kind.chosen_id(run.declared) or kind.identity.foretold):
        yield "its ID"
    if kind.secret.field and not (chosen or said.get(kind.secret.field)):
        yield "its secret"
    yield from (name for part in kind.fields.parts if not part.readable for name in part.fields)
    made: Object = merge(kind.start(clone(said)), said, rules, True)
    try:
        there, again = kind.comparable(obj, run), kind.comparable(made, run)
    except TykError:
        return
    ids = {*kind.identity.ids, kind.identity.row_id, kind.identity.org}
    for path in differ(there, again, rules):
        text = ".".join(map(str, path))
        if text not in ids:
            yield text
