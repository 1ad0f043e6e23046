# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_policy_info
short_description: Get security policies in Tyk
version_added: 1.0.0
description:
  - Gets policies of the organisation that O(token) belongs to.
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
  policy_id:
    description:
      - Get only the policy with this ID, which can be its explicit ID or its database ID in Tyk.
    type: str
  name:
    description:
      - Get only policies with exactly this name.
    type: str
  api:
    description:
      - Get only policies that grant access to this API. Give its name or ID.
    type: str
seealso:
  - module: community.tyk.tyk_policy
"""

EXAMPLES = r"""
- name: Get the policies that grant access to an API
  community.tyk.tyk_policy_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders
  register: result

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ result.policies | map(attribute='name') }}"

- name: See what uses a policy before you delete it
  community.tyk.tyk_policy_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Gold
    used_by: true

- name: Get one policy
  community.tyk.tyk_policy_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Gold
"""

RETURN = r"""
policies:
  description:
    - The policies, sorted by name.
    - Each has the form that M(community.tyk.tyk_policy) accepts, with its IDs added.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: Name of the policy.
      type: str
      sample: Gold
    policy_id:
      description: ID of the policy, the explicit one if it has one.
      type: str
      sample: 6b5a4c3d2e1f0a9b5f9c8d7e
    access_rights:
      description:
        - The APIs to which access is granted, in the form of O(community.tyk.tyk_policy#module:access_rights).
        - APIs are given by ID if O(token) may not read APIs, or if several have the same name.
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
      description: How many requests are allowed in a period of RV(policies[].per) seconds.
      type: float
      sample: 100
    per:
      description: Length in seconds of the period that RV(policies[].rate) counts for.
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
    used_by:
      description: What refers to it, sorted by kind and name.
      type: list
      elements: dict
      returned: with O(used_by=true)
      contains:
        kind:
          description: Kind of the object that refers to it, as in the name of its module.
          type: str
          sample: key
        name:
          description: Name of that object, or an empty string if it has none.
          type: str
          sample: acme
        id:
          description: ID of that object. For a key, its hash.
          type: str
          sample: 1f9b1c6a
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
      sample: GET
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/portal/policies
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/portal/policies'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY


def main() -> None:
    run_info(POLICY)


if __name__ == "__main__":
    main()
