# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validation of OAS documents: what has to be there, and what the blocks of the extension demand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

EXTENSION = "x-tyk-api-gateway"
STREAMING = "x-tyk-streaming"
_REQUIRED: tuple[tuple[str, type], ...] = (
    ("info", dict),
    ("info/title", str),
    ("info/version", str),
    ("paths", dict),
    (f"{EXTENSION}/info/name", str),
    (f"{EXTENSION}/info/state/active", bool),
    (f"{EXTENSION}/server/listenPath/value", str),
)
# Blocks that must say whether they are switched on.
_SWITCHED = """
    allow block ignoreAuthentication internal cors contextVariables trafficLogs detailedActivityLogs detailedTracing
    transformRequestHeaders transformResponseHeaders validateRequest mockResponse serviceDiscovery trackEndpoint
    doNotTrackEndpoint batchProcessing uptimeTests loadBalancing enforceTimeout preserveHostHeader
    preserveTrailingSlash"""
# Block -> members that it must have.
_BLOCKS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_SWITCHED.split(), ("enabled",)),
    "certificatePinning": ("enabled", "domainToPublicKeysMapping"),
    "circuitBreaker": ("enabled", "threshold", "sampleSize", "coolDownPeriod", "halfOpenStateEnabled"),
    "customDomain": ("enabled", "name"),
    "gatewayTags": ("enabled", "tags"),
    "mutualTLS": ("enabled", "domainToCertificateMapping"),
    "rateLimit": ("enabled", "rate", "per"),
    "requestSizeLimit": ("enabled", "value"),
    "transformRequestBody": ("enabled", "format"),
    "transformRequestMethod": ("enabled", "toMethod"),
    "transformResponseBody": ("enabled", "format"),
    "urlRewrite": ("enabled", "pattern", "rewriteTo"),
    "versioning": ("location",),
    "virtualEndpoint": ("enabled", "functionName"),
}
# Data of the user's own, not described by the schema.
_OPAQUE = ("value", "config", "pluginConfig", "securitySchemes")


def problems(doc: dict[str, Any]) -> list[str]:
    """What is missing or of the wrong type."""
    found = []
    for path, kind in _REQUIRED:
        value = at(doc, path)
        if not isinstance(value, kind) or (kind is str and not value.strip()):
            found.append(f"{path}: missing or of the wrong type")
    version = doc.get("openapi")
    if not isinstance(version, str) or not version.startswith(("3.0", "3.1")):
        found.append("openapi: not a supported version")
    return found or [*_upstream(doc), *_schemes(doc), *_extension(doc[EXTENSION])]


def at(doc: Any, path: str) -> Any:
    """The value under a path of member names; None if any of them is missing."""
    for name in path.split("/"):
        doc = doc.get(name) if isinstance(doc, dict) else None
    return doc


def _upstream(doc: dict[str, Any]) -> Iterator[str]:
    """Streams need no upstream, everything else has an address or a list of them."""
    upstream = at(doc, f"{EXTENSION}/upstream")
    if STREAMING in doc:
        return
    if not isinstance(upstream, dict) or not (upstream.get("url") or upstream.get("loadBalancing")):
        yield "upstream: neither url nor loadBalancing"


def _schemes(doc: dict[str, Any]) -> Iterator[str]:
    """Schemes that are switched on in the extension have to be in the components too."""
    authentication = at(doc, f"{EXTENSION}/server/authentication")
    if authentication is None:
        return
    if not isinstance(authentication, dict) or not isinstance(authentication.get("enabled"), bool):
        yield "authentication: enabled is required"
    elif authentication["enabled"] and isinstance(authentication.get("securitySchemes"), dict):
        known = at(doc, "components/securitySchemes")
        for name in authentication["securitySchemes"]:
            if not isinstance(known, dict) or name not in known:
                yield f"security scheme {name} is not in the components"


def _extension(extension: dict[str, Any]) -> Iterator[str]:
    versioning = extension["info"].get("versioning")
    if versioning is not None:
        yield from _blocks({"versioning": versioning}, "info")
    for name in ("server", "upstream", "middleware"):
        if not isinstance(extension.get(name, {}), dict):
            yield f"{name}: expected an object"
        yield from _blocks(extension.get(name), name)
    domain = at(extension, "server/customDomain/name")
    if not isinstance(domain, (str, type(None))):
        yield "server/customDomain/name: expected a string"
    operations = at(extension, "middleware/operations")
    if not _is_map_of_objects({} if operations is None else operations):
        yield "middleware/operations: expected objects"


def _is_map_of_objects(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, dict) for item in value.values())


def _blocks(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _blocks(item, path)
    if not isinstance(value, dict):
        return
    for name, member in value.items():
        if name == "enabled" and not isinstance(member, bool):
            yield f"{path}/enabled: expected a boolean"
        if name in _BLOCKS and not isinstance(member, dict):
            yield f"{path}/{name}: expected an object"
        elif isinstance(member, dict):
            missing = [wanted for wanted in _BLOCKS.get(name, ()) if wanted not in member]
            yield from (f"{path}/{name}: {wanted} is required" for wanted in missing)
        if name not in _OPAQUE:
            yield from _blocks(member, f"{path}/{name}")
