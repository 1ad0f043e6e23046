# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_bootstrap_user
short_description: Create the first user of an organisation in Tyk
version_added: 1.0.0
description:
  - Creates a user in an organisation, and returns the user's token once. With this token, the other modules manage the
    objects of the organisation.
  - This uses the Admin API of the Dashboard, so it needs O(admin_secret) instead of a user's token.
  - The Admin API cannot search for users, so O(user_id) identifies a user. Without O(user_id), the module tries to
    create the user. If Tyk answers that the e-mail address is in use, possibly in another organisation, the module
    warns and changes nothing.
  - To create further users, use M(community.tyk.tyk_user). It can also delete users, which the Admin API cannot do.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.admin
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk_admin
attributes:
  check_mode:
    support: partial
    details:
      - Without O(user_id), the module cannot find out whether the user exists, so check mode always predicts a change.
options:
  org_id:
    description:
      - ID of the organisation that the user belongs to. Needed to create a user.
    type: str
  user_id:
    description:
      - ID of an existing user to update.
      - The module fails if there is no such user.
    type: str
  email_address:
    description:
      - E-mail address of the user. Needed to create a user.
      - Case does not matter. Tyk stores the address in lower case.
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
      - Whether the user can log in and use the token.
      - A new user is active unless the task says otherwise.
    type: bool
  user_permissions:
    description:
      - What the user may do. Needed to create a user. The keys are the names of Tyk's permissions, for example C(apis).
        The values are V(read), V(write), or V(deny).
      - With C(IsAdmin) set to V(admin), the user may do everything in the organisation. With C(ResetPassword) set to
        V(admin), the user may also set the passwords of other users.
      - A permission that you leave out stays as it is. To remove it, set it to V(null).
    type: dict
  key_file:
    description:
      - Path of a file on the host that runs the module, to which the token of a new user is written. The module then
        does not return the token.
      - The file gets mode V(0600). Its directory must exist. An existing file is replaced, unless
        O(key_file_replace=false).
      - The file is not written if no user was created.
    type: path
  key_file_replace:
    description:
      - Whether to replace the content of an existing O(key_file).
      - With V(false), the module fails before it creates the user if the file has any content, in check mode too. No
        other task with this setting can use the file in the meantime, and a cancelled run ends only when the token is
        in the file.
    type: bool
    default: true
seealso:
  - module: community.tyk.tyk_bootstrap_user_info
  - module: community.tyk.tyk_organisation
  - module: community.tyk.tyk_user
"""

EXAMPLES = r"""
- name: Create an organisation
  community.tyk.tyk_organisation:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    owner_name: Acme
  register: acme

- name: Create the organisation's first user, and write the token to a file
  community.tyk.tyk_bootstrap_user:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    org_id: "{{ acme.organisation.org_id }}"
    email_address: admin@example.com
    first_name: Admin
    last_name: Example
    user_permissions:
      IsAdmin: admin
      ResetPassword: admin
    key_file: "{{ tyk_secrets_dir }}/admin.token"

- name: Create another user, and get the token as a result
  community.tyk.tyk_bootstrap_user:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    org_id: "{{ acme.organisation.org_id }}"
    email_address: automation@example.com
    first_name: Automation
    last_name: Example
    user_permissions:
      apis: write
      policies: write
      keys: write
  register: automation
  no_log: true

- name: Use the token, which is returned only if the user was created
  community.tyk.tyk_api_info:
    url: "{{ tyk_url }}"
    token: "{{ automation.token }}"
  when: automation.token is defined

- name: Update a user whose ID is known
  community.tyk.tyk_bootstrap_user:
    url: "{{ tyk_url }}"
    admin_secret: "{{ tyk_admin_secret }}"
    user_id: "{{ automation.user.id }}"
    user_permissions:
      users: read
  when: automation.token is defined
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
    - One of V(created), V(updated), and V(none).
  type: str
  returned: success
  sample: created
token:
  description: The user's access key for the Dashboard API. It can be used as O(community.tyk.tyk_api#module:token).
  type: str
  returned: if the user was created and O(key_file) is not set
  sample: 0123456789abcdef0123456789abcdef
user:
  description: The user.
  type: dict
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
      description: ID of the user. It is empty if it is not known, because the user would be created outside of check
        mode, or exists and O(user_id) is not set.
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
      sample: PUT
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /admin/users/5f9c8d7e6b5a4c3d2e1f0a9b
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "Could not update API session when update user"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.bootstrap_user import BOOTSTRAP_USER


def main() -> None:
    run(BOOTSTRAP_USER)


if __name__ == "__main__":
    main()
