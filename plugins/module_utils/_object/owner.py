# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose an object is: a mark in it, which a run with an owner leaves, and which every other run leaves alone."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import merge
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, names
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

# What no owner is called: a mark that names nobody, and one that need not be the object's own.
NOBODY, LENT = "\0nobody", "\0lent"


def _mark(kind: Kind, obj: Object | None) -> t.Any:
    mark = get(obj, kind.labels.owner) if obj and kind.labels.owner else None
    return None if mark == "" else mark


def owner_of(run: Run, obj: Object | None) -> str:
    """Whose mark an object has; "" for none. A mark that is blank, or no text, is somebody's, but nobody's name; and
    one that Tyk has copied from another object may hide the object's own."""
    mark = _mark(run.kind, obj)
    if mark is None:
        return ""
    if run.kind.is_lent(obj or {}, run.kind.labels.owner, run.around):
        return LENT
    return mark if isinstance(mark, str) and mark.strip() else NOBODY


def marked(run: Run, target: Object, current: Object | None, adds: bool = True) -> Object:
    """What is to be there with the mark that is there, or else with that of the run's owner. A mark that the task names
    itself, as any other field, is what it says.

    :arg adds: an object without a mark may get one.
    """
    path = run.kind.labels.owner
    if not path or names(run.resolved, path):
        return target
    there = _mark(run.kind, current)
    if there is None:
        there = run.params.get("owner") if adds else None
        return _laid(target, path, there) if there else target
    lent = run.kind.is_lent(current or {}, path, run.around)
    return target if lent else _laid(target, path, there)


def unmarked(kind: Kind, obj: Object) -> Object:
    """The object without a mark."""
    return obj if _mark(kind, obj) is None else _laid(obj, kind.labels.owner, None)


def _laid(obj: Object, path: str, mark: t.Any) -> Object:
    """The object with this mark, or None for none, there."""
    for name in reversed(path.split(".")):
        mark = {name: mark}
    laid: Object = merge(obj, mark)
    return laid
