# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under which addresses an OAS API can be called, taken apart."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from ..call import Call, Route
from ..state import Row
from . import oas, versions
from .api_store import NO_API


def _urls(call: Call) -> Any:
    row = oas.find(call, NO_API)
    bases = [base for base in call.state["apis"].find("api_id", row["base"]) if call.owns(base["org_id"])]
    family = bases[0] if bases else row
    shown = [_as_version(call, family, name) for name in _names(family, row)]
    by_path = versions.links(family)["location"] == "url" and shown
    if (bases and not _internal(row)) or by_path or not shown:
        shown.append(_address(call, row))
    return {"api_id": row["api_id"], "urls": shown}


def _internal(row: Row) -> bool:
    return bool(row["doc"]["api_definition"]["internal"])


def _names(family: Row, row: Row) -> list[str]:
    """What an API is called in its family of versions."""
    block = versions.links(family)
    if not block["enabled"]:
        return []
    if row is family:
        return [block["name"]] if block["name"] else []
    return [name for name, api_id in sorted((block["versions"] or {}).items()) if api_id == row["api_id"]]


def _as_version(call: Call, family: Row, name: str) -> dict[str, Any]:
    """The address of a version, which is told in a header, the query or the path."""
    block = versions.links(family)
    told = {"name": block["key"], "value": name}
    if block["location"] == "url":
        return _address(call, family, endpoint=name)
    if block["location"] == "url-param":
        return _address(call, family, query=[told])
    return _address(call, family, headers=[told])


def _address(
    call: Call,
    row: Row,
    endpoint: str = "",
    query: list[dict[str, str]] | None = None,
    headers: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    definition = row["doc"]["api_definition"]
    gateway = urlsplit(call.emulator.config.gateway_url)
    custom = definition["domain"] if not definition.get("domain_disabled") else ""
    domain, port = (custom, None) if custom else (gateway.hostname or "", gateway.port)
    path = (definition["proxy"]["listen_path"] or "").strip("/")
    url = f"{gateway.scheme}://{domain}" + (f":{port}" if port else "")
    url = "/".join(part for part in (url, path, endpoint) if part)
    if query:
        url += "?" + "&".join(f"{quote(one['name'])}={quote(one['value'])}" for one in query)
    return {
        "protocol": gateway.scheme,
        "domain": domain,
        "port": port,
        "listen_path": path,
        "endpoint_path": endpoint,
        "query_parameters": query or [],
        "headers": headers or [],
        "url": url,
    }


ROUTES = (Route("GET", "/api/apis/oas/{id}/urls", _urls, "apis"),)
