# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the kinds are on a Gateway without a Dashboard, which lacks the others."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import Api
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import Classic
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.mcp import McpProxy
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import Oas
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import Certificate
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import Key
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.oauth_client import OAuthClient
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.api import GATEWAY_API, GATEWAY_OAS
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.certificate import GATEWAY_CERTIFICATE
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.key import GATEWAY_KEY
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.mcp import GATEWAY_MCP_PROXY
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.oauth_client import GATEWAY_OAUTH_CLIENT
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.policy import GATEWAY_POLICY
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import Policy

# By the class that the kind has in a Dashboard.
ON_GATEWAY: t.Mapping[type[Kind], Kind] = {
    Api: GATEWAY_API,
    Classic: GATEWAY_API,
    Oas: GATEWAY_OAS,
    McpProxy: GATEWAY_MCP_PROXY,
    Policy: GATEWAY_POLICY,
    Key: GATEWAY_KEY,
    Certificate: GATEWAY_CERTIFICATE,
    OAuthClient: GATEWAY_OAUTH_CLIENT,
}
