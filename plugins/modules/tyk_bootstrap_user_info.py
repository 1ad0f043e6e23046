# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_bootstrap_user_info
short_description: Get a user of Tyk by ID, through the Admin API
version_added: 1.0.0
description:
  - Gets a user of any organisation of a Dashboard by ID. The Admin API cannot search for users.
  - Passwords and access keys are not returned.
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
  user_id:
    description:
      - ID of the user.
    type: str
    required: true
seealso:
  - module: community.tyk.tyk_bootstrap_user
  - module: community.tyk.tyk_user_info
"""

EXAMPLES = r"""
- name: Get a user
  community.tyk.tyk_bootstrap_user_info:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    user_id: "{{ tyk_user_id }}"
  register: result

- name: Show the organisation of the user
  ansible.builtin.debug:
    msg: "{{ result.users | map(attribute='org_id') }}"

- name: Fail if a user does not exist
  community.tyk.tyk_bootstrap_user_info:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    user_id: "{{ tyk_user_id }}"
  register: admin
  failed_when: admin.users | length == 0

- name: Get several users
  community.tyk.tyk_bootstrap_user_info:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    user_id: "{{ item }}"
  loop:
    - "{{ tyk_user_id }}"
    - 5f9c8d7e6b5a4c3d2e1f0a9b
"""

RETURN = r"""
users:
  description:
    - A list with the user. It is empty if there is no user with this ID.
    - The user has the form that M(community.tyk.tyk_bootstrap_user) accepts, with the ID added.
  type: list
  elements: dict
  returned: success
  contains:
    email_address:
      description: The user's e-mail address, in lower case.
      type: str
      sample: alice@example.com
    first_name:
      description: First name.
      type: str
      sample: Alice
    last_name:
      description: Last name.
      type: str
      sample: Example
    active:
      description: Whether the user can log in and use the access key.
      type: bool
      sample: true
    user_permissions:
      description: The user's permissions.
      type: dict
      sample:
        apis: write
        keys: read
    id:
      description: ID of the user.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    org_id:
      description: ID of the user's organisation.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    definition:
      description: Further fields of the user, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
      sample:
        group_id: 3a2b1c0d9e8f4f8b7c6d5e4f
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
      sample: /admin/users/5f9c8d7e6b5a4c3d2e1f0a9b
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "Not authorised"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.bootstrap_user import BOOTSTRAP_USER


def main() -> None:
    run_info(BOOTSTRAP_USER)


if __name__ == "__main__":
    main()
