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


def owner_of(kind: Kind, obj: Object | None) -> str:
    """Whose mark an object has; "" for none."""
    mark = get(obj, kind.labels.owner) if obj and kind.labels.owner else None
    return "" if mark in (None, "") else str(mark)


def marked(run: Run, target: Object, current: Object | None, adds: bool = True) -> Object:
    """What is to be there with the mark that is there, or else with that of the run's owner. A mark that the task names
    itself, as any other field, is what it says.

    :arg adds: an object without a mark may get one.
    """
    path = run.kind.labels.owner
    if not path or names(run.resolved, path):
        return target
    there = get(current, path) if owner_of(run.kind, current) else run.params.get("owner") if adds else None
    return _laid(target, path, there) if there else target


def unmarked(kind: Kind, obj: Object) -> Object:
    """The object without a mark."""
    return _laid(obj, kind.labels.owner, None) if owner_of(kind, obj) else obj


def _laid(obj: Object, path: str, mark: t.Any) -> Object:
    """The object with this mark, or None for none, there."""
    for name in reversed(path.split(".")):
        mark = {name: mark}
    laid: Object = merge(obj, mark)
    return laid
