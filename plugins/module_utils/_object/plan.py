# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what is and what a task asks to what is to be done. Nothing here writes."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._api.patience import READ_BACK, Patience, Turn, clock, pause
from ansible_collections.community.tyk.plugins.module_utils._api.request import url_path
from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Ambiguous, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option, Resource
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs, tell_apart

FRESH = 5.0  # seconds for which what was read is taken for what is


@dataclass
class Run:
    """One object of one task: what is asked, and what it is done with.

    :arg params: every option with its value, defaults filled in.
    :arg named: only what the task names, null included.
    """

    resource: Resource
    client: Client
    refs: Refs
    params: t.Mapping[str, t.Any]
    named: t.Mapping[str, t.Any]
    check: bool
    diff: bool
    warn: t.Callable[[str], None]
    sleep: t.Callable[[float], None] = pause
    tell: t.Callable[[str], None] = lambda text: None  # why this takes long
    later: bool = False  # what is written is read back afterwards, with others
    wish: Object = field(default_factory=dict)  # the task's fields in Tyk's shape, references not yet resolved
    desired: Object = field(default_factory=dict)  # the same with references resolved
    found: Object | None = None  # the object, where the choice of the descriptor has found it already
    read: float | None = None  # when the object was read
    done: Change | None = None  # what was carried out, where the object had moved since the plan

    def one(self, found: list[Object], value: str) -> Object | None:
        """The only object among those found; never a guess."""
        resource = self.resource
        if len(found) > 1:
            by = f"; name one with {resource.id_option}" if resource.id_option else ""
            twins = tell_apart(resource, found)
            raise Ambiguous(f"{len(found)} {resource.noun}s are called {value!r} ({twins}){by}")
        return found[0] if found else None

    def touch(self) -> None:
        """Note that the object was read just now."""
        self.read = clock()

    def stale(self) -> bool:
        """Whether so much time has passed since the object was read that another may have changed it."""
        return self.read is not None and clock() - self.read > FRESH

    def wait(self) -> t.Iterator[Turn]:
        """Turns of patience, until wait_timeout seconds are over."""
        seconds = float(self.params.get("wait_timeout") or 0)
        return Patience(READ_BACK, seconds=seconds, sleep=self.sleep, announce=self._announce_wait).turns()

    def _announce_wait(self, left: float) -> None:
        self.tell(f"waiting up to {left:.0f} seconds more until Tyk knows what has just been written")


class Change(t.NamedTuple):
    """What is to be done: created, updated, deleted or none; from which object to which."""

    action: str
    before: Object | None
    after: Object | None


def declare(run: Run) -> Object:
    """The fields that the task names, in Tyk's shape; references are left to resolve()."""
    resource = run.resource
    definition = run.named.get("definition") or {}
    wish = resource.shape(data.clone(definition)) if definition else {}
    for name, option in resource.options.items():
        if name not in run.named:
            continue
        for path in option.paths or (option.path,):
            if definition and data.names(wish, path):
                raise Invalid(f"{name} and definition name the same field ({path}); keep one of them")
        if not option.ref and not option.write:
            data.put(wish, option.path, data.clone(run.named[name]))
    return resource.tidy(wish)


def resolve(run: Run, current: Object | None) -> Object:
    """The task's fields with references resolved, without what the server owns."""
    wish = data.clone(run.wish)
    for name, option in run.resource.options.items():
        if name not in run.named:
            continue
        value = run.named[name]
        if option.paths and option.write:
            values = {path: data.get(current, path) for path in option.paths}
            values = dict.fromkeys(values) if value is None else option.write(value, run, values)
            for path, item in values.items():
                data.put(wish, path, item)
        elif option.ref or option.write:
            data.put(wish, option.path, None if value is None else _write(run, name, option, value, current))
    run.refs.settle(run.resource.named, wish, current)
    desired: Object = data.without_server_fields(wish, run.resource.rules)
    return desired


def _write(run: Run, name: str, option: Option, value: t.Any, current: Object | None) -> t.Any:
    if option.write:
        return option.write(value, run, data.get(current, option.path))
    if isinstance(value, list):
        return [run.refs.id(option.ref, item, f"{name}[{index}]") for index, item in enumerate(value)]
    return run.refs.id(option.ref, value, name) if value else ""


def locate(run: Run) -> Object | None:
    """The object that the task is about, or None."""
    resource = run.resource
    if resource.locate:
        return t.cast("Object | None", resource.locate(run))
    chosen, name = chosen_id(run), data.get(run.wish, resource.name)
    if not chosen and not name:
        options = " or ".join(option for option in (resource.id_option, resource.name_option) if option)
        raise Invalid(f"which {resource.noun}? Name it with {options}")
    return run.one(run.refs.matches(resource.kind, chosen or name, named=not chosen), chosen or name)


def chosen_id(run: Run) -> str:
    """The id that the task gives the object, if it does."""
    if not run.resource.id_option:
        return ""
    ids = (data.get(run.wish, path) for path in (run.resource.id, *run.resource.other_ids))
    return str(next((value for value in ids if value), ""))


def plan(run: Run, current: Object | None) -> Change:
    """From what is and what is asked to what is to be done."""
    resource, rules = run.resource, run.resource.rules
    if run.params.get("state") == "absent":
        return Change("deleted" if current else "none", current, None)
    run.desired = desired = resolve(run, current)
    if data.has_mask(desired):
        _unmask(desired, current, rules)
    if current is None:
        target: Object = data.merge(_start(resource, desired), desired, rules)
        for path in resource.needs:
            if data.blank(data.get(target, path)):
                raise Invalid(
                    f"there is no such {resource.noun} yet, and to create it {_option(resource, path)} is needed"
                )
        if chosen_id(run):
            url_path("", chosen_id(run))  # Tyk would make it, and nobody could reach it
        resource.check(target, None, run)
        return Change("created", None, target)
    if run.params.get("update_secrets") != "always":
        desired = data.without(desired, rules, "write_only")
    current = base = data.without(current, rules, "write_only")
    if run.params.get("strategy") == "replace":
        base = data.merge(_start(resource, desired), _skeleton(resource, base))
    target = data.merge(resource.rebase(base, desired, run), desired, rules)
    resource.check(target, current, run)
    if target is current or data.same(resource.comparable(current, run), resource.comparable(target, run), rules):
        return Change("none", current, current)
    return Change("updated", current, target)


def _start(resource: Resource, desired: Object) -> Object:
    """What a new object gets unless the task says otherwise."""
    return resource.start(desired) if resource.start else data.clone(dict(resource.defaults))


def unkept(run: Run, stored: Object) -> list[str]:
    """The fields that are not stored as the task wants them."""
    resource, rules = run.resource, run.resource.rules
    wish = data.without(run.desired, rules, "write_only")
    before = resource.comparable(stored, run)
    after = resource.comparable(data.merge(resource.rebase(stored, wish, run), wish, rules), run)
    return [data.dotted(path) for path in data.differ(before, after, rules)]


def _unmask(desired: Object, current: Object | None, rules: Rules, path: data.Path = ()) -> None:
    """What a module has shown with secrets masked may come back: the mask stands for the secret that is there."""
    for key, value in list(desired.items()):
        if isinstance(value, dict):
            was = current.get(key) if isinstance(current, dict) else None
            _unmask(value, was if isinstance(was, dict) or current is None else {}, rules.at(key), (*path, key))
        elif isinstance(value, list):
            if data.has_mask(value):
                was, below = current.get(key) if current else None, rules.at(key)
                known = was if isinstance(was, list) else []
                desired[key] = [_whole(item, known, below.at(i), (*path, key, i)) for i, item in enumerate(value)]
        elif value in (data.MASK, data.MASK_NEW):
            if current is None:
                raise _masked((*path, key))
            del desired[key]


def _whole(item: t.Any, known: list[t.Any], rules: Rules, path: data.Path) -> t.Any:
    """An item of a list with the secrets that its masks stand for: those of the item that is the same otherwise."""
    masked = next(data.masks(item, path), None)
    if masked is None:
        return item
    bare = data.unmasked(item)
    for old in known:
        if isinstance(old, dict) and data.same(data.merge(old, bare, rules), old, rules):
            return data.merge(old, bare, rules)
    raise _masked(masked)


def _masked(path: data.Path) -> Invalid:
    return Invalid(f"{data.dotted(path)}: this is the mask of a secret; write the secret itself")


def _skeleton(resource: Resource, current: Object) -> Object:
    """What stays of an object that is replaced: what the server owns, and what identifies it."""
    kept: Object = data.merge(data.only(current, resource.rules, "server") or {}, resource.stays(current))
    for path in filter(None, (resource.id, resource.name, *resource.other_ids, resource.token)):
        if data.get(current, path) is not None:
            data.put(kept, path, data.get(current, path))
    return kept


def _option(resource: Resource, path: str) -> str:
    return next((name for name, option in resource.options.items() if option.path == path), path)
