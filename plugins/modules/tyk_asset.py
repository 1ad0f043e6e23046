# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_asset
short_description: Manage assets in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes assets of the organisation that O(token) belongs to.
  - An asset is a template for OAS APIs. It is an OpenAPI document from which new APIs can be created. Changes to an
    asset do not affect the APIs that were created from it.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.resource.state
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk
options:
  asset_id:
    description:
      - ID of the asset, which can be its explicit ID or its database ID in Tyk. It identifies the asset, and takes
        precedence over O(name).
      - If there is no asset with this ID, a new one gets it.
    type: str
  name:
    description:
      - Name of the asset. Needed to create an asset.
      - Without O(asset_id) it identifies the asset. The module fails if several assets have this name.
      - To rename an asset, give its O(asset_id) too.
    type: str
  description:
    description:
      - Description of the asset.
    type: str
  kind:
    description:
      - Kind of the asset. Tyk supports only V(oas-template).
      - A new asset has V(oas-template) unless the task says otherwise.
    type: str
  data:
    description:
      - Content of the asset. For a template, this is an OpenAPI document, which can have the extension
        C(x-tyk-api-gateway). It does not have to be complete.
      - A field that you leave out stays as it is, at every depth. To remove it, set it to V(null).
      - Needed to create an asset.
    type: dict
seealso:
  - module: community.tyk.tyk_asset_info
  - module: community.tyk.tyk_api
"""

EXAMPLES = r"""
- name: Create a template for OAS APIs
  community.tyk.tyk_asset:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    asset_id: partner-template
    name: Partner template
    description: What every API for partners starts from
    data:
      openapi: 3.0.3
      info:
        title: Partner API
        version: 1.0.0
      paths: {}
      x-tyk-api-gateway:
        server:
          gatewayTags:
            enabled: true
            tags:
              - partners

- name: Change one field of the document, and leave the rest unchanged
  community.tyk.tyk_asset:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    asset_id: partner-template
    data:
      info:
        version: 1.1.0

- name: Replace a template with the content of a file
  community.tyk.tyk_asset:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments template
    data: "{{ lookup('ansible.builtin.file', 'payments.yml') | from_yaml }}"
    strategy: replace

- name: Delete a template
  community.tyk.tyk_asset:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Old template
    state: absent
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
asset:
  description: The asset. If it was deleted, its last state.
  type: dict
  returned: success, if the asset exists, or existed before the task
  contains:
    name:
      description: Name of the asset.
      type: str
      sample: Partner template
    asset_id:
      description: Explicit ID of the asset. In check mode it is empty for an asset that would be created without
        O(asset_id).
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
      sample: 422
    method:
      description: HTTP method of the request.
      type: str
      sample: POST
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/assets
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "unsupported asset kind: 'template'"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.asset import ASSET


def main() -> None:
    run(ASSET)


if __name__ == "__main__":
    main()
