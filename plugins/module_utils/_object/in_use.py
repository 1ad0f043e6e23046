# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Warnings of what is deleted, or taken away, and still in use."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change
from ansible_collections.community.tyk.plugins.module_utils._object.uses import Uses, is_referred_to


class Loss(t.NamedTuple):
    """An object that goes; or what it has no more, as others call it."""

    kind: Kind
    before: Object
    names: frozenset[str] = frozenset()


def losses(changes: t.Iterable[tuple[Kind, Change]]) -> list[Loss]:
    """What these changes take away that others may refer to, and that none of them gives to another object."""
    found, changes = [], list(changes)
    losing = [(kind, change) for kind, change in changes if change.action != "none" and change.before is not None]
    given = {
        (kind.name, *kind.place_in(change.after))
        for kind, change in (changes if losing else ())
        if change.after is not None
    }
    for kind, (_action, before, after) in losing:
        if before is None or not is_referred_to(kind):
            continue
        home, name = kind.place_in(before)
        lost = kind.lost_names(before, after) if after is not None else set[str]()
        names = frozenset(lost - ({name} if (kind.name, home, name) in given else set[str]()))
        if after is None or names:
            found.append(Loss(kind, before, names))
    return found


def users_of(loss: Loss, uses: Uses) -> list[str]:
    """What is still in use of that, and by what, one by one, for people."""
    key = id(loss.before)
    parts = [(f"{name!r} of it", uses.parts.get((key, name), [])) for name in sorted(loss.names)]
    found = parts or [("it", uses.users.get(key, []))]
    told = (f"{user.kind.noun} {user.name or user.ident!r} uses {what}" for what, users in found for user in users)
    return sorted({*told})


def warn_of_use(found: list[Loss], uses: Uses, warn: t.Callable[[str], None]) -> None:
    """Say what is still in use of that; and, once, what was not looked at."""
    for loss in found:
        noun, key = loss.kind.noun, id(loss.before)
        called = f"{noun[0].upper()}{noun[1:]} {loss.kind.name_of(loss.before) or loss.kind.shown_id(loss.before)!r}"
        if not loss.names and uses.users.get(key):
            warn(f"{called} is deleted, and is still used by: {uses.told(uses.users[key])}.")
        for name in sorted(loss.names):
            if uses.parts.get((key, name)):
                warn(f"{called} loses {name!r}, which is still used by: {uses.told(uses.parts[key, name])}.")
    if uses.unseen:
        warn(f"Not all was looked at that may use what is deleted: {'; '.join(uses.unseen.values())}.")
