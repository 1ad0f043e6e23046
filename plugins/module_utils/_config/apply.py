# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry a whole plan out: kind after kind, many requests at once, deletes last; with an account of what was done."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import os
import threading
import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.community.tyk.plugins.module_utils._config.plan import NEW, Bulk, Step
from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._object.apply import execute, prepare
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import KeyFile
from ansible_collections.community.tyk.plugins.module_utils._object.plan import Run, plan
from ansible_collections.community.tyk.plugins.module_utils._object.reload import judge
from ansible_collections.community.tyk.plugins.module_utils._object.task import hand_over, tell_lost
from ansible_collections.community.tyk.plugins.module_utils._object.write import renew

FEW = 25  # as many objects of a list cost as much as one that is read alone


class Work:
    """The writes of one run.

    :arg generated: secrets that Tyk made and no file took, by kind and name; told once.
    """

    def __init__(self, bulk: Bulk, steps: list[Step]) -> None:
        self._bulk, self._steps = bulk, steps
        self._parallel = max(1, int(bulk.task.params["parallel"]))
        self._go_on = bool(bulk.task.params["continue_on_error"])
        self._lost: set[int] = set()  # planned objects that could not be made
        self._stop = threading.Event()
        self.generated: list[dict[str, t.Any]] = []

    @property
    def wrote(self) -> bool:
        """Whether something was written, be it for a step that failed."""
        return self._bulk.client.wrote

    def carry_out(self) -> None:
        """Create and update down the kinds, then delete up. Each step's status tells how it went."""
        waiting = [step for step in self._steps if step.status == "planned"]
        if waiting:
            self._bulk.refs.caller  # noqa: B018  # asked for once, not by every thread
        for kind in self._bulk.kinds:
            self._kind(kind, [step for step in waiting if step.kind == kind and step.change.after is not None])
        self._again([step for step in waiting if step.ahead])
        for kind in reversed(list(self._bulk.kinds)):
            self._kind(kind, [step for step in waiting if step.kind == kind and step.change.after is None])
        for step in waiting:
            if step.status == "planned":
                step.status = "not_tried"
            if step.ahead and step.change.action == "created" and step.status in ("done", "failed") and step.stored:
                told = step.message and f": {step.message}"
                step.status = "failed"
                step.message = f"it was made, but not given what had to be made after it{told}. Run again"

    def _kind(self, kind: str, steps: list[Step]) -> None:
        steps = [step for step in steps if not (step.ahead and step.change.action == "updated")]
        if not steps or self._stop.is_set():
            return
        self._bulk.task.tell(f"{kind}: {', '.join(_counts(steps))}")
        waves: tuple[list[Step], ...] = ([], [], [])
        for step in steps:
            gone = step.change.after is None
            last = 2 * step.resource.outlives(step.change.before) if gone else step.resource.in_others(step.run.named)
            waves[last].append(step)
        for steps, parallel in zip(waves, (self._parallel, 1, 1)):  # two at a time could write the same other object
            self._wave(kind, steps, parallel)

    def _wave(self, kind: str, steps: list[Step], parallel: int) -> None:
        if not steps or self._stop.is_set():
            return
        base = self._bulk.kinds[kind]
        there = len(self._bulk.refs.listing(base.kind)) if not base.scope else 0
        deferred = self._bulk.client.defers(base)
        later = base.late_read and steps[0].change.after is not None and len(steps) * FEW > there
        if deferred and steps[0].change.after is None:
            parallel = 1  # a version that goes is taken out of its base
        self._write(kind, steps, parallel, later)
        if later and not deferred:
            self._read_back(kind, [step for step in steps if step.status == "done"])
        for step in steps:
            self._settle(step)

    def _write(self, kind: str, steps: list[Step], parallel: int, later: bool) -> None:
        client = self._bulk.client
        deferred = client.defers(self._bulk.kinds[kind])
        client.hold(deferred)
        with ThreadPoolExecutor(parallel) as pool:
            list(pool.map(lambda step: self._try(step, later or deferred), steps))
        client.hold(False)
        if deferred:
            self._confirm(kind, [step for step in steps if step.status == "done"])

    def _again(self, steps: list[Step]) -> None:
        """Write what refers to objects that had to be made after it, now that these have ids."""
        steps = [step for step in steps if step.status in ("planned", "done")]
        if steps and not self._stop.is_set():
            self._bulk.task.tell(f"{steps[0].kind}: entering what was made meanwhile into {len(steps)}")
            self._write(steps[0].kind, steps, self._parallel, False)
            for step in steps:
                step.ahead = step.status != "done"

    def _try(self, step: Step, later: bool) -> None:
        if self._stop.is_set():
            return
        lost = step.needs & self._lost
        if lost:
            step.status, step.message = "not_tried", "it refers to an object that could not be made"
            return
        try:
            with understood():
                self._do(step, later)
            step.status = "done"
        except TykError as error:
            step.status, step.message = "failed", str(error)
            step.failure = error.failure
            if not self._go_on:
                self._stop.set()

    def _do(self, step: Step, later: bool) -> None:
        step.run = run = self._alive(step, later)
        change, again = step.change, step.status == "done"
        if change.action == "updated" or again:
            now = renew(run, (step.stored if again else change.before) or {})
            if now is None:
                raise TykError("somebody has deleted it since the run began; run again to create it anew")
            run.touch()
            change = plan(run, now)
            step.change = step.change if again else change
        elif change.action == "created" and step.needs:
            change = plan(run, None)  # now that what it refers to has an id
            if step.ahead:
                change = change._replace(after=_without_new(change.after or {}, run.resource))
        body = prepare(run, change)
        made = change.action == "created"
        with KeyFile(self._key_file(step, run) if made else None, idle=not made) as key_file:
            step.body = body
            stored = execute(run, change, body, key_file.write if key_file.path else None)
            step.change = step.change if again else run.done or change
            if made and stored:
                self._hand_over(step, run, stored, key_file)
        step.stored = stored
        if stored and not later and change.action != "none" and not (step.ahead and made):
            tell_lost(run, stored)

    def _alive(self, step: Step, later: bool) -> Run:
        """The step's run, which may write now."""
        run = dataclasses.replace(step.run, client=self._bulk.client, refs=self._bulk.refs, check=False, later=later)
        base = self._bulk.kinds[step.kind]
        if base.scope:
            run.resource = base.scope(run)
        run.refs = self._bulk.refs.apart(run.resource if base.scope else base)
        return run

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

    def _hand_over(self, step: Step, run: Run, stored: Object, key_file: KeyFile) -> None:
        if run.named.get(run.resource.token) and not key_file.path:
            return  # whoever wrote the configuration knows it
        told: dict[str, t.Any] = {run.resource.result: {}}
        hand_over(run, told, stored, key_file)
        if told[run.resource.result]:
            self.generated.append({"kind": step.kind, "name": step.name, **told[run.resource.result]})

    def _confirm(self, kind: str, steps: list[Step]) -> None:
        """Have the server load what was written, and see whether it did."""
        base, refs, client = self._bulk.kinds[kind], self._bulk.refs, self._bulk.client
        client.settle()
        if not client.reloads:
            return
        refs.relist(base.kind, client.list(base))
        for step in steps:
            run, body = self._alive(step, later=False), step.body
            ident = data.get(body or step.change.before or {}, step.resource.id)
            found = refs.known(base.kind, str(ident), load=True)
            try:
                whole = base.expand(run, found)[1] if found is not None and base.expand else found
                step.stored = judge(run, step.change, body, whole)
                if step.stored is not None and not step.ahead:
                    tell_lost(run, step.stored)
            except TykError as error:
                step.status, step.message, step.failure = "failed", str(error), error.failure
                if not self._go_on:
                    self._stop.set()

    def _read_back(self, kind: str, steps: list[Step]) -> None:
        """Read what was written, all at once; Tyk may list it some seconds late."""
        base, refs, missing = self._bulk.kinds[kind], self._bulk.refs, steps
        why: HttpFailure | None = None
        try:
            for _turn in steps[0].run.wait() if steps else ():
                refs.relist(base.kind, self._bulk.client.list(base))
                missing = [step for step in missing if not self._seen(step)]
                if not missing:
                    return
        except HttpFailure as error:
            why = error
        for step in missing:
            step.status, step.failure = "failed", why.failure if why else None
            lost = f"could not be read back: {why}. Run again" if why else "Tyk does not list it; run again"
            step.message = f"the {base.noun} was written, but {lost}"
            if not self._go_on:
                self._stop.set()

    def _seen(self, step: Step) -> bool:
        base, refs = self._bulk.kinds[step.kind], self._bulk.refs
        ident = str(data.get(step.stored or {}, step.resource.id) or "")
        found = refs.matches(base.kind, ident) if ident else refs.called(base.kind, step.name)
        if not found:
            return False
        run = self._alive(step, later=False)
        step.stored = base.expand(run, found[0])[1] if base.expand else found[0]
        if step.change.action == "created" and len(refs.called(base.kind, step.name)) > 1:
            run.warn(
                f"{step.where}: somebody has made another {base.noun} {step.name!r} meanwhile; delete one of them."
            )
        if not step.ahead:
            tell_lost(run, step.stored or {})
        return True

    def _settle(self, step: Step) -> None:
        """Let later steps refer to what was made; and not to what was not."""
        base = self._bulk.kinds[step.kind]
        if step.planned is None or base.scope:
            return
        if step.status != "done":
            self._lost.add(id(step.planned))
        refs = self._bulk.refs
        if id(step.planned) in {id(obj) for obj in refs.called(base.kind, step.name)}:
            new = step.resource.as_listed(step.stored) if step.status == "done" and step.stored else None
            refs.put(base.kind, new, step.planned)


def _without_new(obj: Object, resource: Resource) -> Object:
    """An object without the entries that hold ids of objects which do not exist yet."""
    obj = data.clone(obj)
    for path in resource.named:
        way, _star, tail = path.rpartition("*")
        entries = list(data.held(obj, [*way.split(".")[:-1], "*"])) if way else []
        for holder, key in reversed(entries):
            value = data.get(holder[key], tail[1:]) if tail else holder[key]
            if isinstance(value, str) and value.startswith(NEW):
                del holder[key]
    return obj


def _counts(steps: list[Step]) -> t.Iterator[str]:
    words = {"created": "creating", "updated": "changing", "deleted": "deleting"}
    for action, word in words.items():
        count = sum(step.change.action == action for step in steps)
        if count:
            yield f"{word} {count}"
