# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that pass on what has to be unique: the one that has it makes room, just before another takes it.

It gets a value of its own meanwhile, the same in every run. Whatever breaks off, the next run finds the room made, and
gives what is declared its own value, and deletes what is to go. Where the other one fails, it gets back what it had."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._config.unique import Move, moves, ordered
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, put
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Unique
from ansible_collections.community.tyk.plugins.module_utils._object.apply import execute
from ansible_collections.community.tyk.plugins.module_utils._object.plan import decide, prepare
from ansible_collections.community.tyk.plugins.module_utils._object.readback import read_again
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Job, Located
from ansible_collections.community.tyk.plugins.module_utils._object.unique import makeshift

if t.TYPE_CHECKING:
    from ansible_collections.community.tyk.plugins.module_utils._object.backup import Backup

Values = dict[str, t.Any]  # by path
Alive = t.Callable[[Step], tuple[Run, t.Any]]  # a step's run, which may write


class _Room(t.NamedTuple):
    """An object that has made room: what it had, and what it is to have, if it stays."""

    step: Step
    row: Unique
    had: Values
    will: Values | None


def _fields(row: Unique, obj: Object) -> Values:
    """The fields that make up what is unique about an object."""
    return {path: get(obj, path) for path in row.paths}


def _spare(step: Step, row: Unique) -> Values:
    """A value that nobody else has or can guess, as little as the object's own id."""
    kind, before = step.kind, step.change.before or {}
    text = makeshift(kind, before)
    return {row.paths[0]: row.spare(str(get(before, row.paths[0])), text) if row.spare else text}


class Places:
    """Who takes what from whom in one run, and how far that has come."""

    def __init__(self, bulk: Bulk, steps: list[Step], alive: Alive, backup: Backup | None = None) -> None:
        self._bulk, self._alive, self._backup = bulk, alive, backup
        self._moves = moves(steps)
        self._takes: dict[int, list[Move]] = {}
        self._gives: dict[int, list[Move]] = {}
        for move in self._moves:
            self._takes.setdefault(id(move.taker), []).append(move)
            self._gives.setdefault(id(move.holder), []).append(move)
        # what each had before anything was written
        self._had = {
            (id(step), row.option): _fields(row, step.change.before)
            for move in self._moves
            for step in (move.taker, move.holder)
            for row in step.kind.unique
            if step.change.before is not None
        }
        self._rooms: dict[tuple[int, str], _Room] = {}
        self._got: dict[tuple[int, str], bool] = {}  # what was seen of steps that failed
        self._told: set[str] = set()

    def split(self, steps: list[Step]) -> tuple[list[Step], list[Step]]:
        """The steps that can be done at once, and those that have to follow each other."""
        linked = [step for step in steps if id(step) in self._takes or id(step) in self._gives]
        known = {id(step) for step in linked}
        return [step for step in steps if id(step) not in known], ordered(linked, self._moves)

    def given(self, step: Step) -> list[str]:
        """Paths of what an object has given, or gives, to others."""
        rows = {move.row.option: move.row for move in self._gives.get(id(step), ())}
        return [path for row in rows.values() for path in row.paths]

    def blocked(self, step: Step) -> str:
        """Why a step must not be tried."""
        if step.change.after is None:
            late = [move for move in self._gives.get(id(step), ()) if not self._has(move)]
            return f"{_called(late[0].taker)} was to have its {late[0].row.option}, and has not got it" if late else ""
        for move in self._takes.get(id(step), ()):
            if move.holder.status in ("failed", "not_tried") and self._room(move) is None:
                return f"{_called(move.holder)} still has its {move.row.option}"
        return ""

    def given_up(self) -> dict[tuple[str, str], set[str]]:
        """The fields that objects give to others, by section and id."""
        found: dict[tuple[str, str], set[str]] = {}
        for move in self._moves:
            holder = move.holder
            key = (holder.section, holder.kind.unique_id(holder.change.before or {}))
            found.setdefault(key, set()).update(move.row.paths)
        return found

    def in_the_way(self, step: Step) -> list[Step]:
        """What has to make room for a step, and has not yet."""
        moves = self._takes.get(id(step), ())
        return [move.holder for move in moves if move.holder.status == "planned" and not self._room(move)]

    def make_room(self, step: Step) -> None:
        """Free what a step is to take. Raises TykError."""
        for move in self._takes.get(id(step), ()):
            holder, row = move.holder, move.row
            if holder.status != "planned" or self._room(move):
                continue
            after, key = holder.change.after, (id(holder), row.option)
            will = None if after is None else _fields(row, after)
            self._rooms[key] = _Room(holder, row, self._had[key], will)
            try:
                self._write(holder, _spare(holder, row))
            except TykError as error:
                error.args = (f"{_called(holder)} could not make room: {error}",)
                raise

    def give_back(self, step: Step) -> None:
        """Undo the room that was made for a step which has failed."""
        for move in self._takes.get(id(step), ()):
            room = self._room(move)
            if room and not self._is_taken(move.holder, move.row):
                self._return(room, room.had, step)

    def settle(self) -> None:
        """At the end nothing that stays keeps a makeshift value, as far as that can be."""
        rooms = [room for room in self._rooms.values() if room.step.status != "done"]
        for room in rooms:
            step = room.step
            free = all(self._has_left(move) for move in self._takes.get(id(step), ()))
            if not self._is_taken(step, room.row):
                self._return(room, room.had, step)
            elif not (room.will and ((free and self._return(room, room.will, step)) or self._undo(room))):
                self._tell(room)
        if self._moves:
            with contextlib.suppress(HttpFailure):  # where the next run asks for it again
                self._bulk.client.reload()

    def _undo(self, room: _Room) -> bool:
        """Take back what others have taken of each other in a circle that did not close."""
        option, chain = room.row.option, [room.step]
        while True:
            gives = (move for move in self._gives.get(id(chain[-1]), ()) if move.row.option == option)
            taker = next((move.taker for move in gives if self._has(move)), None)
            if taker is None:
                break
            if taker.change.before is None or any(taker is step for step in chain):
                return False
            chain.append(taker)
        for step in reversed(chain[1:]):
            row = next(row for row in step.kind.unique if row.option == option)
            back = _Room(step, row, self._had[id(step), option], None)
            self._rooms[id(step), option] = back
            step.status = "failed"
            _add(step, f"it was written, but {_called(room.step)} could not get its new {option}")
            if not self._return(back, back.had, step):
                return False
            self._got[id(step), option] = False
        return self._return(room, room.had, room.step)

    def _room(self, move: Move) -> _Room | None:
        return self._rooms.get((id(move.holder), move.row.option))

    def _is_taken(self, holder: Step, row: Unique) -> bool:
        """Whether another has by now what an object has made room for."""
        return any(self._has(move) for move in self._gives.get(id(holder), ()) if move.row.option == row.option)

    def _has_left(self, move: Move) -> bool:
        """Whether who had it has something else by now, and is not to get it back."""
        takes = (own for own in self._takes.get(id(move.holder), ()) if own.row.option == move.row.option)
        return move.holder.status == "done" or any(self._has(own) for own in takes)

    def _has(self, move: Move) -> bool:
        """Whether the taker has it by now. A write that failed may have been carried out; where that cannot be seen, it
        is taken for yes, so that no two ever have the same."""
        key = (id(move.taker), move.row.option)
        if move.taker.status == "failed" and key not in self._got:
            try:
                with understood():
                    self._got[key] = self._is_seen(move)
            except TykError:
                self._got[key] = True
        return move.taker.status == "done" or self._got.get(key, False)

    def _is_seen(self, move: Move) -> bool:
        """Whether the taker is stored with what it was to get."""
        (run, refs), client, step = self._alive(move.taker), self._bulk.client, move.taker
        client.reload()
        if client.defers(step.kind) and not client.reloads:
            return True
        base, value = self._bulk.kinds[step.section], move.row.of(move.holder.change.before or {})
        if step.change.before is None:
            gone = base.unique_id(move.holder.change.before or {})
            found = [obj for obj in client.list(base) if base.unique_id(obj) != gone]
        else:
            job = Job(replace(step.planned, run=run), client, refs.forget)
            found = list(filter(None, [read_again(job, step.change.before)]))
        after = step.change.after or {}
        return any(move.row.of(obj) == value or step.kind.moved_by_load(after, obj) is not None for obj in found)

    def _return(self, room: _Room, values: Values, step: Step) -> bool:
        """Give an object what it had, or what it is to have; told with a step that failed. Whether that worked."""
        row, called = room.row, _called(room.step)
        value = values[row.paths[0]]
        try:
            self._write(room.step, values)
        except TykError as error:
            if called not in self._told:
                _add(step, f"{called} had made room, and could not get {row.option} {value!r}: {error}. Run again")
            self._told.add(called)
            return False
        del self._rooms[id(room.step), row.option]
        _add(step, f"{called} had made room, and has {row.option} {value!r} now")
        return True

    def _tell(self, room: _Room) -> None:
        """Say what remains of an object that has made room and could not be dealt with."""
        step = room.step
        makeshift = _spare(step, room.row)[room.row.paths[0]]
        said = f"{_called(step)} has made room, and keeps {room.row.option} {makeshift!r} until the next run"
        if step.status == "unchanged":  # a prune that was called off
            self._bulk.task.warn(f"{said}.")
        _add(step, said)

    def _write(self, step: Step, values: Values) -> None:
        """Give an object these values and leave all else in it as it is by now."""
        run, refs = self._alive(step)
        params = {**run.params, "state": "present", "strategy": "merge"}
        run = replace(run, params=params, named={}, resolved={})
        with understood():
            planned, client = replace(step.planned, run=run), self._bulk.client
            job = Job(planned, client, refs.forget, self._bulk.task.progress, later=True, backup=self._backup)
            now = read_again(job, step.change.before or {})
            if now is None:
                return  # it is gone, and nothing is in the way
            declared: Object = {}
            for path, value in values.items():
                if value is not None or get(now, path) is not None:
                    put(declared, path, value)
            located = Located(replace(run, found=now, declared=declared), patience.clock())
            execute(replace(job, planned=prepare(located, *decide(located.run))))


def _called(step: Step) -> str:
    return f"{step.kind.noun} {step.name!r}"


def _add(step: Step, text: str) -> None:
    """Say more of a step. One that was touched is not one that was not tried."""
    step.message = f"{step.message.rstrip('.')}. {text}" if step.message else text
    if step.status in ("planned", "not_tried"):
        step.status = "failed"
