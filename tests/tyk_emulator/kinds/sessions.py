# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The session object behind a key, and the access rights that it shares with policies."""

from __future__ import annotations

from typing import Any

from ..shape import Mismatch, read
from ..wire import Refusal

SMOOTHING = {"enabled": "bool", "threshold": "int", "trigger": "float", "step": "int", "delay": "int"}
_RATE = {"rate": "float", "per": "float", "smoothing": ("opt", SMOOTHING)}
LIMIT = {
    "rate": "float",
    "per": "float",
    "throttle_interval": "float",
    "throttle_retry_limit": "int",
    "max_query_depth": "int",
    "quota_max": "int",
    "quota_renews": "int",
    "quota_remaining": "int",
    "quota_renewal_rate": "int",
    "set_by_policy": "bool",
    "smoothing": ("opt", SMOOTHING),
}
_RULES = {"allowed": ("list", "str"), "blocked": ("list", "str")}
_TYPES = ("list", {"name": "str", "fields": ("list", "str")})
ACCESS = {
    "api_name": "str",
    "api_id": "str",
    "versions": ("list", "str"),
    "allowed_urls": ("list", {"url": "str", "methods": ("list", "str")}),
    "restricted_types": _TYPES,
    "allowed_types": _TYPES,
    "limit": ("opt", LIMIT),
    "field_access_rights": (
        "list",
        {"type_name": "str", "field_name": "str", "limits": {"max_query_depth": "int"}},
    ),
    "disable_introspection": "bool",
    "allowance_scope": "str",
    "endpoints": ("list", {"path": "str", "methods": ("list", {"name": "str", "limit": _RATE})}),
    "json_rpc_methods": ("list", {"name": "str", "limit": _RATE}),
    "json_rpc_methods_access_rights": ("opt", _RULES),
    "mcp_primitives": ("list", {"type": "str", "name": "str", "limit": _RATE}),
    "mcp_access_rights": ("opt", {"tools": ("opt", _RULES), "resources": ("opt", _RULES), "prompts": ("opt", _RULES)}),
}
SESSION = {
    "last_check": "int",
    "allowance": "float",
    "rate": "float",
    "per": "float",
    "throttle_interval": "float",
    "throttle_retry_limit": "int",
    "max_query_depth": "int",
    "date_created": "str",
    "expires": "int",
    "quota_max": "int",
    "quota_renews": "int",
    "quota_remaining": "int",
    "quota_renewal_rate": "int",
    "access_rights": ("map", ACCESS),
    "org_id": "str",
    "oauth_client_id": "str",
    "oauth_keys": ("map", "str"),
    "certificate": "str",
    "basic_auth_data": {"password": "str", "hash_type": "str"},
    "jwt_data": {"secret": "str"},
    "hmac_enabled": "bool",
    "enable_http_signature_validation": "bool",
    "hmac_string": "str",
    "rsa_certificate_id": "str",
    "is_inactive": "bool",
    "apply_policy_id": "str",
    "apply_policies": ("list", "str"),
    "data_expires": "int",
    "monitor": {"trigger_limits": ("list", "float")},
    "enable_detail_recording": "bool",
    "enable_detailed_recording": "bool",
    "meta_data": "free",
    "tags": ("list", "str"),
    "alias": "str",
    "last_updated": "str",
    "id_extractor_deadline": "int",
    "session_lifetime": "int",
    "smoothing": ("opt", SMOOTHING),
    "mtls_static_certificate_bindings": ("list", "str"),
    "post_expiry_action": "str",
    "post_expiry_grace_period": "int",
}
INVALID = (400, "User/Key object validation failed, most likely malformed input.")
# Fields without which the Dashboard refuses a session, and their JSON types. Policies stand in for some.
_DEMANDED: dict[str, tuple[type, ...]] = {
    "allowance": (int, float),
    "rate": (int, float),
    "per": (int, float),
    "quota_max": (int, float),
    "expires": (int, float),
    "access_rights": (dict, type(None)),
    "meta_data": (dict,),
}
_FROM_POLICIES = ("expires", "access_rights", "meta_data")
_RIGHT = {"api_id": str, "api_name": str, "versions": list}


def decode(body: dict[str, Any], lax: bool, strict: bool = False) -> dict[str, Any]:
    """The session of a request body, or the refusal that says nothing about the reason.

    `strict` demands of a key with policies what is demanded of one without.
    """
    if not _acceptable(body, strict):
        raise Refusal(*INVALID)
    try:
        return read(SESSION, body, lax=lax)
    except Mismatch:
        raise Refusal(*INVALID) from None


def _acceptable(body: dict[str, Any], strict: bool) -> bool:
    spared = () if strict or not (body.get("apply_policies") or body.get("apply_policy_id")) else _FROM_POLICIES
    for name, types in _DEMANDED.items():
        if name not in body and name in spared:
            continue
        if name not in body or not isinstance(body[name], types) or isinstance(body[name], bool):
            return False
    for right in (body.get("access_rights") or {}).values():
        if not isinstance(right, dict) or any(not isinstance(right.get(name), kind) for name, kind in _RIGHT.items()):
            return False
    return True
