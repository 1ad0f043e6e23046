# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The primitives of an MCP proxy: its tools, resources and prompts, and what is said of each of them.

A Gateway shows every primitive a second time, as a path and an operation that nobody wrote. Written back they would
stay in the file for good, and a Gateway may refuse to load them."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import TYK
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

MIDDLEWARE = f"{TYK}.middleware"
PRIMITIVES = {"tools": "mcpTools", "resources": "mcpResources", "prompts": "mcpPrompts"}  # by option
MADE_UP = re.compile("mcp-(tool|resource|prompt):.*POST", re.DOTALL)
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
BUILT_IN = ("/tools/call", "/resources/read", "/prompts/get")  # paths that a Gateway makes internal by itself
# What Tyk stores with a primitive, and never does.
IGNORED = """transformRequestMethod transformResponseBody urlRewrite internal cache validateRequest
    mockResponse""".split()


def _is_made_up(operation: t.Any) -> bool:
    return isinstance(operation, dict) and bool(MADE_UP.fullmatch(str(operation.get("operationId") or "")))


def _own_paths(paths: Object) -> Object:
    """The paths without the operations that are made up, and without what is left of those that had no other."""
    kept: Object = {}
    for path, item in paths.items():
        operations = {method for method in METHODS if isinstance(item, dict) and item.get(method) is not None}
        made_up = {method for method in operations if method == "post" and _is_made_up(item[method])}
        if not made_up:
            kept[path] = item
        elif made_up != operations:
            kept[path] = {name: value for name, value in item.items() if name not in made_up}
    return kept


def _own_operations(operations: Object, document: Object) -> Object:
    """The middleware of operations that somebody wrote; of the built-in ones without what a Gateway adds."""
    paths = document.get("paths") or {}
    built_in = {
        str(operation.get("operationId"))
        for path in BUILT_IN
        for operation in (paths.get(path) or {}).values()
        if isinstance(operation, dict)
    }
    kept: Object = {}
    for name, operation in operations.items():
        if MADE_UP.fullmatch(name):
            continue
        if name in built_in and get(operation, "internal") == {"enabled": True}:
            operation = {key: value for key, value in operation.items() if key != "internal"}
            if not operation:
                continue
        kept[name] = operation
    return kept


def without_made_up(document: Object) -> Object:
    """A document without what a read makes up of primitives."""
    paths, operations = document.get("paths"), get(document, f"{MIDDLEWARE}.operations")
    if isinstance(operations, dict):
        own = _own_operations(operations, document)
        if own != operations:
            middleware = {key: value for key, value in document[TYK]["middleware"].items() if key != "operations"}
            middleware = {**middleware, **({"operations": own} if own else {})}
            extension = {key: value for key, value in document[TYK].items() if key != "middleware"}
            document = {**document, TYK: {**extension, **({"middleware": middleware} if middleware else {})}}
    return {**document, "paths": _own_paths(paths)} if isinstance(paths, dict) else document


def is_of_proxy(document: t.Any) -> bool:
    """Whether a document speaks of tools, resources or prompts, which Tyk heeds in an MCP proxy only."""
    return any(get(document, f"{MIDDLEWARE}.{place}") for place in PRIMITIVES.values())


def each(document: t.Any) -> t.Iterator[tuple[str, str, Object]]:
    """Option, name and middleware of every primitive."""
    for option, place in PRIMITIVES.items():
        found = get(document, f"{MIDDLEWARE}.{place}")
        for name, said in found.items() if isinstance(found, dict) else ():
            yield option, name, said if isinstance(said, dict) else {}


def ignored(document: t.Any) -> set[str]:
    """The middleware of primitives that Tyk stores and never applies, by where it is said."""
    return {
        f"{option}.{name}.{block}"
        for option, name, said in each(document)
        for block in IGNORED
        if said.get(block) and get(said[block], "enabled") is not False
    }


def deadly(document: t.Any) -> set[str]:
    """The virtual endpoints of primitives with which a Gateway ends when it loads them: the machine that runs them is
    there only where an operation has one, or plug-ins in JavaScript."""
    operations = get(document, f"{MIDDLEWARE}.operations")
    others = operations.values() if isinstance(operations, dict) else ()
    driver = get(document, f"{MIDDLEWARE}.global.pluginConfig.driver")
    if driver == "otto" or any(get(one, "virtualEndpoint.enabled") for one in others):
        return set()
    return {f"{option}.{name}" for option, name, said in each(document) if get(said, "virtualEndpoint.enabled")}
