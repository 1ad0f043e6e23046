# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is declared and not meant by this run: it stays as it is, and counts as declared."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.progress import Progress
from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, Several
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Before, Bulk, Claim
from ansible_collections.community.tyk.plugins.module_utils._config.selection import (
    OPTION,
    Called,
    called_in,
    unmatched,
)
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS, listed_with
from ansible_collections.community.tyk.plugins.module_utils._object.index import ids
from ansible_collections.community.tyk.plugins.module_utils._object.plan import declare
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Located
from ansible_collections.community.tyk.plugins.module_utils._object.uses import Uses


def choose(bulk: Bulk, items: list[Item], before: list[Item]) -> list[Item]:
    """The items that are meant; the others are set aside. Raises Invalid where none are.

    :arg before: what was declared before, and may be taken back.
    """
    chosen = [item for item in items if _is_meant(bulk, item)]
    others = {id(item) for item in items} - {id(item) for item in chosen}
    bulk.aside = Aside(bulk, items, [item for item in items if id(item) in others])
    named = [(item.kind, _names(item)) for item in (*items, *before)]
    prunes = {section for section in bulk.task.params.get("prune") or () if bulk.only.may(KINDS[section])}
    looks = {item.section for item in chosen} if bulk.task.params.get("undeclared_objects") else set()
    for text in unmatched(bulk.only, [*named, *_there_of(bulk, prunes | looks)]):
        bulk.task.warn(f"{text}.")
    if not chosen and not prunes and not any(_is_meant(bulk, item) for item in before):
        told = f"{OPTION}: none of {len(items)} declared objects is selected by {bulk.only.told()}"
        raise Invalid(told + bulk.only.near(named))
    return chosen


def _there_of(bulk: Bulk, sections: t.Collection[str]) -> t.Iterator[Called]:
    """What is called something of these kinds, declared or not; their lists are read in any case."""
    for section in sections if bulk.only.names else ():
        if section in bulk.kinds and not bulk.kinds[section].route.selectors:
            yield from ((kind, called_in(kind, obj)) for kind, obj in bulk.listed(section))


def _is_meant(bulk: Bulk, item: Item) -> bool:
    """Whether an item is meant. One of which that cannot be told is, so that what is wrong with it is told."""
    kind = bulk.kinds.get(item.section)
    if kind is None or not bulk.only.looks_inside or not bulk.only.may(kind):
        return bulk.only.may(item.kind)
    try:
        declared, named = declare(kind, item.named), _other_names(kind, item)
        meant = bulk.only.judge(kind, declared, named, None)
        if meant is not None:
            return meant
        found = list(_there(bulk, kind, item))
    except HttpFailure:
        raise
    except TykError:
        return True
    if not found:  # what has no name before it is there goes by what it is declared by
        gone = item.params.get("state") == "absent"  # as it was to be; what labels it had nobody knows any more
        only = bulk.only._replace(tags=(), categories=()) if gone else bulk.only
        return bool(only.judge(kind, declared, named or [item.name], {}))
    return any(bulk.only.judge(kind, declared, named, obj) for obj in found)


def _other_names(kind: Kind, item: Item) -> list[str]:
    """What an item is called, where its name stands elsewhere than in a field that is the name."""
    is_id = item.name in (*kind.said_ids(item.named), *map(kind.shown_name, kind.said_ids(item.named)))
    return [item.name] if kind.identity.name_option and item.name and not is_id else []


def _there(bulk: Bulk, kind: Kind, item: Item) -> t.Iterator[Object]:
    """The objects that an item may be about: as lists show them, which takes no request of its own, or as they are."""
    several: list[Object] = []
    if not (kind.life.single or kind.route.selectors or kind.secret.is_id):
        ids = kind.said_ids(item.named)
        several = [obj for ident in ids for obj in bulk.refs.with_id(kind.name, ident)]
        several = several or (bulk.refs.called(kind.name, item.name) if item.name else [])
    found = None if several else bulk.quiet().locate(item).run.found
    yield from several or ([found] if found is not None else [])


def _names(item: Item) -> list[str]:
    """What an item says that it is called."""
    try:
        return _other_names(item.kind, item) or called_in(item.kind, declare(item.kind, item.named))
    except TykError:  # which is told if it is meant
        return []


class _Finding:
    """Finds what an item is about as the run does, and takes nothing back."""

    def __init__(self, before: Before) -> None:
        self.find, self.hidden = before.find, before.hidden

    def attach(self, bulk: Bulk, item: Item, located: Located) -> Located:
        """An object that was found, without what was said of it before."""
        return self.find(bulk, item, located)

    def candidates(self, bulk: Bulk, planned: list[Step]) -> t.Iterator[tuple[str, Refs, Object, str]]:
        """None: the run itself has them."""
        return iter(())


def _absent(item: Item) -> str:
    """That what is referred to is declared, and not there, and the way out."""
    return (
        f"there is no {item.kind.noun} {item.kind.shown_name(item.name)!r} yet: {item.where} declares it, and {OPTION} "
        f"does not select it; let {OPTION} select it, too, or apply it first"
    )


class _Whole(t.NamedTuple):
    """All that is declared, as it would be if all of it were meant; steps and faults are those of what is not."""

    world: Bulk
    steps: list[Step]
    faults: list[tuple[Item, TykError]]


class Aside:
    """What is declared and not meant.

    To know what it is about, all that is declared is planned as if all of it were meant, in a world of its own, which
    reads every list once more. So this is done only where something may be deleted, or told as undeclared.
    """

    def __init__(self, bulk: Bulk, items: list[Item], others: list[Item]) -> None:
        self._bulk, self._items, self._others = bulk, items, others
        self._broken = ""
        self._note()

    def __len__(self) -> int:
        return len(self._others)

    def _note(self) -> None:
        """Let a reference to what is declared here, and is not there, say so."""
        for item in self._others:
            kind, why = item.kind, _absent(item)
            for value in {item.name, *kind.said_ids(item.named), str(item.said.get(kind.identity.name_option) or "")}:
                for other in {kind.name, listed_with(kind.name)} if value else ():
                    self._bulk.refs.moved.setdefault((other, value), why)

    @functools.cached_property
    def _world(self) -> _Whole:
        bulk = self._bulk
        quiet = bulk.task._replace(warn=lambda text: None, progress=Progress(), check=True, diff=False)
        world = Bulk(quiet, bulk.client, bulk.token)
        if bulk.before:
            world.before = _Finding(bulk.before)
        planned: list[tuple[Item, Step]] = []
        faults: list[tuple[Item, TykError]] = []
        try:
            planned, faults = world.each([item for item in self._items if item.section in world.kinds])
        except HttpFailure as error:
            if error.status != 403:
                raise
            self._broken = str(error)
        others = {id(item) for item in self._others}
        return _Whole(
            world,
            [step for item, step in planned if id(item) in others],
            [(item, error) for item, error in faults if id(item) in others],
        )

    def declares(self, claim: Claim) -> bool:
        """Whether an object may be one that is declared here."""
        world, _planned, _faults = self._world
        return bool(self._broken) or claim in world.claimed

    def untold(self, section: str) -> str:
        """Why nobody can tell what of a kind is declared here; "" where that can be told."""
        world, planned, faults = self._world
        if self._broken:
            return f"not all that is declared could be compared: {self._broken}"
        told = {*world.claimed.values()}
        for item, error in faults:
            if item.section == section and item.where not in told:
                return f"{item.where} ({item.name}) cannot be compared: {error}"
        step = world.unlisted_of(section, planned)
        return f"{step.where} ({step.name}) is not in the list of them" if step else ""

    def check(self, steps: t.Iterable[Step]) -> None:
        """Refuse references by an id that is known before its object is there. Raises Several."""
        foretold = [item for item in self._others if item.kind.identity.foretold]
        errors = []
        for step in steps if foretold else ():
            kept = {*step.kind.refers_to(step.change.before or {}, self._bulk.refs)}
            for other, ident in step.kind.refers_to(step.change.after or {}, self._bulk.refs):
                item = None if (other, ident) in kept else self._to_be(foretold, other, ident)
                if item is not None:
                    errors.append(f"{step.where} ({step.name}): {_absent(item)}")
        if errors:
            raise Several(errors)

    def _to_be(self, items: list[Item], other: str, ident: str) -> Item | None:
        """What is declared and is to have this id, if that is not there."""
        items = [item for item in items if item.kind.name == other and item.params.get("state") != "absent"]
        if not items or self._bulk.refs.with_id(other, ident):
            return None
        for item in items:
            try:
                run = self._bulk.quiet().locate(item).run
            except TykError:
                continue  # nothing tells its id
            if ident in ids(run.kind)(run.kind.foreseen(clone(run.declared), None)):
                return item
        return None

    def enter(self, uses: Uses) -> None:
        """Let what is declared here refer to what it is to refer to; of what cannot be told that, to anything."""
        _world, planned, faults = self._world
        for step in planned:
            if step.change.after is not None:
                uses.enter(step.kind, step.declared)
        for item, error in faults:
            for name in KINDS[item.section].targets:
                uses.blind.setdefault(name, f"{item.where} ({item.name}) cannot be compared: {error}")
