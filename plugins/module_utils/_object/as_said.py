# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object that has, word for word, what a task says of it is as it is to be, and needs no plan.

In most runs most objects are so. To see that takes one walk over what is said, beside what is there; to plan an object
takes several times as long. Where this is not sure it says no, and the plan decides. Where it says yes, a plan would
change nothing, refuse nothing and warn of nothing: all tests of this repository that run a configuration hold that, as
each such object is planned there as well, and tests/unit/modules/test_glances.py does so with declarations by chance.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.alike import (
    ELSEWHERE,
    SET,
    Look,
    has,
    is_at_least,
    is_one,
)
from ansible_collections.community.tyk.plugins.module_utils._data.merge import MISSING
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Reader, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.owner import owner_of
from ansible_collections.community.tyk.plugins.module_utils._object.plan import field

FREE = frozenset({"state", "definition", "format"})  # what a task may say beside options that stand for fields
DASHBOARD = "dashboard"
PLAN, REFS = "plan", "references"  # with SET and ELSEWHERE who tells of a field: see _looks()


class _Unsure(Exception):
    """Something was to be told."""


def _unsure(_text: str) -> None:
    raise _Unsure


def as_said(run: Run, lists: Reader, later: t.Callable[[Run], tuple[Object, Object]]) -> Run | None:
    """The run with its object, where that has just what the task says; None where a plan has to tell.

    :arg run: one whose object is not located yet.
    :arg lists: reads what lists show and asks for nothing, as the plan would ask for it once more.
    :arg later: works out what is declared and resolved, for who asks that of such a run all the same.
    """
    names = tuple(run.named)
    if run.kind.platform != DASHBOARD or not _is_plain(run.params) or _options(run.kind, names) is None:
        return None
    try:
        located = _located(run.but(client=lists, warn=_unsure), names)
        if located is None or not (_is_ours(located) and _is_so(located, _options(located.kind, names) or ())):
            return None
    except HttpFailure:
        raise  # as it would be while it is planned
    except (TykError, _Unsure):  # the plan tells what is wrong
        return None
    return run.seen(located.kind, located.found or {}, later)


def _is_plain(params: t.Mapping[str, t.Any]) -> bool:
    """Whether no option that is about all that is said asks for more than that it is so."""
    said = params.get
    if said("state") not in ("present", None) or said("strategy") == "replace" or said("update_secrets") == "always":
        return False
    return not (said("secrets") or said("gaps"))


def _is_ours(run: Run) -> bool:
    """Whether the object says that it belongs to whom the task says it works for, where it says that."""
    owner, found = run.params.get("owner"), run.found
    is_there = not run.asserted or run.kind.org_of(found) == run.asserted
    return is_there and (not owner or owner_of(run, found) == owner)


class _Said(t.NamedTuple):
    """An option for fields that a task names.

    :arg ways: the paths of its fields, in steps.
    :arg look: who tells whether the field is as it is said; PLAN: it is not said as it is there.
    :arg entangled: those of the paths of which more than what stands there tells whether they are as they are said.
    :arg members: by the name in the option's value the path, where the value is a map of what is there.
    :arg rules: those for the field, or for the first of several.
    """

    name: str
    option: Option
    ways: tuple[tuple[str, ...], ...]
    look: Look
    entangled: frozenset[str]
    members: t.Mapping[str, str]
    rules: Rules


@functools.lru_cache(maxsize=1024)
def _options(kind: Kind, named: tuple[str, ...]) -> tuple[_Said, ...] | None:
    """The options for fields that a task names; None where it names anything of which a plan has to tell."""
    if kind.entangled is None:
        return None
    free = {*FREE, *kind.identity.lookups, kind.identity.id_option, kind.identity.name_option, *kind.options}
    if not free.issuperset(named):
        return None
    found = []
    for name, option in kind.options.items():
        paths, is_plain = option.paths or (option.path,), not (option.to_tyk or option.ref)
        ways = tuple(tuple(path.split(".")) for path in paths)
        looks = [_at(_looks(kind), way) for way in ways]
        if name in named and not _can_tell(is_plain, ways, looks):
            return None
        if name in named:
            entangled = frozenset(path for path, look in zip(paths, looks) if look is not None)
            members = {way[-1]: path for way, path in zip(ways, paths)} if option.members else {}
            rules = kind.fields.rules.under(paths[0])
            found.append(_Said(name, option, ways, looks[0] if is_plain else PLAN, entangled, members, rules))
    return tuple(found)


def _can_tell(is_plain: bool, ways: t.Sequence[tuple[str, ...]], looks: list[Look]) -> bool:
    """Whether it can be told without a plan that the field of an option is as it is said, or one of several fields."""
    first, single = looks[0], len(looks) == 1
    if is_plain:
        return first in (None, SET) or first is ELSEWHERE and len(ways[0]) == 1
    return not single or first not in (PLAN, ELSEWHERE)


def _located(run: Run, names: tuple[str, ...]) -> Run | None:
    """The run with the object that it is about, as the plan finds it; None where that is not there."""
    run.client.own(run.kind).check_said(run)
    chosen, found = run.kind.choose(run)
    kind = run.client.own(chosen)
    options = _options(kind, names)
    if options is None or kind.conversion is not None:
        return None
    if found is None:
        said = dict(kind.shape(run.named.get("definition") or {}))
        said.update(
            {one.option.path: run.named[one.name] for one in options if one.look is not PLAN and len(one.ways[0]) == 1}
        )
        found = kind.locate(run.but(kind=kind, declared=said))
    return None if found is None else run.but(kind=kind, found=found)


def _is_so(run: Run, options: t.Iterable[_Said]) -> bool:
    """Whether all that the task says stands there."""
    definition, named, found = run.named.get("definition"), run.named, run.found
    said = run.kind.shape(definition) if definition else {}
    if said and not (has(found, said, _looks(run.kind)) or has(found, said, _looks(run.kind), run.kind.fields.rules)):
        return False
    told = dict(said)
    for one in options:
        value = named[one.name]
        if value is None or said and any(_there(said, way) is not MISSING for way in one.ways):
            return False  # a null takes away, and what is said twice is to be looked at
        if one.look is not PLAN and not is_at_least(_there(found, one.ways[0]), value, one.look):
            return False
        if one.look is ELSEWHERE:
            told[one.option.path] = value
    if not run.kind.is_untangled(told, found or {}):
        return False
    return all(_is_made(run, one, named[one.name]) for one in options if one.look is PLAN)  # which may ask the server


def _is_made(run: Run, one: _Said, value: t.Any) -> bool:
    """Whether what an option's value becomes in Tyk's object is there."""
    option, found = one.option, run.found
    if not option.paths:
        return is_at_least(_there(found, one.ways[0]), field(run, one.name, option, value), None, one.rules)
    members = value if value.__class__ is dict and one.members.keys() >= value.keys() else {}
    if members and _are_there(found, {one.members[name]: item for name, item in members.items()}, one.entangled):
        return True
    made = option.to_tyk(value, run, {path: get(found, path) for path in option.paths}) if option.to_tyk else {}
    return _are_there(found, made, one.entangled)


def _are_there(found: t.Any, made: t.Mapping[str, t.Any], entangled: frozenset[str]) -> bool:
    """Whether just these values are at these paths, and none of them takes a closer look."""
    return entangled.isdisjoint(made) and all(is_one(get(found, path), item) for path, item in made.items())


def _there(obj: t.Any, way: t.Iterable[str]) -> t.Any:
    for key in way:
        obj = obj.get(key, MISSING) if obj.__class__ is dict else MISSING
    return obj


@functools.lru_cache(maxsize=64)
def _looks(kind: Kind) -> dict[str, t.Any]:
    """Who tells of which field whether it is as a task says, where not just what stands there does, as a tree: a plan
    of those that a read does not show and that others hold; a plan as well of those that refer to other objects, unless
    an option stands for them; the kind of those that it names; and where the order of a list means nothing it does not
    count."""
    fields, tree = kind.fields, dict[str, t.Any]()
    told = {path: SET for path, node in _nodes(fields.rules) if node.rule.shape == "set"}
    told.update(dict.fromkeys(kind.entangled or (), ELSEWHERE))
    told.update(dict.fromkeys((*fields.references, *fields.ids, *fields.keyed_by), REFS))
    told.update({name: PLAN for part in fields.parts for name in part.fields if part.in_others or not part.readable})
    told.update({path: PLAN for path, node in _nodes(fields.rules) if not node.rule.readable})
    for path, who in told.items():
        above, star, _below = path.partition(".*")
        *way, last = above.split(".")
        node: t.Any = tree
        for name in way:
            node = node.setdefault(name, {}) if node.__class__ is dict else node
        if node.__class__ is dict:
            node[last] = PLAN if star and who is not REFS else who  # below a star whatever is there may be meant
    return tree


def _nodes(rules: Rules) -> t.Iterator[tuple[str, Rules]]:
    """The rules of fields, with their paths, each once."""
    waiting: list[tuple[tuple[str, ...], Rules]] = [((), rules)]
    seen = {id(rules)}
    while waiting:
        path, node = waiting.pop()
        for name, below in node.children.items():
            if id(below) not in seen:
                seen.add(id(below))
                waiting.append(((*path, name), below))
                yield ".".join((*path, name)), below


def _at(look: t.Any, way: t.Iterable[str]) -> Look:
    """Who tells of the field at a path."""
    for name in way:
        look = look.get(name) if look.__class__ is dict else look
    found: Look = look
    return found
