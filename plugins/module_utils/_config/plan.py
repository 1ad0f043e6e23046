# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole configuration from what is declared to what is to be done. Nothing here writes."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, Several
from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.apply import prepare
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import place
from ansible_collections.community.tyk.plugins.module_utils._object.plan import Change, Run, plan
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs
from ansible_collections.community.tyk.plugins.module_utils._object.task import Task, find, suited
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff

NEW = "(new) "  # begins the id of an object that is yet to be made; such an id is never written


class Snapshot:
    """Stands for the client while a plan is made: answers from the lists, where they hold the answer."""

    def __init__(self, client: Client, refs: Refs) -> None:
        self._client, self._refs, self.http = client, refs, client.http
        self.own, self.org, self.personal, self.peek = client.own, client.org, client.personal, client.peek

    def read(self, resource: Resource, ident: str, query: t.Any = None, collection: str = "") -> Object | None:
        """The object with this id, or None; as a read of it alone would show it."""
        if collection or set(query or {}) - {"hashed"}:
            return self._client.read(resource, ident, query, collection)
        found = self._refs.known(resource.kind, ident, load=True)
        if found is None:  # a list of keys may hold their hashes only
            return self._client.read(resource, ident, query) if resource.secret_id else None
        shown = resource.listed_as(found)
        return shown if shown is not None else self._client.read(resource, ident, query)


@dataclass
class Step:
    """What is to become of one object.

    :arg kind: key of the configuration.
    :arg where: where it is declared; "" for one that is pruned, and ``why`` it is.
    :arg planned: how others refer to it while it does not exist; ``needs`` such ones that it refers to.
    :arg ahead: it refers to objects of a kind whose turn is later, and that do not exist yet.
    :arg status: planned, unchanged, done, failed or not_tried; ``message`` the error.
    """

    kind: str
    name: str
    where: str
    run: Run
    change: Change
    why: str = ""
    planned: Object | None = None
    needs: set[int] = field(default_factory=set)
    ahead: bool = False
    status: str = "planned"
    message: str = ""
    failure: dict[str, t.Any] | None = None
    stored: Object | None = None
    body: Object = field(default_factory=dict)  # what was written
    diff: dict[str, t.Any] = field(default_factory=dict)

    @property
    def resource(self) -> Resource:
        return self.run.resource

    @property
    def ident(self) -> str:
        """The object's id; "" for one that is new, or whose id is a secret."""
        path = "key_hash" if self.resource.secret_id else self.resource.id
        return str(data.get(self.stored or self.change.before or {}, path) or "")

    def key_file(self, key_dir: str | None) -> str | None:
        """Where a secret goes that Tyk generates for the object."""
        if self.run.params.get("key_file") or not key_dir or not self.resource.token:
            return t.cast("str | None", self.run.params.get("key_file"))
        home = [str(self.run.params.get(name) or "") for name in self.resource.selectors]
        return place(key_dir, self.kind, *home, self.name)


class Bulk:
    """One run over a whole configuration."""

    def __init__(self, task: Task, client: Client, token: str) -> None:
        self.task, self.client, self.token = task, client, token
        self.kinds = client.kinds(KINDS)
        kinds = {resource.kind: resource for resource in self.kinds.values()}
        self.refs = Refs(client, kinds, token, False, task.warn)
        self._tells = bool(task.diff or task.params.get("report"))
        self._below: dict[str, Refs] = {}  # route of a kind that lives below another -> what is known there
        self.claimed: dict[tuple[str, str], str] = {}  # space and id -> where it is declared
        self.referred: dict[int, Object] = {}  # what declared objects refer to
        self._promised: set[int] = set()  # stand for what is planned after those that refer to it

    def plan(self, items: list[Item]) -> list[Step]:
        """What is to be done for every item, in order. Raises Several."""
        steps, errors = [], []
        for kind in KINDS:
            declared = [item for item in items if item.kind == kind]
            declared.sort(key=lambda item: item.resource.in_others(item.named))  # after what they are entered in
            if declared:
                self.task.tell(f"{kind}: comparing {len(declared)}")
            promised = self._promise(kind, items) if declared else []
            for item in declared:
                try:
                    with understood():
                        steps.append(self._step(item))
                except HttpFailure:
                    raise
                except TykError as error:
                    errors.append(f"{item.where}{f' ({item.name})' if item.name else ''}: {error}")
            for obj, related in promised:
                self.refs.put(related, None, obj)
        if errors:
            raise Several(errors)
        return steps

    def _promise(self, kind: str, items: list[Item]) -> list[tuple[Object, str]]:
        """Let objects refer to new ones whose turn is later because those refer to them: APIs and policies do so."""
        promised = []
        later = list(KINDS)[list(KINDS).index(kind) + 1 :]
        for item in items:
            if item.kind not in later or item.kind not in self.kinds or not item.name:
                continue
            base = self.kinds[item.kind]
            if base.kind not in KINDS[kind].named.values():
                continue
            if item.params.get("state") != "absent" and not self.refs.matches(base.kind, item.name):
                obj: Object = {}
                data.put(obj, base.name, item.name)
                data.put(obj, base.id, NEW + item.name)
                self.refs.put(base.kind, obj, planned=True)
                self._promised.add(id(obj))
                promised.append((obj, base.kind))
        return promised

    def _step(self, item: Item) -> Step:
        self.refs.used.clear()
        run = self.start(suited(self.client, item.resource, item.named), item.params, item.named)
        current = find(run)
        self._claim(item, run, current)
        change = plan(run, current)
        prepare(run, change)
        step = Step(item.kind, item.name, item.where, run, change)
        step.needs = self.refs.used.keys() & self.refs.planned.keys()
        step.ahead = bool(step.needs & self._promised)
        self.referred.update(self.refs.used)
        step.name = str(data.get(change.after or change.before or {}, run.resource.name) or "") or item.name
        step.status = "unchanged" if change.action == "none" else "planned"
        if change.action != "none":
            if change.action == "updated" or self._tells:
                step.diff = diff(run.resource, change.before, change.after, run)
            self._foresee(step)
        return step

    def start(self, resource: Resource, params: dict[str, t.Any], named: dict[str, t.Any]) -> Run:
        """A run for one object, which can not write."""
        snapshot = t.cast("Client", Snapshot(self.client, self.refs))
        run = Run(resource, snapshot, self.refs, params, named, True, True, self.task.warn, tell=self.task.tell)
        if resource.scope:
            run.resource = resource.scope(run)
            run.refs = self._scoped(run)
        return run

    def _scoped(self, run: Run) -> Refs:
        """What is known of a kind that lives below another object."""
        route = run.resource.collection
        if route not in self._below:
            self._below[route] = self.refs.apart(run.resource)
            if any(id(obj) in self.refs.planned for obj in self.refs.used.values()):
                self._below[route].relist(run.resource.kind, [])
        return self._below[route]

    def _claim(self, item: Item, run: Run, current: Object | None) -> None:
        """Refuse two items that are about one object."""
        if current is None:
            return
        ident = self._listed_id(run.resource, current)
        before = self.claimed.setdefault((_space(item.kind, run.resource), ident), item.where)
        if before != item.where:
            raise TykError(f"this is the same {run.resource.noun} as in {before}; declare it once")

    def _listed_id(self, resource: Resource, obj: Object) -> str:
        if resource.secret_id:
            return str(obj.get("key_hash") or obj.get("key_id") or obj.get("username") or "")
        return str(data.get(obj, resource.id) or "")

    def existing(self, kind: str) -> t.Iterator[tuple[Refs, Object]]:
        """Every object that is there and that no item is about, with what is known of its surroundings.

        Of a kind that lives below another only what lives beside a declared one.
        """
        base = self.kinds[kind]
        for refs in list(self._below.values()) if base.scope else [self.refs]:
            resource = refs.kind(base.kind)
            for obj in refs.listing(base.kind):
                claim = (_space(kind, resource), self._listed_id(base, obj))
                if id(obj) not in self.refs.planned and claim not in self.claimed:
                    yield refs, obj

    def _foresee(self, step: Step) -> None:
        """Let later items see the object as it will be."""
        resource, base, change = step.resource, self.kinds[step.kind], step.change
        org = self.refs.caller.org_id
        old = None
        if change.before is not None:
            ids = (data.get(change.before, path) for path in (resource.id, *resource.other_ids))
            old = next(filter(None, (step.run.refs.known(base.kind, str(i), load=True) for i in ids if i)), None)
        new = None
        if change.after is not None:
            new = resource.as_listed(data.clone(change.after))
            own = data.get(new, resource.id) or data.get(new, base.id) or NEW + step.name
            for path, value in ((base.id, own), (resource.id, own), *((at, org) for at in (base.org, resource.org))):
                if path and not data.get(new, path):
                    data.put(new, path, value)
        created = change.before is None
        step.run.refs.put(base.kind, new, old, planned=created)
        if created:
            step.planned = new
            self.claimed[(_space(step.kind, resource), self._listed_id(base, new or {}))] = step.where


def _space(kind: str, resource: Resource) -> str:
    """Within what ids are unique."""
    return resource.collection if KINDS[kind].scope else kind


def pruned(bulk: Bulk, kind: str, obj: Object, why: str, refs: Refs) -> Step:
    """The step that deletes an object which nothing declares. Raises where deleting it is refused."""
    params = {**bulk.task.params, "state": "absent"}
    snapshot = t.cast("Client", Snapshot(bulk.client, refs))
    run = Run(refs.kind(bulk.kinds[kind].kind), snapshot, refs, params, {}, True, True, bulk.task.warn)
    if run.resource.expand:
        found, obj = run.resource.expand(run, obj)
        run.resource = bulk.client.own(found)
    change = Change("deleted", obj, None)
    prepare(run, change)
    name = str(data.get(obj, run.resource.name) or "")
    return Step(kind, name, "", run, change, why=why, diff=diff(run.resource, obj, None, run))
