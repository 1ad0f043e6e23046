# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_organisation_info
short_description: Get organisations in Tyk
version_added: 1.0.0
description:
  - Gets organisations of a Dashboard.
  - This uses the Admin API of the Dashboard, so it needs O(admin_secret) instead of a user's token.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.admin
  - community.tyk.secrets
  - community.tyk.attributes
  - community.tyk.attributes.info
  - community.tyk.attributes.actiongroup_tyk_admin
options:
  org_id:
    description:
      - Get only the organisation with this ID.
    type: str
  owner_name:
    description:
      - Get only organisations with exactly this name.
    type: str
seealso:
  - module: community.tyk.tyk_organisation
"""

EXAMPLES = r"""
- name: Get all organisations
  community.tyk.tyk_organisation_info:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
  register: result

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ result.organisations | map(attribute='owner_name') }}"

- name: Get one organisation
  community.tyk.tyk_organisation_info:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    owner_name: Acme

- name: Get an organisation by its ID
  community.tyk.tyk_organisation_info:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    org_id: 5e9d9544a1dcd60001d0ed20
"""

RETURN = r"""
organisations:
  description:
    - The organisations, sorted by name.
    - Each has the form that M(community.tyk.tyk_organisation) accepts.
  type: list
  elements: dict
  returned: success
  contains:
    org_id:
      description: ID of the organisation.
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
      description: Whether RV(organisations[].cname) is enabled.
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
      sample: GET
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /admin/organisations
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "Not authorised"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.organisation import ORGANISATION


def main() -> None:
    run_info(ORGANISATION)


if __name__ == "__main__":
    main()
