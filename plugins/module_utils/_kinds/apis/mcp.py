# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An MCP proxy of a Dashboard. No module manages these; they are looked at for what they refer to."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import Oas
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Route


class McpProxy(Oas):
    name, section, noun, title = "mcp_proxy", "", "MCP proxy", "MCP proxies"
    route = Route("api/mcps", "mcps", recent=True, permission="mcp")
    fields = replace(
        Oas.fields,
        references={path: kind for path, kind in Oas.fields.references.items() if path.startswith("oas.")},
        refers=(),
        parts=(),
    )
