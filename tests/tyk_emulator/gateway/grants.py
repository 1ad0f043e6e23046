# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Gateway checks in the access rights of keys and policies, and in the certificates bound to a key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..shape import is_zero
from ..wire import Refusal
from .call import Call

_MCP = ("json_rpc_methods", "json_rpc_methods_access_rights", "mcp_primitives", "mcp_access_rights")
_OTHERS = (
    "allowed_urls",
    "endpoints",
    "restricted_types",
    "allowed_types",
    "disable_introspection",
    "field_access_rights",
)
_NO_PROXY = 'MCP fields can only be configured on MCP Proxies, API "{}" is not an MCP Proxy'
_PROXY = 'HTTP/REST and GraphQL fields cannot be configured on MCP Proxies, API "{}" is an MCP Proxy'
_TYPES = ("tool", "resource", "prompt")


def check(call: Call, rights: dict[str, Any] | None) -> None:
    """Refuses fields that the API, if it is loaded, has no use for. It is the one that the map names."""
    for api_id, right in (rights or {}).items():
        if _is_proxy(call, api_id) is not None and _uses_mcp(right):
            if not _is_proxy(call, api_id):
                raise Refusal(400, _NO_PROXY.format(api_id))
            for primitive in right["mcp_primitives"] or []:
                if primitive["type"] not in _TYPES:
                    kinds = ", ".join(_TYPES)
                    raise Refusal(400, f'invalid MCP primitive type "{primitive["type"]}": must be one of {kinds}')
    for api_id, right in (rights or {}).items():
        if _is_proxy(call, api_id) and any(right[name] for name in _OTHERS):
            raise Refusal(400, _PROXY.format(api_id))


def _is_proxy(call: Call, api_id: str) -> bool | None:
    """Whether a loaded API is an MCP proxy; nothing is known of others."""
    api = call.node.apis.get(api_id)
    return None if api is None else api["classic"].get("application_protocol") == "mcp"


def _uses_mcp(right: dict[str, Any]) -> bool:
    return any(right[name] if isinstance(right[name], list) else not is_zero(right[name]) for name in _MCP)


def check_bindings(call: Call, certificates: Iterable[str] | None, org: str) -> None:
    """Refuses certificates that are not in the store, of versions that know bindings."""
    if not call.since(5, 12):
        return
    for cert_id in certificates or ():
        if org and not cert_id.startswith(org):
            raise Refusal(400, f"invalid certificate ID: {cert_id}")
    for cert_id in certificates or ():
        if call.state["certs"].get(cert_id) is None:
            raise Refusal(400, f"certificate not found: {cert_id}")
