# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access rights to MCP proxies: what may be said of them, and of them only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..wire import Refusal

if TYPE_CHECKING:
    from ..call import Call

_MCP_FIELDS = ("mcp_access_rights", "json_rpc_methods_access_rights", "mcp_primitives", "json_rpc_methods")
_REST_FIELDS = "allowed_urls endpoints restricted_types allowed_types disable_introspection field_access_rights".split()


def _anything(value: Any) -> bool:
    """Whether a field says something; an object of empty lists does not."""
    return any(map(_anything, value.values())) if isinstance(value, dict) else bool(value)


def problem(rights: Mapping[str, Any] | None, is_proxy: Callable[[str], bool | None]) -> str:
    """Why access rights are refused: fields of MCP for an API that is no proxy, or the other way round.

    `is_proxy` tells what an API is, and None where it is unknown: then nothing is looked at.
    """
    for api_id, right in (rights or {}).items():
        if any(_anything(right.get(name)) for name in _MCP_FIELDS) and is_proxy(api_id) is False:
            return f'MCP fields can only be configured on MCP Proxies, API "{api_id}" is not an MCP Proxy'
        for primitive in right.get("mcp_primitives") or [] if is_proxy(api_id) else []:
            kind = primitive.get("type") or ""
            if kind not in ("tool", "resource", "prompt"):
                return f'invalid MCP primitive type "{kind}": must be one of tool, resource, prompt'
    for api_id, right in (rights or {}).items():
        if any(_anything(right.get(name)) for name in _REST_FIELDS) and is_proxy(api_id):
            return f'HTTP/REST and GraphQL fields cannot be configured on MCP Proxies, API "{api_id}" is an MCP Proxy'
    return ""


def check(call: Call, rights: Mapping[str, Any] | None, org_id: str) -> None:
    """Refuses rights of a policy or key of the Dashboard; an API that is not there is looked at by others."""
    if not call.emulator.config.since(5, 13):
        return

    def is_proxy(api_id: str) -> bool | None:
        rows = [row for row in call.state["apis"].find("api_id", api_id) if row["org_id"] == org_id]
        return rows[0]["kind"] == "mcp" if rows else None

    found = problem(rights, is_proxy)
    if found:
        raise Refusal(400, found)
