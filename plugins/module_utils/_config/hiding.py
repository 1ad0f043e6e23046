# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of an object is hidden because a placeholder stands for it, or stood for it before."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.veil import SHORT
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import texts
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import PLACES, hidden_at


def hidden_of(params: t.Mapping[str, t.Any]) -> list[Path]:
    """Where a declared object has secrets in place of placeholders, with a value or without, or had them encrypted."""
    return [path for path in params.get("secrets") or () if isinstance(path, tuple)]


def hiding(run: Run, before: t.Iterable[Path]) -> Run:
    """The run that shows neither what a placeholder stands for, nor the same text elsewhere in the object.

    :arg before: where an earlier declaration had placeholders.
    """
    paths = [*hidden_of(run.params), *before]
    if not paths:
        return run
    places, tree = hidden_at(run.kind, paths)
    told = {text for text in texts(run.found, tree) if len(text) >= SHORT}
    places.update(_where(run.found, told))
    return run.but(params={**run.params, PLACES: tuple(sorted(places, key=str))})


def _where(value: t.Any, told: set[str], path: Path = ()) -> t.Iterator[Path]:
    """Where a text holds one of these."""
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _where(item, told, (*path, key))
    elif isinstance(value, str) and any(text in value for text in told):
        yield path
