# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_api_info
short_description: Get APIs in Tyk
version_added: 1.0.0
description:
  - Gets APIs of the organisation that O(token) belongs to, both classic and OAS.
  - Secrets in definitions are replaced by C(********). If you pass such a definition to M(community.tyk.tyk_api), this
    value stands for the secret of the existing API. It is refused for a new API and inside lists. Replace it with the
    secret itself there.
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
      - Get only the API with this ID.
    type: str
  name:
    description:
      - Get only APIs with exactly this name.
    type: str
seealso:
  - module: community.tyk.tyk_api
"""

EXAMPLES = r"""
- name: Get all APIs
  community.tyk.tyk_api_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show their listen paths
  ansible.builtin.debug:
    msg: "{{ result.apis | items2dict(key_name='name', value_name='listen_path') }}"

- name: Get one API
  community.tyk.tyk_api_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders

- name: See what uses an API before you delete it
  community.tyk.tyk_api_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    used_by: true
"""

RETURN = r"""
apis:
  description:
    - The APIs, sorted by name.
    - Each has the form that M(community.tyk.tyk_api) accepts, with its IDs added.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: Name of the API.
      type: str
      sample: Orders
    api_id:
      description: ID of the API.
      type: str
      sample: 2b1c0d9e8f4f8b7c6d5e4f3a2b1c0d9e
    listen_path:
      description: Path under which the Gateway serves the API.
      type: str
      sample: /orders/
    target_url:
      description: URL of the upstream.
      type: str
      sample: https://orders.internal.example.com
    active:
      description: Whether the Gateway serves the API.
      type: bool
      sample: true
    categories:
      description: Categories of the API.
      type: list
      elements: str
      sample:
        - sales
    owners:
      description: E-mail addresses of the users, and names of the user groups, that own the API. IDs where a name is
        not known.
      type: dict
      returned: if there are any
      sample:
        users:
          - alice@example.com
    webhooks:
      description: The webhooks of a classic API.
      type: list
      elements: dict
      returned: if there are any
      sample:
        - event: AuthFailure
          webhook: Security
          timeout: 60
    version:
      description:
        - The API of which it is a version, and the version's name.
      type: dict
      returned: if it is a version
      sample:
        of: Orders
        name: v2
    org_id:
      description: ID of the organisation that the API belongs to.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
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
    definition:
      description:
        - Further fields of the API, in the form of O(community.tyk.tyk_api#module:definition).
          For an OAS API this is its OpenAPI document without the fields above.
        - Fields that Tyk sets itself and fields without a value are left out. Secrets are replaced by C(********).
      type: dict
      returned: if there are any
      sample:
        use_standard_auth: true
        auth:
          auth_header_name: Authorization
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
      sample: /api/apis
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/apis'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API


def main() -> None:
    run_info(API)


if __name__ == "__main__":
    main()
