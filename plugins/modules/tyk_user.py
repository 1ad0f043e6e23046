# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_user
short_description: Manage users in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes users of the organisation that O(token) belongs to.
  - To create the first user of an organisation, use M(community.tyk.tyk_bootstrap_user).
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
  - community.tyk.attributes.actiongroup_tyk
attributes:
  idempotent:
    support: partial
    details:
      - With O(update_secrets=always), a task with O(password) always reports a change.
options:
  email_address:
    description:
      - E-mail address of the user. It identifies the user and cannot be changed.
      - Case does not matter. Tyk stores the address in lower case.
      - It must be set here or in O(definition).
    type: str
  first_name:
    description:
      - First name. Needed to create a user.
    type: str
  last_name:
    description:
      - Last name. Needed to create a user.
    type: str
  active:
    description:
      - Whether the user can log in and use the access key.
      - A new user is active unless the task says otherwise.
    type: bool
  group:
    description:
      - ID or name of the user group that the user belongs to. An empty string or V(null) removes the user from the
        group.
    type: str
  user_permissions:
    description:
      - What the user may do. The keys are the names of Tyk's permissions, for example C(apis), C(keys), or C(policies).
        The values are V(read), V(write), or V(deny).
      - With C(IsAdmin) set to V(admin), the user may do everything in the organisation.
      - A permission that you leave out stays as it is. To remove it, set it to V(null).
      - Tyk refuses a user without any permission.
    type: dict
  password:
    description:
      - Password to log in with, at least six characters long. The Dashboard can have further rules.
      - If Tyk refuses the password of a new user, the user is deleted again, unless O(key_file) has its access key.
      - Tyk does not return passwords, so they cannot be compared. O(update_secrets) says when the password is set.
      - Tyk asks users for their current password when they change their own, which this module cannot provide.
    type: str
  update_secrets:
    description:
      - When to set O(password).
      - V(on_create) sets it when the task creates the user, and never again.
      - V(always) sets it each time, and always reports a change.
    type: str
    choices:
      - on_create
      - always
    default: on_create
  key_file:
    description:
      - Path of a file on the host that runs the module, to which the access key of a new user is written. The module
        then does not return the access key.
      - The file gets mode V(0600). An existing file is replaced. Its directory must exist.
      - The file is not written if the user already exists, or if the Dashboard does not show access keys
        (C(forbid_admin_view_access_token) in its configuration).
    type: path
  force:
    description:
      - Whether to allow a change that deletes or deactivates the user that O(token) belongs to, or that removes
        permissions from this user, even through O(group). The last admin of the organisation is protected in the same
        way.
      - If the Dashboard does not show access keys, the module cannot find out which user O(token) belongs to. Such
        changes to any user whose key is not shown then need V(true).
    type: bool
    default: false
seealso:
  - module: community.tyk.tyk_user_info
  - module: community.tyk.tyk_user_group
  - module: community.tyk.tyk_bootstrap_user
"""

EXAMPLES = r"""
- name: Create a user who can edit APIs and read keys
  community.tyk.tyk_user:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    email_address: alice@example.com
    first_name: Alice
    last_name: Example
    user_permissions:
      apis: write
      keys: read
    password: "{{ alice_password }}"

- name: Create a user for automation, and write its access key to a file
  community.tyk.tyk_user:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    email_address: automation@example.com
    first_name: Automation
    last_name: Example
    user_permissions:
      apis: write
      policies: write
      keys: write
    key_file: "{{ tyk_secrets_dir }}/automation.token"

- name: Grant one permission, remove another, and leave the rest unchanged
  community.tyk.tyk_user:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    email_address: alice@example.com
    user_permissions:
      policies: read
      keys: null

- name: Put a user into a group
  community.tyk.tyk_user:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    email_address: alice@example.com
    group: Support

- name: Set the password again
  community.tyk.tyk_user:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    email_address: alice@example.com
    password: "{{ alice_password }}"
    update_secrets: always

- name: Set the connection once for several tasks
  module_defaults:
    group/community.tyk.tyk:
      url: "{{ tyk_url }}"
      token: "{{ tyk_token }}"
  block:
    - name: Deactivate a user
      community.tyk.tyk_user:
        email_address: alice@example.com
        active: false

    - name: Delete a user
      community.tyk.tyk_user:
        email_address: automation@example.com
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
user:
  description: The user. If it was deleted, its last state.
  type: dict
  returned: success, if the user exists, or existed before the task
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
        - Name of the user's group, or its ID if several have the same name,
          or if the module had no need to look up its name. It is empty if the user has no group.
      type: str
      sample: Support
    user_permissions:
      description: The user's permissions.
      type: dict
      sample:
        apis: write
        keys: read
    id:
      description: ID of the user. In check mode it is empty for a user that would be created.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    org_id:
      description: ID of the user's organisation.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    access_key:
      description: The user's access key for the Dashboard API.
      type: str
      returned: if the user was created, O(key_file) is not set, and the Dashboard shows access keys
      sample: 0123456789abcdef0123456789abcdef
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
      sample: PUT
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/users/5f9c8d7e6b5a4c3d2e1f0a9b
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "User email already exists for this org."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.user import USER


def main() -> None:
    run(USER)


if __name__ == "__main__":
    main()
