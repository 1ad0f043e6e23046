# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a document in the order in which the library goes through them, and what it says of the first fault."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from .extension import Version
from .formats import parses
from .model import modern
from .semantics import Reader, Unsound, Within, quoted

METHODS = ("connect", "delete", "get", "head", "options", "patch", "post", "put", "trace")
_CHARSET, _REGEXP = ' (charset: ["a-zA-Z0-9._-"])', ' (regexp: "^[a-zA-Z0-9._-]+$")'
_IDENTIFIER = re.compile(r"[a-zA-Z0-9._-]+")
# Member of the components, what the library calls one, its kind.
_COMPONENTS = (
    ("schemas", "schema", "Schema"),
    ("parameters", "parameter", "Parameter"),
    ("requestBodies", "request body", "RequestBody"),
    ("responses", "response", "Response"),
    ("headers", "header", "Header"),
    ("securitySchemes", "security scheme", "SecurityScheme"),
    ("examples", "example", "Example"),
    ("links", "link", "Link"),
    ("callbacks", "callback", "Callback"),
)
# A flow, and which of authorizationUrl and tokenUrl it has.
_FLOWS = {
    "implicit": (True, False),
    "password": (False, True),
    "clientCredentials": (False, True),
    "authorizationCode": (True, True),
}
_HTTP = ("bearer", "basic", "negotiate", "digest")


class Auditor(Reader):
    """Goes through all of a document."""

    def audit(self) -> None:
        """Raises Unsound."""
        doc = self.doc
        with Within("invalid components: "):
            self._components(doc.get("components") or {})
        with Within("invalid info: "):
            if doc.get("info") is None:
                raise Unsound("must be an object")
            self.check("Info", doc["info"])
        with Within("invalid paths: "):
            if doc.get("paths") is None:
                raise Unsound("must be an object")
            self._paths(doc["paths"])
        for name, kind in (("servers", "Server"), ("tags", "Tag")):
            with Within(f"invalid {name}: "):
                for value in doc.get(name) or []:
                    self.check(kind, value)
        with Within("invalid external docs: "):
            self.check("ExternalDocs", doc.get("externalDocs"))
        for name, item in sorted((doc.get("webhooks") or {}).items()):
            with Within(f"invalid webhooks: webhook {quoted(name)}: "):
                self.check("PathItem", item)
        self.extras("Doc", doc)

    def _components(self, parts: dict[str, Any]) -> None:
        for name, word, kind in _COMPONENTS:
            for key, value in sorted((parts.get(name) or {}).items()):
                with Within(f"{word} {quoted(key)}: "):
                    if not _IDENTIFIER.fullmatch(key):
                        wrong = f"identifier {quoted(key)} is not supported by OpenAPIv3 standard"
                        raise Unsound(wrong + (_CHARSET if modern(self._version) else _REGEXP))
                    self.check(kind, value)
        self.extras("Components", parts)

    def _check_info(self, info: dict[str, Any]) -> None:
        self.check("Contact", info.get("contact"))
        if "license" in info:
            if not info["license"].get("name"):
                raise Unsound("value of license name must be a non-empty string")
            self.check("License", info["license"])
        for name in ("version", "title"):
            if not info.get(name):
                raise Unsound(f"value of {name} must be a non-empty string")

    def _check_server(self, server: dict[str, Any]) -> None:
        url, variables = server.get("url", ""), server.get("variables") or {}
        if not url:
            raise Unsound("value of url must be a non-empty string")
        if url.count("{") != url.count("}"):
            raise Unsound("server URL has mismatched { and }")
        if url.count("{") != len(variables) or not all("{" + name + "}" in url for name in variables):
            raise Unsound("server has undeclared variables")
        for _name, variable in sorted(variables.items()):
            if not (variable or {}).get("default"):
                told = json.dumps(variable or {}, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
                raise Unsound(f"field default is required in {told}")
            self.extras("ServerVariable", variable)

    def _check_tag(self, tag: dict[str, Any]) -> None:
        with Within("invalid external docs: "):
            self.check("ExternalDocs", tag.get("externalDocs"))

    def _paths(self, paths: dict[str, Any]) -> None:
        seen: dict[str, str] = {}
        items = [(path, self.resolved(item)) for path, item in sorted(paths.items())]
        items = [pair for pair in items if not (modern(self._version) and pair[0].startswith("x-"))]
        for path, item in items:
            if not path.startswith("/"):
                raise Unsound(f"path {quoted(path)} does not start with a forward slash (/)")
            template = re.sub(r"\{[^}]*?(\*?)\}", r"{\1}", path)
            if template in seen:
                raise Unsound(f"conflicting paths {quoted(path)} and {quoted(seen[template])}")
            seen[path] = path
            self._declared(path, item)
            with Within(f"invalid path {path}: "):
                self.check("PathItem", item)
        self._operation_ids(items)

    def _declared(self, path: str, item: dict[str, Any]) -> None:
        """The parameters of a path are those that its template names."""
        wanted = set(re.findall(r"\{([^}]*)\}", path))
        common = self._names(item.get("parameters"))
        for method, operation in operations(item):
            named = [*self._names(operation.get("parameters")), *common]
            if len(named) == len(wanted):
                continue
            missing = sorted({*named} ^ wanted)
            if missing:
                wrong = f"must define exactly all path parameters (missing: [{' '.join(missing)}])"
                raise Unsound(f"operation {method.upper()} {path} {wrong}")

    def _names(self, parameters: list[Any] | None) -> list[str]:
        found = [self.resolved(one) or {} for one in parameters or []]
        return [one.get("name", "") for one in found if one.get("in") == "path"]

    def _operation_ids(self, items: Iterable[tuple[str, dict[str, Any]]]) -> None:
        seen: dict[str, str] = {}
        for path, item in items:
            for method, operation in operations(item):
                name, place = operation.get("operationId"), f"{method.upper()} {path}"
                if name and name in seen:
                    one, other = sorted([place, seen[name]])
                    both = f"operations {quoted(one)} and {quoted(other)}"
                    raise Unsound(f"{both} have the same operation id {quoted(name)}")
                seen[name or ""] = place

    def _check_pathitem(self, item: dict[str, Any]) -> None:
        for method, operation in operations(item):
            with Within(f"invalid operation {method.upper()}: "):
                self.check("Operation", operation)
        if modern(self._version):
            self.parameters(item.get("parameters"))

    def _check_operation(self, operation: dict[str, Any]) -> None:
        self.parameters(operation.get("parameters"))
        self.check("RequestBody", operation.get("requestBody"))
        responses = operation.get("responses")
        if responses is None:
            raise Unsound("value of responses must be an object")
        new = modern(self._version)
        answers = [(key, value) for key, value in sorted(responses.items()) if not (new and key.startswith("x-"))]
        if not answers:
            raise Unsound("the responses object MUST contain at least one response code")
        for _key, value in answers:
            self.check("Response", value)
        with Within("invalid external docs: "):
            self.check("ExternalDocs", operation.get("externalDocs"))

    def _check_callback(self, callback: dict[str, Any]) -> None:
        for key, item in sorted(callback.items()):
            if not (modern(self._version) and key.startswith("x-")):
                self.check("PathItem", item)

    def extras(self, kind: str, value: dict[str, Any]) -> None:
        """A parameter with a schema is not looked at so far, a header never."""
        told = kind == "Parameter" and "schema" in value
        if not told and kind not in ("Callback", "Header"):
            super().extras(kind, value)

    def _check_securityscheme(self, scheme: dict[str, Any]) -> None:
        kind = scheme.get("type", "")
        if kind == "http" and scheme.get("scheme", "") not in _HTTP:
            name = quoted(scheme.get("scheme", ""))
            raise Unsound(f"security scheme of type 'http' has invalid 'scheme' value {name}")
        if kind == "openIdConnect" and not scheme.get("openIdConnectUrl"):
            raise Unsound(f"no OIDC URL found for openIdConnect security scheme {quoted(scheme.get('name', ''))}")
        if kind not in ("apiKey", "http", "oauth2", "openIdConnect"):
            raise Unsound(f"security scheme 'type' can't be {quoted(kind)}")
        allowed = {
            "in": kind == "apiKey",
            "name": kind == "apiKey",
            "bearerFormat": kind == "http" and scheme["scheme"] == "bearer",
            "flows": kind == "oauth2",
        }
        for name, may in allowed.items():
            if scheme.get(name) and not may:
                raise Unsound(f"security scheme of type {quoted(kind)} can't have '{name}'")
        if kind == "apiKey":
            self._key(scheme)
        elif kind == "oauth2":
            self._flows(scheme)

    def _key(self, scheme: dict[str, Any]) -> None:
        if scheme.get("in", "") not in ("query", "header", "cookie"):
            where = f"It can be 'query', 'header' or 'cookie', not {quoted(scheme.get('in', ''))}"
            raise Unsound(f"security scheme of type 'apiKey' should have 'in'. {where}")
        if not scheme.get("name"):
            raise Unsound("security scheme of type 'apiKey' should have 'name'")

    def _flows(self, scheme: dict[str, Any]) -> None:
        if scheme.get("flows") is None:
            raise Unsound("security scheme of type \"oauth2\" should have 'flows'")
        for name, wanted in _FLOWS.items():
            flow = scheme["flows"].get(name)
            if flow is None:
                continue
            with Within(f"security scheme 'flow' is invalid: the OAuth flow '{name}' is invalid: "):
                for field, needed in zip(("authorizationUrl", "tokenUrl"), wanted, strict=True):
                    _address(flow, field, needed)
                if flow.get("refreshUrl") and not parses(flow["refreshUrl"]):
                    raise Unsound("field 'refreshUrl' is invalid")
                if flow.get("scopes") is None:
                    raise Unsound("field 'scopes' is missing")
                self.extras("OAuthFlow", flow)
        with Within("security scheme 'flow' is invalid: "):
            self.extras("OAuthFlows", scheme["flows"])


def _address(flow: dict[str, Any], field: str, needed: bool) -> None:
    url = flow.get(field, "")
    if not url and needed:
        raise Unsound(f"field '{field}' is empty or missing")
    if url and not needed:
        raise Unsound(f"field '{field}' should not be set")
    if not parses(url):
        raise Unsound(f"field '{field}' is invalid")


def operations(item: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The operations of a path, by method."""
    return [(method, item[method]) for method in METHODS if item.get(method) is not None]


def fault(doc: dict[str, Any], version: Version) -> str:
    """What the library says against a document; nothing if all is well."""
    try:
        Auditor(doc, version).audit()
    except Unsound as wrong:
        return str(wrong)
    return ""
