# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_policy
short_description: Manage security policies in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes policies of the organisation that O(token) belongs to.
  - A policy is a template for access rights and limits, which it applies to its keys.
  - The module refuses settings that Tyk would accept and then never apply. So a policy needs O(access_rights), unless
    O(partitions) leaves C(acl) out for a policy that is combined with others.
  - The option for Tyk's own field C(state) is O(policy_state), because O(state) is the state for Ansible to reach.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.gateway
  - community.tyk.access_rights
  - community.tyk.access_rights.limits
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.resource.state
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk
options:
  policy_id:
    description:
      - ID of the policy, which can be its explicit ID or its database ID in Tyk. It identifies the policy, and takes
        precedence over O(name).
      - If there is no policy with this ID, a new one gets it.
    type: str
  name:
    description:
      - Name of the policy. Needed to create a policy.
      - Without O(policy_id) it identifies the policy. The module fails if several policies have this name.
      - To rename a policy, give its O(policy_id) too.
    type: str
  partitions:
    description:
      - The partitions of the policy, that is which parts of it apply to its keys. If none of them is V(true), all
        except O(partitions.per_api) apply.
      - A partition that you leave out stays as it is.
    type: dict
    suboptions:
      acl:
        description:
          - Whether O(access_rights) apply.
        type: bool
      rate_limit:
        description:
          - Whether O(rate) and O(per) apply.
        type: bool
      quota:
        description:
          - Whether O(quota_max) and O(quota_renewal_rate) apply.
        type: bool
      complexity:
        description:
          - Whether the maximum depth of GraphQL queries applies.
        type: bool
      per_api:
        description:
          - Whether each API has its own limits, from O(access_rights[].limit).
          - Cannot be V(true) together with another partition.
        type: bool
  active:
    description:
      - Whether the policy is active.
      - In versions of Tyk that have O(policy_state), that field decides. So the module refuses V(false) for a policy
        that stays in the state V(active). Use O(policy_state) instead.
      - A new policy is active unless the task says otherwise.
    type: bool
  policy_state:
    description:
      - State of the policy. This is the field C(state) of Tyk's API.
      - With V(active), keys with this policy work, and new ones can be created.
      - With V(draft), keys with this policy work, but no new ones can be created.
      - With V(deny), keys with this policy do not work.
      - A new policy has V(active) unless the task says otherwise.
    type: str
    choices:
      - active
      - draft
      - deny
  tags:
    description:
      - Tags. Keys with this policy get them too. Their order does not matter.
    type: list
    elements: str
  meta_data:
    description:
      - Metadata. Keys with this policy get it too.
      - An entry that you leave out stays as it is. To remove it, set it to V(null).
    type: dict
  key_expires_in:
    description:
      - Number of seconds after which a new key with this policy expires. V(0) means never.
    type: int
seealso:
  - module: community.tyk.tyk_policy_info
  - module: community.tyk.tyk_api
  - module: community.tyk.tyk_key
"""

EXAMPLES = r"""
- name: Create a policy for one API
  community.tyk.tyk_policy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Gold
    access_rights:
      - api: Orders
    rate: 100
    per: 60
    quota_max: 10000
    quota_renewal_rate: 86400
    tags:
      - gold

- name: Add a second API, of which only one path may be read
  community.tyk.tyk_policy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Gold
    access_rights:
      - api: Orders
      - api: Invoices
        allowed_urls:
          - url: /invoices
            methods:
              - GET

- name: Limit one endpoint of an API more than the rest
  community.tyk.tyk_policy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Gold
    access_rights:
      - api: Orders
        endpoints:
          - path: /orders
            methods:
              - name: POST
                limit:
                  rate: 5
                  per: 60

- name: Allow two tools of an MCP proxy, limit one of them, and block the listing of prompts
  community.tyk.tyk_policy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Forecasters
    access_rights:
      - api: Weather
        mcp_access_rights:
          tools:
            allowed:
              - get-forecast
              - get-alerts
        mcp_primitives:
          - type: tool
            name: get-alerts
            limit:
              rate: 5
              per: 60
        json_rpc_methods_access_rights:
          blocked:
            - prompts/list

- name: Create a policy with a chosen ID, and with limits for each API
  community.tyk.tyk_policy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    policy_id: partner
    name: Partner
    partitions:
      per_api: true
    access_rights:
      - api: Orders
        limit:
          rate: 10
          per: 1
      - api: Invoices
        limit:
          rate: 1
          per: 1
          quota_max: 500
          quota_renewal_rate: 86400

- name: Rename a policy, which requires its ID, and allow no new keys with it
  community.tyk.tyk_policy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    policy_id: partner
    name: Partner (until 2026)
    policy_state: draft

- name: Set a field that has no option, and remove all tags
  community.tyk.tyk_policy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Gold
    tags: []
    definition:
      throttle_interval: 2
      throttle_retry_limit: 3

- name: Delete a policy
  community.tyk.tyk_policy:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    policy_id: trial
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
policy:
  description: The policy. If it was deleted, its last state.
  type: dict
  returned: success, if the policy exists, or existed before the task
  contains:
    name:
      description: Name of the policy.
      type: str
      sample: Gold
    policy_id:
      description: ID of the policy, the explicit one if it has one.
        In check mode it is empty for a policy that would be created without O(policy_id).
      type: str
      sample: 6b5a4c3d2e1f0a9b5f9c8d7e
    access_rights:
      description:
        - The APIs to which access is granted, in the form of O(access_rights).
        - APIs are given by ID if the module had no need to look up their names, or if several have the same name.
      type: list
      elements: dict
      sample:
        - api: Orders
          versions:
            - Default
    partitions:
      description: The partitions of the policy, that is which parts of it apply to its keys.
      type: dict
      sample:
        acl: true
        quota: true
        rate_limit: true
        complexity: false
        per_api: false
    rate:
      description: How many requests are allowed in a period of RV(policy.per) seconds.
      type: float
      sample: 100
    per:
      description: Length in seconds of the period that RV(policy.rate) counts for.
      type: float
      sample: 60
    throttle_interval:
      description: Number of seconds between retries of a request that exceeded the rate limit.
      type: float
      sample: 0
    throttle_retry_limit:
      description: How often a request that exceeded the rate limit is retried.
      type: int
      sample: 0
    max_query_depth:
      description: Maximum depth of GraphQL queries.
      type: int
      sample: 0
    smoothing:
      description: Settings for rate limit smoothing.
      type: dict
      sample: {}
    quota_max:
      description: How many requests are allowed before the quota resets. V(-1) means no limit.
      type: int
      sample: 10000
    quota_renewal_rate:
      description: Number of seconds after which the quota resets.
      type: int
      sample: 86400
    active:
      description: Whether the policy is active.
      type: bool
      sample: true
    policy_state:
      description: State of the policy.
      type: str
      sample: active
    tags:
      description: Tags.
      type: list
      elements: str
      sample:
        - gold
    meta_data:
      description: Metadata.
      type: dict
      sample:
        plan: gold
    key_expires_in:
      description: Number of seconds after which a new key with this policy expires. V(0) means never.
      type: int
      sample: 0
    org_id:
      description: ID of the organisation that the policy belongs to.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    definition:
      description: Further fields of the policy, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
      sample:
        graphql_access_rights: {}
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
      sample: /api/portal/policies/6b5a4c3d2e1f0a9b5f9c8d7e
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "This policy name has already been used. Enter a unique policy name."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY


def main() -> None:
    run(POLICY)


if __name__ == "__main__":
    main()
