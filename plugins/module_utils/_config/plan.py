# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole configuration from what is declared to what is to be done. Nothing here writes."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import functools
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, Several
from ansible_collections.community.tyk.plugins.module_utils._config.hiding import hiding
from ansible_collections.community.tyk.plugins.module_utils._config.selection import selection_of
from ansible_collections.community.tyk.plugins.module_utils._config.singly import Singly
from ansible_collections.community.tyk.plugins.module_utils._config.snapshot import Snapshot
from ansible_collections.community.tyk.plugins.module_utils._config.step import NOTHING, Step
from ansible_collections.community.tyk.plugins.module_utils._config.tally import Tally
from ansible_collections.community.tyk.plugins.module_utils._config.twins import confusions
from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank, clone, without
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, get, held, put, steps
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import placed
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS, REFERRING, listed_with
from ansible_collections.community.tyk.plugins.module_utils._object.as_said import as_said
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task, for_platform
from ansible_collections.community.tyk.plugins.module_utils._object.gaps import unfilled
from ansible_collections.community.tyk.plugins.module_utils._object.plan import (
    declare,
    in_full,
    locate,
    plan,
    prepare,
    warn_strange,
)
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs
from ansible_collections.community.tyk.plugins.module_utils._object.renewal import Succession, succession_of
from ansible_collections.community.tyk.plugins.module_utils._object.result import learn_names
from ansible_collections.community.tyk.plugins.module_utils._object.schema import warn_refused
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Located, Planned
from ansible_collections.community.tyk.plugins.module_utils._object.uses import Uses
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff

Claim = tuple[str, str]  # within what ids are unique, and the id


class Others(t.Protocol):
    """What is declared and not meant by this run: it stays as it is, and counts as declared."""

    def __len__(self) -> int:
        """How many objects."""

    def declares(self, claim: Claim) -> bool:
        """Whether an object may be one of them."""

    def untold(self, section: str) -> str:
        """Why nobody can tell which of a kind are; "" where that can be told."""

    def check(self, steps: t.Iterable[Step]) -> None:
        """Refuse references to those of them that are not there, where nothing else does. Raises Several."""

    def enter(self, uses: Uses) -> None:
        """Let them refer to what they are to refer to."""


class Before(t.Protocol):
    """What an earlier declaration said, so that what is no more declared can be taken back."""

    def attach(self, bulk: Bulk, item: Item, located: Located) -> Located:
        """An object that was found, with what was said of it before."""

    def find(self, bulk: Bulk, item: Item, located: Located) -> Located:
        """What an item is about, whatever that is called by now; nothing of it is taken back."""

    def hidden(self, section: str, kind: Kind, obj: Object) -> list[Path]:
        """Where it had placeholders in an object."""

    def candidates(self, bulk: Bulk, planned: list[Step]) -> t.Iterator[tuple[str, Refs, Object, str]]:
        """The objects that were declared then, and are not now: section, surroundings, the object, and why it goes."""


NEW = "(new) "  # begins the id of an object that is yet to be made; such an id is never written


class Bulk:
    """One run over a whole configuration."""

    def __init__(self, task: Task, client: Client, token: str) -> None:
        self.task, self.client, self.token = task, client, token
        self.tally = Tally(task.progress)
        self.kinds = client.kinds(KINDS)  # by section
        kinds = (*self.kinds.values(), *client.kinds(REFERRING).values())
        self.refs = Refs(client, {kind.name: kind for kind in kinds}, token, False, task.warn)
        self.refs.alone = False  # what cannot be together is told of all that is declared, not one by one
        self._shows_all = bool(task.diff or any(task.params.get(name) for name in ("report", "plan", "plan_dest")))
        self.singly = Singly(client)
        self._lists = Snapshot(client, self.refs, self.singly, asks=False)
        self._below: dict[str, Refs] = {}  # route of a kind that lives below another -> what is known there
        self.claimed: dict[tuple[str, str], str] = {}  # space and id -> where it is declared
        self.unlisted: dict[str, Step] = {}  # by section a declared object that is there, and that no list has
        self._promised: set[int] = set()  # stand for what is planned after those that refer to it
        self.successions: list[tuple[Step, Succession]] = []  # what takes the place of another
        self._stand_ins: dict[str, list[Object]] = {}  # by where it is declared, what stands for a new object
        self.before: Before | None = None  # what an earlier declaration said
        self.only = selection_of(task, self.kinds)
        self.aside: Others | None = None
        self.kept: dict[tuple[str, str], str] = {}  # by section and id, what would go, and why it stays
        self.given_up: dict[tuple[str, str], set[str]] | None = None  # once it writes: fields that others take
        self._blank: Run | None = None  # what all runs are made of

    def plan(self, items: list[Item]) -> list[Step]:
        """What is to be done for every item, in order. Raises Several."""
        planned, faults = self.each(items)
        self.refs.asked.drop()
        errors = [
            f"{item.where}{f' ({item.name})' if item.name else ''}: {fault(item, error)}" for item, error in faults
        ]
        errors += confusions(planned)
        others = {listed_with(step.kind.name) for _item, step in planned if _is_known_otherwise(step)}
        for item, step in planned:
            needed = [unfilled(step.run)] if step.change.before is None and unfilled(step.run) else []
            chosen = {key: meant for key, meant in step.chosen.items() if listed_with(key[0]) in others}
            errors += [f"{item.where} ({step.name}): {error}" for error in (*self.refs.confused(chosen), *needed)]
        if errors:
            raise Several(errors)
        return [step for _item, step in planned]

    def each(self, items: list[Item]) -> tuple[list[tuple[Item, Step]], list[tuple[Item, TykError]]]:
        """The same, and what is wrong with some of them."""
        planned: list[tuple[Item, Step]] = []
        faults = []
        self.tally.expect(len(items))
        by_section: dict[str, list[Item]] = {}
        for item in items:
            by_section.setdefault(item.section, []).append(item)
        for section in KINDS:
            declared = by_section.get(section, [])
            declared.sort(key=_is_entered)  # after what they are entered in
            promised = self._promise(section, items) if declared else []
            for item in self.tally.compare(declared):
                try:
                    with understood():
                        planned.append((item, self._step(item)))
                except HttpFailure:
                    raise
                except TykError as error:
                    faults.append((item, error))
                    self._note_fault(item)
            for kind, old, new in reversed(promised):
                self.refs.enter(kind, old, new)
        return planned, faults

    def ask_for(self, items: t.Iterable[Item]) -> None:
        """Ask for the lists that these items are looked for in, all at the same time."""
        by_kind: dict[str, list[Item]] = {}
        for item in items:
            by_kind.setdefault(item.section, []).append(item)
        own = {section: self.kinds[section] for section in by_kind if section in self.kinds}
        own = {section: kind for section, kind in own.items() if not (kind.route.selectors or kind.life.single)}
        for section, kind in own.items():
            if self.singly.chosen(kind, by_kind[section], self.task.params):
                self.refs.put_off(kind.name)
        parallel = int(self.task.params.get("parallel") or 1)
        self.refs.expect((kind for kind in own.values() if not self.refs.puts_off(kind.name)), parallel)
        for section, kind in own.items():
            if self.refs.puts_off(kind.name):
                self.singly.ask(kind, by_kind[section], parallel)

    def _note_fault(self, item: Item) -> None:
        """Let a reference to what is declared, and wrong, say so."""
        kind = item.kind
        if item.name and not kind.secret.is_id:
            told = f"there is no {kind.noun} {kind.shown_name(item.name)!r}, because what {item.where} says is wrong"
            self.refs.moved.setdefault((listed_with(kind.name), item.name), told)

    def _promise(self, section: str, items: list[Item]) -> list[tuple[str, Object | None, Object | None]]:
        """Let objects see what becomes of those whose turn is later because these refer to them: APIs and policies
        refer to each other. The kind, and the object as it was and as it is to be."""
        promised = []
        later = list(KINDS)[list(KINDS).index(section) + 1 :]
        targets = KINDS[section].targets
        kinds = {name: self.kinds[name] for name in later if name in self.kinds}
        meant = {name for name, kind in kinds.items() if kind.name in targets and not kind.route.selectors}
        for item in items if meant else ():
            if item.section not in meant or not item.name:
                continue
            base = kinds[item.section]
            try:
                old, new = self._preview(base, item)
            except TykError:
                continue  # this is told when its turn comes
            if old is not None or new is not None:
                self.refs.enter(base.name, new, old, planned=old is None)
                self._note(base, item.where, old, new)
                promised.append((base.name, old, new))
            if old is None and new is not None:
                self._promised.add(id(new))
                self._stand_ins.setdefault(item.where, []).append(new)
        return promised

    def _preview(self, kind: Kind, item: Item) -> tuple[Object | None, Object | None]:
        """An object as it is and as it is to be, as far as others refer to it; None: it is not there."""
        declared, said = declare(kind, item.named), kind.said_ids(item.named)
        found = [obj for ident in said for obj in self.refs.with_id(kind.name, ident)]
        old = kind.only_one(found[:1] if said else self.refs.called(kind.name, item.name), item.name)
        if item.params.get("state") == "absent":
            return old, None
        new: Object = clone(old) if old is not None else {}
        put(new, kind.identity.name, get(declared, kind.identity.name) or kind.name_of(old) or item.name)
        if old is None:
            put(new, kind.identity.id, NEW + item.name)
            for path in filter(lambda path: get(declared, path), kind.identity.ids):
                put(new, path, get(declared, path))
        return old, new

    def _note(self, kind: Kind, where: str, old: Object | None, new: Object | None) -> None:
        """Remember why nobody can refer any more to an object as it was called."""
        if old is None:
            return
        ids = (str(get(old, path) or "") for path in kind.identity.ids if new is None)
        name = kind.name_of(new)
        for value in {kind.name_of(old), *kind.short_names(old or {}), *ids} - {"", name, *kind.short_names(new or {})}:
            way = f"gives it the name {name!r}; use that" if new is not None else "deletes it; keep it, or name another"
            self.refs.moved[kind.name, value] = (
                f"there is no {kind.noun} {value!r} after this run, because {where} {way}"
            )

    def _step(self, item: Item) -> Step:
        self.refs.used.clear()
        self.refs.chosen.clear()
        planned = self._unchanged(item) or self._planned(item)
        if self.task.check:
            warn_strange(planned)
            warn_refused(planned)
        kind, change = planned.run.kind, planned.change
        name = kind.noun if kind.life.single else kind.name_of(change.after or change.before) or item.name
        step = Step(item.section, name, item.where, planned)
        step.chosen = dict(self.refs.chosen)
        if self.refs.planned:
            step.needs = self.refs.used.keys() & self.refs.planned.keys() or NOTHING
            step.ahead = bool(step.needs & self._promised)
        step.status = "unchanged" if change.action == "none" else "planned"
        if change.action != "none":
            if change.action == "updated" or self._shows_all:
                learn_names(planned.run, (change.before, change.after))
                step.diff = diff(planned.run, change.before, change.after)
            self._foresee(step)
        self._succeed(step)
        return step

    def _planned(self, item: Item) -> Planned:
        """What is to be done for an item."""
        located = self.locate(item)
        located = self.before.attach(self, item, located) if self.before else located
        run = self.hiding(item.section, located.run)
        located = located if run is located.run else Located(run, located.read_at)
        self._claim(item, located.run)
        return plan(located)

    def _unchanged(self, item: Item) -> Planned | None:
        """The same for an item whose object has just what it says; None where a plan has to tell."""
        if self.before or self.successions or not item.is_simple:
            return None
        begun = self.start(for_platform(self.client, item.kind, item.named), item.params, item.named)
        run = as_said(begun, self._lists, in_full)
        if run is None:
            self.refs.used.clear()
            self.refs.chosen.clear()
            return None
        self._claim(item, run)
        there = _readable(run)
        return Planned(run, patience.clock(), Change("none", there, there), {})

    def locate(self, item: Item) -> Located:
        """The object that an item is about."""
        return locate(self.start(for_platform(self.client, item.kind, item.named), item.params, item.named))

    def hiding(self, section: str, run: Run) -> Run:
        """The run that shows nothing of what a placeholder stands for, or stood for in what was declared before."""
        known = self.before is not None and run.found is not None
        return hiding(run, self.before.hidden(section, run.kind, run.found or {}) if self.before and known else ())

    def _succeed(self, step: Step) -> None:
        """Let names mean what takes the place of another; that one no item may be about."""
        succession = succession_of(step.planned)
        if succession is None:
            return
        kind, old = step.kind, succession.old
        claim = (space(step.section, kind), kind.unique_id(old))
        if claim in self.claimed:
            raise TykError(f"{self.claimed[claim]} declares the {kind.noun} that this one replaces; take it out there")
        self.claimed[claim] = step.where
        self.refs.enter(kind.name, None, old)
        self.successions.append((step, succession))

    def run(self, kind: Kind, params: t.Mapping[str, t.Any], named: t.Mapping[str, t.Any]) -> Run:
        """A run that cannot write."""
        if self._blank is None:
            snapshot = Snapshot(self.client, self.refs, self.singly)
            self._blank = Run(kind, snapshot, self.refs, {}, {}, True, True, self.task.warn)
        changed = {"kind": kind, "params": params, "named": named, "warn": self.task.warn}
        return self._blank.but(**changed, declared={}, resolved={})

    def start(self, kind: Kind, params: t.Mapping[str, t.Any], named: t.Mapping[str, t.Any]) -> Run:
        """The same for one object, where it lives."""
        run = self.run(kind, params, named)
        if not kind.route.selectors:
            return run
        before = dict(self.refs.used)
        self.refs.used.clear()
        kind = kind.below(run)
        is_new = not self.refs.used.keys().isdisjoint(self.refs.planned)  # so nothing can live below it
        self.refs.used.update(before)
        return replace(run, kind=kind, around=self._refs_below(kind, is_new))

    def _refs_below(self, kind: Kind, is_new: bool = False) -> Refs:
        """What is known of a kind that lives below another object."""
        route = kind.route.collection
        if route not in self._below:
            self._below[route] = self.refs.apart(kind)
            if is_new:
                self._below[route].relist(kind.name, [])
        return self._below[route]

    def beside(self, kind: Kind) -> Refs:
        """What is known of a kind, where its objects live, whether or not one is declared there."""
        return self._refs_below(kind) if kind.route.selectors else self.refs

    def uses(self, targets: t.Iterable[tuple[Kind, Object]], refs: Refs, rescued: bool = False) -> Uses:
        """What these objects are in use by, as things are in these surroundings."""
        return Uses(targets, self.run(refs.kinds()[0], self.task.params, {}), refs, rescued, self._at_home)

    def _at_home(self, kind: Kind, home: Object) -> Refs:
        """What is known of a kind that lives below an object of this id."""
        there = (obj for name, ident in home.items() for obj in self.refs.with_id(name, ident))
        return self._refs_below(kind, any(id(obj) in self.refs.planned for obj in there))

    def stays(self, kind: Kind, obj: Object) -> bool:
        """Whether an object is one that no item of this run is about."""
        return (space(kind.section, kind), kind.unique_id(obj)) not in self.claimed

    def declares(self, kind: Kind, obj: Object) -> bool:
        """Whether an object is declared, whether or not this run means it."""
        claim = (space(kind.section, kind), kind.unique_id(obj))
        return claim in self.claimed or bool(self.aside and self.aside.declares(claim))

    def _claim(self, item: Item, run: Run) -> None:
        """Refuse two items that are about one object."""
        ident = run.kind.unique_id(run.found) if run.found is not None else "\n".join(run.kind.said_ids(item.named))
        if run.found is None and not ident:
            return
        before = self.claimed.setdefault((space(item.section, run.kind), ident), item.where)
        if before != item.where:
            raise TykError(f"this is the same {run.kind.noun} as in {before}; declare it once")

    def existing(self, section: str) -> t.Iterator[tuple[Refs, Object]]:
        """Every object that is meant and there, and that nobody declares, with what is known of its surroundings."""
        for refs, kind, obj in self._all(section):
            if not self.only.meets(kind, obj):
                continue
            if id(obj) not in self.refs.planned and not self.declares(kind, obj):
                yield refs, obj

    def listed(self, section: str) -> t.Iterator[tuple[Kind, Object]]:
        """Every object that is there, or planned."""
        return ((kind, obj) for _refs, kind, obj in self._all(section))

    def _all(self, section: str) -> t.Iterator[tuple[Refs, Kind, Object]]:
        """Of a kind that lives below another only what lives beside a declared one."""
        base = self.kinds[section]
        for refs in list(self._below.values()) if base.route.selectors else [self.refs]:
            kind = refs.kind(base.name)
            yield from ((refs, kind, obj) for obj in refs.listing(base.name) if kind.is_own(obj))

    def unlisted_of(self, section: str, planned: list[Step]) -> Step | None:
        """A declared object that is there, and that the list does not have."""
        listed = {(space(section, kind), kind.unique_id(obj)) for kind, obj in self.listed(section)}
        if section in self.unlisted:  # which may be known no earlier
            return self.unlisted[section]
        for step in planned:
            before, after = step.change.before, step.change.after
            if step.section != section or before is None or after is None:
                continue
            if (space(section, step.kind), step.kind.unique_id(before)) not in listed:
                return step
        return None

    def untold(self, section: str, planned: list[Step]) -> str:
        """Why nobody can tell what of a kind is declared, and so nothing of it may go; "" where that can be told."""
        unlisted = self.unlisted_of(section, planned)
        if unlisted:
            return f"{unlisted.where} ({unlisted.name}) is not in the list of them"
        return self.aside.untold(section) if self.aside else ""

    def is_as_planned(self, step: Step, made: Object) -> bool:
        """Whether what refers to a new object says of it what it was planned to say."""
        planned, base = step.stand_in or {}, self.kinds[step.section]
        return all(
            self.refs.reads_alike(name, planned, made) for name in dict.fromkeys((base.name, listed_with(base.name)))
        )

    def stand_ins(self, step: Step) -> set[int]:
        """What has stood for a new object in the plan, by its identity in memory."""
        return {id(obj) for obj in (step.stand_in, *self._stand_ins.get(step.where, ())) if obj is not None}

    def look_again(self) -> None:
        """Ask for every list anew."""
        for kind in self.kinds.values():
            for refs in (self.refs, *self._below.values()):
                refs.forget(kind.name)

    def quiet(self) -> Bulk:
        """The same, but nobody hears its warnings."""
        other = copy.copy(self)
        other.task = self.task._replace(warn=lambda _text: None)
        return other

    def _foresee(self, step: Step) -> None:
        """Let later items see the object as it will be."""
        kind, base, change = step.kind, self.kinds[step.section], step.change
        refs = self._refs_below(kind) if base.route.selectors else self.refs
        if kind.life.single:
            return
        new = self._foreseen(step, change.after) if change.after is not None else None
        refs.once_listed(base.name, functools.partial(self._enter, step, new))
        self._note(kind, step.where, change.before, change.after)
        if change.before is None:
            step.stand_in = new
            self._stand_ins.setdefault(step.where, []).append(new or {})
            self.claimed[(space(step.section, kind), kind.unique_id(new or {}))] = step.where

    def _enter(self, step: Step, new: Object | None, refs: Refs) -> None:
        """Put an object as it will be in place of what a list shows."""
        kind, base, before, old = step.kind, self.kinds[step.section], step.change.before, None
        if before is not None:
            ids = (get(before, path) for path in kind.identity.ids)
            old = next(filter(None, (refs.known(base.name, str(i), load=True) for i in ids if i)), None)
            if old is None:
                self.unlisted.setdefault(step.section, step)
        refs.enter(base.name, new, old, planned=before is None)

    def _foreseen(self, step: Step, after: Object) -> Object:
        """The object as lists will show it."""
        kind, base, org = step.kind, self.kinds[step.section], self.refs.caller.org_id
        new = kind.as_listed({**after})
        own = get(new, kind.identity.id) or get(new, base.identity.id) or NEW + step.name
        alike = (base.identity, kind.identity, self.refs.kind(listed_with(base.name)).identity)
        shown = {**{one.id: own for one in alike}, **{one.org: org for one in alike}}
        for path, value in shown.items():
            if path and not get(new, path):
                new = placed(new, steps(path), value)
        return kind.foreseen(new, step.change.before)


def _readable(run: Run) -> Object:
    """What can be read of an object that stays; the object itself where all else is empty, since copies take memory."""
    found, rules = run.found or {}, run.kind.fields.rules
    ways = rules.ways("readable")
    empty = ways is not None and all(blank(found.get(name)) for name in ways)
    kept: Object = found if empty else without(found, rules, "readable")
    return kept


def _is_known_otherwise(step: Step) -> bool:
    """Whether references can mean another object after this step than before."""
    before, after, kind = step.change.before, step.change.after, step.kind
    if before is None or after is None:
        return step.change.action != "none"

    def known_as(obj: Object) -> list[t.Any]:
        return [kind.name_of(obj), *kind.short_names(obj), *(get(obj, path) for path in kind.identity.ids)]

    return before is not after and known_as(before) != known_as(after)


def fault(item: Item, error: TykError) -> str:
    """What is wrong with an item, which may be for want of secrets that have no value."""
    wanting = "; ".join(said for gap in item.gaps if (said := f"{gap.place}: {gap.why}") not in str(error))
    return f"{error}; {wanting}" if wanting else str(error)


def _is_entered(item: Item) -> bool:
    """Whether other objects are to hold something of it, or it names others of its kind."""
    kind = item.kind
    own, others = _own_kind(item.section)
    definition = (item.named.get("definition") or {}) if own else {}
    if definition and isinstance(definition, dict) and any(any(held(kind.shape(definition), path)) for path in own):
        return True
    return others and kind.in_others({name for name, value in item.named.items() if value is not None})


@functools.lru_cache(maxsize=64)
def _own_kind(section: str) -> tuple[list[tuple[str, ...]], bool]:
    """Where objects of a kind refer to others of it; and whether these can hold something of them."""
    kind = KINDS[section]
    own = [steps(path) for path, other in kind.fields.references.items() if other == kind.name]
    return own, any(part.in_others for part in kind.fields.parts)


def space(section: str, kind: Kind) -> str:
    """Within what ids are unique."""
    return kind.route.collection if kind.route.selectors else section


def whole(bulk: Bulk, section: str, found: tuple[Refs, Object]) -> Run:
    """The run that deletes an object which nothing declares, with all of that object."""
    refs, listed = found
    params = {**bulk.task.params, "state": "absent"}
    base = refs.kind(bulk.kinds[section].name)
    run = Run(base, Snapshot(bulk.client, refs, bulk.singly), refs, params, {}, True, True, bulk.task.warn)
    kind, obj = base.expand(run, listed)
    return bulk.hiding(section, replace(run, kind=bulk.client.own(kind), found=obj))


def pruned(bulk: Bulk, section: str, found: tuple[Refs, Object], why: str) -> Step:
    """The step that deletes an object which nothing declares. Raises where deleting it is refused."""
    (refs, listed), run = found, whole(bulk, section, found)
    obj, run = run.found or {}, replace(run, found=None)
    planned = prepare(Located(run, patience.clock()), run, Change("deleted", obj, None))
    refs.enter(bulk.kinds[section].name, None, listed)  # so that the next is judged as if this had gone
    return Step(section, run.kind.called(obj), "", planned, why=why, diff=diff(run, obj, None))
