# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on OAS documents: validation, the Tyk entry in `servers`, and the classic definition behind them."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from ..oas import addresses, forms
from ..scalars import nanoseconds
from ..shape import is_zero
from .classic_fields import fill
from .oas_schema import EXTENSION, at
from .versions import classic_block

# Members that stay in the document even when nothing is switched on in them.
_KEPT = ("listenPath", "state", "operations", "securitySchemes", "versioning", "url", "value")


def normalised(doc: dict[str, Any], version: tuple[int, ...] = (99,)) -> dict[str, Any]:
    """The document as it is stored: unknown members of the extension and empty blocks are gone."""
    given = doc[EXTENSION]
    # the ids of the database are filled in later, whatever was sent
    info = {name: value for name, value in given["info"].items() if name not in ("dbId", "orgId")}
    typed, extension = forms.typed({**given, "info": info}, version), {}
    typed["info"] |= {name: given["info"][name] for name in ("dbId", "orgId") if given["info"].get(name)}
    for name, block in typed.items():
        if name in given or name == "upstream":
            extension[name] = block if name in ("info", "errorOverrides") else _without_empty(block)
    for parts in _endpoints(extension) if version >= (5, 14) else ():
        timeout = parts.get("enforceTimeout") or {}
        total = nanoseconds(timeout.get("duration") or "0s")
        if total > 0:  # older ones read whole seconds
            timeout["value"] = ceil(total / 10**9)
    if not extension.get("middleware"):
        extension.pop("middleware", None)
    return {**doc, EXTENSION: extension}


def _endpoints(extension: dict[str, Any]) -> list[dict[str, Any]]:
    """The middleware of every operation, and of every tool, resource and prompt of an MCP proxy."""
    groups = [group for group in (extension.get("middleware") or {}).values() if isinstance(group, dict)]
    return [parts for group in groups for parts in group.values() if isinstance(parts, dict)]


def overlaid(base: Any, over: Any) -> Any:
    """Two documents in one; where both say something, the second counts."""
    if isinstance(base, dict) and isinstance(over, dict):
        shared = {name: overlaid(value, over[name]) for name, value in base.items() if name in over}
        return copy.deepcopy({**base, **over, **shared})
    return over


def _without_empty(block: dict[str, Any]) -> dict[str, Any]:
    """Blocks in which everything is off or empty leave no trace."""
    result = {}
    for name, value in block.items():
        if isinstance(value, dict) and name not in _KEPT:
            value = _without_empty(value)
            if is_zero(value):
                continue
        result[name] = value
    return result


def add_server(doc: dict[str, Any], gateway: str, previous: str) -> str:
    """Puts the Tyk entry at the head of `servers`, in place of the one it had before.

    Expressions in the listen path become variables. Raises ValueError where they cannot.
    """
    server = at(doc, f"{EXTENSION}/server")
    domain = server.get("customDomain") if isinstance(server, dict) else None
    host = f"http://{domain['name']}" if isinstance(domain, dict) and domain.get("enabled") else gateway
    entry = addresses.template(host + "/" + server["listenPath"]["value"].strip("/"))
    url: str = entry["url"]
    given = doc.get("servers") if isinstance(doc.get("servers"), list) else []
    others = [one for one in given if not isinstance(one, dict) or one.get("url") not in (url, previous)]
    doc["servers"] = [entry, *others]
    return url


def classic(doc: dict[str, Any]) -> dict[str, Any]:
    """The classic definition that lists show for an OAS API."""
    extension = doc[EXTENSION]
    info, server, upstream = extension["info"], extension["server"], extension["upstream"]
    authentication = server.get("authentication") or {}
    schemes = authentication.get("securitySchemes") or {} if authentication.get("enabled") else {}
    domain = server.get("customDomain")
    definition = {
        "id": info["dbId"] if re.fullmatch("[0-9a-fA-F]{24}", info.get("dbId") or "") else "",
        "api_id": info.get("id") or "",
        "org_id": info.get("orgId") or "",
        "name": info["name"],
        "is_oas": True,
        "active": info["state"]["active"],
        "internal": bool(info["state"].get("internal")),
        "expiration": str(info.get("expiration") or ""),
        "domain": str(domain.get("name") or "") if isinstance(domain, dict) else "",
        "use_keyless": not authentication.get("enabled"),
        "proxy": {
            "listen_path": server["listenPath"]["value"],
            "strip_listen_path": bool(server["listenPath"].get("strip")),
            "target_url": str(upstream.get("url") or ""),
        },
        "definition": classic_block(info),
        **_certificates(server, upstream),
        "version_data": {"not_versioned": True, "versions": {"": {"name": ""}}},
    }
    for name in schemes:
        scheme = ((doc.get("components") or {}).get("securitySchemes") or {}).get(name) or {}
        definition[_flag(scheme)] = True
    return fill(definition)


def _certificates(server: dict[str, Any], upstream: dict[str, Any]) -> dict[str, Any]:
    """Which certificates an OAS API names, where the classic definition has them."""
    clients, domain, upstreams = (
        block if isinstance(block, dict) else {}
        for block in (server.get("clientCertificates"), server.get("customDomain"), upstream.get("mutualTLS"))
    )
    return {
        "use_mutual_tls_auth": bool(clients.get("enabled")),
        "client_certificates": clients.get("allowlist") or [],
        "certificates": domain.get("certificates") or [],
        "upstream_certificates": {
            entry["domain"]: entry["certificate"] for entry in upstreams.get("domainToCertificateMapping") or []
        },
    }


def _flag(scheme: dict[str, Any]) -> str:
    if scheme.get("type") == "http":
        return "use_basic_auth" if scheme.get("scheme") == "basic" else "enable_jwt"
    return "use_oauth2" if scheme.get("type") == "oauth2" else "use_standard_auth"


def with_extension(doc: dict[str, Any], options: Mapping[str, str]) -> dict[str, Any]:
    """A plain document with the extension that an import gives it; raises ValueError if it cannot."""
    title = at(doc, "info/title")
    if not isinstance(title, str) or not isinstance(doc.get("paths"), dict):
        raise ValueError("Couldn't read body")
    url = options.get("upstreamURL") or _first_server(doc)
    parts = urlsplit(url)
    if not parts.scheme or not parts.netloc:
        raise ValueError("invalid upstream URL")
    extension = {
        "info": {"name": title, "state": {"active": True, "internal": False}},
        "upstream": {"url": url},
        "server": {"listenPath": {"value": "/", "strip": True}},
        "middleware": {"global": {"contextVariables": {"enabled": True}, "trafficLogs": {"enabled": True}}},
    }
    doc = {**copy.deepcopy(doc), EXTENSION: extension}
    if options.get("apiID"):
        extension["info"]["id"] = options["apiID"]
    apply_options(doc, options)
    return doc


def _first_server(doc: dict[str, Any]) -> str:
    servers = doc.get("servers")
    if not isinstance(servers, list) or not servers or not isinstance(servers[0], dict):
        raise ValueError("servers object is empty in OAS")
    return str(servers[0].get("url") or "")


def apply_options(doc: dict[str, Any], options: Mapping[str, str]) -> None:
    """The query parameters that import and PATCH share."""
    extension = doc[EXTENSION]
    if options.get("upstreamURL"):
        extension["upstream"]["url"] = options["upstreamURL"]
    if options.get("listenPath"):
        extension["server"]["listenPath"]["value"] = options["listenPath"]
    if options.get("customDomain"):
        extension["server"]["customDomain"] = {"enabled": True, "name": options["customDomain"]}
    switches = {name: options.get(name) for name in ("allowList", "validateRequest", "mockResponse")}
    if any(value in ("true", "false") for value in switches.values()):
        _operations(doc, switches)
    if options.get("authentication") == "true":
        _authentication(doc)


def _operations(doc: dict[str, Any], switches: Mapping[str, str | None]) -> None:
    operations = extension_operations(doc[EXTENSION])
    names = {"allowList": "allow", "validateRequest": "validateRequest", "mockResponse": "mockResponse"}
    for path, item in doc["paths"].items():
        for method, operation in item.items() if isinstance(item, dict) else ():
            if isinstance(operation, dict) and isinstance(operation.get("operationId", ""), str):
                fallback = path.lstrip("/") + method.upper()
                entry = operations.setdefault(operation.setdefault("operationId", fallback), {})
                chosen = {name: value for name, value in switches.items() if value in ("true", "false")}
                entry |= {names[name]: {"enabled": value == "true"} for name, value in chosen.items()}


def extension_operations(extension: dict[str, Any]) -> dict[str, Any]:
    middleware = extension.setdefault("middleware", {})
    middleware["operations"] = middleware.get("operations") or {}
    return middleware["operations"]


def _authentication(doc: dict[str, Any]) -> None:
    security = doc.get("security")
    entries = security if isinstance(security, list) else []
    names = [name for entry in entries if isinstance(entry, dict) for name in entry]
    if not names:
        raise ValueError("security object is empty in OAS")
    schemes = {name: {"enabled": True} for name in names}
    doc[EXTENSION]["server"]["authentication"] = {"enabled": True, "securitySchemes": schemes}
