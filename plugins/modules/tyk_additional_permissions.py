# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_additional_permissions
short_description: Manage additional permissions of a Tyk Dashboard
version_added: 1.0.0
description:
  - Sets which permissions an organisation has beside Tyk's own. Users and groups get them like the others, in
    C(user_permissions), and OPA rules can ask for them.
  - Every organisation has exactly one map of them, so the module names no object, and none can be absent.
  - The user behind O(token) has to be an admin.
  - Not with O(platform=gateway).
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
      - The permissions, as a map of name to label. The name is what C(user_permissions) has, the label what the
        Dashboard's pages show. A label is a text, so put a number in quotes; it may be empty.
      - Permissions that are not named here stay as they are, and V(null) takes one away. With O(strategy=replace) all
        that are not named are taken away.
      - If none are left, those of the Dashboard's configuration (C(security.additional_permissions)) count and are
        shown. To take those away, change the configuration.
      - Whether users and groups keep a permission that is taken away here is up to the Dashboard.
    type: dict
  state:
    description:
      - They are always there.
    type: str
    choices:
      - present
    default: present
seealso:
  - module: community.tyk.tyk_additional_permissions_info
"""

EXAMPLES = r"""
- name: Let rules ask who may approve, and who no longer orders
  community.tyk.tyk_additional_permissions:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    permissions:
      approve_apis: Approve APIs
      order_keys: null
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
  description: The file that has what the task has changed or deleted, as it was before, with secrets in clear.
  type: str
  returned: with O(backup=true), if there was something to keep, also when the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
additional_permissions:
  description: The additional permissions.
  type: dict
  returned: success
  contains:
    permissions:
      description:
        - The permissions that count, those of the Dashboard's configuration if the organisation has none of its own.
      type: dict
    definition:
      description: Further fields of the additional permissions, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
failure:
  description: What Tyk answered to the request that made the module fail.
  type: dict
  returned: when a request to Tyk fails
  contains:
    status:
      description: HTTP status of the answer, or V(null) if there was none.
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
      description: Tyk's own words, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/org/permissions'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.additional_permissions import ADDITIONAL_PERMISSIONS


def main() -> None:
    run(ADDITIONAL_PERMISSIONS)


if __name__ == "__main__":
    main()
