# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_opa_rules_info
short_description: Get OPA rules in Tyk
version_added: 1.0.0
description:
  - Returns the rules with which the Open Policy Agent evaluates requests to the Dashboard API, in one organisation.
  - The user behind O(token) must be an admin, the Dashboard's licence must include Open Policy, and its configuration
    must set C(security.open_policy.enable_api).
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.secrets
  - community.tyk.attributes
  - community.tyk.attributes.info
  - community.tyk.attributes.actiongroup_tyk
seealso:
  - module: community.tyk.tyk_opa_rules
"""

EXAMPLES = r"""
- name: Get the rules that apply
  community.tyk.tyk_opa_rules_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show them
  ansible.builtin.debug:
    msg: "{{ result.opa_rules[0].rules }}"

- name: Get them, but fail if the token belongs to another organisation
  community.tyk.tyk_opa_rules_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    org_id: "{{ tyk_org_id }}"

- name: Fail if there are no rules
  community.tyk.tyk_opa_rules_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: current
  failed_when: current.opa_rules[0].rules is not search('package dashboard_users')
"""

RETURN = r"""
opa_rules:
  description: OPA rules.
  type: list
  elements: dict
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
      sample: GET
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/org/opa
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/org/opa'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.opa_rules import OPA_RULES


def main() -> None:
    run_info(OPA_RULES)


if __name__ == "__main__":
    main()
