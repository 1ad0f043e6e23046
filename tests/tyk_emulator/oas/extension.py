# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema of Tyk's extension for one version, made from the table of its names and types."""

from __future__ import annotations

import functools
from typing import Any

from .check import Checker
from .extension_rules import EVENTS, KINDS, SIMPLE
from .extension_rules2 import MORE_KINDS

Version = tuple[int, ...]
EXTENSION = "x-tyk-api-gateway"
_REF = "#/definitions/"


def _either(*required: str) -> dict[str, Any]:
    return {"anyOf": [{"required": [name]} for name in required]}


def _refs(*names: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": _REF + name} for name in names]}


_BY_URL = {"properties": {"location": {"enum": ["url"]}}}
_BY_KEY = {"properties": {"location": {"enum": ["header", "url-param"]}}, "required": ["key"]}
_TARGETS = {"properties": {"targets": {"minItems": 1}}, "required": ["targets"]}
_IF_ON = {"if": {"properties": {"enabled": {"const": True}}}, "then": _TARGETS}
_SCHEME = ("Token", "JWT", "Basic", "OAuth")
_WEBHOOKS = ("WebhookWithID", "WebhookWithoutID")
# Kind -> (first version, what counts beside or in place of its members).
_BESIDE: tuple[tuple[str, Version, dict[str, Any]], ...] = (
    ("CustomPlugins", (5,), {"type": "array", "items": [{"$ref": _REF + "CustomPluginDefinition"}], "minItems": 1}),
    ("CustomPluginDefinition", (5,), {"type": None}),
    ("BatchProcessing", (5,), {"type": None}),
    ("FromOASExamples", (5,), {"type": None}),
    ("TransformBody", (5,), {**_either("body", "path"), "minProperties": 3}),
    ("Operations", (5,), {"patternProperties": {r"\S+": {"$ref": _REF + "Operation"}}}),
    ("Upstream", (5,), {"required": ["url"]}),
    ("Upstream", (5, 8), {**_either("url", "loadBalancing"), "required": []}),
    ("Versioning", (5,), {"required": ["enabled", "location", "key", "versions"]}),
    ("Versioning", (5, 10), {"anyOf": [_BY_KEY, _BY_URL], "required": ["location"]}),
    ("EnforceTimeout", (5,), {"required": ["enabled", "value"]}),
    ("EnforceTimeout", (5, 14), {"required": ["enabled"]}),
    ("EventHandlers", (5,), _refs(*_WEBHOOKS)),
    ("EventHandlers", (5, 8), _refs(*_WEBHOOKS, "JSVMEvent", "LogEvent")),
    ("URLRewriteRules", (5,), {"type": None, **_refs("URLRewriteRule", "URLRewriteRuleForRequestBody")}),
    ("LoadBalancing", (5,), {"allOf": [_IF_ON]}),
    ("eventType", (5,), {"type": "string", "enum": ["webhook"]}),
    ("eventType", (5, 8), {"type": "string", "enum": ["webhook", "custom", "log"]}),
    ("SecuritySchemes", (5,), {"patternProperties": {r"^[a-zA-Z0-9\.\-_]+$": _refs(*_SCHEME)}}),
    ("SecuritySchemes", (5, 3), {"patternProperties": {r"^[a-zA-Z0-9\.\-_]+$": _refs(*_SCHEME, "ExternalOAuth")}}),
    (
        "SecuritySchemes",
        (5, 14),
        {"patternProperties": {r"^[a-zA-Z0-9\.\-_]+$": _refs(*_SCHEME, "ExternalOAuth", "OAuth2")}},
    ),
)
PRIMITIVES = ("mcpTools", "mcpResources", "mcpPrompts")
_NOT_FOR_PROXIES = (("Extension", "errorOverrides"), ("Global", "cache"), ("Server", "batchProcessing"))
NOT_FOR_PRIMITIVES = (
    *("transformRequestMethod", "transformResponseBody", "urlRewrite", "internal"),
    *("cache", "validateRequest", "mockResponse", "exchange"),
)
# For a while unknown members were refused; not below these.
_CLOSED = ((5, 3), (5, 7))
_OPEN = ("EventHandlers", "WebhookWithID", "SecuritySchemes", "URLRewriteRules", "CustomPlugins", "eventType")


def since(version: Version, mark: str) -> bool:
    """Whether a version has what is marked with the first that does."""
    return not mark or version >= tuple(int(part) for part in mark.split("."))


def _type(name: str) -> dict[str, Any]:
    if name.startswith("?"):
        found = _type(name[1:])
        return {**found, "type": [found["type"], "null"]}
    if name.endswith("*"):
        return {**_type(name[:-1]), "uniqueItems": True}
    if name.startswith("="):
        return {"type": "string", "enum": name[1:].split("|")}
    if name[:1] in ("[", "("):
        inner = _type(name[1:-1])
        return {"type": "array", "items": inner if name[0] == "[" else [inner]}
    if name.startswith("{"):
        return {"type": "object", "additionalProperties": _type(name[1:-1])}
    return SIMPLE[name] if name in SIMPLE else {"$ref": _REF + name}


def _kind(line: str, version: Version) -> tuple[str, dict[str, Any]]:
    name, *members = line.split()
    properties, required = {}, []
    for member in members:
        text, _at, mark = member.partition("@")
        label, _colon, kind = text.partition(":")
        if since(version, mark):
            properties[label.rstrip("!")] = _type(kind)
            required += [label[:-1]] if label.endswith("!") else []
    return name, {"type": "object", "properties": properties, "required": required}


@functools.cache
def checker(version: Version, mcp: bool = False) -> Checker:
    """What checks the extension as a version does."""
    lines = (KINDS + MORE_KINDS).replace("\n    ", " ").strip().splitlines()
    kinds = dict(_kind(line, version) for line in lines if line)
    words = (word.partition("@") for word in EVENTS.split())
    kinds["trigger"] = {"type": "string", "enum": [word for word, _at, mark in words if since(version, mark)]}
    for name, first, beside in _BESIDE:
        if version >= first:
            merged = {**kinds.get(name, {"type": "object"}), **beside}
            kinds[name] = {key: value for key, value in merged.items() if value is not None}
    if _CLOSED[0] <= version < _CLOSED[1]:
        for name, kind in kinds.items():
            if name not in _OPEN and "properties" in kind:
                kind["additionalProperties"] = False
    return Checker({"definitions": _of_proxy(kinds) if mcp else kinds})


def definitions(version: Version, prefix: str) -> dict[str, Any]:
    """The same as a part of another schema, in which its kinds have names with this prefix."""

    def renamed(schema: Any) -> Any:
        if isinstance(schema, list):
            return [renamed(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        return {
            key: f"{_REF}{prefix}{value.removeprefix(_REF)}" if key == "$ref" else renamed(value)
            for key, value in schema.items()
        }

    return {f"{prefix}{name}": renamed(kind) for name, kind in checker(version).root["definitions"].items()}


def _of_proxy(kinds: dict[str, Any]) -> dict[str, Any]:
    """The schema of MCP proxies: some blocks are none of its business, and there are primitives."""
    result = {name: {**kind, "properties": dict(kind.get("properties", {}))} for name, kind in kinds.items()}
    for name, member in _NOT_FOR_PROXIES:
        del result[name]["properties"][member]
    result["Middleware"]["properties"] |= dict.fromkeys(PRIMITIVES, {"$ref": _REF + "Primitives"})
    result["Primitives"] = {"type": "object", "patternProperties": {r"\S+": {"$ref": _REF + "Primitive"}}}
    operation = result["Operation"]["properties"]
    members = {name: kind for name, kind in operation.items() if name not in NOT_FOR_PRIMITIVES}
    result["Primitive"] = {"type": "object", "properties": {**members, "security": _type("[{[str]}]")}}
    return result


def faults(extension: Any, version: Version, mcp: bool = False) -> list[str]:
    """What is wrong with an extension."""
    return checker(version, mcp).faults_at(_REF + "Extension", extension, EXTENSION)


def primitive_faults(primitives: Any, version: Version, where: str) -> list[str]:
    """What is wrong with the tools, resources or prompts of an MCP proxy."""
    return checker(version, True).faults_at(_REF + "Primitives", primitives, where)
