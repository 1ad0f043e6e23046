# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A classic API definition as the Dashboard keeps and shows it."""

from __future__ import annotations

import copy
from typing import Any

from .classic_types import TABLE, definition

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

# Root keys that Tyk's schema knows and its struct does not: they are kept as they come.
_BESIDE = tuple(name for name in FIELDS if name not in TABLE.struct("API").fields)
LATEST = "99"


def knows(name: str, version: str) -> bool:
    """Whether a Dashboard of that version knows the root key."""
    return name in FIELDS and (name in _BESIDE or name in definition(version).fields)


def fill(given: dict[str, Any], mirrored: bool = True, version: str = LATEST) -> dict[str, Any]:
    """The definition as it is stored: every field there, all unknown ones gone. Raises Mismatch for a wrong type."""
    struct = definition(version)
    filled: dict[str, Any] = struct.whole(struct.read(given))
    for name, entry in filled["version_data"]["versions"].items():
        entry["name"] = name  # the database has the name of a version in one place only
        for check in entry["extended_paths"]["validate_json"]:
            check["schema_b64"] = ""  # where the database keeps the schema
    if mirrored:
        _mirror_auth(filled)
    beside = {name: copy.deepcopy(given[name]) for name in _BESIDE if given.get(name) is not None}
    return {**filled, **beside}


def shown(stored: dict[str, Any]) -> dict[str, Any]:
    """A stored definition as a read has it: without what Go leaves out when it is empty."""
    beside = {name: stored[name] for name in _BESIDE if name in stored}
    return {**TABLE.struct("API").encode(stored), **beside}


def _mirror_auth(filled: dict[str, Any]) -> None:
    """`auth` and `auth_configs.authToken` are one thing under two names."""
    configs = filled["auth_configs"]
    if not filled["auth"]["auth_header_name"] and "authToken" in configs:
        filled["auth"] = copy.deepcopy(configs["authToken"])
    else:
        configs["authToken"] = copy.deepcopy(filled["auth"])
