# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions, policies and the access rights in both, as the Gateway declares them."""

from __future__ import annotations

from typing import Any

from ..structs import Struct, Table

_TABLE = Table(
    """
Smoothing
    enabled:bool threshold:int trigger:float step:int delay:int
Rate
    rate:float! per:float! smoothing:*Smoothing?!
Limit
    rate:float! per:float! smoothing:*Smoothing?!~ throttle_interval:float! throttle_retry_limit:int!
    max_query_depth:int! quota_max:int! quota_renews:int! quota_remaining:int! quota_renewal_rate:int!
Url
    url:str methods:[str]
Type
    name:str fields:[str]
Depth
    max_query_depth:int!
FieldAccess
    type_name:str! field_name:str! limits:Depth!
Method
    name:str? limit:Rate
Endpoint
    path:str? methods:[Method]?
Rules
    allowed:[str]! blocked:[str]!
RpcMethod
    name:str limit:Rate!
Primitive
    type:str name:str limit:Rate!
Primitives
    tools:Rules! resources:Rules! prompts:Rules!
Access
    api_name:str! api_id:str! versions:[str]! allowed_urls:[Url]! restricted_types:[Type]! allowed_types:[Type]!
    limit:Limit! field_access_rights:[FieldAccess]! disable_introspection:bool! allowance_scope:str!
    endpoints:[Endpoint]?!@5.6 json_rpc_methods:[RpcMethod]!@5.13 json_rpc_methods_access_rights:Rules!@5.13
    mcp_primitives:[Primitive]!@5.13 mcp_access_rights:Primitives!@5.13
Basic
    password:str! hash_type:str!
Jwt
    secret:str!
Monitor
    trigger_limits:[float]!
Session
    last_check:int! allowance:float! rate:float! per:float! throttle_interval:float! throttle_retry_limit:int!
    max_query_depth:int! date_created:moment! expires:int! quota_max:int! quota_renews:int! quota_remaining:int!
    quota_renewal_rate:int! access_rights:{Access}! org_id:str! oauth_client_id:str! oauth_keys:{str}! certificate:str!
    mtls_static_certificate_bindings:[str]!@5.12 basic_auth_data:Basic! jwt_data:Jwt! hmac_enabled:bool!
    enable_http_signature_validation:bool! hmac_string:str! rsa_certificate_id:str! is_inactive:bool!
    apply_policy_id:str! apply_policies:[str]! data_expires:int! monitor:Monitor! enable_detail_recording:bool!
    enable_detailed_recording:bool! meta_data:{any}! tags:[str]! alias:str! last_updated:str!
    id_extractor_deadline:int! session_lifetime:int! post_expiry_action:str!@5.13 post_expiry_grace_period:int!@5.13
    smoothing:*Smoothing!@5.4
Partitions
    quota:bool rate_limit:bool complexity:bool acl:bool per_api:bool
Nothing
Policy
    _id:objectid id:str name:str org_id:str rate:float per:float quota_max:int quota_renewal_rate:int
    throttle_interval:float throttle_retry_limit:int max_query_depth:int access_rights:{Access} hmac_enabled:bool
    enable_http_signature_validation:bool active:bool is_inactive:bool tags:[str] key_expires_in:int
    post_expiry_action:str?@5.13 post_expiry_grace_period:int@5.13 partitions:Partitions last_updated:str
    meta_data:{any} graphql_access_rights:{Nothing} smoothing:*Smoothing@5.4
Client
    client_id:str redirect_uri:str api_id:str? policy_id:str? secret:str meta_data:any description:str
Sent
    method:str path:str body:str headers:{[str]}
Trace
    request:*Sent spec:raw oas:raw
Instruction
    policy:str apply_policies:[str]
""",
    sparse=(5, 12),
)
_LAST = (5, 13)  # the version that brought the last of the fields above


def _struct(name: str, version: tuple[int, ...] = _LAST) -> Struct:
    return _TABLE.struct(name, min(version, _LAST))


def read(name: str, value: Any, version: tuple[int, ...] = _LAST) -> dict[str, Any]:
    """A value as this version reads it, with all the fields that any version has. Raises Mismatch."""
    found = _struct(name, version).read(value)
    return found if version >= _LAST else _struct(name).read(found)


def shown(name: str, value: dict[str, Any], version: tuple[int, ...]) -> dict[str, Any]:
    """A value as this version shows it."""
    found: dict[str, Any] = _struct(name, version).encode(value)
    return found


def blank(name: str) -> dict[str, Any]:
    """What is there when nothing was sent."""
    found: dict[str, Any] = _struct(name).blank()
    return found


def hollow(name: str, value: dict[str, Any]) -> bool:
    """Whether there is nothing in it."""
    return _struct(name).hollow(value)


def loose(value: Any, *path: str) -> Any:
    """What stands at a place of an object of no certain shape."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
