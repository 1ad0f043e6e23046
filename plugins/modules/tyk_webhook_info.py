# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_webhook_info
short_description: Get webhooks in Tyk
version_added: 1.0.0
description:
  - Gets webhooks of the organisation that O(token) belongs to.
  - The values of headers are replaced by C(********). If you pass this to M(community.tyk.tyk_webhook), it stands for
    the value in the existing webhook. For a new webhook it is refused.
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
  webhook_id:
    description:
      - Get only the webhook with this ID, which can be its explicit ID or its database ID in Tyk.
    type: str
  name:
    description:
      - Get only webhooks with exactly this name.
    type: str
seealso:
  - module: community.tyk.tyk_webhook
"""

EXAMPLES = r"""
- name: Get all webhooks
  community.tyk.tyk_webhook_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show the URLs that they call
  ansible.builtin.debug:
    msg: "{{ result.webhooks | items2dict(key_name='name', value_name='target_path') }}"

- name: Get one webhook
  community.tyk.tyk_webhook_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Alarm

- name: See which APIs use a webhook before you delete it
  community.tyk.tyk_webhook_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Alarm
    used_by: true
"""

RETURN = r"""
webhooks:
  description:
    - The webhooks, sorted by name.
    - Each has the form that M(community.tyk.tyk_webhook) accepts, with its IDs added.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: Name of the webhook.
      type: str
      sample: Alarm
    webhook_id:
      description: Explicit ID of the webhook. It is empty if the webhook has none.
      type: str
      sample: audit
    method:
      description: HTTP method of the request.
      type: str
      sample: POST
    target_path:
      description: URL to which the request is sent.
      type: str
      sample: https://alarm.example.com/tyk
    template_path:
      description: Path of the template for the body of the request. It is empty if the Gateway uses its own template.
      type: str
      sample: ""
    header_map:
      description: Headers of the request. All values are replaced by C(********).
      type: dict
      sample:
        Authorization: "********"
    event_timeout:
      description: Number of seconds during which the webhook is not called again for the same event.
      type: int
      sample: 60
    id:
      description: Database ID of the webhook in Tyk.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    org_id:
      description: ID of the webhook's organisation.
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
          sample: api
        name:
          description: Name of that object, or an empty string if it has none.
          type: str
          sample: Orders
        id:
          description: ID of that object. For a key, its hash.
          type: str
          sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    definition:
      description: Further fields of the webhook, under the names that Tyk's API uses.
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
      sample: GET
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/hooks
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/hooks'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.webhook import WEBHOOK


def main() -> None:
    run_info(WEBHOOK)


if __name__ == "__main__":
    main()
