# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_client_idp
short_description: Manage client identity providers in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes client identity providers of the organisation that O(token) belongs to. Such a
    provider signs the tokens of clients. For each API, it maps the scopes of a token to policies. This way, many APIs
    can accept the tokens of one provider without settings of their own.
  - This needs a Dashboard of version 5.14 or later. With an older one, the module says so and changes nothing.
  - The Developer Portal can also write such providers, so mappings and scopes that the task does not name stay. If only
    O(api_mappings) changes, the module sends only these, as a merge patch. Tyk applies the patch in one step, which
    preserves what others write to other mappings at the same time.
  - If another option changes, Tyk accepts only the whole provider. The module reads the provider right before it
    writes, and sends the mappings that it finds. Whatever someone else writes to the mappings between these two
    requests is lost. It is best to set up a provider with a separate task, and to change only O(api_mappings)
    afterwards.
  - Tyk does not document which permission of a Dashboard user this needs. The module reports an error if the user lacks
    it.
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
  client_idp_id:
    description:
      - ID of the provider, or its database ID in Tyk. It identifies the provider, and takes precedence over O(name).
      - If there is no provider with this ID, a new one gets it.
    type: str
  name:
    description:
      - Name of the provider. Needed to create a provider.
      - Without O(client_idp_id) it identifies the provider. The module fails if several providers have this name.
      - To rename a provider, give its O(client_idp_id) too.
    type: str
  issuer:
    description:
      - The issuer of the tokens, as in their claim C(iss).
    type: str
  jwks_uri:
    description:
      - URL of the keys with which the tokens are signed. Needed to create a provider.
    type: str
  scope_claim_name:
    description:
      - Claim of the tokens that holds the scopes, such as C(scp). An empty text means C(scope).
    type: str
  api_mappings:
    description:
      - The APIs that accept the provider's tokens, by name or ID. Each has a dictionary C(scope_to_policy) that maps
        scopes to policies, also by name or ID.
      - An API without scopes still accepts the tokens if it has policies of its own for them.
      - An API, or a scope of an API, that you leave out stays as it is. To remove one, set it to V(null). It is not an
        error if it no longer exists.
      - With O(strategy=replace), this is the complete map. If the task does not name this option, the mappings stay.
    type: dict
seealso:
  - module: community.tyk.tyk_client_idp_info
"""

EXAMPLES = r"""
- name: Make two APIs accept the tokens of one provider
  community.tyk.tyk_client_idp:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    client_idp_id: login
    name: Login
    issuer: https://login.example.com/
    jwks_uri: https://login.example.com/jwks.json
    api_mappings:
      Orders:
        scope_to_policy:
          orders:read: Reader
          orders:write: Writer
      Invoices:
        scope_to_policy:
          invoices:read: Reader

- name: Remove one scope and one API, and leave all others unchanged
  community.tyk.tyk_client_idp:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    client_idp_id: login
    api_mappings:
      Orders:
        scope_to_policy:
          orders:write: null
      Invoices: null

- name: Delete a provider
  community.tyk.tyk_client_idp:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    client_idp_id: old-login
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
client_idp:
  description: The client identity provider.
  type: dict
  returned: success, if it exists, or existed before the task
  contains:
    client_idp_id:
      description: ID of the provider. If none was chosen, it is the database ID in Tyk.
      type: str
      sample: login
    name:
      description: Name of the provider.
      type: str
      sample: Login
    issuer:
      description: The issuer of the tokens.
      type: str
      sample: https://login.example.com/
    jwks_uri:
      description: URL of the keys with which the tokens are signed.
      type: str
      sample: https://login.example.com/jwks.json
    scope_claim_name:
      description: Claim that holds the scopes. An empty text means C(scope).
      type: str
      sample: ""
    api_mappings:
      description: The APIs that accept the provider's tokens, by name, each with its scopes and their policies.
      type: dict
      sample:
        Orders:
          scope_to_policy:
            orders:read: Reader
    id:
      description: Database ID of the provider in Tyk. In check mode it is empty for a provider that would be created.
      type: str
      sample: 6644b38535715ec496cbef3d
    org_id:
      description: ID of the provider's organisation.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    definition:
      description: Further fields of the client identity provider, under the names that Tyk's API uses.
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
      sample: POST
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/clientidps
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/clientidps'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.client_idp import CLIENT_IDP


def main() -> None:
    run(CLIENT_IDP)


if __name__ == "__main__":
    main()
