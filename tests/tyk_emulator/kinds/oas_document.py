# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on OAS documents: validation, the Tyk entry in `servers`, and the classic definition behind them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ..shape import is_zero
from .classic_fields import fill

EXTENSION = "x-tyk-api-gateway"
_MEMBERS = ("info", "upstream", "server", "middleware", "errorOverrides")
# Members that stay in the document even when nothing is switched on in them.
_KEPT = ("listenPath", "state", "operations", "securitySchemes", "versioning", "url")


def problems(doc: dict[str, Any]) -> list[str]:
    """What is missing or of the wrong type."""
    found = []
    for path, kind in _REQUIRED:
        value = _at(doc, path)
        if not isinstance(value, kind) or (kind is str and not value.strip()):
            found.append(f"{path}: missing or of the wrong type")
    upstream = _at(doc, f"{EXTENSION}/upstream")
    if not isinstance(upstream, dict) or not (upstream.get("url") or upstream.get("loadBalancing")):
        found.append("upstream: no url")
    version = doc.get("openapi")
    if not isinstance(version, str) or not version.startswith(("3.0", "3.1")):
        found.append("openapi: not a supported version")
    return found + _scheme_problems(doc)


_REQUIRED: tuple[tuple[str, type], ...] = (
    ("info", dict),
    ("info/title", str),
    ("info/version", str),
    ("paths", dict),
    (f"{EXTENSION}/info/name", str),
    (f"{EXTENSION}/info/state/active", bool),
    (f"{EXTENSION}/server/listenPath/value", str),
)


def _at(doc: Any, path: str) -> Any:
    for name in path.split("/"):
        doc = doc.get(name) if isinstance(doc, dict) else None
    return doc


def _scheme_problems(doc: dict[str, Any]) -> list[str]:
    """Schemes that are switched on in the extension have to be in the components too."""
    authentication = _at(doc, f"{EXTENSION}/server/authentication")
    if not isinstance(authentication, dict) or not authentication.get("enabled"):
        return []
    known = _at(doc, "components/securitySchemes")
    wanted = authentication.get("securitySchemes")
    if not isinstance(wanted, dict):
        return []
    missing = [name for name in wanted if not isinstance(known, dict) or name not in known]
    return [f"security scheme {name} is not in the components" for name in missing]


def normalised(doc: dict[str, Any]) -> dict[str, Any]:
    """The document as it is stored: unknown members of the extension and empty blocks are gone."""
    doc = copy.deepcopy(doc)
    extension = {name: value for name, value in doc[EXTENSION].items() if name in _MEMBERS}
    for name in ("server", "upstream", "middleware"):
        if isinstance(extension.get(name), dict):
            extension[name] = _without_empty(extension[name])
    if not extension.get("middleware"):
        extension.pop("middleware", None)
    info = extension["info"]
    extension["info"] = {name: value for name, value in info.items() if name in _INFO}
    doc[EXTENSION] = extension
    return doc


_INFO = ("id", "dbId", "orgId", "name", "expiration", "state", "versioning", "categories")


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
    """Puts the Tyk entry at the head of `servers`, in place of the one it had before."""
    server = _at(doc, f"{EXTENSION}/server")
    domain = server.get("customDomain") if isinstance(server, dict) else None
    host = f"http://{domain['name']}" if isinstance(domain, dict) and domain.get("enabled") else gateway
    url = host + "/" + server["listenPath"]["value"].strip("/")
    given = doc.get("servers") if isinstance(doc.get("servers"), list) else []
    others = [entry for entry in given if not isinstance(entry, dict) or entry.get("url") not in (url, previous)]
    doc["servers"] = [{"url": url}, *others]
    return url


def classic(doc: dict[str, Any]) -> dict[str, Any]:
    """The classic definition that lists show for an OAS API."""
    extension = doc[EXTENSION]
    info, server, upstream = extension["info"], extension["server"], extension["upstream"]
    authentication = server.get("authentication") or {}
    schemes = authentication.get("securitySchemes") or {} if authentication.get("enabled") else {}
    domain = server.get("customDomain")
    definition = {
        "id": info.get("dbId") or "",
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
        "version_data": {"not_versioned": True, "versions": {"": {"name": ""}}},
    }
    for name in schemes:
        scheme = ((doc.get("components") or {}).get("securitySchemes") or {}).get(name) or {}
        definition[_flag(scheme)] = True
    return fill(definition)


def _flag(scheme: dict[str, Any]) -> str:
    if scheme.get("type") == "http":
        return "use_basic_auth" if scheme.get("scheme") == "basic" else "enable_jwt"
    return "use_oauth2" if scheme.get("type") == "oauth2" else "use_standard_auth"


def with_extension(doc: dict[str, Any], options: Mapping[str, str]) -> dict[str, Any]:
    """A plain document with the extension that an import gives it; raises ValueError if it cannot."""
    title = _at(doc, "info/title")
    if not isinstance(title, str):
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
            if isinstance(operation, dict):
                fallback = path.lstrip("/") + method.upper()
                entry = operations.setdefault(operation.setdefault("operationId", fallback), {})
                chosen = {name: value for name, value in switches.items() if value in ("true", "false")}
                entry |= {names[name]: {"enabled": value == "true"} for name, value in chosen.items()}


def extension_operations(extension: dict[str, Any]) -> dict[str, Any]:
    middleware = extension.setdefault("middleware", {})
    return middleware.setdefault("operations", {})


def _authentication(doc: dict[str, Any]) -> None:
    names = [name for entry in doc.get("security") or [] for name in entry]
    if not names:
        raise ValueError("security object is empty in OAS")
    schemes = {name: {"enabled": True} for name in names}
    doc[EXTENSION]["server"]["authentication"] = {"enabled": True, "securitySchemes": schemes}
