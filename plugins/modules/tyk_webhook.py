# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_webhook
short_description: Manage webhooks in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes webhooks of the organisation that O(token) belongs to.
  - The Gateway calls a webhook when an event occurs for which an API names the webhook.
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
  webhook_id:
    description:
      - ID of the webhook, which can be its explicit ID or its database ID in Tyk. It identifies the webhook, and takes
        precedence over O(name).
      - If there is no webhook with this ID, a new one gets it.
    type: str
  name:
    description:
      - Name of the webhook. Needed to create a webhook.
      - Without O(webhook_id) it identifies the webhook. The module fails if several webhooks have this name.
      - To rename a webhook, give its O(webhook_id) too.
    type: str
  method:
    description:
      - HTTP method of the request that is sent.
      - A new webhook has V(POST) unless the task says otherwise.
    type: str
    choices:
      - GET
      - POST
      - PUT
      - PATCH
      - DELETE
  target_path:
    description:
      - URL to which the request is sent. Needed to create a webhook.
    type: str
  template_path:
    description:
      - Path of the template for the body of the request, on the host of the Gateway. With an empty string, the Gateway
        uses its own template.
    type: str
  header_map:
    description:
      - Headers of the request.
      - Since headers often contain credentials, their values are treated as secrets. They are compared, but never
        returned.
      - A header that you leave out stays as it is. To remove it, set it to V(null).
    type: dict
  event_timeout:
    description:
      - Number of seconds during which the webhook is not called again for the same event.
    type: int
seealso:
  - module: community.tyk.tyk_webhook_info
  - module: community.tyk.tyk_api
"""

EXAMPLES = r"""
- name: Create a webhook with a credential
  community.tyk.tyk_webhook:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Alarm
    target_path: https://alarm.example.com/tyk
    header_map:
      Authorization: "Bearer {{ alarm_token }}"
    event_timeout: 60

- name: Add a header, and leave the rest unchanged
  community.tyk.tyk_webhook:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Alarm
    header_map:
      X-Source: tyk

- name: Create a webhook with a chosen ID
  community.tyk.tyk_webhook:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    webhook_id: audit
    name: Audit
    method: PUT
    target_path: https://audit.example.com/events

- name: Rename it, which requires its ID
  community.tyk.tyk_webhook:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    webhook_id: audit
    name: Audit log

- name: Delete a webhook
  community.tyk.tyk_webhook:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Old alarm
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
webhook:
  description: The webhook. If it was deleted, its last state.
  type: dict
  returned: success, if the webhook exists, or existed before the task
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
      description: Database ID of the webhook in Tyk. In check mode it is empty for a webhook that would be created.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    org_id:
      description: ID of the webhook's organisation.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
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
      sample: 400
    method:
      description: HTTP method of the request.
      type: str
      sample: POST
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/hooks
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "Webhook object validation failed"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.webhook import WEBHOOK


def main() -> None:
    run(WEBHOOK)


if __name__ == "__main__":
    main()
