# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an MCP proxy says about its tools, resources and prompts: names and types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from .oas_schema import EXTENSION, at

# Member of the middleware -> the prefix that its names get inside the Gateway.
KINDS = {"mcpTools": "mcp-tool:", "mcpResources": "mcp-resource:", "mcpPrompts": "mcp-prompt:"}
RESTRICTED = (
    "transformRequestMethod transformResponseBody urlRewrite internal cache validateRequest mockResponse".split()
)
_SWITCH = "enabled!boolean"
_HEADERS = f"{_SWITCH} remove:[string] add:[header]"
# Block -> members as name:type, or name!type where it must be there. A type in brackets is the one of the first item.
_BLOCKS = {
    **dict.fromkeys(("allow", "block", "ignoreAuthentication"), f"{_SWITCH} ignoreCase:boolean"),
    **dict.fromkeys(("transformRequestHeaders", "transformResponseHeaders"), _HEADERS),
    **dict.fromkeys(("trackEndpoint", "doNotTrackEndpoint", "scopeCheck"), _SWITCH),
    "header": "name!string value!string",
    "plugin": f"{_SWITCH} name:string functionName!string path!string",
    "transformRequestBody": f"{_SWITCH} format!template path:string body:string",
    "enforceTimeout": f"{_SWITCH} value:natural duration:timeout",
    "virtualEndpoint": f"{_SWITCH} name:string functionName!string path:string body:string proxyOnError:boolean"
    " requireSession:boolean",
    "circuitBreaker": f"{_SWITCH} threshold!share sampleSize!natural coolDownPeriod!natural"
    " halfOpenStateEnabled!boolean",
    "requestSizeLimit": f"{_SWITCH} value!natural",
    "rateLimit": f"{_SWITCH} rate!number per!interval",
}
_MEMBERS = {name: name for name in _BLOCKS if name not in ("header", "plugin")}
_MEMBERS |= {"postPlugins": "[plugin]", "security": "[*scopes]"}
# Type -> JSON type, test, and what is said when it fails.
_ALWAYS: Callable[[Any], Any] = lambda _value: True  # noqa: E731
_PATTERNS = {"interval": r"^(\d+h)?(\d+m)?(\d+s)?$"}
_PATTERNS["timeout"] = r"^(\d+(?:\.\d+)?m)?(\d+(?:\.\d+)?s)?(\d+(?:\.\d+)?ms)?$"
_TYPES: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    **{name: (name, _ALWAYS, "") for name in ("boolean", "string", "number")},
    **{
        name: ("string", re.compile(pattern).match, f"Does not match pattern '{pattern}'")
        for name, pattern in _PATTERNS.items()
    },
    "natural": ("integer", lambda value: value >= 0, "Must be greater than or equal to 0"),
    "share": ("number", lambda value: 0 <= value <= 1, "Must be between 0 and 1"),
    "template": ("string", lambda value: value in ("json", "xml"), 'must be one of the following: "json", "xml"'),
}


def _json_type(value: Any) -> str:
    names = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return "null" if value is None else names[type(value)]


def _mistyped(path: str, wanted: str, value: Any) -> Iterator[str]:
    given = _json_type(value)
    if given != wanted and not (wanted == "number" and given == "integer"):
        yield f"{path}: Invalid type. Expected: {wanted}, given: {given}"


def problems(doc: dict[str, Any]) -> list[str]:
    """What is wrong with the primitives of a document, in the words of the validator."""
    middleware = at(doc, f"{EXTENSION}/middleware")
    found: list[str] = []
    for kind in KINDS if isinstance(middleware, dict) else ():
        if kind in middleware:
            found += _primitives(f"{EXTENSION}.middleware.{kind}", middleware[kind])
    return found


def _primitives(path: str, primitives: Any) -> Iterator[str]:
    yield from _mistyped(path, "object", primitives)
    for name, primitive in primitives.items() if isinstance(primitives, dict) else ():
        if name.strip():  # a name of blanks only is looked into by nobody
            yield from _mistyped(f"{path}.{name}", "object", primitive)
            for member, value in primitive.items() if isinstance(primitive, dict) else ():
                if member in _MEMBERS:
                    yield from _value(f"{path}.{name}.{member}", _MEMBERS[member], value)


def _value(path: str, kind: str, value: Any) -> Iterator[str]:
    if kind in _BLOCKS:
        yield from _block(path, kind, value)
    elif kind.startswith("["):
        yield from _list(path, kind[1:-1], value)
    else:
        wanted, test, said = _TYPES[kind]
        wrong = list(_mistyped(path, wanted, value))
        yield from wrong or ([] if test(value) else [f"{path}: {said}"])


def _list(path: str, kind: str, value: Any) -> Iterator[str]:
    yield from _mistyped(path, "array", value)
    items = value if isinstance(value, list) else []
    if kind == "*scopes":
        for index, item in enumerate(items):
            yield from _mistyped(f"{path}.{index}", "object", item)
    elif items:
        yield from _value(f"{path}.0", kind, items[0])


def _block(path: str, kind: str, value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        yield from _mistyped(path, "object", value)
        return
    if kind == "transformRequestBody" and not {"body", "path"} & value.keys():
        yield f"{path}: Must validate at least one schema (anyOf)"
    for member in _BLOCKS[kind].split():
        name, sign, sub = re.split("([:!])", member, maxsplit=1)
        if name in value:
            yield from _value(f"{path}.{name}", sub, value[name])
        elif sign == "!":
            yield f"{path}: {name} is required"
