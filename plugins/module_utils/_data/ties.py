# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What within an object belongs together, so that none of it is taken back without the rest."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import MISSING, Map
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, at, dotted
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import block_at

REF = "$ref"  # a field whose value says what it refers to


class Tie(t.NamedTuple):
    """Two places of an object.

    :arg user: where it refers to the other place.
    :arg used: the other place, without which that means nothing.
    :arg both: nor does what is there without the first one.
    """

    user: Path
    used: Path
    both: bool = False


def spared(gone: Map, now: t.Any, path: Path) -> Map:
    """What is taken back, but for what is at this path."""
    key, rest = str(path[0]), path[1:]
    there = now.get(key) if isinstance(now, dict) else None
    if key not in gone:
        return gone
    inner = dict.fromkeys(there) if gone[key] is None and isinstance(there, dict) else gone[key]
    left = spared(inner, there, rest) if rest and isinstance(inner, dict) else None
    if left is inner and left is not None:
        return gone
    return {name: left if name == key else item for name, item in gone.items() if name != key or left}


def needs(value: t.Any, blocks: t.Mapping[str, tuple[str, str]], path: Path = ()) -> t.Iterator[Tie]:
    """The ties between blocks and the fields that they cannot do without."""
    _loose, block = block_at(path, blocks) or (True, {})
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        if isinstance(key, str) and key in block and block[key].needed:
            yield Tie(path, (*path, key))
        yield from needs(item, blocks, (*path, key))


def tied(ties: t.Iterable[Tie], now: Map, after: Map, left: t.Collection[Path]) -> t.Iterator[tuple[Path, str]]:
    """What must not go because what stays refers to it, or because it refers to what was to go with it and stays.

    :arg after: the object as it would be.
    :arg left: what was to go, and stays.
    """
    for user, used, both in ties:
        user_stays, used_stays = (at(after, path, MISSING) is not MISSING for path in (user, used))
        same_one = user[-1] != REF or at(after, user, MISSING) == at(now, user, MISSING)
        if user_stays and same_one and not used_stays:
            yield used, f"{dotted(user)} needs it"
        elif both and not user_stays and any(used[: len(path)] == path[: len(used)] for path in left):
            yield user, f"goes with {dotted(used)}, which stays"
