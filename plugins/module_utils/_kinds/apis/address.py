# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where an API of either format is reached: listen path and domain, and on which nodes. No two can be at one place."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Unique, Value, unique_text

SERVER = "oas.x-tyk-api-gateway.server"
CLASSIC_PATHS = (
    "api_definition.proxy.listen_path",
    "api_definition.domain",
    "api_definition.domain_disabled",
)
OAS_PATHS = (f"{SERVER}.listenPath.value", f"{SERVER}.customDomain.name", f"{SERVER}.customDomain.enabled")


def listens_at(api: Object) -> Value:
    """Listen path and domain, letter by letter, as the Gateway compares them; whether the API is active or internal
    means nothing to it."""
    server = get(api, SERVER)
    if server:
        domain = get(server, "customDomain.name") if get(server, "customDomain.enabled") else ""
        path = get(server, "listenPath.value")
    else:
        inner = api.get("api_definition") or {}
        domain = "" if inner.get("domain_disabled") else inner.get("domain")
        path = get(inner, "proxy.listen_path")
    return (str(path), str(domain or "")) if path else ()


def nodes(api: Object) -> list[str]:
    """The tags of the only nodes that load an API; none: all do."""
    server = get(api, SERVER)
    if server:
        tags = get(server, "gatewayTags.tags") if get(server, "gatewayTags.enabled") else ()
    else:
        inner = api.get("api_definition") or {}
        tags = () if inner.get("tags_disabled") else inner.get("tags")
    return [str(tag) for tag in tags or ()]


def _spare(_path: str, text: str) -> str:
    return f"/{text}/"


def unique(paths: tuple[str, ...], ident: str) -> tuple[Unique, ...]:
    """What is unique about an API, whose format keeps it at these paths; in a Dashboard."""
    place = Unique(
        "listen_path",
        paths,
        listens_at,
        harm="Tyk refuses a second API there",
        allowed="enable_duplicate_slugs in the Dashboard's configuration allows it",
        spare=_spare,
        nodes=nodes,
    )
    return place, unique_text("api_id", ident)


def unique_on_gateway(paths: tuple[str, ...], ident: str) -> tuple[Unique, ...]:
    """The same on a Gateway without a Dashboard, which loads all files, whatever their tags."""
    place = Unique(
        "listen_path", paths, listens_at, harm="the Gateway would serve one of the two elsewhere", spare=_spare
    )
    return place, unique_text("api_id", ident)
