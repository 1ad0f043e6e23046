# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_user_group
short_description: Manage user groups in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes user groups of the organisation that O(token) belongs to.
  - A user belongs to at most one group. To set a user's group, use M(community.tyk.tyk_user).
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
  group_id:
    description:
      - ID that Tyk has given the group. It identifies the group, and takes precedence over O(name).
      - It is an error if there is no group with this ID, unless O(state=absent). A new group gets its ID from Tyk.
    type: str
  name:
    description:
      - Name of the group. Needed to create a group.
      - Without O(group_id) it identifies the group. The module fails if several groups have this name.
      - To rename a group, give its O(group_id) too.
    type: str
  description:
    description:
      - Description of the group.
    type: str
  active:
    description:
      - Whether the group is active.
      - A new group is active unless the task says otherwise.
    type: bool
  user_permissions:
    description:
      - What the users of the group may do. The keys are the names of Tyk's permissions, for example C(apis), C(keys),
        or C(policies). The values are V(read), V(write), or V(deny).
      - A permission that you leave out stays as it is. To remove it, set it to V(null).
      - Needed to create a group. Tyk refuses a group without any permission.
    type: dict
  password_max_days:
    description:
      - Number of days after which a user of the group must choose another password. V(0) means never.
    type: int
  force:
    description:
      - Whether to allow a change that removes permissions from the user that O(token) belongs to, or that leaves the
        organisation without an admin. Deactivating or deleting that user's group counts as such a change.
      - If the module cannot find out which user O(token) belongs to, such changes to any group that this user may
        belong to need V(true).
    type: bool
    default: false
seealso:
  - module: community.tyk.tyk_user_group_info
  - module: community.tyk.tyk_user
"""

EXAMPLES = r"""
- name: Create a group of users who can read APIs and edit keys
  community.tyk.tyk_user_group:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Support
    description: Hands out keys
    user_permissions:
      apis: read
      keys: write
  register: support

- name: Put a user into the group
  community.tyk.tyk_user:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    email_address: alice@example.com
    group: Support

- name: Grant one permission, remove another, and leave the rest unchanged
  community.tyk.tyk_user_group:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Support
    user_permissions:
      policies: read
      keys: null

- name: Rename a group
  community.tyk.tyk_user_group:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    group_id: "{{ support.user_group.group_id }}"
    name: First aid

- name: Delete a group
  community.tyk.tyk_user_group:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Interns
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
user_group:
  description: The group. If it was deleted, its last state.
  type: dict
  returned: success, if the group exists, or existed before the task
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
        In check mode it is empty for a group that would be created.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    id:
      description: The same as RV(user_group.group_id).
        In check mode it is empty for a group that would be created.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    org_id:
      description: ID of the group's organisation.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
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
      sample: PUT
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/usergroups/5f9c8d7e6b5a4c3d2e1f0a9b
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "To create a user specify at least one permission, or make them an admin"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.user_group import USER_GROUP


def main() -> None:
    run(USER_GROUP)


if __name__ == "__main__":
    main()
