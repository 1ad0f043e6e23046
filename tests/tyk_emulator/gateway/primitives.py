# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an MCP proxy that was loaded shows its tools, resources and prompts: as paths and operations that nobody wrote.

Every read does that to the proxy itself and not to a copy. A name that makes no path which the next load would take
costs the proxy that load.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..kinds.mcp_schema import KINDS
from ..kinds.oas_schema import at
from ..oas.extension import EXTENSION
from ..shape import is_zero

MARK = {"json_rpc_version": "2.0", "application_protocol": "mcp"}
_BUILT_IN = ("/tools/call", "/resources/read", "/prompts/get")
# Blocks that become part of an operation, in the order in which they make it; all others have no effect.
_BEFORE = "allow block ignoreAuthentication transformRequestBody transformRequestHeaders transformResponseHeaders"
_AFTER = """
    enforceTimeout virtualEndpoint postPlugins circuitBreaker trackEndpoint doNotTrackEndpoint requestSizeLimit
    rateLimit"""
_ALLOWANCES = ("allow", "block", "ignoreAuthentication")
_PLAIN = re.compile(r"[a-zA-Z0-9._-]+")
Shuffle = Callable[[Any], list[Any]]


def is_proxy(api: dict[str, Any]) -> bool:
    """Whether a loaded API is an MCP proxy: only the classic form tells."""
    return bool(api["classic"].get("application_protocol") == "mcp")


def ending(classic: dict[str, Any]) -> str:
    """What the name of the document's file ends in."""
    return "-mcp" if classic.get("application_protocol") == "mcp" else "-oas"


def fill(api: dict[str, Any], doc: dict[str, Any] | None, shuffled: Shuffle) -> None:
    """Does to a proxy what a read does. Of names that come to one path, the order of a Go map decides."""
    if not is_proxy(api) or not doc:
        return
    named = list(_named(doc, shuffled))
    for block in _BEFORE.split():
        _fill_block(doc, named, block)
    for path in [path for path, _primitive in named] + [path for path in _BUILT_IN if path in doc["paths"]]:
        _operation(doc, path)["internal"] = {"enabled": True}
    for block in _AFTER.split():
        _fill_block(doc, named, block)


def _named(doc: dict[str, Any], shuffled: Shuffle) -> Iterator[tuple[str, dict[str, Any]]]:
    """Primitives by the path that each of them gets."""
    for kind, prefix in KINDS.items():
        primitives = at(doc, f"{EXTENSION}/middleware/{kind}") or {}
        for name in shuffled(sorted(primitives)):
            yield f"/{prefix}{name}", primitives[name]


def _fill_block(doc: dict[str, Any], named: list[tuple[str, dict[str, Any]]], block: str) -> None:
    for path, primitive in named:
        if primitive.get(block) is None:
            continue
        operation, value = _operation(doc, path), _shown(block, primitive[block])
        if is_zero(value) and block not in _ALLOWANCES:
            operation.pop(block, None)
        else:
            operation[block] = value


def _shown(block: str, value: Any) -> Any:
    """A block after its way through the classic form."""
    value = copy.deepcopy(value)
    if block in ("transformRequestHeaders", "transformResponseHeaders"):
        headers = {header["name"]: header["value"] for header in value.pop("add", None) or []}
        added = [{"name": name, "value": headers[name]} for name in sorted(headers)]
        return {**value, "add": added} if added else value
    if block == "transformRequestBody" and value.get("body"):
        value.pop("path", None)
    if block == "virtualEndpoint":
        value.pop("name", None)
    if block == "postPlugins":
        return [{name: item for name, item in plugin.items() if name != "name"} for plugin in value[:1]]
    return value


def _operation(doc: dict[str, Any], path: str) -> dict[str, Any]:
    """What the extension says of the POST of a path; path and operation are made where there is none."""
    template, parameters = _template(path)
    item = doc["paths"].setdefault(template, {})
    known = {parameter.get("name") for parameter in item.get("parameters") or []}
    new = [parameter for parameter in parameters if parameter["name"] not in known]
    if new:
        item["parameters"] = [*(item.get("parameters") or []), *new]
    operation = item.setdefault("post", {"responses": {"default": {"description": ""}}})
    operation["operationId"] = operation.get("operationId") or path.removeprefix("/") + "POST"
    middleware = doc[EXTENSION].setdefault("middleware", {})
    operations = middleware.setdefault("operations", {})
    made: dict[str, Any] = operations.setdefault(operation["operationId"], {})
    return made


def _template(path: str) -> tuple[str, list[dict[str, Any]]]:
    """A path with parameters in place of segments that are no plain words, and these parameters."""
    if path in _BUILT_IN:
        return path, []
    made, parameters, count = "", [], 0
    for segment in path.strip("/").split("/"):
        name, pattern = segment, ""
        if segment[:1] == "{" and segment[-1:] == "}":
            name, colon, _expression = segment.strip("{}").partition(":")
            named = bool(colon) or bool(_PLAIN.fullmatch(name))
        elif _PLAIN.fullmatch(segment):
            made += f"/{segment}"
            continue
        else:
            named, pattern = False, segment
        if not named:
            count += 1
            name = f"customRegex{count}"
        made += f"/{{{name}}}"
        schema = {"type": "string", "pattern": pattern} if pattern else {"type": "string"}
        parameters.append({"in": "path", "name": name, "required": True, "schema": schema})
    return made + ("/" if path.endswith("/") else ""), parameters


def fault(doc: dict[str, Any]) -> str:
    """Why a load does not take a document whose paths were made by a read; nothing is looked at but those."""
    seen: set[str] = set()
    for path, item in (doc.get("paths") or {}).items():
        shape = re.sub(r"\{[^/]*\}", "{}", path)
        if shape in seen:
            return f"invalid paths: conflicting paths {path}"
        seen.add(shape)
        for parameter in (item or {}).get("parameters") or []:
            pattern = at(parameter, "schema/pattern") or ""
            try:
                re.compile(pattern)
            except re.error as problem:
                return f"invalid paths: invalid path {path}: error parsing regexp: {problem}"
    return ""


def kills(api: dict[str, Any]) -> bool:
    """Whether loading the proxy ends the process: a virtual endpoint of a primitive needs a machine that is not there.

    It is there where the API has another virtual endpoint, or plugins in JavaScript.
    """
    if not is_proxy(api) or not api["oas"]:
        return False
    middleware = at(api["oas"], f"{EXTENSION}/middleware") or {}
    if api["classic"]["custom_middleware"]["driver"] == "otto" or _virtual(middleware.get("operations")):
        return False
    return any(_virtual(middleware.get(kind)) for kind in KINDS)


def _virtual(entries: dict[str, Any] | None) -> bool:
    return any(at(entry, "virtualEndpoint/enabled") for entry in (entries or {}).values())
