# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""API definitions as the Gateway decodes, stores and shows them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from ..kinds.classic_types import definition
from ..scalars import duration
from . import listen_path

_DURATIONS = ("duration", "per", "timeout", "global_enforce_timeout", "cache_timeout", "cooldownPeriod", "cacheTimeout")
LATEST = "99"
_TLS12 = 771
_HOOKS = ("pre", "post_key_auth", "post", "response")


def durations(value: Any, name: str = "") -> Any:
    """The same with every duration in Tyk's form."""
    if isinstance(value, dict):
        return {key: durations(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [durations(item) for item in value]
    return duration(value) if name in _DURATIONS and isinstance(value, str) else value


def decoded(given: Any, version: str = LATEST) -> dict[str, Any]:
    """A classic definition with every field that the version has. Raises Mismatch."""
    return definition(version).read(given)


def shown(classic: dict[str, Any], version: str = LATEST) -> dict[str, Any]:
    """A definition as a file or a read has it: what Go leaves out when it is empty is gone."""
    result: dict[str, Any] = definition(version).encode(classic)
    return result


def loadable(classic: dict[str, Any]) -> bool:
    """Whether a load takes the definition; no bundle of plugins can be had here."""
    if classic["protocol"] in ("tcp", "tls") and not classic["listen_port"]:
        return False
    bundle = classic["custom_middleware_bundle"] and not classic["custom_middleware_bundle_disabled"]
    return not bundle and listen_path.known(classic["proxy"]["listen_path"])


def as_loaded(classic: dict[str, Any], env: Mapping[str, str]) -> dict[str, Any]:
    """What a load does to a definition."""
    loaded = copy.deepcopy(classic)
    if not is_http(loaded):
        return loaded
    transport = loaded["proxy"]["transport"]
    if transport["ssl_max_version"] > 0:
        transport["ssl_max_version"] = _TLS12
    transport["ssl_max_version"] = max(transport["ssl_max_version"], transport["ssl_min_version"])
    if loaded["tag_headers"]:
        loaded["tag_headers"] = [name.lower() for name in loaded["tag_headers"]]
    target = loaded["proxy"]["target_url"]
    if target.startswith("env://") and listen_path.served(loaded):
        loaded["proxy"]["target_url"] = env.get(f"TYK_SECRET_{target.removeprefix('env://').upper()}", "")
    return loaded


def is_http(classic: dict[str, Any]) -> bool:
    return classic["protocol"] in ("", "http", "https", "h2c")


def _has_virtual_endpoint(classic: dict[str, Any]) -> bool:
    versions = (classic["version_data"]["versions"] or {}).values()
    return any(not entry["disabled"] for version in versions for entry in version["extended_paths"]["virtual"] or [])


def has_scripts(classic: dict[str, Any]) -> bool:
    """Whether a JavaScript engine is started for the API."""
    return _has_virtual_endpoint(classic) or classic["custom_middleware"]["driver"] == "otto"


def always_anew(classic: dict[str, Any]) -> bool:
    """Whether a reload starts the API again although its file is as it was: plugins and virtual endpoints do that."""
    if _has_virtual_endpoint(classic):
        return True
    plugins = classic["custom_middleware"]
    hooks = [plugins["auth_check"], *(hook for name in _HOOKS for hook in plugins[name] or [])]
    return plugins["driver"] != "grpc" and any(hook["name"] and not hook["disabled"] for hook in hooks)
