# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has to be unique in a whole configuration: who takes what from whom, what clashes, in what order to write.

All of it is decided by the objects as they are and as they will be; nothing here writes."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Several
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, space
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Unique, Value
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import listed_with
from ansible_collections.community.tyk.plugins.module_utils._object.unique import (
    clash,
    held,
    home,
    meet,
    others,
    shown,
    taken,
)

Key = tuple[str, str, Value]  # within what, option and value


class Move(t.NamedTuple):
    """What one object is to get from another, which changes or goes in the same run.

    :arg row: how the kind of the one that has it now keeps it.
    """

    taker: Step
    holder: Step
    row: Unique


def within(step: Step) -> str:
    """The kind within whose objects one has to be unique."""
    return listed_with(step.kind.name)


def _having(steps: t.Iterable[Step], after: bool) -> dict[Key, list[Step]]:
    """The objects by what they have, or will have."""
    found: dict[Key, list[Step]] = {}
    for step in steps:
        obj = step.change.after if after else step.change.before
        for row in step.kind.unique if obj is not None else ():
            value = row.of(obj or {})
            if value:
                found.setdefault((within(step), row.option, value), []).append(step)
    return found


def _new(steps: t.Iterable[Step]) -> list[tuple[Step, Unique, Value]]:
    """What objects are to have, and do not have yet."""
    return [(step, *claim) for step in _moving(steps) for claim in taken(step.kind, step.change)]


def _moving(steps: t.Iterable[Step]) -> list[Step]:
    """Those that taken() may have something of, which are few."""
    return [step for step in steps if step.change.after is not step.change.before]


def _row(kind: Kind, option: str) -> Unique:
    return next(row for row in kind.unique if row.option == option)


def moves(steps: list[Step]) -> list[Move]:
    """Who takes what from whom."""
    new, found = _new(steps), []
    had = _having(steps, False) if new else {}
    for step, row, value in new:
        for other in had.get((within(step), row.option, value), ()):
            own = _row(other.kind, row.option)
            if other is not step and (other.change.after is None or own.of(other.change.after) != value):
                found.append(Move(step, other, own))
    return found


def ordered(steps: list[Step], moves: list[Move]) -> list[Step]:
    """These steps in an order in which what an object takes is free by then, as far as there is one."""
    waits: dict[int, set[int]] = {id(step): set() for step in steps}
    for move in moves:
        if id(move.taker) in waits and id(move.holder) in waits:
            waits[id(move.taker)].add(id(move.holder))
    here, order = {id(step): step for step in steps}, []
    while waits:
        free = [ident for ident, others in waits.items() if not any(other in waits for other in others)]
        for ident in free or [next(iter(waits))]:
            order.append(here[ident])
            del waits[ident]
    return order


def judge(bulk: Bulk, steps: list[Step]) -> None:
    """Refuse what cannot be, and warn of what may be refused. Raises Several."""
    moving = _moving(steps)
    errors = [*_within(bulk, steps), *_stuck(steps)] if moving else []
    for section in bulk.kinds:
        new = _new(step for step in moving if step.section == section)
        if new:
            errors += _outside(bulk, section, steps, new)
    if errors:
        raise Several(errors)


def _within(bulk: Bulk, steps: list[Step]) -> t.Iterator[str]:
    """Two objects of the configuration that would have the same."""
    new, seen = _new(steps), set()
    will = _having(steps, True) if new else {}
    places = {id(step): index for index, step in enumerate(steps)}
    for step, row, value in new:
        for other in will[within(step), row.option, value]:
            pair = frozenset((id(step), id(other)))
            if other is step or (pair, row.option) in seen:
                continue
            seen.add((pair, row.option))
            first, second = sorted((step, other), key=lambda one: places[id(one)])
            said = (
                f"{second.where} ({second.name}): {shown(row, value)} is that of {first.kind.noun} "
                f"{first.name!r} in {first.where}, too"
            )
            if meet(row, step.change.after or {}, other.change.after or {}):
                yield f"{said}; choose another for one of them"
            elif row.allowed:
                bulk.task.warn(f"{said}, and {row.harm} unless {row.allowed}.")


def _stuck(steps: list[Step]) -> t.Iterator[str]:
    """What one object cannot take from another in one run, because nothing can be put in its place meanwhile."""
    links = moves(steps)
    linked = {id(step): step for move in links for step in (move.taker, move.holder)}
    written = ordered([step for step in linked.values() if step.change.after is not None], links)
    turns = {id(step): turn for turn, step in enumerate(written)}
    for taker, holder, row in links:
        if row.spare is None and turns.get(id(holder), len(turns)) > turns[id(taker)]:
            yield (
                f"{taker.where} ({taker.name}): {shown(row, row.of(holder.change.before or {}))} is that of "
                f"{holder.kind.noun} {holder.name!r}, which cannot give it away in the same run; first run without "
                "this item"
            )


def _outside(bulk: Bulk, section: str, steps: list[Step], new: list[tuple[Step, Unique, Value]]) -> t.Iterator[str]:
    """Clashes with what nobody declares, and what stays."""
    base = bulk.kinds[section]
    alike = [(name, kind) for name, kind in bulk.kinds.items() if listed_with(kind.name) == listed_with(base.name)]
    places = {space(name, kind) for name, kind in alike}
    known = {ident for place, ident in bulk.claimed if place in places}
    known |= {
        step.kind.unique_id(step.change.before)
        for step in steps
        if within(step) == listed_with(base.name) and step.change.before
    }
    base = home(base, bulk.refs)
    listed = others(base, bulk.client, bulk.refs)
    staying = [obj for obj in listed if id(obj) not in bulk.refs.planned and base.unique_id(obj) not in known]
    having = {row.option: held(base, row.option, staying) for row in base.unique}
    for step, row, value in new:
        for other in having[row.option].get(value, ()):
            if not meet(row, step.change.after or {}, other):
                continue
            text = clash(row, value, step.run, other)
            if not row.allowed:
                yield f"{step.where} ({step.name}): {text}"
                continue
            bulk.task.warn(f"{step.where} ({step.name}): {text}.")
            step.clashes = [*step.clashes, text]
