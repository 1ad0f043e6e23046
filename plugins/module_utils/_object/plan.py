# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what is and what a task asks to what is to be done. Nothing here writes."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._data import kept
from ansible_collections.community.tyk.plugins.module_utils._data.merge import (
    Exactly,
    clone,
    differ,
    merge,
    same,
    without,
)
from ansible_collections.community.tyk.plugins.module_utils._data.near import did_you_mean
from ansible_collections.community.tyk.plugins.module_utils._data.paths import (
    Path,
    dotted,
    get,
    indexed,
    names,
    put,
    spot,
)
from ansible_collections.community.tyk.plugins.module_utils._data.plain import check_plain
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import (
    Secrets,
    may_hold_mask,
    reads_as_mask,
    restored,
    stands_for,
    texts,
    written_masks,
)
from ansible_collections.community.tyk.plugins.module_utils._data.split import Clash, joined
from ansible_collections.community.tyk.plugins.module_utils._data.types import typed
from ansible_collections.community.tyk.plugins.module_utils._errors import (
    Invalid,
    NoRoute,
    OrganisationMismatch,
    TykError,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import PLACES, secrets_of
from ansible_collections.community.tyk.plugins.module_utils._object.gaps import check_held, filled
from ansible_collections.community.tyk.plugins.module_utils._object.new import check_known, mistaken, new
from ansible_collections.community.tyk.plugins.module_utils._object.owner import marked
from ansible_collections.community.tyk.plugins.module_utils._object.refs import no_id, untold
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change, Located, Planned


def declare(kind: Kind, named: t.Mapping[str, t.Any]) -> Object:
    """The fields that the task names, in Tyk's shape; references are left to _resolve()."""
    definition = named.get("definition") or {}
    declared = kind.shape(typed(clone(definition), kind.fields.types, ("definition",))) if definition else {}
    for name, option in _named_options(kind, tuple(named)):
        value = named[name]
        for path in (option.paths or (option.path,)) if definition else ():
            if names(declared, path):
                value = _both(name, option, path, get(declared, path), value)
        if not option.ref and not option.to_tyk:
            put(declared, option.path, clone(value))
    return _respelled(kind, kind.tidy(declared))


@functools.lru_cache(maxsize=1024)
def _named_options(kind: Kind, named: tuple[str, ...]) -> tuple[tuple[str, Option], ...]:
    """The options that a task names, in the kind's order; the objects of a configuration mostly name the same few."""
    return tuple((name, option) for name, option in kind.options.items() if name in named)


def _respelled(kind: Kind, declared: Object) -> Object:
    """The same with known names in their own letters: Tyk reads them in any, and shows them in these."""
    for path, meant in list(kind.strangers(declared)):
        holder, key = spot(declared, path) or ({}, "")
        if meant and meant.lower() == str(key).lower() and meant not in holder:
            holder[meant] = holder.pop(key)
            return _respelled(kind, declared)  # below it there may be more
    return declared


def _both(name: str, option: Option, path: str, defined: t.Any, value: t.Any) -> t.Any:
    """What an option and definition say of one field together: the same, or each a part of what has options below."""
    try:
        if not option.paths and (option.spec.get("options") or defined == value):
            return joined({path: defined}, {path: value})[path]
    except Clash as error:
        path = str(error)
    raise Invalid(f"{name} and definition name the same field ({path}); keep one of them")


def locate(run: Run) -> Located:
    """The object that the task is about, in the caller's organisation."""
    run.client.own(run.kind).check_said(run)
    chosen, found = run.kind.choose(run)
    kind = run.client.own(chosen)
    seen = run if found is run.found else run.but(found=found)
    declared = kind.identify(seen, declare(kind, run.named))
    run = run.but(kind=kind, found=found, declared=declared)
    current = _there(run)
    read_at = patience.clock()
    _keep_id(kind, declared, current)
    if run.asserted and not kind.route.admin:
        _check_organisation(run, current)
    return Located(run if current is found else run.but(found=current), read_at)


def _keep_id(kind: Kind, declared: Object, current: Object | None) -> None:
    """It may have been named by another of its ids; that is no wish to change this one, and an empty one is none."""
    option = kind.options.get(kind.identity.id_option)
    if current and option and names(declared, option.path):
        put(declared, option.path, get(current, option.path))


def _there(run: Run) -> Object | None:
    """The object as it is; what a Tyk cannot have is absent, and that is told."""
    absent = run.params.get("state") == "absent"
    try:
        found = run.kind.locate(run)
        if found is None and absent:
            check_known(run)
    except NoRoute as error:
        if not absent:
            raise
        run.warn(f"{error}.")
        return None
    return found


def _check_organisation(run: Run, current: Object | None) -> None:
    """Refuse an object of another organisation than the task names."""
    path, personal = run.kind.identity.org, run.client.personal
    org = get(current, path) if current and path else None
    org = org if org or not personal and current and path else run.around.caller.org_id
    if org is None:
        raise OrganisationMismatch(f"{untold(run.asserted)}; nothing was changed")
    elif org != run.asserted:
        whose = f"organisation {org}" if org else "no organisation"
        what = "token" if personal else run.kind.noun
        aside = no_id(run.asserted, org)
        raise OrganisationMismatch(
            f"org_id is {run.asserted}, but the {what} belongs to {whose}{aside}; nothing was changed"
        )


def _resolve(run: Run) -> Object:
    """The task's fields with references resolved, without what the server owns."""
    resolved, current = run.kind.fit(clone(run.declared), run), run.found
    run.around.resolve_names(run.kind.fields, resolved, current, functools.partial(_as_said, run))
    for name, option in _named_options(run.kind, tuple(run.named)):
        value = run.named[name]
        if option.paths and option.to_tyk:
            values = {path: get(current, path) for path in option.paths}
            values = dict.fromkeys(values) if value is None else option.to_tyk(value, run, values)
            for path, item in values.items():
                put(resolved, path, item)
        elif option.ref or option.to_tyk:
            made = None if value is None else field(run, name, option, value)
            rest = get(resolved, option.path) if option.spec.get("options") else None
            put(resolved, option.path, merge(rest, made) if isinstance(rest, dict) else made)
    sent: Object = typed(without(resolved, run.kind.fields.rules, "send"), run.kind.fields.types)
    return sent


def _as_said(run: Run, path: Path) -> str:
    """A path of the object as the task writes it: below an option that it names, or in its definition."""
    for name, option in run.kind.options.items():
        steps = tuple(option.path.split("."))
        if (
            option.path
            and name in run.named
            and path[: len(steps)] == steps
            and _is_there(run.named[name], path[len(steps) :])
        ):
            return indexed((name, *path[len(steps) :]))
    return run.kind.in_definition(indexed(path))


def _is_there(value: t.Any, path: Path) -> bool:
    """Whether a task's data has this path."""
    for key in path:
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        inside = [item for name, item in pairs if name == key]
        if not inside:
            return False
        value = inside[0]
    return True


def field(run: Run, name: str, option: Option, value: t.Any) -> t.Any:
    """What an option's value is in Tyk's object."""
    if option.to_tyk:
        return option.to_tyk(value, run, get(run.found, option.path))
    stored = get(run.found, option.path)
    if isinstance(value, list):
        known = stored or ()
        return [run.around.id(option.ref, item, f"{name}[{index}]", known) for index, item in enumerate(value)]
    return run.around.id(option.ref, value, name, (stored,)) if value else ""


def decide(run: Run) -> tuple[Run, Change]:
    """From what is and what is asked to what is to be done; and the run with its references resolved. What Tyk has to
    convert changes, whatever the task says beside."""
    run, change = _decide(run)
    conversion = run.kind.conversion
    if conversion is not None and change.before is not None and change.after is not None:
        change = Change("updated", conversion.before or change.before, change.after)
    if change.action == "updated":
        check_held(run, run.found or {})
    return run, change


def _decide(run: Run) -> tuple[Run, Change]:
    kind, rules, current = run.kind, run.kind.fields.rules, run.found
    if run.params.get("state") == "absent":
        told = "" if current else mistaken(run)
        if told:
            run.warn(told)
        return run, Change("deleted" if current else "none", current, None)
    run = run if run.own is None else run.but(declared=run.own, own=None)
    run = run.but(resolved=resolve(run, current))
    if current is None:
        return run, Change("created", None, marked(run, new(run), None))
    current = without(current, rules, "readable")

    def wants(run: Run) -> Object:
        return _target(run, current or {})

    if run.previous is None:
        target = wants(run)
    else:
        from ansible_collections.community.tyk.plugins.module_utils._object.previous import take_back

        run, target = take_back(run, wants, current)
    kind.check(target, current, run)
    target = marked(run, target, current, adds=not kind.life.immutable)
    if target is current or same(kind.comparable(current, run), kind.comparable(target, run), rules):
        return run, Change("none", current, current)
    return run, Change("updated", current, marked(run, target, current))


def resolve(run: Run, current: Object | None) -> Object:
    """What the task says of the object, with ids for names and what is stored for masks."""
    resolved = filled(run, _resolve(run), current, functools.partial(_fit, run))
    if may_hold_mask(resolved) and any(written_masks(resolved, run.secrets)):
        _unmask(resolved, current, (run.kind.fields.rules, run.secrets))
    return resolved


def _target(run: Run, current: Object) -> Object:
    """The object that is there as it is to be."""
    kind, rules, resolved, base, replaces = run.kind, run.kind.fields.rules, run.resolved, current, run.replaces
    if run.params.get("update_secrets") != "always":
        resolved = without(resolved, rules, "readable")
    if replaces:
        own = secrets_of(kind, {**run.params, PLACES: ()})  # what is only hidden is not kept for that
        base = merge(merge(kind.start(resolved), kept.secret(base, rules, own, resolved)), _skeleton(kind, base))
    target: Object = merge(kind.rebase(base, resolved, run), resolved, rules, replaces)
    if replaces:
        target = merge(target, kept.owned(current, rules, target))
    return kind.moved(target, run.moved) if run.moved else target


def in_full(run: Run) -> tuple[Object, Object]:
    """What is declared and what is resolved of a run that was seen to be as it is to be, for who asks it all the same;
    nobody hears its warnings."""
    quiet = run.but(declared={}, resolved={}, later=None, warn=lambda _text: None)
    declared = run.kind.identify(quiet, declare(run.kind, run.named))
    _keep_id(run.kind, declared, run.found)
    made, _change = decide(quiet.but(declared=declared))
    return made.declared, made.resolved


def as_new(run: Run) -> Object:
    """What the task alone would make of the object that it has found, and secrets aside no more than that."""
    kind, found = run.kind, run.found or {}
    rules, alone = kind.fields.rules, run.but(found=None)
    alone = alone.but(declared=kind.identify(alone, declare(kind, run.named)))
    try:
        resolved = filled(run, _resolve(alone), run.found, functools.partial(_fit, run))
    except TykError:
        resolved = run.resolved  # it names what only the object that is there has
    base = merge(kind.start(resolved), _skeleton(kind, found))
    own = run.but(params={**run.params, "strategy": "replace"}, resolved=resolved)
    target = merge(kind.rebase(base, resolved, own), resolved, rules, True)
    return marked(run, merge(target, kept.owned(found, rules, target)), found)


def plan(located: Located) -> Planned:
    """What is to be done."""
    return prepare(located, *decide(located.run))


def prepare(located: Located, run: Run, change: Change) -> Planned:
    """What is going to be written. Refuses, in check mode too, what must not be."""
    kind, before, after = run.kind, change.before, change.after
    if change.action == "none":
        return Planned(run, located.read_at, change, {})
    if not kind.route.admin:
        org = (kind.org_of(before) or "") if before and kind.identity.org else None
        run.around.align(run.asserted, org, f"{kind.noun} {get(before, kind.identity.name)!r}")
    kind.guard(after, before, run)
    if kind.life.immutable and before and after and not run.params.get("recreate"):
        paths = (dotted(path) for path in differ(before, after, kind.fields.rules))
        raise Invalid(
            f"Tyk cannot change the {kind.noun} ({', '.join(paths)}); recreate: true makes a new one in its place"
        )
    body = {} if after is None else kind.complete(_with_required(kind, after), before, run)
    check_plain(body)
    secrets = run.secrets
    run.client.hide(text for obj in (before, body) if obj for text in texts(obj, secrets))
    return Planned(run, located.read_at, change, body)


def _with_required(kind: Kind, target: Object) -> Object:
    missing = {name: clone(value) for name, value in kind.fields.required.items() if target.get(name) is None}
    return {**target, **missing}


def unkept(run: Run, stored: Object) -> list[str]:
    """The fields that are not stored as the task wants them, but for what Tyk shows in place of what is taken away."""
    kind, rules = run.kind, run.kind.fields.rules
    wanted = without(run.resolved, rules, "readable")
    target = marked(run, merge(kind.rebase(stored, wanted, run), wanted, rules), stored)
    if target is stored:  # most often so
        return []
    before, after = kind.comparable(stored, run), kind.comparable(target, run)
    paths, others = map(dotted, differ(before, after, rules)), kind.falls_back(run)
    return [path for path in paths if not any(f"{path}.".startswith(f"{other}.") for other in others)]


def warn_unkept(run: Run, stored: Object) -> bool:
    """Warn of fields that Tyk accepted but did not keep; whether there are none."""
    lost = unkept(run, stored)
    if lost:
        meant = {path: name for path, name in run.kind.strangers(run.declared) if name}
        heads = (next((other for other in meant if f"{path}.".startswith(f"{other}.")), path) for path in lost)
        lost = [path + did_you_mean(meant.get(path, "")) for path in dict.fromkeys(heads)]
        name = run.kind.name_of(stored)
        what = f"{run.kind.noun} {name!r}" if name else run.kind.noun
        run.warn(f"Tyk accepted the {what} but did not keep these fields as told: {', '.join(lost)}")
    return not lost


def warn_strange(planned: Planned) -> None:
    """Say in check mode of what nobody can know whether Tyk keeps it."""
    if planned.change.action not in ("created", "updated"):
        return
    run, meant = planned.run, dict(planned.run.kind.strangers(planned.run.declared))
    new = [path for path in meant if get(run.found, path) is None and get(run.declared, path) is not None]
    if new:
        said, what = ", ".join(path + did_you_mean(meant[path]) for path in new), run.kind.name_of(planned.change.after)
        run.warn(
            f"{run.kind.noun} {what!r}: no version of Tyk is known to have {said}. If "
            "this one does not keep it, the run says so, and that nothing was changed where nothing else is to be"
        )


Trees = tuple[Rules, Secrets]


def _below(trees: Trees, key: str | int, around: t.Any) -> Trees:
    rules, node = trees
    return rules.at(key), node.at(key, around)


def _unmask(desired: Object, current: Object | None, trees: Trees, path: Path = ()) -> None:
    """What a module has shown with secrets masked may come back: the mask stands for the secret that is there."""
    for key, value in list(desired.items()):
        was = current.get(key) if isinstance(current, dict) else None
        below = _below(trees, key, current if was is not None else desired)
        if isinstance(value, dict):
            full = bool(value)
            _unmask(value, was if isinstance(was, dict) or current is None else {}, below, (*path, key))
            if full and not value and was is None:
                del desired[key]  # there was nothing but masks of what is not there
        elif isinstance(value, list):
            if any(written_masks(value, below[1])):
                known = was if isinstance(was, list) else []
                desired[key] = _restored(value, known, below, (*path, key))
        elif reads_as_mask(value, below[1]):
            unseen = current is not None and not below[0].rule.readable
            if not unseen and not stands_for(value, was, below[1]):
                raise _masked((*path, key))
            del desired[key]
            if isinstance(desired, Exactly) and was is not None:
                desired[key] = was


def _restored(items: list[t.Any], known: list[t.Any], trees: Trees, path: Path) -> list[t.Any]:
    """The items of a list with the secrets that their masks stand for: each those of an item that is the same
    otherwise, at its own place if it can be. Where items came or went, which of several is meant has to be told."""
    made, left = list(items), dict(enumerate(known))
    for index, item in enumerate(items):
        below = _below(trees, index, items)
        masked = next(written_masks(item, below[1], (*path, index)), None)
        if masked is None:
            continue
        fits = {place: whole for place, old in left.items() if (whole := _filled(item, old, below)) is not None}
        several = any(whole != next(iter(fits.values()), None) for whole in fits.values())
        if not fits or several and len(items) != len(known):
            raise _masked(masked)
        place = index if index in fits else next(iter(fits))
        made[index] = fits[place]
        del left[place]
    return made


def _fit(run: Run, path: Path, item: t.Any, old: t.Any) -> t.Any:
    """An item of the list at this path of the object with what is there in place of its masks; None where it is
    another one."""
    trees: Trees = run.kind.fields.rules, run.secrets
    for key in (*path, 0):
        trees = _below(trees, key, None)
    return _filled(item, old, trees)


def _filled(item: t.Any, old: t.Any, trees: Trees) -> t.Any:
    """An item with what is there in place of its masks; None where it is another one."""
    rules, node = trees
    if not stands_for(item, old, node):
        return None
    whole = restored(item, old, node)
    same_one = same(merge(old, whole, rules), old, rules) if isinstance(whole, dict) else whole == old
    return whole if same_one else None


def _masked(path: Path) -> Invalid:
    return Invalid(f"{dotted(path)}: this is the mask of a secret; write the secret itself")


def _skeleton(kind: Kind, current: Object) -> Object:
    """What stays of an object that is replaced: what the server owns, and what identifies it."""
    stays: Object = merge(kept.owned(current, kind.fields.rules), kind.kept_by_replace(current))
    for path in filter(None, (*kind.identity.ids, kind.identity.name, kind.secret.field)):
        if get(current, path) is not None:
            put(stays, path, get(current, path))
    return stays
