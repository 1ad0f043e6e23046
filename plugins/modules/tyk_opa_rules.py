# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_opa_rules
short_description: Manage OPA rules in Tyk
version_added: 1.0.0
description:
  - Sets the rules with which the Open Policy Agent evaluates requests to the Dashboard API, in one organisation.
  - Every organisation has exactly one text of rules, so the module names no object and cannot delete one.
  - The user behind O(token) must be an admin, the Dashboard's licence must include Open Policy, and its configuration
    must set C(security.open_policy.enable_api).
  - Rules can refuse everything, including this module's own requests. Test them where they can do no harm, and keep a
    way to restore access. In O(community.tyk.tyk_config#module:config), they are applied last.
  - Not available with O(platform=gateway).
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk
options:
  enabled:
    description:
      - Whether the rules are applied. A Dashboard that does not return this setting does not have it.
      - Tyk accepts both settings only together, so a task that sets only this one sends the rules that it reads. If
        those came from the Dashboard's file, they are the organisation's own from then on.
    type: bool
  rules:
    description:
      - The rules, in Rego, as one text. The style of line endings, and line ends at the end of the text, do not matter.
      - Tyk refuses rules whose first statement is not C(package dashboard_users).
      - An empty text or V(null) removes the organisation's own rules. Then those in the Dashboard's file
        C(schema/dashboard.rego) apply, and a read returns them instead. Nothing shows whether an organisation had rules
        of its own, so check mode always expects a change in this case, while a run that has changed nothing says so.
    type: str
  state:
    description:
      - The object always exists.
    type: str
    choices:
      - present
    default: present
seealso:
  - module: community.tyk.tyk_opa_rules_info
"""

EXAMPLES = r"""
- name: Stop applying the rules
  community.tyk.tyk_opa_rules:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    enabled: false

- name: Apply rules of your own, which can also come from a file
  community.tyk.tyk_opa_rules:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    enabled: true
    rules: |
      package dashboard_users

      default deny = []

- name: Return to the rules in the Dashboard's file
  community.tyk.tyk_opa_rules:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    rules: ""
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
    - One of V(updated) and V(none).
  type: str
  returned: success
  sample: updated
backup_path:
  description: The file with what the task has changed or deleted, in its earlier state, with secrets in clear text.
  type: str
  returned: with O(backup=true), if there was something to save, even if the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
opa_rules:
  description: The OPA rules.
  type: dict
  returned: success
  contains:
    enabled:
      description: Whether the rules are applied.
      type: bool
    rules:
      description: The rules that apply. If the organisation has none of its own, these are those of the Dashboard's
        file.
      type: str
    definition:
      description: Further fields of the OPA rules, under the names that Tyk's API uses.
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
      sample: PUT
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/org/opa
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/org/opa'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.opa_rules import OPA_RULES


def main() -> None:
    run(OPA_RULES)


if __name__ == "__main__":
    main()
