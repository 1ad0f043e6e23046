# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_organisation
short_description: Manage organisations in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes organisations, to which all other objects of a Dashboard belong.
  - This uses the Admin API of the Dashboard, so it needs O(admin_secret) instead of a user's token.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.admin
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.resource.state
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk_admin
options:
  org_id:
    description:
      - ID of the organisation. It identifies the organisation, and takes precedence over O(owner_name).
      - If there is no organisation with this ID, a new one gets it.
    type: str
  owner_name:
    description:
      - Name of the organisation. Needed to create one.
      - Without O(org_id) it identifies the organisation. Tyk does not require it to be unique. The module fails if
        several organisations have this name.
      - To rename an organisation, give its O(org_id) too.
    type: str
  owner_slug:
    description:
      - Short name of the organisation.
    type: str
  cname:
    description:
      - Domain of the organisation's developer portal.
    type: str
  cname_enabled:
    description:
      - Whether O(cname) is enabled.
    type: bool
  hybrid_enabled:
    description:
      - Whether hybrid Gateways can serve the organisation.
    type: bool
  event_options:
    description:
      - Which events are sent, and how.
      - The keys are C(key_event), C(hashed_key_event), C(key_request_event), and C(api_event).
        Each has a dictionary with C(webhook), C(email), and C(redis).
    type: dict
seealso:
  - module: community.tyk.tyk_organisation_info
  - module: community.tyk.tyk_bootstrap_user
"""

EXAMPLES = r"""
- name: Create an organisation
  community.tyk.tyk_organisation:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    owner_name: Acme
    cname: portal.acme.example.com
    cname_enabled: true
  register: acme

- name: Rename an organisation, and remove its domain
  community.tyk.tyk_organisation:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    org_id: "{{ acme.organisation.org_id }}"
    owner_name: Acme Europe
    cname: null
    cname_enabled: false

- name: Create an organisation with a chosen ID
  community.tyk.tyk_organisation:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    org_id: 5e9d9544a1dcd60001d0ed20
    owner_name: Acme Asia
    definition:
      developer_quota: 100

- name: Delete an organisation
  community.tyk.tyk_organisation:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    org_id: 5e9d9544a1dcd60001d0ed20
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
organisation:
  description: The organisation. If it was deleted, its last state.
  type: dict
  returned: success, if the organisation exists, or existed before the task
  contains:
    org_id:
      description: ID of the organisation.
        In check mode it is empty for an organisation that would be created without O(org_id).
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    owner_name:
      description: Name of the organisation.
      type: str
      sample: Acme
    owner_slug:
      description: Short name of the organisation.
      type: str
      sample: acme
    cname:
      description: Domain of the organisation's developer portal.
      type: str
      sample: portal.acme.example.com
    cname_enabled:
      description: Whether RV(organisation.cname) is enabled.
      type: bool
      sample: true
    hybrid_enabled:
      description: Whether hybrid Gateways can serve the organisation.
      type: bool
      sample: false
    event_options:
      description: Which events of keys and APIs are sent, and how.
      type: dict
      sample:
        key_event:
          redis: true
    definition:
      description: Further fields of the organisation, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
      sample:
        sso_enabled: true
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
      sample: PUT
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /admin/organisations/4f8b7c6d5e4f3a2b1c0d9e8f
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "Failed to update Org object to DB"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.organisation import ORGANISATION


def main() -> None:
    run(ORGANISATION)


if __name__ == "__main__":
    main()
