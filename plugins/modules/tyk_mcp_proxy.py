# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_mcp_proxy
short_description: Manage MCP proxies in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes MCP proxies of the organisation that O(token) belongs to.
  - An MCP proxy offers the tools, resources, and prompts of a server that speaks the Model Context Protocol.
  - This needs a Dashboard or a Gateway of version 5.13 or later.
  - What a Gateway derives from tools, resources, and prompts as paths and operations is neither compared nor written.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.gateway
  - community.tyk.served
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.resource.state
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk
options:
  name:
    description:
      - Name of the MCP proxy. Needed to create one.
      - Without O(api_id) it identifies the proxy. The module fails if several proxies have this name.
      - To rename a proxy, give its O(api_id) too.
    type: str
  api_id:
    description:
      - ID of the MCP proxy. It identifies the proxy, and takes precedence over O(name).
      - If there is no proxy with this ID, a new one gets it. The ID of an ordinary API is refused, because Tyk would
        convert that API.
    type: str
  listen_path:
    description:
      - Path under which the Gateway serves the proxy, for example V(/weather/). Needed to create one.
      - It must begin with a slash and contain no blanks, because a Gateway does not load any other path.
      - If an API or another proxy has the same path on the same domain, a warning names it, in check mode too. With
        O(platform=gateway) this is an error, because the Gateway would serve one of the two elsewhere.
    type: str
  target_url:
    description:
      - URL of the MCP server, with its scheme. Needed to create a proxy.
    type: str
  active:
    description:
      - Whether the Gateway serves the proxy.
      - A new proxy is active unless the task says otherwise.
    type: bool
  tools:
    description:
      - Tools of the server by name, each with the middleware that Tyk applies to calls of the tool, such as C(allow),
        C(block), C(rateLimit), or C(transformRequestHeaders), in the structure that Tyk uses.
      - Tools that you leave out stay as they are, and so does middleware that you leave out. V(null) removes a tool, or
        one middleware of it.
      - As soon as one of them has C(allow), a Gateway refuses the tools that do not have it.
      - The module warns about middleware that Tyk does not apply to a tool, such as C(urlRewrite) or C(cache). A
        Gateway stores it, and a Dashboard may refuse the whole proxy because of it.
    type: dict
  resources:
    description:
      - Resources of the server by URI, in which C(*) stands for anything, in the same way as O(tools).
    type: dict
  prompts:
    description:
      - Prompts of the server by name, in the same way as O(tools).
    type: dict
  definition:
    description:
      - Fields of the MCP proxy, with the names and the structure that Tyk uses. This is an OpenAPI document with the
        extension C(x-tyk-api-gateway), or only the parts of it to change. You can set a field that has an option with
        the option or here, but not with both.
      - A number of seconds in C(per) of a rate limit is converted to a duration such as V(60s).
      - A base names its versions here, under C(info.versioning.versions) of the extension, by C(name) and C(id), which
        can also be the name of another MCP proxy. Each version is an MCP proxy of its own. The module does not let Tyk
        add a version by itself, because a Gateway damages the base when it does.
      - Where Tyk expects IDs of certificates, policies, or webhooks, you can also use their names.
    type: dict
  force:
    description:
      - Whether to write a C(virtualEndpoint) of a tool, resource, or prompt with O(platform=gateway). A Gateway that
        runs JavaScript (C(enable_jsvm)) crashes when it loads one, and does not start again before both files of the
        proxy are deleted.
    type: bool
    default: false
notes:
  - Secrets in a definition, for example values named C(secret) or C(password), are compared and kept. They are not
    returned.
  - Reading a proxy can keep a Gateway from loading it at the next reload, if the URI of a resource has a C(*) of its
    own between two slashes. After each reload, all modules of this collection check whether a proxy is missing, and
    request another reload if so. With O(reload=false), and in check mode, they do not.
seealso:
  - module: community.tyk.tyk_mcp_proxy_info
  - module: community.tyk.tyk_api
  - module: community.tyk.tyk_policy
  - module: community.tyk.tyk_key
"""

EXAMPLES = r"""
- name: Serve an MCP server under a path of the Gateway
  community.tyk.tyk_mcp_proxy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Weather
    listen_path: /weather/
    target_url: https://weather.internal.example.com/mcp

- name: Allow only two of its tools, and limit one of them to ten calls a minute
  community.tyk.tyk_mcp_proxy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Weather
    listen_path: /weather/
    target_url: https://weather.internal.example.com/mcp
    tools:
      get-forecast:
        allow:
          enabled: true
      get-alerts:
        allow:
          enabled: true
        rateLimit:
          enabled: true
          rate: 10
          per: 60s

- name: Remove the settings of one tool, and leave the other unchanged
  community.tyk.tyk_mcp_proxy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Weather
    listen_path: /weather/
    target_url: https://weather.internal.example.com/mcp
    tools:
      get-alerts: null

- name: Require keys
  community.tyk.tyk_mcp_proxy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Weather
    listen_path: /weather/
    target_url: https://weather.internal.example.com/mcp
    definition:
      components:
        securitySchemes:
          key:
            type: apiKey
            in: header
            name: Authorization
      security:
        - key: []
      x-tyk-api-gateway:
        server:
          authentication:
            enabled: true
            securitySchemes:
              key:
                enabled: true

- name: Delete an MCP proxy
  community.tyk.tyk_mcp_proxy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Weather
    state: absent

- name: Create an MCP proxy, and wait until the Gateways serve it
  community.tyk.tyk_mcp_proxy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Tickets
    listen_path: /tickets/
    target_url: https://tickets.internal.example.com/mcp
    wait_served: true
    gateway_urls: "{{ tyk_gateway_urls }}"
"""

RETURN = r"""
changed:
  description: Whether the module changed something, or would do so outside of check mode.
  type: bool
  returned: success
  sample: true
action:
  description:
    - What the module did, or would do outside of check mode.
    - One of V(created), V(updated), V(deleted), and V(none).
  type: str
  returned: success
  sample: created
backup_path:
  description: The file with what the task has changed or deleted, in its earlier state, with secrets in clear text.
  type: str
  returned: with O(backup=true), if there was something to save, even if the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
mcp_proxy:
  description: The MCP proxy.
  type: dict
  returned: success, if it exists, or existed before the task
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
served:
  description: How many seconds each Gateway took until it served everything, by its URL.
  type: dict
  returned: with O(wait_served=true), outside of check mode
  sample: {"https://gateway-1.example.com:8080": 1.4}
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
      sample: POST
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/mcps
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/mcps'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.mcp import MCP_PROXY


def main() -> None:
    run(MCP_PROXY)


if __name__ == "__main__":
    main()
