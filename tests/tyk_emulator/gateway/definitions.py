# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""API definitions as the Gateway decodes, stores and shows them."""

from __future__ import annotations

import copy
import re
from typing import Any

from ..kinds.classic_fields import fill
from ..shape import is_zero

# Shown although nobody sent it, beyond what a Dashboard shows.
_MORE: dict[str, Any] = {
    "custom_middleware": {"auth_check": {"disabled": False}, "id_extractor": {"disabled": False}},
    "error_overrides": None,
    "error_overrides_disabled": False,
    "graphql": {"introspection": {"disabled": False}},
    "jwt_jwks_uris": None,
    "upstream_auth": {"basic_auth": {"header": {"enabled": False, "name": ""}, "username": "", "password": ""}},
    "uptime_tests": {"disabled": False},
}
_VERSION = {
    "global_enforce_timeout": "0s",
    "global_headers_disabled": False,
    "global_response_headers_disabled": False,
    "global_size_limit_disabled": False,
}
# Left out where it is zero.
_SHY = ("id", "is_oas", "analytics_plugin", "scopes", "expiration", "tags_disabled", "domain_disabled")
_UNIT = {"h": 3600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6, "µs": 1000, "us": 1000, "ns": 1}
_DURATIONS = ("duration", "per", "timeout", "global_enforce_timeout", "cache_timeout", "cooldownPeriod", "cacheTimeout")


def duration(text: str) -> str:
    """A duration as Go reads and Tyk writes it; what is none is 0s."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(h|ms|m|s|µs|us|ns)", text)
    if "".join(map("".join, parts)) != text:
        return "0s"
    left, shown = round(sum(float(number) * _UNIT[unit] for number, unit in parts)), ""
    for unit in ("h", "m", "s", "ms", "µs", "ns"):
        count, left = divmod(left, _UNIT[unit])
        shown += f"{count}{unit}" if count else ""
    return shown or "0s"


def durations(value: Any, name: str = "") -> Any:
    """The same with every duration in Tyk's form."""
    if isinstance(value, dict):
        return {key: durations(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [durations(item) for item in value]
    return duration(value) if name in _DURATIONS and isinstance(value, str) else value


def decoded(given: dict[str, Any]) -> dict[str, Any]:
    """A classic definition with every field that there is; lists and maps that were not sent are null."""
    filled = fill(given, mirrored=False)
    graphql = given.get("graphql") or {}
    filled["graphql"] |= {name: graphql.get(name) or "" for name in ("execution_mode", "version")}
    for version in (filled["version_data"]["versions"] or {}).values():
        version |= {**_VERSION, **version}
    shown = _nulls(_under(filled, _MORE), given)
    result: dict[str, Any] = durations(shown)
    for name in _SHY:
        if is_zero(result.get(name)) and name in ("id", "is_oas", "expiration", "tags_disabled", "domain_disabled"):
            result.pop(name, None)
        elif isinstance(result.get(name), dict):
            result[name] = {key: item for key, item in result[name].items() if not is_zero(item)}
    result["is_oas"] = False
    return result


def _under(value: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Defaults below what is there."""
    merged = {**copy.deepcopy(more), **value}
    for name, item in more.items():
        if isinstance(item, dict) and isinstance(value.get(name), dict):
            merged[name] = _under(value[name], item)
    return merged


def _nulls(value: Any, given: Any) -> Any:
    if not isinstance(value, dict):
        return None if value == [] and given != [] else value
    given = given if isinstance(given, dict) else {}
    return {
        name: None if item in ({}, []) and given.get(name) != item else _nulls(item, given.get(name))
        for name, item in value.items()
    }


def shown(classic: dict[str, Any]) -> dict[str, Any]:
    """A definition as a read shows it."""
    result = copy.deepcopy(classic)
    if not result["is_oas"]:
        result.pop("is_oas")
    return result


def loadable(classic: dict[str, Any]) -> bool:
    """Whether the router can take the listen path."""
    path = classic["proxy"]["listen_path"]
    return path.count("{") == path.count("}")


def as_loaded(classic: dict[str, Any]) -> dict[str, Any]:
    """What a load does to a definition."""
    loaded = copy.deepcopy(classic)
    transport = loaded["proxy"]["transport"]
    if transport["ssl_max_version"] > 0:
        transport["ssl_max_version"] = 771
    if loaded["tag_headers"]:
        loaded["tag_headers"] = [name.lower() for name in loaded["tag_headers"]]
    return loaded


def place(classic: dict[str, Any]) -> str:
    domain = "" if classic.get("domain_disabled") else classic["domain"]
    return f"{domain}{classic['proxy']['listen_path']}"
