# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who the token belongs to, as far as Tyk tells it to this token."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Caller, Reader
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object


def caller(around: Around, client: Reader, token: str) -> Caller:
    """The user behind the token."""
    if not client.personal:
        return Caller(client.org or _org_of_apis(around) or None, None)
    try:
        users = around.listing("user")
    except HttpFailure as error:
        if error.status != 403:
            raise
        me = _me(around, client)
        return Caller(str(me.get("org_id") or ""), str(me.get("id"))) if me else Caller(_org_of_apis(around), None)
    mine = [user for user in users if user.get("access_key") == token]
    return Caller(
        _only({str(user.get("org_id") or "") for user in mine or users}), str(mine[0].get("id")) if mine else None
    )


def _only(orgs: set[str]) -> str | None:
    """The one organisation that all belong to; "" where there are several, None where there is none."""
    return orgs.pop() if len(orgs) == 1 else "" if orgs else None


def _me(around: Around, client: Reader) -> Object | None:
    """Whether Tyk answers this to a token depends on its version."""
    user = around.kind("user")
    try:
        return client.read(user, "me", collection=user.route.collection)
    except HttpFailure:
        return None


def _org_of_apis(around: Around) -> str | None:
    """For a token that may not read users: whose APIs does it see?"""
    try:
        return _only({around.kind("api").org_of(api) or "" for api in around.listing("api")})
    except (HttpFailure, KeyError):
        return None
