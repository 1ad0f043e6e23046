# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validation of a classic API definition, by the rules that the Dashboard's own schema is known to have."""

from __future__ import annotations

import re
from typing import Any

from .classic_fields import FIELDS

_PLAIN_NAME = re.compile(r"^[a-zA-Z0-9]+$")
_DURATION = re.compile(r"^(\d+(?:\.\d+)?m)?(\d+(?:\.\d+)?s)?(\d+(?:\.\d+)?ms)?$")
_MODES = ("proxyOnly", "executionEngine", "subgraph", "supergraph", "")
# Objects that may be null unless they are named here.
_NOT_NULL = ("upstream_auth",)
# Path of an object -> keys that it must have when it is there.
_REQUIRED = {
    "proxy": ("target_url",),
    "version_data": ("not_versioned", "versions"),
    "definition": ("key", "location"),
    "graphql": ("enabled",),
    "request_signing": ("is_enabled",),
}
# Path of a field -> type, for the fields below the root that are checked.
_NESTED = {
    "proxy.target_url": "string",
    "proxy.check_host_against_uptime_tests": "bool",
    "proxy.preserve_host_header": "bool",
    "proxy.transport": "object",
    "proxy.transport.ssl_ciphers": "array",
    "proxy.transport.ssl_min_version": "number",
    "proxy.transport.ssl_max_version": "number",
    "proxy.transport.proxy_url": "string",
    "proxy.transport.ssl_force_common_name_check": "bool",
    "version_data.not_versioned": "bool",
    "version_data.default_version": "string",
    "version_data.versions": "object",
    "definition.key": "string",
    "definition.location": "string",
    "definition.strip_path": "bool",
    "auth.auth_header_name": "string",
    "auth.use_certificate": "bool",
    "custom_middleware.pre": "array",
    "custom_middleware.post": "array",
    "global_rate_limit.rate": "number",
    "global_rate_limit.per": "number",
    "request_signing.is_enabled": "bool",
    "request_signing.secret": "string",
    "request_signing.key_id": "string",
    "request_signing.algorithm": "string",
    "graphql.enabled": "bool",
    "graphql.version": "string",
    "graphql.schema": "string",
    "graphql.type_field_configurations": "array",
    "graphql.engine": "object",
    "graphql.engine.field_configs": "array",
    "graphql.engine.data_sources": "array",
    "graphql.proxy": "object",
    "graphql.subgraph": "object",
    "graphql.subgraph.sdl": "string",
    "graphql.supergraph": "object",
    "graphql.supergraph.subgraphs": "array",
    "graphql.playground": "object",
    "graphql.playground.enabled": "bool",
    "analytics_plugin.enabled": "bool",
    "analytics_plugin.plugin_path": "string",
    "analytics_plugin.func_name": "string",
    "upstream_auth.enabled": "bool",
    "upstream_auth.basic_auth": "struct",
    "upstream_auth.oauth": "struct",
    "scopes.jwt": "object",
    "scopes.oidc": "object",
}
_PYTHON = {"bool": bool, "number": (int, float), "string": str, "array": list, "object": dict, "struct": dict}


def problems(definition: Any, additional: bool) -> list[str]:
    """What is wrong with a definition; nothing if it is fine."""
    if not isinstance(definition, dict):
        return ["api_definition: expected an object"]
    found = [f"{name} is required" for name in ("name", "proxy", "version_data") if name not in definition]
    for name, value in definition.items():
        if name not in FIELDS:
            found += [] if additional else [f"additional property {name} is not allowed"]
        elif not _has_type(value, "struct" if name in _NOT_NULL else FIELDS[name]):
            found.append(f"{name}: wrong type")
    return found or _deeper(definition)


def _has_type(value: Any, kind: str) -> bool:
    if value is None:
        return kind in ("array", "object")
    if isinstance(value, bool):
        return kind == "bool"
    return isinstance(value, _PYTHON[kind])


def _deeper(definition: dict[str, Any]) -> list[str]:
    found = []
    for path, names in _REQUIRED.items():
        value = definition.get(path)
        found += [f"{path}.{name} is required" for name in names if isinstance(value, dict) and name not in value]
    for path, kind in _NESTED.items():
        holder, name = _holder(definition, path)
        if isinstance(holder, dict) and name in holder and not _has_type(holder[name], kind):
            found.append(f"{path}: wrong type")
    return found or [*_versions(definition), *_choices(definition)]


def _holder(definition: dict[str, Any], path: str) -> tuple[Any, str]:
    *parents, name = path.split(".")
    holder: Any = definition
    for parent in parents:
        holder = holder.get(parent) if isinstance(holder, dict) else None
    return holder, name


def _versions(definition: dict[str, Any]) -> list[str]:
    """Versions with an odd name escape the schema; that is how the real pattern works."""
    found = []
    for name, version in ((definition.get("version_data") or {}).get("versions") or {}).items():
        if not _PLAIN_NAME.match(name) or version is None:
            continue
        if not isinstance(version, dict) or not isinstance(version.get("name"), str):
            found.append(f"version_data.versions.{name}: name is required")
        elif not _timeout_ok(version.get("global_enforce_timeout", "")):
            found.append(f"version_data.versions.{name}.global_enforce_timeout: wrong format")
    return found


def _timeout_ok(value: Any) -> bool:
    return isinstance(value, str) and bool(_DURATION.match(value))


def _choices(definition: dict[str, Any]) -> list[str]:
    found = []
    for provider in ("auth_provider", "session_provider"):
        for name in ("name", "storage_engine"):
            if (definition.get(provider) or {}).get(name, "") != "":
                found.append(f"{provider}.{name}: must be empty")
    if (definition.get("graphql") or {}).get("execution_mode", "") not in _MODES:
        found.append("graphql.execution_mode: not one of the known modes")
    return found
