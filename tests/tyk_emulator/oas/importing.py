# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The extension that an import makes for a plain description, and what the options of import and PATCH change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .bridge import Have
from .bridge_security import kind_of
from .extension import EXTENSION, Version
from .formats import parses, scheme_of
from .semantics import at
from .soundness import METHODS, operations

_TEXTS = {
    "servers": (
        "The ‘servers’ object is empty in your OAS. You can either add a ‘servers’ section to your OpenAPI description "
        "or provide a Custom Upstream URL in the manual configuration options below.",
        "servers object is empty in OAS",
    ),
    "security": (
        "The ‘security’ object is empty in your OAS. When enabling authentication, your OpenAPI description must "
        "include a ‘security’ object that defines the authentication schemes. You can either add a ‘security’ object "
        "or disable authentication in the API settings.",
        "security object is empty in OAS",
    ),
    "upstream": (
        "The manually configured upstream URL is not valid. The URL must be absolute and properly formatted "
        "(e.g. https://example.com). Please check the URL format and try again.",
        "invalid upstream URL",
    ),
    "server": (
        "The first entry in the ‘servers’ object of your OAS is not valid. The URL must be absolute and properly "
        "formatted (e.g. https://example.com). Please update %s to be a valid URL and try again.",
        "error validating servers entry in OAS: Please update %s to be a valid URL, or pass a valid URL with "
        "upstreamURL query param",
    ),
}
_TRUE, _FALSE = ("1", "t", "T", "TRUE", "true", "True"), ("0", "f", "F", "FALSE", "false", "False")
_OPTIONS = ("upstreamURL", "listenPath", "customDomain", "apiID")
_FLAGS = ("authentication", "validateRequest", "allowList", "mockResponse")
_HEADER = {"header": {"enabled": True, "name": "Authorization"}}
_PLACES = ("header", "cookie", "query")


def flag(text: str) -> bool | None:
    """A flag as Go reads it; what is none is as if it was not there."""
    return True if text in _TRUE else False if text in _FALSE else None


def options_of(params: Mapping[str, str], version: Version) -> Have:
    """The options of a request; nothing if there are none."""
    found: Have = {name: params.get(name, "").strip() for name in _OPTIONS}
    found |= {name: flag(params.get(name, "").strip()) for name in _FLAGS}
    mode = params.get("securityProcessingMode", "").strip()
    comply = "compliant" if params.get("authentication", "").strip() == "compliant" else ""
    found["securityProcessingMode"] = (mode or comply) if version >= (5, 11) else ""
    return {name: value for name, value in found.items() if value not in ("", None)}


class Importer:
    """Makes or changes the extension of one document. Raises ValueError in Tyk's words."""

    def __init__(self, doc: Have, options: Have, version: Version) -> None:
        self._doc, self._options, self._version = doc, options, version
        self._extension: Have = doc.setdefault(EXTENSION, {})

    def _text(self, name: str, *parts: str) -> ValueError:
        text = _TEXTS[name][0 if self._version >= (5, 8, 3) else 1]
        return ValueError(text % parts if parts else text)

    def build(self, is_import: bool) -> None:
        extension, options = self._extension, self._options
        info = extension.setdefault("info", {})
        server = extension.setdefault("server", {})
        listen = server.setdefault("listenPath", {})
        if is_import:
            info["state"] = {"active": True, "internal": False}
            listen["strip"] = True
            self._defaults()
        info["name"] = info.get("name") or self._doc["info"]["title"]
        if options.get("apiID"):
            info["id"] = options["apiID"]
        listen["value"] = options.get("listenPath") or listen.get("value") or "/"
        if options.get("customDomain"):
            domain = server.setdefault("customDomain", {"enabled": True})
            domain["name"] = options["customDomain"]
        self._upstream(extension.setdefault("upstream", {}))
        if "authentication" in options:
            self._authentication(server, options["authentication"])
        if options.get("securityProcessingMode"):
            block = server.setdefault("authentication", {"enabled": False})
            block["securityProcessingMode"] = options["securityProcessingMode"]
        self.operations(options)

    def _defaults(self) -> None:
        middleware = self._extension.setdefault("middleware", {}).setdefault("global", {})
        if self._version >= (5, 3, 2):
            middleware.setdefault("contextVariables", {"enabled": True})
        if self._version >= (5, 4):
            middleware.setdefault("trafficLogs", {"enabled": True})

    def _upstream(self, upstream: Have) -> None:
        given = self._options.get("upstreamURL", "")
        url = given
        if not given and not upstream.get("url"):
            if not self._doc.get("servers"):
                raise self._text("servers")
            url = self._server_url(self._doc["servers"][0])
        if not url:
            upstream.setdefault("url", "")
            return
        if not parses(url) or not (scheme_of(url) or ("", ""))[0]:
            raise self._text("upstream") if given else self._text("server", f'"{url}"' if parses(url) else "<nil>")
        upstream["url"] = url

    def _server_url(self, server: Have) -> str:
        url = str(server["url"])
        if "{" not in url or "}" not in url:
            return url
        for name, variable in (server.get("variables") or {}).items():
            if "{" + name + "}" in url:
                if not variable.get("default"):
                    raise ValueError(f"server variable {name} does not have a default value")
                url = url.replace("{" + name + "}", variable["default"])
        if "{" in url and "}" in url:
            raise ValueError("server URL contains undefined variables")
        return url

    def _authentication(self, server: Have, on: bool) -> None:
        security = self._doc.get("security") or []
        if not security:
            raise self._text("security")
        block = server.setdefault("authentication", {})
        block["enabled"] = on
        schemes = block.setdefault("securitySchemes", {})
        wanted = security if self._version >= (5, 10) else security[:1]
        for name in dict.fromkeys(name for requirement in wanted for name in sorted(requirement)):
            told = self._doc.get("components", {}).get("securitySchemes", {}).get(name) or {}
            made = self._scheme(name, told, schemes.get(name), on)
            if made is not None:
                schemes[name] = made
        identity = self._identity(schemes)
        block.pop("baseIdentityProvider", None)
        if identity:
            block["baseIdentityProvider"] = identity

    def _scheme(self, name: str, told: Have, given: Any, on: bool) -> Have | None:
        scheme = {**(given or {}), "enabled": on}
        kind = kind_of(self._doc, name, given or {}, self._version)
        if kind == "Token":
            return scheme
        return {**scheme, **_HEADER} if kind in ("JWT", "Basic", "OAuth", "ExternalOAuth", "OAuth2") else None

    def _identity(self, schemes: Have) -> str:
        """Whose identity counts where there are several."""
        if len(schemes) < 2:
            return ""
        kinds = {kind_of(self._doc, name, scheme, self._version) for name, scheme in schemes.items()}
        return "auth_token" if "Token" in kinds else "jwt_claim" if "JWT" in kinds else "oauth_key"

    def operations(self, options: Have) -> None:
        """Middleware of each operation; that of operations which are gone goes too."""
        middleware = self._extension.get("middleware") or {}
        kept: Have = {}
        before = middleware.get("operations") or {}
        for path, item in (self._doc.get("paths") or {}).items():
            for method, operation in operations(item) if not path.startswith("x-") else ():
                name = operation.setdefault("operationId", path.removeprefix("/") + method.upper())
                changed = self._operation(dict(before.get(name) or {}), item, operation, options)
                if changed:
                    kept[name] = changed
        middleware = {**middleware, "operations": kept}
        if not kept:
            middleware.pop("operations")
        self._extension["middleware"] = middleware
        if not middleware:
            self._extension.pop("middleware")

    def _operation(self, have: Have, item: Have, operation: Have, options: Have) -> Have:
        allow = options.get("allowList")
        if allow is not None:
            have["allow"] = {**(have.get("allow") or {}), "enabled": allow}
            if allow and (have.get("block") or {}).get("enabled"):
                have["block"] = {**have["block"], "enabled": False}
        validate = options.get("validateRequest")
        if validate is not None and (self._checks(operation) or item.get("parameters")):
            have["validateRequest"] = {**(have.get("validateRequest") or {}), "enabled": validate}
            have["validateRequest"]["errorResponseCode"] = 422
        mock = options.get("mockResponse")
        if mock is not None and self._examples(operation):
            examples = {"enabled": mock}
            have["mockResponse"] = {**(have.get("mockResponse") or {}), "enabled": mock, "fromOASExamples": examples}
        return have

    def _resolved(self, value: Any) -> Any:
        return at(self._doc, value["$ref"]) if isinstance(value, dict) and "$ref" in value else value

    def _checks(self, operation: Have) -> bool:
        if operation.get("parameters"):
            return True
        content = (self._resolved(operation.get("requestBody")) or {}).get("content") or {}
        return any(name in content for name in ("application/json", "application/*", "*/*"))

    def _examples(self, operation: Have) -> bool:
        for name, answer in (operation.get("responses") or {}).items():
            content = {} if name.startswith("x-") else (self._resolved(answer) or {}).get("content") or {}
            if any("example" in media or "schema" in media or media.get("examples") for media in content.values()):
                return True
        return False


__all__ = ["METHODS", "Importer", "flag", "options_of"]
