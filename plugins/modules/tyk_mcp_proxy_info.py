# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_mcp_proxy_info
short_description: Get MCP proxies in Tyk
version_added: 1.0.0
description:
  - Gets MCP proxies of the organisation that O(token) belongs to.
  - This needs a Dashboard or a Gateway of version 5.13 or later.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.used_by
  - community.tyk.secrets
  - community.tyk.attributes
  - community.tyk.attributes.info
  - community.tyk.attributes.actiongroup_tyk
options:
  api_id:
    description:
      - Get only the MCP proxy with this ID.
    type: str
  name:
    description:
      - Get only MCP proxies with exactly this name.
    type: str
seealso:
  - module: community.tyk.tyk_mcp_proxy
"""

EXAMPLES = r"""
- name: Get all MCP proxies
  community.tyk.tyk_mcp_proxy_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show the tools that have middleware
  ansible.builtin.debug:
    msg: "{{ result.mcp_proxies | items2dict(key_name='name', value_name='tools') }}"

- name: See what uses an MCP proxy before you delete it
  community.tyk.tyk_mcp_proxy_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Weather
    used_by: true

- name: Get one MCP proxy
  community.tyk.tyk_mcp_proxy_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Weather
"""

RETURN = r"""
mcp_proxies:
  description: The MCP proxies, sorted by name.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: Name of the MCP proxy.
      type: str
      sample: Weather
    api_id:
      description: ID of the MCP proxy.
      type: str
      sample: 6b5a4c3d2e1f0a9b8c7d6e5f4a3b2c1d
    listen_path:
      description: Path under which the Gateway serves it.
      type: str
      sample: /weather/
    target_url:
      description: URL of the MCP server. Credentials in it are replaced by C(********).
      type: str
      sample: https://weather.internal.example.com/mcp
    active:
      description: Whether the Gateway serves it.
      type: bool
      sample: true
    tools:
      description: Middleware of its tools, by name.
      type: dict
      sample: {get-forecast: {allow: {enabled: true}}}
    resources:
      description: Middleware of its resources, by URI.
      type: dict
      sample: {weather://stations/oslo: {allow: {enabled: true}}}
    prompts:
      description: Middleware of its prompts, by name.
      type: dict
      sample: {plan-a-trip: {block: {enabled: true}}}
    org_id:
      description: ID of the organisation that it belongs to.
      type: str
      sample: 5e9d9544a1dcd60001d0ed20
    definition:
      description: Further fields of the MCP proxy, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
    used_by:
      description: What refers to it, sorted by kind and name.
      type: list
      elements: dict
      returned: with O(used_by=true)
      contains:
        kind:
          description: Kind of the object that refers to it, as in the name of its module.
          type: str
          sample: policy
        name:
          description: Name of that object, or an empty string if it has none.
          type: str
          sample: Gold
        id:
          description: ID of that object. For a key, its hash.
          type: str
          sample: 6b5a4c3d2e1f0a9b5f9c8d7e
failure:
  description: The response to the request that made the module fail.
  type: dict
  returned: when a request to Tyk fails
  contains:
    status:
      description: HTTP status of the response, or V(null) if there was none.
      type: int
      sample: 403
    method:
      description: HTTP method of the request.
      type: str
      sample: GET
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/mcps
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/mcps'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.mcp import MCP_PROXY


def main() -> None:
    run_info(MCP_PROXY)


if __name__ == "__main__":
    main()
