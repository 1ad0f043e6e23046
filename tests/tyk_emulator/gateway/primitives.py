# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a load makes of the primitives of an MCP proxy: entries in the lists of paths of its classic form.

Every read shows these as paths and operations that nobody wrote, and does that to the proxy itself and not to a copy.
A name that makes no path which the next load would take costs the proxy that load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ..kinds.classic_types import definition
from ..kinds.mcp_schema import KINDS, RESTRICTED
from ..kinds.oas_schema import at
from ..oas.bridge import Have, read, struct
from ..oas.bridge_operations import Place, extract_each
from ..oas.expressions import is_regex, regex_fault
from ..oas.extension import EXTENSION, Version

MARK = {"json_rpc_version": "2.0", "application_protocol": "mcp"}
_BUILT_IN = ("/tools/call", "/resources/read", "/prompts/get")
Shuffle = Callable[[Any], list[Any]]


def is_proxy(api: dict[str, Any]) -> bool:
    """Whether a loaded API is an MCP proxy: only the classic form tells."""
    return bool(api["classic"].get("application_protocol") == "mcp")


def ending(classic: dict[str, Any]) -> str:
    """What the name of the document's file ends in."""
    return "-mcp" if classic.get("application_protocol") == "mcp" else "-oas"


def enter(api: dict[str, Any], version: str, shuffled: Shuffle) -> None:
    """Enters primitives in the classic form. Of names that come to one path, the order of a Go map decides."""
    doc = api["oas"]
    if not is_proxy(api) or not at(doc or {}, f"{EXTENSION}/middleware"):
        return
    numbers = tuple(int(part) for part in version.split("."))
    named = list(_named(doc, numbers, shuffled))
    lists = extract_each(struct("MCPPrimitive", numbers), named, RESTRICTED)
    internal = [path for (path, _method), _have in named]
    internal += [path for path in _BUILT_IN if path in (doc.get("paths") or {})]
    lists["internal"] = [{"path": path, "method": "POST", "disabled": False} for path in internal]
    sparse = {"version_data": {"versions": {"": {"extended_paths": lists}}}}
    made = definition(version).read(sparse)["version_data"]["versions"][""]["extended_paths"]
    for entry in (api["classic"]["version_data"]["versions"] or {}).values():
        paths = entry["extended_paths"]
        for name in lists:
            paths[name] = [*(paths[name] or []), *made[name]]


def _named(doc: Have, version: Version, shuffled: Shuffle) -> Iterator[tuple[Place, Have]]:
    """Primitives by the path that each of them gets."""
    middleware = read("XTykAPIGateway", doc[EXTENSION], version)["middleware"] or {}
    for kind, prefix in KINDS.items():
        primitives = middleware.get(kind) or {}
        for name in shuffled(sorted(primitives)):
            if primitives[name] is not None:
                yield (f"/{prefix}{name}", "POST"), primitives[name]


def fault(api: dict[str, Any]) -> str:
    """Why a load does not take a proxy whose paths were made by a read; nothing is looked at but those."""
    doc = api["oas"] if is_proxy(api) and api["oas"] else {}
    seen: set[str] = set()
    for path, item in (doc.get("paths") or {}).items():
        shape = re.sub(r"\{[^/]*\}", "{}", path)
        if shape in seen:
            return f"invalid paths: conflicting paths {path}"
        seen.add(shape)
        for parameter in (item or {}).get("parameters") or []:
            pattern = at(parameter, "schema/pattern") or ""
            if not is_regex(pattern):
                return f"invalid paths: invalid path {path}: error parsing regexp: {regex_fault(pattern)}"
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
