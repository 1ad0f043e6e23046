# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a configuration puts in the place of other objects: all that refers to those, declared or not, and their end."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Several
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, space
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.plan import decide, prepare
from ansible_collections.community.tyk.plugins.module_utils._object.renewal import Succession
from ansible_collections.community.tyk.plugins.module_utils._object.result import learn_names
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Located, Planned
from ansible_collections.community.tyk.plugins.module_utils._object.uses import User
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff


def renew(bulk: Bulk, steps: list[Step]) -> list[Step]:
    """Let declared objects refer to what takes the place of another; the further steps for all others, and for the old
    ones. Raises Several."""
    further: list[Step] = []
    errors: list[str] = []
    for new, succession in bulk.successions:
        try:
            further += _Renewal(bulk, new, succession).steps([*steps, *further])
        except Several as error:
            errors += error.errors
        except TykError as error:
            errors.append(f"{new.where} ({new.name}): {error}")
    if errors:
        raise Several(errors)
    return further


class _Renewal:
    """What is to become of all that refers to one object."""

    def __init__(self, bulk: Bulk, new: Step, succession: Succession) -> None:
        self._bulk, self._new, self._succession = bulk, new, succession
        self._needs = {id(new.stand_in)} if new.stand_in is not None else set[int]()

    def steps(self, steps: list[Step]) -> list[Step]:
        """The steps for what no item is about; those of the others are planned anew."""
        bulk, succession, errors = self._bulk, self._succession, []
        uses = bulk.uses([(succession.kind, succession.old)], bulk.refs)
        uses.look(bulk.stays, strict=True)
        users = succession.uses(uses)
        self._check_meant(users)
        own = [step for step in steps if step is not self._new and self._refers(step.kind, step.change.after)]
        everything = [*((step.kind, step.change.after or {}) for step in own), *((one.kind, one.obj) for one in users)]
        succession.kind.check_successor(succession.old, succession.run, everything)
        for step in own:
            if step.where and not step.run.moved and self._refers(step.kind, step.run.resolved):
                errors.append(
                    f"{step.where} ({step.name}): it names the {succession.kind.noun} that {self._new.where} replaces; "
                    "name the new one"
                )
        if errors:
            raise Several(errors)
        stuck = [User(step.kind, step.change.after or {}) for step in own if not self._move_along(step)]
        further = [self._step(user, succession.move(user, succession.run, bulk.refs)) for user in users]
        stuck += [User(one.kind, one.change.after or {}) for one in further if self._refers(one.kind, one.change.after)]
        planned = [User(step.kind, step.change.after) for step in steps if step.change.after is not None]
        mentions = succession.mentions([*uses.entered, *planned], bulk.refs)
        why = succession.why_it_stays(uses, stuck, mentions)
        return [*(step for step in further if step.change.action != "none"), *self._end(why)]

    def _check_meant(self, users: list[User]) -> None:
        """Refuse to change what this run does not mean. Raises Invalid."""
        others = [one for one in users if not self._bulk.only.meets(one.kind, one.obj)]
        if others:
            told = self._bulk.uses([], self._bulk.refs).told(others)
            raise Invalid(
                f"only does not select all that would have to refer to this {self._succession.kind.noun} from now on, "
                f"which is {told}; let only select that, too, or replace it in a run without only"
            )

    def _refers(self, kind: Kind, obj: Object | None) -> bool:
        return obj is not None and self._succession.is_named_by(kind, obj)

    def _move_along(self, step: Step) -> bool:
        """Let what a step is about refer to the new one; whether that could be."""
        run, before = step.run, step.change.before
        run = replace(run, moved={**run.moved, **self._succession.ids})
        run, change = decide(replace(run, found=before))
        self._plan(step, prepare(Located(run, step.planned.read_at), run, change))
        return not self._refers(step.kind, step.change.after)

    def _step(self, user: User, planned: Planned) -> Step:
        """The step for an object that no item is about."""
        kind = user.kind  # as lists show it
        step = Step(kind.section, user.name, self._new.where, planned)
        self._bulk.claimed[space(step.section, kind), kind.unique_id(user.obj)] = self._new.where
        self._plan(step, planned)
        return step

    def _plan(self, step: Step, planned: Planned) -> None:
        step.planned, change = planned, planned.change
        step.status = "unchanged" if change.action == "none" else "planned"
        step.needs = step.needs | self._needs
        if change.action != "none":
            learn_names(planned.run, (change.before, change.after))
            step.diff = diff(planned.run, change.before, change.after)

    def _end(self, why: str) -> t.Iterator[Step]:
        """The step that deletes the old one, if it can be."""
        bulk, succession = self._bulk, self._succession
        if not why and not bulk.client.reloads:
            why = "with reload: false it is in use until the next reload; run again after that"
        if why:
            bulk.kept[self._new.section, succession.kind.shown_id(succession.old)] = f": {why}"
            succession.tell(why, bulk.task.warn)
            return
        kind, removal = succession.kind, succession.removal(succession.run)
        step = Step(self._new.section, kind.name_of(succession.old), self._new.where, removal, succession=succession)
        step.needs = self._needs
        step.diff = diff(removal.run, succession.old, None)
        yield step


def still_used(bulk: Bulk, steps: list[Step]) -> None:
    """Leave those that another object was to take the place of, and that something refers to all the same."""
    bulk.look_again()
    for step in steps:
        succession = step.succession
        if succession is None:
            continue
        uses = bulk.uses([(succession.kind, succession.old)], bulk.refs)
        uses.look(strict=True)
        users = succession.uses(uses)
        why = succession.why_it_stays(uses, (), succession.mentions(uses.entered, bulk.refs))
        if users:
            why = f"it is used by now by: {uses.told(users)}; run again"
        if why:
            succession.tell(why, bulk.task.warn)
            step.planned = replace(step.planned, change=Change("none", succession.old, succession.old))
            step.status = "unchanged"
