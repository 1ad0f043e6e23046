# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry a whole plan out: kind after kind, many requests at once, deletes last; with an account of what was done."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import threading
import typing as t
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._config.places import Places
from ansible_collections.community.tyk.plugins.module_utils._config.plan import NEW, Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.prune import moved
from ansible_collections.community.tyk.plugins.module_utils._config.renewal import still_used
from ansible_collections.community.tyk.plugins.module_utils._config.singly import FEW
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._config.watch import Watch
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, held
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.apply import execute
from ansible_collections.community.tyk.plugins.module_utils._object.handover import deliver_secret
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import KeyFile
from ansible_collections.community.tyk.plugins.module_utils._object.plan import decide, prepare, warn_unkept
from ansible_collections.community.tyk.plugins.module_utils._object.readback import effect, read_again
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs
from ansible_collections.community.tyk.plugins.module_utils._object.reload import judge, load_anew, stale
from ansible_collections.community.tyk.plugins.module_utils._object.stages import (
    Job,
    Located,
    Look,
    Planned,
    turns,
    unwatched,
)
from ansible_collections.community.tyk.plugins.module_utils._object.unique import explain

if t.TYPE_CHECKING:
    from ansible_collections.community.tyk.plugins.module_utils._object.backup import Backup

GONE_ON = "it has changed since the plan was checked, or something refers to it now, so it stays. Make a new plan"


class Work:
    """The writes of one run.

    :arg backup: where what is overwritten is kept.
    :arg generated: secrets that Tyk made and no file took, by kind and name; told once.
    """

    def __init__(self, bulk: Bulk, steps: list[Step], backup: Backup | None = None) -> None:
        self._bulk, self._steps, self.backup = bulk, steps, backup
        self._parallel = max(1, int(bulk.task.params["parallel"]))
        self._go_on = bool(bulk.task.params["continue_on_error"])
        self._declared = Counter((step.section, step.name) for step in steps)
        self._places = Places(bulk, steps, self._alive, backup)
        self._watch = Watch(steps) if bulk.task.params.get("plan") else None
        self._lost: set[int] = set()  # planned objects that could not be made
        self._needed = {one for step in steps for one in step.needs}  # those that others refer to
        self._as_planned: set[int] = set()  # of these those that were made just as others refer to them
        self._stop = threading.Event()
        self.generated: list[dict[str, t.Any]] = []

    def carry_out(self) -> TykError | None:
        """Create and update down the kinds, then delete up. Each step's status tells how it went; what is returned has
        ended it before its time, and is about none of them."""
        waiting, broken = [step for step in self._steps if step.status == "planned"], None
        try:
            with understood():
                self._all(waiting)
        except TykError as error:
            broken = error
        self._places.settle()
        self._conclude(waiting)
        return broken

    def _all(self, waiting: list[Step]) -> None:
        if waiting:
            self._bulk.refs.caller  # noqa: B018  # asked for once, not by every thread
        sections: dict[str, list[Step]] = {}
        for step in waiting:
            sections.setdefault(step.section, []).append(step)
        for section in self._bulk.kinds:
            self._section([step for step in sections.get(section, ()) if step.change.after is not None])
        self._again([step for step in waiting if step.ahead])
        pruned = [step for step in waiting if step.why]
        self._look_again(pruned)
        self._leave_used([step for step in waiting if step.succession])
        for section in reversed(list(self._bulk.kinds)):
            self._spare(pruned)
            deletes = [step for step in sections.get(section, ()) if step.change.after is None]
            self._section([step for step in deletes if step.status == "planned"])

    def _conclude(self, waiting: list[Step]) -> None:
        """Say of what is left that it is, and of what is half done that it failed."""
        for step in waiting:
            if step.status == "planned":
                step.status = "not_tried"
            if step.ahead and step.change.action == "created" and step.stored:
                why = step.message and f": {step.message}"
                step.status = "failed"
                step.message = f"it was made, but not given what had to be made after it{why}. Run again"

    def _spare(self, pruned: list[Step]) -> None:
        """Leave out deletes that nobody declared once something has failed."""
        if pruned and any(step.status in ("failed", "not_tried") for step in self._steps):
            for step in pruned:
                if step.status == "planned":
                    what = "no old one is deleted" if step.old else "nothing is pruned"
                    step.status, step.message = "not_tried", f"{what} after something has failed"

    def _look_again(self, pruned: list[Step]) -> None:
        """Leave out deletes of what others have changed meanwhile, or use now."""
        if not pruned or self._stop.is_set():
            return
        self._spare(pruned)
        pruned = [step for step in pruned if step.status == "planned"]
        try:
            absent = [step for step in self._steps if step.where and step.change.action == "deleted"]
            gone = moved(self._bulk, pruned, absent, self._places.given_up())
        except TykError as error:
            for step in pruned:
                self._fail(step, f"it could not be looked at again before it is deleted: {error}", error.failure)
            return
        for step in gone:
            if self._watch:
                self._fail(step, GONE_ON, None)
                continue
            about = "" if step.old or self._bulk.before else "prune: "
            self._bulk.task.warn(
                f"{about}{step.kind.noun} {step.name!r} stays, because it has changed since the run began, or "
                "something refers to it now."
            )
            step.status = "unchanged"

    def _leave_used(self, replaced: list[Step]) -> None:
        """Leave what another object was to take the place of, where something refers to it all the same."""
        if replaced and not self._stop.is_set():
            try:
                still_used(self._bulk, replaced)
            except TykError as error:
                for step in replaced:
                    self._fail(step, f"it could not be looked at again before it is deleted: {error}", error.failure)

    def _base(self, steps: list[Step]) -> Kind:
        """The kind of all these steps."""
        return self._bulk.kinds[steps[0].section]

    def _section(self, steps: list[Step]) -> None:
        steps = [step for step in steps if not (step.ahead and step.change.action == "updated")]
        if not steps or self._stop.is_set():
            return
        waves: tuple[list[Step], ...] = ([], [], [])
        new = {ident for step in steps for ident in self._bulk.stand_ins(step)}
        for step in steps:
            gone = step.change.after is None
            last = (
                2 * step.kind.outlives(step.change.before or {}) if gone else step.in_others or bool(step.needs & new)
            )
            waves[last].append(step)
        waves[1].sort(key=lambda step: not step.kind.heir(step.run))  # what others are to be entered in
        for steps, parallel in zip(waves, (self._parallel, 1, 1)):  # two at a time could write the same other object
            self._wave(steps, parallel)

    def _wave(self, steps: list[Step], parallel: int) -> None:
        if not steps or self._stop.is_set():
            return
        base = self._base(steps)
        unlisted = self._bulk.refs.puts_off(base.name)  # so the list is longer than what is read back one by one
        there = len(self._bulk.refs.listing(base.name)) if not (unlisted or base.route.selectors) else 0
        deferred = self._bulk.client.defers(base)
        later = (
            not unlisted and base.read_back_together and steps[0].change.after is not None and len(steps) * FEW > there
        )
        if deferred and steps[0].change.after is None:
            parallel = 1  # a version that goes is taken out of its base
        self._write(steps, parallel, later)
        if later and not deferred:
            self._read_back([step for step in steps if step.status == "done"])
        for step in steps:
            if step.status == "failed":
                self._places.give_back(step)
            self._enter(step)

    def _write(self, steps: list[Step], parallel: int, later: bool) -> None:
        client = self._bulk.client
        deferred = client.defers(self._base(steps))
        client.hold(deferred)
        free, linked = self._places.split(steps)
        with ThreadPoolExecutor(parallel) as pool:
            list(pool.map(lambda step: self._try(step, later or deferred), free))
        for step in linked:
            self._try(step, later or deferred)
        client.hold(False)
        if deferred:
            self._confirm(steps[0].section, [step for step in steps if step.status == "done"])

    def _again(self, steps: list[Step]) -> None:
        """Write what refers to objects that had to be made after it, now that these have ids."""
        steps = [step for step in steps if step.status in ("planned", "done")]
        if steps and not self._stop.is_set():
            self._write(steps, self._parallel, False)
            for step in steps:
                step.ahead = step.status != "done"

    def _try(self, step: Step, later: bool) -> None:
        if self._stop.is_set():
            return
        lost = step.needs & self._lost
        blocked = "it refers to an object that could not be made" if lost else self._places.blocked(step)
        if blocked:
            step.status, step.message = "not_tried", blocked
            return
        try:
            with understood():
                self._look_at_holders(step)
                self._places.make_room(step)
                self._do(step, later)
            step.status = "done"
        except TykError as error:
            explain(error, step.clashes)
            self._fail(step, str(error), error.failure)
            self._places.give_back(step)
        self._bulk.tally.beat()

    def _fail(self, step: Step, message: str, failure: dict[str, t.Any] | None) -> None:
        step.status, step.message, step.failure = "failed", message, failure
        if not self._go_on:
            self._stop.set()

    def _do(self, step: Step, later: bool) -> None:
        run, refs = self._alive(step)
        change, again = step.change, step.status == "done"
        look = self._look(step, again)
        planned = self._planned_anew(step, run, again, look)
        if not again:
            step.planned = planned
        made = change.action == "created"
        with KeyFile(self._key_file(step, run) if made else None, idle=not made) as key_file:
            store = key_file.write if key_file.path else None
            forget, progress = refs.forget, self._bulk.task.progress
            job = Job(planned, self._bulk.client, forget, progress, store, later, backup=self.backup, look=look)
            written = execute(job)
            if not again:
                step.planned = planned.turned_out(written.run, written.change)
            if made and written.stored:
                self._deliver(step, run, written.stored, key_file)
        step.stored = written.stored
        if written.stored and not later and planned.change.action != "none" and not (step.ahead and made):
            step.kept = warn_unkept(planned.run, written.stored)

    def _look_at_holders(self, step: Step) -> None:
        """See that what has to make room for a step is as the plan has seen it. Raises TykError."""
        for holder in self._places.in_the_way(step) if self._watch else ():
            run, refs = self._alive(holder)
            job = Job(replace(holder.planned, run=run), self._bulk.client, refs.forget)
            try:
                self._look(holder, False)(run, read_again(job, holder.change.before or {}))
            except TykError as error:
                raise TykError(f"{holder.kind.noun} {holder.name!r} has what it is to get, and {error}") from error

    def _look(self, step: Step, again: bool) -> Look:
        """What an object has to pass that is read anew before it is written."""
        before = step.stored if again else step.change.before
        if self._watch is None or before is None:
            return unwatched
        return self._watch.over(step, before, self._places.given(step))

    def _planned_anew(self, step: Step, run: Run, again: bool, look: Look) -> Planned:
        """The step's plan with what is there now, and with the ids of what has been made since."""
        change, read_at = step.change, step.planned.read_at
        conversion = run.kind.conversion
        if conversion and not conversion.beside:
            return prepare(Located(run, read_at), run, change)  # what is there now, Tyk has yet to make this of
        if change.action == "updated" or again:
            job = Job(replace(step.planned, run=run), self._bulk.client, self._bulk.refs.forget)
            now = read_again(job, (step.stored if again else change.before) or {})
            if now is None:
                raise TykError("somebody has deleted it since the run began; run again to create it anew")
            look(run, now)
            read_at = patience.clock()
            run, change = decide(run.but(found=now))
        elif change.action == "created" and self._stands(step, run):
            return step.planned.turned_out(run, change)  # it was found good, and nothing is another since
        elif change.action == "created" and step.needs:
            run, change = decide(run.but(found=None))  # now that what it refers to has an id
            if step.ahead:
                change = change._replace(after=_without_new(change.after or {}, run.kind))
        elif change.action == "deleted" and self._watch:
            look(
                run,
                read_again(
                    Job(replace(step.planned, run=run), self._bulk.client, self._bulk.refs.forget), change.before or {}
                ),
            )
        return prepare(Located(run, read_at), run, change)

    def _stands(self, step: Step, run: Run) -> bool:
        """Whether the plan of a new object is what is to be written: all that it refers to is as it was planned."""
        late = step.ahead or run.kind.counted_from_now(run) or self._bulk.client.defers(run.kind)
        return not late and step.needs <= self._as_planned

    def _alive(self, step: Step) -> tuple[Run, Refs]:
        """The step's run, which may write now, and what is around it."""
        base = self._bulk.kinds[step.section]
        kind, refs = step.kind, self._bulk.refs.settle(step.chosen)
        alive: dict[str, t.Any] = {"client": self._bulk.client, "check": False}
        if base.route.selectors and step.where:
            # what is pruned was found where it lives; what is declared may live below what has only now been made
            kind = base.below(step.run.but(around=refs, **alive))
        refs = refs.apart(kind if base.route.selectors else base)
        return step.run.but(kind=kind, around=refs, **alive), refs

    def _key_file(self, step: Step, run: Run) -> str | None:
        """Where to put a secret that Tyk generates; in key_dir with the folders that it needs."""
        key_dir, path = self._bulk.task.params.get("key_dir"), step.key_file(self._bulk.task.params.get("key_dir"))
        if path and key_dir and not run.params.get("key_file"):
            folder = os.path.expanduser(key_dir)
            try:
                for name in ("", *os.path.relpath(os.path.dirname(path), folder).split(os.sep)):
                    folder = os.path.join(folder, name)
                    os.makedirs(folder, mode=0o700, exist_ok=True)  # it gives its mode to the last one only
            except OSError as error:
                raise TykError(f"key_dir: {error}; nothing was created") from error
        return path

    def _deliver(self, step: Step, run: Run, stored: Object, key_file: KeyFile) -> None:
        kind = run.kind
        if run.named.get(kind.secret.field) and not key_file.path:
            return  # whoever wrote the configuration knows it
        result: dict[str, t.Any] = {kind.result: {}}
        deliver_secret(kind, result, stored, key_file)
        if result[kind.result]:
            self.generated.append({"kind": step.section, "name": step.name, **result[kind.result]})

    def _confirm(self, section: str, steps: list[Step]) -> None:
        """Have the server load what was written, and see whether it did."""
        base, refs, client = self._bulk.kinds[section], self._bulk.refs, self._bulk.client
        try:
            client.reload()
            if client.reloads:
                refs.relist(base.name, client.list(base))
                self._load_anew(steps, base)
        except HttpFailure as error:
            for step in steps:
                self._fail(
                    step, f"the {base.noun} was written, but may not be in use: {error}. Run again", error.failure
                )
            return
        for step in steps if client.reloads else ():
            try:
                self._judge(step, base)
            except TykError as error:
                self._fail(step, str(error), error.failure)

    def _load_anew(self, steps: list[Step], base: Kind) -> None:
        """Have what is in use elsewhere than it is stored loaded once more, now that its place is free."""
        jobs = [job for job in (stale(*self._loaded(step, base)) for step in steps) if job is not None]
        if jobs:
            load_anew(jobs)
            self._bulk.refs.relist(base.name, self._bulk.client.list(base))

    def _loaded(self, step: Step, base: Kind) -> tuple[Job, Object | None]:
        """What was written for a step, and the object that is in use now."""
        run, own = self._alive(step)
        job = Job(replace(step.planned, run=run), self._bulk.client, own.forget)
        found = self._bulk.refs.known(base.name, job.kind.id_of(job.body or step.change.before or {}), load=True)
        return job, base.expand(run, found)[1] if found is not None else None

    def _judge(self, step: Step, base: Kind) -> None:
        """Whether the object that is in use now is the one that was to be. Raises TykError."""
        job, found = self._loaded(step, base)
        step.stored = judge(job, found)
        if step.stored is not None and not step.ahead:
            step.planned = step.planned.turned_out(step.run, effect(step.planned, step.stored))
            step.kept = warn_unkept(job.run, step.stored)

    def _read_back(self, steps: list[Step]) -> None:
        """Read what was written, all at once; Tyk may list it some seconds late."""
        if not steps:
            return
        base, refs, missing = self._base(steps), self._bulk.refs, steps
        why: HttpFailure | None = None
        try:
            for _turn in turns(steps[0].run.params, self._bulk.task.progress):
                refs.relist(base.name, self._bulk.client.list(base))
                missing = [step for step in missing if not self._seen(step)]
                if not missing:
                    return
        except HttpFailure as error:
            why = error
        lost = f"could not be read back: {why}. Run again" if why else "Tyk does not list it; run again"
        for step in missing:
            self._fail(step, f"the {base.noun} was written, but {lost}", why.failure if why else None)

    def _seen(self, step: Step) -> bool:
        base, refs = self._bulk.kinds[step.section], self._bulk.refs
        ident = step.kind.id_of(step.stored) or step.kind.chosen_id(step.run.declared)
        found = refs.with_id(base.name, ident) if ident else refs.called(base.name, step.name)
        if not found:
            return False
        run, _refs = self._alive(step)
        step.stored = base.expand(run, found[0])[1]
        declared = self._declared[step.section, step.name] + step.beside
        if step.change.action == "created" and len(refs.called(base.name, step.name)) > declared:
            run.warn(
                f"{step.where}: somebody has made another {base.noun} {step.name!r} meanwhile; delete one of them."
            )
        if not step.ahead:
            step.planned = step.planned.turned_out(step.run, effect(step.planned, step.stored))
            step.kept = warn_unkept(run, step.stored or {})
        return True

    def _enter(self, step: Step) -> None:
        """Let later steps refer to what was made; and not to what was not."""
        base = self._bulk.kinds[step.section]
        if step.stand_in is None or base.route.selectors:
            return
        refs, new, stand_ins = self._bulk.refs, None, self._bulk.stand_ins(step)
        if step.status != "done":
            self._lost |= stand_ins
        if step.status == "done" and step.stored:
            new = step.kind.as_listed(step.stored)
            refs.made.update(dict.fromkeys(stand_ins, new))  # what refers to it does so by its real id from now on
            if step.kept and not self._needed.isdisjoint(stand_ins) and self._bulk.is_as_planned(step, new):
                self._as_planned |= stand_ins
        if refs.puts_off(base.name):
            return
        if id(step.stand_in) in {id(obj) for obj in refs.called(base.name, step.name)}:
            refs.enter(base.name, new, step.stand_in)


def _without_new(obj: Object, kind: Kind) -> Object:
    """An object without the entries that hold ids of objects which do not exist yet."""
    obj = clone(obj)
    for path in kind.fields.references:
        way, _star, tail = path.rpartition("*")
        entries = list(held(obj, [*way.split(".")[:-1], "*"])) if way else []
        for holder, key in reversed(entries):
            value = get(holder[key], tail[1:]) if tail else holder[key]
            if isinstance(value, str) and value.startswith(NEW):
                del holder[key]
    return obj
