# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_user_info
short_description: Get users in Tyk
version_added: 1.0.0
description:
  - Gets users of the organisation that O(token) belongs to.
  - Passwords and access keys are not returned.
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
  email_address:
    description:
      - Get only the user with this e-mail address. Case does not matter.
    type: str
seealso:
  - module: community.tyk.tyk_user
"""

EXAMPLES = r"""
- name: Get all users
  community.tyk.tyk_user_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show who is an admin
  ansible.builtin.debug:
    msg: "{{ result.users | selectattr('user_permissions.IsAdmin', 'defined') | map(attribute='email_address') }}"

- name: Get one user
  community.tyk.tyk_user_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    email_address: alice@example.com

- name: See what a user owns before you delete the user
  community.tyk.tyk_user_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    email_address: owner@example.com
    used_by: true
"""

RETURN = r"""
users:
  description:
    - The users, sorted by e-mail address.
    - Each has the form that M(community.tyk.tyk_user) accepts, with its IDs added.
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
    group:
      description:
        - Name of the user's group, or its ID if several have the same name, or if O(token) may not read groups. It is
          empty if the user has no group.
      type: str
      sample: Support
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
    used_by:
      description: What refers to it, sorted by kind and name.
      type: list
      elements: dict
      returned: with O(used_by=true)
      contains:
        kind:
          description: Kind of the object that refers to it, as in the name of its module.
          type: str
          sample: api
        name:
          description: Name of that object, or an empty string if it has none.
          type: str
          sample: Orders
        id:
          description: ID of that object. For a key, its hash.
          type: str
          sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    definition:
      description: Further fields of the user, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
      sample:
        password_max_days: 90
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
      sample: /api/users
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/users'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.user import USER


def main() -> None:
    run_info(USER)


if __name__ == "__main__":
    main()
