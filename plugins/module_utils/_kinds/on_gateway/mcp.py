# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""MCP proxies on a Gateway without a Dashboard. Their own list changes what it shows, and the next reload may not load
that; so they are taken from the list of all APIs, which has them in their classic form."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, put
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.address import OAS_PATHS, unique_on_gateway
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import CLASSIC
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.links import ID, block_path, links
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.mcp import (
    FIELDS,
    MCP_PROXY,
    VERSIONS,
    McpProxy,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import rules
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import TYK
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.api import (
    IN_ANY_ORDER,
    OnGatewayDocument,
    here,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Route, Served

EXTENSION = f"oas.{TYK}"
# Where what lists show has what identifies a proxy, and where its document has that.
IDENTITY = {
    ID: f"{EXTENSION}.info.id",
    "api_definition.name": f"{EXTENSION}.info.name",
    "api_definition.org_id": f"{EXTENSION}.info.orgId",
    "api_definition.proxy.listen_path": f"{EXTENSION}.server.listenPath.value",
    "api_definition.proxy.target_url": f"{EXTENSION}.upstream.url",
    "api_definition.definition.name": f"{EXTENSION}.info.versioning.name",
    "api_definition.definition.default": f"{EXTENSION}.info.versioning.default",
}


class GatewayMcpProxy(OnGatewayDocument, McpProxy):
    route = Route(
        "tyk/mcps",
        listing="tyk/apis",
        list_query={"include_types": "mcp"},
        created=("key",),
        recent=True,
        since=McpProxy.route.since,
        brittle=True,
    )
    fields = replace(
        McpProxy.fields,
        rules=rules({**FIELDS, **IN_ANY_ORDER}),
        references={**here(CLASSIC), **here(MCP_PROXY)},
    )
    unique = unique_on_gateway(OAS_PATHS, McpProxy.identity.id)

    def schema(self, obj: Object) -> Served | None:
        return McpProxy.schema(self, obj)

    def decode(self, reply: Object) -> Object:
        """A document; or the classic form of a list, with as much of a document as tells it from others."""
        return super().decode(reply) if "api_id" not in reply else self.adopted({"api_definition": reply})

    def adopted(self, listed: Object) -> Object:
        """What the list of all APIs shows of a proxy."""
        found: Object = {**listed, "oas": {TYK: {"info": {}}}}
        for classic, own in IDENTITY.items():
            put(found, own, get(listed, classic))
        if links(listed):
            put(found, VERSIONS, [{"name": name, "id": ident} for name, ident in sorted(links(listed).items())])
        return found

    def damaged(self, run: Run, obj: Object) -> t.Iterator[Object]:
        """The base that has this proxy entered as a version: a Gateway writes it as a read has made it up."""
        ident = self.id_of(obj)
        for base in run.around.anew(self.name).listing(self.name):
            if ident in links(base).values() and self.id_of(base) != ident:
                whole = copy.deepcopy(run.client.read(self, self.id_of(base)))
                if whole is None:
                    continue
                block = get(whole, block_path(whole)) or {}
                entries = [one for one in block.get("versions") or () if one.get("id") != ident]
                gone = {str(one.get("name")) for one in block.get("versions") or ()} - {str(e["name"]) for e in entries}
                default = block.get("name") or "" if block.get("default") in gone else block.get("default")
                put(whole, block_path(whole), {**block, "default": default, "versions": entries})
                yield whole

    def outlives(self, obj: Object) -> bool:
        """A base is deleted after its versions, whose end would bring it back."""
        return bool(links(obj))


GATEWAY_MCP_PROXY = GatewayMcpProxy()
