# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_client_idp_info
short_description: Get client identity providers in Tyk
version_added: 1.0.0
description:
  - Gets client identity providers of the organisation that O(token) belongs to.
  - A Dashboard before 5.14 has none, and a warning says so.
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
  client_idp_id:
    description:
      - Get only the provider with this ID, which can also be its database ID in Tyk.
    type: str
  name:
    description:
      - Get only providers with exactly this name.
    type: str
  api:
    description:
      - Get only providers whose tokens this API accepts, by name or ID of the API.
    type: str
seealso:
  - module: community.tyk.tyk_client_idp
"""

EXAMPLES = r"""
- name: Get all client identity providers
  community.tyk.tyk_client_idp_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show which APIs accept their tokens
  ansible.builtin.debug:
    msg: "{{ result.client_idps | items2dict(key_name='name', value_name='api_mappings') }}"

- name: Get those whose tokens one API accepts
  community.tyk.tyk_client_idp_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders

- name: Get one client identity provider
  community.tyk.tyk_client_idp_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    client_idp_id: old-login
"""

RETURN = r"""
client_idps:
  description:
    - The client identity providers, sorted by name.
    - Each has the form that M(community.tyk.tyk_client_idp) accepts, with its IDs added.
  type: list
  elements: dict
  returned: success
  contains:
    client_idp_id:
      description: ID of the provider. If none was chosen, it is the database ID in Tyk.
      type: str
      sample: login
    name:
      description: Name of the provider.
      type: str
      sample: Login
    issuer:
      description: The issuer of the tokens.
      type: str
      sample: https://login.example.com/
    jwks_uri:
      description: URL of the keys with which the tokens are signed.
      type: str
      sample: https://login.example.com/jwks.json
    scope_claim_name:
      description: Claim that holds the scopes. An empty text means C(scope).
      type: str
      sample: ""
    api_mappings:
      description: The APIs that accept the provider's tokens, by name, each with its scopes and their policies.
      type: dict
      sample:
        Orders:
          scope_to_policy:
            orders:read: Reader
    id:
      description: Database ID of the provider in Tyk.
      type: str
      sample: 6644b38535715ec496cbef3d
    org_id:
      description: ID of the provider's organisation.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    definition:
      description: Further fields of the client identity provider, under the names that Tyk's API uses.
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
      sample: /api/clientidps
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/clientidps'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.client_idp import CLIENT_IDP


def main() -> None:
    run_info(CLIENT_IDP)


if __name__ == "__main__":
    main()
