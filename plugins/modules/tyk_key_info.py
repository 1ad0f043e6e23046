# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_key_info
short_description: Get keys in Tyk
version_added: 1.0.0
description:
  - Gets keys of the organisation that O(token) belongs to.
  - The keys themselves, that is what consumers send to the Gateway, are not returned.
  - Without O(key_id) and O(key_hash) the module lists all keys. If the Dashboard hashes keys, this needs
    C(enable_hashed_keys_listing) in its configuration.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.secrets
  - community.tyk.attributes
  - community.tyk.attributes.info
  - community.tyk.attributes.actiongroup_tyk
options:
  key_id:
    description:
      - Get only this key. Give the key itself, as consumers send it, or the ID that Tyk returned when it created the
        key.
      - Takes precedence over O(key_hash).
    type: str
  key_hash:
    description:
      - Get only the key with this hash, from a Dashboard that hashes keys.
    type: str
  alias:
    description:
      - Get only keys with exactly this alias.
    type: str
  api:
    description:
      - Get only keys that grant access to this API, directly or through a policy. Give its name or ID.
    type: str
  policy:
    description:
      - Get only keys that have this policy. Give its name or ID.
    type: str
seealso:
  - module: community.tyk.tyk_key
"""

EXAMPLES = r"""
- name: Get all keys
  community.tyk.tyk_key_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show which keys never expire
  ansible.builtin.debug:
    msg: "{{ result.api_keys | selectattr('expires', 'equalto', 'never') | map(attribute='alias') }}"

- name: Get one key by its alias
  community.tyk.tyk_key_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: acme

- name: Get the keys that may use an API
  community.tyk.tyk_key_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api: Orders

- name: Fail if a key does not exist
  community.tyk.tyk_key_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    key_id: "{{ legacy_key }}"
  register: legacy
  failed_when: legacy.api_keys | length == 0
"""

RETURN = r"""
api_keys:
  description:
    - The keys, sorted by alias.
    - Each has the form that M(community.tyk.tyk_key) accepts, with its hash and the ID of its organisation added.
  type: list
  elements: dict
  returned: success
  contains:
    alias:
      description: Alias of the key.
      type: str
      sample: acme
    policies:
      description:
        - Names of the key's policies. If several policies have the same name, their IDs.
      type: list
      elements: str
      sample:
        - Gold
    access_rights:
      description:
        - The APIs to which access is granted, in the form of O(community.tyk.tyk_key#module:access_rights).
        - APIs are given by ID if O(token) may not read APIs, or if several have the same name.
      type: list
      elements: dict
      returned: if no policy sets it
      sample:
        - api: Orders
          versions:
            - Default
    rate:
      description: How many requests are allowed in a period of RV(api_keys[].per) seconds.
      type: float
      returned: if no policy sets it
      sample: 100
    per:
      description: Length in seconds of the period that RV(api_keys[].rate) counts for.
      type: float
      returned: if no policy sets it
      sample: 60
    throttle_interval:
      description: Number of seconds between retries of a request that exceeded the rate limit.
      type: float
      returned: if no policy sets it
      sample: 0
    throttle_retry_limit:
      description: How often a request that exceeded the rate limit is retried.
      type: int
      returned: if no policy sets it
      sample: 0
    max_query_depth:
      description: Maximum depth of GraphQL queries.
      type: int
      returned: if no policy sets it
      sample: 0
    smoothing:
      description: Settings for rate limit smoothing.
      type: dict
      returned: if no policy sets it
      sample: {}
    quota_max:
      description: How many requests are allowed before the quota resets. V(-1) means no limit.
      type: int
      returned: if no policy sets it
      sample: 10000
    quota_renewal_rate:
      description: Number of seconds after which the quota resets.
      type: int
      returned: if no policy sets it
      sample: 86400
    expires:
      description: Time at which the key expires, in UTC, or V(never).
      type: str
      sample: "2030-01-31T00:00:00Z"
    hmac:
      description: Whether signatures are accepted. The secret is replaced by C(********).
      type: dict
      returned: if it is set
      sample:
        enabled: true
        secret: "********"
    jwt:
      description: The secret of a consumer with JSON Web Tokens, replaced by C(********).
      type: dict
      returned: if it is set
      sample:
        secret: "********"
    certificate:
      description:
        - Common name of the client certificate that the key is bound to.
        - Its ID, if the name is not known, or several certificates have it.
      type: str
      returned: if it is set
    inactive:
      description: Whether the Gateway refuses the key.
      type: bool
      returned: if no policy sets it
      sample: false
    meta_data:
      description: Metadata of the key, without that of its policies.
      type: dict
      sample:
        customer: "4711"
    tags:
      description: Tags of the key, without those of its policies.
      type: list
      elements: str
      sample:
        - partner
    key_hash:
      description: Hash of the key. It is empty if the Dashboard does not hash keys.
      type: str
      sample: 6f3016396e1c9a85
    org_id:
      description: ID of the organisation that the key belongs to.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    definition:
      description:
        - Further fields of the key, under the names that Tyk's API uses. Secrets are replaced by C(********).
      type: dict
      returned: if there are any
      sample:
        post_expiry_action: retain
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
      sample: /api/keys/detailed
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "Could not retrieve keys"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import KEY


def main() -> None:
    run_info(KEY)


if __name__ == "__main__":
    main()
