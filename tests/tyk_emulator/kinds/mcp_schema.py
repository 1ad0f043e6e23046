# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an MCP proxy says about its tools, resources and prompts."""

from __future__ import annotations

from typing import Any

from ..oas import extension
from .oas_schema import EXTENSION, at

# Member of the middleware -> the prefix that its names get inside the Gateway.
KINDS = dict(zip(extension.PRIMITIVES, ("mcp-tool:", "mcp-resource:", "mcp-prompt:"), strict=True))
# Of an operation, but not for primitives.
RESTRICTED = tuple(name for name in extension.NOT_FOR_PRIMITIVES if name != "exchange")
_LATEST = (99,)


def problems(doc: dict[str, Any]) -> list[str]:
    """What is wrong with the primitives of a document, in the words of the validator."""
    middleware = at(doc, f"{EXTENSION}/middleware")
    found: list[str] = []
    for kind in KINDS if isinstance(middleware, dict) else ():
        if kind in middleware:
            found += extension.primitive_faults(middleware[kind], _LATEST, f"{EXTENSION}.middleware.{kind}")
    return found
