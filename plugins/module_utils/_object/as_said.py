# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object that has, word for word, what a task says of it is as it is to be, and needs no plan.

In most runs most objects are so. To see that takes one walk over what is said, beside what is there; to plan an object
takes several times as long. Where this is not sure it says no, and the plan decides. Where it says yes, a plan would
change nothing, refuse nothing and warn of nothing: all tests of this repository that run a configuration hold that, as
each such object is planned there as well, and tests/unit/house/object/test_as_said.py does so for objects by chance.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import MISSING
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, names
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.plan import field

FREE = frozenset({"state", "definition", "format"})  # what a task may say beside options that stand for fields
NUMBERS = frozenset({int, float})  # true is none


class _Unsure(Exception):
    """Something was to be told."""


def _unsure(_text: str) -> None:
    raise _Unsure


def as_said(run: Run, later: t.Callable[[Run], tuple[Object, Object]]) -> Run | None:
    """The run with its object, where that has just what the task says; None where a plan has to tell.

    :arg run: one whose object is not located yet.
    :arg later: works out what is declared and resolved, for who asks that of such a run all the same.
    """
    if run.kind.entangled is None or not _is_plain(run.params):
        return None
    try:
        located = _located(run.but(warn=_unsure))
        if located is None or not _is_so(located):
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
    return not (said("owner") or said("org_id") or said("secrets") or said("gaps"))


@functools.lru_cache(maxsize=1024)
def _options(kind: Kind, named: tuple[str, ...]) -> tuple[tuple[str, Option], ...] | None:
    """The options for fields that a task names; None where it names anything of which a plan has to tell."""
    if kind.entangled is None:
        return None
    free = {*FREE, *kind.identity.lookups, kind.identity.id_option, kind.identity.name_option, *kind.options}
    if not free.issuperset(named):
        return None
    return tuple((name, option) for name, option in kind.options.items() if name in named)


def _located(run: Run) -> Run | None:
    """The run with the object that it is about, as the plan finds it; None where that is not there."""
    run.client.own(run.kind).check_said(run)
    chosen, found = run.kind.choose(run)
    kind = run.client.own(chosen)
    options = _options(kind, tuple(run.named))
    if options is None or kind.conversion is not None:
        return None
    if found is None:
        said = dict(kind.shape(run.named.get("definition") or {}))
        said.update({option.path: run.named[name] for name, option in options if "." not in option.path})
        found = kind.locate(run.but(kind=kind, declared=said))
    return None if found is None else run.but(kind=kind, found=found)


def _is_so(run: Run) -> bool:
    """Whether all that the task says stands there."""
    definition = run.named.get("definition")
    said = run.kind.shape(definition) if definition else {}
    if said and not _has(run.found, said, _entangled(run.kind)):
        return False
    return all(_says(run, name, option, said) for name, option in _options(run.kind, tuple(run.named)) or ())


def _says(run: Run, name: str, option: Option, said: Object) -> bool:
    """Whether what an option stands for is there, and the definition says nothing of that."""
    value, found, closer = run.named[name], run.found, _entangled(run.kind)
    if value is None or said and any(names(said, path) for path in option.paths or (option.path,)):
        return False
    if option.paths:
        there = {path: get(found, path) for path in option.paths}
        made = option.to_tyk(value, run, there) if option.to_tyk else {}
        return all(_at(closer, path) is None and _is_one(there[path], item) for path, item in made.items())
    stored = get(found, option.path)
    if option.to_tyk or option.ref:
        value = field(run, name, option, value)
    elif _at(closer, option.path) is not None:
        return False
    return _has({"": stored}, {"": value}, None)


class Closer(dict[str, "Closer"]):
    """The fields below one that take a closer look; an empty one takes it itself."""


def _has(there: t.Any, said: t.Mapping[str, t.Any], closer: Closer | None) -> bool:
    """Whether a map has all that is said of it, and nothing of that takes a closer look. Lists are whole, a null may
    take something away, and true is not 1."""
    if there.__class__ is not dict:
        return False
    for key, value in said.items():
        below = None if closer is None else closer.get(key)
        if below is not None and not (below and value.__class__ is dict):
            return False
        item, kind = there.get(key, MISSING), value.__class__
        if kind is dict:
            if not _has(item, value, below):
                return False
        elif value is None or not _is_one(item, value):
            return False
    return True


def _is_one(there: t.Any, said: t.Any) -> bool:
    """Whether two values are the same, at every depth."""
    kind = there.__class__
    if kind is dict:
        if not isinstance(said, dict) or len(said) != len(there):
            return False
        return all(key in said and _is_one(item, said[key]) for key, item in there.items())
    if kind is not said.__class__ and not (kind in NUMBERS and said.__class__ in NUMBERS):
        return False
    if kind is list:
        return len(there) == len(said) and all(map(_is_one, there, said))
    return bool(there == said)


@functools.lru_cache(maxsize=64)
def _entangled(kind: Kind) -> Closer:
    """The fields of a kind of which more than what stands there tells whether they are as a task says: those that
    refer to other objects, that a read does not show, that others hold, and those that the kind names."""
    fields = kind.fields
    paths = [*fields.references, *fields.ids, *fields.keyed_by, *(kind.entangled or ())]
    paths += [name for part in fields.parts for name in part.fields if part.in_others or not part.readable]
    paths += _hidden(fields.rules)
    closer = Closer()
    for path in paths:
        *above, last = path.partition(".*")[0].split(".")  # below a star whatever is there may be meant
        node = closer
        for name in above:
            if name in node and not node[name]:
                break  # all of that takes it
            node = node.setdefault(name, Closer())
        else:
            node[last] = Closer()
    return closer


def _hidden(rules: Rules) -> t.Iterator[str]:
    """The paths of what a read does not show."""
    waiting: list[tuple[tuple[str, ...], Rules]] = [((), rules)]
    seen = {id(rules)}
    while waiting:
        path, node = waiting.pop()
        if not node.rule.readable:
            yield ".".join(path)
        for name, below in node.children.items():
            if id(below) not in seen:
                seen.add(id(below))
                waiting.append(((*path, name), below))


def _at(closer: Closer, path: str) -> Closer | None:
    """What is entangled at a path, or above it."""
    node: Closer | None = closer
    for name in path.split("."):
        node = node.get(name) if node is not None else None
        if not node:
            return node
    return node
