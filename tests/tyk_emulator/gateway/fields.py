# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions, policies and the access rights in both, as the Gateway declares them."""

from __future__ import annotations

from typing import Any

from ..kinds import policies, sessions
from .structs import Struct, Version, show

_MCP: Version = (5, 13)
# From here on zero values are left out of sessions and access rights.
SPARSE: Version = (5, 12)
_SMOOTHING = Struct(sessions.SMOOTHING, kept=sessions.SMOOTHING)
RATE = Struct({"rate": "float", "per": "float", "smoothing": ("opt", _SMOOTHING)}, shy=("smoothing",))
LIMIT = Struct(
    {**RATE, **{name: kind for name, kind in sessions.LIMIT.items() if name not in (*RATE, "set_by_policy")}},
    shy=("smoothing",),
    careless=("smoothing",),
)
_URL = Struct({"url": "str", "methods": ("list", "str")}, kept=("url", "methods"))
_TYPE = Struct({"name": "str", "fields": ("list", "str")}, kept=("name", "fields"))
_FIELD = Struct({"type_name": "str", "field_name": "str", "limits": Struct({"max_query_depth": "int"})})
_METHOD = Struct({"name": "str", "limit": RATE}, kept=("limit",), shy=("name",))
_ENDPOINT = Struct({"path": "str", "methods": ("list", _METHOD)}, shy=("path", "methods"))
_RULES = Struct({"allowed": ("list", "str"), "blocked": ("list", "str")})
ACCESS = Struct(
    {
        "api_name": "str",
        "api_id": "str",
        "versions": ("list", "str"),
        "allowed_urls": ("list", _URL),
        "restricted_types": ("list", _TYPE),
        "allowed_types": ("list", _TYPE),
        "limit": LIMIT,
        "field_access_rights": ("list", _FIELD),
        "disable_introspection": "bool",
        "allowance_scope": "str",
        "endpoints": ("slice", _ENDPOINT),
        "json_rpc_methods": ("list", Struct({"name": "str", "limit": RATE}, kept=("name",))),
        "json_rpc_methods_access_rights": _RULES,
        "mcp_primitives": ("list", Struct({"type": "str", "name": "str", "limit": RATE}, kept=("type", "name"))),
        "mcp_access_rights": Struct({"tools": _RULES, "resources": _RULES, "prompts": _RULES}),
    },
    shy=("endpoints",),
    since={
        "json_rpc_methods": _MCP,
        "json_rpc_methods_access_rights": _MCP,
        "mcp_primitives": _MCP,
        "mcp_access_rights": _MCP,
        "endpoints": (5, 6),
    },
)


def _plain(kind: Any) -> Any:
    """A type of the shared tables in the form of this package."""
    if isinstance(kind, dict):
        return Struct({name: _plain(sub) for name, sub in kind.items()})
    return (kind[0], _plain(kind[1])) if isinstance(kind, tuple) else {"dict": "map"}.get(kind, kind)


SESSION = Struct(
    {
        **_plain(sessions.SESSION),
        "date_created": "time",
        "access_rights": ("map", ACCESS),
        "smoothing": ("opt", _SMOOTHING),
    },
    since={
        "smoothing": (5, 4),
        "mtls_static_certificate_bindings": (5, 12),
        "post_expiry_action": _MCP,
        "post_expiry_grace_period": _MCP,
    },
)
# Fields of the Dashboard's policies that the Gateway does not know.
_DASHBOARD = ("state", "date_created", "access_rights_array", "auth_type", "auth_types", "graphql_enabled")
_POLICY: dict[str, Any] = {name: kind for name, kind in policies.SHAPE.items() if name not in _DASHBOARD}
POLICY = Struct(
    {
        **_plain(_POLICY),
        "_id": "str",
        "access_rights": ("map", ACCESS),
        "graphql_access_rights": ("map", Struct({})),
        "partitions": Struct(_POLICY["partitions"], kept=_POLICY["partitions"]),
        "smoothing": ("opt", _SMOOTHING),
    },
    kept=[name for name in _POLICY if name != "post_expiry_action"],
    shy=("post_expiry_action",),
    since={"smoothing": (5, 4), "post_expiry_action": _MCP, "post_expiry_grace_period": _MCP},
)


def shown(kind: Struct, value: dict[str, Any], version: Version) -> dict[str, Any]:
    """A session or a policy as this version shows it."""
    found: dict[str, Any] = show(kind, value, version, SPARSE)
    return found
