# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_user_group_info
short_description: Get user groups in Tyk
version_added: 1.0.0
description:
  - Gets user groups of the organisation that O(token) belongs to.
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
  group_id:
    description:
      - Get only the group with this ID.
    type: str
  name:
    description:
      - Get only groups with exactly this name.
    type: str
seealso:
  - module: community.tyk.tyk_user_group
"""

EXAMPLES = r"""
- name: Get all groups
  community.tyk.tyk_user_group_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show their permissions
  ansible.builtin.debug:
    msg: "{{ result.user_groups | items2dict(key_name='name', value_name='user_permissions') }}"

- name: Get one group
  community.tyk.tyk_user_group_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Support

- name: See who belongs to a group before you delete it
  community.tyk.tyk_user_group_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Support
    used_by: true
"""

RETURN = r"""
user_groups:
  description:
    - The groups, sorted by name.
    - Each has the form that M(community.tyk.tyk_user_group) accepts, with its IDs added.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: Name of the group.
      type: str
      sample: Support
    description:
      description: Description of the group.
      type: str
      sample: Hands out keys
    active:
      description: Whether the group is active.
      type: bool
      sample: true
    user_permissions:
      description: The permissions of the group.
      type: dict
      sample:
        apis: read
        keys: write
    password_max_days:
      description: Number of days after which a user of the group must choose another password. V(0) means never.
      type: int
      sample: 0
    group_id:
      description: ID of the group.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    id:
      description: The same as RV(user_groups[].group_id).
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    org_id:
      description: ID of the group's organisation.
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
          sample: user
        name:
          description: Name of that object, or an empty string if it has none.
          type: str
          sample: ada@example.com
        id:
          description: ID of that object. For a key, its hash.
          type: str
          sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    definition:
      description: Further fields of the group, under the names that Tyk's API uses.
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
      sample: /api/usergroups
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/usergroups'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.user_group import USER_GROUP


def main() -> None:
    run_info(USER_GROUP)


if __name__ == "__main__":
    main()
