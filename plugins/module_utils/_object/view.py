# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object in the shape that the modules accept: names for ids, no noise of the server's, no secrets."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option, Resource

BLANKS: dict[str, t.Any] = {"list": [], "dict": {}, "bool": False, "int": 0, "float": 0}


def view(
    resource: Resource, obj: Object, run: t.Any, before: Object | None = None, bare: bool = False, whole: bool = False
) -> Object:
    """What a task would write to get this object.

    :arg before: the object that this one replaces, so that a changed secret shows as changed.
    :arg bare: with its secrets; ``whole``: with fields that say nothing, where Tyk demands some of these.
    """
    own = resource.comparable(obj, run)
    rest = data.without_server_fields(copy.deepcopy(own), resource.rules)
    rest = rest if bare else data.redact(rest, resource.rules, before)
    run.refs.unsettle(resource.named, rest)
    shown: Object = {}
    for name, option in resource.options.items():
        if option.paths:
            taken = {path: _take(rest, path) for path in option.paths} if option.read else {}
            value = option.read(taken, run) if option.read else None
            if value is not None:
                shown[name] = value
            continue
        value = _take(rest, option.path)
        if option.path in (resource.id, *resource.other_ids):  # identity is shown, even where the server owns it
            value = data.get(obj, option.path)
        elif value is None and (
            option.spec.get("no_log") or data.names(obj, option.path) and not data.names(own, option.path)
        ):
            continue
        value = option.read(value, run) if option.read else _plain(option, value, run)
        if value is not None:
            shown[name] = value
    for name, paths in resource.views.items():
        values = [data.get(obj, path) for path in paths.split("|")]
        value = next((item for item in values if not data.blank(item)), values[-1])
        shown[name] = "" if value is None else value
    rest = resource.unshape(rest if whole and resource.demanding else data.compact(rest, resource.rules))
    if rest:
        shown["definition"] = rest
    return shown


def _plain(option: Option, value: t.Any, run: t.Any) -> t.Any:
    if value is None:
        return copy.copy(BLANKS.get(option.spec["type"], ""))
    if option.ref and value:
        return (
            [run.refs.name(option.ref, v) for v in value]
            if isinstance(value, list)
            else run.refs.name(option.ref, value)
        )
    return value


def _take(obj: Object, path: str) -> t.Any:
    *way, last = path.split(".")
    inner: t.Any = data.get(obj, ".".join(way)) if way else obj
    return inner.pop(last, None) if isinstance(inner, dict) else None


def diff(resource: Resource, before: Object | None, after: Object | None, run: t.Any) -> dict[str, t.Any]:
    """before and after for Ansible's diff: the managed view, without what only the server knows."""
    shown = []
    for obj, old in ((before, None), (after, before)):
        seen = data.whole(view(resource, obj, run, old)) if obj is not None else {}
        for name in resource.views:
            if name not in resource.options:
                seen.pop(name, None)
        shown.append(seen)
    title = f"{resource.noun} {data.get(after or before or {}, resource.name) or ''}".strip()
    return {"before": shown[0], "after": shown[1], "before_header": title, "after_header": title}
