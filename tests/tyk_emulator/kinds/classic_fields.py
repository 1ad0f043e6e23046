# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a classic API definition: which there are, their types, and what a read shows when nothing was sent."""

from __future__ import annotations

import copy
from typing import Any

from ..shape import Mismatch

_TYPES = {
    "bool": """
        is_site disable_expire_analytics tags_disabled ip_access_control_disabled enable_ip_whitelisting
        enable_ip_blacklisting enable_context_vars strip_auth_data do_not_track session_lifetime_disabled enable_jwt
        use_openid use_standard_auth use_go_plugin_auth enable_coprocess_auth custom_plugin_auth_enabled jwt_skip_kid
        disable_rate_limit disable_quota custom_middleware_bundle_disabled jwt_disable_issued_at_validation
        jwt_disable_expires_at_validation jwt_disable_not_before_validation idp_client_id_mapping_disabled use_keyless
        use_basic_auth use_mutual_tls_auth upstream_certificates_disabled certificate_pinning_disabled
        enable_batch_request_support use_oauth2 dont_set_quota_on_create session_lifetime_respects_key_expiration
        enable_detailed_recording enable_signature_checking active internal domain_disabled enable_proxy_protocol
        check_host_against_uptime_tests config_data_disabled is_oas detailed_tracing error_overrides_disabled""",
    "number": """
        expire_analytics_after jwt_issued_at_validation_skew jwt_expires_at_validation_skew
        jwt_not_before_validation_skew hmac_allowed_clock_skew session_lifetime listen_port""",
    "string": """
        id org_id api_id expiration base_identity_provided_by custom_middleware_bundle jwt_policy_field_name
        jwt_signing_method jwt_source jwt_identity_base_field jwt_client_base_field jwt_scope_claim_name name slug
        domain protocol""",
    "array": """
        jwt_default_policies jwt_jwks_uris client_certificates allowed_ips blacklisted_ips tags tag_headers
        response_processors hmac_allowed_algorithms certificates security_requirements security_requirement_scopes""",
    "object": """
        uptime_tests openid_options jwt_scope_to_policy_mapping scopes upstream_certificates pinned_public_keys
        event_handlers notifications oauth_meta external_oauth cache_options basic_auth CORS auth_provider
        session_provider custom_middleware auth auth_configs definition proxy hook_references version_data config_data
        global_rate_limit request_signing graphql analytics_plugin upstream_auth error_overrides""",
}
# Root key -> JSON type. Any other root key is refused.
FIELDS: dict[str, str] = {name: kind for kind, names in _TYPES.items() for name in names.split()}

# Known root keys that a read shows only if they were sent.
_HIDDEN = """
    is_site disable_expire_analytics session_lifetime_disabled jwt_jwks_uris jwt_disable_issued_at_validation
    jwt_disable_expires_at_validation jwt_disable_not_before_validation upstream_certificates_disabled
    certificate_pinning_disabled session_lifetime_respects_key_expiration check_host_against_uptime_tests
    domain_disabled hook_references expiration tags_disabled error_overrides_disabled error_overrides
    security_requirements security_requirement_scopes"""

_DISCOVERY = {
    "use_discovery_service": False,
    "query_endpoint": "",
    "use_nested_query": False,
    "parent_data_path": "",
    "data_path": "",
    "port_data_path": "",
    "target_path": "",
    "use_target_list": False,
    "cache_disabled": False,
    "cache_timeout": 0,
    "endpoint_returns_list": False,
}
AUTH = {
    "disabled": False,
    "name": "",
    "use_param": False,
    "param_name": "",
    "use_cookie": False,
    "cookie_name": "",
    "disable_header": False,
    "auth_header_name": "",
    "use_certificate": False,
    "validate_signature": False,
    "signature": {
        "algorithm": "",
        "header": "",
        "use_param": False,
        "param_name": "",
        "secret": "",
        "allowed_clock_skew": 0,
        "error_code": 0,
        "error_message": "",
    },
}
_PROVIDER = {"name": "", "storage_engine": "", "meta": {}}
_SCOPE = {"scope_claim_name": "", "scope_to_policy": {}}
VERSION = {
    "name": "",
    "expires": "",
    "paths": {"ignored": [], "white_list": [], "black_list": []},
    "use_extended_paths": False,
    "extended_paths": {},
    "global_headers": {},
    "global_headers_remove": [],
    "global_response_headers": {},
    "global_response_headers_remove": [],
    "ignore_endpoint_case": False,
    "global_size_limit": 0,
    "override_target": "",
}
_NESTED: dict[str, Any] = {
    "CORS": {
        "enable": False,
        "allowed_origins": [],
        "allowed_methods": [],
        "allowed_headers": [],
        "exposed_headers": [],
        "allow_credentials": False,
        "max_age": 0,
        "options_passthrough": False,
        "debug": False,
    },
    "analytics_plugin": {"enable": False, "plugin_path": "", "func_name": ""},
    "auth": AUTH,
    "auth_provider": _PROVIDER,
    "session_provider": _PROVIDER,
    "basic_auth": {
        "disable_caching": False,
        "cache_ttl": 0,
        "extract_from_body": False,
        "body_user_regexp": "",
        "body_password_regexp": "",
    },
    "cache_options": {
        "cache_timeout": 0,
        "enable_cache": False,
        "cache_all_safe_requests": False,
        "cache_response_codes": [],
        "enable_upstream_cache_control": False,
        "cache_control_ttl_header": "",
        "cache_by_headers": [],
    },
    "custom_middleware": {
        "pre": [],
        "post": [],
        "post_key_auth": [],
        "auth_check": {"name": "", "path": "", "require_session": False, "raw_body_only": False},
        "response": [],
        "driver": "",
        "id_extractor": {"extract_from": "", "extract_with": "", "extractor_config": {}},
    },
    "definition": {
        "enabled": False,
        "name": "",
        "default": "",
        "location": "",
        "key": "",
        "strip_path": False,
        "strip_versioning_data": False,
        "fallback_to_default": False,
        "url_versioning_pattern": "",
        "versions": {},
    },
    "event_handlers": {"events": {}},
    "external_oauth": {"enabled": False, "providers": []},
    "global_rate_limit": {"disabled": False, "rate": 0, "per": 0},
    "graphql": {
        "enabled": False,
        "execution_mode": "proxyOnly",
        "version": "2",
        "schema": "",
        "type_field_configurations": [],
        "playground": {"enabled": False, "path": ""},
        "engine": {"field_configs": [], "data_sources": []},
        "proxy": {"auth_headers": {}},
        "subgraph": {"sdl": ""},
        "supergraph": {"subgraphs": [], "merged_sdl": "", "global_headers": {}, "disable_query_batching": False},
    },
    "notifications": {"shared_secret": "", "oauth_on_keychange_url": ""},
    "oauth_meta": {"allowed_access_types": [], "allowed_authorize_types": [], "auth_login_redirect": ""},
    "openid_options": {"providers": [], "segregate_by_client": False},
    "proxy": {
        "preserve_host_header": False,
        "listen_path": "",
        "target_url": "",
        "disable_strip_slash": False,
        "strip_listen_path": False,
        "enable_load_balancing": False,
        "target_list": [],
        "check_host_against_uptime_tests": False,
        "service_discovery": _DISCOVERY,
        "transport": {
            "ssl_insecure_skip_verify": False,
            "ssl_ciphers": [],
            "ssl_min_version": 0,
            "ssl_max_version": 0,
            "ssl_force_common_name_check": False,
            "proxy_url": "",
        },
    },
    "request_signing": {
        "is_enabled": False,
        "secret": "",
        "key_id": "",
        "algorithm": "",
        "header_list": [],
        "certificate_id": "",
        "signature_header": "",
    },
    "scopes": {"jwt": _SCOPE, "oidc": _SCOPE},
    "upstream_auth": {"enabled": False, "basic_auth": {"enabled": False}, "oauth": {"enabled": False}},
    "uptime_tests": {
        "check_list": [],
        "config": {"expire_utime_after": 0, "service_discovery": _DISCOVERY, "recheck_wait": 0},
    },
    "version_data": {"not_versioned": False, "default_version": "", "versions": {}},
}
# Root objects that lose unknown members -> members that are known although a read does not always show them.
_CLOSED: dict[str, tuple[str, ...]] = {
    "CORS": (),
    "basic_auth": (),
    "cache_options": ("cache_by_regex",),
    "definition": ("base_id",),
    "global_rate_limit": ("smoothing",),
    "notifications": (),
    "oauth_meta": (),
    "openid_options": (),
    "proxy": (),
    "request_signing": (),
    "version_data": (),
}
_ZERO: dict[str, Any] = {"bool": False, "number": 0, "string": "", "array": [], "object": {}}
# What a read of an API shows for everything that was never sent.
DEFAULTS: dict[str, Any] = {
    name: _NESTED.get(name, _ZERO[kind]) for name, kind in FIELDS.items() if name not in _HIDDEN.split()
}


def fill(definition: dict[str, Any], mirrored: bool = True) -> dict[str, Any]:
    """The definition as it is stored: every field there, unknown root keys gone. Raises Mismatch for a wrong type."""
    known = {name: value for name, value in definition.items() if name in FIELDS}
    filled = _merge(DEFAULTS, {name: _closed(name, value) for name, value in known.items()})
    versions = filled["version_data"]["versions"] or {}
    filled["version_data"]["versions"] = {name: _merge(VERSION, _object(entry)) for name, entry in versions.items()}
    if mirrored:
        _mirror_auth(filled)
    return filled


def _closed(name: str, value: Any) -> Any:
    """A root object without members that nobody knows; only where all members are known for sure."""
    if name not in _CLOSED or not isinstance(value, dict):
        return value
    return {member: item for member, item in value.items() if member in DEFAULTS[name] or member in _CLOSED[name]}


def _merge(defaults: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Given values over defaults. A null is the zero value, except for lists, which may be nothing at all."""
    result = copy.deepcopy(defaults)
    for name, value in given.items():
        default = result.get(name)
        if value is None and name in result and not isinstance(default, list):
            continue
        if name in result and value is not None and not _same_type(default, value):
            raise Mismatch(name)
        nested = isinstance(value, dict) and isinstance(default, dict)
        result[name] = _merge(default, value) if nested else copy.deepcopy(value)
    return result


def _object(value: Any) -> dict[str, Any]:
    if value is not None and not isinstance(value, dict):
        raise Mismatch("expected an object")
    return value or {}


def _same_type(default: Any, value: Any) -> bool:
    for kind in (bool, str, list, dict):
        if isinstance(default, kind) or isinstance(value, kind):
            return isinstance(default, kind) and isinstance(value, kind)
    return True


def _mirror_auth(filled: dict[str, Any]) -> None:
    """`auth` and `auth_configs.authToken` are one thing under two names."""
    configs = {name: _merge(AUTH, _object(entry)) for name, entry in filled["auth_configs"].items()}
    if not filled["auth"]["auth_header_name"] and "authToken" in configs:
        filled["auth"] = copy.deepcopy(configs["authToken"])
    else:
        configs["authToken"] = copy.deepcopy(filled["auth"])
    filled["auth_configs"] = configs
