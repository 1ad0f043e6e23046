# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Gateway demands of a decoded definition before it writes it to a file; only the first fault is told."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterator
from typing import Any

from ..scalars import nanoseconds

# Name in auth_configs -> the switch that has it looked at.
_SWITCHES = {
    "authToken": "use_standard_auth",
    "jwt": "enable_jwt",
    "hmac": "enable_signature_checking",
    "oauth": "use_oauth2",
    "oidc": "use_openid",
    "coprocess": "enable_coprocess_auth",
}
_IP_LISTS = {"enable_ip_whitelisting": "allowed_ips", "enable_ip_blacklisting": "blacklisted_ips"}


def _data_sources(api: dict[str, Any]) -> Iterator[str]:
    names = [source["name"].lower().strip() for source in api["graphql"]["engine"]["data_sources"] or []]
    if len(set(names)) < len(names):
        yield "duplicate data source names are not allowed"


def _auth_sources(api: dict[str, Any]) -> Iterator[str]:
    for name, config in sorted((api["auth_configs"] or {}).items()):
        closed = config["disable_header"] and not config["use_param"] and not config["use_cookie"]
        if closed and name in _SWITCHES and api[_SWITCHES[name]]:
            yield f"all auth sources are disabled for {name}, at least one of header/cookie/query must be enabled"


def _addresses(api: dict[str, Any]) -> Iterator[str]:
    for switch, name in _IP_LISTS.items():
        for address in (api[name] or []) if api[switch] else ():
            if not _is_address(address):
                yield f"invalid IP/CIDR {json.dumps(address, ensure_ascii=False)}"


def _is_address(text: str) -> bool:
    """Whether Go takes it for an address, or for one with the length of a prefix behind it."""
    address, mark, length = text.partition("/")
    try:
        bits = ipaddress.ip_address(address).max_prefixlen
    except ValueError:
        return False
    if "%" in address or text.count("/") > 1:
        return False
    return not mark or (length.isascii() and length.isdigit() and int(length) <= bits)


def _global_timeouts(api: dict[str, Any]) -> Iterator[str]:
    versions = (api["version_data"]["versions"] or {}).values()
    if any(nanoseconds(version["global_enforce_timeout"]) < 0 for version in versions):
        yield "invalid global timeout value"


def _timeouts(api: dict[str, Any]) -> Iterator[str]:
    for version in (api["version_data"]["versions"] or {}).values():
        for entry in version["extended_paths"]["hard_timeouts"] or []:
            if entry["timeout"] < 0 or nanoseconds(entry.get("duration", "0s")) < 0:
                yield "invalid timeout value"


def _upstream_auth(api: dict[str, Any]) -> Iterator[str]:
    auth = api["upstream_auth"]
    oauth, wanted = auth["oauth"], auth["oauth"]["allowed_authorize_types"] or []
    if not auth["enabled"]:
        return
    if auth["basic_auth"]["enabled"] and oauth["enabled"]:
        yield "multiple upstream authentication modes not allowed"
    if oauth["enabled"] and not wanted:
        yield "upstream OAuth authorization type is required"
    elif oauth["enabled"]:
        if len(wanted) > 1:
            yield "multiple upstream OAuth authorization type not allowed"
        if wanted[0] not in ("clientCredentials", "password"):
            yield "invalid OAuth authorization type"


def _targets(api: dict[str, Any]) -> Iterator[str]:
    if api["proxy"]["enable_load_balancing"] and not api["proxy"]["target_list"]:
        yield "all load balancing targets have weight 0, at least one target must have weight > 0"


# In the order in which they are asked, with the first version that has them.
_RULES: tuple[tuple[tuple[int, ...], Callable[[dict[str, Any]], Iterator[str]]], ...] = (
    ((0,), _data_sources),
    ((0,), _auth_sources),
    ((5, 1), _addresses),
    ((5, 14), _global_timeouts),
    ((5, 1), _timeouts),
    ((5, 7), _upstream_auth),
    ((5, 11), _targets),
)


def fault(api: dict[str, Any], since: Callable[..., bool]) -> str:
    """Why a Gateway of that version refuses the definition; nothing if it does not."""
    for version, rule in _RULES:
        for reason in rule(api) if since(*version) else ():
            return f"Validation of API Definition failed. Reason: {reason}."
    return ""
