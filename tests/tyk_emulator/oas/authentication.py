# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Tyk asks of the authentication of a document, beyond the schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from .bridge import Have
from .extension import Version
from .formats import parses

_LINK = "For more information please visit https://swagger.io/specification/#security-requirement-object"
_RESERVED = """
    grant_type subject_token subject_token_type requested_token_type audience resource scope actor_token
    actor_token_type client_id client_secret client_assertion client_assertion_type""".split()


def faults(doc: Have, extension: Any, version: Version, mcp: bool = False) -> Iterator[str]:
    """Each thing that is wrong, in Tyk's words; all of them are told."""
    if version >= (5, 8, 3):
        yield from _requirements(doc)
    server = extension.get("server") if isinstance(extension, dict) else None
    block = server.get("authentication") if isinstance(server, dict) else None
    if not isinstance(block, dict):
        return
    if version >= (5, 10) and block.get("securityProcessingMode") == "compliant":
        yield from _complying(doc, block)
    if version >= (5, 13):
        yield from _metadata(block.get("protectedResourceMetadata") or {}, mcp)
    if version >= (5, 14):
        for name, scheme in sorted((block.get("securitySchemes") or {}).items()):
            found = next(_oauth2(scheme), "")
            if found:
                yield f'oauth2 scheme "{name}": {found}'
                return


def _requirements(doc: Have) -> Iterator[str]:
    security = doc.get("security") or []
    schemes = (doc.get("components") or {}).get("securitySchemes") or {}
    if security and not schemes:
        yield "No components or security schemes present in OAS"
        return
    for name in (name for requirement in security for name in sorted(requirement)):
        if name not in schemes:
            yield f"Missing required Security Scheme '{name}' in Components.SecuritySchemes. {_LINK}"
            return


def _complying(doc: Have, block: Have) -> Iterator[str]:
    """Whatever is switched on has to be in a requirement."""
    wanted = {name for requirement in doc.get("security") or [] for name in requirement}
    wanted |= {name for requirement in block.get("security") or [] for name in requirement}
    own = [name for name in ("hmac", "oidc", "custom") if (block.get(name) or {}).get("enabled")]
    schemes = [name for name, one in sorted((block.get("securitySchemes") or {}).items()) if (one or {}).get("enabled")]
    wrong = [name for name in [*own, *schemes] if name not in wanted]
    if wrong:
        word = "auth" if len(wrong) == 1 else "auth methods"
        told = f"{' and '.join(wrong)} {word} enabled but not configured in a security requirement"
        yield f"invalid multi-auth configuration: {told}"


def _metadata(block: Have, mcp: bool) -> Iterator[str]:
    if not block.get("enabled"):
        return
    servers = block.get("authorizationServers") or []
    if mcp and not block.get("resource") and not servers:
        return
    if not block.get("resource"):
        yield "protectedResourceMetadata.resource is required when enabled"
    elif mcp and not servers:
        yield "protectedResourceMetadata.authorizationServers must have at least one entry for MCP APIs"


def _oauth2(scheme: Any) -> Iterator[str]:
    block = scheme.get("tokenExchange") if isinstance(scheme, dict) else None
    if not isinstance(block, dict) or not block.get("enabled"):
        return
    providers = block.get("providers") or []
    if not providers:
        yield "tokenExchange.enabled is true but providers[] is empty"
    names: list[str] = []
    owners: dict[str, str] = {}
    for index, provider in enumerate(providers):
        name = provider.get("name", "")
        if not name:
            yield f"tokenExchange.providers[{index}].name is required"
        if name in names:
            yield f'duplicate tokenExchange.provider name "{name}"'
        names.append(name)
        yield from (f'tokenExchange.provider "{name}" {text}' for text in _provider(provider))
        for issuer in provider.get("issuers") or []:
            if issuer and issuer in owners:
                both = f'"{owners[issuer]}" and "{name}"'
                yield f'duplicate issuer "{issuer}" configured on tokenExchange.providers {both}'
            owners[issuer] = name


def _provider(provider: Have) -> Iterator[str]:
    url = provider.get("tokenEndpoint") or ""
    if not url:
        yield "has empty tokenEndpoint"
    elif not parses(url) or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        yield "tokenEndpoint must be an absolute http(s) URL"
    if not (provider.get("clientAuth") or {}).get("clientId"):
        yield "has empty clientAuth.clientId"
    for key in sorted(provider.get("customParams") or {}):
        if key in _RESERVED:
            yield f'customParams cannot override reserved RFC 8693 wire key "{key}"'
