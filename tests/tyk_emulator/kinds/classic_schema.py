# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validation of a classic API definition, by the rules that the Dashboard's own schema has.

It looks at few places and is loose there: objects and arrays may be null, 1.0 is an integer. What it lets through is
still read into Tyk's struct.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any
from urllib.parse import urlsplit

from .classic_fields import FIELDS, knows

# Type -> places below the root. `*` is every member, `[]` every item, `~` every version with a plain name; a name with
# `!` must be there where its object is. "struct" and "list" may not be null, as the others may.
_PLACES = {
    "bool": """
        proxy.check_host_against_uptime_tests proxy.preserve_host_header proxy.transport.ssl_force_common_name_check
        version_data.not_versioned! version_data.versions.~.extended_paths.hard_timeouts.[].disabled
        version_data.versions.~.global_enforce_timeout_disabled definition.strip_path auth.use_certificate
        request_signing.is_enabled! graphql.enabled! graphql.playground.enabled! graphql.introspection.disabled
        graphql.proxy.features.use_immutable_headers graphql.proxy.request_headers_rewrite.*.remove!
        graphql.supergraph.disable_query_batching analytics_plugin.enabled upstream_auth.enabled
        upstream_auth.basic_auth.enabled upstream_auth.oauth.enabled
        upstream_auth.oauth.client_credentials.header.enabled! upstream_auth.oauth.password.header.enabled!""",
    "number": """
        proxy.transport.ssl_min_version proxy.transport.ssl_max_version global_rate_limit.rate global_rate_limit.per""",
    "integer": """
        version_data.versions.~.extended_paths.hard_timeouts.[].timeout error_overrides.*.[].response.status_code""",
    "string": """
        proxy.target_url! proxy.transport.proxy_url version_data.default_version version_data.versions.~.name!
        version_data.versions.~.expires version_data.versions.~.extended_paths.hard_timeouts.[].path
        version_data.versions.~.extended_paths.hard_timeouts.[].method definition.key! definition.location!
        auth.auth_header_name scopes.jwt.scope_claim_name scopes.oidc.scope_claim_name request_signing.secret
        request_signing.key_id request_signing.algorithm graphql.version graphql.schema graphql.playground.path
        graphql.proxy.request_headers_rewrite.*.value! graphql.subgraph.sdl graphql.supergraph.merged_sdl
        analytics_plugin.plugin_path analytics_plugin.func_name upstream_auth.basic_auth.username
        upstream_auth.basic_auth.password upstream_auth.basic_auth.header_name
        upstream_auth.oauth.client_credentials.client_id upstream_auth.oauth.client_credentials.client_secret
        upstream_auth.oauth.client_credentials.token_url upstream_auth.oauth.client_credentials.header.name
        upstream_auth.oauth.password.client_id upstream_auth.oauth.password.client_secret
        upstream_auth.oauth.password.username upstream_auth.oauth.password.password
        upstream_auth.oauth.password.token_url upstream_auth.oauth.password.header.name
        security_requirements.[].[] security_requirement_scopes.[].*.[] error_overrides.*.[].match.flag
        error_overrides.*.[].match.message_pattern error_overrides.*.[].match.body_field
        error_overrides.*.[].match.body_value error_overrides.*.[].response.body
        error_overrides.*.[].response.message error_overrides.*.[].response.template
        error_overrides.*.[].response.headers.*""",
    "array": """
        proxy.transport.ssl_ciphers version_data.versions.~.paths.black_list version_data.versions.~.paths.ignored
        version_data.versions.~.paths.white_list version_data.versions.~.extended_paths.hard_timeouts
        custom_middleware.pre custom_middleware.post graphql.type_field_configurations graphql.engine.field_configs
        graphql.engine.data_sources graphql.engine.global_headers graphql.supergraph.subgraphs
        upstream_auth.oauth.client_credentials.scopes upstream_auth.oauth.client_credentials.extra_metadata
        upstream_auth.oauth.password.scopes upstream_auth.oauth.password.extra_metadata
        security_requirement_scopes.[].*""",
    "list": "security_requirements.[] error_overrides.*",
    "object": """
        proxy.transport version_data.versions! version_data.versions.~ version_data.versions.~.paths
        version_data.versions.~.extended_paths scopes.jwt scopes.jwt.scope_to_policy scopes.oidc
        scopes.oidc.scope_to_policy graphql.engine graphql.playground graphql.introspection graphql.proxy
        graphql.proxy.features graphql.proxy.auth_headers graphql.proxy.request_headers_rewrite graphql.subgraph
        graphql.supergraph graphql.supergraph.global_headers""",
    "struct": """
        upstream_auth.basic_auth upstream_auth.oauth upstream_auth.oauth.client_credentials
        upstream_auth.oauth.client_credentials.header upstream_auth.oauth.password upstream_auth.oauth.password.header
        jwt_jwks_uris.[] version_data.versions.~.extended_paths.hard_timeouts.[] security_requirement_scopes.[]
        graphql.proxy.request_headers_rewrite.* error_overrides.*.[] error_overrides.*.[].match
        error_overrides.*.[].response! error_overrides.*.[].response.headers""",
    "blank": "auth_provider.name auth_provider.storage_engine session_provider.name session_provider.storage_engine",
    "mode": "graphql.execution_mode",
    "address": "jwt_jwks_uris.[].url!",
    "lifetime": "jwt_jwks_uris.[].cache_timeout",
    "timeout": """
        version_data.versions.~.global_enforce_timeout
        version_data.versions.~.extended_paths.hard_timeouts.[].duration""",
    "moment": "graphql.last_schema_update graphql.supergraph.updated_at",
}
_PYTHON = {"bool": bool, "string": str, "array": list, "list": list, "object": dict, "struct": dict}
_PATTERNS = {
    "blank": re.compile(r""),
    "mode": re.compile(r"(proxyOnly|executionEngine|subgraph|supergraph)?"),
    "lifetime": re.compile(r"(\d+h)?(\d+m)?(\d+s)?(\d+ms)?(\d+µs)?(\d+ns)?"),
    "timeout": re.compile(r"(\d+(?:\.\d+)?m)?(\d+(?:\.\d+)?s)?(\d+(?:\.\d+)?ms)?"),
    "moment": re.compile(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?)?|\d\d:\d\d(:\d\d)?.*"),
}
_JSON: dict[str, dict[str, Any]] = {
    "bool": {"type": "boolean"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "string": {"type": "string"},
    "array": {"type": ["array", "null"]},
    "list": {"type": "array"},
    "object": {"type": ["object", "null"]},
    "struct": {"type": "object"},
    "address": {"type": "string", "format": "uri"},
    **{name: {"type": "string", "pattern": f"^({pattern.pattern})$"} for name, pattern in _PATTERNS.items()},
}
# How a schema says what counts for every member, for every version with a plain name, and for every item.
_ANY = {"*": ("additionalProperties", ""), "~": ("patternProperties", "^[a-zA-Z0-9]+$"), "[]": ("items", "")}
_PLAIN_NAME = re.compile(r"[a-zA-Z0-9]+")
# Root objects that may not be null.
_NOT_NULL = ("upstream_auth",)


@dataclasses.dataclass
class _Node:
    """One place: its type, the names that must be there, and what is below."""

    kind: str = ""
    required: list[str] = dataclasses.field(default_factory=list)
    below: dict[str, _Node] = dataclasses.field(default_factory=dict)


def _tree() -> _Node:
    root = _Node(required=["name", "proxy", "version_data"])
    for name, kind in FIELDS.items():
        root.below[name] = _Node("struct" if name in _NOT_NULL else kind)
    for kind, places in _PLACES.items():
        for place in places.split():
            node = root
            for part in place.rstrip("!").split("."):
                holder, node = node, node.below.setdefault(part, _Node())
            node.kind = kind
            holder.required += [part] if place.endswith("!") else []
    return root


_ROOT = _tree()


def problems(definition: Any, additional: bool, version: str) -> list[str]:
    """What a Dashboard of that version finds wrong with a definition; nothing if it is fine."""
    if not isinstance(definition, dict):
        return ["api_definition: expected an object"]
    unknown = [] if additional else [name for name in definition if not knows(name, version)]
    return [f"additional property {name} is not allowed" for name in unknown] + _wrong(_ROOT, definition, "")


def schema(version: str) -> dict[str, Any]:
    """The schema that a Dashboard of that version serves."""
    whole = _schema(_ROOT)
    known = {name: kind for name, kind in whole["properties"].items() if knows(name, version)}
    draft = {"$schema": "http://json-schema.org/draft-04/schema#"}
    return {**draft, **whole, "type": "object", "properties": known, "additionalProperties": False}


def _schema(node: _Node) -> dict[str, Any]:
    """What is asked of a place and of what is below it, as JSON Schema has it."""
    found = {**_JSON.get(node.kind, {})}
    if node.required:
        found["required"] = node.required
    below = {name: _schema(sub) for name, sub in node.below.items()}
    named = {name: sub for name, sub in below.items() if name not in _ANY}
    if named:
        found["properties"] = named
    for name, (key, pattern) in _ANY.items():
        if name in below:
            found[key] = {pattern: below[name]} if pattern else below[name]
    return found


def _wrong(node: _Node, value: Any, where: str) -> list[str]:
    """What is wrong at a place and below it."""
    if node.kind and not _has_type(value, node.kind):
        return [f"{where}: {'must be empty' if node.kind == 'blank' else 'wrong type'}"]
    found = []
    if isinstance(value, dict):
        found += [f"{where}.{name} is required".lstrip(".") for name in node.required if name not in value]
        for name, item in value.items() if node.below else ():
            found += _inside(node, name, item, where)
    elif isinstance(value, list) and "[]" in node.below:
        for index, item in enumerate(value):
            found += _wrong(node.below["[]"], item, f"{where}[{index}]")
    return found


def _inside(node: _Node, name: str, item: Any, where: str) -> list[str]:
    sub = node.below.get(name) or node.below.get("*")
    if sub is None and _PLAIN_NAME.fullmatch(name):
        sub = node.below.get("~")
    return _wrong(sub, item, f"{where}.{name}".lstrip(".")) if sub else []


def _has_type(value: Any, kind: str) -> bool:
    if value is None:
        return kind in ("array", "object")
    if isinstance(value, bool):
        return kind == "bool"
    if kind in ("number", "integer"):
        return isinstance(value, int) or (isinstance(value, float) and (kind == "number" or value.is_integer()))
    if kind in _PYTHON:
        return isinstance(value, _PYTHON[kind])
    if kind == "address":
        return isinstance(value, str) and _is_address(value)
    return isinstance(value, str) and bool(_PATTERNS[kind].fullmatch(value))


def _is_address(text: str) -> bool:
    try:
        return bool(urlsplit(text).scheme) and "\\" not in text
    except ValueError:
        return False
