# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_oauth_client_info
short_description: Get OAuth clients in Tyk
version_added: 1.0.0
description:
  - Gets OAuth clients of an API.
  - Secrets of clients are replaced by C(********). If you pass this to M(community.tyk.tyk_oauth_client), it stands for
    the secret of the existing client. For a new client it is refused.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.secrets
  - community.tyk.attributes
  - community.tyk.attributes.info
  - community.tyk.attributes.actiongroup_tyk
options:
  api:
    description:
      - ID or name of the API whose clients to get.
    type: str
    required: true
  client_id:
    description:
      - Get only the client with this ID.
    type: str
  client_name:
    description:
      - Get only clients with exactly this name.
    type: str
seealso:
  - module: community.tyk.tyk_oauth_client
"""

EXAMPLES = r"""
- name: Get all clients of an API
  community.tyk.tyk_oauth_client_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders
  register: result

- name: Show their redirect URLs
  ansible.builtin.debug:
    msg: "{{ result.oauth_clients | items2dict(key_name='client_id', value_name='redirect_uri') }}"

- name: Get one client
  community.tyk.tyk_oauth_client_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders
    client_name: Shop

- name: Fail if a client is missing
  community.tyk.tyk_oauth_client_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders
    client_id: shop
  register: shop
  failed_when: shop.oauth_clients | length == 0
"""

RETURN = r"""
oauth_clients:
  description:
    - The clients, sorted by name.
    - Each has the form that M(community.tyk.tyk_oauth_client) accepts, with its IDs added.
  type: list
  elements: dict
  returned: success
  contains:
    api:
      description: The API of the client, as the task names it.
      type: str
      sample: Orders
    client_id:
      description: ID of the client.
      type: str
      sample: warehouse
    client_name:
      description: Name of the client.
      type: str
      sample: Warehouse
    secret:
      description: The secret of the client is replaced by C(********).
      type: str
      returned: if the client has one
      sample: "********"
    redirect_uri:
      description: URL to which Tyk redirects the user of the client.
      type: str
      sample: https://warehouse.example.com/callback
    policy:
      description:
        - Name of the client's policy, or its ID if O(token) may not read policies, or if several have the same name. It
          is empty if there is none.
      type: str
      sample: Gold
    description:
      description: Description of the client.
      type: str
      sample: Sends orders to the warehouse
    meta_data:
      description: Metadata of the client.
      type: dict
      sample:
        team: logistics
    definition:
      description: Further fields of the client, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
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
      sample: /api/apis/oauth/2b1c0d9e8f4f8b7c6d5e4f3a2b1c0d9e
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/apis/oauth'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.oauth_client import OAUTH_CLIENT


def main() -> None:
    run_info(OAUTH_CLIENT)


if __name__ == "__main__":
    main()
