# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One object takes the place of another: all that refers to the old one refers to the new one then, and the old one
goes once nothing does."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Halfway, HttpFailure, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.texts import mentions_of
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Start, Task
from ansible_collections.community.tyk.plugins.module_utils._object.plan import decide, prepare
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs
from ansible_collections.community.tyk.plugins.module_utils._object.result import learn_names
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Job, Located, Planned
from ansible_collections.community.tyk.plugins.module_utils._object.uses import User, Uses
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff

Result = dict[str, t.Any]
LISTED = 20  # as many mentions a warning names


class Renewal(t.NamedTuple):
    """What is to be done for the objects that refer to one which another is to take the place of.

    :arg removal: the old one goes; None where it stays.
    """

    old: Object
    moves: list[Planned]
    removal: Planned | None


class Succession:
    """An object that is to take the place of another.

    :arg planned: the new one, as it is planned.
    """

    def __init__(self, planned: Planned, old: Object) -> None:
        self.run, self.old = planned.run, old
        self.kind: Kind = planned.run.kind
        self.ids = self.kind.successor_ids(old, planned.change.after or {})

    def uses(self, uses: Uses) -> list[User]:
        """What refers to the old one, in places that are made for that."""
        return [user for user in uses.ordered(self.old) if self.is_named_by(user.kind, user.obj)]

    def is_named_by(self, kind: Kind, obj: Object) -> bool:
        """Whether an object refers to the old one."""
        return kind.refers_to_any(obj, self.ids)

    def mentions(self, objs: t.Iterable[User], refs: Refs) -> list[str]:
        """Where the old one is mentioned where people write what they like, for people: nobody can know what it means
        there, so it stays there."""
        found: set[str] = set()
        for user in objs:
            raw = user.kind.name != self.kind.name and [*mentions_of(user.obj, self.ids, Rules())]
            if raw:
                run = Run(user.kind, self.run.client, refs, self.run.params, {}, True, False, self.run.warn)
                kind, obj = user.kind.expand(run, user.obj)
                moved = kind.moved(obj, self.ids)
                paths = () if kind.refers_to_any(moved, self.ids) else mentions_of(moved, self.ids, kind.fields.rules)
                name, noun = user.name or user.ident, kind.noun
                found.update(f"{noun} {name!r} ({kind.said_path(path)})" for path in paths)
        return sorted(found)

    def move(self, user: User, run: Run, refs: Refs) -> Planned:
        """What is to become of what refers to the old one.

        :arg run: any run in these surroundings, which are ``refs``.
        """
        params = {**run.params, "state": "present", "strategy": "merge"}
        own = Run(user.kind, run.client, refs, params, {}, run.check, run.diff, run.warn)
        kind, obj = user.kind.expand(own, user.obj)
        own = replace(own, kind=run.client.own(kind), found=obj, moved=self.ids)
        return prepare(Located(own, patience.clock()), *decide(own))

    def removal(self, run: Run) -> Planned:
        """That the old one is deleted."""
        params = {**run.params, "state": "absent"}
        own = replace(run, kind=self.kind, params=params, named={}, declared={}, resolved={}, found=self.old)
        return prepare(Located(own, patience.clock()), own, Change("deleted", self.old, None))

    def why_it_stays(self, uses: Uses, stuck: t.Sequence[User], mentions: t.Sequence[str]) -> str:
        """Why the old one cannot be deleted; "" where it can."""
        why = []
        if stuck:
            why.append(
                f"it is still used by: {uses.told(stuck)}, whose own id follows from it; make others for the new one"
            )
        if mentions:
            more = f", and {len(mentions) - LISTED} more" if len(mentions) > LISTED else ""
            why.append(
                "it is mentioned where only people know what that means, and where it was left: "
                f"{', '.join(mentions[:LISTED])}{more}; name the new one there, or delete the old one with state: "
                "absent"
            )
        if uses.unseen:
            why.append(f"not all was looked at that may use it: {'; '.join(uses.unseen.values())}")
        return "; and ".join(why)

    def tell(self, why: str, warn: t.Callable[[str], None]) -> None:
        """Say that the old one stays."""
        name = self.kind.name_of(self.old)
        warn(f"{self.kind.noun.capitalize()} {name!r} with the ID {self.kind.id_of(self.old)} stays: {why}.")


def look(succession: Succession, refs: Refs) -> Uses:
    """Look at all that may refer to the old one."""
    uses = Uses([(succession.kind, succession.old)], succession.run, refs)
    uses.look(strict=True)
    return uses


def succession_of(planned: Planned) -> Succession | None:
    """What the object takes the place of, where it is there."""
    old = planned.run.kind.predecessor(planned.run) if planned.change.after is not None else None
    return None if old is None else Succession(planned, old)


def plan_renewal(begun: Start, planned: Planned) -> Renewal | None:
    """What is to be done so that an object takes the place of another; None where there is nothing to do."""
    succession, refs = succession_of(planned), begun.refs
    if succession is None:
        return None
    uses = look(succession, refs)
    users = succession.uses(uses)
    succession.kind.check_successor(succession.old, succession.run, users)
    if planned.change.action == "created" and planned.change.after is not None:
        refs.enter(succession.kind.name, succession.kind.as_listed(planned.change.after))
    moves = [(user, succession.move(user, succession.run, refs)) for user in users]
    stuck = [user for user, move in moves if succession.is_named_by(move.run.kind, move.change.after or {})]
    why = succession.why_it_stays(uses, stuck, succession.mentions(uses.entered, refs))
    if not why and not begun.client.reloads and any(begun.client.defers(move.run.kind) for _user, move in moves):
        why = "with reload: false it is in use until the next reload; run again after that"
    if why:
        succession.tell(why, planned.run.warn)
    removal = None if why else succession.removal(succession.run)
    return Renewal(succession.old, [move for _user, move in moves if move.change.action != "none"], removal)


def renew(begun: Start, task: Task, planned: Planned, renewal: Renewal | None, result: Result) -> Result:
    """Carry it out, or foresee it; the result of the object, with what was moved."""
    if renewal is None:
        return result
    moved = [_told(move) for move in renewal.moves]
    diffs = [_shown(move) for move in renewal.moves] if task.diff else []
    removed = renewal.removal is not None
    if not task.check:
        for move in renewal.moves:
            _carry_out(begun, task, move)
        removed = renewal.removal is not None and _remove(begun, task, planned, renewal.removal)
    if removed and task.diff:
        diffs.append(diff(planned.run, renewal.old, None))
    changed = result["changed"] or bool(moved) or removed
    own = [result["diff"]] if result["changed"] and "diff" in result else []
    shown = {"diff": [*own, *diffs]} if task.diff and changed else {}
    return {**result, **shown, "changed": changed, "moved": moved, "removed": removed}


def _shown(move: Planned) -> Result:
    """The difference that a move makes, with names."""
    _action, before, after = move.change
    learn_names(move.run, (before, after))
    return diff(move.run, before, after)


def _told(move: Planned) -> dict[str, str]:
    user = User(move.run.kind, move.change.before or {})
    return {"kind": user.kind.name, "name": user.name, "id": user.ident}


def _carry_out(begun: Start, task: Task, move: Planned) -> None:
    """Move one object, from what it is by now."""
    from ansible_collections.community.tyk.plugins.module_utils._object.apply import execute
    from ansible_collections.community.tyk.plugins.module_utils._object.readback import read_again

    kind, before = move.run.kind, move.change.before or {}
    job = Job(move, begun.client, begun.refs.forget, task.progress, backup=begun.backup)
    try:
        now = read_again(job, before)
        if now is None:
            return  # somebody has deleted it meanwhile
        run, change = decide(replace(move.run, found=now))
        execute(replace(job, planned=prepare(Located(run, patience.clock()), run, change)))
    except TykError as error:
        failure = error if isinstance(error, HttpFailure) else None
        text = f"{kind.noun} {kind.name_of(before)!r} could not be given the new one: {error}. Run again"
        raise Halfway(text, failure) if failure else TykError(text) from error


def _remove(begun: Start, task: Task, planned: Planned, removal: Planned) -> bool:
    """Delete the old one, if nothing refers to it by now."""
    from ansible_collections.community.tyk.plugins.module_utils._object.readback import remove

    succession, refs = Succession(planned, removal.change.before or {}), begun.refs
    for kind in refs.kinds():
        refs.forget(kind.name)
    uses = look(succession, refs)
    why = succession.why_it_stays(uses, (), succession.mentions(uses.entered, refs))
    if succession.uses(uses):
        why = f"it is used by now by: {uses.told(succession.uses(uses))}; run again"
    if why:
        succession.tell(why, task.warn)
        return False
    job = Job(removal, begun.client, refs.forget, task.progress, backup=begun.backup)
    job.keep(succession.old)
    remove(job, succession.old)
    return True
