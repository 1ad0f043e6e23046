# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an API of either format refers to within texts, and in fields that tasks do not name by name. Pure, but for
looking up names."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, held
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.texts import certificates, texts

LOOP = "tyk://"  # begins the address of another API, which a request then goes to
SELF = "self"
PARTS = ("api_definition", "oas.x-tyk-api-gateway", "oas.x-tyk-streaming")
TRUSTING = (
    "api_definition.client_certificates",
    "api_definition.pinned_public_keys",
    "oas.x-tyk-api-gateway.server.clientCertificates",
    "oas.x-tyk-api-gateway.upstream.certificatePinning",
)
PLACES = {
    "api_definition.event_handlers.events.*.*.handler_meta.id": "webhook",
    "api_definition.event_handlers.events.*.*.handler_meta.webhook_id": "webhook",
    "hook_references.*.hook.webhook_id": "webhook",
    "api_definition.graphql.supergraph.subgraphs.*.api_id": "api",
}


def mentions(api: Object, around: Around) -> t.Iterator[tuple[str, str]]:
    """Kind and id of what an API mentions."""
    yield from _fields(api)
    yield from certificates([get(api, part) for part in PARTS])
    any_api = around.kind("api")
    for host in _hosts(api):
        named = [any_api.id_of(other) for other in around.by("api", _looping_names, _looping(host))]
        by_id = not named or around.known("api", host) is not None
        yield from (("api", ident) for ident in (*((host,) if by_id else ()), *named))


def spelled(api: Object) -> t.Iterator[tuple[str, str]]:
    """Kind and id of what an API names where an export cannot put a name for the id."""
    yield from _fields(api)
    yield from (("api", host) for host in _hosts(api, ("api_definition", "oas")))  # in all of a document


def _fields(api: Object) -> t.Iterator[tuple[str, str]]:
    for path, kind in PLACES.items():
        yield from ((kind, str(holder[key] or "")) for holder, key in held(api, path.split(".")))


def _hosts(api: Object, parts: t.Iterable[str] = PARTS) -> t.Iterator[str]:
    """What addresses call the APIs that they lead to: Tyk takes an id there, and a name."""
    for text in texts([get(api, part) for part in parts]):
        if text[: len(LOOP)].lower() == LOOP:
            host = re.split(r"[/?#]", text[len(LOOP) :], maxsplit=1)[0]
            if host and host != SELF and "$" not in host:  # which stands for what an expression or a variable finds
                yield host


def _looping_names(api: Object) -> list[str]:
    """How an address may call an API: without its categories, and with a dash for all that is no letter or digit."""
    bare, mark, _categories = str(get(api, "api_definition.name") or "").partition("#")
    return [_looping(bare[:-1] if mark else bare)]


def _looping(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.lower())
