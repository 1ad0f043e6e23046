# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object as a configuration declares it, so that it can be made again from this."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank, clone, compact, merge, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, get, put
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK, Mask, masks, redact
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import listed_with
from ansible_collections.community.tyk.plugins.module_utils._object.view import Manner, view


def item_of(
    run: Run, whole: Object, hidden: dict[Path, Mask], spelled: bool = False, unique: bool | None = None
) -> Object:
    """An object as a configuration declares it: names for ids, and nothing that goes without saying.

    A run with placeholders gets a Mask wherever one belongs. What it is written as is for with_placeholders() to say.

    :arg hidden: gets the paths of secrets that are left out, or masked within a list, or to have a placeholder.
    :arg spelled: others hold its id where no name can stand for it.
    :arg unique: whether its name is enough to tell it from all others; None: that is to be looked up.
    """
    kind, identity, with_secrets = run.kind, run.kind.identity, bool(run.params.get("include_secrets"))
    shown = view(run, whole, Manner(secrets=with_secrets, export=True))
    for name in kind.fields.views:
        if name not in kind.options:
            shown.pop(name, None)
    unique = is_unique(run, shown) if unique is None else unique
    if unique and not kind.secret.is_id and (kind.gets_ids_from_tyk or not (spelled or run.params.get("keep_ids"))):
        shown.pop(identity.id_option, None)
    ids = kind.shown_ids(whole, unique, with_secrets)
    if run.params.get("placeholders"):
        ids.update({name: Mask(MASK) for name in kind.shown_ids(whole, unique, True) if name not in ids})
    shown = {**(ids if identity.id_option in ids else {}), **shown, **ids}
    hidden.update(masks(shown))
    told = shown if run.params.get("placeholders") else _without_masks(shown)
    exported = {name: value for name, value in told.items() if _speaks(kind, name, value, whole)}
    for name, option in kind.options.items():
        if name in exported and not _offered(option, exported[name]):
            _enter(kind, exported, option.path, exported.pop(name))
    for path, value in _unsaid(kind, whole):
        _enter(kind, exported, path, value)
    empty = kind.said_empty(whole)
    if empty:
        exported["definition"] = merge(exported.get("definition") or {}, kind.unshape(empty))
    return exported


def _speaks(kind: Kind, name: str, value: t.Any, whole: Object) -> bool:
    """Whether the value of an option says something; what is empty may do so in a map where it is not the same as
    absent."""
    option = kind.options.get(name)
    if option is None or not value or not isinstance(value, dict) or not blank(value):
        return not blank(value)
    return not same(None, get(whole, option.path), kind.fields.rules.under(option.path))


def is_unique(run: Run, shown: Object) -> bool:
    """Whether the name alone tells the object from all others."""
    option = run.kind.identity.name_option
    name = str(shown.get(option) or "") if option else ""
    if not name or len(run.around.called(run.kind.name, name)) != 1:
        return False
    alike = run.around.kind(listed_with(run.kind.name))
    return not alike.guests or len(run.around.meant(alike.name, name)) == 1


def _without_masks(value: t.Any, inside_list: bool = False) -> t.Any:
    """Without what is masked: left out, it stays as it is. In lists, which are replaced whole, masks have to stay."""
    if isinstance(value, dict):
        return {
            key: _without_masks(item, inside_list)
            for key, item in value.items()
            if inside_list or not isinstance(item, Mask)
        }
    if isinstance(value, list):
        return [_without_masks(item, True) for item in value]
    return str(value) if isinstance(value, Mask) else value


def _unsaid(kind: Kind, whole: Object) -> t.Iterator[tuple[str, t.Any]]:
    """What a new object needs, or would get if nothing were said, and what this one does not have."""
    said = clone(compact(whole, kind.fields.rules))
    for path in kind.fields.always_exported:
        if blank(get(whole, path)):
            yield path, ""
    for path, value in _leaves(kind.start(said)):
        has = get(whole, path)
        if blank(has) and not blank(value) and not blank(get(kind.start(said), path)):  # what is said rules out more
            zero = {bool: False, int: 0, float: 0, str: ""}.get(type(value), has)
            put(said, path, zero)
            yield path, zero


def _leaves(value: t.Any, path: str = "") -> t.Iterator[tuple[str, t.Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif path:
        yield path, value


def _offered(option: Option, value: t.Any) -> bool:
    """Whether an option can have the value; what others store need not be among its choices."""
    return value in option.spec.get("choices", [value])


def _enter(kind: Kind, item: Object, path: str, value: t.Any) -> None:
    """Write one field of Tyk's object into an item."""
    for name, option in kind.options.items():
        if option.path == path and _offered(option, value):
            item[name] = value
            return
    field: Object = {}
    put(field, path, value)
    item["definition"] = merge(item.get("definition") or {}, kind.unshape(field))


def taken_away(run: Run, item: Object, before: Object, after: Object) -> None:
    """Say in an item of an object as it was that what it gets is to go again, where to replace leaves that: its name,
    secrets, and what others hold of it."""
    name = run.kind.identity.name
    if name and not get(before, name) and get(after, name):
        _unset(run.kind, item, tuple(name.split(".")))
    had, gets = (dict(masks(redact(obj, run.secrets))) for obj in (before, after))
    for path in gets.keys() - had.keys():
        if not any(isinstance(step, int) for step in path):  # a list is the whole list
            _unset(run.kind, item, path)
    for held in (held for part in run.kind.fields.parts if part.in_others for held in part.fields):
        if not before.get(held) and after.get(held):
            _unset(run.kind, item, (held,))


def _unset(kind: Kind, item: Object, path: Path) -> None:
    """Write null for a field into an item, where that says something of it already, or into its definition."""
    for name, option in kind.options.items():
        steps = tuple(option.path.split(".")) if option.path else ()
        if steps and path[: len(steps)] == steps and (name in item or path == steps):
            _lay_null(item, (name, *path[len(steps) :]))
            return
    field: Object = {}
    _lay_null(field, path)
    shaped = kind.unshape(field)
    for where in _ways(shaped):
        _lay_null(item, ("definition", *where))


def _lay_null(value: Object, path: Path) -> None:
    *way, last = map(str, path)
    for step in way:
        if not isinstance(value.get(step), dict):
            value[step] = {}
        value = value[step]
    value[last] = None


def _ways(value: t.Any, path: Path = ()) -> t.Iterator[Path]:
    """The paths of what is no map."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _ways(item, (*path, key))
    else:
        yield path
