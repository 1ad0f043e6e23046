# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""API definitions as the Gateway decodes, stores and shows them."""

from __future__ import annotations

import copy
from typing import Any

from ..kinds.classic_types import definition
from ..scalars import duration

_DURATIONS = ("duration", "per", "timeout", "global_enforce_timeout", "cache_timeout", "cooldownPeriod", "cacheTimeout")
LATEST = "99"


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
