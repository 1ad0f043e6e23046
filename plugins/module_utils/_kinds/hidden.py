# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether there may be APIs that the token does not see: where a Dashboard has owners for APIs, its lists leave out
those of others, and nothing but what is in the lists can tell that."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.lockout import of_an_admin
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

OWNED, GRANTING, LIKE_OWNED = "api", "policy", "mcp_proxy"  # kinds: what has owners, what names it, what is named so
OWNERS = ("user_owners", "user_group_owners")
WAY_OUT = "use the token of an admin, or take away what refers to an API that is gone"


class Known(Around, t.Protocol):
    """What is around a run, and was."""

    @property
    def has_owners(self) -> bool:
        """Whether the server may hide APIs from who does not own them."""

    def was(self, kind: str, ident: str) -> bool:
        """Whether this is the id of an object that the run has taken away."""


def hidden_apis(seen: t.Iterable[tuple[Kind, Object]], around: Known, few: bool) -> str:
    """Why there may be APIs that the token does not see; "" where nothing tells of any.

    :arg few: look at what is seen already only, and not at all policies.
    """
    if not around.has_owners:
        return ""
    why = next(_signs(seen, around), "") or next(_signs([] if few else _policies(around), around), "")
    return f"{why}, so APIs of others may be hidden from the token; {WAY_OUT}" if why and not _sees_all(around) else ""


def _policies(around: Known) -> list[tuple[Kind, Object]]:
    try:
        return [(around.kind(GRANTING), policy) for policy in around.listing(GRANTING)]
    except HttpFailure:
        return []


def _signs(seen: t.Iterable[tuple[Kind, Object]], around: Known) -> t.Iterator[str]:
    """What tells that APIs are hidden from those who do not own them."""
    for kind, obj in seen:
        called = f"{kind.noun} {kind.name_of(obj) or kind.shown_id(obj)!r}"
        if any(obj.get(name) for name in OWNERS):
            yield f"{called} has owners"
        for path in (path for path, other in kind.fields.keyed_by.items() if other == OWNED):
            for ident in obj.get(path) or ():
                if not _is_there(str(ident), around):
                    yield f"{called} refers to an API {ident} that is not in the list"


def _is_there(ident: str, around: Known) -> bool:
    if around.was(OWNED, ident) or around.with_id(OWNED, ident):
        return True
    try:
        return bool(around.with_id(LIKE_OWNED, ident))
    except HttpFailure:
        return False


def _sees_all(around: Known) -> bool:
    try:
        return of_an_admin(around)
    except HttpFailure:
        return False
