# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_client_idp
short_description: Manage client identity providers of a Tyk Dashboard
version_added: 1.0.0
description:
  - Creates, updates, and deletes client identity providers of the organisation that O(token) belongs to. Such a
    provider signs the tokens of clients, and for each API it says which policies the scopes of a token stand for.
    So many APIs can take the tokens of one provider without saying so themselves.
  - Dashboards have them from version 5.14 on. An older one is told, and nothing is changed.
  - The Developer Portal can write such providers, too, so a mapping and a scope that the task does not name stay.
    Where nothing but O(api_mappings) changes, they alone are sent, as a merge patch, which Tyk carries out in one step,
    so what others write at the same time to other mappings is not lost.
  - Where another option changes, Tyk takes the whole provider only. The module reads it right before it writes, and
    sends the mappings as they are there. What somebody else writes to the mappings between these two requests is lost.
    So it is best to set up a provider with a task of its own, and to leave it alone then but for O(api_mappings).
  - Which permission of a Dashboard's user they take, Tyk does not document. Who lacks it is told.
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
      - ID of the provider, or that of Tyk's database. It identifies the provider, and takes precedence over O(name).
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
      - Who issues the tokens, as they say in their claim C(iss).
    type: str
  jwks_uri:
    description:
      - Where the keys are that the tokens are signed with. Needed to create a provider.
    type: str
  scope_claim_name:
    description:
      - Claim of the tokens that holds the scopes, such as C(scp). With an empty text it is C(scope).
    type: str
  api_mappings:
    description:
      - The APIs that take the provider's tokens, by name or ID. Each has a dictionary C(scope_to_policy)
        of scopes and the policies that they stand for, these by name or ID, too.
      - An API without scopes takes the tokens all the same, if it has policies of its own for them.
      - An API, and a scope of an API, that is left out stays as it is. To take one away, set it to V(null). It is
        no mistake if it is gone already.
      - With O(strategy=replace), what the task names here is all there is to be. If it does not name this option, the
        mappings stay.
    type: dict
seealso:
  - module: community.tyk.tyk_client_idp_info
"""

EXAMPLES = r"""
- name: Let two APIs take the tokens of one provider
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

- name: Take one scope and one API away, and leave all others alone
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
  description: The file that has what the task has changed or deleted, as it was before, with secrets in clear.
  type: str
  returned: with O(backup=true), if there was something to keep, also when the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
client_idp:
  description: The client identity provider.
  type: dict
  returned: success, if it exists, or existed before the task
  contains:
    client_idp_id:
      description: ID of the provider. It is that of Tyk's database if nobody chose one.
      type: str
      sample: login
    name:
      description: Name of the provider.
      type: str
      sample: Login
    issuer:
      description: Who issues the tokens.
      type: str
      sample: https://login.example.com/
    jwks_uri:
      description: Where the keys are that the tokens are signed with.
      type: str
      sample: https://login.example.com/jwks.json
    scope_claim_name:
      description: Claim that holds the scopes. With an empty text it is C(scope).
      type: str
      sample: ""
    api_mappings:
      description: The APIs that take the provider's tokens, by name, each with its scopes and their policies.
      type: dict
      sample:
        Orders:
          scope_to_policy:
            orders:read: Reader
    id:
      description: ID of the provider in Tyk's database.
        In check mode it is empty for a provider that would be created.
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
      sample: POST
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/clientidps
    message:
      description: Tyk's own words, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/clientidps'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.client_idp import CLIENT_IDP


def main() -> None:
    run(CLIENT_IDP)


if __name__ == "__main__":
    main()
