# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_additional_permissions_info
short_description: Get additional permissions in Tyk
version_added: 1.0.0
description:
  - Returns the permissions that an organisation has in addition to Tyk's own.
  - The user behind O(token) must be an admin.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.secrets
  - community.tyk.attributes
  - community.tyk.attributes.info
  - community.tyk.attributes.actiongroup_tyk
seealso:
  - module: community.tyk.tyk_additional_permissions
"""

EXAMPLES = r"""
- name: Get the additional permissions
  community.tyk.tyk_additional_permissions_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ result.additional_permissions | map(attribute='permissions') | map('list') }}"

- name: Get them, but fail if the token belongs to another organisation
  community.tyk.tyk_additional_permissions_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    org_id: "{{ tyk_org_id }}"

- name: Fail if a permission is missing
  community.tyk.tyk_additional_permissions_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: permissions
  failed_when: "'approve_apis' not in permissions.additional_permissions[0].permissions"
"""

RETURN = r"""
additional_permissions:
  description: Additional permissions.
  type: list
  elements: dict
  returned: success
  contains:
    permissions:
      description:
        - The permissions that apply. If the organisation has none of its own, these are those of the Dashboard's
          configuration.
      type: dict
    definition:
      description: Further fields of the additional permissions, under the names that Tyk's API uses.
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
      sample: /api/org/permissions
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/org/permissions'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.additional_permissions import ADDITIONAL_PERMISSIONS


def main() -> None:
    run_info(ADDITIONAL_PERMISSIONS)


if __name__ == "__main__":
    main()
