# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_oauth_client
short_description: Manage OAuth clients in Tyk
version_added: 1.0.0
description:
  - Creates, recreates, and deletes OAuth clients of an API.
  - Tyk cannot change an OAuth client. A task that requests a change fails, unless it has O(recreate=true).
  - The API must belong to the organisation that O(token) belongs to, and must use OAuth
    (C(use_oauth2) in the definition of a classic API) or JWT.
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
  api:
    description:
      - ID or name of the API that the client belongs to.
    type: str
    required: true
  client_id:
    description:
      - ID of the client. It identifies the client, and takes precedence over O(client_name).
      - If the API has no client with this ID, a new one gets it. Without O(client_id), Tyk generates the ID of a new
        client.
    type: str
  client_name:
    description:
      - Name of the client. Either this or O(client_id) is required, as an option or in O(definition).
      - Without O(client_id) it identifies the client.
        The module fails if several clients of the API have this name.
      - To rename a client, give its O(client_id) and O(recreate=true) too.
    type: str
  secret:
    description:
      - Secret of the client. It is compared, but never returned.
      - Without it, or with an empty one, Tyk generates the secret of a new client, which is returned once, when the
        client is created.
    type: str
  redirect_uri:
    description:
      - URL to which Tyk redirects the user of the client. Separate several URLs with commas.
    type: str
  policy:
    description:
      - ID or name of the policy that decides what tokens of the client may do. An empty string or V(null) removes the
        policy.
    type: str
  description:
    description:
      - Description of the client.
    type: str
  meta_data:
    description:
      - Metadata of the client.
      - An entry that you leave out stays as it is. To remove it, set it to V(null).
    type: dict
  recreate:
    description:
      - Whether to change an existing client by deleting it and creating it again.
      - The new client has the ID and the secret of the old one, unless the task sets another O(secret), and every other
        value that the task does not name.
      - For a moment in between, the client does not exist. Tokens that it was given before may stop working.
      - If Tyk refuses the new client, the old one is restored, and the module fails.
    type: bool
    default: false
  key_file:
    description:
      - Path of a file on the host that runs the module, to which the secret of a new client is written. The module then
        does not return the secret.
      - The file gets mode V(0600). An existing file is replaced. Its directory must exist.
      - The file is not written if no client was created.
    type: path
seealso:
  - module: community.tyk.tyk_oauth_client_info
  - module: community.tyk.tyk_api
  - module: community.tyk.tyk_policy
"""

EXAMPLES = r"""
- name: Create a client whose ID and secret Tyk generates
  community.tyk.tyk_oauth_client:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders
    client_name: Shop
    redirect_uri: https://shop.example.com/callback
    policy: Gold
  register: shop
  no_log: true

- name: Store the secret, which is returned only when the client was created
  ansible.builtin.copy:
    content: "{{ shop.oauth_client.secret }}"
    dest: "{{ tyk_secrets_dir }}/shop.secret"
    mode: "0600"
  when: shop is changed and shop.oauth_client.secret is defined
  no_log: true

- name: Create a client with a chosen ID and secret
  community.tyk.tyk_oauth_client:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders
    client_id: warehouse
    client_name: Warehouse
    secret: "{{ warehouse_secret }}"
    redirect_uri: https://warehouse.example.com/callback
    policy: Gold

- name: Change the redirect URL of a client, which deletes and recreates it
  community.tyk.tyk_oauth_client:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders
    client_id: kiosk
    redirect_uri: https://kiosk.example.com/callback
    recreate: true

- name: Delete a client
  community.tyk.tyk_oauth_client:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders
    client_name: Old shop
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
oauth_client:
  description: The client. If it was deleted, its last state.
  type: dict
  returned: success, if the client exists, or existed before the task
  contains:
    api:
      description: The API of the client, as the task names it.
      type: str
      sample: Orders
    client_id:
      description: ID of the client. In check mode it is empty for a client that would be created without O(client_id).
      type: str
      sample: warehouse
    client_name:
      description: Name of the client.
      type: str
      sample: Warehouse
    secret:
      description:
        - Secret of the client, if the task has created the client without O(key_file). Otherwise it is replaced by
          C(********).
        - Ansible hides it if the task gave it in O(secret).
      type: str
      returned: if the client already has one
      sample: NDQ1ODVkYzhmZDI0ODYyMTIyNWFmMDljM2I5ZWZiMGI0OGRi
    redirect_uri:
      description: URL to which Tyk redirects the user of the client.
      type: str
      sample: https://warehouse.example.com/callback
    policy:
      description: Name of the client's policy, or its ID if several have the same name. It is empty if there is none.
      type: str
      sample: Gold
    description:
      description: Description of the client.
      type: str
      sample: Sends orders to the warehouse
    meta_data:
      description: Metadata of the client.
      type: dict
      sample:
        team: logistics
    definition:
      description: Further fields of the client, under the names that Tyk's API uses.
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
      sample: 400
    method:
      description: HTTP method of the request.
      type: str
      sample: POST
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/apis/oauth/2b1c0d9e8f4f8b7c6d5e4f3a2b1c0d9e
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "API is not OAuth2"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.oauth_client import OAUTH_CLIENT


def main() -> None:
    run(OAUTH_CLIENT)


if __name__ == "__main__":
    main()
