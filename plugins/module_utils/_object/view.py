# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object in the shape that the modules accept: names for ids, no noise of the server's, no secrets."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import (
    blank,
    clone,
    compact,
    in_order,
    whole,
    without,
)
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, names, put
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import redact
from ansible_collections.community.tyk.plugins.module_utils._data.split import split
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

BLANKS: dict[str, t.Any] = {"list": [], "dict": {}, "bool": False, "int": 0, "float": 0}


class Manner(t.NamedTuple):
    """How to show an object.

    :arg before: the object that it replaces, so that a changed secret shows as changed.
    :arg secrets: whether its secrets are shown.
    :arg export: whether it is to be made again from this, so with fields that say nothing where Tyk demands them.
    """

    before: Object | None = None
    secrets: bool = False
    export: bool = False


PLAINLY = Manner()


def view(run: Run, obj: Object, manner: Manner = PLAINLY) -> Object:
    """What a task would write to get this object."""
    kind, rules = run.kind, run.kind.fields.rules
    own = kind.comparable(obj, run)
    rest = in_order(without(clone(own), rules, "export" if manner.export else "show"), rules)
    rest = rest if manner.secrets else redact(rest, run.secrets, manner.before)
    run.around.show_names(kind.fields.references, rest)
    shown: Object = {}
    for name in kind.options:
        value = _shown(run, name, rest, (obj, own))
        if value is not None:
            shown[name] = value
    for name, paths in kind.fields.views.items():
        values = [get(obj, path) for path in paths.split("|")]
        value = next((item for item in values if not blank(item)), values[-1])
        shown[name] = "" if value is None else value
    rest = kind.unshape(rest if manner.export and kind.fields.demanding else compact(rest, rules))
    if rest:
        shown["definition"] = rest
    return shown


def _shown(run: Run, name: str, rest: Object, sources: tuple[Object, Object]) -> t.Any:
    """The value of an option. What cannot be shown in its way stays in the rest, as it is: somebody waits for what else
    the task has to say, such as the secret of a new object."""
    option, kept = run.kind.options[name], {}
    for path in option.paths or (option.path,):
        if path and names(rest, path):
            kept[path] = get(rest, path)
    try:
        return _option(run, option, rest, sources)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError):
        for path, value in kept.items():
            put(rest, path, value)
        run.warn(
            f"{name}: what is stored there is none, so the {run.kind.noun} is shown with it as it is, in definition"
        )
        return None


def _option(run: Run, option: Option, rest: Object, sources: tuple[Object, Object]) -> t.Any:
    """The value of an option, which is taken out of the rest; None where there is nothing to show."""
    if option.paths:
        taken = {path: _take(rest, path) for path in option.paths} if option.to_task else {}
        return option.to_task(taken, run) if option.to_task else None
    (obj, own), value = sources, _take(rest, option.path)
    if option.spec["type"] == "dict" and option.spec.get("options") and isinstance(value, dict):
        value, unknown = split(value, option.spec["options"])
        if unknown:
            put(rest, option.path, unknown)
    if option.path in run.kind.identity.ids:  # identity is shown, even where the server owns it
        value = get(obj, option.path)
    elif value is None and (option.spec.get("no_log") or names(obj, option.path) and not names(own, option.path)):
        return None
    return option.to_task(value, run) if option.to_task else _plain(option, value, run)


def _plain(option: Option, value: t.Any, run: Run) -> t.Any:
    if value is None:
        return copy.copy(BLANKS.get(option.spec["type"], ""))
    if option.ref and value:
        several = isinstance(value, list)
        return [run.around.name(option.ref, v) for v in value] if several else run.around.name(option.ref, value)
    return value


def _take(obj: Object, path: str) -> t.Any:
    *way, last = path.split(".")
    inner: t.Any = get(obj, ".".join(way)) if way else obj
    return inner.pop(last, None) if isinstance(inner, dict) else None


def diff(run: Run, before: Object | None, after: Object | None) -> dict[str, t.Any]:
    """before and after for Ansible's diff: the managed view, without what only the server knows."""
    kind, shown = run.kind, []
    for obj, old in ((before, None), (after, before)):
        seen = whole(view(run, obj, Manner(before=old))) if obj is not None else {}
        for name in kind.fields.views:
            if name not in kind.options:
                seen.pop(name, None)
        shown.append(seen)
    title = f"{kind.noun} {kind.name_of(after or before)}".strip()
    return {"before": shown[0], "after": shown[1], "before_header": title, "after_header": title}
