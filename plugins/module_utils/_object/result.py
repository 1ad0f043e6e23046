# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module returns of one object, with names for the ids of others."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, held
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff, view

Result = dict[str, t.Any]


def answer(run: Run, change: Change, shown: Object | None) -> Result:
    """What the module returns."""
    kind = run.kind
    result: Result = {"changed": change.action != "none", "action": change.action}
    learn_names(run, (change.before, shown))
    if shown is not None:
        hidden = {name for part in kind.fields.parts if not part.readable for name in part.fields}
        home = {name: run.params[name] for name in kind.route.selectors}
        told = view(run, {name: value for name, value in shown.items() if name not in hidden})
        result[kind.result] = {**home, **told}
    if run.diff:
        result["diff"] = diff(run, change.before, change.after)
    return result


def load_names(run: Run, objects: list[Object]) -> None:
    """List the kinds that the objects refer to; a token that may not see one of them gets ids."""
    for kind in dict.fromkeys((*run.kind.fields.refers, *_referred(run, objects))):
        try:
            run.around.listing(kind)
        except HttpFailure as error:
            if error.status != 403:
                raise


def learn_names(run: Run, objects: t.Iterable[Object | None]) -> None:
    """The same for a result of a kind that has names there; what cannot be listed is shown by its id."""
    referred = _referred(run, [obj for obj in objects if obj]) if run.kind.fields.by_name else ()
    for kind in dict.fromkeys(referred):
        with contextlib.suppress(HttpFailure):
            run.around.listing(kind)


def _referred(run: Run, objects: list[Object]) -> t.Iterator[str]:
    """The kinds that the objects name objects of, at places that everybody knows."""
    fields = run.kind.fields
    yield from (kind for path, kind in fields.references.items() if _named_in(objects, path))
    yield from (kind for path, kind in fields.keyed_by.items() if any(get(obj, path) for obj in objects))


def _named_in(objects: list[Object], path: str) -> bool:
    return any(holder[key] for obj in objects for holder, key in held(obj, path.split(".")))
