# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_additional_permissions
short_description: Manage additional permissions in Tyk
version_added: 1.0.0
description:
  - Sets which permissions an organisation has in addition to Tyk's own. Users and groups get them like any other
    permission, in C(user_permissions), and OPA rules can check them.
  - Every organisation has exactly one map of permissions, so the module names no object and cannot delete one.
  - The user behind O(token) must be an admin.
  - Not available with O(platform=gateway).
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk
options:
  permissions:
    description:
      - The permissions, as a map of names to labels. The name appears in C(user_permissions), the label on the
        Dashboard's pages. A label is a text, so put a number in quotes; it may be empty.
      - Permissions that you leave out stay as they are, and V(null) removes one. With O(strategy=replace), all
        permissions that you leave out are removed.
      - If none are left, those of the Dashboard's configuration (C(security.additional_permissions)) apply and are
        returned. To remove those, change the configuration.
      - Whether users and groups keep a permission that you remove here is up to the Dashboard.
    type: dict
  state:
    description:
      - The object always exists.
    type: str
    choices:
      - present
    default: present
seealso:
  - module: community.tyk.tyk_additional_permissions_info
"""

EXAMPLES = r"""
- name: Add a permission
  community.tyk.tyk_additional_permissions:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    permissions:
      approve_apis: Approve APIs

- name: Add one permission and remove another
  community.tyk.tyk_additional_permissions:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    permissions:
      audit_keys: Audit keys
      order_keys: null

- name: Set the complete list of permissions, and keep a copy of the earlier one
  community.tyk.tyk_additional_permissions:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    permissions:
      approve_apis: Approve APIs
    strategy: replace
    backup: true
    backup_dir: "{{ playbook_dir }}/kept"
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
    - One of V(updated) and V(none).
  type: str
  returned: success
  sample: updated
backup_path:
  description: The file with what the task has changed or deleted, in its earlier state, with secrets in clear text.
  type: str
  returned: with O(backup=true), if there was something to save, even if the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
additional_permissions:
  description: The additional permissions.
  type: dict
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
      sample: PUT
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/org/permissions
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/org/permissions'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.additional_permissions import ADDITIONAL_PERMISSIONS


def main() -> None:
    run(ADDITIONAL_PERMISSIONS)


if __name__ == "__main__":
    main()
