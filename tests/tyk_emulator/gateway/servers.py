# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The addresses that the Gateway writes into the documents of its APIs."""

from __future__ import annotations

from typing import Any

from ..oas import addresses
from ..wire import Refusal
from .call import Call


def add(call: Call, doc: dict[str, Any], classic: dict[str, Any], base: dict[str, Any] | None) -> None:
    """Tyk's own addresses of a new API come first."""
    gateway, servers = call.emulator.config.gateway_url, doc.get("servers")
    try:
        if not call.since(5, 11):
            doc["servers"] = addresses.added(servers, addresses.absolute(classic, gateway))
            return
        parent = base["classic"] if base else None
        if parent and not parent["definition"]["enabled"]:
            parent = None
        urls = addresses.own(classic, parent, gateway, call.param("new_version_name"))
        doc["servers"] = addresses.regenerated(servers, urls, [])
    except ValueError as wrong:
        raise Refusal(400, str(wrong)) from None


def renew(call: Call, doc: dict[str, Any], classic: dict[str, Any], api: dict[str, Any]) -> None:
    """Tyk's own addresses in place of those that the loaded API had."""
    gateway = call.emulator.config.gateway_url
    try:
        if call.since(5, 11):
            urls, before = (addresses.own(one, None, gateway) for one in (classic, api["classic"]))
            doc["servers"] = addresses.regenerated(doc.get("servers"), urls, before)
        else:
            old = (api["oas"].get("servers") or [{"url": ""}])[0]["url"]
            doc["servers"] = addresses.updated(doc.get("servers"), addresses.absolute(classic, gateway), old)
    except ValueError as wrong:
        raise Refusal(400, str(wrong)) from None
