# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_asset_info
short_description: Get assets in Tyk
version_added: 1.0.0
description:
  - Gets assets of the organisation that O(token) belongs to.
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
  asset_id:
    description:
      - Get only the asset with this ID, which can be its explicit ID or its database ID in Tyk.
    type: str
  name:
    description:
      - Get only assets with exactly this name.
    type: str
seealso:
  - module: community.tyk.tyk_asset
"""

EXAMPLES = r"""
- name: Get all assets
  community.tyk.tyk_asset_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show their IDs
  ansible.builtin.debug:
    msg: "{{ result.assets | items2dict(key_name='name', value_name='asset_id') }}"

- name: Get one asset
  community.tyk.tyk_asset_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Partner template

- name: Fail if a template is missing
  community.tyk.tyk_asset_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Partner template
  register: template
  failed_when: template.assets | length == 0
"""

RETURN = r"""
assets:
  description:
    - The assets, sorted by name.
    - Each has the form that M(community.tyk.tyk_asset) accepts, with its IDs added.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: Name of the asset.
      type: str
      sample: Partner template
    asset_id:
      description: Explicit ID of the asset.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    description:
      description: Description of the asset.
      type: str
      sample: What every API for partners starts from
    kind:
      description: Kind of the asset.
      type: str
      sample: oas-template
    data:
      description: Content of the asset.
      type: dict
      sample:
        openapi: 3.0.3
        info:
          title: Partner API
          version: 1.0.0
    org_id:
      description: ID of the asset's organisation.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    definition:
      description: Further fields of the asset, under the names that Tyk's API uses.
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
      sample: /api/assets
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/assets'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.asset import ASSET


def main() -> None:
    run_info(ASSET)


if __name__ == "__main__":
    main()
