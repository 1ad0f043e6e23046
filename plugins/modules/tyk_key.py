# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_key
short_description: Manage keys in Tyk
version_added: 1.0.0
description:
  - Creates, updates, rotates, and deletes keys of the organisation that O(token) belongs to. Consumers send keys to the
    Gateway to access APIs.
  - A key is identified by O(key_id), O(key_hash), the user name in O(basic_auth), or O(alias). If several are given,
    the first of these takes precedence.
  - A policy sets part of a key, and its partitions determine which part. The partition C(acl) sets O(access_rights),
    C(rate_limit) sets O(rate) and O(per), C(quota) sets O(quota_max) and O(quota_renewal_rate), and C(per_api) sets all
    of these. A policy without partitions also sets all of these.
  - What a policy sets is neither compared nor returned. While the key has that policy, setting these options has no
    effect.
  - Tags and metadata of a policy are added to those of the key. They are not compared or returned either.
  - If the policies of a key change, it loses the access rights, tags, and metadata of the old ones. Limits of the old
    ones stay if the new ones set none, and the module warns about them.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.served
  - community.tyk.access_rights
  - community.tyk.access_rights.limits
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.actiongroup_tyk
attributes:
  idempotent:
    support: partial
    details:
      - With O(state=rotated) and without O(rotation), the key is rotated each time.
      - With O(update_secrets=always), a task with C(basic_auth_data) in O(definition) always reports a change.
options:
  state:
    description:
      - V(present) creates the key, or updates the existing one.
      - V(absent) deletes it. If the task identifies it only by O(alias), old keys that O(keep_old) has left are deleted
        as well, even those that still work.
      - V(rotated) replaces an existing key with a new one. The new key gets everything that the old one has, and the
        changes in the task. Then the old key is deleted, or keeps working for a while, see O(keep_old). O(rotation)
        controls how often this happens.
      - Keys for basic authentication and keys that are bound to a certificate cannot be rotated.
    type: str
    choices:
      - present
      - absent
      - rotated
    default: present
  key_id:
    description:
      - The key itself, as consumers send it, or the ID that Tyk returned when it created the key.
      - If there is no such key, a new one with this ID is created. Without O(key_id), Tyk generates the ID of a new
        key.
      - The token that an earlier run has returned identifies the same key. If that key no longer exists, one with the
        same token is created, as long as Tyk generates tokens as it did then. A token of another organisation is
        treated as a custom ID.
      - A rotated key has a new ID that Tyk generates.
    type: str
  key_hash:
    description:
      - Hash of the key, for Dashboards that hash keys.
      - The key must exist, since a key cannot be created from a hash.
    type: str
  alias:
    description:
      - Alias of the key. Without O(key_id) and O(key_hash) it identifies the key.
        The module fails if several keys have this alias.
      - To find a key by its alias, the module lists all keys.
        If the Dashboard hashes keys, this needs C(enable_hashed_keys_listing) in its configuration.
        To update and delete such a key, C(enable_update_key_by_hash) and C(enable_delete_key_by_hash) are needed, too.
    type: str
  policies:
    description:
      - Names or IDs of the policies of the key. Their order counts.
      - At least one of them must grant access to an API. Policies with the partition C(per_api) cannot be combined with
        policies that have other partitions. Tyk refuses such keys, and so does the module.
    type: list
    elements: str
  reset_quota:
    description:
      - Whether to reset the quota of an existing key to unused. This is a change only if some of the quota has been
        used.
      - By default, an update keeps the used part of the quota.
    type: bool
    default: false
  expires:
    description:
      - When the key expires.
      - V(never).
      - A time in the future in the format of ISO 8601, for example V(2030-01-31T00:00:00Z), in UTC if no zone is given,
        or in seconds since 1970.
      - A span of seconds, minutes, hours, days, or weeks, for example V(90s), V(15m), V(12h), V(30d), or V(4w). It
        counts from the time of the task, and only for a key that has no expiry yet. An existing expiry stays as it is,
        even when the key is rotated. O(renew_before) extends it.
    type: str
  renew_before:
    description:
      - A span such as V(14d) or V(12h), or a number of seconds. If the key has expired, or expires sooner than this, it
        gets a new expiry, by the span in O(expires), which is required then. The key itself stays the same.
      - With O(state=rotated), a rotated key gets a new expiry if that of the old one is so close. This alone does not
        cause a rotation.
      - It must be shorter than O(expires).
    type: str
  basic_auth:
    description:
      - For a consumer who authenticates with a user name and a password (Basic Auth).
      - The user name identifies the key.
    type: dict
    suboptions:
      username:
        description:
          - The user name.
        type: str
        required: true
      password:
        description:
          - The password. Needed to create the key.
          - Tyk does not return it. O(update_secrets) says when it is set.
        type: str
  hmac:
    description:
      - For a consumer who signs requests (HMAC).
    type: dict
    suboptions:
      enabled:
        description:
          - Whether signatures are accepted. V(true) if O(hmac) is given without it, unless the key has a secret and is
            already switched off. In that case it stays off.
        type: bool
      secret:
        description:
          - The shared secret. If a new key has none, Tyk generates one, which the module does not return. An empty
            secret is the same as none, and leaves the secret of an existing key as it is.
        type: str
  jwt:
    description:
      - For a consumer who sends signed JSON Web Tokens.
    type: dict
    suboptions:
      secret:
        description:
          - The shared secret, or the public key.
        type: str
  certificate:
    description:
      - The client certificate that the key is bound to, by the common name of its subject, its SHA-256 fingerprint,
        or its ID. See M(community.tyk.tyk_certificate).
      - A key can get another certificate, but Tyk cannot remove it.
    type: str
  inactive:
    description:
      - Whether the Gateway refuses the key.
    type: bool
  meta_data:
    description:
      - Metadata.
      - An entry that you leave out stays as it is. To remove it, set it to V(null).
    type: dict
  tags:
    description:
      - Tags. Their order does not matter.
    type: list
    elements: str
  rotation:
    description:
      - Label of a rotation, for example a date. Used with O(state=rotated).
      - The label is stored in the metadata of the key, as C(rotation). A key that already has this label is not rotated
        again. Other changes in the task are still made.
      - Without a label the key is rotated each time the task runs.
    type: str
  keep_old:
    description:
      - How long the old key keeps working when the key is rotated, as a span such as V(7d) or V(12h), or a number of
        seconds. Used with O(state=rotated).
      - The old key then gets this expiry, or keeps an earlier one. Its alias gets the time, as in C(acme (until
        2030-01-31T00:00:00Z)), and its metadata the hash of the new key, as C(ansible_replaced_by). The module
        recognises it by either of the two.
      - Later tasks that identify the key by O(alias), and M(community.tyk.tyk_config) where it declares the key, delete
        the old key once its time is over. Exports and prune ignore it until then.
      - If the Dashboard hashes keys, this needs C(enable_update_key_by_hash) in its configuration, and
        C(enable_delete_key_by_hash) for the later deletion.
      - If a run is interrupted after it has written O(key_file), the next run continues with the new key in the file.
      - Without it the old key is deleted at once.
    type: str
  key_file:
    description:
      - Path of a file on the host that runs the module, to which a new or rotated key is written. The module then does
        not return the key.
      - The file gets mode V(0600). An existing file is replaced. Its directory must exist.
      - When a key is rotated, the file is written before the old key is deleted.
      - The file is not written if no key was created. If the key exists, and the file is missing in its directory,
        empty, or holds another key, the module warns. Hashed keys are compared by their hash.
    type: path
  update_secrets:
    description:
      - When to send C(basic_auth_data) of O(definition), which Tyk does not return.
      - V(on_create) sends it when the task creates the key, and never again.
      - V(always) sends it each time, and always reports a change.
    type: str
    choices:
      - on_create
      - always
    default: on_create
seealso:
  - module: community.tyk.tyk_key_info
  - module: community.tyk.tyk_api
  - module: community.tyk.tyk_policy
"""

EXAMPLES = r"""
- name: Create a key with a policy, and write it to a file
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: acme
    policies:
      - Gold
    expires: 365d
    meta_data:
      customer: "4711"
    key_file: "{{ tyk_secrets_dir }}/acme.key"

- name: Create a key with rights and limits of its own
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: partner
    access_rights:
      - api: Orders
        allowed_urls:
          - url: /orders/.*
            methods:
              - GET
    rate: 10
    per: 1
    quota_max: 1000
    quota_renewal_rate: 86400
    expires: never
  register: partner
  no_log: true

- name: Store the key, which is returned only when it was created
  ansible.builtin.copy:
    content: "{{ partner.key.key_id }}"
    dest: "{{ tyk_secrets_dir }}/partner.key"
    mode: "0600"
  when: partner.key.key_id is defined
  no_log: true

- name: Change the policy of a key, and remove an entry of its metadata
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: acme
    policies:
      - Silver
    meta_data:
      customer: null

- name: Rotate a key once per quarter
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: acme
    state: rotated
    rotation: 2026-Q4
    key_file: "{{ tyk_secrets_dir }}/acme.key"

- name: Rotate a key, and keep the old one working for another week
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: acme
    state: rotated
    rotation: 2027-Q1
    keep_old: 7d
    key_file: "{{ tyk_secrets_dir }}/acme.key"

- name: Make a key expire in 90 days, and extend it in the last two weeks
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: acme
    expires: 90d
    renew_before: 14d

- name: Reset the quota of a key
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: acme
    reset_quota: true

- name: Create a key with a chosen ID
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    key_id: "{{ legacy_key }}"
    alias: legacy
    policies:
      - Gold

- name: Block a key without deleting it
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    key_id: "{{ legacy_key }}"
    inactive: true

- name: Create a key for a consumer with a user name and a password
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    basic_auth:
      username: bob
      password: "{{ bob_password }}"
    alias: bob
    access_rights:
      - api: Orders

- name: Bind a key to the certificate of a client, and limit one of its APIs separately
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: gateway-to-gateway
    certificate: client.example.com
    access_rights:
      - api: Orders
        limit:
          rate: 10
          per: 1
      - api: Invoices

- name: Delete a key
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: partner
    state: absent

- name: Create a key, and wait until the Gateways know it
  community.tyk.tyk_key:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    alias: smoke-test
    access_rights:
      - api: Orders
    key_file: "{{ tyk_secrets_dir }}/smoke-test.key"
    wait_served: true
    gateway_urls: "{{ tyk_gateway_urls }}"
    gateway_secret: "{{ tyk_gateway_secret }}"
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
    - One of V(created), V(updated), V(rotated), V(deleted), and V(none).
  type: str
  returned: success
  sample: created
backup_path:
  description: The file with what the task has changed or deleted, in its earlier state, with secrets in clear text.
  type: str
  returned: with O(backup=true), if there was something to save, even if the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
key:
  description: The key. If it was deleted, its last state.
  type: dict
  returned: success, if the key exists, or existed before the task
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
        - The APIs to which access is granted, in the form of O(access_rights).
        - APIs are given by ID if the module had no need to look up their names, or if several have the same name.
      type: list
      elements: dict
      returned: if no policy sets it
      sample:
        - api: Orders
          versions:
            - Default
    rate:
      description: How many requests are allowed in a period of RV(key.per) seconds.
      type: float
      returned: if no policy sets it
      sample: 100
    per:
      description: Length in seconds of the period that RV(key.rate) counts for.
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
    key_id:
      description: The key itself, which consumers send to the Gateway.
      type: str
      returned: >-
        if the key was created or rotated, and O(key_file) is not set. For basic authentication
        there is none if the Dashboard hashes keys
      sample: eyJvcmciOiI0ZjhiN2M2ZDVlNGYzYTJiMWMwZDllOGYiLCJpZCI6ImFiY2QiLCJoIjoibXVybXVyNjQifQ==
    definition:
      description:
        - Further fields of the key, under the names that Tyk's API uses. Secrets are replaced by C(********).
      type: dict
      returned: if there are any
      sample:
        post_expiry_action: retain
old:
  description: The old keys that the task changed or deleted, or would outside of check mode.
  type: list
  elements: dict
  returned: if there are any, see O(keep_old)
  contains:
    action:
      description: V(limited) if the key works until it expires, V(deleted) if its time was over.
      type: str
      sample: limited
    alias:
      description: Its alias.
      type: str
      returned: if it has one
      sample: acme (until 2030-01-31T00:00:00Z)
    key_hash:
      description: Its hash.
      type: str
      returned: if it is known
      sample: 6f3016396e1c9a85
    expires:
      description: Until when it works, or worked.
      type: str
      sample: "2030-01-31T00:00:00Z"
served:
  description: How many seconds each Gateway took until it served everything, by its URL.
  type: dict
  returned: with O(wait_served=true), outside of check mode
  sample: {"https://gateway-1.example.com:8080": 1.4}
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
      sample: /api/keys/********
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "User does not have permission to add API to key Access Rights!"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import KEY


def main() -> None:
    run(KEY)


if __name__ == "__main__":
    main()
