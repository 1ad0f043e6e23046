# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tyk's words on migrations: how a staged copy is told, and why an API is not migrated."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

PREFIX, CALLED, PATH = "staging-", "[staged] ", "/tyk-staging"  # how Tyk tells a staged copy
REASONS = {
    "is_tcp": "Tyk does not migrate APIs of TCP",
    "is_streams": "Tyk does not migrate APIs that stream",
    "is_graphql": "Tyk does not migrate GraphQL APIs",
    "is_websocket": "Tyk does not migrate APIs of websockets",
}

# What to do about words of Tyk that name no field of a classic API.
WAYS_OUT = {
    "'apiKey' should have 'name'": "Tyk wants the name of a header for tokens; name one before, such as Authorization, "
    "in definition.auth.auth_header_name, or say disable_header: true there if they come in a parameter or cookie only",
}


def is_staged(ident: str, name: str) -> bool:
    """Whether an API of this id and name is a staged copy, which Tyk has made."""
    return ident.startswith(PREFIX) and name.startswith(CALLED)


def refused(reply: Object) -> str:
    """Why Tyk has not migrated an API, from its answer."""
    for one in get(reply, "skipped.apis") or ():
        return REASONS.get(str(get(one, "key")), f"Tyk skips it: {get(one, 'message') or get(one, 'key')}")
    for one in get(reply, "failure.errors") or ():
        said = get(one, "message")
        text = "; ".join(map(str, said)) if isinstance(said, list) else str(said)
        way_out = next((way for words, way in WAYS_OUT.items() if words in text), "")
        return f"Tyk says: {text}{way_out and f' ({way_out})'}"
    return "Tyk does not say what it would make of it"


def wanted(run: Run) -> str:
    """How the task wants a classic API to be migrated; "" where it does not."""
    asked = run.params.get("migrate") and run.params.get("state") != "absent"
    return str(run.params.get("migrate_mode") or "direct") if asked else ""
